"""A telephone number that no network can connect.

Numbers of methods, people and hospitals are refused when the file is read. Numbers of local crisis
services may be short codes, so the file can be read with any text there; this rule looks at them.
Three to six digits count as a short code for calls and texts; longer ones have to be possible
numbers of the country.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_commspolicy.checks import questions
from sphinx_commspolicy.checks.rule import Example, Level, Rule, Severity
from sphinx_commspolicy.diagnostics import quote
from sphinx_commspolicy.model.fields import read_phone_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import DataContext
    from sphinx_commspolicy.checks.rule import Finding


_SHORTEST, _LONGEST = 3, 6


def _check(seen: DataContext) -> Iterator[Finding]:
    country = seen.policy().practice.country
    for block in seen.blocks("crisis"):
        for name, local in block.value.local.items():
            for index, access in enumerate(local.access):
                if access.number is None:
                    continue
                dialled = questions.digits(access.number.partition("(")[0] or access.number)
                if _SHORTEST <= len(dialled) <= _LONGEST:
                    continue
                try:
                    read_phone_number(dialled, country)
                except ValueError:
                    place = seen.place(
                        block.scope, "crisis", "local", name, "access", index, "number"
                    )
                    message = (
                        f"{quote(access.number)} is neither a telephone number nor a short code."
                    )
                    yield seen.found(place, message, scope=block.scope)


RULE = Rule(
    name="phone-invalid",
    severity=Severity.error,
    levels=frozenset({Level.data}),
    summary="A number that no network of its country can connect.",
    reason="A digit too many or too few, and the client hears a tone.",
    source="E.164; libphonenumber.",
    mending="Write the number with its area code, or in full with a plus.",
    by_loader=("invalid-value",),
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            crisis:
              local:
                team:
                  name: Fernhollow Mobile Crisis Team
                  access: [{mode: call, number: ⟦503-555-014⟧}, {mode: text, number: "⟦98⟧"}]
                  hours: 24/7
            """,
        ),
        Example(
            yaml="""\
            methods:
              phone: {name: Phone, system: phone, value: ⟦⟧503-555-014}
            """,
            about="Numbers of methods are refused when the file is read.",
        ),
    ),
    passing=(
        Example(
            yaml="""\
            crisis:
              local:
                team:
                  name: Fernhollow Mobile Crisis Team
                  access: [{mode: call, number: 503-555-0140}, {mode: text, number: "988"}, {mode: text, number: "741741"}]
                  hours: 24/7
            """,
        ),
        Example(
            yaml="""\
            crisis:
              local:
                team:
                  name: Fernhollow Mobile Crisis Team
                  access:
                    - {mode: call, number: (503) 555-0140}
                    - {mode: call, number: 1-503-555-TALK (8255)}
            """,
        ),
    ),
)
