"""Names that the reading of pages needs, without the weight of the model."""

from __future__ import annotations

import re

IDENTIFIER = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
"""What the names of methods, needs, clinicians and services look like."""
LONGEST_IDENTIFIER = 64
"""Most characters of such a name: it becomes part of addresses and of names of files."""

WHOLE_PRACTICE_ID = "practice"
"""What stands for the whole practice among the names of clinicians; so none is called that."""

SITUATIONS = (
    "adult",
    "teen",
    "child",
    "separated-guardians",
    "couple",
    "family",
    "group",
    "telehealth",
    "outside-area",
    "after-hours",
    "clinician-away",
    "deaf-or-hard-of-hearing",
    "limited-english",
    "safe-contact",
    "former-client",
    "enquirer",
)
"""Situations of clients in which facts may differ. The list is closed, so that everybody means the
same by a name."""

EARLIEST_YEAR, LATEST_YEAR = 1900, 2200
"""A date outside these years is a slip of the fingers, not a fact."""

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
    return len(text) <= LONGEST_IDENTIFIER and IDENTIFIER.fullmatch(text) is not None
