"""The ways of contact that sentences speak of, whether they are offered, and whether refused."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from sphinx_commspolicy.checks.prose.language import (
    CRISIS,
    clause_span,
    in_crisis_part,
    is_denied,
    sentences,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import ProseContext
    from sphinx_commspolicy.checks.prose.language import Sentence
    from sphinx_commspolicy.model.method import Method

OURS = (
    r"(?:me|us|(?:the )?reception(?:ist)?|the (?:office|practice|front desk|desk|main line|clinic|team"
    r"|landline|secretary|(?:practice|office) manager)|my|our"
    r"|your (?:own )?"
    r"(?:therapist|clinician|counsell?or))"
)
"""Words for the practice, after a verb."""
US = rf"(?:{OURS}|him|her|them)"
"""The same, and words for one of its people."""

WAYS: dict[str, re.Pattern[str]] = {
    "sms": re.compile(
        r"\b(?:te?xts?\b(?!\s+(?:of|below|above|is set|size|relay))|texting|texted|SMS)"
        r"(?:[- ]messag(?:es?|ing))?\b",
        re.IGNORECASE,
    ),
    "email": re.compile(r"\be-?mail(?:s|ed|ing)?\b", re.IGNORECASE),
    "phone": re.compile(
        r"\b(?:phone|telephone|landline|call(?:s|ed|ing)?|ring(?:ing)?|voice-?mail|voice mail"
        r"|phone messages?)\b",
        re.IGNORECASE,
    ),
    "portal": re.compile(r"\b(?:portal|secure messag(?:es?|ing))\b", re.IGNORECASE),
    "whatsapp": re.compile(r"\bWhats ?App\b", re.IGNORECASE),
    "signal": re.compile(
        r"\bSignal(?= (?:messages?|app)\b)|(?:(?<=\bon )|(?<=\bvia )|(?<=\buse ))Signal\b"
    ),
    "messenger": re.compile(r"\b(?:Facebook )?Messenger\b"),
    "telegram": re.compile(r"\bTelegram\b"),
    "fax": re.compile(r"\bfax(?:es|ed|ing)?\b", re.IGNORECASE),
    "mail": re.compile(
        r"\b(?:letters?|post|postal mail|regular mail|in writing by mail)\b(?!\s+(?:a|on|your))",
        re.IGNORECASE,
    ),
    "app": re.compile(r"\b(?:secure )?(?:message|messaging) app\b", re.IGNORECASE),
    "video": re.compile(r"\bvideo (?:calls?|sessions?|link)\b", re.IGNORECASE),
}
"""What each way of contact is called."""

NAMES = {
    "sms": "texts",
    "email": "email",
    "phone": "phone calls",
    "portal": "the portal",
    "whatsapp": "WhatsApp",
    "signal": "Signal",
    "messenger": "Messenger",
    "telegram": "Telegram",
    "fax": "fax",
    "mail": "letters",
    "app": "the messaging app",
    "video": "video",
}
"""What messages call each way."""

_NOT_MINE = re.compile(
    r"\b(?:most|some|many|few|two|three|one|none but one|each) of us\b|\b(?:unless|until|during"
    r"|while|when|if|outside (?:office|business|working) hours|after hours)\b|\bmost (?:of our )?"
    r"(?:therapists|clinicians)\b|\bsome (?:therapists|clinicians)\b",
    re.IGNORECASE,
)
"""Words that make a refusal partial."""

_OBJECT = (
    r"(?:\s+(?:to|with|messages?|messaging|our|any|my|the|you|your|clients?|patients?"
    r"|people|at all|for (?:work|therapy|clients)|here|either|us|me|(?:from|by|via"
    r"|through) (?:you|clients?|patients?)))*"
)
_WHOLE = re.compile(
    _OBJECT
    + r"(?:\s*,?\s*(?:for any reason|at all|ever|under any circumstances|in any form|of any kind"
    r"|please|thank you|sorry))?\s*(?:$|[.!;,:\u2014)]|\b(?:or|nor|and|because"
    r"|so|but|as|since)\b)",
    re.IGNORECASE,
)
"""What may follow a refusal that has no limit, as “after hours” would be one."""

_LIST = r"(?:(?:[\w-]+(?: [\w-]+)?,\s+)*[\w-]+(?: [\w-]+)?,?\s+(?:or|nor|and)\s+)?"
# please do not text us; never fax us
_ASKED_NOT_TO = re.compile(
    r"\b(?:please\s+)?(?:do not|don't|never)\s+(?:ever\s+)?(?:use\s+)?" + _LIST, re.IGNORECASE
)
_ASKS = re.compile(
    r"(?:^|[,;:(\u2014]\s*|\b(?:and|but|so|or|then|also|(?:ask|that|hope) you)\s+)$", re.IGNORECASE
)
"""What stands before words that ask somebody not to do a thing."""
_REFUSED = (
    # we do not (use|accept|send) texts; we never text; we don't do email
    re.compile(
        r"\b(?:I|we|our (?:office|practice|team|therapists|clinicians)|my practice|the practice)\s+"
        r"(?:(?:also|generally|still)\s+)?(?:do not|don't|never|cannot|can't|will not|won't"
        r"|are unable to"
        r"|am unable to|am not able to|are not able to|(?:am|are) not (?:set up|equipped) (?:to|for))\s+(?:currently\s+)?"
        r"(?:(?:use|accept|take|get|receive|send|do|offer|read|answer|respond to|reply to"
        r"|communicate by"
        r"|communicate via|correspond by|exchange|give out|have|contact clients by|reply by"
        r"|respond by)"
        r"\s+(?:any\s+)?)?" + _LIST,
        re.IGNORECASE,
    ),
    _ASKED_NOT_TO,
    # I'm not set up to text
    re.compile(
        r"\b(?:I'm|we're|I am|we are)\s+not\s+(?:set up|equipped|able)\s+(?:to|for)\s+"
        r"(?:(?:use|accept|take|read|answer|send)\s+)?(?:any\s+)?" + _LIST,
        re.IGNORECASE,
    ),
    # nor do we text
    re.compile(
        r"\bnor\s+(?:do|will|can)\s+(?:I|we)\s+(?:(?:use|accept|take|read|answer|send)\s+)?"
        r"(?:any\s+)?" + _LIST,
        re.IGNORECASE,
    ),
    # no texting, please
    re.compile(r"(?:^|[.;:\u2014]\s*|\bis\s+)no\s+", re.IGNORECASE),
)
_REFUSED_AFTER = re.compile(
    r"(?:(?:,\s*(?:and\s+|or\s+)?|\s+(?:and|or)\s+)(?:\w+\s+){0,2}?\w+){0,4}?"
    r"\s*(?:messages?\s+|messaging\s+)?(?:is|are)\s+(?:not|never)\s+"
    r"(?:used|accepted|read|available|offered|possible|an option|monitored"
    r"|something (?:I|we) (?:do|use|offer))\b"
    r"|\s*(?:messages?\s+|messaging\s+)?(?:isn't|aren't)\s+"
    r"(?:used|accepted|read|available|offered|possible|an option|monitored)\b",
    re.IGNORECASE,
)
_OFFERS_IT_NOT = re.compile(
    r"\s*(?:messages?|messaging)?\s*[:,\u2014-]\s*(?:sorry,?\s*)?(?:I|we)\s+(?:do not|don't|never|cannot|can't)"
    r"\s+(?:use|offer|accept|take|do|read|answer)\s+(?:it|that|this|them|those|these)\b(?=\s*(?:$|[.,;!]))",
    re.IGNORECASE,
)
"""After the name of a way: “texting: we don't offer it”."""
_ANSWERING = re.compile(r"\b(?:answer|pick up|take)\s+(?:\w+\s+)?$", re.IGNORECASE)

