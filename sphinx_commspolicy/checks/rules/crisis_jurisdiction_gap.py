"""Sessions by video reach places for which no crisis service is shown.

Services of a country serve all of it unless their data say otherwise, so the gap is most often a
license in another country.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_commspolicy.checks import questions
from sphinx_commspolicy.checks.rule import Example, Level, Rule, Severity
from sphinx_commspolicy.effective import PRACTICE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import DataContext
    from sphinx_commspolicy.checks.rule import Finding
    from sphinx_commspolicy.model.policy import Policy


def _check(seen: DataContext) -> Iterator[Finding]:
    practice = seen.policy()
    country = practice.crisis.country or practice.practice.country
    for scope in questions.readers(seen):
        policy = seen.policy(scope)
        if not questions.offers_video(policy):
            continue
        shown = [service for _, service in questions.services_in_block(seen, policy)]
        local = set(map(id, policy.crisis.local.values()))
        for region, path in _regions(policy, scope.name):
            abroad = not questions.overlap(country, region)
            served = any(
                (service.areas and questions.serves(service, (region,)))
                if abroad
                else questions.serves(service, (region,))
                for service in shown
                if service.areas or id(service) not in local
            )
            if shown and not served:
                message = f"You work by video in {region}; no crisis service shown serves there."
                yield seen.found(seen.place(PRACTICE, *path), message)


def _regions(policy: Policy, clinician: str) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    """Yield the places where sessions may be held, with where the policy says so."""
    for index, region in enumerate(policy.practice.jurisdictions):
        yield region, ("practice", "jurisdictions", index)
    if clinician:
        for index, licence in enumerate(policy.clinicians[clinician].licences):
            yield licence.jurisdiction, ("clinicians", clinician, "licences", index, "jurisdiction")


RULE = Rule(
    name="crisis-jurisdiction-gap",
    severity=Severity.warning,
    levels=frozenset({Level.data}),
    summary="A place where sessions are held by video and for which no crisis service is shown.",
    reason="A client there cannot be helped by the services of your own town.",
    source="ACA Code of Ethics H.1.b and H.2.a.",
    mending="Add a crisis service of that place under “crisis.local”, with its “areas”.",
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            practice:
              name: Elm Street Therapy
              country: US
              jurisdictions: [US-OR, ⟦CA-BC⟧]
            methods:
              video: {name: Video, system: video}
            """,
        ),
        Example(
            yaml="""\
            practice:
              name: Elm Street Therapy
              country: US
              jurisdictions: [US-OR]
            video_sessions: {wait: {value: 10, unit: minute}}
            clinicians:
              rosa:
                name: Rosa Ibarra
                licences: [{jurisdiction: US-OR}, {jurisdiction: ⟦CA-BC⟧}]
            """,
        ),
        Example(
            yaml="""\
            practice: {name: Elm Street Therapy, country: US, jurisdictions: [⟦CA-BC⟧]}
            methods:
              video: {name: Video, system: video}
            crisis:
              local:
                wa: {name: A line, areas: [US-WA], access: [{mode: call, number: 206-555-0190}]}
            """,
        ),
        Example(
            yaml="""\
            practice: {name: Elm Street Therapy, country: US, jurisdictions: [⟦US-OR⟧]}
            methods:
              video: {name: Video, system: video}
            crisis: {country: GB}
            """,
        ),
    ),
    passing=(
        Example(
            yaml="""\
            practice:
              name: Elm Street Therapy
              country: US
              jurisdictions: [US-OR, CA-BC]
            methods:
              video: {name: Video, system: video}
            crisis:
              local:
                bc:
                  name: Crisis line of British Columbia
                  areas: [CA-BC]
                  access: [{mode: call, number: 604-555-0190}]
                  hours: 24/7
            """,
        ),
        Example(
            yaml="""\
            practice:
              name: Elm Street Therapy
              country: US
              jurisdictions: [US-OR, CA-BC]
            methods:
              video: {name: Video, system: video, status: not_used}
            """,
            about="No sessions by video.",
        ),
        Example(
            yaml="""\
            practice: {name: Elm Street Therapy, country: US, jurisdictions: [US-OR]}
            methods:
              video: {name: Video, system: video}
            crisis: {services: []}
            """,
        ),
    ),
)
