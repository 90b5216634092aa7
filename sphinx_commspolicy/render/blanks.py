"""Places to fill in: boxes and lines on paper, fields on a screen.

On a screen the fields stand in no form: there is nothing that could send them, with or without a
script, and a browser has nothing to remember. A label says what each is for, also to a screen
reader.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_commspolicy.render import compose

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sphinx_commspolicy.render.context import Context

BOX, TYPED_BOX = "☐", "[ ]"
"""A box to tick, where letters are drawn, and where they are typed."""
LINE = "_" * 32
"""A line to write on, where nothing can be drawn."""


def on_screen(ctx: Context) -> bool:
    """Return whether the page can be filled in where it is read."""
    builder = ctx.builder
    return builder is not None and builder.format == "html" and builder.name != "epub"


def _box(ctx: Context) -> str:
    drawn = ctx.builder is not None and ctx.builder.format in {"html", "typst"}
    return BOX if drawn else TYPED_BOX


def boxes(ctx: Context, choices: Iterable[str], question: str) -> nodes.Node:
    """Return *choices*, plain words, each with a box to tick.

    A screen reader says the *question* with the first of them; it stands above on the page.
    """
    if on_screen(ctx):
        rows = "".join(
            f'<li><label><input type="checkbox"> {escape(words)}</label></li>' for words in choices
        )
        group = f'<div role="group" aria-label="{escape(question)}">'
        return raw(f'{group}<ul class="commspolicy-boxes">{rows}</ul></div>')
    lines = [nodes.line("", f"{_box(ctx)} {words}") for words in choices]
    block = nodes.line_block("", *lines)
    block["classes"].append("commspolicy-boxes")
    return block


def box_cell(ctx: Context, words: str) -> list[nodes.Node]:
    """Return a box to tick in a cell of a table; *words* say what it means, unseen on paper."""
    if on_screen(ctx):
        field = f'<input type="checkbox" aria-label="{escape(words)}">'
        return [raw(f'<label class="commspolicy-box">{field}</label>')]
    return [compose.paragraph(compose.text(_box(ctx)))]


def line(ctx: Context, label: str, *, rows: int = 1, long: bool = False) -> nodes.Node:
    """Return *label* with a place to write *rows* lines of text.

    What is typed into one line is cut off at its end when it is printed. An answer that may be
    *long* gets a field that grows.
    """
    if on_screen(ctx):
        field = (
            f'<textarea autocomplete="off" rows="{max(rows, 2)}"></textarea>'
            if long or rows > 1
            else '<input type="text" autocomplete="off">'
        )
        return raw(f'<p class="commspolicy-line"><label>{escape(label)} {field}</label></p>')
    builder = ctx.builder
    if builder is not None and builder.format == "typst":
        # high enough to write on by hand
        stretch = "#box(width: 1fr, height: 6mm, align(bottom, line(length: 100%, stroke: 0.5pt)))"
        drawn: nodes.Node = nodes.raw("", " #linebreak() ".join([stretch] * rows), format="typst")
    elif builder is not None and builder.format == "latex":
        drawn = nodes.raw("", r" \\ ".join([r"\strut\hrulefill"] * rows), format="latex")
    else:
        drawn = nodes.Text(LINE + f" {LINE}" * (rows - 1))
    return compose.paragraph([nodes.Text(f"{label} "), drawn], "commspolicy-line")


def signature(ctx: Context, labels: Sequence[str]) -> list[nodes.Node]:
    """Return a line to sign for each of *labels*, and one for the day."""
    return [line(ctx, label) for label in (*labels, ctx.gettext("Date:"))]


def raw(text: str) -> nodes.raw:
    """Return HTML, in which every word has been escaped."""
    return nodes.raw("", text, format="html")


def form(ctx: Context, name: str, content: list[nodes.Node]) -> list[nodes.Node]:
    """Return *content* as a form with a *name*."""
    if not on_screen(ctx):
        return [compose.block(content, "commspolicy-form")]
    hint = ctx.gettext(
        "You can fill this in here. What you type stays on your device. It is gone when you close "
        "the page, so print it first."
    )
    notice = compose.paragraph(compose.text(ctx.typographic(hint)), "commspolicy-form-hint")
    opening = f'<div class="commspolicy-fields" role="group" aria-label="{escape(name)}">'
    return [compose.block([notice, raw(opening), *content, raw("</div>")], "commspolicy-form")]
