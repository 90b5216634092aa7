"""The PDF builder: what it makes, when it makes it again, and what it says when it cannot."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import pypdf
import pytest
from pdf_project import build, project
from sphinx.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

PAGES = {
    "index.rst": "Root\n====\n\nWords of the root.\n\n.. toctree::\n\n   one\n   two\n",
    "one.rst": "One\n===\n\nWords of one. See :doc:`two`.\n",
    "two.rst": "Two\n===\n\nWords of two. See :doc:`one`.\n",
}


def test_the_same_source_gives_the_same_bytes(tmp_path: Path) -> None:
    source = project(tmp_path, PAGES)
    first = build(source, tmp_path / "a").pdf.read_bytes()
    assert build(source, tmp_path / "b").pdf.read_bytes() == first


def test_source_date_epoch_dates_the_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    source = project(tmp_path, PAGES, 'today = ""\n')
    built = build(source, tmp_path / "a")
    assert "Nov 14, 2023" in built.text()
    assert built.pdf.read_bytes() == build(source, tmp_path / "b").pdf.read_bytes()


def test_nothing_is_compiled_when_nothing_has_changed(tmp_path: Path) -> None:
    source = project(tmp_path, PAGES)
    first = build(source, tmp_path)
    os.utime(first.pdf, (1, 1))
    again = build(source, tmp_path)
    assert "compiling" not in again.status
    assert "up to date" in again.status
    assert again.pdf.stat().st_mtime == 1


@pytest.mark.parametrize("change", ["page", "template", "config", "pdf lost", "pdf spoiled"])
def test_what_has_changed_is_compiled(tmp_path: Path, change: str) -> None:
    source = project(tmp_path, {**PAGES, "own.typ": ""}, 'typst_template = "own.typ"\n')
    built = build(source, tmp_path)
    overrides: dict[str, object] = {}
    match change:
        case "page":
            (source / "two.rst").write_text("Two\n===\n\nOther words.\n")
            os.utime(source / "two.rst", (2e9, 2e9))
        case "template":
            (source / "own.typ").write_text("#let mono(body) = text(fill: red, body)\n")
        case "config":
            overrides = {"typst_large_print": True}
        case "pdf lost":
            built.pdf.unlink()
        case "pdf spoiled":
            built.pdf.write_bytes(b"nothing")
    again = build(source, tmp_path, **overrides)
    assert "compiling small.pdf" in again.status
    assert again.pages()
    assert again.pdf.read_bytes() == build(source, tmp_path / "clean", **overrides).pdf.read_bytes()


def test_several_documents_each_with_its_pages(tmp_path: Path) -> None:
    documents = [
        ("index", "all.pdf", "All", "A"),
        ("two", "parts/second", "", "B"),
        ("index", "parts.pdf", "Parts", "C", True),
        ("nowhere", "none.pdf", "None", "D"),
    ]
    built = build(project(tmp_path, PAGES), tmp_path, typst_documents=documents)
    folder = built.pdf.parent
    texts = {
        name: "".join(page.extract_text() for page in pypdf.PdfReader(folder / name).pages)
        for name in ("all.pdf", "parts/second.pdf", "parts.pdf")
    }
    assert "Words of the root." in texts["all.pdf"]
    assert "Words of one" not in texts["parts/second.pdf"]
    assert pypdf.PdfReader(folder / "parts/second.pdf").metadata.title == "Two"
    assert "Words of the root." not in texts["parts.pdf"]
    assert "Words of two" in texts["parts.pdf"]
    assert "the page “nowhere”, which does not exist" in built.warnings


def test_links_lead_to_the_pages_they_name(tmp_path: Path) -> None:
    built = build(project(tmp_path, PAGES), tmp_path)
    reader = pypdf.PdfReader(built.pdf)
    words = [page.extract_text() for page in reader.pages]
    annotations = [
        annotation.get_object()
        for page in reader.pages[2:]
        for annotation in page.get("/Annots", ())
    ]
    assert len(annotations) == 2
    targets = [reader.pages.index(_page(reader, annotation)) for annotation in annotations]
    assert all("Words of" in words[target] for target in targets)


def _page(reader: object, annotation: dict[str, object]) -> object:
    destination = annotation.get("/Dest") or annotation["/A"]["/D"]  # type: ignore[index]
    destination = destination.get_object() if hasattr(destination, "get_object") else destination
    if isinstance(destination, str):
        destination = reader.named_destinations[destination].dest_array  # type: ignore[attr-defined]
    return destination[0].get_object()  # type: ignore[index]


def test_errors_of_typst_name_the_page_and_line(tmp_path: Path) -> None:
    page = "Title\n=====\n\nWords.\n\n.. raw:: typst\n\n   #nothing-of-the-kind()\n"
    built = build(project(tmp_path, page), tmp_path)
    assert re.search(r"^index\.rst:6: unknown variable: nothing", built.failure, re.MULTILINE)
    assert not built.pdf.exists()


def test_a_broken_image_is_named_with_its_place(tmp_path: Path) -> None:
    page = "Title\n=====\n\nWords.\n\n.. image:: broken.png\n   :alt: broken\n"
    built = build(project(tmp_path, {"index.rst": page, "broken.png": "no image"}), tmp_path)
    assert re.search(r"^index\.rst:6: .*(image|decode)", built.failure, re.MULTILINE)


def test_one_failing_document_does_not_keep_the_others_back(tmp_path: Path) -> None:
    files = {**PAGES, "two.rst": "Two\n===\n\n.. raw:: typst\n\n   #oh-no\n"}
    documents = [("two", "bad.pdf", "Bad", "A"), ("one", "good.pdf", "Good", "B")]
    built = build(project(tmp_path, files), tmp_path, typst_documents=documents)
    assert "bad.pdf" in built.failure
    assert (built.pdf.parent / "good.pdf").exists()


def test_letters_that_no_font_has_are_an_error_that_names_the_script(tmp_path: Path) -> None:
    page = "Title\n=====\n\nWords.\n\nKorean: 안녕, Thai: สวัสดี\n"
    built = build(project(tmp_path, page), tmp_path)
    assert "Hangul" in built.failure
    assert "Thai" in built.failure
    assert "index.rst:6:" in built.failure
    assert not built.pdf.exists()


def test_letters_that_no_font_has_can_be_replaced_by_their_codes(tmp_path: Path) -> None:
    page = "Title\n=====\n\nKorean: 안.\n"
    built = build(project(tmp_path, page), tmp_path, typst_missing_glyphs="warn")
    assert "Hangul" in built.warnings
    assert "[U+C548]" in built.text()


def test_symbols_that_no_font_has_are_replaced_by_their_names(tmp_path: Path) -> None:
    built = build(project(tmp_path, "Title\n=====\n\nDone: \N{PARTY POPPER}\n"), tmp_path)
    assert "[party popper]" in built.text()
    assert "index.rst:4: WARNING: no font has the symbol [party popper]" in built.warnings


def test_other_extensions_teach_their_nodes(tmp_path: Path) -> None:
    extension = """
