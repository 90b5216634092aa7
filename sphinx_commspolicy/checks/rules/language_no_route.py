"""A document in a language in which nobody can be reached.

A method that names no languages is answered in those of the practice. An interpreter serves every
language.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.rule import Example, Level, Rule, Severity
from sphinx_commspolicy.diagnostics import quote
from sphinx_commspolicy.effective import PRACTICE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import DataContext
    from sphinx_commspolicy.checks.rule import Finding


def _check(seen: DataContext) -> Iterator[Finding]:
    policy = seen.policy()
    access = policy.language_access
    if access is None or access.interpreter:
        return
    spoken = {language.partition("-")[0] for language in policy.practice.languages}
    for scope in seen.scopes:
        for method in seen.policy(scope).methods.values():
            if method.usable:
                spoken.update(language.partition("-")[0] for language in method.languages)
    for index, language in enumerate(access.translated_documents):
        if language.partition("-")[0] not in spoken:
            message = f"Documents are offered in {quote(language)}, and nobody answers in it."
            place = seen.place(PRACTICE, "language_access", "translated_documents", index)
            yield seen.found(place, message)


RULE = Rule(
    name="language-no-route",
    severity=Severity.warning,
    levels=frozenset({Level.data}),
    summary="A document in a language that no way to reach the practice serves.",
    reason="The client reads how to call, calls, and is not understood.",
    source="Section 1557 of the Affordable Care Act; Open Referral HSDS.",
    mending="Add the language to a method that is answered in it, or offer an interpreter.",
    check_data=_check,
    failing=(
        Example(
            yaml="""\
            practice: {name: Elm Street Therapy, country: US, languages: [en]}
            methods:
              phone: {name: Phone, system: phone, value: 503-555-0140, languages: [es]}
              old: {name: Old, system: phone, status: not_used, languages: [vi]}
            language_access: {translated_documents: [es-MX, ⟦vi⟧, en]}
            """,
            says="“vi”",
        ),
    ),
    passing=(
        Example(
            yaml="""\
            practice: {name: Elm Street Therapy, country: US, languages: [en]}
            clinicians:
              rosa: {name: Rosa Ibarra, methods: {text: {name: Texts, system: sms, value: 503-555-0140, languages: [vi]}}}
            language_access: {translated_documents: [vi]}
            """,
        ),
        Example(
            yaml="""\
            language_access: {translated_documents: [vi], interpreter: Ask us for one.}
            """,
        ),
        Example(
            yaml="""\
            practice: {name: Elm Street Therapy, country: US, languages: [en]}
            """,
        ),
    ),
)
