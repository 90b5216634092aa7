"""Sentences and clauses of English prose, what is denied in them, and what is only quoted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx_commspolicy.checks.context import Passage, ProseContext
    from sphinx_commspolicy.checks.rule import Place

CODE = "\N{REPLACEMENT CHARACTER}"
"""Stands in a passage for what is shown as code, or comes from elsewhere: it is not prose."""

_PLAIN = str.maketrans(
    {
        "\u2018": "'",
        "\u2019": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u00a0": " ",
        "\u202f": " ",
        "\u2010": "-",
        "\u2011": "-",
        "\u2013": "-",
        "\u2014": "\u2014",
        "\t": " ",
        "\n": " ",
    }
)


def plain(text: str) -> str:
    """Return *text* with the marks of a typewriter: every character keeps its place."""
    return text.translate(_PLAIN)


class Sentence(NamedTuple):
    """A sentence of a passage, with the marks of a typewriter."""

    text: str
    start: int
    """Index of its first character in the passage."""
    passage: Passage
    number: int
    """Index of the passage in its document."""
    quoted: tuple[tuple[int, int], ...]
    """Stretches of `text` between quotation marks."""

    def place(self, start: int, end: int) -> Place:
        """Return the place of the characters *start* to *end*."""
        return self.passage.place_of(self.start + start, self.start + end)

    def is_quoted(self, index: int) -> bool:
        """Return whether what stands at *index* is quoted, not said."""
        return any(start <= index < end for start, end in self.quoted)


# ---- sentences

_END = re.compile(r"[.!?\u2026]+[\"')\]]*(?=\s|$)")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Dr|Mr|Mrs|Ms|Mx|St|No|Nr|vs|etc|approx|Inc|Ltd|Ave|Rd|Blvd|Ste|Apt|ext|Tel|tel|Fri"
    r"|Mon|Tue|Tues|Wed|Thu|Thur|Thurs|Sat|Sun|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
    r"|\b(?:e\.g|i\.e|a\.m|p\.m|U\.S|U\.K)|\b[A-Z]|^\d{1,2})\.$"
)
_SURELY_NEW = re.compile(r"\s+[\"'(\[]*[A-Z][a-z']")


def sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each sentence of *text* begins and ends."""
    start = 0
    for end in _END.finditer(text):
        words = text[start : end.end()]
        if _ABBREVIATION.search(words) and not (
            words.endswith(("a.m.", "p.m.")) and _SURELY_NEW.match(text, end.end())
        ):
            continue
        following = text[end.end() :].lstrip()
        if following[:1].islower():
            continue
        yield _trimmed(text, start, end.end())
        start = end.end()
    if text[start:].strip():
        yield _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), end - (len(words) - len(words.rstrip()))


_QUOTED = re.compile(r"(?<![\w])\"(?=\S)[^\"]{1,300}(?<=\S)\"(?!\w)")


