"""Which handbooks are to be made: one for each clinician, for each situation, and their shares."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from sphinx_commspolicy.model.names import SITUATIONS, WHOLE_PRACTICE_ID

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from sphinx_commspolicy.effective import Scope
    from sphinx_commspolicy.model.policy import Policy


class Edition(NamedTuple):
    """A handbook for the clients of one clinician, or of all, in a situation or in none."""

    clinician: str = ""
    """Id of the clinician; empty for the whole practice."""
    situation: str = ""

    @property
    def name(self) -> str:
        """Return what the edition's folder is called; no id has a dot in it."""
        parts = (self.clinician or WHOLE_PRACTICE_ID, self.situation)
        return ".".join(part for part in parts if part)

    @property
    def scope(self) -> Scope:
        """Return the readers for whom the edition is."""
        from sphinx_commspolicy.effective import Scope

        kind = "clinician" if self.clinician else "practice"
        return Scope(kind, self.clinician, self.situation)


class Share(NamedTuple):
    """One of several equal parts of a work."""

    number: int = 1
    """Which part, from 1."""
    of: int = 1
    """How many there are."""

    @classmethod
    def read(cls, text: str) -> Share:
        """Read “2/5”. ValueError if it is no share."""
        found = re.fullmatch(r"([1-9][0-9]{0,3})/([1-9][0-9]{0,3})", text)
        share = cls(int(found[1]), int(found[2])) if found else None
        if share is None or share.number > share.of:
            msg = f"“{text}” is no share: write 2/5 for the second of five"
            raise ValueError(msg)
        return share

    def take(self, editions: Sequence[Edition]) -> list[Edition]:
        """Return this share of *editions*; the same on every machine, and none left out."""
        return sorted(editions)[self.number - 1 :: self.of]


class UnknownEdition(ValueError):  # noqa: N818 - named for what is wrong
    """There is no such clinician or situation."""

    def __init__(self, name: str, kind: str, known: Iterable[str]) -> None:
        super().__init__(f"there is no {kind} {name}")
        self.kind = kind
        self.name = name
        self.known = list(known)


def working(policy: Policy, today: dt.date) -> list[str]:
    """Return the clinicians who work here on the day *today*."""
    return [name for name, person in policy.clinicians.items() if person.works_on(today)]


def editions(
    policy: Policy,
    today: dt.date,
    *,
    clinicians: Sequence[str] = (),
    everybody: bool = False,
    situations: Sequence[str] = (),
) -> list[Edition]:
    """Return the editions for each of *clinicians* in each of *situations*, sorted.

    *everybody* means each clinician who works here now. The situation ``all`` means each that the
    practice declares. Raises UnknownEdition.
    """
    for name in clinicians:
        if name not in policy.clinicians:
            raise UnknownEdition(name, "clinician", policy.clinicians)
    whose = [*clinicians, *(working(policy, today) if everybody else ())]
    which: list[str] = []
    for situation in situations:
        if situation == "all":
            which += policy.situations
        elif situation in SITUATIONS:
            which.append(situation)
        else:
            raise UnknownEdition(situation, "situation", ["all", *SITUATIONS])
    nobody = not clinicians and not everybody
    return sorted(
        {
            Edition(name, situation)
            for name in (("",) if nobody else whose)
            for situation in (which if situations else ("",))
        }
    )
