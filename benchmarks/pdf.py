"""Measure the example handbook's PDF: seconds beyond Sphinx's reading, pages and bytes.

``python benchmarks/pdf.py`` builds the example once without writing anything (what Sphinx reads is
then kept), and measures the PDF builder's part: joining, translating, compiling. It ends with
status 1 where a bound is exceeded.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from measure import ENVIRONMENT

EXAMPLE = Path(__file__).resolve().parent.parent / "example_site"
SECONDS = 3.0
BYTES = 1_000_000
ROUNDS = 5


def build(builder: str, folder: Path) -> float:
    """Build the example; return the seconds that it took."""
    command = [sys.executable, "-m", "sphinx", "-q", "-b", builder]
    command += ["-d", str(folder / "doctrees"), str(EXAMPLE), str(folder / builder)]
    began = time.perf_counter()
    subprocess.run(command, check=True, env={**ENVIRONMENT, "SOURCE_DATE_EPOCH": "1790000000"})
    return time.perf_counter() - began


def main() -> int:
    """Measure, print, compare with the bounds."""
    import pypdf

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # the dummy builder reads, resolves and writes nothing
        read = build("dummy", folder)
        start = min(build("dummy", folder) for _ in range(ROUNDS))
        times = []
        for _ in range(ROUNDS):
            for pdf in (folder / "typstpdf").glob("*.pdf"):
                pdf.unlink()
            times.append(build("typstpdf", folder) - start)
        again = build("typstpdf", folder) - start
        made = sorted((folder / "typstpdf").glob("*.pdf"), key=lambda pdf: pdf.stat().st_size)
        handbook = made[-1]  # the others are sheets and forms
        pages, size = len(pypdf.PdfReader(handbook).pages), handbook.stat().st_size
    seconds = sorted(times)[len(times) // 2]
    print(f"Sphinx's start and reading: {read:.2f} s; its start alone: {start:.2f} s")
    print(f"{len(made)} PDFs beyond that: {seconds:.2f} s (median of {ROUNDS}; bound {SECONDS} s)")
    print(f"PDFs again, nothing changed: {again:.2f} s")
    print(f"{handbook.name}: {pages} pages, {size} bytes (bound {BYTES})")
    return 1 if seconds > SECONDS or size > BYTES else 0


if __name__ == "__main__":
    sys.exit(main())
