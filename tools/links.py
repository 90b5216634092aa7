"""Check that links between the files of this repository lead somewhere.

Looked at are the Markdown and reStructuredText files that git would keep: links and pictures with a
relative address, and in Markdown the headings that ``#anchors`` name. Links to other hosts are not
opened.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent

SKIPPED = {"_build", "build", "dist", "node_modules", "starter", "roots"}
"""Folders whose files are made, or are inputs of tests."""

_FENCE = re.compile(r"^(?P<mark>```+|~~~+)[^\n]*\n.*?^(?P=mark)[ \t]*$", re.MULTILINE | re.DOTALL)
_MARKDOWN_LINK = re.compile(r"!?\[[^\]\n]*\]\((?P<target>[^()\s]+)(?:\s+\"[^\"]*\")?\)")
_MARKDOWN_HEADING = re.compile(r"^#{1,6}\s+(?P<title>.+?)\s*#*$", re.MULTILINE)
_RST_LINK = re.compile(r"`[^`<]*<(?P<target>[^`<>\s]+)>`__?(?!\w)")
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


class Broken(NamedTuple):
    """A link that leads nowhere."""

    file: Path
    line: int
    target: str
    reason: str

    def __str__(self) -> str:
        """Return ``file:line: target: reason``."""
        return f"{self.file}:{self.line}: {self.target}: {self.reason}"


def documents(root: Path) -> Iterator[Path]:
    """Yield the files that are looked at, in order."""
    for path in sorted(root.rglob("*")):
        parts = path.relative_to(root).parts
        if path.suffix not in {".md", ".rst"} or not path.is_file():
            continue
        if any(part in SKIPPED or part.startswith(".") for part in parts):
            continue
        yield path


def broken_links(root: Path) -> list[Broken]:
    """Return every link below *root* that leads nowhere."""
    return [broken for path in documents(root) for broken in _in_file(path)]


def anchors(text: str) -> set[str]:
    """Return what ``#anchor`` can name in the Markdown *text*, as code hosts make anchors."""
    found: set[str] = set()
    for match in _MARKDOWN_HEADING.finditer(_without_code(text)):
        title = re.sub(r"[`*]|!?\[([^\]]*)\]\([^)]*\)", r"\1", match["title"])
        slug = re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")
        number = 0
        name = slug
        while name in found:
            number += 1
            name = f"{slug}-{number}"
        found.add(name)
    return found


def _without_code(text: str) -> str:
    """Return *text* with its code blocks emptied; lines keep their numbers."""
    return _FENCE.sub(lambda match: "\n" * match[0].count("\n"), text)


def _in_file(path: Path) -> Iterator[Broken]:
    text = path.read_text("utf-8")
    pattern = _RST_LINK
    if path.suffix == ".md":
        text, pattern = _without_code(text), _MARKDOWN_LINK
    for match in pattern.finditer(text):
        target = match["target"]
        if _ELSEWHERE.match(target) or target.endswith("_"):
            continue  # another host, or a name that Sphinx resolves
        reason = _problem(path, target)
        if reason:
            yield Broken(path, text.count("\n", 0, match.start()) + 1, target, reason)


def _problem(path: Path, target: str) -> str:
    name, _, anchor = target.partition("#")
    if name.startswith("/"):
        return "it begins at the root of a disk"
    wanted = path.parent / unquote(name) if name else path
    if not wanted.exists():
        return "there is no such file"
    if anchor and wanted.suffix == ".md" and anchor not in anchors(wanted.read_text("utf-8")):
        return "there is no such heading"
    return ""


def main() -> int:
    """Print every broken link; return 1 if there is one."""
    found = broken_links(ROOT)
    for broken in found:
        print(broken._replace(file=broken.file.relative_to(ROOT)))
    count = sum(1 for _ in documents(ROOT))
    print(f"{count} files, {len(found)} broken links")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
