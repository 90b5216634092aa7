"""Typst's errors, led back to the page and line that they come from."""

from __future__ import annotations

import re
from typing import NamedTuple

from sphinx_commspolicy.pdf.markup import literal

_HEAD = re.compile(r"^(?:error|warning): (.*)$")
_FRAME = re.compile(r"┌─ (.*?):(\d+):(\d+)\s*$")
_PLACE = re.compile(r"^// @ (.*):(\d+)$")
_HINT = re.compile(r"^\s*= hint: (.*)$")


OWN_TEMPLATE = "template.typ"
"""Name under which the project's own template lies beside the document."""


class Problem(NamedTuple):
    """Something that Typst says of the document."""

    message: str
    place: str
    """Page and line, as ``index.rst:12``; empty where it is not known."""

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message


def read_problems(diagnostic: str, name: str, source: str) -> list[Problem]:
    """Read what Typst printed; *source* is the text of its main file *name*."""
    lines = source.split("\n")
    problems: list[Problem] = []
    for text in diagnostic.split("\n"):
        head = _HEAD.match(text)
        if head:
            problems.append(Problem(head[1], ""))
            continue
        if not problems:
            continue
        last = problems[-1]
        frame = _FRAME.search(text)
        hint = _HINT.match(text)
        # the last frame in the main file is the outermost call: the nearest to the author's words
        if frame and frame[1].rpartition("/")[2] == name:
            problems[-1] = last._replace(place=_place(lines, int(frame[2])) or last.place)
        elif frame and not last.place:
            own = frame[1].rpartition("/")[2] == OWN_TEMPLATE
            place = f"typst_template:{frame[2]}" if own else place_of_file(lines, frame[1])
            problems[-1] = last._replace(place=place)
        elif hint:
            problems[-1] = last._replace(message=f"{last.message} ({hint[1]})")
    return list(dict.fromkeys(problems)) or [Problem(diagnostic.strip(), "")]


def place_of_file(lines: list[str], file: str) -> str:
    """Return the place that first names *file*, as where an image cannot be read."""
    named = literal(file.rpartition("/")[2])[1:]
    return next(
        (_place(lines, number) for number, line in enumerate(lines, 1) if named in line), ""
    )


def _place(lines: list[str], number: int) -> str:
    """Return the place that the last comment before line *number* names."""
    for line in reversed(lines[:number]):
        found = _PLACE.match(line)
        if found:
            return f"{found[1]}:{found[2]}"
    return ""
