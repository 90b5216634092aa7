"""Two times for an answer in one document, for the same kind of message.

Times for different ways of contact may differ: “emails in two days, calls in one”. A time without
a way is compared only with other times without one. Not found: hopes (“we may answer within the
hour”), times for canceling, questions after which a client should ask again, two times of one
sentence (“the same day, otherwise the next”), and times that hold on some days only (“on weekends”).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.prose.promises import promises
from sphinx_commspolicy.checks.prose.ways import NAMES
from sphinx_commspolicy.checks.rule import Example, Related
from sphinx_commspolicy.diagnostics import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import ProseContext
    from sphinx_commspolicy.checks.prose.promises import Promise
    from sphinx_commspolicy.checks.rule import Finding


_SOME_DAYS = re.compile(
    r"\b(?:on|at|over|during)\s+(?:the\s+|public\s+|bank\s+|my\s+|our\s+)?"
    r"(?:weekends?|weekdays|holidays|vacations?|leave|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?)\b"
    r"|\bwhile (?:I|we) (?:am|are)\b",
    re.IGNORECASE,
)


def check(seen: ProseContext) -> Iterator[Finding]:
    """Find a second time that differs from the first."""
    first: dict[str | None, Promise] = {}
    for promise in promises(seen):
        if promise.sentence.passage.is_fact:
            continue  # texts of many clinicians: each is right for its own
        if _SOME_DAYS.search(promise.sentence.text):
            continue
        known = first.setdefault(promise.way, promise)
        if known.amount.length == promise.amount.length or known.sentence == promise.sentence:
            continue
        what = f"for {NAMES[promise.way]}" if promise.way else "for messages"
        message = f"{quote(promise.words)} {what}; elsewhere this says {quote(known.words)}."
        yield seen.found(
            promise.place,
            message,
            remedy="Keep one of the two, or say which messages each is for.",
            text=promise.words,
            related=[Related(known.place, "the other time is here")],
        )


FAILING = (
    Example(
        rst="""\
        Response times
        ==============

        Email: 2 business days.

        We answer emails within ⟦24 hours⟧.
        """,
        about="A list of times under a title on answers.",
    ),
    Example(
        rst="""\
        Messages
        ========

        We answer within 24 hours.

        If you write to us, we reply within ⟦two business days⟧.
        """,
        says="elsewhere this says “24 hours”",
    ),
)
PASSING = (
    Example(
        rst="""\
        Messages
        ========

        We answer emails within two business days, and return calls within one business day.
        We may answer within the hour. If you have not heard from us in three days, call.
        We reply to emails in 2 working days. Cancel at least 48 hours ahead.
        """,
        about="Two ways of contact, a hope, and a time for canceling.",
    ),
    Example(
        rst="""\
        Messages
        ========

        Leave a message, and we ring you back within one working day.

        Email: office@elm.example.org. Two of us see it. We answer in two working days.

        Letters are answered within ten days.
        """,
        about="What is answered by ringing back came by phone; a paragraph is about its first word.",
    ),
    Example(
        rst="""\
        Messages
        ========

        We answer within 24 hours. On weekends we answer within 48 hours.

        I reply to texts the same day if I read them before four, otherwise by the next working day.
        """,
        about="Times for some days only, and a condition.",
    ),
)
