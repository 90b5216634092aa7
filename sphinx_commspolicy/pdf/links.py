"""Where links of a joined document lead: found before anything is written.

A label is made of the page and the identifier, as ``page:id``; a page as a whole is ``page:``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from sphinx_commspolicy.pdf.assemble import opens_page

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE_MARK = "%"
"""Begins the address of a page in the same document."""


def label(docname: str, identifier: str = "") -> str:
    """Return the label of a place on a page, or of the page."""
    return f"{docname}:{identifier}"


def label_of_uri(uri: str) -> str | None:
    """Return the label that an address within the document means; None for another address."""
    if not uri.startswith(PAGE_MARK):
        return None
    docname, _, identifier = uri[1:].partition("#")
    return label(docname, identifier)


@dataclass
class Links:
    """The labels of a document, the labels that it links to, and its footnotes."""

    defined: set[str] = field(default_factory=set)
    wanted: set[str] = field(default_factory=set)
    alias: dict[str, str] = field(default_factory=dict)
    """The label that stands for another: every name of a section leads to its heading."""
    footnotes: dict[str, nodes.footnote] = field(default_factory=dict)
    cited: set[str] = field(default_factory=set)
    """Labels of footnotes that are referred to."""

    @classmethod
    def find(cls, document: nodes.document, docname: str, title: nodes.section | None) -> Links:
        """Look through *document*; *title* is the section that becomes the title page."""
        links = cls()
        links.defined.add(label(docname))
        for page, node in _with_pages(document, docname):
            links._enter(page, node, title)
        # the title page has no notes: those of the title stand where they are written
        for part in title.children if title is not None else ():
            if isinstance(part, nodes.title):
                for mark in part.findall(nodes.footnote_reference):
                    links.cited.discard(label(docname, mark.get("refid", "")))
        return links

    def final(self, name: str) -> str:
        """Return the label that is written for *name*."""
        return self.alias.get(name, name)

    def _enter(self, page: str, node: nodes.Element, title: nodes.section | None) -> None:
        identifiers: list[str] = node.get("ids", [])
        names = [label(page, identifier) for identifier in identifiers]
        self.defined.update(names)
        if isinstance(node, nodes.section) and node is not title:
            if opens_page(node):
                names.insert(0, label(page))
            for name in names[1:]:
                self.alias[name] = names[0]
        elif isinstance(node, addnodes.start_of_file):
            self.defined.add(label(page))
        elif isinstance(node, nodes.footnote):
            self.footnotes.update(dict.fromkeys(names, node))
        elif isinstance(node, nodes.footnote_reference) and "refid" in node:
            self.cited.add(label(page, node["refid"]))
        elif isinstance(node, addnodes.index):
            self.wanted.update(label(page, entry[2]) for entry in node["entries"])
        if isinstance(node, nodes.reference):
            target = target_label(page, node)
            if target is not None:
                self.wanted.add(target)


def target_label(page: str, node: nodes.Element) -> str | None:
    """Return the label that a reference on *page* leads to; None where it leads elsewhere."""
    if node.get("refid"):
        return label(page, node["refid"])
    return label_of_uri(node.get("refuri", ""))


def _with_pages(node: nodes.Element, page: str) -> Iterator[tuple[str, nodes.Element]]:
    """Yield every element with the page that it comes from."""
    stack = [(page, node)]
    while stack:
        page, node = stack.pop()
        if isinstance(node, addnodes.start_of_file):
            page = node["docname"]
        yield page, node
        stack.extend(
            (page, child) for child in reversed(node.children) if isinstance(child, nodes.Element)
        )
