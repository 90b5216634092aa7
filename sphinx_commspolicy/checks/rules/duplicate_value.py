"""One number or address under two methods whose rules differ.

A number that takes calls and texts is two methods with good reason, so only methods of the same
system are compared; “rules” are who reads it, when, how soon one hears back, how private it is, what
it accepts, and whether it is in use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_commspolicy.checks import questions
from sphinx_commspolicy.checks.rule import Example, Level, Related, Rule, Severity
from sphinx_commspolicy.diagnostics import quote
from sphinx_commspolicy.model.method import TELEPHONE_SYSTEMS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import DataContext
    from sphinx_commspolicy.checks.rule import Finding


_RULES = ("status", "turnaround", "hours", "checked", "read_by", "accepts", "security")


def _check(seen: DataContext) -> Iterator[Finding]:
    for scope in seen.scopes:
        first: dict[tuple[str, str], str] = {}
        methods = seen.policy(scope).methods
        for name, method in methods.items():
            if not method.value:
                continue
            value = method.value.casefold()
            if method.system in TELEPHONE_SYSTEMS:
                value = questions.digits(value)[-9:]
            before = first.setdefault((method.system, value), name)
            other = methods[before]
            differing = [key for key in _RULES if getattr(method, key) != getattr(other, key)]
            if differing:
                message = (
                    f"{method.value} stands under {quote(other.name)} and {quote(method.name)}, "
                    f"whose “{differing[0]}” differ."
                )
                related = [Related(seen.place(scope, "methods", before, "value"), "the other one")]
                place = seen.place(scope, "methods", name, "value")
                yield seen.found(place, message, related=related, scope=scope)


RULE = Rule(
    name="duplicate-value",
    severity=Severity.warning,
    levels=frozenset({Level.data}),
    summary="One number or address under two methods with different rules.",
    reason="Whoever writes there cannot know which of the two promises holds.",
    source="Inference.",
    mending="Keep one of the methods, or give them numbers of their own.",
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            methods:
              office: {name: Office, system: phone, value: 503-555-0140}
              billing:
                name: Billing
                system: phone
                value: ⟦(503) 555-0140⟧
                turnaround: {value: 3, unit: business_day}
            """,
            says="“turnaround” differ",
        ),
        Example(
            yaml="""\
            methods:
              office: {name: Office, system: email, value: office@elm.example.org}
              old: {name: Old, system: email, value: ⟦Office@elm.example.org⟧, status: not_used}
            """,
        ),
    ),
    passing=(
        Example(
            yaml="""\
            methods:
              calls: {name: Calls, system: phone, value: 503-555-0140, hours: "Mo-Fr 09:00-17:00"}
              texts: {name: Texts, system: sms, value: 503-555-0140}
              desk: {name: Front desk, system: phone, value: 503-555-0140, hours: "Mo-Fr 09:00-17:00"}
              fax: {name: Fax, system: fax}
            """,
        ),
    ),
)
