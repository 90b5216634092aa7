"""Prose that refuses a way of contact which the data, or another sentence, offers; and the reverse.

A refusal has to be whole: “we do not text after hours”, “most of us do not text”, “until you sign,
we do not answer texts” and “do not text us in an emergency” leave the way open, and are not found.
An offer has to lead to the practice: “text HOME to 741741” leads elsewhere. “We do not answer calls;
they go to voicemail” is no refusal of the phone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.context import FACT
from sphinx_commspolicy.checks.prose.ways import NAMES, is_way, offers, refusals
from sphinx_commspolicy.checks.rule import Example, Level, Related, Rule, Severity
from sphinx_commspolicy.diagnostics import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import ProseContext
    from sphinx_commspolicy.checks.prose.ways import Stance
    from sphinx_commspolicy.checks.rule import Finding


def _check(seen: ProseContext) -> Iterator[Finding]:
    told = set()
    for refusal in refusals(seen):
        against = _offered(seen, refusal)
        if against is not None and refusal.way not in told:
            told.add(refusal.way)
            words = refusal.sentence.text[refusal.start : refusal.end]
            yield seen.found(
                refusal.sentence.place(refusal.start, refusal.end),
                f"{quote(words)} refuses {NAMES[refusal.way]}, and {against[0]}.",
                text=words,
                related=[against[1]],
            )
    if seen.data is None:
        return
    for offer in offers(seen):
        off = _switched_off(seen, offer)
        if off is not None:
            words = offer.sentence.text[offer.start : offer.end]
            yield seen.found(
                offer.sentence.place(offer.start, offer.end),
                f"{quote(words)} leads to {NAMES[offer.way]}, which the data says is not used.",
                text=words,
                related=[off],
            )


def _offered(seen: ProseContext, refusal: Stance) -> tuple[str, Related] | None:
    """Return what offers the way that *refusal* refuses."""
    passage = refusal.sentence.passage
    if seen.data is not None:
        scope = passage.scope if passage.is_fact else seen.scope
        for name, method in seen.data.policy(scope).methods.items():
            if method.usable and is_way(refusal.way, method):
                if passage.path[:2] == ("methods", name):
                    return None
                place = seen.data.key(scope, "methods", name)
                return f"{quote(method.name)} is in use", Related(place, "the method is here")
        if any(is_way(refusal.way, method) for method in seen.data.policy(scope).methods.values()):
            return None  # the data agrees; who offers it is told by the other side of this rule
    if passage.is_fact:
        return None
    for offer in offers(seen):
        if offer.way == refusal.way:
            place = offer.sentence.place(offer.start, offer.end)
            return "another sentence offers it", Related(place, "it is offered here")
    return None


def _switched_off(seen: ProseContext, offer: Stance) -> Related | None:
    """Return where the data says that the way which *offer* offers is not used."""
    assert seen.data is not None
    passage = offer.sentence.passage
    scope = passage.scope if passage.is_fact else seen.scope
    if FACT in passage.text:
        return None  # it may be about the person whom the page has just named
    methods = seen.data.policy(scope).methods
    of_way = [(name, method) for name, method in methods.items() if is_way(offer.way, method)]
    if not of_way or any(method.usable for _, method in of_way):
        return None
    name = of_way[0][0]
    return Related(seen.data.key(scope, "methods", name, "status"), "the data says so here")


_TEXT = """\
methods:
  text:
    name: Text message
    system: sms
    value: 212-555-0143
    status: {status}
"""

RULE = Rule(
    name="method-prose-conflict",
    severity=Severity.warning,
    levels=frozenset({Level.prose}),
    summary="“We do not text” beside a text method in use, and the reverse.",
    reason="A client who reads one of the two waits for an answer, or never asks.",
    source="Seen on published policies.",
    mending="Make the sentence and the facts agree; better still, let a directive say it.",
    false_positives=(
        "Refusals with a limit (“not after hours”, “most of us”, “until you sign”), in emergencies, "
        "and in quotations are not found, nor are offers that lead to others."
    ),
    check_prose=_check,
    failing=(
        Example(
            yaml=_TEXT.replace("{status}", "in_use"),
            rst="""\
            Messages
            ========

            ⟦We do not text⟧. We never text.
            """,
            says="“Text message” is in use",
        ),
        Example(
            yaml=_TEXT.replace("{status}", "not_used"),
            rst="""\
            Messages
            ========

            For quick questions, ⟦text us⟧.
            """,
            says="not used",
        ),
        Example(
            rst="""\
            Messages
            ========

            ⟦We don't use email⟧. To cancel, email our office.
            """,
            says="another sentence offers it",
            about="No facts are needed to see that two sentences disagree.",
        ),
        Example(
            rst="""\
            Messages
            ========

            ⟦I do not text⟧ with clients for any reason.

            Text: 212-555-0143
            """,
            says="another sentence offers it",
            about="A number for texts offers them.",
        ),
        Example(
            rst="""\
            Messages
            ========

            ⟦No texting⟧, please. Send us a text to change a visit. ⟦I'm not set up to fax⟧. Fax me your form.
            """,
            says="another sentence offers it",
        ),
    ),
    passing=(
        Example(
            yaml="""\
            methods:
              old: {name: Old line, system: sms, value: 212-555-0144, status: not_used}
              text: {name: Text message, system: sms, value: 212-555-0143}
            """,
            rst="""\
            Messages
            ========

            Please text us.
            """,
        ),
        Example(
            yaml="""\
            methods:
              text: {name: Text message, system: sms, value: 212-555-0143, status: not_used}
              email: {name: Email, system: email, value: hello@elm.example.org}
            clinicians:
              rosa:
                name: Rosa Ibarra
                methods: {text: {status: in_use}, email: {status: not_used}}
                between_sessions: {allowed: none, note: "Please text me. I do not use email."}
            """,
            rst="""\
            Messages
            ========

            Words.
            """,
            about="A clinician who differs from the practice.",
        ),
        Example(
            yaml=_TEXT.replace("{status}", "in_use"),
            rst="""\
            Messages
            ========

            We do not text after hours. Most of us do not text. In an emergency, do not text us. Please do not
            text us back. We do not email or fax. Until you sign, we do not answer texts. Many teens do not
            text.
            """,
        ),
        Example(
            yaml=_TEXT.replace("{status}", "not_used"),
            rst="""\
            Messages
            ========

            We do not text. Text HOME to 741741. Do not text us. If you text us, nobody reads it.
            Do not text 212-555-0143. They wrote “text: 212-555-0143”. In a crisis, text 212-555-0144.
            Text 1-800-662-4357.
            """,
        ),
    ),
)
