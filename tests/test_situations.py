"""What differs in a client's situation: the last layer, over the practice and the clinician."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from sphinx_commspolicy.cover import covers
from sphinx_commspolicy.diagnostics import Code, Diagnostic, Location
from sphinx_commspolicy.effective import PRACTICE, PolicySource, Scope
from sphinx_commspolicy.facts import FactKey, Facts
from sphinx_commspolicy.model.clinician import Situation
from sphinx_commspolicy.model.names import SITUATIONS
from sphinx_commspolicy.model.policy import OVERRIDABLE
from sphinx_commspolicy.phrases.catalogue import load_phrases
from sphinx_commspolicy.phrases.values import value_words

if TYPE_CHECKING:
    from collections.abc import Callable

    Problems = Callable[..., tuple[Diagnostic, ...]]
    Read = Callable[..., PolicySource]

HEAD = """\
practice: {name: Rosewood, country: US}
methods:
  phone: {name: Phone, system: phone, value: 503 555 0143}
  text: {name: Text, system: sms, value: 503 555 0144, LOCK}
turnaround: {value: 2, unit: business_day}
"""
PEOPLE = """\
clinicians:
  ana: {name: Ana, turnaround: {value: 1}, methods: {text: {value: 503 555 0188}}}
  ben: {name: Ben}
  cleo: {name: Cleo, programmes: [dbt, late]}
programmes:
  dbt: {name: DBT, turnaround: {value: 4}}
  late: {name: Late, methods: {text: {note: Late}}}
"""
TEEN = """\
situations:
  teen: {methods: {text: {status: on_request}}}
  couple: {turnaround: {value: 3}}
"""
TEEN_ANA, COUPLE_ANA = Scope("clinician", "ana", "teen"), Scope("clinician", "ana", "couple")
DAY = dt.date(2027, 4, 5)


def handbook(lock: str = "") -> str:
    return HEAD.replace(", LOCK", f", locked: {lock}" if lock else "") + PEOPLE + TEEN


def test_a_situation_is_the_last_layer(read: Read) -> None:
    source = read(handbook())

    teens = source.policy(Scope("practice", "", "teen"))
    assert (teens.methods["text"].status, teens.turnaround.value) == ("on_request", 2)
    assert teens == source.policy(Scope("situation", "teen"))

    ana = source.policy(TEEN_ANA).methods["text"]
    assert (ana.status, ana.value) == ("on_request", "503 555 0188")
    assert source.policy(Scope("clinician", "ana")).methods["text"].status == "in_use"

    couple = source.policy(COUPLE_ANA)
    assert (couple.turnaround.value, couple.methods["text"].value) == (3, "503 555 0188")


def test_a_situation_lies_over_programmes_too(read: Read) -> None:
    source = read(handbook())

    cleo = source.policy(Scope("clinician", "cleo", "teen"))
    text = cleo.methods["text"]
    assert (text.status, text.note, cleo.turnaround.value) == ("on_request", "Late", 4)
    assert source.policy(Scope("clinician", "cleo", "couple")).turnaround.value == 3
    assert source.policy(Scope("programme", "dbt", "couple")).turnaround.value == 3


def test_who_states_nothing_of_her_own_has_the_facts_of_the_situation(read: Read) -> None:
    source = read(handbook())

    assert source.policy(Scope("clinician", "ben", "couple")).turnaround.value == 3
    assert source.policy(Scope("clinician", "ben", "family")) == source.policy(PRACTICE)


def test_each_value_knows_that_a_situation_states_it(read: Read) -> None:
    source = read(handbook())

    origin = source.origin(("methods", "text", "status"), TEEN_ANA)

    assert origin.location == Location("practice.yaml", 14, 35)
    assert str(origin.scope) == "situation “teen”"
    assert str(TEEN_ANA) == "clinician “ana”, situation “teen”"


def test_every_page_of_an_edition_is_read_in_its_situation(read: Read) -> None:
    facts = Facts(read(handbook()), DAY, TEEN_ANA)

    key = FactKey(PRACTICE, ("methods", "text", "status"))
    assert facts.value(key) == "on_request"
    assert facts.value(FactKey(Scope("edition"), ("methods", "text", "value"))) == "503 555 0188"
    plain = Facts(facts.source, DAY)
    assert plain.digest(str(key)) != facts.digest(str(key))


def test_a_situation_that_the_product_does_not_know_is_told(problems: Problems) -> None:
    (found,) = problems(HEAD.replace(", LOCK", "") + "situations:\n  tean: {name: Teens}\n")

    assert (found.code, found.location) == (Code.invalid_value, Location("practice.yaml", 7, 3))
    assert "“tean” is no situation. Did you mean “teen”?" in found.message


@pytest.mark.parametrize("lock", ["yes", "[status]"])
def test_a_situation_cannot_change_what_is_locked(problems: Problems, lock: str) -> None:
    found = problems(handbook(lock).replace("methods: {text: {value: 503 555 0188}}", ""))

    locked = [one for one in found if one.code is Code.locked]
    places = {(one.location, one.related) for one in locked}
    place, lock_place = Location("practice.yaml", 14, 27), Location("practice.yaml", 4, 56)
    assert (place, lock_place) in places
    assert any("the situation “teen” cannot change it" in one.message for one in locked)


def test_a_situation_and_a_clinician_that_do_not_fit_together_are_told(problems: Problems) -> None:
    main = handbook().replace("{text: {status: on_request}}", "{text: {system: email}}")
    main = main.replace("value: 503 555 0144, ", "").replace("0188}}", "0188, rank: 1}}")

    found = problems(main.replace("{name: Text, system: sms, value: 503 555 0144}", "{name: T}"))

    assert all(one.location.file == "practice.yaml" for one in found)
    assert any("503 555 0188" in one.message for one in found)


def test_an_unknown_key_of_a_situation_is_told(problems: Problems) -> None:
    (found,) = problems(HEAD.replace(", LOCK", "") + "situations:\n  teen: {turnaroud: {}}\n")

    assert found.code is Code.unknown_key
    assert "Did you mean “turnaround”?" in found.remedy


def test_no_fact_of_a_situation_has_the_name_of_a_section() -> None:
    assert not OVERRIDABLE & set(Situation.model_fields)


@pytest.mark.parametrize("situation", SITUATIONS)
def test_clients_read_words_for_each_situation(situation: str) -> None:
    assert value_words(load_phrases("en"), "situation", situation)[0].isupper()


# ---- cover

AWAY = """\
clinicians:
  ana: {name: Ana, cover: ben, absences: [{start: 2027-04-05, end: 2027-04-16}]}
  ben: {name: Ben, cover: BEN, absences: [{start: 2027-04-12, end: 2027-04-13}]}
  cleo: {name: Cleo, cover: cleo}
