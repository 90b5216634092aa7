"""Facts by key: what is noted, and what changes a digest."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from sphinx_commspolicy.effective import PRACTICE, Scope
from sphinx_commspolicy.facts import EDITION, MISSING, SERVICES, TODAY, FactKey, Facts, Reader
from sphinx_commspolicy.loading import load

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DAY = dt.date(2026, 11, 23)
YAML = """\
practice: {name: Juniper Lane, country: US}
methods:
  phone: {name: Phone, system: phone, value: 503-555-0140}
  portal: {name: Portal, system: portal, url: "https://portal.example.org/"}
clinicians:
  rivera:
    name: Ana Rivera
    specialties: [Grief, Sleep]
    methods: {phone: {value: 503-555-0141}}
"""


@pytest.fixture
def facts(tmp_path: Path) -> Callable[..., Facts]:
    """Facts of the practice, after replacements in its text, in a translation."""

    def made(
        *replaced: tuple[str, str],
        translate: Callable[[str], str] | None = None,
        today: dt.date = DAY,
        edition: Scope = PRACTICE,
    ) -> Facts:
        text = YAML
        for old, new in replaced:
            assert old in text
            text = text.replace(old, new)
        path = tmp_path / "practice.yaml"
        path.write_text(text, encoding="utf-8")
        return Facts(load(path), today, edition, translate)

    return made


def test_a_question_is_the_same_after_it_was_stored(facts: Callable[..., Facts]) -> None:
    key = FactKey(Scope("clinician", "rivera"), ("methods", "phone", "value"))
    assert FactKey.parse(str(key)) == key
    assert facts().value(key) == "503-555-0141"


def test_a_change_of_one_clinician_changes_no_answer_for_others(
    facts: Callable[..., Facts],
) -> None:
    before, after = facts(), facts(("555-0141", "555-0142"))
    practice = str(FactKey(PRACTICE, ("methods", "phone")))
    rivera = str(FactKey(Scope("clinician", "rivera"), ("methods", "phone")))
    assert before.digest(practice) == after.digest(practice)
    assert before.digest(rivera) != after.digest(rivera)


def test_what_is_not_there_is_missing_and_is_noticed_when_it_comes(
    facts: Callable[..., Facts],
) -> None:
    word = str(FactKey(PRACTICE, ("methods", "fax")))
    added = ("clinicians:", "  fax: {name: Fax, system: fax, value: 503-555-0149}\nclinicians:")
    assert facts().value(FactKey.parse(word)) is MISSING
    assert facts().digest(word) != facts(added).digest(word)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (("clinicians", "rivera", "specialties"), "Sleep"),
        (("clinicians", "rivera", "specialties", "1"), "Sleep"),
        (("clinicians", "rivera"), "Sleep"),
        (("methods", "phone", "name"), "Phone"),
        (("methods",), "Portal"),
    ],
)
def test_another_translation_is_another_answer(
    facts: Callable[..., Facts], path: tuple[str, ...], text: str
) -> None:
    word = str(FactKey(PRACTICE, path))
    one = facts(translate=lambda words: words)
    other = facts(translate=lambda words: f"~{words}" if words == text else words)
    assert one.digest(word) != other.digest(word)


def test_the_day_the_edition_and_the_services_are_questions_too(
    facts: Callable[..., Facts],
) -> None:
    tomorrow = facts(today=DAY + dt.timedelta(days=1))
    edition = facts(edition=Scope("clinician", "rivera"))
    abroad = facts(("country: US", "country: GB"), ("503-555-0140", "+1 503 555 0140"))
    assert facts().digest(TODAY) != tomorrow.digest(TODAY)
    assert facts().digest(EDITION) != edition.digest(EDITION)
    assert facts().digest(SERVICES) != abroad.digest(SERVICES)
    assert facts().digest(SERVICES) == tomorrow.digest(SERVICES)


def test_every_question_of_a_reader_is_noted_whatever_the_scope(
    facts: Callable[..., Facts],
) -> None:
    asked: set[str] = set()
    reader = Reader(facts(), PRACTICE, asked)
    reader.get("methods", "phone")
    reader.for_scope(Scope("clinician", "rivera")).get("turnaround")
    reader.for_edition().today()
    reader.for_edition().get("turnaround")
    reader.services()
    assert asked == {
        "practice//methods.phone",
        "clinician/rivera/turnaround",
        "edition//turnaround",
        TODAY,
        SERVICES,
    }
    # what depends on who reads, and not on a fact alone, says so
    assert reader.for_edition().scope == PRACTICE
    assert EDITION in asked
