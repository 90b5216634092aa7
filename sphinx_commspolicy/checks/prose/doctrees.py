"""Passages from a page as docutils has read it, placeholders in place of facts.

The words of a page are gathered in one walk. Where a word stands in the source is looked up only
when something is found there, for docutils keeps the line of a paragraph and no columns.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_commspolicy.checks.context import FACT, Passage, split_lines
from sphinx_commspolicy.checks.prose.language import CODE
from sphinx_commspolicy.checks.prose.places import find_place
from sphinx_commspolicy.nodes import facts_inline

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sphinx_commspolicy.checks.rule import Place

_KINDS: dict[type[nodes.Element], str] = {
    nodes.title: "title",
    nodes.subtitle: "title",
    nodes.rubric: "title",
    nodes.caption: "title",
    nodes.term: "term",
    nodes.line: "line",
    nodes.attribution: "quote",
}
_NO_PROSE = (
    nodes.literal_block,
    nodes.doctest_block,
    nodes.math_block,
    nodes.comment,
    nodes.raw,
    nodes.system_message,
    nodes.substitution_definition,
    nodes.docinfo,
    nodes.meta,
    nodes.footnote_reference,
    nodes.citation_reference,
    nodes.image,
    nodes.target,
)
_OPAQUE = (nodes.literal, nodes.math, nodes.problematic)
_CONTAINERS = {
    nodes.list_item: "item",
    nodes.entry: "cell",
    nodes.definition: "item",
    nodes.field_body: "item",
    nodes.block_quote: "quote",
}


def passages(
    doctree: nodes.document, file: str, lines: Sequence[str] | None = None
) -> tuple[Passage, ...]:
    """Return the passages of *doctree* in the order of the page.

    *file* is how places name its source, *lines* the source itself.
    """
    return tuple(_Walk(doctree, file, lines).passages())


class _Walk:
    def __init__(
        self, doctree: nodes.document, file: str, lines: Sequence[str] | None = None
    ) -> None:
        self.doctree = doctree
        self.file = file
        self.source = str(doctree.get("source") or file)
        self._lines: dict[str, Sequence[str]] = {} if lines is None else {file: lines}

    def passages(self) -> Iterator[Passage]:
        yield from self._below(self.doctree, (), "paragraph")

    def _below(
        self, node: nodes.Element, headings: tuple[str, ...], kind: str
    ) -> Iterator[Passage]:
        for child in node.children:
            if not isinstance(child, nodes.Element) or isinstance(child, _NO_PROSE):
                continue
            if isinstance(child, nodes.section):
                title = next((part for part in child if isinstance(part, nodes.title)), None)
                inner = (*headings, _text(title)) if title is not None else headings
                yield from self._below(child, inner, "paragraph")
            elif isinstance(child, nodes.TextElement):
                if isinstance(child, nodes.title) and node is self.doctree:
                    headings = (_text(child),)
                if type(child).__name__ in {"compact_paragraph", "desc_signature"}:
                    continue
                text = _text(child)
                if text:
                    own = _KINDS.get(type(child), kind)
                    place = partial(self._place, child, text)
                    yield Passage(text, own, place, headings, node=child)
            elif child.children:
                yield from self._below(child, headings, _CONTAINERS.get(type(child), kind))

    def _place(self, node: nodes.Element, text: str, start: int, end: int) -> Place:
        line, source = _line_and_source(node)
        file = self.file
        if source and source != self.source:
            # text of a file that the page includes, or of a docstring, whose source says more
            path = Path(source)
            if path.is_file():
                from sphinx_commspolicy.diagnostics import shown_path

                file = shown_path(path)
        return find_place(file, self.lines(file), line, text, start, end)

    def lines(self, file: str) -> Sequence[str]:
        if file not in self._lines:
            try:
                content = Path(file).read_bytes().decode("utf-8-sig", "replace")
            except (OSError, ValueError):
                content = ""
            self._lines[file] = split_lines(content)
        return self._lines[file]


def _line_and_source(node: nodes.Element) -> tuple[int, str]:
    """Return the line of *node*, or of the nearest node around it that has one."""
    line, source = 0, ""
    here: nodes.Element | None = node
    while here is not None and not (line and source):
        line = line or here.line or 0
        source = source or here.source or ""
        here = here.parent
    return line, source


def _text(node: nodes.Element) -> str:
    """Return the words of *node* on one line."""
    return " ".join("".join(_parts(node)).split())


def _parts(node: nodes.Element) -> Iterator[str]:
    for child in node.children:
        if isinstance(child, nodes.Text):
            yield str(child)
        elif not isinstance(child, nodes.Element):
            continue
        elif isinstance(child, facts_inline) or "commspolicy-fact" in child.get("classes", ()):
            yield FACT
        elif isinstance(child, _OPAQUE):
            yield CODE
        elif isinstance(child, _NO_PROSE):
            continue
        elif child.get("reftype") and not child.get("refexplicit"):
            # the words of what it refers to are not known yet
            yield FACT if child.get("refdomain") == "comms" else CODE
        else:
            yield from _parts(child)


def links(node: nodes.Element) -> Iterator[tuple[str, str, str]]:
    """Yield text, kind and target of each link in *node*: an address, or the name of a place."""
    if all(isinstance(child, nodes.Text) for child in node.children):
        return
    for link in node.findall(_is_link):
        assert isinstance(link, nodes.Element)
        target = link.get("refuri") or link.get("reftarget") or link.get("refname") or ""
        kind = "address" if link.get("refuri") else "place"
        yield _text(link), kind, str(target)


def _is_link(node: nodes.Node) -> bool:
    return isinstance(node, nodes.reference) or (
        isinstance(node, nodes.Element) and bool(node.get("reftype"))
    )
