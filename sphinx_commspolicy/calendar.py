"""Reply-by arithmetic: from a message and a promise to the moment the reply is due.

A promise is an upper bound that a client may plan around, so every rule here takes the later of
two readings:

- *Clock hours* are elapsed hours. The clock runs only on dates that are not excluded and, where
  the promise names hours, only inside them. A message that arrives while the clock stands still
  starts it at the next countable instant.
- *Business days* never count the day of the message. A business day is a date that is neither a
  weekend day nor a public holiday of the calendar, whatever the promise excludes, that the promise
  does not exclude otherwise, and that has an opening in the promise's hours. Hours can only take
  business days away: a practice that works on Saturdays says so once, in the calendar's weekend.
- *Calendar days* do not count the day of the message either, nor the dates the promise excludes.
  They are whole days: the promise's hours play no part in them.

Elapsed time is measured in UTC. An instant lies inside opening hours when the clock on the wall
says so: hours that daylight saving time skips do not exist, hours that it repeats count twice.
"""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from difflib import get_close_matches
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from sphinx_commspolicy.opening_hours import DAY_MINUTES, TimeRange, is_end_of_night

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from holidays import HolidayBase

    from sphinx_commspolicy.opening_hours import OpeningHours

SEARCH_DAYS = 800
"""How many days after a message a reply is looked for: two years and the closures in them."""

EXAMPLE_DAYS = 370
"""How many days ahead the dated examples look: a year, and the week in which it ends."""

_ONE_DAY = timedelta(days=1)
_INSTANT = timedelta(microseconds=1)
_WHOLE_DAY = (TimeRange(0, DAY_MINUTES),)


class Unit(StrEnum):
    """What a promise counts."""

    clock_hour = "clock_hour"
    calendar_day = "calendar_day"
    business_day = "business_day"


class Exclusion(StrEnum):
    """Why a date does not count towards a promise."""

    weekends = "weekends"
    public_holidays = "public_holidays"
    closures = "closures"
    absences = "absences"


class NoReplyTime(ValueError):  # noqa: N818  (a result of the facts given, named for what is missing)
    """The promise never comes due: nothing countable is left within `SEARCH_DAYS`."""


class UnknownRegion(ValueError):  # noqa: N818  (reads as the finding it reports)
    """No public holidays are known for the region; the message names close matches."""


