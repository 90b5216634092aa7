"""The practice chose its crisis services and left out one that everybody needs.

Core services are those that the package's dated data mark so; one that serves none of the practice's
jurisdictions is not asked for.
"""

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
    for block in seen.blocks("crisis"):
        if block.value.services is None:
            continue
        regions = seen.policy().practice.jurisdictions
        missing = [
            service.name
            for name, service in seen.services.items()
            if service.core
            and name not in block.value.services
            and questions.serves(service, regions)
        ]
        if missing and block.value.services:
            names = ", ".join(quote(name) for name in missing)
            message = f"The list of crisis services lacks {names}."
            place = seen.key(block.scope, "crisis", "services")
            yield seen.found(place, message, scope=block.scope)


RULE = Rule(
    name="crisis-core-missing",
    severity=Severity.error,
    levels=frozenset({Level.data}),
    summary="A list of crisis services that lacks one of the country’s core services.",
    reason=(
        "Core services answer anybody, at any hour. Every handbook of the country should show them."
    ),
    source="The package’s dated data: 988lifeline.org, 911.gov, nhs.uk and others.",
    mending="Add them to “services”, or remove the key: they are then shown by themselves.",
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            crisis:
              ⟦services⟧: [us-911, us-crisis-text-line]
            """,
            says="“988 Suicide & Crisis Lifeline”",
        ),
        Example(
            yaml="""\
            practice: {name: Glen Practice, country: GB}
            crisis:
              ⟦services⟧: [gb-999, gb-samaritans, gb-shout]
            """,
            about="Where the practice works is not said, so every core service of the country counts.",
        ),
    ),
    passing=(
        Example(
            yaml="""\
            crisis:
              services: [us-911, us-988]
            """,
        ),
        Example(
            yaml="""\
            practice:
              name: Glen Practice
              country: GB
              jurisdictions: [GB-SCT]
            crisis:
              services: [gb-999, gb-nhs-111-scotland, gb-samaritans, gb-shout]
            """,
            about="NHS 24 serves Scotland, NHS 111 England and Wales: only one of them is asked for.",
        ),
        Example(
            yaml="""\
            crisis: {services: []}
            """,
            about="That there is none at all is a matter of crisis-no-route.",
        ),
    ),
)
