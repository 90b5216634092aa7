"""The texts of the YAML that clients read, as passages: rules for prose hold for them, too."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.context import FACT, Passage
from sphinx_commspolicy.effective import PRACTICE, Scope
from sphinx_commspolicy.model.fields import Translatable
from sphinx_commspolicy.model.policy import KEYED, PEOPLE, SINGLE
from sphinx_commspolicy.model.walk import leaves

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import PracticeData, Step
    from sphinx_commspolicy.checks.rule import Place

_ROLE = re.compile(r":(?P<role>[a-z][a-z0-9:_+.-]*):`(?P<target>[^`]*)`|(?P<ticks>`{1,2})")
_EXPLICIT = re.compile(r"(?P<words>.*?)\s*<[^<>]*>", re.DOTALL)
_FACTS = frozenset(
    {"contact", "turnaround", "clinician", "practice", "hours", "crisis", "holidays", "value"}
)
"""Roles that put facts; the others show the words that they are given."""


def passages(data: PracticeData) -> tuple[Passage, ...]:
    """Return every text of the practice's YAML that clients read, each once."""
    return tuple(_passages(data))


def _passages(data: PracticeData) -> Iterator[Passage]:
    for section in (*SINGLE, *KEYED):
        for block in data.blocks(section):
            # what the block has inherited is looked at with the scope that states it
            yield from _texts(data, block.scope, block.value, block.path)
    policy = data.policy()
    for section in PEOPLE:
        for name, person in getattr(policy, section).items():
            scope = Scope(section.removesuffix("s"), name)
            yield from _texts(data, scope, person, (section, name))


def _texts(
    data: PracticeData, scope: Scope, value: object, path: tuple[Step, ...]
) -> Iterator[Passage]:
    for leaf in leaves(value, path):
        if not isinstance(leaf.marker, Translatable) or not isinstance(leaf.value, str):
            continue
        if scope != PRACTICE and path[0] not in PEOPLE and _inherited(data, scope, leaf.path):
            continue
        text = plain_text(leaf.value) if leaf.marker.markup else " ".join(leaf.value.split())
        place = partial(_place, data, scope, leaf.path, text)
        yield Passage(text, "fact", place, scope=scope, path=leaf.path)


def _inherited(data: PracticeData, scope: Scope, path: tuple[Step, ...]) -> bool:
    """Return whether the value at *path* of *scope* is the practice's own."""
    from sphinx_commspolicy.yamltree import find

    own, rest = find(data.source.tree_of(scope), path)
    base, missing = find(data.source.tree, path)
    return own is base and not rest and not missing


def _place(
    data: PracticeData, scope: Scope, path: tuple[Step, ...], text: str, start: int, end: int
) -> Place:
    words = text[start:end].replace(FACT, "").strip()
    skip = len(re.findall(re.escape(words), text[:start])) if words else 0
    return data.within(scope, path, words, skip)


def plain_text(markup: str) -> str:
    """Return what a reader sees of a text with inline markup, on one line."""
    shown = _ROLE.sub(_shown, markup)
    shown = re.sub(r"\*{1,2}(?=\S)(.+?)(?<=\S)\*{1,2}", r"\1", shown, flags=re.DOTALL)
    return " ".join(shown.replace("\\", "").split())


def _shown(role: re.Match[str]) -> str:
    if role["ticks"]:
        return ""
    if role["role"].rpartition(":")[2] in _FACTS:
        return FACT
    target = re.sub(r"^[!~]", "", role["target"])
    explicit = _EXPLICIT.fullmatch(target)
    return explicit["words"] if explicit else FACT