from docutils import nodes
from docutils.parsers.rst import Directive
class known(nodes.General, nodes.Element): pass
class unknown(nodes.General, nodes.Element): pass
class Known(Directive):
    def run(self): return [known(), unknown('', nodes.paragraph('', 'Kept words.'))]
def visit(self, node): self.write('par("from a handler")')
def depart(self, node): self.write('par("and departed")')
def setup(app):
    app.add_node(known, typst=(visit, depart))
    app.add_directive("known", Known)
"""
    conf = "import sys; sys.path.insert(0, __file__.rpartition('/')[0])\n"
    conf += 'extensions.append("pdf_test_extension")\n'
    page = "Title\n=====\n\n.. known::\n\n.. known::\n"
    files = {"index.rst": page, "pdf_test_extension.py": extension}
    built = build(project(tmp_path, files, conf), tmp_path)
    text = built.text()
    assert text.count("from a handler") == text.count("and departed") == 2
    assert text.count("Kept words.") == 2
    assert built.warnings.count("unknown_node") == 1
    assert re.search(r"index\.rst:\d+: WARNING: .*“unknown”", built.warnings)


@pytest.mark.parametrize(
    ("language", "paper", "width"), [("en", "", 612), ("de", "", 595), ("en", "a4", 595)]
)
def test_paper_is_what_is_usual_unless_it_is_chosen(
    tmp_path: Path, language: str, paper: str, width: int
) -> None:
    source = project(tmp_path, PAGES)
    built = build(source, tmp_path, language=language, typst_paper=paper)
    assert int(pypdf.PdfReader(built.pdf).pages[0].mediabox.width) == width


def test_large_print_is_18_points(tmp_path: Path) -> None:
    source = project(tmp_path, PAGES)
    sizes: dict[bool, set[float]] = {}
    for large in (False, True):
        built = build(source, tmp_path, typst_large_print=large)
        found: set[float] = set()

        def visit(
            text: str,
            _cm: object,
            tm: list[float],
            _font: object,
            size: float,
            found: set[float] = found,
        ) -> None:
            if "Words" in text:
                found.add(round(size * abs(tm[3]), 1))

        for page in pypdf.PdfReader(built.pdf).pages:
            page.extract_text(visitor_text=visit)
        sizes[large] = found
    assert sizes[True] == {18.0}
    assert max(sizes[False]) < 12


def test_a_page_in_spanish_has_spanish_words_of_the_builder(tmp_path: Path) -> None:
    text = build(project(tmp_path, PAGES), tmp_path, language="es").text()
    assert "Página 1 de" in text
    assert "Contenido" in text


def test_the_source_can_be_kept_and_compiled_by_itself(tmp_path: Path) -> None:
    import typst

    built = build(project(tmp_path, PAGES), tmp_path, typst_keep_source=True)
    folder = built.pdf.parent
    assert typst.compile(folder / "small.typ", root=folder)
    assert "// @ one.rst:4" in (folder / "small.typ").read_text("utf-8")


def test_without_keeping_only_the_pdf_is_left(tmp_path: Path) -> None:
    folder = build(project(tmp_path, PAGES), tmp_path).pdf.parent
    assert {path.name for path in folder.iterdir()} == {"small.pdf", ".typstpdf.json"}


def test_a_template_of_the_project_replaces_functions(tmp_path: Path) -> None:
    own = '#let callout(kind, title, body) = par("own callout")\n'
    page = "Title\n=====\n\n.. note:: Words.\n"
    source = project(tmp_path, {"index.rst": page, "own.typ": own})
    assert "own callout" in build(source, tmp_path, typst_template="own.typ").text()


@pytest.mark.parametrize(("mode", "shown"), [("footnote", True), ("inline", True), ("no", False)])
def test_addresses_of_links_are_on_paper(tmp_path: Path, mode: str, shown: bool) -> None:
    page = "Title\n=====\n\n`Words <https://example.org/there>`__.\n"
    text = build(project(tmp_path, page), tmp_path, typst_show_urls=mode).text()
    assert ("https://example.org/there" in text) is shown


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("typst_documents", [("index",)]),
        ("typst_documents", [("index", "../out.pdf", "T", "A")]),
        ("typst_paper", "foolscap"),
        ("typst_fonts", {"body": "X"}),
        ("typst_pdf_standard", "ua-9"),
        ("typst_show_urls", "perhaps"),
        ("typst_missing_glyphs", "guess"),
        ("typst_date", "Monday"),
        ("typst_phrases", {"pagina": "x"}),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_by_name(
    tmp_path: Path, name: str, value: object
) -> None:
    with pytest.raises(ConfigError, match=name):
        build(project(tmp_path, PAGES), tmp_path, **{name: value})


def test_a_font_that_is_not_there_is_named(tmp_path: Path) -> None:
    built = build(project(tmp_path, PAGES), tmp_path, typst_fonts={"text": "No Such Font"})
    assert "there is no font “No Such Font”" in built.warnings


def test_the_builder_knows_nothing_of_policies() -> None:
    from pathlib import Path

    import sphinx_commspolicy.pdf

    for module in Path(sphinx_commspolicy.pdf.__file__).parent.rglob("*.py"):
        for name in re.findall(r"(?:from|import) sphinx_commspolicy\.(\w+)", module.read_text()):
            assert name == "pdf", module


def test_links_and_notes_in_the_head_of_a_table_do_not_stop_the_build(tmp_path: Path) -> None:
    page = "Title\n=====\n\n.. list-table::\n   :header-rows: 1\n\n"
    page += "   * - `Head <https://example.org>`__ [#a]_\n" + "   * - row\n" * 70
    page += "\n.. [#a] A note.\n"
    built = build(project(tmp_path, page), tmp_path)
    assert not built.failure
    assert sum("Head" in words for words in built.pages()) > 1


def test_a_decorative_image_that_is_a_link_is_read_as_its_address(tmp_path: Path) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    page = "Title\n=====\n\n.. image:: x.svg\n   :alt:\n   :target: https://example.org/there\n"
    built = build(project(tmp_path, {"index.rst": page, "x.svg": svg}), tmp_path)
    assert not built.failure
    assert "https://example.org/there" in built.values("/Alt")


def test_code_that_is_not_what_it_says_is_shown_with_a_warning(tmp_path: Path) -> None:
    page = "Title\n=====\n\n.. code-block:: python\n\n   a = `§ $ ?`\n"
    built = build(project(tmp_path, page), tmp_path)
    assert "index.rst:4: WARNING:" in built.warnings
    assert "a = `§ $ ?`" in built.text()


def test_a_figure_without_an_image_that_needs_words_does_not_stop_the_build(tmp_path: Path) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    page = "Title\n=====\n\n.. figure:: x.svg\n   :alt:\n\n   The caption.\n"
    built = build(project(tmp_path, {"index.rst": page, "x.svg": svg}), tmp_path)
    assert not built.failure
    assert "The caption." in built.text()


def test_a_project_without_an_author_has_none_on_its_title_page(tmp_path: Path) -> None:
    source = project(tmp_path, PAGES)
    (source / "conf.py").write_text(
        'project = "Plain"\ntoday = "2026-12-24"\nextensions = ["sphinx_commspolicy.pdf"]\n'
    )
    built = build(source, tmp_path)
    assert built.pdf.name == "plain.pdf"
    assert "not set" not in built.pages()[0]
    assert pypdf.PdfReader(built.pdf).metadata.author is None
