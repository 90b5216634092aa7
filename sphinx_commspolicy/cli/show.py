"""``commspolicy show``: every value that a reader is told, and the line that it was written on."""

from __future__ import annotations

import json
import shutil
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

from sphinx_commspolicy.cli.arguments import add_command, path
from sphinx_commspolicy.cli.practice_file import find_practice_file
from sphinx_commspolicy.cli.problems import Refusal, columns, plain

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from pathlib import Path

    from sphinx_commspolicy.diagnostics import Location
    from sphinx_commspolicy.effective import Origin, PolicySource, Scope
    from sphinx_commspolicy.yamltree import Node, Sequence

WIDEST_VALUE = 48
"""Columns to which short values are filled up, so that the places stand in one column."""
NARROWEST_VALUE = 16
"""Columns that a value keeps even in a narrow terminal."""

Steps = tuple["str | int", ...]


def add_parser(commands: Any) -> None:
    """Declare the command and its options."""
    command = add_command(
        commands,
        "show",
        run,
        summary="print the facts that hold, and the line each was written on",
        description=(
            "Prints every fact at or below PATH, as it holds for the practice, for a programme or\n"
            "for a clinician, with the file, line and column that it was written in. A fact that\n"
            "differs from the practice's names the line that it replaces."
        ),
        examples={
            "commspolicy show": "every fact of the practice here",
            "commspolicy show methods.email": "the facts on e-mail",
            "commspolicy show --clinician rivera turnaround": "what Rivera's clients are told",
            "commspolicy show --format json -s handbook": "for a program",
        },
        statuses={
            0: "the facts were printed",
            1: "the files hold a problem, or there is no such path, programme or clinician",
            2: "the command was not given as it has to be",
        },
    )
    command.add_argument(
        "path", metavar="PATH", nargs="?", default="", help="keys with dots: methods.email.hours"
    )
    command.add_argument(
        "-s",
        "--source",
        metavar="SRC",
        type=path,
        default=path("."),
        help="folder of the handbook, or its YAML file (default: the current folder)",
    )
    whose = command.add_mutually_exclusive_group()
    whose.add_argument("--clinician", metavar="ID", help="as this clinician's clients see it")
    whose.add_argument("--programme", metavar="ID", help="as this programme's clients see it")
    command.add_argument("--situation", metavar="ID", help="as clients in this situation see it")
    command.add_argument(
        "--defaults", action="store_true", help="also what holds because nothing was written"
    )
    command.add_argument(
        "--format", choices=("text", "json"), default="text", help="text (default) or json"
    )


def run(options: argparse.Namespace) -> int:
    """Print the values that were asked for."""
    from sphinx_commspolicy.loading import load

    source = load(find_practice_file(options.source))
    scope = _scope(source, options.clinician, options.programme, options.situation)
    policy = source.policy(scope)
    steps = _steps(policy, options.path)
    asked = [value for value in _values(source, scope) if value.steps[: len(steps)] == steps]
    values = [value for value in asked if options.defaults or value.origin.location is not None]
    if not asked:
        values += _item_of_list(source, scope, steps)
    if options.format == "json":
        _print_json(source.files[0], scope, policy, values)
    else:
        _print_text(values)
    if not values:
        hint = "; --defaults shows what holds all the same" if asked else ""
        print(f"commspolicy: nothing is written at {plain(options.path)}{hint}", file=sys.stderr)
    return 0


class _Value(NamedTuple):
    steps: Steps
    text: str
    origin: Origin
    """Its location is None where the value is a default of the model."""

    @property
    def path(self) -> str:
        return ".".join(str(step) for step in self.steps)


def _scope(
    source: PolicySource, clinician: str | None, programme: str | None, situation: str | None
) -> Scope:
    from sphinx_commspolicy.diagnostics import did_you_mean, quote
    from sphinx_commspolicy.effective import PRACTICE, Scope
    from sphinx_commspolicy.model.names import SITUATIONS

    if situation is not None and situation not in SITUATIONS:
        message = f"There is no situation {quote(situation)}."
        raise Refusal(message, did_you_mean(situation, SITUATIONS))
    kind, name = ("clinician", clinician) if clinician is not None else ("programme", programme)
    if name is None:
        return PRACTICE._replace(situation=situation or "")
    scope = Scope(kind, name, situation or "")
    if not name or not source.knows(scope):
        known = [other.name for other in source.scopes() if other.kind == kind]
        message = f"There is no {kind} {quote(name)}."
        none = "" if known else f"There are no {kind}s."
        raise Refusal(message, did_you_mean(name, known) or none)
    return scope


def _steps(policy: Any, dotted: str) -> Steps:
    """Return *dotted* as steps into *policy*; Refusal where it leads nowhere."""
    from sphinx_commspolicy.diagnostics import did_you_mean, quote

    steps: list[str | int] = []
    value: Any = policy
    annotation: Any = type(policy)
    for word in dotted.split(".") if dotted else ():
        known, entries = _entries(value, annotation)
        if word not in known:
            place = f"in {quote('.'.join(map(str, steps)))}" if steps else "in this policy"
            message = f"There is no {quote(word)} {place}."
            if not word:
                remedy = "A path has no dot at its ends, and never two in a row."
            elif known:
                remedy = did_you_mean(word, known) or "See “commspolicy show” for all there is."
            else:
                remedy = "Nothing stands below it."
            raise Refusal(message, remedy)
        step, value, annotation = entries[word]
        steps.append(step)
    return tuple(steps)


