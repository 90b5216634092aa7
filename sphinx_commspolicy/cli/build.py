"""``commspolicy build``: the handbook's pages, made by Sphinx once the facts are in order."""

from __future__ import annotations

import argparse
import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from sphinx_commspolicy.cli.arguments import add_command, path
from sphinx_commspolicy.cli.practice_file import WorkedOutAtRunTime, find_practice_file
from sphinx_commspolicy.cli.problems import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import FrameType


class Format(NamedTuple):
    """A form in which the handbook can be had."""

    builder: str
    """Name of the Sphinx builder that makes it."""
    result: str
    """The file to open, in the folder that is called as the format is."""


FORMATS = {"html": Format(builder="html", result="index.html")}
"""Every form that can be asked for, by its name. A further one is an entry here."""


def add_parser(commands: Any) -> None:
    """Declare the command and its options."""
    command = add_command(
        commands,
        "build",
        run,
        summary="make the pages of a handbook",
        description=(
            "Reads the handbook in the folder SRC, checks its facts, and makes its pages.\n"
            "Where a fact is wrong, every problem is shown with its place, and nothing is made."
        ),
        examples={
            "commspolicy build handbook": "pages in handbook/_build/html",
            "commspolicy build . -o ../public -W": "fail if there are warnings",
            "commspolicy build . -j auto -q": "use every processor, say only the result",
        },
        statuses={
            0: "the pages were made; there may be warnings",
            1: "something in the handbook has to be mended (with -W: or there are warnings)",
            2: "the command was not given as it has to be",
        },
    )
    command.add_argument("source", metavar="SRC", type=path, help="folder that holds conf.py")
    command.add_argument(
        "-o", "--output", metavar="OUT", type=path, help="where to write (default: SRC/_build)"
    )
    command.add_argument(
        "--format",
        metavar="LIST",
        type=_formats,
        default=("html",),
        help=f"what to make, with commas: {', '.join(FORMATS)} (default: html)",
    )
    command.add_argument(
        "-j",
        "--jobs",
        metavar="N",
        type=_jobs,
        default="1",
        help="processes to use, or “auto” for one on each processor (default: 1)",
    )
    command.add_argument(
        "-W", "--fail-on-warning", action="store_true", help="warnings make the exit status 1"
    )
    command.add_argument(
        "-q", "--quiet", action="store_true", help="print warnings and the result only"
    )


def _formats(text: str) -> tuple[str, ...]:
    names = [name.strip() for name in text.split(",")]
    for name in names:
        if name not in FORMATS:
            msg = f"“{name}” is not a known format; known: {', '.join(FORMATS)}"
            raise argparse.ArgumentTypeError(msg)
    return tuple(dict.fromkeys(names))


def _jobs(text: str) -> str:
    if text != "auto" and not (text.isascii() and text.isdigit() and int(text[:6]) > 0):
        msg = f"“{text}” is neither a number from 1 nor “auto”"
        raise argparse.ArgumentTypeError(msg)
    return text


def run(options: argparse.Namespace) -> int:
    """Check the facts, then make every format that was asked for."""
    source: Path = options.source
    output: Path = options.output or source / "_build"
    _check_source(source)
    for name in options.format:
        folder = output / name
        _make_folder(folder)
        status = _run_sphinx(FORMATS[name], source, output, folder, options)
        if status:
            return status
        result = folder / FORMATS[name].result
        print(result if result.is_file() else folder)
    return 0


def _check_source(source: Path) -> None:
    """Raise Refusal or PolicyError where Sphinx need not begin."""
    from sphinx_commspolicy.diagnostics import quote
    from sphinx_commspolicy.loading import load

    if not source.is_dir():
        what = "is not a folder" if source.exists() else "does not exist"
        message = f"{quote(str(source))} {what}."
        raise Refusal(message, "Name the folder that holds conf.py.")
    if not (source / "conf.py").is_file():
        message = f"There is no conf.py in {quote(str(source))}, so it is not a handbook."
        raise Refusal(message, "Name another folder, or begin a handbook with “commspolicy new”.")
    try:
        file = find_practice_file(source)
    except WorkedOutAtRunTime:
        return  # Sphinx runs conf.py, and the extension reads the file that comes of it
    load(file)


def _make_folder(folder: Path) -> None:
    from sphinx_commspolicy.diagnostics import quote

    for part in (folder, *folder.parents):
        if part.exists() and not part.is_dir():
            message = f"{quote(str(part))} is a file: the pages cannot be written below it."
            raise Refusal(message, "Choose another folder with -o.")
    folder.mkdir(parents=True, exist_ok=True)


def _run_sphinx(
    form: Format, source: Path, output: Path, folder: Path, options: argparse.Namespace
) -> int:
    from sphinx.cmd.build import build_main

    arguments = ["-b", form.builder, "-j", options.jobs, "-d", str(output.resolve() / ".doctrees")]
    if options.fail_on_warning:
        arguments.append("-W")
    if options.quiet:
        arguments.append("-q")
    with _noticed_interrupt():
        status = build_main([*arguments, str(source.resolve()), str(folder.resolve())])
    return 1 if status else 0


@contextmanager
def _noticed_interrupt() -> Iterator[None]:
    """Raise KeyboardInterrupt at the end if Ctrl-C came meanwhile: Sphinx keeps it to itself."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came = False

    def notice(number: int, frame: FrameType | None) -> None:
        nonlocal came
        came = True
        signal.default_int_handler(number, frame)

    before = signal.signal(signal.SIGINT, notice)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if came:
        raise KeyboardInterrupt
