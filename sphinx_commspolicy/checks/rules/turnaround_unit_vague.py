"""A turnaround in a unit that people read in two ways.

In the data: clock hours that are counted only in business hours, and a day or more of them. “48
hours” that run eight hours a day are six workdays; readers take them for two. Words such as “as soon
as possible” are found in the prose.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.rule import Example, Level, Rule, Severity
from sphinx_commspolicy.diagnostics import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import DataContext
    from sphinx_commspolicy.checks.rule import Finding
    from sphinx_commspolicy.effective import Scope
    from sphinx_commspolicy.model.turnaround import Turnaround

_DAY = 24


def _check(seen: DataContext) -> Iterator[Finding]:
    for scope, turnaround, path in _turnarounds(seen):
        if (
            turnaround.unit == "clock_hour"
            and turnaround.value >= _DAY
            and turnaround.hours is not None
            and not turnaround.hours.always_open
        ):
            message = f"{turnaround.value} hours that count only in {quote(str(turnaround.hours))}."
            yield seen.found(seen.place(scope, *path, "unit"), message, scope=scope)


def _turnarounds(seen: DataContext) -> Iterator[tuple[Scope, Turnaround, tuple[str, ...]]]:
    for block in seen.blocks("turnaround"):
        yield block.scope, block.value, ("turnaround",)
    for section in ("methods", "needs"):
        for block in seen.blocks(section):
            if block.value.turnaround is not None:
                general = seen.policy(block.scope).turnaround
                path = (section, block.name, "turnaround")
                yield block.scope, block.value.turnaround.completed(general), path


RULE = Rule(
    name="turnaround-unit-vague",
    severity=Severity.warning,
    levels=frozenset({Level.data, Level.prose}),
    summary=(
        "A turnaround that can be read in two ways, or in none: “48 business hours”, “promptly”."
    ),
    reason="The client reads two days where you mean six.",
    source="Seen on published policies.",
    mending="Count in business days.",
    false_positives=(
        "“As soon as possible” said to a client (“call us as soon as possible”) is no promise of "
        "yours."
    ),
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            turnaround: {value: 24, unit: ⟦clock_hour⟧, hours: "Mo-Fr 09:00-17:00"}
            methods:
              email:
                name: E-mail
                system: email
                value: office@elm.example.org
                turnaround: {value: 48, unit: ⟦clock_hour⟧}
            """,
        ),
    ),
    passing=(
        Example(
            yaml="""\
            turnaround: {value: 48, unit: clock_hour, excludes: [weekends]}
            needs:
              letter: {name: Get a letter, category: administrative, first: us-911, turnaround: {value: 5, unit: business_day, hours: "Mo-Th 09:00-17:00"}}
            methods:
              coach:
                name: Coaching
                system: phone
                value: 503-555-0140
                turnaround: {value: 23, unit: clock_hour, hours: "Mo-Su 09:00-21:00"}
              line:
                name: Line
                system: phone
                value: 503-555-0140
                turnaround: {value: 48, unit: clock_hour, hours: "24/7"}
            """,
        ),
        Example(
            yaml="""\
            turnaround: {value: 30, unit: business_day, hours: "Mo-Th 09:00-17:00"}
            """,
        ),
    ),
)
