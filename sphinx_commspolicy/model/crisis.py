"""What to do in a crisis (topics 10 and 12), and the dated facts on public crisis services."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from sphinx_commspolicy.model.fields import (
    Amount,
    Country,
    Date,
    Fact,
    Hours,
    Identifier,
    Label,
    LanguageTag,
    MethodId,
    Phone,
    Region,
    Section,
    ServiceId,
    Text,
    TimeZone,
    Url,
    Word,
    YesNo,
)
from sphinx_commspolicy.model.method import Period


class Access(Fact):
    """One way into a service. Short codes and menu options are not telephone numbers."""

    mode: Literal["call", "text", "chat", "videophone"] = Field(
        title="How", description="What the number or address takes."
    )
    number: Word | None = Field(
        None, title="Number", description="Number or short code, as people write it."
    )
    url: Url | None = Field(None, title="Web address", description="Where to chat.")
    keyword: Word | None = Field(None, title="Send the word", description="Word to send as text.")
    via: Word | None = Field(
        None, title="Through", description="Service that connects, such as one for sign language."
    )
    option: Word | None = Field(None, title="Then press", description="Menu option to press.")
    languages: tuple[LanguageTag, ...] = Field(
        (), title="Languages", description="Languages, where they differ from the service's."
    )
    note: Label | None = Field(None, title="For", description="Whom this way is for.")

    @model_validator(mode="after")
    def _can_be_used(self) -> Self:
        if self.mode in {"call", "text"} and self.number is None:
            msg = f"A way to {self.mode} needs its “number”."
            raise ValueError(msg)
        if self.mode == "chat" and self.url is None:
            msg = "A way to chat needs its “url”."
            raise ValueError(msg)
        if self.mode == "videophone" and self.number is None and self.via is None:
            msg = "A videophone needs its “number”, or the service it goes “via”."
            raise ValueError(msg)
        return self


class CrisisService(Fact):
    """A service that anybody can turn to."""

    name: Label = Field(title="Service", description="Its own name.")
    kind: Literal["emergency", "crisis", "information", "referral"] = Field(
        "crisis", title="Kind", description="Only the first two help in a crisis."
    )
    core: YesNo = Field(
        False, title="Core", description="Whether every crisis block of the country shows it."
    )
    areas: tuple[Region, ...] = Field(
        (), title="Serves", description="Where it serves; empty: the whole country."
    )
    access: tuple[Access, ...] = Field(
        (),
        title="Ways in",
        description="How to reach it; one at least for help in a crisis.",
    )
    hours: Hours | None = Field(None, title="Hours", description="When it answers.")
    time_zone: TimeZone | None = Field(
        None, title="Time zone", description="IANA time zone of its hours, if not the practice's."
    )
    languages: tuple[LanguageTag, ...] = Field((), title="Languages", description="Its languages.")
    started_on: Date | None = Field(
        None, title="Started", description="First day, where it is known."
    )
    status: Literal["active", "ended"] = Field(
        "active", title="Status", description="Whether it still works."
    )
    ended_on: Date | None = Field(None, title="Ended", description="Last day, for one that ended.")
    former_names: tuple[Word, ...] = Field(
        (), title="Formerly", description="Names no longer used."
    )
    former_numbers: tuple[Word, ...] = Field(
        (), title="Former numbers", description="Numbers no longer to be printed."
    )
    note: Text | None = Field(None, title="Note", description="Anything else clients should know.")
    verified_on: Date | None = Field(
        None, title="Checked", description="Day on which the facts were last checked."
    )
    source: Word | None = Field(None, title="Source", description="Where the facts come from.")
    confidence: Literal["high", "medium"] = Field(
        "high",
        title="Confidence",
        description="high: the service's or a government's own text; medium: one other source.",
    )

    @model_validator(mode="after")
    def _can_be_reached(self) -> Self:
        if self.kind in {"emergency", "crisis"} and not self.access:
            msg = "A service that helps in a crisis needs at least one way in, under “access”."
            raise ValueError(msg)
        return self


class CountryServices(Fact):
    """The public crisis services of one country, as known on a day."""

    country: Country = Field(description="The country.")
    as_of: Date = Field(description="Day on which the file was last reviewed as a whole.")
    emergency_number: Word = Field(description="Number of the country's emergency services.")
    services: dict[Identifier, CrisisService] = Field(
        description="The services, most urgent first."
    )


class EmergencyDepartment(Fact):
    """The nearest emergency department."""

    name: Label = Field(title="Name", description="Name of the hospital.")
    address: Word | None = Field(None, title="Address", description="Where it is.")
    phone: Phone | None = Field(None, title="Phone", description="Its number.")


class OnCall(Fact):
    """Somebody of the practice who can be reached out of hours: one line of the rota."""

    who: Label = Field(title="Who", description="Who answers.")
    period: Period | None = Field(
        None, title="On call", description="From when to when; leave it out if it is always so."
    )
    phone: Phone = Field(title="Phone", description="Number to call.")
    hours: Hours | None = Field(None, title="Hours", description="When they answer.")
    fee: Label | None = Field(None, title="Fee", description="What a call costs.")


class Crisis(Section):
    """What clients do in a crisis."""

    country: Country | None = Field(
        None,
        title="Country",
        description="Whose public services are shown; the practice's if unsaid.",
    )
    services: tuple[ServiceId, ...] | None = Field(
        None,
        title="Services",
        description="Ids of the services to show, in order; the country's core services if unsaid.",
    )
    local: dict[Identifier, CrisisService] = Field(
        {}, title="Local services", description="Services of the area, added to the country's."
    )
    emergency_department: EmergencyDepartment | None = Field(
        None, title="Nearest emergency department", description="The nearest one."
    )
    on_call: tuple[OnCall, ...] = Field(
        (), title="On call", description="Out-of-hours contacts, one for each line of the rota."
    )
    not_provided: Text | None = Field(
        None, title="What we cannot do", description="What the practice does not do in a crisis."
    )
    tell_us: Text | None = Field(
        None, title="Afterwards", description="When and how to let the practice know."
    )


class PhoneCoaching(Section):
    """Coaching by phone between sessions (topic 12)."""

    method: MethodId = Field(title="How", description="Method to call by.")
    hours: Hours | None = Field(None, title="Hours", description="When coaching is offered.")
    reply_within: Amount | None = Field(
        None, title="You hear back within", description="Target for calling back."
    )
    max_length: Amount | None = Field(None, title="Length", description="How long a call lasts.")
    who_may_call: Text | None = Field(None, title="Who may call", description="Who may call.")
    rule_24_hours: Text | None = Field(
        None,
        title="The 24-hour rule",
        description="No coaching for a time after self-harm, if kept.",
    )
    fallback: ServiceId | None = Field(
        None, title="If nobody answers", description="Crisis service to turn to instead."
    )
