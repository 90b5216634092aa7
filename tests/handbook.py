"""A tiny handbook that tests write, build, change and build again."""

from __future__ import annotations

import html
import os
import re
import shutil
import time
import warnings
from dataclasses import dataclass, field
from io import StringIO
from textwrap import dedent
from typing import TYPE_CHECKING, Any

from sphinx import locale
from sphinx.application import Sphinx
from sphinx.util.console import strip_colors
from sphinx.util.docutils import docutils_namespace, patch_docutils

from sphinx_commspolicy.cli.build import defaults_kept

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

CONF = """
project = "Elm Street Therapy"
author = "Elm Street Therapy"
copyright = "2026, Elm Street Therapy"
today = "November 2, 2026"
extensions = ["sphinx_commspolicy"]
exclude_patterns = ["build"]
commspolicy_today = "2026-11-02"
html_theme = "alabaster"
"""

PRACTICE = """
practice:
  name: Elm Street Therapy
  country: US
  jurisdictions: [US-OR]
  time_zone: America/Los_Angeles
methods:
  phone:
    name: Office phone
    system: phone
    value: (503) 555-0143
    rank: 1
    hours: Mo-Fr 09:00-17:00
    note: Leave a message after the tone.
  text:
    name: Text message
    system: sms
    value: (503) 555-0144
    keep_out: Anything urgent.
  email:
    name: E-mail
    system: email
    value: office@elmstreet.example.org
  fax:
    name: Fax
    system: fax
    status: not_used
    instead: phone
needs:
  cancel:
    name: Cancel a session
    category: administrative
    first: phone
turnaround: {value: 1, unit: business_day, excludes: [weekends, public_holidays, closures]}
calendar:
  hours: Mo-Fr 09:00-17:00
  public_holidays: US
  closures:
    - {name: Winter break, valid_from: 2026-12-24, valid_through: 2026-12-31}
clinicians:
  june:
    name: June Abernathy
    credentials: LMFT
"""

OWEN = """
name: Owen Reyes
credentials: LCSW
methods:
  text:
    value: (503) 555-0188
"""

PAGES = {
    "index": """
        Handbook
        ========

        .. toctree::

           reach
           times
           people
           prose
        """,
    "reach": """
        Reach us
        ========

        .. contact-method:: phone

        .. contact-method:: text

        .. need-route:: cancel
        """,
    "times": """
        When we answer
        ==============

        We answer within :turnaround:`practice`. See :method-ref:`text`.

        .. reply-examples::
           :dated:
        """,
    "people": """
        :clinician: owen

        Owen
        ====

        Send a text to :contact:`text`.

        .. clinician:: owen
        """,
    "prose": """
        Only prose
        ==========

        Nothing here comes from the data. Zebra.
        """,
}

KILLED = 77
"""Exit code of a build that was killed."""

IGNORED = {"environment.pickle", ".buildinfo.bak"}
"""Files in an output folder that hold nothing for readers."""


@dataclass
class Build:
    """What one run of Sphinx did."""

    app: Sphinx
    read: list[str]
    """Pages that were read, sorted."""
    written: list[str]
    """Pages that were written, sorted; for a builder of single files, the first page only."""
    warnings: str


