"""An absence that is over.

Its last day counts as away, so a past absence is one whose end lies before the day of the build.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.rule import Example, Level, Rule, Severity
from sphinx_commspolicy.diagnostics import quote
from sphinx_commspolicy.effective import PRACTICE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import DataContext
    from sphinx_commspolicy.checks.rule import Finding


def _check(seen: DataContext) -> Iterator[Finding]:
    for name, clinician in seen.policy().clinicians.items():
        for index, absence in enumerate(clinician.absences):
            if absence.end < seen.today:
                place = seen.place(PRACTICE, "clinicians", name, "absences", index, "end")
                message = f"The absence of {quote(clinician.name)} ended on {absence.end}."
                yield seen.found(place, message)


RULE = Rule(
    name="away-expired",
    severity=Severity.info,
    levels=frozenset({Level.data}),
    summary="A past absence that is still listed.",
    reason="Old dates make readers doubt the ones that count.",
    source="Inference.",
    mending="Remove the absence.",
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            clinicians:
              rosa:
                name: Rosa Ibarra
                absences:
                  - {start: 2026-11-16, end: ⟦2026-11-22⟧}
            """,
            says="ended on 2026-11-22",
        ),
    ),
    passing=(
        Example(
            yaml="""\
            clinicians:
              rosa:
                name: Rosa Ibarra
                absences:
                  - {start: 2026-11-16, end: 2026-11-23}
            """,
            about="The last day away is today.",
        ),
    ),
)
