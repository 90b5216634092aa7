"""Texts in the YAML carry inline markup, and say where it is wrong."""

from __future__ import annotations

from textwrap import indent
from typing import TYPE_CHECKING

import pytest
from docutils import nodes
from handbook import Handbook
from readers import FIRST_LINE, Pages, Read

from sphinx_commspolicy.markup import MAX_SLIPS

if TYPE_CHECKING:
    from pathlib import Path

CONF = """
extensions = ["sphinx_commspolicy"]
commspolicy_today = "2026-11-23"
suppress_warnings = ["toc.not_included"]
"""
PRACTICE = """\
practice: {name: Elm Street Therapy, country: US}
turnaround: {value: 1, unit: business_day}
methods:
  phone: {name: Office "main" phone, system: phone, value: (503) 555-0143}
"""
PAGES = Pages()
TEXTS: dict[str, str] = {}
"""Each text by its page."""
LINES: dict[str, int] = {}
"""The first line of each text in the file."""


class Practice:
    """A file to which each test adds a text."""

    def __init__(self) -> None:
        self.yaml = PRACTICE

    def text(self, text: str, style: str = "|") -> str:
        """Write *text* into the file, below its key, and return the page that shows it."""
        name = f"m{len(TEXTS)}"
        page = PAGES.add(f".. contact-method:: {name}\n   :show: note\n   :no-index:")
        self.yaml += f"  {name}:\n    name: N\n    system: video\n    note: {style}\n"
        LINES[page] = self.yaml.count("\n") + 1
        self.yaml += indent(text, "      ") + "\n"
        TEXTS[page] = text
        return page


FILE = Practice()


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Read:
    root = tmp_path_factory.mktemp("root")
    (root / "conf.py").write_text(CONF, "utf-8")
    (root / "practice.yaml").write_text(FILE.yaml, "utf-8")
    (root / "other.rst").write_text(".. _elsewhere:\n\nOther page\n==========\n", "utf-8")
    # builders of plain text keep straight quotation marks
    return PAGES.build(tmp_path_factory.mktemp("markup"), "pseudoxml", root)


def note(read: Read, page: str) -> nodes.definition:
    """Return what the page shows of its text."""
    (definition,) = read.doctrees[page].findall(nodes.definition)
    return definition


def warned(read: Read, page: str) -> list[str]:
    """Return the warnings on the first line of the page's text in the file."""
    start = f"yaml:{LINES[page]}: "
    return [warning for warning in read.warned("practice") if warning.startswith(start)]


# ---- what works

MARKUP = {
    FILE.text(text): expected
    for text, expected in {
        "Write *soon*.": (nodes.emphasis, "soon"),
        "Write **now**.": (nodes.strong, "now"),
        "Type ``HELP``.": (nodes.literal, "HELP"),
        "See `our map <https://map.example.org/>`_.": (nodes.reference, "our map"),
        "See `our map <https://map.example.org/>`__.": (nodes.reference, "our map"),
        "See https://map.example.org/ for it.": (nodes.reference, "https://map.example.org/"),
        "Write to desk@example.org.": (nodes.reference, "desk@example.org"),
        "Call :contact:`phone`.": (nodes.reference, "(503) 555-0143"),
        "See :ref:`elsewhere`.": (nodes.reference, "Other page"),
        "See :ref:`there <elsewhere>`.": (nodes.reference, "there"),
        "See :doc:`other`.": (nodes.reference, "Other page"),
        "It is H\\ :sub:`2`\\ O.": (nodes.subscript, "2"),
        "The :abbr:`DBT (dialectical behaviour therapy)` group.": (nodes.abbreviation, "DBT"),
    }.items()
}


@pytest.mark.parametrize("page", MARKUP, ids=TEXTS.get)
def test_inline_markup_works_in_a_text_of_the_yaml(read: Read, page: str) -> None:
    kind, words = MARKUP[page]
    (found,) = note(read, page).findall(kind)
    assert found.astext() == words
    assert warned(read, page) == []


def test_texts_of_the_yaml_hold_nothing_unresolved(read: Read) -> None:
    for page in TEXTS:
        left = {type(node).__name__ for node in read.doctrees[page].findall(nodes.Element)}
        assert not {name for name in left if name.startswith(("facts_", "pending_"))}
        assert not left & {"substitution_reference", "footnote_reference", "problematic"}


PLAIN = FILE.text('5 * 3 is a_b <c> & "d": 50% | 2 \\\\ x\'s [y]')


def test_what_only_looks_like_markup_stays_as_it_is(read: Read) -> None:
    assert note(read, PLAIN).astext() == "5 * 3 is a_b <c> & “d”: 50% | 2 \\ x’s [y]"
    assert warned(read, PLAIN) == []


