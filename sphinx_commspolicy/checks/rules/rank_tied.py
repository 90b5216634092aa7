"""Two methods in use share a rank, so that none of them is the best."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.rule import Example, Level, Related, Rule, Severity
from sphinx_commspolicy.diagnostics import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import DataContext
    from sphinx_commspolicy.checks.rule import Finding


def _check(seen: DataContext) -> Iterator[Finding]:
    for scope in seen.scopes:
        first: dict[int, str] = {}
        methods = seen.policy(scope).methods
        for name, method in methods.items():
            if not method.usable or method.rank is None:
                continue
            before = first.setdefault(method.rank, name)
            if before != name:
                message = (
                    f"{quote(methods[before].name)} and {quote(method.name)} both have the rank "
                    f"{method.rank}."
                )
                related = [Related(seen.place(scope, "methods", before, "rank"), "the other one")]
                place = seen.place(scope, "methods", name, "rank")
                yield seen.found(place, message, related=related, scope=scope)


RULE = Rule(
    name="rank-tied",
    severity=Severity.warning,
    levels=frozenset({Level.data}),
    summary="Two methods in use that have the same rank.",
    reason="The policy has to say which method really gets an answer; a tie says nothing.",
    source="The article; FHIR R5, ContactPoint.rank.",
    mending="Give each method a rank of its own; 1 is the best.",
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            methods:
              phone: {name: Phone, system: phone, value: 503-555-0140, rank: 1}
              email: {name: E-mail, system: email, value: office@elm.example.org, rank: ⟦1⟧}
            """,
        ),
        Example(
            yaml="""\
            methods:
              phone: {name: Phone, system: phone, value: 503-555-0140, rank: 1}
              email: {name: E-mail, system: email, value: office@elm.example.org, rank: 2}
            clinicians:
              rosa:
                name: Rosa Ibarra
                methods:
                  email: {rank: ⟦1⟧}
            """,
            about="A clinician’s own rank meets one that she inherits.",
        ),
    ),
    passing=(
        Example(
            yaml="""\
            methods:
              phone: {name: Phone, system: phone, value: 503-555-0140, rank: 1}
              email: {name: E-mail, system: email, value: office@elm.example.org, rank: 2}
              fax: {name: Fax, system: fax, status: not_used, rank: 1, instead: phone}
              mail: {name: Letter, system: mail}
              visit: {name: Visit, system: mail}
            """,
        ),
    ),
)
