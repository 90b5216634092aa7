"""Numbers, addresses and user names in prose."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from sphinx_commspolicy.checks.prose.language import plain, sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import Passage, ProseContext
    from sphinx_commspolicy.checks.prose.language import Sentence
    from sphinx_commspolicy.checks.rule import Place


class Contact(NamedTuple):
    """A number, address or name by which somebody can be reached, as it stands in a passage."""

    kind: str
    """``phone``, ``email``, ``url`` or ``handle``."""
    text: str
    """As it is written."""
    value: str
    """In the form in which it is compared: E.164, lower case."""
    start: int
    end: int
    passage: Passage
    number: int
    """Index of the passage in its document."""

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.passage.place_of(self.start, self.end)


_EMAIL = re.compile(
    r"(?<![\w.@+-])[A-Za-z0-9][\w.+'-]*@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
    r"(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+"
)
_URL = re.compile(
    r"(?<![\w@/.-])(?:https?://[^\s<>\"')\]]+|(?:www\.)[^\s<>\"')\]]+"
    r"|(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+(?:com|org|net|edu|gov|co|io|health"
    r"|therapy|care"
    r"|uk|au|nz|ie|ca|us|info|app|me)(?:/[^\s<>\"')\]]*)?)(?![\w@])"
)
_HANDLE = re.compile(r"(?<![\w@./+-])@[A-Za-z0-9_](?:[\w.]{1,28})[A-Za-z0-9_](?![\w@])")
_DIGITS = re.compile(r"\d(?:[\s().\-]*\d){5}")
LETTERS = re.compile(
    r"(?<![\w-])(?:\+?1[-. ])?\(?8\d\d\)?[-. ]\d{0,3}-?[A-Z][A-Z-]{3,9}(?![A-Za-z])"
)
_NO_NUMBER = re.compile(
    r"(?:\b(?:licen[cs]e|NPI|tax|EIN|account|invoice|policy|case|code|registration|reg"
    r"|member(?:ship)?"
    r"|ISBN|CFR|FR|act|BACP|UKCP|HCPC)(?:\s+(?:number|no\.?|is|code)){0,2}\s*[#:]?|\#"
    r"|[$\u00a3\u20ac])\s*$",
    re.IGNORECASE,
)


def contacts(seen: ProseContext) -> tuple[Contact, ...]:
    """Return every number, address and name of a document; computed once for all rules."""
    found = seen.shared.get("contacts")
    if found is None:
        found = seen.shared["contacts"] = tuple(_contacts(seen))
    return found


def _contacts(seen: ProseContext) -> Iterator[Contact]:
    region = country(seen)
    for number, passage in enumerate(seen.passages):
        text = plain(passage.text)
        taken: list[tuple[int, int]] = []
        if "@" in text:
            for found in _EMAIL.finditer(text):
                taken.append(found.span())
                yield Contact("email", found[0], found[0].lower(), *found.span(), passage, number)
        if "." in text:
            for found in _URL.finditer(text):
                if not _overlaps(found.span(), taken):
                    words = found[0].rstrip(".,;:!?")
                    span = (found.start(), found.start() + len(words))
                    taken.append(span)
                    yield Contact("url", words, plain_url(words), *span, passage, number)
        if "@" in text:
            for found in _HANDLE.finditer(text):
                if not _overlaps(found.span(), taken):
                    yield Contact(
                        "handle", found[0], found[0].lower(), *found.span(), passage, number
                    )
        if _DIGITS.search(text) or LETTERS.search(text):
            for start, end, value in phone_numbers(text, region):
                if not _overlaps((start, end), taken):
                    yield Contact("phone", text[start:end], value, start, end, passage, number)


def phone_numbers(text: str, region: str | None) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and E.164 form of each telephone number in *text*, read in *region*."""
    import phonenumbers

    lettered = list(LETTERS.finditer(text))
    matches = phonenumbers.PhoneNumberMatcher(
        text, region, leniency=phonenumbers.Leniency.POSSIBLE, max_tries=1000
    )
    for match in matches:
        start, raw = match.start, match.raw_string.rstrip()
        if raw.startswith("(") and ")" not in raw:
            start, raw = start + 1, raw[1:]  # the bracket is not the number's
        at_end = _SENTENCE_END.search(raw)
        number = match.number
        if at_end:
            raw = raw[: at_end.start()]
            try:
                number = phonenumbers.parse(raw, region)
            except phonenumbers.NumberParseException:
                continue
            if not phonenumbers.is_possible_number(number):
                continue
        if _NO_NUMBER.search(text[max(0, match.start - 40) : match.start]):
            continue
        if any(match.start < found.end() and found.start() < match.end for found in lettered):
            continue
        digits = re.sub(r"\D", "", raw)
        if len(digits) < 8 and not re.search(r"[\s().-]", raw.strip()):
            continue  # seven digits in a row are rather a code than a number
        if _is_date(raw):
            continue
        written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        yield start, start + len(raw), written
    for found in lettered:
        try:
            number = phonenumbers.parse(found[0], region)
        except phonenumbers.NumberParseException:
            continue
        form = phonenumbers.PhoneNumberFormat.E164
        yield found.start(), found.end(), phonenumbers.format_number(number, form)


_SENTENCE_END = re.compile(r"(?<=\d)\.\s")
"""A full stop after a number, whatever digits the next sentence begins with."""


def _is_date(words: str) -> bool:
    return bool(
        re.fullmatch(
            r"\D*(?:(?:19|20)\d\d[-/. ]\d\d?[-/. ]\d\d?|\d\d?[-/.]\d\d?[-/.]\d{2,4})\D*", words
        )
    )


def plain_url(words: str) -> str:
    """Return an address of the web in the form in which addresses are compared."""
    address = re.sub(r"^https?://(?:www\.)?|^www\.", "", words, flags=re.IGNORECASE)
    host, slash, path = address.partition("/")
    return (host.lower() + slash + path).rstrip("/")


def _overlaps(span: tuple[int, int], taken: list[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in taken)


def country(seen: ProseContext) -> str | None:
    """Return the country whose services and numbers a document is about."""
    if seen.data is not None:
        return seen.data.source.crisis_country or seen.data.source.country
    found: str | None = seen.common.get("country")
    return found


def sentence_of(seen: ProseContext, contact: Contact) -> Sentence | None:
    """Return the sentence in which *contact* stands."""
    for sentence in sentences(seen):
        if sentence.number == contact.number and (
            sentence.start <= contact.start < sentence.start + len(sentence.text)
        ):
            return sentence
    return None
