"""The first talk about contact, as a guide for the clinician: ``intake-guide``.

It asks the client to say in their own words what they would do ("teach-back"): that shows whether
the explanation was clear, and is no test of the client.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_commspolicy.calendar import Exclusion, NoReplyTime, Promise, Unit, worked_examples
from sphinx_commspolicy.effective import PRACTICE
from sphinx_commspolicy.model.method import by_preference, not_used
from sphinx_commspolicy.phrases.times import day_and_time
from sphinx_commspolicy.render import compose
from sphinx_commspolicy.render.methods import not_used_words
from sphinx_commspolicy.render.needs import route_words
from sphinx_commspolicy.render.people import absence_words
from sphinx_commspolicy.render.replies import reply_calendar
from sphinx_commspolicy.render.scripts import crisis_words
from sphinx_commspolicy.render.sentences import list_with

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.model.need import Need
    from sphinx_commspolicy.model.turnaround import Turnaround
    from sphinx_commspolicy.render.context import Context

MOST_NEEDS = 4
"""Needs that are asked for: more would make a test of the talk."""

Step = tuple[str, str, list[nodes.Node]]


def intake_guide(ctx: Context) -> list[nodes.Node]:
    """Return what to ask, and what to listen for, in the order of a talk."""
    intro = [
        ctx.gettext("This is for the clinician."),
        ctx.gettext("Say that you want to know how well you explained it. It is no test."),
        ctx.gettext("Ask, then wait. If the answer is not the one below, explain it again."),
    ]
    steps = [*_crisis(ctx), *_needs(ctx), *_turnaround(ctx), *_not_used(ctx), *_private(ctx)]
    steps += [*_away(ctx), *_preferences(ctx)]
    items: list[list[nodes.Node]] = []
    for title, question, answer in steps:
        head: list[nodes.Node] = [compose.strong(compose.text(title))]
        ask = ctx.labelled(
            [compose.strong(compose.text(ctx.gettext("Ask")))],
            compose.text(ctx.typographic(question)),
        )
        listen = compose.strong(compose.text(ctx.gettext("Listen for")))
        first, rest = _run_in(ctx, listen, answer)
        items.append([compose.paragraph(head), compose.paragraph(ask), first, *rest])
    content = [
        compose.paragraph(compose.text(ctx.typographic(" ".join(intro)))),
        compose.numbered_list(items),
    ]
    return [compose.block(content, "commspolicy-intake")]


def _run_in(
    ctx: Context, label: nodes.Node, answer: list[nodes.Node]
) -> tuple[nodes.Node, list[nodes.Node]]:
    """Return *label* on the line of the answer's first paragraph, and the rest of it."""
    if answer and isinstance(answer[0], nodes.paragraph):
        return compose.paragraph(ctx.labelled([label], answer[0].children)), answer[1:]
    return compose.paragraph(ctx.labelled([label], [])), answer


def _paragraph(content: list[nodes.Node]) -> list[nodes.Node]:
    return [compose.paragraph(content)] if content else []


def _crisis(ctx: Context) -> Iterator[Step]:
    answer = compose.text(" ".join(crisis_words(ctx)))
    if not answer:
        ctx.warn_missing("no crisis services are known for the guide", "crisis")
        answer = ctx.missing_words(ctx.gettext("crisis services"))
    question = ctx.gettext(
        "“Say you are in danger tonight, and we are closed. What do you do first?”"
    )
    yield ctx.gettext("A crisis comes first"), question, _paragraph(answer)


def _needs(ctx: Context) -> Iterator[Step]:
    needs: dict[str, Need] = ctx.get("needs") or {}
    methods = ctx.get("methods") or {}
    found = [
        (name, need)
        for name, need in needs.items()
        if need.category != "crisis" and (need.first not in methods or methods[need.first].usable)
    ]
    # the well-known ones first: every client meets them
    found.sort(key=lambda pair: _WELL_KNOWN.get(pair[1].kind or "", len(_WELL_KNOWN)))
    for name, need in found[:MOST_NEEDS]:
        words = ctx.gettext("“Say you want this: {need}. How do you do it?”")
        answer = [compose.paragraph(route_words(ctx, name, need.first))]
        if need.not_by:
            not_by = list_with(ctx, [ctx.method_link(method) for method in need.not_by])
            label = compose.text(ctx.gettext("Please not by"))
            answer.append(compose.paragraph(ctx.labelled(label, not_by)))
        yield ctx.label(need.name), words.format(need=ctx.label(need.name)), list(answer)


_WELL_KNOWN = {
    kind: place
    for place, kind in enumerate(
        ("schedule_change", "same_day_cancel", "check_in", "clinical_question", "refill", "billing")
    )
}


def _turnaround(ctx: Context) -> Iterator[Step]:
    promise: Turnaround | None = ctx.get("turnaround")
    if promise is None:
        return
    hours = promise.hours
    if hours is None and promise.unit == "business_day":
        hours = ctx.get("calendar").hours
    excludes = frozenset(Exclusion(name) for name in promise.excludes or ())
    length = Promise(promise.value, Unit(promise.unit), hours, excludes)
    try:
        examples = worked_examples(reply_calendar(ctx), length, today=None)
    except NoReplyTime:
        return  # the directive for the examples warns of it
    # the one that people get wrong: a weekend lies in between
    example = max(examples, key=lambda one: one.reply.day - one.message.date(), default=None)
    if example is None:
        return
    message = day_and_time(ctx.phrases, example.message, dated=False)
    reply = day_and_time(ctx.phrases, example.reply, dated=False, after=example.message)
    question = ctx.gettext("“Say you write to us on {message}. By when do you hear back?”")
    answer = ctx.gettext("By {reply}. It may be sooner, but do not count on it.", reply=reply)
    yield (
        ctx.gettext("When we answer"),
        question.format(message=message),
        _paragraph(compose.text(answer)),
    )


def _not_used(ctx: Context) -> Iterator[Step]:
    methods = not_used(ctx.get("methods") or {})
    if not methods:
        return
    question = ctx.gettext(
        "“Is there a way to reach us that you might try, and that we do not use?”"
    )
    answer = [[compose.paragraph(not_used_words(ctx, name, method))] for name, method in methods]
    yield ctx.gettext("What we do not use"), question, compose.items(answer)


def _private(ctx: Context) -> Iterator[Step]:
    answer = []
    for name, method in by_preference(ctx.get("methods") or {}):
        if method.keep_out and method.open_to_others:
            words = ctx.inline(method.keep_out, "methods", name, "keep_out")
            answer.append([compose.paragraph(ctx.labelled(ctx.method_link(name), words))])
    if not answer:
        return
    question = ctx.gettext("“What would you leave out of a message that is not private?”")
    yield ctx.gettext("What to keep out"), question, compose.items(answer)


def _away(ctx: Context) -> Iterator[Step]:
    if ctx.reader.scope.kind != "clinician":
        return
    name = ctx.reader.scope.name
    everybody = replace(ctx, reader=ctx.reader.for_scope(PRACTICE))
    answer = absence_words(ctx, name, everybody.get("clinicians", name))
    if answer:
        question = ctx.gettext("“I will be away soon. Who steps in, and how do you reach them?”")
        yield ctx.gettext("When I am away"), question, compose.items(answer)


def _preferences(ctx: Context) -> Iterator[Step]:
    question = ctx.gettext("“And you? How do you like to be reached, and what is safe for you?”")
    answer = ctx.gettext("Fill in the form on how to reach the client together.")
    yield ctx.gettext("How to reach the client"), question, _paragraph(compose.text(answer))
