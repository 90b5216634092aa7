"""Clinical content goes by a way that others may read, without consent.

Open to others are methods with ``security: not_encrypted``, and texts and e-mail that do not say.
Consent is there where ``consent_needed`` is yes or ``consent`` says how it is given.
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
    for scope in seen.scopes:
        policy = seen.policy(scope)
        open_ = {
            name: method
            for name, method in policy.methods.items()
            if method.usable
            and questions.is_open_to_others(method)
            and not method.consent_needed
            and method.consent is None
        }
        for name, need in policy.needs.items():
            for step in ("first", "second"):
                method = open_.get(getattr(need, step) or "")
                if method is not None and need.category == "clinical":
                    message = (
                        f"{quote(need.name)} leads to {quote(method.name)}, which others may read; "
                        "no consent is asked for."
                    )
                    place = seen.place(scope, "needs", name, step)
                    yield seen.found(place, message, scope=scope)
        for name, method in open_.items():
            if "clinical" in method.accepts:
                index = method.accepts.index("clinical")
                message = (
                    f"{quote(method.name)} accepts clinical messages; no consent is asked for."
                )
                place = seen.place(scope, "methods", name, "accepts", index)
                yield seen.found(place, message, scope=scope)


RULE = Rule(
    name="route-clinical-nonsecure",
    severity=Severity.error,
    levels=frozenset({Level.data}),
    summary="Clinical content that goes by a method which is not secure, without consent.",
    reason="What a client writes about the treatment may be read by others, and nobody asked.",
    source="HHS, Office for Civil Rights: frequently asked question on e-mail with patients.",
    mending="Lead it to a secure method, or set “consent_needed” and say how consent is given.",
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            methods:
              email: {name: E-mail, system: email, value: office@elm.example.org}
              app: {name: App, system: app, value: elm, security: not_encrypted, accepts: [administrative, ⟦clinical⟧]}
            needs:
              homework: {name: Share homework, category: clinical, first: ⟦email⟧}
            """,
        ),
    ),
    passing=(
        Example(
            yaml="""\
            methods:
              email: {name: E-mail, system: email, value: office@elm.example.org, consent_needed: yes, accepts: [clinical]}
              text: {name: Texts, system: sms, value: 503-555-0141, consent: {form: Text request}, accepts: [clinical]}
              portal: {name: Portal, system: portal, security: encrypted, accepts: [clinical]}
              phone: {name: Phone, system: phone, value: 503-555-0140, accepts: [clinical]}
              old: {name: Old address, system: email, status: not_used, if_tried: Nobody reads it., accepts: [clinical]}
              open: {name: Open address, system: email, value: desk@elm.example.org}
            needs:
              homework: {name: Share homework, category: clinical, first: portal, second: email}
              change: {name: Change a session, category: administrative, first: open}
            """,
        ),
    ),
)
