"""A number, address, user name or portal link in prose that the practice's data does not hold.

Public crisis services are known, of all countries: another rule looks at those. A number one slip
away from a known one is left to ``phone-transposed``. Of links, only those are looked at whose
sentence speaks of a portal or of signing in. What belongs to others, such as a licensing board, can
be named in the option ``allowed``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.prose.contacts import contacts, plain_url, sentence_of
from sphinx_commspolicy.checks.prose.known import held, is_public
from sphinx_commspolicy.checks.prose.placeholder_left import is_example
from sphinx_commspolicy.checks.rule import Example, Level, Option, Rule, Severity
from sphinx_commspolicy.diagnostics import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import ProseContext
    from sphinx_commspolicy.checks.prose.contacts import Contact
    from sphinx_commspolicy.checks.prose.known import Held
    from sphinx_commspolicy.checks.rule import Finding

_PORTAL = re.compile(r"\b(?:portal|log in|sign in|log on|sign up|messaging)\b", re.IGNORECASE)
_KINDS = {
    "phone": "number",
    "email": "e-mail address",
    "handle": "user name",
    "url": "link to a portal",
}


def _check(seen: ProseContext) -> Iterator[Finding]:
    if seen.data is None:
        return
    known = held(seen)
    allowed = {_bare(words) for words in seen.option("allowed")}
    for contact in contacts(seen):
        if (contact.kind, contact.value) in known or _bare(contact.text) in allowed:
            continue
        if _is_ours_in_another_form(contact, known) or contact.place in _mistyped(seen):
            continue
        if is_public(contact.value):
            continue
        if contact.kind == "url" and not _leads_to_portal(seen, contact):
            continue
        if is_example(contact.kind, contact.value) and not seen.data.sample:
            continue  # it was left to be filled in, which another rule says
        kind = _KINDS[contact.kind]
        yield seen.found(
            contact.place,
            f"The {kind} {quote(contact.text)} is not in the practice’s data.",
            text=contact.text,
        )


def _bare(words: str) -> str:
    return re.sub(r"[\s().-]", "", plain_url(words)).lower()


def _is_ours_in_another_form(contact: Contact, known: dict[tuple[str, str], list[Held]]) -> bool:
    """Return whether an address is a longer or shorter form of one that the data holds."""
    if contact.kind == "handle":
        return ("handle", contact.value.removeprefix("@")) in known or any(
            value.endswith("/" + contact.value.removeprefix("@")) for _, value in known
        )
    return False


def _leads_to_portal(seen: ProseContext, contact: Contact) -> bool:
    sentence = sentence_of(seen, contact)
    return sentence is not None and _PORTAL.search(sentence.text) is not None  # any of the two


def _mistyped(seen: ProseContext) -> set[object]:
    from sphinx_commspolicy.checks.prose.phone_transposed import slips

    return {place for place, _, _ in slips(seen)}


_DATA = """\
practice:
  name: Elm Street Therapy
  country: US
  sample: yes
methods:
  office: {name: Office phone, system: phone, value: 212-555-0143}
  email: {name: Email, system: email, value: hello@elm.example.org}
  portal: {name: Portal, system: portal, url: "https://portal.elm.example.org/"}
"""

RULE = Rule(
    name="contact-unknown",
    severity=Severity.error,
    levels=frozenset({Level.prose}),
    summary="A number, address, user name or portal link in a page that the YAML does not hold.",
    reason="When the practice changes it, nobody will think of this page, and clients write to nowhere.",
    source="One source for each fact.",
    mending="Put it into the practice’s data and let a role show it; or allow it, if it is others’.",
    false_positives=(
        "Numbers of others, such as a licensing board: name them in the option “allowed”. License "
        "and invoice numbers, dates, and numbers of public crisis services are not found."
    ),
    options=(Option("allowed", (), "Numbers, addresses and links of others that pages may name."),),
    check_prose=_check,
    failing=(
        Example(
            yaml="practice: {name: Elm, country: US}\n",
            rst="""\
            Reach us
            ========

            Call ⟦646-555-2190⟧.
            """,
            about="A practice that is no sample.",
        ),
        Example(
            yaml=_DATA,
            rst="""\
            Reach us
            ========

            Call ⟦646-555-0190⟧, or write to ⟦billing@elm.example.org⟧. Sign in to the portal at
            ⟦https://old.elm.example.org/⟧. On chat we are ⟦@elmstreet⟧.
            """,
            says="is not in the practice’s data",
        ),
    ),
    passing=(
        Example(
            yaml="""\
            practice: {name: Elm, country: US, sample: yes}
            methods:
              office: {name: Office phone, system: phone, value: 212-555-0143}
              app: {name: App, system: app, value: elmtherapy}
            social_media:
              platforms:
                page: {name: Page, url: "https://social.example.org/elmpage"}
            """,
            rst="""\
            Reach us
            ========

            We are @elmtherapy and @elmpage. Call 1-800-273-8255, or 212-555-0134.
            """,
            about="User names with a sign before them; other rules look at the numbers.",
        ),
        Example(
            yaml="practice: {name: Elm, country: US}\n",
            rst="""\
            Reach us
            ========

            Call 212-555-0199.
            """,
            about="Left to be filled in, which another rule says.",
        ),
        Example(
            yaml=_DATA,
            rst="""\
            Reach us
            ========

            Call (212) 555-0143, or write to hello@elm.example.org. In a crisis call 988. Our license number
            is 6465550190. Read more at https://www.example.com/sleep. The board is at 646-555-0177.
            """,
            options={"allowed": ("646-555-0177",)},
        ),
    ),
)
