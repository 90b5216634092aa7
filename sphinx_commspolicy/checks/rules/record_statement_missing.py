"""Nothing says whether messages become part of the client's record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.rule import Example, Level, Rule, Severity
from sphinx_commspolicy.effective import PRACTICE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import DataContext
    from sphinx_commspolicy.checks.rule import Finding


def _check(seen: DataContext) -> Iterator[Finding]:
    privacy = seen.policy().privacy
    if privacy is None or privacy.record is None:
        message = "Nothing says whether messages become part of the record."
        yield seen.found(seen.key(PRACTICE, "privacy"), message)


RULE = Rule(
    name="record-statement-missing",
    severity=Severity.info,
    levels=frozenset({Level.data}),
    summary="No word on whether messages become part of the record.",
    reason="What is in the record may be read in court, by an insurer, or by a parent.",
    source="College of Registered Psychotherapists of Ontario, Standard 3.4.6.",
    mending="Add “record” under “privacy”.",
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            ⟦privacy⟧: {other_means: Just ask.}
            """,
        ),
        Example(
            yaml="""\
            ⟦practice⟧: {name: Elm Street Therapy, country: US}
            """,
        ),
    ),
    passing=(
        Example(
            yaml="""\
            privacy: {record: What you write becomes part of your record.}
            """,
        ),
    ),
)
