"""A clinician who has left, in prose: by name, or by a role or directive of a page.

The whole name is looked for, as the data has it. Not found: a sentence that says that they left
(“June Park has left us”), and records, which stay with the practice (“who have seen June Park”).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.prose.language import plain, sentences
from sphinx_commspolicy.checks.rule import Example, Place
from sphinx_commspolicy.diagnostics import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import ProseContext
    from sphinx_commspolicy.checks.rule import Finding
    from sphinx_commspolicy.model.clinician import Clinician

_GONE = re.compile(
    r"\b(?:left|leaves|leaving|retired?|moved on|no longer|used to|former(?:ly)?|until"
    r"|have seen|were seen"
    r"|saw)\b",
    re.IGNORECASE,
)


def check(seen: ProseContext) -> Iterator[Finding]:
    """Find people who no longer work here."""
    gone = _gone(seen)
    if not gone:
        return
    for sentence in sentences(seen):
        for person in gone.values():
            name = r"\s+".join(re.escape(word) for word in plain(person.name).split())
            for found in re.finditer(rf"(?<!\w){name}(?!\w)", sentence.text):
                if _GONE.search(sentence.text):
                    continue
                if sentence.passage.is_fact:  # any of the two
                    continue  # the data part of the rule reads the texts of the YAML
                yield seen.found(
                    sentence.place(*found.span()),
                    f"{quote(person.name)} no longer works here.",
                    remedy="Name somebody who does, or say since when they have left.",
                    text=found[0],
                )
    yield from _asked_for(seen, gone)


def _gone(seen: ProseContext) -> dict[str, Clinician]:
    found: dict[str, Clinician] | None = seen.common.get("clinicians who left")
    if found is None:
        people = seen.data.policy().clinicians if seen.data else {}
        found = {
            name: person
            for name, person in people.items()
            if not person.active
            or (person.period and person.period.end and person.period.end < seen.today)
        }
        seen.common["clinicians who left"] = found
    return found


def _asked_for(seen: ProseContext, gone: dict[str, Clinician]) -> Iterator[Finding]:
    """Find roles and directives of a page that show somebody who left."""
    if seen.doctree is None:
        return
    from sphinx_commspolicy.nodes import facts_block, facts_inline

    for node in seen.doctree.findall(lambda node: isinstance(node, (facts_block, facts_inline))):
        options = node.get("options", {})
        wanted = [node.get("clinician"), options.get("clinician")]
        if node["kind"] == "clinician":
            wanted += [node.get("target", "").partition(".")[0], *node.get("argument", ())]
        name = next((name for name in wanted if name in gone), None)
        if name is None:
            continue
        yield seen.found(
            _word_in_line(seen, node.line or 1, name),
            f"This shows {quote(gone[name].name)}, who no longer works here.",
            remedy="Take it out, or name somebody who works here.",
            text=name,
        )


def _word_in_line(seen: ProseContext, line: int, word: str) -> Place:
    """Return the first place of *word* from *line* on, within a paragraph's length."""
    lines = seen.lines
    for number in range(max(line, 1), min(line + 12, len(lines)) + 1):
        found = re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", lines[number - 1])
        if found:
            return Place(seen.file, number, found.start() + 1, number, found.end() + 1)
    return Place(seen.file, line)


_LEFT = """\
clinicians:
  june:
    name: June Park
    active: no
  rosa:
    name: Rosa Ibarra
"""
FAILING = (
    Example(
        yaml="""\
        clinicians:
          june: {name: June Park, active: no}
          una: {name: Una Byrne, period: {end: 2026-11-22}}
        """,
        rst="""\
        Who covers
        ==========

        In june we close.

        Ask :clinician:`⟦june⟧`.

        .. clinician:: ⟦june⟧
           :no-index:

        Ask ⟦Una Byrne⟧.
        """,
        about="A role, a directive, and a last day that is over.",
    ),
    Example(
        yaml=_LEFT,
        rst="""\
        Who covers
        ==========

        When Rosa Ibarra is away, call ⟦June Park⟧.
        """,
        says="no longer works here",
    ),
)
PASSING = (
    Example(
        yaml="""\
        methods:
          june: {name: June line, system: phone, value: 212-555-0143}
        clinicians:
          june: {name: June Park, active: no}
          rosa: {name: Rosa Ibarra, period: {start: 2020-01-01}}
          una: {name: Una Byrne, period: {end: 2026-11-23}}
          owen: {name: Owen Marsh}
        """,
        rst="""\
        Who covers
        ==========

        Ask Rosa Ibarra, Una Byrne or Owen Marsh. Call :contact:`june`.
        """,
        about="Today is her last day.",
    ),
    Example(
        yaml=_LEFT,
        rst="""\
        Who covers
        ==========

        June Park left us in May. Her clients now see Rosa Ibarra. June Parker is a street.
        """,
    ),
)
