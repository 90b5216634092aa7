"""Old names and numbers of crisis services in prose.

Not found: a name that is told as an old one (“formerly the …”, “used to be …”), and quotations.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.prose.services import mentions
from sphinx_commspolicy.checks.rule import Example
from sphinx_commspolicy.diagnostics import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import ProseContext
    from sphinx_commspolicy.checks.rule import Finding

TOLD_AS_OLD = re.compile(
    r"\b(?:former(?:ly)?|previous(?:ly)?|used to be|was (?:once )?(?:called|known)|old (?:name"
    r"|number)"
    r"|once (?:called|known)|no longer|now (?:called|known)|renamed)\b",
    re.IGNORECASE,
)


def check(seen: ProseContext) -> Iterator[Finding]:
    """Find names and numbers that a service has given up."""
    for mention in mentions(seen):
        if not mention.entry.kind.startswith("former-"):
            continue
        if TOLD_AS_OLD.search(mention.sentence.text):
            continue
        service = mention.entry.owners[0].service
        what = "number" if mention.entry.kind == "former-number" else "name"
        message = (
            f"{quote(mention.words)} is an old {what} of the service now called "
            f"{quote(service.name)}."
        )
        remedy = f"Use its present {what}. Better still, let the crisis block show it."
        yield seen.found(mention.place, message, remedy=remedy, text=mention.words)


FAILING = (
    Example(
        rst="""\
        Emergencies
        ===========

        Call the ⟦National Suicide Prevention Lifeline⟧ at ⟦1-800-273-8255⟧.
        """,
        says="988 Suicide & Crisis Lifeline",
    ),
    Example(
        rst="""\
        Emergencies
        ===========

        If you think about suicide, the ⟦National Suicide
        Prevention Lifeline⟧ can help.
        """,
        about="The name stands on two lines.",
    ),
    Example(
        rst="""\
        Emergencies
        ===========

        Call ⟦1-800-273-TALK⟧ (8255).
        """,
        about="The number is written with letters.",
    ),
    Example(
        yaml="practice: {name: Elm Street Therapy, country: CA}\n",
        rst="""\
        Emergencies
        ===========

        Call ⟦Talk Suicide Canada⟧, ⟦1-833-456-4566⟧.
        """,
        says="9-8-8 Suicide Crisis Helpline",
    ),
)
PASSING = (
    Example(
        rst="""\
        Emergencies
        ===========

        Call 988, the 988 Suicide & Crisis Lifeline (formerly the National Suicide Prevention
        Lifeline).
        """,
        about="The old name is told as an old one.",
    ),
)
