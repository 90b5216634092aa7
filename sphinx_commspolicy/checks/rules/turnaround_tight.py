"""A promise shorter than one business day.

Hours are compared with what one working day has: the hours that count, or 24 without any. The line of
phone coaching is left out: quick help is what it is for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.rule import Example, Level, Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import Block, DataContext
    from sphinx_commspolicy.checks.rule import Finding
    from sphinx_commspolicy.effective import Scope
    from sphinx_commspolicy.model.turnaround import Turnaround


def _check(seen: DataContext) -> Iterator[Finding]:
    for block in seen.blocks("turnaround"):
        if _is_short(block.value):
            yield _finding(seen, block.scope, block.value, ("turnaround",))
    for section in ("methods", "needs"):
        for block in seen.blocks(section):
            own = block.value.turnaround
            policy = seen.policy(block.scope)
            coaching = policy.phone_coaching
            if own is None or (coaching and coaching.method in _routes(block)):
                continue
            if _is_short(own.completed(policy.turnaround)):
                yield _finding(seen, block.scope, own, (section, block.name, "turnaround"))


def _routes(block: Block) -> set[str]:
    return {block.name, getattr(block.value, "first", "")}


def _is_short(turnaround: Turnaround) -> bool:
    if turnaround.unit != "clock_hour":
        return False
    day = 24.0
    if turnaround.hours is not None:
        open_ = [sum(end - start for start, end in day) for day in turnaround.hours.weekly() if day]
        day = min(open_, default=0) / 60
    return turnaround.value < day


def _finding(
    seen: DataContext, scope: Scope, turnaround: Turnaround, path: tuple[str, ...]
) -> Finding:
    hours = "1 hour" if turnaround.value == 1 else f"{turnaround.value} hours"
    message = f"An answer within {hours} is promised: less than one working day."
    return seen.found(seen.place(scope, *path, "value"), message, scope=scope)


RULE = Rule(
    name="turnaround-tight",
    severity=Severity.info,
    levels=frozenset({Level.data}),
    summary="A turnaround that is shorter than one working day.",
    reason="A promise is for your worst week. Whoever is late once is not believed again.",
    source="The article, element 3: leave yourself plenty of time.",
    mending="Promise at least one business day; you may still answer sooner.",
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            turnaround: {value: ⟦23⟧, unit: clock_hour}
            methods:
              app:
                name: App
                system: app
                value: elm
                turnaround: {value: ⟦7⟧, unit: clock_hour, hours: "Mo-Fr 09:00-17:00"}
            needs:
              late:
                name: You are late
                category: administrative
                first: app
                turnaround: {value: ⟦1⟧, unit: clock_hour}
            """,
        ),
        Example(
            yaml="""\
            methods:
              coach: {name: Coaching, system: phone, value: 503-555-0140, turnaround: {value: 2, unit: clock_hour}}
              app: {name: App, system: app, value: elm, turnaround: {value: ⟦1⟧, unit: clock_hour}}
              mail: {name: Letter, system: mail}
            phone_coaching: {method: coach}
            """,
            says="An answer within 1 hour is promised",
        ),
        Example(
            yaml="""\
            turnaround: {value: ⟦2⟧, unit: clock_hour}
            """,
            says="An answer within 2 hours is promised",
        ),
    ),
    passing=(
        Example(
            yaml="""\
            turnaround: {value: 24, unit: clock_hour}
            methods:
              app:
                name: App
                system: app
                value: elm
                turnaround: {value: 8, unit: clock_hour, hours: "Mo-Fr 09:00-17:00"}
              mail:
                name: Letter
                system: mail
                turnaround: {value: 1, unit: business_day}
              coach:
                name: Coaching
                system: phone
                value: 503-555-0140
                turnaround: {value: 2, unit: clock_hour}
            needs:
              skills:
                name: Help with a skill
                category: clinical
                first: coach
                turnaround: {value: 2, unit: clock_hour}
            phone_coaching: {method: coach}
            """,
        ),
    ),
)
