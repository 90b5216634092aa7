"""Federal money is taken, and nothing says that help in other languages is free."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.rule import Example, Level, Rule, Severity
from sphinx_commspolicy.effective import PRACTICE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import DataContext
    from sphinx_commspolicy.checks.rule import Finding


def _check(seen: DataContext) -> Iterator[Finding]:
    policy = seen.policy()
    if policy.practice.federal_assistance != "yes":
        return
    given = policy.language_access is not None and policy.language_access.notice is not None
    if not given and not any(n.kind == "language_assistance" for n in policy.practice.notices):
        message = "You take federal money, and give no notice of language assistance."
        yield seen.found(seen.place(PRACTICE, "practice", "federal_assistance"), message)


RULE = Rule(
    name="notice-1557-missing",
    severity=Severity.warning,
    levels=frozenset({Level.data}),
    summary="Federal assistance, and no notice of language assistance.",
    reason="Who speaks little English does not know that help is there, and free.",
    source="45 CFR 92.11.",
    mending="Add “notice” under “language_access”.",
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            practice: {name: Elm Street Therapy, country: US, federal_assistance: ⟦yes⟧, notices: [{kind: privacy_practices, text: Privacy.}]}
            language_access: {interpreter: Ask us.}
            """,
        ),
    ),
    passing=(
        Example(
            yaml="""\
            practice: {name: Elm Street Therapy, country: US, federal_assistance: yes}
            language_access: {notice: Help in your language is free.}
            """,
        ),
        Example(
            yaml="""\
            practice: {name: Elm Street Therapy, country: US, federal_assistance: yes, notices: [{kind: language_assistance, text: Help is free.}]}
            """,
        ),
        Example(
            yaml="""\
            practice: {name: Elm Street Therapy, country: US, federal_assistance: unknown}
            """,
        ),
    ),
)