class DateSpan(NamedTuple):
    """A stretch of local dates, both ends included, and what it is called."""

    first: date
    last: date
    name: str | None = None

    def covers(self, day: date) -> bool:
        """Whether the date lies in the span."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Promise:
    """A turnaround: "within *value* *unit*", counted in *hours*, without the *excludes*.

    :raises ValueError: when the value is less than 1.
    """

    value: int
    unit: Unit
    hours: OpeningHours | None = None
    excludes: frozenset[Exclusion] = frozenset()

    def __post_init__(self) -> None:
        if self.value < 1:
            msg = f"A reply is promised within at least 1 {self.unit.value}, not {self.value}."
            raise ValueError(msg)


class ReplyBy(NamedTuple):
    """The moment a reply is due, in the calendar's time zone.

    ``end_of_day`` says that the moment is the end of `day`, which a clock calls midnight of the
    date after it.
    """

    moment: datetime
    end_of_day: bool

    @property
    def day(self) -> date:
        """The local date on which the reply is due: for an end of day, the day that ends."""
        return _before(self.moment).date() if self.end_of_day else self.moment.date()


class WorkedExample(NamedTuple):
    """A message and the reply it gets.

    When ``dated`` is false only the weekdays, the times and the days between them mean anything.
    ``because`` is the name of the holiday, closure or absence that makes a dated example worth
    showing (``None`` for a span without a name), ``exclusion`` its kind.
    """

    message: datetime
    reply: ReplyBy
    dated: bool
    because: str | None = None
    exclusion: Exclusion | None = None


def no_public_holidays(day: date) -> str | None:  # noqa: ARG001  (the shape of a holiday table)
    """Answer that no date is a public holiday."""
    return None


class _Piece(NamedTuple):
    """A stretch of UTC time inside one local date, during which the UTC offset stays the same."""

    day: date
    start: datetime
    end: datetime
    offset: timedelta


@dataclass(frozen=True)
class ReplyCalendar:
    """The dates and times of a practice, or of one clinician.

    ``weekend`` holds weekdays, Monday 0; ``public_holidays`` answers a local date with the name of
    the holiday or ``None`` (see `holiday_names`).

    :raises ValueError: when a closure or absence ends before it starts, or a weekday is not 0-6.
    """

    time_zone: tzinfo
    weekend: frozenset[int] = frozenset({5, 6})
    public_holidays: Callable[[date], str | None] = no_public_holidays
    closures: tuple[DateSpan, ...] = ()
    absences: tuple[DateSpan, ...] = ()

    def __post_init__(self) -> None:
        if not self.weekend <= frozenset(range(7)):
            msg = f"Weekend days are numbered 0 (Monday) to 6 (Sunday), not {sorted(self.weekend)}."
            raise ValueError(msg)
        for span in (*self.closures, *self.absences):
            if span.last < span.first:
                msg = f"The last day, {span.last}, is before the first, {span.first}."
                raise ValueError(msg)

    def public_holiday(self, day: date) -> str | None:
        """Return the name of the public holiday on a local date, if it is one."""
        return self.public_holidays(day)

    def excluded(self, day: date, promise: Promise) -> Exclusion | None:
        """Return why a local date does not count towards the promise, or ``None`` if it may.

        A date without opening hours is not excluded; nothing can be counted in it all the same.
        """
        leaves_out = promise.excludes
        if promise.unit is Unit.business_day:
            leaves_out = leaves_out | {Exclusion.weekends, Exclusion.public_holidays}
        if Exclusion.closures in leaves_out and any(s.covers(day) for s in self.closures):
            return Exclusion.closures
        if Exclusion.absences in leaves_out and any(s.covers(day) for s in self.absences):
            return Exclusion.absences
        if Exclusion.weekends in leaves_out and day.weekday() in self.weekend:
            return Exclusion.weekends
        if Exclusion.public_holidays in leaves_out and self.public_holiday(day) is not None:
            return Exclusion.public_holidays
        return None

    def reply_by(self, message: datetime, promise: Promise) -> ReplyBy:
        """Return when the reply to a message is due at the latest.

        :raises ValueError: when the message's time has no time zone.
        :raises NoReplyTime: when nothing is due within `SEARCH_DAYS`.
        """
        if message.tzinfo is None or message.utcoffset() is None:
            msg = f"The time of the message, {message}, needs a time zone."
            raise ValueError(msg)
        start = message.astimezone(UTC)
        if promise.unit is Unit.clock_hour:
            due = self._after_hours(start, promise)
        else:
            due = self._after_days(start, promise)
        if due is None:
            msg = (
                f"No reply is due within {SEARCH_DAYS} days: the opening hours, weekends, holidays,"
                " closures and absences leave too little time that counts. Please check them."
            )
            raise NoReplyTime(msg)
        moment = due.astimezone(self.time_zone)
        return ReplyBy(moment, end_of_day=_before(moment).date() < moment.date())

    def _after_hours(self, start: datetime, promise: Promise) -> datetime | None:
        remaining = timedelta(hours=promise.value)
        for piece in self._pieces(start):
            for opens, closes in self._countable(piece, promise):
                if closes - opens >= remaining:
                    return opens + remaining
                remaining -= closes - opens
        return None

    def _after_days(self, start: datetime, promise: Promise) -> datetime | None:
        whole_days = promise.unit is Unit.calendar_day
        counted = replace(promise, hours=None) if whole_days else promise
        last_counted = start.astimezone(self.time_zone).date()
        remaining = promise.value
        due: datetime | None = None
        for day, pieces in groupby(self._pieces(start), key=lambda piece: piece.day):
            if day <= last_counted:
                continue
            spans = [span for piece in pieces for span in self._countable(piece, counted)]
            # the end of a night belongs to the day on which it began
            night, own = self._without_night(day, counted.hours, spans)
            if due is not None:
                return night[-1][1] if night and night[0][0] == due else due
            if own:
                last_counted = day
                remaining -= 1
                if not remaining:
                    due = own[-1][1]
        return due

    def _without_night(
        self, day: date, hours: OpeningHours | None, spans: list[tuple[datetime, datetime]]
    ) -> tuple[list[tuple[datetime, datetime]], list[tuple[datetime, datetime]]]:
        """Return the spans of a date that end the night before, and its own."""
        if not spans or not self._ends_a_night(day, hours):
            return [], spans
        end = 1
        while end < len(spans) and spans[end][0] == spans[end - 1][1]:
            end += 1  # a change of the clock cuts a span in two
        return spans[:end], spans[end:]

    def _ends_a_night(self, day: date, hours: OpeningHours | None) -> bool:
        """Return whether a date begins with the end of hours that began the evening before."""
        if hours is None:
            return False
        ranges = self._ranges(day, hours)
        return bool(ranges) and is_end_of_night(self._ranges(day - _ONE_DAY, hours), ranges[0])

    def _countable(self, piece: _Piece, promise: Promise) -> Iterator[tuple[datetime, datetime]]:
        """Yield the stretches of a piece, in UTC and in order, that count towards the promise."""
        if self.excluded(piece.day, promise) is not None:
            return
        midnight = datetime.combine(piece.day, time(), UTC) - piece.offset
        for start_minute, end_minute in self._ranges(piece.day, promise.hours):
            opens = max(piece.start, midnight + timedelta(minutes=start_minute))
            closes = min(piece.end, midnight + timedelta(minutes=end_minute))
            if opens < closes:
                yield opens, closes

    def _ranges(self, day: date, hours: OpeningHours | None) -> tuple[TimeRange, ...]:
        if hours is None:
            return _WHOLE_DAY
        return hours.on(
            day,
            public_holiday=self.public_holiday(day) is not None,
            public_holiday_before=self.public_holiday(day - _ONE_DAY) is not None,
        )

    def _pieces(self, start: datetime) -> Iterator[_Piece]:
        """Yield the time from an instant on, cut at local midnights and changes of the offset."""
        limit = start + timedelta(days=SEARCH_DAYS)
        offset = self._offset(start)
        while start < limit:
            day = (start + offset).date()
            end = datetime.combine(day + _ONE_DAY, time(), UTC) - offset
            next_offset = self._offset(end)
            if next_offset != offset:
                end = self._change_of_offset(start, end)
                next_offset = self._offset(end)
            yield _Piece(day, start, end, offset)
            start, offset = end, next_offset

    def _offset(self, instant: datetime) -> timedelta:
        return instant.astimezone(self.time_zone).replace(tzinfo=UTC) - instant

    def _change_of_offset(self, before: datetime, after: datetime) -> datetime:
        """Return the first instant, to the second, with another offset than *before* has."""
        old = self._offset(before)
        whole_seconds = before.replace(microsecond=0)
        low, high = 0, round((after - whole_seconds).total_seconds())
        while high - low > 1:
            middle = (low + high) // 2
            if self._offset(whole_seconds + timedelta(seconds=middle)) == old:
                low = middle
            else:
                high = middle
        return whole_seconds + timedelta(seconds=high)


def _before(moment: datetime) -> datetime:
    """Return the last instant before a moment, in the moment's time zone."""
    return (moment.astimezone(UTC) - _INSTANT).astimezone(moment.tzinfo)


