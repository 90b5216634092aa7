"""When clients hear back: ``turnaround``, ``reply-examples``."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from docutils import nodes

from sphinx_commspolicy.calendar import (
    DateSpan,
    Exclusion,
    NoReplyTime,
    Promise,
    ReplyCalendar,
    Unit,
    holiday_names,
    no_public_holidays,
    worked_examples,
)
from sphinx_commspolicy.diagnostics import Code, quote
from sphinx_commspolicy.model.schedule import WEEKDAYS
from sphinx_commspolicy.phrases.holidays import holiday_words
from sphinx_commspolicy.phrases.times import day_and_time, duration, hours_sentence, list_words
from sphinx_commspolicy.render import compose
from sphinx_commspolicy.render.sentences import sentence_with
from sphinx_commspolicy.render.values import excluded_words, sooner_words

if TYPE_CHECKING:
    from sphinx_commspolicy.calendar import WorkedExample
    from sphinx_commspolicy.model.turnaround import Turnaround
    from sphinx_commspolicy.render.context import Context


def turnaround(ctx: Context) -> list[nodes.Node]:
    """Return the turnaround that the options name, in sentences."""
    found = promised(ctx)
    if found is None:
        return ctx.missing(ctx.gettext("when we answer"))
    promise, path = found
    _know_the_holidays(ctx, promise)
    time = duration(ctx.phrases, promise.value, Unit(promise.unit))
    first = ctx.gettext("You will hear back within {time}.", time=time)
    lines = [compose.strong(compose.text(first)), *_rest(ctx, promise)]
    if ctx.options.get("form") == "sentence":
        sooner = (
            ctx.inline(promise.sooner, *_own_or_general(ctx, path, "sooner"))
            if promise.sooner
            else compose.text(sooner_words(ctx))
        )
        content: list[nodes.Node] = [compose.paragraph([*lines, nodes.Text(" "), *sooner])]
        return [compose.block(content, "commspolicy-turnaround")]
    content = [compose.paragraph(lines)]
    if promise.sooner:
        content += ctx.prose(promise.sooner, *_own_or_general(ctx, path, "sooner"))
    else:
        content.append(compose.paragraph(compose.text(sooner_words(ctx))))
    if promise.if_no_reply:
        content += ctx.prose(promise.if_no_reply, *_own_or_general(ctx, path, "if_no_reply"))
    return [compose.block(content, "commspolicy-turnaround")]


def _own_or_general(ctx: Context, path: tuple[str, ...], name: str) -> tuple[str, ...]:
    """Return where the text *name* of the turnaround at *path* stands: there, or in the general."""
    own = (*path, name)
    return own if ctx.get(*own) is not None else ("turnaround", name)


def promised(ctx: Context) -> tuple[Turnaround, tuple[str, ...]] | None:
    """Return the turnaround that the options name, complete, and where it stands.

    None, after a warning, where the policy promises nothing.
    """
    general: Turnaround | None = ctx.get("turnaround")
    path: tuple[str, ...] = ("turnaround",)
    found = general
    for section in ("need", "method"):
        name = ctx.options.get(section)
        if name is None:
            continue
        block = ctx.named(section + "s", name)
        if block is None:
            return None
        path = (section + "s", name)
        if section == "need" and block.turnaround is None:
            # the promise is that of its first way
            path, block = ("methods", block.first), ctx.get("methods", block.first)
        if block is None or (section == "method" and not block.usable):
            reason = "is not in use" if block else "goes to a public service"
            message = f"the {section} {quote(name)} {reason}: there is no turnaround to show"
            ctx.warn_missing(message, section + "s", at=(section + "s", name))
            return None
        path, found = (
            ((*path, "turnaround"), block.turnaround)
            if block.turnaround
            else (("turnaround",), general)
        )
        break
    if found is None:
        ctx.warn_missing("no turnaround is declared", "turnaround")
        return None
    return found.completed(general), path


def _rest(ctx: Context, promise: Turnaround) -> list[nodes.Node]:
    """Return the sentences on what counts and what does not."""
    sentences = []
    if promise.hours is not None:
        hours = hours_sentence(ctx.phrases, promise.hours)
        sentences.append(ctx.gettext("Only these hours count: {hours}.", hours=hours))
    sentences += not_counted(ctx, promise)
    return [nodes.Text("".join(f" {sentence}" for sentence in sentences))] if sentences else []


def not_counted(ctx: Context, promise: Turnaround) -> list[str]:
    """Return the sentence on the days that do not count; nothing where all do."""
    excluded = list(promise.excludes or ())
    if promise.unit == "business_day":
        # they never count as business days, whether or not the YAML says so
        excluded = [*dict.fromkeys(("weekends", "public_holidays", *excluded))]
    listed = list_words(ctx.phrases, excluded_words(ctx, excluded)) if excluded else ""
    return [ctx.gettext("These days do not count: {days}.", days=listed)] if listed else []


def _know_the_holidays(ctx: Context, promise: Turnaround) -> bool:
    """Return whether the days that a promise leaves out are known; warn where they are not."""
    if ctx.get("calendar", "public_holidays") is not None:
        return True
    if "public_holidays" in (promise.excludes or ()):
        ctx.warn_missing(
            "public holidays do not count, but no region says which days they are: "
            "“public_holidays” is not stated",
            "calendar",
        )
    return promise.unit != "business_day" and "public_holidays" not in (promise.excludes or ())


def reply_calendar(ctx: Context) -> ReplyCalendar:
    """Return the calendar of the context's scope: the practice's, and the clinician's absences."""
    calendar = ctx.get("calendar")
    absences: tuple[DateSpan, ...] = ()
    whose = ctx.reader.scope
    if whose.kind == "clinician":
        away = ctx.get("clinicians", whose.name, "absences") or ()
        absences = tuple(DateSpan(absence.start, absence.end) for absence in away)
    return ReplyCalendar(
        time_zone=ctx.get("practice", "time_zone") or ZoneInfo("UTC"),
        weekend=frozenset(WEEKDAYS.index(day) for day in calendar.weekend),
        public_holidays=(
            holiday_names(calendar.public_holidays, frozenset(calendar.not_observed))
            if calendar.public_holidays
            else no_public_holidays
        ),
        closures=tuple(
            DateSpan(closure.valid_from, closure.valid_through, ctx.label(closure.name))
            for closure in calendar.closures
        ),
        absences=absences,
    )


