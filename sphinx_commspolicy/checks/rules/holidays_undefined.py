"""Public holidays do not count, and nothing says which days they are.

Business days leave public holidays out, too; but only where the practice says in so many words that
holidays do not count does it promise something that the calendar cannot keep.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.rule import Example, Level, Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import DataContext
    from sphinx_commspolicy.checks.rule import Finding
    from sphinx_commspolicy.model.turnaround import Turnaround


def _check(seen: DataContext) -> Iterator[Finding]:
    for scope in seen.scopes:
        policy = seen.policy(scope)
        if policy.calendar.public_holidays is not None:
            continue
        parts: list[tuple[Turnaround | None, tuple[str, ...]]]
        parts = [(policy.turnaround, ("turnaround",))]
        for section in ("methods", "needs"):
            for name, block in getattr(policy, section).items():
                parts.append((block.turnaround, (section, name, "turnaround")))
        for turnaround, path in parts:
            excludes = (turnaround.excludes or ()) if turnaround is not None else ()
            if "public_holidays" in excludes:
                index = excludes.index("public_holidays")
                message = "Public holidays do not count, and nothing says which they are."
                yield seen.found(seen.place(scope, *path, "excludes", index), message, scope=scope)


RULE = Rule(
    name="holidays-undefined",
    severity=Severity.warning,
    levels=frozenset({Level.data}),
    summary="A turnaround that leaves out public holidays, where no region’s holidays are named.",
    reason="Reply dates on the pages are computed as if there were no holidays.",
    source="Inference.",
    mending="Add “public_holidays” under “calendar”, such as US-OR.",
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            turnaround: {value: 2, unit: business_day, excludes: [weekends, ⟦public_holidays⟧]}
            methods:
              email:
                name: E-mail
                system: email
                value: office@elm.example.org
                turnaround: {value: 2, unit: business_day, excludes: [⟦public_holidays⟧]}
            """,
        ),
    ),
    passing=(
        Example(
            yaml="""\
            turnaround: {value: 2, unit: business_day, excludes: [weekends, public_holidays]}
            calendar: {public_holidays: US-OR}
            """,
        ),
        Example(
            yaml="""\
            turnaround: {value: 2, unit: business_day}
            """,
        ),
    ),
)
