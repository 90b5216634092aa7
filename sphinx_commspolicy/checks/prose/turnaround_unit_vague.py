"""Times for an answer that nobody can count, in prose: “48 business hours”, “promptly”.

Not found: what clients are asked to do (“call us as soon as you can”), hedged or denied words (“we
cannot always answer promptly”), and the same words about anything but an answer.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.prose.language import HEDGE, clause_span, is_denied, sentences
from sphinx_commspolicy.checks.prose.promises import REPLY, promises
from sphinx_commspolicy.checks.rule import Example
from sphinx_commspolicy.diagnostics import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import ProseContext
    from sphinx_commspolicy.checks.rule import Finding

_VAGUE = re.compile(
    r"\bas (?:soon|quickly|promptly) as (?:possible|practicable|practical|I can|we can"
    r"|I am able|we are able"
    r"|they can|your therapist can)\b|\bpromptly\b|\bin a timely (?:manner|fashion|way)\b"
    r"|\bat (?:our|my) earliest (?:convenience|opportunity)\b|\bASAP\b"
    r"|\bwithin a reasonable (?:time|period)\b|\bas time (?:allows|permits)\b"
    r"|\b(?:when|whenever) (?:I|we|they) (?:can|get (?:a|the) (?:chance|moment)|have (?:a )?(?:time"
    r"|moment))\b|\bbefore (?:too )?long\b|\b(?:very |quite )?soon\b(?!er| (?:as|after))"
    r"|\bin due course\b|\bshortly\b",
    re.IGNORECASE,
)
_PRACTICE = re.compile(
    r"\b(?:I|we|I'll|we'll|our|my|your (?:therapist|clinician|counsell?or)|someone"
    r"|(?:our )?(?:therapists|psychologists|clinicians|counsell?ors)"
    r"|the (?:office|team|front desk)|(?:calls|messages|e-?mails|texts|voice ?mails)\s+(?:are"
    r"|will be|get))\b",
    re.IGNORECASE,
)
_YOURS = re.compile(r"\b(?:please|you (?:should|must|can|need to|will))\b", re.IGNORECASE)


def check(seen: ProseContext) -> Iterator[Finding]:
    """Find times that cannot be counted."""
    for promise in promises(seen):
        if promise.amount.unit == "business_hour":
            yield seen.found(
                promise.place,
                f"{quote(promise.words)}: clients cannot tell how long that is.",
                remedy="Count in business days.",
                text=promise.words,
            )
    for sentence in sentences(seen):
        text = sentence.text
        for found in _VAGUE.finditer(text):
            if sentence.is_quoted(found.start()) or is_denied(text, *found.span()):
                continue
            first, last = clause_span(text, *found.span())
            clause = text[first:last]
            if (
                not REPLY.search(text)
                or not _PRACTICE.search(text[: found.end()])
                or HEDGE.search(clause)
            ):
                continue
            if _YOURS.search(clause):
                continue
            yield seen.found(
                sentence.place(*found.span()),
                f"{quote(found[0])} is no time: to one reader it is an hour, to the next a week.",
                remedy="Say a time that you can keep, in business days.",
                text=found[0],
            )


FAILING = (
    Example(
        rst="""\
        Messages
        ========

        We reply within ⟦48 business hours⟧. We return calls ⟦as soon as possible⟧.
        """,
    ),
    Example(
        rst="""\
        Messages
        ========

        Leave a message, and I'll call you back ⟦promptly⟧. Calls are returned ⟦ASAP⟧.
        """,
        says="is no time",
    ),
)
PASSING = (
    Example(
        rst="""\
        Messages
        ========

        We reply within two business days. Tell us as soon as possible if you cannot come. We cannot
        always answer promptly. Sessions start promptly at nine. We may reply as soon as we can.
        Others write “we reply promptly”. Your sister may get promptly back to you. Please answer our
        letter promptly. We start promptly at nine. A friend will answer promptly.
        """,
        about="What clients do, what is denied, what is no answer, and what is hedged.",
    ),
)
