"""When the practice works and when it does not (topic 8)."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, Self

from pydantic import Field, ValidationInfo, field_validator, model_validator

from sphinx_commspolicy.calendar import holiday_names
from sphinx_commspolicy.model.fields import (
    Date,
    Fact,
    FactError,
    Hours,
    Label,
    Region,
    Section,
    Text,
    check_order,
)

WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
"""Days as opening hours write them, Monday first."""


class Closure(Fact):
    """Days on which the practice is closed (schema.org specialOpeningHoursSpecification)."""

    name: Label = Field(title="Closed for", description="Why, in words for clients.")
    valid_from: Date = Field(title="From", description="First day closed.")
    valid_through: Date = Field(title="Until", description="Last day closed.")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        check_order(self.valid_from, self.valid_through, "valid_through")
        return self


class SpecialHours(Fact):
    """Days on which other hours hold than usual (schema.org specialOpeningHoursSpecification)."""

    name: Label = Field(title="Why", description="Why, in words for clients.")
    valid_from: Date = Field(title="From", description="First day.")
    valid_through: Date = Field(title="Until", description="Last day.")
    hours: Hours | None = Field(
        None, title="Hours then", description="The hours on those days; none if left out."
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        check_order(self.valid_from, self.valid_through, "valid_through")
        return self


class Calendar(Section):
    """Hours, weekends, public holidays and closures of the practice or of one clinician."""

    hours: Hours | None = Field(None, title="Hours", description="Hours of the practice.")
    weekend: tuple[Literal["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"], ...] = Field(
        ("Sa", "Su"), title="Weekend", description="Days that count as weekend."
    )
    public_holidays: Region | None = Field(
        None, title="Public holidays", description="Region whose public holidays are kept."
    )
    not_observed: tuple[Label, ...] = Field(
        (), title="Open all the same", description="Public holidays on which the practice works."
    )
    closures: tuple[Closure, ...] = Field((), title="Closed", description="Other days closed.")
    weather: Text | None = Field(
        None, title="Bad weather", description="What happens in bad weather."
    )

    @field_validator("public_holidays", mode="after")
    @classmethod
    def _region_has_holidays(cls, region: str | None) -> str | None:
        if region is not None:
            _check_holidays(region, frozenset())
        return region

    @field_validator("not_observed", mode="after")
    @classmethod
    def _holidays_are_known(cls, names: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        region = info.data.get("public_holidays")
        if names and region is None and "public_holidays" in info.data:
            msg = "“not_observed” needs “public_holidays”, the region whose holidays are meant."
            raise ValueError(msg)
        if names and region is not None:
            try:
                _check_holidays(region, frozenset(names))
            except ValueError as error:
                named = (
                    place for place, name in enumerate(names) if f'holiday "{name}"' in str(error)
                )
                raise FactError(str(error), next(named, 0)) from None
        return names


@lru_cache(maxsize=256)
def _check_holidays(region: str, not_observed: frozenset[str]) -> None:
    # decades of holidays are computed for this: once, however many clinicians say the same
    holiday_names(region, not_observed=not_observed)
