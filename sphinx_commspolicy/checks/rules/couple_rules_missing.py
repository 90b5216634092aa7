"""The practice sees couples, and has neither a rule on whom it answers nor one on secrets.

``practice.serves`` says so; where it is silent, specialties that name couples do (in English). Rules in
a clinician's own file count for that clinician; it is enough that one of them has both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_commspolicy.checks import questions
from sphinx_commspolicy.checks.rule import Example, Level, Rule, Severity
from sphinx_commspolicy.effective import PRACTICE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import DataContext
    from sphinx_commspolicy.checks.rule import Finding


_WORDS = r"couples?|marriage|marital|partners"


def _check(seen: DataContext) -> Iterator[Finding]:
    if not questions.works_with(seen, "couples", _WORDS):
        return
    if not any(
        block.value.reply_to and (block.value.secrets or block.value.secrets_text)
        for block in seen.blocks("couples")
    ):
        message = "You work with couples; nothing says whom you answer, and what is kept secret."
        yield seen.found(seen.key(PRACTICE, "couples"), message)


RULE = Rule(
    name="couple-rules-missing",
    severity=Severity.warning,
    levels=frozenset({Level.data}),
    summary="Work with couples without a rule on whom the practice answers and one on secrets.",
    reason="One of the two writes alone, and you have to decide then.",
    source="Practice.",
    mending="Add “couples” with “reply_to” and “secrets”.",
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            ⟦practice⟧: {name: Elm Street Therapy, country: US, serves: [couples]}
            """,
        ),
        Example(
            yaml="""\
            ⟦couples⟧: {reply_to: To both.}
            clinicians:
              rosa: {name: Rosa Ibarra, specialties: [Couples]}
            """,
        ),
        Example(
            yaml="""\
            ⟦couples⟧: {secrets: no_secrets}
            clinicians:
              rosa: {name: Rosa Ibarra, specialties: [Couples]}
            """,
        ),
    ),
    passing=(
        Example(
            yaml="""\
            couples: {reply_to: To both.}
            clinicians:
              rosa: {name: Rosa Ibarra, specialties: [Couples], couples: {secrets: no_secrets}}
            """,
        ),
        Example(
            yaml="""\
            couples: {reply_to: To both., secrets_text: We keep none.}
            clinicians:
              rosa: {name: Rosa Ibarra, specialties: [Marriage counseling]}
            """,
        ),
        Example(
            yaml="""\
            clinicians:
              rosa: {name: Rosa Ibarra, specialties: [Grief]}
            """,
        ),
    ),
)
