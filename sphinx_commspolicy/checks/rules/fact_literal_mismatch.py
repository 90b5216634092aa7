"""A time typed by hand that differs from what the practice's data says.

Compared are times to answer, for the way of contact that the sentence is about, and the notice to
cancel a session. A time that agrees with any time the data has for such messages is right. Of a
range, the longer time is compared. Numbers and addresses that differ are found by
``contact-unknown`` and ``phone-transposed``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.prose.amounts import amounts
from sphinx_commspolicy.checks.prose.known import answers, length
from sphinx_commspolicy.checks.prose.language import is_denied, sentences
from sphinx_commspolicy.checks.prose.promises import promises
from sphinx_commspolicy.checks.prose.ways import NAMES
from sphinx_commspolicy.checks.rule import Example, Level, Related, Rule, Severity
from sphinx_commspolicy.diagnostics import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import ProseContext
    from sphinx_commspolicy.checks.rule import Finding

_CANCEL = re.compile(r"\b(?:cancel\w*|reschedul\w*)\b", re.IGNORECASE)
_NOTICE = re.compile(
    r"\b(?:notice|ahead|in advance|before|prior|at least|beforehand)\b", re.IGNORECASE
)


def _check(seen: ProseContext) -> Iterator[Finding]:
    if seen.data is not None:
        yield from _answers(seen)
        yield from _notice(seen)


def _answers(seen: ProseContext) -> Iterator[Finding]:
    assert seen.data is not None
    for promise in promises(seen):
        passage = promise.sentence.passage
        scope = passage.scope if passage.is_fact else seen.scope
        if passage.is_fact and passage.path[:1] not in {("methods",), ("needs",), ("scripts",)}:
            continue
        if promise.amount.unit == "business_hour":
            continue  # nobody can tell how long that is, which another rule says
        known = answers(seen.data.policy(scope), promise)
        if not known or any(length(answer.turnaround) == promise.amount.length for answer in known):
            continue
        own = known[0]
        said = _said(own.turnaround.value, own.turnaround.unit)
        about = f" for {NAMES[promise.way]}" if promise.way else ""
        yield seen.found(
            promise.place,
            f"{quote(promise.words)}{about}: the practice’s data says {said}.",
            text=promise.words,
            related=[Related(seen.data.place(scope, *own.path), "the data says it here")],
        )


def _notice(seen: ProseContext) -> Iterator[Finding]:
    assert seen.data is not None
    for sentence in sentences(seen):
        text = sentence.text
        if not _CANCEL.search(text) or not _NOTICE.search(text):
            continue
        passage = sentence.passage
        scope = passage.scope if passage.is_fact else seen.scope
        cancellation = seen.data.policy(scope).cancellation
        notice = cancellation.notice if cancellation else None
        if notice is None:
            continue
        for amount in amounts(text):
            if is_denied(text, amount.start, amount.end) or sentence.is_quoted(amount.start):
                continue
            if _hours(amount.value, amount.unit) in {None, _hours(notice.value, notice.unit)}:
                continue
            words = text[amount.start : amount.end]
            there = seen.data.place(scope, "cancellation", "notice")
            said = _said(notice.value, notice.unit)
            yield seen.found(
                sentence.place(amount.start, amount.end),
                f"{quote(words)} to cancel: the practice’s data says {said}.",
                text=words,
                related=[Related(there, "the data says it here")],
            )


def _said(value: int, unit: str) -> str:
    """Return a duration of the data in words."""
    words = unit.removeprefix("clock_").removeprefix("calendar_").replace("_", " ")
    return f"{value} {words}" + ("s" if value != 1 else "")


def _hours(value: int, unit: str) -> float | None:
    """Return a duration in hours; None for one that has no fixed length."""
    hours = {"minute": 1 / 60, "clock_hour": 1, "calendar_day": 24, "week": 168}
    return value * hours[unit] if unit in hours else None


_DATA = """\
methods:
  email:
    name: Email
    system: email
    value: hello@elm.example.org
    turnaround: {value: 3, unit: business_day}
turnaround: {value: 48, unit: clock_hour}
cancellation:
  notice: {value: 24, unit: clock_hour}
"""

RULE = Rule(
    name="fact-literal-mismatch",
    severity=Severity.error,
    levels=frozenset({Level.prose}),
    summary="A time in a page that differs from the YAML’s.",
    reason="Clients read both, believe the one that suits them, and are let down by the other.",
    source="Seen on published policies.",
    mending="Use the role that shows the fact: “turnaround”, or “fact” for the notice.",
    false_positives=(
        "A time for messages that the data does not know, such as those to a billing service: give "
        "them a method of their own, or silence it. Hopes (“we may answer within the hour”) are not "
        "found."
    ),
    check_prose=_check,
    failing=(
        Example(
            yaml="""\
            methods:
              email:
                name: Email
                system: email
                value: hello@elm.example.org
                note: We answer within ⟦three days⟧.
            turnaround: {value: 1, unit: clock_hour}
            """,
            rst="""\
            Messages
            ========

            Words.
            """,
            says="says 1 hour.",
            about="A text of the YAML.",
        ),
        Example(
            yaml=_DATA,
            rst="""\
            Messages
            ========

            We answer messages within ⟦24 hours⟧. Cancel at least ⟦48 hours⟧ ahead.
            """,
            says="hours.",
        ),
    ),
    passing=(
        Example(
            yaml=_DATA,
            rst="""\
            Messages
            ========

            A session is 48 hours before the next. If you cancel, a new visit takes 48 hours. You need not
            cancel 48 hours ahead. Others write “cancel 48 hours ahead”.
            """,
        ),
        Example(
            rst="""\
            Messages
            ========

            We answer within two days.
            """,
            about="The data says nothing.",
        ),
        Example(
            yaml="""\
            methods:
              email: {name: Email, system: email, value: hello@elm.example.org}
            turnaround: {value: 2, unit: business_day}
            cancellation: {notice: {value: 24, unit: clock_hour}}
            privacy: {we_do: We answer within three days.}
            clinicians:
              rosa:
                name: Rosa Ibarra
                turnaround: {value: 5, unit: business_day}
                cancellation: {notice: {value: 48, unit: clock_hour}, late: Cancel at least 48 hours ahead.}
                methods: {email: {note: I answer within 5 business days.}}
            """,
            rst="""\
            Messages
            ========

            Words.
            """,
            about="What a clinician says of herself is compared with her own facts.",
        ),
        Example(
            yaml=_DATA,
            rst="""\
            Messages
            ========

            We answer messages within two days, and emails within three business days. We may answer within
            the hour. Cancel at least one day ahead.
            """,
            about="Two days are 48 hours.",
        ),
    ),
)
