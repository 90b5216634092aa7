"""Reply-by arithmetic: what a client is told, by example, by property and against a slow clock."""

from __future__ import annotations

import warnings
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sphinx_commspolicy.calendar import (
    DateSpan,
    Exclusion,
    NoReplyTime,
    Promise,
    ReplyBy,
    ReplyCalendar,
    Unit,
    UnknownRegion,
    WorkedExample,
    holiday_names,
    worked_examples,
)
from sphinx_commspolicy.opening_hours import OpeningHours, TimeRange

PORTLAND = ZoneInfo("America/Los_Angeles")
WEEKENDS = frozenset({Exclusion.weekends})
ALL = frozenset(Exclusion)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def at(text: str, zone: ZoneInfo = PORTLAND) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def promise(
    value: int, unit: str, hours: str | None = None, excludes: frozenset[Exclusion] = ALL
) -> Promise:
    return Promise(value, Unit(unit), OpeningHours.parse(hours) if hours else None, excludes)


def due(calendar: ReplyCalendar, message: str, promised: Promise) -> str:
    """Return when the reply is due, as a person would note it."""
    reply = calendar.reply_by(at(message), promised)
    if reply.end_of_day:
        return f"end of {reply.day:%a %Y-%m-%d}"
    return f"{reply.moment:%a %Y-%m-%d %H:%M}"


def thanksgiving(day: date) -> str | None:
    return "Thanksgiving Day" if day == date(2026, 11, 26) else None


PLAIN = ReplyCalendar(PORTLAND)
PRACTICE = ReplyCalendar(
    PORTLAND,
    public_holidays=thanksgiving,
    closures=(DateSpan(date(2026, 12, 24), date(2027, 1, 1), "Winter break"),),
    absences=(DateSpan(date(2026, 12, 7), date(2026, 12, 11), "Training"),),
)


# --- Clock hours ---------------------------------------------------------------------------------


def test_a_friday_message_is_answered_on_monday_when_weekends_do_not_count() -> None:
    promised = promise(24, "clock_hour", excludes=WEEKENDS)
    assert due(PLAIN, "2026-11-13 17:00", promised) == "Mon 2026-11-16 17:00"


def test_a_weekend_message_counts_from_monday_midnight() -> None:
    promised = promise(10, "clock_hour", excludes=WEEKENDS)
    assert due(PLAIN, "2026-11-14 12:00", promised) == "Mon 2026-11-16 10:00"


def test_hours_that_end_with_friday_are_due_by_the_end_of_friday() -> None:
    promised = promise(24, "clock_hour", excludes=WEEKENDS)
    assert due(PLAIN, "2026-11-13 00:00", promised) == "end of Fri 2026-11-13"


def test_only_opening_hours_count_when_the_promise_names_them() -> None:
    promised = promise(4, "clock_hour", "Mo-Fr 09:00-12:00,13:00-17:00")
    assert due(PLAIN, "2026-11-13 11:00", promised) == "Fri 2026-11-13 16:00"
    assert due(PLAIN, "2026-11-13 16:00", promised) == "Mon 2026-11-16 12:00"
    assert due(PLAIN, "2026-11-13 03:00", promised) == "Fri 2026-11-13 14:00"


def test_holidays_closures_and_absences_stop_the_clock() -> None:
    promised = promise(24, "clock_hour")
    assert due(PRACTICE, "2026-11-25 15:00", promised) == "Fri 2026-11-27 15:00"
    assert due(PRACTICE, "2026-12-04 15:00", promised) == "Mon 2026-12-14 15:00"
    assert due(PRACTICE, "2026-12-23 15:00", promised) == "Mon 2027-01-04 15:00"


def test_what_the_promise_does_not_exclude_counts() -> None:
    promised = promise(24, "clock_hour", excludes=frozenset())
    assert due(PRACTICE, "2026-12-24 15:00", promised) == "Fri 2026-12-25 15:00"


def test_the_clock_measures_real_hours_when_daylight_saving_begins_and_ends() -> None:
    promised = promise(24, "clock_hour", excludes=frozenset())
    assert due(PLAIN, "2026-03-07 15:00", promised) == "Sun 2026-03-08 16:00"
    assert due(PLAIN, "2026-10-31 15:00", promised) == "Sun 2026-11-01 14:00"


