"""Menu options of crisis services that have ended, in prose.

Not found: an option that is told as ended (“pressing 3 no longer works”).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.prose.contacts import country
from sphinx_commspolicy.checks.prose.crisis_line_renamed import TOLD_AS_OLD
from sphinx_commspolicy.checks.prose.language import is_denied
from sphinx_commspolicy.checks.prose.services import mentions
from sphinx_commspolicy.checks.rule import Example
from sphinx_commspolicy.diagnostics import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import ProseContext
    from sphinx_commspolicy.checks.rule import Finding

_OPTION = re.compile(
    r"\b(?:press(?:ing)?|choose|select|dial)\s+(?:option\s+|number\s+"
    r"|the\s+)?(?P<option>\d)\b(?!\d)"
    r"|\boption\s+(?P<named>\d)\b",
    re.IGNORECASE,
)


def check(seen: ProseContext) -> Iterator[Finding]:
    """Find options that a number no longer has."""
    land = country(seen)
    for mention in mentions(seen):
        if mention.entry.kind != "number":
            continue
        ended = {
            access.option: owner.service
            for owner in mention.owners_in(land)
            for access in owner.service.access
            if owner.service.status == "ended"
        }
        sentence = mention.sentence
        for found in _OPTION.finditer(sentence.text, mention.end) if ended else ():
            service = ended.get(found["option"] or found["named"])
            if service is None or TOLD_AS_OLD.search(sentence.text):
                continue
            if is_denied(sentence.text, *found.span()):
                continue
            since = f" on {service.ended_on}" if service.ended_on else ""
            yield seen.found(
                sentence.place(*found.span()),
                f"{quote(found[0])}: this option of {mention.words} ended{since}.",
                remedy="Take the option out. The number itself still helps everybody.",
                text=found[0],
            )


FAILING = (
    Example(
        rst="""\
        Emergencies
        ===========

        Young people can call 988, ⟦option 3⟧.
        """,
    ),
    Example(
        rst="""\
        Emergencies
        ===========

        Young people can call 988 and ⟦press 3⟧ at any hour.
        """,
        says="ended on 2025-07-17",
    ),
)
PASSING = (
    Example(
        rst="""\
        Emergencies
        ===========

        Call 988 (to press 3 was formerly for young people).
        """,
    ),
    Example(
        rst="""\
        Emergencies
        ===========

        Call 988 and press 1 for veterans, or press 2 for Spanish.
        """,
        about="These options work.",
    ),
    Example(
        rst="""\
        Emergencies
        ===========

        Call 988. You can no longer press 3 there.
        """,
        about="The option is told as ended.",
    ),
)
