"""Notice must come by a way that is not offered, or not looked at within the window.

A method that is not in use is reported by ``method-off-but-offered``, too: there as an offer, here as
the only way to avoid a fee, and only where no other way is left. “Looked at within the window”:
between two checks no more working days lie than the notice has, a working day counted as 24 hours.
Weekends are left out, for every notice runs over them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.rule import Example, Level, Rule, Severity
from sphinx_commspolicy.diagnostics import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import DataContext
    from sphinx_commspolicy.checks.rule import Finding
    from sphinx_commspolicy.opening_hours import OpeningHours

_DAY = 24
_HOURS = {
    "minute": 1 / 60,
    "clock_hour": 1,
    "calendar_day": _DAY,
    "business_day": _DAY,
    "week": 7 * _DAY,
}
_MONTH = 30 * _DAY


def _check(seen: DataContext) -> Iterator[Finding]:
    for scope in seen.scopes:
        policy = seen.policy(scope)
        cancellation = policy.cancellation
        if cancellation is None or not cancellation.methods:
            continue
        methods = [policy.methods[name] for name in cancellation.methods if name in policy.methods]
        if not any(method.usable for method in methods):
            message = "Notice must come by a way that is not in use."
            yield seen.found(seen.key(scope, "cancellation", "methods"), message, scope=scope)
        if cancellation.notice is None:
            continue
        notice = cancellation.notice.value * _HOURS.get(cancellation.notice.unit, _MONTH)
        for index, method in enumerate(methods):
            hours = method.checked or method.hours
            gap = _longest_gap(hours, policy.calendar.hours) * _DAY if hours else 0
            if method.usable and gap > notice:
                message = (
                    f"{quote(method.name)} is checked only {hours}: a notice that is in time may "
                    "be read too late."
                )
                place = seen.place(scope, "cancellation", "methods", index)
                yield seen.found(place, message, scope=scope)


def _longest_gap(checked: OpeningHours, working: OpeningHours | None) -> int:
    """Return the most working days from one check to the next."""
    works = working.weekly() if working else (*((True,) * 5), (), ())
    days = [bool(checked.weekly()[day]) for day in range(7) if works[day]]
    if not any(days):
        return 7
    longest = gap = 0
    for is_checked in days * 2:
        gap += 1
        longest = max(longest, gap)
        gap = 0 if is_checked else gap
    return longest


RULE = Rule(
    name="cancel-channel-impossible",
    severity=Severity.error,
    levels=frozenset({Level.data, Level.prose}),
    summary=(
        "Notice to cancel that must come by a way which is not offered, or not looked at in time."
    ),
    reason="A client who cancels in time pays all the same.",
    source="Seen on published policies.",
    mending="Name a way that is looked at every working day, or ask for a longer notice.",
    false_positives=(
        "In prose: a way that is offered in words that are not recognized. Where a sentence names "
        "several ways, one that is offered is enough."
    ),
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            methods:
              email: {name: E-mail, system: email, value: office@elm.example.org, checked: "Tu,Th 09:00-12:00"}
              phone: {name: Phone, system: phone, value: 503-555-0140}
            cancellation:
              notice: {value: 24, unit: clock_hour}
              methods: [⟦email⟧, phone]
            """,
            says="checked only Tu,Th 09:00-12:00",
        ),
        Example(
            yaml="""\
            methods:
              email: {name: E-mail, system: email, status: not_used, if_tried: Nobody reads it.}
            cancellation:
              ⟦methods⟧: [email]
            """,
            says="not in use",
        ),
        Example(
            yaml="""\
            methods:
              email: {name: E-mail, system: email, value: office@elm.example.org, checked: "Tu 09:00-12:00"}
            calendar: {hours: "Mo-Tu 09:00-17:00"}
            cancellation:
              notice: {value: 1, unit: business_day}
              methods: [⟦email⟧]
            """,
            about="Checked on one working day of two, which is more than a day ahead.",
        ),
        Example(
            yaml="""\
            methods:
              email: {name: E-mail, system: email, value: office@elm.example.org, checked: "Sa 09:00-12:00"}
            cancellation:
              notice: {value: 3, unit: calendar_day}
              methods: [⟦email⟧]
            """,
            about="Checked on a day that is no working day.",
        ),
        Example(
            yaml="""\
            methods:
              phone: {name: Phone, system: phone, value: 503-555-0140, hours: "Tu 09:00-12:00"}
            cancellation:
              notice: {value: 24, unit: clock_hour}
              methods: [⟦phone⟧]
            """,
        ),
    ),
    passing=(
        Example(
            yaml="""\
            methods:
              email: {name: E-mail, system: email, value: office@elm.example.org, checked: "Mo-Fr 09:00-10:00"}
              mail: {name: Letter, system: mail}
              old: {name: Old address, system: email, status: not_used, checked: "Tu 09:00-12:00"}
            cancellation:
              notice: {value: 24, unit: clock_hour}
              methods: [email, mail, old]
            """,
        ),
        Example(
            yaml="""\
            methods:
              email: {name: E-mail, system: email, value: office@elm.example.org, checked: "Tu,Th 09:00-12:00"}
            cancellation:
              notice: {value: 72, unit: clock_hour}
              methods: [email]
            clinicians:
              rosa:
                name: Rosa Ibarra
                cancellation:
                  notice: {value: 1, unit: week}
              teo:
                name: Teo Nakagawa
                calendar: {hours: "Tu,Th 09:00-17:00"}
                cancellation:
                  notice: {value: 1, unit: month}
            """,
        ),
        Example(
            yaml="""\
            clinicians:
              rosa: {name: Rosa Ibarra, cancellation: {notice: {value: 24, unit: clock_hour}}}
            """,
        ),
    ),
)