def test_hours_that_daylight_saving_skips_do_not_exist_and_repeated_ones_count_twice() -> None:
    promised = promise(2, "clock_hour", "Su 01:00-03:00; Mo 09:00-17:00", frozenset())
    assert due(PLAIN, "2026-03-08 00:00", promised) == "Mon 2026-03-09 10:00"
    assert PLAIN.reply_by(at("2026-11-01 00:00"), promised).moment.utcoffset() == -8 * 60 * MINUTE
    assert due(PLAIN, "2026-11-01 00:00", promised) == "Sun 2026-11-01 02:00"


def test_a_night_shift_stops_at_midnight_before_an_excluded_saturday() -> None:
    promised = promise(4, "clock_hour", "Mo-Fr 22:00-06:00", WEEKENDS)
    assert due(PLAIN, "2026-11-13 20:00", promised) == "end of Mon 2026-11-16"


# --- Business days -------------------------------------------------------------------------------


def test_the_day_of_the_message_is_no_business_day() -> None:
    assert due(PLAIN, "2026-11-12 00:00", promise(1, "business_day")) == "end of Fri 2026-11-13"
    assert due(PLAIN, "2026-11-12 23:59", promise(1, "business_day")) == "end of Fri 2026-11-13"


def test_a_business_day_ends_when_the_practice_closes() -> None:
    promised = promise(1, "business_day", "Mo-Th 09:00-12:00,13:00-17:00; Fr 09:00-12:30")
    assert due(PLAIN, "2026-11-12 18:00", promised) == "Fri 2026-11-13 12:30"
    assert due(PLAIN, "2026-11-13 08:00", promised) == "Mon 2026-11-16 17:00"


def test_weekends_and_public_holidays_are_no_business_days_even_if_nobody_excluded_them() -> None:
    promised = promise(2, "business_day", excludes=frozenset())
    assert due(PRACTICE, "2026-11-25 10:00", promised) == "end of Mon 2026-11-30"


def test_hours_on_a_saturday_do_not_make_it_a_business_day() -> None:
    promised = promise(1, "business_day", "24/7", frozenset())
    assert due(PLAIN, "2026-11-13 10:00", promised) == "end of Mon 2026-11-16"


def test_a_practice_that_works_on_saturdays_says_so_in_its_weekend() -> None:
    works_saturdays = replace(PLAIN, weekend=frozenset({6, 0}))
    promised = promise(1, "business_day", "Tu-Sa 09:00-17:00")
    assert due(works_saturdays, "2026-11-13 10:00", promised) == "Sat 2026-11-14 17:00"
    assert due(works_saturdays, "2026-11-14 10:00", promised) == "Tue 2026-11-17 17:00"


def test_a_night_belongs_to_the_day_on_which_it_begins() -> None:
    promised = promise(1, "business_day", "Mo-Th 18:00-02:00")
    assert due(PLAIN, "2026-11-23 10:00", promised) == "Wed 2026-11-25 02:00"
    assert due(PLAIN, "2026-11-24 10:00", promised) == "Thu 2026-11-26 02:00"
    # what is open on Friday morning is Thursday's; the next day of work is Monday
    assert due(PLAIN, "2026-11-26 10:00", promised) == "Tue 2026-12-01 02:00"


def test_a_night_ends_at_midnight_where_the_next_day_does_not_count() -> None:
    promised = promise(1, "business_day", "Mo-Fr 18:00-02:00")
    assert due(PLAIN, "2026-11-26 10:00", promised) == "end of Fri 2026-11-27"


def test_days_without_hours_are_no_business_days() -> None:
    promised = promise(2, "business_day", "Mo,We 09:00-17:00")
    assert due(PLAIN, "2026-11-11 10:00", promised) == "Wed 2026-11-18 17:00"


def test_hours_that_are_off_on_public_holidays_close_the_practice_then() -> None:
    promised = promise(8, "clock_hour", "Mo-Fr 09:00-17:00; PH off", frozenset())
    assert due(PRACTICE, "2026-11-25 17:00", promised) == "Fri 2026-11-27 17:00"


# --- Calendar days -------------------------------------------------------------------------------


def test_calendar_days_count_the_weekend() -> None:
    promised = promise(2, "calendar_day", excludes=frozenset())
    assert due(PLAIN, "2026-11-13 10:00", promised) == "end of Sun 2026-11-15"


def test_calendar_days_leave_out_what_the_promise_excludes() -> None:
    assert due(PRACTICE, "2026-12-23 10:00", promise(1, "calendar_day")) == "end of Mon 2027-01-04"


def test_hours_play_no_part_in_calendar_days() -> None:
    promised = promise(1, "calendar_day", "Mo 09:00-12:00", frozenset())
    assert due(PLAIN, "2026-11-13 10:00", promised) == "end of Sat 2026-11-14"


