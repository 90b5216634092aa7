"""A route that contradicts itself.

Its second way is the first again; it leads by a method that it forbids; or a method that is not used
names itself, directly or by way of others, as the one to use instead.
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
    for block in seen.blocks("needs"):
        need = block.value
        if need.first == need.second:
            message = f"The second way of {quote(need.name)} is the first one again."
            place = seen.place(block.scope, *block.path, "second")
            yield seen.found(place, message, scope=block.scope)
        for index, name in enumerate(need.not_by):
            if name in {need.first, need.second}:
                message = f"{quote(need.name)} leads by {quote(name)}, and asks not to use it."
                place = seen.place(block.scope, *block.path, "not_by", index)
                yield seen.found(place, message, scope=block.scope)
    for scope in seen.scopes:
        methods = seen.policy(scope).methods
        for name, method in methods.items():
            passed = [name]
            at = method
            while at.instead and at.instead not in passed:
                passed.append(at.instead)
                at = methods[at.instead]
            if at.instead == name:
                message = f"{quote(method.name)} sends clients back to itself."
                place = seen.place(scope, "methods", name, "instead")
                yield seen.found(place, message, scope=scope)


RULE = Rule(
    name="route-contradictory",
    severity=Severity.error,
    levels=frozenset({Level.data}),
    summary=(
        "A need whose two ways are one, or that forbids its own way; a method that names itself "
        "instead."
    ),
    reason="A client who follows it goes round in a circle.",
    source="Inference.",
    mending="Name another method, or remove the line.",
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            methods:
              phone: {name: Phone, system: phone, value: 503-555-0140}
              email: {name: E-mail, system: email, value: office@elm.example.org}
              text: {name: Texts, system: sms, status: not_used, instead: ⟦text⟧}
              fax: {name: Fax, system: fax, status: not_used, instead: ⟦telex⟧}
              telex: {name: Telex, system: url, status: not_used, instead: ⟦fax⟧}
            needs:
              change: {name: Change a session, category: administrative, first: phone, second: ⟦phone⟧}
              billing: {name: Ask about a bill, category: administrative, first: email, not_by: [⟦email⟧]}
              letter: {name: Get a letter, category: administrative, first: phone, second: email, not_by: [⟦email⟧]}
            """,
        ),
    ),
    passing=(
        Example(
            yaml="""\
            methods:
              phone: {name: Phone, system: phone, value: 503-555-0140}
              email: {name: E-mail, system: email, value: office@elm.example.org}
              text: {name: Texts, system: sms, status: not_used, instead: email}
            needs:
              change: {name: Change a session, category: administrative, first: phone, second: email, not_by: [text]}
            """,
        ),
    ),
)
