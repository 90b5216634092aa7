"""What a rule is, what it finds, and how it can be mended."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from sphinx_commspolicy.diagnostics import Location

if TYPE_CHECKING:
    from sphinx_commspolicy.checks.context import DataContext, OutputContext, ProseContext


class Severity(StrEnum):
    """How much a finding weighs; the order is that of weight, the heaviest first."""

    error = "error"
    """A client may come to harm, or is told something that does not hold."""
    warning = "warning"
    """Something that a policy should say, or should not, and that careful people disagree on."""
    info = "info"
    """Worth a look."""

    @property
    def weight(self) -> int:
        """A number that is greater for heavier findings."""
        return {"error": 3, "warning": 2, "info": 1}[self.value]


class Level(StrEnum):
    """What a rule has to see."""

    data = "data"
    """The practice's YAML alone."""
    prose = "prose"
    """The words of the pages, and the texts in the YAML that clients read."""
    output = "output"
    """The built pages."""


class Place(NamedTuple):
    """A stretch of a file, counted in lines and characters from 1; the end is excluded."""

    file: str
    line: int = 0
    """0: the file as a whole."""
    column: int = 0
    """0: the line as a whole."""
    end_line: int = 0
    """0: where it ends is not known."""
    end_column: int = 0

    @property
    def location(self) -> Location:
        """Where it begins."""
        return Location(self.file, self.line, self.column)

    def __str__(self) -> str:
        """Return ``file:line:column``, without the parts that are not known."""
        return str(self.location)


class Related(NamedTuple):
    """Another place that matters to a finding."""

    place: Place
    words: str
    """What is there: a short phrase without a capital and a full stop."""


@dataclass(frozen=True, slots=True)
class Fix:
    """A change of one stretch of one file, for a finding that only one change can mend."""

    place: Place
    """What is replaced. Line, column and both ends are known."""
    replacement: str
    before: str
    """What stands there now; a file in which something else stands is left alone."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One place that breaks a rule."""

    rule: str
    """Public name of the rule."""
    severity: Severity
    place: Place
    message: str
    """What is wrong, in plain words, the offending text quoted."""
    remedy: str = ""
    """What to do, one or two sentences."""
    text: str = ""
    """The offending text, as it stands in the file."""
    related: tuple[Related, ...] = ()
    fix: Fix | None = None
    scopes: tuple[str, ...] = ()
    """Everyone whose facts break the rule at this place, where it is not the practice's own."""
    silence: str | None = None
    """The reason why it has been silenced; None for a finding that is reported."""
    silenced_at: Place | None = None
    """Where the silence stands."""

    @property
    def sort_key(self) -> tuple[Any, ...]:
        """By place, then heaviest first, then by name."""
        return (*self.place, -self.severity.weight, self.rule, self.message)


@dataclass(frozen=True, slots=True)
class Example:
    """A small input that shows a rule at work: a test, and a part of the rule's manual page.

    Between the marks ⟦ and ⟧, in any of the texts, stands what has to be found, exactly; the marks
    are not part of the input. ⟦⟧ marks a finding whose end is not known. Whatever the rule finds
    outside marks, and every mark without a finding, fails the test. Findings of a file or line as
    a whole are written in ``whole``.
    """

    yaml: str = ""
    """``practice.yaml``. Where it has no section ``practice``, a plain one is added at its end."""
    rst: str = ""
    """``index.rst``."""
    html: str = ""
    """A built page, ``index.html``."""
    whole: tuple[tuple[str, int], ...] = ()
    """Findings without a column: the file and the line, 0 for the file as a whole."""
    files: Mapping[str, str] = field(default_factory=dict)
    """Further files by name; they may hold marks, too."""
    says: str = ""
    """A part of the message of every finding."""
    about: str = ""
    """What the example shows, where it is not plain: a sentence for the manual."""
    today: str = "2026-11-23"
    options: Mapping[str, Any] = field(default_factory=dict)
    """Options of the rule that differ from their defaults."""


@dataclass(frozen=True, slots=True)
class Option:
    """Something about a rule that a practice can set."""

    name: str
    default: Any
    """A text, a number, yes or no, or a tuple of texts; a value has to be of the same kind."""
    help: str
    """A sentence of the manual."""


DataCheck = Callable[["DataContext"], Iterator[Finding]]
ProseCheck = Callable[["ProseContext"], Iterator[Finding]]
OutputCheck = Callable[["OutputContext"], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. Its module's docstring says what is sound and what is not about it."""

    name: str
    """Public name, with hyphens; the module has the same name with underscores."""
    severity: Severity
    levels: frozenset[Level]
    summary: str
    """What it finds: one sentence, which continues “This rule finds”, with a capital of its own."""
    reason: str
    """Why it matters, in one or two plain sentences."""
    source: str
    """Who asks for it: an article, a code, a law with its date; “seen on published policies”."""
    mending: str
    """How to mend it; also what a finding says that has no remedy of its own."""
    failing: tuple[Example, ...]
    passing: tuple[Example, ...]
    false_positives: str = ""
    """When it may be wrong, and what to do then. Rules that read prose have to say it."""
    options: tuple[Option, ...] = ()
    check_data: DataCheck | None = None
    """Looks at the facts of every scope at once."""
    check_prose: ProseCheck | None = None
    """Looks at one document. Where a rule of level “prose” has none here, it is the function
    ``check`` of the module of the same name in ``checks/prose/``, whose examples are ``FAILING``
    and ``PASSING`` there."""
    check_output: OutputCheck | None = None
    """Looks at one built page."""
    by_loader: tuple[str, ...] = ()
    """Codes of diagnostics (`diagnostics.Code`) with which the loader, which cannot go on then,
    reports the same. A finding of the rule is never reported beside one of these."""

    @property
    def module(self) -> str:
        """Name of the rule's module."""
        return self.name.replace("-", "_")