def test_the_end_of_a_day_is_the_day_itself_where_midnight_is_skipped() -> None:
    cairo = ReplyCalendar(ZoneInfo("Africa/Cairo"))
    message = at("2026-04-22 10:00", ZoneInfo("Africa/Cairo"))
    reply = cairo.reply_by(message, promise(1, "calendar_day", excludes=frozenset()))
    assert reply.moment.isoformat() == "2026-04-24T01:00:00+03:00"
    assert reply.end_of_day
    assert reply.day == date(2026, 4, 23)


def test_a_date_that_a_country_skipped_does_not_count() -> None:
    samoa = ZoneInfo("Pacific/Apia")
    reply = ReplyCalendar(samoa).reply_by(
        at("2011-12-29 10:00", samoa), promise(1, "calendar_day", excludes=frozenset())
    )
    assert reply.day == date(2011, 12, 31)


# --- What cannot be answered ---------------------------------------------------------------------


def test_a_message_without_a_time_zone_is_an_error() -> None:
    with pytest.raises(ValueError, match="needs a time zone"):
        PLAIN.reply_by(datetime(2026, 11, 13, 10), promise(1, "business_day"))  # noqa: DTZ001


@pytest.mark.parametrize("unit", list(Unit))
def test_a_promise_that_never_comes_due_is_an_error_in_plain_words(unit: Unit) -> None:
    closed = replace(PLAIN, closures=(DateSpan(date(2026, 1, 1), date(2036, 1, 1)),))
    with pytest.raises(NoReplyTime, match="No reply is due within 800 days"):
        closed.reply_by(at("2026-11-13 10:00"), promise(1, unit))
    with pytest.raises(NoReplyTime):
        PLAIN.reply_by(at("2026-11-13 10:00"), promise(99_999, unit))


def test_a_promise_of_nothing_and_a_span_that_runs_backwards_are_errors() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        promise(0, "clock_hour")
    with pytest.raises(ValueError, match="before the first"):
        ReplyCalendar(PORTLAND, absences=(DateSpan(date(2026, 2, 1), date(2026, 1, 1)),))
    with pytest.raises(ValueError, match=r"0 \(Monday\) to 6"):
        ReplyCalendar(PORTLAND, weekend=frozenset({7}))


def test_the_reason_a_date_does_not_count_is_told() -> None:
    promised = promise(1, "clock_hour")
    reasons = {
        day: PRACTICE.excluded(date.fromisoformat(day), promised)
        for day in ("2026-11-14", "2026-11-25", "2026-11-26", "2026-12-08", "2026-12-26")
    }
    assert reasons == {
        "2026-11-14": Exclusion.weekends,
        "2026-11-25": None,
        "2026-11-26": Exclusion.public_holidays,
        "2026-12-08": Exclusion.absences,
        "2026-12-26": Exclusion.closures,
    }


# --- Properties ----------------------------------------------------------------------------------

CHANGES = {
    "America/Los_Angeles": ("2026-03-08", "2026-11-01"),
    "Europe/London": ("2026-03-29", "2026-10-25"),
    "Australia/Lord_Howe": ("2026-04-05", "2026-10-04"),  # half an hour
    "Africa/Cairo": ("2026-04-24", "2026-10-29"),  # at midnight
    "America/Asuncion": ("2023-10-01", "2024-03-23"),  # at midnight
    "Pacific/Apia": ("2011-12-30",),  # a whole day
}
WINDOWS = [(zone, day) for zone, days in CHANGES.items() for day in days]
WINDOW_DAYS = 24

HOURS = st.sampled_from(
    [
        None,
        "24/7",
        "Mo-Fr 09:00-17:00; PH off",
        "Mo,We,Fr 09:00-12:00,13:00-17:30; Sa 10:00-11:15",
        "22:00-06:00",
        "00:30-02:15,23:15-24:00",
        "Sa,Su 01:30-03:00; PH 02:00-02:40; Th 00:00-01:00",
        "Fr 23:30-01:30",
    ]
)


@cache
def window(zone: str, change: str) -> list[tuple[datetime, date, int]]:
    """Return every minute around a change: the UTC instant, its local date and minute."""
    start = datetime.combine(date.fromisoformat(change) - 5 * DAY, time(), UTC)
    minutes = (start + n * MINUTE for n in range(WINDOW_DAYS * 24 * 60))
    local = ((utc, utc.astimezone(ZoneInfo(zone))) for utc in minutes)
    return [(utc, there.date(), there.hour * 60 + there.minute) for utc, there in local]


