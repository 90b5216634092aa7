"""Measure what each further edition costs, against a full build, and how memory grows.

``python benchmarks/editions.py`` writes a handbook of 50 pages with the facts of each clinician on
them, builds it whole, and makes editions of it: first one, then several, with as many processes as
there are processors. The difference, divided by the editions that are more, is what one costs. It
ends with status 1 where a limit is exceeded. ``--many 200`` measures the memory of as many PDFs.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from generate import handbook, write
from measure import ENVIRONMENT

HTML_LIMIT = 0.25
"""A further HTML edition against a full build."""
PDF_LIMIT = 1.5
"""Seconds of a further PDF."""


SMALL = """
Handbook
========

.. crisis-help::

.. contact-methods::

.. need-routes::

.. turnaround::
"""
"""All pages of a small handbook."""


class Handbook:
    """A handbook in a folder, and the commands that build it."""

    def __init__(self, folder: Path, clinicians: int, pages: int, theme: str, jobs: int) -> None:
        book = handbook(clinicians, pages, shape="shared", links=True, theme=theme)
        write(book, folder)
        self.source = folder / "facts"
        self.out = folder / "out"
        self.jobs = jobs

    def seconds(self, *words: str) -> tuple[float, float]:
        """Return the time of a build from nothing: on the clock, and of the processors."""
        shutil.rmtree(self.out, ignore_errors=True)
        command = [sys.executable, "-m", "sphinx_commspolicy.cli", "build", str(self.source)]
        command += ["-o", str(self.out), "-q", "-j", str(self.jobs), *words]
        began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=ENVIRONMENT)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        used = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
        return time.perf_counter() - began, used


def further(book: Handbook, form: str, editions: int) -> tuple[float, float]:
    """Return the time of one further edition: on the clock, and of the processors."""
    names = ",".join(f"c{number:03}" for number in range(editions))
    one = book.seconds("--format", form, "--clinician", "c000")
    several = book.seconds("--format", form, "--clinician", names)
    clock, used = (
        (after - before) / (editions - 1) for before, after in zip(one, several, strict=True)
    )
    return clock, used


class Memory:
    """Samples the memory of a process and of those that it begins, where the system tells it."""

    def __init__(self, process: int) -> None:
        self.own: list[int] = []
        self.largest = 0
        self._process = process
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._sample)
        self._thread.start()

    def stop(self) -> None:
        """End sampling."""
        self._over.set()
        self._thread.join()

    def _sample(self) -> None:
        while not self._over.wait(0.2):
            self.own.append(_kilobytes(self._process))
            for child in _children(self._process):
                self.largest = max(self.largest, _kilobytes(child))


def _kilobytes(process: int) -> int:
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS")), 0)


def _children(process: int) -> list[int]:
    try:
        return [
            int(child)
            for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()
        ]
    except OSError:
        return []


def many(folder: Path, count: int, jobs: int) -> None:
    """Print the memory of one command that makes *count* PDFs of a small handbook."""
    book = Handbook(folder / "many", count, 0, "alabaster", jobs)
    for page in book.source.glob("*.rst"):
        page.unlink()
    (book.source / "index.rst").write_text(SMALL, "utf-8")
    command = [sys.executable, "-m", "sphinx_commspolicy.cli", "build", str(book.source)]
    command += ["-o", str(book.out), "-q", "-j", str(jobs), "--all", "--format", "pdf"]
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=ENVIRONMENT)
    memory = Memory(process.pid)
    made = len(process.communicate()[0].splitlines())
    memory.stop()
    seconds = time.perf_counter() - began
    quarter = max(len(memory.own) // 4, 1)
    early, late = (max(part) // 1024 for part in (memory.own[: 2 * quarter], memory.own[-quarter:]))
    print(f"{made} PDFs in {seconds:.0f} s ({seconds / count:.2f} s each)")
    print(f"memory of the command: {early} MB in its first half, {late} MB in its last quarter")
    print(f"memory of its largest process: {memory.largest // 1024} MB")


def main() -> int:
    """Measure, print, compare with the limits."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--editions", type=int, default=9)
    parser.add_argument("--pages", type=int, default=50)
    parser.add_argument("--theme", default="furo")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--many", type=int, default=0, help="measure the memory of so many PDFs")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        if asked.many:
            many(Path(name), asked.many, asked.jobs)
            return 0
        book = Handbook(Path(name), asked.editions, asked.pages, asked.theme, asked.jobs)
        book.seconds()  # byte code is compiled once
        ratios, pdfs = [], []
        for _ in range(asked.runs):
            full, full_used = book.seconds()
            edition, edition_used = further(book, "html", asked.editions)
            pdf, pdf_used = further(book, "pdf", asked.editions)
            ratios.append(edition / full)
            pdfs.append(pdf)
            print(
                f"full build {full:.2f} s; further HTML edition {edition:.2f} s "
                f"(x {edition / full:.2f}); further PDF {pdf:.2f} s; processor time: "
                f"{full_used:.2f} s, {edition_used:.2f} s, {pdf_used:.2f} s",
                flush=True,
            )
    ratio, pdf = statistics.median(ratios), statistics.median(pdfs)
    print(f"median: x {ratio:.2f} (limit {HTML_LIMIT}); {pdf:.2f} s (limit {PDF_LIMIT} s)")
    return 1 if ratio > HTML_LIMIT or pdf > PDF_LIMIT else 0


if __name__ == "__main__":
    sys.exit(main())
