"""Nobody can write, or sign, in a crisis: every way to help is a call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_commspolicy.checks import questions
from sphinx_commspolicy.checks.rule import Example, Level, Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import DataContext
    from sphinx_commspolicy.checks.rule import Finding


_WITHOUT_VOICE = frozenset({"text", "chat", "videophone"})


def _check(seen: DataContext) -> Iterator[Finding]:
    for block in seen.blocks("crisis"):
        shown = [
            service
            for _, service in questions.services_in_block(seen, seen.policy(block.scope))
            if service.status == "active"
        ]
        if shown and not any(
            access.mode in _WITHOUT_VOICE for service in shown for access in service.access
        ):
            message = "In a crisis there is no way to text, chat or sign, only to call."
            place = seen.key(block.scope, "crisis", "services")
            yield seen.found(place, message, scope=block.scope)


RULE = Rule(
    name="crisis-voice-only",
    severity=Severity.warning,
    levels=frozenset({Level.data}),
    summary="Crisis services that can only be called.",
    reason="Deaf clients, clients who cannot speak safely, and many young people do not call.",
    source="SAMHSA, 8 September 2023, on the 988 videophone.",
    mending="Add a service that takes texts, chats or videophone calls.",
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            crisis:
              ⟦services⟧: [us-911]
            """,
        ),
    ),
    passing=(
        Example(
            yaml="""\
            crisis:
              services: [us-911, us-crisis-text-line]
            """,
        ),
        Example(
            yaml="""\
            crisis:
              services: [us-911, us-988]
            """,
        ),
        Example(
            yaml="""\
            crisis: {services: []}
            """,
        ),
    ),
)
