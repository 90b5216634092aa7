"""From the tree of a YAML text to the model, with every problem located in the text."""

from __future__ import annotations

import json
import re
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError

from sphinx_commspolicy import yamltree
from sphinx_commspolicy.diagnostics import (
    LONGEST_QUOTE,
    Code,
    Diagnostic,
    Location,
    did_you_mean,
    quote,
)
from sphinx_commspolicy.model.policy import OVERRIDABLE
from sphinx_commspolicy.yamltree import MAX_PROBLEMS, Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from sphinx_commspolicy.model.fields import Fact

_ALSO_KNOWN = {
    "Policy": ("include",),
    "Clinician": tuple(sorted(OVERRIDABLE)),
    "Programme": tuple(sorted(OVERRIDABLE)),
    "Situation": tuple(sorted(OVERRIDABLE)),
}
"""Keys that a place takes although its model does not hold them, for "did you mean"."""

FactT = TypeVar("FactT", bound="Fact")
FactPath: TypeAlias = "tuple[str | int, ...]"

_SHAPES = {
    "string_type": "one text",
    "tuple_type": "a list",
    "dict_type": "keys and values",
    "model_type": "keys and values",
    "model_attributes_type": "keys and values",
    "bool_type": "“yes” or “no”",
    "int_type": "a whole number",
    "date_type": "a date",
    "is_instance_of": "one text",
    "literal_error": "one text",
}

Known = dict[tuple[type[Any], str | None, Location, str], Any]
"""What has been read, by its model, the country, its place, and its words as JSON."""

LONGEST_MESSAGE = 600
"""Characters of a reader's message that are passed on."""


def validate(
    model: type[FactT],
    node: Node,
    *,
    country: str | None,
    name: str = "",
    place: Location | None = None,
    known: Known | None = None,
) -> tuple[FactT | None, list[Diagnostic]]:
    """Read *node* as *model*; return the model, or None where anything is wrong, and what is.

    *country* is the country (ISO 3166-1) whose telephone numbers are meant where a number names
    none. *name* is what messages call the part of the file that *node* is, and *place* is where
    that name stands. *known* holds what has been read without an error, and receives it: the same
    words of the same place are the same facts, whoever they are read for.
    """
    empty: dict[FactPath, Scalar] = {}
    # the tree's texts and lists are just what a JSON document would give
    document = _document(node, (), empty)
    diagnostics = [
        Diagnostic(
            Code.empty_value,
            scalar.location,
            f"{quote(_field_name(path) or name)} has no value."
            if path and isinstance(path[-1], str)
            else f"A value of {quote(_field_name(path) or name)} is missing.",
            "Write a value, or remove the line.",
        )
        for path, scalar in islice(empty.items(), MAX_PROBLEMS)
    ]
    # the words matter only to who keeps what has been read
    words = (model, country, node.location, "" if known is None else json.dumps(document))
    if known is not None and words in known and not diagnostics:
        return known[words], []
    try:
        value = model.model_validate(document, context={"country": country})
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
        found = (detail for detail in details if _place_in_data(detail) not in empty)
        diagnostics += [
            _diagnostic(detail, model, node, name, place) for detail in islice(found, MAX_PROBLEMS)
        ]
        if len(details) > MAX_PROBLEMS:
            message = f"Here are {len(details) - MAX_PROBLEMS} problems more than these."
            last = diagnostics[-1]
            diagnostics.append(Diagnostic(last.code, last.location, message, "Mend these first."))
        return None, list(dict.fromkeys(diagnostics))
    if known is not None and not diagnostics:
        known[words] = value
    return (None if diagnostics else value), diagnostics


def _document(node: Node, path: FactPath, empty: dict[FactPath, Scalar]) -> Any:
    """Return *node* as dicts, lists and texts; note in *empty* each scalar that has no value."""
    if isinstance(node, Mapping):
        entries = {key: _document(item, (*path, key), empty) for key, item in node.entries.items()}
        # without its empty values a part is read as if they had not been written; lists keep
        # theirs, so that the places of the others stay right
        return {key: item for key, item in entries.items() if item is not None}
    if isinstance(node, Sequence):
        return [_document(item, (*path, index), empty) for index, item in enumerate(node.items)]
    if node.empty:
        empty[path] = node
        return None
    return node.text


def _place_in_data(detail: ErrorDetails) -> FactPath:
    """Return the keys and indexes that lead to what *detail* is about."""
    loc = tuple(detail["loc"])
    if _is_about_key(detail):
        return loc[:-1]
    key = getattr(detail.get("ctx", {}).get("error"), "key", None)
    return loc if key is None else (*loc, key)


def _is_about_key(detail: ErrorDetails) -> bool:
    # pydantic ends the path to a bad key of a mapping so; no model has a field of that name
    return detail["type"] == "value_error" and detail["loc"][-1:] == ("[key]",)


