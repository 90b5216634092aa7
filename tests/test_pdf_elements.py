"""Elements that are hard to set: what becomes of each on the page."""

from __future__ import annotations

import re
import struct
import zlib
from typing import TYPE_CHECKING

import pypdf
import pytest
from pdf_project import Built, build, project

if TYPE_CHECKING:
    from pathlib import Path

TITLE = "Title\n=====\n\nWords.\n\n"


def _png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    rows = (b"\0" + b"\x30\x60\x90" * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def _made(tmp_path: Path, page: str, conf: str = "", **files: bytes) -> Built:
    source = project(tmp_path, TITLE + page, conf)
    for name, content in files.items():
        (source / name.replace("_", ".")).write_bytes(content)
    built = build(source, tmp_path)
    assert not built.failure
    return built


def _boxes(built: Built) -> list[tuple[float, float, float, float]]:
    """Return the left, lower, right and upper edge of each figure, in points."""
    found = []
    for item in built.objects():
        attributes = item.get("/A")
        for one in attributes if isinstance(attributes, list) else [attributes]:
            plain = one.get_object() if hasattr(one, "get_object") else one
            if isinstance(plain, dict) and "/BBox" in plain:
                left, low, right, high = map(float, plain["/BBox"])
                found.append((left, low, right, high))
    return found


@pytest.mark.parametrize(
    "how",
    [
        ".. image:: p.png\n   :alt: p\n   :width: 800px\n",
        ".. image:: p.png\n   :alt: p\n   :width: 10in\n",
        ".. image:: p.png\n   :alt: p\n   :height: 9000px\n",
        ".. image:: p.png\n   :alt: p\n   :scale: 3000\n",
        ".. image:: p.png\n   :alt: p\n   :width: 90%\n   :scale: 200\n",
        ".. figure:: p.png\n   :alt: p\n   :height: 9000px\n\n   A caption.\n",
        "Words |p| words\n\n.. |p| image:: p.png\n   :alt: p\n   :width: 2000px\n",
        (
            ".. list-table::\n   :widths: 1 1\n\n"
            "   * - .. image:: p.png\n          :alt: p\n          :width: 800px\n     - b\n"
        ),
    ],
)
def test_an_image_stays_on_the_paper_and_keeps_its_shape(tmp_path: Path, how: str) -> None:
    built = _made(tmp_path, how, p_png=_png(40, 40))
    left, low, right, high = min(_boxes(built), key=lambda box: box[2] - box[0])
    assert left >= 70
    assert right <= 612 - 70
    assert low >= 60
    assert high <= 792 - 70
    assert (right - left) / (high - low) == pytest.approx(1, rel=0.01)
    assert right - left > 150
    if "list-table" in how:
        assert right < 310


def test_an_image_that_has_room_is_as_large_as_it_says(tmp_path: Path) -> None:
    page = ".. image:: p.png\n   :alt: p\n   :width: 144pt\n   :scale: 50\n"
    ((left, low, right, high),) = _boxes(_made(tmp_path, page, p_png=_png(40, 20)))
    assert right - left == pytest.approx(72, abs=1)
    assert high - low == pytest.approx(36, abs=1)


def test_a_table_in_a_table_without_a_head_keeps_its_own(tmp_path: Path) -> None:
    page = (
        ".. list-table::\n\n   * - outer\n     - .. list-table::\n          :header-rows: 1\n\n"
        "          * - inner head\n          * - inner cell\n   * - next\n     - last\n"
    )
    built = _made(tmp_path, page)
    assert built.text().count("inner head") == 1
    assert built.structure().count("/TH") == 1
    assert built.text().index("outer") < built.text().index("inner head")


@pytest.mark.parametrize(
    "formula",
    [r"[ \limits", r"a \pmod }", r"\hspace{1} x", r"\frac{1}", r"\left(", "^", "{", r"\sqrt["],
)
def test_a_mistyped_formula_does_not_stop_the_pdf(tmp_path: Path, formula: str) -> None:
    built = _made(tmp_path, f"Before :math:`{formula}` after.\n\n.. math:: {formula}\n")
    assert "after" in built.text()


def test_a_mistyped_formula_is_shown_as_it_was_written(tmp_path: Path) -> None:
    built = _made(tmp_path, ".. math:: [ \\limits\n")
    assert "\\limits" in built.text()
    assert re.search(r"index\.rst:6: WARNING: this formula cannot be set", built.warnings)


@pytest.mark.parametrize(("shown", "conf"), [(False, ""), (True, "todo_include_todos = True\n")])
def test_what_is_to_do_is_printed_only_where_that_is_wanted(
    tmp_path: Path, *, shown: bool, conf: str
) -> None:
    conf = 'extensions = ["sphinx_commspolicy.pdf", "sphinx.ext.todo"]\n' + conf
    built = _made(tmp_path, ".. todo:: Ask the lawyer.\n\nMore.\n", conf)
    assert ("Ask the lawyer" in built.text()) is shown
    assert "unknown_node" not in built.warnings


@pytest.mark.parametrize(
    "formula",
    [r"\vec{y}", r"\overrightarrow{AB}", r"\hat{x} + \tilde{y} + \dot{z}", r"\not\in", r"\not="],
)
def test_accents_of_formulas_are_there(tmp_path: Path, formula: str) -> None:
    built = _made(tmp_path, f"So :math:`{formula}` is.\n\n.. math:: {formula}\n")
    assert "glyph" not in built.warnings
    assert built.faults() == []


NOTES = """\
Section [#s]_
-------------

.. list-table:: Caption [#c]_
   :header-rows: 1

   * - Head [#t]_
     - Other [#t]_ [#u]_
   * - x
     - y [#b]_

.. figure:: p.png
   :alt: x

   Words [#f]_ of the figure

.. topic:: Topic [#o]_

   Words.

.. parsed-literal::

   code [#p]_

.. [#s] NOTE-SECTION
.. [#c] NOTE-CAPTION
.. [#t] NOTE-HEAD
.. [#u] NOTE-HEAD-TWO
.. [#b] NOTE-BODY
.. [#f] NOTE-FIGURE
.. [#o] NOTE-TOPIC
.. [#p] NOTE-CODE
"""


def test_a_note_is_there_wherever_it_is_referred_to(tmp_path: Path) -> None:
    built = _made(tmp_path, NOTES, p_png=_png(9, 9))
    text = built.text()
    for name in ("SECTION", "CAPTION", "HEAD", "BODY", "FIGURE", "TOPIC", "CODE"):
        assert len(re.findall(f"NOTE-{name}(?!-)", text)) == 1, name
    assert re.search(r"Section\s*a\s+a\s+NOTE-SECTION", text)
    assert re.search(r"a\s+NOTE-HEAD\s+b\s+NOTE-HEAD-TWO", text)
    for mark, name in enumerate(("CAPTION", "BODY", "FIGURE", "TOPIC", "CODE"), 1):
        assert re.search(rf"{mark}\s*NOTE-{name}", text), name
    assert built.faults() == []
    contents = built.pages()[1]
    assert re.search(r"Section\s+\.", contents)


ADDRESSES = """\
A `heading <https://heading.example.org/>`_ here
------------------------------------------------

.. table:: A `caption <https://caption.example.org/>`_

   ======================================== ====
   A `head <https://head.example.org/>`_    two
   ======================================== ====
   A `cell <https://cell.example.org/>`_    two
   ======================================== ====

A `term <https://term.example.org/>`_
   What it means.

.. admonition:: A `box <https://box.example.org/>`_

   Inside.

.. rubric:: A `rubric <https://rubric.example.org/>`_
   :heading-level: 3

.. parsed-literal::

   some `code <https://code.example.org/>`_
"""


@pytest.mark.parametrize("mode", ["footnote", "inline"])
def test_a_web_address_is_on_paper_wherever_its_link_is(tmp_path: Path, mode: str) -> None:
    built = _made(tmp_path, ADDRESSES, f'typst_show_urls = "{mode}"')
    text = built.text()
    for place in ("heading", "caption", "head", "cell", "term", "box", "rubric"):
        assert text.count(f"https://{place}.example.org/") == 1, place
    # where no note can stand at the foot of the page
    assert re.search(r"heading\s*a\s+here\s+a\s+https://heading", text)
    assert re.search(r"a\s+https://head\.example", text)
    for place in ("caption", "term"):
        assert re.search(rf"{place}\s+<https://{place}", text), place
    assert "code.example" not in text  # code is set as it is
    assert "https" not in built.pages()[1]  # nor do the contents need it
    assert built.faults() == []


def test_no_web_address_is_on_paper_where_that_is_not_wanted(tmp_path: Path) -> None:
    assert "https" not in _made(tmp_path, ADDRESSES, 'typst_show_urls = "no"').text()


def test_a_note_of_the_title_stands_where_it_is_written(tmp_path: Path) -> None:
    page = "Title [#n]_\n===========\n\nWords.\n\n.. [#n] NOTE-TITLE\n"
    built = build(
        project(tmp_path, page, 'typst_documents = [("index", "s.pdf", "", "A")]'), tmp_path
    )
    assert re.search(r"\[1\]\s*NOTE-TITLE", built.text())


def test_lines_of_code_have_numbers_only_where_that_is_wanted(tmp_path: Path) -> None:
    page = (
        ".. literalinclude:: some.txt\n   :lines: 1-2\n\n"
        ".. literalinclude:: some.txt\n   :lines: 1-2\n   :linenos:\n   :lineno-start: 7\n"
    )
    text = _made(tmp_path, page, some_txt=b"one()\ntwo()\nthree()\n").text()
    assert re.findall(r"(\d*)\s*(one|two)\(\)", text.partition("Words.")[2]) == [
        ("", "one"),
        ("", "two"),
        ("7", "one"),
        ("8", "two"),
    ]
    assert "9" not in text.partition("Words.")[2].partition("Page")[0]


def test_formulas_with_a_blank_line_between_them_stand_below_each_other(tmp_path: Path) -> None:
    built = _made(tmp_path, ".. math::\n\n   aaaa\n\n   bbbb\n")
    lines = built.text().splitlines()
    letters = ["".join(c for c in line if c in "\U0001d44e\U0001d44f") for line in lines]
    assert [line for line in letters if line] == ["\U0001d44e" * 4, "\U0001d44f" * 4]
    page = ".. math::\n\n   \\begin{cases}\n   a & b\n\n   \\end{cases}\n"
    assert "cannot be set" not in _made(tmp_path / "other", page).warnings


def test_the_index_leads_from_one_word_to_another(tmp_path: Path) -> None:
    page = ".. index::\n   see: aardvark; foo\n   seealso: bbird; foo\n   single: foo\n\nTarget.\n"
    text = _made(tmp_path, page, "typst_index = True\n").text()
    assert re.search(r"aardvark\s+see foo", text)
    assert re.search(r"bbird\s+see also foo", text)


def test_an_abbreviation_is_spelled_out_once(tmp_path: Path) -> None:
    page = "An :abbr:`LPC (counselor)` and an :abbr:`LPC (counselor)`.\n\n"
    page += ".. py:function:: f(a, *, b)\n"
    text = _made(tmp_path, page).text()
    assert text.count("(counselor)") == 1
    assert "f(a, *, b)" in text


def test_what_people_dial_is_on_paper_everywhere(tmp_path: Path) -> None:
    page = (
        "`Call us <tel:+15035550111>`__\n--------------------------------\n\n"
        ".. list-table:: `Text us <sms:+15035550112>`__\n   :header-rows: 1\n\n"
        "   * - `Write us <mailto:us@example.org>`__\n     - b\n   * - c\n     - d\n\n"
        ".. parsed-literal::\n\n   `Ring us <tel:+15035550113>`__\n"
    )
    built = _made(tmp_path, page)
    text = re.sub(r"\s", "", built.text())
    for address in ("+15035550111", "+15035550112", "us@example.org", "+15035550113"):
        assert f"({address})" in text
    assert built.faults() == []


def test_a_term_stays_with_what_it_is_the_term_of(tmp_path: Path) -> None:
    item = "The term\n   - one\n   - two\n"
    for lines in range(36, 40):
        page = "| line\n" * lines + "\n" + item
        pages = _made(tmp_path / str(lines), page).pages()
        with_term = next(number for number, text in enumerate(pages) if "The term" in text)
        assert "one" in pages[with_term]


def test_a_number_in_code_is_read_from_the_left_where_lines_are_read_from_the_right(
    tmp_path: Path,
) -> None:
    page = "אב ``(503) 555-0143`` גד :kbd:`+1 503-555-0144` ה\n"
    text = _made(tmp_path, page, 'language = "he"\n').text()
    assert "(503) 555-0143" in text
    assert "+1 503-555-0144" in text


def test_images_that_cannot_be_read_are_all_named_and_their_words_stand_there(
    tmp_path: Path,
) -> None:
    page = (
        ".. image:: a.png\n   :alt: first words\n\n.. image:: b.svg\n   :alt: second words\n\n"
        ".. image:: c.png\n   :alt: third words\n   :width: 50%\n"
    )
    files = {"a_png": b"nothing", "b_svg": b"<svg", "c_png": _png(9, 9)[:50]}
    built = _made(tmp_path, page, **files)
    found = re.findall(r"index\.rst:(\d+): WARNING: the image (\S+) cannot be read", built.warnings)
    assert found == [("6", "a.png"), ("9", "b.svg"), ("12", "c.png")]
    for words in ("[first words]", "[second words]", "[third words]"):
        assert words in built.text()
    assert built.faults() == []


def test_an_image_is_what_its_bytes_say_not_its_name(tmp_path: Path) -> None:
    page = ".. image:: a.jpg\n   :alt: a\n   :width: 3cm\n"
    built = _made(tmp_path, page, a_jpg=_png(9, 9))
    assert "WARNING" not in built.warnings
    assert len(_boxes(built)) == 1


@pytest.mark.parametrize(("option", "there"), [("   :alt: one to two\n", "one to two"), ("", "->")])
def test_a_graph_that_cannot_be_drawn_is_there_in_words(
    tmp_path: Path, option: str, there: str
) -> None:
    conf = 'extensions = ["sphinx_commspolicy.pdf", "sphinx.ext.graphviz"]\n'
    built = _made(tmp_path, f".. digraph:: g\n{option}\n   a -> b\n", conf)
    assert there in built.text()
    assert re.search(r"index\.rst:\d+: WARNING: a PDF cannot draw this graph", built.warnings)


def test_classes_that_inherit_are_listed(tmp_path: Path) -> None:
    conf = 'extensions = ["sphinx_commspolicy.pdf", "sphinx.ext.inheritance_diagram"]\n'
    page = (
        ".. inheritance-diagram:: collections.OrderedDict\n   :caption: Who inherits\n\n"
        ".. inheritance-diagram:: decimal.Overflow\n   :parts: 1\n"
    )
    built = _made(tmp_path, page, conf)
    text = built.text()
    assert re.search(r"class collections\.OrderedDict\s", text)
    assert re.search(r"class Overflow\(Inexact, Rounded\)", text)
    assert "Who inherits" in text
    assert built.faults() == []


def test_a_page_of_another_document_is_named_by_its_title(tmp_path: Path) -> None:
    files = {
        "index.rst": "Root\n====\n\nSee :ref:`the-other` and :doc:`other`.\n",
        "other.rst": ":orphan:\n\n.. _the-other:\n\nHouse rules\n===========\n\nWords.\n",
    }
    documents = [("index", "a.pdf", "A", "B"), ("other", "b.pdf", "B", "B")]
    built = build(project(tmp_path, files), tmp_path, typst_documents=documents)
    assert "See House rules and House rules." in " ".join(built.text().split())


def _edges(built: Built) -> list[float]:
    """Return how far each text on the last page reaches to the right, about, in points."""
    page = pypdf.PdfReader(built.pdf).pages[-1]
    found: list[float] = []

    def visit(text: str, cm: list[float], tm: list[float], _font: object, size: float) -> None:
        if text.strip():
            scale = abs(cm[0] * tm[0]) * size
            found.append(cm[4] + cm[0] * tm[4] + len(text.strip()) * 0.4 * scale)

    page.extract_text(visitor_text=visit)
    return found


@pytest.mark.parametrize("terms", [25, 60])
def test_a_wide_formula_stays_on_the_paper(tmp_path: Path, terms: int) -> None:
    formula = "+".join(f"a_{{{number}}}" for number in range(terms))
    built = _made(tmp_path, f".. math:: {formula}\n   :label: wide\n\n.. math:: {formula}\n")
    width = 612
    assert max(_edges(built)) < width - 70
    for box in _boxes(built):
        assert box[0] >= 70
        assert box[2] <= width - 70


def test_code_in_boxes_stays_in_its_frame(tmp_path: Path) -> None:
    page = (
        ".. note::\n\n   * .. tip::\n\n        * a\n\n          .. code-block:: text\n"
        "             :linenos:\n\n             " + "x" * 66 + "\n"
    )
    built = _made(tmp_path, page, "typst_keep_source = True\n")
    assert "clusters()" in built.pdf.with_suffix(".typ").read_text("utf-8")
    assert built.text().count("x") >= 66
    page = ".. code-block:: python\n\n   " + "a('bcdefg')," * 12 + "\n"
    assert max(_edges(_made(tmp_path / "other", page))) < 612 - 60


def test_a_document_without_headings_has_no_page_of_contents(tmp_path: Path) -> None:
    assert "Contents" not in _made(tmp_path, "More words.\n").text()
    page = "Section\n-------\n\nMore words.\n"
    assert "Contents" in _made(tmp_path / "other", page).text()


def test_a_table_stands_where_it_says_in_the_width_it_says(tmp_path: Path) -> None:
    table = "   :widths: 1 1\n\n   * - a\n     - b\n"
    page = f".. list-table::\n   :align: right\n   :width: 50%\n{table}"
    ((left, _, right, _),) = _boxes(_made(tmp_path, page))
    assert right - left == pytest.approx((612 - 147) / 2, abs=3)
    assert right == pytest.approx(612 - 74, abs=3)


def test_spaces_in_the_name_of_an_operator_do_not_spoil_a_formula(tmp_path: Path) -> None:
    built = _made(tmp_path, ":math:`\\operatorname{arg max} x` and :math:`a~b`\n")
    assert "cannot be set" not in built.warnings


def test_letters_of_a_formula_that_is_shown_as_written_are_looked_for_too(tmp_path: Path) -> None:
    page = TITLE + ":math:`\\unknown{สวัสดี}`\n"
    built = build(project(tmp_path, page), tmp_path)
    assert "no font has these characters (Thai)" in built.failure
