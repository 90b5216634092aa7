"""Compressing objects together makes a PDF smaller and changes nothing that is in it."""

from __future__ import annotations

import io

import pypdf
import pytest
import typst

from sphinx_commspolicy.pdf.packing import packed

SOURCE = '#set document(title: "x")\n= Heading\n' + "".join(
    f'+ item {number} #link("https://example.org/{number}")[link]\n' for number in range(600)
)


@pytest.fixture(scope="module")
def plain() -> bytes:
    return typst.compile(SOURCE.encode(), pdf_standards=["ua-1"], timestamp=0)


def _contents(pdf: bytes) -> tuple[object, ...]:
    reader = pypdf.PdfReader(io.BytesIO(pdf), strict=True)
    pages = [(page.extract_text(), len(page.get("/Annots", ()))) for page in reader.pages]
    kinds, stack = [], [reader.trailer["/Root"]["/StructTreeRoot"]]
    while stack:
        item = stack.pop()
        item = item.get_object() if hasattr(item, "get_object") else item
        if isinstance(item, list):
            stack.extend(item)
        elif isinstance(item, dict):
            kinds.append(str(item.get("/S", "")))
            stack.append(item.get("/K"))
    return pages, kinds, reader.metadata, reader.trailer["/ID"]


def test_what_is_in_the_file_is_the_same(plain: bytes) -> None:
    assert _contents(packed(plain)) == _contents(plain)


def test_it_is_much_smaller(plain: bytes) -> None:
    assert len(packed(plain)) < len(plain) / 2


def test_the_same_file_gives_the_same_bytes(plain: bytes) -> None:
    assert packed(plain) == packed(plain)


@pytest.mark.parametrize("content", [b"", b"no PDF", b"%PDF-1.7\n%x\nstartxref\n0\n%%EOF"])
def test_what_it_does_not_know_is_left_alone(content: bytes) -> None:
    assert packed(content) == content


def test_old_versions_of_pdf_have_no_object_streams() -> None:
    old = typst.compile(SOURCE.encode(), pdf_standards=["1.4"])
    assert packed(old) == old


def test_a_packed_file_is_not_packed_again(plain: bytes) -> None:
    assert packed(packed(plain)) == packed(plain)
