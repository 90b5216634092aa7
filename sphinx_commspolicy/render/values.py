"""Any fact in words: one place that knows how each kind of value is shown."""

from __future__ import annotations

import datetime as dt
import types
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, TypeGuard, Union, get_args, get_origin
from zoneinfo import ZoneInfo

from docutils import nodes
from pydantic import BaseModel

from sphinx_commspolicy.calendar import Unit
from sphinx_commspolicy.model.clinician import CoveringPerson, Licence
from sphinx_commspolicy.model.crisis import CrisisService
from sphinx_commspolicy.model.fields import Amount, Fact, PhoneNumber, Refers, Translatable, Url
from sphinx_commspolicy.model.method import Period
from sphinx_commspolicy.model.practice import Address, Change, Contact
from sphinx_commspolicy.model.schedule import WEEKDAYS, Closure
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
from sphinx_commspolicy.phrases.values import (
    value_words,
    weekday_name,
    yes_no,
    yes_no_sentence,
)
from sphinx_commspolicy.render import compose
from sphinx_commspolicy.render.contact import address_line, phone_link, web_link
from sphinx_commspolicy.render.sentences import list_with

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sphinx_commspolicy.render.context import Context

_URL_MARK = get_args(Url)[1]
_NEVER_SHOWN = frozenset({"locked", "internal", "rank", "active", "sample"})
"""Fields that steer the product and say nothing to clients."""


def label_of(ctx: Context, model: type[Fact], name: str) -> str:
    """Return what clients call the field *name* of *model*."""
    return ctx.phrases.gettext(
        model.model_fields[name].title or name.replace("_", " ").capitalize()
    )


def shown_fields(model: type[Fact]) -> list[str]:
    """Return the fields of *model* that say something to clients, in their order."""
    return [name for name in model.model_fields if name not in _NEVER_SHOWN]


def fact_pairs(
    ctx: Context, block: Fact, path: tuple[str, ...], fields: Iterable[str]
) -> list[tuple[list[nodes.Node], list[nodes.Node]]]:
    """Return label and content for each of *fields* that *block*, at *path*, states.

    Neighbours with the same label, such as a choice and the words that explain it, become one.
    """
    pairs: list[tuple[list[nodes.Node], list[nodes.Node]]] = []
    label_before = ""
    for name in fields:
        content = block_content(ctx, block, name, path)
        if not content:
            continue
        label = label_of(ctx, type(block), name)
        if label == label_before:
            pairs[-1][1].extend(content)
        else:
            pairs.append((compose.text(label), content))
        label_before = label
    return pairs


def block_content(ctx: Context, block: Fact, name: str, path: tuple[str, ...]) -> list[nodes.Node]:
    """Return the fact *name* of *block* as block content; nothing where it is not stated."""
    value = getattr(block, name)
    annotation = _annotation(block, name)
    if isinstance(block, Turnaround) and name in {"value", "unit", "sooner"}:
        return _part_of_turnaround(ctx, block, name, path)
    if value is None or value in ((), {}):
        return []
    if isinstance(value, bool):
        return [compose.paragraph(compose.text(yes_no_sentence(ctx.phrases, name, value)))]
    if _marker(annotation, Translatable) == Translatable(markup=True) and isinstance(value, str):
        return ctx.prose(value, *path, name)
    if isinstance(value, tuple) and _is_block(annotation, value):
        return compose.items(
            [_item(ctx, entry, (*path, name, str(index))) for index, entry in enumerate(value)]
        )
    if isinstance(value, dict):
        return compose.items(
            [_item(ctx, entry, (*path, name, key)) for key, entry in value.items()]
        )
    if is_section_of_facts(value):
        pairs = fact_pairs(ctx, value, (*path, name), shown_fields(type(value)))
        return [compose.fact_list(pairs)] if pairs else []
    content = inline_content(ctx, block, name, path)
    ours = not isinstance(value, (str, tuple)) or _is_choice(_element(annotation) or annotation)
    if ours or name == "public_holidays":
        content = compose.sentence_case(content)
    return [compose.paragraph(content)] if content else []


def _part_of_turnaround(
    ctx: Context, promise: Turnaround, name: str, path: tuple[str, ...]
) -> list[nodes.Node]:
    """Return the length of a turnaround in one line, and always that it may be sooner."""
    if name == "unit":
        return []
    if name == "value":
        time = duration(ctx.phrases, promise.value, Unit(promise.unit))
        return [compose.paragraph(compose.text(time))]
    if promise.sooner:
        return ctx.prose(promise.sooner, *path, "sooner")
    return [compose.paragraph(compose.text(sooner_words(ctx)))]


def sooner_words(ctx: Context) -> str:
    """Return what every turnaround says, unless the practice has words of its own for it."""
    return ctx.gettext("We may answer sooner. Please do not count on it.")


def inline_content(ctx: Context, block: Fact, name: str, path: tuple[str, ...]) -> list[nodes.Node]:
    """Return the fact *name* of *block* as inline content; nothing where it is not stated."""
    return _inline(ctx, name, getattr(block, name), _annotation(block, name), (*path, name))


