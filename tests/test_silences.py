"""Findings that stand, each with a reason; silences that silence nothing are told."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sphinx_commspolicy.checks.context import Files, PracticeData
from sphinx_commspolicy.checks.runner import Report, Run
from sphinx_commspolicy.checks.settings import settings_from
from sphinx_commspolicy.checks.silences import read_silences
from sphinx_commspolicy.loading import load

if TYPE_CHECKING:
    from collections.abc import Callable

TODAY = dt.date(2026, 11, 23)
HEAD = "practice: {name: Elm Street Therapy, country: US}\n"
OLD = "    - {start: 2026-01-05, end: 2026-01-09}\n"


@pytest.fixture
def look(write: Callable[..., Path]) -> Callable[..., Report]:
    """Return a function that checks a practice for absences that are over, and for silences."""

    def check(main: str, files: dict[str, str] | None = None, **settings: object) -> Report:
        write(main, files)
        chosen = ("away-expired", "silence-unused", "silence-no-reason")
        run = Run(
            TODAY,
            PracticeData(load(Path("practice.yaml"))),
            settings_from(**{"select": chosen, **settings}),
        )
        run.look_at_data()
        return run.report()

    return check


def told(report: Report) -> list[tuple[str, int]]:
    return [(finding.rule, finding.place.line) for finding in report.findings]


def absences(before: str = "", beside: str = "") -> str:
    return (
        f"{HEAD}clinicians:\n  rosa:\n    name: Rosa Ibarra\n    absences:\n{before}"
        f"    - {{start: 2026-01-05, end: 2026-01-09}}{beside}\n"
    )


def test_without_a_silence_there_is_a_finding(look):
    assert told(look(absences())) == [("away-expired", 6)]


@pytest.mark.parametrize(
    ("before", "beside"),
    [
        ("    # commspolicy: ignore[away-expired] kept for the record\n", ""),
        ("    # commspolicy: ignore[away-expired] kept for the record\n    # and more\n", ""),
        ("", "  # commspolicy: ignore[away-expired] kept for the record"),
        ("", "  # commspolicy:ignore[ away-expired ]   kept for the record"),
    ],
)
def test_a_comment_silences_its_line_or_the_next_and_its_reason_is_kept(look, before, beside):
    report = look(absences(before, beside))
    assert told(report) == []
    assert [(one.rule, one.silence) for one in report.silenced] == [
        ("away-expired", "kept for the record")
    ]


def test_a_silence_reaches_no_further_than_its_line(look):
    report = look(absences("    # commspolicy: ignore[away-expired] kept for the record\n") + OLD)
    assert told(report) == [("away-expired", 8)]


def test_a_silence_of_a_text_covers_all_its_lines():
    lines = [
        "# commspolicy: ignore[platform-obsolete] decided",
        "note: >-",
        "  One",
        "  two.",
        "other: three",
    ]
    (silence,) = read_silences("practice.yaml", lines)
    assert (silence.first, silence.last) == (2, 4)


def test_a_silence_without_a_reason_is_told_and_not_heeded(look):
    report = look(absences("    # commspolicy: ignore[away-expired]\n"))
    assert told(report) == [("silence-no-reason", 6), ("away-expired", 7)]


def test_a_silence_that_silences_nothing_is_told(look):
    report = look(absences("    # commspolicy: ignore[away-no-cover] decided\n"), select=())
    unused = [one for one in report.findings if one.rule == "silence-unused"]
    assert [one.message for one in unused] == [
        "The rule “away-no-cover” finds nothing here that is to be silenced."
    ]
    assert unused[0].place[1:3] == (6, 7)


def test_a_silence_of_a_rule_that_did_not_look_is_not_called_unused(look):
    # a rule for prose has seen no page, and another one does not run
    for rule in ("platform-obsolete", "version-missing"):
        report = look(absences(f"    # commspolicy: ignore[{rule}] decided\n"))
        assert told(report) == [("away-expired", 7)]


@pytest.mark.parametrize(
    ("comment", "says"),
    [
        ("ignore[away-expird] decided", "There is no rule “away-expird” to silence."),
        ("ignore decided", "This silence names no rule."),
        ("ignore[] decided", "This silence names no rule."),
    ],
)
def test_a_silence_that_names_no_rule_is_told(look, comment, says):
    report = look(absences(f"    # commspolicy: {comment}\n"))
    assert [one.message for one in report.findings if one.rule == "silence-unused"] == [says]


def test_one_comment_silences_several_rules(look):
    report = look(
        absences("    # commspolicy: ignore[away-expired, away-no-cover] decided\n"), select=()
    )
    assert "away-expired" not in {one.rule for one in report.findings}
    assert [one.message for one in report.findings if one.rule == "silence-unused"] == [
        "The rule “away-no-cover” finds nothing here that is to be silenced."
    ]


@pytest.mark.parametrize(
    ("where", "silenced"),
    [
        ("", 2),
        ("clinicians/*.yaml", 1),
        ("rosa.yaml", 1),
        ("practice.yaml", 1),
        ("practice.yaml:6", 1),
        ("practice.yaml:7", 0),
        ("elsewhere.yaml", 0),
    ],
)
def test_the_configuration_silences_by_file_and_line(look, where, silenced):
    files = {
        "clinicians/teo.yaml": "name: Teo\nabsences:\n  - {start: 2026-01-05, end: 2026-01-09}\n",
    }
    if where == "rosa.yaml":
        where = "teo.yaml"
    entry = {"rule": "away-expired", "where": where, "reason": "decided"}
    report = look(absences(), files, silences=[entry])
    assert len(report.silenced) == silenced
    assert sum(one.rule == "away-expired" for one in report.findings) == 2 - silenced
    unused = [one for one in report.findings if one.rule == "silence-unused"]
    assert [str(one.place) for one in unused] == ([] if silenced else ["conf.py"])


def test_a_silence_by_file_holds_from_whatever_folder_the_check_is_run(look, tmp_path):
    folder = tmp_path.name
    entry = {"rule": "away-expired", "where": f"{folder}/practice.yaml", "reason": "decided"}
    assert len(look(absences(), silences=[entry]).silenced) == 1
    entry["where"] = f"{folder}/other.yaml"
    assert len(look(absences(), silences=[entry]).silenced) == 0


@pytest.mark.parametrize(
    ("file", "text", "covered"),
    [
        ("page.rst", ".. commspolicy: ignore[x] why\n\nOne\ntwo.\n\nThree.", (3, 4)),
        ("page.rst", ".. commspolicy: ignore[x] why\n   and why\n\nOne.\n", (4, 4)),
        ("page.rst", "   .. commspolicy: ignore[x] why\n\n   One.", (3, 3)),
        ("page.md", "% commspolicy: ignore[x] why\nOne\ntwo.\n", (2, 3)),
    ],
)
def test_a_comment_in_a_page_covers_the_next_paragraph(file, text, covered):
    (silence,) = read_silences(file, text.split("\n"))
    assert (silence.first, silence.last) == covered
    assert silence.reason.startswith("why")


def test_an_example_of_a_silence_is_none_where_the_comments_of_the_page_are_known():
    lines = [".. commspolicy: ignore[x] why", "", "One.", "", "   .. commspolicy: ignore[y] shown"]
    known = frozenset({"commspolicy: ignore[x] why"})
    assert [one.rules for one in read_silences("page.rst", lines, known)] == [("x",)]
    assert [one.rules for one in read_silences("page.rst", lines)] == [("x",), ("y",)]


def test_the_mark_of_another_language_is_no_comment():
    assert read_silences("page.rst", ["# commspolicy: ignore[x] why"]) == []
    assert read_silences("practice.yaml", [".. commspolicy: ignore[x] why"]) == []


def test_lines_are_counted_alike_whatever_ends_them(tmp_path):
    (tmp_path / "a.yaml").write_bytes(b"\xef\xbb\xbfa: 1\r\nb: 2\rc: 3\n")
    assert Files().lines(str(tmp_path / "a.yaml")) == ["a: 1", "b: 2", "c: 3", ""]
