"""What the practice's data holds that prose may repeat: numbers, addresses, and times to answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sphinx_commspolicy.checks.prose.contacts import plain_url
from sphinx_commspolicy.checks.prose.services import digits_of, entries
from sphinx_commspolicy.checks.prose.ways import is_way
from sphinx_commspolicy.effective import PRACTICE, Scope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import PracticeData, ProseContext
    from sphinx_commspolicy.checks.prose.promises import Promise
    from sphinx_commspolicy.checks.rule import Place
    from sphinx_commspolicy.model.crisis import Crisis
    from sphinx_commspolicy.model.fields import PhoneNumber
    from sphinx_commspolicy.model.policy import Policy
    from sphinx_commspolicy.model.turnaround import Turnaround


class Held(NamedTuple):
    """A number or address that the data holds."""

    kind: str
    """As `contacts.Contact.kind`."""
    value: str
    """As `contacts.Contact.value`."""
    role: str
    """The role that shows it, without its name's marks: ``contact:office``; empty for none."""
    scope: Scope
    usable: bool
    """Whether clients may be led to it."""
    path: tuple[str | int, ...]
    data: PracticeData

    @property
    def place(self) -> Place:
        """Where the data holds it."""
        return self.data.place(self.scope, *self.path)


def held(seen: ProseContext) -> dict[tuple[str, str], list[Held]]:
    """Return every number and address of the data; computed once for all documents."""
    found: dict[tuple[str, str], list[Held]] | None = seen.common.get("held")
    if found is None:
        found = {}
        for one in _held(seen.data) if seen.data else ():
            found.setdefault((one.kind, one.value), []).append(one)
        seen.common["held"] = found
    return found


def _held(data: PracticeData) -> Iterator[Held]:
    land = data.source.country or ""
    for block in data.blocks("methods"):
        method, name = block.value, block.name
        at = f"@{block.scope.name}" if block.scope.kind == "clinician" else ""
        if method.value:
            kind, value = _value(method.system, method.value, land)
            path = (*block.path, "value")
            yield Held(kind, value, f"contact:{name}{at}", block.scope, method.usable, path, data)
        if method.url:
            path = (*block.path, "url")
            role = f"contact:{name}.url{at}"
            yield Held("url", plain_url(method.url), role, block.scope, method.usable, path, data)
    practice = data.policy().practice
    if practice.website:
        path = ("practice", "website")
        url = plain_url(practice.website)
        yield Held("url", url, "practice:website", PRACTICE, True, path, data)
    yield from _others(data, land)


def _others(data: PracticeData, land: str) -> Iterator[Held]:
    """Yield numbers that no role of their own shows."""
    for block in data.blocks("crisis"):
        crisis = block.value
        yield from _of_the_practice(crisis, block.scope, data)
        for name, service in crisis.local.items():
            for index, access in enumerate(service.access):
                path: tuple[str | int, ...] = ("crisis", "local", name, "access", index)
                if access.number:
                    kind, value = _value("phone", access.number, land)
                    yield Held(kind, value, "", block.scope, True, (*path, "number"), data)
                if access.url:
                    url = plain_url(access.url)
                    yield Held("url", url, "", block.scope, True, (*path, "url"), data)
    for name, person in data.policy().clinicians.items():
        for index, absence in enumerate(person.absences):
            if absence.cover_outside and absence.cover_outside.phone:
                kind, value = "phone", absence.cover_outside.phone.e164
                path = ("clinicians", name, "absences", index, "cover_outside", "phone")
                yield Held(kind, value, "", PRACTICE, True, path, data)
    for block in data.blocks("social_media"):
        for name, platform in block.value.platforms.items():
            if platform.url:
                path = ("social_media", "platforms", name, "url")
                yield Held("url", plain_url(platform.url), "", block.scope, True, path, data)


def _of_the_practice(crisis: Crisis, scope: Scope, data: PracticeData) -> Iterator[Held]:
    """Yield the numbers of who is on call, and of the nearest emergency department."""
    own: list[tuple[tuple[str | int, ...], PhoneNumber | None]] = [
        (("on_call", index), line.phone) for index, line in enumerate(crisis.on_call)
    ]
    if crisis.emergency_department is not None:
        own.append((("emergency_department",), crisis.emergency_department.phone))
    for part, phone in own:
        if phone:
            path: tuple[str | int, ...] = ("crisis", *part, "phone")
            role = f"fact:{'.'.join(map(str, path))}" if scope == PRACTICE else ""
            yield Held("phone", phone.e164, role, scope, True, path, data)


def _value(system: str, written: str, land: str) -> tuple[str, str]:
    """Return kind and comparable form of a value as the data has it."""
    from sphinx_commspolicy.model.fields import read_phone_number
    from sphinx_commspolicy.model.method import TELEPHONE_SYSTEMS

    if system in TELEPHONE_SYSTEMS:
        try:
            return "phone", read_phone_number(written, land).e164
        except ValueError:
            return "phone", digits_of(written)
    if system == "email":
        return "email", written.lower()
    return "handle", written.lower()


def likeliest(holders: list[Held], scope: Scope) -> Held:
    """Return the one of *holders* that a page of *scope* means; its role is empty if it is unsure.

    A page means what its own readers have, else what can be shown. Where several roles show the
    same, none of them is the one.
    """
    shown = [one for one in holders if one.role and one.usable]
    own = [one for one in shown if one.scope == scope]
    best = (own or shown or holders)[0]
    if len({one.role for one in own or shown}) != 1:
        return best._replace(role="")
    return best


def is_public(value: str) -> bool:
    """Return whether the number *value* belongs to a public service of any country."""
    digits = digits_of(value)
    return any(
        entry.kind.endswith("number") and len(entry.text) > 4 and _same(digits, entry.text)
        for entry in entries()
    )


def _same(digits: str, other: str) -> bool:
    return digits == other or digits.endswith(other.removeprefix("0"))


# ---- times to answer


class Answer(NamedTuple):
    """A time to answer that the data holds for the messages that a promise is about."""

    turnaround: Turnaround
    target: str
    """What the role ``turnaround`` takes to show it."""
    path: tuple[str | int, ...]


def answers(policy: Policy, promise: Promise) -> tuple[Answer, ...]:
    """Return the times of the data that *promise* can repeat; the likeliest first."""
    general = policy.turnaround
    found: list[Answer] = []
    for name, method in policy.methods.items():
        if promise.way and not is_way(promise.way, method):
            continue
        if method.turnaround and method.usable:
            path = ("methods", name, "turnaround", "value")
            found.append(Answer(method.turnaround, name, path))
        elif promise.way and method.usable and general:
            found.append(Answer(general, name, ("turnaround", "value")))
    if general:
        whole = Answer(general, "practice", ("turnaround", "value"))
        found = [whole, *found] if promise.way is None else [*found, whole]
    return tuple(found)


def length(turnaround: Turnaround) -> tuple[int, str]:
    """Return value and unit in the form of `amounts.Amount.length`."""
    if turnaround.unit == "clock_hour" and turnaround.value % 24 == 0:
        return turnaround.value // 24, "calendar_day"
    return turnaround.value, turnaround.unit
