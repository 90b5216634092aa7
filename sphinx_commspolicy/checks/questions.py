"""What several rules ask of the facts."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from sphinx_commspolicy.crisis_services import shown_services
from sphinx_commspolicy.effective import PRACTICE, Scope
from sphinx_commspolicy.model.method import TELEPHONE_SYSTEMS, Method

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    from sphinx_commspolicy.checks.context import DataContext, Step
    from sphinx_commspolicy.model.clinician import Clinician
    from sphinx_commspolicy.model.crisis import CrisisService
    from sphinx_commspolicy.model.need import Need
    from sphinx_commspolicy.model.policy import Policy
    from sphinx_commspolicy.model.turnaround import Turnaround
    from sphinx_commspolicy.opening_hours import OpeningHours

NEED_ADDRESS = frozenset({*TELEPHONE_SYSTEMS, "email", "app"})
"""Systems that nobody can use without a number, address or user name."""


# ---- crisis


def is_crisis(need: Need) -> bool:
    """Return whether *need* is about a crisis or an emergency."""
    return need.category == "crisis" or need.kind == "emergency"


def known_services(seen: DataContext, policy: Policy) -> Mapping[str, CrisisService]:
    """Return every crisis service that *policy* can name: the country's, and local ones."""
    return {**seen.services, **policy.crisis.local}


def services_in_block(seen: DataContext, policy: Policy) -> tuple[tuple[str, CrisisService], ...]:
    """Return the services that the crisis blocks of *policy* show."""
    return shown_services(policy, seen.source.services)


def route(seen: DataContext, policy: Policy, name: str | None) -> Method | CrisisService | None:
    """Return the method or service that *name* is the route to."""
    if name is None:
        return None
    return policy.methods.get(name) or known_services(seen, policy).get(name)


def always_answers(service: CrisisService) -> bool:
    """Return whether a service helps in a crisis around the clock."""
    if service.status != "active" or service.kind not in {"emergency", "crisis"}:
        return False
    return is_always(service.hours, unsaid=service.kind == "emergency")


@lru_cache(maxsize=1024)
def is_always(hours: OpeningHours | None, *, unsaid: bool = False) -> bool:
    """Return whether *hours* have no closed minute; *unsaid* where no hours are stated."""
    return unsaid if hours is None else hours.always_open


def serves(service: CrisisService, regions: tuple[str, ...]) -> bool:
    """Return whether *service* serves one of *regions*; without areas or regions, it may."""
    return (
        not service.areas
        or not regions
        or any(overlap(area, region) for area in service.areas for region in regions)
    )


def overlap(one: str, other: str) -> bool:
    """Return whether two regions are the same, or one a part of the other."""
    return one == other or one.startswith(f"{other}-") or other.startswith(f"{one}-")


class Reference(NamedTuple):
    """A place in the facts that sends clients in a crisis to a service."""

    name: str
    path: tuple[Step, ...]


def service_references(policy: Policy) -> Iterator[Reference]:
    """Yield each place of *policy* that may name a crisis service."""
    for index, name in enumerate(policy.crisis.services or ()):
        yield Reference(name, ("crisis", "services", index))
    for name, need in policy.needs.items():
        for step in ("first", "second"):
            wanted = getattr(need, step)
            if wanted:
                yield Reference(wanted, ("needs", name, step))
    fallback = policy.phone_coaching.fallback if policy.phone_coaching else None
    if fallback:
        yield Reference(fallback, ("phone_coaching", "fallback"))


def digits(text: str) -> str:
    """Return the digits of a number as it is dialled, letters read as the keys they stand on."""
    keys = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")
    return re.sub(r"\D", "", text.upper().translate(keys))


# ---- methods


def turnaround_of(policy: Policy, method: Method) -> Turnaround | None:
    """Return the turnaround that holds for *method*."""
    if method.turnaround:
        return method.turnaround.completed(policy.turnaround)
    return policy.turnaround


def is_open_to_others(method: Method) -> bool:
    """Return whether others may read what goes through *method*, as far as the facts tell."""
    return method.open_to_others


def has_address(method: Method) -> bool:
    """Return whether a client can reach *method*: its number or address is known."""
    return bool(method.value or method.url) or method.system not in NEED_ADDRESS


def offers_video(policy: Policy) -> bool:
    """Return whether sessions by video are offered."""
    return policy.video_sessions is not None or any(
        method.usable and method.system == "video" for method in policy.methods.values()
    )


# ---- people


def works_here(clinician: Clinician, day: dt.date) -> bool:
    """Return whether *clinician* works in the practice on *day*."""
    return clinician.works_on(day)


def active_people(seen: DataContext) -> Iterator[tuple[str, Clinician]]:
    """Yield each clinician who works in the practice today, with the id."""
    for name, clinician in seen.policy().clinicians.items():
        if works_here(clinician, seen.today):
            yield name, clinician


def readers(seen: DataContext) -> Iterator[Scope]:
    """Yield the scopes whose facts clients read as their own: clinicians, or the practice."""
    people = {Scope("clinician", name) for name, _ in active_people(seen)}
    yield from (scope for scope in seen.scopes if scope in (people or {PRACTICE}))


def works_with(seen: DataContext, kind: str, words: str) -> bool:
    """Return whether the practice works with *kind* of client, as it or a specialty says.

    *words* is a pattern for specialties in English; they are asked only where the practice does not
    say whom it works with.
    """
    stated = seen.policy().practice.serves
    if stated:
        return kind in stated
    pattern = re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    return any(
        pattern.search(specialty)
        for _, clinician in active_people(seen)
        for specialty in clinician.specialties
    )
