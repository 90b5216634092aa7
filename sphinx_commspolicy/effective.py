"""The policy as one scope of readers sees it: the practice, a programme, a clinician, a situation.

A programme, clinician or situation states what differs under the same keys as the practice. The
differences are laid over the practice's tree before the model reads it, so every value of every
scope knows the line it was written on.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from sphinx_commspolicy.cover import circles
from sphinx_commspolicy.diagnostics import Code, Diagnostic, Location, did_you_mean, quote
from sphinx_commspolicy.model.fields import read_identifier
from sphinx_commspolicy.model.names import IDENTIFIER, SITUATIONS, WHOLE_PRACTICE_ID
from sphinx_commspolicy.model.policy import KEYED, OVERRIDABLE, PEOPLE, SINGLE, Policy
from sphinx_commspolicy.model.validate import validate
from sphinx_commspolicy.model.walk import references
from sphinx_commspolicy.yamltree import MAX_PROBLEMS, Mapping, Scalar, Sequence, find, merge

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sphinx_commspolicy.model.crisis import CountryServices
    from sphinx_commspolicy.model.fields import Fact
    from sphinx_commspolicy.model.validate import Known
    from sphinx_commspolicy.model.walk import Path as FactPath
    from sphinx_commspolicy.yamltree import Node


class Scope(NamedTuple):
    """Who reads: the clients of the practice, of a programme or clinician, and in what situation.

    What a situation changes for every client of the practice has the kind ``situation``.
    """

    kind: str = "practice"
    """``practice``, ``programme``, ``clinician`` or ``situation``."""
    name: str = ""
    """Id of the programme, clinician or situation."""
    situation: str = ""
    """Situation of these clients; empty where none is meant."""

    def __str__(self) -> str:
        """Return how messages name the scope."""
        parts = [f"{self.kind} {quote(self.name)}"] if self.name else []
        parts += [f"situation {quote(self.situation)}"] if self.situation else []
        return ", ".join(parts) or "practice"


PRACTICE = Scope()


class Origin(NamedTuple):
    """Where a value of a scope comes from."""

    location: Location | None
    """The place it was written; None for a default of the model."""
    scope: Scope
    """The layer that states it."""
    overrides: Location | None
    """The place of the practice's own value, where this one replaces it."""


class _Layer(NamedTuple):
    scope: Scope
    tree: Mapping
    """The overriding sections only."""


