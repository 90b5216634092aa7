"""Lists of every kind."""

# ruff: noqa: D102, ARG002 - docutils gives visitors their names and arguments

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import _

from sphinx_commspolicy.pdf import markup
from sphinx_commspolicy.pdf.translator.base import BaseTranslator, shown

if TYPE_CHECKING:
    from sphinx import addnodes

_NUMBERS = {
    "arabic": "1",
    "loweralpha": "a",
    "upperalpha": "A",
    "lowerroman": "i",
    "upperroman": "I",
}


class ListVisitors(BaseTranslator):
    """Lists of every kind."""

    depth = 0
    """How many lists are open."""
    deepest = (0, "")
    """The most lists that were open at once, and the place of the innermost."""

    def _open(self, node: nodes.Element) -> None:
        self.label(*node["ids"])
        self.depth += 1
        self.deepest = max(self.deepest, (self.depth, self.place))

    def visit_bullet_list(self, node: nodes.bullet_list) -> None:
        self._open(node)
        self.write(f"list(tight: {markup.boolean(_is_tight(node))},")

    def depart_list(self, node: nodes.Element) -> None:
        self.write(")")
        self.depth -= 1

    depart_bullet_list = depart_list

    def visit_enumerated_list(self, node: nodes.enumerated_list) -> None:
        self._open(node)
        number = _NUMBERS.get(node.get("enumtype", "arabic"), "1")
        pattern = f"{node.get('prefix', '')}{number}{node.get('suffix', '.') or '.'}"
        self.write(
            f"enum(start: {int(node.get('start', 1))}, numbering: {markup.literal(pattern)}, "
            f"tight: {markup.boolean(_is_tight(node))},"
        )

    depart_enumerated_list = depart_list

    def visit_list_item(self, node: nodes.list_item) -> None:
        kind = "enum" if isinstance(node.parent, nodes.enumerated_list) else "list"
        self.write(f"{kind}.item({{")
        self.label(*node["ids"])

    def depart_list_item(self, node: nodes.list_item) -> None:
        self.write("}),")

    def visit_definition_list(self, node: nodes.Element) -> None:
        self._open(node)
        self.write("terms(tight: false,")

    depart_definition_list = depart_list
    visit_option_list = visit_definition_list
    depart_option_list = depart_list

    def visit_definition_list_item(self, node: nodes.definition_list_item) -> None:
        terms = [child for child in node.children if not isinstance(child, nodes.definition)]
        body = [child for child in node.children if isinstance(child, nodes.definition)]
        self.footless += 1
        head = self.capture(*terms)
        self.footless -= 1
        definition = self.capture(*body)
        first = next((part for whole in body for part in shown(whole)), None)
        if first is not None and not isinstance(first, nodes.paragraph):
            # the term is a paragraph of its own: it stays with what it is the term of
            head = f"lone-term({head})"
            definition = f"lone-definition({definition})"
        self.write(f"terms.item({head}, {definition}),")
        raise nodes.SkipNode

    def visit_term(self, node: nodes.term) -> None:
        if node.parent.index(node) > 0 and isinstance(node.parent[0], nodes.term):
            self.write("linebreak()")
        self.label(*node["ids"])

    def depart_term(self, node: nodes.term) -> None:
        pass

    def visit_classifier(self, node: nodes.classifier) -> None:
        self.write('" : "\nemph({')

    def depart_classifier(self, node: nodes.classifier) -> None:
        self.write("})")

    def visit_definition(self, node: nodes.Element) -> None:
        self.label(*node["ids"])

    def depart_definition(self, node: nodes.Element) -> None:
        pass

    # fields

    def visit_field_list(self, node: nodes.Element) -> None:
        self._open(node)
        self.write("field-list(")

    depart_field_list = depart_list
    visit_docinfo = visit_field_list
    depart_docinfo = depart_list

    def visit_field(self, node: nodes.field) -> None:
        name, *body = node.children
        assert isinstance(name, nodes.Element)
        self.write(f"terms.item({self.capture(*name.children)}, {self.capture(*body)}),")
        raise nodes.SkipNode

    visit_field_body = visit_definition
    depart_field_body = depart_definition

    def visit_docinfo_field(self, node: nodes.Element) -> None:
        """Write a field of the bibliography of a page."""
        name = markup.literal(_(node.tagname.capitalize()))
        self.write(f"terms.item({name}, {self.capture(*node.children)}),")
        raise nodes.SkipNode

    visit_address = visit_contact = visit_copyright = visit_date = visit_docinfo_field
    visit_organization = visit_revision = visit_status = visit_version = visit_docinfo_field
    visit_authors = visit_docinfo_field

    def visit_author(self, node: nodes.author) -> None:
        if not isinstance(node.parent, nodes.authors):
            self.visit_docinfo_field(node)
        if node.parent.index(node):
            self.write('", "')

    def depart_author(self, node: nodes.author) -> None:
        pass

    # options of a command

    def visit_option_list_item(self, node: nodes.option_list_item) -> None:
        group, *body = node.children
        self.write(f"terms.item({self.capture(group)}, {self.capture(*body)}),")
        raise nodes.SkipNode

    def visit_option_group(self, node: nodes.option_group) -> None:
        self.write("mono({")

    def depart_option_group(self, node: nodes.option_group) -> None:
        self.write("})")

    def visit_option(self, node: nodes.option) -> None:
        if node.parent.index(node):
            self.write('", "')

    def depart_option(self, node: nodes.option) -> None:
        pass

    def visit_option_string(self, node: nodes.option_string) -> None:
        pass

    def depart_option_string(self, node: nodes.option_string) -> None:
        pass

    def visit_option_argument(self, node: nodes.option_argument) -> None:
        self.write(f"{markup.literal(node.get('delimiter', ' '))}\nemph({{")

    def depart_option_argument(self, node: nodes.option_argument) -> None:
        self.write("})")

    visit_description = visit_definition
    depart_description = depart_definition

    # side by side

    def visit_hlist(self, node: addnodes.hlist) -> None:
        self.label(*node["ids"])
        self.write("side-by-side(")

    def depart_hlist(self, node: addnodes.hlist) -> None:
        self.write(")")

    def visit_hlistcol(self, node: addnodes.hlistcol) -> None:
        self.write("{")

    def depart_hlistcol(self, node: addnodes.hlistcol) -> None:
        self.write("},")

    # grammars

    def visit_productionlist(self, node: addnodes.productionlist) -> None:
        self.label(*node["ids"])
        self.bare_urls += 1
        self.write("mono-lines(")

    def depart_productionlist(self, node: addnodes.productionlist) -> None:
        self.bare_urls -= 1
        self.write(")")

    def visit_production(self, node: addnodes.production) -> None:
        self.write("{")
        self.label(*node["ids"])

    def depart_production(self, node: addnodes.production) -> None:
        self.write("},")


def _is_tight(node: nodes.Element) -> bool:
    """Return whether every item is one paragraph, alone or with a list below it."""
    for item in node.children:
        if not isinstance(item, nodes.Element):
            continue
        content = shown(item)
        if len(content) > 2 or any(
            not isinstance(part, (nodes.paragraph, nodes.bullet_list, nodes.enumerated_list))
            for part in content
        ):
            return False
        if sum(isinstance(part, nodes.paragraph) for part in content) > 1:
            return False
    return True
