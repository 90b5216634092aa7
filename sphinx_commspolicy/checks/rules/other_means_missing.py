"""Nothing says how to ask for another way, or another address.

The right stands in a law of the United States, so only practices there are asked; those that say that
they are not covered by HIPAA are not. That a reason is demanded is found in the prose.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.rule import Example, Level, Rule, Severity
from sphinx_commspolicy.effective import PRACTICE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import DataContext
    from sphinx_commspolicy.checks.rule import Finding


def _check(seen: DataContext) -> Iterator[Finding]:
    practice = seen.policy().practice
    if practice.country != "US" or practice.hipaa_covered == "no":
        return
    privacy = seen.policy().privacy
    if privacy is None or privacy.other_means is None:
        message = "Nothing says how to ask for another way or address to be reached by."
        yield seen.found(seen.key(PRACTICE, "privacy"), message)


RULE = Rule(
    name="other-means-missing",
    severity=Severity.warning,
    levels=frozenset({Level.data, Level.prose}),
    summary="No word on how to ask for other means or another address; or a reason is demanded.",
    reason="Whoever is watched at home needs it, and has a right to it without saying why.",
    source="45 CFR 164.522(b).",
    mending="Add “other_means” under “privacy”: how to ask, and that no reason is needed.",
    false_positives="A text may ask for reasons of something else; silence it.",
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            ⟦practice⟧:
              name: Elm Street Therapy
              country: US
            """,
        ),
        Example(
            yaml="""\
            ⟦privacy⟧: {record: It is kept.}
            """,
        ),
    ),
    passing=(
        Example(
            yaml="""\
            privacy: {other_means: You can ask for another way. You need not say why.}
            """,
        ),
        Example(
            yaml="""\
            practice: {name: Elm Street Therapy, country: US, hipaa_covered: no}
            """,
        ),
        Example(
            yaml="""\
            practice: {name: Glen Practice, country: GB}
            """,
        ),
    ),
)
