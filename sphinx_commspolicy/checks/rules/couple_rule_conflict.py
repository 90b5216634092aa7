"""Both partners get every answer, and secrets are kept: how, nobody says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.rule import Example, Level, Related, Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import DataContext
    from sphinx_commspolicy.checks.rule import Finding


def _check(seen: DataContext) -> Iterator[Finding]:
    for block in seen.blocks("couples"):
        couples = block.value
        if couples.reply_to and couples.secrets == "keeps" and not couples.secrets_text:
            message = (
                "Answers go to both partners, and secrets of one are kept; nothing explains how."
            )
            related = [Related(seen.key(block.scope, "couples", "reply_to"), "answers go to both")]
            place = seen.place(block.scope, "couples", "secrets")
            yield seen.found(place, message, related=related, scope=block.scope)


RULE = Rule(
    name="couple-rule-conflict",
    severity=Severity.error,
    levels=frozenset({Level.data, Level.prose}),
    summary="A rule to copy the partner beside a rule to keep secrets, unexplained.",
    reason="One partner writes in confidence, and the answer goes to both.",
    source="Seen on published policies.",
    mending="Say in “secrets_text” which message goes to whom.",
    false_positives=(
        "A page may explain the exception in words that the rule does not know; silence it."
    ),
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            couples:
              reply_to: We send our answer to both of you.
              secrets: ⟦keeps⟧
            """,
        ),
    ),
    passing=(
        Example(
            yaml="""\
            couples:
              reply_to: We send our answer to both of you.
              secrets: keeps
              secrets_text: Mark a message as private, and we answer you alone.
            clinicians:
              june: {name: June Abernathy, couples: {secrets: no_secrets}}
            """,
        ),
        Example(
            yaml="""\
            couples:
              secrets: keeps
            """,
        ),
        Example(
            yaml="""\
            couples: {reply_to: To both., secrets: limited}
            """,
        ),
    ),
)
