"""Files are mended as shown, whole or not at all, and never over somebody's newer work."""

from __future__ import annotations

import os
import stat
import subprocess
from pathlib import Path

import pytest

from sphinx_commspolicy.checks.context import Files
from sphinx_commspolicy.checks.fixes import changes
from sphinx_commspolicy.checks.rule import Finding, Fix, Place, Severity


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def finding(line: int, start: int, before: str, after: str, file: str = "a.rst") -> Finding:
    place = Place(file, line, start, line, start + len(before))
    fix = Fix(place, after, before)
    return Finding("fact-literal", Severity.warning, place, "A fact.", fix=fix)


def mended(content: bytes, *found: Finding) -> bytes:
    Path("a.rst").write_bytes(content)
    for change in changes(found, Files()):
        assert change.write()
    return Path("a.rst").read_bytes()


def test_several_places_of_a_line_and_of_a_file_are_mended():
    text = b"Call 1 or 2.\nCall 3.\n"
    found = (finding(2, 6, "3", "three"), finding(1, 11, "2", ""), finding(1, 6, "1", "one"))
    assert mended(text, *found) == b"Call one or .\nCall three.\n"


def test_line_ends_marks_and_letters_are_kept():
    text = "\N{ZERO WIDTH NO-BREAK SPACE}Näh 1\r\nund 2\rund 3".encode()
    found = (finding(1, 5, "1", "A"), finding(2, 5, "2", "B"), finding(3, 5, "3", "Ç"))
    assert mended(text, *found) == "\N{ZERO WIDTH NO-BREAK SPACE}Näh A\r\nund B\rund Ç".encode()


def test_a_change_over_several_lines_is_made():
    place = Place("a.rst", 1, 6, 2, 3)
    fix = Fix(place, "x", "1\n22")
    Path("a.rst").write_text("Call 1\n22 now\n", "utf-8")
    found = Finding("fact-literal", Severity.warning, place, "A fact.", fix=fix)
    (change,) = changes([found], Files())
    assert change.after == b"Call x now\n"


def test_of_two_changes_that_overlap_the_first_is_made_and_the_other_told():
    Path("a.rst").write_bytes(b"Call 12345.\n")
    first, second = finding(1, 6, "123", "x"), finding(1, 8, "345", "y")
    (change,) = changes([second, first], Files())
    assert change.after == b"Call x45.\n"
    assert change.fixed == (first,)
    assert change.skipped == (second,)


@pytest.mark.parametrize(
    "wrong",
    [
        finding(1, 6, "2", "x"),  # something else stands there
        finding(9, 1, "1", "x"),  # no such line
        finding(1, 90, "1", "x"),  # no such column
        finding(0, 0, "1", "x"),  # the file as a whole
    ],
)
def test_a_place_that_holds_something_else_is_left_alone(wrong):
    assert mended(b"Call 1.\n", wrong) == b"Call 1.\n"


def test_a_file_that_changed_since_it_was_read_is_left_alone():
    Path("a.rst").write_bytes(b"Call 1.\n")
    files = Files()
    files.lines("a.rst")
    Path("a.rst").write_bytes(b"Call 1. New.\n")
    (change,) = changes([finding(1, 6, "1", "x")], files)
    assert not change.write()
    assert Path("a.rst").read_bytes() == b"Call 1. New.\n"
    Path("a.rst").unlink()
    assert not change.write()
    assert list(Path().iterdir()) == []


def test_the_rights_of_a_file_and_a_link_to_it_are_kept():
    Path("real.rst").write_bytes(b"Call 1.\n")
    Path("real.rst").chmod(0o640)
    Path("a.rst").symlink_to("real.rst")
    (change,) = changes([finding(1, 6, "1", "x")], Files())
    assert change.write()
    assert Path("a.rst").is_symlink()
    assert Path("real.rst").read_bytes() == b"Call x.\n"
    assert stat.S_IMODE(Path("real.rst").stat().st_mode) == 0o640


def test_a_write_that_fails_leaves_nothing_behind(monkeypatch):
    Path("a.rst").write_bytes(b"Call 1.\n")
    (change,) = changes([finding(1, 6, "1", "x")], Files())

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fdopen", full)
    with pytest.raises(OSError, match="No space"):
        change.write()
    assert [path.name for path in Path().iterdir()] == ["a.rst"]
    assert Path("a.rst").read_bytes() == b"Call 1.\n"


def test_the_diff_shows_the_change():
    Path("a.rst").write_bytes(b"Call 1.\nBye.")
    (change,) = changes([finding(1, 6, "1", "x")], Files())
    assert change.diff().splitlines() == [
        "--- a/a.rst",
        "+++ b/a.rst",
        "@@ -1,2 +1,2 @@",
        "-Call 1.",
        "+Call x.",
        " Bye.",
        "\\ No newline at end of file",
    ]


@pytest.mark.parametrize("text", ["Call 1.", "A\u2028b\x0bc\x85d\nCall 1.\n", "A\r\nCall 1.\r\n"])
def test_a_diff_can_be_applied_by_git(text):
    Path("a.rst").write_bytes(text.encode())
    line = 1 if text.startswith("Call") else 2
    (change,) = changes([finding(line, 6, "1", "x")], Files())
    Path("a.diff").write_bytes(change.diff().encode())
    subprocess.run(["git", "apply", "a.diff"], check=True)
    assert Path("a.rst").read_bytes() == change.after == text.replace("1", "x").encode()


def test_a_diff_names_the_file_that_a_link_leads_to():
    Path("real.rst").write_bytes(b"Call 1.\n")
    Path("a.rst").symlink_to("real.rst")
    (change,) = changes([finding(1, 6, "1", "x")], Files())
    assert change.diff().startswith("--- a/real.rst\n+++ b/real.rst\n")


def test_a_file_that_may_not_be_written_is_known():
    Path("a.rst").write_bytes(b"Call 1.\n")
    (change,) = changes([finding(1, 6, "1", "x")], Files())
    assert not change.is_protected
    Path("a.rst").chmod(0o444)
    assert change.is_protected
    Path("a.rst").unlink()
    assert not change.is_protected


def test_what_is_no_text_and_findings_without_a_fix_are_left_out():
    Path("a.rst").write_bytes(b"Call \xff 1.\n")
    plain = Finding("fact-literal", Severity.warning, Place("a.rst", 1, 1), "A fact.")
    assert changes([finding(1, 8, "1", "x"), plain], Files()) == ()
