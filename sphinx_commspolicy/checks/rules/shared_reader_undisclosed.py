"""Staff or a service reads it, and the text says that only the therapist does.

The data part compares ``read_by`` with the texts of the method itself, in English.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.rule import Example, Level, Rule, Severity
from sphinx_commspolicy.diagnostics import quote
from sphinx_commspolicy.model.fields import Translatable
from sphinx_commspolicy.model.walk import leaves

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import DataContext
    from sphinx_commspolicy.checks.rule import Finding


ONLY_THE_THERAPIST = re.compile(
    r"\b(?:only|nobody (?:else )?(?:but|except)|no one (?:else )?(?:but|except))\s+"
    r"(?:(?:your|the|my|our|own)\s+)*(?:therapist|clinician|counsell?or|psychologist|I|me)\b"
    r"|\b(?:your|the) (?:therapist|clinician|counsell?or) (?:alone|only)\b",
    re.IGNORECASE,
)


def _check(seen: DataContext) -> Iterator[Finding]:
    for block in seen.blocks("methods"):
        others = [reader for reader in block.value.read_by if reader != "clinician"]
        if not others:
            continue
        for leaf in leaves(block.value, block.path):
            match = (
                ONLY_THE_THERAPIST.search(leaf.value)
                if isinstance(leaf.marker, Translatable)
                else None
            )
            if match:
                who = ", ".join(reader.replace("_", " ") for reader in others)
                message = f"{quote(match[0])}, but “read_by” names: {who}."
                place = seen.data.within(block.scope, leaf.path, match[0])
                yield seen.found(place, message, scope=block.scope)


RULE = Rule(
    name="shared-reader-undisclosed",
    severity=Severity.warning,
    levels=frozenset({Level.data, Level.prose}),
    summary="A method that others read, where the text says that only the therapist does.",
    reason="The client writes what is meant for one person alone.",
    source="Inference.",
    mending="Say who reads it, or change who does.",
    false_positives="“Only your therapist can change it” is about something else; silence it.",
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            methods:
              phone:
                name: Phone
                system: phone
                value: 503-555-0140
                read_by: [clinician, answering_service]
                voicemail: {heard_by: ⟦Only your own therapist⟧ hears it.}
            """,
        ),
    ),
    passing=(
        Example(
            yaml="""\
            methods:
              phone:
                name: Phone
                system: phone
                value: 503-555-0140
                read_by: [clinician]
                voicemail: {heard_by: Only your own therapist hears it.}
              desk:
                name: Front desk
                system: phone
                value: 503-555-0141
                read_by: [front_desk]
                voicemail: {heard_by: Only our front desk hears it.}
            """,
        ),
    ),
)
