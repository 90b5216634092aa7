"""Promises of an answer: who hears back by when, and by which way they wrote."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from sphinx_commspolicy.checks.prose.amounts import Amount, amounts
from sphinx_commspolicy.checks.prose.language import clause_span, is_denied, sentences
from sphinx_commspolicy.checks.prose.ways import WAYS, way_of_heading, ways_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import ProseContext
    from sphinx_commspolicy.checks.prose.language import Sentence
    from sphinx_commspolicy.checks.rule import Place

REPLY = re.compile(
    r"\b(?:respond(?:s|ed)?|repl(?:y|ies|ied)|answer(?:s|ed)?|(?:get|gets|be|come|comes) back to"
    r"|return(?:s|ed)?"
    r"(?: (?:your|all|any|phone|most|them|it|voice ?mails?))?(?: (?:calls?|messages?|e-?mails?"
    r"|texts?))?"
    r"|(?:call|ring|phone|write|text|e-?mail)(?:s)? (?:you )?back|hear(?:s)? (?:back|from (?:us"
    r"|me|your"
    r" therapist))|acknowledge[sd]?|turnaround|response time|reply time)\b",
    re.IGNORECASE,
)
"""Words for giving an answer."""

_NO_ANSWER = re.compile(
    r"\b(?:(?:if|when) you (?:have(?:n't| not)?|do(?:n't| not)|hear)|without (?:a|an) (?:reply"
    r"|answer))\b",
    re.IGNORECASE,
)
_SOFT = re.compile(
    r"\b(?:may|might|could|sometimes|at times|occasionally|now and then)\b", re.IGNORECASE
)
_NOTICE = re.compile(
    r"\b(?:notice|ahead|in advance|before (?:your|the|our)|prior to)\b", re.IGNORECASE
)
_ALL = re.compile(
    r"\b(?:all|any|every)\s+(?:your\s+)?(?:messages?|contacts?|calls and)\b", re.IGNORECASE
)


class Promise(NamedTuple):
    """A time by which the practice says that it answers."""

    amount: Amount
    way: str | None
    """Key of `ways.WAYS`; None where it holds for every way."""
    sentence: Sentence

    @property
    def words(self) -> str:
        """The time as it is written."""
        return self.sentence.text[self.amount.start : self.amount.end]

    @property
    def place(self) -> Place:
        """Where the time stands."""
        return self.sentence.place(self.amount.start, self.amount.end)


def promises(seen: ProseContext) -> tuple[Promise, ...]:
    """Return every promise of an answer in a document; computed once for all rules."""
    found = seen.shared.get("promises")
    if found is None:
        found = seen.shared["promises"] = tuple(_promises(seen))
    return found


def _promises(seen: ProseContext) -> Iterator[Promise]:
    for sentence in sentences(seen):
        text = sentence.text
        titled = bool(sentence.passage.headings) and _ABOUT_ANSWERS.search(
            sentence.passage.headings[-1]
        )
        if titled and len(text.split()) <= SHORT_ENTRY:
            yield from _entries(sentence)
        if not REPLY.search(text) or _NO_ANSWER.search(text):
            continue
        for amount in amounts(text):
            if sentence.is_quoted(amount.start) or not _is_promised(text, amount):
                continue
            yield Promise(amount, _way(sentence, amount), sentence)


_ABOUT_ANSWERS = re.compile(
    r"\b(?:response|reply|answer)\s+times?\b|\bturnaround\b|\bwhen (?:we|I|you)(?:'ll)? (?:answer|reply|respond|hear)\b",
    re.IGNORECASE,
)
SHORT_ENTRY = 8
"""Words of an entry such as “Portal: two business days”."""
_ENTRY = re.compile(r"[^:]{2,30}:\s*(?:within\s+|by\s+)?(?:the\s+)?$", re.IGNORECASE)


def _entries(sentence: Sentence) -> Iterator[Promise]:
    """Yield the times of a list below a title on answers, as in “Portal: two business days”."""
    text = sentence.text
    if REPLY.search(text):
        return
    for amount in amounts(text):
        if _ENTRY.match(text[: amount.start]) and not is_denied(text, amount.start, amount.end):
            yield Promise(amount, _way(sentence, amount), sentence)


def _is_promised(text: str, amount: Amount) -> bool:
    """Return whether the clause of *amount*, or the one before it, promises an answer."""
    if amount.unit == "month" or _NOTICE.match(text[amount.end :].lstrip()):
        return False
    before = text[: amount.start]
    lead = re.search(
        r"\b(?:within|in|by|inside|under|after|usually|up to|takes?|of|is|-)\s+(?:about\s+"
        r"|around\s+"
        r"|approximately\s+|the\s+|at most\s+|no more than\s+)?$",
        before,
        re.IGNORECASE,
    )
    if not lead and not re.search(r"\b(?:end of|the)\s+$", before, re.IGNORECASE):
        named = text[amount.start : amount.end].lower()
        if not named.startswith(("the ", "next", "following", "same")):
            return False
    if lead and lead[0].lower().startswith("after"):
        return False
    first, last = clause_span(text, amount.start, amount.end)
    if _SOFT.search(text[first : amount.start]) or is_denied(text, amount.start, amount.end):
        return False
    return REPLY.search(text, 0, max(last, amount.end)) is not None


def _way(sentence: Sentence, amount: Amount) -> str | None:
    """Return the way of contact that a promise is about."""
    text = sentence.text
    if _ALL.search(text):
        return None
    named = [
        (start, way) for start, end, way in ways_in(text) if _is_received(text, start, end, way)
    ]
    before = [way for start, way in named if start < amount.start]
    after = [way for start, way in named if start >= amount.end]
    if before:
        return before[-1]
    if after:
        return after[0]
    earlier = sentence.passage.text[: sentence.start]
    if _REFERS_BACK.search(text):
        named = [(start, way) for start, _, way in ways_in(earlier)]
        if named:
            return named[-1][1]
    back = _BACK.search(text)
    if back:
        return _BACK_BY[back["verb"].lower().replace("-", "")]
    # a paragraph that begins with the one way that it is about: “Email: …”
    first = ways_in(earlier.partition(". ")[0])
    if len({way for _, _, way in first}) == 1:
        start, end, way = first[0]
        if start <= OPENING and not is_denied(earlier, start, end):
            return way
    return way_of_heading(sentence.passage.headings)


OPENING = 8
"""Characters before the word that a paragraph is about: “Our email …”, “Email: …”."""
_BACK = re.compile(r"\b(?P<verb>call|ring|phone|text|e-?mail)s?\s+(?:you\s+)?back\b", re.IGNORECASE)
_BACK_BY = {"call": "phone", "ring": "phone", "phone": "phone", "text": "sms", "email": "email"}
"""Whoever is called back has called."""


_REFERS_BACK = re.compile(r"\b(?:them|these|those|it|there)\b", re.IGNORECASE)


def _is_received(text: str, start: int, end: int, way: str) -> bool:
    """Return whether a way is named as one by which messages come, not as how they are answered.

    “We return calls within a day”, “emails are answered in two days”: received. “We answer by
    phone”, “call you back”: how they are answered.
    """
    before, after = text[:start], text[end:]
    if re.match(r"\s+(?:you\s+)?back\b", after, re.IGNORECASE):
        return False
    if re.search(
        r"\b(?:respond|reply|answer|write back|get back to you)(?: to you)? (?:by|via|through"
        r"|with a|in the|on the)\s+$",
        before,
        re.IGNORECASE,
    ):
        return False
    return way in WAYS