class PolicySource:
    """A policy that has been read without an error, for every scope.

    Made by :func:`sphinx_commspolicy.loading.load`.
    """

    def __init__(self, root: Mapping, files: tuple[Path, ...], known: Known | None = None) -> None:
        self.files = files
        """Every file that was read."""
        self.root = root
        """Everything as it was written, people's overrides with them."""
        self.tree, self._layers = _split(root)
        self.known: Known = {} if known is None else known
        """Blocks that have been read, of this policy or of one with the same words in it."""
        self._trees: dict[Scope, Mapping] = {PRACTICE: self.tree}
        self._touched: dict[Scope, dict[str, Any]] = {}
        """For each scope with a layer: the sections, or named blocks of sections, it changes."""
        self._policies: dict[Scope, Policy] = {}
        self._situations = [scope for scope in self._layers if scope.kind == "situation"]
        country = _text_at(root, ("practice", "country"))
        self.country = country
        """ISO 3166-1 code of the practice's country, as written; None where it is missing."""
        self.crisis_country = _text_at(root, ("crisis", "country")) or country
        """ISO 3166-1 code of the country whose public crisis services are shown."""

    @cached_property
    def services(self) -> CountryServices | None:
        """Public crisis services of the practice's country; None where none are known."""
        from sphinx_commspolicy.crisis_services import load_country

        return load_country(self.crisis_country) if self.crisis_country else None

    def read(self) -> list[Diagnostic]:
        """Read the practice and every layer; return every problem found.

        The source must not be asked for a policy where this returns anything.
        """
        policy, diagnostics = validate(Policy, self.tree, country=self.country)
        # what is missing in the practice's own facts is not reported again for who inherits it
        missing = {found.message for found in diagnostics if found.code is Code.missing_key}
        for scope in self._layered_scopes():
            diagnostics += [
                found
                for found in self._read_layer(scope)
                if not (found.code is Code.missing_key and found.message in missing)
            ]
        if policy is not None:
            self._policies[PRACTICE] = policy
            diagnostics += self._circles_of_cover(policy)
        people = self.tree.entries.get("clinicians")
        if isinstance(people, Mapping) and WHOLE_PRACTICE_ID in people.keys:
            message = (
                f"{quote(WHOLE_PRACTICE_ID)} cannot be the name of a clinician: in the names of "
                "handbooks, and in “for-clinicians”, it stands for the whole practice."
            )
            place = people.keys[WHOLE_PRACTICE_ID]
            diagnostics.append(Diagnostic(Code.invalid_value, place, message))
        return list(dict.fromkeys([*diagnostics, *self._check_references()]))

    # ---- asking

    def scopes(self) -> Iterator[Scope]:
        """Yield every scope: the practice, its programmes, clinicians, and situations."""
        yield PRACTICE
        policy = self._policies[PRACTICE]
        for name in policy.programmes:
            yield Scope("programme", name)
        for name in policy.clinicians:
            yield Scope("clinician", name)
        for name in policy.situations:
            yield Scope("situation", name)

    def knows(self, scope: Scope) -> bool:
        """Return whether *scope* exists. A situation does although nothing differs in it."""
        if scope.situation and scope.situation not in SITUATIONS:
            return False
        if scope.kind == "situation":
            return scope.name in SITUATIONS
        if scope.kind == "practice":
            return not scope.name
        return scope.name in getattr(self._policies[PRACTICE], scope.kind + "s", {})

    def policy(self, scope: Scope = PRACTICE) -> Policy:
        """Return the policy as the readers of *scope* see it; KeyError where there is no scope."""
        if scope not in self._policies:
            if not self.knows(scope):
                raise KeyError(scope)
            base = self._policies[PRACTICE]
            updates = {
                section: {**getattr(base, section), **value} if section in KEYED else value
                for section, value in self._changes(scope).items()
            }
            self._policies[scope] = base.model_copy(update=updates) if updates else base
        return self._policies[scope]

    def _changes(self, scope: Scope) -> dict[str, Any]:
        """Return the sections, or named blocks of sections, in which *scope* differs."""
        if scope in self._touched:
            return self._touched[scope]
        # its layers touch nothing in common, or it would have been read in a way of its own
        before = scope._replace(situation="")
        if scope.situation and before in self._touched:
            layers = [before, Scope("situation", scope.situation)]
        else:
            layers = [layer.scope for layer in self._chain(scope)]
        changes: dict[str, Any] = {}
        for layer in layers:
            for section, value in self._touched.get(layer, {}).items():
                keyed = section in KEYED and section in changes
                changes[section] = {**changes[section], **value} if keyed else value
        return changes

    def tree_of(self, scope: Scope = PRACTICE) -> Mapping:
        """Return the tree from which the policy of *scope* was read."""
        if scope not in self._trees:
            tree = self.tree
            for layer in self._chain(scope):
                tree = _lay_over(tree, layer.tree)
            self._trees[scope] = tree
        return self._trees[scope]

    def written_trees(self) -> Iterator[Mapping]:
        """Yield what is written, each value once: the practice's tree, then every layer's."""
        yield self.tree
        for layer in self._layers.values():
            yield layer.tree

    def origin(self, path: FactPath, scope: Scope = PRACTICE) -> Origin:
        """Return where the value at *path* of *scope* was written."""
        node, rest = find(self.tree_of(scope), path)
        if rest:
            return Origin(None, PRACTICE, None)
        base, missing = find(self.tree, path)
        before = None if missing else base.location
        for layer in reversed(self._chain(scope)):
            own, missing = find(layer.tree, path)
            if not missing:
                return Origin(own.location, layer.scope, before)
        return Origin(node.location, PRACTICE, None)

    def text_location(self, path: FactPath, scope: Scope = PRACTICE) -> Location:
        """Return where the text at *path* of *scope* begins, or where its section does."""
        node, rest = find(self.tree_of(scope), path)
        if rest:
            return self.place_for(str(path[0]))
        if isinstance(node, Scalar) and node.block:
            return node.location._replace(line=node.location.line + 1, column=0)
        return node.location

    def place_for(self, section: str) -> Location:
        """Return where *section* stands, or the file in which to write it."""
        if section in self.tree.keys:
            return self.tree.keys[section]
        return Location(self.tree.location.file, 0, 0)

    # ---- reading

    def _layered_scopes(self) -> Iterator[Scope]:
        """Yield each scope whose facts are laid together from layers in a way of its own."""
        yield from self._layers
        people = self.tree.entries.get("clinicians")
        for name in people.entries if isinstance(people, Mapping) else ():
            scope = Scope("clinician", name)
            if scope not in self._layers and len(self._chain(scope)) > 1:
                yield scope
        # a block that a situation changes and a clinician too is read once more for both
        for situation in self._situations:
            blocks = _blocks(self._layers[situation])
            for section in ("programmes", "clinicians"):
                people = self.tree.entries.get(section)
                for name in people.entries if isinstance(people, Mapping) else ():
                    scope = Scope(section.removesuffix("s"), name)
                    if any(blocks & _blocks(layer) for layer in self._chain(scope)):
                        yield scope._replace(situation=situation.name)

    def _chain(self, scope: Scope) -> list[_Layer]:
        """Return the layers that lie over the practice for *scope*, the most specific last."""
        scopes = [scope]
        if scope.kind == "clinician":
            programmes, rest = find(self.tree, ("clinicians", scope.name, "programmes"))
            if not rest and isinstance(programmes, Sequence):
                names = [item.text for item in programmes.items if isinstance(item, Scalar)]
                scopes = [*(Scope("programme", name) for name in names), scope]
        if scope.situation:
            scopes.append(Scope("situation", scope.situation))
        layers = (self._layers.get(known._replace(situation="")) for known in scopes)
        return [layer for layer in layers if layer is not None]

    def _read_layer(self, scope: Scope) -> list[Diagnostic]:
        """Lay the overrides of *scope* over what it inherits and read what they touch."""
        diagnostics: list[Diagnostic] = []
        tree = self.tree
        touched: dict[str, dict[str, None]] = {}
        for layer in self._chain(scope):
            if layer.scope == scope:
                diagnostics += _misshapen(layer) + _other_country(layer)
            broken = _broken_locks(tree, layer, self._lock_owners)
            if layer.scope not in {scope, Scope("situation", scope.situation)}:
                # the practice's locks are told when the programme itself is read, so what is
                # new here is the lock of another programme that the clinician is in
                broken = [found for found in broken if found.related in self._lock_owners]
            diagnostics += broken
            tree = _lay_over(tree, layer.tree)
            for section, node in layer.tree.entries.items():
                blocks = node.entries if section in KEYED and isinstance(node, Mapping) else {}
                touched.setdefault(section, {}).update(dict.fromkeys(blocks))
        self._trees[scope] = tree
        values: dict[str, Any] = {}
        for section, names in touched.items():
            if section in SINGLE:
                values[section], found = self._read_block(SINGLE[section], tree, section)
                diagnostics += found
                continue
            values[section] = {}
            inside = tree.entries.get(section)
            if not isinstance(inside, Mapping):
                continue
            for name in names:
                values[section][name], found = self._read_block(KEYED[section], inside, name)
                diagnostics += [*found, *_bad_name(name, inside.keys[name])]
        self._touched[scope] = values
        return diagnostics

    @cached_property
    def _lock_owners(self) -> dict[Location, Scope]:
        """For the place of each lock that is not the practice's: the layer that locks."""
        return {
            place: layer.scope for layer in self._layers.values() for place in _locks(layer.tree)
        }

    def _read_block(
        self, model: type[Fact], inside: Mapping, name: str
    ) -> tuple[Fact | None, list[Diagnostic]]:
        node, place = inside.entries[name], inside.keys[name]
        country, known = self.country, self.known
        return validate(model, node, country=country, name=name, place=place, known=known)

    # ---- cover

    def _circles_of_cover(self, policy: Policy) -> list[Diagnostic]:
        """Return an error for each absence whose cover leads back to who is away."""
        diagnostics = []
        for found in circles(policy.clinicians):
            own = ("clinicians", found.name, "absences", found.number, "cover")
            node, rest = find(self.tree, own)
            if rest:
                node, rest = find(self.tree, ("clinicians", found.name, "cover"))
            names = " → ".join(quote(name) for name in (found.name, *found.chain))
            message = (
                f"From {found.start} to {found.end} the cover goes in a circle: {names}. "
                "Each of them is away then, so nobody covers."
            )
            remedy = "Name somebody who is there, or “cover_outside”."
            diagnostics.append(Diagnostic(Code.cover_circle, node.location, message, remedy))
        return diagnostics

    # ---- references

    def _check_references(self) -> list[Diagnostic]:
        """Return an error for each name, in any layer, that is declared nowhere."""
        services = set(self.services.services) if self.services else set()
        known = {section: self._names(self.tree, section) for section in ("methods", *PEOPLE)}
        known["crisis services"] = services | self._names(self.tree, "crisis", "local")
        diagnostics = self._hidden_services(services) + _dangling(Policy, self.tree, known)
        for scope, layer in self._layers.items():
            tree = self.tree_of(scope)
            own = dict(known)
            own["methods"] = self._names(tree, "methods")
            own["crisis services"] = services | self._names(tree, "crisis", "local")
            diagnostics += _dangling(Policy, layer.tree, own)
        return diagnostics

    def _hidden_services(self, services: set[str]) -> list[Diagnostic]:
        """Return an error for each local service that would stand in a public one's place."""
        local, rest = find(self.tree, ("crisis", "local"))
        if rest or not isinstance(local, Mapping):
            return []
        return [
            Diagnostic(
                Code.duplicate_key,
                place,
                f"{quote(name)} is the name of a public crisis service, which it would hide.",
                "Give the local service a name of its own.",
            )
            for name, place in local.keys.items()
            if name in services
        ]

    @staticmethod
    def _names(tree: Mapping, *path: str) -> set[str]:
        node, rest = find(tree, path)
        names = node.entries if not rest and isinstance(node, Mapping) else ()
        return {name for name in names if IDENTIFIER.fullmatch(name)}