def _diagnostic(
    detail: ErrorDetails, model: type[Fact], root: Node, root_name: str, root_place: Location | None
) -> Diagnostic:
    loc = _place_in_data(detail)
    kind = detail["type"]
    if kind == "missing":
        return _missing(loc, model, root, root_name, root_place)
    if kind == "extra_forbidden":
        return _unknown(loc, model, root, root_name)
    node, rest = yamltree.find(root, loc)
    place = node.location
    name = quote(_field_name(loc) or root_name)
    if kind in _SHAPES and not (kind == "literal_error" and isinstance(node, Scalar)):
        expected = _SHAPES[kind]
        remedy = f"Write {expected}."
        if expected == "a list" and isinstance(node, Scalar) and len(node.text) < LONGEST_QUOTE:
            remedy = f"Write a list: [{node.text}]."
        message = f"{name} holds {_what(node)}; expected is {expected}."
        return Diagnostic(Code.wrong_shape, place, message, remedy)
    if kind == "literal_error":
        choices = re.findall(r"'([^']*)'", str(detail["ctx"].get("expected", "")))
        message = f"{quote(_text(node))} is not one of the values of {name}."
        return Diagnostic(Code.invalid_value, place, message, did_you_mean(_text(node), choices))
    if kind in {"string_too_short", "too_short"}:
        return Diagnostic(Code.empty_value, place, f"{name} is empty.", "Write a text.")
    error = detail.get("ctx", {}).get("error", detail["msg"])
    if _is_about_key(detail):
        message, place = f"{error}", _key_place(root, loc) or place
    else:
        message = f"{_in_field(loc, root_name)}{error}"
        if rest and isinstance(node, Mapping):
            # what has to be mended is not written: the part itself is the place
            place = _key_place(root, loc[: -len(rest)]) or place
        offset = getattr(error, "offset", None)
        if offset is not None and isinstance(node, Scalar) and node.inset is not None:
            place = place._replace(column=place.column + node.inset + offset)
    return Diagnostic(Code.invalid_value, place, _clipped(message))


def _missing(
    loc: FactPath, model: type[Fact], root: Node, root_name: str, root_place: Location | None
) -> Diagnostic:
    name = str(loc[-1])
    node, _ = yamltree.find(root, loc[:-1])
    place = _key_place(root, loc[:-1]) or (root_place if len(loc) == 1 else None) or node.location
    owner_model = _model_at(model, loc[:-1])
    field = owner_model.model_fields.get(name) if owner_model else None
    meaning = f": {_small(field.description)}" if field and field.description else "."
    owner = _owner(loc, root_name)
    return Diagnostic(
        Code.missing_key,
        place,
        f"{quote(owner) if owner else 'The file'} needs the key {quote(name)}{meaning}",
        f"Add “{name}: …”.",
    )


def _unknown(loc: FactPath, model: type[Fact], root: Node, root_name: str) -> Diagnostic:
    name = str(loc[-1])
    owner_model = _model_at(model, loc[:-1])
    known = list(owner_model.model_fields) if owner_model else []
    known += _ALSO_KNOWN.get(owner_model.__name__, ()) if owner_model else ()
    owner = _owner(loc, root_name)
    where = f"in {quote(owner)}" if owner else "here"
    return Diagnostic(
        Code.unknown_key,
        _key_place(root, loc) or root.location,
        f"The key {quote(name)} is not known {where}.",
        did_you_mean(name, known) or "Remove it, or look its name up in the reference.",
    )


def _owner(loc: FactPath, root_name: str) -> str:
    """Return what a message calls the part in which the last key of *loc* is looked for."""
    return _field_name(loc[:-1]) or root_name


def _clipped(message: str) -> str:
    """Return *message* on one line, without its middle where it quotes a very long text."""
    line = "".join(char if char.isprintable() else " " for char in message)
    half = LONGEST_MESSAGE // 2
    return line if len(line) <= LONGEST_MESSAGE else f"{line[:half]} … {line[-half:]}"


def _in_field(loc: FactPath, root_name: str) -> str:
    name = _field_name(loc) or root_name
    return f"{name}: " if name else ""


def _field_name(loc: FactPath) -> str:
    """Return the last key of *loc*, which may end in indexes."""
    return next((step for step in reversed(loc) if isinstance(step, str)), "")


def _text(node: Node) -> str:
    return node.text if isinstance(node, Scalar) else ""


def _what(node: Node) -> str:
    if isinstance(node, Scalar):
        return f"the text {quote(node.text)}"
    return "a list" if isinstance(node, Sequence) else "keys and values"


def _small(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:] if sentence[1:2].islower() else sentence


def _key_place(root: Node, loc: FactPath) -> Location | None:
    if not loc:
        return None
    parent, rest = yamltree.find(root, loc[:-1])
    if rest or not isinstance(parent, Mapping):
        return None
    return parent.keys.get(str(loc[-1]))


def _model_at(model: type[BaseModel], loc: FactPath) -> type[BaseModel] | None:
    """Return the model that stands at *loc* below *model*, or None where another type stands."""
    annotation: Any = model
    for step in loc:
        inner = _models(annotation)
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            if step not in annotation.model_fields:
                return None
            annotation = annotation.model_fields[str(step)].annotation
        elif inner:
            annotation = inner[0]
        else:
            return None
        found = _models(annotation)
        if found and get_origin(annotation) not in {dict, tuple}:
            annotation = found[0]
    return (
        annotation if isinstance(annotation, type) and issubclass(annotation, BaseModel) else None
    )


def _models(annotation: Any) -> list[type[BaseModel]]:
    """Return the models named in *annotation*, through containers and unions."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for inner in get_args(annotation) for model in _models(inner)]
