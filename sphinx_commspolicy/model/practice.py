"""Who the practice is, and the document that it hands out (topics 1, 2 and 50)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sphinx_commspolicy.model.fields import (
    Amount,
    Country,
    Date,
    Fact,
    Label,
    LanguageTag,
    MethodId,
    Region,
    Section,
    Text,
    TimeZone,
    Url,
    Word,
    YesNo,
    YesNoUnknown,
)


class Address(Fact):
    """Where the practice can be visited or written to."""

    name: Label | None = Field(None, title="Name", description="Name of the place, if it has one.")
    street: Word = Field(title="Street", description="House number and street.")
    city: Word = Field(title="City", description="Town or city.")
    region: Word | None = Field(
        None, title="State or county", description="State, province or county."
    )
    postal_code: Word | None = Field(None, title="Postal code", description="ZIP or postal code.")
    note: Text | None = Field(
        None, title="Finding us", description="Entrance, floor, parking, step-free access."
    )


class Contact(Fact):
    """A person in an office, and how to reach them."""

    name: Label = Field(title="Name", description="Who it is.")
    method: MethodId | None = Field(
        None, title="Reach them by", description="Method to reach them by."
    )


class Document(Fact):
    """The handbook as a document that has versions and is reviewed."""

    title: Label = Field("Client handbook", title="Title", description="Title of the handbook.")
    version: Word | None = Field(
        None, title="Version", description="Version, in the practice's own count."
    )
    effective_date: Date | None = Field(
        None, title="In force since", description="First day it applies."
    )
    last_reviewed: Date | None = Field(
        None, title="Last reviewed", description="Day of the last review."
    )
    review_every: Amount | None = Field(
        None, title="Reviewed every", description="How often it is reviewed; usual is 12 months."
    )
    approved_by: Label | None = Field(None, title="Approved by", description="Who approved it.")


class Notice(Fact):
    """A notice that a law or a board asks for (topic 49)."""

    kind: Literal[
        "board_complaints", "language_assistance", "privacy_practices", "good_faith_estimate"
    ] = Field(title="Notice", description="Which of the well-known notices it is.")
    jurisdiction: Region | None = Field(
        None, title="For", description="Where it is asked for, if not in the whole country."
    )
    text: Text = Field(title="Words", description="The notice in words.")


class Practice(Section):
    """Who the practice is."""

    name: Label = Field(title="Name", description="The name that clients know.")
    legal_name: Word | None = Field(
        None, title="Legal name", description="The name in the register."
    )
    country: Country = Field(
        title="Country",
        description="Country of the practice; numbers and dates are read and written its way.",
    )
    jurisdictions: tuple[Region, ...] = Field(
        (), title="Jurisdictions", description="Where the practice may work (ISO 3166-2)."
    )
    time_zone: TimeZone | None = Field(
        None, title="Time zone", description="Time zone of every time in this file."
    )
    languages: tuple[LanguageTag, ...] = Field(
        (), title="Languages", description="Languages in which the practice can be spoken to."
    )
    addresses: tuple[Address, ...] = Field(
        (), title="Addresses", description="Places of the practice."
    )
    website: Url | None = Field(
        None, title="Website", description="Address of the practice's site."
    )
    reception: YesNo | None = Field(
        None, title="Reception", description="Whether somebody receives callers and visitors."
    )
    office_manager: Contact | None = Field(
        None, title="Office manager", description="Who runs the office."
    )
    privacy_contact: Contact | None = Field(
        None, title="Privacy contact", description="Whom to ask about privacy."
    )
    hipaa_covered: YesNoUnknown = Field(
        "unknown", title="Covered by HIPAA", description="US: a covered entity under HIPAA?"
    )
    federal_assistance: YesNoUnknown = Field(
        "unknown",
        title="Federal assistance",
        description="US: takes federal money, such as Medicaid?",
    )
    employee_band: Literal["under_15", "15_or_more"] | None = Field(
        None, title="Employees", description="US: size, for the rules that depend on it."
    )
    sample: YesNo = Field(
        False,
        title="Sample",
        description="Whether it is invented: numbers and addresses kept free for samples are fine.",
    )
    serves: tuple[Literal["adults", "minors", "couples", "families", "groups"], ...] = Field(
        (), title="Works with", description="Whom the practice works with."
    )
    notices: tuple[Notice, ...] = Field(
        (), title="Notices", description="Notices that a law or a board asks for."
    )
    document: Document = Field(Document(), title="Document", description="The handbook itself.")


class Change(Fact):
    """One change of the policy."""

    version: Word = Field(title="Version", description="Version that brought the change.")
    date: Date = Field(title="Date", description="Day from which it applies.")
    summary: Text = Field(title="What changed", description="What changed, for clients.")
    material: YesNo = Field(
        False, title="Sign again", description="Whether clients have to sign again."
    )


class Changes(Section):
    """How clients learn of a change (topic 50)."""

    announced: Text | None = Field(
        None, title="How we tell you", description="How a change is announced."
    )
    notice: Amount | None = Field(None, title="Notice", description="How long before it applies.")
    sign_again: Text | None = Field(
        None, title="When you sign again", description="Who has to sign again, and when."
    )
    old_versions: Text | None = Field(
        None, title="Older versions", description="Where older versions can be had."
    )
    receipt: Text | None = Field(
        None, title="Your receipt", description="How the client confirms having it."
    )
    history: tuple[Change, ...] = Field((), title="History", description="Changes, newest first.")