@st.composite
def promises(draw: st.DrawFn) -> Promise:
    unit = draw(st.sampled_from(Unit))
    hours = draw(HOURS)
    return Promise(
        draw(st.integers(1, 40 if unit is Unit.clock_hour else 6)),
        unit,
        OpeningHours.parse(hours) if hours else None,
        draw(st.frozensets(st.sampled_from(Exclusion))),
    )


@st.composite
def calendars(draw: st.DrawFn, zone: str, change: str) -> ReplyCalendar:
    days = st.integers(-4, 12).map(lambda n: date.fromisoformat(change) + n * DAY)
    spans = st.tuples(days, st.integers(0, 4)).map(
        lambda span: DateSpan(span[0], span[0] + span[1] * DAY)
    )
    holidays = dict.fromkeys(draw(st.frozensets(days, max_size=3)), "Holiday")
    return ReplyCalendar(
        ZoneInfo(zone),
        draw(st.sampled_from([frozenset({5, 6}), frozenset({4, 5}), frozenset()])),
        holidays.get,
        tuple(draw(st.lists(spans, max_size=2))),
        tuple(draw(st.lists(spans, max_size=2))),
    )


@st.composite
def situations(draw: st.DrawFn) -> tuple[tuple[str, str], ReplyCalendar, Promise, int]:
    where = draw(st.sampled_from(WINDOWS))
    message = draw(st.integers(0, 11 * 24 * 60))
    return where, draw(calendars(*where)), draw(promises()), message


def counts(calendar: ReplyCalendar, promised: Promise, day: date, minute: int) -> bool:
    """Say from the words of the promise whether one minute of one date counts."""
    leaves_out = set(promised.excludes)
    if promised.unit is Unit.business_day:
        leaves_out |= {Exclusion.weekends, Exclusion.public_holidays}
    holiday = calendar.public_holidays(day) is not None
    if (
        (Exclusion.weekends in leaves_out and day.weekday() in calendar.weekend)
        or (Exclusion.public_holidays in leaves_out and holiday)
        or (
            Exclusion.closures in leaves_out and any(s[0] <= day <= s[1] for s in calendar.closures)
        )
        or (
            Exclusion.absences in leaves_out and any(s[0] <= day <= s[1] for s in calendar.absences)
        )
    ):
        return False
    if promised.hours is None or promised.unit is Unit.calendar_day:
        return True
    open_ = promised.hours.on(
        day,
        public_holiday=holiday,
        public_holiday_before=calendar.public_holidays(day - DAY) is not None,
    )
    return any(start <= minute < end for start, end in open_)


def ends_night(calendar: ReplyCalendar, promised: Promise, day: date, minute: int) -> bool:
    """Say whether a minute belongs to hours that began the evening before."""
    if promised.hours is None or promised.unit is not Unit.business_day:
        return False

    def opened(on: date) -> tuple[TimeRange, ...]:
        return promised.hours.on(  # type: ignore[union-attr]
            on,
            public_holiday=calendar.public_holidays(on) is not None,
            public_holiday_before=calendar.public_holidays(on - DAY) is not None,
        )

    evening, morning = opened(day - DAY)[-1:], opened(day)[:1]
    return bool(
        evening
        and morning
        and evening[0].end_minute == 24 * 60
        and morning[0].start_minute == 0
        and minute < morning[0].end_minute < evening[0].start_minute
    )


def slow_reply(
    where: tuple[str, str], calendar: ReplyCalendar, promised: Promise, message: int
) -> datetime | None:
    """Return the reply minute by minute; ``None`` when the window is too short to tell."""
    minutes = window(*where)[message:]
    known: dict[tuple[date, int], bool] = {}
    remaining = promised.value * (60 if promised.unit is Unit.clock_hour else 1)
    message_day, last_day = minutes[0][1], minutes[-1][1]
    last_of_day: dict[date, datetime] = {}
    for utc, day, minute in minutes:
        countable = known.get((day, minute))
        if countable is None:
            countable = known[day, minute] = counts(calendar, promised, day, minute)
        if not countable:
            continue
        if promised.unit is not Unit.clock_hour:
            if not ends_night(calendar, promised, day, minute):
                last_of_day[day] = utc + MINUTE
            elif last_of_day.get(day - DAY) == utc:  # the night of a day that counts goes on
                last_of_day[day - DAY] = utc + MINUTE
            continue
        remaining -= 1
        if not remaining:
            return utc + MINUTE
    later = sorted(day for day in last_of_day if message_day < day < last_day)
    return last_of_day[later[remaining - 1]] if len(later) >= remaining else None


