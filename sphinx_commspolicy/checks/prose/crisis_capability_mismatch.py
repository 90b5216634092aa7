"""A crisis line that is to be used in a way it cannot be used, in prose.

“Call or text 988” asks for both. The verb is looked for between one number and the next; a number
without a verb of its own takes that of the number before it. Not found: a limit in the same
sentence (“where your area offers it, text 911”), for some areas do take texts to emergency numbers.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.prose.contacts import country
from sphinx_commspolicy.checks.prose.language import is_denied
from sphinx_commspolicy.checks.prose.services import known_modes, mentions
from sphinx_commspolicy.checks.rule import Example
from sphinx_commspolicy.diagnostics import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import ProseContext
    from sphinx_commspolicy.checks.rule import Finding

_LIMITED = re.compile(
    r"\b(?:where|if) (?:it is |it's |this is )?(?:available|offered|possible|your area)"
    r"|\bsome (?:areas|counties"
    r"|places|regions)\b|\bin (?:many|most) (?:areas|places|counties)\b|\bregister(?:ed)?\b",
    re.IGNORECASE,
)
_WORDS = {"call": ("call", "calls"), "text": ("text", "texts")}


def check(seen: ProseContext) -> Iterator[Finding]:
    """Find numbers that take calls where texts are asked for, and the reverse."""
    land = country(seen)
    for mention in mentions(seen):
        if _LIMITED.search(mention.sentence.text):
            continue
        known = known_modes(mention.owners_in(land), mention.entry.text)
        wrong = sorted(mention.modes - known) if known else []
        # of two verbs, one may belong to something else
        if not wrong or is_denied(mention.sentence.text, mention.start, mention.end):
            continue
        names = mention.owners_in(land)[0].service.name
        message = (
            f"{quote(mention.words)} ({names}) takes no {_WORDS[wrong[0]][1]}, "
            f"and the sentence tells to {_WORDS[wrong[0]][0]} it."
        )
        remedy = "Say how the number is to be used, or name another; the crisis block knows how."
        yield seen.found(mention.place, message, remedy=remedy, text=mention.words)


FAILING = (
    Example(
        yaml="practice:\n  name: Elm Street Therapy\n  country: GB\n",
        rst="""\
        Emergencies
        ===========

        Text Samaritans on ⟦116 123⟧, or call ⟦85258⟧.
        """,
    ),
    Example(
        rst="""\
        Emergencies
        ===========

        Call 988, or call ⟦741741⟧.
        """,
        says="takes no calls",
    ),
)
PASSING = (
    Example(
        rst="""\
        Emergencies
        ===========

        Call 911. Call or text 988. Text HOME to 741741. Where it is offered, you can text 911.
        Please do not call 741741.
        """,
        about="The last sentence has its limit.",
    ),
)
