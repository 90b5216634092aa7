"""What the loader refuses, as findings: a practice that cannot be read is checked no further."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.rule import Finding, Place, Related, Severity
from sphinx_commspolicy.diagnostics import Code

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx_commspolicy.diagnostics import Diagnostic

_RULES = {Code.locked: "override-locked", Code.unknown_id: "route-dangling"}
_NO_NUMBER = "telephone number"
"""Stands in what the reader of telephone numbers says of a text that is none."""


def rule_of(diagnostic: Diagnostic) -> str:
    """Return the name of the rule that *diagnostic* belongs to; its own code where there is none."""
    if diagnostic.code is Code.invalid_value and _NO_NUMBER in diagnostic.message:
        return "phone-invalid"
    return _RULES.get(diagnostic.code, str(diagnostic.code))


def of_loader(diagnostics: Iterable[Diagnostic]) -> list[Finding]:
    """Return *diagnostics* as findings, each an error."""
    return [
        Finding(
            rule_of(one),
            Severity.error,
            Place(*one.location),
            one.message,
            one.remedy or "Correct it.",
            related=(Related(Place(*one.related), "the other place is here"),)
            if one.related
            else (),
        )
        for one in diagnostics
    ]
