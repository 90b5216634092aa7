"""Methods of contact: ``contact-method``, ``contact-methods``, ``method-setup``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_commspolicy.model.method import Method, by_preference, not_used
from sphinx_commspolicy.phrases.times import closed, date_range, hours_on, hours_sentence
from sphinx_commspolicy.phrases.values import value_words
from sphinx_commspolicy.render import compose
from sphinx_commspolicy.render.contact import contact_or_missing
from sphinx_commspolicy.render.sentences import sentence_with
from sphinx_commspolicy.render.values import (
    block_content,
    fact_pairs,
    label_of,
    shown_fields,
    within_words,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx_commspolicy.render.context import Context

Pair = tuple[list[nodes.Node], list[nodes.Node]]

_SAID_ELSEWHERE = ("name", "system", "url", "status", "owner", "use", "attended", "capabilities")
_OTHER_DIRECTIVES = ("setup", "risk", "we_do", "you_can")
_ONLY_IF_ASKED = frozenset((*_SAID_ELSEWHERE, *_OTHER_DIRECTIVES))
"""Facts that only the option ``show`` brings: the title or another directive says them."""
_WHEN_NOT_USED = ("if_tried", "instead", "note")
"""Facts of a method that clients cannot use now. No other may be shown: it would invite them."""
_FIRST = (
    "value",
    "hours",
    "special_hours",
    "checked",
    "turnaround",
    "accepts",
    "keep_out",
    "if_tried",
)
"""Facts that clients look for first."""
_OVERVIEW = ("value", "hours", "special_hours", "turnaround", "accepts", "keep_out")
"""Facts of each method where all are shown."""


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
    facts = compose.facts(method_facts(ctx, name, method))
    if form == "card":
        return [compose.card(title, facts, *_classes(method))]
    lead = compose.paragraph(title, "commspolicy-name")
    return [compose.block([lead, *facts], *_classes(method))]


def contact_methods(ctx: Context) -> list[nodes.Node]:
    """Return every method: those in use, the best first, then those that are not used."""
    methods = ctx.get("methods") or {}
    gaps: list[nodes.Node] = []
    if ctx.argument:
        methods, gaps = ctx.all_named("methods", ctx.argument)
        if not methods:
            return gaps
    shown = ctx.options.get("not-used", "show")
    used = by_preference(methods) if shown != "only" else []
    unused = not_used(methods) if shown != "hide" else []
    if not used and not unused:
        status = "is not in use" if shown == "only" else "can be used"
        ctx.warn_missing(f"no method of contact here {status}", "methods")
        return ctx.missing(ctx.gettext("methods of contact"))
    result: list[nodes.Node] = []
    form = ctx.options.get("form", "table")
    if used and form == "table":
        result.append(_table(ctx, used))
    elif used and form == "cards":
        result.append(compose.card_grid(_overview_card(ctx, *each) for each in used))
    else:
        result += [_overview(ctx, *each) for each in used]
    if unused:
        if used:
            lead = ctx.gettext("Please do not use these. We may never see your message:")
            result.append(compose.paragraph(compose.text(lead), "commspolicy-not-used-lead"))
        listed = compose.bullet_list(
            [compose.paragraph(not_used_words(ctx, *each))] for each in unused
        )
        listed["classes"].append("commspolicy-not-used")
        result.append(listed)
    return [*result, *gaps]


def method_setup(ctx: Context) -> list[nodes.Node]:
    """Return how to get and set up what a method needs."""
    name = ctx.argument[0]
    method = ctx.named("methods", name)
    if method is None:
        return ctx.missing(name)
    if not method.usable:
        return [compose.paragraph(not_used_words(ctx, name, method))]
    setup = method.setup
    path = ("methods", name, "setup")
    if setup is None:
        ctx.warn_missing(f"the method “{name}” has no “setup”", "methods", at=path[:2])
        return ctx.missing(ctx.gettext("how to set up {method}", method=ctx.label(method.name)))
    result = compose.facts(fact_pairs(ctx, setup, path, ("app", "url", "account_needed")))
    if setup.steps:
        steps = [
            ctx.prose(step, *path, "steps", str(index)) for index, step in enumerate(setup.steps)
        ]
        result.append(compose.numbered_list(steps))
    after = ("help", "help_method", "without_smartphone")
    result += compose.facts(fact_pairs(ctx, setup, path, after))
    return [compose.block(result, "commspolicy-setup")]


# ---- parts


def title_of(ctx: Context, name: str, method: Method, *, linked: bool = True) -> list[nodes.Node]:
    """Return the name of a method, with the words that mark the preferred one and its status."""
    words: list[nodes.Node] = [compose.strong(ctx.words(method.name))]
    title = ctx.link_to("method", name, words) if linked else words
    marks = []
    if method.rank == 1 and method.usable:
        marks.append(ctx.gettext("best way to reach us"))
    if method.status != "in_use":
        status = value_words(ctx.phrases, "status", method.status)
        marks.append(status[:1].lower() + status[1:])
    return [*title, *compose.text(f" ({', '.join(marks)})" if marks else "")]


def method_facts(ctx: Context, name: str, method: Method) -> list[Pair]:
    """Return the facts of one method that the options leave, number or address first."""
    fields = [*dict.fromkeys((*_FIRST, *shown_fields(Method)))]
    chosen = ctx.chosen(fields)
    if "show" not in ctx.options:
        chosen = [field for field in chosen if field not in _ONLY_IF_ASKED]
    return method_pairs(ctx, name, method, chosen)


def method_pairs(ctx: Context, name: str, method: Method, fields: Iterable[str]) -> list[Pair]:
    """Return label and content for each of *fields* that holds for a method as it is now."""
    fields = list(fields)
    if not method.usable:
        fields = [field for field in fields if field in {*_WHEN_NOT_USED, "status"}]
    else:
        fields = [field for field in fields if field not in {"if_tried", "instead"}]
    pairs: list[Pair] = []
    for field in fields:
        if field == "consent_needed" and method.consent is not None and "consent" in fields:
            continue  # said with the consent
        content = _fact(ctx, name, method, field)
        if content:
            pairs.append((compose.text(_label(ctx, method, field)), content))
    return pairs


def _label(ctx: Context, method: Method, field: str) -> str:
    if field == "value":
        if method.phone_number(ctx.country()):
            return ctx.gettext("Number")
        if method.system in {"email", "mail"}:
            return ctx.gettext("Address")
        if method.value is None and (method.url or method.setup):
            return ctx.gettext("Web address")
    if field == "read_by" and method.system in {"phone", "video"}:
        return ctx.gettext("Who answers") if method.attended else ctx.gettext("Who hears it")
    if field == "consent_needed":
        field = "consent"
    return label_of(ctx, Method, field)


def _fact(ctx: Context, name: str, method: Method, field: str) -> list[nodes.Node]:
    if field == "value":
        value = contact_or_missing(ctx, name, method)
        return [compose.paragraph(value)] if value else []
    if field == "turnaround":
        words = compose.sentence_case(turnaround_words(ctx, method))
        return [compose.paragraph(words)] if words else []
    if field == "consent_needed" and not method.consent_needed:
        return []
    if field == "special_hours":
        return compose.items([[compose.paragraph(words)] for words in _special_hours(ctx, method)])
    content = block_content(ctx, method, field, ("methods", name))
    if field == "consent" and content and method.consent_needed:
        content = [*block_content(ctx, method, "consent_needed", ("methods", name)), *content]
    return content


def _special_hours(ctx: Context, method: Method) -> list[list[nodes.Node]]:
    """Return each time, not yet over, in which other hours hold than usual, in a line."""
    if not method.special_hours:
        return []  # without asking for the day: the page would be written again on each new one
    lines = []
    for special in method.special_hours:
        if special.valid_through < ctx.reader.today():
            continue
        first, last = special.valid_from, special.valid_through
        hours = (
            hours_on(ctx.phrases, special.hours, first, last)
            if special.hours
            else closed(ctx.phrases)
        )
        lines.append(
            sentence_with(
                ctx.gettext("{dates}: {hours} ({reason})."),
                dates=[compose.strong(compose.text(date_range(ctx.phrases, first, last)))],
                hours=compose.text(hours),
                reason=ctx.words(special.name),
            )
        )
    return lines


def turnaround_words(ctx: Context, method: Method) -> list[nodes.Node]:
    """Return when a client hears back by this method, in a few words.

    Nothing for a method that is not used, nor for video, which is for sessions and not for
    messages, unless it has a turnaround of its own.
    """
    if not method.usable:
        return []
    general = ctx.get("turnaround")
    turnaround = method.turnaround.completed(general) if method.turnaround else None
    if turnaround is None and method.system != "video":
        turnaround = general
    at_once = method.attended and method.hours is not None
    if turnaround is None:
        return compose.text(ctx.gettext("at once, if we are free") if at_once else "")
    words = within_words(ctx, turnaround)
    if at_once:
        words = ctx.gettext("at once if we are free; if not, {within_time}", within_time=words)
    return compose.text(words)


def method_sentence(ctx: Context, name: str, method: Method) -> list[nodes.Node]:
    """Return how to use a method in one line; for one that is not used, that it is not."""
    if not method.usable:
        return not_used_words(ctx, name, method)
    value = contact_or_missing(ctx, name, method)
    words = title_of(ctx, name, method)
    if value:
        words = ctx.labelled(words, value)
    if method.hours is not None:
        words.append(nodes.Text(f" ({hours_sentence(ctx.phrases, method.hours)})"))
    return words if value and value[-1].astext().endswith(".") else [*words, nodes.Text(".")]


def not_used_words(ctx: Context, name: str, method: Method) -> list[nodes.Node]:
    """Return that a method is not used, what happens if it is tried, and what to use instead."""
    lead = compose.strong(ctx.link_to("method", name, ctx.words(method.name)))
    if method.status == "temporarily_down":
        words = sentence_with(ctx.gettext("{method}: not working at the moment."), method=[lead])
    else:
        words = sentence_with(ctx.gettext("{method}: we do not use this."), method=[lead])
    if method.if_tried:
        words += [nodes.Text(" "), *ctx.inline(method.if_tried, "methods", name, "if_tried")]
    if method.instead:
        words += [
            nodes.Text(" "),
            *sentence_with(
                ctx.gettext("Please use instead: {method}."), method=ctx.method_link(method.instead)
            ),
        ]
    return words


def _overview(ctx: Context, name: str, method: Method) -> nodes.Element:
    lead = compose.paragraph(title_of(ctx, name, method), "commspolicy-name")
    facts = compose.facts(method_pairs(ctx, name, method, _OVERVIEW))
    return compose.block([lead, *facts], *_classes(method))


def _overview_card(ctx: Context, name: str, method: Method) -> nodes.Element:
    facts = compose.facts(method_pairs(ctx, name, method, _OVERVIEW))
    return compose.card(title_of(ctx, name, method), facts, *_classes(method))


def _table(ctx: Context, used: list[tuple[str, Method]]) -> nodes.table:
    """Return three columns, which is what a phone has room for: hours stand below the number."""
    head = [
        compose.text(ctx.gettext("Method")),
        compose.text(ctx.gettext("Number or address")),
        compose.text(ctx.gettext("You hear back")),
    ]
    rows: list[list[list[nodes.Node]]] = []
    for name, method in used:
        reach = _fact(ctx, name, method, "value")
        if method.hours is not None:
            hours = ctx.gettext("Hours: {hours}", hours=hours_sentence(ctx.phrases, method.hours))
            reach.append(compose.paragraph(compose.text(hours)))
        reach += [compose.paragraph(words) for words in _special_hours(ctx, method)]
        rows.append(
            [
                [compose.paragraph(title_of(ctx, name, method))],
                reach or compose.no_fact(),
                _fact(ctx, name, method, "turnaround") or compose.no_fact(),
            ]
        )
    return compose.table(head, rows, (30, 42, 28), "commspolicy-methods")


def _classes(method: Method) -> tuple[str, ...]:
    classes = ["commspolicy-method", f"commspolicy-{method.status.replace('_', '-')}"]
    if method.rank == 1 and method.usable:
        classes.append("commspolicy-preferred")
    return tuple(classes)
