"""Rules for prose, over pages that Sphinx has read: each finds what its examples mark."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rule_examples import find
from sphinx.testing import restructuredtext
from sphinx.testing.util import SphinxTestApp

from sphinx_commspolicy.checks import registry
from sphinx_commspolicy.checks.prose import doctrees
from sphinx_commspolicy.checks.prose.amounts import amounts
from sphinx_commspolicy.checks.prose.contacts import phone_numbers
from sphinx_commspolicy.checks.prose.fixing import as_written, replaceable
from sphinx_commspolicy.checks.prose.language import is_denied, plain, sentence_spans
from sphinx_commspolicy.checks.prose.places import find_place
from sphinx_commspolicy.checks.prose.reading import grade, syllables
from sphinx_commspolicy.checks.prose.times import hours
from sphinx_commspolicy.checks.rule import Example, Level, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from docutils import nodes

PRACTICE = "practice:\n  name: Elm Street Therapy\n  country: US\n  sample: yes\n"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SphinxTestApp]:
    """A Sphinx that knows the extension's roles and directives."""
    source = tmp_path_factory.mktemp("pages")
    (source / "conf.py").write_text("extensions = ['sphinx_commspolicy']\n", "utf-8")
    (source / "practice.yaml").write_text(PRACTICE, "utf-8")
    (source / "index.rst").write_text("Elm\n===\n", "utf-8")
    app = SphinxTestApp(srcdir=source)
    app.build()
    yield app
    app.cleanup()


@pytest.fixture
def parse(app: SphinxTestApp) -> Callable[[str, str], nodes.document]:
    """Return a function that makes a doctree of a page as Sphinx reads it."""

    def read(text: str, _file: str) -> nodes.document:
        return restructuredtext.parse(app, text)

    return read


def cases(*, failing: bool) -> list[object]:
    """Return each example that has a page."""
    return [
        pytest.param(name, example, id=f"{name}-{number}")
        for name in registry.names()
        for number, example in enumerate(registry.examples(name)[0 if failing else 1])
        if example.rst
    ]


@pytest.mark.parametrize(("name", "example"), cases(failing=True))
def test_a_failing_page_is_found_where_it_is_marked(
    name: str,
    example: Example,
    parse: Callable[[str, str], object],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    found, places = find(name, example, tmp_path, parse)
    assert places, "a failing example marks what is found"
    assert [finding.place for finding in found] == places, "\n".join(
        f"{finding.place} {finding.message}" for finding in found
    )
    for finding in found:
        assert example.says in finding.message
        assert finding.message.endswith((".", "?", "”")), finding.message
        assert finding.remedy


@pytest.mark.parametrize(("name", "example"), cases(failing=False))
def test_a_passing_page_has_no_finding(
    name: str,
    example: Example,
    parse: Callable[[str, str], object],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    found, places = find(name, example, tmp_path, parse)
    assert not places
    assert [f"{finding.place} {finding.message}" for finding in found] == []


@pytest.mark.parametrize("name", registry.names())
def test_a_rule_for_prose_has_pages_that_fail_and_pass(name: str) -> None:
    if Level.prose in registry.rule(name).levels:
        failing, passing = registry.examples(name)
        assert any(example.rst for example in failing)
        assert any(example.rst for example in passing)


# ---- the language that rules read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We answer. You wait.", ["We answer.", "You wait."]),
        ("Call Dr. Vale at 9 a.m. on Monday.", ["Call Dr. Vale at 9 a.m. on Monday."]),
        ("We open at 9 a.m. Then we call.", ["We open at 9 a.m.", "Then we call."]),
        ("It is 5.30 pm now, e.g. Late? Yes!", ["It is 5.30 pm now, e.g. Late?", "Yes!"]),
        ("“Call me.” That is all", ["“Call me.”", "That is all"]),
        ("  ", []),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str]) -> None:
    typed = plain(text)
    found = [text[start:end] for start, end in sentence_spans(typed)]
    assert found == expected


@pytest.mark.parametrize(
    ("text", "word", "denied"),
    [
        ("We do not text.", "text", True),
        ("We never use text.", "text", True),
        ("Texting is not possible.", "Texting", True),
        ("No texting, please.", "texting", True),
        ("We can’t take a text.".replace("’", "'"), "text", True),
        ("We text.", "text", False),
        ("We do not call, but we text.", "text", False),
        ("We text, but do not call.", "text", False),
        ("If you do not hear from us, text us.", "text", False),
        ("Do not hesitate to text us.", "text", False),
        ("We do not only text.", "text", False),
        ("Not only do we text.", "text", False),
    ],
)
def test_a_denial_reaches_as_far_as_its_clause(text: str, word: str, denied: bool) -> None:
    start = text.index(word)
    assert is_denied(text, start, start + len(word)) is denied