def value_content(ctx: Context, path: tuple[str, ...]) -> list[nodes.Node]:
    """Return any fact by its *path* as inline content, an entry of a list too."""
    for length in range(len(path) - 1, 0, -1):
        block = ctx.get(*path[:length])
        if isinstance(block, Fact):
            name, rest = path[length], path[length + 1 :]
            annotation = _annotation(block, name)
            for _ in rest:
                annotation = _element(annotation)
            return _inline(ctx, name, ctx.get(*path), annotation, path)
    return []


def _inline(
    ctx: Context, name: str, value: Any, annotation: Any, path: tuple[str, ...]
) -> list[nodes.Node]:
    if value is None or value in ((), {}):
        return []
    if name == "excludes":
        return compose.text(list_words(ctx.phrases, excluded_words(ctx, value)))
    if isinstance(value, tuple):
        inner = _element(annotation)
        parts = [
            _inline(ctx, name, entry, inner, (*path, str(index)))
            for index, entry in enumerate(value)
        ]
        if all(len(part) == 1 and isinstance(part[0], nodes.Text) for part in parts):
            words = [part[0].astext() for part in parts]
            # what can be sent has commas of its own
            together = "; ".join(words) if name == "accepts" else list_words(ctx.phrases, words)
            return compose.text(together)
        return list_with(ctx, parts)
    refers = _marker(annotation, Refers)
    if refers is not None:
        return _reference(ctx, refers, value)
    mark = _marker(annotation, Translatable)
    if mark is not None:
        if path == ("practice", "document", "title"):
            return compose.text(ctx.shipped_label(value))  # unless the practice has one of its own
        return ctx.inline(value, *path) if mark.markup else ctx.words(value)
    if isinstance(value, str):
        if _holds(annotation, _URL_MARK):
            return [web_link(value)]
        if name in {"languages", "translated_documents"}:
            return compose.text(language_name(ctx.phrases, value))
        if name in {"country", "jurisdictions", "jurisdiction", "areas", "public_holidays"}:
            return compose.text(region_name(ctx.phrases, value))
        if name == "weekend":
            return compose.text(weekday_name(ctx.phrases, value))
        if _is_choice(annotation):
            known = value != "unknown"
            return compose.text(value_words(ctx.phrases, name, value) if known else "")
        return compose.text(value)
    return _structured(ctx, value, path)


def _structured(ctx: Context, value: Any, path: tuple[str, ...]) -> list[nodes.Node]:
    for kind, write in _WRITERS:
        if isinstance(value, kind):
            return write(ctx, value)
    pairs = [
        ctx.labelled(compose.text(label_of(ctx, type(value), name)), content)
        for name in shown_fields(type(value))
        if (content := inline_content(ctx, value, name, path))
    ]
    return compose.joined(pairs, "; ")


def _contact(ctx: Context, contact: Contact) -> list[nodes.Node]:
    words = ctx.words(contact.name)
    if contact.method is not None:
        words += [nodes.Text(" ("), *ctx.method_link(contact.method), nodes.Text(")")]
    return words


def _covering(ctx: Context, person: CoveringPerson) -> list[nodes.Node]:
    licence = compose.text(f" ({person.licence})" if person.licence else "")
    phone = [phone_link(ctx, person.phone)] if person.phone else []
    return compose.joined([[*ctx.words(person.name), *licence], phone], ", ")


def within_words(ctx: Context, promise: Turnaround) -> str:
    """Return a turnaround in a few words, with what makes it longer than it sounds."""
    time = duration(ctx.phrases, promise.value, Unit(promise.unit))
    if promise.hours is not None and promise.unit == "clock_hour":
        return ctx.gettext("within {time} (only open hours count)", time=time)
    stops = excluded_words(ctx, promise.excludes or ()) if promise.unit != "business_day" else []
    if stops:
        days = list_words(ctx.phrases, stops)
        return ctx.gettext("within {time}, not counting {days}", time=time, days=days)
    return ctx.gettext("within {time}", time=time)


def excluded_words(ctx: Context, names: Iterable[str]) -> list[str]:
    """Return the days that a turnaround leaves out, in words; only those that the calendar knows.

    A weekend that is not Saturday and Sunday is told by its days.
    """
    words: list[str] = []
    for name in names:
        if name == "weekends":
            weekend = ctx.get("calendar", "weekend") or ()
            days = [day for day in WEEKDAYS if day in weekend]
            if days != ["Sa", "Su"]:
                words += [weekday_name(ctx.phrases, day) for day in days]
                continue
        if name == "public_holidays" and ctx.get("calendar", "public_holidays") is None:
            continue
        words.append(value_words(ctx.phrases, "excludes", name))
    return words


def _turnaround(ctx: Context, promise: Turnaround) -> list[nodes.Node]:
    return compose.text(within_words(ctx, promise))


def _closure(ctx: Context, closure: Closure) -> list[nodes.Node]:
    dates = date_range(ctx.phrases, closure.valid_from, closure.valid_through)
    return ctx.labelled(compose.text(dates), ctx.words(closure.name))


_IN_LINE = (Amount, Turnaround, Address, Period, Contact, CoveringPerson, Licence, Closure)
"""Parts of the policy that fit in a line."""


