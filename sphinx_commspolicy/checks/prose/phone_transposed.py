"""Numbers in prose that are one slip of the fingers away from a known one.

A slip is one wrong digit, or two digits swapped. Numbers of three or four digits are too near to
one another to tell, and the practice's own numbers often differ by one digit on purpose: a number
that is itself known is never found.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from sphinx_commspolicy.checks.prose.contacts import contacts, country
from sphinx_commspolicy.checks.prose.language import sentences
from sphinx_commspolicy.checks.prose.services import digits_of, entries
from sphinx_commspolicy.checks.rule import Example, Place, Related
from sphinx_commspolicy.diagnostics import quote
from sphinx_commspolicy.effective import PRACTICE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sphinx_commspolicy.checks.context import PracticeData, ProseContext
    from sphinx_commspolicy.checks.rule import Finding


class Known(NamedTuple):
    """A number that somebody can be reached by."""

    digits: str
    words: str
    whose: str
    place: Place | None


def check(seen: ProseContext) -> Iterator[Finding]:
    """Find numbers that look like a known one, mistyped."""
    for place, words, near in slips(seen):
        related = [Related(near.place, "the number is here")] if near.place else []
        yield seen.found(
            place,
            f"{quote(words)} is one slip away from {quote(near.words)} ({near.whose}).",
            remedy="Compare the two, and correct the wrong one.",
            text=words,
            related=related,
        )


def slips(seen: ProseContext) -> tuple[tuple[Place, str, Known], ...]:
    """Return each number that looks like a known one; computed once for all rules."""
    found = seen.shared.get("slips")
    if found is None:
        found = seen.shared["slips"] = tuple(_slips(seen))
    return found


def _slips(seen: ProseContext) -> Iterator[tuple[Place, str, Known]]:
    known = _known(seen)
    exact = {number.digits for number in known}
    for place, words, digits in _numbers(seen):
        if digits in exact:
            continue
        near = next((number for number in known if one_slip(digits, number.digits)), None)
        if near is not None:
            yield place(), words, near


def _numbers(seen: ProseContext) -> Iterator[tuple[Callable[[], Place], str, str]]:
    """Yield every number of a document: telephone numbers, then short codes."""
    national = {"US": "+1", "CA": "+1", "GB": "+44", "IE": "+353", "AU": "+61", "NZ": "+64"}
    prefix = national.get(country(seen) or "", "+")
    for contact in contacts(seen):
        if contact.kind == "phone":
            yield partial(getattr, contact, "place"), contact.text, _national(contact.value, prefix)
    for sentence in sentences(seen):
        if not _SHORT_TOLD.search(sentence.text):
            continue
        for found in _SHORT.finditer(sentence.text):
            before = sentence.text[: found.start()]
            if _TO_USE.search(before):
                yield partial(sentence.place, *found.span()), found[0], re.sub(r"\D", "", found[0])


_SHORT = re.compile(
    r"(?<![\w$\u00a3\u20ac#.,-])(?<!\d )(?:\d{5,6}|\d{3}[- ]\d{3}|\d\d \d\d \d\d)(?![\w-]"
    r"|[.,]\d| \d)"
)
_SHORT_TOLD = re.compile(r"\b(?:text|call|ring|dial|phone|on|to)\b", re.IGNORECASE)
_TO_USE = re.compile(r"\b(?:text|call|ring|dial|phone|on|to|at)\s+$", re.IGNORECASE)


def _national(value: str, prefix: str) -> str:
    return digits_of(value) if not value.startswith(prefix) else value.removeprefix(prefix)


def _known(seen: ProseContext) -> list[Known]:
    found: list[Known] | None = seen.common.get("known numbers")
    if found is None:
        land = country(seen)
        found = []
        for entry in entries():
            owners = [owner for owner in entry.owners if owner.country == land]
            if owners and entry.kind.endswith("number"):  # any of the two
                digits = entry.text.removeprefix("0")
                written = _as_written(entry.text, owners[0].service)
                found.append(Known(digits, written, owners[0].service.name, None))
        if seen.data is not None:
            found += _of_practice(seen.data)
        seen.common["known numbers"] = found
    return found


def _as_written(digits: str, service: object) -> str:
    for access in getattr(service, "access", ()):
        if digits_of(access.number or "") == digits:
            return str(access.number)
    return digits


def _of_practice(data: PracticeData) -> Iterator[Known]:
    country_code = data.source.country
    if country_code is None:
        return
    prefix = {"US": "+1", "CA": "+1", "GB": "+44", "IE": "+353", "AU": "+61", "NZ": "+64"}.get(
        country_code, "+"
    )
    for block in data.blocks("methods"):
        try:
            number = block.value.phone_number(country_code)
        except ValueError:
            continue
        if number is not None:
            place = data.place(block.scope, *block.path, "value")
            yield Known(_national(number.e164, prefix), block.value.value, block.value.name, place)
    crisis = data.policy(PRACTICE).crisis
    for name, service in crisis.local.items():
        for index, access in enumerate(service.access):
            if access.number:
                place = data.place(PRACTICE, "crisis", "local", name, "access", index, "number")
                yield Known(digits_of(access.number), access.number, service.name, place)


def one_slip(one: str, other: str) -> bool:
    """Return whether two numbers differ by one digit, or by two digits swapped."""
    if len(one) != len(other):
        return False
    apart = [index for index in range(len(one)) if one[index] != other[index]]
    if len(apart) == 1:
        return True
    return len(apart) == 2 and one[apart[0]] == other[apart[1]] and one[apart[1]] == other[apart[0]]


_PHONE = """\
methods:
  office:
    name: Office phone
    system: phone
    value: 212-555-0143
  fax:
    name: Fax
    system: fax
    value: 212-555-0144
"""
FAILING = (
    Example(
        yaml="practice: {name: Elm, country: AU}\n",
        rst="""\
        Emergencies
        ===========

        Lifeline is on ⟦13 14 11⟧.
        """,
        says="“13 11 14” (Lifeline)",
    ),
    Example(
        yaml="""\
        crisis:
          local:
            team:
              name: Fernhollow Team
              access: [{mode: chat, url: 'https://team.example.org/'}, {mode: call, number: 503-555-0190}]
        """,
        rst="""\
        Emergencies
        ===========

        The team is at ⟦503-555-0191⟧.
        """,
    ),
    Example(
        yaml=_PHONE,
        rst="""\
        Reach us
        ========

        Call ⟦212-555-0134⟧, or text HOME to ⟦741714⟧.
        """,
        says="one slip away",
    ),
)
PASSING = (
    Example(
        yaml="methods:\n  office: {name: Office phone, system: phone, value: 212-555-0143}\n",
        rst="""\
        Others
        ======

        Others are at 212-555-0154, 212-555-0135 and 212-555-0415.
        """,
        about="Two digits that are not swapped are no slip.",
    ),
    Example(
        yaml=_PHONE,
        rst="""\
        Reach us
        ========

        Call 212-555-0143. Our fax is 212-555-0144. Text HOME to 741741. The key is 741714. The clinic
        is at 646-555-0190.
        """,
        about="Two known numbers that differ by one digit, a code, and a number that is like no other.",
    ),
)
