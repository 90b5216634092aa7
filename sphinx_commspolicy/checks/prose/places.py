"""Where words of a passage stand in its source, whose lines break elsewhere and hold markup."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.rule import Place

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST_PASSAGE = 200
"""Lines of the source, from its first, in which the words of a passage are looked for."""

_BETWEEN = r"[\s*`_|>\\]+"
"""What stands in a source where a reader sees a space."""
_BETWEEN_TAGS = r"(?:\s|&nbsp;|<[^<>]*>)+"
"""The same in a web page."""
_MARKS = {
    **dict.fromkeys("'\u2018\u2019", "['\u2018\u2019]"),
    **dict.fromkeys('"\u201c\u201d', '["\u201c\u201d]'),
    **dict.fromkeys("-\u2010\u2011\u2013\u2014", "(?:-{1,3}|[\u2010\u2011\u2013\u2014])"),
    "\u2026": r"(?:\u2026|\.\.\.)",
    "\ufffc": r"(?::[\w:+.-]+:|\{[\w:+.-]+\})`[^`]*`",
    "\ufffd": r"[^\n]{1,80}?",
}
_ENTITIES = {
    "&": "(?:&|&amp;)",
    "'": "(?:['\u2018\u2019]|&(?:[lr]squo|apos|#39|#821[67]|#x27|#x201[89]);)",
    '"': '(?:["\u201c\u201d]|&(?:[lr]dquo|quot|#34|#822[01]|#x201[CDcd]);)',
    "-": "(?:[-\u2010\u2011\u2013\u2014]|&[mn]dash;)",
}
_HIDDEN = {
    # code; the targets of links that have words of their own
    ".rst": re.compile(r"(?<=``)(?:[^`\n]|\n(?!\s*\n)|`(?!`))+(?=``)|(?<=\s<)[^<>`\n]*(?=>`)"),
    ".md": re.compile(r"(?<=(?<![`}])`)[^`\n]+(?=`)|(?<=\]\()[^()\n]*(?=\))"),
    ".html": re.compile(r"(?<=<!--).*?(?=-->)|(?<=<)[^<>]+(?=>)", re.DOTALL),
}
"""What is in a source and not among the words of its page, by the kind of the file."""
_KINDS = {".markdown": ".md", ".myst": ".md", ".htm": ".html"}


def find_place(
    file: str, lines: Sequence[str], line: int, text: str, start: int, end: int
) -> Place:
    """Return where the characters *start* to *end* of *text* stand in *lines*.

    *text* begins on *line*, or on the line before, as for a title. Where its words cannot be found,
    the line is returned.
    """
    words = text[start:end].strip()
    if not words:
        return Place(file, line)
    suffix = PurePath(file).suffix.lower()
    kind = _KINDS.get(suffix, suffix)
    pattern = re.compile(_pattern(words, tags=kind == ".html"))
    earlier = sum(1 for found in pattern.finditer(text) if found.start() < start)
    block = end_of_block(lines, line)
    starts = dict.fromkeys((max(line - 1, 0), max(line - 3, 0)))
    # words that stand below as well are not taken for these
    for first, last in [(first, block) for first in starts] + [
        (first, first + LONGEST_PASSAGE) for first in starts
    ]:
        source = "\n".join(lines[first:last])
        if kind in _HIDDEN:
            source = _HIDDEN[kind].sub(_blank, source)
        for number, found in enumerate(pattern.finditer(source)):
            if number == earlier:
                return _place(file, first, source, found.start(), found.end())
    return Place(file, line)


def end_of_block(lines: Sequence[str], line: int) -> int:
    """Return the number of the last line before an empty one, from *line* on."""
    last = max(line, 1)
    while last < len(lines) and lines[last].strip():
        last += 1
    return last


def _blank(found: re.Match[str]) -> str:
    """Return as much of nothing, on as many lines."""
    return "".join("\n" if char == "\n" else "\0" for char in found[0])


def _pattern(words: str, *, tags: bool = False) -> str:
    parts: list[str] = []
    between = _BETWEEN_TAGS if tags else _BETWEEN
    for char in words:
        if char.isspace():
            if parts and parts[-1] != between:
                parts.append(between)
        elif tags and char in _ENTITIES:
            parts.append(_ENTITIES[char])
        else:
            parts.append(_MARKS.get(char) or rf"\\?{re.escape(char)}")
    return "".join(parts)


def _place(file: str, first: int, source: str, start: int, end: int) -> Place:
    def spot(index: int) -> tuple[int, int]:
        before = source[:index]
        return first + before.count("\n") + 1, index - (before.rfind("\n") + 1) + 1

    return Place(file, *spot(start), *spot(end))
