"""The first route in a crisis is one that answers later.

A method counts as answering at once only where it says so (``attended: yes``) and its hours are
24/7. A service counts unless its own hours say that it sleeps; a service of kind “emergency”
without hours does not. An ended service is reported by ``crisis-option-unavailable`` alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_commspolicy.checks import questions
from sphinx_commspolicy.checks.rule import Example, Level, Rule, Severity
from sphinx_commspolicy.diagnostics import quote
from sphinx_commspolicy.model.method import Method

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import DataContext
    from sphinx_commspolicy.checks.rule import Finding


def _check(seen: DataContext) -> Iterator[Finding]:
    for scope in seen.scopes:
        policy = seen.policy(scope)
        for name, need in policy.needs.items():
            first = questions.route(seen, policy, need.first)
            if not questions.is_crisis(need):
                continue
            assert first is not None, "a name that is declared nowhere ends the reading"
            if isinstance(first, Method):
                always = first.attended and questions.is_always(first.hours)
                why = "which does not answer at once, day and night"
            else:
                always = first.status == "ended" or questions.is_always(first.hours, unsaid=True)
                why = f"which answers only {first.hours}"
            if not always:
                message = (
                    f"In a crisis, {quote(need.name)} leads first to {quote(first.name)}, {why}."
                )
                yield seen.found(seen.place(scope, "needs", name, "first"), message, scope=scope)


RULE = Rule(
    name="crisis-route-async",
    severity=Severity.error,
    levels=frozenset({Level.data, Level.prose}),
    summary="A first crisis route that has a turnaround, or that nobody staffs day and night.",
    reason="A client in danger who writes to an inbox waits for hours, and may die waiting.",
    source="Seen on published policies.",
    mending=(
        "Name a service that answers at once, day and night, such as the emergency number, first."
    ),
    false_positives=(
        "In prose: what is denied (“do not email us in an emergency”), what follows a public number "
        "(“call 911, then leave a message”), and what to do afterwards are not found."
    ),
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            methods:
              email: {name: E-mail, system: email, value: office@elm.example.org}
            needs:
              danger:
                name: Get help right now
                category: crisis
                first: ⟦email⟧
                second: us-911
            """,
            says="does not answer at once",
        ),
        Example(
            yaml="""\
            methods:
              phone: {name: Phone, system: phone, value: (503) 555-0140, attended: yes, hours: "Mo-Fr 09:00-17:00"}
            needs:
              danger:
                name: Get help right now
                category: clinical
                kind: emergency
                first: ⟦phone⟧
            """,
            about="A need of kind “emergency” is held like a crisis, whatever its category.",
        ),
        Example(
            yaml="""\
            needs:
              danger:
                name: Get help right now
                category: crisis
                first: ⟦team⟧
                second: us-911
            crisis:
              local:
                team:
                  name: Fernhollow Mobile Crisis Team
                  access: [{mode: call, number: 503-555-0190}]
                  hours: Mo-Su 08:00-22:00
            """,
            says="answers only Mo-Su 08:00-22:00",
        ),
        Example(
            yaml="""\
            methods:
              phone: {name: Phone, system: phone, value: (503) 555-0140, hours: 24/7}
            needs:
              danger:
                name: Get help right now
                category: crisis
                first: ⟦phone⟧
                second: us-911
            """,
            about="Open day and night, but nobody answers at once.",
        ),
        Example(
            yaml="""\
            methods:
              phone: {name: Phone, system: phone, value: (503) 555-0140, attended: yes}
            needs:
              danger: {name: Get help right now, category: crisis, first: ⟦phone⟧}
            """,
        ),
    ),
    passing=(
        Example(
            yaml="""\
            needs:
              danger:
                name: Get help right now
                category: crisis
                first: us-911
                second: us-988
            """,
        ),
        Example(
            yaml="""\
            methods:
              line: {name: Crisis line, system: phone, value: (503) 555-0140, attended: yes, hours: 24/7}
              email: {name: E-mail, system: email, value: office@elm.example.org}
            needs:
              danger:
                name: Get help right now
                category: crisis
                first: line
                second: us-911
              question:
                name: Ask a question
                category: administrative
                first: email
            """,
            about="A line of the practice that somebody always answers.",
        ),
        Example(
            yaml="""\
            needs:
              danger: {name: Get help right now, category: crisis, first: team}
              later: {name: Talk to somebody, category: crisis, first: gone}
            crisis:
              local:
                team: {name: Mobile Crisis Team, access: [{mode: call, number: 503-555-0190}]}
                gone:
                  name: Another team
                  access: [{mode: call, number: 503-555-0191}]
                  hours: Mo-Fr 09:00-17:00
                  status: ended
            """,
            about="Hours that nobody states, and a service that has ended, are matters of other rules.",
        ),
    ),
)
