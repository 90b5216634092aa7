"""``commspolicy check``: contradictions and stale facts, found before a client finds them."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import tempfile
from contextlib import suppress
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx_commspolicy.build_day import day_of_build
from sphinx_commspolicy.cli.arguments import add_command, path
from sphinx_commspolicy.cli.practice_file import find_practice_file
from sphinx_commspolicy.cli.problems import Refusal

if TYPE_CHECKING:
    from sphinx_commspolicy.checks.context import Files
    from sphinx_commspolicy.checks.runner import Report, Run
    from sphinx_commspolicy.checks.settings import Settings

FORMATS = ("text", "json", "sarif", "github")
"""Forms in which findings can be had."""
SEVERITIES = ("error", "warning", "info")


def add_parser(commands: Any) -> None:
    """Declare the command and its options."""
    command = add_command(
        commands,
        "check",
        run,
        summary="find contradictions, unsafe routes and stale facts",
        description=(
            "Looks at the facts and the pages of the handbook in the folder SRC, and, where they\n"
            "have been built, at the built pages. Where SRC is a YAML file, or a folder without\n"
            "conf.py, only the facts are looked at."
        ),
        examples={
            "commspolicy check handbook": "everything, for people to read",
            "commspolicy check . --severity error": "only what may harm a client",
            "commspolicy check . --fix --diff": "what would be mended, as a diff",
            "commspolicy check . --format sarif > policy.sarif": "for a code host",
        },
        statuses={
            0: "nothing was found but remarks (severity info)",
            1: "there are errors or warnings, or the facts cannot be read",
            2: "the command was not given as it has to be",
        },
    )
    command.add_argument(
        "source", metavar="SRC", type=path, help="folder of a handbook, or a practice’s YAML file"
    )
    command.add_argument("--format", choices=FORMATS, default="text", help="form of the findings")
    command.add_argument(
        "--select", metavar="RULES", type=_rules, default=(), help="only these rules, with commas"
    )
    command.add_argument(
        "--ignore", metavar="RULES", type=_rules, default=(), help="not these rules, with commas"
    )
    command.add_argument(
        "--severity", choices=SEVERITIES, default="info", help="the least that is told (info)"
    )
    command.add_argument(
        "--html", metavar="DIR", type=path, help="built pages (default: SRC/_build/html)"
    )
    command.add_argument(
        "--today", metavar="DAY", type=_day, help="day to check for, such as 2026-12-24"
    )
    command.add_argument("--fix", action="store_true", help="mend what only one change can mend")
    command.add_argument(
        "--diff", action="store_true", help="with --fix: show the changes, and make none"
    )


def _rules(text: str) -> tuple[str, ...]:
    from sphinx_commspolicy.checks.settings import names_problem

    names = tuple(name.strip() for name in text.split(",") if name.strip())
    problem = names_problem(names)
    if problem:
        raise argparse.ArgumentTypeError(problem)
    return names


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        msg = f"“{text}” is not a date: write 2026-12-24"
        raise argparse.ArgumentTypeError(msg) from None


def run(options: argparse.Namespace) -> int:
    """Look at the handbook and tell what was found."""
    from sphinx_commspolicy.checks.context import Files
    from sphinx_commspolicy.checks.rule import Severity
    from sphinx_commspolicy.cli import reports

    if options.diff and not options.fix:
        message = "--diff shows what --fix would do."
        raise Refusal(message, "Write both: --fix --diff.", status=2)
    if options.diff and options.format != "text":
        message = "--diff is for people: it cannot stand in what a program reads."
        raise Refusal(message, "Leave out --format, or --diff.", status=2)
    _today(options)  # a day that there is not ends the command before anything is read
    files = Files()
    report, today = _findings(options, files)
    if options.fix and _mend(report, files, only_show=options.diff):
        # lines have moved, and what was mended may have been all
        report, today = _findings(options, Files())
    reports.FORMATS[options.format](report, today, sys.stdout)
    heavy = any(finding.severity is not Severity.info for finding in report.findings)
    return 1 if heavy else 0


def _findings(options: argparse.Namespace, files: Files) -> tuple[Report, dt.date]:
    """Return what is to be told, and the day for which it was looked at."""
    from sphinx_commspolicy.checks.loader import of_loader
    from sphinx_commspolicy.checks.rule import Severity
    from sphinx_commspolicy.checks.runner import Report
    from sphinx_commspolicy.diagnostics import PolicyError

    try:
        report, today = _look(options, files)
    except PolicyError as error:
        report, today = Report(tuple(of_loader(error.diagnostics)), ()), _today(options)
    least = Severity(options.severity).weight
    kept = tuple(found for found in report.findings if found.severity.weight >= least)
    return report._replace(findings=kept), today


def _look(options: argparse.Namespace, files: Files) -> tuple[Report, dt.date]:
    """Return what is found, and the day for which it was looked at."""
    from sphinx_commspolicy.checks.context import PracticeData
    from sphinx_commspolicy.checks.runner import Run
    from sphinx_commspolicy.checks.settings import settings_from
    from sphinx_commspolicy.loading import load

    source: Path = options.source
    if (source / "conf.py").is_file():
        return _look_at_handbook(options, files)
    data = PracticeData(load(find_practice_file(source)), files)
    settings = settings_from(select=options.select, ignore=options.ignore)
    looking = Run(_today(options), data, settings)
    looking.look_at_data()
    if looking.has_rules_for_prose():
        looking.look_at_facts_as_prose()
    _look_at_pages(looking, options)
    return looking.report(), looking.today


def _today(options: argparse.Namespace) -> dt.date:
    if options.today:
        day: dt.date = options.today
        return day
    return day_of_build()


def _look_at_handbook(options: argparse.Namespace, files: Files) -> tuple[Report, dt.date]:
    """Let Sphinx read the pages, in a folder that is thrown away, and look at them."""
    from sphinx.application import Sphinx
    from sphinx.errors import SphinxError
    from sphinx.util.console import nocolor
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    from sphinx_commspolicy.cli.practice_file import WorkedOutAtRunTime
    from sphinx_commspolicy.ending import PracticeDataError
    from sphinx_commspolicy.loading import load
    from sphinx_commspolicy.pdf.ending import GivenUp

    source: Path = options.source
    # where conf.py works the name out, Sphinx runs it, and the extension reads the file
    with suppress(WorkedOutAtRunTime):
        load(find_practice_file(source))
    nocolor()
    said = StringIO()
    overrides = {"commspolicy_today": options.today.isoformat()} if options.today else {}
    with tempfile.TemporaryDirectory(prefix="commspolicy-") as folder:
        try:
            with patch_docutils(source.resolve()), docutils_namespace():
                app = Sphinx(
                    srcdir=source,
                    confdir=source,
                    outdir=Path(folder, "out"),
                    doctreedir=Path(folder, "doctrees"),
                    buildername="dummy",
                    confoverrides=overrides,
                    status=None,
                    warning=said,
                )
                if "sphinx_commspolicy" not in app.extensions:
                    message = (
                        f"{source / 'conf.py'} does not name the extension sphinx_commspolicy."
                    )
                    raise Refusal(message, "Add it to “extensions”.")
                app.builder.read()
                return _look_at_read_pages(app, options, files)
        except PracticeDataError as error:
            from sphinx_commspolicy.diagnostics import PolicyError

            raise PolicyError(error.diagnostics) from None
        except GivenUp as error:
            message = f"The settings of the PDF cannot be used: {error}"
            raise Refusal(message) from error
        except SphinxError as error:
            message = f"Sphinx cannot read the handbook: {' '.join(str(error).split())}"
            raise Refusal(message) from error
        finally:
            sys.stderr.write(said.getvalue())


def _look_at_read_pages(
    app: Any, options: argparse.Namespace, files: Files
) -> tuple[Report, dt.date]:
    from sphinx_commspolicy import findings
    from sphinx_commspolicy.checks.runner import Report
    from sphinx_commspolicy.domain import comms_domain

    settings = _narrowed(findings.settings_of(app), options)
    looking = findings.begin(app, settings, files)
    if looking is None:
        facts = comms_domain(app.env).state.facts
        return Report((), ()), facts.today if facts else _today(options)
    _look_at_pages(looking, options)
    return looking.report(), looking.today


def _narrowed(settings: Settings, options: argparse.Namespace) -> Settings:
    """Return *settings* with what the command line says of rules."""
    from dataclasses import replace

    if options.select:
        settings = replace(settings, select=frozenset(options.select), ignore=frozenset())
    return replace(settings, ignore=settings.ignore | frozenset(options.ignore))


def _look_at_pages(looking: Run, options: argparse.Namespace) -> None:
    """Look at built pages, where there are any."""
    source: Path = options.source
    folder: Path = options.html or source / "_build" / "html"
    if options.html and not folder.is_dir():
        message = f"“{folder}” is not a folder of built pages."
        raise Refusal(message, "Build them with “commspolicy build”.")
    if folder.is_dir() and looking.has_rules_for_pages():
        looking.look_at_folder(folder)


def _mend(report: Report, files: Files, *, only_show: bool) -> bool:
    """Make the changes, or show them; return whether any file has been changed."""
    from sphinx_commspolicy.checks.fixes import changes

    any_mended = False
    for change in changes(report.findings, files):
        if only_show:
            print(change.diff(), end="")
            continue
        if change.is_protected:
            print(f"{change.file}: may not be written; left alone", file=sys.stderr)
        elif change.write():
            any_mended = True
            count = len(change.fixed)
            what = "1 finding" if count == 1 else f"{count} findings"
            print(f"{change.file}: {what} mended", file=sys.stderr)
        else:
            print(f"{change.file}: changed since it was read; left alone", file=sys.stderr)
        if change.skipped:
            print(f"{change.file}: run again to mend the rest", file=sys.stderr)
    return any_mended
