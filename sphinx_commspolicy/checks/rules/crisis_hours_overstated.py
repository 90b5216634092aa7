"""“24/7” in prose about a line that sleeps.

Hours are those of the package's dated data. Looked at is a sentence that names a service by its
name or number and says “24/7” or the like. Where it names several, all of them have to sleep, or the
words have to follow one right away: “or the NAMI HelpLine, which is available 24/7”.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.prose.language import is_denied, speaks_of
from sphinx_commspolicy.checks.prose.services import is_round_the_clock, mentions
from sphinx_commspolicy.checks.rule import Example, Level, Rule, Severity
from sphinx_commspolicy.diagnostics import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import ProseContext
    from sphinx_commspolicy.checks.prose.services import Mention
    from sphinx_commspolicy.checks.rule import Finding

_ALWAYS = re.compile(
    r"\b24\s?/\s?7\b|\b24 hours a day\b|\b(?:a)?round[- ]the[- ]clock\b|\b(?:day (?:or"
    r"|and) night|night and day"
    r"|(?:at )?any (?:time|hour)|at all (?:hours|times)|always (?:open|there|available))\b",
    re.IGNORECASE,
)


def _check(seen: ProseContext) -> Iterator[Finding]:
    if not speaks_of(seen, "24", "clock", "night", "any", "at all ", "always"):
        return
    named: dict[tuple[int, int], list[Mention]] = {}
    for mention in mentions(seen):
        named.setdefault((mention.sentence.number, mention.sentence.start), []).append(mention)
    for those in named.values():
        sentence = those[0].sentence
        awake = any(_never_sleeps(mention) for mention in those)
        for found in _ALWAYS.finditer(sentence.text):
            if is_denied(sentence.text, *found.span()):
                continue
            of_all = _ALL.search(sentence.text, 0, found.start()) is not None
            asleep = (one for one in those if not _never_sleeps(one))
            meant = next((one for one in asleep if of_all or _is_about(one, found)), None)
            if meant is None and awake:
                continue  # the words may be about that one
            service = (meant or those[0]).entry.owners[0].service
            yield seen.found(
                sentence.place(*found.span()),
                f"{quote(found[0])}: {service.name} answers only {service.hours}.",
                text=found[0],
            )


def _never_sleeps(mention: Mention) -> bool:
    return any(is_round_the_clock(owner.service) for owner in mention.entry.owners)


_FOLLOWS = re.compile(
    r"\W*(?:(?:which|that|who) (?:is|are)|is|are|\()\s*(?:also )?"
    r"(?:available|open|staffed|there|reachable)?\s*(?:at )?",
    re.IGNORECASE,
)
"""What stands between a service and words that are surely about it, and no other."""


_ALL = re.compile(
    r"\b(?:both|all)(?: of (?:them|these|which))?(?: \w+){0,2} $|\b(?:both|all) $", re.IGNORECASE
)
"""Says of every service of a sentence what follows."""


def _is_about(mention: Mention, found: re.Match[str]) -> bool:
    """Return whether the words *found* are said of *mention* alone."""
    return _FOLLOWS.fullmatch(mention.sentence.text[mention.end : found.start()]) is not None


RULE = Rule(
    name="crisis-hours-overstated",
    severity=Severity.error,
    levels=frozenset({Level.prose}),
    summary="“24/7” said of a line that has set hours.",
    reason="A client who calls at night finds nobody, and may try nothing else.",
    source="The hours on nami.org; seen on published policies.",
    mending="Say the hours of the line, and name a service that answers day and night.",
    false_positives=(
        "The hours are those of the package’s data, on the day they were checked. If a line has "
        "new hours, silence the finding and report it. “Not 24/7” is not found, nor are the same "
        "words in a sentence that also names a line open day and night, unless they surely speak of "
        "the one that sleeps."
    ),
    check_prose=_check,
    failing=(
        Example(
            rst="""\
            Emergencies
            ===========

            The NAMI HelpLine is there for you ⟦24/7⟧.
            """,
            says="NAMI HelpLine answers only",
        ),
        Example(
            rst="""\
            Emergencies
            ===========

            Call 988 or the NAMI HelpLine, which is available ⟦24/7⟧. Try 988; the NAMI HelpLine (⟦day and
            night⟧) listens, too. Call 988 or the NAMI HelpLine, both open ⟦24/7⟧.
            """,
            says="NAMI HelpLine answers only",
            about="The words follow the line that sleeps.",
        ),
    ),
    passing=(
        Example(
            rst="""\
            Emergencies
            ===========

            988 is there 24/7. The NAMI HelpLine is not open 24/7. Call 988 or the NAMI HelpLine;
            the first is open day and night. Call 988 (24/7) or the NAMI HelpLine. Call the NAMI HelpLine
            or 988, available 24/7.
            """,
        ),
    ),
)
