"""Opening hours, moments, dates and durations in words.

Every function takes the `Phrases` of the language first. Names of days and months, the order of
dates and the joining of lists come from Babel's data for that language (CLDR).
"""

from __future__ import annotations

from datetime import date, datetime, time
from functools import lru_cache
from typing import TYPE_CHECKING, assert_never

from sphinx_commspolicy.calendar import ReplyBy, Unit
from sphinx_commspolicy.opening_hours import (
    DAY_MINUTES,
    HolidayKind,
    TimeRange,
    is_end_of_night,
)
from sphinx_commspolicy.phrases.catalogue import ENGLISH, fill

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from babel import Locale

    from sphinx_commspolicy.opening_hours import OpeningHours
    from sphinx_commspolicy.phrases.catalogue import Phrases

_WHOLE_DAY = (TimeRange(0, DAY_MINUTES),)
_MIDDAY = DAY_MINUTES // 2
_A_WEEK = 7


@lru_cache(maxsize=512)
def hours_sentence(phrases: Phrases, hours: OpeningHours) -> str:
    """Return opening hours in words: "Monday to Friday, 9am to 5pm, except public holidays".

    Days with the same hours are told together. Nothing is said about public holidays when the
    hours do not name them.
    """
    groups = _groups_in_words(phrases, _spans_by_day(hours.weekly()))
    kind, own_ranges = hours.holidays
    match kind:
        case HolidayKind.AS_USUAL:
            special = []
        case HolidayKind.CLOSED if len(groups) == 1:
            return fill(
                # Translators: {hours} is one group, "Monday to Friday, 9am to 5pm".
                phrases.gettext("{hours}, except public holidays"),
                hours=groups[0],
            )
        case HolidayKind.CLOSED:
            special = [phrases.gettext("closed on public holidays")]
        case HolidayKind.OWN_HOURS:
            times = _times_in_words(phrases, own_ranges)
            special = [fill(phrases.gettext("public holidays, {times}"), times=times)]
        case HolidayKind.BY_WEEKDAY:
            on_holidays = "; ".join(_groups_in_words(phrases, hours.weekly(public_holiday=True)))
            special = [
                # Translators: {hours} is one group or more, "Monday, 9am to midday; Friday, ...".
                fill(phrases.gettext("on public holidays: {hours}"), hours=on_holidays)
            ]
        case _:
            assert_never(kind)
    return "; ".join([*groups, *special]) or closed(phrases)


def hours_on(phrases: Phrases, hours: OpeningHours, first: date, last: date) -> str:
    """Return the *hours* of the days from *first* to *last* (both included) in words.

    Only the times where they are the same on each of those days; the days are known then.
    """
    week = _spans_by_day(hours.weekly())
    days = min((last - first).days + 1, _A_WEEK)
    spans = {week[(first.weekday() + number) % _A_WEEK] for number in range(days)}
    if len(spans) > 1 or hours.holidays.kind is not HolidayKind.AS_USUAL:
        return hours_sentence(phrases, hours)
    (times,) = spans
    return _times_in_words(phrases, times) if times else closed(phrases)


def closed(phrases: Phrases) -> str:
    """Return the word for having no hours."""
    return phrases.gettext("closed")


def clock(phrases: Phrases, at: int | time) -> str:
    """Return a time of day, given as such or in minutes from midnight (0 to 1440), in words.

    English: "9am", "5:30pm", "midday", "midnight". Other languages: CLDR's short form, but for
    midday and midnight, which a number leaves unclear.
    """
    minutes = at.hour * 60 + at.minute if isinstance(at, time) else at
    if minutes % DAY_MINUTES == 0:
        return phrases.gettext("midnight")
    if minutes == _MIDDAY:
        return phrases.gettext("midday")
    hour, minute = divmod(minutes, 60)
    if _is_english(phrases):
        past_hour = f":{minute:02}" if minute else ""
        return f"{(hour - 1) % 12 + 1}{past_hour}{'am' if minutes < _MIDDAY else 'pm'}"
    from babel.dates import format_time

    return format_time(time(hour, minute), "short", locale=_locale(phrases))


def day_and_time(
    phrases: Phrases,
    when: ReplyBy | datetime,
    *,
    dated: bool,
    after: datetime | None = None,
) -> str:
    """Return a moment in words that follow "by": "Monday at 5pm", "the end of Monday".

    With ``dated``, the date as well: "Monday, November 30, 2026 at 5pm". Without it, and with the
    time of the message in ``after``, the days between are told where a weekday alone misleads:
    "Tuesday at 5pm (14 days later)".
    """
    day = when.day if isinstance(when, ReplyBy) else when.date()
    if isinstance(when, ReplyBy) and when.end_of_day:
        words = (
            fill(phrases.gettext("the end of {date}"), date=date_words(phrases, day))
            if dated
            else fill(phrases.gettext("the end of {weekday}"), weekday=_weekday(phrases, day))
        )
    else:
        moment = when.moment if isinstance(when, ReplyBy) else when
        at = clock(phrases, moment.time())
        words = (
            fill(phrases.gettext("{date} at {time}"), date=date_words(phrases, day), time=at)
            if dated
            else fill(
                phrases.gettext("{weekday} at {time}"), weekday=_weekday(phrases, day), time=at
            )
        )
    if dated or after is None or (day - after.date()).days < _A_WEEK:
        return words
    days = (day - after.date()).days
    return fill(
        # Translators: {when} is "Tuesday at 5pm" or "the end of Tuesday".
        phrases.ngettext("{when} ({count} day later)", "{when} ({count} days later)", days),
        when=words,
        count=days,
    )