# --- Public holidays ---------------------------------------------------------------------------

_NOISE = re.compile(
    r"\s*\((?:observed|estimated|observed, estimated|substitute day|substituted from [^)]*"
    r"|in lieu|additional holiday)\)$"
)
_REGION = re.compile(r"(?P<country>[A-Z]{2})(?:-(?P<subdivision>[A-Z0-9]{1,3}))?")
_NAMING_YEARS = range(2015, 2041)
"""The years whose holidays tell which names a practice can declare as not observed."""


@dataclass(frozen=True, slots=True)
class HolidayNames:
    """The public holidays of a region: call it with a date. Made by `holiday_names`.

    Each year is computed when it is first asked for.
    """

    region: str
    not_observed: frozenset[str] = frozenset()
    _years: dict[int, dict[date, str]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __call__(self, day: date) -> str | None:
        """Return the name of the public holiday on the date, or ``None``."""
        year = self._years.get(day.year)
        if year is None:
            year = self._years[day.year] = self._named(day.year)
        return year.get(day)

    def _named(self, year: int) -> dict[date, str]:
        left_out = {_same_name(name) for name in self.not_observed}
        named: dict[date, str] = {}
        for day, names in _names_by_date(_public_holidays(self.region, (year,))):
            kept = [name for name in names if _same_name(name) not in left_out]
            if kept and day.year == year:
                named[day] = "; ".join(kept)
        return named


def holiday_names(region: str, not_observed: frozenset[str] = frozenset()) -> HolidayNames:
    """Return the public holidays of a country or of one of its parts.

    ``region`` is a code of ISO 3166-1 or ISO 3166-2 (``US``, ``US-OR``, ``GB-ENG``). Only official
    public holidays count: no bank, school, half-day, optional or religious extras. Names are in
    English, as the `holidays` package spells them, without "(observed)" and the like.
    ``not_observed`` holds the names of those that the practice does not keep.

    Source: the package ``holidays``.

    :raises UnknownRegion: with the closest codes.
    :raises ValueError: when a name in ``not_observed`` is no holiday of the region.
    """
    table = _public_holidays(region, _NAMING_YEARS if not_observed else ())
    if not_observed:
        known = {_same_name(name): name for _, names in _names_by_date(table) for name in names}
        for name in sorted(not_observed):
            if _same_name(name) not in known:
                close = get_close_matches(_same_name(name), known, n=3, cutoff=0.5)
                offer = " or ".join(f'"{known[match]}"' for match in close)
                hint = f"Did you mean {offer}?" if offer else f"It has {_listed(known.values())}."
                msg = f'The region {region} has no public holiday "{name}". {hint}'
                raise ValueError(msg)
    return HolidayNames(region, not_observed)


def _public_holidays(region: str, years: Iterable[int]) -> HolidayBase:
    import holidays

    code = _REGION.fullmatch(region)
    if code is None:
        raise _unknown(region)
    country, subdivision = code["country"], code["subdivision"]
    try:
        empty = holidays.country_holidays(country, subdiv=subdivision)
    except NotImplementedError:
        raise _unknown(region) from None
    # Without a language the package would follow the environment's LANG, and builds would differ.
    default, others = empty.default_language, empty.supported_languages
    english = [language for language in (default, "en_US", *others) if language in others]
    language = next((one for one in english if one and one.startswith("en")), default)
    with warnings.catch_warnings():
        # For some countries the package warns of years whose movable feasts it does not know.
        # A reader of the built page can do nothing about it; the holidays it knows still count.
        warnings.simplefilter("ignore", UserWarning)
        return holidays.country_holidays(
            country, subdiv=subdivision, years=years, language=language, categories=("public",)
        )


def _names_by_date(table: HolidayBase) -> Iterator[tuple[date, list[str]]]:
    for day in table:
        names = [_NOISE.sub("", name) for name in table.get_list(day)]
        yield day, list(dict.fromkeys(names))


def _same_name(name: str) -> str:
    """Return what two spellings of one holiday have in common."""
    plain = _NOISE.sub("", " ".join(name.split()))
    return plain.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").casefold()


def _unknown(region: str) -> UnknownRegion:
    offers = list(dict.fromkeys(_regions_like(region)))[:3]
    hint = f" Did you mean {' or '.join(offers)}?" if offers else ""
    return UnknownRegion(
        f'No public holidays are known for the region "{region}".{hint}'
        " Write a country such as US, or a country and a part of it such as US-OR."
    )


def _regions_like(region: str) -> list[str]:
    """Return codes close to what was written: a code with a slip, or a name in plain words."""
    import holidays

    countries = holidays.list_supported_countries(include_aliases=False)
    country, _, part = re.sub(r"[\s_/]+", "-", region.strip()).upper().partition("-")
    country = {"UK": "GB", "USA": "US"}.get(country, country)
    if country not in countries:
        return _regions_named(region, countries)
    codes = {code.upper(): code for code in countries[country]}
    names = holidays.country_holidays(country).subdivisions_aliases
    codes |= {name.upper().replace(" ", "-"): code for name, code in names.items()}
    if part in codes:
        return [f"{country}-{codes[part]}"]
    return [
        *(f"{country}-{codes[match]}" for match in get_close_matches(part, codes, cutoff=0.5)),
        country,
    ]


def _regions_named(name: str, countries: Iterable[str]) -> list[str]:
    import holidays
    from babel import Locale

    english = Locale("en").territories
    codes = {english.get(country, country).casefold(): country for country in countries}
    for country in countries:
        parts = holidays.country_holidays(country).subdivisions_aliases
        for part, code in parts.items():
            codes.setdefault(part.casefold(), f"{country}-{code}")
    return [codes[match] for match in get_close_matches(name.strip().casefold(), codes, cutoff=0.8)]


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in sorted(set(names)))


