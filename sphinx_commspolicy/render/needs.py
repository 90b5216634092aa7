"""What clients need, and the best way to it: ``need-route``, ``need-routes``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_commspolicy.diagnostics import quote
from sphinx_commspolicy.phrases.values import value_words
from sphinx_commspolicy.render import compose
from sphinx_commspolicy.render.contact import contact_value
from sphinx_commspolicy.render.crisis import answers_when, service_in_line
from sphinx_commspolicy.render.methods import turnaround_words
from sphinx_commspolicy.render.sentences import list_with, sentence_with
from sphinx_commspolicy.render.values import within_words

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
        return [compose.paragraph(_sentence(ctx, name, need))]
    title: list[nodes.Node] = [compose.strong(ctx.words(need.name))]
    return [_block(ctx, name, need, title, card=form == "card")]


def need_routes(ctx: Context) -> list[nodes.Node]:
    """Return the route for each need."""
    needs: dict[str, Need] = ctx.get("needs") or {}
    gaps: list[nodes.Node] = []
    if ctx.argument:
        needs, gaps = ctx.all_named("needs", ctx.argument)
        if not needs:
            return gaps
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
        return [_table(ctx, needs), *gaps]
    blocks = [
        _block(ctx, name, need, [compose.strong(_title(ctx, name, need))], card=form == "cards")
        for name, need in needs.items()
    ]
    return [*([compose.card_grid(blocks)] if form == "cards" else blocks), *gaps]


# ---- parts


def _block(
    ctx: Context, name: str, need: Need, title: list[nodes.Node], *, card: bool
) -> nodes.Element:
    facts = compose.fact_list(_facts(ctx, name, need))
    classes = ("commspolicy-need", f"commspolicy-{need.category}")
    if card:
        return compose.card(title, [facts], *classes)
    return compose.block([compose.paragraph(title, "commspolicy-name"), facts], *classes)


def route_words(
    ctx: Context, need: str, route: str, separator: str = "", *, short: bool = False
) -> list[nodes.Node]:
    """Return a route of *need* with its number or address: a method, or a crisis service.

    Between them stands the *separator*, or else what the language puts after a label. A *short*
    one leaves out a web address where the method's name leads to its description.
    """
    method = ctx.get("methods", route)
    if method is None:
        return service_in_line(ctx, route, separator)
    if not method.usable:
        message = f"the need {quote(need)} goes to {quote(route)}, which is not in use"
        ctx.warn_missing(message, "needs", at=("needs", need))
        status = value_words(ctx.phrases, "status", method.status)
        status = status[:1].lower() + status[1:]
        words = [*ctx.method_link(route), nodes.Text(f" ({status}")]
        if method.instead:
            instead = ctx.method_link(method.instead)
            words += sentence_with(ctx.gettext("; please use instead: {method}"), method=instead)
        return [*words, nodes.Text(")")]
    words = ctx.method_link(route)
    value = contact_value(ctx, method)
    if short and isinstance(words[0], nodes.reference) and method.system in _BY_WEB:
        value = []
    if not value:
        return words
    return [*words, nodes.Text(separator), *value] if separator else ctx.labelled(words, value)


_BY_WEB = frozenset({"portal", "url", "video"})
"""Systems whose addresses are links and no more."""


def hear_back(ctx: Context, need: Need) -> list[nodes.Node]:
    """Return when a client hears back on this need, in a few words.

    A public service answers when it is open; the practice promises nothing for it.
    """
    if need.turnaround:
        return compose.text(within_words(ctx, need.turnaround.completed(ctx.get("turnaround"))))
    method = ctx.get("methods", need.first)
    if method is None:
        return compose.text(answers_when(ctx, need.first))
    return turnaround_words(ctx, method)


def _title(ctx: Context, name: str, need: Need) -> list[nodes.Node]:
    return ctx.link_to("need", name, ctx.words(need.name))


def _second(ctx: Context, name: str, need: Need, *, short: bool = False) -> list[nodes.Node]:
    if not need.second:
        return []
    words = route_words(ctx, name, need.second, short=short)
    if need.if_no_answer_by:
        return sentence_with(
            ctx.gettext("{route} (if you have no answer by {time})"),
            route=words,
            time=ctx.words(need.if_no_answer_by),
        )
    return words


def _not_by(ctx: Context, need: Need) -> list[nodes.Node]:
    return compose.joined((ctx.method_link(method) for method in need.not_by), ", ")


def _facts(ctx: Context, name: str, need: Need) -> list[tuple[list[nodes.Node], list[nodes.Node]]]:
    path = ("needs", name)
    rows: list[tuple[str, list[nodes.Node]]] = [
        (ctx.gettext("Best way"), _para(route_words(ctx, name, need.first))),
        (ctx.gettext("If that does not work"), _para(_second(ctx, name, need))),
        (ctx.gettext("You hear back"), _para(compose.sentence_case(hear_back(ctx, need)))),
        (ctx.gettext("Please not by"), _para(_not_by(ctx, need))),
        (ctx.gettext("What to say"), ctx.prose(need.say, *path, "say") if need.say else []),
        (
            ctx.gettext("What we do with it"),
            ctx.prose(need.what_we_do, *path, "what_we_do") if need.what_we_do else [],
        ),
        (ctx.gettext("Note"), ctx.prose(need.note, *path, "note") if need.note else []),
    ]
    return [(compose.text(label), content) for label, content in rows if content]


def _para(content: list[nodes.Node]) -> list[nodes.Node]:
    return [compose.paragraph(content)] if content else []


def _sentence(ctx: Context, name: str, need: Need) -> list[nodes.Node]:
    words = sentence_with(
        ctx.gettext("{need}: use {route}."),
        need=[compose.strong(ctx.words(need.name))],
        route=route_words(ctx, name, need.first, ", "),
    )
    if need.second and need.if_no_answer_by:
        words += sentence_with(
            " " + ctx.gettext("If you have no answer by {time}, use {route}."),
            time=ctx.words(need.if_no_answer_by),
            route=route_words(ctx, name, need.second, ", "),
        )
    elif need.second:
        words += sentence_with(
            " " + ctx.gettext("If that does not work, use {route}."),
            route=route_words(ctx, name, need.second, ", "),
        )
    if need.not_by:
        methods = list_with(ctx, [ctx.method_link(method) for method in need.not_by])
        words += sentence_with(" " + ctx.gettext("Please do not use {methods}."), methods=methods)
    return words


def _table(ctx: Context, needs: dict[str, Need]) -> nodes.table:
    """Return three columns, which is what a phone has room for: the second way below the best."""
    head = [
        compose.text(ctx.gettext("You want to")),
        compose.text(ctx.gettext("Best way")),
        compose.text(ctx.gettext("You hear back")),
    ]
    rows: list[list[list[nodes.Node]]] = []
    for name, need in needs.items():
        first = route_words(ctx, name, need.first, short=True)
        if need.second or need.not_by:
            first.append(nodes.Text("."))
        best: list[nodes.Node] = [compose.paragraph(first)]
        for sentence, content in (
            (ctx.gettext("If that does not work: {way}."), _second(ctx, name, need, short=True)),
            (ctx.gettext("Please not by: {way}."), _not_by(ctx, need)),
        ):
            if content:
                # full stops, because some builders run the paragraphs of a cell together
                best.append(compose.paragraph(sentence_with(sentence, way=content)))
        rows.append(
            [
                [compose.paragraph(_title(ctx, name, need))],
                best,
                _para(compose.sentence_case(hear_back(ctx, need))) or compose.no_fact(),
            ]
        )
    return compose.table(head, rows, (28, 44, 28), "commspolicy-needs")
