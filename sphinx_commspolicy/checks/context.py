"""What a rule sees: the facts of every scope, the passages of a document, or a built page.

Each view knows the place of whatever it shows, so that a finding can mark it.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sphinx_commspolicy.checks.rule import Finding, Fix, Place, Related
from sphinx_commspolicy.effective import PRACTICE, Scope
from sphinx_commspolicy.model.policy import KEYED, SINGLE
from sphinx_commspolicy.yamltree import Mapping as YamlMapping
from sphinx_commspolicy.yamltree import Scalar, find

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Mapping

    from sphinx_commspolicy.checks.rule import Rule
    from sphinx_commspolicy.diagnostics import Location
    from sphinx_commspolicy.effective import PolicySource
    from sphinx_commspolicy.model.crisis import CrisisService
    from sphinx_commspolicy.model.policy import Policy

Step = str | int


class Files:
    """The lines of the files that findings are in, each file read once."""

    def __init__(self, texts: Mapping[str, str] | None = None) -> None:
        self._lines: dict[str, list[str]] = {
            name: split_lines(text) for name, text in (texts or {}).items()
        }
        self._bytes: dict[str, bytes] = {}

    def bytes(self, file: str) -> bytes:
        """Return what *file* held when it was first read; nothing where it cannot be read."""
        if file not in self._bytes:
            try:
                self._bytes[file] = Path(file).read_bytes()
            except (OSError, ValueError):
                self._bytes[file] = b""
        return self._bytes[file]

    def lines(self, file: str) -> list[str]:
        """Return the lines of *file*, without their ends; none where it cannot be read."""
        if file not in self._lines:
            self._lines[file] = split_lines(self.bytes(file).decode("utf-8-sig", "replace"))
        return self._lines[file]


def split_lines(text: str) -> list[str]:
    """Return the lines of *text*, as YAML and docutils count them."""
    return re.split(r"\r\n|\r|\n", text)


@dataclass(frozen=True)
class Context:
    """What every view has."""

    rule: Rule
    """The rule that looks."""
    today: dt.date
    """The day of the build."""
    files: Files
    options: Mapping[str, Any]
    """The options of the rule, those left at their defaults too."""

    def option(self, name: str) -> Any:
        """Return the value of the rule's option *name*."""
        return self.options[name]

    def found(
        self,
        place: Place,
        message: str,
        *,
        remedy: str = "",
        text: str = "",
        related: Iterable[Related] = (),
        fix: Fix | None = None,
        scope: Scope = PRACTICE,
    ) -> Finding:
        """Return a finding of the rule. *scope* is whose facts break it."""
        return Finding(
            self.rule.name,
            self.rule.severity,
            place,
            message,
            remedy or self.rule.mending,
            text or self.text_at(place),
            tuple(related),
            fix,
            () if scope == PRACTICE else (str(scope),),
        )

    def text_at(self, place: Place) -> str:
        """Return what stands at *place*, if it lies within one line."""
        lines = self.files.lines(place.file) if place.end_column else []
        if place.line != place.end_line or not 0 < place.line <= len(lines):
            return ""
        return lines[place.line - 1][place.column - 1 : place.end_column - 1]


# ---- the facts


class Block(NamedTuple):
    """A method, need or script, or a section, as some scopes have it."""

    scope: Scope
    """The first scope that has it just so."""
    name: str
    """Its id; empty for a section."""
    value: Any
    path: tuple[Step, ...]


