"""A promise that cannot be kept, given when the method is looked at.

A plain week is looked at, without holidays. Of all messages that wait for the same check, the first
one is due first: it comes when the check before has just ended. Each of these must be followed by a
minute in which the method is checked before its answer is due. Where ``checked`` is missing, ``hours`` is taken;
a method with neither is not judged, nor is one that is answered at once.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from sphinx_commspolicy.calendar import Exclusion, NoReplyTime, Promise, ReplyCalendar, Unit
from sphinx_commspolicy.checks import questions
from sphinx_commspolicy.checks.rule import Example, Level, Related, Rule, Severity
from sphinx_commspolicy.diagnostics import quote
from sphinx_commspolicy.model.schedule import WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import DataContext
    from sphinx_commspolicy.checks.rule import Finding
    from sphinx_commspolicy.opening_hours import OpeningHours

_MONDAY = datetime(2001, 1, 1, tzinfo=UTC)


def _check(seen: DataContext) -> Iterator[Finding]:
    for scope in seen.scopes:
        policy = seen.policy(scope)
        weekend = frozenset(WEEKDAYS.index(day) for day in policy.calendar.weekend)
        for name, method in policy.methods.items():
            checked = method.checked or method.hours
            promise = questions.turnaround_of(policy, method)
            if not method.usable or method.attended or checked is None or promise is None:
                continue
            late = first_unread(
                checked,
                promise.value,
                promise.unit,
                promise.hours,
                frozenset(promise.excludes or ()),
                weekend,
            )
            if late is not None:
                message = (
                    f"A message by {quote(method.name)} of {late:%A, %H:%M}, is due before anybody "
                    f"looks: it is checked {checked}."
                )
                own = method.turnaround is not None
                place = (
                    seen.place(scope, "methods", name, "turnaround", "value")
                    if own
                    else seen.place(scope, "turnaround", "value")
                )
                related = [Related(seen.key(scope, "methods", name), "the method is here")]
                yield seen.found(place, message, related=related, scope=scope)


@lru_cache(maxsize=4096)
def first_unread(
    checked: OpeningHours,
    value: int,
    unit: str,
    hours: OpeningHours | None,
    excludes: frozenset[str],
    weekend: frozenset[int],
) -> datetime | None:
    """Return the first moment of a plain week whose message is due before anybody looks."""
    promise = Promise(value, Unit(unit), hours, frozenset(map(Exclusion, excludes)))
    calendar = ReplyCalendar(UTC, weekend)
    for message in _just_missed(checked):
        try:
            due = calendar.reply_by(message, promise).moment
        except NoReplyTime:
            return None  # reported by the pages that would show it
        if not _looked_at(checked, message, due):
            return message
    return None


def _just_missed(checked: OpeningHours) -> Iterator[datetime]:
    """Yield the end of each check in a plain week; its beginning where there is none."""
    week = checked.weekly()
    if not any(week):
        yield _MONDAY
    for day, ranges in enumerate(week):
        for _, end in ranges:
            yield _MONDAY + timedelta(days=day, minutes=end)


def _looked_at(checked: OpeningHours, after: datetime, until: datetime) -> bool:
    """Return whether there is a minute of *checked* between the two moments."""
    midnight = datetime(after.year, after.month, after.day, tzinfo=UTC)
    while midnight < until:  # any of the two
        for start, end in checked.on(midnight.date()):
            begins = midnight + timedelta(minutes=start)
            if begins < until and midnight + timedelta(minutes=end) > after:
                return True
        midnight += timedelta(days=1)
    return False


RULE = Rule(
    name="turnaround-infeasible",
    severity=Severity.error,
    levels=frozenset({Level.data}),
    summary="A promise that cannot be kept, given when the method is checked.",
    reason="The client does what you say, and you break your word by the calendar.",
    source="Inference.",
    mending="Promise more time, or check the method more often.",
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            methods:
              email:
                name: E-mail
                system: email
                value: office@elm.example.org
                checked: Tu 09:00-10:00
                turnaround: {value: ⟦2⟧, unit: business_day}
            """,
            says="is due before anybody looks: it is checked Tu 09:00-10:00",
        ),
        Example(
            yaml="""\
            methods:
              email: {name: E-mail, system: email, value: office@elm.example.org, hours: "Mo-Fr 09:00-10:00"}
            turnaround: {value: ⟦24⟧, unit: clock_hour}
            """,
        ),
        Example(
            yaml="""\
            methods:
              email: {name: E-mail, system: email, value: office@elm.example.org, checked: "09:00-10:00,15:00-16:00", turnaround: {value: ⟦2⟧, unit: clock_hour}}
            """,
            says="Monday, 10:00",
        ),
        Example(
            yaml="""\
            methods:
              email: {name: E-mail, system: email, value: office@elm.example.org, checked: "00:00-01:00", turnaround: {value: ⟦2⟧, unit: clock_hour}}
            """,
            says="Monday, 01:00",
        ),
        Example(
            yaml="""\
            methods:
              email: {name: E-mail, system: email, value: office@elm.example.org, checked: "02:00-24:00", turnaround: {value: ⟦2⟧, unit: clock_hour}}
            """,
            says="Tuesday, 00:00",
        ),
        Example(
            yaml="""\
            methods:
              email: {name: E-mail, system: email, value: office@elm.example.org, checked: "00:00-01:00,02:00-24:00", turnaround: {value: ⟦1⟧, unit: clock_hour}}
            """,
            says="Monday, 01:00",
        ),
        Example(
            yaml="""\
            methods:
              email: {name: E-mail, system: email, value: office@elm.example.org, checked: Mo-Su off}
            turnaround: {value: ⟦2⟧, unit: business_day}
            """,
            says="Monday, 00:00",
        ),
    ),
    passing=(
        Example(
            yaml="""\
            methods:
              email: {name: E-mail, system: email, value: office@elm.example.org, checked: "Tu,Th 09:00-10:00"}
              phone: {name: Phone, system: phone, value: 503-555-0140, attended: yes, hours: "Tu 09:00-10:00"}
              mail: {name: Letter, system: mail}
              old: {name: Old, system: email, status: not_used, checked: "Tu 09:00-10:00"}
            turnaround: {value: 3, unit: business_day}
            """,
        ),
        Example(
            yaml="""\
            methods:
              email: {name: E-mail, system: email, value: office@elm.example.org, checked: "Mo-Fr 09:00-10:00"}
            turnaround: {value: 24, unit: clock_hour, excludes: [weekends]}
            """,
        ),
        Example(
            yaml="""\
            methods:
              email: {name: E-mail, system: email, value: office@elm.example.org, checked: "Tu 09:00-10:00"}
            """,
        ),
    ),
)
