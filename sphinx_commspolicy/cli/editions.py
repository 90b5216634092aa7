"""Handbooks for one clinician each: read once, written side by side in processes of their own.

Everything is written into a folder of the run first. An edition takes its place only when all its
forms are complete, each form in one move, so a reader never meets half of one, and a run that is
killed leaves what was there. What such a run had finished is kept by the next one, if nothing of
the handbook has changed since.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import importlib.metadata
import io
import json
import multiprocessing
import os
import shutil
import sys
import time
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO

from sphinx_commspolicy import __version__
from sphinx_commspolicy.cli.problems import Refusal
from sphinx_commspolicy.loading import at_hand
from sphinx_commspolicy.reuse import Shelf

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence
    from multiprocessing.context import BaseContext
    from multiprocessing.process import BaseProcess

    from sphinx.application import Sphinx

    from sphinx_commspolicy.cli.build import Format
    from sphinx_commspolicy.editions import Edition, Share
    from sphinx_commspolicy.effective import PolicySource
    from sphinx_commspolicy.facts import Facts

FOLDER = "editions"
"""Folder of the output that holds a folder for each edition."""
_PAGES = "doctrees"
_JOURNAL = "finished.jsonl"
_LOCK = "lock"


@dataclass(frozen=True)
class Work:
    """What is the same for every edition of a run."""

    source: Path
    making: Path
    """Folder of the run, in which editions are made before they take their places."""
    formats: dict[str, Format]
    fail_on_warning: bool = False


class Order(NamedTuple):
    """One edition that a process is to make."""

    work: Work
    edition: Edition
    parent: int
    """Process that asks for it."""
    formats: tuple[str, ...]
    """Forms to make now."""

    @property
    def folder(self) -> Path:
        """Where it is made."""
        return self.work.making / f"{self.edition.name}-{self.parent}"


@dataclass
class Made:
    """What became of an edition."""

    results: list[str] = field(default_factory=list)
    """Files to open, relative to the edition's folder."""
    warnings: list[str] = field(default_factory=list)
    problem: str = ""
    """Why it could not be made; empty where it was."""
    seconds: float = 0.0

    def joined(self, other: Made) -> Made:
        """Return what became of an edition that was made in two steps."""
        return Made(
            [*self.results, *other.results],
            [*self.warnings, *other.warnings],
            self.problem or other.problem,
            self.seconds + other.seconds,
        )


class Ground(NamedTuple):
    """What editions are made from, beside the files in the folder of the handbook."""

    settings: str
    """Every setting, wherever its value comes from."""
    parts: frozenset[Path]
    """Files and folders that may lie elsewhere."""


def run(options: argparse.Namespace, formats: dict[str, Format]) -> int:
    """Make the editions that were asked for; return the exit status."""
    from sphinx_commspolicy.cli.build import make_folder

    output: Path = options.output or options.source / "_build"
    share: Share = options.shard
    suffix = f"-{share.number}-of-{share.of}" if share.of > 1 else ""
    work = Work(
        options.source,
        output / FOLDER / f".making{suffix}",
        formats,
        fail_on_warning=options.fail_on_warning,
    )
    make_folder(work.making)
    with _only_run(work.making) as lock:
        _clear(work.making)
        for log in work.making.glob("error*.log"):
            log.unlink()
        wanted, source, ground = _read(work, options)
        journal = Journal.open(work, output, ground)
        ahead = [edition for edition in share.take(wanted) if not journal.has(edition)]
        kept = len(share.take(wanted)) - len(ahead)
        if kept and not options.quiet:
            print(f"{kept} editions are kept from the run that was stopped.", flush=True)
        desk = _Desk(work, output / FOLDER, journal, len(ahead), lock, quiet=options.quiet)
        try:
            with at_hand(source):
                desk.make(ahead, options.jobs)
        finally:
            _clear(work.making)
        journal.close()
        return desk.finish()


# ---- the one read


class _ReadIsDone(BaseException):
    """Ends Sphinx once everything is read and stored; no Exception, or Sphinx would undo that."""


class _MustRead(BaseException):
    """Ends Sphinx where an edition has to read pages in a way of its own, as for their titles."""


