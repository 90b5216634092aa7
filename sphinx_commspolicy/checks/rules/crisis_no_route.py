"""Nobody says whom to turn to in an emergency.

The crisis blocks show the country's core services unless the practice says otherwise, so this is
rare: it happens where the package knows no services of the country, or the list is emptied. That no
*need* of the category “crisis” has a route is a matter of ``need-unrouted``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_commspolicy.checks import questions
from sphinx_commspolicy.checks.rule import Example, Level, Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import DataContext
    from sphinx_commspolicy.checks.rule import Finding


def _check(seen: DataContext) -> Iterator[Finding]:
    for scope in seen.scopes:
        policy = seen.policy(scope)
        if questions.services_in_block(seen, policy):
            continue
        routed = any(questions.is_crisis(need) for need in policy.needs.values())
        if not routed:
            place = seen.key(scope, "crisis", "services")
            yield seen.found(place, "There is no route for emergencies.", scope=scope)


RULE = Rule(
    name="crisis-no-route",
    severity=Severity.error,
    levels=frozenset({Level.data}),
    summary=(
        "No route for emergencies: no crisis service is shown, and no need of a crisis has a route."
    ),
    reason="A client in danger has to find in seconds whom to call.",
    source="The article, element 2; ACA Code of Ethics H.2.a.",
    mending="Name crisis services under “crisis”, and add a need of category “crisis”.",
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            crisis:
              ⟦services⟧: []
            """,
        ),
        Example(
            yaml="""\
            ⟦practice⟧:
              name: Rue du Lac
              country: FR
            """,
            about="The package knows no services of the country, and the practice names none.",
        ),
        Example(
            yaml="""\
            needs:
              samhsa: {name: Find treatment, category: administrative, first: us-samhsa}
            crisis:
              ⟦services⟧: []
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
            """,
        ),
        Example(
            yaml="""\
            practice:
              name: Elm Street Therapy
              country: US
            """,
            about="The country’s core services are shown without being named.",
        ),
        Example(
            yaml="""\
            needs:
              danger: {name: Get help right now, category: crisis, first: us-911}
            crisis: {services: []}
            """,
        ),
    ),
)
