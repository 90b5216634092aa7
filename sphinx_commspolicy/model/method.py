"""The methods of contact, used and not used (topics 3, 4, 5, 8, 13, 15 and 16)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator, model_validator

from sphinx_commspolicy.diagnostics import quote
from sphinx_commspolicy.model.fields import (
    Count,
    Date,
    Fact,
    Hours,
    Label,
    LanguageTag,
    MethodId,
    PhoneNumber,
    Section,
    Text,
    Url,
    Word,
    YesNo,
    check_order,
    read_email_address,
    read_phone_number,
)
from sphinx_commspolicy.model.schedule import SpecialHours
from sphinx_commspolicy.model.turnaround import Turnaround

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

System = Literal["phone", "sms", "email", "portal", "video", "fax", "mail", "url", "app"]
"""The systems of FHIR R5 ContactPoint, with portal, video, postal mail and messaging app added."""

TELEPHONE_SYSTEMS = frozenset({"phone", "sms", "fax"})
"""Systems whose value is a telephone number."""


class Period(Fact):
    """From when to when something holds; either end may be open (FHIR R5 Period)."""

    start: Date | None = Field(None, title="From", description="First day.")
    end: Date | None = Field(None, title="Until", description="Last day.")

    def covers(self, day: dt.date) -> bool:
        """Return whether it holds on *day*."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        check_order(self.start, self.end, "end")
        return self


class Setup(Fact):
    """How to get and set up what a method needs (topic 5)."""

    app: Label | None = Field(None, title="You need", description="Name of the app or portal.")
    url: Url | None = Field(None, title="Where to get it", description="Where to get it.")
    account_needed: YesNo | None = Field(
        None, title="Account needed", description="Whether the client needs an account."
    )
    steps: tuple[Text, ...] = Field((), title="Steps", description="What to do, in order.")
    help: Text | None = Field(None, title="Help", description="Who helps when it does not work.")
    help_method: MethodId | None = Field(
        None, title="Get help by", description="Method by which to get help."
    )
    without_smartphone: Text | None = Field(
        None, title="Without a smartphone", description="What to do without a smartphone."
    )


class Voicemail(Fact):
    """What happens to a message left with a machine, and those we leave (topic 13)."""

    confidential: YesNo | None = Field(
        None, title="Confidential", description="Whether only the care team hears it."
    )
    heard_by: Text | None = Field(None, title="Who hears it", description="Who hears messages.")
    we_leave: Text | None = Field(
        None, title="Messages we leave", description="What is said in messages left for clients."
    )
    permission: Text | None = Field(
        None, title="Your permission", description="How clients allow messages to be left."
    )


class Consent(Fact):
    """Consent to a method that is not secure (topic 16)."""

    form: Label | None = Field(None, title="Form", description="Name of the form.")
    form_id: Word | None = Field(
        None, title="Form number", description="Number or letters by which the form is filed."
    )
    form_date: Date | None = Field(
        None, title="Edition of the form", description="Day from which this edition is used."
    )
    default: Text | None = Field(
        None, title="Without the form", description="What happens as long as there is no consent."
    )
    withdraw: Text | None = Field(
        None, title="To withdraw it", description="How to withdraw the consent."
    )


_Accepted = Literal["administrative", "clinical", "documents"]


def _never_crisis(value: object) -> object:
    if value == "crisis":
        msg = (
            "“crisis” cannot be accepted by a method: route crises under “crisis” and in a need "
            "of category “crisis”."
        )
        raise ValueError(msg)
    return value


