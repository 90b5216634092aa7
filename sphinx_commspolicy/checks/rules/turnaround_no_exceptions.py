"""A turnaround without weekends, holidays or absences.

Business days leave out weekends and public holidays by themselves, and hours in which the time is
counted say on which days it runs; so of these two kinds of exception only calendar days, and hours
that run all day, need a word. An absence has to be left out always. What a turnaround does not say,
it takes from the general one. Time that is counted round the clock for a crisis line of the practice
has no exceptions: silence it there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.rule import Example, Level, Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import DataContext
    from sphinx_commspolicy.checks.rule import Finding
    from sphinx_commspolicy.effective import Scope
    from sphinx_commspolicy.model.turnaround import Turnaround


def _check(seen: DataContext) -> Iterator[Finding]:
    for scope in seen.scopes:
        policy = seen.policy(scope)
        general = policy.turnaround
        if general is not None:
            yield from _look(seen, scope, general, None, ("turnaround",))
        for section in ("methods", "needs"):
            for name, block in getattr(policy, section).items():
                if block.turnaround is not None:
                    path = (section, name, "turnaround")
                    yield from _look(seen, scope, block.turnaround, general, path)


def _look(
    seen: DataContext,
    scope: Scope,
    turnaround: Turnaround,
    general: Turnaround | None,
    path: tuple[str, ...],
) -> Iterator[Finding]:
    completed = turnaround.completed(general)
    named = set(completed.excludes or ())
    implied = {"weekends", "public_holidays"}
    if completed.unit != "business_day" and completed.hours is None:
        implied = set()
    wanted = ("weekends", "public_holidays", "absences")
    missing = [kind.replace("_", " ") for kind in wanted if kind not in named | implied]
    if missing and (turnaround.excludes is not None or general is None):
        message = f"The turnaround leaves out no {', '.join(missing)}."
        yield seen.found(seen.key(scope, *path, "excludes"), message, scope=scope)


RULE = Rule(
    name="turnaround-no-exceptions",
    severity=Severity.warning,
    levels=frozenset({Level.data}),
    summary="A turnaround that makes no exception of weekends, holidays or absences.",
    reason="A promise of 24 hours given on a Friday evening is broken on Saturday.",
    source="The article, element 3.",
    mending="Write what does not count: excludes: [weekends, public_holidays, closures, absences].",
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            ⟦turnaround⟧: {value: 24, unit: clock_hour}
            """,
            says="leaves out no weekends, public holidays, absences.",
        ),
        Example(
            yaml="""\
            methods:
              email:
                name: E-mail
                system: email
                value: office@elm.example.org
                ⟦turnaround⟧: {value: 2, unit: business_day}
            """,
            says="leaves out no absences.",
        ),
        Example(
            yaml="""\
            turnaround:
              value: 2
              unit: business_day
              excludes: [absences]
            needs:
              letter:
                name: Get a letter
                category: administrative
                first: us-911
                turnaround:
                  value: 3
                  unit: calendar_day
                  ⟦excludes⟧: [public_holidays, absences]
            """,
            says="leaves out no weekends.",
        ),
        Example(
            yaml="""\
            ⟦turnaround⟧: {value: 24, unit: clock_hour}
            methods:
              email:
                name: E-mail
                system: email
                value: office@elm.example.org
                turnaround: {value: 48, unit: clock_hour}
            """,
            about="What a method does not say, it takes from the general turnaround, where it is reported.",
        ),
    ),
    passing=(
        Example(
            yaml="""\
            turnaround: {value: 2, unit: business_day, excludes: [absences]}
            methods:
              email:
                name: E-mail
                system: email
                value: office@elm.example.org
                turnaround: {value: 1, unit: business_day}
              coach:
                name: Coaching
                system: phone
                value: 503-555-0140
                turnaround: {value: 2, unit: clock_hour, hours: "Mo-Su 09:00-21:00", excludes: [absences]}
            """,
        ),
        Example(
            yaml="""\
            turnaround: {value: 24, unit: clock_hour, excludes: [weekends, public_holidays, absences]}
            """,
        ),
    ),
)
