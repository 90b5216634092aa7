"""What clients need, and the best way to get it (topic 6)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sphinx_commspolicy.model.fields import Label, MethodId, RouteId, Section, Text
from sphinx_commspolicy.model.turnaround import Turnaround

NeedKind = Literal[
    "schedule_change",
    "same_day_cancel",
    "late_arrival",
    "link_problem",
    "billing",
    "records_request",
    "refill",
    "letter_or_form",
    "check_in",
    "homework",
    "journaling",
    "clinical_question",
    "side_effect",
    "complaint",
    "privacy_request",
    "emergency",
    "hospitalised",
    "third_party_caller",
    "new_client",
]


class Need(Section):
    """One need, with the route that the practice recommends for it."""

    name: Label = Field(title="You want to", description="The need in the client's words.")
    category: Literal["administrative", "clinical", "crisis"] = Field(
        title="Category", description="Decides how strictly its route is held."
    )
    kind: NeedKind | None = Field(
        None, title="Kind", description="Which of the well-known needs it is."
    )
    first: RouteId = Field(
        title="Best way", description="Best method; for a crisis also the id of a crisis service."
    )
    second: RouteId | None = Field(
        None, title="If that does not work", description="What to use if the first way fails."
    )
    if_no_answer_by: Label | None = Field(
        None, title="If no answer by", description="When to go on to the second way."
    )
    not_by: tuple[MethodId, ...] = Field(
        (), title="Please not by", description="Methods not to use for it."
    )
    turnaround: Turnaround | None = Field(
        None, title="You hear back", description="Turnaround for this need, if it has its own."
    )
    say: Text | None = Field(None, title="Tell us", description="What to put in the message.")
    what_we_do: Text | None = Field(
        None, title="What we do with it", description="What the practice does with such messages."
    )
    note: Text | None = Field(None, title="Note", description="Anything else clients should know.")
