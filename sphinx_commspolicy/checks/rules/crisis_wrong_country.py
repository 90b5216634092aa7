"""A crisis service that serves none of the places where the practice works.

Where the practice states no jurisdictions, its country stands for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_commspolicy.checks import questions
from sphinx_commspolicy.checks.rule import Example, Level, Rule, Severity
from sphinx_commspolicy.crisis_services import known_countries, load_country
from sphinx_commspolicy.diagnostics import quote
from sphinx_commspolicy.effective import PRACTICE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import DataContext
    from sphinx_commspolicy.checks.rule import Finding
    from sphinx_commspolicy.model.crisis import CrisisService


def _check(seen: DataContext) -> Iterator[Finding]:
    practice = seen.policy().practice
    regions = practice.jurisdictions or (practice.country,)
    country = seen.policy().crisis.country or practice.country
    if not any(questions.overlap(country, region) for region in regions):
        message = f"Crisis services of {country} are shown, where the practice does not work."
        yield seen.found(seen.place(PRACTICE, "crisis", "country"), message)
        return
    for scope in seen.scopes:
        policy = seen.policy(scope)
        known = questions.known_services(seen, policy)
        for name, path in questions.service_references(policy):
            service = known.get(name)
            if service is not None and not questions.serves(service, regions):
                message = f"{quote(service.name)} serves none of the places where you work."
                yield seen.found(seen.place(scope, *path), message, scope=scope)
    locals_ = [block for block in seen.blocks("crisis") if block.value.local]
    foreign = _numbers_elsewhere(country) if locals_ else {}
    own = {access.number for service in seen.services.values() for access in service.access}
    for block in locals_:
        for name, local in block.value.local.items():
            for index, access in enumerate(local.access):
                where = foreign.get((access.mode, questions.digits(access.number or "")))
                if where and access.number not in own:
                    message = f"{access.number} is a service of {where[0]}: {quote(where[1].name)}."
                    place = seen.place(
                        block.scope, "crisis", "local", name, "access", index, "number"
                    )
                    yield seen.found(place, message, scope=block.scope)


def _numbers_elsewhere(country: str) -> dict[tuple[str, str], tuple[str, CrisisService]]:
    """Return the services of other countries by how, and by which number, they are reached."""
    found: dict[tuple[str, str], tuple[str, CrisisService]] = {}
    for other in known_countries():
        known = load_country(other) if other != country else None
        for service in known.services.values() if known else ():
            for access in service.access:
                if access.number:
                    key = (access.mode, questions.digits(access.number))
                    found.setdefault(key, (other, service))
    return found


RULE = Rule(
    name="crisis-wrong-country",
    severity=Severity.error,
    levels=frozenset({Level.data, Level.prose}),
    summary="A crisis service that serves none of the places where the practice works.",
    reason="The call does not go through, or reaches people who cannot send help.",
    source="Psychiatric Services, 2025, on directories that list lines of other countries.",
    mending="Name services of the place where your clients are.",
    false_positives=(
        "Advice for clients who travel names other countries’ lines rightly; silence it."
    ),
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            practice:
              name: Elm Street Therapy
              country: US
              jurisdictions: [US-OR]
            crisis:
              country: ⟦GB⟧
            """,
        ),
        Example(
            yaml="""\
            crisis:
              local:
                talk:
                  name: Somebody to talk to
                  access: [{mode: call, number: ⟦116 123⟧}]
                  hours: 24/7
            """,
            says="a service of GB",
        ),
        Example(
            yaml="""\
            practice:
              name: Glen Practice
              country: GB
              jurisdictions: [GB-SCT]
            needs:
              danger:
                name: Get help right now
                category: crisis
                first: gb-999
                second: ⟦gb-nhs-111⟧
            """,
        ),
    ),
    passing=(
        Example(
            yaml="""\
            practice:
              name: Glen Practice
              country: GB
              jurisdictions: [GB-ENG, GB-SCT]
            needs:
              danger:
                name: Get help right now
                category: crisis
                first: gb-999
                second: gb-nhs-111
            crisis:
              country: GB
              local:
                shout:
                  name: Text somebody
                  access: [{mode: text, number: "85258"}]
                  hours: 24/7
            """,
        ),
        Example(
            yaml="""\
            practice: {name: Glen Practice, country: GB, jurisdictions: [GB-ENG]}
            methods:
              phone: {name: Phone, system: phone, value: 01632 960143}
            needs:
              change: {name: Change a session, category: administrative, first: phone}
            crisis:
              local:
                nhs: {name: The NHS, access: [{mode: call, number: "111"}]}
                near: {name: A line nearby, access: [{mode: call, number: 01632 960144}, {mode: chat, url: "https://near.example.org/"}]}
            """,
            about="The number 111 is at home in two countries.",
        ),
        Example(
            yaml="""\
            practice: {name: Glen Practice, country: GB, jurisdictions: [GB]}
            needs:
              danger: {name: Get help right now, category: crisis, first: gb-999, second: gb-nhs-111}
            """,
        ),
    ),
)
