"""Automatic texts without the terms that carriers ask for.

Texts are automatic where the method says that a machine reads it (``read_by: [automatic]``) or a script
of the kind “text_auto_reply” belongs to it. The terms are looked for in the method's ``terms``, in
English words. The rules are those of carriers in the United States and Canada; other countries are not
looked at.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.rule import Example, Level, Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import DataContext
    from sphinx_commspolicy.checks.rule import Finding


_TERMS = {
    "how to stop (STOP)": r"\bSTOP\b",
    "how to get help (HELP)": r"\bHELP\b",
    "how many texts": r"(?i:\b(?:frequen\w+|how (?:many|often)|(?:up to|at most) \w+ (?:texts|messages)|(?:a|per|each|every) (?:day|week|month))\b)",
    "what they cost": r"(?i:\b(?:rates?|costs?|charges?|fees?)\b)",
    "that numbers are not shared": r"(?i:\b(?:not|never|nobody)\b[^.]*\b(?:shar\w+|sell|sold|give|given|pass\w*)\b)",
}


def _check(seen: DataContext) -> Iterator[Finding]:
    if seen.policy().practice.country not in {"US", "CA"}:
        return
    for scope in seen.scopes:
        policy = seen.policy(scope)
        answered = {
            script.method for script in policy.scripts.values() if script.kind == "text_auto_reply"
        }
        for name, method in policy.methods.items():
            automatic = name in answered or "automatic" in method.read_by
            if method.system != "sms" or not method.usable or not automatic:
                continue
            terms = method.terms or ""
            missing = [words for words, known in _TERMS.items() if not re.search(known, terms)]
            if missing:
                message = f"The terms of automatic texts do not say {', '.join(missing)}."
                place = seen.key(scope, "methods", name, "terms")
                yield seen.found(place, message, scope=scope)


RULE = Rule(
    name="sms-terms-missing",
    severity=Severity.warning,
    levels=frozenset({Level.data}),
    summary=(
        "Automatic texts without STOP and HELP, how many there are, what they cost, and that "
        "numbers are not shared."
    ),
    reason="Carriers block senders without these terms, and clients want a way out.",
    source="Carriers’ rules for registered senders (10DLC).",
    mending=(
        "Add “terms” to the method: Reply STOP to stop and HELP for help. At most two texts a "
        "month. Your plan’s rates apply. We never share your number."
    ),
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            methods:
              ⟦text⟧: {name: Texts, system: sms, value: 503-555-0140, read_by: [automatic]}
            """,
            says="STOP",
        ),
        Example(
            yaml="""\
            methods:
              text:
                name: Texts
                system: sms
                value: 503-555-0140
                ⟦terms⟧: Reply STOP to stop and HELP for help. At most two texts a month. Message rates apply.
            scripts:
              reply: {kind: text_auto_reply, method: text, text: We read texts at noon.}
            """,
            says="do not say that numbers are not shared.",
        ),
    ),
    passing=(
        Example(
            yaml="""\
            methods:
              text:
                name: Texts
                system: sms
                value: 503-555-0140
                read_by: [automatic]
                terms: >-
                  Reply STOP to stop and HELP for help. You get at most two texts a month. Your plan's rates
                  apply. We never share your number.
              plain: {name: Other texts, system: sms, value: 503-555-0141, read_by: [clinician]}
              old: {name: Old texts, system: sms, status: not_used, read_by: [automatic]}
              mail: {name: E-mail, system: email, value: office@elm.example.org, read_by: [automatic]}
            scripts:
              reply: {kind: email_auto_reply, method: plain, text: We read mail at noon.}
            """,
        ),
        Example(
            yaml="""\
            practice: {name: Glen Practice, country: GB}
            methods:
              text: {name: Texts, system: sms, value: 01632 960143, read_by: [automatic]}
            """,
        ),
    ),
)
