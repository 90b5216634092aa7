"""Pages, sections, headings, paragraphs, quotations and boxes."""

# ruff: noqa: D102, ARG002 - docutils gives visitors their names and arguments

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import admonitionlabels

from sphinx_commspolicy.pdf import markup
from sphinx_commspolicy.pdf.assemble import opens_page
from sphinx_commspolicy.pdf.links import label
from sphinx_commspolicy.pdf.translator.base import INVISIBLE, shown
from sphinx_commspolicy.pdf.translator.inline import InlineVisitors

if TYPE_CHECKING:
    from sphinx import addnodes

DEEPEST = 6
"""PDF/UA knows headings of six levels by name."""

_ITEMS = (
    nodes.list_item,
    nodes.definition,
    nodes.description,
    nodes.field_body,
    nodes.entry,
    nodes.footnote,
    nodes.citation,
)
"""Elements whose first paragraph stands beside a mark, and has no room above it."""


_LISTS = (
    nodes.definition_list,
    nodes.bullet_list,
    nodes.enumerated_list,
    nodes.field_list,
    nodes.option_list,
    nodes.literal_block,
    nodes.table,
)
_SHORT = 100
"""A longer paragraph can stand at the foot of a page by itself."""


class StructureVisitors(InlineVisitors):
    """Pages, sections, headings, paragraphs, quotations and boxes."""

    def visit_document(self, node: nodes.document) -> None:
        if self.title_section is None or not self.title_section.get("ids"):
            self.write_label(label(self.docname))

    def depart_document(self, node: nodes.document) -> None:
        pass

    def visit_start_of_file(self, node: addnodes.start_of_file) -> None:
        self.docname_stack = [*getattr(self, "docname_stack", ()), self.docname]
        self.docname = node["docname"]
        if not any(isinstance(child, nodes.section) for child in node.children):
            self.write_label(label(self.docname))

    def depart_start_of_file(self, node: addnodes.start_of_file) -> None:
        self.docname = self.docname_stack.pop()

    def visit_section(self, node: nodes.section) -> None:
        if node is self.title_section:
            self.write_label(label(self.docname))
            self.label(*node["ids"])
        else:
            self.level += 1

    def depart_section(self, node: nodes.section) -> None:
        if node is not self.title_section:
            self.level -= 1

    def visit_title(self, node: nodes.title) -> None:
        parent = node.parent
        if isinstance(parent, nodes.section):
            if parent is self.title_section:
                raise nodes.SkipNode
            names = [label(self.docname, identifier) for identifier in parent["ids"]]
            if opens_page(parent):
                names.insert(0, label(self.docname))
            number = self.section_number(parent)
            around, self.room = self.room, self.room * 2 // 3
            code, notes = self._heading_words(node)
            if number:
                code = markup.block(f"{markup.literal(number + ' ')}\n{code}\n")
            self.room = around
            self.heading(self.level, code, names, node)
            self.notes_below(notes)
            raise nodes.SkipNode
        if isinstance(parent, nodes.table):
            raise nodes.SkipNode  # written with the table
        self.footless += 1
        self.write("box-title({")

    def _heading_words(self, node: nodes.Element) -> tuple[str, list[nodes.Element | str]]:
        """Return the words of a heading, and the notes to be written below it."""
        self.open_notes.append([])
        code = self.capture(*node.children)
        return code, self.open_notes.pop()

    def depart_title(self, node: nodes.title) -> None:
        self.footless -= 1
        self.write("})")

    def heading(self, level: int, code: str, names: list[str], node: nodes.Element) -> None:
        """Write a heading, at the level that does not leave one out."""
        mended = min(max(level, 1), DEEPEST, self.last_level + 1)
        if mended < min(level, DEEPEST):
            self.warn(
                "heading_level",
                "this heading of level %d follows one of level %d; "
                "it is set as one of level %d, since levels must not be left out",
                level,
                self.last_level,
                mended,
                node=node,
            )
        self.last_level = mended
        # every name of a section leads to the first
        wanted = any(name in self.links.wanted for name in (*names, *self._aliases(names)))
        name = names[0] if names and wanted and names[0] not in self.labels else ""
        if name and not self.copying:
            self.labels.add(name)
            self.write(f"[#heading(level: {mended}, {code})#label({markup.literal(name)})]")
        else:
            self.write(f"heading(level: {mended}, {code})")

    def _aliases(self, names: list[str]) -> list[str]:
        return [name for name in names[1:] if self.links.final(name) == names[0]]

    def section_number(self, section: nodes.section) -> str:
        """Return the number that a toctree gives to *section*, as ``1.2.``; empty for none."""
        numbers = self.builder.env.toc_secnumbers.get(self.docname, {})
        found = numbers.get("") if opens_page(section) else None
        for identifier in section["ids"]:
            found = found or numbers.get(f"#{identifier}")
        return ".".join(map(str, found)) + "." if found else ""

    def visit_subtitle(self, node: nodes.subtitle) -> None:
        self.write("box-title({")

    def depart_subtitle(self, node: nodes.subtitle) -> None:
        self.write("})")

    def visit_rubric(self, node: nodes.rubric) -> None:
        level = node.get("heading-level")
        if level and level > 0:
            code, notes = self._heading_words(node)
            self.label(*node["ids"][1:])
            names = [label(self.docname, identifier) for identifier in node["ids"][:1]]
            self.heading(int(level), code, names, node)
            self.notes_below(notes)
        else:
            self.label(*node["ids"])
            self.write(f"rubric({self.capture(*node.children)})")
        raise nodes.SkipNode

    def visit_paragraph(self, node: nodes.paragraph) -> None:
        self.label(*node["ids"])
        if self.is_bare(node):
            self.write("{")
        else:
            self.write("lead({" if _leads(node) else "par({")

    def depart_paragraph(self, node: nodes.paragraph) -> None:
        if self.is_bare(node):
            self.write("}")
            if shown(node.parent)[-1] is not node:
                self.write("parbreak()" if node.parent.children[-1] is not node else "")
        else:
            self.write("})")

    visit_compact_paragraph = visit_paragraph
    depart_compact_paragraph = depart_paragraph

    def is_bare(self, node: nodes.Element) -> bool:
        """Return whether a paragraph begins an item, so that it stands beside the item's mark."""
        parent = node.parent
        content = [child for child in shown(parent) if not isinstance(child, nodes.label)]
        return isinstance(parent, _ITEMS) and content[:1] == [node]

    def visit_compound(self, node: nodes.compound) -> None:
        self.label(*node["ids"])

    def depart_compound(self, node: nodes.compound) -> None:
        pass

    def visit_block_quote(self, node: nodes.block_quote) -> None:
        self.label(*node["ids"])
        self.write("quote(block: true, {")

    def depart_block_quote(self, node: nodes.block_quote) -> None:
        self.write("})")

    def visit_attribution(self, node: nodes.attribution) -> None:
        self.write('attribution({\n"— "')

    def depart_attribution(self, node: nodes.attribution) -> None:
        self.write("})")

    def visit_line_block(self, node: nodes.line_block) -> None:
        if isinstance(node.parent, nodes.line_block):
            return
        self.label(*node["ids"])
        self.write("line-block((")

    def depart_line_block(self, node: nodes.line_block) -> None:
        if not isinstance(node.parent, nodes.line_block):
            self.write("))")

    def visit_line(self, node: nodes.line) -> None:
        depth = 0
        parent = node.parent.parent
        while isinstance(parent, nodes.line_block):
            depth, parent = depth + 1, parent.parent
        self.write(f"({depth}, {{")

    def depart_line(self, node: nodes.line) -> None:
        self.write("}),")

    def visit_transition(self, node: nodes.transition) -> None:
        self.write("divider()")
        raise nodes.SkipNode

    def visit_centered(self, node: addnodes.centered) -> None:
        self.write("align(center, par({strong({")

    def depart_centered(self, node: addnodes.centered) -> None:
        self.write("})}))")

    # boxes

    def visit_admonition(self, node: nodes.admonition) -> None:
        kind = next((name for name in node["classes"] if name in admonitionlabels), "note")
        title = node.next_node(nodes.title, descend=True, siblings=False, ascend=False)
        self._callout(node, kind, self._box_title(title))

    def depart_admonition(self, node: nodes.Element) -> None:
        self.write("})")

    def _labelled(self, node: nodes.Element) -> None:
        kind = node.tagname
        self._callout(node, kind, markup.literal(str(admonitionlabels[kind])))

    def _callout(self, node: nodes.Element, kind: str, title: str) -> None:
        self.label(*node["ids"])
        self.write(f"callout({markup.literal(kind)}, {title}, {{")

    def _box_title(self, title: nodes.Node | None) -> str:
        if title is None or not isinstance(title, nodes.title):
            return "none"
        code = self.capture(*title.children)
        title.parent.remove(title)
        return code

    visit_attention = visit_caution = visit_danger = visit_error = visit_hint = _labelled
    visit_important = visit_note = visit_tip = visit_warning = visit_seealso = _labelled
    depart_attention = depart_caution = depart_danger = depart_error = depart_admonition
    depart_hint = depart_important = depart_note = depart_tip = depart_admonition
    depart_warning = depart_seealso = depart_admonition

    def visit_todo_node(self, node: nodes.Element) -> None:
        """Write what ``sphinx.ext.todo`` collects, where the project wants to see it."""
        if not getattr(self.config, "todo_include_todos", False):
            raise nodes.SkipNode
        title = next((part for part in node.children if isinstance(part, nodes.title)), None)
        self._callout(node, "note", self._box_title(title))

    depart_todo_node = depart_admonition

    def visit_topic(self, node: nodes.topic) -> None:
        self.label(*node["ids"])
        self.write("topic({")

    depart_topic = depart_admonition

    def visit_sidebar(self, node: nodes.sidebar) -> None:
        self.label(*node["ids"])
        self.write("sidebar({")

    depart_sidebar = depart_admonition

    def visit_versionmodified(self, node: addnodes.versionmodified) -> None:
        self.label(*node["ids"])
        self.write("version-note({")

    depart_versionmodified = depart_admonition

    # what is no part of the text

    def skip(self, node: nodes.Node) -> None:
        """Leave out what does not show on paper."""
        raise nodes.SkipNode

    visit_comment = visit_substitution_definition = visit_system_message = visit_pending = skip
    visit_meta = visit_highlightlang = visit_toctree = visit_generated = skip

    def visit_raw(self, node: nodes.raw) -> None:
        if "typst" in node.get("format", "").split():
            code = markup.literal(node.astext())
            self.note_characters(node.astext())
            self.write(f'eval({code}, mode: "markup")')
        raise nodes.SkipNode

    def visit_transparent(self, node: nodes.Element) -> None:
        """Write the content alone."""
        self.label(*node.get("ids", ()))

    def depart_transparent(self, node: nodes.Element) -> None:
        """Nothing to close."""

    visit_decoration = visit_header = visit_footer = visit_transparent
    depart_decoration = depart_header = depart_footer = depart_transparent
    visit_legend = visit_acks = visit_glossary = visit_transparent
    depart_legend = depart_acks = depart_glossary = depart_transparent
    visit_only = visit_pending_xref = visit_pending_xref_condition = visit_transparent
    depart_only = depart_pending_xref = depart_pending_xref_condition = depart_transparent


def _leads(node: nodes.paragraph) -> bool:
    """Return whether *node* is a line that only leads to the list or table after it."""
    if len(node.astext()) > _SHORT:
        return False
    siblings = node.parent.children
    for after in siblings[siblings.index(node) + 1 :]:
        if not isinstance(after, INVISIBLE):
            return isinstance(after, _LISTS)
    return False
