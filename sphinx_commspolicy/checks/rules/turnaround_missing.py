"""A method that nobody attends, and no word on when an answer comes.

A method in use needs a turnaround, its own or the general one, unless somebody answers at once in its
hours (``attended``). Video is left out: it serves sessions that were planned.
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
        if policy.turnaround is not None:
            continue
        for name, method in policy.methods.items():
            if (
                method.usable
                and method.turnaround is None
                and not method.attended
                and method.system != "video"
            ):
                message = f"Nothing says how soon a message by {quote(method.name)} is answered."
                yield seen.found(seen.key(scope, "methods", name), message, scope=scope)


RULE = Rule(
    name="turnaround-missing",
    severity=Severity.error,
    levels=frozenset({Level.data}),
    summary="A method in use that nobody attends and that has no turnaround.",
    reason="A client who does not know when to expect an answer waits in fear, or gives up.",
    source="The article, element 3.",
    mending="Add “turnaround” at the top of the file, or to the method.",
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            methods:
              ⟦email⟧: {name: E-mail, system: email, value: office@elm.example.org}
            """,
        ),
    ),
    passing=(
        Example(
            yaml="""\
            methods:
              email: {name: E-mail, system: email, value: office@elm.example.org, turnaround: {value: 2, unit: business_day}}
              phone: {name: Phone, system: phone, value: 503-555-0140, attended: yes, hours: "Mo-Fr 09:00-17:00"}
              video: {name: Video, system: video}
              text: {name: Texts, system: sms, status: not_used, instead: email}
            """,
        ),
        Example(
            yaml="""\
            methods:
              email: {name: E-mail, system: email, value: office@elm.example.org}
            turnaround: {value: 2, unit: business_day}
            """,
        ),
    ),
)
