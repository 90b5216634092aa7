"""Clients cannot ask for a safe number or time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.rule import Example, Level, Rule, Severity
from sphinx_commspolicy.effective import PRACTICE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import DataContext
    from sphinx_commspolicy.checks.rule import Finding


def _check(seen: DataContext) -> Iterator[Finding]:
    contact = seen.policy().safe_contact
    if contact is None:
        message = "Nothing offers clients a safe number, or safe times, to be reached at."
        yield seen.found(seen.key(PRACTICE, "safe_contact"), message)
    elif not contact.offered:
        message = "Clients cannot ask to be reached in a safe way."
        yield seen.found(seen.place(PRACTICE, "safe_contact", "offered"), message)


RULE = Rule(
    name="safe-contact-missing",
    severity=Severity.info,
    levels=frozenset({Level.data}),
    summary="No offer of a safe number or safe times.",
    reason="A message that the wrong person reads can put a client in danger.",
    source="National Network to End Domestic Violence (techsafety.org).",
    mending="Add “safe_contact”: which number, which times, which words are safe.",
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            ⟦practice⟧: {name: Elm Street Therapy, country: US}
            """,
            says="Nothing offers",
        ),
        Example(
            yaml="""\
            safe_contact: {offered: ⟦no⟧}
            """,
            says="cannot ask",
        ),
    ),
    passing=(
        Example(
            yaml="""\
            safe_contact: {times: Tell us at what times we may call.}
            """,
        ),
    ),
)