def _read(work: Work, options: argparse.Namespace) -> tuple[list[Edition], PolicySource, Ground]:
    """Read all pages once.

    Returns the editions that are wanted, in all shares, the facts, and what both were made from.
    """
    from sphinx.util.console import color_terminal, nocolor

    from sphinx_commspolicy.cli.build import sphinx_in_words
    from sphinx_commspolicy.diagnostics import did_you_mean, quote
    from sphinx_commspolicy.editions import UnknownEdition, editions

    status = None if options.quiet else sys.stdout
    if not color_terminal():
        nocolor()
    with sphinx_in_words(work.source, work.making):
        form = next(iter(work.formats.values()))
        app = _application(work, form, work.making / "none", {}, status)
        facts = _facts(app)
        try:
            wanted = editions(
                facts.policy(facts.edition),
                facts.today,
                clinicians=options.clinician,
                everybody=options.all,
                situations=options.situation,
            )
        except UnknownEdition as error:
            message = f"There is no {error.kind} {quote(error.name)}."
            raise Refusal(message, did_you_mean(error.name, error.known)) from None
        if not wanted:
            what = "situations are declared" if options.situation else "clinicians work here now"
            message = f"No {what}, so there is no edition to make."
            raise Refusal(message, "Declare them in practice.yaml.")
        app.connect("write-started", _stop_before_writing, priority=0)
        with contextlib.suppress(_ReadIsDone):
            app.build()
        if app.statuscode and work.fail_on_warning:
            message = "There are warnings, so no edition was made."
            raise Refusal(message)
        ground = _ground(app, facts.source)
    return wanted, facts.source, ground


_FOLDERS = (
    "html_extra_path",
    "html_static_path",
    "html_theme_path",
    "locale_dirs",
    "templates_path",
)
"""Settings that name files or folders which editions are made from."""


def _ground(app: Sphinx, source: PolicySource) -> Ground:
    settings = json.dumps(
        {value.name: value.value for value in app.config}, sort_keys=True, default=_in_short
    )
    named = {str(name) for setting in _FOLDERS for name in getattr(app.config, setting, ())}
    named |= {str(app.config.html_logo or ""), str(app.config.html_favicon or "")}
    named |= {str(name) for names in app.env.dependencies.values() for name in names}
    parts = {Path(app.srcdir, name).resolve() for name in named if name and "://" not in name}
    parts |= {file.resolve() for file in source.files}
    modules = (extension.module for extension in app.extensions.values())
    parts |= {Path(file) for module in modules if (file := getattr(module, "__file__", None))}
    return Ground(settings, frozenset(parts))


def _in_short(value: object) -> str | list[str]:
    """Return what is comparable of a setting that JSON does not know."""
    if isinstance(value, (set, frozenset)):
        return sorted(map(str, value))
    return str(getattr(value, "__qualname__", type(value).__qualname__))


def _stop_before_writing(_app: Sphinx, _builder: object) -> None:
    raise _ReadIsDone


def _facts(app: Sphinx) -> Facts:
    from sphinx_commspolicy.domain import CommsDomain, comms_domain

    if all(domain.name != CommsDomain.name for domain in app.env.domains.sorted()):
        message = "This handbook does not use sphinx_commspolicy, so it has no editions."
        raise Refusal(message, "Name sphinx_commspolicy in the extensions of conf.py.")
    facts = comms_domain(app.env).state.facts
    if facts is None:
        message = "There is no practice data, so there are no editions."
        raise Refusal(message, "Write practice.yaml.")
    return facts


def _application(
    work: Work,
    form: Format,
    folder: Path,
    settings: dict[str, Any],
    status: Any,
    *,
    warning: Any = None,
    pages: Path | None = None,
) -> Sphinx:
    from sphinx.application import Sphinx

    return Sphinx(
        srcdir=work.source,
        confdir=work.source,
        outdir=folder,
        doctreedir=pages or work.making / _PAGES,
        buildername=form.builder,
        confoverrides=settings,
        status=status,
        warning=warning or sys.stderr,
        warningiserror=work.fail_on_warning,
    )


# ---- one edition, in a process of its own