# --- Worked examples ---------------------------------------------------------------------------

_PLAIN_WEEK = date(2001, 1, 1)
"""A Monday; the week has neither holidays nor, in UTC, a change of the clock."""
_PLAIN_MESSAGES = ((1, time(10)), (4, time(17)), (5, time(12)))
"""Weekday (Monday 0) and time of the messages that the undated examples answer."""
_AFTERNOON = 15 * 60
_MORNING = time(10)
_HOUR = 60


def worked_examples(
    calendar: ReplyCalendar, promise: Promise, *, today: date | None = None, ahead: bool = True
) -> tuple[WorkedExample, ...]:
    """Return examples of when a message is answered: first undated ones, then dated ones.

    The undated ones (a message on Tuesday at 10:00, Friday at 17:00, Saturday at 12:00) are
    computed in UTC in a plain week, without holidays, closures, absences and clock changes.
    With ``today``, a dated one follows for the next public holiday, the next closure and the next
    absence that starts within `EXAMPLE_DAYS` and makes a difference to a message of the last
    working afternoon before it (not with ``ahead`` false). That message is never earlier than
    ``today``.

    While a closure or an absence lasts that moves the answer to a message of ``today``, that
    message at 10:00 takes the place of the undated ones, which do not hold then.

    :raises NoReplyTime: when the promise never comes due.
    """
    examples = list(_running_examples(calendar, promise, today)) if today is not None else []
    if not examples:
        plain = ReplyCalendar(UTC, calendar.weekend)
        for weekday, at in _PLAIN_MESSAGES:
            message = datetime.combine(_PLAIN_WEEK + timedelta(days=weekday), at, UTC)
            examples.append(WorkedExample(message, plain.reply_by(message, promise), dated=False))
    if today is not None and ahead:
        examples += _dated_examples(calendar, promise, today)
    return tuple({(one.message, one.reply): one for one in reversed(examples)}.values())[::-1]


