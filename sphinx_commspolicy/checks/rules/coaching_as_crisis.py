"""Coaching by phone serves as a route in a crisis, and nobody says what to do when no one picks up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_commspolicy.checks import questions
from sphinx_commspolicy.checks.rule import Example, Level, Related, Rule, Severity
from sphinx_commspolicy.diagnostics import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import DataContext
    from sphinx_commspolicy.checks.rule import Finding


def _check(seen: DataContext) -> Iterator[Finding]:
    for scope in seen.scopes:
        policy = seen.policy(scope)
        coaching = policy.phone_coaching
        if coaching is None or coaching.fallback:
            continue
        for name, need in policy.needs.items():
            if questions.is_crisis(need) and coaching.method in {need.first, need.second}:
                message = f"{quote(need.name)} leads to phone coaching, which names no other line."
                place = seen.key(scope, "phone_coaching")
                need_place = seen.key(scope, "needs", name)
                related = [Related(need_place, "the need is here")]
                yield seen.found(place, message, related=related, scope=scope)
                break


RULE = Rule(
    name="coaching-as-crisis",
    severity=Severity.warning,
    levels=frozenset({Level.data}),
    summary="Phone coaching that is a route in a crisis and has no fallback line.",
    reason="A coach who sleeps or sits in a session does not pick up.",
    source="Seen on published policies.",
    mending="Name a crisis service under “phone_coaching.fallback”.",
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            methods:
              coach: {name: Coaching line, system: phone, value: 503-555-0140}
            needs:
              urge:
                name: You are about to hurt yourself
                category: crisis
                first: us-988
                second: coach
            ⟦phone_coaching⟧:
              method: coach
            """,
        ),
    ),
    passing=(
        Example(
            yaml="""\
            methods:
              coach: {name: Coaching line, system: phone, value: 503-555-0140}
            needs:
              urge:
                name: You are about to hurt yourself
                category: crisis
                first: us-988
                second: coach
            phone_coaching:
              method: coach
              fallback: us-988
            """,
        ),
        Example(
            yaml="""\
            methods:
              coach: {name: Coaching line, system: phone, value: 503-555-0140}
            needs:
              skills:
                name: Get help with a skill
                category: clinical
                first: coach
              danger:
                name: Get help right now
                category: crisis
                first: us-911
            phone_coaching:
              method: coach
            """,
            about="Coaching is for skills, not for a crisis.",
        ),
        Example(
            yaml="""\
            needs:
              danger: {name: Get help right now, category: crisis, first: us-911}
            """,
        ),
    ),
)
