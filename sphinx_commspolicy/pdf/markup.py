"""Typst code from values: the one place where text becomes part of a program.

The writer makes Typst *code*, never Typst markup: every text is a string literal, so that nothing
that an author writes can be read as a command. A statement ends with a newline.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}
_TO_ESCAPE = re.compile(r'[\\"\n\t]')
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
"""What no font has and XML does not allow: control characters, noncharacters, half characters."""

UNITS = {"": 0.75, "px": 0.75, "pt": 1.0, "pc": 12.0, "in": 72.0, "cm": 28.3465, "mm": 2.83465}
"""Points in each unit of length that docutils knows and that has a fixed size."""


def clean(text: str) -> str:
    """Return *text* without characters that cannot be printed."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    return _UNPRINTABLE.sub("", text)


def literal(text: str) -> str:
    """Return *text* as a Typst string literal on one line."""
    return f'"{_TO_ESCAPE.sub(lambda match: _ESCAPES[match[0]], clean(text))}"'


def words(text: str) -> str:
    """Return *text* as a literal in which ends of lines are spaces, as in a paragraph."""
    return literal(re.sub(r"[ \t]*\n[ \t]*", " ", clean(text)).replace("\t", " "))


def array(values: Iterable[str]) -> str:
    """Return a Typst array of expressions."""
    return f"({''.join(f'{value}, ' for value in values)})"


def mapping(values: Mapping[str, str]) -> str:
    """Return a Typst dictionary of expressions."""
    return f"({', '.join(f'{name}: {code}' for name, code in values.items())})"


def code_block(code: str) -> str:
    """Return statements as a part of Typst markup."""
    return f"#{{\n{code}}}"


def strings(values: Iterable[str]) -> str:
    """Return a Typst array of texts."""
    return array(literal(value) for value in values)


def block(code: str) -> str:
    """Return statements as one expression: the content that they make together."""
    return f"{{\n{code}}}"


def boolean(value: object) -> str:
    """Return Typst's word for whether *value* is true."""
    return "true" if value else "false"


def points(length: str) -> float | None:
    """Return a length of docutils (``3cm``, ``40px``, ``40``) in points; None if it is relative."""
    match = re.fullmatch(r"\s*([0-9]*\.?[0-9]+)\s*([a-z]*)\s*", length)
    if match is None or match[2] not in UNITS:
        return None
    return round(float(match[1]) * UNITS[match[2]], 3)


def measure(length: str | None) -> str | None:
    """Return a length of docutils as Typst writes it; None for what it cannot be."""
    if not length:
        return None
    absolute = points(length)
    if absolute is not None:
        return f"{absolute:g}pt"
    match = re.fullmatch(r"\s*([0-9]*\.?[0-9]+)\s*(%|em|rem|ex|ch|vw)\s*", length)
    if match is None:
        return None
    number = float(match[1])
    if match[2] in {"%", "vw"}:
        return f"{min(number, 100.0):g}%"
    return f"{number * (0.5 if match[2] in {'ex', 'ch'} else 1.0):g}em"


def comment(text: str) -> str:
    """Return a line that Typst skips."""
    return f"// {' '.join(clean(text).split())}\n"