def _text_at(root: Mapping, path: FactPath) -> str | None:
    node, rest = find(root, path)
    return node.text if not rest and isinstance(node, Scalar) and not node.empty else None


def _split(root: Mapping) -> tuple[Mapping, dict[Scope, _Layer]]:
    """Return *root* with its people holding their own facts only, and a layer for each override."""
    layers: dict[Scope, _Layer] = {}
    base = Mapping(root.location, dict(root.entries), root.keys)
    for section in PEOPLE:
        people = root.entries.get(section)
        if not isinstance(people, Mapping):
            continue
        reduced = Mapping(people.location, {}, people.keys)
        for name, facts in people.entries.items():
            if not isinstance(facts, Mapping):
                reduced.entries[name] = facts
                continue
            own, over = Mapping(facts.location), Mapping(facts.location)
            for key, value in facts.entries.items():
                side = over if key in OVERRIDABLE else own
                side.entries[key], side.keys[key] = value, facts.keys[key]
            reduced.entries[name] = own
            if over.entries:
                scope = Scope(section.removesuffix("s"), name)
                layers[scope] = _Layer(scope, over)
        base.entries[section] = reduced
    return base, layers


def _blocks(layer: _Layer) -> set[tuple[str, ...]]:
    """Return the sections, or the named blocks of sections, that *layer* changes."""
    return {
        block
        for section, node in layer.tree.entries.items()
        for block in (
            [(section, name) for name in node.entries]
            if section in KEYED and isinstance(node, Mapping)
            else [(section,)]
        )
    }


