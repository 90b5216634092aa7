"""Lengths of time in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_commspolicy.calendar import Unit
from sphinx_commspolicy.phrases.catalogue import fill
from sphinx_commspolicy.phrases.times import duration

if TYPE_CHECKING:
    from sphinx_commspolicy.model.fields import Amount
    from sphinx_commspolicy.phrases.catalogue import Phrases


def amount(phrases: Phrases, length: Amount) -> str:
    """Return a length of time: “15 minutes”, “24 hours”, “12 months”."""
    n = length.value
    if length.unit == "minute":
        words = phrases.ngettext("{count} minute", "{count} minutes", n)
    elif length.unit == "week":
        words = phrases.ngettext("{count} week", "{count} weeks", n)
    elif length.unit == "month":
        words = phrases.ngettext("{count} month", "{count} months", n)
    else:
        return duration(phrases, n, Unit(length.unit))
    return fill(words, count=str(n))
