"""A method that others may read, and no way out of it.

A way out is another method in use that others cannot read, and a word on how to take consent back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_commspolicy.checks import questions
from sphinx_commspolicy.checks.rule import Example, Level, Rule, Severity
from sphinx_commspolicy.diagnostics import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import DataContext
    from sphinx_commspolicy.checks.rule import Finding


def _check(seen: DataContext) -> Iterator[Finding]:
    for scope in seen.scopes:
        methods = seen.policy(scope).methods
        safe = any(
            method.usable and not questions.is_open_to_others(method) for method in methods.values()
        )
        for name, method in methods.items():
            if not method.usable or not questions.is_open_to_others(method):
                continue
            lacks = [] if safe else ["no other method that is safe"]
            if method.consent is None or method.consent.withdraw is None:
                lacks.append("no way to withdraw consent")
            if lacks:
                message = f"For {quote(method.name)} there is {' and '.join(lacks)}."
                yield seen.found(seen.key(scope, "methods", name), message, scope=scope)


RULE = Rule(
    name="nonsecure-no-choice",
    severity=Severity.warning,
    levels=frozenset({Level.data}),
    summary=(
        "A method that is not secure, without a secure one beside it or a way to withdraw consent."
    ),
    reason="Consent that nobody can refuse or take back is none.",
    source="Guidance of professional bodies on e-mail and texts.",
    mending="Offer a secure method too, and say under “consent.withdraw” how to change one’s mind.",
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            methods:
              ⟦email⟧: {name: E-mail, system: email, value: office@elm.example.org}
              phone: {name: Phone, system: phone, status: not_used, if_tried: Nobody answers.}
            """,
            says="For “E-mail” there is no other method that is safe and no way to withdraw consent.",
        ),
        Example(
            yaml="""\
            methods:
              ⟦email⟧: {name: E-mail, system: email, value: office@elm.example.org, consent: {form: A form}}
              phone: {name: Phone, system: phone, value: 503-555-0140}
            """,
            says="For “E-mail” there is no way to withdraw consent.",
        ),
        Example(
            yaml="""\
            methods:
              ⟦email⟧: {name: E-mail, system: email, value: office@elm.example.org, consent: {withdraw: Tell us.}}
            """,
            says="For “E-mail” there is no other method that is safe.",
        ),
    ),
    passing=(
        Example(
            yaml="""\
            methods:
              email: {name: E-mail, system: email, value: office@elm.example.org, consent: {withdraw: Tell us.}}
              phone: {name: Phone, system: phone, value: 503-555-0140}
              text: {name: Texts, system: sms, status: not_used, if_tried: It goes nowhere.}
            """,
        ),
    ),
)
