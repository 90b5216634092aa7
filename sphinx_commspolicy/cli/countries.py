"""What ``commspolicy new`` needs to know of each country that it can begin a handbook for."""

from __future__ import annotations

from typing import NamedTuple


class Country(NamedTuple):
    """A country in which a practice can be."""

    name: str
    phone: str
    """An example number that reaches nobody."""
    reserved: bool
    """Whether the country keeps the number free for examples and fiction."""
    zones: tuple[str, ...]
    """Time zones in which most people live, the largest first."""
    region: str
    """A part whose public holidays differ, as an example; the country itself if there is none."""


COUNTRIES = {
    # 555-0100 to 555-0199: https://nationalnanpa.com/number_resource_info/555_numbers.html
    "US": Country(
        "United States",
        "(212) 555-0143",
        reserved=True,
        zones=(
            "America/New_York",
            "America/Chicago",
            "America/Denver",
            "America/Phoenix",
            "America/Los_Angeles",
            "America/Anchorage",
            "Pacific/Honolulu",
        ),
        region="US-OR",
    ),
    "CA": Country(
        "Canada",
        "(416) 555-0143",
        reserved=True,
        zones=(
            "America/Toronto",
            "America/Vancouver",
            "America/Edmonton",
            "America/Winnipeg",
            "America/Regina",
            "America/Halifax",
            "America/St_Johns",
        ),
        region="CA-ON",
    ),
    # Ofcom, telephone numbers for use in TV and radio drama
    "GB": Country(
        "United Kingdom",
        "01632 960143",
        reserved=True,
        zones=("Europe/London",),
        region="GB-SCT",
    ),
    # ComReg, numbering conditions: 020 91X XXXX for drama
    "IE": Country(
        "Ireland",
        "020 912 3456",
        reserved=True,
        zones=("Europe/Dublin",),
        region="IE",
    ),
    # ACMA, phone numbers for use in TV shows, films and creative works
    "AU": Country(
        "Australia",
        "(02) 5550 0143",
        reserved=True,
        zones=(
            "Australia/Sydney",
            "Australia/Melbourne",
            "Australia/Brisbane",
            "Australia/Adelaide",
            "Australia/Perth",
            "Australia/Hobart",
            "Australia/Darwin",
        ),
        region="AU-NSW",
    ),
    # none is reserved; no subscriber's number begins with 0
    "NZ": Country(
        "New Zealand",
        "04 000 0000",
        reserved=False,
        zones=("Pacific/Auckland", "Pacific/Chatham"),
        region="NZ-WGN",
    ),
}
"""The countries by their code (ISO 3166-1)."""
