"""What has a limited room on paper: one page, or a card. Whether it fits is known when it is set.

A container says so with the class `ONE_PAGE`, or with an attribute ``typst_call`` that names a
function of the template for a part of fixed size; in both cases the attribute ``typst_advice`` may
say what to do where the room is too small. The template marks in the document what became of it,
and the marks are read back when the PDF is made.
"""

from __future__ import annotations

import json
from typing import NamedTuple

from sphinx_commspolicy.pdf.diagnostics import Problem

ONE_PAGE = "typst-one-page"
"""Class of a container that is to stand on one page."""
ADVICE = "typst_advice"
"""Attribute of a container: what an author can do where the room is too small."""
MARK = "<fit>"
"""Label of the marks. Each holds the number of a container, and a page on which it stands; 0 where
it has run out of its room."""
_GENERAL_ADVICE = "Make it shorter, or give it a page of its own."


class Limited(NamedTuple):
    """Something that has a limited room."""

    place: str
    """Page and line, as ``index.rst:12``."""
    advice: str


def problems(marks: str, limited: tuple[Limited, ...], pdf: str) -> list[Problem]:
    """Return what does not fit; *marks* are what Typst says of the document *pdf*, as JSON."""
    pages: dict[int, set[int]] = {}
    for number, page in json.loads(marks):
        pages.setdefault(number, set()).add(page)
    found = []
    for number, stands_on in sorted(pages.items()):
        place, advice = limited[number]
        advice = advice or _GENERAL_ADVICE
        if 0 in stands_on:
            message = f"in {pdf} this has more words than room."
            found.append(Problem(f"{message} {advice}", place))
        elif len(stands_on) > 1:
            first, last = min(stands_on), max(stands_on)
            message = f"in {pdf} this takes pages {first} to {last}, and is to stand on one."
            found.append(Problem(f"{message} {advice}", place))
    return found
