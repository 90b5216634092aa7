"""Opening hours as practices write them: ``Mo-Fr 09:00-17:00; PH off``.

The notation is the part of OpenStreetMap's ``opening_hours`` that a practice needs: days of the
week, public holidays (``PH``), times of the day and ``off``. A later rule replaces the earlier ones
on the days it names. Months, weeks, dates, sun times, comments and fallbacks are refused, with a
message that says what to write instead.

Source of the rules: https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from typing import NoReturn

DAY_MINUTES = 24 * 60
"""Minutes in a local calendar date, by the clock on the wall."""

_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_EVERY_DAY = frozenset(range(7))

_WORD = re.compile(r"[^\W\d_]+")
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})(?![0-9:])")
_DIGIT = re.compile(r"[0-9]")
_YEAR = re.compile(r"[0-9]{4}")
_FRAGMENT = re.compile(r"[^\s;,]+|\S")

_A_DAY = "a day: Mo, Tu, We, Th, Fr, Sa, Su, or PH for public holidays"
_A_TIME = "a time from 00:00 to 24:00, such as 09:00"
_TIMES = "times such as 09:00-17:00, or off"
_A_RULE = "days and times, such as Mo-Fr 09:00-17:00, or 24/7"
_NEXT = 'the end, or "; " and the next rule'

_ENGLISH_DAYS = {
    name: short
    for short, names in zip(
        _DAYS,
        (
            ("mon", "monday", "mondays"),
            ("tue", "tues", "tuesday", "tuesdays"),
            ("wed", "weds", "wednesday", "wednesdays"),
            ("thu", "thur", "thurs", "thursday", "thursdays"),
            ("fri", "friday", "fridays"),
            ("sat", "saturday", "saturdays"),
            ("sun", "sunday", "sundays"),
        ),
        strict=True,
    )
    for name in names
}
_MONTHS = re.compile(
    r"jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?"
    r"|oct(ober)?|nov(ember)?|dec(ember)?"
)
_WEEKS = frozenset({"week", "weeks", "easter"})
_SUN = frozenset({"sunrise", "sunset", "dawn", "dusk"})
_NOT_HERE = "Opening hours here repeat every week"


class TimeRange(NamedTuple):
    """An open stretch of one local date, in minutes from its midnight: 0 to 1440, end excluded."""

    start_minute: int
    end_minute: int


class OpeningHoursError(ValueError):
    """The text is not opening hours; the message says, in plain words, what to write.

    ``offset`` is the place of the first thing that was not understood (0-based index in the text),
    ``expected`` what could have stood there.
    """

    def __init__(self, text: str, offset: int, expected: str, advice: str = "") -> None:
        self.text = text
        self.offset = offset
        self.expected = expected
        fragment = _FRAGMENT.match(text, offset)
        if not text.strip():
            problem = "The opening hours are empty."
        elif fragment is None:
            problem = f'The opening hours "{text}" end too early.'
        else:
            problem = f'In the opening hours "{text}", "{fragment[0]}" cannot be read.'
        advice = f"{advice}. " if advice else ""
        super().__init__(f"{problem} {advice}Write {expected}.")


class HolidayKind(StrEnum):
    """How the opening hours treat public holidays."""

    CLOSED = "closed"
    """Never open on a public holiday."""
    AS_USUAL = "as usual"
    """A public holiday has the hours of its weekday."""
    OWN_HOURS = "own hours"
    """Every public holiday has the same hours, whatever its weekday."""
    BY_WEEKDAY = "by weekday"
    """Public holidays have hours of their own, which differ by weekday."""


class HolidayHours(NamedTuple):
    """What happens on public holidays; ``ranges`` is filled for `HolidayKind.OWN_HOURS` only."""

    kind: HolidayKind
    ranges: tuple[TimeRange, ...] = ()


class Rule(NamedTuple):
    """One rule: the dates it names and its spans; an end after 1440 reaches into the next date."""

    weekdays: frozenset[int]
    public_holidays: bool
    spans: tuple[tuple[int, int], ...]

    def names(self, weekday: int, *, public_holiday: bool) -> bool:
        """Whether the rule speaks about a date."""
        return weekday in self.weekdays or (self.public_holidays and public_holiday)


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """Opening hours that repeat every week. Make one with `parse`."""

    text: str
    """What the practice wrote, unchanged."""
    rules: tuple[Rule, ...]

    @classmethod
    def parse(cls, text: str) -> OpeningHours:
        """Read the OpenStreetMap notation, for instance ``Mo,We 09:00-12:00,13:00-17:00; Fr off``.

        :raises OpeningHoursError: with the place and what to write there.
        """
        return cls(text, _rules(text))

    def on(
        self, day: date, *, public_holiday: bool = False, public_holiday_before: bool = False
    ) -> tuple[TimeRange, ...]:
        """Return the open ranges of a local date, in order and not touching each other.

        ``public_holiday`` says whether the date is one, ``public_holiday_before`` whether the date
        before it is: only a ``PH`` rule that runs over midnight depends on it.

        OpenStreetMap's rule for spans over midnight: the part after midnight belongs to the date
        it falls on, so that a later rule which names that date removes it.
        """
        return self._ranges(day.weekday(), public_holiday, public_holiday_before)

    def weekly(self, *, public_holiday: bool = False) -> tuple[tuple[TimeRange, ...], ...]:
        """Return the open ranges of an ordinary week, Monday first.

        With ``public_holiday``: of each weekday when it is a public holiday after an ordinary day.
        """
        return tuple(self._ranges(weekday, public_holiday, False) for weekday in range(7))

    @property
    def holidays(self) -> HolidayHours:
        """What the hours say about public holidays; saying nothing means "as usual"."""
        special = self.weekly(public_holiday=True)
        if special == self.weekly():
            return HolidayHours(HolidayKind.AS_USUAL)
        if not any(special):
            return HolidayHours(HolidayKind.CLOSED)
        if len(set(special)) == 1:
            return HolidayHours(HolidayKind.OWN_HOURS, special[0])
        return HolidayHours(HolidayKind.BY_WEEKDAY)

    @property
    def always_open(self) -> bool:
        """Whether there is no closed minute, public holidays included."""
        whole_day = (TimeRange(0, DAY_MINUTES),)
        return all(
            ranges == whole_day
            for week in (self.weekly(), self.weekly(public_holiday=True))
            for ranges in week
        )

    def __str__(self) -> str:
        return self.text

    def _ranges(
        self, weekday: int, public_holiday: bool, public_holiday_before: bool
    ) -> tuple[TimeRange, ...]:
        before = (weekday - 1) % 7
        open_: list[TimeRange] = []
        for rule in self.rules:
            if rule.names(weekday, public_holiday=public_holiday):
                open_ = [TimeRange(start, min(end, DAY_MINUTES)) for start, end in rule.spans]
            if rule.names(before, public_holiday=public_holiday_before):
                open_ += [
                    TimeRange(0, end - DAY_MINUTES) for _, end in rule.spans if end > DAY_MINUTES
                ]
        return _joined(open_)


def is_end_of_night(day_before: Sequence[TimeRange], morning: TimeRange) -> bool:
    """Return whether *morning* goes on from the day before, in less than 24 hours all told."""
    if morning.start_minute or not day_before or day_before[-1].end_minute != DAY_MINUTES:
        return False
    return morning.end_minute < day_before[-1].start_minute


def _joined(ranges: Iterable[TimeRange]) -> tuple[TimeRange, ...]:
    """Sort the ranges and join those that touch or overlap."""
    joined: list[TimeRange] = []
    for start, end in sorted(ranges):
        if joined and start <= joined[-1].end_minute:
            joined[-1] = TimeRange(joined[-1].start_minute, max(end, joined[-1].end_minute))
        else:
            joined.append(TimeRange(start, end))
    return tuple(joined)


@lru_cache(maxsize=1_000)
def _rules(text: str) -> tuple[Rule, ...]:
    """Read *text* once: who works there has the same few hours, again and again."""
    return tuple(_Reader(text).rules())


class _Reader:
    """Reads one text from left to right; ``at`` is the index of the next character."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def rules(self) -> list[Rule]:
        rules = [self.rule()]
        while self.takes(";"):
            rules.append(self.rule())
        self.skip_space()
        if self.at < len(self.text):
            self.refuse(_NEXT, self.advice_after_rule())
        return rules

    def rule(self) -> Rule:
        self.skip_space()
        if self.at == len(self.text) or self.text[self.at] == ";":
            self.refuse(_A_RULE)
        if self.text.startswith("24/7", self.at):
            self.at += 4
            return Rule(_EVERY_DAY, False, ((0, DAY_MINUTES),))
        if _TIME.match(self.text, self.at):
            return Rule(_EVERY_DAY, False, self.spans())
        weekdays, public_holidays = self.day_list()
        if self.takes(":"):
            self.at -= 1
            self.refuse(_TIMES, "No colon is needed after the days")
        return Rule(weekdays, public_holidays, self.spans_or_off())

    def day_list(self) -> tuple[frozenset[int], bool]:
        weekdays: set[int] = set()
        public_holidays = False
        while True:
            if self.takes_public_holidays():
                public_holidays = True
            else:
                weekdays.update(self.day_range())
            if not self.takes(","):
                return frozenset(weekdays), public_holidays

    def takes_public_holidays(self) -> bool:
        self.skip_space()
        word = _WORD.match(self.text, self.at)
        if word is None or word[0].upper() != "PH":
            return False
        self.at = word.end()
        return True

    def day_range(self) -> list[int]:
        first = self.weekday()
        if not self.takes("-"):
            return [first]
        last = self.weekday()
        return [(first + n) % 7 for n in range((last - first) % 7 + 1)]

    def weekday(self) -> int:
        self.skip_space()
        word = _WORD.match(self.text, self.at)
        if word is None:
            self.refuse(_A_DAY, self.advice_before_days())
        short = word[0].capitalize()
        if short not in _DAYS:
            self.refuse(_A_DAY, _advice_on_word(word[0]))
        self.at = word.end()
        return _DAYS.index(short)

    def spans_or_off(self) -> tuple[tuple[int, int], ...]:
        self.skip_space()
        word = _WORD.match(self.text, self.at)
        if word is None:
            return self.spans()
        if word[0].lower() not in {"off", "closed"}:
            self.refuse(_TIMES, _advice_on_word(word[0]))
        self.at = word.end()
        return ()

    def spans(self) -> tuple[tuple[int, int], ...]:
        spans = [self.span()]
        while self.takes(","):
            self.skip_space()
            word = _WORD.match(self.text, self.at)
            if word is not None and word[0].capitalize() in {*_DAYS, "Ph"}:
                self.refuse(
                    "another time such as 13:00-17:00",
                    'To start a new rule, put "; " in place of the comma',
                )
            spans.append(self.span())
        return tuple(spans)

    def span(self) -> tuple[int, int]:
        start_at = self.skip_space()
        start = self.minute(_TIMES)
        if start == DAY_MINUTES:
            self.at = start_at
            self.refuse("a start from 00:00 to 23:59", "A day starts at 00:00")
        if not self.takes("-"):
            self.skip_space()
            self.refuse("a hyphen and the closing time, such as 09:00-17:00", self.advice_on_dash())
        end_at = self.skip_space()
        end = self.minute(_A_TIME)
        if start == end:
            self.at = end_at
            self.refuse(
                "a closing time that differs from the opening time",
                "For the whole day, write 00:00-24:00",
            )
        return start, end if end > start else end + DAY_MINUTES

    def minute(self, expected: str) -> int:
        time = _TIME.match(self.text, self.at)
        if time is None:
            self.refuse(expected, self.advice_on_time())
        hour, minute = int(time[1]), int(time[2])
        if minute > 59 or hour * 60 + minute > DAY_MINUTES:
            self.refuse(
                _A_TIME,
                "For hours over midnight, write 22:00-06:00"
                if minute <= 59
                else "An hour has the minutes 00 to 59",
            )
        self.at = time.end()
        return hour * 60 + minute

    def takes(self, mark: str) -> bool:
        self.skip_space()
        if not self.text.startswith(mark, self.at):
            return False
        self.at += len(mark)
        return True

    def skip_space(self) -> int:
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1
        return self.at

    def refuse(self, expected: str, advice: str = "") -> NoReturn:
        raise OpeningHoursError(self.text, self.at, expected, advice)

    def advice_before_days(self) -> str:
        if _YEAR.match(self.text, self.at):
            return f"{_NOT_HERE}; dates belong to the closures or absences of the calendar"
        if _DIGIT.match(self.text, self.at):
            return self.advice_on_time()
        return self.advice_after_rule()

    def advice_on_time(self) -> str:
        if _DIGIT.match(self.text, self.at):
            return "Times have hours and minutes on the 24-hour clock: 9am is 09:00, 5pm is 17:00"
        return self.advice_after_rule()

    def advice_on_dash(self) -> str:
        if self.text.startswith(("\u2013", "\u2014", "\u2212"), self.at):
            return "That dash is not a plain hyphen"
        if self.text.startswith("+", self.at):
            return "An open end is not supported"
        return self.advice_on_time()

    def advice_after_rule(self) -> str:
        word = _WORD.match(self.text, self.at)
        if word is not None:
            return _advice_on_word(word[0])
        for mark, advice in (
            ('"', "Comments are not supported; put them into a note"),
            ("||", "Fallback rules are not supported"),
            ("+", "An open end is not supported"),
            ("[", "The first, second or last weekday of a month is not supported"),
            ("\u2013", "That dash is not a plain hyphen"),
            ("\u2014", "That dash is not a plain hyphen"),
        ):
            if self.text.startswith(mark, self.at):
                return advice
        return ""


def _advice_on_word(word: str) -> str:
    """Say what is wrong with a word that stands where a day, a time or the end should."""
    lowered = word.lower()
    if lowered in _ENGLISH_DAYS:
        return f'For "{word}", write {_ENGLISH_DAYS[lowered]}'
    if _MONTHS.fullmatch(lowered):
        return f"{_NOT_HERE}: no months; dates belong to the closures or absences of the calendar"
    if lowered in _WEEKS:
        return f"{_NOT_HERE}: no single weeks; dates belong to the closures of the calendar"
    if lowered == "sh":
        return f"{_NOT_HERE}: no school holidays; list them as closures of the calendar"
    if lowered in _SUN:
        return "Times go by the clock, not by the sun"
    if lowered in {"am", "pm"}:
        return "Times are on the 24-hour clock: 9am is 09:00, 5pm is 17:00"
    if lowered in {"off", "closed"}:
        return 'Name the days that are closed: "Sa off"'
    return ""
