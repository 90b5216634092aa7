"""A greeting or automatic reply says nothing about a crisis.

Experts disagree: some ask for the words in every greeting, others hold that nobody in need listens to
them. So the rule can be switched off, and its kinds of script can be chosen. English and the
product's own roles are understood.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.rule import Example, Level, Option, Rule, Severity
from sphinx_commspolicy.diagnostics import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import DataContext
    from sphinx_commspolicy.checks.rule import Finding


_WORDS = re.compile(
    r":crisis:`|\b(?:crisis|emergenc\w+|suicid\w+|life[- ]threatening|in danger)\b"
    r"|(?<!\d)(?:911|988|999|112|111|000|116 ?123)(?!\d)",
    re.IGNORECASE,
)


def _check(seen: DataContext) -> Iterator[Finding]:
    for block in seen.blocks("scripts"):
        script = block.value
        if script.text is None:
            continue  # words made from the facts tell what to do in a crisis
        if script.kind in seen.option("kinds") and not _WORDS.search(script.text):
            message = f"The script {quote(block.name)} says nothing about what to do in a crisis."
            yield seen.found(seen.key(block.scope, *block.path, "text"), message, scope=block.scope)


RULE = Rule(
    name="script-no-crisis",
    severity=Severity.warning,
    levels=frozenset({Level.data}),
    summary="A greeting or automatic reply without words for a crisis.",
    reason="Who calls at night in need hears this text and nothing else.",
    source="CAMFT asks for it; others advise against it.",
    mending="Add a sentence such as: In a crisis, use the :crisis:`us-988`.",
    options=(
        Option(
            "kinds",
            ("voicemail_greeting", "text_auto_reply", "email_auto_reply", "away_message"),
            "Kinds of script that need such words.",
        ),
    ),
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            scripts:
              greeting: {kind: voicemail_greeting, ⟦text⟧: We call back on workdays. Extension 9112.}
              away: {kind: away_message, ⟦text⟧: I am away.}
            """,
        ),
    ),
    passing=(
        Example(
            yaml="""\
            scripts:
              greeting: {kind: voicemail_greeting}
            """,
            about="Words that are made from the facts.",
        ),
        Example(
            yaml="""\
            scripts:
              greeting: {kind: voicemail_greeting, text: "In a crisis, hang up and call somebody."}
              reply: {kind: text_auto_reply, text: "Need help now? Call 988."}
              mail: {kind: email_auto_reply, text: "Use the :crisis:`us-988`."}
              signature: {kind: email_signature, text: Rosa Ibarra}
            """,
        ),
    ),
)
