"""The official turnaround and what does not count towards it (topics 7 and 9)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sphinx_commspolicy.model.fields import Count, Hours, Section, Text


class Turnaround(Section):
    """By when a client hears back: an upper bound, never a hope."""

    value: Count = Field(title="Within", description="How many units.")
    unit: Literal["clock_hour", "calendar_day", "business_day"] = Field(
        title="Unit", description="What is counted."
    )
    hours: Hours | None = Field(
        None, title="Counted in", description="Hours in which the time counts, if not all day."
    )
    excludes: tuple[Literal["weekends", "public_holidays", "closures", "absences"], ...] | None = (
        Field(None, title="Does not count", description="Days on which the time stands still.")
    )
    sooner: Text | None = Field(
        None,
        title="Sooner",
        description="Own words for: we may answer sooner; please do not count on it.",
    )
    if_no_reply: Text | None = Field(
        None, title="If you hear nothing", description="What to do when no answer comes in time."
    )

    def completed(self, general: Turnaround | None) -> Turnaround:
        """Return this turnaround with what it leaves unsaid taken from the *general* one."""
        if general is None or general is self:
            return self
        unsaid = {
            name: getattr(general, name)
            for name in ("hours", "excludes", "sooner", "if_no_reply")
            if getattr(self, name) is None and name not in self.model_fields_set
        }
        return self.model_copy(update=unsaid)