class PracticeData:
    """The facts of a practice, and everything about their places. Made once for all rules."""

    def __init__(self, source: PolicySource, files: Files | None = None) -> None:
        self.source = source
        self.files = files or Files()
        self.scopes: tuple[Scope, ...] = tuple(source.scopes())
        """The practice, its programmes, its clinicians."""
        self._blocks: dict[str, tuple[Block, ...]] = {}

    def policy(self, scope: Scope = PRACTICE) -> Policy:
        """Return the facts as the readers of *scope* see them."""
        return self.source.policy(scope)

    @property
    def sample(self) -> bool:
        """Whether the practice says that it is an invented one."""
        return self.policy().practice.sample

    @cached_property
    def services(self) -> dict[str, CrisisService]:
        """The public crisis services of the country, by id."""
        known = self.source.services
        return known.services if known else {}

    def blocks(self, section: str) -> tuple[Block, ...]:
        """Return each different block of *section* once, with the first scope that has it.

        Thousands of scopes that inherit a block share it: a rule that looks at nothing but the
        block itself need not look at it again.
        """
        if section not in self._blocks:
            seen: set[int] = set()
            found = []
            for scope in self.scopes:
                value = getattr(self.policy(scope), section)
                named = value.items() if section in KEYED else [("", value)]
                for name, block in named:
                    if block is not None and id(block) not in seen:
                        seen.add(id(block))
                        path = (section, name) if name else (section,)
                        found.append(Block(scope, name, block, path))
            self._blocks[section] = tuple(found)
        return self._blocks[section]

    def place(self, scope: Scope, *path: Step) -> Place:
        """Return where the value at *path* of *scope* is written, without quotation marks.

        Of a list or a block, it is the key. Where nothing is written there, it is the key of the
        nearest block that would hold it, or the key ``practice``.
        """
        tree = self._tree(scope, path)
        node, rest = find(tree, tuple(path))
        if rest or not isinstance(node, Scalar):
            return self.key(scope, *path[: len(path) - len(rest)])
        if node.inset is None or node.block:
            return self._begin(node)
        column = node.location.column + node.inset
        return Place(
            node.location.file,
            node.location.line,
            column,
            node.location.line,
            column + len(node.text),
        )

    def key(self, scope: Scope, *path: Step) -> Place:
        """Return the key at the end of *path*; the nearest above it where there is none."""
        steps = self._down(scope, path)
        while steps:
            parent, _ = find(self._tree(scope, steps), tuple(steps[:-1]))
            last = steps[-1]
            if isinstance(parent, YamlMapping) and str(last) in parent.keys:
                return _word(parent.keys[str(last)], str(last), self.files)
            node, rest = find(self._tree(scope, steps), tuple(steps))
            if not rest and isinstance(last, int):
                return Place(*node.location)
            steps = steps[:-1]
        # nothing of it is written: the section that every practice has
        return _word(self.source.tree.keys["practice"], "practice", self.files)

    def within(self, scope: Scope, path: tuple[Step, ...], words: str, skip: int = 0) -> Place:
        """Return where *words*, a part of the text at *path*, are written.

        Where they stand on two lines, it is the first line's part. *skip* is how often the same
        words stand in the text before.
        """
        node, rest = find(self._tree(scope, path), tuple(path))
        if rest or not isinstance(node, Scalar):
            return self.place(scope, *path)
        return self.written(node, words, skip)

    def written(self, node: Scalar, words: str, skip: int = 0) -> Place:
        """Return where *words* are written in the value *node*; where it begins if they are not."""
        lines = self.files.lines(node.location.file)
        wanted = re.compile(r"\s+".join(re.escape(word) for word in words.split()))
        first = node.location.line - 1
        skipped = node.location.column - 1
        text = "\n".join(lines[first : first + 60])[skipped:]
        matches = islice(wanted.finditer(text), skip, None) if words.strip() else iter(())
        match = next(matches, None)
        if match is None:
            return self._begin(node)
        before = text[: match.start()]
        line = first + 1 + before.count("\n")
        column = match.start() - (before.rfind("\n") + 1) + 1
        column += skipped if "\n" not in before else 0
        length = len(match[0].partition("\n")[0].rstrip())
        return Place(node.location.file, line, column, line, column + length)

    def _begin(self, node: Scalar) -> Place:
        """Return the first line of a text that is written over several."""
        line = node.location.line + node.block
        lines = self.files.lines(node.location.file)
        shown = lines[line - 1] if line <= len(lines) else ""
        column = len(shown) - len(shown.lstrip()) + 1 if node.block else node.location.column
        return Place(node.location.file, line, column, line, max(len(shown.rstrip()) + 1, column))

    def _tree(self, scope: Scope, path: Iterable[Step]) -> YamlMapping:
        """Return the tree that holds *path*: people's own facts stand in the practice's."""
        first = next(iter(path), "")
        layered = first in KEYED or first in SINGLE
        return self.source.tree_of(scope) if layered else self.source.tree

    def _down(self, scope: Scope, path: tuple[Step, ...]) -> tuple[Step, ...]:
        """Return as much of *path* as is written."""
        _, rest = find(self._tree(scope, path), tuple(path))
        return path[: len(path) - len(rest)]