def _lay_over(tree: Mapping, overrides: Mapping) -> Mapping:
    """Return *tree* with *overrides* laid over it, those left out that have the wrong shape."""
    laid = Mapping(tree.location, dict(tree.entries), dict(tree.keys))
    for section, node in overrides.entries.items():
        if section in KEYED and not isinstance(node, Mapping):
            continue
        below = laid.entries.get(section)
        laid.entries[section] = node if below is None else merge(below, node)
        laid.keys[section] = overrides.keys[section]
    return laid


def _misshapen(layer: _Layer) -> list[Diagnostic]:
    return [
        Diagnostic(
            Code.wrong_shape,
            node.location,
            f"{quote(section)} holds names, with keys and values below each name.",
            "Write each name on a line of its own, and its keys below it.",
        )
        for section, node in layer.tree.entries.items()
        if section in KEYED and not isinstance(node, Mapping)
    ]


def _bad_name(name: str, place: Location) -> list[Diagnostic]:
    try:
        read_identifier(name)
    except ValueError as error:
        return [Diagnostic(Code.invalid_value, place, str(error))]
    return []


def _other_country(layer: _Layer) -> list[Diagnostic]:
    crisis = layer.tree.entries.get("crisis")
    if not isinstance(crisis, Mapping) or "country" not in crisis.keys:
        return []
    message = f"The {layer.scope} cannot show the crisis services of another country."
    remedy = "Remove the line; add services of the place under “local”."
    return [Diagnostic(Code.invalid_value, crisis.keys["country"], message, remedy)]


