"""YAML text as a tree in which every key and value knows its place and every scalar stays text.

What a scalar *means* is decided later, by the type that its field declares: ``no``, ``09:00`` and
``0123`` are texts here. The tree is built from libyaml's events without recursion, so that depth,
aliases and size are bounded whatever the file holds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, TypeAlias, cast

import yaml

from sphinx_commspolicy.diagnostics import Code, Diagnostic, Location, quote

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_BYTES = 4 * 1024 * 1024
"""Largest file that is read: about a thousand clinicians' worth of facts."""
MAX_DEPTH = 40
"""Deepest nesting; the model itself needs fewer than ten levels."""
MAX_NODES = 400_000
"""Most values in one file once every alias is counted at its full size."""
MAX_PROBLEMS = 300
"""Most problems that one part of the data reports; nobody mends more in one go."""

_NOT_TEXT = "\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x84\\x86-\\x9f\\ud800-\\udfff"
_INVISIBLE = "\\x85\\u2028\\u2029\\ufeff\\ufdd0-\\ufdef" + "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)
_REFUSED = re.compile(f"[{_NOT_TEXT}{_INVISIBLE}]")
"""Characters that no page can show, and line ends that editors and YAML count differently."""
_REFUSED_IN_VALUE = re.compile(f"[{_NOT_TEXT}{_INVISIBLE}\\r]")
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(slots=True)
class Scalar:
    """A single value, as it is written."""

    text: str
    location: Location
    empty: bool = False
    """Nothing was written, or ``~``."""
    block: bool = False
    """Written as a block (``|`` or ``>``): its text begins on the line after."""
    inset: int | None = None
    """Columns from the location to the text's first character; None where the text is not written
    on one line just as it reads."""


@dataclass(slots=True)
class Sequence:
    """A list."""

    location: Location
    items: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Mapping:
    """Keys and values, in the order in which they are written."""

    location: Location
    entries: dict[str, Node] = field(default_factory=dict)
    keys: dict[str, Location] = field(default_factory=dict)
    """Where each key stands."""


Node: TypeAlias = Scalar | Sequence | Mapping
Plain: TypeAlias = "str | list[Plain] | dict[str, Plain] | None"


class _Stop(Exception):  # noqa: N818 - leaves the composer once it can make nothing more of a file
    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic)
        self.diagnostic = diagnostic


def decode(data: bytes, file: str) -> str | Diagnostic:
    """Return the text of *data*, or what keeps it from being text."""
    if len(data) > MAX_BYTES:
        return too_large(len(data), file)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # the error's own bytes: they begin after the mark of the bytes' order, if there is one
        before = error.object[: error.start].decode("utf-8", "replace")
        return Diagnostic(
            Code.file_unreadable,
            _place_of(len(before), before, file),
            f"The file is not UTF-8 text (byte 0x{error.object[error.start]:02x}).",
            "Save it as UTF-8 in your editor.",
        )


def too_large(size: int, file: str) -> Diagnostic:
    """Return what is said of a file of *size* bytes, which is more than are read."""
    return Diagnostic(
        Code.file_unreadable,
        Location(file, 0, 0),
        f"The file is {size / 1024 / 1024:.1f} MB large; "
        f"at most {MAX_BYTES // 1024 // 1024} MB are read.",
        "Check that it is the right file, or move clinicians to files of their own.",
    )


def _place_of(index: int, text: str, file: str) -> Location:
    """Return the place of the character *index* of *text*."""
    line, start = 1, 0
    for end in _LINE_END.finditer(text, 0, index):
        line, start = line + 1, end.end()
    return Location(file, line, index - start + 1)


