"""Small pieces that pages are put together from. Plain docutils nodes, nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Inline = "list[nodes.Node]"


def text(words: str) -> list[nodes.Node]:
    """Return *words* as a text node, or nothing where there are none."""
    return [nodes.Text(words)] if words else []


def paragraph(content: Iterable[nodes.Node], *classes: str) -> nodes.paragraph:
    """Return a paragraph of inline *content*."""
    node = nodes.paragraph("", "", *content)
    node["classes"] += classes
    return node


def strong(content: Iterable[nodes.Node]) -> nodes.strong:
    """Return *content* as strongly emphasised."""
    return nodes.strong("", "", *content)


def inline(content: Iterable[nodes.Node], *classes: str) -> nodes.inline:
    """Return *content* with *classes*, in which a stylesheet can find it."""
    return nodes.inline("", "", *content, classes=list(classes))


def link(uri: str, words: str, *classes: str) -> nodes.reference:
    """Return a link to *uri* whose text is *words*."""
    return nodes.reference(
        "", "", nodes.Text(words), refuri=uri, internal=False, classes=list(classes)
    )


def bullet_list(items: Iterable[Sequence[nodes.Node]]) -> nodes.bullet_list:
    """Return a list; each item is a sequence of block nodes."""
    return nodes.bullet_list("", *(nodes.list_item("", *item) for item in items), bullet="*")


def items(entries: Sequence[Sequence[nodes.Node]]) -> list[nodes.Node]:
    """Return *entries*, each block content, as a list; a single one stands for itself."""
    return [bullet_list(entries)] if len(entries) > 1 else [*entries[0]] if entries else []


def sentence_case(content: list[nodes.Node]) -> list[nodes.Node]:
    """Return inline *content* with a capital at its beginning, where it begins with text."""
    if content and isinstance(content[0], nodes.Text):
        words = content[0].astext()
        content = [nodes.Text(words[:1].upper() + words[1:]), *content[1:]]
    return content


def numbered_list(items: Iterable[Sequence[nodes.Node]]) -> nodes.enumerated_list:
    """Return a numbered list; each item is a sequence of block nodes."""
    node = nodes.enumerated_list("", *(nodes.list_item("", *item) for item in items))
    node["enumtype"], node["prefix"], node["suffix"] = "arabic", "", "."
    return node


def fact_list(
    pairs: Iterable[tuple[Sequence[nodes.Node], Sequence[nodes.Node]]], *classes: str
) -> nodes.definition_list:
    """Return labels with their facts; a label is inline content, a fact block content."""
    return nodes.definition_list(
        "",
        *(
            nodes.definition_list_item(
                "", nodes.term("", "", *label), nodes.definition("", *content)
            )
            for label, content in pairs
        ),
        # themes dress a list that is not simple as the description of an API
        classes=["commspolicy-facts", "simple", *classes],
    )


def facts(pairs: Iterable[tuple[Sequence[nodes.Node], Sequence[nodes.Node]]]) -> list[nodes.Node]:
    """Return a fact list as block content; nothing where there are no facts."""
    pairs = list(pairs)
    return [fact_list(pairs)] if pairs else []


def no_fact() -> list[nodes.Node]:
    """Return the content of a cell for which there is no fact."""
    return [paragraph(text("–"))]


def table(
    head: Sequence[Sequence[nodes.Node]],
    rows: Iterable[Sequence[Sequence[nodes.Node]]],
    widths: Sequence[int],
    *classes: str,
) -> nodes.table:
    """Return a table whose first column heads its rows.

    *head* holds inline content for each column; a row holds block content for each; *widths* are
    parts of the whole.
    """
    group = nodes.tgroup("", cols=len(head))
    for index, width in enumerate(widths):
        spec = nodes.colspec("", colwidth=width)
        if index == 0:
            spec["stub"] = 1
        group += spec
    group += nodes.thead("", nodes.row("", *(nodes.entry("", paragraph(cell)) for cell in head)))
    group += nodes.tbody(
        "", *(nodes.row("", *(nodes.entry("", *cell) for cell in row)) for row in rows)
    )
    return nodes.table("", group, classes=["commspolicy-table", "colwidths-given", *classes])


def block(content: Iterable[nodes.Node], *classes: str) -> nodes.container:
    """Return block *content* in a container that a stylesheet can find."""
    return nodes.container("", *content, classes=list(classes), is_div=True)


def _component(name: str, classes: Sequence[str], content: Iterable[nodes.Node]) -> nodes.container:
    from sphinx_design.shared import create_component

    component: nodes.container = create_component(name, classes, children=list(content))
    return component


def card(
    title: Sequence[nodes.Node], content: Iterable[nodes.Node], *classes: str
) -> nodes.container:
    """Return a card of sphinx-design."""
    head = paragraph(title, "sd-card-text")
    body = _component(
        "card-body",
        ["sd-card-body"],
        [_component("card-title", ["sd-card-title", "sd-font-weight-bold"], [head]), *content],
    )
    return _component(
        "card", ["sd-card", "sd-sphinx-override", "sd-mb-3", "sd-shadow-sm", *classes], [body]
    )


def card_grid(cards: Iterable[nodes.Element]) -> nodes.container:
    """Return cards of sphinx-design side by side: one column on a phone, two on a wide screen."""
    columns = []
    for item in cards:
        item["classes"].append("sd-w-100")
        columns.append(_component("grid-item", ["sd-col", "sd-d-flex-row"], [item]))
    row = _component(
        "grid-row",
        [
            "sd-row",
            "sd-row-cols-1",
            "sd-row-cols-xs-1",
            "sd-row-cols-sm-1",
            "sd-row-cols-md-2",
            "sd-row-cols-lg-2",
            "sd-g-3",
        ],
        columns,
    )
    return _component(
        "grid-container", ["sd-container-fluid", "sd-sphinx-override", "sd-mb-4"], [row]
    )


def joined(parts: Iterable[Sequence[nodes.Node]], separator: str) -> list[nodes.Node]:
    """Return the parts with *separator* between each two."""
    result: list[nodes.Node] = []
    for part in parts:
        if part and result:
            result.append(nodes.Text(separator))
        result += part
    return result
