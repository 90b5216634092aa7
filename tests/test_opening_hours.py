"""Opening hours: what a practice can write, what it means, and what the errors say."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from opening_hours import OpeningHours as Oracle

from sphinx_commspolicy.opening_hours import (
    DAY_MINUTES,
    HolidayKind,
    OpeningHours,
    OpeningHoursError,
    TimeRange,
)

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
NINE_TO_FIVE = (TimeRange(540, 1020),)
WHOLE_DAY = (TimeRange(0, DAY_MINUTES),)
MONDAY = date(2026, 11, 23)


def week(text: str) -> dict[str, list[str]]:
    """Return the open days of an ordinary week, with times as people write them."""
    return {
        day: [f"{a // 60:02}:{a % 60:02}-{b // 60:02}:{b % 60:02}" for a, b in ranges]
        for day, ranges in zip(DAYS, OpeningHours.parse(text).weekly(), strict=True)
        if ranges
    }


def on_each(days: tuple[str, ...], hours: str) -> dict[str, list[str]]:
    return {day: [hours] for day in days}


# --- What it means -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Mo-Fr 09:00-17:00; PH off",
            on_each(DAYS[:5], "09:00-17:00"),
        ),
        (
            "Mo,We 09:00-12:00,13:00-17:00; Fr 09:00-12:00",
            {
                "Mo": ["09:00-12:00", "13:00-17:00"],
                "We": ["09:00-12:00", "13:00-17:00"],
                "Fr": ["09:00-12:00"],
            },
        ),
        ("24/7", on_each(DAYS, "00:00-24:00")),
        ("Mo-Su 00:00-24:00", on_each(DAYS, "00:00-24:00")),
        ("09:00-17:00", on_each(DAYS, "09:00-17:00")),
        ("Fr-Mo 10:00-11:00", on_each(("Mo", "Fr", "Sa", "Su"), "10:00-11:00")),
        ("Mo 09:00-12:00,11:00-13:00,13:00-14:00", {"Mo": ["09:00-14:00"]}),
        ("mo - we , fr 9:00 - 17:00", on_each(("Mo", "Tu", "We", "Fr"), "09:00-17:00")),
        ("Mo-Tu 09:00-17:00; Tu closed", {"Mo": ["09:00-17:00"]}),
        ("Mo 22:00-00:00", {"Mo": ["22:00-24:00"]}),
        ("PH 10:00-12:00", {}),
    ],
)
def test_a_week_is_read_as_written(text: str, expected: dict[str, list[str]]) -> None:
    assert week(text) == expected


def test_a_later_rule_replaces_the_day_it_names() -> None:
    assert week("Mo-We 09:00-17:00; We 10:00-12:00; Mo off") == {
        "Tu": ["09:00-17:00"],
        "We": ["10:00-12:00"],
    }


def test_hours_over_midnight_end_on_the_next_date() -> None:
    assert week("Fr 22:00-06:00") == {"Fr": ["22:00-24:00"], "Sa": ["00:00-06:00"]}
    assert week("Su 22:00-06:00") == {"Su": ["22:00-24:00"], "Mo": ["00:00-06:00"]}


def test_a_later_rule_removes_what_runs_into_the_date_it_names() -> None:
    assert week("Fr 22:00-06:00; Sa off") == {"Fr": ["22:00-24:00"]}
    assert week("Fr 22:00-06:00; Sa 10:00-12:00") == {
        "Fr": ["22:00-24:00"],
        "Sa": ["10:00-12:00"],
    }


def test_a_later_night_adds_to_the_date_it_runs_into() -> None:
    assert week("Sa 10:00-12:00; Fr 22:00-06:00") == {
        "Fr": ["22:00-24:00"],
        "Sa": ["00:00-06:00", "10:00-12:00"],
    }


def test_a_public_holiday_is_closed_when_the_hours_say_so() -> None:
    hours = OpeningHours.parse("Mo-Fr 09:00-17:00; PH off")
    assert hours.on(MONDAY) == NINE_TO_FIVE
    assert hours.on(MONDAY, public_holiday=True) == ()


def test_a_night_that_begins_on_a_public_holiday_ends_on_the_day_after() -> None:
    hours = OpeningHours.parse("PH 22:00-06:00")
    assert hours.on(MONDAY, public_holiday=True) == (TimeRange(1320, 1440),)
    assert hours.on(MONDAY, public_holiday_before=True) == (TimeRange(0, 360),)


@pytest.mark.parametrize(
    ("text", "kind", "ranges"),
    [
        ("Mo-Fr 09:00-17:00", HolidayKind.AS_USUAL, ()),
        ("PH off; Mo-Su 09:00-17:00", HolidayKind.AS_USUAL, ()),
        ("Mo-Fr 09:00-17:00; PH off", HolidayKind.CLOSED, ()),
        ("Mo-Fr 09:00-17:00; PH 10:00-12:00", HolidayKind.OWN_HOURS, (TimeRange(600, 720),)),
        ("Mo,PH 09:00-17:00; Sa 10:00-12:00", HolidayKind.BY_WEEKDAY, ()),
    ],
)
def test_the_hours_tell_what_happens_on_public_holidays(
    text: str, kind: HolidayKind, ranges: tuple[TimeRange, ...]
) -> None:
    assert OpeningHours.parse(text).holidays == (kind, ranges)


@pytest.mark.parametrize(
    ("text", "always"),
    [
        ("24/7", True),
        ("Mo-Su 00:00-24:00", True),
        ("00:00-12:00,12:00-24:00", True),
        ("24/7; PH off", False),
        ("Mo-Sa 00:00-24:00", False),
    ],
)
def test_always_open_means_no_closed_minute(text: str, *, always: bool) -> None:
    assert OpeningHours.parse(text).always_open is always


def test_the_text_stays_as_the_practice_wrote_it() -> None:
    assert str(OpeningHours.parse(" mo-fr 9:00-17:00 ")) == " mo-fr 9:00-17:00 "


# --- What the errors say -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "offset", "says"),
    [
        ("", 0, "are empty. Write days and times, such as Mo-Fr 09:00-17:00"),
        ("Mon-Fr 09:00-17:00", 0, 'For "Mon", write Mo.'),
        ("Mo-Friday 09:00-17:00", 3, 'For "Friday", write Fr.'),
        ("Mo-Fr 9-5", 6, "24-hour clock: 9am is 09:00, 5pm is 17:00"),
        ("Mo-Fr 9am-5pm", 6, "24-hour clock"),
        ("Mo-Fr 9:00am-5:00pm", 10, "24-hour clock"),
        ("Mo-Fr", 5, "end too early. Write times such as 09:00-17:00, or off."),
        ("Mo-Fr 09:00", 11, "Write a hyphen and the closing time"),
        ("Mo-Fr 09:00\N{EN DASH}17:00", 11, "not a plain hyphen"),
        ("Mo\N{EN DASH}Fr 09:00-17:00", 2, "not a plain hyphen"),
        ("Mo: 09:00-17:00", 2, "No colon is needed"),
        ("Mo 09:00-17:00, Sa 10:00-12:00", 16, 'put "; " in place of the comma'),
        ("Mo 09:00-17:00;", 15, "end too early"),
        ("Mo 09:60-17:00", 3, "minutes 00 to 59"),
        ("Mo 22:00-26:00", 9, "For hours over midnight, write 22:00-06:00"),
        ("Mo 10:00-10:00", 9, "For the whole day, write 00:00-24:00"),
        ("Mo 24:00-06:00", 3, "A day starts at 00:00"),
        ("off", 0, "Name the days that are closed"),
        ("Jan-Mar Mo 09:00-17:00", 0, "no months; dates belong to the closures"),
        ("Mo 09:00-17:00; Dec 25 off", 16, "no months; dates belong to the closures"),
        ("2026 Mo 09:00-17:00", 0, "dates belong to the closures"),
        ("week 1-10 Mo 09:00-17:00", 0, "no single weeks"),
        ("SH off", 0, "no school holidays"),
        ("Mo sunrise-sunset", 3, "not by the sun"),
        ('Mo 09:00-17:00 "by appointment"', 15, "Comments are not supported"),
        ("Mo 09:00+", 8, "An open end is not supported"),
        ("Mo[1] 09:00-17:00", 2, "weekday of a month is not supported"),
        ("Mo 09:00-17:00 || off", 15, "Fallback rules are not supported"),
        ("Mo open", 3, "Write times such as 09:00-17:00, or off."),
    ],
)
def test_an_error_says_where_and_what_to_write(text: str, offset: int, says: str) -> None:
    with pytest.raises(OpeningHoursError) as caught:
        OpeningHours.parse(text)
    assert caught.value.offset == offset
    assert says in str(caught.value)
    assert caught.value.expected in str(caught.value)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet='MoTuFrSaPHoffjan0123456789:-,;/ +"[]\N{EN DASH}é\n', max_size=40))
@example("\N{ARABIC-INDIC DIGIT NINE}:00-17:00")
def test_no_text_gives_anything_but_hours_or_a_located_error(text: str) -> None:
    try:
        hours = OpeningHours.parse(text)
    except OpeningHoursError as refusal:
        error = refusal
    else:
        assert len(hours.weekly()) == 7
        return
    assert 0 <= error.offset <= len(text)
    assert error.expected


# --- The same meaning as an independent reader of the notation -----------------------------------

TIMES = st.integers(0, DAY_MINUTES)


def clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


@st.composite
def spans(draw: st.DrawFn, *, overnight: bool) -> str:
    parts = []
    for _ in range(draw(st.integers(1, 3))):
        start, end = draw(TIMES), draw(TIMES)
        assume(start != end)
        if start > end and not overnight:
            start, end = end, start
        assume(start < DAY_MINUTES)
        parts.append(f"{clock(start)}-{clock(end)}")
    return ",".join(parts)


DAY = st.sampled_from(DAYS)
WEEKDAYS = st.lists(
    st.one_of(DAY, st.tuples(DAY, DAY).filter(lambda pair: pair[0] != pair[1]).map("-".join)),
    min_size=1,
    max_size=3,
).map(",".join)
DAY_LIST = st.one_of(
    WEEKDAYS,
    st.just("PH"),
    WEEKDAYS.map("PH,{}".format),
    WEEKDAYS.map("{},PH".format),
)


@st.composite
def hours_texts(draw: st.DrawFn) -> str:
    # Only the first rule runs over midnight: where a later night reaches into a date that an
    # earlier rule opens, readers of the notation differ (ours adds the hours, as opening_hours.js).
    rules = []
    for number in range(draw(st.integers(1, 4))):
        days = draw(st.one_of(st.just(""), DAY_LIST)) if number == 0 else draw(DAY_LIST)
        times = draw(st.one_of(spans(overnight=number == 0), st.just("off"), st.just("closed")))
        if days:
            rules.append(f"{days} {times}")
        else:
            rules.append(times if times[0].isdigit() else "24/7")
    return "; ".join(rules)


def oracle_ranges(oracle: Oracle, day: date) -> tuple[TimeRange, ...]:
    midnight = datetime.combine(day, time())
    found = []
    for start, end, state, *_ in oracle.intervals(midnight, midnight + timedelta(days=1)):
        if str(state) == "open":
            first, last = ((at - midnight) // timedelta(minutes=1) for at in (start, end))
            found.append(TimeRange(first, last))
    return tuple(found)


@settings(max_examples=250, deadline=None)
@given(hours_texts())
@example("Mo-Su 22:00-06:00; We off; PH 10:00-12:00")
@example("PH 22:00-06:00; Fr off")
def test_hours_mean_what_an_independent_reader_says(text: str) -> None:
    holidays = Oracle("PH 00:00-24:00", country="US")
    oracle = Oracle(text, country="US")
    hours = OpeningHours.parse(text)
    first = date(2026, 12, 22)
    for day in (first + timedelta(days=n) for n in range(12)):
        ours = hours.on(
            day,
            public_holiday=bool(oracle_ranges(holidays, day)),
            public_holiday_before=bool(oracle_ranges(holidays, day - timedelta(days=1))),
        )
        assert ours == oracle_ranges(oracle, day), day
