"""The practice sees people under age, and nobody says who of the family may contact whom.

``practice.serves`` says so; where it is silent, specialties that name children or teens do (in
English).
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


_WORDS = r"child(?:ren)?|kids?|teens?|teenagers?|adolescents?|minors|youth|young people"


def _check(seen: DataContext) -> Iterator[Finding]:
    if not questions.works_with(seen, "minors", _WORDS):
        return
    rules = seen.policy().young_people
    if rules is None or not any(age.who_may_contact for age in rules.ages):
        message = "You work with people under age; nothing says who of the family may contact you."
        yield seen.found(seen.key(PRACTICE, "young_people"), message)


RULE = Rule(
    name="minor-rules-missing",
    severity=Severity.warning,
    levels=frozenset({Level.data}),
    summary="Work with people under age, and no rule for contact by parents and guardians.",
    reason=(
        "Two parents, and a teen who wants a word alone, all write to you; each must know what "
        "happens."
    ),
    source="Practice.",
    mending="Add “young_people” with “ages”, and “who_may_contact” for each.",
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            ⟦practice⟧: {name: Elm Street Therapy, country: US, serves: [adults, minors]}
            """,
        ),
        Example(
            yaml="""\
            ⟦young_people⟧: {ages: [{name: Under 14, own_channel: A note.}]}
            clinicians:
              rosa: {name: Rosa Ibarra, specialties: [Grief, Children and teens]}
            """,
        ),
    ),
    passing=(
        Example(
            yaml="""\
            practice: {name: Elm Street Therapy, country: US, serves: [minors]}
            young_people: {ages: [{name: Under 14, who_may_contact: A parent.}, {name: Over 14}]}
            """,
        ),
        Example(
            yaml="""\
            practice: {name: Elm Street Therapy, country: US, serves: [adults]}
            clinicians:
              rosa: {name: Rosa Ibarra, specialties: [Children]}
            """,
        ),
        Example(
            yaml="""\
            clinicians:
              rosa: {name: Rosa Ibarra, specialties: [Adult children of parents who drank], active: no}
            """,
        ),
    ),
)
