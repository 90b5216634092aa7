"""Every builder and theme writes the same words, and nothing of the extension's own machinery."""

from __future__ import annotations

import gettext
import re
import shutil
from typing import TYPE_CHECKING

import pytest
from handbook import Handbook, contents
from readers import BLOCKS

if TYPE_CHECKING:
    from pathlib import Path

INDEX = """
Handbook
========

.. toctree::

   page
   rosa
"""
PAGE = """
How to reach us
===============

.. crisis-help::

.. contact-methods:: portal phone text
   :form: cards

.. contact-method:: phone

.. need-routes:: cancel

.. turnaround::

.. clinicians::

Call :contact:`phone` :hours:`phone`. See :method-ref:`phone`.
"""
ROSA = """\
:clinician: rosa

About Rosa
==========

.. contact-method:: text
   :form: card

.. absences::
"""
SENTENCES = (
    "Are you or someone else in danger? Get help now.",
    "988 Suicide & Crisis Lifeline",
    "They come to you.",
    "best way to reach us",
    "(503) 555-0143",
    "Monday to Friday, 9am to 5pm, except public holidays",
    "we do not use this",
    "the start of your session",
    "You will hear back within 1 business day.",
    "We may answer sooner. Please do not count on it.",
    "Rosa Ibarra, LCSW",
    "(503) 555-0163",
    "Teo Nakagawa steps in.",
)
"""What a client must find in each output."""
FILES = {
    "html": "*.html",
    "dirhtml": "**/*.html",
    "singlehtml": "*.html",
    "epub": "*.xhtml",
    "latex": "handbook.tex",
    "text": "*.txt",
    "man": "handbook.7",
    "texinfo": "handbook.texi",
    "xml": "*.xml",
    "pseudoxml": "*.pseudoxml",
}
OTHERS = ("dummy", "changes", "gettext", "linkcheck")
"""Builders that write no page."""


@pytest.fixture(scope="module")
def handbook(tmp_path_factory: pytest.TempPathFactory) -> Handbook:
    handbook = Handbook(tmp_path_factory.mktemp("builders"))
    shutil.copytree(BLOCKS, handbook.src)
    for name, source in (("index", INDEX), ("page", PAGE), ("rosa", ROSA)):
        handbook.write(f"{name}.rst", source)
    handbook.append(
        "conf.py",
        """
        latex_documents = [("index", "handbook.tex", "Handbook", "Us", "howto")]
        man_pages = [("index", "handbook", "Handbook", [], 7)]
        texinfo_documents = [("index", "handbook", "H", "Us", "handbook", "About", "Other")]
        latex_show_urls = "no"
        linkcheck_ignore = [".*"]
        smartquotes = False
        """,
    )
    return handbook


@pytest.fixture(scope="module")
def built(handbook: Handbook) -> dict[str, tuple[str, str]]:
    """What each builder wrote, with its warnings."""
    found = {}
    for builder, pattern in FILES.items():
        build = handbook.build(builder)
        pages = sorted((handbook.out / builder).glob(pattern))
        found[builder] = "\n".join(page.read_text("utf-8") for page in pages), build.warnings
    return found


def _words(written: str, builder: str) -> str:
    """Return the words of an output without the marks of its language."""
    if builder in {"html", "dirhtml", "singlehtml", "epub", "xml"}:
        written = re.sub(r"<[^>]*>", "", written).replace("&amp;", "&")
    elif builder == "pseudoxml":
        written = re.sub(r"<[a-z_]+[^>]*>", "", written)
    elif builder == "latex":
        written = re.sub(r"\\sphinx\w+\{\}|\\sphinxAtStartPar", "-", written)
        written = re.sub(r"-\s*(?=[A-Z(])", "", written)
        written = re.sub(r"\\(?:sphinx\w+|hyperref\[[^]]*\]|textbf|emph)|[{}]|\\(?=&)", "", written)
    elif builder == "man":
        written = re.sub(r"\\f[BIPR]|\\fB|^\.\S+.*$|\\%|\\&", "", written, flags=re.MULTILINE)
        written = written.replace("\\-", "-")
    elif builder == "texinfo":
        written = re.sub(r"@\w+\{|[}`']", "", written)
    return re.sub(r"[\s*|+]+", "", written)


@pytest.mark.parametrize("builder", FILES)
def test_a_client_finds_the_same_sentences_in_every_output(
    built: dict[str, tuple[str, str]], builder: str
) -> None:
    words = _words(built[builder][0], builder)
    for sentence in SENTENCES:
        if builder == "text" and sentence.startswith("the start"):
            continue  # broken over the lines of a cell
        assert re.sub(r"[\s*|+]+", "", sentence) in words, sentence


@pytest.mark.parametrize("builder", FILES)
def test_no_output_holds_a_placeholder(built: dict[str, tuple[str, str]], builder: str) -> None:
    written, warnings = built[builder]
    assert not re.search(r"facts_(block|inline)", written)
    assert "unknown node" not in warnings
    assert "commspolicy." not in warnings


@pytest.mark.parametrize("builder", FILES)
def test_no_output_names_a_method_not_in_use_by_its_number(
    built: dict[str, tuple[str, str]], builder: str
) -> None:
    assert "555-0199" not in built[builder][0].replace("\\sphinxhyphen{}", "-").replace("\\-", "-")


