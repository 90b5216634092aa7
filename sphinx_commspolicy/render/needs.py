"""What clients need, and the best way to it: ``need-route``, ``need-routes``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_commspolicy.calendar import Unit
from sphinx_commspolicy.phrases.times import duration
from sphinx_commspolicy.phrases.values import value_words
from sphinx_commspolicy.render import compose
from sphinx_commspolicy.render.contact import contact_value
from sphinx_commspolicy.render.crisis import service_in_line
from sphinx_commspolicy.render.methods import turnaround_words
from sphinx_commspolicy.render.sentences import sentence_with

if TYPE_CHECKING:
    from sphinx_commspolicy.model.need import Need
    from sphinx_commspolicy.render.context import Context

_ORDER = ("crisis", "administrative", "clinical")
"""Categories in the order in which readers must find them: crises first."""


def need_route(ctx: Context) -> list[nodes.Node]:
    """Return the route for one need."""
    name = ctx.argument[0]
    need = ctx.named("needs", name)
    if need is None:
        return ctx.missing(name)
    form = ctx.options.get("form", "list")
    if form == "sentence":
        return [compose.paragraph(_sentence(ctx, need))]
    title: list[nodes.Node] = [compose.strong(ctx.words(need.name))]
    facts = compose.fact_list(_facts(ctx, name, need))
    if form == "card":
        return [compose.card(title, [facts], "commspolicy-need")]
    return [
        compose.block([compose.paragraph(title, "commspolicy-name"), facts], "commspolicy-need")
    ]


def need_routes(ctx: Context) -> list[nodes.Node]:
    """Return the route for each need."""
    needs: dict[str, Need] = ctx.get("needs") or {}
    if ctx.argument:
        needs = {name: block for name in ctx.argument if (block := ctx.named("needs", name))}
    else:
        needs = dict(sorted(needs.items(), key=lambda pair: _ORDER.index(pair[1].category)))
    categories = ctx.options.get("category")
    if categories:
        needs = {name: need for name, need in needs.items() if need.category in categories}
    if not needs:
        ctx.warn_missing("no needs are declared that could be shown here", "needs")
        return ctx.missing(ctx.gettext("the best way for each need"))
    form = ctx.options.get("form", "table")
    if form == "table":
        return [_table(ctx, needs)]
    blocks = [
        (compose.strong(_title(ctx, name, need)), compose.fact_list(_facts(ctx, name, need)))
        for name, need in needs.items()
    ]
    if form == "cards":
        return [compose.card_grid(compose.card([title], [facts]) for title, facts in blocks)]
    return [
        compose.block([compose.paragraph([title], "commspolicy-name"), facts], "commspolicy-need")
        for title, facts in blocks
    ]


# ---- parts


def route_words(ctx: Context, route: str) -> list[nodes.Node]:
    """Return a route as link with its number or address: a method, or a crisis service."""
    method = ctx.get("methods", route)
    if method is None:
        return service_in_line(ctx, route)
    value = contact_value(ctx, route, method)
    words = ctx.method_link(route)
    if not method.usable:
        ctx.warn_missing(f"the route “{route}” is a method that is not in use", "needs")
        status = value_words(ctx.phrases, "status", method.status)
        return [*words, nodes.Text(f" ({status[:1].lower()}{status[1:]})")]
    return [*words, nodes.Text(": "), *value] if value else words


def hear_back(ctx: Context, need: Need) -> list[nodes.Node]:
    """Return when a client hears back on this need, in a few words."""
    if need.turnaround:
        time = duration(ctx.phrases, need.turnaround.value, Unit(need.turnaround.unit))
        return compose.text(ctx.gettext("within {time}", time=time))
    method = ctx.get("methods", need.first)
    if method is None:
        return compose.text(ctx.gettext("at once"))
    return turnaround_words(ctx, need.first, method)


def _title(ctx: Context, name: str, need: Need) -> list[nodes.Node]:
    return ctx.link_to("need", name, ctx.words(need.name))


def _second(ctx: Context, need: Need) -> list[nodes.Node]:
    if not need.second:
        return []
    words = route_words(ctx, need.second)
    if need.if_no_answer_by:
        return sentence_with(
            ctx.gettext("{route} (if you have no answer by {time})"),
            route=words,
            time=ctx.words(need.if_no_answer_by),
        )
    return words


def _facts(ctx: Context, name: str, need: Need) -> list[tuple[list[nodes.Node], list[nodes.Node]]]:
    path = ("needs", name)
    not_by = compose.joined((ctx.method_link(method) for method in need.not_by), ", ")
    rows: list[tuple[str, list[nodes.Node]]] = [
        (ctx.gettext("Best way"), _para(route_words(ctx, need.first))),
        (ctx.gettext("If that does not work"), _para(_second(ctx, need))),
        (ctx.gettext("You hear back"), _para(hear_back(ctx, need))),
        (ctx.gettext("Please not by"), _para(not_by)),
        (ctx.gettext("Tell us"), ctx.prose(need.say, *path, "say") if need.say else []),
        (
            ctx.gettext("What we do with it"),
            ctx.prose(need.what_we_do, *path, "what_we_do") if need.what_we_do else [],
        ),
        (ctx.gettext("Note"), ctx.prose(need.note, *path, "note") if need.note else []),
    ]
    return [(compose.text(label), content) for label, content in rows if content]


def _para(content: list[nodes.Node]) -> list[nodes.Node]:
    return [compose.paragraph(content)] if content else []


def _sentence(ctx: Context, need: Need) -> list[nodes.Node]:
    first = sentence_with(
        ctx.gettext("{need}: use {route}."),
        need=ctx.words(need.name),
        route=route_words(ctx, need.first),
    )
    if not need.second:
        return first
    return [
        *first,
        nodes.Text(" "),
        *sentence_with(
            ctx.gettext("If that does not work, use {route}."), route=route_words(ctx, need.second)
        ),
    ]


def _table(ctx: Context, needs: dict[str, Need]) -> nodes.table:
    head = [
        compose.text(ctx.gettext("You want to")),
        compose.text(ctx.gettext("Best way")),
        compose.text(ctx.gettext("If that does not work")),
        compose.text(ctx.gettext("You hear back")),
    ]
    rows: list[list[list[nodes.Node]]] = []
    for name, need in needs.items():
        best: list[nodes.Node] = [compose.paragraph(route_words(ctx, need.first))]
        if need.not_by:
            avoided = compose.joined((ctx.method_link(method) for method in need.not_by), ", ")
            best.append(
                compose.paragraph(
                    sentence_with(ctx.gettext("Please not by: {methods}"), methods=avoided)
                )
            )
        rows.append(
            [
                [compose.paragraph(_title(ctx, name, need))],
                best,
                _para(_second(ctx, need)) or _para(compose.text("–")),
                _para(hear_back(ctx, need)) or _para(compose.text("–")),
            ]
        )
    return compose.table(head, rows, (28, 30, 26, 16), "commspolicy-needs")