def _running_examples(
    calendar: ReplyCalendar, promise: Promise, today: date
) -> Iterator[WorkedExample]:
    """Yield the example of a message of today, if a closure or an absence that lasts delays it."""
    message = datetime.combine(today, _MORNING, calendar.time_zone)
    reply = calendar.reply_by(message, promise)
    for exclusion, spans in (
        (Exclusion.closures, calendar.closures),
        (Exclusion.absences, calendar.absences),
    ):
        for span in spans:
            if not span.covers(today):
                continue
            if reply != _without(calendar, exclusion, span).reply_by(message, promise):
                yield WorkedExample(
                    message, reply, dated=True, because=span.name, exclusion=exclusion
                )
                return


def _dated_examples(
    calendar: ReplyCalendar, promise: Promise, today: date
) -> Iterator[WorkedExample]:
    for exclusion, occasions in (
        (Exclusion.public_holidays, _holidays_ahead(calendar, today)),
        (Exclusion.closures, _spans_ahead(calendar.closures, today)),
        (Exclusion.absences, _spans_ahead(calendar.absences, today)),
    ):
        for occasion in occasions:
            example = _example_before(calendar, promise, exclusion, occasion, today)
            if example is not None:
                yield example
                break


def _holidays_ahead(calendar: ReplyCalendar, today: date) -> Iterator[DateSpan]:
    for n in range(EXAMPLE_DAYS + 1):
        day = today + timedelta(days=n)
        name = calendar.public_holiday(day)
        if name is not None:
            yield DateSpan(day, day, name)


def _spans_ahead(spans: Iterable[DateSpan], today: date) -> Iterator[DateSpan]:
    latest = today + timedelta(days=EXAMPLE_DAYS)
    return (span for span in sorted(spans, key=_first) if today <= span.first <= latest)


def _first(span: DateSpan) -> date:
    return span.first


def _example_before(
    calendar: ReplyCalendar, promise: Promise, exclusion: Exclusion, span: DateSpan, today: date
) -> WorkedExample | None:
    """Return the example for a holiday, closure or absence, if that changes the answer."""
    message = _last_afternoon(calendar, promise, span.first, today)
    if message is None:
        return None
    reply = calendar.reply_by(message, promise)
    if reply == _without(calendar, exclusion, span).reply_by(message, promise):
        return None
    return WorkedExample(message, reply, dated=True, because=span.name, exclusion=exclusion)


def _last_afternoon(
    calendar: ReplyCalendar, promise: Promise, before: date, today: date
) -> datetime | None:
    """Return 15:00, or an hour before an earlier closing, on the last countable date."""
    day = before - _ONE_DAY
    while day >= today:
        ranges = calendar._ranges(day, promise.hours)  # noqa: SLF001  (the same module)
        if ranges and calendar.excluded(day, promise) is None:
            minute = min(_AFTERNOON, max(ranges[-1].end_minute - _HOUR, ranges[-1].start_minute))
            return datetime.combine(day, time(minute // 60, minute % 60), calendar.time_zone)
        day -= _ONE_DAY
    return None


def _without(calendar: ReplyCalendar, exclusion: Exclusion, span: DateSpan) -> ReplyCalendar:
    """Return the calendar as it would be without one holiday, closure or absence."""
    if exclusion is Exclusion.public_holidays:

        def other_holidays(day: date) -> str | None:
            return None if span.covers(day) else calendar.public_holiday(day)

        return replace(calendar, public_holidays=other_holidays)
    if exclusion is Exclusion.closures:
        return replace(calendar, closures=tuple(s for s in calendar.closures if s is not span))
    return replace(calendar, absences=tuple(s for s in calendar.absences if s is not span))
