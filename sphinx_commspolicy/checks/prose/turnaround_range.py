"""A range of time for an answer, in prose: a reader hears the shorter one.

Not found: ranges for other things, such as how long a session or a fee takes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.prose.promises import promises
from sphinx_commspolicy.checks.rule import Example
from sphinx_commspolicy.diagnostics import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import ProseContext
    from sphinx_commspolicy.checks.rule import Finding


def check(seen: ProseContext) -> Iterator[Finding]:
    """Find answers promised within a range of time."""
    for promise in promises(seen):
        if promise.amount.is_range:
            unit = promise.amount.unit.replace("clock_", "").replace("calendar_", "")
            longest = f"{promise.amount.value} {unit.replace('_', ' ')}s"
            yield seen.found(
                promise.place,
                f"{quote(promise.words)} is a range: a client who waits counts on the shorter time.",
                remedy=f"Promise the longer one: {quote(f'within {longest}')}.",
                text=promise.words,
            )


FAILING = (
    Example(
        rst="""\
        Messages
        ========

        We respond within ⟦24-48 hours⟧, and to letters in ⟦three to five business days⟧.
        """,
        says="is a range",
    ),
)
PASSING = (
    Example(
        rst="""\
        Messages
        ========

        We respond within 48 hours. A call takes 10-15 minutes. We are away for 1 to 2 weeks in May.
        """,
    ),
)
