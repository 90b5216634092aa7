"""The text of a page, made ready for a phone and for a strict content security policy.

What Sphinx writes is kept byte for byte but for these start tags:

- Cells of a table with one row of headings carry the heading of their column (``data-label``), so
  that a stylesheet can show the table as a list. Headings say what they head (``scope``). Other
  tables scroll within themselves, and those of many columns do where they are no list.
- Roles and relations that docutils and sphinx-design write and that the HTML standard no longer
  allows are left out.
- Widths in a ``style`` attribute, which a policy without ``unsafe-inline`` forbids, become classes
  or attributes.
- An empty heading of a table is a cell. A box to tick has the words beside it for its label.
- A link whose words are no address says so, for paper to print the address.
- A telephone number to press says that it is one, so that no line ends within it; an e-mail address
  and a web address say where a line may.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import accumulate
from urllib.parse import unquote

STEP = 5
"""Widths are rounded to this many per cent: the stylesheet has a class for each."""

_WORTH_READING = re.compile('<table|style="|citation-list|aria-controls')
"""What stands in every body in which something may have to be changed."""
_NUMBER = re.compile(
    r'(<a )(?:class="([^"]*)" )?(href="(?:tel|sms):[^"]*"[^>]*>)'
    r"([\d\s()+./\u00a0\u2011-]{3,24}</a>)"
)
"""A link to a telephone number that shows nothing but the number."""
_MAIL = re.compile(r'(<a [^>]*href="mailto:[^"]*"[^>]*>)((?:(?!</a>).)+)(?=</a>)')
_WEB = re.compile(
    r'(<a [^>]*href="https?://[^"]*"[^>]*>)([^<\s.]+(?:\.[^<\s.]+)+)(?=</a>)', re.IGNORECASE
)
"""A link to a web page that shows nothing but an address."""
_EXTERNAL = re.compile(
    r'(<a class="reference external" href="((?:mailto:|https?://)[^"]*)")([^>]*>)(.*?)(?=</a>)',
    re.DOTALL | re.IGNORECASE,
)
_TAG = re.compile(r"<[^>]*>")
_SCHEME = re.compile(r"^(?:https?://|mailto:)", re.IGNORECASE)
_EMPTY_HEADING = re.compile(r"<th\b([^>]*)>\s*(?:<p>\s*</p>)?\s*</th>")
_BOX = re.compile(
    r'(<input class="task-list-item-checkbox"[^>]*>)((?:(?!</p>|<ul|</li>).)*)', re.DOTALL
)
_MAY_BREAK_WEB = re.compile(r"(?<=[^/:])(?:\.|/)(?=[^/])")
_MAY_BREAK = re.compile(r"[@.](?!$)|<span>&#(?:64|46);</span>")
MOST_COLUMNS = 6
"""Columns that stand side by side in the width of the text."""
LONGEST_WORD = 32
"""Characters of the longest word for which a column of a table makes room."""
_PARTS = frozenset({"table", "thead", "tbody", "tr", "th", "td"})
_BLOCKS = frozenset({"td", "th", "p", "li", "dt", "dd", "div"})
_LENGTH = re.compile(r"\s*(width|height):\s*(\d+(?:\.\d*)?|\.\d+)\s*(%|[a-z]*)\s*", re.IGNORECASE)
_PIXELS = {"": 1.0, "px": 1.0, "em": 18.0, "rem": 18.0, "ex": 9.0, "ch": 9.0, "pt": 4 / 3}
_PIXELS |= {"pc": 16.0, "in": 96.0, "cm": 96 / 2.54, "mm": 9.6 / 2.54}
"""Pixels of each unit; those of the text are taken as the stylesheet's."""
_ROOT = 16
_WIDEST = 40
"""Widths in lengths become steps of :data:`STEP` times the root's font size, up to this."""


@dataclass
class _Table:
    start: int
    """Where its start tag begins."""
    tags: list[tuple[int, str, str, int]] = field(default_factory=list)
    """Offset, text, kind and column of each of its start tags."""
    caption: str = ""
    is_layout: bool = False
    """Whether it only puts things side by side."""
    head: list[str] = field(default_factory=list)
    """Headings of the columns."""
    head_rows: int = 0
    in_head: bool = False
    column: int = 0
    words: list[str] = field(default_factory=list)
    """What stands in it since the last block of text ended."""
    longest_word: int = 0
    """Of the cell that is read."""
    cell: int = 0
    """Number of that cell in ``tags``."""
    tight: set[int] = field(default_factory=set)
    """Numbers, in ``tags``, of the cells with a word that would make the whole table too wide."""
    is_regular: bool = True
    """Whether no cell spans rows or columns."""


