"""Methods of contact: ``contact-method``, ``contact-methods``, ``method-setup``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_commspolicy.calendar import Unit
from sphinx_commspolicy.model.method import Method, by_preference, not_used
from sphinx_commspolicy.phrases.times import duration, hours_sentence
from sphinx_commspolicy.phrases.values import value_words
from sphinx_commspolicy.render import compose
from sphinx_commspolicy.render.contact import contact_or_reason, contact_value, web_link
from sphinx_commspolicy.render.values import block_content, fact_pairs, label_of, shown_fields

if TYPE_CHECKING:
    from sphinx_commspolicy.render.context import Context

Pair = tuple[list[nodes.Node], list[nodes.Node]]

_SPECIAL = ("name", "system", "url", "setup", "risk", "we_do", "you_can", "use", "owner")
"""Fields that are said elsewhere: by other directives, or as part of another line."""
_WHEN_NOT_USED = ("status", "instead", "if_tried")
"""Fields that speak of a method that clients cannot use."""


def contact_method(ctx: Context) -> list[nodes.Node]:
    """Return everything about one method."""
    name = ctx.argument[0]
    method = ctx.named("methods", name)
    if method is None:
        return ctx.missing(name)
    form = ctx.options.get("form", "list")
    if form == "sentence":
        return [compose.paragraph(method_sentence(ctx, name, method))]
    title = title_of(ctx, name, method, linked=False)
    facts = compose.fact_list(method_facts(ctx, name, method))
    content: list[nodes.Node] = [facts] if len(facts) else []
    if form == "card":
        return [compose.card(title, content, *_classes(method))]
    return [
        compose.block([compose.paragraph(title, "commspolicy-name"), *content], *_classes(method))
    ]


def contact_methods(ctx: Context) -> list[nodes.Node]:
    """Return every method: those in use, the best first, then those that are not used."""
    methods = ctx.get("methods") or {}
    if ctx.argument:
        methods = {name: block for name in ctx.argument if (block := ctx.named("methods", name))}
    if not methods:
        ctx.warn_missing("no methods of contact are declared", "methods")
        return ctx.missing(ctx.gettext("methods of contact"))
    shown = ctx.options.get("not-used", "show")
    used = by_preference(methods) if shown != "only" else []
    unused = not_used(methods) if shown != "hide" else []
    form = ctx.options.get("form", "table")
    result: list[nodes.Node] = []
    if used and form == "table":
        result.append(_table(ctx, used))
    elif used and form == "cards":
        cards = [
            compose.card(
                title_of(ctx, name, method), [compose.fact_list(short_facts(ctx, name, method))]
            )
            for name, method in used
        ]
        result.append(compose.card_grid(cards))
    elif used:
        result += [
            compose.block(
                [
                    compose.paragraph(title_of(ctx, name, method), "commspolicy-name"),
                    compose.fact_list(short_facts(ctx, name, method)),
                ],
                *_classes(method),
            )
            for name, method in used
        ]
    if unused:
        if shown != "only":
            lead = ctx.gettext("Please do not use these. We may never see your message:")
            result.append(compose.paragraph(compose.text(lead), "commspolicy-not-used-lead"))
        items = [_not_used_item(ctx, name, method) for name, method in unused]
        listed = compose.bullet_list(items)
        listed["classes"].append("commspolicy-not-used")
        result.append(listed)
    return result


def method_setup(ctx: Context) -> list[nodes.Node]:
    """Return how to get and set up what a method needs."""
    name = ctx.argument[0]
    method = ctx.named("methods", name)
    if method is None:
        return ctx.missing(name)
    setup = method.setup
    path = ("methods", name, "setup")
    if setup is None:
        ctx.warn_missing(f"the method “{name}” has no “setup”", "methods")
        return ctx.missing(ctx.gettext("how to set up {method}", method=ctx.label(method.name)))
    before = fact_pairs(ctx, setup, path, ("app", "url", "account_needed"))
    after = fact_pairs(ctx, setup, path, ("help", "help_method", "without_smartphone"))
    result: list[nodes.Node] = [compose.fact_list(before)] if before else []
    if setup.steps:
        steps = [
            ctx.prose(step, *path, "steps", str(index)) for index, step in enumerate(setup.steps)
        ]
        result.append(compose.numbered_list(steps))
    if after:
        result.append(compose.fact_list(after))
    return [compose.block(result, "commspolicy-setup")]


# ---- parts


def title_of(ctx: Context, name: str, method: Method, *, linked: bool = True) -> list[nodes.Node]:
    """Return the name of a method, with the words that mark the preferred one and its status."""
    words: list[nodes.Node] = [compose.strong(ctx.words(method.name))]
    title = ctx.link_to("method", name, words) if linked else words
    if method.rank == 1 and method.usable:
        title = [*title, nodes.Text(ctx.gettext(" (best way to reach us)"))]
    elif method.status != "in_use":
        status = value_words(ctx.phrases, "status", method.status)
        title = [*title, nodes.Text(f" ({status[:1].lower()}{status[1:]})")]
    return title


def method_facts(ctx: Context, name: str, method: Method) -> list[Pair]:
    """Return the facts of one method that the options leave, number or address first."""
    fields = ["value", *shown_fields(Method)]
    hidden = {*_SPECIAL, *_WHEN_NOT_USED} if method.usable else {*fields} - {*_WHEN_NOT_USED, "note"}
    pairs: list[Pair] = []
    for field in ctx.chosen(dict.fromkeys(fields)):
        if field in hidden and field not in ctx.options.get("show", ()):
            continue
        content = _fact(ctx, name, method, field)
        if content:
            pairs.append((compose.text(label_of(ctx, Method, field)), content))
    return pairs


def short_facts(ctx: Context, name: str, method: Method) -> list[Pair]:
    """Return the facts of one method that an overview needs."""
    return [
        (compose.text(label_of(ctx, Method, field)), content)
        for field in ("value", "hours", "turnaround", "accepts", "keep_out")
        if (content := _fact(ctx, name, method, field))
    ]


def _fact(ctx: Context, name: str, method: Method, field: str) -> list[nodes.Node]:
    if field == "value":
        value = contact_or_reason(ctx, name, method)
        return [compose.paragraph(value)] if value else []
    if field == "turnaround":
        return [compose.paragraph(words)] if (words := turnaround_words(ctx, name, method)) else []
    if field == "status" and method.status == "in_use":
        return []
    if field == "consent_needed" and not method.consent_needed:
        return []
    if field == "attended" and not method.attended:
        return []
    return block_content(ctx, method, field, ("methods", name))


def turnaround_words(ctx: Context, name: str, method: Method) -> list[nodes.Node]:
    """Return when a client hears back by this method, in a few words."""
    del name
    if not method.usable:
        return []
    if method.attended and method.hours is not None:
        at_once = ctx.gettext("at once, if we are free")
    else:
        at_once = ""
    turnaround = method.turnaround or ctx.get("turnaround")
    if turnaround is None:
        return compose.text(at_once)
    time = duration(ctx.phrases, turnaround.value, Unit(turnaround.unit))
    words = ctx.gettext("within {time}", time=time)
    if at_once:
        words = ctx.gettext("{at_once}; messages {within_time}", at_once=at_once, within_time=words)
    return compose.text(words)


def method_sentence(ctx: Context, name: str, method: Method) -> list[nodes.Node]:
    """Return one sentence that says how to use a method."""
    from sphinx_commspolicy.render.sentences import sentence_with

    if not method.usable:
        return [
            *compose.text(ctx.gettext("{method}: we do not use it.", method=ctx.label(method.name)))
        ]
    value = contact_value(ctx, name, method)
    if not value:
        return sentence_with(
            ctx.gettext("You can reach us by {method}."), method=ctx.words(method.name)
        )
    if method.hours is None:
        return sentence_with(
            ctx.gettext("You can reach us by {method}: {value}."),
            method=ctx.words(method.name),
            value=value,
        )
    return sentence_with(
        ctx.gettext("You can reach us by {method}: {value} ({hours})."),
        method=ctx.words(method.name),
        value=value,
        hours=compose.text(hours_sentence(ctx.phrases, method.hours)),
    )


def _table(ctx: Context, used: list[tuple[str, Method]]) -> nodes.table:
    head = [
        compose.text(ctx.gettext("Method")),
        compose.text(ctx.gettext("Number or address")),
        compose.text(ctx.gettext("When we are there")),
        compose.text(ctx.gettext("You hear back")),
    ]
    rows: list[list[list[nodes.Node]]] = []
    for name, method in used:
        hours = compose.text(hours_sentence(ctx.phrases, method.hours)) if method.hours else []
        rows.append(
            [
                [compose.paragraph(title_of(ctx, name, method))],
                _cell(contact_or_reason(ctx, name, method)),
                _cell(hours),
                _cell(turnaround_words(ctx, name, method)),
            ]
        )
    return compose.table(head, rows, (25, 25, 25, 25), "commspolicy-methods")


def _cell(content: list[nodes.Node]) -> list[nodes.Node]:
    """Return a cell; an empty one says so with a dash."""
    return [compose.paragraph(content or compose.text("–"))]


def _not_used_item(ctx: Context, name: str, method: Method) -> list[nodes.Node]:
    words: list[nodes.Node] = [compose.strong(ctx.link_to("method", name, ctx.words(method.name)))]
    if method.status == "temporarily_down":
        words.append(nodes.Text(": " + ctx.gettext("not working at the moment.")))
    else:
        words.append(nodes.Text(": " + ctx.gettext("we do not use it.")))
    if method.if_tried:
        words += [nodes.Text(" "), *ctx.inline(method.if_tried, "methods", name, "if_tried")]
    if method.instead:
        words += [
            nodes.Text(" " + ctx.gettext("Use instead:") + " "),
            *ctx.method_link(method.instead),
            nodes.Text("."),
        ]
    return [compose.paragraph(words)]


def _classes(method: Method) -> tuple[str, ...]:
    classes = ["commspolicy-method", f"commspolicy-{method.status.replace('_', '-')}"]
    if method.rank == 1 and method.usable:
        classes.append("commspolicy-preferred")
    return tuple(classes)


__all__ = ["contact_method", "contact_methods", "method_setup", "web_link"]
