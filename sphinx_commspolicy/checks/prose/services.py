"""Public crisis services in prose: by number or by name, and what is said of them."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from sphinx_commspolicy.checks.prose.contacts import LETTERS, contacts, country
from sphinx_commspolicy.checks.prose.language import in_crisis_part, sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import ProseContext
    from sphinx_commspolicy.checks.prose.language import Sentence
    from sphinx_commspolicy.checks.rule import Place
    from sphinx_commspolicy.model.crisis import CrisisService


class Owner(NamedTuple):
    """A service of a country to which a number or name belongs."""

    country: str
    name: str
    """Id of the service."""
    service: CrisisService


class Entry(NamedTuple):
    """A number or name by which prose can speak of services."""

    kind: str
    """``number``, ``name``, ``former-number`` or ``former-name``."""
    text: str
    """Digits only, or the name as people write it."""
    owners: tuple[Owner, ...]


class Mention(NamedTuple):
    """A place where prose speaks of a service."""

    entry: Entry
    sentence: Sentence
    start: int
    end: int
    modes: frozenset[str]
    """``call`` and ``text``, as far as the sentence says how the number is to be used."""

    @property
    def words(self) -> str:
        """The number or name as it is written."""
        return self.sentence.text[self.start : self.end]

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.sentence.place(self.start, self.end)

    def owners_in(self, land: str | None) -> tuple[Owner, ...]:
        """Return the services of the country *land* that it can mean."""
        return tuple(owner for owner in self.entry.owners if owner.country == land)


@cache
def entries() -> tuple[Entry, ...]:
    """Return every number and name of the package's data, of all countries."""
    from sphinx_commspolicy.crisis_services import known_countries, load_country

    found: dict[tuple[str, str], dict[tuple[str, str], Owner]] = {}

    def note(kind: str, text: str, owner: Owner) -> None:
        found.setdefault((kind, text), {})[owner.country, owner.name] = owner

    for land in known_countries():
        services = load_country(land)
        for name, service in services.services.items() if services else ():
            owner = Owner(land, name, service)
            for access in service.access:
                if access.number and access.mode in {"call", "text"}:
                    note("number", digits_of(access.number), owner)
            for number in service.former_numbers:
                note("former-number", digits_of(number), owner)
            for former in service.former_names:
                note("former-name", former, owner)
            for short in names_of(service):
                note("name", short, owner)
    return tuple(
        Entry(kind, text, tuple(owners.values())) for (kind, text), owners in found.items()
    )


def digits_of(number: str) -> str:
    """Return the digits of *number*, without the country code of North America."""
    digits = re.sub(r"\D", "", number)
    return digits[1:] if len(digits) == 11 and digits.startswith("1") else digits


def names_of(service: CrisisService) -> Iterator[str]:
    """Yield the names by which people call *service*, where they cannot mean anything else."""
    name = service.name
    if service.kind == "emergency" or service.status == "ended":
        return
    yield name
    short = name.partition(",")[0]
    if len(short.split()) > 1 and short != name and not re.fullmatch(r"[\d-]+", short):
        yield short
    first = name.split()[0]
    if first.isupper() and first.isalpha() and len(first) > 3:
        yield f"{first} helpline"
        yield f"{first} hotline"


@cache
def _patterns() -> tuple[tuple[Entry, re.Pattern[str]], ...]:
    found = []
    for entry in entries():
        if entry.kind.endswith("number"):
            apart = r"[-\s.()]{0,2}".join(entry.text)
            prefix = r"(?:\+?1[-\s.]{0,2})?\(?" if len(entry.text) == 10 else ""
            pattern = (
                rf"(?<![\w#$\u00a3\u20ac+])(?<!\d[-.\s])(?<!\d\)\s){prefix}{apart}(?![\w]"
                rf"|[-.]\d|\s\d)"
            )
            found.append((entry, re.compile(pattern)))
        else:
            words = r"\s+".join(
                r"(?:&|and)" if word in {"&", "and"} else re.escape(word)
                for word in entry.text.split()
            )
            # a name of one common word has to be written as a name
            flags = re.IGNORECASE if len(entry.text.split()) > 1 else re.NOFLAG
            found.append((entry, re.compile(rf"(?<!\w){words}(?!\w)", flags)))
    return tuple(found)


_TELLS_TO_USE = re.compile(
    r"\b(?:call|text|dial|ring|phone|reach|contact|message|helpline|hotline|lifeline"
    r"|crisis line|press|on)\b",
    re.IGNORECASE,
)
_JUST_BEFORE = re.compile(
    r"(?:\b(?:call|calling|text|texting|dial|dialing|ring|phone|telephone|message|messaging"
    r"|reach|reached"
    r"|contact|on|to|or|and|at|by|is|via|with|the|a|NHS|service|number|line|lifeline|services)"
    r"|[:,/(\u2014*-]"
    r"|[A-Z]{3,})\s*\(?$",
    re.IGNORECASE,
)
_A_PLACE = re.compile(
    r"\b(?:suite|ste\.?|room|rm\.?|unit|apartment|apt\.?|flat|floor|box|building|route|highway|bus"
    r"|page|section|code|form|ext(?:ension)?\.?|chapter|no\.?|license|licence|number is)\s*#?$",
    re.IGNORECASE,
)
_STREET = re.compile(
    r"\s+(?:[A-Z][\w.]*\s+){0,3}(?:Street|St\b|Avenue|Ave\b|Road|Rd\b|Lane|Ln\b|Drive|Blvd"
    r"|Boulevard|Way"
    r"|Court|Place|Square|Highway|Parkway)|\s*(?:%|percent|minutes?|hours?|days?(?! (?:or"
    r"|and) night)|people|clients|characters)\b"
)


