"""Smaller files: the many small objects of a tagged PDF, compressed together.

Typst writes every object by itself and as plain text, and a tagged document has thousands. PDF 1.5
and later know object streams (ISO 32000-1, 7.5.7) and a compressed table of where things are
(7.5.8). Nothing that a reader sees changes. While the objects are apart, cells that head rows are
tagged as headers.
"""

from __future__ import annotations

import re
import zlib

from sphinx_commspolicy.pdf.row_headers import with_row_headers

_TOGETHER = 400
"""How many objects are compressed together."""
_LEVEL = 9
_HEAD = re.compile(rb"%PDF-(\d)\.(\d)\n%[^\n]*\n")
_OBJECT = re.compile(rb"(\d+) 0 obj\s*")
_TABLE = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*\Z")
_SIZE = re.compile(rb"/Size \d+")


def packed(pdf: bytes) -> bytes:
    """Return *pdf*, as Typst wrote it, with its small objects compressed; else unchanged."""
    head, found = _HEAD.match(pdf), _TABLE.search(pdf)
    if head is None or found is None or (int(head[1]), int(head[2])) < (1, 5):
        return pdf
    table = int(found[1])
    offsets = _offsets(pdf, table)
    trailer = pdf[table : found.start()].partition(b"trailer")[2].strip()
    if not offsets or not trailer.startswith(b"<<") or not _SIZE.search(trailer):
        return pdf
    streams, small = _objects(pdf, offsets, table)
    small = with_row_headers(small)
    out = bytearray(head[0])
    places: dict[int, tuple[int, int, int]] = {}
    for number, content in streams.items():
        places[number] = (1, len(out), 0)
        out += content
    following = max(offsets) + 1
    numbers = sorted(small)
    for begin in range(0, len(numbers), _TOGETHER):
        members = numbers[begin : begin + _TOGETHER]
        for index, number in enumerate(members):
            places[number] = (2, following, index)
        places[following] = (1, len(out), 0)
        out += _object_stream(following, [(number, small[number]) for number in members])
        following += 1
    places[following] = (1, len(out), 0)
    out += _cross_references(following, places, trailer)
    return bytes(out)


def _offsets(pdf: bytes, table: int) -> dict[int, int]:
    """Return where each object begins, from the table at the end."""
    lines = pdf[table:].splitlines()
    if not lines or lines[0] != b"xref":
        return {}
    offsets: dict[int, int] = {}
    number = 0
    for line in lines[1:]:
        parts = line.split()
        if len(parts) == 2:
            number = int(parts[0])
        elif len(parts) == 3:
            if parts[2] == b"n":
                offsets[number] = int(parts[0])
            number += 1
        else:
            break
    return offsets


def _objects(
    pdf: bytes, offsets: dict[int, int], table: int
) -> tuple[dict[int, bytes], dict[int, bytes]]:
    """Return the streams as they stand in the file, and the content of all other objects."""
    streams, small = {}, {}
    ordered = sorted(offsets.items(), key=lambda item: item[1])
    ends = [offset for _, offset in ordered[1:]] + [table]
    for (number, begin), end in zip(ordered, ends, strict=True):
        whole = pdf[begin:end].rstrip()
        content = _OBJECT.sub(b"", whole, count=1).removesuffix(b"endobj").strip()
        if content.endswith(b"endstream"):
            streams[number] = whole + b"\n"
        else:
            small[number] = content
    return streams, small


def _object_stream(number: int, members: list[tuple[int, bytes]]) -> bytes:
    index, body = [], bytearray()
    for member, content in members:
        index.append(f"{member} {len(body)}")
        body += content + b"\n"
    first = (" ".join(index) + "\n").encode()
    words = f"/Type/ObjStm/N {len(members)}/First {len(first)}".encode()
    return _stream(number, words, first + bytes(body))


def _cross_references(
    number: int, places: dict[int, tuple[int, int, int]], trailer: bytes
) -> bytes:
    rows = bytearray()
    for index in range(number + 1):
        kind, where, which = places.get(index, (0, 0, 65535))
        rows += kind.to_bytes(1, "big") + where.to_bytes(4, "big") + which.to_bytes(2, "big")
    words = b"/Type/XRef/W[1 4 2]" + _SIZE.sub(b"/Size %d" % (number + 1), trailer[2:-2])
    begin = places[number][1]
    return _stream(number, words, bytes(rows)) + b"startxref\n%d\n%%%%EOF\n" % begin


def _stream(number: int, words: bytes, content: bytes) -> bytes:
    body = zlib.compress(content, _LEVEL)
    head = b"%d 0 obj\n<<%s/Filter/FlateDecode/Length %d>>\n" % (number, words, len(body))
    return head + b"stream\n" + body + b"\nendstream\nendobj\n"
