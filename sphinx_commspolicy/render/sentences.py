"""Sentences whose places hold more than text: links, numbers, emphasis."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_commspolicy.phrases.times import list_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx_commspolicy.render.context import Context


def sentence_with(sentence: str, **places: Sequence[nodes.Node]) -> list[nodes.Node]:
    """Return *sentence*, already translated, with nodes in its ``{places}``.

    A place that the sentence lacks is left out, one that is not given stays as it is written.
    """
    result: list[nodes.Node] = []
    for part in re.split(r"(\{\w+\})", sentence):
        name = part[1:-1]
        if part.startswith("{") and name in places:
            result += places[name]
        elif part:
            result.append(nodes.Text(part))
    return result


def list_with(ctx: Context, parts: Sequence[Sequence[nodes.Node]]) -> list[nodes.Node]:
    """Return *parts*, each inline content, as a list in a sentence: “a, b, and c”."""
    places = [f"p{index}" for index in range(len(parts))]
    words = list_words(ctx.phrases, [f"{{{place}}}" for place in places])
    return sentence_with(words, **dict(zip(places, parts, strict=True)))
