"""Facts within a sentence: what the roles put there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sphinx_commspolicy.calendar import Unit
from sphinx_commspolicy.diagnostics import Code, did_you_mean, quote
from sphinx_commspolicy.effective import PRACTICE
from sphinx_commspolicy.facts import FactKey
from sphinx_commspolicy.model.fields import Fact
from sphinx_commspolicy.phrases.times import duration
from sphinx_commspolicy.render import compose
from sphinx_commspolicy.render.contact import NUMBER, contact_or_reason, short_number_uri
from sphinx_commspolicy.render.crisis import find_service, service_in_line
from sphinx_commspolicy.render.values import value_content

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from docutils import nodes

    from sphinx_commspolicy.model.clinician import Clinician
    from sphinx_commspolicy.model.method import Method
    from sphinx_commspolicy.render.context import Context


def inline_fact(ctx: Context, kind: str, target: str) -> list[nodes.Node]:
    """Return what the role *kind* says of *target*."""
    found = _ROLES[kind](ctx, target)
    if found:
        return found
    return ctx.missing_words(target)


def _contact(ctx: Context, target: str) -> list[nodes.Node]:
    name, _, field = target.partition(".")
    method: Method | None = ctx.named("methods", name)
    if method is None:
        return []
    if field in {"", "value"}:
        if not _in_use(ctx, name):
            return []
        return contact_or_reason(ctx, method) or _nothing(ctx, ("methods", name, "value"))
    if field == "turnaround":
        return _turnaround(ctx, name)
    return _field(ctx, method, ("methods", name), field)


def _in_use(ctx: Context, name: str) -> bool:
    """Return whether a method can be used now; if not, warn that it has nothing to show."""
    method: Method | None = ctx.get("methods", name)
    if method is None or method.usable:
        return True
    message = f"the method {quote(name)} is not in use: no page may lead clients to it"
    ctx.warn(Code.fact_missing, message)
    return False


def _turnaround(ctx: Context, target: str) -> list[nodes.Node]:
    general = ctx.get("turnaround")
    found = general
    if target != "practice":
        method, need = ctx.get("methods", target), ctx.get("needs", target)
        if method is None and need is None:
            policy = ctx.reader.facts.policy(ctx.reader.quiet_scope)
            known = ["practice", *policy.methods, *policy.needs]
            ctx.warn_missing(
                f"there is no method or need {quote(target)}", "methods", target, known
            )
            return []
        if need is not None and need.turnaround is None:
            method = ctx.get("methods", need.first)
            if method is None:
                message = f"the need {quote(target)} goes to a public service"
                ctx.warn_missing(f"{message}: there is no turnaround to show", "needs")
                return []
        if method is not None and not _in_use(ctx, need.first if need else target):
            return []
        found = (
            (need.turnaround if need else None)
            or (method.turnaround if method else None)
            or general
        )
    if found is None:
        return _nothing(ctx, ("turnaround",))
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
        return _path(ctx, ("calendar", "hours"))
    if ctx.named("methods", target) is None:
        return []
    return _path(ctx, ("methods", target, "hours"))


def _crisis(ctx: Context, target: str) -> list[nodes.Node]:
    if target == "emergency":
        services = ctx.reader.country_services()
        if services is None:
            return _nothing(ctx, ("crisis", target))
        number = services.emergency_number
        return [compose.link(short_number_uri("tel", number), number, NUMBER)]
    if find_service(ctx, target) is None:
        local = ctx.get("crisis", "local") or {}
        known = ["emergency", *ctx.reader.services(), *local]
        ctx.warn_missing(f"there is no crisis service {quote(target)}", "crisis", target, known)
        return []
    return service_in_line(ctx, target)


_OF_USE = frozenset({"value", "url", "hours", "checked", "turnaround", "setup", "voicemail"})
"""Facts of a method that would invite clients to use it."""


def _path(ctx: Context, path: tuple[str, ...]) -> list[nodes.Node]:
    """Return any fact by its path."""
    if path[0] == "methods" and len(path) > 2 and path[2] in _OF_USE and not _in_use(ctx, path[1]):
        return []
    value = ctx.get(*path)
    if value is None:
        unknown = unknown_step(ctx, path)
        if unknown is None:
            return _nothing(ctx, path)
        step, known = unknown
        message = f"there is no fact {quote('.'.join(path))}"
        if step == path[0]:
            ctx.warn(Code.fact_missing, f"{message}. {did_you_mean(step, known)}".strip())
        else:
            ctx.warn_missing(message, path[0], step, known)
        return []
    if isinstance(value, str) and path[0] == "methods" and path[-1] == "value":
        method: Method = ctx.get("methods", path[1])
        return contact_or_reason(ctx, method)
    return value_content(ctx, path) or _nothing(ctx, path)


def unknown_step(ctx: Context, path: tuple[str, ...]) -> tuple[str, list[str]] | None:
    """Return the first step of *path* that names nothing there can be, with what there is."""
    facts, scope = ctx.reader.facts, ctx.reader.quiet_scope
    for depth, step in enumerate(path):
        owner = facts.value(FactKey(scope, path[:depth]))
        if isinstance(owner, Fact) and step not in type(owner).model_fields:
            return step, list(type(owner).model_fields)
        if isinstance(owner, dict) and step not in owner:
            return step, list(owner)
    return None


def _field(ctx: Context, block: Fact, path: tuple[str, ...], field: str) -> list[nodes.Node]:
    if field.split(".", maxsplit=1)[0] not in type(block).model_fields:
        known: Iterable[str] = type(block).model_fields
        ctx.warn_missing(f"{quote(path[-1])} has no fact {quote(field)}", path[0], field, known)
        return []
    return _path(ctx, (*path, *field.split(".")))


def _nothing(ctx: Context, path: tuple[str, ...]) -> list[nodes.Node]:
    ctx.warn_missing(f"the fact {quote('.'.join(path))} is not stated", path[0], at=path[:-1])
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
