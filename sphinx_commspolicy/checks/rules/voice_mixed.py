"""“I” in the handbook of a group, “we” in that of one clinician.

In a handbook the data says how many clinicians there are. In a document alone, the voice that is
used at least three times as often counts as its own. Looked at are sentences about what the
practice does; “our first session” and “we meet” include the client, and are not found. Nor are
questions and titles, which a client asks, statements to sign (“I have read …”), quotations, and the
pages and texts of one clinician.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.prose.language import sentences
from sphinx_commspolicy.checks.rule import Example, Level, Rule, Severity
from sphinx_commspolicy.diagnostics import quote
from sphinx_commspolicy.effective import PRACTICE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import ProseContext
    from sphinx_commspolicy.checks.prose.language import Sentence
    from sphinx_commspolicy.checks.rule import Finding

_DOES = (
    r"(?:(?:do not|don't|will|can|cannot|can't|usually|always|never|also|only|may|am|are) )*"
    r"(?:repl(?:y|ies)|respond|answer|check|return|accept|text|email|use|offer|charge|call you"
    r"|get back|listen to"
    r"|pick up|take (?:calls|messages)|see clients"
    r"|work(?! (?:something|things?|it|this|that|out|together|through|on|towards?)\b))"
)
_OWN = (
    r"(?:(?:front|private|office|work|direct|own) )?(?:voice ?mail|phone|telephone|office"
    r"|practice|e-?mail|clients"
    r"|patients|policy|policies|schedule|inbox|website|number|vacations?|team|therapists|desk"
    r"|messages|fees?)"
)
_I = re.compile(rf"\bI(?:'ll|'m|'ve|'d)?\b(?= {_DOES}\b)|\b[Mm]y(?= {_OWN}\b)")
_WE = re.compile(rf"\b[Ww]e(?:'ll|'re|'ve|'d)?\b(?= {_DOES}\b)|\b[Oo]ur(?= {_OWN}\b)")
_SIGNED = re.compile(
    r"\bI (?:have read|understand|agree|acknowledge|consent|authorize|give|want|prefer"
    r"|would like|allow|accept that)\b",
)
LEAST = 3
"""How many times as often a voice has to be used to count as a document's own."""


def _check(seen: ProseContext) -> Iterator[Finding]:
    if seen.scope != PRACTICE:
        return
    ours: list[tuple[Sentence, re.Match[str]]] = []
    mine: list[tuple[Sentence, re.Match[str]]] = []
    for sentence in sentences(seen):
        passage = sentence.passage
        if passage.kind == "title" or sentence.text.endswith("?") or passage.scope != PRACTICE:
            continue
        if _SIGNED.search(sentence.text):
            continue
        for pattern, found in ((_I, mine), (_WE, ours)):
            found += [
                (sentence, match)
                for match in pattern.finditer(sentence.text)
                if not sentence.is_quoted(match.start())
            ]
    group = _is_group(seen, len(mine), len(ours))
    wrong = {True: mine, False: ours, None: []}[group]
    if wrong:
        sentence, match = wrong[0]
        times = f", here and in {len(wrong) - 1} more places" if len(wrong) > 1 else ""
        who, voice = ("a group practice", "we") if group else ("one clinician", "I")
        yield seen.found(
            sentence.place(*match.span()),
            f"{quote(match[0])} in the handbook of {who}{times}.",
            remedy=f"Write {quote(voice)} throughout.",
            text=match[0],
        )


def _is_group(seen: ProseContext, mine: int, ours: int) -> bool | None:
    """Return whether the practice has several clinicians; None where it cannot be told."""
    if seen.data is not None:
        people = [one for one in seen.data.policy().clinicians.values() if one.active]
        return len(people) > 1 if people else None
    if ours >= LEAST * max(mine, 1):  # any of the two
        return True
    return False if mine >= LEAST * max(ours, 1) else None  # any of the two


_GROUP = """\
clinicians:
  rosa: {name: Rosa Ibarra, bio: I check my voicemail.}
  june: {name: June Park}
"""
_SOLO = "clinicians:\n  rosa: {name: Rosa Ibarra}\n"

RULE = Rule(
    name="voice-mixed",
    severity=Severity.info,
    levels=frozenset({Level.prose}),
    summary="“I” in the handbook of a group, “we” in that of one clinician.",
    reason="Clients of a group cannot tell whose voicemail “my voicemail” is.",
    source="Seen on published policies.",
    mending="Write in one voice.",
    false_positives=(
        "“We” that includes the client, what clients say or sign, and the pages of one clinician are "
        "not found. A practice of one that says “we” on purpose can switch the rule off."
    ),
    check_prose=_check,
    failing=(
        Example(
            yaml=_GROUP,
            rst="""\
            Reach us
            ========

            We have a front desk. ⟦I⟧ check my voicemail twice a day.
            """,
            says="of a group practice, here and in 1 more places.",
        ),
        Example(
            yaml=_SOLO,
            rst="""\
            Reach me
            ========

            ⟦We⟧ answer within a day.
            """,
            says="of one clinician.",
        ),
    ),
    passing=(
        Example(
            yaml=_GROUP,
            rst="""\
            How do I reach you?
            ===================

            Our phone is answered on weekdays. Who can check my email? I agree that my voicemail may be
            used.

            My voicemail
            ------------

            Words.
            """,
            about="A client asks, and signs.",
        ),
        Example(
            yaml=_SOLO,
            rst="""\
            Reach me
            ========

            I answer within a day. We talk about it in our next session. If you are ill, we'll work
            something out.
            """,
        ),
    ),
)
