"""Any fact in words: one place that knows how each kind of value is shown."""

from __future__ import annotations

import datetime as dt
import types
from typing import TYPE_CHECKING, Annotated, Any, Union, get_args, get_origin
from zoneinfo import ZoneInfo

from docutils import nodes
from pydantic import BaseModel

from sphinx_commspolicy.calendar import Unit
from sphinx_commspolicy.model.care import AgeBand
from sphinx_commspolicy.model.clinician import Absence, CoveringPerson, Licence
from sphinx_commspolicy.model.fields import Amount, Fact, PhoneNumber, Refers, Translatable, Url
from sphinx_commspolicy.model.method import Period
from sphinx_commspolicy.model.practice import Address, Contact
from sphinx_commspolicy.model.turnaround import Turnaround
from sphinx_commspolicy.opening_hours import OpeningHours
from sphinx_commspolicy.phrases.amounts import amount
from sphinx_commspolicy.phrases.languages import language_name, region_name
from sphinx_commspolicy.phrases.times import (
    date_range,
    date_words,
    duration,
    hours_sentence,
    list_words,
)
from sphinx_commspolicy.phrases.values import value_words, yes_no
from sphinx_commspolicy.render import compose
from sphinx_commspolicy.render.contact import address_line, phone_link, web_link

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx_commspolicy.render.context import Context

_URL_MARK = get_args(Url)[1]
_NEVER_SHOWN = frozenset({"locked", "rank", "active"})
"""Fields that steer the product and say nothing to clients."""


def label_of(ctx: Context, model: type[Fact], name: str) -> str:
    """Return what clients call the field *name* of *model*."""
    return ctx.phrases.gettext(model.model_fields[name].title or name.replace("_", " ").capitalize())


def shown_fields(model: type[Fact]) -> list[str]:
    """Return the fields of *model* that say something to clients, in their order."""
    return [name for name in model.model_fields if name not in _NEVER_SHOWN]


def fact_pairs(
    ctx: Context, block: Fact, path: tuple[str, ...], fields: Iterable[str]
) -> list[tuple[list[nodes.Node], list[nodes.Node]]]:
    """Return label and content for each of *fields* that *block*, at *path*, states."""
    pairs = []
    for name in fields:
        content = block_content(ctx, block, name, path)
        if content:
            pairs.append((compose.text(label_of(ctx, type(block), name)), content))
    return pairs


def block_content(ctx: Context, block: Fact, name: str, path: tuple[str, ...]) -> list[nodes.Node]:
    """Return the fact *name* of *block* as block content; nothing where it is not stated."""
    value = getattr(block, name)
    annotation = _annotation(block, name)
    if value is None or value in ((), {}):
        return []
    if _marker(annotation, Translatable) == Translatable(markup=True) and isinstance(value, str):
        return ctx.prose(value, *path, name)
    if isinstance(value, tuple) and _is_block(annotation, value):
        items = [_item(ctx, entry, (*path, name, str(index))) for index, entry in enumerate(value)]
        return [compose.bullet_list(items)] if len(items) > 1 else items[0]
    if isinstance(value, Fact) and not isinstance(value, _IN_LINE):
        pairs = fact_pairs(ctx, value, (*path, name), shown_fields(type(value)))
        return [compose.fact_list(pairs)] if pairs else []
    return [compose.paragraph(inline_content(ctx, block, name, path))]


def inline_content(ctx: Context, block: Fact, name: str, path: tuple[str, ...]) -> list[nodes.Node]:
    """Return the fact *name* of *block* as inline content; nothing where it is not stated."""
    return _inline(ctx, name, getattr(block, name), _annotation(block, name), (*path, name))


def _inline(ctx: Context, name: str, value: Any, annotation: Any, path: tuple[str, ...]) -> list[nodes.Node]:
    if value is None or value in ((), {}):
        return []
    if isinstance(value, tuple):
        inner = _element(annotation)
        parts = [
            _inline(ctx, name, entry, inner, (*path, str(index))) for index, entry in enumerate(value)
        ]
        if all(len(part) == 1 and isinstance(part[0], nodes.Text) for part in parts):
            return compose.text(list_words(ctx.phrases, [part[0].astext() for part in parts]))
        return compose.joined(parts, ", ")
    refers = _marker(annotation, Refers)
    if refers is not None:
        return _reference(ctx, refers, value)
    mark = _marker(annotation, Translatable)
    if mark is not None:
        return ctx.inline(value, *path) if mark.markup else ctx.words(value)
    if isinstance(value, str):
        if _holds(annotation, _URL_MARK):
            return [web_link(value)]
        if name in {"languages", "translated_documents"}:
            return compose.text(language_name(ctx.phrases, value))
        if name in {"country", "jurisdictions", "jurisdiction", "areas", "public_holidays"}:
            return compose.text(region_name(ctx.phrases, value))
        if _is_choice(annotation):
            return compose.text(value_words(ctx.phrases, name, value))
        return compose.text(value)
    return _structured(ctx, value, path)


