"""No other format is offered, and no help with reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.rule import Example, Level, Rule, Severity
from sphinx_commspolicy.effective import PRACTICE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import DataContext
    from sphinx_commspolicy.checks.rule import Finding


def _check(seen: DataContext) -> Iterator[Finding]:
    access = seen.policy().access
    if access is None or (not access.formats and access.help_reading is None):
        message = "Nothing offers this handbook in large print, on paper, or read aloud."
        yield seen.found(seen.key(PRACTICE, "access"), message)


RULE = Rule(
    name="format-offer-missing",
    severity=Severity.info,
    levels=frozenset({Level.data}),
    summary="No offer of large print, paper, or help with reading.",
    reason="Some clients cannot read it as it is, and do not dare to ask.",
    source="Americans with Disabilities Act; Section 504 of the Rehabilitation Act.",
    mending="Add “formats” or “help_reading” under “access”.",
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            ⟦access⟧: {relay: [Video relay]}
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
            access: {formats: [Large print]}
            """,
        ),
        Example(
            yaml="""\
            access: {help_reading: We read it with you.}
            """,
        ),
    ),
)