@pytest.mark.parametrize("builder", OTHERS)
def test_builders_without_pages_run_to_their_end(handbook: Handbook, builder: str) -> None:
    doctrees = "doctrees-gettext" if builder == "gettext" else "doctrees"
    assert handbook.build(builder, doctrees=doctrees).warnings == ""


def test_translators_get_the_practices_texts_with_their_lines(handbook: Handbook) -> None:
    handbook.build("gettext", doctrees="doctrees-gettext")
    catalogue = (handbook.out / "gettext" / "practice-facts.pot").read_text("utf-8")
    line = next(
        number
        for number, text in enumerate(handbook.read("practice.yaml").splitlines(), start=1)
        if "We cannot come to you." in text
    )
    assert f"practice.yaml:{line}\n" in catalogue
    assert 'msgid "We cannot come to you."' in catalogue


def test_references_work_from_one_page_to_another_in_html(
    handbook: Handbook, built: dict[str, tuple[str, str]]
) -> None:
    assert "method-phone" in built["html"][0]
    page = handbook.page("page")
    assert '<span class="target" id="method-phone"></span>' in page or 'id="method-phone"' in page
    assert 'href="#method-phone"' in page


# ---- themes


@pytest.mark.parametrize("theme", ["alabaster", "furo", "sphinx_rtd_theme", "pydata_sphinx_theme"])
def test_any_theme_shows_the_facts_and_asks_nobody_for_anything_of_ours(
    handbook: Handbook, theme: str
) -> None:
    handbook.build("html", out=f"out/{theme}", config={"html_theme": theme})
    folder = handbook.out / theme
    page = (folder / "page.html").read_text("utf-8")
    words = _words(page, "html")
    for sentence in SENTENCES[:10]:
        assert re.sub(r"[\s*|+]+", "", sentence) in words, sentence
    assert re.search(r'href="_static/commspolicy\.css(\?v=\w+)?"', page)
    for loaded in re.findall(r'<(?:script|img|iframe)[^>]*\ssrc="([^"]*)"', page):
        assert not re.match(r"(https?:)?//", loaded), loaded
    for loaded in re.findall(r'<link[^>]*rel="stylesheet"[^>]*href="([^"]*)"', page):
        assert not re.match(r"(https?:)?//", loaded), loaded


STYLESHEET = BLOCKS.parents[2] / "sphinx_commspolicy" / "static" / "commspolicy.css"


def test_the_stylesheet_leaves_colors_to_the_theme() -> None:
    rules = re.sub(r"/\*.*?\*/", "", STYLESHEET.read_text("utf-8"), flags=re.DOTALL)
    assert not re.search(r"#[0-9a-f]{3}|rgb|hsl|background|url\(|@import", rules, re.IGNORECASE)
    assert re.findall(r"(?<![-\w])color:", rules) == []
    assert rules.count("{") == rules.count("}")
    assert len(rules) < 3000


def test_every_class_of_the_stylesheet_is_one_that_pages_have(handbook: Handbook) -> None:
    also = """\
.. need-route:: check-in

.. care-card:: Call us
   :urgency: immediate

   Help.

.. do-list::

   - This.

.. dont-list::

   - That.

.. process-list::

   1. First.
"""
    facts = f"{PAGE.replace('cards', 'table')}\n\n:contact:`fone`, :contact:`nameless`"
    handbook.write("all.rst", f":orphan:\n\n{facts}\n\n{also}")
    handbook.replace("practice.yaml", "name: Chat\n", "name: Chat\n    value: '@elm.street'\n")
    handbook.build("html")
    pages = b"".join(
        page for name, page in contents(handbook.out / "html").items() if name.endswith(".html")
    ).decode()
    (handbook.src / "all.rst").unlink()
    classes = set(re.findall(r"\.(commspolicy-[a-z-]+)", STYLESHEET.read_text("utf-8")))
    unknown = {name for name in classes if not re.search(rf'class="[^"]*\b{name}\b', pages)}
    assert unknown == set()


def test_the_stylesheet_can_be_left_out(handbook: Handbook, tmp_path: Path) -> None:
    bare = Handbook(tmp_path, config={"commspolicy_stylesheet": False})
    shutil.copytree(handbook.src, bare.src)
    bare.build("html")
    assert "commspolicy.css" not in bare.page("page")
    assert "(503) 555-0143" in bare.page("page")


# ---- other languages


def test_a_page_in_another_language_names_regions_and_days_in_it(tmp_path: Path) -> None:
    handbook = Handbook(tmp_path, config={"language": "es", "locale_dirs": ["locale"]})
    shutil.copytree(BLOCKS, handbook.src)
    handbook.write("index.rst", "Manual\n======\n\n.. policy-topic:: practice\n")
    folder = handbook.src / "locale" / "es" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "commspolicy.mo").write_bytes(_catalogue("Jurisdictions", "Lugares"))
    handbook.build("text")
    text = " ".join(handbook.page("index", "text", ".txt").split())
    assert "Lugares Oregón y Washington" in text


def _catalogue(message: str, translation: str) -> bytes:
    from io import BytesIO

    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo

    catalogue = Catalog(locale="es")
    catalogue.add(message, translation)
    file = BytesIO()
    write_mo(file, catalogue)
    assert gettext.GNUTranslations(BytesIO(file.getvalue())).gettext(message) == translation
    return file.getvalue()