def _locks(node: Node) -> Iterator[Location]:
    """Yield the place of each lock in *node*."""
    if not isinstance(node, Mapping):
        return
    if "locked" in node.keys:
        yield node.keys["locked"]
    for part in node.entries.values():
        yield from _locks(part)


def _broken_locks(tree: Mapping, layer: _Layer, owners: dict[Location, Scope]) -> list[Diagnostic]:
    """Return an error for each key of *layer* that *tree* has locked.

    *owners* tells who locked, by the place of the lock; where it does not, the practice did.
    """
    diagnostics = []
    for section, over in layer.tree.entries.items():
        below = tree.entries.get(section)
        if not isinstance(below, Mapping) or not isinstance(over, Mapping):
            continue
        if section in SINGLE:
            diagnostics += _lock_errors(below, over, section, layer.scope, owners)
            continue
        for name, block in over.entries.items():
            base = below.entries.get(name)
            if isinstance(base, Mapping):
                path = f"{section}.{name}"
                diagnostics += _lock_errors(base, block, path, layer.scope, owners)
    return diagnostics


def _lock_errors(
    base: Mapping, over: Node, path: str, scope: Scope, owners: dict[Location, Scope]
) -> list[Diagnostic]:
    """Return an error for each key of *over* that *base*, or a part of it, has locked."""
    if not isinstance(over, Mapping):
        return []  # its wrong shape is reported when the layer is read
    errors = _locked_keys(base, over, path, scope, owners)
    for key, part in over.entries.items():
        below = base.entries.get(key)
        if isinstance(below, Mapping):
            errors += _lock_errors(below, part, f"{path}.{key}", scope, owners)
    return errors


def _locked_keys(
    base: Mapping, over: Mapping, path: str, scope: Scope, owners: dict[Location, Scope]
) -> list[Diagnostic]:
    lock = base.entries.get("locked")
    if lock is None:
        return []
    if isinstance(lock, Sequence):
        locked = {item.text for item in lock.items if isinstance(item, Scalar)} | {"locked"}
    elif isinstance(lock, Scalar) and lock.text.lower() in {"yes", "true", "on"}:
        locked = set(over.entries)
    else:
        locked = set()
    owner = owners.get(base.keys["locked"], PRACTICE)
    return [
        Diagnostic(
            Code.locked,
            over.keys[key],
            f"{quote(f'{path}.{key}')} is locked by the {owner}: the {scope} cannot change it.",
            "Remove the line, or ask for the lock to be lifted.",
            related=base.keys["locked"],
        )
        for key in over.entries
        if key in locked
    ]


def _dangling(model: type[Fact], tree: Mapping, known: dict[str, set[str]]) -> list[Diagnostic]:
    diagnostics: list[Diagnostic] = []
    for marker, scalar in references(model, tree):
        if not any(scalar.text in known[kind] for kind in marker.kinds):
            names = [name for kind in marker.kinds for name in sorted(known[kind])]
            kinds = " or ".join(marker.kinds)
            diagnostics.append(
                Diagnostic(
                    Code.unknown_id,
                    scalar.location,
                    f"{quote(scalar.text)} is not declared under {kinds}.",
                    did_you_mean(scalar.text, names) or "Declare it, or write another name.",
                )
            )
            if len(diagnostics) >= MAX_PROBLEMS:
                break
    return diagnostics
