"""Durations in prose: “two business days”, “24-48 hours”, “by the end of the next working day”."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORDS = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "fifteen": 15,
    "twenty-four": 24,
    "twenty four": 24,
    "thirty": 30,
    "thirty-six": 36,
    "thirty six": 36,
    "forty-eight": 48,
    "forty eight": 48,
    "seventy-two": 72,
    "seventy two": 72,
}
"""Numbers that policies write as words."""

_NUMBER = r"\d{1,3}|" + "|".join(sorted(_WORDS, key=len, reverse=True))
_AMOUNT = re.compile(
    rf"\b(?P<first>{_NUMBER})"
    rf"(?:\s*(?P<between>-|to|or|and|through)\s*(?P<last>{_NUMBER}))?"
    r"(?:\s*\(\d{1,3}\))?"
    r"[\s-]+(?P<kind>(?:full\s+)?(?:business|working|work|week|office|calendar|clock)[\s-]*)?"
    r"(?P<unit>minute|hour|hr|day|week|month)s?\b",
    re.IGNORECASE,
)
_NEXT = re.compile(
    r"\b(?:(?:the\s+)?end\s+of\s+)?(?:the\s+)?(?:next|following)\s+"
    r"(?P<kind>business|working|work|week|office)?[\s-]*day\b(?!s)",
    re.IGNORECASE,
)
_MY_DAY = re.compile(
    r"\s+(?:that\s+|on which\s+)?(?:I|we)(?:'m| am|'re| are)?\s+(?:work|working|in|open|at work)\b",
    re.IGNORECASE,
)
"""Makes a day one on which the practice works: “the next day I work”."""
_SAME = re.compile(r"\b(?:the\s+)?same\s+(?:(?:business|working)\s+)?day\b", re.IGNORECASE)
_THE = re.compile(r"\bwithin\s+the\s+(?P<unit>hour|day|week)\b", re.IGNORECASE)


class Amount(NamedTuple):
    """A duration, as it stands in a text."""

    value: int
    """How many units; of a range, the greater number."""
    unit: str
    """``minute``, ``clock_hour``, ``business_hour``, ``calendar_day``, ``business_day``, ``week``
    or ``month``."""
    least: int
    """The smaller number of a range; `value` where it is none."""
    start: int
    end: int

    @property
    def is_range(self) -> bool:
        """Whether it is a range."""
        return self.least != self.value

    @property
    def length(self) -> tuple[int, str]:
        """Value and unit, in a form in which 24 hours and one day are the same."""
        if self.unit == "clock_hour" and self.value % 24 == 0:
            return self.value // 24, "calendar_day"
        if self.unit == "week":
            return self.value * 7, "calendar_day"
        return self.value, self.unit


def amounts(text: str) -> Iterator[Amount]:
    """Yield each duration in *text*, in order."""
    found = [*_plain_amounts(text), *_named_amounts(text)]
    yield from sorted(found, key=lambda amount: amount.start)


def _plain_amounts(text: str) -> Iterator[Amount]:
    for match in _AMOUNT.finditer(text):
        first = _number(match["first"])
        last = _number(match["last"]) if match["last"] else first
        if match["between"] and last <= first:
            continue
        unit = match["unit"].lower()
        working = (match["kind"] or "").lower().split()
        special = bool(working) and working[-1].strip("-") not in {"calendar", "clock"}
        if unit in {"hour", "hr"}:
            unit = "business_hour" if special else "clock_hour"
        elif unit == "day":
            unit = "business_day" if special else "calendar_day"
        yield Amount(last, unit, first, *match.span())


def _named_amounts(text: str) -> Iterator[Amount]:
    for match in _NEXT.finditer(text):
        working = match["kind"] or _MY_DAY.match(text, match.end())
        yield Amount(1, "business_day" if working else "calendar_day", 1, *match.span())
    for match in _SAME.finditer(text):
        yield Amount(0, "business_day", 0, *match.span())
    for match in _THE.finditer(text):
        unit = {"hour": "clock_hour", "day": "calendar_day", "week": "week"}[match["unit"].lower()]
        yield Amount(1, unit, 1, match.start("unit"), match.end())


def _number(words: str) -> int:
    return int(words) if words.isdecimal() else _WORDS[words.lower()]
