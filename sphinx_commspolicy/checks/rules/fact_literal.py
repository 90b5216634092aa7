"""A fact typed by hand into a page that the practice's data holds as well.

Looked at are numbers, addresses and times to answer. Where exactly one role shows the same, the
finding carries it as a fix. No fix is offered in a link with words of its own, in code, in a text
of the YAML, or where the words are hard to exchange (“by the end of the next business day”). What
directives and roles put into a page is never found, for it is the fact itself.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.prose.contacts import contacts
from sphinx_commspolicy.checks.prose.known import answers, held, length
from sphinx_commspolicy.checks.prose.promises import promises
from sphinx_commspolicy.checks.rule import Example, Fix, Level, Related, Rule, Severity
from sphinx_commspolicy.diagnostics import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import Passage, ProseContext
    from sphinx_commspolicy.checks.prose.known import Held
    from sphinx_commspolicy.checks.rule import Finding, Place


def _check(seen: ProseContext) -> Iterator[Finding]:
    if seen.data is None:
        return
    yield from _contacts(seen)
    yield from _times(seen)


def _contacts(seen: ProseContext) -> Iterator[Finding]:
    known = held(seen)
    for contact in contacts(seen):
        holders = known.get((contact.kind, contact.value))
        if not holders:
            continue
        held_by = _likeliest(holders, seen)
        if contact.passage.is_fact and contact.passage.path == held_by.path:
            continue
        fix = None
        remedy = "Let a directive show it, such as the block of its method."
        if held_by.role and held_by.usable:
            role = _role(seen.file, held_by.role)
            remedy = f"Write {role} in its place."
            roles = {one.role for one in holders if one.usable and one.role}
            if len(roles) == 1:
                fix = _fix(seen, contact.passage, contact.place, contact.text, role)
        yield seen.found(
            contact.place,
            f"{quote(contact.text)} is typed by hand, and the practice’s data holds it.",
            remedy=remedy,
            text=contact.text,
            related=[Related(held_by.place, "the data holds it here")],
            fix=fix,
        )


def _likeliest(holders: list[Held], seen: ProseContext) -> Held:
    """Return the holder of the page's own scope, or one that can be shown, or the first."""
    own = [one for one in holders if one.scope == seen.scope]
    shown = [one for one in holders if one.role and one.usable]
    return (own or shown or holders)[0]


def _times(seen: ProseContext) -> Iterator[Finding]:
    assert seen.data is not None
    for promise in promises(seen):
        passage = promise.sentence.passage
        if passage.is_fact or promise.amount.is_range:
            continue
        policy = seen.data.policy(seen.scope)
        same = [
            answer
            for answer in answers(policy, promise)
            if length(answer.turnaround) == promise.amount.length
        ]
        if not same:
            continue
        answer = same[0]
        role = _role(seen.file, f"turnaround:{answer.target}")
        fix = None
        if re.match(
            r"\d|one|two|three|four|five|six|seven|ten|twenty|forty", promise.words, re.IGNORECASE
        ):
            fix = _fix(seen, passage, promise.place, promise.words, role)
        yield seen.found(
            promise.place,
            f"{quote(promise.words)} is typed by hand, and the practice’s data holds it.",
            remedy=f"Write {role} in its place.",
            text=promise.words,
            related=[Related(seen.data.place(seen.scope, *answer.path), "the data holds it here")],
            fix=fix,
        )


def _role(file: str, role: str) -> str:
    """Return *role* as the markup of *file* writes it."""
    name, _, target = role.partition(":")
    return f"{{{name}}}`{target}`" if file.endswith(".md") else f":{name}:`{target}`"


_BEFORE = re.compile(r"(?:^|[\s\"'\u2018\u201c\u2013\u2014(/:-])$")
_AFTER = re.compile(r"(?:$|[\s\"'\u2019\u201d).,;:!?/\u2013\u2014-])")


def _fix(seen: ProseContext, passage: Passage, place: Place, words: str, role: str) -> Fix | None:
    """Return the change that puts *role* in the place of *words*, if it can be made safely."""
    lines = seen.files.lines(place.file)
    if passage.is_fact or not place.end_column or place.line != place.end_line:
        return None
    if not 0 < place.line <= len(lines):
        return None
    line = lines[place.line - 1]
    before, there = line[: place.column - 1], line[place.column - 1 : place.end_column - 1]
    after = line[place.end_column - 1 :]
    if there != words or before.count("`") % 2 or before.endswith(("](", "<", "[")):
        return None
    if not _BEFORE.search(before) or not _AFTER.match(after):
        return None
    return Fix(place, role, there)


_DATA = """\
methods:
  office:
    name: Office phone
    system: phone
    value: 212-555-0143
    turnaround: {value: 1, unit: business_day}
turnaround: {value: 2, unit: business_day}
"""

RULE = Rule(
    name="fact-literal",
    severity=Severity.warning,
    levels=frozenset({Level.prose}),
    summary="A fact typed by hand that the YAML holds.",
    reason="When the fact changes, this page will go on saying the old one.",
    source="One source for each fact.",
    mending="Use the role that shows the fact.",
    false_positives=(
        "A number that stays although the practice’s changes, such as one that is quoted from a "
        "letter: silence it. Words that roles and directives put into a page are never found."
    ),
    check_prose=_check,
    failing=(
        Example(
            yaml=_DATA,
            rst="""\
            Reach us
            ========

            Call us at ⟦(212) 555-0143⟧. We answer within ⟦two business days⟧. We return calls by
            ⟦the next business day⟧.
            """,
            says="typed by hand",
        ),
    ),
    passing=(
        Example(
            yaml=_DATA,
            rst="""\
            Reach us
            ========

            Call us at :contact:`office`. We answer within :turnaround:`practice`. Keep this for two
            business days. We may answer within two business days.
            """,
            about="Roles, and times that promise no answer.",
        ),
    ),
)