def quoted_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Return the stretches of *text* between quotation marks."""
    return tuple(found.span() for found in _QUOTED.finditer(text)) if '"' in text else ()


def sentences(seen: ProseContext) -> tuple[Sentence, ...]:
    """Return the sentences of a document, in order; computed once for all rules."""
    found = seen.shared.get("sentences")
    if found is None:
        found = seen.shared["sentences"] = tuple(_sentences(seen.passages))
    return found


def _sentences(passages: Iterable[Passage]) -> Iterator[Sentence]:
    for number, passage in enumerate(passages):
        text = plain(passage.text)
        quoted = quoted_spans(text)
        for start, end in sentence_spans(text):
            inside = tuple(
                (max(first, start) - start, min(last, end) - start)
                for first, last in quoted
                if first < end and last > start
            )
            if passage.kind == "quote":
                inside = ((0, end - start),)
            yield Sentence(text[start:end], start, passage, number, inside)


def speaks_of(seen: ProseContext, *words: str) -> bool:
    """Return whether a document has any of *words*, in lower case, in any place.

    Most pages have nothing of what a rule looks for: this tells it at once.
    """
    text = seen.shared.get("whole text")
    if text is None:
        whole = "\n".join(passage.text for passage in seen.passages)
        text = seen.shared["whole text"] = plain(whole).replace("\n", " ").lower()
    return any(word in text for word in words)


# ---- clauses and what is denied in them

_CLAUSE = re.compile(
    r"[;:\u2014()]|\s-\s|\b(?:but|because|although|though|unless|whereas|so that|so)\b"
    r"|\b(?:and|so|then|if|when|while|until|after|before|since|which|who|that|as)\s+"
    r"(?:please\s+)?(?:I|we|you|they|it|he|she|someone|our|my|your|the)\b"
    r"|,\s*(?:and\s+)?(?=(?:please|I|we|you|they|it|he|she|our|my|your|if|when|call|text|email"
    r"|e-mail|ring"
    r"|use|do|don't|never|instead|then|not)\b)|,\s*(?:if|when|as|since|while|after)\b",
    re.IGNORECASE,
)

_NEGATION = re.compile(
    r"\b(?:not|no|never|nobody|no-one|none|nothing|neither|nor|without|cannot|can't|won't|don't"
    r"|doesn't|didn't|isn't|aren't|wasn't|weren't|shouldn't|mustn't|mightn't|needn't|couldn't"
    r"|wouldn't|haven't|hasn't|avoid|refrain|rather than|instead of|unable|stop|decline|refuse)\b",
    re.IGNORECASE,
)
_NO_NEGATION = re.compile(
    r"\b(?:why not|not only|no matter|not to worry|no later than|no problem|not hesitate|don't hesitate"
    r"|never hesitate|nothing to stop|no charge|no cost|no need)\b",
    re.IGNORECASE,
)


_CONDITION = re.compile(
    r"(?:If|When|Whenever|Unless|Until|While|After|Before|As|Since|Should you)\b[^,;:]{3,80},",
)
"""What a sentence is about that begins with it."""


def clause_span(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the clause of *text* that holds the characters *start* to *end* begins, ends."""
    first, last = 0, len(text)
    condition = _CONDITION.match(text)
    if condition and condition.end() <= start:
        first = condition.end()
    for boundary in _CLAUSE.finditer(text):
        if boundary.end() <= start:
            # words that open a clause belong to it
            opens = boundary.start() if boundary[0][:1].isalpha() else boundary.end()
            first = max(first, opens)
        elif boundary.start() >= end:
            last = boundary.start()
            break
    return first, last


def is_denied(text: str, start: int, end: int) -> bool:
    """Return whether the clause of *text* that holds the characters *start* to *end* denies them.

    “We do not text”, “no texting, please”, “texting is not possible”, “never text us”: yes.
    “We text, but do not call”, “not only by text”, “do not hesitate to text”: no.
    """
    first, last = clause_span(text, start, end)
    before = _NO_NEGATION.sub(lambda found: "x" * len(found[0]), text[first:start])
    if _NEGATION.search(before):
        return True
    return _DENIED_AFTER.match(text[end:last]) is not None


_DENIED_AFTER = re.compile(
    r"\s*(?:(?:messages?|messaging|calls?)\s+)?(?:is|are|was|were|will be|can|could|does|do)\s*"
    r"(?:not|never|no longer)\b|\s*(?:(?:messages?|messaging)\s+)?"
    r"(?:isn't|aren't|can't|cannot|won't|doesn't|don't)\b",
    re.IGNORECASE,
)

HEDGE = re.compile(
    r"\b(?:may|might|could|sometimes|at times|occasionally|now and then|often|if (?:I|we) happen"
    r"|perhaps|from time to time)\b",
    re.IGNORECASE,
)
"""Words that make a promise none."""

CRISIS = re.compile(
    r"\b(?:emergenc(?:y|ies)|cris[ie]s|suicid\w*|(?:in|immediate|real|there(?:'s| is)(?: any)?)"
    r" danger|life[- ]threatening|can(?:no|')t cope|(?:things|it) gets? too much"
    r"|(?:want|wish) to die|hurt(?:ing)? yourself|breaking point"
    r"|(?:feel|are|aren't|not) (?:un)?safe|harm(?:ing)? (?:yourself|someone|somebody)|self-harm"
    r"|overdose|urgent help|end your life|(?:a )?life is at risk|can't wait)\b",
    re.IGNORECASE,
)
"""Words that speak of an emergency or a crisis."""


def in_crisis_part(sentence: Sentence) -> bool:
    """Return whether a sentence, or a title above it, speaks of a crisis."""
    return bool(
        CRISIS.search(sentence.text)
        or any(CRISIS.search(title) for title in sentence.passage.headings)
    )
