"""Running the rules: over the facts, over each document, over each built page; then one report.

A :class:`Run` collects what the rules find. :meth:`Run.report` puts it together: severities as they
are set, findings of many clinicians at one place made one, what is silenced told apart, and
silences that silence nothing reported.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from sphinx_commspolicy.checks import registry
from sphinx_commspolicy.checks.context import (
    DataContext,
    Files,
    OutputContext,
    Passage,
    PracticeData,
    ProseContext,
)
from sphinx_commspolicy.checks.faults import faulty, guarded, is_fault, told_once
from sphinx_commspolicy.checks.rule import Finding, Level, Place, Rule
from sphinx_commspolicy.checks.settings import Settings
from sphinx_commspolicy.checks.silences import Silences
from sphinx_commspolicy.diagnostics import shown_path
from sphinx_commspolicy.effective import PRACTICE, Scope

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable
    from pathlib import Path


class Document(NamedTuple):
    """A page of prose, or a document outside a handbook."""

    docname: str
    file: str
    passages: tuple[Passage, ...]
    scope: Scope = PRACTICE
    load_doctree: Callable[[], Any] | None = None
    comments: frozenset[str] | None = None
    """The first line of each comment in it; None where nobody knows them."""


class Page(NamedTuple):
    """A built page."""

    file: str
    text: str


class Report(NamedTuple):
    """What was found, sorted by place."""

    findings: tuple[Finding, ...]
    silenced: tuple[Finding, ...]
    """Findings that somebody has silenced, each with the reason."""


class Run:
    """One look at a handbook."""

    def __init__(
        self,
        today: dt.date,
        data: PracticeData | None = None,
        settings: Settings | None = None,
        files: Files | None = None,
    ) -> None:
        self.today = today
        self.data = data
        self.settings = settings or Settings()
        self.files = files or (data.files if data else Files())
        self._found: list[Finding] = []
        self._looked_at: dict[str, frozenset[str] | None] = {}
        self._common: dict[str, Any] = {}
        self._levels: set[Level] = set()
        self.is_partial = False
        """Whether some pages are not looked at."""
        self._rules = [one for one in registry.rules() if self.settings.runs(one.name)]

    def has_rules_for_prose(self) -> bool:
        """Return whether any rule that runs looks at prose."""
        return any(registry.prose_check(rule.name) for rule in self._rules)

    def has_rules_for_pages(self) -> bool:
        """Return whether any rule that runs looks at built pages."""
        return any(rule.check_output for rule in self._rules)

    # ---- looking

    def look_at_data(self) -> None:
        """Run the rules that need nothing but the facts."""
        if self.data is None:
            return
        self._levels.add(Level.data)
        for path in self.data.source.files:
            self._note(shown_path(path))
        for rule in self._rules:
            if rule.check_data:
                options = self._options(rule)
                seen = DataContext(rule, self.today, self.files, options, self.data)
                file = self.data.source.tree.location.file
                self._found += guarded(rule, rule.check_data, seen, file)

    def look_at_facts_as_prose(self) -> None:
        """Run the rules for prose over the texts of the YAML."""
        if self.data is not None:
            from sphinx_commspolicy.checks.texts import passages

            file = self.data.source.tree.location.file
            before = len(self._found)
            self.look_at(Document("", file, passages(self.data)))
            self._found[before:] = _without_echoes(self._found[before:], self._found[:before])

    def look_at(self, document: Document) -> None:
        """Run the rules for prose over a document."""
        self._levels.add(Level.prose)
        self._note(document.file, document.comments)
        shared: dict[str, Any] = {}
        for rule in self._rules:
            check = registry.prose_check(rule.name)
            if check:
                seen = ProseContext(
                    rule,
                    self.today,
                    self.files,
                    self._options(rule),
                    document.docname,
                    document.file,
                    document.passages,
                    self.data,
                    document.scope,
                    document.load_doctree,
                    shared,
                    self._common,
                )
                self._found += guarded(rule, check, seen, document.file)

    def look_at_page(self, page: Page) -> None:
        """Run the rules for built pages over one of them."""
        self._levels.add(Level.output)
        # what a page shows from a source in which it was found is not told again
        known = {(finding.rule, _bare(finding.text)) for finding in self._sources}
        shared: dict[str, Any] = {}
        for rule in self._rules:
            if rule.check_output:
                options = self._options(rule)
                seen = OutputContext(
                    rule, self.today, self.files, options, page.file, page.text, self.data, shared
                )
                self._found += [
                    finding
                    for finding in guarded(rule, rule.check_output, seen, page.file)
                    if is_fault(finding) or (finding.rule, _bare(finding.text)) not in known
                ]

    def look_at_folder(self, folder: Path) -> None:
        """Run the rules for built pages over every page below *folder*."""
        self.look_at_files(
            path
            for path in sorted(folder.rglob("*"))
            if path.suffix in {".html", ".htm"} and "_static" not in path.relative_to(folder).parts
        )

    def look_at_files(self, files: Iterable[Path]) -> None:
        """Run the rules for built pages over some of them."""
        self._levels.add(Level.output)
        for path in files:
            try:
                text = path.read_text("utf-8")
            except (OSError, UnicodeDecodeError):
                continue  # nothing that this product has built
            self.look_at_page(Page(shown_path(path), text))

    @property
    def _sources(self) -> list[Finding]:
        """What was found in the facts and in the sources of pages."""
        return [one for one in self._found if one.place.file in self._looked_at]

    # ---- reporting

    def report(self) -> Report:
        """Return everything that was found."""
        found = [self._weighed(finding) for finding in _joined(self._found)]
        faults = told_once(finding for finding in found if is_fault(finding))
        silences = Silences(self.files, self._looked_at, self.settings.silences)
        heard, silenced = silences.apply(finding for finding in found if not is_fault(finding))
        heard += faults  # nobody has looked at what such a rule would have found
        heard += [
            self._weighed(finding)
            for finding in silences.complaints(self._complete())
            if self.settings.runs(finding.rule)
        ]
        return Report(
            tuple(sorted(heard, key=lambda finding: finding.sort_key)),
            tuple(sorted(silenced, key=lambda finding: finding.sort_key)),
        )

    def _complete(self) -> frozenset[str]:
        """Return the names of the rules that have seen all that they look at."""
        levels = {Level.data} & self._levels if self.is_partial else self._levels
        names = frozenset(rule.name for rule in self._rules if rule.levels <= levels)
        return names - faulty(self._found, names)

    def _weighed(self, finding: Finding) -> Finding:
        severity = self.settings.severities.get(finding.rule)
        return replace(finding, severity=severity) if severity else finding

    def _options(self, rule: Rule) -> dict[str, Any]:
        own = self.settings.options.get(rule.name, {})
        return {option.name: own.get(option.name, option.default) for option in rule.options}

    def _note(self, file: str, comments: frozenset[str] | None = None) -> None:
        """Remember *file* as one in which silences may stand."""
        self._looked_at[file] = comments


def _bare(text: str) -> str:
    """Return what two ways of writing a number or an address have in common."""
    return re.sub(r"\W", "", text).casefold().removeprefix("1")


def _joined(found: Iterable[Finding]) -> list[Finding]:
    """Return *found* with what many scopes share, such as all who inherit it, as one finding."""
    joined: dict[tuple[Any, ...], Finding] = {}
    taken: set[tuple[str, Place]] = set()
    for finding in found:
        spot = (finding.rule, finding.place)
        key = spot if finding.scopes else (*spot, finding.message)
        if finding.scopes and spot in taken:
            continue  # the practice itself has it, and everybody with it
        if not finding.scopes:
            taken.add(spot)
        first = joined.get(key)
        if first is None:
            joined[key] = finding
        elif finding.scopes:
            scopes = tuple(dict.fromkeys((*first.scopes, *finding.scopes)))
            joined[key] = replace(first, scopes=scopes)
    return [
        finding
        for finding in joined.values()
        if not (finding.scopes and (finding.rule, finding.place) in taken)
    ]


def _without_echoes(said: list[Finding], data: list[Finding]) -> list[Finding]:
    """Return what was *said* of texts, without what the rules for data found in the same place."""
    known: dict[tuple[str, str], list[Place]] = {}
    for finding in data:
        known.setdefault((finding.rule, finding.place.file), []).append(finding.place)
    return [
        finding
        for finding in said
        if not any(
            _overlap(place, finding.place)
            for place in known.get((finding.rule, finding.place.file), ())
        )
    ]


def _overlap(one: Place, other: Place) -> bool:
    return one.line == other.line and (
        one.column < (other.end_column or other.column + 1)
        and other.column < (one.end_column or one.column + 1)
    )