def reply_examples(ctx: Context) -> list[nodes.Node]:
    """Return worked examples of the turnaround that the options name."""
    found = promised(ctx)
    if found is None:
        return ctx.missing(ctx.gettext("when we answer"))
    turnaround, _path = found
    holidays_known = _know_the_holidays(ctx, turnaround)
    calendar = ctx.get("calendar")
    hours = turnaround.hours
    if hours is None and turnaround.unit == "business_day":
        hours = calendar.hours  # a business day is one on which the practice, or clinician, works
    excludes = frozenset(Exclusion(name) for name in turnaround.excludes or ())
    promise = Promise(turnaround.value, Unit(turnaround.unit), hours, excludes)
    days = reply_calendar(ctx)
    dated = "dated" in ctx.options
    if dated and not holidays_known:
        if "public_holidays" not in (turnaround.excludes or ()):
            ctx.warn_missing(
                "dated examples need the region whose public holidays are no business days: "
                "“public_holidays” is not stated",
                "calendar",
            )
        dated = False
    # the day is asked where it matters only, since the page is then written again on each new one
    off = [ctx.reader.is_now(span.first, span.last) for span in (*days.closures, *days.absences)]
    today = ctx.reader.today() if dated or any(off) else None
    try:
        examples = worked_examples(days, promise, today=today, ahead=dated)
    except NoReplyTime as error:
        ctx.warn(Code.no_reply_time, str(error))
        return ctx.missing(ctx.gettext("when we answer"))
    if ctx.options.get("form") == "table":
        return [_table(ctx, examples)]
    return [
        compose.bullet_list([compose.paragraph(_sentence(ctx, example))] for example in examples)
    ]


def _sentence(ctx: Context, example: WorkedExample) -> list[nodes.Node]:
    message, reply = _moments(ctx, example)
    sentence = ctx.gettext("If you write on {message}, you hear back by {reply}.")
    words = sentence_with(
        sentence, message=compose.text(message), reply=[compose.strong(compose.text(reply))]
    )
    because = _because(ctx, example)
    return [*words, nodes.Text(f" {because}")] if because else words


def _because(ctx: Context, example: WorkedExample) -> str:
    if example.exclusion is Exclusion.absences:
        return ctx.gettext("(Your clinician is away in between.)")
    if example.because:
        event = example.because
        if example.exclusion is Exclusion.public_holidays:
            event = holiday_words(ctx.phrases, event)
        return ctx.gettext("(In between: {event}.)", event=event)
    return ""


def _moments(ctx: Context, example: WorkedExample) -> tuple[str, str]:
    message = day_and_time(ctx.phrases, example.message, dated=example.dated)
    after = None if example.dated else example.message
    return message, day_and_time(ctx.phrases, example.reply, dated=example.dated, after=after)


def _table(ctx: Context, examples: tuple[WorkedExample, ...]) -> nodes.table:
    head = [
        compose.text(ctx.gettext("If you write on")),
        compose.text(ctx.gettext("you hear back by")),
    ]
    rows = []
    for example in examples:
        message, reply = _moments(ctx, example)
        because = _because(ctx, example)
        reply_cell = [compose.paragraph(compose.text(f"{reply} {because}".strip()))]
        rows.append([[compose.paragraph(compose.text(message))], reply_cell])
    return compose.table(head, rows, (50, 50), "commspolicy-examples")
