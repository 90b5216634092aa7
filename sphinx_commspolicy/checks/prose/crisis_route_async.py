"""Prose that sends a client in a crisis to an inbox, a voicemail or a phone of the practice.

The sentence has to speak of a crisis and lead to the practice, without denying it. Not found: “do
not email us in an emergency”, a route beside a public number in the same sentence or the one before
(“call 911, then leave us a message”), and what to do when the crisis is over (“let us know when you
are safe”).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.prose.language import CRISIS, is_denied, sentences
from sphinx_commspolicy.checks.prose.services import mentions
from sphinx_commspolicy.checks.prose.ways import OURS
from sphinx_commspolicy.checks.rule import Example
from sphinx_commspolicy.diagnostics import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import ProseContext
    from sphinx_commspolicy.checks.prose.language import Sentence
    from sphinx_commspolicy.checks.rule import Finding

_INBOX = re.compile(
    r"\b(?:drop|shoot|send)\s+(?:me|us)\s+(?:a|an)\s+(?:\w+\s+){0,2}(?:line|note|text|message|e-?mail)\b|"
    r"\bsend\s+(?:a|an|your)\s+(?:\w+\s+){0,2}(?:message|text|e-?mail)\b|"
    r"\b(?:(?:please\s+)?(?:e-?mail|text|message|write(?: to)?|send)\s+"
    + OURS
    + r"(?:\s+(?:a|an)\s+(?:text|e-?mail|message))?"
    r"|leave\s+(?:(?:me|us|your therapist)\s+)?(?:a|an|your)\s+(?:urgent\s+)?(?:\w+\s+)?(?:message|voice ?mail)"
    r"|(?:use|write in|log in to|send (?:it|a message) (?:through|by|via))\s+(?:the|our"
    r"|my)\s+(?:\w+\s+)?(?:portal|form|chat))\b",
    re.IGNORECASE,
)
_CALL = re.compile(r"\b(?:call|phone|ring|page)\s+" + OURS + r"\b(?! back)", re.IGNORECASE)
_OTHERS = re.compile(r"\b(?:I|we|they|he|she|who)\s+(?:\w+\s+)?$", re.IGNORECASE)
"""Who does it, if not the client."""
_STAFFED = re.compile(
    r"\bon-call\b|\b24\s?/\s?7\b|\b24 hours a day\b|\bday (?:or|and) night\b"
    r"|\baround the clock\b",
    re.IGNORECASE,
)
"""Says that somebody answers the phone at any hour: whether that holds is for another rule."""
_NO_HELP = re.compile(
    r"\b(?:not (?:an? )?(?:urgent|emergenc|crisis)|non-?(?:urgent|emergency)|other than|except"
    r"|afterwards|after(?:ward)?"
    r"|when you are safe|once you are safe|is over|has passed|instead of)",
    re.IGNORECASE,
)


def check(seen: ProseContext) -> Iterator[Finding]:
    """Find crisis routes that lead to somebody who may not be there."""
    public = {
        (mention.sentence.number, mention.sentence.start)
        for mention in mentions(seen)
        if mention.entry.kind == "number"
    }
    before: Sentence | None = None
    for sentence in sentences(seen):
        text, previous = sentence.text, before
        before = sentence
        crisis = CRISIS.search(text)
        if not crisis or _NO_HELP.search(text) or text.endswith("?"):
            continue
        key = (sentence.number, sentence.start)
        last = (previous.number, previous.start) if previous else (-1, -1)
        if key in public or (last in public and last[0] == sentence.number):
            continue
        found = next(
            (
                match
                for pattern in (_INBOX, _CALL)
                for match in pattern.finditer(text)
                if not is_denied(text, *match.span())
                and not sentence.is_quoted(match.start())
                and not _OTHERS.search(text[: match.start()])
                and not (pattern is _CALL and _STAFFED.search(text))
            ),
            None,
        )
        if found is None or _is_about_other_things(text, crisis):
            continue
        yield seen.found(
            sentence.place(*found.span()),
            f"In a crisis, this leads to the practice ({quote(found[0])}), where nobody may be there.",
            remedy="Name services that answer at once, day and night, and say so here.",
            text=found[0],
        )


def _is_about_other_things(text: str, crisis: re.Match[str]) -> bool:
    """Return whether the crisis is not what the message is for: “email us, but not in a crisis”."""
    if is_denied(text, *crisis.span()):
        return not re.search(
            r"\bfeel unsafe|\bnot (?:feel )?safe|\baren't safe", text, re.IGNORECASE
        )
    return bool(
        re.search(r"\b(?:emergency contact|crisis plan|safety plan)\b", text, re.IGNORECASE)
    )


FAILING = (
    Example(
        rst="""\
        Emergencies
        ===========

        Please read this. In an emergency, ⟦email me⟧.

        If you do not feel safe, ⟦text us⟧.

        In a crisis, ⟦text us⟧, day or night.

        In an emergency, ⟦call our⟧ office.
        """,
    ),
    Example(
        rst="""\
        Emergencies
        ===========

        If you have an emergency, ⟦email me⟧ and put URGENT in the subject line.

        If you feel unsafe at night, ⟦leave us a message⟧.

        If you are in crisis, ⟦send a portal message⟧ marked urgent.
        """,
        says="leads to the practice",
    ),
)
PASSING = (
    Example(
        rst="""\
        Emergencies
        ===========

        In a crisis, call our on-call clinician. In an emergency, call us, day or night.
        """,
        about="Somebody answers at any hour. Whether that is so, another rule asks.",
    ),
    Example(
        rst="""\
        Emergencies
        ===========

        In an emergency, call 911. In an emergency you can text us, too.
        """,
    ),
    Example(
        rst="""\
        Emergencies
        ===========

        Email us when the crisis is over. In an emergency, can you email us? The old page said “in an
        emergency, email us”. In a crisis, we email your therapist.
        """,
    ),
    Example(
        rst="""\
        Emergencies
        ===========

        In an emergency, do not email me. Call 911 in an emergency, then leave us a message.
        Please do not send a portal message in a crisis. Please do not leave a message if you are in crisis. Let us know when you are safe. To plan a
        visit, email us. Bring your crisis plan, or email us if you lost your crisis plan.
        """,
    ),
)
