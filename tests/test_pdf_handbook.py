"""A handbook's PDF: what it takes from the facts, and that it is true to them at every build."""

from __future__ import annotations

import io
import json
import re
import string
import unicodedata
from typing import TYPE_CHECKING

import pypdf
import pytest
import typst
from handbook import Handbook
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pdf_project import Built

from sphinx_commspolicy.pdf import glyphs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

CONF = """
typst_documents = [("index", "handbook.pdf", "Client Handbook", "Elm Street Therapy")]
today = ""
smartquotes = False
"""
VERSION = "country: US\n  document: {version: '4.1'}\n"
WITH_CRISIS = """
Handbook
========

.. crisis-help::
   :form: short

.. toctree::

   reach
   times
   people
   prose
"""


@pytest.fixture
def handbook(tmp_path: Path) -> Handbook:
    handbook = Handbook.create(tmp_path)
    handbook.append("conf.py", CONF)
    handbook.write("index.rst", WITH_CRISIS)
    return handbook


def pdf(handbook: Handbook, out: str = "out/typstpdf") -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO((handbook.folder / out / "handbook.pdf").read_bytes()))


def pages(handbook: Handbook) -> list[str]:
    return [page.extract_text() for page in pdf(handbook).pages]


def is_letter(handbook: Handbook) -> bool:
    return int(pdf(handbook).pages[0].mediabox.width) == 612


# ---- what follows from the facts


@pytest.mark.parametrize(
    ("country", "letter"), [("US", True), ("CA", True), ("GB", False), ("AU", False)]
)
def test_the_paper_is_that_of_the_practices_country(
    handbook: Handbook, country: str, letter: bool
) -> None:
    handbook.replace("practice.yaml", "country: US", f"country: {country}")
    handbook.replace("practice.yaml", "  jurisdictions: [US-OR]\n", "")
    handbook.replace("practice.yaml", "(503) 555-0143", "+1 503 555 0143")
    handbook.replace("practice.yaml", "(503) 555-0144", "+1 503 555 0144")
    handbook.replace("clinicians/owen.yaml", "(503) 555-0188", "+1 503 555 0188")
    handbook.build("typstpdf")
    assert is_letter(handbook) is letter


def test_the_paper_that_conf_py_names_is_taken(handbook: Handbook) -> None:
    handbook.build("typstpdf", config={"typst_paper": "a4"})
    assert not is_letter(handbook)


def test_the_crisis_block_is_on_the_first_page_and_the_last(handbook: Handbook) -> None:
    handbook.build("typstpdf")
    found = ["988" in page for page in pages(handbook)]
    assert found[0]
    assert found[-1]
    assert not all(found)


def test_the_crisis_block_can_be_left_where_it_stands(handbook: Handbook) -> None:
    handbook.build("typstpdf", config={"typst_first_page_class": ""})
    assert "988" not in pages(handbook)[0]
    assert sum("988" in page for page in pages(handbook)) == 1


def test_pages_name_the_practice_the_version_and_the_day(handbook: Handbook) -> None:
    handbook.replace(
        "practice.yaml", "  country: US\n", "  country: US\n  document: {version: '4.1'}\n"
    )
    handbook.build("typstpdf")
    for page in pages(handbook)[1:]:
        assert "Elm Street Therapy · Client Handbook" in page
        assert "4.1 · Nov 2, 2026" in page


def test_what_conf_py_says_is_not_changed(handbook: Handbook) -> None:
    handbook.replace(
        "practice.yaml", "  country: US\n", "  country: US\n  document: {version: '4.1'}\n"
    )
    said = {
        "release": "9.9",
        "typst_date": "2026-12-24",
        "typst_running_head": "Our own words",
        "typst_language": "en-NZ",
    }
    handbook.build("typstpdf", config=said)
    page = pages(handbook)[-1]
    assert "Our own words · Client Handbook" in page
    assert "9.9 · " in page
    assert "24 Dec 2026" in page or "24/12/2026" in page  # by the version of Babel
    assert pdf(handbook).trailer["/Root"]["/Lang"] == "en-NZ"


