"""Formulas as MathML, which browsers show and read aloud by themselves.

Sphinx would have a script from another host draw them: the reader's browser would tell that host
which page she reads, and a strict content security policy would leave her with the LaTeX. A
handbook that chooses another way (``html_math_renderer``, or an extension that draws pictures)
keeps it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from docutils import nodes
from docutils.utils.math import MathError
from docutils.utils.math.latex2mathml import tex2mathml
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

from sphinx_commspolicy.diagnostics import Code, quote

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

logger = logging.getLogger(__name__)

NAME = "commspolicy-mathml"
_SPHINX_DEFAULT = "mathjax"


def register(app: Sphinx) -> None:
    """Write the formulas of this build as MathML, unless the handbook has chosen a way itself."""
    given = app.config.html_math_renderer
    if given is None and set(app.registry.html_inline_math_renderers) == {_SPHINX_DEFAULT}:
        # Sphinx prefers whatever is registered beside its own
        app.add_html_math_renderer(NAME, (_write_inline, None), (_write_block, None))


def mathml(source: str, *, display: bool) -> str:
    """Return a formula in LaTeX as MathML; raise ValueError where docutils cannot read it."""
    # docutils knows the other names of these dots; Sphinx has empty lines between equations
    source = re.sub(r"\\dots(?![A-Za-z])", r"\\ldots", source)
    if display:
        source = re.sub(r"\n\s*\n", r" \\\\ ", source.strip())
    try:
        written = tex2mathml(source, as_block=display)
        ET.fromstring(written)  # noqa: S314 - docutils has just made it
    except (MathError, ET.ParseError, IndexError, AttributeError, KeyError, TypeError) as error:
        raise ValueError(str(error)) from error
    return re.sub(r'\s+style="[^"]*"', "", written)


def _write_inline(self: HTML5Translator, node: nodes.math) -> None:
    self.body.append(self.starttag(node, "span", "", CLASS="math notranslate nohighlight"))
    self.body.append(f"{_formula(self, node, display=False)}</span>")
    raise nodes.SkipNode


def _write_block(self: HTML5Translator, node: nodes.math_block) -> None:
    from sphinx_commspolicy.theme.shared import phrases_of

    # a long one scrolls within itself, so it has to be reached by keyboard
    label = phrases_of(self.builder.env).gettext("Formula")
    names = "math notranslate nohighlight"
    frame: dict[str, Any] = {"role": "group", "tabindex": "0", "aria-label": label}
    self.body.append(self.starttag(node, "div", "", CLASS=names, **frame))
    if node.get("number"):
        self.body.append(f'<span class="eqno">({get_node_equation_number(self, node)})')
        self.add_permalink_ref(node, "")
        self.body.append("</span>")
    self.body.append(f"{_formula(self, node, display=True)}</div>\n")
    raise nodes.SkipNode


def _formula(self: HTML5Translator, node: nodes.Element, *, display: bool) -> str:
    source = node.astext().strip()
    try:
        return mathml(source, display=display)
    except ValueError as error:
        logger.warning(
            "the formula %s cannot be shown as one, and is shown as it was written: %s",
            quote(source),
            error,
            location=node,
            type="commspolicy",
            subtype=Code.formula,
        )
        return f'<code class="math">{self.encode(source)}</code>'
