"""The torture document: every element of docutils, Sphinx and sphinx-design, in one PDF."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pypdf
import pytest
from pdf_project import Built, build

ROOT = Path(__file__).parent / "roots" / "test-pdf-torture"
VALIDATE = Path(__file__).parent.parent / "tools" / "verapdf" / "validate.py"


@pytest.fixture(scope="module")
def torture(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build(ROOT, tmp_path_factory.mktemp("torture"))


@pytest.fixture(scope="module")
def text(torture: Built) -> str:
    return torture.text()


EVERYTHING = [
    # lists
    *("bullet one", "nested bullet", "letter b", "roman four", "big letter"),
    *("meaning two", "in a definition", "Another field: with strong words", "--long=WORD"),
    *("A fruit of the glossary", "in hlist 3"),
    # boxes
    *("A note.", "A tip.", "Important words.", "A danger.", "See also this."),
    *("An own title", "Words of the admonition.", "A topic’s title", "its subtitle"),
    *("Added in version 1.1", "Deprecated since version 1.3", "A rubric that skips"),
    *("Centered words", "Its author", "An epigraph.", "and the replaced words."),
    # code and formulas
    *('def say(word="#[x] $y$ \\\\ \\""):', "parsed literal words", '>>> print("doctest")'),
    *("Listing 1.1: A listing", "plain literal", "sum  ::=", "raw typst words", "(1.1)"),
    "\\unknowncommand{x}",
    # tables
    *("Table 2.1: A table’s caption", "four over", "in a cell", "row 70", "A footnote of a cell."),
    # in a line
    *("H2O", "LIFO (last in, first out)", "a/b/c", "File ‣ Open", "The automatic footnote."),
    *("https://example.org/a_b?c=1&d=2", "(us@example.org)", "(+15035550140)", "[CIT2026]"),
    "# $ % & \\ _ ^ ~ < > @ [ ] { } = + * /",
    # figures, objects, design
    *("Fig. 4.1: The caption of the box.", "The legend of the box.", "what is not there"),
    *("send(name: str, *, loud: bool = False[, times=1]) -> int", "async go()", "noexcept"),
    *("HOME_DIR", "A configuration value.", "Words of card one.", "https://example.org/card"),
    *("Header of the card", "Label B", "Words of tab B.", "Dropdown words.", "badge"),
    "pair two",
]


@pytest.mark.parametrize("words", EVERYTHING)
def test_a_reader_finds_the_words_of_every_element(text: str, words: str) -> None:
    assert _letters(words) in _letters(text)


def test_what_is_for_other_formats_is_not_there(text: str) -> None:
    for words in ("Only in HTML", "raw html words", "comment that does not show"):
        assert words not in text


def test_warnings_name_page_and_line(torture: Built) -> None:
    found = re.findall(r"(\w+\.rst):(\d+): WARNING: .*\[typst\.(\w+)\]", torture.warnings)
    assert {(page, kind) for page, _, kind in found} >= {
        ("blocks.rst", "heading_level"),
        ("blocks.rst", "math"),
        ("figures.rst", "alt_text"),
        ("figures.rst", "image"),
    }
    lines = (ROOT / "figures.rst").read_text("utf-8").splitlines()
    line = next(int(line) for page, line, kind in found if kind == "image")
    assert "nothing.png" in lines[line - 1]


def test_no_element_is_unknown(torture: Built) -> None:
    assert "unknown_node" not in torture.warnings


def test_the_document_says_what_it_is(torture: Built) -> None:
    reader = pypdf.PdfReader(torture.pdf)
    root = reader.trailer["/Root"]
    assert reader.metadata.title == "Everything at once"
    assert reader.metadata.author == "Ann Author"
    assert root["/Lang"] == "en-US"
    assert root["/MarkInfo"]["/Marked"]
    assert {"es", "he", "ar"} <= set(torture.values("/Lang"))


def test_images_have_words_and_decoration_has_none(torture: Built) -> None:
    words = torture.values("/Alt")
    assert {"A blue box", "small ring", "a ring on the right", "photo"} <= set(words)
    assert "A ring whose words are its caption." in words


def test_headings_leave_out_no_level(torture: Built) -> None:
    levels = [int(kind[2]) for kind in torture.structure() if re.fullmatch("/H[1-6]", kind)]
    assert levels
    assert all(after <= before + 1 for before, after in zip([0, *levels], levels, strict=False))


def test_the_head_of_a_long_table_is_on_each_of_its_pages(torture: Built) -> None:
    pages = [page for page in torture.pages() if re.search(r"row \d+", page)]
    assert len(pages) > 1
    assert all("number of row" in page for page in pages)


def test_the_urgent_block_is_on_the_first_page_and_the_last(torture: Built) -> None:
    pages = torture.pages()
    assert "Help now" in pages[0]
    assert "Help now" in pages[-1]


def test_pages_have_numbers_and_running_heads(torture: Built) -> None:
    pages = torture.pages()
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in page
    assert all("Everything at once" in page and "1.2 · 2026-12-24" in page for page in pages[1:])


def test_telephone_numbers_stay_whole_in_hebrew_and_arabic(text: str) -> None:
    assert "(503) 555-0143" in text
    assert "(503) 555-0144" in text


def test_it_meets_the_standard(torture: Built) -> None:
    assert torture.faults() == []


def test_verapdf_finds_no_failure(torture: Built) -> None:
    _verapdf(torture.pdf)


def _verapdf(*files: Path) -> None:
    done = subprocess.run(
        [sys.executable, VALIDATE, *files], capture_output=True, text=True, check=False
    )
    if done.returncode == 2:
        pytest.skip(done.stderr.strip())
    assert done.returncode == 0, done.stdout


def test_verapdf_would_find_one(tmp_path: Path) -> None:
    import typst

    bad = tmp_path / "bad.pdf"
    bad.write_bytes(typst.compile(b"neither a title nor the claim to meet the standard"))
    done = subprocess.run(
        [sys.executable, VALIDATE, bad], capture_output=True, text=True, check=False
    )
    if done.returncode == 2:
        pytest.skip(done.stderr.strip())
    assert done.returncode == 1
    assert "FAILED" in done.stdout


def test_the_second_judge_would_find_one(tmp_path: Path) -> None:
    import typst

    bad = tmp_path / "bad.pdf"
    bad.write_bytes(typst.compile(b"neither a title nor the claim to meet the standard"))
    assert Built(bad, "", "").faults()


def _letters(text: str) -> str:
    return re.sub(r"\s+", "", text)
