"""Measure the claims on speed and memory: the product against the same handbook made by hand.

Every build is a process of its own; the two projects take turns, so that a busy machine slows both.
What is measured is processor time, not the time on the clock. See README.md beside this file.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from generate import handbook, write
from measure import Row, build, compare_words, differing_files, doctrees, table
from peers import PACKAGES, write_peers

if TYPE_CHECKING:
    from collections.abc import Callable

    from measure import Build

OURS, BYHAND = "facts", "byhand"
NEW_PHONE, NEW_TURNAROUND = "(503) 555-0198", 3
"""The new number of one clinician, and the new turnaround of the practice."""


def say(words: str) -> None:
    """Tell how far the work is."""
    print(words, file=sys.stderr, flush=True)


class Bench:
    """A folder with the projects, and what is measured in it."""

    def __init__(self, asked: argparse.Namespace, folder: Path) -> None:
        self.asked = asked
        self.folder = folder
        self.book = handbook(
            asked.clinicians,
            asked.pages,
            shape=asked.shape,
            links=asked.links,
            theme=asked.theme,
        )
        self.rows: list[Row] = []
        self.facts: list[str] = []
        """What is either so or not."""
        self.failed = False
        """Whether something is not so that the figures rest on."""
        write(self.book, folder)

    def run(self, project: str, *, clean: bool = False) -> Build:
        """Build one of the projects; clean: from nothing."""
        out = self._out(project)
        if clean:
            _remove(out)
        result = build(self.folder / project, out, strict=project not in PACKAGES)
        say(
            f"  {project:13} {'clean' if clean else 'again':6} {result.cpu:8.2f} s "
            f"{result.memory:6.0f} MB  read {result.read}, written {result.written}"
        )
        return result

    def _out(self, project: str) -> Path:
        return self.folder / f"{project}-html"

    # ---- what is measured

    def start_up(self) -> None:
        """Measure an empty project, with and without the extension."""
        say("start-up")
        costs: dict[str, list[float]] = {"plain": [], "extended": []}
        for name, extensions in (("plain", []), ("extended", ["sphinx_commspolicy"])):
            source = self.folder / name
            source.mkdir()
            (source / "conf.py").write_text(f"extensions = {extensions!r}\n", "utf-8")
            (source / "index.rst").write_text("Empty\n=====\n", "utf-8")
            build(source, self._out(name))  # byte code is compiled once
        for _ in range(max(self.asked.runs, 10)):
            for name, found in costs.items():
                _remove(self._out(name))
                found.append(build(self.folder / name, self._out(name)).cpu)
        self.rows.append(
            Row("start-up", "s", costs["extended"], costs["plain"], "+0.20 s", difference=True)
        )

    def clean(self) -> None:
        """Measure building everything from nothing, and compare the words of both."""
        say("clean build")
        costs: dict[str, list[float]] = {OURS: [], BYHAND: []}
        memory: dict[str, list[float]] = {OURS: [], BYHAND: []}
        for _ in range(self.asked.runs):
            for name in (OURS, BYHAND):
                result = self.run(name, clean=True)
                costs[name].append(result.cpu)
                memory[name].append(result.memory)
        different = compare_words(self._out(OURS), self._out(BYHAND))
        self.failed |= bool(different)
        self.facts.append(different or "the pages of both have the same words and links")
        self.rows.append(Row("clean build", "s", costs[OURS], costs[BYHAND], "x 1.15"))
        self.rows.append(Row("memory, clean build", "MB", memory[OURS], memory[BYHAND], "x 1.25"))

    def edit(self) -> None:
        """Measure changing a value of one clinician: in the YAML, or on each page that has it."""
        name = "one value of one clinician"
        say(name)
        changed = self.book.with_phone(len(self.book.clinicians) // 2, NEW_PHONE)
        write(self.book, self.folder)
        for project in (OURS, BYHAND):
            self.run(project)  # the state before the change
        costs: dict[str, list[float]] = {OURS: [], BYHAND: []}
        counts = set()
        for number in range(2 * self.asked.runs + 1):
            # there, back, and there again
            write(self.book if number % 2 else changed, self.folder)
            for project in (OURS, BYHAND):
                result = self.run(project)
                costs[project].append(result.cpu)
                if project == OURS:
                    counts.add((result.read, result.written))
        self.rows.append(Row(name, "s", costs[OURS], costs[BYHAND], "x 1.35"))
        self._tell_counts(name, counts)
        self._fresh(name)

    def wide(self) -> None:
        """Measure changing a value of the whole practice, against a clean build."""
        name = "one value of the practice"
        say(name)
        changed = replace(self.book, turnaround=NEW_TURNAROUND)
        write(self.book, self.folder)
        self.run(OURS)  # the state before the change
        costs: dict[str, list[float]] = {"again": [], "clean": []}
        counts = set()
        for number in range(self.asked.runs):
            write(self.book if number % 2 else changed, self.folder)
            result = self.run(OURS)
            costs["again"].append(result.cpu)
            counts.add((result.read, result.written))
            costs["clean"].append(self._fresh(name))
        self.rows.append(
            Row(f"{name}, against clean", "s", costs["again"], costs["clean"], "x 1.00")
        )
        self._tell_counts(name, counts)

    def _tell_counts(self, name: str, counts: set[tuple[int, int]]) -> None:
        for read, written in sorted(counts):
            self.facts.append(f"{name}: {read} pages read, {written} pages written")

    def _fresh(self, name: str) -> float:
        """Build elsewhere from nothing, compare with what the last build left; return the cost."""
        fresh = self.folder / "fresh-html"
        _remove(fresh)
        cost = build(self.folder / OURS, fresh).cpu
        say(f"  {OURS:8} fresh  {cost:8.2f} s")
        different = differing_files(self._out(OURS), fresh)
        self.failed |= bool(different)
        words = f"differs in {', '.join(different[:5])}" if different else "equals a clean build"
        fact = f"{name}: the result {words}"
        if fact not in self.facts:
            self.facts.append(fact)
        return cost

    def peers(self) -> None:
        """Measure the same with other extensions, each in turns with ours and the one by hand."""
        say("other extensions")
        write(self.book, self.folder)
        write_peers(self.book, self.folder, self.asked.peers)
        projects = (OURS, BYHAND, *self.asked.peers)
        costs: dict[str, list[float]] = {name: [] for name in projects}
        for _ in range(self.asked.runs):
            for name in projects:
                costs[name].append(self.run(name, clean=True).cpu)
        for name in (OURS, *self.asked.peers):
            self.rows.append(Row(f"clean build, {name}", "s", costs[name], costs[BYHAND], ""))
        changed = self.book.with_phone(len(self.book.clinicians) // 2, NEW_PHONE)
        edits: dict[str, list[float]] = {name: [] for name in projects}
        counts: dict[str, set[tuple[int, int]]] = {name: set() for name in projects}
        for number in range(2 * self.asked.runs + 1):
            book = self.book if number % 2 else changed
            write(book, self.folder)
            write_peers(book, self.folder, self.asked.peers)
            for name in projects:
                result = self.run(name)
                edits[name].append(result.cpu)
                counts[name].add((result.read, result.written))
        for name in (OURS, *self.asked.peers):
            row = Row(f"one value of one clinician, {name}", "s", edits[name], edits[BYHAND], "")
            self.rows.append(row)
            self._tell_counts(f"one value of one clinician, {name}", counts[name])
            self._tell_stale(name)

    def _tell_stale(self, name: str) -> None:
        """Build elsewhere from nothing, and tell how many pages of the last build are not true."""
        fresh = self.folder / "fresh-html"
        _remove(fresh)
        build(self.folder / name, fresh, strict=name not in PACKAGES)
        different = [file for file in differing_files(self._out(name), fresh) if ".html" in file]
        self.facts.append(f"one value of one clinician, {name}: {len(different)} stale pages")

    def memory(self) -> None:
        """Measure the memory that many clinicians take."""
        say("memory")
        self.book = handbook(
            self.asked.memory_clinicians,
            self.asked.memory_pages,
            shape=self.asked.shape,
            links=self.asked.links,
            theme=self.asked.theme,
        )
        for project in (OURS, BYHAND):
            shutil.rmtree(self.folder / project, ignore_errors=True)
        write(self.book, self.folder)
        most = {name: self.run(name, clean=True).memory for name in (OURS, BYHAND)}
        name = f"memory, {self.asked.memory_clinicians} clinicians x {self.asked.memory_pages}"
        self.rows.append(Row(name, "MB", [most[OURS]], [most[BYHAND]], "x 1.25"))


def _remove(out: Path) -> None:
    for folder in (out, doctrees(out)):
        shutil.rmtree(folder, ignore_errors=True)


def main() -> int:
    """Measure what is asked for, and print a table; 1 where the two handbooks are not the same."""
    measures: dict[str, Callable[[Bench], None]] = {
        "start": Bench.start_up,
        "clean": Bench.clean,
        "edit": Bench.edit,
        "wide": Bench.wide,
        "memory": Bench.memory,
        "peers": Bench.peers,
    }
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--clinicians", type=int, default=100)
    parser.add_argument("--pages", type=int, default=20, help="pages of each, or shared pages")
    parser.add_argument("--shape", choices=("own", "shared"), default="own")
    parser.add_argument("--links", action="store_true", help="with a page that describes methods")
    parser.add_argument("--theme", default="alabaster")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--memory-clinicians", type=int, default=500)
    parser.add_argument("--memory-pages", type=int, default=4)
    parser.add_argument("--only", choices=tuple(measures), nargs="+", default=tuple(measures))
    parser.add_argument(
        "--peers",
        choices=tuple(PACKAGES),
        nargs="+",
        default=(),
        help="other extensions to measure, which have to be installed: "
        + ", ".join(PACKAGES.values()),
    )
    parser.add_argument("--folder", type=Path, help="where to work; kept afterwards")
    asked = parser.parse_args()
    if asked.peers and asked.shape != "own":
        parser.error("other extensions are measured with --shape own only.")
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        bench = Bench(asked, folder)
        for name, measure in measures.items():
            if name in asked.only and (name != "peers" or asked.peers):
                measure(bench)
    pages = "pages each" if asked.shape == "own" else "shared pages"
    print(f"{asked.clinicians} clinicians, {asked.pages} {pages}, theme {asked.theme}", end="")
    print(", methods linked" if asked.links else "")
    print(table(bench.rows))
    for fact in bench.facts:
        print(f"- {fact}")
    return int(bench.failed)


if __name__ == "__main__":
    sys.exit(main())