def _refused(text: str, file: str) -> Iterator[Diagnostic]:
    """Yield a problem for each character that YAML or a page cannot take."""
    for found in _REFUSED.finditer(text):
        place, code = _place_of(found.start(), text, file), f"U+{ord(found[0]):04X}"
        if re.match(f"[{_NOT_TEXT}]", found[0]):
            message = f"The file holds a control character ({code}): it is not plain text."
            yield Diagnostic(Code.file_unreadable, place, message, "Save it as plain UTF-8 text.")
            return
        message = f"An invisible character stands here ({code}) that cannot be used."
        yield Diagnostic(Code.yaml_syntax, place, message, "Delete it; press Enter for a new line.")


def compose(text: str, file: str) -> tuple[Mapping | None, list[Diagnostic]]:
    """Read YAML *text* and return its top-level mapping with every problem found.

    *file* names the text in locations. The mapping is None where nothing can be made of the
    text. An empty file is an empty mapping.
    """
    refused = list(islice(_refused(text, file), MAX_PROBLEMS))
    if refused:
        return None, refused
    return _read(text, file, getattr(yaml, "CSafeLoader", yaml.SafeLoader))


_TOO_DEEP = "exceeded maximum nesting depth"
"""What libyaml says of a thousand levels, from 0.2.6 on; its scanner is ahead of its events."""


def _read(text: str, file: str, loader: Any) -> tuple[Mapping | None, list[Diagnostic]]:
    composer = _Composer(file, text)
    try:
        root = composer.run(loader)
    except _Stop as stop:
        return None, [*composer.diagnostics, stop.diagnostic]
    except yaml.MarkedYAMLError as error:
        if error.problem == _TOO_DEEP:
            # the reader in Python has no such limit, so it comes to the place where ours is passed
            return _read(text, file, yaml.SafeLoader)
        return None, [*composer.diagnostics, _syntax(error, text, file)]
    except (ValueError, OverflowError):
        # the reader in Python, where libyaml is missing, trips over escapes beyond Unicode
        place = Location(file, 0, 0)
        message = "The file holds an escape for a character that does not exist."
        remedy = "Write the character itself."
        return None, [*composer.diagnostics, Diagnostic(Code.yaml_syntax, place, message, remedy)]
    return root, composer.diagnostics


class _Advice(NamedTuple):
    """What to say of a syntax error that libyaml, or PyYAML in its place, words in its own way."""

    words: str
    """Part of the reader's problem and context."""
    message: str
    remedy: str
    at_begin: bool = False
    """Whether the place to mend is where the unfinished part began."""


_QUOTE_IT = "Put the whole text in quotation marks."
_ADVICE = (
    _Advice(
        "mapping values are not allowed",
        "a colon is not expected here",
        "Put the text in quotation marks if it holds “: ”, or check the indentation.",
    ),
    _Advice(
        "could not find expected ':'",
        "a key without a colon",
        "Write a colon and a space after the key; indent the lines that continue a text.",
        at_begin=True,
    ),
    _Advice(
        "unexpected end of stream while scanning a quoted scalar",
        "a quotation mark that is not closed",
        "Close it with the same mark.",
        at_begin=True,
    ),
    _Advice(
        "document indicator while scanning a quoted scalar",
        "a quotation mark that is not closed",
        "Close it with the same mark.",
        at_begin=True,
    ),
    _Advice(
        "expected <block end>, but found '<scalar>'",
        "more text after a text that has ended",
        "Put the whole text between one pair of quotation marks.",
    ),
    _Advice(
        "while parsing a flow",
        "a bracket that is not closed, or a comma that is missing",
        "Close the bracket, and put a comma between two values.",
    ),
    _Advice(
        "while parsing a block",
        "this line does not continue the block above it",
        "Begin the lines of one block in the same column, and put a text that begins with "
        "a quotation mark between two of them.",
    ),
    _Advice("alias", "a text cannot begin with “*”", _QUOTE_IT),
    _Advice("anchor", "a text cannot begin with “&”", _QUOTE_IT),
    _Advice("tag", "a text cannot begin with “!”", _QUOTE_IT),
    _Advice(
        "block scalar",
        "a text cannot begin with “|” or “>”",
        "Put the whole text in quotation marks, or write it on the lines below the mark.",
    ),
    _Advice(
        "while scanning a double-quoted scalar",
        "a backslash that YAML cannot read",
        "Write the character itself, or use single quotation marks.",
    ),
    _Advice(
        "while parsing a quoted scalar",
        "a backslash that YAML cannot read",
        "Write the character itself, or use single quotation marks.",
    ),
    _Advice(
        "while scanning a quoted scalar",
        "a backslash that YAML cannot read",
        "Write the character itself, or use single quotation marks.",
    ),
    _Advice("cannot start any token", "a text cannot begin with this character", _QUOTE_IT),
    _Advice("directive", "a line cannot begin with “%”", "Remove the line."),
    _Advice("incompatible", "a line cannot begin with “%”", "Remove the line."),
    _Advice("<document start>", "nothing is expected after the end", "Remove “...” and “---”."),
    _Advice("block sequence", "a list is not expected here", "Begin it on a line of its own."),
    _Advice("block mapping", "a key is not expected here", "Begin it on a line of its own."),
)


