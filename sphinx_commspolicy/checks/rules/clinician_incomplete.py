"""An active clinician without a method, a turnaround, or a license.

What a clinician inherits from the practice counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_commspolicy.checks import questions
from sphinx_commspolicy.checks.rule import Example, Level, Rule, Severity
from sphinx_commspolicy.diagnostics import quote
from sphinx_commspolicy.effective import PRACTICE, Scope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import DataContext
    from sphinx_commspolicy.checks.rule import Finding


def _check(seen: DataContext) -> Iterator[Finding]:
    for name, clinician in questions.active_people(seen):
        policy = seen.policy(Scope("clinician", name))
        missing = []
        if not any(
            method.usable and questions.has_address(method) for method in policy.methods.values()
        ):
            missing.append("no method to be reached by")
        if policy.turnaround is None and not any(
            method.turnaround for method in policy.methods.values() if method.usable
        ):
            missing.append("no turnaround")
        if not clinician.licences:
            missing.append("no license")
        if missing:
            message = f"{quote(clinician.name)} has {', '.join(missing)}."
            yield seen.found(seen.key(PRACTICE, "clinicians", name, "name"), message)


RULE = Rule(
    name="clinician-incomplete",
    severity=Severity.error,
    levels=frozenset({Level.data}),
    summary="An active clinician without method, turnaround or license.",
    reason=(
        "The clinician’s own page cannot tell clients how to reach them, how soon, or where they "
        "may work."
    ),
    source="Inference.",
    mending="Add what is missing to the clinician’s file, or to the practice’s.",
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            methods:
              phone: {name: Phone, system: phone, owner: clinician}
              fax: {name: Fax, system: fax, value: 503-555-0141, status: not_used, turnaround: {value: 2, unit: business_day}}
            clinicians:
              rosa: {⟦name⟧: Rosa Ibarra}
              una: {name: Una Byrne, active: no}
            """,
            says="“Rosa Ibarra” has no method to be reached by, no turnaround, no license.",
        ),
        Example(
            yaml="""\
            turnaround: {value: 2, unit: business_day}
            methods:
              phone: {name: Phone, system: phone, value: 503-555-0140}
            clinicians:
              rosa: {⟦name⟧: Rosa Ibarra}
            """,
            says="“Rosa Ibarra” has no license.",
        ),
    ),
    passing=(
        Example(
            yaml="""\
            methods:
              phone: {name: Phone, system: phone, owner: clinician}
            clinicians:
              rosa:
                name: Rosa Ibarra
                licences: [{jurisdiction: US-OR}]
                methods:
                  phone: {value: 503-555-0140, turnaround: {value: 2, unit: business_day}}
            """,
        ),
    ),
)
