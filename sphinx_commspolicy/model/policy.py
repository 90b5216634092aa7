"""The whole policy, put together from its parts.

To add a topic: write its model in the module of its kind, derived from ``Section``, and add one
line here. Loading, overriding, locking, the JSON Schema, ``commspolicy show``, translation and the
manual's tables follow from that line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from sphinx_commspolicy.model.care import (
    AccessHelp,
    BetweenSessions,
    Cancellation,
    Couples,
    Groups,
    LanguageAccess,
    Privacy,
    Recording,
    SafeContact,
    Travel,
    VideoSessions,
    YoungPeople,
)
from sphinx_commspolicy.model.clinician import Clinician, Programme, Situation
from sphinx_commspolicy.model.crisis import Crisis, PhoneCoaching
from sphinx_commspolicy.model.fields import Fact, Identifier, SituationId
from sphinx_commspolicy.model.method import Method
from sphinx_commspolicy.model.need import Need
from sphinx_commspolicy.model.practice import Changes, Practice
from sphinx_commspolicy.model.schedule import Calendar
from sphinx_commspolicy.model.script import Script
from sphinx_commspolicy.model.social import SocialMedia
from sphinx_commspolicy.model.turnaround import Turnaround

if TYPE_CHECKING:
    from collections.abc import Iterator


class Policy(Fact):
    """Everything a practice says about communicating, as one scope of readers sees it."""

    practice: Practice = Field(description="Who the practice is, and its handbook.")
    methods: dict[Identifier, Method] = Field(
        {}, description="Methods of contact, used and not used."
    )
    needs: dict[Identifier, Need] = Field(
        {}, description="What clients need, and the best way to it."
    )
    turnaround: Turnaround | None = Field(None, description="The official turnaround.")
    calendar: Calendar = Field(Calendar(), description="Hours, holidays and closures.")
    crisis: Crisis = Field(Crisis(), description="What to do in a crisis.")
    phone_coaching: PhoneCoaching | None = Field(None, description="Coaching by phone.")
    between_sessions: BetweenSessions | None = Field(None, description="Contact between sessions.")
    privacy: Privacy | None = Field(None, description="Privacy of messages of every kind.")
    video_sessions: VideoSessions | None = Field(None, description="Sessions by video.")
    travel: Travel | None = Field(None, description="Clients who are away.")
    young_people: YoungPeople | None = Field(None, description="Clients under age.")
    couples: Couples | None = Field(None, description="Couples and families.")
    groups: Groups | None = Field(None, description="Groups.")
    safe_contact: SafeContact | None = Field(
        None, description="Contact that is safe for the client."
    )
    access: AccessHelp | None = Field(
        None, description="Deaf and hard-of-hearing clients, formats."
    )
    language_access: LanguageAccess | None = Field(None, description="Other languages.")
    cancellation: Cancellation | None = Field(None, description="Canceling and coming late.")
    recording: Recording | None = Field(None, description="Recording and AI tools.")
    social_media: SocialMedia | None = Field(None, description="The social media policy.")
    scripts: dict[Identifier, Script] = Field({}, description="Greetings and automatic replies.")
    changes: Changes | None = Field(None, description="How the policy changes.")
    programmes: dict[Identifier, Programme] = Field({}, description="Programmes, and their facts.")
    clinicians: dict[Identifier, Clinician] = Field({}, description="Clinicians, and their facts.")
    situations: dict[SituationId, Situation] = Field(
        {}, description="Situations of clients, and what differs in them."
    )


PEOPLE = ("programmes", "clinicians", "situations")
"""Sections whose entries hold facts of their own and, beside them, overrides."""

KEYED: dict[str, type[Fact]] = {"methods": Method, "needs": Need, "scripts": Script}
"""Sections that hold blocks by name, each of which can be overridden."""

SINGLE: dict[str, type[Fact]] = {
    "practice": Practice,
    "turnaround": Turnaround,
    "calendar": Calendar,
    "crisis": Crisis,
    "phone_coaching": PhoneCoaching,
    "between_sessions": BetweenSessions,
    "privacy": Privacy,
    "video_sessions": VideoSessions,
    "travel": Travel,
    "young_people": YoungPeople,
    "couples": Couples,
    "groups": Groups,
    "safe_contact": SafeContact,
    "access": AccessHelp,
    "language_access": LanguageAccess,
    "cancellation": Cancellation,
    "recording": Recording,
    "social_media": SocialMedia,
    "changes": Changes,
}
"""Sections that are one block each."""

OVERRIDABLE = frozenset({*KEYED, *SINGLE}) - {"practice", "changes"}
"""Sections in which a programme, clinician or situation may differ from the practice."""


def sections() -> Iterator[str]:
    """Yield the names of the policy's sections, in their order."""
    yield from Policy.model_fields
