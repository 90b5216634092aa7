"""Words in prose that somebody meant to replace, and numbers kept free for samples.

Not found: lines to fill in by hand (“Name: ____”), anything shown as code, and the numbers and
addresses of a practice that says it is a sample (``practice.sample``).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.prose.contacts import contacts
from sphinx_commspolicy.checks.prose.language import plain
from sphinx_commspolicy.checks.rule import Example
from sphinx_commspolicy.diagnostics import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import ProseContext
    from sphinx_commspolicy.checks.rule import Finding

_LEFT = re.compile(
    r"[\[{<]{1,2}\s*(?:please\s+)?(?i:insert|your|enter|add|fill|replace|name of|type|put"
    r"|choose|select|phone"
    r"|number|address|date|e-?mail|practice|clinician|therapist|client|link|url|state|city"
    r"|hours|to be"
    r"|tbd|tbc|xx+|number of|amount|fee|name|time|day)\b[^\]}>\n]{0,80}[\]}>]{1,2}"
    r"|\[[\w ]{1,20} (?:name|number|address|date|fee|amount)\]"
    r"|(?<![\w])X{3,}(?![\w-])|(?<![\w-])\d{3}[-. ]XXX[-. ]XXXX\b|(?<!\w)(?:TODO|TBD|TBC"
    r"|FIXME)(?!\w)"
    r"|\bREPLACE(?=:|\b THIS|\b ME)|(?i:\blorem ipsum\b)"
)
_SIGNS = ("[", "{", "<", "XXX", "TODO", "TBD", "TBC", "FIXME", "REPLACE", "orem ", "OREM ")
"""One of these stands in whatever is left to be filled in."""
_EXAMPLE_HOST = re.compile(
    r"(?:^|[@./])(?:example\.(?:com|org|net|edu|\w\w)|[\w-]+\.(?:example|invalid|test))(?:$|/)"
)


def check(seen: ProseContext) -> Iterator[Finding]:
    """Find what was left to be filled in."""
    for passage in seen.passages:
        text = plain(passage.text)
        if not any(sign in text for sign in _SIGNS):  # any of the two
            continue
        for found in _LEFT.finditer(text):
            yield seen.found(
                passage.place_of(*found.span()),
                f"{quote(found[0])} was left to be filled in.",
                remedy="Put the real words there, or take it out.",
                text=found[0],
            )
    if seen.data.sample if seen.data else seen.common.get("sample"):
        return
    for contact in contacts(seen):
        if is_example(contact.kind, contact.value):
            yield seen.found(
                contact.place,
                f"{quote(contact.text)} is kept free for examples: nobody can be reached by it.",
                remedy="Put the real one there. An invented practice says “sample: yes” in its data.",
                text=contact.text,
            )


def is_example(kind: str, value: str) -> bool:
    """Return whether a number (E.164) or an address is kept free for examples and fiction."""
    if kind == "phone":
        return any(re.fullmatch(form, value) for form in _FREE_NUMBERS)
    if kind in {"email", "url"}:
        return _EXAMPLE_HOST.search(value) is not None
    return False


_FREE_NUMBERS = (
    r"\+1\d{3}55501\d\d",  # North America
    (
        r"\+44(?:1632960|2079460|1134960|1144960|1154960|1164960|1174960|1184960|1214960|1314960"
        r"|1414960|1514960|1614960|7700900|8081570|9098790|3069990)\d{3}"  # Ofcom, for drama
    ),
    r"\+61(?:491570\d{3}|[2378]5550\d{4}|1800160401|1300975707)",  # ACMA, for drama
    r"\+3532091\d{5}",  # ComReg, for drama
)

FAILING = (
    Example(
        rst="""\
        Reach us
        ========

        Call ⟦[insert number]⟧, or ⟦212-555-0143⟧. ⟦TODO⟧: hours. Write to ⟦hello@example.org⟧.
        """,
    ),
)
PASSING = (
    Example(
        rst="""\
        Reach us
        ========

        Call 212-555-2143.
        """,
    ),
    Example(
        yaml="practice:\n  name: Elm Street Therapy\n  country: US\n  sample: yes\n",
        rst="""\
        Reach us
        ========

        Call 212-555-0143, or write to hello@example.org. Name: ____. The TODOs of a week [see below].
        """,
        about="A practice that says that it is a sample.",
    ),
)
