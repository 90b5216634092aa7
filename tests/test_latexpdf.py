"""Sphinx's own way to PDF, through LaTeX, still works with what the directives make.

It needs half a gigabyte of TeX, which few machines have: where there is none, nothing is tested.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

SITE = Path(__file__).parent.parent / "example_site"
ENGINES = ("pdflatex", "xelatex")
MISSING = [name for name in ("latexmk", *ENGINES) if shutil.which(name) is None]

pytestmark = pytest.mark.skipif(
    bool(MISSING), reason=f"{', '.join(MISSING)} not installed: LaTeX is no dependency"
)


@pytest.mark.parametrize("engine", ENGINES)
def test_the_sample_handbook_becomes_a_pdf_through_latex(tmp_path: Path, engine: str) -> None:
    command = [
        *(sys.executable, "-m", "sphinx", "-M", "latexpdf", str(SITE), str(tmp_path)),
        *("-q", "-W", "--keep-going", "-D", f"latex_engine={engine}"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    log = (tmp_path / "latex" / "client-handbook.log").read_text("utf-8", "replace")
    assert done.returncode == 0, [*re.findall(r"^! .*(?:\n.*){3}", log, re.MULTILINE), done.stderr]
    assert not re.findall(r"^Missing character: .*", log, re.MULTILINE)

    pages = PdfReader(tmp_path / "latex" / "client-handbook.pdf").pages
    words = re.sub(r"\s+", "", "".join(page.extract_text() for page in pages))
    for expected in (
        "988",  # the crisis line
        "(503) 555-0140",  # a method
        "Monday to Friday, 9am to 5pm, except public holidays",  # when
        "You will hear back within 1 business day.",  # the turnaround
        "Teo Nakagawa",  # who covers
    ):
        assert expected.replace(" ", "") in words
