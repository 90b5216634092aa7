"""Hours, and no time zone.

One finding, at the first hours of the file: they all lack the same fact.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.rule import Example, Level, Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import DataContext
    from sphinx_commspolicy.checks.rule import Finding, Place


def _check(seen: DataContext) -> Iterator[Finding]:
    if seen.policy().practice.time_zone is not None:
        return
    place = next(_hours(seen), None)
    if place is not None:
        yield seen.found(place, "Nothing says in which time zone these hours are.")


def _hours(seen: DataContext) -> Iterator[Place]:
    """Yield the place of each of the practice's hours."""
    for block in seen.blocks("calendar"):
        if block.value.hours is not None:
            yield seen.place(block.scope, "calendar", "hours")
    for block in seen.blocks("methods"):
        for key in ("hours", "checked"):
            if getattr(block.value, key) is not None:
                yield seen.place(block.scope, *block.path, key)
    for block in seen.blocks("turnaround"):
        if block.value.hours is not None:
            yield seen.place(block.scope, "turnaround", "hours")


RULE = Rule(
    name="hours-no-timezone",
    severity=Severity.warning,
    levels=frozenset({Level.data}),
    summary="Hours, and no time zone in which they are meant.",
    reason="A client who is away, or has moved, calls at the wrong hour.",
    source="ACA Code of Ethics H.2.a.",
    mending="Add “time_zone” under “practice”, such as America/Los_Angeles.",
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            calendar: {hours: ⟦Mo-Fr 09:00-17:00⟧}
            """,
        ),
        Example(
            yaml="""\
            methods:
              phone: {name: Phone, system: phone, value: 503-555-0140, checked: ⟦Mo-Fr 09:00-17:00⟧}
            """,
        ),
        Example(
            yaml="""\
            turnaround: {value: 8, unit: clock_hour, hours: ⟦Mo-Fr 09:00-17:00⟧}
            """,
        ),
    ),
    passing=(
        Example(
            yaml="""\
            practice:
              name: Elm Street Therapy
              country: US
              time_zone: America/New_York
            calendar: {hours: "Mo-Fr 09:00-17:00"}
            """,
        ),
        Example(
            yaml="""\
            turnaround: {value: 8, unit: clock_hour}
            calendar: {weekend: [Su]}
            methods:
              phone: {name: Phone, system: phone, value: 503-555-0140}
            """,
        ),
    ),
)