_OFFERED = (
    # text us, email me, call our office
    re.compile(
        r"(?:^|\b(?:please|can|may|could|also|then|or|and|to|just|either|instead|questions?,?"
        r"|welcome to"
        r"|you'd rather|simply|[,;:\u2014])\s+)(?P<verb>text|e-?mail|call|phone|ring|fax"
        r"|message)\s+" + US + r"\b(?!\s+back)",
        re.IGNORECASE,
    ),
    # send us a text, shoot me an email
    re.compile(
        r"\b(?:send|drop|shoot)\s+(?:"
        + US
        + r"\s+)?(?:a|an)\s+(?:quick\s+|short\s+)?(?P<verb>text|SMS|e-?mail|fax|letter"
        r"|WhatsApp)\b(?!\s+back)",
        re.IGNORECASE,
    ),
    # by text, via email, through the portal
    re.compile(
        r"\b(?:reach|contact|write to|message|tell|let|get hold of|cancel|send|reply to"
        r"|respond to|notify)\b"
        r"[^.;:]{0,60}?\b(?:by|via|through|on|over|in)\s+(?:a\s+|an\s+|the\s+|our\s+"
        r"|my\s+)?(?:secure\s+"
        r"|client\s+|direct\s+)?(?P<verb>text|SMS|e-?mail|phone|telephone|portal|WhatsApp"
        r"|Signal|Messenger"
        r"|Telegram|fax|voicemail|post|letter)\b",
        re.IGNORECASE,
    ),
    # text is the best way; the best way is email
    re.compile(
        r"\b(?P<verb>text(?:ing)?|e-?mail|phone|telephone|portal"
        r"|WhatsApp)\s+(?:messages?\s+)?(?:is|works)\s+"
        r"(?:the\s+)?(?:best|quickest|surest|fastest|fine|easiest|our preferred|my preferred)",
        re.IGNORECASE,
    ),
)
_NAMED = (
    *("text", "mail", "call", "phone", "ring", "fax", "message", "sms", "portal", "whatsapp"),
    *("signal", "messenger", "telegram", "post", "letter"),
)
"""One of these stands in every offer."""
_VERBS = {
    "text": "sms",
    "texting": "sms",
    "sms": "sms",
    "e-mail": "email",
    "email": "email",
    "call": "phone",
    "phone": "phone",
    "telephone": "phone",
    "ring": "phone",
    "voicemail": "phone",
    "fax": "fax",
    "portal": "portal",
    "whatsapp": "whatsapp",
    "signal": "signal",
    "messenger": "messenger",
    "telegram": "telegram",
    "post": "mail",
    "letter": "mail",
}


