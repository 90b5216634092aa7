"""A recorded greeting is older than what it says.

The facts have no dates of their own, so the last change of the policy that is in force stands for
them: the newest entry of ``changes.history`` up to today, or ``document.effective_date``. A script
that states no fact (no role, no digit) cannot drift. A script without ``recorded_on`` cannot be
judged.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.rule import Example, Level, Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import DataContext
    from sphinx_commspolicy.checks.rule import Finding


_STATES_A_FACT = re.compile(r":[a-z][a-z0-9:-]*:`|\d")


def _check(seen: DataContext) -> Iterator[Finding]:
    policy = seen.policy()
    dates = [change.date for change in policy.changes.history] if policy.changes else []
    if policy.practice.document.effective_date:
        dates.append(policy.practice.document.effective_date)
    changed = max((date for date in dates if date <= seen.today), default=None)
    for block in seen.blocks("scripts"):
        recorded = block.value.recorded_on
        if changed is None or recorded is None:
            continue
        text = block.value.text  # without one, the words are made from the facts
        if text is not None and not _STATES_A_FACT.search(text):
            continue
        if recorded < changed:
            message = f"This was recorded on {recorded}; the policy changed on {changed}."
            place = seen.place(block.scope, *block.path, "recorded_on")
            yield seen.found(place, message, scope=block.scope)


RULE = Rule(
    name="script-drift",
    severity=Severity.error,
    levels=frozenset({Level.data}),
    summary="A recorded greeting or automatic reply that is older than the facts it states.",
    reason="The machine goes on saying the old number, or the old turnaround.",
    source="Indian Health Service: messages are to be updated regularly.",
    mending="Listen to it, record it again if need be, and set “recorded_on” to today.",
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            changes:
              history: [{version: "2", date: 2026-11-20, summary: The office has a new number.}]
            scripts:
              greeting: {kind: voicemail_greeting, recorded_on: ⟦2026-11-01⟧}
            """,
            about="Words that are made from the facts state them, too.",
        ),
        Example(
            yaml="""\
            practice:
              name: Elm Street Therapy
              country: US
              document: {effective_date: 2026-11-02}
            scripts:
              greeting:
                kind: voicemail_greeting
                recorded_on: ⟦2026-11-01⟧
                text: We call back within :turnaround:`practice`. In an emergency, call 911.
            """,
            says="the policy changed on 2026-11-02",
        ),
        Example(
            yaml="""\
            changes:
              history:
                - {version: "3", date: 2027-01-04, summary: Not yet in force.}
                - {version: "2", date: 2026-11-23, summary: The office has a new number.}
            scripts:
              greeting: {kind: voicemail_greeting, recorded_on: ⟦2026-10-01⟧, text: Please call 503-555-0140.}
            """,
        ),
    ),
    passing=(
        Example(
            yaml="""\
            practice:
              name: Elm Street Therapy
              country: US
              document: {effective_date: 2026-11-02}
            changes:
              history:
                - {version: "4", date: 2027-01-04, summary: Not yet in force.}
            scripts:
              greeting: {kind: voicemail_greeting, recorded_on: 2026-11-02, text: Please call 503-555-0140.}
              plain: {kind: voicemail_greeting, recorded_on: 2020-01-02, text: Please leave a message.}
              undated: {kind: voicemail_greeting, text: Please call 503-555-0140.}
            """,
        ),
        Example(
            yaml="""\
            scripts:
              greeting: {kind: voicemail_greeting, recorded_on: 2020-01-02, text: Please call 503-555-0140.}
            """,
            about="Nothing tells when the policy changed.",
        ),
    ),
)
