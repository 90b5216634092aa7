"""Cells that head their row: what Typst tags as data becomes what it is.

Typst 0.15 knows of headers only for columns; its ``pdf.header-cell`` wants a flag that the Python
package does not pass on. So the template's ``stub-head`` sets such a cell in a way that no author
can (strong within emphasis), and here these cells become headers of their rows, and every other
cell of the row names them (ISO 32000-1, 14.8.5.7).
"""

from __future__ import annotations

import re

_KIDS = re.compile(rb"/K\[([^\]]*)\]")
_REFERENCE = re.compile(rb"(\d+) 0 R")
_HEADERS = re.compile(rb"/Headers\[([^\]]*)\]")
_SPAN = re.compile(rb"/RowSpan (\d+)")
_IDS = re.compile(rb"/IDTree<</Names\[(.*?)\]>>", re.DOTALL)
_ID = re.compile(rb"\(([^()\\]*)\)(\d+) 0 R")
_ELEMENT = b"<</Type/StructElem/S/"
_ROOT = b"<</Type/StructTreeRoot"
_DEEPEST = 6
"""Elements between a cell and its first words."""


def with_row_headers(objects: dict[int, bytes]) -> dict[int, bytes]:
    """Return *objects*, by their numbers, with header cells where rows have them."""
    root = next((key for key, content in objects.items() if content.startswith(_ROOT)), None)
    if root is None or (b"/IDTree" in objects[root] and not _IDS.search(objects[root])):
        return objects
    found = dict(objects)
    names: dict[bytes, int] = {}
    for content in objects.values():
        if content.startswith((_ELEMENT + b"Table/", _ELEMENT + b"TBody/")):
            _head_rows(found, content, names)
    if names:
        found[root] = _with_names(found[root], names)
    return found


def _head_rows(objects: dict[int, bytes], group: bytes, names: dict[bytes, int]) -> None:
    """Make headers of the cells in *group*, a table or its body, that head rows."""
    reaching: list[tuple[bytes, int]] = []
    """Each header that the rows above hand down, with how many rows it still reaches."""
    for row in _kids(objects, group):
        if not objects[row].startswith(_ELEMENT + b"TR/"):
            continue
        heads = [name for name, _ in reaching]
        reaching = [(name, left - 1) for name, left in reaching if left > 1]
        for cell in _kids(objects, objects[row]):
            content = objects[cell]
            if not content.startswith(_ELEMENT + b"TD/"):
                continue
            if heads:
                words = b"".join(b"(%s)" % name for name in heads)
                content = _HEADERS.sub(rb"/Headers[\g<1>%s]" % words, content, count=1)
            if _is_head(objects, cell):
                name = b"R%d" % cell
                names[name] = cell
                content = content.replace(b"/S/TD/", b"/S/TH/ID(%s)/" % name, 1)
                content = content.replace(b"/O/Table", b"/O/Table/Scope/Row", 1)
                heads.append(name)
                span = _SPAN.search(content)
                if span and int(span[1]) > 1:
                    reaching.append((name, int(span[1]) - 1))
            objects[cell] = content


def _kids(objects: dict[int, bytes], content: bytes) -> list[int]:
    found = _KIDS.search(content)
    numbers = map(int, _REFERENCE.findall(found[1])) if found else ()
    return [number for number in numbers if number in objects]


def _is_head(objects: dict[int, bytes], number: int) -> bool:
    """Return whether the first words of the cell *number* are set as ``stub-head`` sets them."""
    for _ in range(_DEEPEST):
        first = next(iter(_kids(objects, objects[number])), None)
        if first is None:
            return False
        if objects[number].startswith(_ELEMENT + b"Em/"):
            return objects[first].startswith(_ELEMENT + b"Strong/")
        number = first
    return False


def _with_names(root: bytes, names: dict[bytes, int]) -> bytes:
    """Return the root of the structure with *names* in its table of identifiers."""
    found = _IDS.search(root)
    known = {name: int(number) for name, number in _ID.findall(found[1])} if found else {}
    pairs = sorted((known | names).items())
    table = b"/IDTree<</Names[%s]>>" % b"".join(b"(%s)%d 0 R" % pair for pair in pairs)
    if found:
        return root[: found.start()] + table + root[found.end() :]
    return root.replace(_ROOT, _ROOT + table, 1)
