"""Names that the reading of pages needs, without the weight of the model."""

from __future__ import annotations

import re

_IDENTIFIER = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")

SINGLE_SECTIONS = (
    "practice",
    "turnaround",
    "calendar",
    "crisis",
    "phone_coaching",
    "between_sessions",
    "privacy",
    "video_sessions",
    "travel",
    "young_people",
    "couples",
    "groups",
    "safe_contact",
    "access",
    "language_access",
    "cancellation",
    "recording",
    "social_media",
    "changes",
)
"""Sections of the policy that are one block each."""


def is_identifier(text: str) -> bool:
    """Return whether *text* can be the name of a method, need, clinician or service."""
    return bool(_IDENTIFIER.fullmatch(text))
