"""The rules that need no facts, over a policy that was written by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sphinx_commspolicy.audit.elements import missing
from sphinx_commspolicy.checks import registry
from sphinx_commspolicy.checks.context import Files, ProseContext
from sphinx_commspolicy.checks.faults import guarded
from sphinx_commspolicy.checks.prose.services import mentions
from sphinx_commspolicy.checks.rule import Finding, Place

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from sphinx_commspolicy.audit.elements import Element
    from sphinx_commspolicy.audit.reading import Source
    from sphinx_commspolicy.checks.rule import Rule


class Audit(NamedTuple):
    """What was found in one policy."""

    source: Source
    findings: tuple[Finding, ...]
    missing: tuple[Element, ...]
    """Parts of a policy of which nothing was found."""
    seen: ProseContext
    """What the rules saw, for who wants to read facts from it."""


def audit(source: Source, today: dt.date, country: str | None, *, sample: bool = False) -> Audit:
    """Return what the rules find in *source*, read as a policy of *country* (ISO 3166-1).

    *sample*: numbers and addresses that are kept free for examples are fine in it.
    """
    files = Files({name: "\n".join(lines) for name, lines in source.lines.items()})
    shared: dict[str, object] = {}
    common: dict[str, object] = {"country": country, "sample": sample}

    def view(rule: Rule) -> ProseContext:
        options = {option.name: option.default for option in rule.options}
        return ProseContext(
            rule,
            today,
            files,
            options,
            "",
            source.file,
            source.passages,
            shared=shared,
            common=common,
        )

    found: list[Finding] = []
    for rule in registry.rules():
        check = registry.prose_check(rule.name)
        if check:
            found += guarded(rule, check, view(rule), source.file)
    for name, look in _OF_THE_WHOLE.items():
        rule = registry.rule(name)
        found += guarded(rule, look, view(rule), source.file)
    seen = view(registry.rule("crisis-no-route"))
    unique = dict.fromkeys(found)
    return Audit(
        source,
        tuple(sorted(unique, key=lambda finding: finding.sort_key)),
        missing(seen),
        seen,
    )


# ---- what the facts would show, told from the whole text


def _no_route(seen: ProseContext) -> Iterator[Finding]:
    """Find a policy that leads nowhere in an emergency."""
    if not any(mention.entry.kind.endswith(("number", "name")) for mention in mentions(seen)):
        yield seen.found(
            Place(seen.file),
            "This policy does not say whom to call in an emergency.",
            remedy="Name the emergency number, and a crisis service that answers day and night.",
        )


def _core_missing(seen: ProseContext) -> Iterator[Finding]:
    """Find a policy that names some services, and not those that everybody needs.

    Asked for are the emergency number and one crisis service of the country: a policy on paper
    cannot list them all.
    """
    from sphinx_commspolicy.crisis_services import load_country

    land = seen.common.get("country")
    services = load_country(land) if land else None
    named = mentions(seen)
    if services is None or not named:
        return
    owners = [owner.service for mention in named for owner in mention.owners_in(land)]
    lacking = []
    if not any(service.kind == "emergency" for service in owners):
        lacking.append(services.emergency_number)
    if not any(service.kind == "crisis" and service.status == "active" for service in owners):
        core = [one for one in services.services.values() if one.core and one.kind == "crisis"]
        lacking += [one.name for one in core[:1]]
    if lacking:
        first = named[0].sentence
        yield seen.found(
            first.place(0, len(first.text.split(maxsplit=1)[0])),
            f"What to do in an emergency lacks {' and '.join(lacking)}.",
            remedy="Add it. Anybody who lives here can use it, at any hour.",
        )


_OF_THE_WHOLE = {"crisis-no-route": _no_route, "crisis-core-missing": _core_missing}
"""Rules that look for what is absent: in a handbook they ask the facts, here the whole text."""
