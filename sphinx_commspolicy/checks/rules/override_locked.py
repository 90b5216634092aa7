"""A clinician or programme overrides a fact that the practice has locked.

The file cannot be read then, so this is reported when it is loaded, with the same name.
"""

from __future__ import annotations

from sphinx_commspolicy.checks.rule import Example, Level, Rule, Severity

RULE = Rule(
    name="override-locked",
    severity=Severity.error,
    levels=frozenset({Level.data}),
    summary="A clinician who overrides a fact that the practice has locked.",
    reason="Two clients of one practice would be told different things about what holds for all.",
    source="Practice of group practices.",
    mending="Remove the line, or ask for the lock to be lifted.",
    by_loader=("locked",),
    failing=(
        Example(
            yaml="""\
            turnaround: {value: 2, unit: business_day, locked: [value]}
            clinicians:
              rosa:
                name: Rosa Ibarra
                turnaround: {⟦⟧value: 1}
            """,
        ),
    ),
    passing=(
        Example(
            yaml="""\
            turnaround: {value: 2, unit: business_day, locked: [value]}
            clinicians:
              rosa:
                name: Rosa Ibarra
                turnaround: {hours: "Mo-Th 09:00-17:00"}
            """,
        ),
    ),
)
