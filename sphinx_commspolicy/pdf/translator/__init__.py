"""From a doctree to Typst code: one class, put together from a module for each kind of element."""

from __future__ import annotations

from sphinx_commspolicy.pdf.translator.design import DesignVisitors
from sphinx_commspolicy.pdf.translator.figures import FigureVisitors
from sphinx_commspolicy.pdf.translator.formulas import FormulaVisitors
from sphinx_commspolicy.pdf.translator.inline import InlineVisitors
from sphinx_commspolicy.pdf.translator.lists import ListVisitors
from sphinx_commspolicy.pdf.translator.objects import ObjectVisitors
from sphinx_commspolicy.pdf.translator.structure import StructureVisitors


class TypstTranslator(
    StructureVisitors,
    ListVisitors,
    FigureVisitors,
    DesignVisitors,
    FormulaVisitors,
    ObjectVisitors,
    InlineVisitors,
):
    """Writes Typst code for every element of docutils, Sphinx and sphinx-design."""
