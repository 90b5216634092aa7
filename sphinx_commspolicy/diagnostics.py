"""What was found wrong, where, and what to do about it.

A :class:`Diagnostic` is made wherever a fact is read or checked and is shown by whoever asked for
it: Sphinx logs it as a warning of type ``commspolicy.<code>``, the command line prints it with the
line quoted.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class Location(NamedTuple):
    """A place in a file that a person can go to."""

    file: str
    """Path of the file, as it was named to the program."""
    line: int
    """Line, counted from 1; 0 means the file as a whole."""
    column: int
    """Column in characters, counted from 1; 0 means the line as a whole."""

    def __str__(self) -> str:
        """Return ``file:line:column``, without the parts that are not known."""
        parts = [self.file]
        if self.line:
            parts.append(str(self.line))
            if self.column:
                parts.append(str(self.column))
        return ":".join(parts)


class Code(StrEnum):
    """Every kind of problem the product reports; the value is the warning's subtype in Sphinx."""

    file_missing = "file-missing"
    """A file that is named does not exist or cannot be read."""
    file_unreadable = "file-unreadable"
    """A file is not text, is not UTF-8, or is far larger than any practice needs."""
    include_invalid = "include-invalid"
    """An included file is outside the practice's folder, included twice, or includes itself."""
    yaml_syntax = "yaml-syntax"
    """The text is not valid YAML, or uses a part of YAML that has no use here."""
    duplicate_key = "duplicate-key"
    """The same key stands twice in one mapping."""
    unknown_key = "unknown-key"
    """A key that the place does not know."""
    missing_key = "missing-key"
    """A key that the place cannot do without."""
    empty_value = "empty-value"
    """A key without a value."""
    wrong_shape = "wrong-shape"
    """A list where a text is expected, or the like."""
    invalid_value = "invalid-value"
    """A value that its field cannot read."""
    unknown_id = "unknown-id"
    """A name that refers to a method, need, clinician or service that is not declared."""
    locked = "locked"
    """A clinician or programme overrides a fact that the practice has locked."""
    cover_circle = "cover-circle"
    """Clinicians who are away at the same time cover for each other, so that nobody is there."""
    fact_missing = "fact-missing"
    """A page asks for a fact that the practice's data does not hold."""
    unsafe_url = "unsafe-url"
    """A link with a scheme that is not allowed."""
    left_out = "left-out"
    """A page refers to what is left out of this edition of the handbook."""
    markup = "markup"
    """Inline markup in a YAML text that cannot be used there."""
    duplicate_block = "duplicate-block"
    """Two pages define the same method, need or clinician."""
    title_without_label = "title-without-label"
    """A section title contains a fact, and the section has no label of its own."""
    bad_option = "bad-option"
    """A directive or role is given an option or argument it cannot read."""
    bad_phrase = "bad-phrase"
    """A translation of a phrase of the product lacks a place for a fact, or has another."""
    pale_color = "pale-color"
    """A color of the theme that text cannot be read in; the nearest one that can is used."""
    formula = "formula"
    """A formula that web pages cannot show as one; they show what was written."""
    no_reply_time = "no-reply-time"
    """No reply time can be computed: nothing but excluded days lies ahead."""
    rule_fault = "rule-fault"
    """A rule of the checker failed, through no fault of yours; the other rules went on."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem, complete enough to be mended without further help."""

    code: Code
    location: Location
    message: str
    """What is wrong, in plain words, the offending text quoted."""
    remedy: str = ""
    """What to do, one sentence; may be empty where the message says it."""
    related: Location | None = None
    """Another place that matters, such as the first of two duplicates."""

    def text(self) -> str:
        """Return message, remedy and related place as one line."""
        line = self.message
        if self.remedy:
            line += f" {self.remedy}"
        if self.related:
            line += f" (see {self.related})"
        return line

    def __str__(self) -> str:
        """Return ``file:line:column: error: message [code]``."""
        return f"{self.location}: error: {self.text()} [{self.code}]"


class PolicyError(Exception):
    """The practice's data cannot be used; carries every problem that was found."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(sorted(diagnostics, key=lambda found: found.location))
        super().__init__("\n".join(str(diagnostic) for diagnostic in self.diagnostics))


LONGEST_QUOTE = 60
"""Characters of an offending text that a message quotes."""


def quote(text: str) -> str:
    """Return *text* in quotation marks on one line, shortened, with nothing invisible in it."""
    shown = "".join(
        char if char.isprintable() else f"\\u{ord(char):04x}"
        for char in text[: LONGEST_QUOTE + 1].replace("\n", " ")
    )
    if len(shown) > LONGEST_QUOTE:
        shown = shown[:LONGEST_QUOTE] + "…"
    return f"“{shown}”"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a sentence that offers the nearest of *known*, or lists them where there are few."""
    choices = list(known)
    near = difflib.get_close_matches(word[:100], choices, n=1, cutoff=0.6)
    if near:
        return f"Did you mean {quote(near[0])}?"
    if choices and len(choices) <= LONGEST_LIST:
        return "Known here: " + ", ".join(choices) + "."
    return ""


LONGEST_LIST = 24
"""More names than this are not listed in a message."""


def shown_path(path: Path) -> str:
    """Return *path* relative to the working folder where it lies below it, else as it is."""
    try:
        return str(path.relative_to(Path.cwd()))
    except (ValueError, OSError):  # elsewhere, or the working folder has been deleted
        return str(path)
