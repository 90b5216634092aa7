"""Descriptions of functions, classes, options and the like."""

# ruff: noqa: D102, ARG002 - docutils gives visitors their names and arguments

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx import addnodes

from sphinx_commspolicy.pdf import markup
from sphinx_commspolicy.pdf.translator.base import BaseTranslator

if TYPE_CHECKING:
    from docutils import nodes


class ObjectVisitors(BaseTranslator):
    """Descriptions of functions, classes, options and the like."""

    def visit_desc(self, node: addnodes.desc) -> None:
        self.label(*node["ids"])

    def depart_desc(self, node: addnodes.desc) -> None:
        pass

    def visit_desc_signature(self, node: addnodes.desc_signature) -> None:
        self.label(*node["ids"])
        self.bare_urls += 1
        self.write("signature({")

    def depart_desc_signature(self, node: addnodes.desc_signature) -> None:
        self.bare_urls -= 1
        self.write("})")

    def visit_desc_signature_line(self, node: addnodes.desc_signature_line) -> None:
        if node.parent.index(node):
            self.write("linebreak()")

    def depart_desc_signature_line(self, node: addnodes.desc_signature_line) -> None:
        pass

    def visit_desc_content(self, node: addnodes.desc_content) -> None:
        self.write("described({")

    def depart_desc_content(self, node: addnodes.desc_content) -> None:
        self.write("})")

    def visit_desc_name(self, node: addnodes.desc_name) -> None:
        self.write("strong({")

    def depart_desc_name(self, node: addnodes.desc_name) -> None:
        self.write("})")

    def visit_desc_part(self, node: nodes.Element) -> None:
        """Write the content alone."""

    def depart_desc_part(self, node: nodes.Element) -> None:
        """Nothing to close."""

    visit_desc_addname = visit_desc_type = visit_desc_inline = visit_desc_part
    depart_desc_addname = depart_desc_type = depart_desc_inline = depart_desc_part
    visit_desc_annotation = visit_desc_part
    depart_desc_annotation = depart_desc_part

    def visit_desc_returns(self, node: addnodes.desc_returns) -> None:
        self.write(markup.literal(" -> "))

    depart_desc_returns = depart_desc_part

    def visit_desc_parameterlist(self, node: nodes.Element) -> None:
        self.write(markup.literal(node.get("list_left_delim", _OPEN[type(node)])))

    def depart_desc_parameterlist(self, node: nodes.Element) -> None:
        self.write(markup.literal(node.get("list_right_delim", _CLOSE[type(node)])))

    visit_desc_type_parameter_list = visit_desc_parameterlist
    depart_desc_type_parameter_list = depart_desc_parameterlist

    def visit_desc_parameter(self, node: nodes.Element) -> None:
        if node.parent.index(node):
            self.write(markup.literal(node.parent.get("child_text_separator", ", ")))

    depart_desc_parameter = depart_desc_part
    visit_desc_type_parameter = visit_desc_parameter
    depart_desc_type_parameter = depart_desc_part

    def visit_desc_optional(self, node: nodes.Element) -> None:
        separator = node.parent.get("child_text_separator", ", ")
        self.write(markup.literal(f"[{separator}" if node.parent.index(node) else "["))

    def depart_desc_optional(self, node: nodes.Element) -> None:
        self.write('"]"')


_OPEN: dict[type[nodes.Element], str] = {
    addnodes.desc_parameterlist: "(",
    addnodes.desc_type_parameter_list: "[",
}
_CLOSE: dict[type[nodes.Element], str] = {
    addnodes.desc_parameterlist: ")",
    addnodes.desc_type_parameter_list: "]",
}
