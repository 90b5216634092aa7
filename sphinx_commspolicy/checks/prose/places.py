"""Where words of a passage stand in its source, whose lines break elsewhere and hold markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.rule import Place

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST_PASSAGE = 200
"""Lines of the source, from its first, in which the words of a passage are looked for."""

_BETWEEN = r"[\s*`_|>\\]+"
"""What stands in a source where a reader sees a space."""
_MARKS = {
    **dict.fromkeys("'\u2018\u2019", "['\u2018\u2019]"),
    **dict.fromkeys('"\u201c\u201d', '["\u201c\u201d]'),
    **dict.fromkeys("-\u2010\u2011\u2013\u2014", "(?:-{1,3}|[\u2010\u2011\u2013\u2014])"),
    "\u2026": r"(?:\u2026|\.\.\.)",
    "\ufffc": r":[\w:+.-]+:`[^`]*`",
    "\ufffd": r"[^\n]{1,80}?",
}


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
    pattern = re.compile(_pattern(words))
    earlier = sum(1 for found in pattern.finditer(text) if found.start() < start)
    for first in dict.fromkeys((max(line - 1, 0), max(line - 3, 0))):
        source = "\n".join(lines[first : first + LONGEST_PASSAGE])
        for number, found in enumerate(pattern.finditer(source)):
            if number == earlier:
                return _place(file, first, source, found.start(), found.end())
    return Place(file, line)


def _pattern(words: str) -> str:
    parts: list[str] = []
    for char in words:
        if char.isspace():
            if parts and parts[-1] != _BETWEEN:
                parts.append(_BETWEEN)
        else:
            parts.append(_MARKS.get(char) or rf"\\?{re.escape(char)}")
    return "".join(parts)


def _place(file: str, first: int, source: str, start: int, end: int) -> Place:
    def spot(index: int) -> tuple[int, int]:
        before = source[:index]
        return first + before.count("\n") + 1, index - (before.rfind("\n") + 1) + 1

    return Place(file, *spot(start), *spot(end))