PARAGRAPHS = FILE.text("One\ngoes on.\n\nTwo *is*\nhere.\n\n\nThree.")


def test_a_blank_line_begins_a_paragraph(read: Read) -> None:
    found = [paragraph.astext() for paragraph in note(read, PARAGRAPHS).findall(nodes.paragraph)]
    assert found == ["One goes on.", "Two is here.", "Three."]


# ---- facts within texts

FACT = FILE.text("We answer within :turnaround:`practice`; :fact:`turnaround.unit`.")
NESTED = FILE.text("Inner *words* with :contact:`phone`.")
OUTER = FILE.text(f"Outer, :fact:`methods.m{len(TEXTS) - 1}.note`")
CIRCLE = FILE.text(f"Round and :fact:`methods.m{len(TEXTS)}.note`.")
UNKNOWN_FACT = FILE.text("First.\n\nCall :contact:`fone`.")


def test_a_text_can_hold_facts_and_texts_that_hold_facts(read: Read) -> None:
    assert note(read, FACT).astext() == "We answer within 1 business day; business day."
    assert note(read, OUTER).astext() == "Outer, Inner words with (503) 555-0143."


def test_texts_that_contain_themselves_end_with_one_warning_at_their_line(read: Read) -> None:
    target = CIRCLE_TARGET
    assert note(read, CIRCLE).astext() == f"Round and Round and [Missing: {target}].."
    (warning,) = warned(read, CIRCLE)
    assert "texts refer to each other in a circle" in warning


CIRCLE_TARGET = f"methods.m{list(TEXTS).index(CIRCLE)}.note"


def test_an_unknown_name_in_a_text_is_warned_of_at_the_line_of_its_paragraph(read: Read) -> None:
    assert "Call [Missing: fone]." in note(read, UNKNOWN_FACT).astext()
    (warning,) = [line for line in read.warned("practice") if "“fone”" in line]
    assert warning.startswith(f"yaml:{LINES[UNKNOWN_FACT] + 2}: WARNING: there is no method “fone”")


# ---- what is refused

REFUSED = {
    FILE.text(text): (shown, words)
    for text, shown, words in (
        ("The |version| of it.", "The version of it.", "refers to something on a page"),
        ("Told below [1]_.", "Told below [1].", "refers to something on a page"),
        ("Told below [#]_.", "Told below [#].", "refers to something on a page"),
        ("Told in [Smith]_.", "Told in [Smith].", "refers to something on a page"),
        ("See `the map`_.", "See the map.", "refers to something on a page"),
        ("See map_.", "See map.", "refers to something on a page"),
        ("See `the map`__.", "See the map.", "refers to something on a page"),
        ("A _`target` here.", "A target here.", "refers to something on a page"),
        ("It is *not closed.", "It is *not closed.", "Inline emphasis start-string"),
        ("A :nosuchrole:`word`.", "A :nosuchrole:`word`.", 'Unknown interpreted text role "nosuch'),
        ("See :ref:`nowhere`.", "See nowhere.", "undefined label"),
        ("Go `there <javascript:alert(1)>`_.", "Go there.", "“javascript:alert(1)” is left out"),
        ("Go `there <JavaScript:alert(1)>`__.", "Go there.", "“JavaScript:alert(1)” is left out"),
        ("Go `there <data:text/html,x>`__.", "Go there.", "“data:text/html,x” is left out"),
        ("Call :contact:`Office Phone`.", "Call :contact:`Office Phone`.", "cannot be read"),
    )
}


@pytest.mark.parametrize("page", REFUSED, ids=TEXTS.get)
def test_what_a_text_cannot_hold_becomes_plain_words_and_a_warning_at_its_line(
    read: Read, page: str
) -> None:
    shown, words = REFUSED[page]
    assert note(read, page).astext() == shown
    (warning,) = warned(read, page)
    assert words in warning
    assert not list(note(read, page).findall(nodes.reference))


SECOND_PARAGRAPH = FILE.text("First\nparagraph.\n\nSecond, with |this|.")
IN_FOLDED = FILE.text("Folded text that goes\nover lines and holds |that|.", ">-")


def test_the_line_of_a_warning_is_that_of_the_paragraph_in_the_file(read: Read) -> None:
    warnings = read.warned("practice")
    (second,) = [line for line in warnings if "“|this|”" in line]
    assert second.startswith(f"yaml:{LINES[SECOND_PARAGRAPH] + 3}: ")
    (folded,) = [line for line in warnings if "“|that|”" in line]
    assert folded.startswith(f"yaml:{LINES[IN_FOLDED]}: ")


