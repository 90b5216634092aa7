"""A text that goes out in more than two parts, or a greeting of more than half a minute.

Texts hold 160 characters, or 153 each when joined, in the alphabet of GSM 03.38; with any other
character 70, or 67. How long a greeting takes is reckoned as on the page of scripts: at a calm pace,
numbers digit by digit. What a role puts into the text is counted as it is in the facts where it is a number, a name
or an address, and as one word otherwise, so the rule never counts too much.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_commspolicy.checks import questions
from sphinx_commspolicy.checks.rule import Example, Level, Option, Rule, Severity
from sphinx_commspolicy.checks.texts import plain_text
from sphinx_commspolicy.sms import segments
from sphinx_commspolicy.speaking import seconds_to_say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import DataContext
    from sphinx_commspolicy.checks.rule import Finding
    from sphinx_commspolicy.effective import Scope

_ROLE = re.compile(r":(contact|crisis|practice|clinician):`([^`<>]+)`")


def _check(seen: DataContext) -> Iterator[Finding]:
    for block in seen.blocks("scripts"):
        if block.value.text is None:
            continue  # the words are made from the facts; “commspolicy scripts” tells their length
        said = _spoken(seen, block.scope, block.value.text)
        message = ""
        parts = segments(said).messages
        if block.value.kind == "text_auto_reply" and parts > seen.option("segments"):
            message = f"The text takes {parts} parts ({len(said)} characters)."
        elif block.value.kind == "voicemail_greeting" and seconds_to_say(said) > seen.option(
            "seconds"
        ):
            message = f"The greeting takes about {seconds_to_say(said)} seconds to speak."
        if message:
            yield seen.found(seen.key(block.scope, *block.path, "text"), message, scope=block.scope)


def _spoken(seen: DataContext, scope: Scope, markup: str) -> str:
    """Return *markup* with the facts that can be told put in, and a word for each other one."""
    policy = seen.policy(scope)
    known = {
        ("practice", "name"): policy.practice.name,
        **{("contact", name): method.value for name, method in policy.methods.items()},
        **{("clinician", name): person.name for name, person in policy.clinicians.items()},
    }
    for name, service in questions.known_services(seen, policy).items():
        known["crisis", name] = service.name

    def fact(role: re.Match[str]) -> str:
        return known.get((role[1], role[2])) or "x"

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
                  a a a a a a a a a a a a a a a a a a a 503-555-0140
            """,
            says="about 31 seconds",
        ),
        Example(
            yaml="""\
            scripts:
              full:
                kind: text_auto_reply
                ⟦text⟧: >-
                  abcdefghi abcdefghi abcdefghi abcdefghi abcdefghi abcdefghi abcdefghi abcdefghi
                  abcdefghi abcdefghi abcdefghi abcdefghi abcdefghi abcdefghi abcdefghi abcdefghib.
            """,
            options={"segments": 1},
            says="2 parts (161 characters)",
        ),
        Example(
            yaml="""\
            scripts:
              euro:
                kind: text_auto_reply
                ⟦text⟧: >-
                  abcdefghi abcdefghi abcdefghi abcdefghi abcdefghi abcdefghi abcdefghi abcdefghi
                  abcdefghi abcdefghi abcdefghi abcdefghi abcdefghi abcdefghi abcdefghi abcdefg.€€
            """,
            options={"segments": 1},
            says="2 parts (160 characters)",
            about="Some characters count twice.",
        ),
        Example(
            yaml="""\
            methods:
              phone: {name: Phone, system: phone, value: 503-555-0140}
            scripts:
              roles:
                kind: text_auto_reply
                ⟦text⟧: >-
                  abcdefghi abcdefghi abcdefghi abcdefghi abcdefghi abcdefghi abcdefghi abcdefghi
                  abcdefghi abcdef.
                  :practice:`name`, :clinician:`rosa`, :contact:`phone`, :crisis:`us-911`.
            clinicians:
              rosa: {name: Rosa Ibarra}
            """,
            options={"segments": 1},
            says="(164 characters)",
            about="What the roles put in counts, too.",
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
              reply:
                kind: text_auto_reply
                text: We read texts at noon on workdays. In a crisis, use the :crisis:`us-988`.
              greeting:
                kind: voicemail_greeting
                text: >-
                  a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a
                  a a a a a a a a a a a a a a a a a a 503-555-0140
              long:
                kind: email_auto_reply
                text: >-
                  Thank you for your mail. We read mail on workdays at noon and at four, and we answer each of
                  them within one business day. If you would like to change a session, please use the portal. If
                  you are in a crisis, please do not wait for us. Use the :crisis:`us-988`, at any hour, every day.
            """,
        ),
        Example(
            yaml="""\
            scripts:
              full:
                kind: text_auto_reply
                text: >-
                  abcdefghi abcdefghi abcdefghi abcdefghi abcdefghi abcdefghi abcdefghi abcdefghi
                  abcdefghi abcdefghi abcdefghi abcdefghi abcdefghi abcdefghi abcdefghi abcdefghi.
            """,
            options={"segments": 1},
            about="160 characters fit into one part.",
        ),
        Example(
            yaml="""\
            scripts:
              mail:
                kind: email_auto_reply
                text: >-
                  word word word word word word word word word word word word word word word word word
                  word word word word word word word word word word word word word word word word word
                  word word word word word word word word word word word word word word word word word
                  word word word word word word word word word word word word word word word word word
                  word word word word word word word word word word word word
            """,
        ),
    ),
)