"""


def away(cover: str = "cleo") -> str:
    return HEAD.replace(", LOCK", "") + AWAY.replace("BEN", cover)


def test_the_cover_of_a_cover_who_is_away_steps_in_for_those_days(read: Read) -> None:
    people = read(away()).policy().clinicians

    found = covers(people, "ana", people["ana"].absences[0])

    assert [(one.start.day, one.end.day, one.clinician) for one in found] == [
        (5, 11, "ben"),
        (12, 13, "cleo"),
        (14, 16, "ben"),
    ]


def test_clinicians_who_cover_for_each_other_while_both_are_away_are_told(
    problems: Problems,
) -> None:
    found = problems(away("ana"))

    assert {one.code for one in found} == {Code.cover_circle}
    assert [one.location for one in found] == [
        Location("practice.yaml", 7, 27),
        Location("practice.yaml", 8, 27),
    ]
    assert "From 2027-04-12 to 2027-04-13" in found[0].message
    assert "“ana” → “ben” → “ana”" in found[0].message


def test_clinicians_may_cover_for_each_other_at_different_times(read: Read) -> None:
    main = away("ana").replace("2027-04-12", "2027-04-19").replace("2027-04-13", "2027-04-20")
    people = read(main).policy().clinicians

    (found,) = covers(people, "ben", people["ben"].absences[0])

    assert found.clinician == "ana"


def test_who_covers_for_herself_is_told(problems: Problems) -> None:
    main = away().replace("cover: cleo}", "absences: [{start: 2027-05-03, end: 2027-05-04, X}]}")

    (found,) = problems(main.replace("X", "cover: cleo"))

    assert (found.code, found.location.line) == (Code.cover_circle, 9)


def test_the_chain_ends_with_somebody_outside_or_with_nobody(read: Read) -> None:
    main = away().replace("2027-04-13}", "2027-04-13, cover_outside: {name: Dr. Fir}}")
    people = read(main).policy().clinicians
    found = covers(people, "ana", people["ana"].absences[0])
    assert [one.outside.name if one.outside else one.clinician for one in found] == [
        "ben",
        "Dr. Fir",
        "ben",
    ]

    people = read(away().replace(", cover: cleo, abs", ", abs")).policy().clinicians
    found = covers(people, "ana", people["ana"].absences[0])
    assert [one.is_there for one in found] == [True, False, True]