def test_plain_english_is_that_of_the_country(handbook: Handbook) -> None:
    handbook.replace("practice.yaml", "country: US", "country: IE")
    handbook.replace("practice.yaml", "  jurisdictions: [US-OR]\n", "")
    handbook.replace("practice.yaml", "(503) 555-0143", "+1 503 555 0143")
    handbook.replace("practice.yaml", "(503) 555-0144", "+1 503 555 0144")
    handbook.replace("clinicians/owen.yaml", "(503) 555-0188", "+1 503 555 0188")
    handbook.build("typstpdf")
    assert pdf(handbook).trailer["/Root"]["/Lang"] == "en-IE"
    assert "2 Nov 2026" in pages(handbook)[1]


def test_a_handbook_without_facts_or_crisis_help_has_a_pdf_too(handbook: Handbook) -> None:
    handbook.remove("practice.yaml")
    for name in ("reach", "times", "people"):
        handbook.remove(f"{name}.rst")
    handbook.write("index.rst", "Handbook\n========\n\n.. toctree::\n\n   prose\n")
    build = handbook.build("typstpdf")
    assert build.warnings == ""
    assert "Zebra." in "".join(pages(handbook))


@pytest.mark.parametrize("large", [False, True])
def test_it_meets_the_standard(handbook: Handbook, large: bool) -> None:
    handbook.append("reach.rst", ".. contact-methods::\n\n.. need-routes::\n   :form: cards\n")
    handbook.build("typstpdf", config={"typst_large_print": large})
    assert Built(handbook.out / "typstpdf" / "handbook.pdf", "", "").faults() == []


def test_the_other_builders_are_left_as_they_are(handbook: Handbook) -> None:
    app = handbook.build("dummy").app
    assert app.config.typst_first_page_class is None
    assert app.config.typst_paper == ""


# ---- builds after changes


EDITS = {
    "a number in the YAML": ("practice.yaml", "(503) 555-0143", "(503) 555-0149"),
    "the practice's name": ("practice.yaml", "name: Elm Street Therapy", "name: Oak Street"),
    "a clinician's fact": ("clinicians/owen.yaml", "(503) 555-0188", "(503) 555-0189"),
    "prose": ("prose.rst", "Zebra.", "Giraffe."),
    "a title": ("prose.rst", "Only prose", "Yes! prose"),
    "the country": ("practice.yaml", "Mo-Fr 09:00-17:00", "Mo-Fr 09:00-16:00"),
}


@pytest.mark.parametrize("edit", EDITS)
def test_a_pdf_after_a_change_is_the_one_of_a_clean_build(handbook: Handbook, edit: str) -> None:
    handbook.build("typstpdf")
    before = (handbook.out / "typstpdf" / "handbook.pdf").read_bytes()
    handbook.replace(*EDITS[edit])
    handbook.build("typstpdf")
    after = (handbook.out / "typstpdf" / "handbook.pdf").read_bytes()
    assert after != before
    assert after == handbook.clean("typstpdf")["handbook.pdf"]


def test_a_pdf_made_after_the_web_pages_is_the_one_of_a_clean_build(handbook: Handbook) -> None:
    handbook.build("html")
    handbook.replace("practice.yaml", "(503) 555-0143", "(503) 555-0149")
    handbook.build("html", jobs=2)
    handbook.build("typstpdf", jobs=2)
    handbook.assert_clean("typstpdf")
    handbook.assert_clean("html")


