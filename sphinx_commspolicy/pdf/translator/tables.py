"""Tables: rows that repeat, cells that span, and widths."""

# ruff: noqa: D102 - docutils gives visitors their names and arguments

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_commspolicy.pdf import markup
from sphinx_commspolicy.pdf.translator.inline import InlineVisitors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx import addnodes

_COLUMN = re.compile(
    r"(?P<fixed>[pmb])\{(?P<width>[^{}]*)\}"
    r"|\\[XY]\{(?P<part>\d+)\}\{(?P<whole>\d+)\}"
    r"|(?P<align>[lcrLCRJT])"
)
_ALIGN = {"l": "left", "c": "center", "r": "right", "L": "left", "C": "center", "R": "right"}
_SIZES = ((6, 0.94), (9, 0.8), (1_000_000, 0.66))
"""Tables of up to so many columns, and the size of their letters. In large print, that of a usual
table is 1."""
_TALL = (nodes.image, nodes.literal_block, nodes.line_block, nodes.math_block, nodes.table)
"""Elements whose height is not known from the number of their letters."""
_FEW_LINES = 16
"""A row of up to so many lines is not broken over pages."""
_EDGES = 2
"""Letters' room that the edges of a cell take."""
_LINE_POINTS = 450
"""About how wide a line is."""
_LONG = 60
"""A row of more letters than this beside its fellows needs room that is shared out."""


@dataclass(frozen=True, slots=True)
class Column:
    """Width of a column, as Typst writes it, and where its text stands."""

    width: str
    align: str = "start"

    @property
    def is_part(self) -> bool:
        """Whether it takes a part of what the others leave."""
        return self.width.endswith("fr")


def read_tabularcolumns(spec: str) -> list[Column]:
    """Read the columns of LaTeX that ``tabularcolumns`` takes, as far as they say a width."""
    columns = []
    for found in _COLUMN.finditer(spec):
        if found["fixed"]:
            share = re.fullmatch(r"\s*([0-9.]+)\s*\\\w+\s*", found["width"])
            width = f"{float(share[1]) * 100:g}%" if share else markup.measure(found["width"])
            columns.append(Column(width or "1fr"))
        elif found["part"]:
            columns.append(Column(f"{100 * int(found['part']) / int(found['whole']):g}%"))
        else:
            align = found["align"]
            columns.append(Column("auto" if align.islower() else "1fr", _ALIGN.get(align, "start")))
    return columns


