"""What a clinician's clients see: inherited, overridden, locked, and where each value is from."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sphinx_commspolicy.diagnostics import Code, Diagnostic
from sphinx_commspolicy.effective import PRACTICE, PolicySource, Scope
from sphinx_commspolicy.loading import load
from sphinx_commspolicy.model.clinician import Clinician, Programme
from sphinx_commspolicy.model.names import SINGLE_SECTIONS
from sphinx_commspolicy.model.policy import KEYED, OVERRIDABLE, PEOPLE, SINGLE, Policy
from sphinx_commspolicy.yamltree import Scalar, scalars

if TYPE_CHECKING:
    from collections.abc import Callable

    Problems = Callable[..., tuple[Diagnostic, ...]]
    Read = Callable[..., PolicySource]

RICH = Path(__file__).parent / "data" / "practice.yaml"
ANA, BEN, CLEO = (Scope("clinician", name) for name in ("ana", "ben", "cleo"))
DBT = Scope("programme", "dbt")

HEAD = """\
practice: {name: Rosewood, country: US}
methods:
  phone: {name: Phone, system: phone, value: 503 555 0143, LOCK}
turnaround: {value: 2, unit: business_day, excludes: [weekends], LOCK}
"""


def practice(lock: str = "") -> str:
    return HEAD.replace(", LOCK", f", locked: {lock}" if lock else "")


@pytest.fixture(scope="module")
def rich() -> PolicySource:
    return load(RICH)


def test_every_section_is_either_keyed_single_or_people() -> None:
    assert {*KEYED, *SINGLE, *PEOPLE} == set(Policy.model_fields)
    assert tuple(SINGLE) == SINGLE_SECTIONS


@pytest.mark.parametrize("model", [Clinician, Programme])
def test_no_fact_of_a_person_has_the_name_of_a_section(model: type[Clinician | Programme]) -> None:
    assert not OVERRIDABLE & set(model.model_fields)


def test_scopes_are_the_practice_its_programmes_and_its_clinicians(rich: PolicySource) -> None:
    assert list(rich.scopes()) == [PRACTICE, DBT, Scope("programme", "young"), ANA, BEN, CLEO]
    assert all(rich.knows(scope) for scope in rich.scopes())
    assert not rich.knows(Scope("clinician", "dbt"))
    assert not rich.knows(Scope("programme", "ana"))
    assert not rich.knows(Scope("nobody", "ana"))
    with pytest.raises(KeyError):
        rich.policy(Scope("clinician", "nobody"))


def test_a_clinician_overrides_single_keys_and_inherits_the_rest(rich: PolicySource) -> None:
    base, ana = rich.policy(), rich.policy(ANA)
    assert ana.turnaround
    assert base.turnaround
    assert (ana.turnaround.value, ana.turnaround.unit) == (3, "business_day")
    assert ana.turnaround.excludes == base.turnaround.excludes
    assert ana.methods["text"].value == "503 555 0166"
    assert ana.methods["text"].name == base.methods["text"].name
    assert ana.methods["phone"] is base.methods["phone"]
    assert base.turnaround.value == 2


def test_a_nested_part_is_overridden_by_key(rich: PolicySource) -> None:
    turnaround = rich.policy(BEN).methods["phone"].turnaround
    assert turnaround
    assert (turnaround.value, turnaround.unit) == (8, "clock_hour")


def test_a_clinician_may_add_a_block(rich: PolicySource) -> None:
    assert "homework" in rich.policy(BEN).needs
    assert "homework" not in rich.policy().needs
    assert "reschedule" in rich.policy(BEN).needs


def test_a_programme_lies_between_the_practice_and_the_clinician(rich: PolicySource) -> None:
    assert "coaching" in rich.policy(DBT).methods
    assert "coaching" in rich.policy(ANA).methods
    assert str(rich.policy(ANA).calendar.hours) == "Mo-Fr 12:00-19:00"


def test_a_clinician_without_facts_of_her_own_shares_those_of_all_her_programmes(
    rich: PolicySource,
) -> None:
    cleo = rich.policy(CLEO)
    assert "coaching" in cleo.methods
    assert str(cleo.calendar.hours) == "Mo-Fr 12:00-19:00"
    assert cleo.turnaround
    assert cleo.turnaround.value == 1


def test_the_last_programme_wins(read: Read) -> None:
    source = read(
        practice() + "programmes:\n  a: {name: A, turnaround: {value: 3}}\n"
        "  b: {name: B, turnaround: {value: 4}}\n"
        "clinicians:\n  x: {name: X, programmes: [a, b]}\n  y: {name: Y, programmes: [b, a]}\n"
    )
    values = [source.policy(Scope("clinician", name)).turnaround for name in "xy"]
    assert [value and value.value for value in values] == [4, 3]


def test_programmes_that_do_not_fit_together_are_told(problems: Problems) -> None:
    found = problems(
        practice() + "programmes:\n"
        "  a: {name: A, methods: {m: {name: M, system: phone}}}\n"
        "  b: {name: B, methods: {m: {name: M, system: email, value: a@example.org}}}\n"
        "  c: {name: C, methods: {m: {name: M, system: mail, value: a@example.org}}}\n"
        "  d: {name: D, methods: {m: {name: M, system: fax}}}\n"
        "clinicians: {x: {name: X, programmes: [c, d]}}\n"
    )
    assert [str(one.location) for one in found] == ["practice.yaml:8:60"]


def test_every_leaf_of_every_scope_stands_where_its_origin_says(rich: PolicySource) -> None:
    lines = RICH.read_text("utf-8").splitlines()
    count = 0
    for scope in rich.scopes():
        for path, leaf in scalars(rich.tree_of(scope)):
            origin = rich.origin(path, scope)
            assert origin.location == leaf.location, path
            assert_written_there(lines, leaf)
            count += 1
    assert count > 800


def assert_written_there(lines: list[str], leaf: Scalar) -> None:
    written = lines[leaf.location.line - 1][leaf.location.column - 1 :]
    if leaf.inset is not None:
        assert written[leaf.inset :].startswith(leaf.text)
    else:
        assert leaf.block
        text = "".join(lines[leaf.location.line :])
        assert re.sub(r"\s", "", leaf.text) in re.sub(r"\s", "", text)


@pytest.mark.parametrize(
    ("path", "scope", "layer", "overrides"),
    [
        (("turnaround", "value"), PRACTICE, PRACTICE, None),
        (("turnaround", "value"), ANA, ANA, "  value: 2"),
        (("turnaround", "value"), CLEO, DBT, "  value: 2"),
        (("turnaround", "unit"), ANA, PRACTICE, None),
        (("methods", "coaching", "name"), ANA, DBT, None),
        (("methods", "phone", "turnaround", "unit"), BEN, PRACTICE, None),
        (("needs", "homework", "first"), BEN, BEN, None),
        (("clinicians", "ana", "name"), ANA, PRACTICE, None),
    ],
)
def test_a_value_knows_its_layer_and_what_it_replaces(
    rich: PolicySource, path: tuple[str, ...], scope: Scope, layer: Scope, overrides: str | None
) -> None:
    origin = rich.origin(path, scope)
    assert origin.scope == layer
    if overrides is None:
        assert origin.overrides is None
    else:
        assert origin.overrides
        lines = RICH.read_text("utf-8").splitlines()
        assert lines[origin.overrides.line - 1] == overrides


def test_a_default_has_no_place(rich: PolicySource) -> None:
    assert rich.origin(("methods", "phone", "consent_needed")).location is None
    assert rich.origin(("practice", "languages", 9)).location is None


def override(facts: str) -> str:
    return f"clinicians:\n  ana:\n    name: Ana\n    {facts}\n"


@pytest.mark.parametrize(
    ("lock", "facts", "columns"),
    [
        ("yes", "turnaround: {value: 3}", [18]),
        ("on", "turnaround: {value: 3}", [18]),
        ('"true"', "turnaround: {value: 3, unit: clock_hour}", [18, 28]),
        ("[value]", "turnaround: {value: 3, unit: clock_hour}", [18]),
        ("[value]", "turnaround: {locked: no}", [18]),
        ("[value]", "turnaround: {locked: no, value: 9}", [18, 30]),
        ("yes", "turnaround: {locked: no}", [18]),
        ("yes", "turnaround: {locked: [unit]}", [18]),
        ("yes", "turnaround: {value: 2}", [18]),
        ("[value]", "methods: {phone: {value: 503 555 0199}}", [23]),
        ("yes", "methods: {phone: {status: not_used}}", [23]),
        ("yes", "methods: {phone: {locked: no, value: 503 555 0199}}", [23, 35]),
        ("[value]", "turnaround: {? 'value' : 3}", [20]),
        ("no", "turnaround: {value: 3}", []),
        ("[value]", "turnaround: {unit: clock_hour}", []),
        ("yes", "methods: {fax: {name: Fax, system: fax}}", []),
    ],
)
def test_a_locked_fact_cannot_be_changed(
    problems: Problems, lock: str, facts: str, columns: list[int]
) -> None:
    found = problems(practice(lock) + override(facts))
    assert [one.code for one in found] == [Code.locked] * len(columns)
    assert [(one.location.line, one.location.column) for one in found] == [
        (8, column) for column in columns
    ]
    for one in found:
        assert one.remedy
        assert one.related
        assert one.related.line in {3, 4}
        assert "clinician “ana”" in one.message


def test_a_locked_part_inside_a_block_cannot_be_changed(problems: Problems) -> None:
    text = practice().replace(
        "0143", "0143, turnaround: {value: 4, unit: clock_hour, locked: [value]}"
    )
    found = problems(text + override("methods: {phone: {turnaround: {value: 5, locked: no}}}"))
    assert [(one.code, one.location.column) for one in found] == [
        *((Code.locked, 36), (Code.locked, 46))
    ]
    assert "“methods.phone.turnaround.value”" in found[0].message


def test_a_programme_cannot_change_a_locked_fact_but_can_lock_one(problems: Problems) -> None:
    programme = "programmes:\n  dbt:\n    name: D\n    turnaround: {value: 1, locked: yes}\n"
    clinician = (
        "clinicians:\n  ana:\n    name: Ana\n    programmes: [dbt]\n    turnaround: {value: 3}\n"
    )
    (found,) = problems(practice("[value]") + programme.replace(", locked: yes", ""))
    assert "programme “dbt”" in found.message
    (found,) = problems(practice() + programme + clinician)
    assert (found.code, found.location.line) == (Code.locked, 13)
    assert "locked by the programme “dbt”: the clinician “ana” cannot" in found.message
    assert problems(practice() + programme + clinician.replace("[dbt]", "[]")) == ()


def test_a_lock_of_one_programme_binds_the_other_programme_of_a_clinician(
    problems: Problems,
) -> None:
    programmes = (
        "programmes:\n"
        "  dbt:\n    name: D\n    turnaround: {value: 1, locked: yes}\n"
        "  teens:\n    name: T\n    turnaround: {value: 3}\n"
    )
    clinicians = "clinicians:\n" + "".join(
        f"  {name}:\n    name: {name}\n    programmes: {programmes}\n"
        for name, programmes in {
            "ana": "[dbt, teens]",
            "bo": "[dbt, teens]",
            "cy": "[teens]",
        }.items()
    )
    (found,) = problems(practice() + programmes + clinicians)  # told once for ana and bo
    assert (found.code, str(found.location)[-5:]) == (Code.locked, "11:18")
    assert "locked by the programme “dbt”: the programme “teens” cannot" in found.message
    assert problems(practice() + programmes + clinicians.replace("dbt, teens", "teens")) == ()
    # who is in the other programme first: the lock comes later and changes nothing before it
    assert problems(practice() + programmes + clinicians.replace("dbt, teens", "teens, dbt")) == ()
    # a lock of the practice is told for the programme, not again for each clinician
    (found,) = problems(
        practice("yes")
        + programmes.replace(", locked: yes", "").replace("value: 1", "")
        + clinicians
    )
    assert "locked by the practice: the programme “teens”" in found.message


@pytest.mark.parametrize("section", ["methods", "needs", "scripts"])
@pytest.mark.parametrize("shape", ["[phone]", "phone", "yes"])
def test_an_override_of_the_wrong_shape_is_told_once(
    problems: Problems, section: str, shape: str
) -> None:
    found = problems(practice() + override(f"{section}: {shape}\n    cover: ana"))
    assert [one.code for one in found] == [Code.wrong_shape]
    assert found[0].location.line == 8


def test_names_are_looked_up_in_the_scope_that_uses_them(problems: Problems) -> None:
    own = override("methods: {fax: {name: Fax, system: fax}}\n    cancellation: {methods: [fax]}")
    assert problems(practice() + own) == ()
    (found,) = problems(practice() + own + "cancellation: {methods: [fax]}\n")
    assert (found.code, found.location.line) == (Code.unknown_id, 10)


def test_place_for_says_where_to_write_what_is_missing(read: Read) -> None:
    source = read(practice())
    assert str(source.place_for("turnaround")) == "practice.yaml:4:1"
    assert str(source.place_for("crisis")) == "practice.yaml"


def test_the_services_are_those_of_the_country(read: Read) -> None:
    assert read(practice()).services
    source = read("practice: {name: x, country: FR}\n")
    assert source.services is None
    source = read("practice: {name: x, country: FR}\ncrisis: {country: IE}\n")
    assert source.services
    assert source.services.country == "IE"
