"""Cancellations that have to come by a way that is not offered, in prose.

In a handbook the practice's data says what is offered. In a document alone, a way counts as offered
where the document gives a number or an address for it, or leads to it in any other sentence. Not
found: ways of which only one of several is missing (“by phone or fax”).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.prose.language import is_denied, sentences, speaks_of
from sphinx_commspolicy.checks.prose.ways import NAMES, is_offered_elsewhere, is_way, ways_in
from sphinx_commspolicy.checks.rule import Example

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import ProseContext
    from sphinx_commspolicy.checks.prose.language import Sentence
    from sphinx_commspolicy.checks.rule import Finding

_CANCEL = re.compile(
    r"\bcancel\w*\b|\b(?:change|move|reschedule)\w* (?:a|your|an) (?:session|visit|appointment)",
    re.IGNORECASE,
)
_MUST = re.compile(
    r"\b(?:must|only|has to|have to|need to|needs to|are required|is required|shall)\b",
    re.IGNORECASE,
)
_BY = re.compile(
    r"\b(?:by|via|through|in|on|to)\s+(?:a\s+|an\s+|the\s+|our\s+|my\s+)?(?:\w+\s+)?$",
    re.IGNORECASE,
)


def check(seen: ProseContext) -> Iterator[Finding]:
    """Find cancellations that cannot be sent."""
    if not speaks_of(seen, "cancel", "change", "move", "reschedul"):
        return
    for sentence in sentences(seen):
        text = sentence.text
        if not _CANCEL.search(text) or not _MUST.search(text):
            continue
        named = [
            (start, end, way)
            for start, end, way in ways_in(text)
            if _BY.search(text[:start]) and not is_denied(text, start, end)
        ]
        if not named or any(_is_offered(seen, way, sentence) for _, _, way in named):
            continue
        start, end, way = named[0]
        yield seen.found(
            sentence.place(start, end),
            f"Cancellations have to come by {NAMES[way]}, which nothing here offers.",
            remedy="Name a way that clients have, or tell how to use this one.",
            text=text[start:end],
        )


def _is_offered(seen: ProseContext, way: str, where: Sentence) -> bool:
    if seen.policy is not None:
        return any(method.usable and is_way(way, method) for method in seen.policy.methods.values())
    return is_offered_elsewhere(seen, way, where)


FAILING = (
    Example(
        yaml="methods:\n  fax: {name: Fax, system: fax, value: 212-555-0143, status: not_used}\n",
        rst="""\
        Canceling
        =========

        You must cancel by ⟦fax⟧.
        """,
    ),
    Example(
        yaml="""\
        methods:
          office: {name: Office phone, system: phone, value: 212-555-0143}
        """,
        rst="""\
        Canceling
        =========

        Cancellations must be sent by ⟦fax⟧.
        """,
        says="fax",
    ),
)
PASSING = (
    Example(
        rst="""\
        Canceling
        =========

        You must pay by fax. You can cancel by fax. You must cancel early. You must cancel your fax line.
        You must not cancel by fax.
        """,
    ),
    Example(
        yaml="""\
        methods:
          office: {name: Office phone, system: phone, value: 212-555-0143}
        """,
        rst="""\
        Canceling
        =========

        You must cancel by phone. You can only change a visit by phone or fax.
        Please do not cancel by email.
        """,
        about="One of the two ways is offered; the last sentence refuses a way.",
    ),
)