def mentions(seen: ProseContext) -> tuple[Mention, ...]:
    """Return where a document speaks of a public service; computed once for all rules."""
    found = seen.shared.get("mentions")
    if found is None:
        found = seen.shared["mentions"] = tuple(_mentions(seen))
    return found


@cache
def _first_words() -> tuple[str, ...]:
    """Return the first word of each name of a service."""
    names = {entry.text.split()[0] for entry in entries() if not entry.kind.endswith("number")}
    return tuple(sorted(name.lower() for name in names))


_THREE_DIGITS = re.compile(r"\d[-\s.()]{0,2}\d[-\s.()]{0,2}\d")


def _may_mention(text: str) -> bool:
    """Return whether a sentence can speak of any service at all."""
    lower = text.lower()
    return _THREE_DIGITS.search(text) is not None or any(name in lower for name in _first_words())


def _mentions(seen: ProseContext) -> Iterator[Mention]:
    own = {
        digits_of(contact.value)
        for contact in contacts(seen)
        if contact.kind == "phone" and not _is_service(contact.value)
    }
    land = country(seen)
    for sentence in sentences(seen):
        if not _may_mention(sentence.text):
            continue
        found: list[tuple[int, int, Entry]] = []
        for entry, pattern in _patterns():
            for match in pattern.finditer(sentence.text):
                if sentence.is_quoted(match.start()) or entry.text in own:
                    continue
                if entry.kind == "name" and _is_common(entry, land):
                    continue
                if entry.kind == "number" and not _is_used(sentence, match, entry, land):
                    continue
                found.append((*match.span(), entry))
        found += _lettered(sentence.text)
        yield from _with_modes(sentence, _longest(found))


@cache
def _by_digits() -> dict[str, Entry]:
    """Return the entries of whole telephone numbers, by their digits."""
    return {
        entry.text: entry
        for entry in entries()
        if entry.kind.endswith("number") and len(entry.text) > LONGEST_CODE
    }


LONGEST_CODE = 6
"""Digits of the longest number that is no whole telephone number."""


def _lettered(text: str) -> Iterator[tuple[int, int, Entry]]:
    """Yield the numbers that are written with letters, such as 1-800-273-TALK."""
    import phonenumbers

    for found in LETTERS.finditer(text):
        digits = digits_of(phonenumbers.convert_alpha_characters_in_number(found[0]))
        entry = _by_digits().get(digits)
        if entry is not None:
            yield (*found.span(), entry)


def _is_common(entry: Entry, land: str | None) -> bool:
    """Return whether a name is a word like any other, outside the country of its service."""
    return len(entry.text.split()) == 1 and all(owner.country != land for owner in entry.owners)


def _is_service(value: str) -> bool:
    digits = digits_of(value)
    return any(
        digits.endswith(entry.text) and len(entry.text) > 5
        for entry in entries()
        if entry.kind.endswith("number")
    )


def _is_used(sentence: Sentence, match: re.Match[str], entry: Entry, land: str | None) -> bool:
    """Return whether digits are told as a number to use, not as those of a room or a street."""
    text = sentence.text
    before, after = text[: match.start()], text[match.end() :]
    if _A_PLACE.search(before) or _STREET.match(after):
        return False
    if len(entry.text) > 6:
        return True
    if not _TELLS_TO_USE.search(text) and not in_crisis_part(sentence):
        # “1737, free, at any hour”
        known = len(entry.text) > 3 and any(owner.country == land for owner in entry.owners)
        return known and not before.strip() and re.match(r"\s*(?:[,.;:(]|$)", after) is not None
    if before.strip() and not _JUST_BEFORE.search(before.rstrip() + " "):
        return False
    if len(entry.text) > 3 or any(owner.country == land for owner in entry.owners):
        return True
    # three digits of another country: only where they are surely a service's
    return bool(re.search(r"\b(?:call|text|dial|ring|phone|or|on|NHS)\s*$", before, re.IGNORECASE))


def _longest(found: list[tuple[int, int, Entry]]) -> list[tuple[int, int, Entry]]:
    """Return *found* in order, without what lies within something longer."""
    kept: list[tuple[int, int, Entry]] = []
    for start, end, entry in sorted(found, key=lambda one: (one[0] - one[1], one[0])):
        if not any(start < last and first < end for first, last, _ in kept):
            kept.append((start, end, entry))
    return sorted(kept, key=lambda one: one[0])


_CALL = re.compile(
    r"\b(?:call(?:ing)?|dial(?:ing)?|ring(?:ing)?|phone|telephone|voice)\b", re.IGNORECASE
)
_TEXT = re.compile(r"\b(?:text(?:ing)?|SMS)\b", re.IGNORECASE)
_CHANGES_VERB = re.compile(r"[.;]|\b(?:chat|visit|go to|email|e-mail)\b", re.IGNORECASE)


def _with_modes(sentence: Sentence, found: list[tuple[int, int, Entry]]) -> Iterator[Mention]:
    modes: frozenset[str] = frozenset()
    last = 0
    for start, end, entry in found:
        between = sentence.text[last:start]
        here = {mode for mode, verb in (("call", _CALL), ("text", _TEXT)) if verb.search(between)}
        if here or _CHANGES_VERB.search(between):
            modes = frozenset(here)
        yield Mention(entry, sentence, start, end, modes)
        last = end


def known_modes(owners: tuple[Owner, ...], digits: str) -> frozenset[str]:
    """Return how the number *digits* of *owners* can be used."""
    return frozenset(
        access.mode
        for owner in owners
        for access in owner.service.access
        if access.number and digits_of(access.number) == digits
    )


def is_round_the_clock(service: CrisisService) -> bool:
    """Return whether *service* answers day and night, or nothing else is known."""
    return service.hours is None or service.hours.always_open