@settings(max_examples=150, deadline=None)
@given(situations())
def test_the_reply_agrees_with_a_clock_that_ticks_minute_by_minute(
    situation: tuple[tuple[str, str], ReplyCalendar, Promise, int],
) -> None:
    where, calendar, promised, message = situation
    expected = slow_reply(*situation)
    try:
        reply = calendar.reply_by(window(*where)[message][0], promised)
    except NoReplyTime:
        assert expected is None
        return
    if expected is None:
        assert reply.moment >= window(*where)[-1][0] - DAY - 60 * MINUTE
    else:
        assert reply.moment.astimezone(UTC) == expected


@settings(max_examples=150, deadline=None)
@given(situations(), st.integers(0, 3_000_000))
def test_no_reply_is_due_before_the_message_or_in_time_that_does_not_count(
    situation: tuple[tuple[str, str], ReplyCalendar, Promise, int], milliseconds: int
) -> None:
    where, calendar, promised, minute = situation
    message = window(*where)[minute][0] + timedelta(milliseconds=milliseconds)
    try:
        reply = calendar.reply_by(message, promised)
    except NoReplyTime:
        return
    assert reply.moment.astimezone(UTC) > message
    last = (reply.moment.astimezone(UTC) - timedelta(microseconds=1)).astimezone(calendar.time_zone)
    assert calendar.excluded(last.date(), promised) is None
    assert counts(calendar, promised, last.date(), last.hour * 60 + last.minute)
    assert reply.day == last.date()


@settings(max_examples=100, deadline=None)
@given(situations(), st.lists(st.integers(0, 11 * 24 * 60), min_size=2, max_size=6))
def test_who_writes_earlier_never_hears_back_later(
    situation: tuple[tuple[str, str], ReplyCalendar, Promise, int], minutes: list[int]
) -> None:
    where, calendar, promised, _ = situation
    messages = [window(*where)[minute][0] for minute in sorted(minutes)]
    try:
        replies = [calendar.reply_by(message, promised).moment for message in messages]
    except NoReplyTime:
        return
    assert all(one.astimezone(UTC) <= other.astimezone(UTC) for one, other in pairwise(replies))


# --- Public holidays -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("region", "day", "name"),
    [
        ("US", "2026-10-12", "Columbus Day"),
        ("US-OR", "2026-10-12", None),
        ("US-OR", "2026-07-03", "Independence Day"),  # kept on the Friday
        ("GB-ENG", "2026-12-28", "Boxing Day"),
        ("CA-ON", "2026-09-07", "Labour Day"),
        ("AU-NSW", "2026-06-08", "King's Birthday"),
        ("NZ", "2026-07-10", "Matariki"),
        ("IE", "2026-02-02", "Saint Brigid's Day"),
        ("IE", "2026-04-03", None),  # Good Friday is optional there
        ("DE-BY", "2026-01-06", "Epiphany"),
    ],
)
def test_public_holidays_of_a_region_have_plain_english_names(
    region: str, day: str, name: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "uk_UA.UTF-8")
    monkeypatch.setenv("LANGUAGE", "uk")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert holiday_names(region)(date.fromisoformat(day)) == name


def test_years_that_the_holidays_package_knows_in_part_raise_no_warning() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert holiday_names("IN")(date(2045, 1, 26)) == "Republic Day"


def test_new_years_day_that_is_kept_in_the_old_year_belongs_to_the_old_year() -> None:
    names = holiday_names("US")
    assert names(date(2027, 12, 31)) == "New Year's Day"
    assert names(date(2028, 1, 1)) == "New Year's Day"


@pytest.mark.parametrize(
    ("region", "hint"),
    [
        ("us-or", "Did you mean US-OR?"),
        ("US-Oregon", "Did you mean US-OR?"),
        ("Oregon", "Did you mean US-OR?"),
        ("England", "GB-ENG"),
        ("USA", "Did you mean US?"),
        ("US-ZZ", "or US?"),
        ("SG-01", "Did you mean SG?"),
        ("", "Write a country such as US"),
        ("XX", "Write a country such as US"),
    ],
)
def test_an_unknown_region_names_close_ones(region: str, hint: str) -> None:
    with pytest.raises(UnknownRegion) as caught:
        holiday_names(region)
    assert hint in str(caught.value)