def date_words(phrases: Phrases, day: date, *, weekday: bool = True) -> str:
    """Return a date in full, in the order of the language: "Monday, November 30, 2026"."""
    from babel.dates import format_date

    return format_date(day, "full" if weekday else "long", locale=_locale(phrases))


def date_range(phrases: Phrases, first: date, last: date) -> str:
    """Return a stretch of dates: "December 24, 2026 to January 2, 2027".

    Both ends are included. The year is told once where the language puts it last.
    """
    from babel.dates import format_skeleton

    if first == last:
        return date_words(phrases, first, weekday=False)
    locale = _locale(phrases)
    pattern = locale.date_formats["long"].pattern
    if first.year == last.year and pattern.index("d") < pattern.index("y"):
        start = format_skeleton("MMMMd", first, locale=locale)
    else:
        start = date_words(phrases, first, weekday=False)
    return fill(
        # Translators: two dates.
        phrases.gettext("{first_date} to {last_date}"),
        first_date=start,
        last_date=date_words(phrases, last, weekday=False),
    )


def duration(phrases: Phrases, value: int, unit: Unit) -> str:
    """Return a number of units in words: "24 hours", "1 business day", "2 days"."""
    match unit:
        case Unit.clock_hour:
            words = phrases.ngettext("{count} hour", "{count} hours", value)
        case Unit.calendar_day:
            words = phrases.ngettext("{count} day", "{count} days", value)
        case Unit.business_day:
            words = phrases.ngettext("{count} business day", "{count} business days", value)
        case _:
            assert_never(unit)
    return fill(words, count=value)


def list_words(phrases: Phrases, items: Sequence[str]) -> str:
    """Return a list as a sentence has it: "phone, text, and email"."""
    from babel.lists import format_list

    return format_list(items, locale=_locale(phrases))


# --- Days and times of opening hours -------------------------------------------------------------

Spans = tuple[tuple[int, int], ...]
"""Opening times of one day in minutes; an end after 1440 lies in the night that follows."""


def _spans_by_day(week: Sequence[tuple[TimeRange, ...]]) -> list[Spans]:
    """Return the spans that start on each day: a night's two halves count as one, 10pm to 6am."""
    spans: list[Spans] = []
    for weekday, ranges in enumerate(week):
        own = [r for r in ranges if not is_end_of_night(week[weekday - 1], r)]
        following = week[(weekday + 1) % 7]
        if own and following and is_end_of_night(ranges, following[0]):
            own[-1] = TimeRange(own[-1].start_minute, DAY_MINUTES + following[0].end_minute)
        spans.append(tuple(own))
    return spans


def _groups_in_words(phrases: Phrases, week: Sequence[Spans]) -> list[str]:
    """Return one phrase for each set of days with the same times, in the order of the week."""
    groups: dict[Spans, set[int]] = {}
    for weekday, spans in enumerate(week):
        if spans:
            groups.setdefault(spans, set()).add(weekday)
    return [_group_in_words(phrases, weekdays, spans) for spans, weekdays in groups.items()]


def _group_in_words(phrases: Phrases, weekdays: set[int], spans: Spans) -> str:
    if len(weekdays) == _A_WEEK and spans == _WHOLE_DAY:
        return phrases.gettext("all day, every day")
    return fill(
        # Translators: {days} is "Monday to Friday", {times} is "9am to 5pm" or "all day".
        phrases.gettext("{days}, {times}"),
        days=_days_in_words(phrases, weekdays),
        times=_times_in_words(phrases, spans),
    )


def _days_in_words(phrases: Phrases, weekdays: set[int]) -> str:
    if len(weekdays) == _A_WEEK:
        return phrases.gettext("every day")
    words = []
    for run in _runs(weekdays):
        names = [_weekday_name(phrases, weekday) for weekday in run]
        if len(run) > 2:
            first_to_last = phrases.gettext("{first_day} to {last_day}")
            names = [fill(first_to_last, first_day=names[0], last_day=names[-1])]
        words += names
    return list_words(phrases, words)


def _runs(weekdays: Iterable[int]) -> list[list[int]]:
    """Return the stretches of days in a row; the week goes round, but never all the way."""
    days = set(weekdays)
    runs = []
    for first in sorted(day for day in days if (day - 1) % 7 not in days):
        run = [first]
        while (run[-1] + 1) % 7 in days:
            run.append((run[-1] + 1) % 7)
        runs.append(run)
    return runs


def _times_in_words(phrases: Phrases, spans: Spans) -> str:
    if spans == _WHOLE_DAY:
        return phrases.gettext("all day")
    words = [
        fill(
            # Translators: two times of the day, "9am to 5pm".
            phrases.gettext("{opens} to {closes}"),
            opens=clock(phrases, start),
            closes=clock(phrases, end if end <= DAY_MINUTES else end - DAY_MINUTES),
        )
        for start, end in spans
    ]
    return list_words(phrases, words)


def _weekday(phrases: Phrases, day: date) -> str:
    return _weekday_name(phrases, day.weekday())


def _weekday_name(phrases: Phrases, weekday: int) -> str:
    name: str = _locale(phrases).days["format"]["wide"][weekday]
    return name


def _is_english(phrases: Phrases) -> bool:
    return _locale(phrases).language == ENGLISH


def _locale(phrases: Phrases) -> Locale:
    return _locale_of(phrases.language)


@lru_cache(maxsize=64)
def _locale_of(language: str) -> Locale:
    """Return Babel's locale for the language; of an unknown part of a language, the language."""
    from babel import Locale, UnknownLocaleError

    parts = language.replace("-", "_").split("_")
    for length in range(len(parts), 0, -1):
        try:
            return Locale.parse("_".join(parts[:length]))
        except (UnknownLocaleError, ValueError):
            continue  # Babel has no test for "do you know this one"
    return Locale(ENGLISH)