class TableVisitors(InlineVisitors):
    """Tables: rows that repeat, cells that span, and widths."""

    tabularcolumns = ""

    def visit_tabular_col_spec(self, node: addnodes.tabular_col_spec) -> None:
        self.tabularcolumns = node["spec"]
        raise nodes.SkipNode

    def visit_table(self, node: nodes.table) -> None:
        group = next(node.findall(nodes.tgroup), None)
        if group is None:
            raise nodes.SkipNode
        self.label(*node["ids"])
        spec, self.tabularcolumns = self.tabularcolumns, ""
        specs = [child for child in group.children if isinstance(child, nodes.colspec)]
        columns = read_tabularcolumns(spec)
        if len(columns) != len(specs):
            columns = _columns(node, group, specs)
        stubs = [bool(found.get("stub")) for found in specs]
        head = [
            row for part in group.children if isinstance(part, nodes.thead) for row in part.children
        ]
        body = [
            row
            for part in group.children
            if isinstance(part, nodes.tbody)
            for row in part.children
            if isinstance(row, nodes.row)
        ]
        size = next(size for most, size in _SIZES if len(columns) <= most)
        if self.builder.config.typst_large_print:
            size = min(1.0, size / _SIZES[0][1])
        rooms = _rooms(columns, self.room / size)
        notes: list[nodes.Element | str] = []
        self.begin()
        self.write(
            f"data-table(columns: {markup.array(column.width for column in columns)}, "
            f"align: {markup.array(column.align for column in columns)}, size: {size:g}em,"
            f"{_placed(node)}"
        )
        if head:
            self.write("table.header(")
            self.linkless += 1
            self.open_notes.append(notes)
            self._rows(head, [False] * len(specs), rooms, head=True)
            self.open_notes.pop()
            self.linkless -= 1
            self.write("),")
        self._rows(body, stubs, rooms, head=False)
        self.write(")")
        code = self.end()
        title = next((child for child in node.children if isinstance(child, nodes.title)), None)
        if title is None:
            self.write(code)
        else:
            self.write(f"captioned({code}, {self.caption(title, 'table', node)})")
        self.notes_below(notes)
        raise nodes.SkipNode

    def caption(self, node: nodes.Element, kind: str, numbered: nodes.Element) -> str:
        """Return a caption, with its number where numbers are on."""
        prefix = self.number(kind, numbered)
        self.footless += 1
        code = self.capture(*node.children)
        self.footless -= 1
        return markup.block(f"{markup.literal(prefix)}\n{code}\n") if prefix else code

    def number(self, kind: str, node: nodes.Element) -> str:
        """Return the number of a figure, table or listing, in the words of ``numfig_format``."""
        numbers = self.builder.env.toc_fignumbers.get(self.docname, {}).get(kind, {})
        for identifier in node["ids"]:
            if identifier in numbers:
                form = str(self.builder.config.numfig_format.get(kind, "%s"))
                return form.replace("%s", ".".join(map(str, numbers[identifier]))) + ": "
        return ""

    def _rows(
        self, rows: Sequence[nodes.Node], stubs: list[bool], rooms: list[int], *, head: bool
    ) -> None:
        taken: dict[int, int] = {}
        """How many further rows a cell above reaches down, for each column."""
        for row in rows:
            assert isinstance(row, nodes.Element)
            whole = not head and _stays_whole(row, self.room // max(1, len(rooms)))
            column = 0
            for cell in row.children:
                while taken.get(column, 0) > 0:
                    taken[column] -= 1
                    column += 1
                assert isinstance(cell, nodes.Element)
                across, down = 1 + cell.get("morecols", 0), 1 + cell.get("morerows", 0)
                stub = not head and column < len(stubs) and stubs[column]
                function = "cell-head" if head else "stub-head" if stub else ""
                around, self.room = self.room, sum(rooms[column : column + across]) or 1
                self._cell(cell, across, down, function, whole=whole)
                self.room = around
                for index in range(column, column + across):
                    taken[index] = down - 1
                column += across
            for index in range(column, len(stubs)):
                taken[index] = max(0, taken.get(index, 0) - 1)

    def _cell(
        self, cell: nodes.Element, across: int, down: int, function: str, *, whole: bool
    ) -> None:
        self.begin()
        self.label(*cell["ids"])
        for child in cell.children:
            child.walkabout(self)
        code = self.end()
        if function:
            code = f"{function}({code})"
        if across > 1 or down > 1:
            code = f"table.cell(colspan: {across}, rowspan: {down}, {code})"
        elif whole:
            code = f"table.cell(breakable: false, {code})"
        self.write(f"{code},")


def _placed(node: nodes.table) -> str:
    """Return the arguments that say how wide a table is, and on which side it stands."""
    width = markup.measure(node.get("width"))
    side = node.get("align")
    return (f" width: {width}," if width else "") + (
        f" at: {side}," if side in {"left", "center", "right"} else ""
    )


def _stays_whole(row: nodes.Element, room: int) -> bool:
    """Return whether *row* is so short that it need not be broken over two pages.

    *room* is how many letters fit into a column at least.
    """
    if any(isinstance(part, _TALL) for part in row.findall(nodes.Element)):
        return False
    blocks = sum(isinstance(part, nodes.paragraph) for part in row.findall(nodes.Element))
    letters = max((len(cell.astext()) for cell in row.children), default=0)
    return blocks + letters // max(1, room) <= _FEW_LINES


def _rooms(columns: list[Column], line: float) -> list[int]:
    """Return how many letters fit into each of *columns*; *line* letters fit into the table."""
    parts = [float(column.width.removesuffix("fr")) for column in columns if column.is_part]
    shares = [_share(column.width) for column in columns]
    left = max(0.0, 1 - sum(share or 0 for share in shares))
    if not parts:
        left = 1.0  # columns that take what they need: no more than all
    whole = sum(parts)
    rooms = []
    for column, share in zip(columns, shares, strict=True):
        own = left if share is None else share
        if column.is_part:
            own = left * float(column.width.removesuffix("fr")) / whole
        rooms.append(max(2, int(own * line) - _EDGES))
    return rooms


def _share(width: str) -> float | None:
    """Return which part of the line a fixed *width* takes; None where it takes what it needs."""
    if width.endswith("%"):
        return float(width.removesuffix("%")) / 100
    if width.endswith("pt"):
        return min(1.0, float(width.removesuffix("pt")) / _LINE_POINTS)
    return None


def _columns(node: nodes.table, group: nodes.tgroup, specs: list[nodes.colspec]) -> list[Column]:
    """Return widths: those that are given, else by how long the texts are."""
    if "colwidths-given" in node["classes"]:
        return [Column(f"{max(1, int(spec.get('colwidth', 1)))}fr") for spec in specs]
    longest = [1] * len(specs)
    rows = [
        row
        for part in group.children
        if isinstance(part, (nodes.thead, nodes.tbody))
        for row in part.children
        if isinstance(row, nodes.row)
    ]
    for row in rows:
        for index, cell in enumerate(row.children[: len(specs)]):
            if isinstance(cell, nodes.Element) and not cell.get("morecols"):
                longest[index] = max(longest[index], len(cell.astext()))
    if sum(longest) <= _LONG:
        return [Column("auto")] * len(specs)
    return [
        Column("auto" if length <= _LONG / (2 * len(specs)) else f"{min(length, 200) ** 0.7:.2f}fr")
        for length in longest
    ]
