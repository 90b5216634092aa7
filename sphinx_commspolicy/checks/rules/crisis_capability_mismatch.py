"""A crisis service is said to take what its line cannot.

The data part knows what a line can do from two places: the package's data on a public service with
the same number, and the abilities that a method with the same number states. A number that neither
knows is not judged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_commspolicy.checks import questions
from sphinx_commspolicy.checks.rule import Example, Level, Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import DataContext
    from sphinx_commspolicy.checks.rule import Finding


_ABILITY = {"call": "voice", "text": "text", "videophone": "video"}


def _check(seen: DataContext) -> Iterator[Finding]:
    public: dict[str, set[str]] = {}
    for service in seen.services.values():
        for access in service.access:
            if access.number:
                public.setdefault(questions.digits(access.number), set()).add(access.mode)
    for block in seen.blocks("crisis"):
        lines = dict(public)
        for method in seen.policy(block.scope).methods.values():
            if method.value and method.capabilities:
                able = {mode for mode, word in _ABILITY.items() if word in method.capabilities}
                lines.setdefault(questions.digits(method.value), able)
        for name, local in block.value.local.items():
            for index, access in enumerate(local.access):
                able = lines.get(questions.digits(access.number or ""), {access.mode})
                if access.mode not in able:
                    ways = " or ".join(sorted(able)) or "nothing of the kind"
                    message = f"{access.number} does not take “{access.mode}”; it takes {ways}."
                    place = seen.place(
                        block.scope, "crisis", "local", name, "access", index, "mode"
                    )
                    yield seen.found(place, message, scope=block.scope)


RULE = Rule(
    name="crisis-capability-mismatch",
    severity=Severity.error,
    levels=frozenset({Level.data, Level.prose}),
    summary="A crisis line that is said to take texts or video calls, and does not.",
    reason="A message to a line for calls only vanishes, and nobody tells the sender.",
    source="The package’s dated data on each service.",
    mending="Write the ways in which the service can be reached, as it states them itself.",
    false_positives="A service may have begun to take texts since the package’s data were checked.",
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            crisis:
              local:
                dispatch:
                  name: County dispatch
                  access: [{mode: ⟦videophone⟧, number: "911"}]
                  hours: 24/7
            """,
            says="911 does not take “videophone”; it takes call",
        ),
        Example(
            yaml="""\
            methods:
              line: {name: Our line, system: phone, value: 503-555-0140, capabilities: [voice]}
            crisis:
              local:
                ours:
                  name: Our evening line
                  access: [{mode: call, number: 503-555-0140}, {mode: ⟦text⟧, number: (503) 555-0140}]
                  hours: 24/7
            """,
            about="The practice’s own line has no texts.",
        ),
    ),
    passing=(
        Example(
            yaml="""\
            crisis:
              local:
                dispatch:
                  name: County dispatch
                  access: [{mode: call, number: "911"}, {mode: text, number: "988"}, {mode: text, number: 503-555-0190}]
                  hours: 24/7
            """,
        ),
        Example(
            yaml="""\
            methods:
              own: {name: Own line, system: phone, owner: clinician, capabilities: [voice]}
              desk: {name: Desk, system: phone, value: 503-555-0141}
            crisis:
              local:
                team:
                  name: Our team
                  access: [{mode: text, number: 503-555-0141}, {mode: chat, url: "https://team.example.org/"}]
            """,
            about="Nothing is known of what these lines can do.",
        ),
    ),
)
