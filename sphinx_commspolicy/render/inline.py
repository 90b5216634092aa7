"""Facts within a sentence: what the roles put there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sphinx_commspolicy.calendar import Unit
from sphinx_commspolicy.diagnostics import Code, quote
from sphinx_commspolicy.effective import PRACTICE
from sphinx_commspolicy.facts import FactKey
from sphinx_commspolicy.model.clinician import Clinician
from sphinx_commspolicy.model.fields import Fact
from sphinx_commspolicy.model.method import Method
from sphinx_commspolicy.phrases.times import duration, hours_sentence
from sphinx_commspolicy.render import compose
from sphinx_commspolicy.render.contact import NUMBER, contact_or_reason, short_number_uri, web_link
from sphinx_commspolicy.render.crisis import find_service, service_in_line
from sphinx_commspolicy.render.values import inline_content

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from docutils import nodes

    from sphinx_commspolicy.render.context import Context


def inline_fact(ctx: Context, kind: str, target: str) -> list[nodes.Node]:
    """Return what the role *kind* says of *target*."""
    found = _ROLES[kind](ctx, target)
    if found:
        return found
    words = ctx.gettext("[Missing: {what}]", what=target)
    return [compose.inline(compose.text(words), "commspolicy-missing")]


def _contact(ctx: Context, target: str) -> list[nodes.Node]:
    name, _, field = target.partition(".")
    method: Method | None = ctx.named("methods", name)
    if method is None:
        return []
    if field in {"", "value"}:
        if not method.usable:
            ctx.warn(
                Code.fact_missing,
                f"the method {quote(name)} is not in use: it has no number to show",
            )
            return []
        return contact_or_reason(ctx, name, method) or _nothing(ctx, "methods", target)
    if field == "url":
        return [web_link(method.url)] if method.url else _nothing(ctx, "methods", target)
    if field == "turnaround":
        return _turnaround(ctx, name)
    return _field(ctx, method, ("methods", name), field)


def _turnaround(ctx: Context, target: str) -> list[nodes.Node]:
    general = ctx.get("turnaround")
    found = general
    if target != "practice":
        method, need = ctx.get("methods", target), ctx.get("needs", target)
        if method is None and need is None:
            policy = ctx.reader.facts.policy(ctx.reader.scope)
            known = ["practice", *policy.methods, *policy.needs]
            ctx.warn_missing(
                f"there is no method or need {quote(target)}", "methods", target, known
            )
            return []
        first = ctx.get("methods", need.first) if need else None
        found = (
            (need.turnaround if need else None)
            or (method.turnaround if method else None)
            or (first.turnaround if first else None)
            or general
        )
    if found is None:
        return _nothing(ctx, "turnaround", target)
    return compose.text(duration(ctx.phrases, found.value, Unit(found.unit)))


def _clinician(ctx: Context, target: str) -> list[nodes.Node]:
    name, _, field = target.partition(".")
    everybody = replace(ctx, reader=ctx.reader.for_scope(PRACTICE))
    person: Clinician | None = everybody.named("clinicians", name)
    if person is None:
        return []
    return _field(everybody, person, ("clinicians", name), field or "name")


def _practice(ctx: Context, target: str) -> list[nodes.Node]:
    return _path(ctx, ("practice", *target.split(".")))


def _fact(ctx: Context, target: str) -> list[nodes.Node]:
    return _path(ctx, tuple(target.split(".")))


def _hours(ctx: Context, target: str) -> list[nodes.Node]:
    if target == "practice":
        hours = ctx.get("calendar", "hours")
        section = "calendar"
    else:
        method = ctx.named("methods", target)
        if method is None:
            return []
        hours, section = method.hours, "methods"
    if hours is None:
        return _nothing(ctx, section, f"{target}.hours")
    return compose.text(hours_sentence(ctx.phrases, hours))


def _crisis(ctx: Context, target: str) -> list[nodes.Node]:
    if target == "emergency":
        services = ctx.reader.country_services()
        if services is None:
            return _nothing(ctx, "crisis", target)
        number = services.emergency_number
        return [compose.link(short_number_uri("tel", number), number, NUMBER)]
    if find_service(ctx, target) is None:
        local = ctx.get("crisis", "local") or {}
        known = ["emergency", *ctx.reader.services(), *local]
        ctx.warn_missing(f"there is no crisis service {quote(target)}", "crisis", target, known)
        return []
    return service_in_line(ctx, target)


def _path(ctx: Context, path: tuple[str, ...]) -> list[nodes.Node]:
    """Return any fact by its path."""
    facts, scope = ctx.reader.facts, ctx.reader.scope
    value = ctx.get(*path)
    owner = facts.value(FactKey(scope, path[:-1]))
    if isinstance(owner, Fact) and path[-1] not in type(owner).model_fields:
        known = type(owner).model_fields
        ctx.warn_missing(f"there is no fact {quote('.'.join(path))}", path[0], path[-1], known)
        return []
    if value is None:
        return _nothing(ctx, path[0], ".".join(path))
    if isinstance(owner, Fact):
        found = inline_content(ctx, owner, path[-1], path[:-1])
        if found:
            return found
    elif isinstance(value, str):
        return ctx.inline(value, *path)
    return _nothing(ctx, path[0], ".".join(path))


def _field(ctx: Context, block: Fact, path: tuple[str, ...], field: str) -> list[nodes.Node]:
    if field.split(".", maxsplit=1)[0] not in type(block).model_fields:
        known: Iterable[str] = type(block).model_fields
        ctx.warn_missing(f"{quote(path[-1])} has no fact {quote(field)}", path[0], field, known)
        return []
    return _path(ctx, (*path, *field.split(".")))


def _nothing(ctx: Context, section: str, what: str) -> list[nodes.Node]:
    ctx.warn_missing(f"the fact {quote(what)} is not stated", section)
    return []


_ROLES: dict[str, Callable[[Context, str], list[nodes.Node]]] = {
    "contact": _contact,
    "turnaround": _turnaround,
    "clinician": _clinician,
    "practice": _practice,
    "hours": _hours,
    "crisis": _crisis,
    "fact": _fact,
}
"""What each role says."""
