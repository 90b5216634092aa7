"""Clinicians and their times away: ``clinician``, ``clinicians``, ``absences``."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sphinx_commspolicy.diagnostics import Code, did_you_mean, quote
from sphinx_commspolicy.effective import PRACTICE
from sphinx_commspolicy.model.clinician import Clinician
from sphinx_commspolicy.model.fields import Fact
from sphinx_commspolicy.model.method import by_preference
from sphinx_commspolicy.model.policy import OVERRIDABLE
from sphinx_commspolicy.phrases.times import date_range, date_words, list_words
from sphinx_commspolicy.phrases.values import value_words
from sphinx_commspolicy.render import compose
from sphinx_commspolicy.render.absences import absence_content
from sphinx_commspolicy.render.contact import contact_or_reason
from sphinx_commspolicy.render.inline import unknown_step
from sphinx_commspolicy.render.sentences import sentence_with
from sphinx_commspolicy.render.values import (
    block_content,
    inline_content,
    label_of,
    shown_fields,
    value_content,
    within_words,
)

if TYPE_CHECKING:
    from docutils import nodes

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
    begins = found.period.start if found.period is not None else None
    if begins is not None and ctx.reader.today() < begins:
        day = date_words(ctx.phrases, begins, weekday=False)
        words = ctx.gettext("{name} starts here on {day}.", name=ctx.label(found.name), day=day)
        body = [compose.paragraph(compose.text(words))]
    elif not found.active:
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
    if "differing" in ctx.options:
        fields = _differing(ctx, shown, fields)
        if not fields:
            words = ctx.gettext("In this, all of us work the same way.")
            return [compose.paragraph(compose.text(words)), *gaps]
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
    whose = ctx.reader.scope
    if whose.kind == "clinician":
        people = {whose.name: people[whose.name]}
    found = sorted(
        (absence.start, absence.end, name, index, absence)
        for name, person in people.items()
        if person.active
        for index, absence in _still_to_come(ctx, person)
    )
    items = [
        absence_content(ctx, name, people[name], absence, index)
        for _, _, name, index, absence in found
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
        elif "." in wanted:
            fields += [wanted] if _is_known_path(ctx, wanted) else []
        else:
            ctx.warn(
                Code.bad_option,
                f"{quote(wanted)} cannot be shown here. {did_you_mean(field, known)}",
            )
    return fields


def _is_known_path(ctx: Context, dotted: str) -> bool:
    """Return whether *dotted* leads to a fact in which clinicians may differ; warn if not."""
    path = tuple(dotted.split("."))
    unknown = unknown_step(ctx, path)
    if unknown is not None:
        hint = did_you_mean(*unknown)
        ctx.warn(Code.bad_option, f"there is no fact {quote(dotted)}. {hint}".strip())
        return False
    if path[0] not in OVERRIDABLE:
        sections = sorted(OVERRIDABLE)
        hint = did_you_mean(path[0], sections)
        ctx.warn(Code.bad_option, f"clinicians do not differ in {quote(dotted)}. {hint}".strip())
        return False
    return True


def _differing(ctx: Context, shown: dict[str, Clinician], fields: list[str]) -> list[str]:
    """Return those of *fields* in which not all the clinicians *shown* are the same."""

    def said(name: str, found: Clinician, field: str) -> str:
        content = _fact(ctx.in_scope(name), name, found, field)
        return "\n".join(node.astext() for node in content)

    return [
        field
        for field in fields
        if len({said(name, found, field) for name, found in shown.items()}) > 1
    ]


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


def absence_words(ctx: Context, name: str, person: Clinician) -> list[list[nodes.Node]]:
    """Return the times away of a clinician that have not ended, each as block content."""
    return [
        absence_content(ctx, name, person, absence, index)
        for index, absence in _still_to_come(ctx, person)
    ]


def _fact(ctx: Context, name: str, person: Clinician, field: str) -> list[nodes.Node]:
    """Return one fact of a clinician; *ctx* is in the clinician's scope."""
    if "." in field:
        return _fact_at(ctx, tuple(field.split(".")))
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
        return compose.items(absence_words(ctx, name, person))
    if field == "specialties" and person.specialties:
        fields_of_work = [ctx.label(label) for label in person.specialties]
        return [compose.paragraph(compose.text(list_words(ctx.phrases, fields_of_work)))]
    return block_content(
        replace(ctx, reader=ctx.reader.for_scope(PRACTICE)), person, field, ("clinicians", name)
    )


def _fact_at(ctx: Context, path: tuple[str, ...]) -> list[nodes.Node]:
    """Return any fact of the policy as a clinician's clients see it."""
    if ctx.get(*path) is None:
        return []
    method = ctx.get(*path[:2]) if path[0] == "methods" else None
    if method is not None and path[2:] == ("value",):
        content = contact_or_reason(ctx, method) if method.usable else []
    elif method is not None and not method.usable and path[2:] != ("status",):
        content = []
    elif method is not None and path[2:] == ("status",):
        content = compose.text(value_words(ctx.phrases, "status", method.status))
    else:
        content = compose.sentence_case(value_content(ctx, path))
    return [compose.paragraph(content)] if content else []


def _label_at(ctx: Context, path: tuple[str, ...]) -> str:
    """Return what clients call the fact at *path*, with the name of the block that holds it."""
    for length in range(len(path) - 1, 0, -1):
        block = ctx.get(*path[:length])
        if isinstance(block, Fact):
            label = label_of(ctx, type(block), path[length])
            name = getattr(block, "name", None) if length > 1 else None
            if name is None:
                return label
            return ctx.gettext("{method}: {fact}", method=ctx.label(name), fact=label)
    return ".".join(path)


def _label(ctx: Context, field: str) -> str:
    if "." in field:
        return _label_at(ctx, tuple(field.split(".")))
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