def test_a_practice_can_work_on_a_public_holiday() -> None:
    kept = frozenset({"columbus day", "New Year\N{RIGHT SINGLE QUOTATION MARK}s Day (observed)"})
    names = holiday_names("US", kept)
    assert names(date(2026, 10, 12)) is None
    assert names(date(2027, 12, 31)) is None
    assert names(date(2026, 11, 11)) == "Veterans Day"


def test_a_holiday_nobody_knows_gets_a_suggestion() -> None:
    with pytest.raises(ValueError, match=r'no public holiday "Colombus Day".*"Columbus Day"'):
        holiday_names("US", frozenset({"Colombus Day"}))
    with pytest.raises(ValueError, match='It has "Christmas Day", "Columbus Day"'):
        holiday_names("US", frozenset({"qqq"}))


# --- Worked examples -----------------------------------------------------------------------------


def told(examples: tuple[WorkedExample, ...]) -> list[str]:
    """Return the examples as notes: message, reply and what makes them special."""
    notes = []
    for message, reply, dated, because, _ in examples:
        form = "%a %Y-%m-%d %H:%M" if dated else "%a %H:%M"
        last = f"end of {reply.day:%a}" if reply.end_of_day else f"{reply.moment:{form}}"
        notes.append(f"{message:{form}} > {last}" + (f" ({because})" if because else ""))
    return notes


def test_examples_without_a_date_show_an_ordinary_week() -> None:
    expected = ["Tue 10:00 > Wed 10:00", "Fri 17:00 > Mon 17:00", "Sat 12:00 > end of Mon"]
    assert told(worked_examples(PRACTICE, promise(24, "clock_hour"))) == expected


def test_examples_with_a_date_show_the_next_holiday_closure_and_absence() -> None:
    examples = worked_examples(
        PRACTICE, promise(24, "clock_hour", "Mo-Fr 00:00-24:00"), today=date(2026, 11, 20)
    )
    assert told(examples)[3:] == [
        "Wed 2026-11-25 15:00 > Fri 2026-11-27 15:00 (Thanksgiving Day)",
        "Wed 2026-12-23 15:00 > Mon 2027-01-04 15:00 (Winter break)",
        "Fri 2026-12-04 15:00 > Mon 2026-12-14 15:00 (Training)",
    ]
    assert [example.exclusion for example in examples[3:]] == [
        Exclusion.public_holidays,
        Exclusion.closures,
        Exclusion.absences,
    ]


def test_a_holiday_that_changes_nothing_is_no_example() -> None:
    christmas_on_a_saturday = {date(2027, 12, 25): "Christmas Day"}
    calendar = replace(PLAIN, public_holidays=christmas_on_a_saturday.get)
    examples = worked_examples(calendar, promise(1, "business_day"), today=date(2027, 12, 1))
    assert not any(example.dated for example in examples)


def test_an_example_before_a_holiday_is_never_in_the_past() -> None:
    examples = worked_examples(PRACTICE, promise(1, "business_day"), today=date(2026, 11, 26))
    assert [example.because for example in examples if example.dated] == [
        "Winter break",
        "Training",
    ]


def test_two_reasons_for_one_answer_make_one_example() -> None:
    closed_too = replace(
        PRACTICE, closures=(DateSpan(date(2026, 11, 26), date(2026, 11, 27), "Repairs"),)
    )
    examples = worked_examples(closed_too, promise(1, "business_day"), today=date(2026, 11, 20))
    keys = [(example.message, example.reply) for example in examples]
    assert len(keys) == len(set(keys))


def test_an_early_closing_brings_the_example_forward() -> None:
    promised = promise(1, "business_day", "Mo-Tu,Th-Fr 09:00-17:00; We 09:00-12:00")
    example = worked_examples(PRACTICE, promised, today=date(2026, 11, 20))[3]
    assert example.message == at("2026-11-25 11:00")


def test_ordinary_examples_do_not_depend_on_the_time_zone() -> None:
    elsewhere = replace(PRACTICE, time_zone=ZoneInfo("Australia/Lord_Howe"))
    promised = promise(3, "business_day", "Mo-Fr 09:00-17:00")
    assert worked_examples(PRACTICE, promised) == worked_examples(elsewhere, promised)


def test_a_reply_knows_the_day_it_is_due() -> None:
    assert ReplyBy(at("2026-11-14 00:00"), end_of_day=True).day == date(2026, 11, 13)
    assert ReplyBy(at("2026-11-14 00:00"), end_of_day=False).day == date(2026, 11, 14)
