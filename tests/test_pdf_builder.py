"""The PDF builder: what it makes, when it makes it again, and what it says when it cannot."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pypdf
import pytest
from pdf_project import build, project

from sphinx_commspolicy.pdf.ending import GivenUp

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


def test_what_cannot_be_made_is_told_without_a_traceback(tmp_path: Path) -> None:
    pages = {"index.rst": "Title\n=====\n\nThai: สวัสดี\n", "own.typ": "#nothing\n"}
    source = project(tmp_path, pages, 'typst_paper = "a4"\n')
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "typstpdf", str(source), str(tmp_path)]

    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "index.rst:4: ERROR: no font has these characters (Thai)" in done.stderr
    assert "ERROR: small.pdf could not be made." in done.stderr
    assert "Traceback" not in done.stderr

    for wrong, said in {
        "typst_paper=b9": r"typst_paper: ",
        "typst_template=x.typ": "no file",
    }.items():
        done = subprocess.run([*command, "-D", wrong], capture_output=True, text=True, check=False)
        assert done.returncode == 2
        assert re.search(rf"conf\.py:\d+: ERROR: .*{said}", done.stderr)
        assert "Traceback" not in done.stderr


def test_a_broken_image_is_named_with_its_place(tmp_path: Path) -> None:
    page = "Title\n=====\n\nWords.\n\n.. image:: broken.png\n   :alt: broken\n"
    built = build(project(tmp_path, {"index.rst": page, "broken.png": "no image"}), tmp_path)
    assert re.search(r"index\.rst:6: WARNING: the image broken\.png cannot be read", built.warnings)


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


def test_what_is_to_stand_on_one_page_is_kept_together_and_told_if_it_cannot(
    tmp_path: Path,
) -> None:
    part = ".. container:: typst-one-page\n\n   First of it.\n\n   {}\n\n   Last of it.\n"
    before = "Words before. " * 280
    source = project(
        tmp_path, {"index.rst": f"Root\n====\n\n{before}\n\n" + part.format("More. " * 300)}
    )
    built = build(source, tmp_path)
    assert built.warnings == ""
    assert built.faults() == []
    (page,) = [text for text in built.pages() if "First of it." in text]
    assert "Last of it." in page
    (source / "index.rst").write_text("Root\n====\n\n" + part.format("More. " * 2000))
    warnings = build(source, tmp_path).warnings
    # where the container begins, or with docutils 0.21 where its first words do
    assert re.search(
        r"index\.rst:[46]: WARNING: in small\.pdf this takes pages 2 to 5, "
        r"and is to stand on one\.",
        warnings,
    )
    assert "Make it shorter, or give it a page of its own. [typst.room]" in warnings


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
        ("typst_phrases", {"page": 3}),
        ("typst_documents", "index"),
        ("typst_documents", [("index", None, "T", "A")]),
        ("typst_fonts", {"text": 3}),
        ("typst_font_paths", [3]),
        ("typst_date", 20261224),
        ("typst_language", "Klingonisch!"),
        ("typst_pdf_standard", [1.4]),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_by_name(
    tmp_path: Path, name: str, value: object
) -> None:
    with pytest.raises(GivenUp, match=name):
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


# ---- what a careless or hostile author does


def test_a_word_longer_than_its_line_or_cell_stays_on_the_page(tmp_path: Path) -> None:
    word, url = "W" * 300, "https://example.org/" + "x" * 200
    page = f"Title\n=====\n\n{word}\n\n``{'c' * 200}``\n\n{url}\n\n`text <{url}>`__\n\n"
    page += f".. list-table::\n\n   * - {word}\n     - {word}\n\n::\n\n   {'y' * 300}\n\n"
    page += f"{'V' * 150}\n{'-' * 150}\n\n.. csv-table::\n\n   {','.join(['columnword'] * 20)}\n"
    built = build(project(tmp_path, page), tmp_path)
    for sheet in pypdf.PdfReader(built.pdf).pages:
        rights: list[float] = []

        def visit(
            text: str,
            cm: list[float],
            tm: list[float],
            _font: object,
            size: float,
            rights: list[float] = rights,
        ) -> None:
            if text.strip():  # a letter is not narrower than a fifth of its height
                rights.append(tm[4] + cm[4] + len(text.strip()) * size * abs(tm[3]) * 0.2)

        sheet.extract_text(visitor_text=visit)
        assert rights
        assert max(rights) <= sheet.mediabox.width
    text = re.sub(r"\s+", "", built.text())
    assert word in text
    assert url in text
    assert text.count("columnword") == 20


@pytest.mark.parametrize("content", ["<svg><not closed", '<svg width="0" height="0"/>', ""])
def test_a_broken_drawing_is_named_with_its_place(tmp_path: Path, content: str) -> None:
    page = "Title\n=====\n\nWords.\n\n.. image:: x.svg\n   :alt: broken\n"
    built = build(project(tmp_path, {"index.rst": page, "x.svg": content}), tmp_path)
    assert re.search(r"index\.rst:6: WARNING: .*failed to parse SVG", built.warnings)
    assert "[broken]" in built.text()


def test_an_error_in_the_projects_template_names_its_line(tmp_path: Path) -> None:
    files = {**PAGES, "own.typ": "#let ink = black\n#let x = nothing-of-the-kind\n"}
    built = build(project(tmp_path, files), tmp_path, typst_template="own.typ")
    assert "typst_template:2: unknown variable: nothing-of-the-kind" in built.failure


def test_a_pdf_that_cannot_be_written_is_said_and_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "pdf" / "small.pdf").mkdir(parents=True)
    built = build(project(tmp_path, PAGES), tmp_path)
    assert "small.pdf: Is a directory." in built.failure
    assert [path.name for path in (tmp_path / "pdf").iterdir()] == ["small.pdf"]


def test_two_documents_of_one_name_are_refused(tmp_path: Path) -> None:
    documents = [("one", "Small.pdf", "1", "A"), ("two", "small", "2", "A")]
    with pytest.raises(GivenUp, match=r"two documents are called “small\.pdf”"):
        build(project(tmp_path, PAGES), tmp_path, typst_documents=documents)


def test_a_build_that_was_interrupted_is_made_good(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sphinx_commspolicy.pdf import compiling

    source = project(tmp_path, PAGES)

    def interrupted(*_: object) -> bytes:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(compiling, "make_pdf", interrupted)
        with pytest.raises(KeyboardInterrupt):
            build(source, tmp_path)
    again = build(source, tmp_path)
    assert again.pdf.read_bytes() == build(source, tmp_path / "clean").pdf.read_bytes()


def test_a_record_that_is_damaged_is_as_none(tmp_path: Path) -> None:
    source = project(tmp_path, PAGES)
    built = build(source, tmp_path)
    (built.pdf.parent / ".typstpdf.json").write_text('{"small.pdf": ')
    assert "compiling small.pdf" in build(source, tmp_path).status


@pytest.mark.parametrize("page", ["", "Title\n=====\n", "Words without a title.\n"])
def test_a_handbook_with_nothing_in_it_has_a_pdf(tmp_path: Path, page: str) -> None:
    built = build(project(tmp_path, page), tmp_path)
    assert not built.failure
    assert pypdf.PdfReader(built.pdf).metadata.title == "Small"


def test_a_folder_of_fonts_that_is_not_there_is_named(tmp_path: Path) -> None:
    built = build(project(tmp_path, PAGES), tmp_path, typst_font_paths=["no-fonts"])
    assert "there is no folder “no-fonts” (typst_font_paths)" in built.warnings


def test_the_date_is_written_as_the_language_does(tmp_path: Path) -> None:
    source = project(tmp_path, PAGES, 'today = ""\n')
    dates = {"en": "Dec 24, 2026", "en_GB": "24 Dec 2026", "es": "24 dic 2026", "xx": "Dec 24"}
    for language, date in dates.items():
        built = build(source, tmp_path / language, language=language, typst_date="2026-12-24")
        assert date in built.text()


def test_a_date_format_of_the_project_is_taken(tmp_path: Path) -> None:
    source = project(tmp_path, PAGES, 'today = ""\ntoday_fmt = "%Y/%m/%d"\n')
    assert "2026/12/24" in build(source, tmp_path, typst_date="2026-12-24").text()


# ---- tables


def test_cells_of_a_stub_column_head_their_rows(tmp_path: Path) -> None:
    page = "Title\n=====\n\n.. list-table::\n   :header-rows: 1\n   :stub-columns: 1\n\n"
    page += "   * - \n     - Hours\n   * - Phone\n     - 9 to 5\n   * - *Post* ``box``\n"
    page += "     - | one\n       | two\n\n+------+---+\n| both | 1 |\n|      +---+\n|      | 2 |\n"
    page += "+------+---+\n"
    built = build(project(tmp_path, page), tmp_path)
    cells = [item for item in built.objects() if item.get("/S") in ("/TH", "/TD")]
    attributes = [(item["/S"], item.get("/ID"), item["/A"][0]) for item in cells]
    heads = {name: attribute["/Scope"] for kind, name, attribute in attributes if kind == "/TH"}
    assert sorted(heads.values()) == ["/Column", "/Column", "/Row", "/Row"]
    rows = {name for name, scope in heads.items() if scope == "/Row"}
    data = [set(attribute["/Headers"]) for kind, _, attribute in attributes if kind == "/TD"]
    assert sum(len(names & rows) == 1 and len(names) == 2 for names in data) == 2
    assert sum(names == set() for names in data) == 3  # the table without a stub column
    tree = pypdf.PdfReader(built.pdf).trailer["/Root"]["/StructTreeRoot"]["/IDTree"]["/Names"]
    assert rows <= set(tree[::2])
    assert list(tree[::2]) == sorted(tree[::2])


def test_a_cell_that_heads_several_rows_is_named_in_each() -> None:
    from sphinx_commspolicy.pdf.row_headers import with_row_headers

    head = b"<</Type/StructElem/S/"
    objects = {
        1: b"<</Type/StructTreeRoot/K[2 0 R]>>",
        2: head + b"Table/P 1 0 R/K[3 0 R 4 0 R 5 0 R]>>",
        3: head + b"TR/P 2 0 R/K[6 0 R 7 0 R]>>",
        4: head + b"TR/P 2 0 R/K[8 0 R]>>",
        5: head + b"TR/P 2 0 R/K[9 0 R]>>",
        6: head + b"TD/P 3 0 R/A[<</O/Table/Headers[]/RowSpan 2>>]/K[10 0 R]>>",
        **dict.fromkeys((7, 8, 9), head + b"TD/P 3 0 R/A[<</O/Table/Headers[]>>]/K[1]>>"),
        10: head + b"Em/P 6 0 R/K[11 0 R]>>",
        11: head + b"Strong/P 10 0 R/K[0]>>",
    }
    found = with_row_headers(objects)
    assert found[6].startswith(head + b"TH/ID(R6)/P 3 0 R/A[<</O/Table/Scope/Row/")
    assert b"/Headers[(R6)]" in found[7]
    assert b"/Headers[(R6)]" in found[8]
    assert found[9] == objects[9]
    assert b"/IDTree<</Names[(R6)6 0 R]>>" in found[1]
    # a table of names that this module cannot read is left as it is
    objects[1] = b"<</Type/StructTreeRoot/IDTree<</Kids[8 0 R]>>/K[2 0 R]>>"
    assert with_row_headers(objects) == objects


def test_notes_stand_in_the_line_where_typst_cannot_set_them_at_the_foot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import typst

    compile_ = typst.compile_with_warnings

    def refuses_footnotes(main: object, **options: object) -> object:
        if options.get("sys_inputs") != {"notes": "line"}:
            error = typst.TypstError()
            error.message = "PDF/UA1 error: PDF artifacts may not contain links"
            raise error
        return compile_(main, **options)

    monkeypatch.setattr(typst, "compile_with_warnings", refuses_footnotes)
    page = "Title\n=====\n\nWords [#a]_ and again [#a]_.\n\n.. [#a] The *note*.\n"
    built = build(project(tmp_path, page), tmp_path)
    assert not built.failure
    assert "Words (The note.) and again" in " ".join(built.text().split())
    assert "/Note" not in built.structure()


DEEP = "".join(f"T{level}\n{mark * 4}\n\nx\n\n" for level, mark in enumerate("=-~^'+*"))
LISTS = "".join(f"{'   ' * depth}* level {depth}\n\n" for depth in range(8))
NOTES = "".join(f"   * - row {row} [#n{row}]_\n     - x [#n0]_\n" for row in range(40))
NOTES += "\n" + "".join(f".. [#n{row}] `l <https://example.org>`__\n" for row in range(40))
BOXES = """
.. note::

   .. warning::

      .. danger::

         .. list-table::

            * - a
              - .. note:: in a table