@pytest.mark.parametrize(
    ("text", "value", "unit", "least"),
    [
        ("within two business days", 2, "business_day", 2),
        ("in 24-48 hours", 48, "clock_hour", 24),
        ("in 24 to 48 hours", 48, "clock_hour", 24),
        ("by the end of the next working day", 1, "business_day", 1),
        ("the following day", 1, "calendar_day", 1),
        ("within 48 business hours", 48, "business_hour", 48),
        ("within forty-eight (48) hours", 48, "clock_hour", 48),
        ("in three to five working days", 5, "business_day", 3),
        ("within the hour", 1, "clock_hour", 1),
        ("within a week", 1, "week", 1),
        ("the same day", 0, "business_day", 0),
        ("in 90 minutes", 90, "minute", 90),
    ],
)
def test_durations_are_read_as_people_write_them(
    text: str, value: int, unit: str, least: int
) -> None:
    (found,) = amounts(text)
    assert (found.value, found.unit, found.least) == (value, unit, least)


@pytest.mark.parametrize(
    "text", ["Room 24", "on 24 May", "at 5 pm", "911", "a daydream", "the next session", "2026"]
)
def test_what_is_no_duration_is_not_read_as_one(text: str) -> None:
    assert list(amounts(text)) == []


def test_24_hours_and_a_day_are_the_same_length() -> None:
    lengths = {next(amounts(text)).length for text in ("24 hours", "one day", "1 calendar day")}
    assert lengths == {(1, "calendar_day")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Monday to Friday, 9 am to 5 pm", ["Mo-Fr 09:00-17:00"]),
        ("on weekdays from 9 to 4", ["Mo-Fr 09:00-16:00"]),
        ("Tuesdays and Thursdays between 10 and 4", ["Tu,Th 10:00-16:00"]),
        ("Mon-Thu 8:30-18:00; Sat 10-noon", ["Mo-Th 08:30-18:00", "Sa 10:00-12:00"]),
        ("every day, noon to 2 p.m.", ["Mo-Su 12:00-14:00"]),
        ("We reply in 1 to 3 days on weekdays", []),
        ("weekdays from 25 to 30", []),
        ("from 9 to 5", []),
    ],
)
def test_hours_are_read_as_people_write_them(text: str, expected: list[str]) -> None:
    assert [found.value for found in hours(text)] == expected


@pytest.mark.parametrize(
    ("text", "region", "expected"),
    [
        ("Call (503) 555-0140.", "US", ["+15035550140"]),
        ("Call 1-800-273-TALK now", "US", ["+18002738255"]),
        ("Ring 01632 960 118, please", "GB", ["+441632960118"]),
        ("License number 5035550140", "US", []),
        ("on 2026-11-23 and 11/23/2026", "US", []),
        ("code 5550140", "US", []),
    ],
)
def test_numbers_are_told_from_dates_and_codes(text: str, region: str, expected: list[str]) -> None:
    assert [value for _, _, value in phone_numbers(text, region)] == expected


def test_the_grade_tells_plain_words_from_others() -> None:
    assert grade(["The cat sat on the mat.", "It was warm."]) < 2
    assert grade(["Confidentiality considerations necessitate authorization documentation."]) > 20
    assert grade([]) == 0
    assert [syllables(word) for word in ("cat", "asked", "policy", "emergency", "idea")] == [
        *(1, 1, 3, 4, 3)
    ]


def test_names_and_numbers_do_not_make_a_text_harder() -> None:
    usual = grade(["Call us, and we will call you back."])
    named = grade(["Call Marisol Vantongeren-Ibarra at 503-555-0140, and we will call you back."])
    assert named <= usual + 2


# ---- places


SOURCE = """\
Handbook
========

We do **not** text. Please
call us, and we'll call back. Call us.

- An item, ``code`` and more
  words here.

=====  ==========
Way    Number
=====  ==========
Phone  call us
=====  ==========

.. note::

   Inside a note,
   we say things.
"""


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("Handbook", (1, 1, 1, 9)),
        ("not text", (4, 9, 4, 19)),
        ("Please call us", (4, 21, 5, 8)),
        ("we'll", (5, 14, 5, 19)),
        ("Call us", (5, 31, 5, 38)),
        ("more words", (7, 25, 8, 8)),
        ("call us", (13, 8, 13, 15)),
        ("note, we", (18, 13, 19, 6)),
    ],
)
def test_words_of_a_page_are_placed_where_they_stand_in_its_source(
    words: str, place: tuple[int, int, int, int], parse: Callable[[str, str], nodes.document]
) -> None:
    found = doctrees.passages(parse(SOURCE, "index.rst"), "index.rst", SOURCE.split("\n"))
    wanted = [one for one in found if words in one.text.replace("\u2019", "'")]
    passage = wanted[-1]
    start = passage.text.replace("\u2019", "'").index(words)
    assert passage.place_of(start, start + len(words)) == Place("index.rst", *place)


