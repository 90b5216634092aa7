"""A service, or an option of a telephone menu, that has ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_commspolicy.checks import questions
from sphinx_commspolicy.checks.rule import Example, Level, Rule, Severity
from sphinx_commspolicy.diagnostics import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import DataContext
    from sphinx_commspolicy.checks.rule import Finding


def _check(seen: DataContext) -> Iterator[Finding]:
    for scope in seen.scopes:
        policy = seen.policy(scope)
        known = questions.known_services(seen, policy)
        for name, path in questions.service_references(policy):
            service = known.get(name)
            if service is not None and service.status == "ended":
                ended = f" on {service.ended_on}" if service.ended_on else ""
                message = f"{quote(service.name)} ended{ended}."
                yield seen.found(seen.place(scope, *path), message, scope=scope)
    ended_options = {
        (access.number, access.option): service
        for service in seen.services.values()
        if service.status == "ended"
        for access in service.access
        if access.option
    }
    for block in seen.blocks("crisis"):
        for name, local in block.value.local.items():
            for index, access in enumerate(local.access):
                gone = ended_options.get((access.number, access.option))
                if gone:
                    place = seen.place(
                        block.scope, "crisis", "local", name, "access", index, "option"
                    )
                    message = f"Option {access.option} of {access.number} ended on {gone.ended_on}."
                    yield seen.found(place, message, scope=block.scope)


RULE = Rule(
    name="crisis-option-unavailable",
    severity=Severity.warning,
    levels=frozenset({Level.data, Level.prose}),
    summary="A crisis service, or an option of its telephone menu, that has ended.",
    reason="A client who presses the option in need waits, or lands with somebody who cannot help.",
    source="KFF Health News on 988 “press 3”, ended on 17 July 2025; the package’s dated data.",
    mending="Remove it, and name the service that is there now.",
    false_positives="A page that tells of the end of a service names it rightly; silence it.",
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            crisis:
              services: [us-911, us-988, ⟦us-988-option-3⟧]
            """,
            says="ended on 2025-07-17",
        ),
        Example(
            yaml="""\
            crisis:
              local:
                youth:
                  name: A line for young people
                  access: [{mode: call, number: "988", option: "⟦3⟧"}]
                  hours: 24/7
            """,
        ),
    ),
    passing=(
        Example(
            yaml="""\
            crisis:
              services: [us-911, us-988]
              local:
                spanish:
                  name: A line in Spanish
                  access: [{mode: call, number: "988", option: "2"}]
                  hours: 24/7
            """,
        ),
        Example(
            yaml="""\
            methods:
              phone: {name: Phone, system: phone, value: 503-555-0140}
            needs:
              change: {name: Change a session, category: administrative, first: phone, second: us-911}
            """,
        ),
    ),
)
