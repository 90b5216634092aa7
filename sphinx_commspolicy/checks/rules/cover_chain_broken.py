"""Who covers is away, gone, not licensed there, or the one who is away.

“Not licensed there”: both state licenses, and one of the clinician's places is not among those of the
cover. A license that rests on a compact may be valid in more places than it names, so then nothing is
said. Absences that are over are not looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_commspolicy.checks import questions
from sphinx_commspolicy.checks.rule import Example, Level, Rule, Severity
from sphinx_commspolicy.diagnostics import quote
from sphinx_commspolicy.effective import PRACTICE

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import DataContext, Step
    from sphinx_commspolicy.checks.rule import Finding
    from sphinx_commspolicy.model.clinician import Absence, Clinician


def _check(seen: DataContext) -> Iterator[Finding]:
    people = seen.policy().clinicians
    for name, clinician in questions.active_people(seen):
        covers: list[tuple[str | None, tuple[Step, ...], Absence | None]]
        covers = [(clinician.cover, ("clinicians", name, "cover"), None)]
        for index, away in enumerate(clinician.absences):
            if away.end >= seen.today and away.cover:
                own = ("clinicians", name, "absences", index, "cover")
                covers.append((away.cover, own, away))
            elif away.end >= seen.today and not away.cover_outside:
                covers.append((clinician.cover, ("clinicians", name, "cover"), away))
        for cover, path, absence in covers:
            other = people.get(cover or "")
            if other is None:
                continue
            problem = _problem(clinician, other, absence, seen.today)
            if problem:
                message = (
                    f"{quote(other.name)} cannot cover for {quote(clinician.name)}: {problem}."
                )
                yield seen.found(seen.place(PRACTICE, *path), message)


def _problem(
    clinician: Clinician, cover: Clinician, absence: Absence | None, today: dt.date
) -> str | None:
    """Return why *cover* cannot stand in for *clinician*."""
    if cover is clinician:
        return "it is the same person"
    if absence is None:
        if not questions.works_here(cover, today):
            return "they do not work here"
    else:
        for day in (absence.start, absence.end):
            if not questions.works_here(cover, day):
                return f"they do not work here on {day}"
        for away in cover.absences:
            if away.start <= absence.end and absence.start <= away.end:
                return f"they are away themselves from {away.start} to {away.end}"
    if any(licence.compact for licence in (*clinician.licences, *cover.licences)):
        return None
    theirs = {licence.jurisdiction for licence in cover.licences}
    own = {licence.jurisdiction for licence in clinician.licences}
    lacking = sorted(
        place for place in own if not any(questions.overlap(place, other) for other in theirs)
    )
    if theirs and lacking:
        return f"they have no license for {', '.join(lacking)}"
    return None


RULE = Rule(
    name="cover-chain-broken",
    severity=Severity.error,
    levels=frozenset({Level.data}),
    summary=(
        "Cover by somebody who is away, does not work here, has no license there, or is the same "
        "person."
    ),
    reason="The client calls who covers, and nobody who may help is there.",
    source="Inference.",
    mending="Name somebody else who is there and licensed in the same places.",
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            clinicians:
              rosa: {name: Rosa Ibarra, cover: ⟦rosa⟧}
            """,
            says="it is the same person",
        ),
        Example(
            yaml="""\
            clinicians:
              rosa: {name: Rosa Ibarra, cover: ⟦una⟧}
              una: {name: Una Byrne, active: no}
            """,
            says="they do not work here",
        ),
        Example(
            yaml="""\
            clinicians:
              rosa: {name: Rosa Ibarra, absences: [{start: 2027-02-01, end: 2027-02-05, cover: ⟦una⟧}]}
              una: {name: Una Byrne, period: {end: 2027-01-31}}
            """,
            says="they do not work here on 2027-02-01",
        ),
        Example(
            yaml="""\
            clinicians:
              rosa: {name: Rosa Ibarra, absences: [{start: 2027-02-01, end: 2027-02-05, cover: ⟦una⟧}]}
              una: {name: Una Byrne, period: {end: 2027-02-03}}
            """,
            says="they do not work here on 2027-02-05",
        ),
        Example(
            yaml="""\
            clinicians:
              rosa: {name: Rosa Ibarra, absences: [{start: 2026-12-21, end: 2026-12-31, cover: ⟦teo⟧}]}
              teo: {name: Teo Nakagawa, absences: [{start: 2026-12-31, end: 2027-01-08, cover_outside: {name: Linnea Brandt}}]}
            """,
            says="cannot cover",
        ),
        Example(
            yaml="""\
            clinicians:
              rosa: {name: Rosa Ibarra, cover: ⟦teo⟧, licences: [{jurisdiction: US-OR}, {jurisdiction: US-WA}]}
              teo: {name: Teo Nakagawa, licences: [{jurisdiction: US-OR}]}
            """,
            says="no license for US-WA",
        ),
        Example(
            yaml="""\
            clinicians:
              rosa: {name: Rosa Ibarra, cover: ⟦teo⟧, absences: [{start: 2026-12-21, end: 2026-12-31}]}
              teo: {name: Teo Nakagawa, absences: [{start: 2026-12-11, end: 2026-12-21, cover_outside: {name: Linnea Brandt}}]}
            """,
            about="The clinician’s general cover, in an absence that names nobody.",
            says="away themselves",
        ),
        Example(
            yaml="""\
            clinicians:
              rosa: {name: Rosa Ibarra, absences: [{start: 2026-11-20, end: 2026-11-23, cover: ⟦teo⟧}]}
              vera: {name: Vera Lind, cover: ⟦teo⟧, absences: [{start: 2026-11-20, end: 2026-11-23}]}
              teo: {name: Teo Nakagawa, absences: [{start: 2026-11-20, end: 2026-11-20, cover_outside: {name: Linnea Brandt}}]}
            """,
            about="Today is the last day away.",
            says="they are away themselves",
        ),
    ),
    passing=(
        Example(
            yaml="""\
            clinicians:
              rosa:
                name: Rosa Ibarra
                cover: teo
                licences: [{jurisdiction: US-OR}]
                absences:
                  - {start: 2026-11-01, end: 2026-11-22, cover: teo}
                  - {start: 2026-12-24, end: 2026-12-31, cover: teo}
                  - {start: 2026-12-01, end: 2026-12-03, cover_outside: {name: Linnea Brandt}}
              teo:
                name: Teo Nakagawa
                licences: [{jurisdiction: US-OR}, {jurisdiction: US-WA}]
                absences:
                  - {start: 2026-11-10, end: 2026-12-23, cover_outside: {name: Linnea Brandt}}
                  - {start: 2027-01-01, end: 2027-01-02}
              una: {name: Una Byrne, active: no, cover: una}
            """,
        ),
        Example(
            yaml="""\
            clinicians:
              rosa: {name: Rosa Ibarra, cover: teo, licences: [{jurisdiction: US-OR}, {jurisdiction: US-WA}]}
              teo: {name: Teo Nakagawa, licences: [{jurisdiction: US-OR, compact: Counseling Compact}]}
              una: {name: Una Byrne, cover: rosa}
              vera: {name: Vera Lind, cover: una, licences: [{jurisdiction: US-OR}]}
            """,
            about="A license that rests on a compact may be valid in more places.",
        ),
        Example(
            yaml="""\
            clinicians:
              rosa: {name: Rosa Ibarra, cover: teo, licences: [{jurisdiction: GB-ENG}]}
              teo: {name: Teo Nakagawa, licences: [{jurisdiction: GB}]}
            """,
            about="A license for the whole country holds in each of its parts.",
        ),
    ),
)