def test_words_that_are_not_in_the_source_are_placed_on_the_line() -> None:
    assert find_place("a.rst", ["One", "Two"], 2, "Three", 0, 5) == Place("a.rst", 2)
    assert find_place("a.rst", [], 7, "Three", 0, 5) == Place("a.rst", 7)


def test_code_roles_and_comments_are_no_prose(parse: Callable[[str, str], nodes.document]) -> None:
    source = """\
Page
====

Call :contact:`office` or ``TODO``. See :ref:`there`. :ref:`Words <there>`.

.. A comment

::

   Code
"""
    found = doctrees.passages(parse(source, "index.rst"), "index.rst", source.split("\n"))
    assert [passage.text for passage in found] == [
        "Page",
        "Call \ufffc or \ufffd. See \ufffd. Words.",
    ]
    assert found[1].headings == ("Page",)


def test_a_fix_puts_the_role_in_the_place_of_the_words(
    parse: Callable[[str, str], object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    example = registry.examples("fact-literal")[0][0]
    found, _ = find("fact-literal", example, tmp_path, parse)
    fixes = [(one.fix.before, one.fix.replacement) if one.fix else None for one in found]
    assert fixes == [
        ("(212) 555-0143", ":contact:`office`"),
        ("two business days", ":turnaround:`practice`"),
        None,
    ]


def test_no_fix_is_offered_where_words_of_a_link_would_be_replaced(
    parse: Callable[[str, str], object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    yaml = registry.examples("fact-literal")[0][0].yaml
    page = "Reach us\n========\n\nCall `⟦212-555-0143⟧ <tel:+12125550143>`_.\n"
    found, places = find("fact-literal", Example(yaml=yaml, rst=page), tmp_path, parse)
    assert [one.place for one in found] == places
    assert [one.fix for one in found] == [None]


LINE = "Call 212-555-0143, or (212) 555-0143 at work."


@pytest.mark.parametrize(
    ("line", "words", "possible"),
    [
        (LINE, "212-555-0143", True),
        (LINE, "(212) 555-0143", True),
        ("212-555-0143", "212-555-0143", True),
        ("Call `212-555-0143 <tel:1>`_.", "212-555-0143", False),
        ("Call ``212-555-0143``.", "212-555-0143", False),
        ("Call [212-555-0143](tel:1).", "212-555-0143", False),
        ("Call [us](212-555-0143).", "212-555-0143", False),
        ("Call x212-555-0143.", "212-555-0143", False),
        ("Call 212-555-0143x.", "212-555-0143", False),
    ],
)
def test_a_role_replaces_words_only_where_a_role_can_stand(
    line: str, words: str, possible: bool
) -> None:
    start = line.index(words) + 1
    place = Place("a.rst", 1, start, 1, start + len(words))
    assert replaceable([line], place, words) is possible
    assert not replaceable([line], place._replace(column=start + 1), words)
    assert not replaceable([line, line], place._replace(end_line=2), words)
    assert not replaceable([line], place._replace(end_column=0), words)
    for elsewhere in (0, 2):
        there = place._replace(line=elsewhere, end_line=elsewhere)
        assert not replaceable([line], there, words)


def test_a_fact_that_several_roles_show_is_replaced_by_none(
    parse: Callable[[str, str], object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    yaml = """\
        methods:
          phone: {name: Phone, system: phone, value: 212-555-0143}
          text: {name: Text, system: sms, value: 212-555-0143}
          old: {name: Old, system: phone, value: 212-555-0144, status: not_used}
          fax: {name: Fax, system: fax, value: 212-555-0144}
          gone: {name: Gone, system: phone, value: 212-555-0145, status: not_used}
        """
    page = "Reach us\n========\n\n⟦212-555-0143⟧, ⟦212-555-0144⟧, ⟦212-555-0145⟧.\n"
    found, places = find("fact-literal", Example(yaml=yaml, rst=page), tmp_path, parse)
    assert [one.place for one in found] == places
    fixes = [one.fix.replacement if one.fix else None for one in found]
    assert fixes == [None, ":contact:`fax`", None]
    assert [one.related[0].place.line for one in found] == [2, 5, 6]


def test_roles_are_written_in_the_markup_of_the_page() -> None:
    assert as_written("a.rst", "contact:office") == ":contact:`office`"
    assert as_written("a.md", "contact:office") == "{contact}`office`"
