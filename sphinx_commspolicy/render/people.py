"""Clinicians and their times away: ``clinician``, ``clinicians``, ``absences``."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_commspolicy.diagnostics import Code, did_you_mean, quote
from sphinx_commspolicy.effective import PRACTICE
from sphinx_commspolicy.model.clinician import Clinician
from sphinx_commspolicy.model.method import by_preference
from sphinx_commspolicy.phrases.times import date_range, list_words
from sphinx_commspolicy.phrases.values import value_words
from sphinx_commspolicy.render import compose
from sphinx_commspolicy.render.contact import phone_link
from sphinx_commspolicy.render.sentences import sentence_with
from sphinx_commspolicy.render.values import (
    block_content,
    inline_content,
    label_of,
    shown_fields,
    within_words,
)

if TYPE_CHECKING:
    from sphinx_commspolicy.model.clinician import Absence
    from sphinx_commspolicy.render.context import Context

_SHOWN = ("role", "languages", "best_way", "turnaround")
"""Facts of each clinician where the page names none."""
_MATRIX = ("languages", "best_way", "turnaround")
"""The same in a table, which on a phone has room for few columns."""
_COMPUTED = ("best_way", "turnaround", "between_sessions")
"""Facts of a clinician that come from what they override, not from their own keys."""


def clinician(ctx: Context) -> list[nodes.Node]:
    """Return one clinician."""
    name = ctx.argument[0]
    found = replace(ctx, reader=ctx.reader.for_scope(PRACTICE)).named("clinicians", name)
    if found is None:
        return ctx.missing(name)
    scoped = ctx.in_scope(name)
    fields = [field for field in shown_fields(Clinician) if field not in {"name", "credentials"}]
    chosen = ctx.chosen([*fields, *_COMPUTED])
    body = compose.facts(_pairs(scoped, name, found, chosen))
    title: list[nodes.Node] = [compose.strong(compose.text(_full_name(ctx, found)))]
    if not found.active:
        words = ctx.gettext("{name} no longer works here.", name=ctx.label(found.name))
        body = [compose.paragraph(compose.text(words))]
    return [_block(title, body, card=ctx.options.get("form") == "card")]


def clinicians(ctx: Context) -> list[nodes.Node]:
    """Return the clinicians who work here now, or those named, side by side."""
    everybody = replace(ctx, reader=ctx.reader.for_scope(PRACTICE))
    gaps: list[nodes.Node] = []
    if ctx.argument:
        shown, gaps = everybody.all_named("clinicians", ctx.argument)
        if not shown:
            return gaps
    else:
        shown = {
            name: found
            for name, found in (everybody.get("clinicians") or {}).items()
            if found.active
        }
    if not shown:
        ctx.warn_missing("no clinicians are declared", "clinicians")
        return ctx.missing(ctx.gettext("our clinicians"))
    form = ctx.options.get("form", "table")
    fields = _fields(ctx, _MATRIX if form == "table" else _SHOWN)
    if form == "table":
        return [_table(ctx, shown, fields), *gaps]
    blocks = [
        _block(
            [compose.strong(_linked_name(ctx, name, found))],
            compose.facts(_pairs(ctx.in_scope(name), name, found, fields)),
            card=form == "cards",
        )
        for name, found in shown.items()
    ]
    return [*([compose.card_grid(blocks)] if form == "cards" else blocks), *gaps]


def absences(ctx: Context) -> list[nodes.Node]:
    """Return the times away of the scope's clinician, or of all, and the practice's closures."""
    everybody = replace(ctx, reader=ctx.reader.for_scope(PRACTICE))
    people = everybody.get("clinicians") or {}
    whose = ctx.reader.whose()
    if whose.kind == "clinician":
        people = {whose.name: people[whose.name]}
    found = sorted(
        (absence.start, absence.end, name, index, absence)
        for name, person in people.items()
        if person.active
        for index, absence in _still_to_come(ctx, person)
    )
    items = [
        _absence(ctx, name, people[name], absence, index) for _, _, name, index, absence in found
    ]
    if "closures" in ctx.options:
        for closure in ctx.get("calendar", "closures") or ():
            if closure.valid_through < ctx.reader.today():
                continue
            dates = date_range(ctx.phrases, closure.valid_from, closure.valid_through)
            words = sentence_with(
                ctx.gettext("{dates}: we are closed ({reason})."),
                dates=[compose.strong(compose.text(dates))],
                reason=ctx.words(closure.name),
            )
            items.append([compose.paragraph(words)])
    if not items:
        nothing = ctx.gettext("No time away is on our calendar now.")
        items.append([compose.paragraph(compose.text(nothing))])
    return [compose.block(compose.items(items), "commspolicy-absences")]


# ---- parts


def _fields(ctx: Context, default: tuple[str, ...]) -> list[str]:
    """Return the facts that the option ``facts`` names, or else *default*; warn of others."""
    known = [field for field in (*shown_fields(Clinician), *_COMPUTED) if field != "name"]
    fields = []
    for wanted in ctx.options.get("facts", default):
        field = wanted.replace("-", "_")
        if field in known:
            fields.append(field)
        else:
            ctx.warn(
                Code.bad_option,
                f"{quote(wanted)} cannot be shown here. {did_you_mean(field, known)}",
            )
    return fields


def _pairs(
    ctx: Context, name: str, person: Clinician, fields: list[str]
) -> list[tuple[list[nodes.Node], list[nodes.Node]]]:
    return [
        (compose.text(_label(ctx, field)), content)
        for field in fields
        if (content := _fact(ctx, name, person, field))
    ]


def _block(title: list[nodes.Node], body: list[nodes.Node], *, card: bool) -> nodes.Element:
    if card:
        return compose.card(title, body, "commspolicy-clinician")
    lead = compose.paragraph(title, "commspolicy-name")
    return compose.block([lead, *body], "commspolicy-clinician")


def _table(ctx: Context, shown: dict[str, Clinician], fields: list[str]) -> nodes.table:
    head = [
        compose.text(ctx.gettext("Name")),
        *(compose.text(_label(ctx, field)) for field in fields),
    ]
    rows: list[list[list[nodes.Node]]] = [
        [
            [compose.paragraph(_linked_name(ctx, name, found))],
            *(
                _fact(ctx.in_scope(name), name, found, field) or compose.no_fact()
                for field in fields
            ),
        ]
        for name, found in shown.items()
    ]
    return compose.table(head, rows, _widths(len(head)), "commspolicy-clinicians")


def _still_to_come(ctx: Context, person: Clinician) -> list[tuple[int, Absence]]:
    """Return a clinician's times away that have not ended, each with its place in the data."""
    if not person.absences:
        return []  # without asking for the day: the page would be written again on each new one
    today = ctx.reader.today()
    return [
        (index, absence) for index, absence in enumerate(person.absences) if absence.end >= today
    ]


