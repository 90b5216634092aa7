"""Finding, in any part of the policy, the texts that clients read and the names that refer."""

from __future__ import annotations

import types
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel

from sphinx_commspolicy.model.fields import Refers, Translatable
from sphinx_commspolicy.yamltree import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.yamltree import Node

Path = tuple["str | int", ...]
Marker = Translatable | Refers


class Leaf(NamedTuple):
    """A marked value."""

    path: Path
    """Keys and indexes that lead to it from where the walk began."""
    marker: Marker
    value: str


def leaves(value: Any, path: Path = ()) -> Iterator[Leaf]:
    """Yield every marked value in *value*: a model, or a dict, list or tuple of models."""
    if isinstance(value, BaseModel):
        for name, annotation in _marked_fields(type(value)):
            yield from _leaves(getattr(value, name), annotation, (*path, name))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, (*path, key))
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            yield from leaves(item, (*path, index))


def _leaves(value: Any, annotation: Any, path: Path) -> Iterator[Leaf]:
    if value is None:
        return
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *metadata = get_args(annotation)
        for marker in metadata:
            if isinstance(marker, (Translatable, Refers)):
                yield Leaf(path, marker, value)
        yield from _leaves(value, inner, path)
    elif origin in {Union, types.UnionType}:
        arms = [arm for arm in get_args(annotation) if arm is not type(None)]
        if len(arms) == 1:
            yield from _leaves(value, arms[0], path)
    elif origin is tuple:
        for index, item in enumerate(value):
            yield from _leaves(item, get_args(annotation)[0], (*path, index))
    elif isinstance(value, (BaseModel, dict)):
        yield from leaves(value, path)


def references(annotation: Any, node: Node) -> Iterator[tuple[Refers, Scalar]]:
    """Yield each name in the tree *node* that refers, where *annotation* is the type of *node*.

    Works on the tree, so that names are checked even where other values cannot be read.
    """
    if get_origin(annotation) is Annotated and isinstance(node, Scalar) and not node.empty:
        for marker in annotation.__metadata__:
            if isinstance(marker, Refers):
                yield marker, node
    for inner, part in _parts(annotation, node):
        yield from references(inner, part)


def _parts(annotation: Any, node: Node) -> Iterator[tuple[Any, Node]]:
    """Yield what lies one level inside *annotation*, with the part of *node* that it describes."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield get_args(annotation)[0], node
    elif origin in {Union, types.UnionType}:
        arms = [arm for arm in get_args(annotation) if arm is not type(None)]
        if len(arms) == 1:
            yield arms[0], node
    elif origin is tuple and isinstance(node, Sequence):
        yield from ((get_args(annotation)[0], item) for item in node.items)
    elif isinstance(node, Mapping):
        if origin is dict:
            yield from ((get_args(annotation)[1], item) for item in node.entries.values())
        elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
            fields = _marked_fields(annotation)
            yield from (
                (inner, node.entries[name]) for name, inner in fields if name in node.entries
            )


@cache
def _marked_fields(model: type[BaseModel]) -> tuple[tuple[str, Any], ...]:
    fields = []
    for name, info in model.model_fields.items():
        annotation: Any = info.annotation
        if info.metadata:
            annotation = Annotated[annotation, *info.metadata]
        if _holds_marker(annotation):
            fields.append((name, annotation))
    return tuple(fields)


def _holds_marker(annotation: Any) -> bool:
    if isinstance(annotation, (Translatable, Refers)):
        return True
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return bool(_marked_fields(annotation))
    if get_origin(annotation) is Annotated:
        return any(
            _holds_marker(arg) for arg in (get_args(annotation)[0], *annotation.__metadata__)
        )
    return any(_holds_marker(arg) for arg in get_args(annotation))
