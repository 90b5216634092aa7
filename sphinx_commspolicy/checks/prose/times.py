"""Days of the week and times of the day in prose, as opening hours write them.

Read is what practices write: “Monday to Friday, 9 am to 5 pm”, “weekdays from 9 to 4”, “between 10
and 4 on Tuesdays and Thursdays”. Without “am” and “pm” a time is taken for one of a working day.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_DAY = (
    r"(?:Mon(?:day)?s?|Tue(?:s(?:day)?)?s?|Wed(?:nesday)?s?|Thu(?:rs?(?:day)?)?s?|Fri(?:day)?s?"
    r"|Sat(?:urday)?s?|Sun(?:day)?s?)"
)
_RANGE = re.compile(
    rf"\b(?P<first>{_DAY})\.?\s*(?:to|through|thru|until|till|-)\s*(?P<last>{_DAY})\b",
    re.IGNORECASE,
)
_ONE = re.compile(rf"\b{_DAY}\b", re.IGNORECASE)
_WEEKDAYS = re.compile(
    r"\b(?:(?:each|every) )?(?:weekdays?|working days?|work days?)\b", re.IGNORECASE
)
_EVERY = re.compile(r"\b(?:every day|each day|daily|seven days a week)\b", re.IGNORECASE)
_HALF = r"(?:a\.?m\.?|p\.?m\.?)"
_TIME = rf"(?:(?:\d{{1,2}})(?:[:.]\d\d)?\s*{_HALF}?|noon|midday)"
_TIMES = re.compile(
    rf"(?<![\d$\u00a3\u20ac.-])(?P<open>{_TIME})\s*(?:to|until|till|-"
    rf"|and)\s*(?P<close>{_TIME})(?![\d-]|\s*(?:business|working|hours?"
    r"|days?|weeks?|minutes?|sessions?|clients?))",
    re.IGNORECASE,
)


class Hours(NamedTuple):
    """Opening hours, as they stand in a text."""

    value: str
    """``Mo-Fr 09:00-17:00``."""
    start: int
    end: int


def hours(text: str) -> Iterator[Hours]:
    """Yield the opening hours in a sentence: days, and the times that stand with them."""
    days = list(_day_spans(text))
    for times in _TIMES.finditer(text):
        opens, closes = _clock(times["open"], times["close"])
        if opens is None or closes is None or opens >= closes or not days:
            continue
        near = min(days, key=lambda one: _distance(one[1], one[2], times.start(), times.end()))
        start, end = min(near[1], times.start()), max(near[2], times.end())
        yield Hours(f"{near[0]} {_shown(opens)}-{_shown(closes)}", start, end)


def _day_spans(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield days as opening hours write them, with where they stand."""
    taken = []
    for found in _RANGE.finditer(text):
        taken.append(found.span())
        yield f"{_short(found['first'])}-{_short(found['last'])}", *found.span()
    for pattern, value in ((_WEEKDAYS, "Mo-Fr"), (_EVERY, "Mo-Su")):
        for found in pattern.finditer(text):
            yield value, *found.span()
    alone = [
        found
        for found in _ONE.finditer(text)
        if not any(start <= found.start() < end for start, end in taken)
    ]
    groups: list[list[re.Match[str]]] = []
    for found in alone:
        last = groups[-1][-1] if groups else None
        between = text[last.end() : found.start()] if last else ""
        if last and re.fullmatch(r"\s*(?:,|and|&|,\s*and)\s*", between):
            groups[-1].append(found)
        else:
            groups.append([found])
    for group in groups:
        names = [_short(found[0]) for found in group]
        yield ",".join(dict.fromkeys(names)), group[0].start(), group[-1].end()


def _short(name: str) -> str:
    return name[:2].capitalize()


def _distance(start: int, end: int, other_start: int, other_end: int) -> int:
    return max(other_start - end, start - other_end, 0)


def _clock(opens: str, closes: str) -> tuple[int | None, int | None]:
    """Return minutes of the day of both times, each read with the help of the other."""
    first, first_half = _parsed(opens)
    last, last_half = _parsed(closes)
    if first is None or last is None:
        return None, None
    if last_half is None and last <= 12 * 60 and (last <= first or last < 8 * 60):
        last += 12 * 60 if last < 12 * 60 else 0
    if first_half is None and first < 7 * 60 and first + 12 * 60 < last:
        first += 12 * 60
    return first, last


def _parsed(words: str) -> tuple[int | None, str | None]:
    """Return minutes of the day, and “am” or “pm” where it is said."""
    text = words.lower().replace(".", ":", 1) if re.match(r"\d+\.\d", words) else words.lower()
    if text.strip() in {"noon", "midday"}:
        return 12 * 60, "pm"
    found = re.match(r"(\d{1,2})(?::(\d\d))?\s*([ap])?", text)
    if found is None:
        return None, None
    hour, minute = int(found[1]), int(found[2] or 0)
    half = f"{found[3]}m" if found[3] else None
    if hour > 23 or minute > 59 or (half and hour > 12):
        return None, None
    if half == "pm" and hour < 12:
        hour += 12
    if half == "am" and hour == 12:
        hour = 0
    return hour * 60 + minute, half or ("24" if hour > 12 else None)


def _shown(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
