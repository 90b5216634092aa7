"""Sessions by video without a plan for the moment in which something goes wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_commspolicy.checks import questions
from sphinx_commspolicy.checks.rule import Example, Level, Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import DataContext
    from sphinx_commspolicy.checks.rule import Finding


_WANTED = {
    "backup": "what to do if the call drops",
    "location_check": "that you ask where the client is",
    "emergency_contact": "whom you call in an emergency",
}


def _check(seen: DataContext) -> Iterator[Finding]:
    for scope in seen.scopes:
        policy = seen.policy(scope)
        if not questions.offers_video(policy):
            continue
        plan = policy.video_sessions
        missing = [words for key, words in _WANTED.items() if getattr(plan, key, None) is None]
        if missing:
            message = f"For sessions by video nothing says {', '.join(missing)}."
            yield seen.found(seen.key(scope, "video_sessions"), message, scope=scope)


RULE = Rule(
    name="telehealth-plan-missing",
    severity=Severity.warning,
    levels=frozenset({Level.data}),
    summary="Sessions by video without a backup, a check of the place, or an emergency contact.",
    reason="If a client is in danger at home, you have to know where that is, and whom to call.",
    source="College of Registered Psychotherapists of Ontario, on electronic practice.",
    mending="Add “backup”, “location_check” and “emergency_contact” under “video_sessions”.",
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            methods:
              video: {name: Video, system: video}
            ⟦practice⟧: {name: Elm Street Therapy, country: US}
            """,
            says="nothing says what to do if the call drops, that you ask where the client is, whom you call",
        ),
        Example(
            yaml="""\
            ⟦video_sessions⟧: {location_check: We ask., emergency_contact: One person.}
            """,
            says="For sessions by video nothing says what to do if the call drops.",
        ),
    ),
    passing=(
        Example(
            yaml="""\
            methods:
              phone: {name: Phone, system: phone, value: 503-555-0140}
            video_sessions: {backup: phone, location_check: We ask., emergency_contact: One person.}
            """,
        ),
        Example(
            yaml="""\
            methods:
              video: {name: Video, system: video, status: not_used, if_tried: Nobody is there.}
            """,
        ),
    ),
)