def make_edition(order: Order, shelves: dict[str, Shelf]) -> Made:
    """Make every form of an edition in its folder of the run.

    *shelves* holds, by format, pages of the first edition, or receives them.
    """
    from sphinx_commspolicy.cli.build import results_of
    from sphinx_commspolicy.ending import PracticeDataError
    from sphinx_commspolicy.pdf.ending import GivenUp

    began = time.perf_counter()
    made = Made()
    log = io.StringIO()
    try:
        for name in order.formats:
            form = order.work.formats[name]
            folder = order.folder / name
            folder.mkdir(parents=True, exist_ok=True)
            said = log.tell()
            try:
                app = _write(order, form, folder, log, shelves.get(name))
            except _MustRead:
                log.seek(log.truncate(said))  # all of it is going to be said again
                pages = order.folder / f".{_PAGES}"
                shutil.copytree(order.work.making / _PAGES, pages, dirs_exist_ok=True)
                app = _write(order, form, folder, log, shelves.get(name), pages=pages)
                shutil.rmtree(pages)
            if app.statuscode:
                made.problem = "there are warnings"
                break
            made.results += [
                str(file.relative_to(order.folder)) for file in results_of(form, app, folder)
            ]
    except PracticeDataError:
        made.problem = "its facts cannot be used"
    except GivenUp:
        made.problem = "no PDF can be made of it"
    except Refusal as refusal:
        made.problem = " ".join(filter(None, (refusal.message, refusal.remedy)))
    made.warnings = [line for line in log.getvalue().splitlines() if line.strip()]
    made.seconds = time.perf_counter() - began
    return made


def _write(
    order: Order,
    form: Format,
    folder: Path,
    log: io.StringIO,
    shelf: Shelf | None,
    *,
    pages: Path | None = None,
) -> Sphinx:
    from sphinx.util.console import nocolor

    from sphinx_commspolicy.cli.build import sphinx_in_words

    nocolor()
    settings = {
        "commspolicy_clinician": order.edition.clinician,
        "commspolicy_situation": order.edition.situation,
    }
    details = f"error-{order.edition.name}.log"
    with sphinx_in_words(order.work.source, order.work.making, details):
        app = _application(order.work, form, folder, settings, None, warning=log, pages=pages)
        if pages is None:
            app.connect("env-before-read-docs", _refuse_to_read, priority=0)
            # of a build that fails, Sphinx removes what was read, and the others need that
            app.doctreedir = order.folder
        if shelf is not None:
            shelf.connect(app)
        app.build()
    return app


def _refuse_to_read(_app: Sphinx, _env: object, docnames: list[str]) -> None:
    """Leave the pages alone that all editions share."""
    if docnames:
        raise _MustRead


def _serve(
    order: Order, answer: Connection, shelves: dict[str, Shelf], lock: TextIO | None
) -> None:
    """Be the process of one edition."""
    if lock is not None:
        lock.close()  # it is the run's own, and must end with it
    with contextlib.suppress(BrokenPipeError):  # nobody waits any more
        try:
            made = make_edition(order, shelves)
        except KeyboardInterrupt:
            made = Made(problem="interrupted")
        answer.send(made)
    answer.close()


# ---- all of them


