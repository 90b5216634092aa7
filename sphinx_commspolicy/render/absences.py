"""Times away: from when to when, who covers, and what is different in that time.

Everything is said with dates and holds for the whole of the time, so that a page that was built
before it, or in the middle of it, is still true on the next day.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_commspolicy.calendar import Exclusion, NoReplyTime, Promise, Unit
from sphinx_commspolicy.cover import Cover, covers
from sphinx_commspolicy.diagnostics import Code
from sphinx_commspolicy.effective import PRACTICE
from sphinx_commspolicy.model.method import by_preference
from sphinx_commspolicy.phrases.times import date_range, date_words, day_and_time
from sphinx_commspolicy.phrases.values import value_words
from sphinx_commspolicy.render import compose
from sphinx_commspolicy.render.contact import phone_link
from sphinx_commspolicy.render.needs import route_words
from sphinx_commspolicy.render.replies import reply_calendar
from sphinx_commspolicy.render.sentences import sentence_with
from sphinx_commspolicy.render.values import fact_pairs

if TYPE_CHECKING:
    from sphinx_commspolicy.model.clinician import Absence, Clinician, CoveringPerson
    from sphinx_commspolicy.model.need import Need
    from sphinx_commspolicy.render.context import Context

_LAST_MINUTE = dt.time(23, 59)


def absence_content(
    ctx: Context, name: str, person: Clinician, absence: Absence, index: int
) -> list[nodes.Node]:
    """Return what clients have to know of one time away; *index* is its place in the data."""
    everybody = replace(ctx, reader=ctx.reader.for_scope(PRACTICE))
    scoped = ctx.in_scope(name)
    dates = compose.text(date_range(ctx.phrases, absence.start, absence.end))
    why = ctx.gettext("{dates}: {name} is away ({reason}).")
    words = sentence_with(
        why if absence.reason else ctx.gettext("{dates}: {name} is away."),
        dates=[compose.strong(dates)],
        name=ctx.link_to("clinician", name, compose.text(ctx.label(person.name))),
        reason=ctx.words(absence.reason or ""),
    )
    if absence.reachable:
        words.append(nodes.Text(f" {value_words(ctx.phrases, 'reachable', absence.reachable)}."))
    # as they are on each of its days, not as they are today
    found = covers(everybody.reader.get("clinicians"), name, absence)
    for cover in found:
        words += _cover_words(ctx, cover, is_whole=len(found) == 1)
    words += _reply_words(scoped, person, absence)
    if absence.resumes is not None:
        day = date_words(ctx.phrases, absence.resumes)
        words.append(nodes.Text(" " + ctx.gettext("As usual again from {day}.", day=day)))
    content: list[nodes.Node] = [compose.paragraph(words)]
    content += _changed_routes(scoped, absence, found)
    path = ("clinicians", name, "absences", str(index))
    content += compose.facts(fact_pairs(everybody, absence, path, ("shared", "bookings")))
    if absence.note:
        content += everybody.prose(absence.note, *path, "note")
    return content


# ---- who covers


def _cover_words(ctx: Context, cover: Cover, *, is_whole: bool) -> list[nodes.Node]:
    """Return who steps in; nothing where the data name nobody who is there."""
    if cover.outside is not None:
        who = _outside_words(ctx, cover.outside)
    elif cover.clinician is not None:
        name = compose.text(ctx.clinician_name(cover.clinician))
        who = ctx.link_to("clinician", cover.clinician, name)
    else:
        return []
    if is_whole:
        sentence = ctx.gettext("{name} steps in.")
    else:
        sentence = ctx.gettext("{dates}: {name} steps in.")
    dates = compose.text(date_range(ctx.phrases, cover.start, cover.end))
    words = [nodes.Text(" "), *sentence_with(sentence, name=who, dates=dates)]
    if cover.outside is not None and cover.outside.phone:
        call = ctx.gettext("Call {number}.")
        number = [phone_link(ctx, cover.outside.phone)]
        words += [nodes.Text(" "), *sentence_with(call, number=number)]
    return words


def _outside_words(ctx: Context, person: CoveringPerson) -> list[nodes.Node]:
    licence = compose.text(f" ({person.licence})" if person.licence else "")
    return [*ctx.words(person.name), *licence]


# ---- what is different


def _reply_words(ctx: Context, person: Clinician, absence: Absence) -> list[nodes.Node]:
    """Return by when the clinician answers what is written meanwhile, if that is later than else.

    The last message of that time is the one that is answered last, so it stands for all of them.
    """
    general = ctx.get("turnaround")
    if general is None or "absences" not in (general.excludes or ()):
        return []
    hours = general.hours
    if hours is None and general.unit == "business_day":
        hours = ctx.get("calendar").hours
    excludes = frozenset(Exclusion(name) for name in general.excludes)
    promise = Promise(general.value, Unit(general.unit), hours, excludes)
    calendar = reply_calendar(ctx)
    last = dt.datetime.combine(absence.end, _LAST_MINUTE, calendar.time_zone)
    try:
        reply = calendar.reply_by(last, promise)
    except NoReplyTime as error:
        ctx.warn(Code.no_reply_time, str(error))
        return []
    words = sentence_with(
        ctx.gettext("{name} answers what you write in this time by {reply}."),
        name=ctx.words(person.name),
        reply=[compose.strong(compose.text(day_and_time(ctx.phrases, reply, dated=True)))],
    )
    return [nodes.Text(" "), *words]


def _changed_routes(ctx: Context, absence: Absence, found: list[Cover]) -> list[nodes.Node]:
    """Return, for each need whose best way nobody reads meanwhile, the way to use instead."""
    if absence.reachable != "no":
        return []
    unread = {
        name
        for name, method in by_preference(ctx.get("methods") or {})
        if set(method.read_by) == {"clinician"}
        or (method.owner == "clinician" and not method.read_by)
    }
    needs: dict[str, Need] = ctx.get("needs") or {}
    items = []
    for name, need in needs.items():
        if need.first not in unread:
            continue
        ways = _ways_instead(ctx, name, need, unread, found)
        if ways:
            way = compose.joined(ways, " / ")
            words = sentence_with(
                ctx.gettext("{need}: use {route}."),
                need=[compose.strong(ctx.words(need.name))],
                route=way,
            )
            items.append([compose.paragraph(words)])
    if not items:
        return []
    lead = ctx.gettext("In this time, please use other ways for this:")
    return [compose.paragraph(compose.text(lead)), compose.bullet_list(items)]


def _ways_instead(
    ctx: Context, name: str, need: Need, unread: set[str], found: list[Cover]
) -> list[list[nodes.Node]]:
    """Return the second way where somebody reads it, else that of each clinician who covers."""
    if need.second and need.second not in unread:
        return [route_words(ctx, name, need.second, ", ")]
    ways = []
    for clinician in dict.fromkeys(cover.clinician for cover in found if cover.clinician):
        covering = ctx.in_scope(clinician)
        theirs = covering.get("needs", name)
        method = covering.get("methods", theirs.first) if theirs is not None else None
        if theirs is not None and (method is None or method.usable):
            route = route_words(covering, name, theirs.first, ", ")
            ways.append([*route, nodes.Text(f" ({ctx.clinician_name(clinician)})")])
    return ways
