"""Builds in processes of their own, what they cost, and what they wrote."""

from __future__ import annotations

import difflib
import filecmp
import os
import re
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

# an installed package is compiled once; where Python may not write down what it has compiled, each
# build would compile this one again
ENVIRONMENT = {key: text for key, text in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
_READ = re.compile(r"(\d+) added, (\d+) changed, (\d+) removed")
_VOLATILE = (".buildinfo", ".commspolicy.json")
"""Files that say how a folder was built, not what it shows."""


@dataclass(frozen=True)
class Build:
    """One run of Sphinx."""

    cpu: float
    """Seconds of processor time, in user and in system mode."""
    memory: float
    """Most memory held at any time, in MB (1,000,000 bytes)."""
    read: int
    """Pages that were read."""
    written: int
    """Pages whose files were written."""


def build(source: Path, out: Path, *, strict: bool = True) -> Build:
    """Build the project in *source* as HTML into *out*, in one process.

    *strict*: its warnings are errors.
    """
    before = _times(out)
    command = [sys.executable, "-m", "sphinx", "-b", "html"]
    command += ["-W", "--keep-going"] if strict else []
    command += ["-d", str(doctrees(out)), str(source), str(out)]
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, env=ENVIRONMENT)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        log.seek(0)
        told = log.read()
    if process.returncode:
        sys.exit(f"The build of {source} failed:\n{told[-3000:]}")
    counts = _READ.search(told)
    unit = 1 if sys.platform == "darwin" else 1024
    after = _times(out)
    return Build(
        cpu=usage.ru_utime + usage.ru_stime,
        memory=usage.ru_maxrss * unit / 1e6,
        read=int(counts[1]) + int(counts[2]) if counts else 0,
        written=sum(before.get(page) != time for page, time in after.items()),
    )


def doctrees(out: Path) -> Path:
    """Return where the build into *out* keeps what it has read."""
    return out.with_name(out.name + ".doctrees")


def _times(out: Path) -> dict[str, int]:
    """Return when each page of *out* was written; pages that Sphinx makes itself are left out."""
    return {
        str(page): page.stat().st_mtime_ns
        for page in out.rglob("*.html")
        if page.name not in {"genindex.html", "search.html"}
    }


# ---- figures


@dataclass(frozen=True)
class Row:
    """One line of the result: a measure of the product and the baseline, and what it should be."""

    name: str
    unit: str
    ours: Sequence[float]
    baseline: Sequence[float]
    limit: str
    difference: bool = False
    """Whether the figure is the difference of the medians, not their ratio."""

    @property
    def figure(self) -> float:
        """The product against the baseline: by how much more, or how many times as much."""
        ours, baseline = statistics.median(self.ours), statistics.median(self.baseline)
        return ours - baseline if self.difference else ours / baseline


def table(rows: Iterable[Row]) -> str:
    """Return the result as a table: minimum, median and maximum, and the figure that counts."""
    head = ("", "ours min", "median", "max", "base min", "median", "max", "figure", "limit")
    lines: list[tuple[str, ...]] = [head]
    for row in rows:
        spans = [
            f"{value:.2f}"
            for values in (row.ours, row.baseline)
            for value in (min(values), statistics.median(values), max(values))
        ]
        figure = f"{row.figure:+.2f} {row.unit}" if row.difference else f"x {row.figure:.2f}"
        lines.append((f"{row.name} ({row.unit})", *spans, figure, row.limit))
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    lines.insert(1, tuple("-" * width for width in widths))
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column in {0, len(head) - 1} else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


# ---- what was written


class _Words(HTMLParser):
    """The words of a page, with the targets of its links."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Leave out what is no text; keep where links go."""
        self._silent += tag in {"script", "style"}
        target = dict(attrs).get("href")
        if tag == "a" and target:
            self.words.append(f"<{target}>")

    def handle_endtag(self, tag: str) -> None:
        """End what is no text."""
        self._silent -= tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        """Keep text."""
        if not self._silent:
            self.words += data.split()


def words_of(page: Path) -> list[str]:
    """Return the words of a page and the targets of its links, in their order."""
    reader = _Words()
    reader.feed(page.read_text("utf-8"))
    # a link may begin before or within its emphasis, a space lie inside or outside of it
    joined = " ".join(reader.words)
    return re.sub(r" ([.,:;)])", r"\1", joined).replace("( ", "(").split(" ")


def compare_words(ours: Path, byhand: Path) -> str:
    """Return what is different in the words and links of two outputs; nothing where nothing is."""
    names = sorted(page.relative_to(ours) for page in ours.rglob("*.html"))
    if names != sorted(page.relative_to(byhand) for page in byhand.rglob("*.html")):
        return f"{ours} and {byhand} have different pages"
    different = [name for name in names if words_of(ours / name) != words_of(byhand / name)]
    if not different:
        return ""
    first = different[len(different) // 2]
    one, other = words_of(ours / first), words_of(byhand / first)
    changes = difflib.unified_diff(other, one, "by hand", "ours", n=2, lineterm="")
    shown = " | ".join(list(changes)[:60])
    return f"{len(different)} of {len(names)} pages have other words, such as {first}: {shown}"


def differing_files(one: Path, other: Path) -> list[str]:
    """Return the files that are not the same, byte for byte, in two outputs."""
    names = {
        str(file.relative_to(folder))
        for folder in (one, other)
        for file in folder.rglob("*")
        if file.is_file() and file.name not in _VOLATILE
    }
    return sorted(
        name
        for name in names
        if not (one / name).is_file()
        or not (other / name).is_file()
        or not filecmp.cmp(one / name, other / name, shallow=False)
    )
