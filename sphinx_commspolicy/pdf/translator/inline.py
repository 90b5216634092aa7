"""What stands in a line: emphasis, code, links, notes, labels."""

# ruff: noqa: D102, ARG002 - docutils gives visitors their names and arguments

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from docutils import nodes
from sphinx import addnodes

from sphinx_commspolicy.pdf import markup
from sphinx_commspolicy.pdf.links import label, target_label
from sphinx_commspolicy.pdf.translator.base import BaseTranslator

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST_URL = 2000
_DIRECT = ("tel", "sms", "smsto", "mailto", "callto", "fax")
"""Schemes of addresses that people type or dial."""
_BOXED = 24
"""Telephone numbers up to this length are kept on one line, as is code where lines are read from
the right."""

_WRAPPERS = {
    "guilabel": "strong",
    "menuselection": "strong",
    "accelerator": "underline",
    "strike": "strike",
    "underline": "underline",
    "smallcaps": "smallcaps",
}
"""Typst's function for each class of inline text that has a look of its own."""


class InlineVisitors(BaseTranslator):
    """What stands in a line."""

    def visit_Text(self, node: nodes.Text) -> None:  # noqa: N802 - docutils's name
        self.text(node.astext())

    def depart_Text(self, node: nodes.Text) -> None:  # noqa: N802
        pass

    def close(self, node: nodes.Node) -> None:
        """Close a function call with content."""
        self.write("})")

    def visit_emphasis(self, node: nodes.Element) -> None:
        self.label(*node["ids"])
        self.write("emph({")

    depart_emphasis = close
    visit_title_reference = visit_manpage = visit_emphasis
    depart_title_reference = depart_manpage = close

    def visit_strong(self, node: nodes.Element) -> None:
        self.label(*node["ids"])
        self.write("strong({")

    depart_strong = close

    def visit_superscript(self, node: nodes.Element) -> None:
        self.write("super({")

    depart_superscript = close

    def visit_subscript(self, node: nodes.Element) -> None:
        self.write("sub({")

    depart_subscript = close

    def visit_literal(self, node: nodes.Element) -> None:
        self.label(*node["ids"])
        if "kbd" in node["classes"]:
            self.write("key({")
        elif all(isinstance(child, nodes.Text) for child in node.children):
            self.note_characters(node.astext())
            for part, too_long in self.in_parts(node.astext()):
                code = f"mono({self.broken(part)})" if too_long else f"raw({markup.words(part)})"
                whole = self.language.right_to_left and len(part) <= _BOXED
                self.write(f"isolated({code})" if whole else code)
            raise nodes.SkipNode
        else:
            self.write("mono({")

    depart_literal = close

    def visit_literal_emphasis(self, node: nodes.Element) -> None:
        self.write("mono({emph({")

    def depart_literal_emphasis(self, node: nodes.Element) -> None:
        self.write("})})")

    def visit_literal_strong(self, node: nodes.Element) -> None:
        self.write("mono({strong({")

    depart_literal_strong = depart_literal_emphasis

    def visit_inline(self, node: nodes.Element) -> None:
        self.label(*node["ids"])
        classes = node["classes"]
        badge = any(name.startswith("sd-badge") for name in classes)
        wrapper = (
            "badge"
            if badge
            else next((_WRAPPERS[name] for name in classes if name in _WRAPPERS), "")
        )
        node["typst_wrapper"] = wrapper
        if wrapper:
            self.write(f"{wrapper}({{")

    def depart_inline(self, node: nodes.Element) -> None:
        if node["typst_wrapper"]:
            self.write("})")

    def visit_abbreviation(self, node: nodes.Element) -> None:
        pass

    def depart_abbreviation(self, node: nodes.Element) -> None:
        meaning = node.get("explanation")
        if not meaning:
            return
        if any(isinstance(part, addnodes.desc_signature) for part in ancestors(node)):
            return
        known = (node.astext(), meaning)
        if known not in self.explained:
            self.text(f" ({meaning})")
            if not self.copying:
                self.explained.add(known)

    visit_acronym = visit_abbreviation
    depart_acronym = depart_abbreviation

    def visit_problematic(self, node: nodes.Element) -> None:
        self.write("problematic({")

    depart_problematic = close

    def visit_label(self, node: nodes.label) -> None:
        raise nodes.SkipNode  # written with the note that it belongs to

    # links

    def visit_reference(self, node: nodes.Element) -> None:
        self.label(*node["ids"])
        target = target_label(self.docname, node)
        uri = node.get("refuri", "")
        content = self.capture(*node.children) if node.children else markup.words(uri)
        if self.linkless:
            self.write(content)
            scheme, _, rest = uri.partition(":")
            if scheme.lower() in _DIRECT:
                self._say_address(node, unquote(rest.partition("?")[0]))
            elif target is None and ":" in uri and len(uri) < _LONGEST_URL:
                self._note_address(node, uri)
        elif target is not None:
            self.write(self._inner_link(target, content))
        elif ":" in uri and len(uri) < _LONGEST_URL:
            self._outer_link(node, uri, content)
        else:
            self.write(content)
        raise nodes.SkipNode

    visit_number_reference = visit_reference

    def _inner_link(self, target: str, content: str) -> str:
        if target not in self.links.defined:
            return content
        return f"goto({markup.literal(self.links.final(target))}, {content})"

    def _outer_link(self, node: nodes.Element, uri: str, content: str) -> None:
        scheme, _, rest = uri.partition(":")
        text = node.astext()
        direct = scheme.lower() in _DIRECT
        if direct and scheme != "mailto" and len(text) <= _BOXED and any(map(str.isdigit, text)):
            content = f"isolated({content})"
        self.write(f"link({markup.literal(uri)}, {content})")
        address = unquote(rest.partition("?")[0]) if direct else uri
        if direct:
            self._say_address(node, address)
        else:
            self._note_address(node, uri)

    def _note_address(self, node: nodes.Element, uri: str) -> None:
        """Write a web address at the foot of the page, or where that cannot be, close by."""
        mode = self.builder.config.typst_show_urls
        if self.bare_urls or self.copying or mode == "no" or _shows(node.astext(), uri):
            return
        if any(isinstance(child, nodes.image) for child in node.findall(nodes.image)):
            return
        self.note_characters(uri)
        if self.open_notes:
            self._mark_below(uri)
        elif mode == "inline" or self.footless:
            self.write("address({")
            self.text(uri)
            self.write("})")
        else:
            self.write(f"footnote({_link_to(uri)})")

    def _say_address(self, node: nodes.Element, address: str) -> None:
        """Write what people type or dial behind the words of a link, also in a heading."""
        if self.builder.config.typst_show_urls == "no" or _shows(node.astext(), address):
            return
        if any(isinstance(child, nodes.image) for child in node.findall(nodes.image)):
            return
        self.note_characters(address)
        self.write(f'" ("\nisolated({markup.literal(address)})\n")"')

    def visit_download_reference(self, node: nodes.Element) -> None:
        if "refuri" in node:
            self.visit_reference(node)

    def depart_download_reference(self, node: nodes.Element) -> None:
        pass

    def visit_target(self, node: nodes.Element) -> None:
        self.label(*node["ids"])
        if not node.children or node.get("refuri"):
            raise nodes.SkipNode if not node.children else nodes.SkipDeparture

    def depart_target(self, node: nodes.Element) -> None:
        pass

    def visit_index(self, node: nodes.Element) -> None:
        self.label(*(entry[2] for entry in node["entries"]))
        raise nodes.SkipNode

    # notes

    def visit_footnote_reference(self, node: nodes.Element) -> None:
        name = label(self.docname, node.get("refid", ""))
        note = self.links.footnotes.get(name)
        if note is None:
            self.write(f"super({markup.words(node.astext())})")
            raise nodes.SkipNode
        if self.open_notes:
            self._mark_below(note)
            raise nodes.SkipNode
        if self.copying:
            self.write(f"footnote({self._words_of(note)})")
            raise nodes.SkipNode
        own = markup.literal(f"note {name}")
        if name in self.labels:
            self.write(f"footnote(label({own}))")
            raise nodes.SkipNode
        self.labels.add(name)
        self.write(f"[#footnote({self._words_of(note)})#label({own})]")
        raise nodes.SkipNode

    def _words_of(self, note: nodes.Element) -> str:
        around = self.footless, self.open_notes
        self.footless, self.open_notes = 0, []
        try:
            return self.capture(
                *(part for part in note.children if not isinstance(part, nodes.label))
            )
        finally:
            self.footless, self.open_notes = around

    def _mark_below(self, note: nodes.Element | str) -> None:
        """Write the mark of a note, or of a web address, that is written below."""
        notes = self.open_notes[-1]
        if note not in notes:
            notes.append(note)
        self.write(f"note-mark({markup.literal(_mark(notes.index(note)))})")

    def notes_below(self, notes: list[nodes.Element | str]) -> None:
        """Write *notes*, web addresses among them, below the heading or table that needs them."""
        for index, note in enumerate(notes):
            words = _link_to(note) if isinstance(note, str) else self._words_of(note)
            self.write(f"note-entry({markup.literal(_mark(index))}, {words})")

    def visit_footnote(self, node: nodes.Element) -> None:
        if any(label(self.docname, identifier) in self.links.cited for identifier in node["ids"]):
            raise nodes.SkipNode  # written where it is referred to
        self._entry(node)

    def visit_citation(self, node: nodes.Element) -> None:
        self._entry(node)

    def _entry(self, node: nodes.Element) -> None:
        self.label(*node["ids"])
        mark = next((part.astext() for part in node.findall(nodes.label)), "")
        self.write(f"citation-entry({markup.literal(mark)}, {{")

    depart_footnote = depart_citation = close

    def visit_citation_reference(self, node: nodes.Element) -> None:
        target = label(self.docname, node.get("refid", ""))
        self.write(self._inner_link(target, markup.literal(f"[{node.astext()}]")))
        raise nodes.SkipNode


def ancestors(node: nodes.Node) -> Iterator[nodes.Element]:
    """Yield the elements that *node* stands in."""
    while node.parent is not None:
        node = node.parent
        yield node


def _mark(index: int) -> str:
    """Return the mark of a note below a table: a letter, since notes at the foot have numbers."""
    first, last = divmod(index, 26)
    return (chr(96 + first) if first else "") + chr(97 + last)


def _link_to(uri: str) -> str:
    return f"link({markup.literal(uri)}, {markup.literal(uri)})"


def _shows(text: str, address: str) -> bool:
    """Return whether *text* already tells the reader the address."""
    digits = "".join(filter(str.isdigit, address))
    if digits and address.strip("+0123456789-.() ") == "":
        shown = "".join(filter(str.isdigit, text))
        return bool(shown) and (digits.endswith(shown.lstrip("0")) or shown.endswith(digits))
    bare = address.partition("://")[2] or address
    bare = bare.removeprefix("www.").rstrip("/").lower()
    return bare in text.lower()
