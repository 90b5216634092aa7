"""No text that an author writes is ever read as Typst: it reaches the page as it is."""

from __future__ import annotations

import itertools
import re
import string
import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pdf_project import build, project

from sphinx_commspolicy.pdf.markup import literal, measure, words

if TYPE_CHECKING:
    from pathlib import Path

MARKS = string.punctuation
HOSTILE = [
    '#panic("x")',
    '"); panic("x"); ("',
    "\\",
    "\\\\",
    '\\"',
    "*/ /* // ```",
    "#{ } [ ] ( ) $ $ @label <label>",
    "\\u{1F600}",
    "= heading",
    "// @ other.rst:9",
    'goto("index:", "x")',
]


def test_every_run_of_punctuation_reaches_the_page(tmp_path: Path) -> None:
    runs = [*MARKS, *("".join(pair) for pair in itertools.product(MARKS, repeat=2))]
    runs += [mark * 3 for mark in MARKS] + HOSTILE
    assert _read_back(tmp_path, runs) == runs


def _read_back(folder: Path, texts: list[str]) -> list[str]:
    """Return *texts* as they are on the page of a PDF, each between marks of its own."""
    import io

    import pypdf
    import typst

    lines = "\n".join(
        f"par({words(f'Q{index}x{text}x{index}Q')})" for index, text in enumerate(texts)
    )
    source = f'#set document(title: "x")\n#set text(size: 6pt, overhang: false)\n#{{\n{lines}\n}}'
    del folder
    pdf = typst.compile(source.encode(), ignore_system_fonts=True, pdf_standards=["ua-1"])
    found = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    marked = re.compile(r"Q(\d+)x(.*?)x\1Q", re.DOTALL)
    return [match[2].replace("\n", " ") for match in marked.finditer(found)]


def test_the_same_through_restructuredtext_code_titles_and_links(tmp_path: Path) -> None:
    escaped = [re.sub(r"([^\w\s])", r"\\\1", text) for text in HOSTILE]
    page = 'Title \\#{x} \\\\ \\"\n==================\n\n'
    page += "".join(f"Q{index}x{text}x{index}Q\n\n" for index, text in enumerate(escaped))
    page += "::\n\n" + "".join(f"   {text}\n" for text in HOSTILE)
    page += '\n`link \\#{x} <https://example.org/a"b\\\\c>`__\n'
    page += "\n.. list-table::\n\n" + "".join(f"   * - {text}\n" for text in escaped)
    built = build(project(tmp_path, page, "smartquotes = False\n"), tmp_path)
    assert not built.failure
    text = _letters(built.text())
    for index, hostile in enumerate(HOSTILE):
        assert f"Q{index}x{_letters(hostile)}x{index}Q" in text
        assert text.count(_letters(hostile)) >= 3
    assert "link#{x}" in text


LETTERS = st.characters(
    codec="utf-8", categories=("L", "N", "P", "S", "Zs"), max_codepoint=0x24F
).filter(lambda character: unicodedata.decomposition(character) == "" and character != "\xad")


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.text(LETTERS, min_size=1, max_size=20), min_size=1, max_size=20))
def test_random_text_reaches_the_page(tmp_path: Path, texts: list[str]) -> None:
    found = _read_back(tmp_path, texts)
    assert [_letters(text) for text in found] == [_letters(text) for text in texts]


@given(st.text())
def test_a_literal_is_one_line_and_ends_where_it_ends(text: str) -> None:
    code = literal(text)
    assert code[0] == code[-1] == '"'
    assert "\n" not in code
    inside = re.sub(r'\\[\\"nt]', "", code[1:-1])
    assert '"' not in inside
    assert "\\" not in inside


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=40))
def test_typst_reads_every_literal_as_the_text_it_stands_for(text: str) -> None:
    import json

    import typst

    read = typst.Compiler(b"").eval(literal(text))
    assert json.loads(read) == _printable(text)


def _printable(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    return "".join(
        character
        for character in text
        if (unicodedata.category(character) != "Cc" or character in "\n\t")
        and not 0xFDD0 <= ord(character) <= 0xFDEF
        and ord(character) not in (0xFFFE, 0xFFFF)
        and unicodedata.category(character) != "Cs"
    )


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("3cm", "85.04pt"),
        ("40", "30pt"),
        ("40px", "30pt"),
        ("50%", "50%"),
        ("250 %", "100%"),
        ("2em", "2em"),
        ("wide", None),
        ("", None),
    ],
)
def test_lengths(written: str, meant: str | None) -> None:
    assert measure(written) == meant


def _letters(text: str) -> str:
    return re.sub(r"\s+", "", text)
