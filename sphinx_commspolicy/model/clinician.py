"""The clinicians: who they are, where they may work, when they are away (topics 24 to 26)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Self

from pydantic import Field, model_validator

from sphinx_commspolicy.model.fields import (
    ClinicianId,
    Date,
    Fact,
    FactError,
    Label,
    LanguageTag,
    MayBeInternal,
    Phone,
    ProgrammeId,
    Region,
    Text,
    Word,
    YesNo,
    check_order,
)
from sphinx_commspolicy.model.method import Period

if TYPE_CHECKING:
    import datetime as dt


class Licence(Fact):
    """A license to practice."""

    jurisdiction: Region = Field(title="Valid in", description="Where it is valid (ISO 3166-2).")
    number: Word | None = Field(None, title="Number", description="Number of the license.")
    kind: Label | None = Field(None, title="License", description="Name of the license.")
    board: Label | None = Field(None, title="Board", description="The board that issued it.")
    compact: Label | None = Field(
        None, title="Compact", description="Agreement between regions that it rests on."
    )


class CoveringPerson(Fact):
    """Somebody outside the practice who covers."""

    name: Label = Field(title="Name", description="Who covers.")
    phone: Phone | None = Field(None, title="Phone", description="Number to reach them.")
    licence: Word | None = Field(None, title="License", description="Their license.")


class Absence(Fact):
    """A time away."""

    start: Date = Field(title="From", description="First day away.")
    end: Date = Field(title="Until", description="Last day away.")
    reason: Label | None = Field(
        None, title="Reason", description="Only if clients should know it."
    )
    reachable: Literal["no", "limited"] | None = Field(
        None, title="Reachable", description="Whether messages are read meanwhile."
    )
    cover: ClinicianId | None = Field(
        None, title="Cover", description="Clinician of this practice who covers."
    )
    cover_outside: CoveringPerson | None = Field(
        None, title="Cover", description="Somebody else who covers."
    )
    shared: Text | None = Field(
        None,
        title="What the covering person knows",
        description="What the covering person is told of the clients.",
    )
    bookings: Text | None = Field(
        None,
        title="Appointments meanwhile",
        description="Who can be booked while they are away, and who cannot.",
    )
    resumes: Date | None = Field(
        None, title="As usual from", description="Day from which all is as usual again."
    )
    note: Text | None = Field(None, title="Note", description="Anything else clients should know.")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        check_order(self.start, self.end, "end")
        if self.resumes is not None and self.resumes <= self.end:
            msg = f"{self.resumes} is still in the time away, which ends on {self.end}."
            raise FactError(msg, "resumes")
        if self.cover and self.cover_outside:
            msg = "“cover” and “cover_outside” both say who covers: keep one."
            raise FactError(msg, "cover_outside")
        return self


class Clinician(MayBeInternal):
    """One clinician. What differs from the practice stands beside these keys, under the same keys
    as in the practice's file: `methods`, `needs`, `turnaround`, …
    """  # noqa: D205, D400, D415 - one paragraph: it is the schema's description

    name: Label = Field(title="Name", description="Name that clients know.")
    credentials: Label | None = Field(
        None, title="Credentials", description="Letters after the name, such as LPC."
    )
    role: Label | None = Field(None, title="Role", description="Position in the practice.")
    pronouns: Label | None = Field(None, title="Pronouns", description="Pronouns, if stated.")
    active: YesNo = Field(True, title="Active", description="Whether they work here now.")
    period: Period | None = Field(None, title="With us", description="From when to when.")
    licences: tuple[Licence, ...] = Field((), title="Licenses", description="Licenses to practice.")
    languages: tuple[LanguageTag, ...] = Field(
        (), title="Languages", description="Languages of their sessions."
    )
    specialties: tuple[Label, ...] = Field((), title="Works with", description="Fields of work.")
    working_days: Label | None = Field(
        None, title="Working days", description="Days of work, in words for clients."
    )
    accepting: YesNo | None = Field(
        None, title="New clients", description="Whether they take new clients."
    )
    programmes: tuple[ProgrammeId, ...] = Field(
        (), title="Programs", description="Programs whose facts they share; the last wins."
    )
    cover: ClinicianId | None = Field(
        None, title="Cover", description="Who covers when an absence names nobody."
    )
    absences: tuple[Absence, ...] = Field((), title="Time away", description="Times away.")
    sudden_absence: Text | None = Field(
        None,
        title="If something happens to me",
        description="Who tells clients of a sudden absence.",
    )
    bio: Text | None = Field(None, title="About", description="A few sentences for clients.")

    def works_on(self, day: dt.date) -> bool:
        """Return whether they work in the practice on *day*, away or not."""
        return self.active and (self.period is None or self.period.covers(day))


class Programme(MayBeInternal):
    """A program, such as a skills group, whose clinicians share facts. What differs from the
    practice stands beside these keys, under the same keys as in the practice's file.
    """  # noqa: D205 - one paragraph: it is the schema's description

    name: Label = Field(title="Name", description="Name of the program.")
    summary: Text | None = Field(None, title="About", description="What it is, for clients.")


class Situation(Fact):
    """The situation of some clients. What differs for them stands beside these keys, under the same
    keys as in the practice's file; it comes last, over what their clinician states.
    """  # noqa: D205 - one paragraph: it is the schema's description

    name: Label | None = Field(
        None, title="Name", description="Own words for who is meant, as in “Teenagers”."
    )
