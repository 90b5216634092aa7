"""Something sends clients to a method that is not in use.

Needs are looked at by ``route-dangling``. A script on a method that is not used is right: it tells
who tries. “Temporarily down” is not in use either.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.rule import Example, Level, Related, Rule, Severity
from sphinx_commspolicy.diagnostics import quote
from sphinx_commspolicy.model.fields import Refers
from sphinx_commspolicy.model.walk import Leaf, leaves

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import DataContext
    from sphinx_commspolicy.checks.rule import Finding
    from sphinx_commspolicy.model.policy import Policy


def _check(seen: DataContext) -> Iterator[Finding]:
    for scope in seen.scopes:
        policy = seen.policy(scope)
        for name, path in _offers(policy):
            method = policy.methods[name]
            if not method.usable:
                message = f"{quote(method.name)} is offered here, and is not in use."
                related = [
                    Related(seen.place(scope, "methods", name, "status"), "it is not in use")
                ]
                yield seen.found(seen.place(scope, *path), message, related=related, scope=scope)


def _offers(policy: Policy) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    """Yield each method that *policy* sends clients to, needs left out."""
    for leaf in _references(policy):
        if isinstance(leaf.marker, Refers) and leaf.marker.kinds == ("methods",):
            yield leaf.value, leaf.path


def _references(policy: Policy) -> Iterator[Leaf]:
    for section in _SECTIONS:
        yield from leaves(getattr(policy, section), (section,))
    for name, method in policy.methods.items():
        if method.instead:
            yield Leaf(("methods", name, "instead"), _METHOD, method.instead)
        if method.setup and method.setup.help_method and method.usable:
            yield Leaf(("methods", name, "setup", "help_method"), _METHOD, method.setup.help_method)


_METHOD = Refers(("methods",))
_SECTIONS = (
    *("practice", "phone_coaching", "between_sessions", "video_sessions"),
    *("cancellation", "social_media"),
)

RULE = Rule(
    name="method-off-but-offered",
    severity=Severity.error,
    levels=frozenset({Level.data}),
    summary="A method that is not in use, and is offered all the same.",
    reason="The handbook says two things, and the client believes the one that suits.",
    source="The article, element 1.",
    mending="Name a method that is in use, or take this one into use.",
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            methods:
              email: {name: E-mail, system: email, status: not_used, instead: phone}
              phone: {name: Phone, system: phone, value: 503-555-0140}
              fax: {name: Fax, system: fax, status: not_used, instead: ⟦email⟧}
            cancellation:
              methods: [phone, ⟦email⟧]
            clinicians:
              rosa:
                name: Rosa Ibarra
                methods:
                  text: {name: Texts, system: sms, status: temporarily_down}
                  phone: {setup: {help_method: ⟦email⟧}}
                video_sessions:
                  backup: ⟦text⟧
            """,
        ),
    ),
    passing=(
        Example(
            yaml="""\
            methods:
              email: {name: E-mail, system: email, status: not_used, instead: phone}
              phone: {name: Phone, system: phone, value: 503-555-0140}
              text: {name: Texts, system: sms, value: 503-555-0141, status: on_request}
            cancellation:
              methods: [phone, text]
            scripts:
              reply: {kind: email_auto_reply, method: email, text: We do not use e-mail.}
            """,
        ),
        Example(
            yaml="""\
            methods:
              email: {name: E-mail, system: email, status: not_used, if_tried: Nobody reads it., setup: {help_method: text}}
              text: {name: Texts, system: sms, status: not_used, if_tried: It goes nowhere.}
              phone: {name: Phone, system: phone, value: 503-555-0140, setup: {help: Just ask.}}
            phone_coaching: {method: phone, fallback: us-988}
            """,
        ),
    ),
)
