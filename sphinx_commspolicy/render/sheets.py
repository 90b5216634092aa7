"""What a practice puts into the hand: ``reach-sheet``, ``wallet-card``, ``contact-card``."""

from __future__ import annotations

from dataclasses import replace
from math import ceil
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from sphinx_commspolicy.model.method import by_preference
from sphinx_commspolicy.phrases.times import date_words
from sphinx_commspolicy.render import compose, qr
from sphinx_commspolicy.render.contact import contact_or_reason, contact_value
from sphinx_commspolicy.render.crisis import crisis_help, service_in_line, services_here
from sphinx_commspolicy.render.needs import hear_back, route_words
from sphinx_commspolicy.render.replies import not_counted
from sphinx_commspolicy.render.scripts import crisis_words
from sphinx_commspolicy.render.values import within_words
from sphinx_commspolicy.render.vcard import file_name, vcard

if TYPE_CHECKING:
    from sphinx_commspolicy.model.method import Method
    from sphinx_commspolicy.model.need import Need
    from sphinx_commspolicy.model.turnaround import Turnaround
    from sphinx_commspolicy.render.context import Context

MOST_CODES = 3
"""QR codes on a sheet: more of them, and nobody finds the right one."""
MOST_SERVICES = 5
"""Crisis services on a card."""
DOWNLOADS = "commspolicy"
"""Folder below ``_downloads`` that holds the contacts."""


def reach_sheet(ctx: Context) -> list[nodes.Node]:
    """Return one page: a crisis first, then needs, ways and turnaround, then codes to scan."""
    needs: dict[str, Need] = ctx.get("needs") or {}
    gaps: list[nodes.Node] = []
    if ctx.argument:
        needs, gaps = ctx.all_named("needs", ctx.argument)
    needs = {name: need for name, need in needs.items() if need.category != "crisis"}
    content: list[nodes.Node] = [
        compose.paragraph([compose.strong(compose.text(_card_name(ctx)))], "commspolicy-name"),
        *crisis_help(replace(ctx, options={"form": "short"}), is_dense=True),
    ]
    if needs:
        content.append(_table(ctx, needs))
    else:
        ctx.warn_missing("no needs are declared that could be shown here", "needs")
        content += ctx.missing(ctx.gettext("the best way for each need"))
    content += _promise(ctx)
    content += _codes(ctx)
    content += _edition(ctx)
    sheet = compose.block([*content, *gaps], "commspolicy-sheet", "typst-one-page")
    sheet["typst_advice"] = (
        "Give the sheet a page of its own with the field “:handout:”, or name the needs that "
        f"matter most: “.. reach-sheet:: {' '.join([*needs][:2])}”."
    )
    return [sheet]


def _table(ctx: Context, needs: dict[str, Need]) -> nodes.table:
    """Return the ways, each with the needs that it is best for."""
    rows: dict[tuple[str, str], list[str]] = {}
    for name, need in needs.items():
        way = "".join(node.astext() for node in route_words(ctx, name, need.first))
        back = "".join(node.astext() for node in hear_back(ctx, need))
        rows.setdefault((way, back), []).append(name)
    head = [
        compose.text(ctx.gettext("You want to")),
        compose.text(ctx.gettext("Best way")),
        compose.text(ctx.gettext("You hear back")),
    ]
    body: list[list[list[nodes.Node]]] = []
    for names in rows.values():
        first = needs[names[0]]
        when = compose.sentence_case(hear_back(ctx, first))
        body.append(
            [
                _listed([ctx.label(needs[name].name) for name in names]),
                [compose.paragraph(route_words(ctx, names[0], first.first))],
                [compose.paragraph(when)] if when else compose.no_fact(),
            ]
        )
    return compose.table(head, body, (44, 30, 26), "commspolicy-needs")


def _listed(names: list[str]) -> list[nodes.Node]:
    """Return *names*, each on a line of its own; some builders run the lines of a cell together."""
    ends = [*(";" for _ in names[1:]), ""]
    return [
        compose.paragraph(compose.text(f"{name}{end}"))
        for name, end in zip(names, ends, strict=True)
    ]