class Method(Section):
    """One way to reach the practice, or one that it does not use."""

    name: Label = Field(title="Method", description="What clients call it: Phone, Text message.")
    system: System = Field(title="System", description="The kind of channel.")
    value: Word | None = Field(
        None,
        title="Number or address",
        description=(
            "Number, address or user name, as the system needs it. "
            "May be left to the clinicians where `owner` is `clinician`."
        ),
    )
    url: Url | None = Field(None, title="Web address", description="Address to open it by.")
    status: Literal["in_use", "not_used", "on_request", "temporarily_down"] = Field(
        "in_use", title="Status", description="Whether clients can use it."
    )
    rank: Count | None = Field(
        None,
        title="Rank",
        description="1 is the method that gets an answer best (FHIR R5 ContactPoint.rank).",
    )
    owner: Literal["practice", "clinician"] = Field(
        "practice", title="Whose", description="Whose number or address it is."
    )
    use: Literal["work", "mobile", "temp", "old"] | None = Field(
        None, title="Use", description="FHIR R5 ContactPoint.use."
    )
    period: Period | None = Field(None, title="Valid", description="From when to when it is valid.")
    read_by: tuple[Literal["clinician", "front_desk", "answering_service", "automatic"], ...] = (
        Field((), title="Who reads it", description="Who sees or hears messages.")
    )
    hours: Hours | None = Field(None, title="Hours", description="When somebody answers or reads.")
    special_hours: tuple[SpecialHours, ...] = Field(
        (), title="Other hours", description="Days on which other hours hold for it."
    )
    attended: YesNo = Field(
        False,
        title="Answered at once",
        description="Whether somebody answers at once in its hours.",
    )
    checked: Hours | None = Field(None, title="Checked", description="When it is checked.")
    security: Literal["encrypted", "not_encrypted", "telephone"] | None = Field(
        None, title="How private", description="How well it keeps a secret on its way."
    )
    consent_needed: YesNo = Field(
        False, title="Consent needed", description="Whether the client must agree first."
    )
    consent: Consent | None = Field(None, title="Consent", description="How consent is given.")
    accepts: tuple[Annotated[_Accepted, BeforeValidator(_never_crisis)], ...] = Field(
        (), title="Good for", description="What may be sent by it. Crises never."
    )
    keep_out: Text | None = Field(
        None, title="Please keep out", description="What clients should not send by it."
    )
    risk: Text | None = Field(None, title="The risk", description="What can go wrong, plainly.")
    we_do: Text | None = Field(
        None, title="What we do", description="What the practice does about the risk."
    )
    you_can: Text | None = Field(
        None, title="What you can do", description="What the client can do about the risk."
    )
    max_length: Label | None = Field(
        None, title="Length", description="How long a message may be, in words for clients."
    )
    attachments: YesNo | None = Field(
        None, title="Attachments", description="Whether files may be attached."
    )
    terms: Text | None = Field(
        None,
        title="Terms",
        description="For automatic texts: how to stop them and get help, how many, what they cost.",
    )
    cost_to_client: Label | None = Field(
        None, title="Cost to you", description="What it costs the client."
    )
    capabilities: tuple[Literal["voice", "text", "textphone", "video", "fax"], ...] = Field(
        (), title="The line can", description="Abilities of the line (RFC 6350 TEL TYPE)."
    )
    relay_accepted: YesNo | None = Field(
        None, title="Relay calls", description="Whether relay calls are taken."
    )
    languages: tuple[LanguageTag, ...] = Field(
        (), title="Languages", description="Languages in which it is answered."
    )
    instead: MethodId | None = Field(
        None, title="Use instead", description="For a method not in use: what to use."
    )
    if_tried: Text | None = Field(
        None, title="If you try", description="For a method not in use: what happens if tried."
    )
    turnaround: Turnaround | None = Field(
        None, title="You hear back", description="Turnaround of this method, if it has its own."
    )
    voicemail: Voicemail | None = Field(
        None, title="Voicemail", description="About recorded messages."
    )
    setup: Setup | None = Field(None, title="Setting it up", description="How to set it up.")
    note: Text | None = Field(None, title="Note", description="Anything else clients should know.")

    @field_validator("value", mode="after")
    @classmethod
    def _value_fits_system(cls, value: str | None, info: ValidationInfo) -> str | None:
        system = info.data.get("system")
        if value is None or system is None:
            return value
        if system in TELEPHONE_SYSTEMS:
            read_phone_number(value, (info.context or {}).get("country"))
        elif system == "email":
            return read_email_address(value)
        elif system == "url":
            msg = f"{quote(value)} belongs under the key “url” for a method of the system “url”."
            raise ValueError(msg)
        elif value.lower().startswith(("http://", "https://")):
            msg = f"{quote(value)} is a web address: it belongs under the key “url”."
            raise ValueError(msg)
        return value

    def phone_number(self, country: str) -> PhoneNumber | None:
        """Return the number that `value` holds, read in *country*; None if it holds none."""
        if self.value is None or self.system not in TELEPHONE_SYSTEMS:
            return None
        return read_phone_number(self.value, country)

    @property
    def usable(self) -> bool:
        """Whether clients can use it now: in use, or on request."""
        return self.status in {"in_use", "on_request"}

    @property
    def open_to_others(self) -> bool:
        """Whether others may read what is sent: texts and e-mail too, unless they say otherwise."""
        if self.security is None:
            return self.system in {"sms", "email"}
        return self.security == "not_encrypted"

    @property
    def asked_for(self) -> bool:
        """Whether a client has to ask for it, or to agree, before it is used."""
        return self.status == "on_request" or self.consent_needed


def by_preference(methods: Mapping[str, Method]) -> list[tuple[str, Method]]:
    """Return the methods that clients can use, the best first: by rank, then as written."""
    usable = [(name, method) for name, method in methods.items() if method.usable]
    return sorted(usable, key=lambda pair: pair[1].rank or 1_000_000)


def not_used(methods: Mapping[str, Method]) -> list[tuple[str, Method]]:
    """Return the methods that clients cannot use, as written."""
    return [(name, method) for name, method in methods.items() if not method.usable]