def test_a_plain_text_of_the_clinicians_file_is_warned_of_in_that_file(tmp_path: Path) -> None:
    root = tmp_path / "root"
    (root / "clinicians").mkdir(parents=True)
    (root / "conf.py").write_text(CONF, "utf-8")
    (root / "practice.yaml").write_text(PRACTICE, "utf-8")
    (root / "clinicians" / "rosa.yaml").write_text(
        "name: Rosa\nbio: I like |tea|.\nmethods:\n  phone:\n    note: Ask for |me|.\n", "utf-8"
    )
    pages = Pages()
    pages.add(".. clinician:: rosa")
    pages.add(".. contact-method:: phone", "clinician: rosa")
    read = pages.build(tmp_path / "work", root=root)
    first, second = read.warned("clinicians/rosa")
    assert first.startswith("yaml:2: ")
    assert second.startswith("yaml:5: ")


# ---- typographic marks

QUOTES = {
    FILE.text(text): shown
    for text, shown in {
        'It\'s "here" -- now...': "It’s “here” – now…",
        'Say "*help*" to us.': "Say “help” to us.",
        '"*Help*"': "“Help”",
        '*We*\'re "**here**".': "We’re “here”.",
        'Type ``"HELP"``, or "help".': 'Type "HELP", or “help”.',
        'Ask "`us <https://e.example.org>`__" for it.': "Ask “us” for it.",
    }.items()
}
LABEL = PAGES.add(".. contact-method:: phone\n   :form: sentence\n   :no-index:")


@pytest.mark.parametrize("page", QUOTES, ids=TEXTS.get)
def test_quotation_marks_become_typographic_as_on_pages(read: Read, page: str) -> None:
    assert note(read, page).astext() == QUOTES[page]


def test_quotation_marks_in_names_become_typographic(read: Read) -> None:
    assert read.doctrees[LABEL].astext().startswith("Office “main” phone: (503)")


@pytest.mark.parametrize(
    "config", [{"smartquotes": False}, {"smartquotes_excludes": {"builders": ["pseudoxml"]}}]
)
def test_quotation_marks_stay_straight_where_the_handbook_wants_it(
    tmp_path: Path, config: dict[str, object]
) -> None:
    handbook = Handbook(tmp_path, config=config)
    handbook.write("conf.py", CONF)
    handbook.write("practice.yaml", PRACTICE + "    # end\n")
    handbook.write("index.rst", "Title\n=====\n\n.. contact-method:: phone\n")
    handbook.build("pseudoxml")
    assert 'Office "main" phone' in handbook.page("index", "pseudoxml", ".pseudoxml")


# ---- long and foreign texts

LONG = FILE.text("word " * 20_000)
FOREIGN = {
    FILE.text(text): text
    for text in (
        "اتصل بنا على الرقم (503) 555-0143",
        "שלום, כתבו לנו",
        "Wir antworten über die Straße: äöüß",
        "電話してください。",
        "Good luck 🙂👩‍👩‍👧 ‏to you",  # noqa: PLE2502
    )
}


def test_a_text_of_a_hundred_thousand_characters_is_shown_whole(read: Read) -> None:
    assert note(read, LONG).astext().split() == ["word"] * 20_000


@pytest.mark.parametrize("slip", ["`a |b **c ", "a_ b "])
def test_a_text_full_of_slips_is_shown_as_written_with_few_warnings(
    tmp_path: Path, slip: str
) -> None:
    handbook = Handbook(tmp_path)
    handbook.write("conf.py", CONF)
    handbook.write("index.rst", "Elm\n===\n\n.. policy-topic:: privacy\n")
    text = (slip * 9000).strip()
    handbook.write(
        "practice.yaml", f"practice: {{name: Elm, country: US}}\nprivacy:\n  risk: >-\n    {text}\n"
    )
    warnings = handbook.build("text").warnings.splitlines()
    assert len(warnings) == MAX_SLIPS + 1
    assert "practice.yaml:4: WARNING: the markup of this text has more than 20" in warnings[-1]
    words = (handbook.out / "text" / "index.txt").read_text("utf-8").split()
    assert " ".join(words).endswith(text)


@pytest.mark.parametrize("page", FOREIGN, ids=TEXTS.get)
def test_texts_of_any_script_are_shown_as_they_are(read: Read, page: str) -> None:
    assert note(read, page).astext() == FOREIGN[page]


def test_nothing_else_is_warned_of(read: Read) -> None:
    wrong = {*REFUSED, SECOND_PARAGRAPH, IN_FOLDED, UNKNOWN_FACT, CIRCLE}
    assert len(read.warned("practice")) == len(wrong)
    assert not [page for page in TEXTS if read.warned(page)], FIRST_LINE
