"""What HIPAA is said to do and does not.

HIPAA binds practices and their vendors, not channels; nobody certifies a practice; and it does not
forbid e-mail that a client prefers. Outside the United States it does not apply at all, so any
claim of compliance there is found. Not found: “we are covered by HIPAA”, “under HIPAA you can …”.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.prose.contacts import country
from sphinx_commspolicy.checks.prose.language import is_denied, sentences, speaks_of
from sphinx_commspolicy.checks.rule import Example, Level, Rule, Severity
from sphinx_commspolicy.diagnostics import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import ProseContext
    from sphinx_commspolicy.checks.rule import Finding

_MISSTATED: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(
            r"\b(?:not|isn't|aren't|never) (?:\w+ )?(?:a )?(?:HIPAA|HIPPA)[- ](?:protected"
            r"|secure[d]?|compliant|approved)\b"
            r"|\b(?:not|isn't|aren't) (?:protected|covered) (?:by|under) (?:HIPAA|HIPPA)\b"
            r"|\b(?:e-?mails?|texts?|texting|messages?|messaging|calls) (?:falls?|is|are|lies?) outside"
            r"(?: of)? (?:HIPAA|HIPPA)\b",
            re.IGNORECASE,
        ),
        "what the practice sends stays protected, whatever the channel",
    ),
    (
        re.compile(
            r"\b(?:HIPAA|HIPPA)[- ](?:certified|certification|approved|accredited|guaranteed)\b"
            r"|\bcertified (?:by|under) (?:HIPAA|HIPPA)\b",
            re.IGNORECASE,
        ),
        "nobody certifies a practice",
    ),
    (
        re.compile(
            r"\b(?:HIPAA|HIPPA) (?:does not|doesn't|will not) (?:allow|permit"
            r"|let)\b[^.;]{0,40}\b(?:e-?mail|text)"
            r"|\b(?:HIPAA|HIPPA) (?:forbids|prohibits|bans|bars)\b[^.;]{0,40}\b(?:e-?mail|text)"
            r"|\b(?:e-?mail|text\w*|texting) (?:is|are) (?:forbidden|prohibited|not allowed"
            r"|illegal) (?:by|under) (?:HIPAA|HIPPA)\b",
            re.IGNORECASE,
        ),
        "it allows e-mail that a client prefers after a warning",
    ),
    (re.compile(r"\bHIPPA\b"), "it is spelled HIPAA"),
)
_CLAIM = re.compile(
    r"\b(?:fully |completely |100% )?(?:HIPAA|HIPPA)[- ](?:compliant|secure[d]?|protected"
    r"|compliance)\b"
    r"|\b(?:protected|covered|bound) (?:by|under) (?:HIPAA|HIPPA)\b",
    re.IGNORECASE,
)


_COVERED = re.compile(r"\bnot covered\b|n't covered\b", re.IGNORECASE)
_CHANNEL = re.compile(
    r"\b(?:e-?mails?|emailing|texts?|texting|messag(?:es?|ing)|calls?|fax(?:es)?|forms?|chat|website"
    r"|portal|video|voice ?mail|app|social media)\b",
    re.IGNORECASE,
)
"""What can be said not to be covered by the law, wrongly; a practice may truly not be."""


def _check(seen: ProseContext) -> Iterator[Finding]:
    if not speaks_of(seen, "hipaa", "hippa"):
        return
    abroad = country(seen) not in {"US", None}
    for sentence in sentences(seen):
        text = sentence.text
        if "hip" not in text.lower():
            continue
        patterns = list(_MISSTATED)
        if abroad:
            patterns.append((_CLAIM, "this law of the United States does not apply here"))
        taken: list[tuple[int, int]] = []
        for pattern, why in patterns:
            for found in pattern.finditer(text):
                if sentence.is_quoted(found.start()):
                    continue
                if _COVERED.search(found[0]) and not _CHANNEL.search(text):
                    continue  # some practices are not
                if is_denied(text, *found.span()):
                    continue
                if any(found.start() < end for _, end in taken):  # any of the two
                    continue  # a part of what has been found
                taken.append(found.span())
                yield seen.found(
                    sentence.place(*found.span()), f"{quote(found[0])}: {why}.", text=found[0]
                )


RULE = Rule(
    name="hipaa-misstated",
    severity=Severity.warning,
    levels=frozenset({Level.prose}),
    summary="A claim about HIPAA that is not so.",
    reason="Clients who are told that a law does not protect them do not ask for what it gives them.",
    source="78 FR 5634 (25 Jan 2013); HHS; seen on published policies.",
    mending="Say in plain words how private the channel is, and leave the law’s name out.",
    false_positives=(
        "“We are covered by HIPAA” and “under HIPAA you can ask” are not found, nor that a practice "
        "is not covered by it. Compliance of a "
        "vendor may be claimed, in the United States. This is no legal advice."
    ),
    check_prose=_check,
    failing=(
        Example(
            rst="""\
            Email
            =====

            Email is ⟦not HIPAA protected⟧. Our practice is ⟦HIPAA certified⟧. Texting is ⟦not covered by
            HIPAA⟧. Electronic ⟦messages fall outside HIPAA⟧. What you send is ⟦not HIPAA compliant⟧.
            """,
        ),
        Example(
            yaml="practice:\n  name: Elm Street Therapy\n  country: CA\n",
            rst="""\
            Email
            =====

            Our email is ⟦fully HIPAA compliant⟧.
            """,
            says="does not apply here",
        ),
    ),
    passing=(
        Example(
            rst="""\
            Email
            =====

            We are covered by HIPAA. Our practice is not covered by HIPAA. Under HIPAA you can ask for another way. Our portal is HIPAA compliant.
            A chip and a hip are other things. No practice is HIPAA certified.
            """,
        ),
        Example(
            yaml="practice:\n  name: Elm Street Therapy\n  country: CA\n",
            rst="""\
            Email
            =====

            We are not bound by HIPAA, which is a law of the United States.
            """,
        ),
    ),
)
