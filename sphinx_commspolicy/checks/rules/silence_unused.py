"""A silence that silences nothing: what it let stand is gone, or the name is misspelled.

Only rules that have seen all they look at count: a silence of a rule for built pages is not called
unused where no page was built.
"""

from __future__ import annotations

from sphinx_commspolicy.checks.rule import Example, Level, Rule, Severity

RULE = Rule(
    name="silence-unused",
    severity=Severity.warning,
    levels=frozenset({Level.data}),
    summary="A silence that silences nothing, or names no rule that there is.",
    reason="It would hide the next finding at this place, which nobody has looked at.",
    source="Practice of linters.",
    mending="Remove the silence.",
    failing=(
        Example(
            yaml="""\
            practice:
              name: Elm Street Therapy
              country: US
              # ⟦commspolicy: ignore[away-expired] kept for the record⟧
              time_zone: America/New_York
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
