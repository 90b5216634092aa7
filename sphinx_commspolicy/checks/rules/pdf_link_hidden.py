"""A link that shows neither the number nor the address that it leads to.

On a screen a client can follow it; on paper nothing is left. Looked at are links that ring, text or
write. Links to pages of the web are looked at only if the option ``web`` says so, for editions on
paper can print such addresses by themselves. What roles and directives put into a page always shows
its value, and is not looked at.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from sphinx_commspolicy.checks.prose.contacts import plain_url
from sphinx_commspolicy.checks.rule import Example, Level, Option, Rule, Severity
from sphinx_commspolicy.diagnostics import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import ProseContext
    from sphinx_commspolicy.checks.rule import Finding


def _check(seen: ProseContext) -> Iterator[Finding]:
    for passage in seen.passages:
        if passage.node is None:
            continue
        from sphinx_commspolicy.checks.prose.doctrees import links

        at = 0
        for text, _, target in links(passage.node):
            start = passage.text.find(text, at) if text else -1
            if start < 0:
                continue
            at = start + len(text)
            hidden = _hidden(target, passage.text, web=seen.option("web"))
            if hidden:
                yield seen.found(
                    passage.place_of(start, at),
                    f"On paper, {quote(text)} does not show {hidden}.",
                    text=text,
                )


def _hidden(target: str, shown: str, *, web: bool) -> str | None:
    """Return what *target* leads to, if the words *shown* around the link do not say it."""
    scheme, _, rest = target.partition(":")
    value = unquote(rest.partition("?")[0])
    scheme = scheme.lower()
    if scheme in {"tel", "sms"}:
        digits = re.sub(r"\D", "", value)
        there = re.sub(r"\D", "", shown)
        short = digits[-10:]
        return None if short.lstrip("0") in there else f"the number {value}"
    if scheme == "mailto":
        return None if value.lower() in shown.lower() else f"the address {value}"
    if web and scheme in {"http", "https"}:
        return None if plain_url(target) in shown.lower() else f"the address {target}"
    return None


RULE = Rule(
    name="pdf-link-hidden",
    severity=Severity.warning,
    levels=frozenset({Level.prose}),
    summary="A link whose words do not show the number or address on paper.",
    reason="A client with the printed page has no number to call.",
    source="Inference.",
    mending="Write the number or address out, or let a role show it.",
    false_positives=(
        "A number that stands elsewhere on the page is found all the same, unless it is in the same "
        "paragraph."
    ),
    options=(Option("web", False, "Whether links to pages of the web are looked at, too."),),
    check_prose=_check,
    failing=(
        Example(
            options={"web": True},
            rst="""\
            Read
            ====

            Read `⟦about sleep⟧ <https://example.com/sleep>`_.
            """,
        ),
        Example(
            rst="""\
            Reach us
            ========

            `⟦Call us⟧ <tel:+12125550143>`_ or `⟦send an email⟧ <mailto:hello@elm.example.org>`_.
            """,
            says="On paper",
        ),
    ),
    passing=(
        Example(
            options={"web": True},
            rst="""\
            Read
            ====

            Read `example.com/sleep <https://example.com/sleep>`_, or `a file <ftp://example.com/sleep>`_.
            """,
        ),
        Example(
            rst="""\
            Reach us
            ========

            Call `212-555-0143 <tel:+12125550143>`_, or write to hello@elm.example.org. Read
            `about sleep <https://example.com/sleep>`_.
            """,
        ),
    ),
)