def _word(location: Location, word: str, files: Files) -> Place:
    """Return the place of *word*, which begins at *location*, perhaps after a quotation mark."""
    lines = files.lines(location.file)
    line = lines[location.line - 1] if 0 < location.line <= len(lines) else ""
    column = location.column
    if line[column - 1 : column] in {'"', "'"}:
        column += 1
    if line[column - 1 : column - 1 + len(word)] != word:
        return Place(*location)  # such as the file of a clinician, whose name is the key
    return Place(location.file, location.line, column, location.line, column + len(word))


@dataclass(frozen=True)
class DataContext(Context):
    """What a rule of level “data” sees: the facts of every scope."""

    data: PracticeData

    @property
    def source(self) -> PolicySource:
        """The practice's files, read."""
        return self.data.source

    @property
    def scopes(self) -> tuple[Scope, ...]:
        """The practice, its programmes, its clinicians."""
        return self.data.scopes

    def policy(self, scope: Scope = PRACTICE) -> Policy:
        """Return the facts as the readers of *scope* see them."""
        return self.data.policy(scope)

    def blocks(self, section: str) -> tuple[Block, ...]:
        """Return each different block of *section* once: see `PracticeData.blocks`."""
        return self.data.blocks(section)

    @property
    def services(self) -> dict[str, CrisisService]:
        """The public crisis services of the country, by id."""
        return self.data.services

    def place(self, scope: Scope, *path: Step) -> Place:
        """Return where a value is written: see `PracticeData.place`."""
        return self.data.place(scope, *path)

    def key(self, scope: Scope, *path: Step) -> Place:
        """Return where a key is written: see `PracticeData.key`."""
        return self.data.key(scope, *path)


# ---- the prose


@dataclass(frozen=True)
class Passage:
    """A paragraph, title, list item or cell; or a text of the YAML that clients read.

    `text` is what a reader would read in it, without markup, on one line. What a role puts there
    from the facts is one character each, `FACT`, for it is not prose: it always agrees with the
    facts.
    """

    text: str
    kind: str
    """``paragraph``, ``title``, ``item``, ``cell``, ``link``, …, or ``fact`` for one of the
    YAML."""
    place_of: Callable[[int, int], Place]
    """Returns the place of the characters from the first index to before the second."""
    headings: tuple[str, ...] = ()
    """Titles of the sections it stands in, the page's first."""
    scope: Scope = PRACTICE
    """Whose page it stands on, or whose text it is."""
    path: tuple[Step, ...] = ()
    """For a text of the YAML: where it stands in the policy."""
    node: Any = None
    """For a passage of a page: its docutils node."""

    @property
    def is_fact(self) -> bool:
        """Whether it is a text of the YAML."""
        return self.kind == "fact"


FACT = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands in a passage for what a role puts there from the facts."""


@dataclass(frozen=True)
class ProseContext(Context):
    """What a rule of level “prose” sees: one document, or all texts of the YAML as one.

    A rule runs once for each document and, with ``docname`` empty, once for the texts of the YAML
    that clients read.
    """

    docname: str
    """Name of the page; empty for the texts of the YAML, and for a document outside a handbook."""
    file: str
    """Its source, as locations name it."""
    passages: tuple[Passage, ...]
    data: PracticeData | None = None
    """The practice's facts; None where there are none, as in an audit."""
    scope: Scope = PRACTICE
    """Whose page it is."""
    load_doctree: Callable[[], Any] | None = None
    shared: dict[str, Any] = field(default_factory=dict)
    """For what several rules need of one document: computed once, kept here by a name."""
    common: dict[str, Any] = field(default_factory=dict)
    """The same for all documents of one run."""

    @cached_property
    def doctree(self) -> Any:
        """The page as docutils nodes, placeholders in place of facts; None where there is none."""
        return self.load_doctree() if self.load_doctree else None

    @property
    def lines(self) -> list[str]:
        """The lines of the source."""
        return self.files.lines(self.file)

    @property
    def policy(self) -> Policy | None:
        """The facts as the readers of this page see them; None where there are none."""
        return self.data.policy(self.scope) if self.data else None


