"""The JSON Schema of a practice's files, with which an editor completes and checks them.

The schema is made from the models, and then widened to what an editor sees: our loader reads every
value as the text that was written, where an editor has a YAML parser that makes ``1.0`` a number,
``yes`` a boolean (YAML 1.1) or a text (YAML 1.2). Whatever the loader takes, the schema takes; what
only the loader can know (whether a name is declared, whether a number is possible) it leaves out.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any, TypeAlias

from pydantic import TypeAdapter

from sphinx_commspolicy.model import fields
from sphinx_commspolicy.model.policy import OVERRIDABLE, PEOPLE, Policy

Schema: TypeAlias = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
POLICY_TITLE = "Communications policy of a practice (practice.yaml)"
CLINICIAN_TITLE = "One clinician of a practice (clinicians/NAME.yaml)"

_NOTES = ("title", "description", "default")
"""Keywords that say something about a value without restricting it."""


def policy_schema() -> Schema:
    """Return the JSON Schema (draft 2020-12) of a practice's main file."""
    definitions, properties, required = _parts()
    include = {
        "title": "Include",
        "description": "Further files of the practice's folder, read as if they stood here.",
        "anyOf": [{"type": "array", "items": _FILE_NAME}, _FILE_NAME],
    }
    return _document(
        {
            "title": POLICY_TITLE,
            "description": "Everything a practice says about communicating with its clients.",
            "type": "object",
            "properties": {"include": include, **properties},
            "required": required,
            "additionalProperties": False,
        },
        definitions,
    )


def clinician_schema() -> Schema:
    """Return the JSON Schema (draft 2020-12) of a clinician's own file."""
    definitions, _, _ = _parts()
    return _document({**definitions["Clinician"], "title": CLINICIAN_TITLE}, definitions)


def to_text(schema: Schema) -> str:
    """Return *schema* as a JSON text in ASCII, the same for every run of the same version."""
    return json.dumps(schema, indent=2) + "\n"


def is_ours(text: str) -> bool:
    """Return whether *text* is a schema that this module made, in this version or another."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return (
        isinstance(found, dict)
        and found.get("$schema") == DIALECT
        and found.get("title") in {POLICY_TITLE, CLINICIAN_TITLE}
    )


_FILE_NAME: Schema = {"type": "string", "pattern": r"\.ya?ml$"}

_YES_OR_NO = "|".join(
    "".join(f"[{letter.upper()}{letter}]" for letter in word)
    for word in ("yes", "no", "on", "off", "true", "false")
)
_YES_NO: list[Schema] = [
    {"enum": ["yes", "no"]},
    {"type": "boolean"},
    {"type": "string", "pattern": f"^({_YES_OR_NO})$"},
]

# an editor takes words such as 12 and True for what they are in other files
_ANY_TEXT: Schema = {"type": ["string", "number", "boolean"], "minLength": 1, "pattern": r"\S"}

# YAML 1.1 reads the code of Norway and of the Norwegian language as false
_OR_NORWAY: Schema = {"const": False}


@cache
def _as_written() -> dict[str, Schema]:
    """Return, by the schema that pydantic gives for a kind of value, what an editor may see."""
    kinds: list[tuple[Any, Schema]] = [
        *((kind, _ANY_TEXT) for kind in (fields.Text, fields.Label, fields.Word)),
        (fields.Identifier, {"type": ["string", "integer"], "minimum": 0}),
        (fields.Phone, {"type": ["string", "integer"]}),
        (fields.YesNo, {"anyOf": _YES_NO}),
        (fields.Count, {"type": ["integer", "string"], "pattern": "^[1-9][0-9]{0,5}$"}),
        (fields.Date, {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}),
        *(
            (kind, {"anyOf": [TypeAdapter(kind).json_schema(), _OR_NORWAY]})
            for kind in (fields.Country, fields.Region, fields.LanguageTag)
        ),
    ]
    return {
        _key(plain): {**plain, **wide} if "anyOf" not in wide else wide
        for plain, wide in ((TypeAdapter(kind).json_schema(), wide) for kind, wide in kinds)
    }


def _key(schema: Schema) -> str:
    return json.dumps(schema, sort_keys=True)


def _parts() -> tuple[dict[str, Schema], dict[str, Schema], list[str]]:
    """Return every definition, the sections of the policy, and which sections must be there."""
    raw = Policy.model_json_schema(mode="validation")
    definitions = {name: _widen(definition) for name, definition in raw["$defs"].items()}
    for definition in definitions.values():
        if "locked" in definition["properties"]:
            definition["properties"]["locked"] = _lock(definition["properties"])
    properties: dict[str, Schema] = _widen(raw)["properties"]
    partial = _Partial(definitions)
    for section in PEOPLE:
        own = definitions[section.removesuffix("s").capitalize()]["properties"]
        for name, value in properties.items():
            if name in OVERRIDABLE:
                own[name] = partial.of(value)
                own[name]["description"] = f"What differs from the practice. {value['description']}"
    return {**definitions, **partial.made}, properties, raw["required"]


def _widen(schema: Schema) -> Schema:
    """Return *schema* as an editor's parser needs it, without null: an empty value is an error."""
    notes = {key: schema[key] for key in _NOTES if key in schema}
    core = {key: value for key, value in schema.items() if key not in notes and key != "$defs"}
    if isinstance(notes.get("default"), (dict, list, type(None))):
        notes.pop("default", None)
    if "anyOf" in core:
        arms = [arm for arm in core["anyOf"] if arm != {"type": "null"}]
        core = arms[0] if len(arms) == 1 else {**core, "anyOf": arms}
    written = _as_written().get(_key(core))
    return {**notes, **(written if written is not None else _widen_inside(core))}