class _Tags(HTMLParser):
    """Finds the start tags that are to be written in another way."""

    def __init__(self, body: str, table_label: str) -> None:
        super().__init__(convert_charrefs=True)
        self.changes: list[tuple[int, int, str]] = []
        """Offset, length of what is replaced, and what takes its place."""
        self._label = table_label
        self._lines = [0, *accumulate(len(line) + 1 for line in body.split("\n"))]
        self._tables: list[_Table] = []
        self._heading: list[str] | None = None
        """What is read of a heading or caption, while it is read."""
        self._scrolling = 0
        """How many tables scroll within themselves."""
        self.feed(body)
        self.close()

    def _offset(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        offset, text = self._offset(), self.get_starttag_text() or ""
        given = dict(attrs)
        if tag == "table":
            is_layout = "hlist" in (given.get("class") or "").split()
            self._tables.append(_Table(offset, is_layout=is_layout))
        elif tag == "caption":
            self._heading = []
        if self._tables and tag in _PARTS:
            self._table_tag(self._tables[-1], offset, text, tag, given)
        else:
            written = _without_style(tag, text, given.get("style") or "")
            self._replace(offset, text, _without_forbidden(tag, written, given))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        style = dict(attrs).get("style")
        if style:
            text = self.get_starttag_text() or ""
            self._replace(self._offset(), text, _without_style(tag, text, style))

    def handle_data(self, data: str) -> None:
        if self._heading is not None:
            self._heading.append(data)
        if self._tables:
            self._tables[-1].words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if not self._tables:
            return
        table = self._tables[-1]
        if tag in _BLOCKS:
            # docutils takes an e-mail address apart: a word is whole only where its block ends
            found = "".join(table.words).split()
            table.longest_word = max(table.longest_word, *map(len, found), 0)
            table.words.clear()
            if tag in {"td", "th"}:
                if table.longest_word > LONGEST_WORD:
                    table.tight.add(table.cell)
                table.longest_word = 0
        if tag == "thead":
            table.in_head = False
        elif tag == "td" and table.in_head:
            table.head.append("")
        elif tag == "th" and self._heading is not None:
            table.head.append(" ".join("".join(self._heading).split()))
            self._heading = None
        elif tag == "caption":
            table.caption = " ".join("".join(self._heading or ()).split())
            self._heading = None
        elif tag == "table":
            self._finish(self._tables.pop())

    def _table_tag(
        self, table: _Table, offset: int, text: str, tag: str, given: dict[str, str | None]
    ) -> None:
        if tag == "thead":
            table.in_head = True
        elif tag == "tr":
            table.column = 0
            table.head_rows += table.in_head
        elif tag in {"th", "td"}:
            table.is_regular &= not {"colspan", "rowspan"} & set(given)
            if table.in_head and tag == "th":
                self._heading = []
        kind = ("col" if table.in_head else "row") if tag == "th" else tag
        text = _without_style(tag, text, given.get("style") or "")
        if tag in {"th", "td"}:
            table.cell, table.longest_word = len(table.tags), 0
            table.words.clear()
        table.tags.append((offset, text, kind, table.column))
        table.column += tag in {"th", "td"}
        self._replace(offset, self.get_starttag_text() or "", text)

    def _finish(self, table: _Table) -> None:
        offsets = {offset: number for number, (offset, _, _) in enumerate(self.changes)}
        is_listed = table.is_regular and table.head_rows == 1
        for place, (offset, text, kind, column) in enumerate(table.tags):
            written = text
            if kind in {"row", "col"}:
                written = _with(text, {"scope": kind})
            elif is_listed and kind == "td" and column < len(table.head):
                written = _with(text, {"data-label": table.head[column]})
            elif is_listed and kind == "table":
                written = _with_class(text, "cp-listed")
            if place in table.tight:
                written = _with_class(written, "cp-tight")
            number = offsets[offset]
            _, length, _ = self.changes[number]
            self.changes[number] = (offset, length, written)
        cells = (column for _, _, kind, column in table.tags if kind in {"row", "col", "td"})
        columns = max(cells, default=0) + 1
        fits = is_listed and columns <= MOST_COLUMNS
        if not fits and not table.is_layout and not self._tables:
            self._scrolling += 1
            label = html.escape(
                table.caption.removesuffix("¶") or f"{self._label} {self._scrolling}"
            )
            region = f'<div class="cp-scroll" role="region" tabindex="0" aria-label="{label}">'
            self.changes.append((table.start, 0, region))
            self.changes.append((self._offset() + len("</table>"), 0, "</div>"))

    def _replace(self, offset: int, old: str, new: str) -> None:
        if old != new or self._tables:
            self.changes.append((offset, len(old), new))


def ready(body: str, table_label: str) -> str:
    """Return the *body* of a page with the tags changed that need it."""
    body = _BOX.sub(r"<label>\1\2</label>", _EMPTY_HEADING.sub(r"<td\1></td>", body))
    body = _EXTERNAL.sub(_with_target, body)
    body = _NUMBER.sub(_as_number, body)
    body = _MAIL.sub(_with_breaks, body)
    body = _WEB.sub(_with_web_breaks, body)
    if not _WORTH_READING.search(body):
        return body
    changes = sorted(_Tags(body, table_label).changes, key=lambda change: change[:2])
    parts, at = [], 0
    for offset, length, text in changes:
        parts += [body[at:offset], text]
        at = offset + length
    return "".join([*parts, body[at:]])


def _as_number(link: re.Match[str]) -> str:
    start, classes, target, number = link.groups(default="")
    names = classes.split()
    if "commspolicy-number" not in names:
        names.append("commspolicy-number")
    return f'{start}class="{" ".join(names)}" {target}{number}'


def _with_target(link: re.Match[str]) -> str:
    start, address, rest, shown = link.groups()
    words = html.unescape(_TAG.sub("", shown)).strip()
    told = _SCHEME.sub("", words).rstrip("/")
    address = html.unescape(address)
    if not words or (set(".@") & set(told) and told in unquote(address)):
        return link[0]
    if address.lower().startswith("mailto:"):
        address = unquote(address.partition("?")[0])
    to = html.escape(_SCHEME.sub("", address).rstrip("/"))
    return f'{start} data-to="{to}"{rest}{shown}'


def _with_breaks(link: re.Match[str]) -> str:
    tag, shown = link.groups()
    is_address = "@" in shown or "&#64;" in shown
    return tag + (_MAY_BREAK.sub(r"\g<0><wbr>", shown) if is_address else shown)


def _with_web_breaks(link: re.Match[str]) -> str:
    return link[1] + _MAY_BREAK_WEB.sub(r"\g<0><wbr>", link[2])


def _with(tag: str, extra: dict[str, str]) -> str:
    """Return a start tag with more attributes; those it has win."""
    written = "".join(
        f' {name}="{html.escape(value)}"'
        for name, value in extra.items()
        if value and f" {name}=" not in tag
    )
    return re.sub(r"\s*(/?>)$", lambda end: f"{written}{' ' * (end[1] == '/>')}{end[1]}", tag)


def _with_class(tag: str, name: str) -> str:
    if ' class="' in tag:
        return tag.replace(' class="', f' class="{name} ', 1)
    return _with(tag, {"class": name})


def _without_forbidden(tag: str, text: str, given: dict[str, str | None]) -> str:
    """Return a start tag without what the HTML standard and WAI-ARIA 1.3 do not allow on it."""
    role = given.get("role")
    if role == "doc-biblioentry" or (role == "list" and given.get("class") == "citation-list"):
        return text.replace(f' role="{role}"', "", 1) if role else text
    if tag == "label" and "aria-controls" in given:
        return re.sub(r'\s+aria-controls="[^"]*"', "", text, count=1)
    return text


def _without_style(tag: str, text: str, style: str) -> str:
    """Return a start tag without the sizes of its ``style``; other styles stay as they are."""
    parts = [_LENGTH.fullmatch(part) for part in style.split(";") if part.strip()]
    if not parts or not all(part and part[3].lower() in {"%", *_PIXELS} for part in parts):
        return text
    bare = re.sub(r'\s+style="[^"]*"', "", text, count=1)
    sizes = {part[1].lower(): (float(part[2]), part[3].lower()) for part in parts if part}
    if tag == "img" and "%" not in {unit for _, unit in sizes.values()}:
        pixels = {name: str(_pixels(*size)) for name, size in sizes.items()}
        return _with(bare, pixels)
    if "width" not in sizes:
        return bare
    number, unit = sizes["width"]
    if unit == "%":
        return _with_class(bare, f"cp-w{_step(number, 100)}")
    return _with_class(bare, f"cp-r{_step(_pixels(number, unit) / _ROOT, _WIDEST)}")


def _step(width: float, most: int) -> int:
    return min(max(round(width / STEP), 1), most // STEP) * STEP


def _pixels(number: float, unit: str) -> int:
    return max(round(number * _PIXELS[unit]), 1)