# ---- the built pages


class Tag(NamedTuple):
    """A tag of a built page."""

    name: str
    attributes: dict[str, str]
    line: int
    column: int
    """From 1."""
    source: str
    """As it is written, from “<” to “>”."""

    def place_of(self, file: str, value: str) -> Place:
        """Return where *value*, of an attribute, stands in the tag; the tag where it does not."""
        before, found, _ = self.source.partition(value)
        if not value or not found or "\n" in value:
            return Place(file, self.line, self.column)
        line = self.line + before.count("\n")
        column = len(before) - (before.rfind("\n") + 1) + 1
        column += self.column - 1 if "\n" not in before else 0
        return Place(file, line, column, line, column + len(value))


class Words(NamedTuple):
    """A stretch of text that readers of a built page see."""

    text: str
    line: int
    column: int
    """Where it begins, from 1."""


_NOT_READ = frozenset({"script", "style", "template", "pre", "code", "kbd", "samp"})
"""Elements whose text is no prose."""


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[Tag] = []
        self.words: list[Words] = []
        self._not_read = 0
        """How many elements are open whose text is no prose."""

    def handle_data(self, data: str) -> None:
        if data.strip() and not self._not_read:
            line, column = self.getpos()
            self.words.append(Words(data, line, column + 1))

    def handle_endtag(self, tag: str) -> None:
        self._not_read = max(self._not_read - (tag in _NOT_READ), 0)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._not_read += tag in _NOT_READ
        line, column = self.getpos()
        source = self.get_starttag_text() or ""
        attributes = {name: value or "" for name, value in reversed(attrs)}
        self.tags.append(Tag(tag, attributes, line, column + 1, source))


@dataclass(frozen=True)
class OutputContext(Context):
    """What a rule of level “output” sees: one built page."""

    file: str
    """The page, as locations name it."""
    text: str
    """The whole of it."""
    data: PracticeData | None = None
    shared: dict[str, Any] = field(default_factory=dict)
    """For what several rules need of one page: computed once, kept here by a name."""

    @property
    def _parsed(self) -> _Tags:
        if "parsed" not in self.shared:
            parser = self.shared["parsed"] = _Tags()
            parser.feed(self.text)
            parser.close()
        parsed: _Tags = self.shared["parsed"]
        return parsed

    @property
    def tags(self) -> tuple[Tag, ...]:
        """Every tag that opens an element, in order, with its attributes and its place."""
        return tuple(self._parsed.tags)

    @property
    def words(self) -> tuple[Words, ...]:
        """Every stretch of text that readers see, code left out."""
        return tuple(self._parsed.words)

    def place_of(self, words: Words, found: str, skip: int = 0) -> Place:
        """Return where *found*, a part of *words*, stands; where they begin if it is not found.

        *skip* is how often the same stands in *words* before.
        """
        lines = split_lines(self.text)
        rest = "\n".join(lines[words.line - 1 :])[words.column - 1 :]
        source = html.escape(found, quote=False)
        at = -1
        for _ in range(skip + 1):
            at = rest.find(source, at + 1)
        if at < 0 or "\n" in found:
            return Place(self.file, words.line, words.column)
        before = rest[:at]
        line = words.line + before.count("\n")
        column = at - (before.rfind("\n") + 1) + 1
        column += words.column - 1 if "\n" not in before else 0
        return Place(self.file, line, column, line, column + len(source))