class Stance(NamedTuple):
    """A sentence offers a way of contact, or refuses it."""

    way: str
    """Key of `WAYS`."""
    sentence: Sentence
    start: int
    end: int


def refusals(seen: ProseContext) -> tuple[Stance, ...]:
    """Return where a document says that a way of contact is not used; computed once."""
    found = seen.shared.get("refusals")
    if found is None:
        found = seen.shared["refusals"] = tuple(_refusals(seen))
    return found


def offers(seen: ProseContext) -> tuple[Stance, ...]:
    """Return where a document leads clients to a way of contact; computed once."""
    found = seen.shared.get("offers")
    if found is None:
        named = tuple(_offers(seen))
        places = {(one.sentence, one.way) for one in named}
        numbers = tuple(
            one for one in _numbers_for_texts(seen) if (one.sentence, one.way) not in places
        )
        found = seen.shared["offers"] = (*named, *numbers)
    return found


def _refusals(seen: ProseContext) -> Iterator[Stance]:
    for sentence in sentences(seen):
        text = sentence.text
        if not _DENIES.search(text) or _NOT_MINE.search(text) or text.endswith("?"):
            continue
        for way, pattern in WAYS.items():
            for found in pattern.finditer(text):
                if sentence.is_quoted(found.start()):
                    continue
                span = _refusal(text, found.start(), found.end(), way)
                if span:
                    yield Stance(way, sentence, *span)
                    break


_DENIES = re.compile(r"\b(?:no|not|nor|never|cannot|\w+n't|unable)\b", re.IGNORECASE)


def _refusal(text: str, start: int, end: int, way: str) -> tuple[int, int] | None:
    """Return the stretch of *text* that refuses the way named from *start* to *end*."""
    for pattern in _REFUSED:
        for found in pattern.finditer(text, 0, start):
            if found.end() != start or CRISIS.search(text):
                continue
            if pattern is _ASKED_NOT_TO and not _ASKS.search(text, 0, found.start()):
                continue  # “many people do not call”
            if way == "phone" and (_ANSWERING.search(found[0]) or "back" in text[end : end + 6]):
                continue
            if text[end : end + 5] == " back":
                return None
            if _WHOLE.match(text, end):
                return found.start() + len(found[0]) - len(found[0].lstrip(" .;:\u2014")), end
    after = _REFUSED_AFTER.match(text, end) or _OFFERS_IT_NOT.match(text, end)
    if after:
        return start, after.end()
    return None


