"""Numbers written in letters and in digits that do not agree, in prose.

The digits in parentheses are compared with the letters just before them, by the keys of a
telephone. Letters beyond the length of a number do not count: “1-866-APPELLES” rings as “APPELLE”.
Not found: an abbreviation in brackets without digits, an extension.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.prose.language import plain, speaks_of
from sphinx_commspolicy.checks.rule import Example
from sphinx_commspolicy.diagnostics import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import ProseContext
    from sphinx_commspolicy.checks.rule import Finding

KEYS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")
_LONGEST = 10
"""Digits of a North American number."""

_BOTH = re.compile(
    r"(?P<letters>(?:\+?1[-. ]?)?\(?\d{3}\)?[-. ]?(?:\d{3}[-. ])?[A-Z][A-Z-]{2,11})"
    r"\s*[(\[]\s*(?P<digits>\+?[\d][\d\s().-]{2,18}\d)\s*[)\]]"
    r"|(?P<first>(?:\+?1[-. ]?)?\(?\d{3}\)?[-. ]?\d{3}[-. ]?\d{4})"
    r"\s*[(\[]\s*(?P<word>(?:\+?1[-. ]?)?\(?\d{3}\)?[-. ]?(?:\d{3}[-. ])?[A-Z][A-Z-]{2,11})\s*[)\]]"
)


def check(seen: ProseContext) -> Iterator[Finding]:
    """Find numbers whose letters lead somewhere else than their digits."""
    if not speaks_of(seen, "(", "["):
        return
    for passage in seen.passages:
        text = plain(passage.text)
        for found in _BOTH.finditer(text):
            letters = found["letters"] or found["word"]
            digits = found["digits"] or found["first"]
            if agree(letters, digits):
                continue
            message = (
                f"{quote(letters)} and {quote(digits)} are two numbers: the letters are "
                f"{keyed(letters)} on the keys."
            )
            remedy = "Find out which is right, and correct the other."
            place = passage.place_of(*found.span())
            yield seen.found(place, message, remedy=remedy, text=found[0])


def keyed(letters: str) -> str:
    """Return the digits that *letters* are on the keys of a telephone."""
    return re.sub(r"\D", "", letters.upper().translate(KEYS))


def agree(letters: str, digits: str) -> bool:
    """Return whether *letters* and *digits* ring the same line."""
    whole = keyed(letters).removeprefix("1")[:_LONGEST]
    return whole.endswith(re.sub(r"\D", "", digits).removeprefix("1"))


FAILING = (
    Example(
        rst="""\
        Emergencies
        ===========

        Call ⟦1-800-555-2257 (1-800-555-CALM)⟧.
        """,
    ),
    Example(
        rst="""\
        Emergencies
        ===========

        Call ⟦1-800-555-CALM (1-800-555-2258)⟧.
        """,
        says="18005552256 on the keys",
    ),
)
PASSING = (
    Example(
        rst="""\
        Emergencies
        ===========

        Call 1-866-APPELLES (1-866-277-3553), or 1-800-555-2256 (1-800-555-CALM). Our number is
        212-555-0143 (TTY).
        """,
    ),
    Example(
        rst="""\
        Emergencies
        ===========

        Call 1-800-555-CALM (2256), or 1-866-APPELLE (277-3553). Ask for DBT (skills).
        """,
    ),
)
