"""What machines say for the practice (topic 14)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sphinx_commspolicy.model.fields import Date, MethodId, Section, Text


class Script(Section):
    """A greeting, an automatic reply, a signature or a notice."""

    kind: Literal[
        "voicemail_greeting",
        "text_auto_reply",
        "email_auto_reply",
        "email_signature",
        "contact_form_notice",
        "away_message",
    ] = Field(title="Kind", description="Where it is said or shown.")
    method: MethodId | None = Field(None, title="On", description="Method that it belongs to.")
    text: Text | None = Field(
        None,
        title="Words",
        description="The words. Without them the product puts them together from the facts.",
    )
    recorded_on: Date | None = Field(
        None, title="Recorded", description="Day on which it was recorded or set."
    )
