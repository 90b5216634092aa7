"""A long absence, and nobody covers.

Absences that are over, and those of clinicians who have left, are not looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_commspolicy.checks import questions
from sphinx_commspolicy.checks.rule import Example, Level, Option, Rule, Severity
from sphinx_commspolicy.diagnostics import quote
from sphinx_commspolicy.effective import PRACTICE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import DataContext
    from sphinx_commspolicy.checks.rule import Finding


def _check(seen: DataContext) -> Iterator[Finding]:
    for name, clinician in questions.active_people(seen):
        for index, absence in enumerate(clinician.absences):
            days = (absence.end - absence.start).days + 1
            covered = absence.cover or absence.cover_outside or clinician.cover
            if not covered and days > seen.option("days") and absence.end >= seen.today:
                message = f"{quote(clinician.name)} is away for {days} days, and nobody covers."
                place = seen.place(PRACTICE, "clinicians", name, "absences", index, "start")
                yield seen.found(place, message)


RULE = Rule(
    name="away-no-cover",
    severity=Severity.error,
    levels=frozenset({Level.data}),
    summary="An absence of more than some days without cover.",
    reason="Clients in trouble have nobody to turn to for that long.",
    source="Professional guidance on planned absences.",
    mending=(
        "Name who covers, in the absence (“cover” or “cover_outside”) or for the clinician "
        "(“cover”)."
    ),
    options=(Option("days", 5, "Days that an absence may last without cover."),),
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            clinicians:
              rosa:
                name: Rosa Ibarra
                absences:
                  - {start: ⟦2026-11-18⟧, end: 2026-11-23}
            """,
            says="away for 6 days",
        ),
    ),
    passing=(
        Example(
            yaml="""\
            clinicians:
              rosa:
                name: Rosa Ibarra
                absences:
                  - {start: 2026-12-01, end: 2026-12-05}
                  - {start: 2026-11-01, end: 2026-11-22}
                  - {start: 2026-12-21, end: 2026-12-31, cover: teo}
                  - {start: 2027-01-21, end: 2027-01-31, cover_outside: {name: Linnea Brandt}}
              teo: {name: Teo Nakagawa, cover: rosa, absences: [{start: 2027-02-01, end: 2027-02-28}]}
              una: {name: Una Byrne, active: no, absences: [{start: 2027-02-01, end: 2027-02-28}]}
            """,
        ),
    ),
)
