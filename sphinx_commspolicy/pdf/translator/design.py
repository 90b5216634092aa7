"""Containers: those of sphinx-design, spelled out for paper, and all others."""

# ruff: noqa: D102, ARG002 - docutils gives visitors their names and arguments

from __future__ import annotations

from docutils import nodes

from sphinx_commspolicy.pdf import markup
from sphinx_commspolicy.pdf.fitting import ADVICE, ONE_PAGE
from sphinx_commspolicy.pdf.translator.base import INVISIBLE
from sphinx_commspolicy.pdf.translator.code import CodeVisitors

_BOXES = {"card": "card", "dropdown": "card", "aside": "card", "tab-item": "card"}
_TITLES = {"card-title", "tab-label"}
_ROWS = {"grid-row"}


class DesignVisitors(CodeVisitors):
    """Containers: those of sphinx-design, spelled out for paper, and all others."""

    def visit_container(self, node: nodes.container) -> None:
        if "literal-block-wrapper" in node["classes"] or node.get("literal_block"):
            self.label(*node["ids"])
            self.visit_container_caption(node)
        component = node.get("design_component", "")
        first_page = self.builder.config.typst_first_page_class
        closing = ""
        self.label(*node["ids"])
        if node.get("typst_call"):
            number = f"{self.number_of(node)}, " if ADVICE in node else ""
            self.write(f"{node['typst_call']}({number}{{")
            closing = "})"
        elif ONE_PAGE in node["classes"] and not self.copying:
            self.write(f"one-page({self.number_of(node)}, {{")
            closing = "})"
        elif first_page and first_page in node["classes"]:
            self.write("urgent({")
            closing = "})"
        elif component in _BOXES:
            self.write(f"{_BOXES[component]}({{")
            closing = "})"
            if component == "dropdown" and node.get("has_title") and node.children:
                self._first_child_as_title(node)
        elif component in _TITLES:
            self.write("box-title({")
            closing = "})"
        elif component in _ROWS:
            self._row(node)
        node["typst_closing"] = closing

    def _first_child_as_title(self, node: nodes.container) -> None:
        title = node.children[0]
        code = self.capture(*title.children) if title.children else markup.words(title.astext())
        self.write(f"box-title({code})")
        node.remove(title)

    def _row(self, node: nodes.container) -> None:
        """Write cards side by side, two in a row, where there are several."""
        cells = [child for child in node.children if not isinstance(child, INVISIBLE)]
        self.write("card-grid(")
        for cell in cells:
            self.write(f"{self.capture(cell)},")
        self.write(")")
        raise nodes.SkipNode

    def depart_container(self, node: nodes.container) -> None:
        if node["typst_closing"]:
            self.write(node["typst_closing"])

    def visit_PassthroughTextElement(self, node: nodes.Element) -> None:  # noqa: N802
        """Write the content alone: sphinx-design puts a link around a whole card with it."""
        if all(isinstance(child, nodes.reference) for child in node.children):
            for child in node.children:
                if isinstance(child, nodes.Element) and child.get("refuri"):
                    child["classes"].append("sd-stretched-link")

    def depart_PassthroughTextElement(self, node: nodes.Element) -> None:  # noqa: N802
        """Nothing to close."""

    def visit_sd_element(self, node: nodes.Element) -> None:
        """Leave out what is for a browser only."""
        raise nodes.SkipNode

    visit_sd_tab_input = visit_fontawesome = visit_sd_element
