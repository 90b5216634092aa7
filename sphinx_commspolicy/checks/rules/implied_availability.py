"""“Any time”, “24/7”, “immediately” about a way to reach the practice.

The sentence has to lead to the practice (“call us”, “we reply”, “I am available”). Not found: what
is denied (“we are not available 24/7”), public services (“988 is open day and night”), what a
client may do at any time (change their mind, ask, withdraw), messages that may be written at any time
where the sentence says when they are read, and quotations.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.prose.language import (
    in_crisis_part,
    is_denied,
    sentences,
    speaks_of,
)
from sphinx_commspolicy.checks.prose.services import mentions
from sphinx_commspolicy.checks.prose.ways import OURS
from sphinx_commspolicy.checks.rule import Example, Level, Rule, Severity
from sphinx_commspolicy.diagnostics import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import ProseContext
    from sphinx_commspolicy.checks.rule import Finding

_ALWAYS = re.compile(
    r"\b24\s?/\s?7\b|\b24 hours a day\b|\b(?:a)?round[- ]the[- ]clock\b"
    r"|\b(?:day (?:or|and) night|night (?:or|and) day|(?:at )?any ?time(?! soon)|at any hour"
    r"|at all (?:hours|times)"
    r"|whenever (?:you (?:need (?:me|us|it|help|support|to talk)|like|want|feel like it)\b"
    r"|(?:something|anything|things|it) (?:comes? up|gets? (?:hard|bad|too much)|happens?)\b)"
    r"|always (?:be )?(?:available|reachable|there for you|here for you|on call|reach (?:me|us)))\b",
    re.IGNORECASE,
)
_AT_ONCE = re.compile(
    r"\b(?:immediately|instantly|right away|right back|straight away|at once)\b", re.IGNORECASE
)
"""Promises something only where the practice does it; a client may be asked to write at once."""
_WE_ANSWER = re.compile(
    r"\b(?:I|we|someone|somebody|our team|your (?:therapist|clinician|counsell?or))"
    r"(?:'ll|'m|'re| will| am| are| is| can| always)*\s+(?:\w+\s+)?(?:repl(?:y|ies)|responds?|answers?"
    r"|available|reachable|calls?|rings?|gets? (?:right )?back|texts? (?:you )?back|be there|there)\b",
    re.IGNORECASE,
)
_PRACTICE = re.compile(
    r"\b(?:call|text|e-?mail|message|reach|contact|phone|ring|page|write to|get hold of|talk to)\s+"
    + OURS
    + r"\b"
    r"|\b(?:I|we)(?:'ll|'m|'re| will| am| are| can)?\s+(?:\w+\s+)?(?:repl(?:y|ies)|respond"
    r"|answer|available|reachable"
    r"|call (?:you )?back|get (?:right )?back|text (?:you )?back|there for you|here for you"
    r"|on call|be there)\b"
    r"|\b(?:our|my|your) (?:therapists?|clinicians?|counsell?ors?|team|office|line|phone) (?:is"
    r"|are) (?:\w+ )?(?:available"
    r"|reachable|on call|there)\b"
    r"|\b(?:always (?:reply|respond|answer))\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\b(?:call|text|ring|phone|dial)\s+(?:at\s+|on\s+)?"
    r"\(?\+?\d[\d().-]*[\s().-]+\d[\d\s().-]{3,}",
    re.IGNORECASE,
)
"""A number to call: the practice’s, where the sentence does not speak of a crisis."""
_LIMITED = re.compile(
    r"\b(?:read|answer|reply|respond|see)\w*\b[^.;]*\b(?:in (?:\w+ ){1,2}(?:hours|days)|when (?:I|we)|while (?:I|we|the)|in (?:our"
    r"|my) (?:work|working"
    r"|office) hours|on"
    r" (?:weekdays|workdays|working days)|during|the next|within|between)\b",
    re.IGNORECASE,
)
"""Says when a message is read that may be written at any time."""
_RIGHT = re.compile(
    r"\b(?:withdraw|take (?:it|that|this) back|change your mind|opt out|revoke|stop|unsubscribe"
    r"|end|cancel|ask|request"
    r"|change|update|tell (?:me|us)|let (?:me|us) know|say so|we may change|911|999|112|000|111"
    r"|emergency (?:services|room"
    r"|department))\b",
    re.IGNORECASE,
)


def _check(seen: ProseContext) -> Iterator[Finding]:
    if not speaks_of(
        seen,
        "24",
        "clock",
        "night",
        "any",
        "at all ",
        "immediately",
        "instantly",
        "right away",
        "right back",
        "straight away",
        "at once",
        "always",
        "whenever",
    ):
        return
    public = {(mention.sentence.number, mention.sentence.start) for mention in mentions(seen)}
    for sentence in sentences(seen):
        text = sentence.text
        if (sentence.number, sentence.start) in public:
            continue
        if (
            not (_PRACTICE.search(text) or (_NUMBER.search(text) and not in_crisis_part(sentence)))
            or _RIGHT.search(text)
            or _LIMITED.search(text)
            or text.endswith("?")
        ):
            continue
        promised = _WE_ANSWER.search(text) is not None
        said = [*_ALWAYS.finditer(text), *(_AT_ONCE.finditer(text) if promised else ())]
        for found in sorted(said, key=lambda match: match.start()):
            if sentence.is_quoted(found.start()) or is_denied(text, *found.span()):
                continue
            yield seen.found(
                sentence.place(*found.span()),
                f"{quote(found[0])}: this sounds as if the practice could be reached at every hour.",
                text=found[0],
            )


RULE = Rule(
    name="implied-availability",
    severity=Severity.warning,
    levels=frozenset({Level.prose}),
    summary="Words that promise to be there at every hour, about a way to reach the practice.",
    reason="A client who was promised an answer at once may wait for it instead of calling for help.",
    source="Advice of liability insurers; seen on published policies.",
    mending="Say when messages are read and when they are answered.",
    false_positives=(
        "What clients may do at any time (withdraw, ask, cancel), what is denied, and public "
        "services are left out. A line of the practice that truly is staffed day and night is "
        "found; silence it there, with the reason."
    ),
    check_prose=_check,
    failing=(
        Example(
            rst="""\
            Reach us
            ========

            You can call me ⟦any time⟧, and I will get ⟦right back⟧ to you. We reply ⟦immediately⟧.
            Call 212-555-0143 ⟦any time⟧. Text me ⟦whenever something comes up⟧.
            """,
            says="at every hour",
        ),
    ),
    passing=(
        Example(
            rst="""\
            Reach us
            ========

            You can take that back at any time. Ask us any time. We are not available 24/7. We cannot
            reply right away. Call 988 day or night. Do not write “call me any time”. Breathe out
            immediately after. Write to us at any hour; we read it within a day.
            Once somebody wrote “you can call me any time”. Can we answer at once? You can call us or 988
            at any time. You can call us
            immediately to cancel. The portal is open at any hour; we answer in two business days. Text us
            whenever you run late. Text us right away if you are late. For the crisis team in Salem
            call 503-555-0144, any time. The park is open day and night. Call us at any time to cancel.
            """,
        ),
    ),
)
