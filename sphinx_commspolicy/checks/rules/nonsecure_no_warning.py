"""A method that others may read, and no word on the risk.

Open to others are methods with ``security: not_encrypted``, and texts and e-mail that do not say. A
general text under ``privacy.risk`` counts for every method.
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
    for block in seen.blocks("methods"):
        method = block.value
        if not method.usable or method.risk or not questions.is_open_to_others(method):
            continue
        privacy = seen.policy(block.scope).privacy
        if privacy is None or privacy.risk is None:
            message = f"{quote(method.name)} can be read by others, and clients are not told."
            yield seen.found(seen.key(block.scope, *block.path), message, scope=block.scope)


RULE = Rule(
    name="nonsecure-no-warning",
    severity=Severity.error,
    levels=frozenset({Level.data}),
    summary="A method that is not secure, without a notice of the risk.",
    reason="A client may choose such a way only after a warning.",
    source="78 FR 5634 (25 January 2013).",
    mending="Add “risk” to the method, in plain words: who might read it.",
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            methods:
              ⟦email⟧: {name: E-mail, system: email, value: office@elm.example.org}
              ⟦app⟧: {name: App, system: app, value: elm, security: not_encrypted}
            privacy: {record: It is kept.}
            """,
        ),
        Example(
            yaml="""\
            methods:
              ⟦email⟧: {name: E-mail, system: email, value: office@elm.example.org}
            """,
        ),
    ),
    passing=(
        Example(
            yaml="""\
            methods:
              email: {name: E-mail, system: email, value: office@elm.example.org, risk: Others may read it.}
              portal: {name: Portal, system: portal}
              app: {name: App, system: app, value: elm, security: encrypted}
              text: {name: Texts, system: sms, status: not_used, if_tried: It goes nowhere.}
              safe: {name: Sealed mail, system: email, value: seal@elm.example.org, security: encrypted}
            """,
        ),
        Example(
            yaml="""\
            methods:
              email: {name: E-mail, system: email, value: office@elm.example.org}
            privacy: {risk: No way of sending words is safe from all eyes.}
            """,
        ),
    ),
)
