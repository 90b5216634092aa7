"""A line that informs or refers, named where help in a crisis is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_commspolicy.checks import questions
from sphinx_commspolicy.checks.rule import Example, Level, Rule, Severity
from sphinx_commspolicy.diagnostics import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import DataContext
    from sphinx_commspolicy.checks.rule import Finding


_KINDS = {"information": "gives information", "referral": "refers people to treatment"}


def _check(seen: DataContext) -> Iterator[Finding]:
    for scope in seen.scopes:
        policy = seen.policy(scope)
        known = questions.known_services(seen, policy)
        for name, path in questions.service_references(policy):
            need = policy.needs.get(str(path[1])) if path[0] == "needs" else None
            if need is not None and not questions.is_crisis(need):
                continue
            service = known.get(name)
            if service is not None and service.kind in _KINDS:
                message = (
                    f"{quote(service.name)} {_KINDS[service.kind]}: it is no help in a crisis."
                )
                yield seen.found(seen.place(scope, *path), message, scope=scope)
    numbers = {
        questions.digits(access.number): service
        for service in seen.services.values()
        if service.kind in _KINDS
        for access in service.access
        if access.number
    }
    for block in seen.blocks("crisis"):
        for name, local in block.value.local.items():
            for index, access in enumerate(local.access):
                found = numbers.get(questions.digits(access.number or ""))
                if found and local.kind not in _KINDS:
                    message = f"{access.number} is {quote(found.name)}, which {_KINDS[found.kind]}."
                    place = seen.place(
                        block.scope, "crisis", "local", name, "access", index, "number"
                    )
                    yield seen.found(place, message, scope=block.scope)


RULE = Rule(
    name="crisis-line-not-crisis",
    severity=Severity.warning,
    levels=frozenset({Level.data, Level.prose}),
    summary="A line for information or referral that is shown as help in a crisis.",
    reason="Whoever answers there is not trained for a crisis, and may not answer at night.",
    source="What the lines say of themselves (nami.org, samhsa.gov); the package’s dated data.",
    mending="Name it elsewhere in the handbook, and a crisis service here.",
    false_positives=(
        "A line may be named beside crisis services with a word on what it is for; silence it."
    ),
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            crisis:
              services: [us-911, us-988, ⟦us-nami⟧]
            """,
            says="gives information",
        ),
        Example(
            yaml="""\
            needs:
              danger:
                name: Get help right now
                category: crisis
                first: us-911
                second: ⟦us-samhsa⟧
            crisis:
              local:
                help:
                  name: Helpline
                  access: [{mode: call, number: ⟦1-800-662-4357⟧}]
                  hours: 24/7
            """,
        ),
        Example(
            yaml="""\
            methods:
              coach: {name: Coaching line, system: phone, value: 503-555-0140}
            phone_coaching: {method: coach, fallback: ⟦us-nami⟧}
            """,
        ),
    ),
    passing=(
        Example(
            yaml="""\
            needs:
              treatment:
                name: Find treatment for addiction
                category: administrative
                first: us-samhsa
            crisis:
              services: [us-911, us-988]
            """,
        ),
        Example(
            yaml="""\
            methods:
              phone: {name: Phone, system: phone, value: 503-555-0140}
            needs:
              danger: {name: Get help right now, category: crisis, first: us-911, second: phone}
            crisis:
              local:
                treatment: {name: Treatment line, kind: referral, access: [{mode: call, number: 1-800-662-4357}]}
                team: {name: Mobile Crisis Team, access: [{mode: call, number: 503-555-0190}]}
            """,
        ),
    ),
)