def is_section_of_facts(value: object) -> TypeGuard[Fact]:
    """Return whether *value* has facts of its own that do not fit in a line."""
    return isinstance(value, Fact) and not isinstance(value, _IN_LINE)


def period_words(ctx: Context, period: Period) -> str:
    """Return from when to when something holds; empty where neither end is known."""
    if period.start and period.end:
        return date_range(ctx.phrases, period.start, period.end)
    if period.start:
        return ctx.gettext("from {day}", day=date_words(ctx.phrases, period.start, weekday=False))
    if period.end:
        return ctx.gettext("until {day}", day=date_words(ctx.phrases, period.end, weekday=False))
    return ""


def _licence(ctx: Context, licence: Licence) -> list[nodes.Node]:
    region = region_name(ctx.phrases, licence.jurisdiction)
    kind = ctx.label(licence.kind) if licence.kind else ""
    lead = f"{kind} ({region})" if kind else region
    parts = [f"{lead}, {licence.number}" if licence.number else lead]
    if licence.board:
        parts.append(ctx.gettext("Board: {board}", board=ctx.label(licence.board)))
    if licence.compact:
        parts.append(ctx.label(licence.compact))
    return compose.text(". ".join(parts))


_WRITERS: tuple[tuple[type[Any], Callable[[Context, Any], list[nodes.Node]]], ...] = (
    (bool, lambda ctx, value: compose.text(yes_no(ctx.phrases, value))),
    (int, lambda _, value: compose.text(str(value))),
    (OpeningHours, lambda ctx, value: compose.text(hours_sentence(ctx.phrases, value))),
    (dt.date, lambda ctx, value: compose.text(date_words(ctx.phrases, value, weekday=False))),
    (ZoneInfo, lambda _, value: compose.text(str(value).replace("_", " "))),
    (Amount, lambda ctx, value: compose.text(amount(ctx.phrases, value))),
    (Address, lambda ctx, value: compose.text(address_line(ctx, value))),
    (Period, lambda ctx, value: compose.text(period_words(ctx, value))),
    (PhoneNumber, lambda ctx, value: [phone_link(ctx, value)]),
    (Turnaround, _turnaround),
    (Contact, _contact),
    (CoveringPerson, _covering),
    (Licence, _licence),
    (Closure, _closure),
)
"""How each kind of value is written; a bool is an int too, so it comes first."""


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
    if isinstance(entry, CrisisService):
        from sphinx_commspolicy.render.crisis import service_line

        return [compose.paragraph(service_line(ctx, entry, path))]
    if isinstance(entry, Change):
        return _change(ctx, entry, path)
    if not isinstance(entry, _IN_LINE):
        lead = getattr(entry, "name", None)
        fields = [name for name in shown_fields(type(entry)) if name != "name"]
        pairs = fact_pairs(ctx, entry, path, fields)
        head = [compose.paragraph([compose.strong(ctx.words(lead))])] if lead else []
        return [*head, *([compose.fact_list(pairs)] if pairs else [])]
    content: list[nodes.Node] = [compose.paragraph(_structured(ctx, entry, path))]
    if isinstance(entry, Address) and entry.note:
        content += ctx.prose(entry.note, *path, "note")
    return content


def _change(ctx: Context, change: Change, path: tuple[str, ...]) -> list[nodes.Node]:
    day = date_words(ctx.phrases, change.date, weekday=False)
    lead = ctx.gettext("Version {version}, {date}", version=change.version, date=day)
    content: list[nodes.Node] = [compose.paragraph([compose.strong(compose.text(lead))])]
    content += ctx.prose(change.summary, *path, "summary")
    if change.material:
        again = ctx.gettext("You need to sign again.")
        content.append(compose.paragraph(compose.text(again)))
    return content


# ---- what a field's declaration says


def _annotation(block: Fact, name: str) -> Any:
    return _declared(type(block), name)


@cache
def _declared(model: type[Fact], name: str) -> Any:
    info = model.model_fields[name]
    return Annotated[info.annotation, *info.metadata] if info.metadata else info.annotation


def _marker(annotation: Any, kind: type[Any]) -> Any:
    """Return the mark of *kind* on a single value's type; None if there is none."""
    return next((mark for mark in _marks(annotation) if isinstance(mark, kind)), None)


def _holds(annotation: Any, mark: Any) -> bool:
    return mark in _marks(annotation)


@cache
def _marks(annotation: Any) -> tuple[Any, ...]:
    """Return every mark on a single value's type, the outermost first."""
    if get_origin(annotation) is Annotated:
        return (*annotation.__metadata__, *_marks(get_args(annotation)[0]))
    if get_origin(annotation) in {Union, types.UnionType}:
        return tuple(mark for arm in get_args(annotation) for mark in _marks(arm))
    return ()


@cache
def _is_choice(annotation: Any) -> bool:
    from typing import Literal

    if get_origin(annotation) is Literal:
        return True
    return get_origin(annotation) is not tuple and any(
        _is_choice(arm) for arm in get_args(annotation) if not isinstance(arm, str)
    )


@cache
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