def _offers(seen: ProseContext) -> Iterator[Stance]:
    for sentence in sentences(seen):
        text = sentence.text
        lower = text.lower()
        if not any(word in lower for word in _NAMED):
            continue
        for pattern in _OFFERED:
            for found in pattern.finditer(text):
                start, end = found.start("verb"), found.end()
                if sentence.is_quoted(start) or is_denied(text, start, end):
                    continue
                if re.search(
                    r"\b(?:if|when|should|in case) you (?:\w+ )?$", text[:start], re.IGNORECASE
                ):
                    continue  # what happens then, not what is offered
                verb = found["verb"].lower()
                if verb == "message":
                    yield from _by_name(sentence, found.end())
                    continue
                yield Stance(_VERBS[verb], sentence, start, end)


_TEXTS_TO = re.compile(
    r"\b(?P<verb>text|SMS|txt)(?:s|ing)?(?:\s+messages?)?(?:\s*[:(]|\s+(?:us|me|to|at|on|line|number|is)\b)*"
    r"\s*$",
    re.IGNORECASE,
)


def _numbers_for_texts(seen: ProseContext) -> Iterator[Stance]:
    """Yield the numbers of the practice that a document says texts can be sent to."""
    from sphinx_commspolicy.checks.prose.contacts import contacts, sentence_of
    from sphinx_commspolicy.checks.prose.known import is_public

    for contact in contacts(seen):
        if contact.kind != "phone" or is_public(contact.value):
            continue
        sentence = sentence_of(seen, contact)
        if sentence is None or in_crisis_part(sentence):
            continue
        end = contact.start - sentence.start
        found = _TEXTS_TO.search(sentence.text, 0, end)
        if found is None or sentence.is_quoted(end):
            continue
        if not is_denied(sentence.text, found.start(), end):
            yield Stance("sms", sentence, found.start(), end + len(contact.text))


def _by_name(sentence: Sentence, index: int) -> Iterator[Stance]:
    """Yield the way that is named after *index*: “message us on WhatsApp”."""
    _, last = clause_span(sentence.text, index, index)
    for way, pattern in WAYS.items():
        found = pattern.search(sentence.text, index, last)
        if found:
            yield Stance(way, sentence, *found.span())


def ways_in(text: str) -> list[tuple[int, int, str]]:
    """Return each way of contact named in *text*: start, end, key."""
    found = [
        (*match.span(), way) for way, pattern in WAYS.items() for match in pattern.finditer(text)
    ]
    return sorted(found)


def way_of_heading(headings: tuple[str, ...]) -> str | None:
    """Return the one way of contact that the innermost title speaks of."""
    for title in reversed(headings[1:] or headings):
        named = {way for _, _, way in ways_in(title)}
        if named:
            return named.pop() if len(named) == 1 else None
    return None


_SYSTEMS = {"whatsapp": "app", "signal": "app", "messenger": "app", "telegram": "app"}


def is_way(way: str, method: Method) -> bool:
    """Return whether *method* of the practice's data is what prose calls *way*."""
    if way in _SYSTEMS:
        return way in f"{method.name} {method.value or ''}".lower().replace(" ", "")
    return method.system == way


def is_offered_elsewhere(seen: ProseContext, way: str, where: Sentence) -> bool:
    """Return whether a document has a number for *way*, or names it beside the sentence *where*."""
    from sphinx_commspolicy.checks.prose.contacts import contacts

    kind = {"email": "email", "phone": "phone", "sms": "phone"}.get(way)
    if any(contact.kind == kind for contact in contacts(seen)):
        return True
    return any(
        found == way and not is_denied(sentence.text, start, end)
        for sentence in sentences(seen)
        if sentence is not where
        for start, end, found in ways_in(sentence.text)
    )
