"""A turnaround of “24 to 48 hours”.

The YAML holds one number, so a range can only stand in a text. The data part reads the short labels
of it, such as ``if_no_answer_by``, and the prose part everything else.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.rule import Example, Level, Rule, Severity
from sphinx_commspolicy.diagnostics import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import DataContext
    from sphinx_commspolicy.checks.rule import Finding


_RANGE = re.compile(
    r"\b\d+\s*(?:-|–|to|or)\s*\d+\s*(?:business\s+|working\s+|clock\s+|calendar\s+)?"
    r"(?:hours?|days?|weeks?)\b",
    re.IGNORECASE,
)


def _check(seen: DataContext) -> Iterator[Finding]:
    for block in seen.blocks("needs"):
        match = _RANGE.search(block.value.if_no_answer_by or "")
        if match:
            path = (*block.path, "if_no_answer_by")
            place = seen.data.within(block.scope, path, match[0])
            message = f"{quote(match[0])} is a range."
            yield seen.found(place, message, scope=block.scope)


RULE = Rule(
    name="turnaround-range",
    severity=Severity.info,
    levels=frozenset({Level.data, Level.prose}),
    summary="A range where a limit is promised.",
    reason="The client counts on the lower bound, and you on the upper.",
    source="Seen on published policies.",
    mending="Promise the upper bound.",
    false_positives=(
        "A range of something else, such as how long a session lasts, is no promise of an answer."
    ),
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            needs:
              change:
                name: Change a session
                category: administrative
                first: us-911
                if_no_answer_by: ⟦24 to 48 hours⟧ later
            """,
        ),
    ),
    passing=(
        Example(
            yaml="""\
            needs:
              change:
                name: Change a session
                category: administrative
                first: us-911
                if_no_answer_by: 48 hours later
            """,
        ),
    ),
)