def _widen_inside(core: Schema) -> Schema:
    wide = dict(core)
    if "properties" in core:
        wide["properties"] = {name: _widen(value) for name, value in core["properties"].items()}
    if "items" in core:
        wide["items"] = _widen(core["items"])
    if "anyOf" in core:
        wide["anyOf"] = [_widen(arm) for arm in core["anyOf"]]
    if "patternProperties" in core:
        # a name that does not fit the pattern would not be looked at
        ((pattern, value),) = wide.pop("patternProperties").items()
        wide["propertyNames"] = {"pattern": pattern}
        wide["additionalProperties"] = _widen(value)
    if "enum" in core:
        also = [boolean for word, boolean in (("yes", True), ("no", False)) if word in core["enum"]]
        wide["enum"] = [*core["enum"], *also]
        if also:
            wide.pop("type", None)
    return wide


def _lock(properties: dict[str, Schema]) -> Schema:
    keys = [name for name in properties if name != "locked"]
    notes = {key: value for key, value in properties["locked"].items() if key in _NOTES}
    return {**notes, "anyOf": [*_YES_NO, {"type": "array", "items": {"enum": keys}}]}


class _Partial:
    """Makes, for blocks that are laid over others, definitions that require nothing.

    Keys below keys are merged, so they too may be partial; a list is replaced whole, so what it
    holds is complete.
    """

    def __init__(self, definitions: dict[str, Schema]) -> None:
        self.definitions = definitions
        self.made: dict[str, Schema] = {}

    def of(self, schema: Schema) -> Schema:
        """Return *schema* for the place where it says only what differs."""
        # what is unsaid is inherited, so the model's default does not hold
        partial = {key: value for key, value in schema.items() if key != "default"}
        if "$ref" in schema:
            partial["$ref"] = f"#/$defs/{self._definition(schema['$ref'].removeprefix('#/$defs/'))}"
        if isinstance(schema.get("additionalProperties"), dict):
            partial["additionalProperties"] = self.of(schema["additionalProperties"])
        return partial

    def _definition(self, name: str) -> str:
        partial_name = f"{name}-override"
        if partial_name not in self.made:
            definition = dict(self.definitions[name])
            self.made[partial_name] = definition
            definition.pop("required", None)
            definition["title"] += " (what differs)"
            definition["properties"] = {
                key: self.of(value) for key, value in definition["properties"].items()
            }
        return partial_name


def _document(root: Schema, definitions: dict[str, Schema]) -> Schema:
    """Return *root* as a schema of its own, with those *definitions* that it uses."""
    used: dict[str, Schema] = {}
    ahead = _references(root)
    while ahead:
        name = ahead.pop()
        if name not in used:
            used[name] = definitions[name]
            ahead += _references(definitions[name])
    return {
        "$schema": DIALECT,
        **_ordered(root),
        "$defs": {name: _ordered(used[name]) for name in sorted(used)},
    }


def _references(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"].removeprefix("#/$defs/")] if isinstance(value.get("$ref"), str) else []
        return own + [name for inner in value.values() for name in _references(inner)]
    if isinstance(value, list):
        return [name for inner in value for name in _references(inner)]
    return []


_FIRST = ("title", "description", "$ref", "type", "properties")


def _ordered(schema: Schema) -> Schema:
    """Return *schema* with its keywords in a fixed order; properties keep the model's order."""
    keywords = [*(key for key in _FIRST if key in schema), *sorted(schema.keys() - set(_FIRST))]
    return {key: _ordered_value(key, schema[key]) for key in keywords}


def _ordered_value(keyword: str, value: Any) -> Any:
    if keyword == "properties":
        return {name: _ordered(inner) for name, inner in value.items()}
    if isinstance(value, dict):
        return _ordered(value)
    if isinstance(value, list):
        return [_ordered(inner) if isinstance(inner, dict) else inner for inner in value]
    return value
