"""Who covers while a clinician is away: the cover, or the cover's cover where that one is away too.

Two clinicians may well cover for each other; it is a circle only on days on which both are away.
"""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinx_commspolicy.model.clinician import Absence, Clinician, CoveringPerson

_DAY = dt.timedelta(days=1)


class Cover(NamedTuple):
    """Who covers on some days of a time away."""

    start: dt.date
    end: dt.date
    """The last of these days."""
    chain: tuple[str, ...]
    """The clinicians that the cover passes; all but the last are away themselves."""
    outside: CoveringPerson | None = None
    """Somebody outside the practice with whom the chain ends."""
    is_there: bool = False
    """Whether the chain ends with somebody who is not away."""

    @property
    def clinician(self) -> str | None:
        """Return the clinician who covers, if one does."""
        return self.chain[-1] if self.is_there and self.outside is None else None


class Circle(NamedTuple):
    """A time away whose cover leads back to who is away."""

    name: str
    number: int
    """Place of the time away among those of the clinician *name*."""
    start: dt.date
    end: dt.date
    chain: tuple[str, ...]


def covers(clinicians: Mapping[str, Clinician], name: str, absence: Absence) -> list[Cover]:
    """Return who covers for *name* in the time *absence*, from the first day to the last."""
    days = {absence.start, absence.end + _DAY}
    for person in clinicians.values():
        if person.period is not None:
            first, last = person.period.start, person.period.end
            edges = {first, last + _DAY if last else None}
            days |= {day for day in edges if day and absence.start < day <= absence.end}
        for other in person.absences:
            days |= {
                day for day in (other.start, other.end + _DAY) if absence.start < day <= absence.end
            }
    found: list[Cover] = []
    ordered = sorted(days)
    for start, after in pairwise(ordered):
        cover = _on(clinicians, name, absence, start)._replace(start=start, end=after - _DAY)
        if found and found[-1][2:] == cover[2:]:
            cover = cover._replace(start=found.pop().start)
        found.append(cover)
    return found


def circles(clinicians: Mapping[str, Clinician]) -> Iterator[Circle]:
    """Yield each time away whose cover leads back to who is away."""
    for name, person in clinicians.items():
        for index, absence in enumerate(person.absences):
            for cover in covers(clinicians, name, absence):
                if cover.chain[-1:] == (name,):
                    yield Circle(name, index, cover.start, cover.end, cover.chain)


def _on(clinicians: Mapping[str, Clinician], name: str, absence: Absence, day: dt.date) -> Cover:
    chain: list[str] = []
    away: Absence | None = absence
    who = name
    while away is not None:
        if away.cover_outside is not None:
            return Cover(day, day, tuple(chain), away.cover_outside, is_there=True)
        cover = away.cover or clinicians[who].cover
        if cover is None or cover not in clinicians:
            return Cover(day, day, tuple(chain))
        if cover == name or cover in chain:
            return Cover(day, day, (*chain, cover))
        chain.append(cover)
        if not clinicians[cover].works_on(day):
            return Cover(day, day, tuple(chain))
        who = cover
        away = next(
            (other for other in clinicians[who].absences if other.start <= day <= other.end), None
        )
    return Cover(day, day, tuple(chain), is_there=True)
