"""Everything a developer of this repository runs, in one command: ``python3 dev.py VERB``.

It needs nothing but Python: the first run makes the virtual environment ``.venv`` beside this file
and installs into it. Later runs use it again, until ``pyproject.toml`` changes.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
OLDEST_PYTHON = (3, 11)
STAMP = "commspolicy-dev-stamp"
"""File in an environment that says what was installed into it."""


class Failure(Exception):  # noqa: N818 - the end of a run, told in words
    """A step did not succeed; carries what to tell and the exit status."""

    def __init__(self, message: str, status: int = 1) -> None:
        super().__init__(message)
        self.status = status


def main() -> int:
    """Run the verbs that the command line names, one after the other."""
    if sys.version_info < OLDEST_PYTHON:
        wanted = ".".join(map(str, OLDEST_PYTHON))
        print(f"dev.py: Python {wanted} or newer is needed; this is {sys.version.split()[0]}.")
        return 1
    options = _parser().parse_args()
    try:
        for verb in options.verbs:
            VERBS[verb](options.rest)
    except Failure as failure:
        print(f"dev.py: {failure}", file=sys.stderr)
        return failure.status
    except KeyboardInterrupt:
        print("\ndev.py: interrupted.", file=sys.stderr)
        return 130
    return 0


def _parser() -> argparse.ArgumentParser:
    width = max(len(verb) for verb in VERBS)
    listed = "\n".join(f"  {verb:{width}}  {_summary(run)}" for verb, run in VERBS.items())
    parser = argparse.ArgumentParser(
        prog="dev.py",
        description="Run what a developer of this repository runs.",
        epilog=f"verbs:\n{listed}\n\nWhat follows “--” goes to the tool: dev.py test -- -k links",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("verbs", metavar="VERB", nargs="+", choices=tuple(VERBS))
    parser.set_defaults(rest=[])
    if "--" in sys.argv:
        at = sys.argv.index("--")
        parser.set_defaults(rest=sys.argv[at + 1 :])
        del sys.argv[at:]
    return parser


def _summary(run: object) -> str:
    return (run.__doc__ or "").splitlines()[0].rstrip(".")


# ---- verbs


def example(rest: list[str]) -> None:
    """Build the sample handbook as web pages and as a PDF, and say where they are."""
    python = environment(".venv", ["-e", "."])
    say("Building the sample handbook")
    command = ["build", "example_site", "--format", "html,pdf", "--quiet", *rest]
    run([python, "-m", "sphinx_commspolicy.cli", *command])
    made = ROOT / "example_site" / "_build"
    for file in (made / "html" / "index.html", made / "pdf" / "client-handbook.pdf"):
        if not file.is_file():
            message = f"the build ended well, but there is no {file}."
            raise Failure(message)
        say(f"The handbook is built. Open {file}")


def test(rest: list[str]) -> None:
    """Run the whole test suite."""
    python = developer_environment()
    say("Running the tests")
    run([python, "-m", "pytest", "-n", "auto", *rest])


def lint(rest: list[str]) -> None:
    """Check style and format (ruff)."""
    python = developer_environment()
    say("Checking style and format")
    run([python, "-m", "ruff", "check", ".", *rest])
    run([python, "-m", "ruff", "format", "--check", "."])


def types(rest: list[str]) -> None:
    """Check types (mypy)."""
    python = developer_environment()
    say("Checking types")
    run([python, "-m", "mypy", *rest])


def docs(rest: list[str]) -> None:
    """Build the manual; a warning is a failure."""
    python = developer_environment()
    say("Building the manual")
    strict = ["-W", "-n", "--keep-going", "-q"]
    run([python, "-m", "sphinx", *strict, "docs", "docs/_build/html", *rest])
    say(f"The manual is built. Open {ROOT / 'docs' / '_build' / 'html' / 'index.html'}")


def links(rest: list[str]) -> None:
    """Check the links between the files of this repository."""
    say("Checking links between files")
    run([sys.executable, "tools/links.py", *rest])


def browser(rest: list[str]) -> None:
    """Look at the pages in a real browser (needs Chromium, Node.js and Java)."""
    python = developer_environment()
    say("Looking at the pages in a browser")
    run([python, "tests/browser/run.py", *rest])


def pdf(rest: list[str]) -> None:
    """Judge by veraPDF whether the PDFs can be read aloud (needs Java)."""
    python = developer_environment()
    example(rest)
    made = ROOT / "example_site" / "_build"
    torture = ROOT / "tests" / "roots" / "test-pdf-torture"
    say("Setting it in large print, and a document with every element there is")
    sphinx = [python, "-m", "sphinx", "-q", "-b", "typstpdf"]
    large, everything = made / "pdf-large-print", made / "pdf-torture"
    doctrees = ["-d", str(made / ".doctrees")]
    run([*sphinx, "-D", "typst_large_print=1", *doctrees, "example_site", str(large)])
    run([*sphinx, "-Q", str(torture), str(everything)])  # what it warns of is meant to be there
    say("Judging them by PDF/UA-1")
    files = [
        str(file) for folder in (made / "pdf", large, everything) for file in folder.glob("*.pdf")
    ]
    run([python, "tools/verapdf/validate.py", *files])


def messages(rest: list[str]) -> None:
    """Write the product's own phrases to the catalogues for translators."""
    python = developer_environment()
    say("Collecting phrases")
    run([python, "tools/messages.py", *rest])