class _Desk:
    """Hands out the work, and puts what comes back in its place."""

    def __init__(
        self,
        work: Work,
        places: Path,
        journal: Journal,
        count: int,
        lock: TextIO | None,
        *,
        quiet: bool,
    ) -> None:
        self.work = work
        self.places = places
        self.journal = journal
        self.count = count
        self.lock = lock
        self.quiet = quiet
        self.done = 0
        self.failed: list[str] = []
        self.told: dict[str, int] = {}
        """Each warning, and in how many editions it was given."""

    def make(self, ahead: Sequence[Edition], jobs: int) -> None:
        """Make the editions *ahead*, up to *jobs* at the same time."""
        context = _context()
        parent = os.getpid()
        running: dict[Connection, tuple[Order, BaseProcess]] = {}
        waiting = list(reversed(ahead))
        every = tuple(self.work.formats)
        shelves: dict[str, Shelf] = {}
        lock = self.lock if context.get_start_method() == "fork" else None
        begun: dict[Edition, Made] = {}
        if len(waiting) > 1 and context.get_start_method() == "fork":
            # what the first edition has in common with others is there before they begin; the
            # compiler of PDFs works in threads, which no process may have that is forked
            shelves = {name: Shelf() for name, form in self.work.formats.items() if form.is_html}
            if shelves:
                order = Order(self.work, waiting[-1], parent, tuple(shelves))
                begun[order.edition] = make_edition(order, shelves)
        gc.collect()
        gc.freeze()  # what has been read is shared with the processes as long as nobody touches it
        try:
            while waiting or running:
                while waiting and len(running) < jobs:
                    edition = waiting.pop()
                    before = begun.get(edition, Made())
                    left = tuple(
                        name for name in every if not (edition in begun and name in shelves)
                    )
                    order = Order(self.work, edition, parent, left)
                    if before.problem or not left:
                        self._take(order, before)
                        continue
                    here, there = context.Pipe(duplex=False)
                    process = context.Process(  # type: ignore[attr-defined]
                        target=_serve, args=(order, there, shelves, lock), name=order.edition.name
                    )
                    process.start()
                    there.close()
                    running[here] = (order, process)
                for answer in wait(list(running)):
                    assert isinstance(answer, Connection)
                    order, process = running.pop(answer)
                    before = begun.get(order.edition, Made())
                    self._take(order, before.joined(_answer(answer, process)))
        finally:
            gc.unfreeze()
            for _, process in running.values():
                process.terminate()
                process.join()

    def _take(self, order: Order, made: Made) -> None:
        name = order.edition.name
        self.done += 1
        for warning in made.warnings:
            # one that differs in the name of the edition only is the same
            key = warning.replace(str(order.edition.scope), "")
            if key not in self.told:
                print(warning, file=sys.stderr, flush=True)
            self.told[key] = self.told.get(key, 0) + 1
        if made.problem:
            self._note_failure(order, made.problem)
            return
        place = self.places / name
        try:
            _put(order, place)
        except OSError as error:
            self._note_failure(order, f"{error.filename}: {error.strerror}.")
            return
        except Refusal as refusal:
            self._note_failure(order, f"{refusal.message} {refusal.remedy}")
            return
        self.journal.enter(order.edition)
        count = f"[{self.done:{len(str(self.count))}}/{self.count}] "
        files = made.results or [""]
        for number, file in enumerate(files):
            lead = "" if self.quiet else count if number == 0 else " " * len(count)
            seconds = f" ({made.seconds:.1f} s)" if not self.quiet and number == 0 else ""
            print(f"{lead}{place / file}{seconds}", flush=True)

    def _note_failure(self, order: Order, problem: str) -> None:
        name = order.edition.name
        self.failed.append(name)
        print(f"commspolicy: {name}: {problem}", file=sys.stderr, flush=True)
        shutil.rmtree(order.folder, ignore_errors=True)

    def finish(self) -> int:
        """Tell what could not be made; return the exit status."""
        often = {warning: count for warning, count in self.told.items() if count > 1}
        if often and not self.quiet:
            print(f"{len(often)} of the warnings above hold for several editions.", file=sys.stderr)
        if not self.failed:
            return 0
        names = ", ".join(sorted(self.failed))
        print(
            f"commspolicy: {len(self.failed)} of {self.count} editions could not be made: {names}",
            file=sys.stderr,
        )
        return 1


def _put(order: Order, place: Path) -> None:
    """Move every form of an edition to its place; whatever else lies there stays.

    Raises OSError or Refusal, and then leaves the form there that could not be replaced.
    """
    from sphinx_commspolicy.cli.build import make_folder

    make_folder(place)
    for name in order.work.formats:
        _check_replaceable(place / name)
    before = order.folder.with_name(f"{order.folder.name}.old")
    before.mkdir()
    for name in order.work.formats:
        if (place / name).exists():
            (place / name).rename(before / name)
        try:
            (order.folder / name).rename(place / name)
        except OSError:
            if (before / name).exists():
                (before / name).rename(place / name)
            raise
    shutil.rmtree(order.folder, ignore_errors=True)
    shutil.rmtree(before, ignore_errors=True)


def _check_replaceable(folder: Path) -> None:
    """Raise Refusal where somebody has files of their own, or a file is in the way."""
    from sphinx_commspolicy.diagnostics import quote
    from sphinx_commspolicy.invalidate import RECORD_NAME
    from sphinx_commspolicy.pdf.record import RECORD_NAME as PDF_RECORD_NAME

    marks = (RECORD_NAME, PDF_RECORD_NAME, ".buildinfo")
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    if not any((folder / mark).exists() for mark in marks):
        message = f"{quote(str(folder))} was not made by a build, so it is not replaced."
        raise Refusal(message, "Move it away, or choose another folder with -o.")


def _context() -> BaseContext:
    """Return how processes are begun: by a fork, with everything loaded, where that is possible."""
    can_fork = "fork" in multiprocessing.get_all_start_methods() and sys.platform != "darwin"
    return multiprocessing.get_context("fork" if can_fork else "spawn")


