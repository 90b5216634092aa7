"""Sessions at a distance, and no rule for clients who are out of the area."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_commspolicy.checks import questions
from sphinx_commspolicy.checks.rule import Example, Level, Rule, Severity
from sphinx_commspolicy.effective import PRACTICE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import DataContext
    from sphinx_commspolicy.checks.rule import Finding


def _check(seen: DataContext) -> Iterator[Finding]:
    policy = seen.policy()
    if questions.offers_video(policy) and (
        policy.travel is None or policy.travel.out_of_area is None
    ):
        message = "You work by video; nothing says what is possible for a client outside your area."
        yield seen.found(seen.key(PRACTICE, "travel"), message)


RULE = Rule(
    name="travel-undefined",
    severity=Severity.warning,
    levels=frozenset({Level.data}),
    summary="Sessions by video without a rule for clients out of the area.",
    reason=(
        "A license ends at a border. The client learns it on the day of the session, far from home."
    ),
    source="Insurers’ advice.",
    mending="Add “out_of_area” under “travel”.",
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            methods:
              video: {name: Video, system: video}
            ⟦travel⟧: {while_away: Tell us.}
            """,
        ),
        Example(
            yaml="""\
            ⟦practice⟧: {name: Elm Street Therapy, country: US}
            video_sessions: {recording: None.}
            """,
        ),
    ),
    passing=(
        Example(
            yaml="""\
            video_sessions: {recording: None.}
            travel: {out_of_area: We may not be able to meet.}
            """,
        ),
        Example(
            yaml="""\
            practice: {name: Elm Street Therapy, country: US}
            """,
        ),
        Example(
            yaml="""\
            methods:
              phone: {name: Phone, system: phone, value: 503-555-0140}
            """,
        ),
    ),
)
