"""Clients asked to review the practice.

Not found: what is denied (“we do not ask for reviews”), what clients are free to do (“you may write
a review”), and reviews of something else, such as a review of the year or of the treatment plan.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.prose.language import is_denied, sentences, speaks_of
from sphinx_commspolicy.checks.rule import Example, Level, Rule, Severity
from sphinx_commspolicy.diagnostics import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import ProseContext
    from sphinx_commspolicy.checks.rule import Finding

_ASKED = re.compile(
    r"\b(?:leave|give|write|post|share|add)\s+(?:(?:me|us)\s+)?(?:(?:a|an|your|some|\d|five"
    r"|5)[- ]?)?(?:\w+\s+){0,2}?"
    r"(?:reviews?|testimonials?|(?:five|5)?[- ]?stars?|ratings?)\b"
    r"|\b(?:review|rate)\s+(?:me|us|our practice|my practice)\b"
    r"|\brecommend (?:me|us) (?:on|to)\b|\blike (?:me|us|our page|my page) on (?=[A-Z])"
    r"|\btell your friends (?:about (?:me|us|our)|how)\b"
    r"|\b(?:five|5)[- ]star (?:reviews?|ratings?)\b"
    r"|\b(?:collect|gather|welcome|love|appreciate)\s+(?:your\s+)?(?:[A-Z]\w+\s+|online\s+)?"
    r"(?:reviews|testimonials|ratings)\b",
    re.IGNORECASE,
)
_FREE = re.compile(
    r"\b(?:you (?:may|can|are free to|might|could)|if you (?:do|leave|write|post|choose)"
    r"|should you|whether|some clients|people"
    r"|when (?:you|clients)|clients (?:may|can|who)|others)\s+(?:\w+\s+){0,3}$",
    re.IGNORECASE,
)


def _check(seen: ProseContext) -> Iterator[Finding]:
    if not speaks_of(
        seen, "review", "testimonial", "star", "rating", "rate ", "recommend", "like ", "friends"
    ):
        return
    for sentence in sentences(seen):
        text = sentence.text
        for found in _ASKED.finditer(text):
            before = text[: found.start()]
            if sentence.is_quoted(found.start()) or is_denied(text, *found.span()):
                continue
            if _FREE.search(before) and not re.search(
                r"\b(?:love|please|hope|grateful|help)\b", text, re.IGNORECASE
            ):
                continue
            yield seen.found(
                sentence.place(*found.span()),
                f"{quote(found[0])} asks clients for a review.",
                text=found[0],
            )


RULE = Rule(
    name="testimonial-solicited",
    severity=Severity.warning,
    levels=frozenset({Level.prose}),
    summary="Clients asked for a review or a testimonial.",
    reason="A client can hardly say no to their therapist, and a public review tells that they are one.",
    source="APA Ethics Code 5.05; ACA Code of Ethics C.3.b; seen on published policies.",
    mending="Leave the request out. Say that you neither ask for reviews nor answer them.",
    false_positives=(
        "“We do not ask for reviews” and “you may leave a review” are not found. Former clients "
        "may be asked under some codes: silence it then, with the reason."
    ),
    check_prose=_check,
    failing=(
        Example(
            rst="""\
            Online
            ======

            If therapy helped you, please ⟦leave me a review⟧ on our page. ⟦Rate us⟧ online.
            Why not ⟦post a review⟧? If you can ⟦write a review⟧, we would love that.
            """,
            says="asks clients for a review",
        ),
    ),
    passing=(
        Example(
            rst="""\
            Online
            ======

            Please do not leave us a review. We never ask you to write a testimonial. You may leave a review,
            and we will not answer it. We review your plan each year. Others write
            “please leave me a review”.
            """,
        ),
    ),
)