def _syntax(error: yaml.MarkedYAMLError, text: str, file: str) -> Diagnostic:
    said = f"{error.problem or 'it cannot be read'} {error.context or ''}".strip()
    mark, begin = error.problem_mark or error.context_mark, error.context_mark
    advice = next((known for known in _ADVICE if known.words in said), None)
    if advice and advice.at_begin and begin:
        mark, begin = begin, None
    line, column = (mark.line, mark.column) if mark else (0, 0)
    lines = _LINE_END.split(text)
    offending = lines[line] if line < len(lines) else ""
    if advice and "backslash" in advice.message:
        column = max(offending.rfind("\\", 0, column + 1), 0)
    problem, remedy = (advice.message, advice.remedy) if advice else (said, "")
    if "\t" in offending[: column + 1] and not offending[:column].strip():
        problem, remedy = "a tab in the indentation", "Indent with spaces: YAML takes no tabs."
    message = f"This is not valid YAML: {problem}"
    message += f", at {quote(offending.strip())}." if offending.strip() else "."
    related = None
    if mark and begin and (begin.line, begin.column) != (mark.line, mark.column):
        related = Location(file, begin.line + 1, begin.column + 1)
    place = Location(file, line + 1, column + 1)
    return Diagnostic(Code.yaml_syntax, place, message, remedy, related)


@dataclass(slots=True)
class _Open:
    """A mapping or list whose end has not been read."""

    node: Mapping | Sequence
    anchor: str | None
    before: int
    """Values of the file before it."""
    height: int = 0
    """Levels below it so far."""


_PROPERTIES = re.compile(r"(?:[&!]\S*\s+)+")
"""Anchors and tags before a value."""


