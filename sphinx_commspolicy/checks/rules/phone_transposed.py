"""A number that is a slip of the fingers away from a known one.

In the data, numbers of the practice often follow each other (…0140, …0141), so they are compared
with public crisis services only; and numbers of less than seven digits are not compared, for short
codes are close to each other. Numbers typed into texts are compared with every number of the data,
by the prose part.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_commspolicy.checks import questions
from sphinx_commspolicy.checks.rule import Example, Level, Rule, Severity
from sphinx_commspolicy.diagnostics import quote
from sphinx_commspolicy.model.method import TELEPHONE_SYSTEMS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import DataContext
    from sphinx_commspolicy.checks.rule import Finding
    from sphinx_commspolicy.effective import Scope

_LONGEST_SHORT_CODE = 6


def one_slip_apart(one: str, other: str) -> bool:
    """Return whether two numbers differ by one digit, or by two neighbours that changed places."""
    if len(one) != len(other) or one == other:
        return False
    different = [at for at in range(len(one)) if one[at] != other[at]]
    if len(different) == 1:
        return True
    first, last = different[0], different[-1]
    return last == first + 1 and one[first] == other[last] and one[last] == other[first]


def _check(seen: DataContext) -> Iterator[Finding]:
    public = {
        questions.digits(number).removeprefix("1"): service
        for service in seen.services.values()
        for number in (
            *(access.number for access in service.access),
            *service.former_numbers,
        )
        if number and len(questions.digits(number)) > _LONGEST_SHORT_CODE
    }
    for scope, number, path in _numbers(seen):
        dialled = questions.digits(number).removeprefix("1")
        near = next((known for known in public if one_slip_apart(dialled, known)), None)
        if near:
            message = f"{number} is one slip away from a number of {quote(public[near].name)}."
            yield seen.found(seen.place(scope, *path), message, scope=scope)


def _numbers(seen: DataContext) -> Iterator[tuple[Scope, str, tuple[str | int, ...]]]:
    for block in seen.blocks("methods"):
        if block.value.system in TELEPHONE_SYSTEMS and block.value.value:
            yield block.scope, block.value.value, (*block.path, "value")
    for block in seen.blocks("crisis"):
        for name, local in block.value.local.items():
            for index, access in enumerate(local.access):
                if access.number:
                    path = ("crisis", "local", name, "access", index, "number")
                    yield block.scope, access.number, path


RULE = Rule(
    name="phone-transposed",
    severity=Severity.warning,
    levels=frozenset({Level.data, Level.prose}),
    summary="A number one digit, or one swap of digits, away from a known one.",
    reason="One slip, and clients call a stranger.",
    source="CBC, 2021, on a card with a wrong crisis number.",
    mending="Compare the number with its source, digit by digit.",
    false_positives=(
        "Two real numbers can be neighbours: declare both in the YAML, or silence the finding."
    ),
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            crisis:
              local:
                samhsa:
                  name: Treatment line
                  kind: referral
                  access: [{mode: call, number: ⟦1-800-626-4357⟧}]
                  hours: 24/7
            """,
        ),
        Example(
            yaml="""\
            methods:
              phone: {name: Phone, system: phone, value: ⟦(800) 662-4356⟧}
            """,
        ),
    ),
    passing=(
        Example(
            yaml="""\
            methods:
              phone: {name: Phone, system: phone, value: (503) 555-0140}
              fax: {name: Fax, system: fax, value: (503) 555-0141}
            crisis:
              local:
                samhsa:
                  name: Treatment line
                  kind: referral
                  access: [{mode: call, number: 1-800-662-4357}]
                  hours: 24/7
                far:
                  name: Another line
                  access: [{mode: call, number: 1-800-266-4375}, {mode: text, number: "989"}]
                  hours: 24/7
            """,
        ),
        Example(
            yaml="""\
            methods:
              swapped: {name: Digits apart, system: phone, value: (800) 462-6357}
              one: {name: Two digits, system: phone, value: (800) 662-4385}
              other: {name: Two others, system: phone, value: (800) 662-4379}
              far: {name: Longer, system: phone, value: +44 1632 960143}
              own: {name: Own, system: phone, owner: clinician}
              app: {name: App, system: app, value: 800-662-4356}
            crisis:
              local:
                text: {name: Text somebody, access: [{mode: text, number: "741714"}]}
            """,
        ),
    ),
)