def floor(rest: list[str]) -> None:
    """Run the tests with the oldest versions of everything that pyproject.toml allows."""
    python = environment(".venv-floor", [*floor_requirements(), "-e", ".[dev]"])
    say("Running the tests with the oldest versions allowed")
    # old packages warn of their own future, which is past
    quiet = ["-W", "ignore::DeprecationWarning"]
    # these test the tests of the rules, which no other package has a part in
    left = [f"--ignore=tests/test_{kind}_mutations.py" for kind in ("rule", "prose")]
    run([python, "-m", "pytest", "-n", "auto", *quiet, *left, *rest])


def everything(rest: list[str]) -> None:
    """Run every check that needs no more than Python, in the order in which it fails soonest."""
    del rest
    for verb in (lint, types, links, docs, example, test, floor):
        verb([])


VERBS = {
    "example": example,
    "test": test,
    "lint": lint,
    "types": types,
    "docs": docs,
    "links": links,
    "browser": browser,
    "pdf": pdf,
    "messages": messages,
    "floor": floor,
    "all": everything,
}


# ---- environments


def developer_environment() -> str:
    """Return the Python of the environment that holds the package and every tool."""
    return environment(".venv", ["-e", ".[dev]"])


def environment(name: str, requirements: list[str]) -> str:
    """Return the Python of the environment *name*, in which *requirements* are installed."""
    folder = ROOT / name
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp = folder / STAMP
    wanted = _digest(requirements)
    done = stamp.read_text("utf-8").split() if stamp.is_file() and python.exists() else []
    if wanted in done:
        return str(python)
    if not python.exists() or not _works(python):
        say(f"Making the virtual environment {name}")
        _make(folder)
    say(f"Installing into {name} (the first time takes a minute or two)")
    install = [str(python), "-m", "pip", "install", "--disable-pip-version-check", "--quiet"]
    try:
        run([*install, *requirements])
    except Failure as failure:
        message = "installing failed; what pip says above tells why. Is there a network?"
        raise Failure(message, failure.status) from None
    # an environment with the tools serves also who needs the package alone
    also = [_digest(["-e", "."])] if requirements == ["-e", ".[dev]"] else []
    stamp.write_text("\n".join([wanted, *also]) + "\n", "utf-8")
    return str(python)


def _digest(requirements: list[str]) -> str:
    """Return a word that changes when something else has to be installed."""
    whole = hashlib.sha256((ROOT / "pyproject.toml").read_bytes())
    whole.update("\n".join([sys.version, str(ROOT), *requirements]).encode())
    return whole.hexdigest()


def _works(python: Path) -> bool:
    """Return whether *python* can start and has pip: a half-made environment has not."""
    command = [str(python), "-c", "import pip"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0  # noqa: S603


def _make(folder: Path) -> None:
    command = [sys.executable, "-m", "venv", "--clear", str(folder)]
    made = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if made.returncode == 0:
        (folder / ".gitignore").write_text("*\n", "utf-8")
        return
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    message = (
        f"this Python cannot make a virtual environment.\n"
        f"  On Debian and Ubuntu, install what is missing:  apt install python3-venv\n"
        f"  (or python{version}-venv, for this very Python), then run the command again."
    )
    if "ensurepip" not in made.stdout + made.stderr and "No module named venv" not in made.stderr:
        message += f"\n  Python itself says: {(made.stderr or made.stdout).strip()}"
    raise Failure(message)


def floor_requirements() -> list[str]:
    """Return the oldest version of each package that pyproject.toml allows, as pip wants it."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    return [
        # the tools that only read the code are the same everywhere
        re.sub(r">=([\w.]+)", r"==\1", requirement)
        for requirement in declared
        if ">=" in requirement and not requirement.startswith(("ruff", "mypy"))
    ]


# ---- running


def say(message: str) -> None:
    """Print a line of progress."""
    print(f"==> {message}", flush=True)


def run(command: list[str]) -> None:
    """Run *command* in this folder; Failure, naming it, where it does not succeed."""
    began = time.monotonic()
    try:
        status = subprocess.run(command, cwd=ROOT, check=False).returncode  # noqa: S603
    except OSError as error:
        message = f"{command[0]} cannot be run: {error.strerror}."
        raise Failure(message) from None
    if status:
        shown = " ".join(Path(command[0]).name if part == command[0] else part for part in command)
        message = f"failed with exit status {status}: {shown}"
        raise Failure(message, status if 0 < status < 256 else 1)
    print(f"    done in {time.monotonic() - began:.0f} s", flush=True)


if __name__ == "__main__":
    sys.exit(main())
