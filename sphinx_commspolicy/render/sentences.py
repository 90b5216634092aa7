"""Sentences whose places hold more than text: links, numbers, emphasis."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from collections.abc import Sequence


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