def _absence(
    ctx: Context, name: str, person: Clinician, absence: Absence, index: int
) -> list[nodes.Node]:
    path = ("clinicians", name, "absences", str(index))
    dates = compose.text(date_range(ctx.phrases, absence.start, absence.end))
    why = ctx.gettext("{dates}: {name} is away ({reason}).")
    words = sentence_with(
        why if absence.reason else ctx.gettext("{dates}: {name} is away."),
        dates=[compose.strong(dates)],
        name=_linked_name(ctx, name, person, full=False),
        reason=ctx.words(absence.reason or ""),
    )
    if absence.reachable:
        words.append(nodes.Text(f" {value_words(ctx.phrases, 'reachable', absence.reachable)}."))
    cover: list[nodes.Node] = []
    phone = None
    if absence.cover_outside is not None:
        licence, phone = absence.cover_outside.licence, absence.cover_outside.phone
        cover = ctx.words(absence.cover_outside.name)
        cover += compose.text(f" ({licence})" if licence else "")
    elif absence.cover or person.cover:
        covering = absence.cover or person.cover or ""
        cover = ctx.link_to("clinician", covering, compose.text(ctx.clinician_name(covering)))
    if cover:
        words.append(nodes.Text(" "))
        words += sentence_with(ctx.gettext("{name} steps in."), name=cover)
    if phone:
        words.append(nodes.Text(" "))
        words += sentence_with(ctx.gettext("Call {number}."), number=[phone_link(ctx, phone)])
    result: list[nodes.Node] = [compose.paragraph(words)]
    for field in ("shared", "note"):
        value = getattr(absence, field)
        if value:
            result += replace(ctx, reader=ctx.reader.for_scope(PRACTICE)).prose(value, *path, field)
    return result


def _fact(ctx: Context, name: str, person: Clinician, field: str) -> list[nodes.Node]:
    """Return one fact of a clinician; *ctx* is in the clinician's scope."""
    if field == "best_way":
        usable = by_preference(ctx.get("methods") or {})
        return [compose.paragraph(ctx.method_link(usable[0][0]))] if usable else []
    if field == "turnaround":
        promise = ctx.get("turnaround")
        if promise is None:
            return []
        words = compose.text(within_words(ctx, promise))
        return [compose.paragraph(compose.sentence_case(words))]
    if field == "between_sessions":
        section = ctx.get("between_sessions")
        if section is None:
            return []
        return [compose.paragraph(inline_content(ctx, section, "allowed", ("between_sessions",)))]
    if field == "absences":
        return compose.items(
            [
                _absence(ctx, name, person, absence, index)
                for index, absence in _still_to_come(ctx, person)
            ]
        )
    if field == "specialties" and person.specialties:
        fields_of_work = [ctx.label(label) for label in person.specialties]
        return [compose.paragraph(compose.text(list_words(ctx.phrases, fields_of_work)))]
    return block_content(
        replace(ctx, reader=ctx.reader.for_scope(PRACTICE)), person, field, ("clinicians", name)
    )


def _label(ctx: Context, field: str) -> str:
    if field == "best_way":
        return ctx.gettext("Best way")
    if field == "turnaround":
        return ctx.gettext("You hear back")
    if field == "between_sessions":
        return ctx.gettext("Between sessions")
    if field == "cover":
        return ctx.gettext("Who steps in")
    return label_of(ctx, Clinician, field)


def _full_name(ctx: Context, person: Clinician) -> str:
    parts = [ctx.label(person.name), ctx.label(person.credentials) if person.credentials else ""]
    return ", ".join(part for part in parts if part)


def _linked_name(
    ctx: Context, name: str, person: Clinician, *, full: bool = True
) -> list[nodes.Node]:
    words = _full_name(ctx, person) if full else ctx.label(person.name)
    return ctx.link_to("clinician", name, compose.text(words))


def _widths(columns: int) -> list[int]:
    return [100 // columns] * columns
