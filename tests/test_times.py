"""Hours, moments and dates in words, in English and in other languages."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from hypothesis import given, settings
from hypothesis import strategies as st

from sphinx_commspolicy.calendar import ReplyBy, Unit
from sphinx_commspolicy.opening_hours import OpeningHours
from sphinx_commspolicy.phrases import times
from sphinx_commspolicy.phrases.catalogue import EnglishPhrases, PhraseError, fill, load_phrases
from sphinx_commspolicy.phrases.times import (
    clock,
    date_range,
    date_words,
    day_and_time,
    duration,
    hours_sentence,
    list_words,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

ENGLISH = EnglishPhrases()
BRITISH = EnglishPhrases("en_GB")
MONDAY_FIVE = datetime(2026, 11, 30, 17, tzinfo=UTC)
END_OF_MONDAY = ReplyBy(datetime(2026, 12, 1, tzinfo=UTC), end_of_day=True)
SPANISH: dict[str | tuple[str, str], str | tuple[str, str]] = {
    "{days}, {times}": "{days}, {times}",
    "{first_day} to {last_day}": "de {first_day} a {last_day}",
    "{opens} to {closes}": "de {opens} a {closes}",
    "{hours}, except public holidays": "{hours}, excepto festivos",
    "midday": "mediodía",
    "{weekday} at {time}": "el {weekday} a las {time}",
    "{date} at {time}": "el {date} a las {time}",
    "{first_date} to {last_date}": "del {first_date} al {last_date}",
    ("{count} business day", "{count} business days"): (
        "{count} día hábil",
        "{count} días hábiles",
    ),
}


def write_catalogue(
    folder: Path, language: str, messages: Mapping[str | tuple[str, str], str | tuple[str, str]]
) -> Path:
    """Write a compiled catalogue as Sphinx and its users lay them out; return the locale dir."""
    catalogue = Catalog(locale=language)
    for message, translation in messages.items():
        catalogue.add(message, translation)
    place = folder / language / "LC_MESSAGES"
    place.mkdir(parents=True, exist_ok=True)
    content = BytesIO()
    write_mo(content, catalogue)
    (place / "commspolicy.mo").write_bytes(content.getvalue())
    return folder


# --- Opening hours in words ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Mo-Fr 09:00-17:00; PH off", "Monday to Friday, 9am to 5pm, except public holidays"),
        ("Mo-Fr 09:00-17:00", "Monday to Friday, 9am to 5pm"),
        (
            "Mo,We 09:00-12:00,13:00-17:00; Fr 09:00-12:00",
            "Monday and Wednesday, 9am to midday and 1pm to 5pm; Friday, 9am to midday",
        ),
        ("24/7", "all day, every day"),
        ("24/7; PH off", "all day, every day, except public holidays"),
        ("09:00-17:30", "every day, 9am to 5:30pm"),
        ("Fr-Mo 10:00-11:00", "Friday to Monday, 10am to 11am"),
        ("Mo-We,Fr 08:05-12:00", "Monday to Wednesday and Friday, 8:05am to midday"),
        ("Mo,Tu 00:00-24:00", "Monday and Tuesday, all day"),
        ("Mo-Fr 17:00-24:00", "Monday to Friday, 5pm to midnight"),
        ("Mo-Fr 22:00-06:00", "Monday to Friday, 10pm to 6am"),
        ("22:00-06:00", "every day, 10pm to 6am"),
        (
            "Mo-Th 09:00-17:00; Fr 09:00-12:00; PH off",
            "Monday to Thursday, 9am to 5pm; Friday, 9am to midday; closed on public holidays",
        ),
        (
            "Mo-Fr 09:00-17:00; PH 10:00-12:00",
            "Monday to Friday, 9am to 5pm; public holidays, 10am to midday",
        ),
        (
            "Mo,PH 09:00-17:00; Sa 10:00-11:00",
            (
                "Monday, 9am to 5pm; Saturday, 10am to 11am; on public holidays: "
                "Sunday to Friday, 9am to 5pm; Saturday, 10am to 11am"
            ),
        ),
        ("PH 10:00-12:00", "public holidays, 10am to midday"),
        ("Mo-Su off", "closed"),
    ],
)
def test_hours_read_as_a_person_would_say_them(text: str, sentence: str) -> None:
    assert hours_sentence(ENGLISH, OpeningHours.parse(text)) == sentence


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 1439), st.integers(0, 1440)), max_size=6)
)
def test_any_hours_can_be_told(rules: list[tuple[int, int, int]]) -> None:
    parts = ["Mo off"]
    for day, start, end in rules:
        if start != end:
            name = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")[day]
            parts.append(f"{name} {start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}")
    hours = OpeningHours.parse("; ".join(parts))
    sentence = hours_sentence(ENGLISH, hours)
    assert (sentence == "closed") is not any(hours.weekly())
    assert "{" not in sentence


# --- Times, moments and dates --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (0, "midnight"),
        (1440, "midnight"),
        (1, "12:01am"),
        (540, "9am"),
        (720, "midday"),
        (750, "12:30pm"),
        (1050, "5:30pm"),
        (time(9, 5), "9:05am"),
        (time(0), "midnight"),
    ],
)
def test_times_of_the_day_in_english(at: int | time, words: str) -> None:
    assert clock(ENGLISH, at) == words


def test_a_reply_is_due_at_a_time_or_by_the_end_of_a_day() -> None:
    due = ReplyBy(MONDAY_FIVE, end_of_day=False)
    assert day_and_time(ENGLISH, due, dated=False) == "Monday at 5pm"
    assert day_and_time(ENGLISH, due, dated=True) == "Monday, November 30, 2026 at 5pm"
    assert day_and_time(ENGLISH, END_OF_MONDAY, dated=False) == "the end of Monday"
    assert (
        day_and_time(ENGLISH, END_OF_MONDAY, dated=True) == "the end of Monday, November 30, 2026"
    )


def test_the_same_weekday_weeks_later_is_told_apart() -> None:
    message = MONDAY_FIVE - timedelta(days=14)
    assert day_and_time(ENGLISH, MONDAY_FIVE, dated=False, after=message) == (
        "Monday at 5pm (14 days later)"
    )
    assert day_and_time(ENGLISH, END_OF_MONDAY, dated=False, after=message) == (
        "the end of Monday (14 days later)"
    )
    nearby = MONDAY_FIVE - timedelta(days=6)
    assert day_and_time(ENGLISH, MONDAY_FIVE, dated=False, after=nearby) == "Monday at 5pm"


def test_dates_follow_the_order_of_the_country() -> None:
    assert date_words(ENGLISH, date(2026, 11, 30)) == "Monday, November 30, 2026"
    assert "30 November 2026" in date_words(BRITISH, date(2026, 11, 30))
    assert date_words(ENGLISH, date(2026, 11, 30), weekday=False) == "November 30, 2026"


def test_a_stretch_of_dates_names_the_year_once_if_it_is_one() -> None:
    first = date(2026, 12, 24)
    assert date_range(ENGLISH, first, first) == "December 24, 2026"
    assert date_range(ENGLISH, first, date(2026, 12, 26)) == "December 24 to December 26, 2026"
    assert date_range(ENGLISH, first, date(2027, 1, 2)) == "December 24, 2026 to January 2, 2027"
    assert date_range(BRITISH, first, date(2026, 12, 26)) == "24 December to 26 December 2026"


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (24, Unit.clock_hour, "24 hours"),
        (1, Unit.clock_hour, "1 hour"),
        (1, Unit.business_day, "1 business day"),
        (2, Unit.calendar_day, "2 days"),
    ],
)
def test_a_turnaround_has_the_right_plural(value: int, unit: Unit, words: str) -> None:
    assert duration(ENGLISH, value, unit) == words


def test_lists_are_joined_as_the_country_does() -> None:
    items = ["phone", "text", "email"]
    assert list_words(ENGLISH, items) == "phone, text, and email"
    assert list_words(BRITISH, items) == "phone, text and email"
    assert list_words(ENGLISH, ["phone"]) == "phone"
    assert list_words(ENGLISH, []) == ""


# --- Other languages -----------------------------------------------------------------------------


def test_a_translated_practice_reads_in_its_language(tmp_path: Path) -> None:
    spanish = load_phrases("es", [write_catalogue(tmp_path, "es", SPANISH)])
    hours = OpeningHours.parse("Mo-Fr 09:00-12:00; PH off")
    assert hours_sentence(spanish, hours) == (
        "de lunes a viernes, de 9:00 a mediodía, excepto festivos"
    )
    assert day_and_time(spanish, MONDAY_FIVE, dated=False) == "el lunes a las 17:00"
    assert day_and_time(spanish, MONDAY_FIVE, dated=True) == (
        "el lunes, 30 de noviembre de 2026 a las 17:00"
    )
    assert date_range(spanish, date(2026, 12, 24), date(2026, 12, 26)) == (
        "del 24 de diciembre al 26 de diciembre de 2026"
    )
    assert duration(spanish, 1, Unit.business_day) == "1 día hábil"
    assert duration(spanish, 2, Unit.business_day) == "2 días hábiles"


def test_a_region_uses_the_catalogue_of_its_language(tmp_path: Path) -> None:
    french = load_phrases("fr-CA", [write_catalogue(tmp_path, "fr", {"midday": "midi"})])
    assert french.language == "fr_CA"
    assert clock(french, 720) == "midi"
    assert clock(french, 17 * 60).split() == ["17", "h", "00"]


def test_the_practices_own_words_come_before_those_of_the_next_folder(tmp_path: Path) -> None:
    own = write_catalogue(tmp_path / "own", "es", {"midday": "las doce"})
    other = write_catalogue(tmp_path / "other", "es", SPANISH)
    phrases = load_phrases("es", [own, other])
    assert clock(phrases, 720) == "las doce"
    assert duration(phrases, 1, Unit.business_day) == "1 día hábil"


def test_a_practice_can_reword_the_english(tmp_path: Path) -> None:
    phrases = load_phrases("en", [write_catalogue(tmp_path, "en", {"midday": "noon"})])
    assert clock(phrases, 720) == "noon"
    assert clock(phrases, 1050) == "5:30pm"
    assert duration(phrases, 2, Unit.calendar_day) == "2 days"


@pytest.mark.parametrize("language", ["tlh", "xx_YY", "not a language"])
def test_a_language_without_a_catalogue_is_english_throughout(language: str) -> None:
    phrases = load_phrases(language)
    assert phrases.language == "en"
    assert day_and_time(phrases, MONDAY_FIVE, dated=True) == "Monday, November 30, 2026 at 5pm"


def test_dates_in_a_language_that_cldr_does_not_know_are_english() -> None:
    assert date_words(EnglishPhrases("tlh"), date(2026, 11, 30)) == "Monday, November 30, 2026"


def test_an_unknown_region_of_english_is_english() -> None:
    assert date_words(load_phrases("en_XX"), date(2026, 11, 30)) == "Monday, November 30, 2026"
    assert clock(load_phrases("en-GB"), 540) == "9am"


def test_an_edited_translation_is_seen_at_once_and_changes_the_digest(tmp_path: Path) -> None:
    write_catalogue(tmp_path, "es", {"midday": "mediodía"})
    before = load_phrases("es", [tmp_path])
    write_catalogue(tmp_path, "es", {"midday": "las doce"})
    after = load_phrases("es", [tmp_path])
    assert clock(after, 720) == "las doce"
    assert before.digest() != after.digest()
    assert after.digest() == load_phrases("es", [tmp_path]).digest()
    assert EnglishPhrases().digest() == load_phrases("en").digest() != BRITISH.digest()


@pytest.mark.parametrize("slip", ["{hour}", "{}", "{hours", "{hours.x}"])
def test_a_slip_in_a_translation_is_told_in_plain_words(slip: str) -> None:
    with pytest.raises(PhraseError, match=r"may only use \{hours\}"):
        fill(slip, hours="9am")


def test_every_phrase_is_found_by_the_extractor() -> None:
    source = Path(times.__file__).read_bytes()
    found = extract("python", BytesIO(source), comment_tags=("Translators:",))
    messages = {message: " ".join(comments) for _, message, comments, _ in found}
    assert {"closed", "every day", "midnight", "the end of {weekday}"} <= set(messages)
    assert ("{count} business day", "{count} business days") in messages
    assert "9am to 5pm" in messages["{days}, {times}"]
    assert len(messages) == source.count(b"phrases.gettext(") + source.count(b"phrases.ngettext(")
