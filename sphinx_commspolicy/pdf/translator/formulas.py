"""Formulas in a line and on lines of their own."""

# ruff: noqa: D102 - docutils gives visitors their names and arguments

from __future__ import annotations

import re

from docutils import nodes

from sphinx_commspolicy.pdf import markup
from sphinx_commspolicy.pdf.math import NotUnderstood, typst_math
from sphinx_commspolicy.pdf.translator.base import BaseTranslator


class FormulaVisitors(BaseTranslator):
    """Formulas, with their source as the words that a screen reader says."""

    def visit_math(self, node: nodes.math) -> None:
        self.label(*node["ids"])
        self._formula(node, display=False)

    def visit_math_block(self, node: nodes.math_block) -> None:
        self.label(*node["ids"])
        self._formula(node, display=True)

    def _number(self, node: nodes.Element) -> str:
        number = node.get("number")
        config = self.builder.config
        if number and config.numfig and config.math_numfig:
            numbers = self.builder.env.toc_fignumbers.get(self.docname, {}).get("displaymath", {})
            found = numbers.get(node["ids"][0] if node["ids"] else "", ())
            return ".".join(map(str, found)) or str(number)
        return str(number or "")

    def _formula(self, node: nodes.Element, *, display: bool) -> None:
        source = node.astext().strip()
        number = self._number(node)
        shown = markup.literal(f"({number})") if number else "none"
        alt = markup.literal(source or "formula")
        try:
            code = _paragraphs(source) if display else typst_math(source, display=False)
        except NotUnderstood as error:
            self.warn(
                "math",
                "this formula cannot be set and is shown as it was written: %s",
                error,
                node=node,
            )
            self.note_characters(source)
            code = f"raw({markup.words(source)})"
            self.write(f"formula-source({code}, {shown})" if display else code)
            raise nodes.SkipNode from None
        self.note_characters(code)
        if display:
            self.write(f"formula({code}, {alt}, {shown})")
        else:
            self.write(f"math.equation(block: false, alt: {alt}, {code})")
        raise nodes.SkipNode


def _paragraphs(source: str) -> str:
    """Return formulas that blank lines divide below each other, as Sphinx sets them."""
    parts = [part for part in re.split(r"\n[ \t]*\n", source) if part.strip()]
    try:
        codes = [typst_math(part, display=True) for part in parts]
    except NotUnderstood:
        if len(parts) == 1:
            raise
        codes = [typst_math(source, display=True)]  # a blank line within an environment
    return markup.block("\nlinebreak()\n".join(codes) + "\n") if codes else '""'
