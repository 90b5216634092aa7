"""Words that put every risk of a message on the client.

A practice is not answerable for what happens to a message on its way once it has warned and the
client still prefers it (78 FR 5634), and may say so: such a sentence is not found. Nor is a
disclaimer of other things, such as lost coats or what a link leads to.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.prose.language import sentences, speaks_of
from sphinx_commspolicy.checks.rule import Example, Level, Rule, Severity
from sphinx_commspolicy.diagnostics import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import ProseContext
    from sphinx_commspolicy.checks.rule import Finding

_WAIVER = re.compile(
    r"\b(?:assumes?|accepts?|takes?|bears?|ha(?:ve|s)"
    r"|undertakes?) (?:absolutely )?no (?:responsibility|liability)"
    r"|\b(?:is|are|am|be|was) not (?:be )?(?:held )?(?:responsible|liable|accountable)\b"
    r"|\b(?:aren't|isn't|won't be|can't be|cannot be|can not be|will not be"
    r"|shall not be) (?:held )?(?:responsible|liable|accountable)\b"
    r"|\bhold(?:s)? (?:me|us|the practice|the therapist|[\w ]{1,30}) harmless\b"
    r"|\b(?:waives?|releases?) (?:any|all)(?: and all)? (?:claims?|liability|rights)\b"
    r"|\breleases? (?:me|us|the practice|your therapist) from (?:any|all)\b"
    r"|\b(?:disclaims?) (?:any|all) (?:liability|responsibility)\b"
    r"|\b(?:entirely |solely )?at your own risk\b",
    re.IGNORECASE,
)
_MESSAGES = re.compile(
    r"\b(?:privacy|private|breach|confidential\w*|messages?|messaging|e-?mails?|texts?|texting"
    r"|electronic\w*|communicat\w*"
    r"|disclos\w*|loss|harm|information|data|records?)\b",
    re.IGNORECASE,
)
_TRANSIT = re.compile(
    r"\b(?:in transit|on (?:its|the|their) way|while (?:it is|they are|being) (?:sent"
    r"|transmitted)|(?:during|in) (?:transmission|transit)"
    r"|on (?:its|the) way to you)\b",
    re.IGNORECASE,
)
_WARNED = re.compile(
    r"\b(?:warn\w*|told you|risks?|still (?:choose|prefer|want|ask)|after you)\b", re.IGNORECASE
)
_NOT_US = re.compile(
    r"\b(?:you are not|insurance|insurer|client is not|clients are not|you will not be"
    r"|you won't be)\b",
    re.IGNORECASE,
)


def _check(seen: ProseContext) -> Iterator[Finding]:
    if not speaks_of(
        seen, "responsib", "liab", "accountable", "harmless", "waive", "release", "own risk"
    ):
        return
    for sentence in sentences(seen):
        text = sentence.text
        for found in _WAIVER.finditer(text):
            if sentence.is_quoted(found.start()) or _NOT_US.search(text):
                continue
            if not _MESSAGES.search(text) or (_TRANSIT.search(text) and _WARNED.search(text)):
                continue
            yield seen.found(
                sentence.place(*found.span()),
                f"{quote(found[0])}: a practice cannot sign away its own duty of care for messages.",
                text=found[0],
            )


RULE = Rule(
    name="waiver-overbroad",
    severity=Severity.warning,
    levels=frozenset({Level.prose}),
    summary="A sentence that refuses every responsibility for messages.",
    reason=(
        "It does not hold, and it tells clients that nobody looks after what they write. What may "
        "be refused, after a warning, is what happens to a message on its way."
    ),
    source="78 FR 5634 (25 Jan 2013) covers transit after a warning only; seen on published policies.",
    mending="Say what you do to keep messages private, and what the risk is that remains.",
    false_positives=(
        "A sentence about messages on their way, after a warning, is not found, nor one about other "
        "things than messages. This is no legal advice."
    ),
    check_prose=_check,
    failing=(
        Example(
            rst="""\
            Email
            =====

            We ⟦are not responsible⟧ for messages on their way. We ⟦assume no responsibility⟧ for any breach of your privacy. You text us
            ⟦at your own risk⟧.
            """,
        ),
    ),
    passing=(
        Example(
            rst="""\
            Email
            =====

            Once we have warned you of the risk and you still choose email, we are not responsible for what
            happens to a message on its way. We are not responsible for coats left behind. You are not
            responsible for our errors in messages. Others write “we assume no responsibility for any
            breach”.
            """,
        ),
    ),
)
