"""A form on a public website that asks for what belongs in a session, or for a crisis.

The sentence has to name a form of the website and ask for troubles, symptoms or the like. Not
found: what is asked to be kept out (“do not tell us … in the form”), and forms of the portal or on
paper.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.prose.language import is_denied, sentences, speaks_of
from sphinx_commspolicy.checks.rule import Example, Level, Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import ProseContext
    from sphinx_commspolicy.checks.rule import Finding

_FORM = re.compile(
    r"\b(?:contact|web|website|online|enquiry|inquiry) form\b|\bform on (?:our|my|the"
    r"|this) (?:web ?site|site|home ?page|page)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\b(?:tell|describe|share|explain|write|say|send|include|let (?:me|us) know|report"
    r"|use)\b[^.;]{0,80}?\b"
    r"(?P<what>what (?:is|'s|has been) (?:troubling|bothering|going on|wrong)"
    r"|what's (?:troubling|bothering|going on)"
    r"|what brings you|how (?:bad|you (?:are |'re )?feel)\w*|symptoms?|diagnos\w+|medications?"
    r"|history|traumas?|your (?:problems?|concerns?"
    r"|struggles?|feelings|story)|reasons? for (?:therapy|seeking)|crisis|emergency|suicidal\w*"
    r"|thoughts of)\b",
    re.IGNORECASE,
)
_PRIVATE = re.compile(r"\b(?:portal|paper|secure)\b", re.IGNORECASE)


def _check(seen: ProseContext) -> Iterator[Finding]:
    if not speaks_of(seen, "form"):
        return
    for sentence in sentences(seen):
        text = sentence.text
        form = _FORM.search(text)
        if not form or _PRIVATE.search(text):
            continue
        for found in _ASKS.finditer(text):
            what = found.span("what")
            if sentence.is_quoted(found.start()):
                continue
            if is_denied(text, *what) or is_denied(text, found.start(), found.start() + 3):
                continue
            yield seen.found(
                sentence.place(*form.span()),
                "A public form is offered for things that belong in a session.",
                text=form[0],
            )
            break


RULE = Rule(
    name="form-invites-clinical",
    severity=Severity.warning,
    levels=frozenset({Level.prose}),
    summary="A public web form offered for clinical matters, or for a crisis.",
    reason=(
        "Such a form is seldom private, often read late, and the words stay with whoever runs the "
        "website."
    ),
    source="Seen on published policies.",
    mending="Ask in the form only how to call back; ask for the rest in a session.",
    false_positives=(
        "A sentence that asks to keep such things out is not found, nor a form of the portal or on "
        "paper."
    ),
    check_prose=_check,
    failing=(
        Example(
            rst="""\
            New clients
            ===========

            Please use the ⟦contact form⟧ to tell us what is troubling you.
            """,
        ),
    ),
    passing=(
        Example(
            rst="""\
            New clients
            ===========

            Use the contact form to tell us how to call you back. Please do not describe your symptoms in
            the contact form. Use the online form in the portal to tell us your history.
            Tell us your history for our information. In the contact form, say hello but not your
            symptoms. Please do not write in the contact form: your symptoms.
            """,
        ),
    ),
)
