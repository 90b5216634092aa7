"""An AI or note-taking tool, and no word on consent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.rule import Example, Level, Rule, Severity
from sphinx_commspolicy.diagnostics import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import DataContext
    from sphinx_commspolicy.checks.rule import Finding


def _check(seen: DataContext) -> Iterator[Finding]:
    for block in seen.blocks("recording"):
        recording = block.value
        used = (
            recording.therapist_use in {"administrative", "scribe"} or recording.vendor is not None
        )
        if used and recording.consent is None:
            tool = quote(recording.vendor) if recording.vendor else "An AI tool"
            key = "vendor" if recording.vendor else "therapist_use"
            place = seen.place(block.scope, "recording", key)
            yield seen.found(
                place, f"{tool} is used, and consent is not asked for.", scope=block.scope
            )


RULE = Rule(
    name="ai-undisclosed",
    severity=Severity.warning,
    levels=frozenset({Level.data}),
    summary="An AI or note-taking tool that is listed without words on consent.",
    reason="What a client says in a session goes to a machine, and nobody asked.",
    source="Illinois Public Act 104-0054 asks for written consent.",
    mending="Add “consent” under “recording”: how you ask, and that a client may say no.",
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            recording: {therapist_use: ⟦administrative⟧}
            clinicians:
              rosa: {name: Rosa Ibarra, recording: {therapist_use: none, vendor: ⟦NoteTaker⟧}}
              teo: {name: Teo Nakagawa, recording: {therapist_use: ⟦scribe⟧}}
            """,
            says="is used, and consent is not asked for.",
        ),
    ),
    passing=(
        Example(
            yaml="""\
            recording: {therapist_use: scribe, vendor: NoteTaker, consent: We ask you first.}
            """,
        ),
        Example(
            yaml="""\
            recording: {therapist_use: none}
            """,
        ),
    ),
)