def test_nothing_is_compiled_when_nothing_has_changed(
    handbook: Handbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    handbook.append("prose.rst", "A letter that has to be looked for in the fonts: é.\n")
    handbook.build("typstpdf")
    for name in ("compile", "compile_with_warnings"):
        monkeypatch.setattr(typst, name, lambda *_, **__: pytest.fail("something was compiled"))
    made = handbook.build("typstpdf").app.builder.made  # type: ignore[attr-defined]
    assert [path.name for path in made] == ["handbook.pdf"]


def test_a_day_later_the_date_is_another(handbook: Handbook) -> None:
    handbook.build("typstpdf")
    handbook.build("typstpdf", config={"commspolicy_today": "2026-11-03"})
    assert "Nov 3, 2026" in pages(handbook)[1]


# ---- every text reaches the page as it is

RUNS = [
    *(a + b for a in string.punctuation for b in string.punctuation),
    *(mark * 3 for mark in string.punctuation),
    '#panic("x")',
    '"); panic("x"); ("',
    "#{ } [ ] ( ) $ $ @label <label>",
    "// @ other.rst:9",
    "\\u{1F600} \\",
]
ALL = "".join(map(chr, range(0xA0, 0x30000)))
VISIBLE = [character for character in ALL if unicodedata.category(character)[0] in "LNPS"]
IN_A_FONT = [
    *(string.ascii_letters + string.digits + string.punctuation),
    *(mark for mark in VISIBLE if ord(mark) < 0x250 and not unicodedata.decomposition(mark)),
]
ANYWHERE = [
    character
    for character in VISIBLE
    if unicodedata.normalize("NFKC", character) == character
    and unicodedata.bidirectional(character) not in {"R", "AL", "AN", ""}
    # letters of India that fonts put together from two signs are read back as two letters
    and (character < "\u0900" or unicodedata.normalize("NFD", character) == character)
]
"""Every character that stands in a PDF as itself, from left to right."""


def through_both(handbook: Handbook, texts: list[str]) -> tuple[list[str], list[str]]:
    """Return what comes of *texts* in the prose, and in the YAML, as the PDF shows it."""
    escaped = [re.sub(r"([^\w\s]|_)", r"\\\1", text, flags=re.ASCII) for text in texts]
    handbook.write("index.rst", "Handbook\n========\n\n.. toctree::\n\n   prose\n   data\n")
    for name in ("reach", "times", "people"):
        (handbook.src / f"{name}.rst").unlink(missing_ok=True)
    handbook.write("prose.rst", "Prose\n=====\n\n" + "\n\n".join(marked("P", escaped)) + "\n")
    practice: dict[str, object] = {"name": "Elm Street Therapy", "country": "US"}
    pairs = zip(together(marked("L", texts)), together(marked("N", escaped)), strict=True)
    methods = {
        f"m{index}": {"name": label, "system": "phone", "value": "503-555-0143", "note": note}
        for index, (label, note) in enumerate(pairs)
    }
    data = {"practice": practice, "methods": methods}
    handbook.write("practice.yaml", json.dumps(data, ensure_ascii=False))
    (handbook.src / "clinicians" / "owen.yaml").unlink(missing_ok=True)
    shown = "\n\n".join(f".. contact-method:: {name}" for name in methods)
    handbook.write("data.rst", f"Data\n====\n\n{shown}\n")
    config = {"typst_missing_glyphs": "warn", "typst_first_page_class": ""}
    handbook.build("typstpdf", config=config)
    read = re.sub(r"\s+", "", "".join(page.extract_text() for page in pdf(handbook).pages))
    return found(read, "P", len(texts)), [
        *found(read, "L", len(texts)),
        *found(read, "N", len(texts)),
    ]


def together(texts: Iterable[str]) -> list[str]:
    listed = list(texts)
    return [" ".join(listed[begin : begin + 20]) for begin in range(0, len(listed), 20)]


def marked(kind: str, texts: list[str]) -> Iterator[str]:
    return (f"Q{kind}{index}x{text}x{index}{kind}Q" for index, text in enumerate(texts))


def found(read: str, kind: str, count: int) -> list[str]:
    """Return what stands between the marks; it may run over the foot and head of a page."""
    page_break = re.compile(r"Page\d+of\d+ElmStreetTherapy·ClientHandbook(?:0·)?\w+,2026")
    read = page_break.sub("", read)
    matches = re.findall(rf"Q({kind})(\d+)x(.*?)x\2\1Q", read)
    assert len(matches) == count, read[:3000]
    return [text for _, _, text in matches]


def test_every_run_of_punctuation_reaches_the_page_from_prose_and_from_yaml(
    handbook: Handbook,
) -> None:
    prose, data = through_both(handbook, RUNS)
    wanted = [text.replace(" ", "") for text in RUNS]
    assert prose == wanted
    assert data == wanted * 2


@settings(
    max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(st.text(st.sampled_from(IN_A_FONT), min_size=1, max_size=30), min_size=10, max_size=40)
)
def test_random_text_reaches_the_page_from_prose_and_from_yaml(
    handbook: Handbook, texts: list[str]
) -> None:
    prose, data = through_both(handbook, texts)
    assert prose == texts
    assert data == texts * 2


@settings(
    max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.sampled_from(ANYWHERE), min_size=20, max_size=80, unique=True))
def test_any_character_reaches_the_page_itself_or_by_its_name(
    handbook: Handbook, characters: list[str]
) -> None:
    prose, data = through_both(handbook, characters)
    for read, character in zip(prose, characters, strict=True):
        assert read in (character, glyphs.spelled(character).replace(" ", ""))
    assert data == prose * 2
