"""One doctree from many pages, as Sphinx's LaTeX builder joins them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.util.docutils import new_document
from sphinx.util.nodes import inline_all_toctrees

if TYPE_CHECKING:
    from sphinx.builders import Builder


def assemble(
    builder: Builder, docnames: set[str], start: str, *, toctree_only: bool
) -> nodes.document:
    """Return the pages that begin at *start*, with references resolved; *docnames* receives them.

    With *toctree_only*, nothing of the start page but its toctrees is there.
    """
    tree = builder.env.get_doctree(start)
    tree["docname"] = start
    if toctree_only:
        toctrees = list(tree.findall(addnodes.toctree))
        title = next(tree.findall(nodes.title), nodes.title())
        tree = new_document(tree.get("source", start), tree.settings)
        section = nodes.section("", title.deepcopy(), *toctrees)
        tree += section
    joined = inline_all_toctrees(builder, docnames, start, tree, str, [start])
    joined["docname"] = start
    for page in joined.findall(addnodes.start_of_file):
        for child in page.children:
            child.parent = page  # Sphinx leaves them with their old parent
    builder.env.resolve_references(joined, start, builder)
    return joined


def opens_page(section: nodes.Element) -> bool:
    """Return whether *section* is the first of a page, so that its title is the page's."""
    page = section.parent
    return (
        isinstance(page, addnodes.start_of_file)
        and next(node for node in page.children if isinstance(node, nodes.section)) is section
    )


def title_section(document: nodes.document) -> nodes.section | None:
    """Return the section whose title is that of *document*: the only one at the top."""
    top = [node for node in document.children if isinstance(node, nodes.section)]
    return top[0] if len(top) == 1 else None
