"""The last review is longer ago than the practice's own interval.

Without an interval, twelve months count. Without a day of review, nothing can be told.
"""

from __future__ import annotations

import calendar
import datetime as dt
from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.rule import Example, Level, Rule, Severity
from sphinx_commspolicy.effective import PRACTICE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import DataContext
    from sphinx_commspolicy.checks.rule import Finding


_USUAL = 12
_DAYS = {
    "minute": 1 / 1440,
    "clock_hour": 1 / 24,
    "calendar_day": 1,
    "business_day": 7 / 5,
    "week": 7,
}


def _check(seen: DataContext) -> Iterator[Finding]:
    document = seen.policy().practice.document
    if document.last_reviewed is None:
        return
    every = document.review_every
    if every is None or every.unit == "month":
        due = _months_later(document.last_reviewed, every.value if every else _USUAL)
    else:
        due = document.last_reviewed + dt.timedelta(days=every.value * _DAYS[every.unit])
    if due < seen.today:
        place = seen.place(PRACTICE, "practice", "document", "last_reviewed")
        yield seen.found(place, f"The next review was due on {due}.")


def _months_later(day: dt.date, months: int) -> dt.date:
    years, month = divmod(day.month - 1 + months, 12)
    year, month = min(day.year + years, 9999), month + 1
    return day.replace(year, month, min(day.day, calendar.monthrange(year, month)[1]))


RULE = Rule(
    name="review-overdue",
    severity=Severity.warning,
    levels=frozenset({Level.data}),
    summary="A handbook that was not reviewed when it was due.",
    reason="What nobody looks at goes out of date.",
    source="Advice to review policies every year.",
    mending="Read the handbook, and set “last_reviewed” to the day on which you did.",
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            practice:
              name: Elm Street Therapy
              country: US
              document: {last_reviewed: ⟦2025-11-22⟧}
            """,
            says="due on 2026-11-22",
        ),
        Example(
            yaml="""\
            practice:
              name: Elm Street Therapy
              country: US
              document: {last_reviewed: ⟦2025-08-31⟧, review_every: {value: 6, unit: month}}
            """,
            says="due on 2026-02-28",
        ),
        Example(
            yaml="""\
            practice:
              name: Elm Street Therapy
              country: US
              document: {last_reviewed: ⟦2026-11-15⟧, review_every: {value: 1, unit: week}}
            """,
            says="due on 2026-11-22",
        ),
    ),
    passing=(
        Example(
            yaml="""\
            practice:
              name: Elm Street Therapy
              country: US
              document: {last_reviewed: 2025-11-23}
            """,
        ),
        Example(
            yaml="""\
            practice:
              name: Elm Street Therapy
              country: US
              document: {last_reviewed: 2024-12-31, review_every: {value: 24, unit: month}}
            """,
        ),
    ),
)