def _promise(ctx: Context) -> list[nodes.Node]:
    promise: Turnaround | None = ctx.get("turnaround")
    if promise is None:
        return []
    within = within_words(ctx, promise)
    words = [ctx.gettext("You will hear back {within_time}.", within_time=within)]
    if promise.unit == "business_day":
        words += not_counted(ctx, promise)
    return [compose.paragraph(compose.text(" ".join(words)))]


def _for_everybody(ctx: Context) -> list[Method]:
    """Return the methods that any client can use for a message, the best first."""
    return [
        method
        for _, method in by_preference(ctx.get("methods") or {})
        if method.system not in {"video", "fax"} and method.status != "on_request"
    ]


def _ways(ctx: Context) -> list[qr.Way]:
    """Return the best ways that a camera can read, each address once."""
    found: dict[str, qr.Way] = {}
    for method in _for_everybody(ctx):
        way = qr.way_to(ctx, method)
        if way is not None:
            found.setdefault(way.uri, way)
    return list(found.values())[:MOST_CODES]


def _codes(ctx: Context) -> list[nodes.Node]:
    ways = _ways(ctx)
    if not ways:
        return []
    group = nodes.tgroup("", cols=len(ways))
    group += [nodes.colspec("", colwidth=100 // len(ways)) for _ in ways]
    heads = [nodes.entry("", compose.paragraph(compose.text(way.name))) for way in ways]
    group += nodes.thead("", nodes.row("", *heads))
    cells = [
        nodes.entry("", compose.paragraph([_code(ctx, way)]), compose.paragraph(_words(way)))
        for way in ways
    ]
    group += nodes.tbody("", nodes.row("", *cells))
    return [nodes.table("", group, classes=["commspolicy-table", "commspolicy-codes"])]


def _code(ctx: Context, way: qr.Way, width: str = "2.6cm") -> nodes.Node:
    alt = ctx.gettext("QR code for {name}: {value}", name=way.name, value=way.words)
    return qr.code(ctx, way.uri, alt, width)


def _words(way: qr.Way) -> list[nodes.Node]:
    return [compose.link(way.uri, way.words)]


def _edition(ctx: Context) -> list[nodes.Node]:
    document = ctx.get("practice", "document")
    parts = [ctx.label(ctx.get("practice", "name"))]
    if document.version:
        parts.append(ctx.gettext("Version {version}", version=document.version))
    if document.effective_date:
        day = date_words(ctx.phrases, document.effective_date, weekday=False)
        parts.append(ctx.gettext("from {day}", day=day))
    return [compose.paragraph(compose.text(", ".join(parts)), "commspolicy-edition")]


# ---- the card for the wallet


def wallet_card(ctx: Context) -> list[nodes.Node]:
    """Return two sides of 85 by 54 millimeters, to be cut out and folded."""
    front: list[nodes.Node] = [
        compose.paragraph([compose.strong(compose.text(ctx.gettext("In a crisis")))]),
    ]
    services = [
        service_in_line(ctx, name)
        for name, service in services_here(ctx)
        if service.kind in {"emergency", "crisis"}
    ]
    front += [compose.paragraph(words) for words in services[:MOST_SERVICES]]
    if not services:
        ctx.warn_missing("no crisis services are known for the card", "crisis")
        front += ctx.missing(ctx.gettext("crisis services"))
    back: list[nodes.Node] = [
        compose.paragraph([compose.strong(compose.text(_card_name(ctx)))]),
    ]
    ways: list[nodes.Node] = []
    for method in _for_everybody(ctx):
        value = contact_value(ctx, method)
        if value and len(ways) < MOST_CODES:
            ways.append(compose.paragraph(ctx.labelled(ctx.words(method.name), value)))
    back += ways
    promise: Turnaround | None = ctx.get("turnaround")
    if promise is not None:
        within = within_words(ctx, promise)
        words = ctx.gettext("You will hear back {within_time}.", within_time=within)
        back.append(compose.paragraph(compose.text(words)))
    codes = _ways(ctx)[:1]
    sides = []
    for content, scanned in ((front, []), (back, codes)):
        inner = compose.block(content, "commspolicy-wallet-words")
        pictures = [compose.block([_code(ctx, way, "1.9cm")]) for way in scanned]
        for picture in pictures:
            picture["typst_call"], inner["typst_call"] = "wallet-code", "wallet-words"
        side = compose.block([*pictures, inner], "commspolicy-wallet-side")
        side["typst_call"] = "wallet-side"
        side["typst_advice"] = "Name fewer crisis services, or give them shorter names."
        side["classes"] += _smaller(content, 56 if scanned else 77)
        sides.append(side)
    card = compose.block(sides, "commspolicy-wallet")
    card["typst_call"] = "wallet-card"
    hint = ctx.gettext("Cut along the marks. Fold in the middle.")
    return [card, compose.paragraph(compose.text(hint), "commspolicy-wallet-hint")]


def _smaller(paragraphs: list[nodes.Node], room: int) -> list[str]:
    """Return the class of the letters with which *paragraphs* fit on a card, *room* mm wide.

    A stylesheet cannot measure text. PDF can, and does so by itself.
    """
    for points in (11, 10, 9, 8, 7):
        em = points * 0.353  # in millimeters
        letters = room / (0.53 * em)  # in a line, of usual width
        lines = sum(ceil(len(words.astext()) / letters) for words in paragraphs)
        if 1.2 * em * lines + 0.35 * em * (len(paragraphs) - 1) <= 47:
            return [f"commspolicy-wallet-{points}"] if points < 11 else []
    return ["commspolicy-wallet-6"]


def _card_name(ctx: Context) -> str:
    scope = ctx.reader.scope
    practice = ctx.label(ctx.get("practice", "name"))
    return (
        f"{ctx.clinician_name(scope.name)}, {practice}" if scope.kind == "clinician" else practice
    )


# ---- the contact for an address book


def contact_card(ctx: Context) -> list[nodes.Node]:
    """Return a contact to save: a QR code, a file where there are files, and what is in them."""
    name = _card_name(ctx)
    content: list[nodes.Node] = [
        compose.paragraph([compose.strong(compose.text(name))], "commspolicy-name"),
        qr.code(
            ctx,
            vcard(ctx, short=True),
            ctx.gettext("QR code with the contact of {name}", name=name),
            "3.6cm",
        ),
    ]
    ways = []
    usable = [method for _, method in by_preference(ctx.get("methods") or {})]
    kept = [
        method
        for method in usable
        if method.phone_number(ctx.country()) or (method.system == "email" and method.value)
    ]
    for method in kept or [method for method in usable if method.url]:
        way = ctx.labelled(ctx.words(method.name), contact_or_reason(ctx, method))
        ways.append([compose.paragraph(way)])
    if ways:
        content.append(compose.bullet_list(ways))
    saved = ctx.gettext("Save us in your phone: point its camera at the code.")
    content.append(compose.paragraph(compose.text(saved)))
    if writes_files(ctx):
        words = ctx.gettext("Or open this file: {file}")
        file = file_name(ctx.reader.scope)
        link = addnodes.download_reference("", "", nodes.literal("", file), reftarget=file)
        link["filename"] = f"{DOWNLOADS}/{file}"
        from sphinx_commspolicy.render.sentences import sentence_with

        content.append(compose.paragraph(sentence_with(words, file=[link])))
    content.append(compose.paragraph(compose.text(" ".join(crisis_words(ctx)))))
    return [compose.block(content, "commspolicy-contact-card")]


def writes_files(ctx: Context) -> bool:
    """Return whether the pages lie in a folder beside which files can lie."""
    builder = ctx.builder
    return builder is not None and builder.format == "html" and builder.name != "epub"