def _entries(
    value: Any, annotation: Any
) -> tuple[list[str], dict[str, tuple[str | int, Any, Any]]]:
    """Return what can follow below *value*: words, and for each its step, value and type.

    A block that nobody wrote has no value, and still knows its keys by its type.
    """
    model = _model(annotation)
    if model is not None and not isinstance(value, (dict, tuple)):
        entries = {
            name: (name, getattr(value, name, None), field.annotation)
            for name, field in model.model_fields.items()
        }
    elif isinstance(value, dict):
        entries = {name: (name, inner, type(inner)) for name, inner in value.items()}
    elif isinstance(value, tuple):
        entries = {str(index): (index, inner, type(inner)) for index, inner in enumerate(value)}
    else:
        entries = {}
    return list(entries), entries


def _model(annotation: Any) -> Any:
    """Return the model that *annotation* is, or may be; None where it is none."""
    from typing import get_args

    from pydantic import BaseModel

    for kind in (annotation, *get_args(annotation)):
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return kind
    return None


def _values(source: PolicySource, scope: Scope) -> Iterator[_Value]:
    """Yield every value of *scope*, block by block: what is written, then the block's defaults."""
    from sphinx_commspolicy.yamltree import Mapping, Scalar

    def below(node: Node, value: Any, steps: Steps) -> Iterator[_Value]:
        if isinstance(node, Mapping):
            for key, inner in node.entries.items():
                part = value[key] if isinstance(value, dict) else getattr(value, key)
                yield from below(inner, part, (*steps, key))
            yield from _defaults(value, steps, written=set(node.entries))
        elif isinstance(node, Scalar):
            yield _Value(steps, node.text, source.origin(steps, scope))
        elif all(isinstance(item, Scalar) for item in node.items):
            yield _Value(steps, _list_text(node), source.origin(steps, scope))
        else:
            for index, inner in enumerate(node.items):
                yield from below(inner, value[index], (*steps, index))

    yield from below(source.tree_of(scope), source.policy(scope), ())


def _item_of_list(source: PolicySource, scope: Scope, steps: Steps) -> Iterator[_Value]:
    """Yield the item of a list of texts that *steps* lead to; the list is one value otherwise."""
    from sphinx_commspolicy.yamltree import Scalar, find

    node, rest = find(source.tree_of(scope), steps)
    if not rest and isinstance(node, Scalar):
        yield _Value(steps, node.text, source.origin(steps, scope))


def _defaults(value: Any, steps: Steps, written: set[str]) -> Iterator[_Value]:
    from pydantic import BaseModel

    from sphinx_commspolicy.effective import PRACTICE, Origin

    if not isinstance(value, BaseModel):
        return
    for name in type(value).model_fields:
        inner = getattr(value, name)
        if name in written or inner is None or inner in ((), {}):
            continue
        if isinstance(inner, BaseModel):
            yield from _defaults(inner, (*steps, name), written=set())
        else:
            yield _Value((*steps, name), _default_text(inner), Origin(None, PRACTICE, None))


def _default_text(value: Any) -> str:
    """Return *value* as it would be written in the file."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return "[" + ", ".join(_default_text(item) for item in value) + "]"
    return str(value)


def _list_text(node: Sequence) -> str:
    from sphinx_commspolicy.yamltree import Scalar

    return "[" + ", ".join(item.text for item in node.items if isinstance(item, Scalar)) + "]"


# ---- printing


def _print_text(values: list[_Value]) -> None:
    rows = [(value.path, plain(value.text.strip()), _place(value.origin)) for value in values]
    paths = max((columns(path) for path, _, _ in rows), default=0)
    texts = min(max((columns(text) for _, text, _ in rows), default=0), WIDEST_VALUE)
    if sys.stdout.isatty() and len(rows) > 1:
        # one value alone is shown whole; many are cut so that each stays on a line
        places = max(columns(place.split(" (")[0]) for _, _, place in rows)
        room = shutil.get_terminal_size().columns - paths - places - 4
        texts = max(min(texts, room), NARROWEST_VALUE)
        rows = [(path, _cut(text, texts), place) for path, text, place in rows]
    for path_shown, text, place in rows:
        print(f"{_filled(path_shown, paths)}  {_filled(text, texts)}  {place}")


def _filled(text: str, width: int) -> str:
    return text + " " * (width - columns(text))


def _cut(text: str, width: int) -> str:
    if columns(text) <= width:
        return text
    while columns(text) >= width:
        text = text[:-1]
    return text + "…"


def _place(origin: Origin) -> str:
    if origin.location is None:
        return "(default)"
    notes = [str(origin.scope)] if origin.scope.name else []
    if origin.overrides is not None:
        notes.append(f"instead of {origin.overrides}")
    return plain(f"{origin.location} ({', '.join(notes)})" if notes else str(origin.location))


def _print_json(file: Path, scope: Scope, policy: Any, values: list[_Value]) -> None:
    dumped = policy.model_dump(mode="json")
    document = {
        "file": str(file),
        "scope": {
            "kind": scope.kind,
            "name": scope.name or None,
            "situation": scope.situation or None,
        },
        "values": [
            {
                "path": value.path,
                "value": _at(dumped, value.steps),
                "text": value.text,
                "default": value.origin.location is None,
                "location": _json_place(value.origin.location),
                "scope": {
                    "kind": value.origin.scope.kind,
                    "name": value.origin.scope.name or None,
                },
                "instead_of": _json_place(value.origin.overrides),
            }
            for value in values
        ],
    }
    unicode = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    print(json.dumps(document, indent=2, ensure_ascii=not unicode))


def _at(dumped: Any, steps: Steps) -> Any:
    for step in steps:
        dumped = dumped[step]
    return dumped


def _json_place(place: Location | None) -> dict[str, str | int] | None:
    return place._asdict() if place is not None else None
