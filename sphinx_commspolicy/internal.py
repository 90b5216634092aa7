"""Facts for the team alone: checked like all others, then left out of everything.

A block says ``internal: yes``, or names its keys in a list. What is marked is taken out of the tree
before any page, file or command asks for facts, so nothing has to remember to leave it out.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sphinx_commspolicy.diagnostics import Code, Diagnostic
from sphinx_commspolicy.yamltree import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx_commspolicy.yamltree import Node

KEY = "internal"

Marks = dict[tuple[str, ...], "frozenset[str] | None"]
"""For the path of each marked block: the keys that are internal; None where all of it is."""

_REMEDY = "What it needs is marked “internal”: lead clients elsewhere, or take the mark away."


def without_internal(root: Mapping) -> Mapping:
    """Return *root* without what is marked internal; *root* itself where nothing is.

    What clinicians and programmes write in a place that is internal for those above them is left
    out with it.
    """
    from sphinx_commspolicy.model.policy import PEOPLE

    if not _has_marks(root):
        return root
    marks = _marks(root)
    public = _without(root, marks, skip=PEOPLE)
    of_programmes = {name: _marks(facts) for name, facts in _people(root, "programmes").items()}
    for section in PEOPLE:
        people = _people(root, section)
        if not people:
            continue
        kept = Mapping(root.entries[section].location)
        names = root.entries[section]
        assert isinstance(names, Mapping)
        for name, node in names.entries.items():
            facts = people.get(name)
            if facts is not None:
                shared = [of_programmes.get(word, {}) for word in _words(facts, "programmes")]
                own = _together([marks, *shared, _marks(facts)])
                if _read(facts) is None:
                    continue
                node = _without(facts, own)  # noqa: PLW2901 - the same person, in public
                node = _without_keys(node, _read(facts))  # noqa: PLW2901
            kept.entries[name], kept.keys[name] = node, names.keys[name]
        public.entries[section] = kept
    return public


def explained(problems: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return problems of the public facts, none of which the whole facts have, with their cause."""
    return [replace(problem, remedy=_REMEDY) for problem in problems]


def practice_is_internal(root: Mapping) -> list[Diagnostic]:
    """Return an error if the section that no handbook can do without is marked as a whole."""
    practice = root.entries.get("practice")
    if not isinstance(practice, Mapping) or _read(practice) is not None:
        return []
    message = "“practice” cannot be internal as a whole: every page names the practice."
    return [
        Diagnostic(Code.invalid_value, practice.keys[KEY], message, "List its keys: [legal_name].")
    ]


def _has_marks(node: Node) -> bool:
    if isinstance(node, Mapping):
        return KEY in node.entries or any(map(_has_marks, node.entries.values()))
    return False


def _people(root: Mapping, section: str) -> dict[str, Mapping]:
    people = root.entries.get(section)
    entries = people.entries if isinstance(people, Mapping) else {}
    return {name: facts for name, facts in entries.items() if isinstance(facts, Mapping)}


def _words(facts: Mapping, key: str) -> list[str]:
    found = facts.entries.get(key)
    items = found.items if isinstance(found, Sequence) else []
    return [item.text for item in items if isinstance(item, Scalar)]


def _read(block: Mapping) -> frozenset[str] | None:
    """Return the keys of *block* that are internal; None where all of it is."""
    mark = block.entries.get(KEY)
    if isinstance(mark, Sequence):
        return frozenset(item.text for item in mark.items if isinstance(item, Scalar))
    if isinstance(mark, Scalar) and mark.text.lower() in {"yes", "true", "on"}:
        return None
    return frozenset()


def _marks(facts: Mapping) -> Marks:
    """Return the marks of the sections of *facts*: a practice's, or those of one person."""
    from sphinx_commspolicy.model.policy import KEYED, SINGLE

    found: Marks = {}
    for section, node in facts.entries.items():
        if not isinstance(node, Mapping):
            continue
        if section in SINGLE:
            found[section,] = _read(node)
        elif section in KEYED:
            for name, block in node.entries.items():
                if isinstance(block, Mapping):
                    found[section, name] = _read(block)
    return found


def _together(layers: Iterable[Marks]) -> Marks:
    found: Marks = {}
    for layer in layers:
        for path, keys in layer.items():
            before = found.get(path, frozenset())
            found[path] = None if keys is None or before is None else before | keys
    return found


def _without(facts: Mapping, marks: Marks, skip: Iterable[str] = ()) -> Mapping:
    from sphinx_commspolicy.model.policy import KEYED, SINGLE

    public = Mapping(facts.location)
    for section, node in facts.entries.items():
        part: Node | None = node
        if isinstance(node, Mapping) and section not in skip:
            if section in SINGLE:
                part = _public(node, marks.get((section,), frozenset()))
            elif section in KEYED:
                kept = Mapping(node.location)
                for name, block in node.entries.items():
                    keys = marks.get((section, name), frozenset())
                    shown = _public(block, keys) if isinstance(block, Mapping) else block
                    if shown is not None:
                        kept.entries[name], kept.keys[name] = shown, node.keys[name]
                part = kept
        if part is not None:
            public.entries[section], public.keys[section] = part, facts.keys[section]
    return public


def _public(block: Mapping, keys: frozenset[str] | None) -> Mapping | None:
    return None if keys is None else _without_keys(block, keys)


def _without_keys(block: Mapping, keys: frozenset[str] | None) -> Mapping:
    gone = {KEY, *(keys or ())}
    entries = {key: node for key, node in block.entries.items() if key not in gone}
    places = {key: place for key, place in block.keys.items() if key not in gone}
    return Mapping(block.location, entries, places)
