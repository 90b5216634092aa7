"""The day for which everything is worked out, so that results can be had again."""

from __future__ import annotations

import datetime as dt
import os

VARIABLE = "SOURCE_DATE_EPOCH"
"""Seconds since 1970; see reproducible-builds.org."""


class NoDayError(ValueError):
    """The variable holds seconds of no day that there is."""


def day_of_build() -> dt.date:
    """Return the day of ``SOURCE_DATE_EPOCH`` where that is set, else today."""
    seconds = os.environ.get(VARIABLE, "")
    if not seconds.isdecimal():
        return dt.datetime.now().astimezone().date()
    try:
        return dt.datetime.fromtimestamp(int(seconds), dt.UTC).date()
    except (ValueError, OverflowError, OSError):
        message = f"{VARIABLE} is {seconds[:40]}, which is no time that a date can be made of."
        raise NoDayError(message) from None
