"""No public service that answers day and night is among the routes of a crisis need.

Each need is looked at by itself, for a client looks up one. Services of the area (``crisis.local``)
count as public.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_commspolicy.checks import questions
from sphinx_commspolicy.checks.rule import Example, Level, Rule, Severity
from sphinx_commspolicy.diagnostics import quote
from sphinx_commspolicy.model.crisis import CrisisService

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import DataContext
    from sphinx_commspolicy.checks.rule import Finding


def _check(seen: DataContext) -> Iterator[Finding]:
    for scope in seen.scopes:
        policy = seen.policy(scope)
        for name, need in policy.needs.items():
            if not questions.is_crisis(need):
                continue
            routes = [questions.route(seen, policy, one) for one in (need.first, need.second)]
            if not any(
                isinstance(one, CrisisService) and questions.always_answers(one) for one in routes
            ):
                message = f"No public service that answers day and night is a route of {quote(need.name)}."
                yield seen.found(seen.place(scope, "needs", name, "first"), message, scope=scope)


RULE = Rule(
    name="crisis-route-practice-only",
    severity=Severity.error,
    levels=frozenset({Level.data}),
    summary="A crisis need whose routes hold no public service that answers day and night.",
    reason="The practice sleeps, and its phone can fail. A public service is always there.",
    source="The article; seen on published policies.",
    mending="Make a public service the “first” or “second” route of the need.",
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            methods:
              line: {name: Our line, system: phone, value: (503) 555-0140, attended: yes, hours: 24/7}
            needs:
              danger:
                name: Get help right now
                category: crisis
                first: ⟦line⟧
            """,
        ),
        Example(
            yaml="""\
            methods:
              line: {name: Our line, system: phone, value: (503) 555-0140, attended: yes, hours: 24/7}
            needs:
              danger:
                name: Get help right now
                category: crisis
                first: ⟦line⟧
                second: us-nami
              low:
                name: Talk to somebody now
                category: crisis
                first: ⟦line⟧
                second: team
            crisis:
              local:
                team:
                  name: Fernhollow Mobile Crisis Team
                  access: [{mode: call, number: 503-555-0190}]
                  hours: Mo-Su 08:00-22:00
            """,
            about="A service that gives information, and one that sleeps, are no help at night.",
        ),
        Example(
            yaml="""\
            needs:
              danger: {name: Get help right now, category: crisis, first: ⟦us-samhsa⟧}
              low: {name: Talk to somebody, category: crisis, first: ⟦gone⟧, second: unsaid}
            crisis:
              local:
                gone: {name: Old team, access: [{mode: call, number: 503-555-0190}], hours: 24/7, status: ended}
                unsaid: {name: New team, access: [{mode: call, number: 503-555-0191}]}
            """,
            about="A line that refers, one that has ended, and one whose hours nobody states.",
        ),
    ),
    passing=(
        Example(
            yaml="""\
            methods:
              line: {name: Our line, system: phone, value: (503) 555-0140, attended: yes, hours: 24/7}
            needs:
              danger:
                name: Get help right now
                category: crisis
                first: line
                second: us-911
              billing:
                name: Ask about a bill
                category: administrative
                first: line
            """,
        ),
        Example(
            yaml="""\
            needs:
              danger: {name: Get help right now, category: crisis, first: county}
            crisis:
              local:
                county: {name: County emergency, kind: emergency, access: [{mode: call, number: "911"}]}
            """,
            about="Emergency services answer at every hour.",
        ),
    ),
)
