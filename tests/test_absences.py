"""What clients are told of a time away and of how clinicians differ, all of it computed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from handbook import Handbook

if TYPE_CHECKING:
    from pathlib import Path

PAGE = """
All of us
=========

.. absences::

.. clinicians::
   :facts: methods.text.status, methods.text.value, turnaround.value, calendar.hours, languages
   :differing:

.. clinicians:: june owen
   :form: list
   :facts: calendar.hours
   :differing:
"""
JUNE = """
name: June Abernathy
cover: owen
languages: [en]
methods:
  text: {read_by: [clinician], value: (503) 555-0177}
turnaround: {value: 2, excludes: [weekends, public_holidays, closures, absences]}
absences:
  - {start: 2026-11-10, end: 2026-11-20, reachable: no}
"""
OWEN = """
name: Owen Reyes
cover: teo
languages: [en]
methods:
  text: {value: (503) 555-0188}
absences:
  - {start: 2026-11-16, end: 2026-11-17}
"""
TEO = "name: Teo Nakagawa\nlanguages: [en]\nmethods: {text: {status: not_used}}\n"
NEED = "  ask: {name: Ask something, category: clinical, first: text}\n"


@pytest.fixture
def handbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Handbook:
    monkeypatch.chdir(tmp_path)
    handbook = Handbook.create(tmp_path)
    practice = handbook.read("practice.yaml")
    practice = practice[: practice.index("clinicians:")]
    handbook.write("practice.yaml", practice.replace("needs:\n", f"needs:\n{NEED}"))
    for name, text in (("june", JUNE), ("owen", OWEN), ("teo", TEO)):
        handbook.write(f"clinicians/{name}.yaml", text)
    handbook.write("prose.rst", PAGE)
    return handbook


def test_the_cover_the_routes_and_the_reply_of_a_time_away_are_computed(
    handbook: Handbook,
) -> None:
    assert handbook.build().warnings == ""
    words = handbook.words("prose")
    assert (
        "November 10 to November 20, 2026: June Abernathy is away. "
        "Messages are not read in this time. "
        "November 10 to November 15, 2026: Owen Reyes steps in. "
        "November 16 to November 17, 2026: Teo Nakagawa steps in. "
        "November 18 to November 20, 2026: Owen Reyes steps in. "
        "June Abernathy answers what you write in this time by Tuesday, November 24, 2026 at 5pm."
    ) in words
    assert (
        "In this time, please use other ways for this: "
        "Ask something: use Text message, (503) 555-0188 (Owen Reyes)"
    ) in words
    assert "November 16 to November 17, 2026: Owen Reyes is away. Teo Nakagawa steps in." in words


@pytest.mark.parametrize(
    ("teo", "says"),
    [
        ("active: no\n", ""),
        ("period: {start: 2026-11-17}\n", "November 17, 2026: Teo Nakagawa steps in. "),
        ("period: {end: 2026-11-16}\n", "November 16, 2026: Teo Nakagawa steps in. "),
    ],
)
def test_nobody_covers_who_does_not_work_here_on_that_day(
    handbook: Handbook, teo: str, says: str
) -> None:
    handbook.append("clinicians/teo.yaml", teo)
    handbook.build()
    assert (
        "November 10 to November 15, 2026: Owen Reyes steps in. "
        f"{says}November 18 to November 20, 2026: Owen Reyes steps in. "
    ) in handbook.words("prose")


def test_the_second_way_is_used_where_somebody_reads_it(handbook: Handbook) -> None:
    handbook.replace("practice.yaml", "first: text}", "first: text, second: phone}")
    handbook.build()
    assert "Ask something: use Office phone, (503) 555-0143." in handbook.words("prose")


def test_nothing_is_said_of_routes_where_messages_are_read(handbook: Handbook) -> None:
    handbook.replace("clinicians/june.yaml", ", reachable: no", "")
    handbook.build()
    assert "In this time" not in handbook.words("prose")


@pytest.mark.parametrize("day", ["2026-11-03", "2026-11-12", "2026-11-17", "2026-11-20"])
def test_a_page_says_the_same_before_and_during_the_time_away(handbook: Handbook, day: str) -> None:
    handbook.build()
    before = handbook.words("prose")
    handbook.config["commspolicy_today"] = day
    handbook.build()
    after = handbook.words("prose")
    if day < "2026-11-18":
        assert after == before
    else:
        assert before.partition("November 16 to November 17, 2026: Owen")[0] in after


def test_only_the_facts_that_differ_are_compared(handbook: Handbook) -> None:
    handbook.build()
    words = handbook.words("prose")
    table = words[words.index("Name") : words.index("In this, all of us")]
    assert table.startswith(
        "Name Text message: Status Text message: Number or address Within June Abernathy"
    )
    assert "June Abernathy You can use it (503) 555-0177 2" in table
    assert "Teo Nakagawa We do not use this – 1" in table
    assert "Hours" not in table
    assert "Languages" not in table
    assert "In this, all of us work the same way." in words


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("methods.txt.status", "there is no fact “methods.txt.status”. Did you mean “text”?"),
        ("turnaround.valu", "there is no fact “turnaround.valu”. Did you mean “value”?"),
        ("practice.name", "clinicians do not differ in “practice.name”."),
    ],
)
def test_a_fact_that_cannot_be_compared_is_told(
    handbook: Handbook, written: str, told: str
) -> None:
    handbook.replace("prose.rst", ":facts: calendar.hours", f":facts: {written}")
    warnings = handbook.build().warnings
    assert f"prose.rst:10: WARNING: {told}" in warnings


def test_clinicians_pages_are_written_again_when_a_compared_fact_changes(
    handbook: Handbook,
) -> None:
    handbook.build()
    handbook.append("clinicians/teo.yaml", "calendar: {hours: Mo-We 10:00-16:00}\n")
    handbook.build()
    assert "Monday to Wednesday, 10am to 4pm" in handbook.words("prose")
    handbook.assert_clean()
