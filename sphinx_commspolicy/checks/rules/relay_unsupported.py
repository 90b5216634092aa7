"""A need that only a telephone serves, and relay calls are not taken.

A need is served otherwise where one of its ways is no telephone or takes relay calls; a need of a
crisis leads to public services, which have their own ways. A telephone in use that refuses relay calls
is reported wherever it stands. An equal way in writing (``access.equal_route``) serves every need.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.rule import Example, Level, Rule, Severity
from sphinx_commspolicy.diagnostics import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import DataContext
    from sphinx_commspolicy.checks.rule import Finding


def _check(seen: DataContext) -> Iterator[Finding]:
    for block in seen.blocks("methods"):
        if (
            block.value.usable
            and block.value.system == "phone"
            and block.value.relay_accepted is False
        ):
            message = f"{quote(block.value.name)} refuses relay calls."
            place = seen.place(block.scope, *block.path, "relay_accepted")
            yield seen.found(place, message, scope=block.scope)
    for scope in seen.scopes:
        policy = seen.policy(scope)
        if policy.access is not None and policy.access.equal_route:
            continue
        for name, need in policy.needs.items():
            ways = [policy.methods.get(way) for way in (need.first, need.second) if way]
            if all(way and way.system == "phone" and way.relay_accepted is None for way in ways):
                message = f"{quote(need.name)} can be done by phone only; nothing says that relay calls are taken."
                yield seen.found(seen.place(scope, "needs", name, "first"), message, scope=scope)


RULE = Rule(
    name="relay-unsupported",
    severity=Severity.error,
    levels=frozenset({Level.data}),
    summary="A need with no way but the telephone, where relay calls are refused or not mentioned.",
    reason="A client who is deaf, or cannot speak, cannot get it at all.",
    source="Americans with Disabilities Act: effective communication.",
    mending="Set “relay_accepted: yes” and see to it, or add a way in writing.",
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            methods:
              phone: {name: Phone, system: phone, value: 503-555-0140, relay_accepted: ⟦no⟧}
            needs:
              change: {name: Change a session, category: administrative, first: phone}
            """,
            says="refuses relay calls",
        ),
        Example(
            yaml="""\
            methods:
              phone: {name: Phone, system: phone, value: 503-555-0140}
              desk: {name: Desk, system: phone, value: 503-555-0141}
            needs:
              change: {name: Change a session, category: administrative, first: ⟦phone⟧}
              letter: {name: Get a letter, category: administrative, first: ⟦desk⟧, second: phone}
            access: {formats: [Large print]}
            """,
            says="by phone only",
        ),
    ),
    passing=(
        Example(
            yaml="""\
            methods:
              phone: {name: Phone, system: phone, value: 503-555-0140}
              desk: {name: Desk, system: phone, value: 503-555-0141, relay_accepted: yes}
              email: {name: E-mail, system: email, value: office@elm.example.org, relay_accepted: no}
              old: {name: Old, system: phone, status: not_used, relay_accepted: no}
            needs:
              change: {name: Change a session, category: administrative, first: phone, second: email}
              letter: {name: Get a letter, category: administrative, first: desk, second: phone}
              danger: {name: Get help right now, category: crisis, first: us-911}
            """,
        ),
        Example(
            yaml="""\
            methods:
              phone: {name: Phone, system: phone, value: 503-555-0140}
            needs:
              change: {name: Change a session, category: administrative, first: phone}
            access: {equal_route: Write to us in the portal.}
            """,
        ),
        Example(
            yaml="""\
            methods:
              portal: {name: Portal, system: portal}
            needs:
              change: {name: Change a session, category: administrative, first: portal}
            """,
        ),
    ),
)
