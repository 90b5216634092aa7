"""How care is given at a distance and between sessions (topics 11, 23, 24, 27 to 33, 37 and 46)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sphinx_commspolicy.model.fields import (
    Amount,
    Fact,
    Label,
    LanguageTag,
    MethodId,
    Section,
    Text,
    YesNo,
)


class BetweenSessions(Section):
    """Clinical contact between sessions (topic 11)."""

    allowed: Literal["none", "read_next_session", "brief_reply", "coaching"] = Field(
        title="Between sessions", description="What happens with clinical messages."
    )
    methods: tuple[MethodId, ...] = Field((), title="By", description="Methods for such messages.")
    max_length: Label | None = Field(None, title="Length", description="How long they may be.")
    fee: Label | None = Field(None, title="Fee", description="What it costs.")
    note: Text | None = Field(None, title="Note", description="Anything else clients should know.")


class VideoSessions(Section):
    """Sessions by video (topic 23)."""

    method: MethodId | None = Field(None, title="Platform", description="The video method.")
    link_from: Text | None = Field(
        None, title="Your link", description="Where the link comes from."
    )
    backup: MethodId | None = Field(
        None, title="If the call drops", description="Method to go on by."
    )
    wait: Amount | None = Field(None, title="We wait", description="How long we wait.")
    location_check: Text | None = Field(
        None, title="Where you are", description="Why and when the location is asked."
    )
    private_space: Text | None = Field(None, title="A private place", description="What is needed.")
    emergency_contact: Text | None = Field(
        None, title="Emergency contact", description="Whom we call if we must."
    )
    recording: Text | None = Field(None, title="No recording", description="Rule on recording.")


class Travel(Section):
    """Clients who are away (topic 24)."""

    notice: Amount | None = Field(None, title="Tell us", description="How long before.")
    while_away: Text | None = Field(
        None, title="While you are away", description="What is possible meanwhile."
    )
    out_of_area: Text | None = Field(
        None, title="Outside our area", description="What is not possible, and why."
    )


class AgeBand(Fact):
    """Rules for clients of one age."""

    name: Label = Field(title="Age", description="The ages, in words for clients.")
    who_may_contact: Text | None = Field(None, title="Who contacts us", description="Who may.")
    shared_with_guardians: Text | None = Field(
        None, title="What parents hear", description="What is shared."
    )
    own_channel: Text | None = Field(
        None, title="Your own channel", description="Their own method."
    )


class YoungPeople(Section):
    """Clients under age (topic 27)."""

    ages: tuple[AgeBand, ...] = Field((), title="By age", description="Rules by age.")
    custody: Text | None = Field(None, title="Custody", description="Papers that are needed.")
    both_parents: Text | None = Field(None, title="Both parents", description="Rule for two homes.")
    school: Text | None = Field(None, title="School", description="Contact with the school.")


class Couples(Section):
    """Couples and families (topic 28)."""

    reply_to: Text | None = Field(None, title="Whom we answer", description="Rule on copying all.")
    secrets: Literal["no_secrets", "limited", "keeps"] | None = Field(
        None, title="Secrets", description="Policy on secrets."
    )
    secrets_text: Text | None = Field(None, title="Secrets", description="The policy in words.")
    individual_contact: Text | None = Field(
        None, title="Contact from one of you", description="Rule on contact from one alone."
    )
    separated: Text | None = Field(None, title="If you separate", description="What then.")
    safety: Text | None = Field(None, title="If you are not safe", description="The exception.")


class Groups(Section):
    """Groups (topic 29)."""

    members_contact: Text | None = Field(
        None, title="Contact among members", description="Rule on contact outside the group."
    )
    group_chat: Text | None = Field(None, title="Group chats", description="Rule on chats.")
    absence: Text | None = Field(None, title="If you cannot come", description="Whom to tell.")


class SafeContact(Section):
    """Contact that does not put the client at risk (topic 30)."""

    offered: YesNo = Field(True, title="Offered", description="Whether clients can ask for it.")
    numbers: Text | None = Field(None, title="Safe number", description="A number that is safe.")
    times: Text | None = Field(None, title="Safe times", description="Times that are safe.")
    words: Text | None = Field(None, title="Safe words", description="Words agreed on.")
    leave_out: Text | None = Field(None, title="What we leave out", description="What is not said.")
    ask_again: Text | None = Field(
        None, title="We ask again", description="How often it is checked."
    )


class AccessHelp(Section):
    """Clients who are deaf, hard of hearing, or need another format (topics 31 and 33)."""

    relay: tuple[Label, ...] = Field((), title="Relay calls", description="Relay services taken.")
    equal_route: Text | None = Field(
        None, title="In writing", description="Text or e-mail as an equal route."
    )
    videophone: Text | None = Field(None, title="Videophone", description="About videophones.")
    captions: Text | None = Field(None, title="Captions", description="About captions.")
    interpreter: Text | None = Field(
        None, title="Sign-language interpreter", description="How to ask for one."
    )
    interpreter_notice: Amount | None = Field(
        None, title="Notice", description="How long before it is needed."
    )
    formats: tuple[Label, ...] = Field(
        (), title="Other formats", description="Formats in which this handbook can be had."
    )
    help_reading: Text | None = Field(None, title="Help with reading", description="What is done.")


class LanguageAccess(Section):
    """Clients who would rather use another language (topic 32)."""

    interpreter: Text | None = Field(None, title="Interpreter", description="About interpreters.")
    translated_documents: tuple[LanguageTag, ...] = Field(
        (), title="Translated", description="Languages of translated documents."
    )
    notice: Text | None = Field(None, title="Notice", description="Notice of availability.")


class Cancellation(Section):
    """Canceling and coming late (topic 37)."""

    notice: Amount | None = Field(None, title="Notice", description="How long before.")
    methods: tuple[MethodId, ...] = Field(
        (), title="Tell us by", description="Methods by which notice counts."
    )
    fee: Text | None = Field(None, title="Fee", description="What a late cancellation costs.")
    same_day_illness: Text | None = Field(
        None, title="Ill on the day", description="Rule for illness."
    )
    late: Text | None = Field(None, title="Coming late", description="What happens then.")


class Recording(Section):
    """Recording and AI tools (topic 46)."""

    therapist_use: Literal["none", "administrative", "scribe"] = Field(
        title="Our use of AI", description="What the practice uses AI for."
    )
    vendor: Label | None = Field(None, title="Tool", description="Name of the tool.")
    consent: Text | None = Field(None, title="Your consent", description="How consent is asked.")
    recording: Text | None = Field(None, title="Recording", description="Rule on recording.")
    client_use: Text | None = Field(None, title="Your use of AI", description="About AI tools.")
    bots: Text | None = Field(None, title="Meeting bots", description="About bots in video calls.")
    captions: Text | None = Field(None, title="Captions", description="The exception for captions.")


class Privacy(Section):
    """What holds for messages of every kind (topics 15, 16, 19 and 21)."""

    risk: Text | None = Field(None, title="The risk", description="What can go wrong.")
    we_do: Text | None = Field(None, title="What we do", description="What the practice does.")
    you_can: Text | None = Field(None, title="What you can do", description="What clients can do.")
    other_means: Text | None = Field(
        None,
        title="Another way or address",
        description="How to ask for other means, without giving a reason (45 CFR 164.522(b)).",
    )
    record: Text | None = Field(
        None, title="Your record", description="Whether messages become part of the record."
    )
    addresses_to_avoid: Text | None = Field(
        None, title="Addresses to avoid", description="Work, school and shared accounts."
    )
