"""What changed between two versions of the facts, in words for clients."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sphinx_commspolicy.effective import PRACTICE, Scope
from sphinx_commspolicy.model.policy import SINGLE
from sphinx_commspolicy.render.compared_methods import ComparedMethods
from sphinx_commspolicy.render.compared_people import ComparedPeople, compared_scopes
from sphinx_commspolicy.render.headless import headless_context
from sphinx_commspolicy.render.same_ids import with_ids_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.facts import Facts
    from sphinx_commspolicy.phrases.catalogue import Phrases
    from sphinx_commspolicy.render.compared import Said


@dataclass(frozen=True)
class Difference:
    """One change, as it is told to clients."""

    words: str
    material: bool
    """Whether clients relied on it when they signed."""
    section: str
    scopes: frozenset[Scope] = frozenset()
    """Whose clients it touches; the practice's own scope stands for clients of the practice."""


def differences(old: Facts, new: Facts, phrases: Phrases) -> list[Difference]:
    """Return what changed from *old* to *new*, in the order of the policy, material ones first."""
    old = with_ids_of(old, new)
    found: dict[tuple[str, str], tuple[bool, set[Scope]]] = {}
    before, after = compared_scopes(old), compared_scopes(new)
    # in a situation that only one of them names, the practice's facts hold in the other
    situations = [scope for scope in before if scope.kind == "situation" and scope not in after]
    for scope in (*after, *situations):
        if scope not in before and scope.kind != "situation":
            continue  # told once, as a clinician who is new
        comparison = _Comparison(
            headless_context(old, phrases, scope), headless_context(new, phrases, scope)
        )
        for section, said in comparison.all():
            material, scopes = found.setdefault((section, said.words), (said.material, set()))
            found[section, said.words] = (material or said.material, scopes)
            scopes |= said.whose or {scope}
    result = [
        Difference(words, material, section, frozenset(scopes))
        for (section, words), (material, scopes) in found.items()
    ]
    return sorted(result, key=lambda difference: not difference.material)


class _Comparison(ComparedMethods, ComparedPeople):
    """All facts of one scope, before and after."""

    def all(self) -> Iterator[tuple[str, Said]]:
        """Yield each difference with its section."""
        for said in self._practice():
            yield "practice", said
        for said in self._crisis():
            yield "crisis", said
        for said in self._methods():
            yield "methods", said
        for said in self._needs():
            yield "needs", said
        for said in self._turnaround():
            yield "turnaround", said
        for said in self._calendar():
            yield "calendar", said
        if self.new.reader.scope == PRACTICE:
            for said in self._clinicians():
                yield "clinicians", said
        for section in SINGLE:
            if section not in _TOLD_APART:
                for said in self._section(section):
                    yield section, said


_TOLD_APART = frozenset({"practice", "crisis", "turnaround", "calendar"})
