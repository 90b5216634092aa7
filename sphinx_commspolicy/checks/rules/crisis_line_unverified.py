"""Facts about a crisis service that nobody has checked for half a year, or ever.

Services of the package carry the day on which they were checked; a newer package has newer days.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from sphinx_commspolicy.checks import questions
from sphinx_commspolicy.checks.rule import Example, Level, Option, Rule, Severity
from sphinx_commspolicy.diagnostics import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import DataContext
    from sphinx_commspolicy.checks.rule import Finding


def _check(seen: DataContext) -> Iterator[Finding]:
    oldest = seen.today - dt.timedelta(days=seen.option("days"))
    for scope in seen.scopes:
        policy = seen.policy(scope)
        places = dict(questions.service_references(policy))
        known = questions.known_services(seen, policy)
        shown = dict(questions.services_in_block(seen, policy))
        shown.update((name, known[name]) for name in places if name in known)
        for name, service in shown.items():
            checked = service.verified_on
            if checked is not None and checked >= oldest:
                continue
            if name in policy.crisis.local:
                place = seen.place(scope, "crisis", "local", name, "verified_on")
                remedy = "Check name, number and hours with the service, and set “verified_on”."
            else:
                place = seen.place(scope, *places.get(name, ("crisis", "services")))
                remedy = "Install a newer version of sphinx-commspolicy, and look the service up."
            when = f"were last checked on {checked}" if checked else "were never checked"
            message = f"The facts about {quote(service.name)} {when}."
            yield seen.found(place, message, remedy=remedy, scope=scope)


RULE = Rule(
    name="crisis-line-unverified",
    severity=Severity.warning,
    levels=frozenset({Level.data}),
    summary="A crisis service whose facts were not checked for longer than half a year.",
    reason="Numbers of crisis services change. One that is wrong fails whoever needs it most.",
    source="BMC Medicine, 2019, on crisis lines that apps named and that did not exist.",
    mending="Check the service’s facts.",
    options=(Option("days", 180, "Days after which facts have to be checked again."),),
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            crisis:
              local:
                team:
                  name: Fernhollow Mobile Crisis Team
                  access: [{mode: call, number: 503-555-0190}]
                  hours: 24/7
                  verified_on: ⟦2026-05-26⟧
            """,
            says="last checked on 2026-05-26",
        ),
        Example(
            yaml="""\
            crisis:
              local:
                ⟦team⟧:
                  name: Fernhollow Mobile Crisis Team
                  access: [{mode: call, number: 503-555-0190}]
                  hours: 24/7
            """,
            says="were never checked",
        ),
        Example(
            yaml="""\
            needs:
              danger:
                name: Get help right now
                category: crisis
                first: ⟦us-911⟧
                second: ⟦us-988⟧
            """,
            today="2027-06-01",
            about="Time has gone by since the package was made.",
        ),
        Example(
            yaml="""\
            methods:
              phone: {name: Phone, system: phone, value: 503-555-0140}
            needs:
              low: {name: Talk to somebody, category: crisis, first: ⟦us-crisis-text-line⟧, second: phone}
            crisis:
              services: [⟦us-911⟧]
            """,
            today="2027-06-01",
        ),
    ),
    passing=(
        Example(
            yaml="""\
            crisis:
              local:
                team:
                  name: Fernhollow Mobile Crisis Team
                  access: [{mode: call, number: 503-555-0190}]
                  hours: 24/7
                  verified_on: 2026-05-27
            """,
        ),
    ),
)
