"""Methods and people that were only given another id: compared as what they are.

An id is a name between the practice and its files. Clients never see it, so a version in which one
was changed is read with the ids of the other.
"""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING, NamedTuple

from sphinx_commspolicy.effective import PRACTICE, PolicySource
from sphinx_commspolicy.facts import Facts
from sphinx_commspolicy.model.policy import Policy
from sphinx_commspolicy.model.walk import references
from sphinx_commspolicy.render.scripts import KINDS, composed_name
from sphinx_commspolicy.yamltree import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from sphinx_commspolicy.fingerprint import Recorded
    from sphinx_commspolicy.model.method import Method
    from sphinx_commspolicy.yamltree import Node


class Ids(NamedTuple):
    """Ids of an earlier version, each with the one that stands for the same thing now."""

    methods: dict[str, str]
    clinicians: dict[str, str]

    def scripts(self, before: dict[str, Recorded]) -> dict[str, Recorded]:
        """Return the scripts of that version by the keys that they have now."""
        # what is put together from the facts is named for its method
        names = {
            composed_name(kind, method): composed_name(kind, now)
            for kind in KINDS
            for method, now in self.methods.items()
        }
        found = {}
        for key, script in before.items():
            *whose, name = key.split("/")
            ids = [self.clinicians.get(part, part) for part in whose[1:]]
            found["/".join([*whose[:1], *ids, names.get(name, name)])] = script
        return found


def ids_between(old: Facts, new: Facts) -> Ids:
    """Return the ids of methods and clinicians that are others in *new*."""
    before, after = old.policy(PRACTICE), new.policy(PRACTICE)
    methods = _pairs(
        {name: _contact(one) for name, one in before.methods.items() if name not in after.methods},
        {name: _contact(one) for name, one in after.methods.items() if name not in before.methods},
    )
    people, people_now = before.clinicians, after.clinicians
    clinicians = _pairs(
        {name: one.name for name, one in people.items() if name not in people_now},
        {name: one.name for name, one in people_now.items() if name not in people},
    )
    return Ids(methods, clinicians)


def with_ids_of(old: Facts, new: Facts) -> Facts:
    """Return *old* with the ids that *new* has for the same methods and clinicians."""
    methods, clinicians = ids_between(old, new)
    if not methods and not clinicians:
        return old
    root = deepcopy(old.source.root)
    _rename_in_texts(root, methods, clinicians)
    for tree in list(PolicySource(root, old.source.files).written_trees()):
        for refers, scalar in references(Policy, tree):
            ids = methods if "methods" in refers.kinds else clinicians
            if "methods" in refers.kinds or "clinicians" in refers.kinds:
                scalar.text = ids.get(scalar.text, scalar.text)
    _rename_keys(root, methods, "methods")
    _rename_keys(root, clinicians, "clinicians")
    source = PolicySource(root, old.source.files)
    return old if source.read() else Facts(source, old.today, old.edition, old.translate)


def _pairs(gone: dict[str, Hashable], come: dict[str, Hashable]) -> dict[str, str]:
    """Return the ids that are gone, each with the one that came for the same thing.

    What two have in common tells neither from the other.
    """
    found = {}
    for name, same in gone.items():
        matches = [other for other, mine in come.items() if mine == same]
        if len(matches) == 1 and list(gone.values()).count(same) == 1:
            found[name] = matches[0]
    return found


def _contact(method: Method) -> Hashable:
    if method.value is None and method.url is None:
        return (method.system, method.name)
    return (method.system, method.value, str(method.url))


def _rename_keys(node: Node, ids: dict[str, str], under: str) -> None:
    """Give the entries of each part called *under* their new ids, in the same order."""
    if isinstance(node, Mapping):
        part = node.entries.get(under)
        if isinstance(part, Mapping):
            part.entries = {ids.get(key, key): value for key, value in part.entries.items()}
            part.keys = {ids.get(key, key): place for key, place in part.keys.items()}
        for inner in node.entries.values():
            _rename_keys(inner, ids, under)
    elif isinstance(node, Sequence):
        for inner in node.items:
            _rename_keys(inner, ids, under)


def _rename_in_texts(root: Node, methods: dict[str, str], clinicians: dict[str, str]) -> None:
    """Write the new ids where a role in a text names the old ones."""

    def renamed(role: re.Match[str]) -> str:
        method = methods.get(role["name"], clinicians.get(role["name"], role["name"]))
        whose = clinicians.get(role["whose"] or "", role["whose"] or "")
        return role["lead"] + method + (f"@{whose}" if whose else "")

    for scalar in _scalars(root):
        scalar.text = _ROLE.sub(renamed, scalar.text)


_ROLE = re.compile(r"(?P<lead>:[a-z-]+:`(?:[^`<]*<)?)(?P<name>[\w-]+)(?:@(?P<whose>[\w-]+))?")


def _scalars(node: Node) -> Iterator[Scalar]:
    if isinstance(node, Scalar):
        yield node
    else:
        inner = node.entries.values() if isinstance(node, Mapping) else node.items
        for part in inner:
            yield from _scalars(part)
