"""A context without a page: for the command line, and for words that are said, not shown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_commspolicy.effective import PRACTICE
from sphinx_commspolicy.facts import Reader
from sphinx_commspolicy.nodes import facts_inline
from sphinx_commspolicy.render.context import Context
from sphinx_commspolicy.roles import FACT_ROLES, REFERENCE_ROLES, TARGET

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx_commspolicy.diagnostics import Location
    from sphinx_commspolicy.effective import Scope
    from sphinx_commspolicy.facts import Facts
    from sphinx_commspolicy.phrases.catalogue import Phrases

_MARKUP = re.compile(
    r":(?:comms:)?(?P<role>[a-z-]+):`(?P<target>[^`]+)`"
    r"|``(?P<literal>[^`]+)``"
    r"|\*\*(?P<strong>[^*]+)\*\*"
    r"|\*(?P<emphasis>[^*\s][^*]*)\*"
    r"|`(?P<link>[^`<]+?) <(?P<address>[^`>]+)>`_{1,2}"
    r"|\\(?P<escaped>.)"
)
_TITLED = re.compile(r"(?P<words>.+?)\s*<(?P<name>[^<>]+)>\s*")


class SpokenMarkup:
    """Reads inline markup as somebody who reads it aloud: emphasis is not heard, a fact is."""

    def inline(self, text: str, place: Callable[[], Location], offset: int = 0) -> list[nodes.Node]:
        """Return the words of *text*, with a placeholder for each role that puts a fact there."""
        found: list[nodes.Node] = []
        end = 0
        for match in _MARKUP.finditer(text):
            found += _words(text[end : match.start()])
            found += self._marked(match, place, offset)
            end = match.end()
        return [*found, *_words(text[end:])]

    @staticmethod
    def _marked(
        match: re.Match[str], place: Callable[[], Location], offset: int
    ) -> list[nodes.Node]:
        role = match["role"]
        if role is None:
            words = match["literal"] or match["strong"] or match["emphasis"] or match["escaped"]
            return _words(words or f"{match['link']} ({match['address']})")
        if role in REFERENCE_ROLES:
            titled = _TITLED.fullmatch(match["target"])
            if titled:
                return _words(titled["words"])
            return [_fact("fact", f"{role.removesuffix('-ref')}s.{match['target'].strip()}.name")]
        target = TARGET.fullmatch(match["target"].strip())
        if role not in FACT_ROLES or target is None:
            return _words(match["target"])  # the page that shows the text warns of it
        where = place()
        node = _fact(role, target[1], target[2] or "")
        node.source, node.line = where.file, where.line + offset
        return [node]


def _fact(kind: str, target: str, clinician: str = "") -> facts_inline:
    return facts_inline("", "", kind=kind, target=target, clinician=clinician, docname="")


def _words(text: str) -> list[nodes.Node]:
    return [nodes.Text(text)] if text else []


class NoPages:
    """Knows no place where anything is described, since there are no pages."""

    def place_of(self, kind: str, name: str) -> None:
        """Return None."""


def headless_context(
    facts: Facts, phrases: Phrases, scope: Scope = PRACTICE, asked: set[str] | None = None
) -> Context:
    """Return a context in which renderers give words, and links to nowhere."""
    return Context(
        reader=Reader(facts, scope, set() if asked is None else asked),
        phrases=phrases,
        markup=SpokenMarkup(),
        typographic=str,
        domain=NoPages(),
        builder=None,
        docname="",
        node=nodes.Element(),
        quiet=True,
    )
