"""Information and referral lines where prose speaks of a crisis.

Not found: a sentence that says what such a line is for (“is not a crisis line”, “for information”),
and a line named outside any part on crises.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.prose.contacts import country
from sphinx_commspolicy.checks.prose.language import in_crisis_part, is_denied
from sphinx_commspolicy.checks.prose.services import mentions
from sphinx_commspolicy.checks.rule import Example
from sphinx_commspolicy.diagnostics import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import ProseContext
    from sphinx_commspolicy.checks.rule import Finding

_SAYS_SO = re.compile(
    r"\b(?:information|referrals?|not a crisis|not an emergency"
    r"|find(?:ing)? (?:a )?(?:treatment|help|care)"
    r"|learn (?:more )?about)\b",
    re.IGNORECASE,
)


def check(seen: ProseContext) -> Iterator[Finding]:
    """Find lines that do not help in a crisis, where one is spoken of."""
    land = country(seen)
    told: set[tuple[int, str]] = set()
    for mention in mentions(seen):
        owners = mention.owners_in(land)
        if not owners or any(owner.service.kind in {"emergency", "crisis"} for owner in owners):
            continue
        sentence = mention.sentence
        if not in_crisis_part(sentence) or _SAYS_SO.search(sentence.text):
            continue
        if is_denied(sentence.text, mention.start, mention.end):
            continue
        # its name and its number in one sentence are one slip
        key = (sentence.number * 100_000 + sentence.start, owners[0].name)
        if key in told:
            continue
        told.add(key)
        service = owners[0].service
        kind = "information" if service.kind == "information" else "referrals to treatment"
        message = f"{quote(mention.words)} is no crisis line: {service.name} gives {kind}."
        remedy = "Name a crisis service here. Move this line to a part on information."
        yield seen.found(mention.place, message, remedy=remedy, text=mention.words)


FAILING = (
    Example(
        rst="""\
        Emergencies
        ===========

        Call the ⟦NAMI HelpLine⟧.

        In a crisis you can also call ⟦1-800-662-4357⟧.
        """,
        says="is no crisis line",
    ),
)
PASSING = (
    Example(
        rst="""\
        Emergencies
        ===========

        Call 988. For information, call the NAMI HelpLine.
        """,
    ),
    Example(
        rst="""\
        Emergencies
        ===========

        Call 988. The NAMI HelpLine is not a crisis line.

        Where to learn more
        ===================

        The NAMI HelpLine can tell you more.
        """,
    ),
)