class _Composer:
    """Builds the tree from events; `diagnostics` holds what did not end the reading."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text
        self.diagnostics: list[Diagnostic] = []
        self.anchors: dict[str, tuple[Node, int, int]] = {}
        """Each anchor's node, its size in values, and the levels below it."""
        self.open: list[_Open] = []
        self.root: Node | None = None
        self.pending: tuple[str, Location] | None = None
        """The key whose value comes next."""
        self.count = 0
        """Values so far, aliases counted at the size of what they repeat."""

    def run(self, loader: Any) -> Mapping:
        for event in yaml.parse(self.text, Loader=loader):
            if isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                self.close()
            elif isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
                message = "A second document begins here (---); one file holds one."
                self.stop(event, message, "Remove the line.")
            elif isinstance(event, yaml.NodeEvent):
                self.take(event)
        root = self.root
        if root is None or (isinstance(root, Scalar) and root.empty):
            return Mapping(Location(self.file, 1, 1))
        if not isinstance(root, Mapping):
            what = "a list" if isinstance(root, Sequence) else f"the text {quote(root.text)}"
            message = f"The file holds {what} where keys and values are expected."
            remedy = "Write “key: value” lines."
            raise _Stop(Diagnostic(Code.wrong_shape, root.location, message, remedy))
        return root

    def take(self, event: yaml.NodeEvent) -> None:
        parent = self.open[-1].node if self.open else None
        value = self.node(event)
        if isinstance(parent, Mapping) and self.pending is None:
            self.pending = self.key(value, event)
            return
        if parent is None:
            self.root = value
        elif isinstance(parent, Sequence):
            parent.items.append(value)
        elif self.pending is not None:
            self.enter(parent, *self.pending, value)
            self.pending = None
        if isinstance(event, yaml.CollectionStartEvent) and not isinstance(value, Scalar):
            self.deepen(event, 1)
            self.open.append(_Open(value, event.anchor, self.count - 1))

    def close(self) -> None:
        ended = self.open.pop()
        if ended.anchor:
            self.anchors[ended.anchor] = (ended.node, self.count - ended.before, ended.height)
        if self.open:
            self.open[-1].height = max(self.open[-1].height, ended.height + 1)

    def deepen(self, event: yaml.Event, levels: int) -> None:
        """Note that *levels* more levels follow here, those of an alias included."""
        if len(self.open) + levels > MAX_DEPTH:
            self.stop(
                event,
                f"The file is nested deeper than {MAX_DEPTH} levels.",
                "Look for a bracket that is not closed.",
            )

    def place(self, event: yaml.Event) -> Location:
        mark: yaml.Mark = event.start_mark  # type: ignore[assignment]  # a text's events have it
        return Location(self.file, mark.line + 1, mark.column + 1)

    def stop(self, event: yaml.Event, message: str, remedy: str) -> NoReturn:
        raise _Stop(Diagnostic(Code.yaml_syntax, self.place(event), message, remedy))

    def report(self, diagnostic: Diagnostic) -> None:
        self.diagnostics.append(diagnostic)
        if len(self.diagnostics) >= MAX_PROBLEMS:
            message = "The file holds more problems than these."
            raise _Stop(
                Diagnostic(Code.yaml_syntax, diagnostic.location, message, "Mend these first.")
            )

    def node(self, event: yaml.NodeEvent) -> Node:
        if isinstance(event, yaml.AliasEvent):
            return self.alias(event)
        self.grow(event, 1)
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event)
        self.refuse_tag(cast("yaml.CollectionStartEvent", event))
        if isinstance(event, yaml.MappingStartEvent):
            return Mapping(self.place(event))
        return Sequence(self.place(event))

    def alias(self, event: yaml.AliasEvent) -> Node:
        anchor = event.anchor or ""
        if anchor not in self.anchors:
            message = f"{quote('*' + anchor)} is an alias, and refers to nothing above it."
            self.stop(event, message, "Put a text that begins with “*” in quotation marks.")
        node, size, height = self.anchors[anchor]
        self.grow(event, size)
        if not isinstance(node, Scalar):
            self.deepen(event, height + 1)
            self.open[-1].height = max(self.open[-1].height, height + 1)
        return node

    def scalar(self, event: yaml.ScalarEvent) -> Scalar:
        self.refuse_tag(event)
        start: yaml.Mark = event.start_mark  # type: ignore[assignment]  # a text's events have it
        end: yaml.Mark = event.end_mark  # type: ignore[assignment]  # as above
        text = event.value
        place = self.place(event)
        if event.anchor or event.tag:
            properties = _PROPERTIES.match(self.text, start.index)
            if properties and text:
                after = _place_of(properties.end() - start.index, properties[0], self.file)
                column = after.column + (start.column if after.line == 1 else 0)
                place = Location(self.file, start.line + after.line, column)
        marks = 2 if event.style in {"'", '"'} else 0
        verbatim = end.line + 1 == place.line and end.column + 1 - place.column - marks == len(text)
        if event.style != "|":
            # folding has made one line break of each blank line: it begins a paragraph again
            text = text.replace("\n", "\n\n")
        scalar = Scalar(
            text,
            place,
            empty=event.implicit[0] and text in {"", "~", "null"},
            block=event.style in {"|", ">"},
            inset=marks // 2 if verbatim else None,
        )
        refused = _REFUSED_IN_VALUE.search(text)
        if refused:
            message = (
                f"The text {quote(text)} holds a character that no page can show "
                f"(U+{ord(refused[0]):04X})."
            )
            self.report(Diagnostic(Code.invalid_value, place, message, "Remove it."))
            scalar.text = _REFUSED_IN_VALUE.sub("", text)
        if event.anchor:
            self.anchors[event.anchor] = (scalar, 1, 0)
        return scalar

    def refuse_tag(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.tag:
            written = event.tag.replace("tag:yaml.org,2002:", "!!")
            message = f"The tag {quote(written)} is not allowed: values are read by their field."
            remedy = "Remove the tag, or put a text that begins with “!” in quotation marks."
            self.report(Diagnostic(Code.yaml_syntax, self.place(event), message, remedy))

    def grow(self, event: yaml.Event, size: int) -> None:
        self.count += size
        if self.count > MAX_NODES:
            self.stop(
                event,
                f"The file holds more than {MAX_NODES:,} values once its aliases are written out.",
                "Write the values without aliases.",
            )

    def key(self, value: Node, event: yaml.NodeEvent) -> tuple[str, Location]:
        if not isinstance(value, Scalar):
            self.stop(
                event,
                "A key is expected here, not a list or a mapping.",
                "Put a text that begins with a bracket in quotation marks.",
            )
        place = self.place(event) if isinstance(event, yaml.AliasEvent) else value.location
        return value.text, place

    def enter(self, parent: Mapping, key: str, place: Location, value: Node) -> None:
        if key == "<<":
            message = "The merge key “<<” is not read."
            remedy = (
                "Clinicians inherit from the practice without it; otherwise write the keys out."
            )
            self.report(Diagnostic(Code.yaml_syntax, place, message, remedy))
        elif key in parent.entries:
            message, first = f"The key {quote(key)} stands here a second time.", parent.keys[key]
            self.report(
                Diagnostic(Code.duplicate_key, place, message, "Keep one of the two.", first)
            )
        else:
            parent.entries[key] = value
            parent.keys[key] = place


def plain(node: Node) -> Plain:
    """Return *node* as dicts, lists and texts; an empty scalar is None."""
    if isinstance(node, Scalar):
        return None if node.empty else node.text
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {key: plain(value) for key, value in node.entries.items()}


def find(node: Node, path: tuple[str | int, ...]) -> tuple[Node, tuple[str | int, ...]]:
    """Walk down *path* as far as the tree goes; return where that is and what is left of it."""
    for depth, step in enumerate(path):
        if isinstance(node, Mapping) and str(step) in node.entries:
            node = node.entries[str(step)]
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
        else:
            return node, path[depth:]
    return node, ()


def merge(base: Node, over: Node) -> Node:
    """Lay *over* on *base*: mappings are merged key by key, anything else is replaced.

    Neither tree is changed; what is untouched is shared. Each value keeps its own place.
    """
    if not (isinstance(base, Mapping) and isinstance(over, Mapping)):
        return over
    merged = Mapping(over.location, dict(base.entries), dict(base.keys))
    for key, value in over.entries.items():
        merged.keys[key] = over.keys[key]
        merged.entries[key] = merge(base.entries[key], value) if key in base.entries else value
    return merged


def scalars(
    node: Node, path: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], Scalar]]:
    """Yield each scalar below *node* with the path that leads to it, in the order of the file."""
    if isinstance(node, Scalar):
        yield path, node
    elif isinstance(node, Sequence):
        for index, item in enumerate(node.items):
            yield from scalars(item, (*path, index))
    else:
        for key, value in node.entries.items():
            yield from scalars(value, (*path, key))
