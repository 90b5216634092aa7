"""Prose that asks for a reason when a client wants to be reached in another way.

Not found: “you need not say why”, and reasons asked for something else.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.prose.language import is_denied, sentences, speaks_of
from sphinx_commspolicy.checks.rule import Example

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import ProseContext
    from sphinx_commspolicy.checks.rule import Finding

_OTHER = re.compile(
    r"\b(?:other|another|different|alternative|some other)\s+(?:\w+\s+)?(?:ways?|means|methods?"
    r"|address(?:es)?|number"
    r"|form of contact|channel)\b|\b(?:sent|mailed|posted|called|reached|contacted|write|written|call"
    r"|send \w+) (?:\w+ )?(?:elsewhere|somewhere else|differently)\b",
    re.IGNORECASE,
)
_WHY = re.compile(
    r"\b(?:tell|let|explain|state|give|say|provide|include|justify"
    r"|describe)\b[^.;:]{0,30}?\b(?:why|reasons?)\b"
    r"|\bexplain\b[^.;:]{0,20}\brequest\b|\bwith (?:a|your) reasons?\b",
    re.IGNORECASE,
)


def check(seen: ProseContext) -> Iterator[Finding]:
    """Find reasons that are demanded."""
    if not speaks_of(seen, "why", "reason", "explain"):
        return
    for sentence in sentences(seen):
        text = sentence.text
        other = _OTHER.search(text)
        if not other:
            continue
        for found in _WHY.finditer(text):
            if sentence.is_quoted(found.start()) or is_denied(text, *found.span()):
                continue
            yield seen.found(
                sentence.place(*found.span()),
                "Clients are asked why they want to be reached in another way.",
                remedy="Say that they can ask for another way or address without giving a reason.",
                text=found[0],
            )


_SAID = "privacy:\n  other_means: Ask us for another way to be reached.\n"
FAILING = (
    Example(
        yaml=_SAID,
        rst="""\
        Other ways
        ==========

        To ask for another means of contact, write a letter and ⟦explain your reasons⟧.
        """,
    ),
)
PASSING = (
    Example(
        yaml=_SAID,
        rst="""\
        Other ways
        ==========

        You can ask for another way or another address. You do not have to say why.
        If you want another way, you need not give a reason. Tell us why you canceled. Others write
        “explain why you want another way”.
        """,
    ),
)
