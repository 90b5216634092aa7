"""Somebody who has left is still named.

The data part looks at roles and names in the texts of the YAML, and at persons under “practice”; what
an inactive clinician's own file says is not shown. Who covers is looked at by ``cover-chain-broken``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_commspolicy.checks import questions
from sphinx_commspolicy.checks.rule import Example, Level, Rule, Severity
from sphinx_commspolicy.diagnostics import quote
from sphinx_commspolicy.effective import Scope
from sphinx_commspolicy.model.fields import Translatable
from sphinx_commspolicy.model.policy import KEYED, SINGLE
from sphinx_commspolicy.model.walk import leaves

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import DataContext
    from sphinx_commspolicy.checks.rule import Finding


def _check(seen: DataContext) -> Iterator[Finding]:
    gone = {
        name: clinician
        for name, clinician in seen.policy().clinicians.items()
        if not questions.works_here(clinician, seen.today)
    }
    if not gone:
        return
    own = {Scope("clinician", name) for name in gone}
    patterns = {
        name: re.compile(
            rf":clinician(?:-ref)?:`(?:[^`<]*<)?{re.escape(name)}>?`|\b{re.escape(clinician.name)}\b"
        )
        for name, clinician in gone.items()
    }
    for section in (*SINGLE, *KEYED):
        for block in seen.blocks(section):
            if block.scope in own:
                continue
            for leaf in leaves(block.value, block.path):
                if not isinstance(leaf.marker, Translatable):
                    continue
                for name, pattern in patterns.items():
                    match = pattern.search(leaf.value)
                    if match:
                        message = f"{quote(gone[name].name)} does not work here any more."
                        place = seen.data.within(block.scope, leaf.path, match[0])
                        yield seen.found(place, message, scope=block.scope)


RULE = Rule(
    name="clinician-inactive-shown",
    severity=Severity.error,
    levels=frozenset({Level.data, Level.prose}),
    summary="A clinician who has left, in a text, a script or a role.",
    reason="Clients write to somebody who does not read it, and hear nothing.",
    source="One source for every fact.",
    mending="Name who takes over.",
    false_positives="A page that tells of the farewell names them rightly; silence it.",
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            practice:
              name: Elm Street Therapy
              country: US
              office_manager: {name: ⟦Una Byrne⟧}
            scripts:
              greeting:
                kind: voicemail_greeting
                text: >-
                  You can also ask
                  ⟦:clinician:`una`⟧ for help.
            clinicians:
              una: {name: Una Byrne, active: no, between_sessions: {allowed: none, note: "Una Byrne reads it."}}
              rosa:
                name: Rosa Ibarra
                period: {start: 2020-01-01, end: 2026-11-23}
                between_sessions: {allowed: none, note: "⟦Una Byrne⟧ reads it."}
            """,
        ),
        Example(
            yaml="""\
            scripts:
              greeting: {kind: voicemail_greeting, text: "Ask ⟦:clinician:`her <rosa>`⟧."}
            clinicians:
              rosa: {name: Rosa Ibarra, period: {end: 2026-11-22}}
            """,
            about="Her last day was yesterday.",
        ),
    ),
    passing=(
        Example(
            yaml="""\
            scripts:
              greeting: {kind: voicemail_greeting, text: "Ask :clinician:`rosa`, or Una Byrnes."}
            clinicians:
              una: {name: Una Byrne, active: no}
              rosa: {name: Rosa Ibarra, period: {end: 2026-11-23}}
            """,
        ),
    ),
)
