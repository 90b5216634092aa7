"""What to do in a crisis: ``crisis-help``, and crisis services in a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_commspolicy.crisis_services import shown_services
from sphinx_commspolicy.phrases.languages import language_name, zone_name
from sphinx_commspolicy.phrases.times import hours_sentence, list_words
from sphinx_commspolicy.render import compose
from sphinx_commspolicy.render.contact import NUMBER, phone_link, short_number_uri, web_link
from sphinx_commspolicy.render.sentences import sentence_with
from sphinx_commspolicy.render.values import period_words

if TYPE_CHECKING:
    from sphinx_commspolicy.model.crisis import Access, Crisis, CrisisService, OnCall
    from sphinx_commspolicy.render.context import Context


def crisis_help(ctx: Context, *, is_dense: bool = False) -> list[nodes.Node]:
    """Return the crisis block; a dense one has a paragraph for each service, and fits on a sheet.

    Else each way into a service has a line of its own: in a crisis nobody reads a paragraph.
    """
    crisis: Crisis = ctx.get("crisis")
    services = services_here(ctx)
    if services:
        lead = ctx.gettext("Are you or someone else in danger? Get help now.")
        content: list[nodes.Node] = [
            compose.paragraph([compose.strong(compose.text(lead))], "commspolicy-crisis-lead"),
            compose.bullet_list(
                [compose.paragraph(service_line(ctx, service, ("crisis", "local", name)))]
                if is_dense
                else service_entry(ctx, service, ("crisis", "local", name))
                for name, service in services
            ),
        ]
    else:
        ctx.warn_missing(
            f"no public crisis services are known for the country {ctx.country()}; "
            "declare them under “crisis.local”",
            "crisis",
        )
        content = ctx.missing(ctx.gettext("crisis services"))
    if ctx.options.get("form", "full") == "full":
        content += _own_facts(ctx, crisis)
    return [compose.block(content, "commspolicy-crisis")]


def service_in_line(ctx: Context, name: str, separator: str = "") -> list[nodes.Node]:
    """Return the name and first number of a crisis service; its id where it is not known."""
    service = find_service(ctx, name)
    if service is None:
        return compose.text(name)
    ways = [way for found in _ways(ctx, service.access).values() for way in found]
    name_words = compose.text(ctx.shipped_label(service.name))
    if not ways:
        return name_words
    if separator:
        return [*name_words, nodes.Text(separator), *ways[0]]
    return ctx.labelled(name_words, ways[0])


def find_service(ctx: Context, name: str) -> CrisisService | None:
    """Return the crisis service *name* of the country or of the practice; None if there is none."""
    local = ctx.get("crisis", "local") or {}
    return local.get(name) or ctx.reader.services().get(name)


def service_entry(ctx: Context, service: CrisisService, path: tuple[str, ...]) -> list[nodes.Node]:
    """Return a crisis service and when it answers, then every way into it, each in its own line."""
    name = ctx.shipped_label(service.name)
    about = compose.joined(_about(ctx, service, path), " ")
    stop = "" if name.endswith((".", "!", "?")) else "."
    head = [
        compose.strong(compose.text(name)),
        *([nodes.Text(f"{stop} "), *about] if about else []),
    ]
    ways = _ways(ctx, service.access)
    lines = [compose.sentence_case(way) for way in ways.pop("", [])]
    lines += [_for_audience(ctx, audience, found) for audience, found in ways.items()]
    content: list[nodes.Node] = [compose.paragraph(head)]
    if lines:
        content.append(compose.bullet_list([compose.paragraph(line)] for line in lines))
    return content


def service_line(ctx: Context, service: CrisisService, path: tuple[str, ...]) -> list[nodes.Node]:
    """Return a crisis service, every way into it, and when it answers, as one paragraph."""
    name = compose.strong(compose.text(ctx.shipped_label(service.name)))
    ways = _ways(ctx, service.access)
    everybody = compose.joined(ways.pop("", []), "; ")
    words = ctx.labelled([name], [*everybody, nodes.Text(".")] if everybody else [])
    hours, ended, note = _about(ctx, service, path)
    others = [
        [*_for_audience(ctx, audience, found), nodes.Text(".")] for audience, found in ways.items()
    ]
    return compose.joined([words, hours, ended, *others, note], " ")


def _for_audience(ctx: Context, audience: str, ways: list[list[nodes.Node]]) -> list[nodes.Node]:
    """Return the ways into a service that are there for somebody only."""
    label = compose.sentence_case(compose.text(audience))
    return ctx.labelled(label, compose.joined(ways, "; "))


def _about(
    ctx: Context, service: CrisisService, path: tuple[str, ...]
) -> tuple[list[nodes.Node], list[nodes.Node], list[nodes.Node]]:
    """Return when a service answers, whether it has ended, and its note; each may be empty."""
    ended = ctx.gettext("This service has ended.") if service.status == "ended" else ""
    note: list[nodes.Node] = []
    if service.note:
        said = ctx.shipped_label(service.note)
        is_ours = said != ctx.label(service.note)
        note = compose.text(said) if is_ours else ctx.inline(service.note, *path, "note")
    return compose.text(_hours(ctx, service)), compose.text(ended), note


def _hours(ctx: Context, service: CrisisService) -> str:
    if service.hours is None:
        return ""
    if service.hours.always_open:
        return ctx.gettext("Day and night.")
    hours = hours_sentence(ctx.phrases, service.hours)
    zone = f" ({zone_name(ctx.phrases, service.time_zone)})" if service.time_zone else ""
    return ctx.gettext("Hours: {hours}.", hours=hours + zone)


def answers_when(ctx: Context, name: str) -> str:
    """Return when a crisis service answers, in a sentence; empty where that is not known."""
    service = find_service(ctx, name)
    if service is None or service.hours is None:
        return ""
    if service.hours.always_open:
        return ctx.gettext("They answer day and night.")
    return _hours(ctx, service)


def _ways(ctx: Context, access: tuple[Access, ...]) -> dict[str, list[list[nodes.Node]]]:
    """Return the ways into a service, in words with the number to press, by whom they are for.

    Those for everybody have an empty name.
    """
    ways: dict[str, list[list[nodes.Node]]] = {}
    for way in access:
        words = way_words(ctx, way)
        if not words:
            continue
        audience = [ctx.shipped_label(way.note)] if way.note else []
        if way.languages:
            names = [language_name(ctx.phrases, tag) for tag in way.languages]
            audience.append(list_words(ctx.phrases, names))
        ways.setdefault(", ".join(audience), []).append(words)
    return ways


def way_words(ctx: Context, way: Access) -> list[nodes.Node]:
    """Return one way into a service: “call 988”; nothing where it cannot be told in words."""
    sentence, number = _way(ctx, way)
    if sentence is None:
        return []
    return sentence_with(
        sentence,
        number=[number] if number is not None else [],
        keyword=[compose.strong(compose.text(way.keyword or ""))],
        option=[compose.strong(compose.text(way.option or ""))],
        via=compose.text(way.via or ""),
    )


def services_here(ctx: Context) -> tuple[tuple[str, CrisisService], ...]:
    """Return the services that the crisis blocks of the scope show, with their ids, in order."""
    ctx.get("crisis")
    ctx.get("practice", "jurisdictions")
    policy = ctx.reader.facts.policy(ctx.reader.quiet_scope)
    return shown_services(policy, ctx.reader.country_services())


def _way(ctx: Context, way: Access) -> tuple[str | None, nodes.Node | None]:
    if way.mode == "call" and way.number:
        number = compose.link(short_number_uri("tel", way.number), way.number, NUMBER)
        if way.option:
            return ctx.gettext("call {number}, then press {option}"), number
        return ctx.gettext("call {number}"), number
    if way.mode == "text" and way.number:
        number = compose.link(short_number_uri("sms", way.number), way.number, NUMBER)
        if way.keyword:
            return ctx.gettext("text {keyword} to {number}"), number
        return ctx.gettext("text {number}"), number
    if way.mode == "chat":
        if way.url:
            return ctx.gettext("chat at {number}"), web_link(way.url)
        return ctx.gettext("chat on its website"), None
    if way.mode == "videophone" and way.via:
        if way.url:
            return ctx.gettext("video call through {via} at {number}"), web_link(way.url)
        return ctx.gettext("video call through {via}"), None
    if way.mode == "videophone" and way.number:
        words = compose.inline(compose.text(way.number), NUMBER)
        return ctx.gettext("videophone {number}"), words
    return None, None


def _own_facts(ctx: Context, crisis: Crisis) -> list[nodes.Node]:
    pairs: list[tuple[list[nodes.Node], list[nodes.Node]]] = []
    department = crisis.emergency_department
    if department is not None:
        words = compose.joined(
            [
                ctx.words(department.name),
                compose.text(department.address or ""),
                [phone_link(ctx, department.phone)] if department.phone else [],
            ],
            ", ",
        )
        label = ctx.gettext("Nearest emergency department")
        pairs.append((compose.text(label), [compose.paragraph(words)]))
    content = [node for line in crisis.on_call for node in on_call_line(ctx, line)]
    if content:
        pairs.append((compose.text(ctx.gettext("On call")), content))
    for field, label in (
        ("not_provided", ctx.gettext("What we cannot do")),
        ("tell_us", ctx.gettext("Afterwards")),
    ):
        value = getattr(crisis, field)
        if value:
            pairs.append((compose.text(label), ctx.prose(value, "crisis", field)))
    return [compose.fact_list(pairs)] if pairs else []


def on_call_line(ctx: Context, line: OnCall) -> list[nodes.Node]:
    """Return a line of the rota: who, when, by which number; nothing once its time is over."""
    period = line.period
    if period is not None and period.end is not None and period.end < ctx.reader.today():
        return []
    when = [
        period_words(ctx, period) if period is not None else "",
        hours_sentence(ctx.phrases, line.hours) if line.hours else "",
    ]
    times = ", ".join(filter(None, when))
    words = [
        *ctx.words(line.who),
        nodes.Text(", "),
        phone_link(ctx, line.phone),
        *compose.text(f" ({times})" if times else ""),
    ]
    content: list[nodes.Node] = [compose.paragraph(words)]
    if line.fee:
        fee = ctx.gettext("Fee: {fee}", fee=ctx.label(line.fee))
        content.append(compose.paragraph(compose.text(fee)))
    return content