@dataclass
class Handbook:
    """The sources of a handbook, and where it is built."""

    folder: Path
    clean_builds: int = 0
    config: dict[str, Any] = field(default_factory=dict)
    """Values that differ from conf.py."""

    @property
    def src(self) -> Path:
        return self.folder / "src"

    @property
    def out(self) -> Path:
        return self.folder / "out"

    @classmethod
    def create(cls, folder: Path) -> Handbook:
        """Write the sample sources."""
        handbook = cls(folder)
        handbook.write("conf.py", CONF)
        handbook.write("practice.yaml", PRACTICE)
        handbook.write("clinicians/owen.yaml", OWEN)
        for name, text in PAGES.items():
            handbook.write(f"{name}.rst", text)
        return handbook

    # ---- edits

    def write(self, name: str, text: str) -> None:
        """Write a source file; its age is exact, where the file system's clock is coarse."""
        path = self.src / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text).lstrip("\n"), "utf-8")
        self.touch(name)

    def touch(self, name: str) -> None:
        now = time.time_ns()
        os.utime(self.src / name, ns=(now, now))

    def read(self, name: str) -> str:
        return (self.src / name).read_text("utf-8")

    def replace(self, name: str, old: str, new: str) -> None:
        """Change a source file in every place where *old* stands."""
        text = self.read(name)
        assert old in text, f"{old!r} is not in {name}"
        self.write(name, text.replace(old, new))

    def append(self, name: str, text: str) -> None:
        self.write(name, self.read(name) + "\n" + dedent(text).lstrip("\n"))

    def remove(self, name: str) -> None:
        (self.src / name).unlink()

    # ---- builds

    def build(
        self,
        builder: str = "html",
        *,
        out: str = "",
        doctrees: str = "doctrees",
        jobs: int = 1,
        filenames: Iterable[str] = (),
        config: Mapping[str, Any] | None = None,
        prepare: Callable[[Sphinx], None] | None = None,
    ) -> Build:
        """Build as ``sphinx-build`` does; each builder has a folder, all share the doctrees."""
        status, log = StringIO(), StringIO()
        read: list[str] = []
        written: set[str] = set()
        locale.translators.clear()  # Sphinx keeps them for the life of the process
        with defaults_kept(), patch_docutils(self.src), docutils_namespace():
            app = Sphinx(
                self.src,
                self.src,
                self.folder / (out or f"out/{builder}"),
                self.folder / doctrees,
                builder,
                confoverrides={**self.config, **(config or {})},
                status=status,
                warning=log,
                parallel=jobs,
            )
            app.connect("env-before-read-docs", lambda _app, _env, names: read.extend(names))
            app.connect("doctree-resolved", lambda _app, _tree, name: written.add(name))
            if prepare:
                prepare(app)
            app.build(False, [str(self.src / name) for name in filenames])
        return Build(app, sorted(read), sorted(written), strip_colors(log.getvalue()))

    def kill_while_writing(self, page: str, builder: str = "html", **options: Any) -> None:
        """Build in a process that ends, without any clean-up, when it is about to write *page*."""

        def die(_app: Sphinx, _tree: object, name: str) -> None:
            if name == page:
                os._exit(KILLED)

        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of a fork beside threads
            child = os.fork()
        if child == 0:
            try:
                self.build(
                    builder, prepare=lambda app: app.connect("doctree-resolved", die), **options
                )
            finally:
                os._exit(0)
        _, status = os.waitpid(child, 0)
        assert os.waitstatus_to_exitcode(status) == KILLED, f"{page} was not written"

    def clean(self, builder: str = "html", **options: Any) -> dict[str, bytes]:
        """Return every file of a build from nothing."""
        self.clean_builds += 1
        name = f"clean-{self.clean_builds}"
        self.build(builder, out=name, doctrees=f"{name}-doctrees", **options)
        files = contents(self.folder / name)
        shutil.rmtree(self.folder / name)
        shutil.rmtree(self.folder / f"{name}-doctrees")
        return files

    def page(self, name: str, builder: str = "html", suffix: str = ".html") -> str:
        """Return what was written for a page."""
        return (self.out / builder / f"{name}{suffix}").read_text("utf-8")

    def words(self, name: str) -> str:
        """Return what a reader sees of an HTML page, on one line."""
        return " ".join(html.unescape(re.sub(r"<[^>]*>", "", self.page(name))).split())

    def assert_clean(
        self, builder: str = "html", *, gone: Iterable[str] = (), **options: Any
    ) -> None:
        """Fail unless the output equals that of a build from nothing, byte for byte.

        Sphinx leaves the output of pages that were removed; *gone* names these.
        """
        expected = self.clean(builder, **options)
        found = contents(self.out / builder)
        left = {name for name in found if any(f"{page}." in name for page in gone)}
        assert sorted(set(found) - left) == sorted(set(expected) - left)
        different = [name for name in expected if found[name] != expected[name]]
        assert not different, _first_difference(different[0], found, expected)


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file below *folder*, except what holds nothing for readers."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in IGNORED
    }


def _first_difference(name: str, found: Mapping[str, bytes], expected: Mapping[str, bytes]) -> str:
    for number, (left, right) in enumerate(
        zip(found[name].splitlines(), expected[name].splitlines(), strict=False), start=1
    ):
        if left != right:
            return f"{name}:{number}\nincremental: {left[:2000]!r}\nclean: {right[:2000]!r}"
    return f"{name}: one is longer"