def _structured(ctx: Context, value: Any, path: tuple[str, ...]) -> list[nodes.Node]:
    phrases = ctx.phrases
    words = ""
    if isinstance(value, bool):
        words = yes_no(phrases, value)
    elif isinstance(value, int):
        words = str(value)
    elif isinstance(value, OpeningHours):
        words = hours_sentence(phrases, value)
    elif isinstance(value, dt.date):
        words = date_words(phrases, value, weekday=False)
    elif isinstance(value, ZoneInfo):
        words = str(value).replace("_", " ")
    elif isinstance(value, Amount):
        words = amount(phrases, value)
    elif isinstance(value, Turnaround):
        words = ctx.gettext("within {time}", time=duration(phrases, value.value, Unit(value.unit)))
    elif isinstance(value, Address):
        words = address_line(ctx, value)
    elif isinstance(value, Period):
        words = _period(ctx, value)
    elif isinstance(value, PhoneNumber):
        return [phone_link(ctx, value)]
    elif isinstance(value, Contact):
        method = [] if value.method is None else [nodes.Text(" ("), *ctx.method_link(value.method), nodes.Text(")")]
        return [*ctx.words(value.name), *method]
    elif isinstance(value, CoveringPerson):
        phone = [] if value.phone is None else [phone_link(ctx, value.phone)]
        licence = compose.text(value.licence or "")
        return compose.joined([ctx.words(value.name), licence, phone], ", ")
    elif isinstance(value, Licence):
        return _licence(ctx, value)
    elif isinstance(value, Fact):
        pairs = [
            [nodes.Text(label_of(ctx, type(value), name) + ": "), *inline_content(ctx, value, name, path)]
            for name in shown_fields(type(value))
            if inline_content(ctx, value, name, path)
        ]
        return compose.joined(pairs, "; ")
    return compose.text(words)


_IN_LINE = (Amount, Turnaround, Address, Period, Contact, CoveringPerson, Licence)
"""Parts of the policy that fit in a line."""


def _period(ctx: Context, period: Period) -> str:
    if period.start and period.end:
        return date_range(ctx.phrases, period.start, period.end)
    if period.start:
        return ctx.gettext("from {day}", day=date_words(ctx.phrases, period.start, weekday=False))
    if period.end:
        return ctx.gettext("until {day}", day=date_words(ctx.phrases, period.end, weekday=False))
    return ""


def _licence(ctx: Context, licence: Licence) -> list[nodes.Node]:
    parts = [
        ctx.label(licence.kind) if licence.kind else "",
        licence.number or "",
        region_name(ctx.phrases, licence.jurisdiction),
        ctx.label(licence.board) if licence.board else "",
        ctx.label(licence.compact) if licence.compact else "",
    ]
    return compose.text(", ".join(part for part in parts if part))


def _reference(ctx: Context, refers: Refers, value: str) -> list[nodes.Node]:
    if "methods" in refers.kinds and ctx.get("methods", value) is not None:
        return ctx.method_link(value)
    if "clinicians" in refers.kinds:
        return ctx.link_to("clinician", value, compose.text(ctx.clinician_name(value)))
    if "crisis services" in refers.kinds:
        from sphinx_commspolicy.render.crisis import service_in_line

        return service_in_line(ctx, value)
    if "programmes" in refers.kinds:
        programme = ctx.get("programmes", value)
        return ctx.words(programme.name) if programme else compose.text(value)
    return compose.text(value)


def _item(ctx: Context, entry: Any, path: tuple[str, ...]) -> list[nodes.Node]:
    if isinstance(entry, str):
        return ctx.prose(entry, *path)
    if isinstance(entry, (AgeBand, Absence)) or not isinstance(entry, _IN_LINE):
        lead = getattr(entry, "name", None)
        fields = [name for name in shown_fields(type(entry)) if name != "name"]
        pairs = fact_pairs(ctx, entry, path, fields)
        head = [compose.paragraph([compose.strong(ctx.words(lead))])] if lead else []
        return [*head, *([compose.fact_list(pairs)] if pairs else [])]
    return [compose.paragraph(_structured(ctx, entry, path))]


# ---- what a field's declaration says


def _annotation(block: Fact, name: str) -> Any:
    info = type(block).model_fields[name]
    return Annotated[info.annotation, *info.metadata] if info.metadata else info.annotation


def _marker(annotation: Any, kind: type[Any]) -> Any:
    """Return the mark of *kind* on a single value's type; None if there is none."""
    if get_origin(annotation) is Annotated:
        for mark in annotation.__metadata__:
            if isinstance(mark, kind):
                return mark
        return _marker(get_args(annotation)[0], kind)
    if get_origin(annotation) in {Union, types.UnionType}:
        for arm in get_args(annotation):
            mark = _marker(arm, kind)
            if mark is not None:
                return mark
    return None


def _holds(annotation: Any, mark: Any) -> bool:
    if get_origin(annotation) is Annotated:
        return mark in annotation.__metadata__ or _holds(get_args(annotation)[0], mark)
    if get_origin(annotation) in {Union, types.UnionType}:
        return any(_holds(arm, mark) for arm in get_args(annotation))
    return False


def _is_choice(annotation: Any) -> bool:
    from typing import Literal

    if get_origin(annotation) is Literal:
        return True
    return get_origin(annotation) is not tuple and any(
        _is_choice(arm) for arm in get_args(annotation) if not isinstance(arm, str)
    )


def _element(annotation: Any) -> Any:
    """Return the type of a tuple's entries."""
    if get_origin(annotation) is tuple:
        return get_args(annotation)[0]
    for arm in get_args(annotation):
        found = _element(arm) if not isinstance(arm, str) else None
        if found is not None:
            return found
    return None


def _is_block(annotation: Any, value: tuple[Any, ...]) -> bool:
    """Return whether the entries of a tuple need lines of their own."""
    if isinstance(value[0], BaseModel):
        return True
    mark = _marker(_element(annotation), Translatable)
    return mark is not None and mark.markup
