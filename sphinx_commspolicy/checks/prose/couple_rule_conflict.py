"""Rules for couples that cannot both be kept, in prose: copies for both, and secrets kept.

Both have to stand in one document. Not found: an exception that is told as one (“unless you are not
safe”), and a part that says how the two go together (“except”, “only if”).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.prose.language import sentences, speaks_of
from sphinx_commspolicy.checks.rule import Example, Related

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import ProseContext
    from sphinx_commspolicy.checks.rule import Finding

_SHARED = re.compile(
    r"\bcopy (?:in )?(?:your partner|both|each other|the other)|\bcopy both|\breply to (?:both"
    r"|all)|\b(?:we|I) (?:answer|reply to|write"
    r" to) both|\b(?:no|any) secrets\b|\bno[- ]secrets\b|\bdo not keep secrets|\bdon't keep secrets"
    r"|\b(?:the other|your partner) (?:may|can|will) (?:see|read)\b",
    re.IGNORECASE,
)
_KEPT = re.compile(
    r"\b(?:we|I) (?:will |'ll )?keep (?:it|this|that|what you (?:say|tell us|write)"
    r"|your secrets?|secrets?)"
    r"(?: (?:from|between|private|secret|to (?:ourselves|myself)|confidential)\b[^.]*)?"
    r"|\b(?:will not|won't|never|do not|don't) (?:tell|share (?:it|this|that|what you (?:say"
    r"|tell us|write)) with)"
    r" (?:your partner|the other)",
    re.IGNORECASE,
)
_EXPLAINED = re.compile(
    r"\b(?:unless|except|exception|only (?:if|when|where)|safety|not safe|danger)\b", re.IGNORECASE
)
_PAIR = re.compile(r"\b(?:partner|couple|both of you|spouse|each other)\b", re.IGNORECASE)


def check(seen: ProseContext) -> Iterator[Finding]:
    """Find a promise to keep secrets beside a rule that shares them."""
    if not speaks_of(seen, "partner", "couple", "both of you", "spouse", "each other"):
        return
    shared = None
    kept = []
    for sentence in sentences(seen):
        text = sentence.text
        near = text + " ".join(sentence.passage.headings) + sentence.passage.text
        if not _PAIR.search(near):
            continue
        for found in _SHARED.finditer(text):
            if shared is None and not sentence.is_quoted(found.start()):
                shared = (sentence, found)
        for found in _KEPT.finditer(text):
            if sentence.is_quoted(found.start()) or _EXPLAINED.search(text):
                continue
            kept.append((sentence, found))
    if shared is None:
        return
    for sentence, found in kept:
        if sentence is shared[0]:
            continue
        there = shared[0].place(*shared[1].span())
        yield seen.found(
            sentence.place(*found.span()),
            "This keeps one partner’s secrets, and another sentence shares what each partner writes.",
            remedy="Keep one of the two rules, or say when each holds.",
            text=found[0],
            related=[Related(there, "the other rule is here")],
        )


FAILING = (
    Example(
        rst="""\
        Couples
        =======

        Please copy your partner on each email. If you tell us something alone, ⟦we keep it from your
        partner⟧.
        """,
    ),
)
PASSING = (
    Example(
        rst="""\
        Letters
        =======

        Your partner may come along.

        Please reply to all of us.

        What you write to the front desk, we keep it private.
        """,
    ),
    Example(
        rst="""\
        Couples
        =======

        Others write “please copy your partner on each email”. What you tell us alone, we keep it from
        your partner.
        """,
    ),
    Example(
        rst="""\
        Couples
        =======

        Please copy your partner on each email. We do not keep secrets between you. If you are not
        safe, we keep it from your partner. Others write “we keep it from your partner”.
        """,
        about="The third sentence is an exception, and told as one; the last is not ours.",
    ),
    Example(
        rst="""\
        Couples
        =======

        What you tell us alone, we keep it from your partner.
        """,
        about="One rule, and nothing against it.",
    ),
)
