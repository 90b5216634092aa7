"""A page that shows an unattended way of contact, and no way out of a crisis.

Looked at are pages with a block of a method that nobody answers at once, or of several methods. The
page is right if it has a crisis block, the fact of a crisis service, the number of one, a link to
a place called after emergencies, or a sentence on emergencies with a link in it. Pages that type their contacts by hand are found by other
rules.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sphinx_commspolicy.checks.context import FACT
from sphinx_commspolicy.checks.prose.language import CRISIS
from sphinx_commspolicy.checks.prose.services import mentions
from sphinx_commspolicy.checks.rule import Example, Level, Place, Rule, Severity
from sphinx_commspolicy.diagnostics import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import ProseContext
    from sphinx_commspolicy.checks.rule import Finding

_BLOCKS = frozenset({"contact-method", "contact-methods"})
_LEADS_OUT = re.compile(r"emergenc|cris[ie]s|urgent", re.IGNORECASE)
_HELP = frozenset({"crisis-help", "crisis"})


def _check(seen: ProseContext) -> Iterator[Finding]:
    if seen.doctree is None:
        return
    from sphinx_commspolicy.nodes import facts_block, facts_inline

    found: list[tuple[Any, str]] = []
    for node in seen.doctree.findall(lambda node: isinstance(node, (facts_block, facts_inline))):
        if node["kind"] in _HELP:
            return
        if node["kind"] in _BLOCKS:
            name = _unattended(seen, node)
            if name:
                found.append((node, name))
    if not found or _shows_a_way_out(seen):
        return
    node, name = found[0]
    yield seen.found(
        _place(seen, node),
        f"This page shows {quote(name)}, which nobody answers at once, and no help in a crisis.",
    )


def _unattended(seen: ProseContext, node: Any) -> str | None:
    """Return the name of a method that *node* shows and that is not answered at once."""
    assert seen.data is not None
    methods = seen.data.policy(seen.scope).methods
    named = node.get("argument") or list(methods)
    for method in (methods[name] for name in named if name in methods):
        if method.usable and not method.attended:
            return method.name
    return None


def _shows_a_way_out(seen: ProseContext) -> bool:
    from sphinx_commspolicy.checks.prose.doctrees import links

    if any(mention.entry.kind == "number" for mention in mentions(seen)):
        return True
    for passage in seen.passages:
        places = [target for _, _, target in links(passage.node)]
        if any(_LEADS_OUT.search(target) for target in places):
            return True
        if CRISIS.search(passage.text) and (places or FACT in passage.text):
            return True
    return False


def _place(seen: ProseContext, node: Any) -> Place:
    """Return the place of a directive's name."""
    line = node.line or 0
    first = max(line - 2, 0)
    for number, words in enumerate(seen.lines[first : line + 1], start=first + 1):
        directive = re.search(r"[a-z:]*contact-methods?", words)
        if directive:
            return Place(seen.file, number, directive.start() + 1, number, directive.end() + 1)
    return Place(seen.file, line)


_EMAIL = """\
methods:
  email: {name: Email, system: email, value: hello@elm.example.org}
  office: {name: Office, system: phone, value: 212-555-0143, attended: yes}
  old: {name: Old line, system: phone, status: not_used}
"""

RULE = Rule(
    name="crisis-not-beside-method",
    severity=Severity.warning,
    levels=frozenset({Level.prose}),
    summary="A page that shows an unattended way of contact, and no crisis block nor a link to one.",
    reason="Some clients read only the page with the number. In a crisis they will use what it shows.",
    source="Guidance on the wording of voicemail greetings.",
    mending="Put the directive “crisis-help” on the page, or a sentence with a link to it.",
    false_positives=(
        "A sentence on emergencies with a link counts, wherever the link leads. A page for people "
        "who are not clients, such as other offices, may do without: silence it, with the reason."
    ),
    check_prose=_check,
    failing=(
        Example(
            yaml=_EMAIL,
            rst="""\
            Write to us
            ===========

            Read `more about us <https://elm.example.org/us>`_.

            .. ⟦contact-methods⟧::
            """,
        ),
        Example(
            yaml=_EMAIL,
            rst="""\
            Write to us
            ===========

            We cannot help in an emergency.

            .. ⟦contact-method⟧:: email
            """,
        ),
        Example(
            yaml=_EMAIL,
            rst="""\
            Write to us
            ===========

            .. ⟦contact-method⟧:: email
            """,
            says="“Email”",
        ),
    ),
    passing=(
        Example(
            yaml=_EMAIL,
            rst="""\
            Call us
            =======

            .. contact-method:: office

            .. contact-method:: old
               :no-index:
            """,
            about="Somebody answers at once.",
        ),
        Example(
            yaml=_EMAIL,
            rst="""\
            Write to us
            ===========

            In an emergency, go to `this page <https://elm.example.org/now>`_.

            .. contact-method:: email
            """,
        ),
        Example(
            yaml=_EMAIL,
            rst="""\
            Write to us
            ===========

            In an emergency, call :fact:`crisis.on_call.0.phone`.

            .. contact-method:: email
            """,
        ),
        Example(
            yaml=_EMAIL,
            rst="""\
            Write to us
            ===========

            See :ref:`our-emergencies`.

            .. contact-method:: email
            """,
        ),
        Example(
            yaml=_EMAIL,
            rst="""\
            Words
            =====

            Nothing but words.
            """,
        ),
        Example(
            yaml=_EMAIL,
            rst="""\
            Write to us
            ===========

            In an emergency, do not write: call 911.

            .. contact-method:: email
            """,
        ),
        Example(
            yaml=_EMAIL,
            rst="""\
            Write to us
            ===========

            .. contact-method:: email

            .. crisis-help::
            """,
        ),
    ),
)
