"""A silence without a reason is not heeded."""

from __future__ import annotations

from sphinx_commspolicy.checks.rule import Example, Level, Rule, Severity

RULE = Rule(
    name="silence-no-reason",
    severity=Severity.warning,
    levels=frozenset({Level.data}),
    summary="A silence that does not say why.",
    reason="Whoever reads the file next cannot tell a decision from an oversight.",
    source="Practice of linters.",
    mending="Write the reason after the bracket.",
    failing=(
        Example(
            yaml="""\
            clinicians:
              rosa:
                name: Rosa Ibarra
                absences:
                  # ⟦commspolicy: ignore[away-expired]⟧
                  - {start: 2026-01-05, end: 2026-01-09}
            """,
        ),
    ),
    passing=(
        Example(
            yaml="""\
            clinicians:
              rosa:
                name: Rosa Ibarra
                absences:
                  # commspolicy: ignore[away-expired] kept for the record
                  - {start: 2026-01-05, end: 2026-01-09}
            """,
        ),
    ),
)
