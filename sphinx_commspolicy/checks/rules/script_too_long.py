"""A text that goes out in more than two parts, or a greeting of more than half a minute.

Texts hold 160 characters, or 153 each when joined, in the alphabet of GSM 03.38; with any other
character 70, or 67. A greeting is taken to be spoken at 150 words a minute, a number at one word a
digit. What a role puts into the text is counted as it is in the facts where it is a number, a name
or an address, and as one word otherwise, so the rule never counts too much.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_commspolicy.checks import questions
from sphinx_commspolicy.checks.rule import Example, Level, Option, Rule, Severity
from sphinx_commspolicy.checks.texts import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import DataContext
    from sphinx_commspolicy.checks.rule import Finding
    from sphinx_commspolicy.effective import Scope

_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_TWICE = frozenset("^{}\\[~]|€")
_ROLE = re.compile(r":(contact|crisis|practice|clinician):`([^`<>]+)`")
_WORDS_A_MINUTE = 150


def segments(text: str) -> int:
    """Return how many parts a text message of *text* takes."""
    if set(text) <= _GSM | _GSM_TWICE:
        length = len(text) + sum(char in _GSM_TWICE for char in text)
        single, joined = 160, 153
    else:
        length = len(text.encode("utf-16-le")) // 2
        single, joined = 70, 67
    return 1 if length <= single else -(-length // joined)


def seconds(text: str) -> float:
    """Return how long it takes to speak *text*."""
    words = len(re.findall(r"[^\W\d]+(?:['’][^\W\d]+)*|\d", text))
    return words * 60 / _WORDS_A_MINUTE


def _check(seen: DataContext) -> Iterator[Finding]:
    for block in seen.blocks("scripts"):
        said = _spoken(seen, block.scope, block.value.text)
        message = ""
        if block.value.kind == "text_auto_reply" and segments(said) > seen.option("segments"):
            message = f"The text takes {segments(said)} parts ({len(said)} characters)."
        elif block.value.kind == "voicemail_greeting" and seconds(said) > seen.option("seconds"):
            message = f"The greeting takes about {seconds(said):.0f} seconds to speak."
        if message:
            yield seen.found(seen.key(block.scope, *block.path, "text"), message, scope=block.scope)


def _spoken(seen: DataContext, scope: Scope, markup: str) -> str:
    """Return *markup* with the facts that can be told put in, and a word for each other one."""
    policy = seen.policy(scope)
    known = questions.known_services(seen, policy)

    def fact(role: re.Match[str]) -> str:
        kind, name = role.groups()
        if kind == "contact" and name in policy.methods:
            return policy.methods[name].value or "x"
        if kind == "crisis" and name in known:
            return known[name].name
        if kind == "clinician" and name in policy.clinicians:
            return policy.clinicians[name].name
        return policy.practice.name if kind == "practice" and name == "name" else "x"

    return plain_text(_ROLE.sub(fact, markup)).replace("\N{OBJECT REPLACEMENT CHARACTER}", "x")


RULE = Rule(
    name="script-too-long",
    severity=Severity.info,
    levels=frozenset({Level.data}),
    summary=(
        "An automatic text of more than two parts, or a greeting of more than about 30 seconds."
    ),
    reason="Nobody listens to the end, and the end is where the help stands.",
    source="Inference; GSM 03.38 for the length of texts.",
    mending="Keep what a caller needs: who you are, what to do in a crisis, when you call back.",
    options=(
        Option("segments", 2, "Most parts of an automatic text."),
        Option("seconds", 30, "Most seconds of a greeting."),
    ),
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            scripts:
              reply:
                kind: text_auto_reply
                ⟦text⟧: >-
                  Thank you for your text. We read texts on workdays at noon and at four, and we answer each of
                  them within one business day. If you would like to change a session, please use the portal. If
                  you are in a crisis, please do not wait for us. Use the :crisis:`us-988`, at any hour, every day.
                  Thank you for your patience.
            """,
            says="takes 3 parts",
        ),
        Example(
            yaml="""\
            scripts:
              reply:
                kind: text_auto_reply
                ⟦text⟧: >-
                  We’ve got your text. We read texts on workdays at noon and at four, and answer within a day. In
                  a crisis, use 988 at any hour, every day.
            """,
            about="One curly quotation mark, and only 70 characters fit.",
        ),
        Example(
            yaml="""\
            scripts:
              greeting:
                kind: voicemail_greeting
                ⟦text⟧: >-
                  a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a
                  a a a a a a a a a a a a a a a a a a a a a a a a a a a a 503-555-0140
            """,
            says="about 31 seconds",
        ),
    ),
    passing=(
        Example(
            yaml="""\
            scripts:
              reply:
                kind: text_auto_reply
                text: We read texts at noon on workdays. In a crisis, use the :crisis:`us-988`.
              greeting:
                kind: voicemail_greeting
                text: >-
                  a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a
                  a a a a a a a a a a a a a a a a a a a a a a a a a 503-555-0140
              long:
                kind: email_auto_reply
                text: >-
                  Thank you for your mail. We read mail on workdays at noon and at four, and we answer each of
                  them within one business day. If you would like to change a session, please use the portal. If
                  you are in a crisis, please do not wait for us. Use the :crisis:`us-988`, at any hour, every day.
            """,
        ),
    ),
)
