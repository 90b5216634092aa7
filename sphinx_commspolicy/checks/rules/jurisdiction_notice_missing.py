"""A notice that a jurisdiction asks for is absent.

Which notices these are stands in the package's dated data (``data/notices.yaml``). It holds only what
has a source, so that no finding means: none that is known. This is no legal advice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_commspolicy.checks import questions
from sphinx_commspolicy.checks.rule import Example, Level, Rule, Severity
from sphinx_commspolicy.effective import PRACTICE
from sphinx_commspolicy.required_notices import required_notices

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import DataContext, Step
    from sphinx_commspolicy.checks.rule import Finding


def _check(seen: DataContext) -> Iterator[Finding]:
    policy = seen.policy()
    given = {(notice.kind, notice.jurisdiction) for notice in policy.practice.notices}
    regions: list[tuple[str, tuple[Step, ...]]] = [
        (region, ("practice", "jurisdictions", index))
        for index, region in enumerate(policy.practice.jurisdictions)
    ]
    for name, clinician in questions.active_people(seen):
        for index, licence in enumerate(clinician.licences):
            regions.append(
                (licence.jurisdiction, ("clinicians", name, "licences", index, "jurisdiction"))
            )
    told = set()
    for required in required_notices():
        for region, path in regions:
            there = required.jurisdiction == region
            absent = (required.kind, region) not in given and (required.kind, None) not in given
            if there and absent and required.since <= seen.today and required not in told:
                told.add(required)
                message = f"{region} asks for a notice: {required.about} ({required.source})."
                yield seen.found(seen.place(PRACTICE, *path), message)


RULE = Rule(
    name="jurisdiction-notice-missing",
    severity=Severity.warning,
    levels=frozenset({Level.data}),
    summary="A notice that the jurisdiction asks for and the practice does not give.",
    reason="A board may ask to see it, and clients have a right to know where to complain.",
    source=(
        "For example the notice of the California Board of Behavioral Sciences, since 1 July 2020."
    ),
    mending="Add it to “notices” under “practice”, in the words that the board gives.",
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            practice:
              name: Elm Street Therapy
              country: US
              jurisdictions: [US-OR, ⟦US-CA⟧]
            clinicians:
              rosa: {name: Rosa Ibarra, licences: [{jurisdiction: US-CA}]}
            """,
            says="US-CA asks for a notice",
        ),
        Example(
            yaml="""\
            practice:
              name: Elm Street Therapy
              country: US
              notices: [{kind: board_complaints, jurisdiction: US-OR, text: Complaints.}, {kind: privacy_practices, text: Privacy.}]
            clinicians:
              rosa: {name: Rosa Ibarra, licences: [{jurisdiction: ⟦US-CA⟧}]}
            """,
        ),
        Example(
            yaml="""\
            practice:
              name: Elm Street Therapy
              country: US
              jurisdictions: [⟦US-CA⟧]
            """,
            today="2020-07-01",
        ),
    ),
    passing=(
        Example(
            yaml="""\
            practice:
              name: Elm Street Therapy
              country: US
              jurisdictions: [US-CA]
              notices: [{kind: board_complaints, jurisdiction: US-CA, text: Complaints.}]
            """,
        ),
        Example(
            yaml="""\
            practice:
              name: Elm Street Therapy
              country: US
              jurisdictions: [US-CA]
            """,
            today="2020-06-30",
        ),
        Example(
            yaml="""\
            practice:
              name: Elm Street Therapy
              country: US
              jurisdictions: [US-OR]
              notices: [{kind: board_complaints, text: Complaints.}]
            clinicians:
              rosa: {name: Rosa Ibarra, licences: [{jurisdiction: US-CA}]}
            """,
        ),
    ),
)
