"""A fact typed by hand into a page that the practice's data holds as well.

Looked at are numbers, addresses and times to answer. Where exactly one role shows the same, the
finding carries it as a fix. No fix is offered in a link with words of its own, in code, in a text
of the YAML, or where the words are hard to exchange (“by the end of the next business day”). What
directives and roles put into a page is never found, for it is the fact itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.prose.contacts import contacts
from sphinx_commspolicy.checks.prose.fixing import by_role
from sphinx_commspolicy.checks.prose.known import answers, held, length, likeliest
from sphinx_commspolicy.checks.prose.promises import promises
from sphinx_commspolicy.checks.rule import Example, Level, Related, Rule, Severity
from sphinx_commspolicy.diagnostics import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import ProseContext
    from sphinx_commspolicy.checks.rule import Finding


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
        one = likeliest(holders, seen.scope)
        remedy, fix = by_role(seen, contact.passage, contact.place, contact.text, one.role)
        yield seen.found(
            contact.place,
            f"{quote(contact.text)} is typed by hand, and the practice’s data holds it.",
            remedy=remedy,
            text=contact.text,
            related=[Related(one.place, "the data holds it here")],
            fix=fix,
        )


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
        for answer in same[:1]:
            role = f"turnaround:{answer.target}"
            remedy, fix = by_role(seen, passage, promise.place, promise.words, role)
            there = seen.data.place(seen.scope, *answer.path)
            yield seen.found(
                promise.place,
                f"{quote(promise.words)} is typed by hand, and the practice’s data holds it.",
                remedy=remedy,
                text=promise.words,
                related=[Related(there, "the data holds it here")],
                fix=fix,
            )


_DATA = """\
methods:
  office:
    name: Office phone
    system: phone
    value: 212-555-0143
    note: We answer within two business days.
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
            business days. We may answer within two business days. We answer in one to two business days, and
            letters within three business days.
            """,
            about="Roles, and times that promise no answer.",
        ),
    ),
)
