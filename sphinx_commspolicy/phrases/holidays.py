"""Names of public holidays in the reader's language.

The calendar knows them in English, as the package `holidays` spells them. The names that most
readers meet are phrases of the product; others, such as those of one town, stay as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx_commspolicy.phrases.catalogue import Phrases


def holiday_words(phrases: Phrases, names: str) -> str:
    """Return the *names* of a day's public holidays, which semicolons separate, in words."""
    known = _words(phrases)
    return "; ".join(known.get(name, name) for name in names.split("; "))


def _words(phrases: Phrases) -> dict[str, str]:
    _ = phrases.gettext
    return {
        "New Year's Day": _("New Year's Day"),
        "New Year's Eve": _("New Year's Eve"),
        "Day after New Year's Day": _("Day after New Year's Day"),
        "New Year Holiday": _("New Year Holiday"),
        "Epiphany": _("Epiphany"),
        "Martin Luther King Jr. Day": _("Martin Luther King Jr. Day"),
        "Presidents Day": _("Presidents Day"),
        "Presidents' Day": _("Presidents' Day"),
        "Washington's Birthday": _("Washington's Birthday"),
        "Lincoln's Birthday": _("Lincoln's Birthday"),
        "Cesar Chavez Day": _("Cesar Chavez Day"),
        "Good Friday": _("Good Friday"),
        "Easter Saturday": _("Easter Saturday"),
        "Easter Sunday": _("Easter Sunday"),
        "Easter Monday": _("Easter Monday"),
        "Patriots' Day": _("Patriots' Day"),
        "Memorial Day": _("Memorial Day"),
        "Juneteenth National Independence Day": _("Juneteenth National Independence Day"),
        "Independence Day": _("Independence Day"),
        "Labor Day": _("Labor Day"),
        "Labour Day": _("Labour Day"),
        "Columbus Day": _("Columbus Day"),
        "Indigenous Peoples' Day": _("Indigenous Peoples' Day"),
        "Election Day": _("Election Day"),
        "Veterans Day": _("Veterans Day"),
        "Thanksgiving Day": _("Thanksgiving Day"),
        "Day After Thanksgiving": _("Day After Thanksgiving"),
        "Friday After Thanksgiving": _("Friday After Thanksgiving"),
        "Christmas Eve": _("Christmas Eve"),
        "Christmas Day": _("Christmas Day"),
        "Boxing Day": _("Boxing Day"),
        "Family Day": _("Family Day"),
        "Victoria Day": _("Victoria Day"),
        "Canada Day": _("Canada Day"),
        "Civic Holiday": _("Civic Holiday"),
        "National Patriots' Day": _("National Patriots' Day"),
        "Saint John the Baptist Day": _("Saint John the Baptist Day"),
        "National Day for Truth and Reconciliation": _("National Day for Truth and Reconciliation"),
        "Remembrance Day": _("Remembrance Day"),
        "Early May Bank Holiday": _("Early May Bank Holiday"),
        "May Day": _("May Day"),
        "Spring Bank Holiday": _("Spring Bank Holiday"),
        "Summer Bank Holiday": _("Summer Bank Holiday"),
        "Late Summer Bank Holiday": _("Late Summer Bank Holiday"),
        "May Bank Holiday": _("May Bank Holiday"),
        "June Bank Holiday": _("June Bank Holiday"),
        "August Bank Holiday": _("August Bank Holiday"),
        "October Bank Holiday": _("October Bank Holiday"),
        "Saint Patrick's Day": _("Saint Patrick's Day"),
        "Saint Andrew's Day": _("Saint Andrew's Day"),
        "Saint Brigid's Day": _("Saint Brigid's Day"),
        "Saint Stephen's Day": _("Saint Stephen's Day"),
        "Australia Day": _("Australia Day"),
        "ANZAC Day": _("ANZAC Day"),
        "Anzac Day": _("Anzac Day"),
        "King's Birthday": _("King's Birthday"),
        "Waitangi Day": _("Waitangi Day"),
    }
