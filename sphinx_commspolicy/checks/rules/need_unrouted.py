"""A need that every client has, and for which no route is given.

Looked at is the practice's own list. A need counts by its ``kind``; without one, by its id.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_commspolicy.checks import questions
from sphinx_commspolicy.checks.rule import Example, Level, Rule, Severity
from sphinx_commspolicy.effective import PRACTICE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import DataContext
    from sphinx_commspolicy.checks.rule import Finding


_WANTED = {
    "changing a session": ("schedule_change", "same_day_cancel"),
    "checking in between sessions": ("check_in", "homework", "journaling", "clinical_question"),
    "bills": ("billing",),
}


def _check(seen: DataContext) -> Iterator[Finding]:
    needs = seen.policy().needs
    kinds = {need.kind or name.replace("-", "_") for name, need in needs.items()}
    missing = [words for words, any_of in _WANTED.items() if not kinds.intersection(any_of)]
    if not any(questions.is_crisis(need) for need in needs.values()):
        missing.append("a crisis")
    if missing:
        message = f"No route is given for: {', '.join(missing)}."
        yield seen.found(seen.key(PRACTICE, "needs"), message)


RULE = Rule(
    name="need-unrouted",
    severity=Severity.warning,
    levels=frozenset({Level.data}),
    summary="Scheduling, check-ins, bills or a crisis without a route.",
    reason="A client who does not find the best way takes any way, often the slowest.",
    source="The article, element 2.",
    mending="Add a need for each, with the “kind” that fits and its “first” way.",
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            methods:
              phone: {name: Phone, system: phone, value: 503-555-0140}
            ⟦needs⟧:
              change: {name: Change a session, category: administrative, kind: schedule_change, first: phone}
            """,
            says="No route is given for: checking in between sessions, bills, a crisis.",
        ),
        Example(
            yaml="""\
            ⟦practice⟧:
              name: Elm Street Therapy
              country: US
            """,
            says="changing a session, checking in between sessions, bills, a crisis",
        ),
    ),
    passing=(
        Example(
            yaml="""\
            methods:
              phone: {name: Phone, system: phone, value: 503-555-0140}
            needs:
              cancel: {name: Cancel a session, category: administrative, kind: same_day_cancel, first: phone}
              homework: {name: Share homework, category: clinical, first: phone}
              billing: {name: Ask about a bill, category: administrative, first: phone}
              danger: {name: Get help right now, category: crisis, first: us-911}
            """,
        ),
    ),
)
