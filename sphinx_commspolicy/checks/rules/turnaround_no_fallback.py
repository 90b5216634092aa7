"""A turnaround, and nothing on what to do when it passes.

What a turnaround does not say, it takes from the general one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.rule import Example, Level, Rule, Severity
from sphinx_commspolicy.diagnostics import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import DataContext
    from sphinx_commspolicy.checks.rule import Finding


def _check(seen: DataContext) -> Iterator[Finding]:
    for scope in seen.scopes:
        policy = seen.policy(scope)
        general = policy.turnaround
        if general is not None and general.if_no_reply is None:
            message = "Nothing says what to do when no answer comes in time."
            yield seen.found(seen.key(scope, "turnaround"), message, scope=scope)
        if general is not None:
            continue
        for name, method in policy.methods.items():
            if method.usable and method.turnaround and method.turnaround.if_no_reply is None:
                message = (
                    f"Nothing says what to do when {quote(method.name)} brings no answer in time."
                )
                place = seen.key(scope, "methods", name, "turnaround")
                yield seen.found(place, message, scope=scope)


RULE = Rule(
    name="turnaround-no-fallback",
    severity=Severity.warning,
    levels=frozenset({Level.data}),
    summary="Nothing said about what to do when no answer comes.",
    reason="A message can get lost. Without a next step, the client takes silence for an answer.",
    source="Seen on published policies.",
    mending="Add “if_no_reply” to the turnaround: whom to call then.",
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            ⟦turnaround⟧: {value: 2, unit: business_day}
            """,
        ),
        Example(
            yaml="""\
            methods:
              email:
                name: E-mail
                system: email
                value: office@elm.example.org
                ⟦turnaround⟧: {value: 2, unit: business_day}
              old:
                name: Old
                system: email
                status: not_used
                turnaround: {value: 2, unit: business_day}
            """,
        ),
    ),
    passing=(
        Example(
            yaml="""\
            turnaround: {value: 2, unit: business_day, if_no_reply: Please call us.}
            methods:
              email:
                name: E-mail
                system: email
                value: office@elm.example.org
                turnaround: {value: 1, unit: business_day}
            """,
        ),
        Example(
            yaml="""\
            methods:
              email:
                name: E-mail
                system: email
                value: office@elm.example.org
                turnaround: {value: 1, unit: business_day, if_no_reply: Please call us.}
              mail: {name: Letter, system: mail}
            """,
        ),
    ),
)
