"""How the command line says what is wrong: the place, the line itself, and what to do."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx_commspolicy.diagnostics import Diagnostic, Location

WINDOW = 96
"""Columns of a source line that are quoted."""
LEAST_BEFORE = 12
"""Characters that are quoted before what is marked, however long that is."""
TAB = 4
"""Columns that a tab is quoted with."""
LARGEST_QUOTED = 8 * 1024 * 1024
"""Bytes; a larger file is not opened again only to quote a line of it."""

# the line breaks that YAML counts
_LINE_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


class Refusal(Exception):  # noqa: N818 - the command ends for a reason that its user can mend
    """The command cannot go on; carries what to tell its user."""

    def __init__(self, message: str, remedy: str = "", status: int = 1) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.status = status


def print_refusal(refusal: Refusal, output: TextIO) -> None:
    """Print why the command ended."""
    print(f"commspolicy: error: {plain(refusal.message)}", file=output)
    if refusal.remedy:
        print(f"  help: {plain(refusal.remedy)}", file=output)


def print_problems(diagnostics: Sequence[Diagnostic], output: TextIO) -> None:
    """Print every one of *diagnostics* with its line quoted, and how many there are."""
    files: dict[str, list[str]] = {}
    for diagnostic in diagnostics:
        place, message = plain(str(diagnostic.location)), plain(diagnostic.message)
        print(f"{place}: error: {message} [{diagnostic.code}]", file=output)
        print_quoted(diagnostic.location, files, output)
        if diagnostic.remedy:
            print(f"  help: {plain(diagnostic.remedy)}", file=output)
        if diagnostic.related:
            print(f"{plain(str(diagnostic.related))}: note: the other place is here", file=output)
            print_quoted(diagnostic.related, files, output)
        print(file=output)
    count = len(diagnostics)
    print("1 problem found." if count == 1 else f"{count} problems found.", file=output)


def plain(text: str) -> str:
    """Return *text* on one line, without characters that would do something to a terminal."""
    return "".join(_visible(char) for char in text.replace("\n", " "))


def _visible(char: str) -> str:
    if char.isprintable():
        return char
    if unicodedata.category(char) == "Zs":
        return " "
    return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"


def print_quoted(
    place: Location, files: dict[str, list[str]], output: TextIO, length: int = 1
) -> None:
    """Print the line at *place* and, below it, a mark under the *length* characters meant.

    *files* keeps the lines of what has been read.
    """
    if not place.line:
        return
    if place.file not in files:
        files[place.file] = _read_lines(Path(place.file))
    lines = files[place.file]
    if place.line > len(lines):
        return
    line = lines[place.line - 1]
    shown, caret = _window(line, place.column, length)
    number = f"{place.line:5}"
    print(f"{number} | {shown}".rstrip(), file=output)
    if place.column:
        marked = columns(line[place.column - 1 :][:length].expandtabs(TAB)) or 1
        marks = "^" * max(1, min(marked, columns(shown) - caret))
        print(f"{'':5} | {' ' * caret}{marks}", file=output)


def _read_lines(file: Path) -> list[str]:
    """Return the lines of *file*; none where it cannot be quoted, which no message depends on."""
    try:
        if file.stat().st_size > LARGEST_QUOTED:
            return []
        text = file.read_bytes().decode("utf-8-sig", "replace")
    except OSError:
        return []
    return _LINE_BREAK.split(text)


def _window(line: str, column: int, length: int) -> tuple[str, int]:
    """Return the part of *line* around *column*, and how many columns before the caret it has.

    As much of the *length* characters from there on is shown as there is room for.
    """
    at = min(max(column - 1, 0), len(line))
    first = max(0, at - WINDOW)
    cells = [
        "\t".expandtabs(TAB) if char == "\t" else _visible(char)
        for char in line[first:][: 2 * WINDOW]
    ]
    at -= first
    start = 0
    # a caret far to the right keeps some of what stands before it
    if columns("".join(cells[:at])) >= WINDOW:
        while columns("".join(cells[start:at])) > WINDOW // 2:
            start += 1
    # and what is marked is shown to its end
    while start < at - LEAST_BEFORE and columns("".join(cells[start : at + length])) >= WINDOW:
        start += 1
    end = start
    width = 0
    while end < len(cells) and width + columns(cells[end]) <= WINDOW:
        width += columns(cells[end])
        end += 1
    before = "…" if first or start else ""
    after = "…" if end < len(cells) or first + len(cells) < len(line) else ""
    shown = before + "".join(cells[start:end]) + after
    return shown, columns(before + "".join(cells[start:at]))


def columns(text: str) -> int:
    """Return how many columns of a terminal *text* takes."""
    return sum(
        0
        if unicodedata.combining(char)
        else 2
        if unicodedata.east_asian_width(char) in {"W", "F"}
        else 1
        for char in text
    )