def _answer(answer: Connection, process: BaseProcess) -> Made:
    try:
        made = answer.recv()
        assert isinstance(made, Made)
    except EOFError:
        made = Made(problem="its process ended without an answer")
    answer.close()
    process.join()
    if process.exitcode and not made.problem:
        made = Made(problem=f"its process ended with the status {process.exitcode}")
    process.close()
    return made


# ---- runs that were stopped, and runs side by side


@dataclass
class Journal:
    """What a run has finished, for the next one in case this one is killed."""

    path: Path
    places: Path
    """Folder that holds a folder for each edition."""
    formats: tuple[str, ...]
    finished: dict[str, list[list[int]]] = field(default_factory=dict)
    """What is known of the folders of each edition, by its name."""

    @classmethod
    def open(cls, work: Work, output: Path, ground: Ground) -> Journal:
        """Return the journal of the run before, if that was stopped and nothing has changed."""
        journal = cls(work.making / _JOURNAL, output / FOLDER, tuple(work.formats))
        key = _key(work, output, ground)
        found: dict[str, list[list[int]]] = {}
        with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
            head, *lines = journal.path.read_text("utf-8").splitlines()
            if json.loads(head)["key"] == key:
                for line in lines:
                    entry = json.loads(line)
                    found[str(entry["edition"])] = entry["folders"]
        # another share, or somebody by hand, may have put something else there
        journal.finished = {
            name: folders for name, folders in found.items() if folders == journal.folders(name)
        }
        journal.path.write_text(json.dumps({"key": key}) + "\n", "utf-8")
        for name in journal.finished:
            journal._append(name)
        return journal

    def has(self, edition: Edition) -> bool:
        """Return whether the run before had finished *edition*."""
        return edition.name in self.finished

    def enter(self, edition: Edition) -> None:
        """Note that *edition* is in its place."""
        self.finished[edition.name] = self.folders(edition.name)
        self._append(edition.name)

    def folders(self, name: str) -> list[list[int]]:
        """Return what tells the folders of an edition from all that take their places later."""
        found = []
        for form in self.formats:
            with contextlib.suppress(OSError):
                about = (self.places / name / form).stat()
                found.append([about.st_ino, about.st_ctime_ns])
        return found

    def _append(self, name: str) -> None:
        entry = {"edition": name, "folders": self.finished[name]}
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(entry) + "\n")

    def close(self) -> None:
        """Forget everything: the run has come to its end."""
        self.path.unlink(missing_ok=True)


def _key(work: Work, output: Path, ground: Ground) -> str:
    """Return a digest of the handbook's files and of the programs that read them."""
    import datetime as dt

    state = hashlib.blake2b(digest_size=16)
    packages = sorted(
        f"{found.name} {found.version}" for found in importlib.metadata.distributions()
    )
    today = dt.datetime.now().astimezone().date().isoformat()
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    programs = [__version__, sys.version, packages, today, epoch]
    wanted = [sorted(work.formats), work.fail_on_warning, ground.settings]
    state.update(json.dumps([*programs, *wanted]).encode())
    files = set(_files(work.source.resolve(), output.resolve()))
    for part in ground.parts:
        files |= set(_files(part, output.resolve())) if part.is_dir() else {part}
    for file in sorted(files):
        state.update(f"\0{file}\0".encode())
        with contextlib.suppress(OSError):  # what cannot be read cannot be shown
            state.update(hashlib.blake2b(file.read_bytes()).digest())
    return state.hexdigest()


def _files(folder: Path, output: Path) -> Iterator[Path]:
    for entry in sorted(folder.iterdir()):
        if entry == output or entry.name in {".git", "__pycache__"}:
            continue
        if entry.is_dir():
            yield from _files(entry, output)
        elif entry.is_file():
            yield entry


@contextlib.contextmanager
def _only_run(making: Path) -> Iterator[TextIO | None]:
    """Refuse to begin while another run makes the same editions."""
    try:
        import fcntl
    except ImportError:  # this system has no such locks
        yield None
        return
    with (making / _LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            message = "Another run is making these editions now."
            raise Refusal(message, "Wait for it, or choose another folder with -o.") from None
        yield lock


def _clear(making: Path) -> None:
    """Remove what a run leaves behind, except what the next one can use."""
    for entry in making.iterdir():
        if entry.is_dir() and entry.name != _PAGES:
            shutil.rmtree(entry, ignore_errors=True)
