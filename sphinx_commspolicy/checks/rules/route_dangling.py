"""A need leads to a method that is missing, not in use, without a number, or not meant for it.

A name that is declared nowhere ends the reading of the file. “Not meant for it”: the method says what
it accepts, and the need's category (for administrative needs, documents too) is not among it. A
number that each clinician states is asked for in the clinicians' facts only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_commspolicy.checks import questions
from sphinx_commspolicy.checks.rule import Example, Level, Rule, Severity
from sphinx_commspolicy.diagnostics import quote
from sphinx_commspolicy.effective import PRACTICE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import DataContext
    from sphinx_commspolicy.checks.rule import Finding
    from sphinx_commspolicy.effective import Scope
    from sphinx_commspolicy.model.method import Method
    from sphinx_commspolicy.model.need import Need


def _check(seen: DataContext) -> Iterator[Finding]:
    people = {*questions.readers(seen), PRACTICE}
    for scope in seen.scopes:
        if scope not in people:
            continue
        policy = seen.policy(scope)
        for name, need in policy.needs.items():
            for step in ("first", "second"):
                method = policy.methods.get(getattr(need, step) or "")
                if method is None:
                    continue
                problem = _problem(need, method, scope)
                if problem:
                    message = f"{quote(need.name)} leads to {quote(method.name)}, {problem}."
                    place = seen.place(scope, "needs", name, step)
                    yield seen.found(place, message, scope=scope)


def _problem(need: Need, method: Method, scope: Scope) -> str | None:
    if not method.usable:
        return "which is not in use"
    if not questions.has_address(method) and not (
        method.owner == "clinician" and scope == PRACTICE
    ):
        return "which has no number or address"
    suits = {"administrative": {"administrative", "documents"}, "clinical": {"clinical"}}
    wanted = suits.get(need.category, set())
    if method.accepts and wanted and not wanted & set(method.accepts):
        return f"which is not for {need.category} matters"
    return None


RULE = Rule(
    name="route-dangling",
    severity=Severity.error,
    levels=frozenset({Level.data}),
    summary="A need whose route is missing, not in use, without a number, or unsuitable.",
    reason="The client does what the handbook says, and gets nowhere.",
    source="Inference.",
    mending="Name a method that is in use and accepts such messages.",
    by_loader=("unknown-id",),
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            methods:
              text: {name: Texts, system: sms, status: not_used, if_tried: It goes nowhere.}
              phone: {name: Phone, system: phone, value: 503-555-0140}
            needs:
              change: {name: Change a session, category: administrative, first: phone, second: ⟦text⟧}
            """,
            says="not in use",
        ),
        Example(
            yaml="""\
            methods:
              phone: {name: Phone, system: phone, value: 503-555-0140, accepts: [administrative]}
            needs:
              homework: {name: Share homework, category: clinical, first: ⟦phone⟧}
            """,
            says="not for clinical matters",
        ),
        Example(
            yaml="""\
            methods:
              phone: {name: Phone, system: phone, owner: clinician}
            needs:
              change: {name: Change a session, category: administrative, first: ⟦phone⟧}
            clinicians:
              rosa: {name: Rosa Ibarra, methods: {phone: {value: 503-555-0140}}}
              teo: {name: Teo Nakagawa}
            """,
            says="no number or address",
            about="The second clinician has no number.",
        ),
        Example(
            yaml="""\
            needs:
              change: {name: Change a session, category: administrative, first: ⟦⟧phone}
            """,
            about="A name that is declared nowhere ends the reading of the file.",
        ),
        Example(
            yaml="""\
            methods:
              phone: {name: Phone, system: phone}
            needs:
              change: {name: Change a session, category: administrative, first: ⟦phone⟧}
            """,
            says="no number or address",
        ),
    ),
    passing=(
        Example(
            yaml="""\
            methods:
              phone: {name: Phone, system: phone, owner: clinician, accepts: [administrative]}
              mail: {name: Letter, system: mail, accepts: [documents]}
              portal: {name: Portal, system: portal, accepts: [clinical]}
            needs:
              change: {name: Change a session, category: administrative, first: phone, second: mail}
              homework: {name: Share homework, category: clinical, first: portal}
              danger: {name: Get help right now, category: crisis, first: us-911, second: phone}
            clinicians:
              rosa: {name: Rosa Ibarra, methods: {phone: {value: 503-555-0140}}}
              teo: {name: Teo Nakagawa, active: no}
            """,
        ),
        Example(
            yaml="""\
            methods:
              phone: {name: Phone, system: phone, owner: clinician}
            needs:
              change: {name: Change a session, category: administrative, first: phone}
            """,
            about="Nobody is named, so nobody’s number is missing.",
        ),
        Example(
            yaml="""\
            methods:
              app: {name: App, system: app, url: "https://elm.example.org/"}
            needs:
              change: {name: Change a session, category: administrative, first: app}
            """,
        ),
    ),
)
