"""Numbers and addresses: to press, and to read on paper."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote as percent
from urllib.parse import urlsplit

from sphinx_commspolicy.diagnostics import quote
from sphinx_commspolicy.render import compose

if TYPE_CHECKING:
    from docutils import nodes

    from sphinx_commspolicy.model.fields import PhoneNumber
    from sphinx_commspolicy.model.method import Method
    from sphinx_commspolicy.render.context import Context

NUMBER = "commspolicy-number"
"""Class of what must not be broken over two lines."""
USER_NAME = "commspolicy-user-name"
"""Class of a name in an app or a portal, which may be longer than a line."""


def phone_words(ctx: Context, number: PhoneNumber) -> str:
    """Return a number as readers in the practice's own country write it."""
    from phonenumbers import country_code_for_region

    home = country_code_for_region(ctx.country())
    words = number.national if number.country_code == home else number.international
    if number.extension:
        words += " " + ctx.gettext("ext. {digits}", digits=number.extension)
    return words


def phone_link(ctx: Context, number: PhoneNumber) -> nodes.Node:
    """Return a number to call."""
    return compose.link(number.uri, phone_words(ctx, number), NUMBER)


def web_link(url: str, words: str = "") -> nodes.Node:
    """Return a link whose text, unless given, is the address as people write it."""
    return compose.link(url, words or plain_address(url))


def plain_address(url: str) -> str:
    """Return a web address without what people leave out when they write it down."""
    parts = urlsplit(url)
    rest = parts.path.rstrip("/") + (f"?{parts.query}" if parts.query else "")
    return (parts.netloc + rest).removeprefix("www.") if parts.scheme == "https" else url


def contact_value(ctx: Context, method: Method) -> list[nodes.Node]:
    """Return the number or address of a method as inline content; empty where it has none.

    A method that clients cannot use now has none to show, whatever the data hold.
    """
    if not method.usable:
        return []
    value = method.value
    number = method.phone_number(ctx.country())
    if number is not None:
        if method.system == "sms":
            return [compose.link(f"sms:{number.e164}", phone_words(ctx, number), NUMBER)]
        if method.system == "fax":
            return [compose.inline(compose.text(phone_words(ctx, number)), NUMBER)]
        return [phone_link(ctx, number)]
    if value and method.system == "email":
        return [compose.link("mailto:" + percent(value, safe="@.+-_"), value)]
    url = method.url
    if url is None and method.system == "portal" and method.setup is not None:
        url = method.setup.url
    name_there = [compose.inline(compose.text(value), USER_NAME)] if value else []
    return compose.joined([name_there, [web_link(url)] if url else []], ", ")


def contact_or_reason(ctx: Context, method: Method) -> list[nodes.Node]:
    """Return the number or address, or who gives it; empty where the data do not tell."""
    value = contact_value(ctx, method)
    if value or not method.usable:
        return value
    if method.system == "mail":
        addresses = ctx.get("practice", "addresses")
        if addresses:
            return compose.text(address_line(ctx, addresses[0]))
    if method.owner == "clinician":
        return compose.text(ctx.gettext("Ask your clinician for it."))
    return []


def contact_or_missing(ctx: Context, name: str, method: Method) -> list[nodes.Node]:
    """Return the number or address, or after a warning that it is missing.

    A video session has none of its own: its link may be another each time.
    """
    found = contact_or_reason(ctx, method)
    if found or not method.usable or method.system == "video":
        return found
    message = f"the method {quote(name)} has no number or address"
    ctx.warn_missing(message, "methods", at=("methods", name))
    return ctx.missing_words(ctx.gettext("number or address"))


def address_line(ctx: Context, address: object) -> str:
    """Return a postal address on one line."""
    from sphinx_commspolicy.model.practice import Address

    assert isinstance(address, Address)
    place = " ".join(part for part in (address.region, address.postal_code) if part)
    name = ctx.label(address.name) if address.name else None
    return ", ".join(part for part in (name, address.street, address.city, place) if part)


def short_number_uri(scheme: str, number: str) -> str:
    """Return the address of a number as crisis services write it: digits, spaces, hyphens."""
    return f"{scheme}:" + re.sub(r"[^\d+]", "", number)
