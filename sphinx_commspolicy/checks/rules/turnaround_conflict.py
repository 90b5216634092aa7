"""Two turnarounds for the same thing.

A need, or a method, may have its own turnaround: the more specific one holds. A conflict in the data
is phone coaching whose ``reply_within`` differs from the turnaround of the line that it goes by.
Turnarounds that are typed into texts are compared by the prose part.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.rule import Example, Level, Related, Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import DataContext
    from sphinx_commspolicy.checks.rule import Finding


def _check(seen: DataContext) -> Iterator[Finding]:
    for scope in seen.scopes:
        policy = seen.policy(scope)
        coaching = policy.phone_coaching
        if coaching is None or coaching.reply_within is None:
            continue
        promised, own = coaching.reply_within, policy.methods[coaching.method].turnaround
        if own and (promised.value, promised.unit) != (own.value, own.unit):
            message = (
                f"Coaching promises a call within {promised.value} {promised.unit}, its line within "
                f"{own.value} {own.unit}."
            )
            related = [
                Related(seen.key(scope, "methods", coaching.method, "turnaround"), "its line’s")
            ]
            place = seen.place(scope, "phone_coaching", "reply_within", "value")
            yield seen.found(place, message, related=related, scope=scope)


RULE = Rule(
    name="turnaround-conflict",
    severity=Severity.error,
    levels=frozenset({Level.data, Level.prose}),
    summary="Two turnarounds for one method and the same readers.",
    reason="The client counts on the shorter one, and you on the longer.",
    source="Inference.",
    mending="Keep one of the two.",
    false_positives=(
        "Words about another thing than a reply, such as a notice for canceling, may be misread."
    ),
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            methods:
              coach: {name: Coaching, system: phone, value: 503-555-0140, turnaround: {value: 4, unit: clock_hour}}
            phone_coaching:
              method: coach
              reply_within: {value: ⟦2⟧, unit: clock_hour}
            """,
        ),
        Example(
            yaml="""\
            methods:
              coach: {name: Coaching, system: phone, value: 503-555-0140, turnaround: {value: 2, unit: business_day}}
            phone_coaching:
              method: coach
              reply_within: {value: ⟦2⟧, unit: clock_hour}
            """,
        ),
    ),
    passing=(
        Example(
            yaml="""\
            methods:
              coach: {name: Coaching, system: phone, value: 503-555-0140, turnaround: {value: 2, unit: clock_hour}}
              other: {name: Another, system: phone, value: 503-555-0141}
            phone_coaching:
              method: coach
              reply_within: {value: 2, unit: clock_hour}
            """,
        ),
        Example(
            yaml="""\
            methods:
              coach: {name: Coaching, system: phone, value: 503-555-0140, turnaround: {value: 2, unit: clock_hour}}
              plain: {name: Plain, system: phone, value: 503-555-0141}
            clinicians:
              rosa: {name: Rosa Ibarra, phone_coaching: {method: coach}}
              teo: {name: Teo Nakagawa, phone_coaching: {method: plain, reply_within: {value: 2, unit: clock_hour}}}
            """,
        ),
    ),
)
