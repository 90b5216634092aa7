"""Nothing says whether the practice looks clients up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.rule import Example, Level, Rule, Severity
from sphinx_commspolicy.effective import PRACTICE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import DataContext
    from sphinx_commspolicy.checks.rule import Finding


def _check(seen: DataContext) -> Iterator[Finding]:
    social = seen.policy().social_media
    if social is None or (social.searching is None and social.searching_text is None):
        message = "Nothing says whether you look clients up online."
        yield seen.found(seen.key(PRACTICE, "social_media"), message)


RULE = Rule(
    name="search-stance-missing",
    severity=Severity.info,
    levels=frozenset({Level.data}),
    summary="No word on whether the practice looks clients up online.",
    reason="Clients wonder about it, and a search without their knowledge harms trust.",
    source="Guidance on social media policies.",
    mending="Add “searching” under “social_media”: never, emergency_only or with_consent.",
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            ⟦social_media⟧: {reviews: We ask for none.}
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
            social_media: {searching: never}
            """,
        ),
        Example(
            yaml="""\
            social_media: {searching_text: We look nobody up.}
            """,
        ),
    ),
)
