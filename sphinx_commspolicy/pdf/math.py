"""Formulas: from LaTeX, by way of the MathML that docutils makes of it, to Typst."""

# ruff: noqa: RUF001 - operators are what this is about

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from docutils.utils.math import MathError
from docutils.utils.math.latex2mathml import tex2mathml

from sphinx_commspolicy.pdf.markup import block, literal

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element

_BINARY = set("+-−±∓×÷·∗⋅∘∪∩∧∨⊕⊗∖")
_RELATION = set("=<>≤≥≠≈≡∼≃≅∈∉⊂⊃⊆⊇→←↔⇒⇐⇔↦∣∥⊥∝≪≫:")
_LARGE = set("∑∏∐∫∬∭∮⋃⋂⋁⋀⨁⨂")
_ENTITY = re.compile("&(?!(?:amp|lt|gt|quot|apos);)[A-Za-z][A-Za-z0-9]*;")
_EMS = re.compile(r"-?([0-9]+\.?[0-9]*|\.[0-9]+)em")
_OPENING = set("([{⟨⌈⌊")
_CLOSING = set(")]}⟩⌉⌋")


class NotUnderstood(ValueError):  # noqa: N818 - it says what happened
    """A formula holds something that cannot be set."""


def typst_math(source: str, *, display: bool) -> str:
    """Return the content of a Typst equation for a formula in LaTeX.

    Raises NotUnderstood where docutils or this module cannot read it.
    """
    try:
        xml = tex2mathml(source, as_block=display)
        tree = ET.fromstring(_ENTITY.sub(lambda found: unescape(found[0]), xml))  # noqa: S314 - docutils has just made it
    except (MathError, ET.ParseError) as error:
        raise NotUnderstood(str(error)) from error
    except Exception as error:  # docutils stumbles over mistyped formulas in many ways
        msg = "it is not well formed"
        raise NotUnderstood(msg) from error
    return _row(tree)


def _row(node: Element) -> str:
    return block("".join(f"{_content(child)}\n" for child in node) or '""\n')


def _content(node: Element) -> str:
    name = node.tag.rpartition("}")[2]
    make = _MAKERS.get(name)
    if make is None:
        msg = f"<{name}>"
        raise NotUnderstood(msg)
    return make(node)


def _identifier(node: Element) -> str:
    text = node.text or ""
    if len(text) > 1:
        return f"math.op({literal(text)})"
    if node.get("mathvariant") == "normal":
        return f"math.upright({literal(text)})"
    return f"math.italic({literal(text)})"


def _operator(node: Element) -> str:
    text = (node.text or "").strip() or " "
    if text in "\u2061\u2062\u2063\u2064":
        return '""'
    for kind, members in (
        ("binary", _BINARY),
        ("relation", _RELATION),
        ("large", _LARGE),
        ("opening", _OPENING),
        ("closing", _CLOSING),
    ):
        if text in members:
            return f'math.class("{kind}", {literal("−" if text == "-" else text)})'
    return literal(text)


def _text(node: Element) -> str:
    return literal(node.text or "")


def _space(node: Element) -> str:
    width = node.get("width", "0.2em")
    return f"h({width})" if _EMS.fullmatch(width) else '""'


def _parts(node: Element, count: int) -> list[str]:
    found = [_content(child) for child in node]
    if len(found) != count:
        msg = f"<{node.tag}> with {len(found)} parts"
        raise NotUnderstood(msg)
    return found


def _attached(*places: str) -> Callable[[Element], str]:
    def make(node: Element) -> str:
        base, *scripts = _parts(node, 1 + len(places))
        arguments = ", ".join(
            f"{place}: {code}" for place, code in zip(places, scripts, strict=True)
        )
        if node.tag.rpartition("}")[2].startswith(("mu", "mo")):
            base = f"math.limits({base})"
        return f"math.attach({base}, {arguments})"

    return make


def _over(node: Element) -> str:
    base, mark = _parts(node, 2)
    text = (node[1].text or "").strip()
    if len(node[1]) == 0 and text in _ACCENTS:
        return f'math.accent({base}, "\\u{{{ord(_ACCENTS[text]):x}}}")'
    if len(node[1]) == 0 and text in {"¯", "―", "_"}:
        return f"math.overline({base})"
    return f"math.attach(math.limits({base}), t: {mark})"


_ACCENTS = {
    "^": "\u0302",
    "~": "\u0303",
    "˜": "\u0303",
    "ˆ": "\u0302",
    "→": "\u20d7",
    "⃗": "\u20d7",
    "˙": "\u0307",
    "¨": "\u0308",
    "ˉ": "\u0304",
    "´": "\u0301",
    "`": "\u0300",
    "˘": "\u0306",
}


def _table(node: Element) -> str:
    rows = []
    for row in node:
        cells = ", ".join(_row(cell) for cell in row)
        rows.append(f"({cells}, )" if cells else '("", )')
    return f"math.mat(delim: none, {', '.join(rows)})"


_MAKERS: dict[str, Callable[[Element], str]] = {
    "mrow": _row,
    "mstyle": _row,
    "mpadded": _row,
    "menclose": _row,
    "merror": _row,
    "math": _row,
    "mi": _identifier,
    "mn": _text,
    "mtext": _text,
    "ms": _text,
    "mo": _operator,
    "mspace": _space,
    "mphantom": lambda node: f"hide({_row(node)})",
    "msqrt": lambda node: f"math.sqrt({_row(node)})",
    "mroot": lambda node: "math.root({1}, {0})".format(*_parts(node, 2)),
    "mfrac": lambda node: "math.frac({}, {})".format(*_parts(node, 2)),
    "msup": _attached("t"),
    "msub": _attached("b"),
    "msubsup": _attached("b", "t"),
    "munder": _attached("b"),
    "mover": _over,
    "munderover": _attached("b", "t"),
    "mtable": _table,
}
