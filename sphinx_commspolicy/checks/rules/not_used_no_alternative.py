"""A method that is not used, and nothing is said about what to do instead.

One of the two is enough: a client who knows what happens, or what to use, is not left alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.rule import Example, Level, Rule, Severity
from sphinx_commspolicy.diagnostics import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import DataContext
    from sphinx_commspolicy.checks.rule import Finding


def _check(seen: DataContext) -> Iterator[Finding]:
    for block in seen.blocks("methods"):
        method = block.value
        if not method.usable and method.instead is None and method.if_tried is None:
            message = (
                f"{quote(method.name)} is not in use; nothing says what to use, or what happens."
            )
            yield seen.found(seen.key(block.scope, *block.path), message, scope=block.scope)


RULE = Rule(
    name="not-used-no-alternative",
    severity=Severity.warning,
    levels=frozenset({Level.data}),
    summary=(
        "A method that is not used, with neither what to use instead nor what happens if it is "
        "tried."
    ),
    reason="A client who tries it waits for an answer that never comes.",
    source="The article.",
    mending="Add “instead”, the method to use, or “if_tried”, what happens.",
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            methods:
              ⟦fax⟧: {name: Fax, system: fax, status: not_used}
            """,
        ),
    ),
    passing=(
        Example(
            yaml="""\
            methods:
              fax: {name: Fax, system: fax, status: not_used, if_tried: It goes nowhere.}
              text: {name: Texts, system: sms, status: not_used, instead: phone}
              phone: {name: Phone, system: phone, value: 503-555-0140}
            """,
        ),
    ),
)
