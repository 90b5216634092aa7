"""A former name or number of a public crisis service.

The data part looks at names and numbers of local services and of the practice's own methods; texts
are read by the prose part.
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
    names = {
        former.casefold(): service
        for service in seen.services.values()
        for former in service.former_names
    }
    numbers = {
        questions.digits(former).removeprefix("1"): service
        for service in seen.services.values()
        for former in service.former_numbers
    }
    for block in seen.blocks("crisis"):
        for name, local in block.value.local.items():
            path = ("crisis", "local", name)
            now = next((new for old, new in names.items() if old in local.name.casefold()), None)
            if now:
                message = f"{quote(local.name)} is now called {quote(now.name)}."
                yield seen.found(seen.place(block.scope, *path, "name"), message, scope=block.scope)
            for index, access in enumerate(local.access):
                now = numbers.get(questions.digits(access.number or "").removeprefix("1"))
                if now:
                    message = f"The number {access.number} is no longer that of {quote(now.name)}."
                    place = seen.place(block.scope, *path, "access", index, "number")
                    yield seen.found(place, message, scope=block.scope)


RULE = Rule(
    name="crisis-line-renamed",
    severity=Severity.warning,
    levels=frozenset({Level.data, Level.prose}),
    summary="A name or number that a public crisis service no longer goes by.",
    reason=(
        "A client who looks for the old name finds nothing, and an old number may be cut off one "
        "day."
    ),
    source="SAMHSA; the package’s dated data; seen on published policies.",
    mending="Use the service’s present name and number: the role “crisis” puts them into a text.",
    false_positives="A sentence that explains the old name (“formerly …”) is right; silence it.",
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            crisis:
              local:
                lifeline:
                  name: ⟦National Suicide Prevention Lifeline⟧
                  access:
                    - {mode: call, number: ⟦1-800-273-8255⟧}
                  hours: 24/7
            """,
            says="988 Suicide & Crisis Lifeline",
        ),
    ),
    passing=(
        Example(
            yaml="""\
            crisis:
              local:
                team:
                  name: Fernhollow Mobile Crisis Team
                  access: [{mode: call, number: 503-555-0190}]
                  hours: 24/7
            """,
        ),
    ),
)
