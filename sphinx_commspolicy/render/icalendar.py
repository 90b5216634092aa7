"""Closures and times away as a calendar to subscribe to: iCalendar (RFC 5545)."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from sphinx_commspolicy.content_lines import escaped, folded
from sphinx_commspolicy.effective import PRACTICE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.render.context import Context

PRODUCT = "-//sphinx-commspolicy//closures and absences//EN"


def calendar(ctx: Context) -> str:
    """Return the closures of the practice, and the times away of those who work there now."""
    name = ctx.label(ctx.get("practice", "name"))
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{escaped(name)}",
    ]
    stamp = f"{ctx.reader.today():%Y%m%d}T000000Z"
    for first, last, summary in _events(ctx, name):
        identity = hashlib.blake2b(f"{first} {last} {summary}".encode(), digest_size=12).hexdigest()
        lines += [
            "BEGIN:VEVENT",
            f"UID:{identity}@commspolicy",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{first:%Y%m%d}",
            # the end is the first day after
            f"DTEND;VALUE=DATE:{last + dt.timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{escaped(summary)}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    return folded([*lines, "END:VCALENDAR"])


def _events(ctx: Context, practice: str) -> Iterator[tuple[dt.date, dt.date, str]]:
    for closure in ctx.get("calendar", "closures") or ():
        summary = ctx.gettext(
            "{practice} is closed ({reason})", practice=practice, reason=ctx.label(closure.name)
        )
        yield closure.valid_from, closure.valid_through, summary
    everybody = replace(ctx, reader=ctx.reader.for_scope(PRACTICE))
    for person in (everybody.get("clinicians") or {}).values():
        for absence in person.absences if person.active else ():
            summary = ctx.gettext("{name} is away", name=ctx.label(person.name))
            yield absence.start, absence.end, summary