.. tab-set::

   .. tab-item:: A

      .. card:: c

         .. dropdown:: d

            .. grid:: 3

               .. grid-item::

                  one

               .. grid-item-card:: t

                  two
"""
HOSTILE_PAGES = {
    "headings that go deep": DEEP,
    "lists that go deep": LISTS,
    "a table of notes": f".. list-table::\n   :header-rows: 1\n   :stub-columns: 1\n\n{NOTES}",
    "a table of many columns": f".. csv-table::\n\n   {','.join(['column'] * 30)}\n",
    "a table of many rows": ".. csv-table::\n\n" + "   word,other words\n" * 300,
    "empty cells": ".. list-table::\n   :stub-columns: 1\n\n   * -\n     -\n   * -\n     -\n",
    "long code": ".. code-block:: python\n   :linenos:\n\n" + f"   x = '{'y' * 120}'\n" * 500,
    "boxes in boxes": BOXES,
    "symbols without a font": "\U0001f600 \U0001f468\u200d\U0001f469 \u2764\ufe0f\n\n* \u2705\n",
    "marks of direction": "a\x01b \u202e c \u2066 d \ufeff e \u200b f \u0301 g\n",
    "references to nowhere": ":ref:`gone` :doc:`gone` [gone]_ [1]_\n\n.. toctree::\n\n   gone\n",
    "images that are not there": ".. image:: gone.png\n\n.. figure:: gone.tiff\n\n   Caption.\n",
    "half a formula": ":math:`\\frac{` and\n\n.. math:: \\begin{matrix} a\n",
    "a circle of replacements": ".. |a| replace:: |b|\n.. |b| replace:: |a|\n\n|a|\n",
    "an urgent block of many pages": ".. container:: urgent\n\n   " + "words " * 2000 + "\n",
}


@pytest.mark.parametrize("name", HOSTILE_PAGES)
def test_what_is_hard_to_set_is_set_and_meets_the_standard(tmp_path: Path, name: str) -> None:
    conf = 'extensions.append("sphinx_design")\ntypst_first_page_class = "urgent"\n'
    source = project(tmp_path, f"Title\n=====\n\n{HOSTILE_PAGES[name]}", conf)
    built = build(source, tmp_path)
    assert not built.failure
    assert built.faults() == []


def test_any_project_can_use_the_builder_without_a_line_in_its_settings() -> None:
    import tomllib
    from importlib import import_module
    from pathlib import Path

    pyproject = Path(__file__).parent.parent / "pyproject.toml"
    points = tomllib.loads(pyproject.read_text("utf-8"))["project"]["entry-points"]
    assert callable(import_module(points["sphinx.builders"]["typstpdf"]).setup)


def test_code_stands_at_the_left_on_pages_that_are_read_from_the_right(tmp_path: Path) -> None:
    page = "שבת\n===\n\nשבת\n\n::\n\n   plain code\n"
    built = build(project(tmp_path, page), tmp_path, language="he")
    places: dict[str, float] = {}

    def visit(text: str, cm: list[float], tm: list[float], _font: object, _size: float) -> None:
        if text.strip():
            places[text.strip()] = tm[4] + cm[4]

    sheet = pypdf.PdfReader(built.pdf).pages[-1]
    sheet.extract_text(visitor_text=visit)
    assert places["plain code"] < sheet.mediabox.width / 4
    assert max(places.values()) > sheet.mediabox.width / 2


def test_standards_that_exclude_each_other_are_named(tmp_path: Path) -> None:
    built = build(project(tmp_path, PAGES), tmp_path, typst_pdf_standard=["1.4", "2.0"])
    assert "PDF cannot conform to PDF 1.4 and PDF 2.0 at the same time" in built.failure
    assert "HintedString" not in built.failure


def test_lists_that_go_too_deep_are_named_with_their_place(tmp_path: Path) -> None:
    lists = "".join(f"{'   ' * depth}* level {depth}\n\n" for depth in range(20))
    built = build(project(tmp_path, f"Title\n=====\n\n{lists}"), tmp_path)
    assert re.search(r"^index\.rst:42: .*depth exceeded", built.failure, re.MULTILINE)


def test_words_of_sphinx_are_in_the_language_of_each_project(tmp_path: Path) -> None:
    page = "Title\n=====\n\n.. deprecated:: 1.3\n\n   Words.\n"
    spanish = build(project(tmp_path, page, 'language = "es"\n'), tmp_path)
    assert "Obsoleto" in spanish.text()
    english = build(project(tmp_path / "other", page), tmp_path / "other")
    assert "Deprecated since version 1.3" in english.text()
