"""The tables of ``practice.yaml``, written from the model."""

from __future__ import annotations

import types
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin
from typing import get_type_hints as type_hints

from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from sphinx_commspolicy.model import fields
from sphinx_commspolicy.model.policy import KEYED, OVERRIDABLE, PEOPLE, Policy

if TYPE_CHECKING:
    from collections.abc import Iterator


class Kind(NamedTuple):
    """A kind of value, as the tables name it."""

    alias: str
    """Name of the type in ``model.fields``, whose docstring explains it."""
    shown: str
    meaning: str = ""
    """Where the type has no docstring."""


_KINDS = (
    Kind("Text", "sentences"),
    Kind("Label", "short text"),
    Kind("Word", "word"),
    Kind("YesNo", "yes or no", "``yes`` or ``no``."),
    Kind("Count", "number"),
    Kind("Date", "date"),
    Kind("Hours", "hours"),
    Kind("TimeZone", "time zone"),
    Kind("Country", "country"),
    Kind("Region", "region"),
    Kind("LanguageTag", "language"),
    Kind("Url", "web address"),
    Kind("Phone", "phone number"),
    Kind("Identifier", "id"),
    Kind("MethodId", "id of a method", "A key below ``methods``."),
    Kind("ClinicianId", "id of a clinician", "A key below ``clinicians``, or a file's name."),
    Kind("ProgrammeId", "id of a programme", "A key below ``programmes``."),
    Kind("ServiceId", "id of a crisis service", "See :doc:`crisis-services`."),
    Kind("RouteId", "id of a method or crisis service", "Either of the two."),
    Kind("Locked", "lock"),
)


def value_kinds() -> tuple[Kind, ...]:
    """Return every kind of value."""
    return _KINDS


def policy_reference() -> Iterator[str]:
    """Yield the sections in their order, then the parts that several of them share."""
    homes = _homes()
    for name in Policy.model_fields:
        yield from _section(name, homes)
    yield from _heading("Parts used in several sections", "-")
    for model, home in homes.items():
        if home is None:
            yield from _part(model)


def _section(name: str, homes: dict[type[BaseModel], str | None]) -> Iterator[str]:
    info = Policy.model_fields[name]
    model = _models(type_hints(Policy, include_extras=True)[name])[0]
    yield from _heading(f"``{name}``", "-")
    yield f".. section-target:: {name}"
    yield ""
    yield f"{info.description}"
    if name == "situations":
        yield "Below it stand :doc:`situations </howto/editions>`; below each of them this key."
    elif name in KEYED or name in PEOPLE:
        yield "Below it stand ids of your choice; below each of them stand these keys."
    if name in PEOPLE:
        yield "Beside them may stand what differs from the practice, under the practice's keys."
    elif name in OVERRIDABLE:
        yield "A clinician, a programme or a situation may differ, unless it is locked."
    if info.is_required():
        yield "This section is needed."
    yield ""
    yield from _keys(model)
    for part, home in homes.items():
        if home == name and part is not model:
            yield from _part(part)


def _part(model: type[BaseModel]) -> Iterator[str]:
    yield f".. _yaml-part-{model.__name__.lower()}:"
    yield ""
    yield from _heading(_words(model.__name__), "^")
    yield " ".join((model.__doc__ or "").split())
    yield ""
    yield from _keys(model)


def _heading(title: str, line: str) -> Iterator[str]:
    yield from (title, line * (len(title) + 2), "")


def _keys(model: type[BaseModel]) -> Iterator[str]:
    yield ".. list-table::"
    yield "   :header-rows: 1"
    yield "   :widths: 24 26 50"
    yield "   :class: declared"
    yield ""
    yield "   * - Key"
    yield "     - Holds"
    yield "     - Meaning"
    hints = type_hints(model, include_extras=True)
    for name, info in model.model_fields.items():
        meaning = (info.description or "").replace("`", "``")
        if info.title and info.title != "Locked":
            meaning += f" On the page: “{info.title}”."
        default = _default(info.default)
        if default:
            meaning += f" If unsaid: ``{default}``."
        needed = " (needed)" if info.is_required() else ""
        yield f"   * - ``{name}``{needed}"
        yield f"     - {_holds(hints[name])}"
        yield f"     - {meaning}"
    yield ""


def _default(value: Any) -> str:
    if value is PydanticUndefined or value is None or value in ((), {}):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return f"[{', '.join(map(str, value))}]"
    return "" if isinstance(value, BaseModel) else str(value)


def _holds(annotation: Any) -> str:
    """Return what a key holds, in words, with links."""
    for kind in _KINDS:
        if annotation == getattr(fields, kind.alias):
            return f":ref:`{kind.shown} <yaml-kind-{kind.alias.lower()}>`"
    origin = get_origin(annotation)
    arms = get_args(annotation)
    if origin is Annotated:
        return _holds(arms[0])
    if origin in {Union, types.UnionType}:
        return " or ".join(_holds(arm) for arm in arms if arm is not type(None))
    if origin is Literal:
        return ", ".join(f"``{arm}``" for arm in arms)
    if origin is tuple:
        return f"list of: {_holds(arms[0])}"
    if origin is dict:
        return f"ids, and below each: {_holds(arms[1])}"
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        name = annotation.__name__
        return f":ref:`keys of {_words(name).lower()} <yaml-part-{name.lower()}>`"
    return f"``{getattr(annotation, '__name__', annotation)}``"


def _words(name: str) -> str:
    """Return the name of a model in words: ``AgeBand`` is “Age band”."""
    spaced = "".join(f" {char.lower()}" if char.isupper() else char for char in name)
    return spaced.strip().capitalize()


def _homes() -> dict[type[BaseModel], str | None]:
    """Return, for each model, the one section that uses it; None where several do."""
    homes: dict[type[BaseModel], str | None] = {}
    for section, annotation in type_hints(Policy, include_extras=True).items():
        top = _models(annotation)[0]
        # a section that another one uses too, as a method has a turnaround, has a heading of both
        ahead, seen = [top], set()
        while ahead:
            model = ahead.pop(0)
            if model in seen:
                continue
            seen.add(model)
            homes[model] = section if homes.get(model, section) == section else None
            for inner in type_hints(model, include_extras=True).values():
                ahead += _models(inner)
    return {
        model: home
        for model, home in homes.items()
        if home is None or model is not _models(type_hints(Policy, include_extras=True)[home])[0]
    }


def _models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    found: list[type[BaseModel]] = []
    for arm in get_args(annotation):
        found += _models(arm)
    return found
