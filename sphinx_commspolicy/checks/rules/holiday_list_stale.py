"""Every closure that is listed is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.rule import Example, Level, Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import DataContext
    from sphinx_commspolicy.checks.rule import Finding


def _check(seen: DataContext) -> Iterator[Finding]:
    for block in seen.blocks("calendar"):
        closures = block.value.closures
        if closures and all(closure.valid_through < seen.today for closure in closures):
            last = max(closure.valid_through for closure in closures)
            message = f"The last of the closures listed was over on {last}."
            yield seen.found(
                seen.key(block.scope, "calendar", "closures"), message, scope=block.scope
            )


RULE = Rule(
    name="holiday-list-stale",
    severity=Severity.warning,
    levels=frozenset({Level.data}),
    summary="A list of closures that are all past, with none ahead.",
    reason="Clients plan by the list, and the next break is not on it.",
    source="Practice.",
    mending="Write the closures of the coming twelve months, or remove the list.",
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            calendar:
              ⟦closures⟧:
                - {name: Team day, valid_from: 2026-11-22, valid_through: 2026-11-22}
                - {name: Summer, valid_from: 2026-07-01, valid_through: 2026-07-14}
            """,
            says="over on 2026-11-22",
        ),
    ),
    passing=(
        Example(
            yaml="""\
            calendar:
              closures:
                - {name: Summer, valid_from: 2026-07-01, valid_through: 2026-07-14}
                - {name: Team day, valid_from: 2026-11-23, valid_through: 2026-11-23}
            """,
        ),
        Example(
            yaml="""\
            calendar: {hours: "Mo-Fr 09:00-17:00"}
            """,
        ),
    ),
)
