"""``commspolicy build``: the handbook's pages, made by Sphinx once the facts are in order."""

from __future__ import annotations

import argparse
import copy
import os
import re
import sys
import traceback
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from sphinx_commspolicy.cli.arguments import add_command, path
from sphinx_commspolicy.cli.practice_file import WorkedOutAtRunTime, find_practice_file
from sphinx_commspolicy.cli.problems import Refusal
from sphinx_commspolicy.editions import Share

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sphinx.application import Sphinx
    from sphinx.errors import SphinxError


class Format(NamedTuple):
    """A form in which the handbook can be had."""

    builder: str
    """Name of the Sphinx builder that makes it."""
    result: str = ""
    """The file to open, in the folder that is called as the format is; empty where the builder
    itself lists what it has ``made``."""

    @property
    def is_html(self) -> bool:
        """Whether it is a folder of pages."""
        return self.builder == "html"


FORMATS = {
    "html": Format(builder="html", result="index.html"),
    "pdf": Format(builder="typstpdf"),
}
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
            "commspolicy build handbook --format html,pdf": "and a PDF in _build/pdf",
            "commspolicy build . -o ../public -W": "fail if there are warnings",
            "commspolicy build . -j auto -q": "use every processor, say only the result",
            "commspolicy build . --all -j auto": "a handbook for each clinician's clients",
            "commspolicy build . --clinician rivera --situation teen": "for Rivera's teens",
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
    editions = command.add_argument_group(
        "handbooks for some clients",
        "Each is complete, and shows what these clients have to know: in OUT/editions/ID.\n"
        "If one of them cannot be made, it is named, and the others are made all the same.",
    )
    editions.add_argument(
        "--clinician",
        metavar="ID",
        type=_ids,
        action="extend",
        default=[],
        help="for the clients of this clinician; several with commas",
    )
    editions.add_argument(
        "--all", action="store_true", help="for those of each clinician who works here now"
    )
    editions.add_argument(
        "--situation",
        metavar="ID",
        type=_ids,
        action="extend",
        default=[],
        help="for clients in this situation; several with commas; “all” for all in the data",
    )
    editions.add_argument(
        "--shard",
        metavar="I/N",
        type=_share,
        default=Share(),
        help="only the I-th of N equal shares of these handbooks",
    )
    command.add_argument(
        "-j",
        "--jobs",
        metavar="N",
        type=_jobs,
        default=1,
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


def _ids(text: str) -> list[str]:
    names = [name.strip() for name in text.split(",")]
    if not all(names):
        msg = f"“{text}” has an empty name in it"
        raise argparse.ArgumentTypeError(msg)
    return names


def _share(text: str) -> Share:
    try:
        return Share.read(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _jobs(text: str) -> int:
    if text == "auto":
        return os.cpu_count() or 1
    if not re.fullmatch("[1-9][0-9]{0,3}", text):
        msg = f"“{text}” is neither a number from 1 nor “auto”"
        raise argparse.ArgumentTypeError(msg)
    return int(text)


def run(options: argparse.Namespace) -> int:
    """Check the facts, then make every format that was asked for."""
    from sphinx_commspolicy.diagnostics import quote

    source: Path = options.source
    output: Path = options.output or source / "_build"
    _check_source(source)
    if "pdf" in options.format:
        _check_typst()
    if options.clinician or options.all or options.situation:
        from sphinx_commspolicy.cli import editions

        return editions.run(options, {name: FORMATS[name] for name in options.format})
    if options.shard.of > 1:
        message = "--shard shares out editions, and none are asked for."
        raise Refusal(message, "Add --all, --clinician or --situation.", status=2)
    for name in options.format:
        folder = output / name
        make_folder(folder)
        status, results = _run_sphinx(FORMATS[name], source, output, folder, options)
        if status:
            return status
        if not results:
            message = f"There is nothing to open in {quote(str(folder))}: no page became a {name}."
            raise Refusal(message, "Look at the warnings above, and at the settings in conf.py.")
        for result in results:
            print(result)
    return 0


def _check_typst() -> None:
    """Raise Refusal where there is nothing that could set a PDF, before anything else is made."""
    from sphinx_commspolicy.pdf.compiling import TypstMissing, require_typst

    try:
        require_typst()
    except TypstMissing as error:
        raise Refusal(str(error)) from error


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


def make_folder(folder: Path) -> None:
    """Make *folder*; Refusal where a file is in the way."""
    from sphinx_commspolicy.diagnostics import quote

    for part in (folder, *folder.parents):
        if part.exists() and not part.is_dir():
            message = f"{quote(str(part))} is a file: the pages cannot be written below it."
            raise Refusal(message, "Choose another folder with -o.")
    folder.mkdir(parents=True, exist_ok=True)


def _run_sphinx(
    form: Format, source: Path, output: Path, folder: Path, options: argparse.Namespace
) -> tuple[int, list[Path]]:
    """Make *form* in *folder*; return the status and the files to open.

    The status is 1 where warnings count as failures and there are any.
    Sphinx's own command would print a traceback for an error in ``conf.py``, so it is not used.
    """
    from sphinx.application import Sphinx
    from sphinx.util.console import color_terminal, nocolor

    from sphinx_commspolicy.ending import PracticeDataError
    from sphinx_commspolicy.pdf.ending import GivenUp

    if not color_terminal():
        nocolor()
    try:
        with sphinx_in_words(source, output):
            app = Sphinx(
                srcdir=source,
                confdir=source,
                outdir=folder,
                doctreedir=output / ".doctrees",
                buildername=form.builder,
                status=None if options.quiet else sys.stdout,
                warning=sys.stderr,
                warningiserror=options.fail_on_warning,
                parallel=options.jobs,
            )
            app.build()
            return 1 if app.statuscode else 0, results_of(form, app, folder)
    except (PracticeDataError, GivenUp):
        return 1, []  # every problem has been told


@contextmanager
def sphinx_in_words(source: Path, output: Path, details: str = "error.log") -> Iterator[None]:
    """Let Sphinx run once within the context, and tell in words whatever stops it.

    What only a programmer can use is kept in the folder *output*, in the file *details*.
    """
    from sphinx.errors import ExtensionError, SphinxError
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    from sphinx_commspolicy.diagnostics import PolicyError

    try:
        with defaults_kept(), patch_docutils(source.resolve()), docutils_namespace():
            yield
    except (BrokenPipeError, PolicyError, Refusal):
        raise
    except ExtensionError as error:
        raise Refusal(_in_words(error), _keep_details(output / details)) from error
    except SphinxError as error:
        raise Refusal(_in_words(error)) from error
    except Exception as error:
        message = f"Sphinx stopped: {type(error).__name__}: {error}"
        raise Refusal(message, _keep_details(output / details)) from error


@contextmanager
def defaults_kept() -> Iterator[None]:
    """Give Sphinx's own settings back the defaults that they had before the context.

    All builds of a process share these lists, and some themes add to them: pydata_sphinx_theme adds
    its folder to ``templates_path``, once more for each build.
    """
    from sphinx.config import Config

    shared = [
        option.default
        for option in Config.config_values.values()
        if isinstance(option.default, (list, dict))
    ]
    before = copy.deepcopy(shared)
    try:
        yield
    finally:
        for default, kept in zip(shared, before, strict=True):
            default.clear()
            if isinstance(default, list):
                default.extend(kept)
            else:
                default.update(kept)


def results_of(form: Format, app: Sphinx, folder: Path) -> list[Path]:
    """Return the files to open, by *folder* as it was named on the command line."""
    if form.result:
        made = [folder / form.result]
    else:
        made = [folder / file.relative_to(app.outdir) for file in getattr(app.builder, "made", ())]
    return [file for file in made if file.is_file()]


def _keep_details(log: Path) -> str:
    """Write down what the author of a faulty program needs, and say where."""
    log.write_text(traceback.format_exc(), encoding="utf-8")
    return f"The details, for whoever maintains the extensions, are in {log}."


def _in_words(error: SphinxError) -> str:
    """Return what *error* says, with the traceback that it may hold brought down to a place."""
    said, held, trace = str(error).partition("Traceback (most recent call last):")
    said = f"{error.category}: {' '.join(said.split())}"
    if not held:
        return said
    places = re.findall(r'File "([^"]+)", line (\d+)', trace)
    where = next((f"{file}:{line}: " for file, line in reversed(places) if "conf.py" in file), "")
    return f"{said} {where}{trace.strip().splitlines()[-1]}"
