"""Social media and meeting outside the practice (topics 38 to 45)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sphinx_commspolicy.model.fields import (
    Fact,
    Identifier,
    Label,
    MethodId,
    Section,
    Text,
    Url,
    YesNo,
)


class Platform(Fact):
    """One platform, and how the practice behaves there."""

    name: Label = Field(title="Platform", description="Name of the platform.")
    presence: Literal["none", "professional_page", "personal_only"] | None = Field(
        None, title="Are we there", description="What the practice has there."
    )
    url: Url | None = Field(None, title="Our page", description="Address of the page.")
    requests: Literal["none", "professional_page_only"] | None = Field(
        None, title="Friend requests", description="What is accepted."
    )
    former_clients: Literal["none", "professional_page_only"] | None = Field(
        None, title="Former clients", description="What is accepted from former clients."
    )
    following: Text | None = Field(None, title="Following", description="Who follows whom.")
    messages_read: YesNo | None = Field(
        None, title="Messages read", description="Whether anybody reads."
    )
    instead: MethodId | None = Field(None, title="Use instead", description="Where to write.")
    note: Text | None = Field(None, title="Note", description="Anything else clients should know.")


class SocialMedia(Section):
    """The social media policy."""

    platforms: dict[Identifier, Platform] = Field(
        {}, title="Platforms", description="The platforms, by name."
    )
    connection_requests: Text | None = Field(
        None, title="Friend and contact requests", description="From current clients."
    )
    former_clients: Text | None = Field(
        None, title="Requests after therapy", description="The same from former clients."
    )
    following: Text | None = Field(None, title="Following and likes", description="Both ways.")
    messages: Text | None = Field(
        None, title="Messages and mentions", description="That nobody reads them, and what to use."
    )
    instead: MethodId | None = Field(None, title="Use instead", description="Where to write.")
    searching: Literal["never", "emergency_only", "with_consent"] | None = Field(
        None, title="Looking you up", description="Whether the practice looks clients up."
    )
    searching_text: Text | None = Field(
        None, title="Looking you up", description="The same in the practice's own words."
    )
    reviews: Text | None = Field(
        None, title="Reviews", description="That none are asked for, and none answered."
    )
    complaints: Text | None = Field(
        None, title="If you are not satisfied", description="Where to complain instead."
    )
    location: Text | None = Field(
        None, title="Location", description="Location services and check-ins."
    )
    contacts_upload: Text | None = Field(
        None, title="Uploaded contacts", description="Apps that read the phone's contacts."
    )
    payment_feeds: Text | None = Field(
        None, title="Payment apps", description="Feeds that show who paid whom."
    )
    public_content: Text | None = Field(
        None, title="Our blog and podcast", description="What is published, and comments on it."
    )
    newsletters: Text | None = Field(
        None, title="Newsletters", description="What subscribing reveals, and to whom."
    )
    chance_meetings: Text | None = Field(
        None, title="Meeting by chance", description="Who greets first."
    )
    communities: Text | None = Field(
        None, title="Shared communities", description="Online and nearby."
    )
