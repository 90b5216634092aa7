"""The practice for search engines and assistants: schema.org in JSON-LD."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sphinx_commspolicy.model.method import by_preference
from sphinx_commspolicy.opening_hours import DAY_MINUTES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.model.method import Method
    from sphinx_commspolicy.opening_hours import OpeningHours
    from sphinx_commspolicy.render.context import Context

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def json_ld(ctx: Context) -> str:
    """Return the practice as JSON that can stand in a page: no ``<`` is in it."""
    text = json.dumps(_practice(ctx), ensure_ascii=False, sort_keys=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _practice(ctx: Context) -> dict[str, Any]:
    practice = ctx.get("practice")
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "MedicalBusiness",  # the vocabulary has no type for psychotherapists
        "name": ctx.label(practice.name),
    }
    if practice.legal_name:
        found["legalName"] = practice.legal_name
    if practice.website:
        found["url"] = practice.website
    addresses = [
        {
            "@type": "PostalAddress",
            "streetAddress": address.street,
            "addressLocality": address.city,
            **({"addressRegion": address.region} if address.region else {}),
            **({"postalCode": address.postal_code} if address.postal_code else {}),
            "addressCountry": practice.country,
        }
        for address in practice.addresses
    ]
    if addresses:
        found["address"] = addresses if len(addresses) > 1 else addresses[0]
    if practice.jurisdictions:
        found["areaServed"] = list(practice.jurisdictions)
    if practice.languages:
        found["availableLanguage"] = list(practice.languages)
    points = [
        point
        for _, method in by_preference(ctx.get("methods") or {})
        if (point := _contact_point(ctx, method))
    ]
    if points:
        found["contactPoint"] = points
    calendar = ctx.get("calendar")
    if calendar.hours is not None:
        found["openingHoursSpecification"] = list(_hours(calendar.hours))
    today = ctx.reader.today() if calendar.closures else None
    closures = [
        {
            "@type": "OpeningHoursSpecification",
            "opens": "00:00",
            "closes": "00:00",  # schema.org: closed all day
            "validFrom": closure.valid_from.isoformat(),
            "validThrough": closure.valid_through.isoformat(),
        }
        for closure in calendar.closures
        if today is not None and closure.valid_through >= today
    ]
    if closures:
        found["specialOpeningHoursSpecification"] = closures
    return found


def _contact_point(ctx: Context, method: Method) -> dict[str, Any]:
    """Return how to reach a method; empty for one that has nothing a machine could use."""
    if method.owner == "clinician":
        return {}  # that is for clients, who find it on their clinician's page
    number = method.phone_number(ctx.country())
    point: dict[str, Any] = {"@type": "ContactPoint", "name": ctx.label(method.name)}
    if number is not None:
        point["faxNumber" if method.system == "fax" else "telephone"] = number.e164
    elif method.system == "email" and method.value:
        point["email"] = method.value
    elif method.url and method.system in {"portal", "url"}:
        point["url"] = method.url
    else:
        return {}
    if method.languages:
        point["availableLanguage"] = list(method.languages)
    if method.hours is not None:
        point["hoursAvailable"] = list(_hours(method.hours))
    return point


def _hours(hours: OpeningHours) -> Iterator[dict[str, Any]]:
    """Yield the hours of a week; days with the same hours together."""
    days: dict[tuple[int, int], list[str]] = {}
    for weekday, ranges in enumerate(hours.weekly()):
        for span in ranges:
            days.setdefault((span.start_minute, span.end_minute), []).append(_DAYS[weekday])
    for (start, end), names in days.items():
        yield {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": names,
            "opens": _clock(start),
            "closes": "23:59" if end == DAY_MINUTES else _clock(end),
        }


def _clock(minutes: int) -> str:
    hour, minute = divmod(minutes, 60)
    return f"{hour % 24:02}:{minute:02}"
