"""The handbook has no version, or no day from which it applies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.rule import Example, Level, Rule, Severity
from sphinx_commspolicy.effective import PRACTICE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import DataContext
    from sphinx_commspolicy.checks.rule import Finding


def _check(seen: DataContext) -> Iterator[Finding]:
    document = seen.policy().practice.document
    missing = [
        words
        for words, value in (
            ("version", document.version),
            ("effective date", document.effective_date),
        )
        if value is None
    ]
    if missing:
        message = f"The handbook has no {' and no '.join(missing)}."
        yield seen.found(seen.key(PRACTICE, "practice", "document"), message)


RULE = Rule(
    name="version-missing",
    severity=Severity.warning,
    levels=frozenset({Level.data}),
    summary="A handbook without a version or an effective date.",
    reason="Nobody can tell which rules a client has signed.",
    source="Advice on notice of changes.",
    mending="Add “version” and “effective_date” under “practice.document”.",
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            ⟦practice⟧:
              name: Elm Street Therapy
              country: US
            """,
            says="The handbook has no version and no effective date.",
        ),
        Example(
            yaml="""\
            practice:
              name: Elm Street Therapy
              country: US
              ⟦document⟧: {version: "2"}
            """,
            says="no effective date",
        ),
    ),
    passing=(
        Example(
            yaml="""\
            practice:
              name: Elm Street Therapy
              country: US
              document: {version: "2", effective_date: 2026-11-02}
            """,
        ),
    ),
)
