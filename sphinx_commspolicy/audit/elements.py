"""The parts of a communications policy, and which of them a text has.

They are those that the source article asks for. A part counts as found where one sentence speaks of
it: whether what it says is right is for the rules, and whether it is enough is for a reader.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from sphinx_commspolicy.checks.prose.contacts import contacts
from sphinx_commspolicy.checks.prose.language import CRISIS, sentences
from sphinx_commspolicy.checks.prose.promises import promises
from sphinx_commspolicy.checks.prose.services import mentions
from sphinx_commspolicy.checks.prose.ways import offers, refusals, ways_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx_commspolicy.checks.context import ProseContext
    from sphinx_commspolicy.checks.prose.language import Sentence


class Element(NamedTuple):
    """A part of a policy."""

    name: str
    asks: str
    """What the policy should say, as the end of a sentence that begins “It does not say”."""
    find: Callable[[ProseContext], bool]


_UNFINISHED = re.compile(r"\b(?:TODO|TBD|XXX)\b|\[(?:insert|your|name)\b", re.IGNORECASE)


def _says(pattern: str, *, way: bool = False) -> Callable[[ProseContext], bool]:
    """Return whether a finished sentence matches *pattern* and, with *way*, names a way."""
    wanted = re.compile(pattern, re.IGNORECASE)

    def look(seen: ProseContext) -> bool:
        return any(
            wanted.search(sentence.text) is not None
            and (not way or _names_a_way(sentence))
            and not _UNFINISHED.search(sentence.text)
            for sentence in sentences(seen)
            if sentence.passage.kind != "title"
        )

    return look


def _names_a_way(sentence: Sentence) -> bool:
    """Return whether a sentence, or the row or paragraph it stands in, names a way of contact."""
    return bool(
        ways_in(sentence.text)
        or sentence.passage.kind == "cell"
        or ways_in(sentence.passage.text)
        or re.search(r"\b(?:call|ring|phone|text|email|message) (?:us|me)\b", sentence.text)
    )


_NOT_READ = re.compile(
    r"\b(?:nobody|no one|do not|don't|never|not) (?:reads?|sees?|opens?|monitors?)\b"
    r"|\bnot (?:read|monitored|used)\b|\bdo(?:es)? not arrive\b|\bbounces?\b",
    re.IGNORECASE,
)


def _refused(seen: ProseContext) -> bool:
    return bool(refusals(seen)) or any(
        _NOT_READ.search(sentence.text) and ways_in(sentence.passage.text)
        for sentence in sentences(seen)
    )


_NEEDS_SETUP = re.compile(
    r"\b(?:portal|(?:secure )?messag(?:e|ing) app|app called)\b", re.IGNORECASE
)
_SETUP = _says(
    r"\b(?:sign (?:up|in)|log ?in|invit(?:e|ation)|download|install|get it at|create an account"
    r"|pick a password"
    r"|app store|register|set (?:it )?up)\b"
)


def _set_up(seen: ProseContext) -> bool:
    if not any(_NEEDS_SETUP.search(sentence.text) for sentence in sentences(seen)):
        return True  # nothing to set up
    return _SETUP(seen)


def _crisis(seen: ProseContext) -> bool:
    return bool(mentions(seen)) or any(CRISIS.search(one.text) for one in sentences(seen))


ELEMENTS = (
    Element(
        "methods",
        "which ways of contact you use",
        lambda seen: bool(offers(seen) or contacts(seen)),
    ),
    Element("methods-not-used", "which ways of contact you do not use", _refused),
    Element(
        "preferred-method",
        "which way gets an answer best",
        _says(
            r"\b(?:best|quickest|fastest|surest|easiest|preferred"
            r"|first choice)\b(?![^.]*\byou can\b)|\bprefer\b",
            way=True,
        ),
    ),
    Element(
        "contact-details",
        "the numbers and addresses themselves",
        lambda seen: bool(contacts(seen)),
    ),
    Element("setup", "how to set up the portal or app that it names", _set_up),
    Element(
        "small-matters",
        "how to change a visit or ask about a bill",
        _says(
            r"\b(?:cancel\w*|reschedul\w*|(?:change|move|set|plan|changes to|for) (?:a |your "
            r"|an |up )?"
            r"(?:bookings?|visits?|sessions?|appointments?|times)|appointments?|bills?|scheduling)\b",
            way=True,
        ),
    ),
    Element(
        "check-ins",
        "what to do with homework, a check-in or a journal",
        _says(
            r"\b(?:homework|(?<!Foursquare )check-?ins?|checking in|journal\w*|diary|how (?:the"
            r"|your) week|to do with therapy"
            r"|clinical (?:matters|questions))\b"
        ),
    ),
    Element("emergencies", "what to do in a crisis or an emergency", _crisis),
    Element("turnaround", "by when you answer", lambda seen: bool(promises(seen))),
    Element(
        "exceptions",
        "on which days you do not answer: weekends, holidays, time away",
        _says(
            r"\b(?:weekends?|holidays?|vacations?|on leave|(?:am|are|is|'m) away|closed|Friday)\b"
        ),
    ),
    Element(
        "sooner",
        "that a quicker answer now and then is no promise",
        _says(
            r"\b(?:may|might|can|could|sometimes|at times|now and then|occasionally"
            r"|happen to)\b[^.]*\b"
            r"(?:sooner|faster|quicker|quickly|earlier|right away|within the hour)\b"
            r"|\b(?:sooner|faster|quicker)\b[^.]*\b(?:happen|free|chance)\b"
        ),
    ),
    Element(
        "sensitive",
        "what to keep out of messages",
        _says(
            r"\bleav(?:e|ing) out\b|\bkeep\b[^.]*\b(?:out of|short|to times|for your session"
            r"|private)\b"
            r"|\bsave (?:what|the rest)|\bcareful with what|\b(?:never|do not|don't) (?:send"
            r"|include|write|share)\b"
            r"[^.]*\b(?:personal|private|sensitive|clinical|treatment|therapy|health)\b"
            r"|\bsensitive\b|\bnot to put\b|\bnot use\b[^.]*\bto discuss\b"
            r"|\bonly to (?:plan|set)\b"
            r"|\bnothing (?:personal|private|clinical|sensitive|confidential)\b"
            r"|\b(?:keep|stick)\b[^.]*\bto (?:dates|times|scheduling|appointments|logistics)\b"
            r"|\b(?:never|not|n't)\b[^.]*\b(?:put|discuss|text|email|leave)\b[^.]*\b(?:clinical"
            r"|therapy|personal|private|sensitive|confidential|counsell?ing)\b"
            r"|\bonly what you (?:would|are)\b|\bfor (?:dates|times|scheduling|appointments)"
            r"(?: (?:and|or) \w+)? only\b"
            r"|\b(?:only|just) for (?:dates|times|scheduling|appointments)\b"
            r"|\bfor scheduling only\b|\bleave (?:anything|everything) (?:clinical|personal|private"
            r"|else)\b"
        ),
    ),
)
"""The parts, in the order of the article."""


def missing(seen: ProseContext) -> tuple[Element, ...]:
    """Return the parts that a text does not have."""
    return tuple(element for element in ELEMENTS if not element.find(seen))
