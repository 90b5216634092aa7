"""A contact for an address book, as a vCard 4.0 (RFC 6350)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sphinx_commspolicy.content_lines import escaped, folded
from sphinx_commspolicy.effective import PRACTICE
from sphinx_commspolicy.model.method import by_preference
from sphinx_commspolicy.render.scripts import crisis_words

if TYPE_CHECKING:
    from sphinx_commspolicy.effective import Scope
    from sphinx_commspolicy.render.context import Context

_TYPES = {"phone": "voice", "sms": "text", "fax": "fax"}
"""For each system of a telephone number, its TEL TYPE."""


def vcard(ctx: Context, *, short: bool = False) -> str:
    """Return the vCard of the context's scope: the practice, or one clinician at the practice.

    A *short* one holds what a QR code has room for: names, numbers and addresses to write to.
    """
    practice = ctx.get("practice")
    name = ctx.label(practice.name)
    lines = ["BEGIN:VCARD", "VERSION:4.0"]
    scope = ctx.reader.scope
    if scope.kind == "clinician":
        everybody = replace(ctx, reader=ctx.reader.for_scope(PRACTICE))
        person = everybody.get("clinicians", scope.name)
        lines += ["KIND:individual", f"FN:{escaped(ctx.label(person.name))}"]
        lines.append(f"ORG:{escaped(name)}")
        if person.role and not short:
            lines.append(f"TITLE:{escaped(ctx.label(person.role))}")
        languages = person.languages
    else:
        lines += ["KIND:org", f"FN:{escaped(name)}", f"ORG:{escaped(name)}"]
        languages = practice.languages
    lines += _ways(ctx, short=short) or _pages(ctx)
    if practice.website:
        lines.append(f"URL:{practice.website}")
    if not short:
        lines += _addresses(ctx)
        lines += [f"LANG;PREF={rank}:{tag}" for rank, tag in enumerate(languages, start=1)]
        if practice.time_zone is not None:
            lines.append(f"TZ:{practice.time_zone}")
        lines += [f"NOTE:{escaped(' '.join(crisis_words(ctx)))}"]
    return folded([*lines, "END:VCARD"])


def file_name(scope: Scope) -> str:
    """Return the name of the file for *scope*."""
    if scope.kind == "programme":
        return f"programme-{scope.name}.vcf"
    return f"clinician-{scope.name}.vcf" if scope.name else "practice.vcf"


def _ways(ctx: Context, *, short: bool) -> list[str]:
    lines = []
    preferred: dict[str, int] = {}
    for _, method in by_preference(ctx.get("methods") or {}):
        if short and method.system == "fax":
            continue
        number = method.phone_number(ctx.country())
        kind = "TEL" if number is not None else "EMAIL" if method.system == "email" else ""
        if not kind or (number is None and not method.value):
            continue
        preferred[kind] = preferred.get(kind, 0) + 1
        pref = "" if short else f";PREF={min(preferred[kind], 100)}"
        if number is not None:
            lines.append(f'TEL;VALUE=uri;TYPE="work,{_TYPES[method.system]}"{pref}:{number.uri}')
        else:
            lines.append(f"EMAIL;TYPE=work{pref}:{escaped(method.value or '')}")
    return lines


def _pages(ctx: Context) -> list[str]:
    """Return the pages by which a practice without number and address is reached."""
    found = [method.url for _, method in by_preference(ctx.get("methods") or {}) if method.url]
    website = ctx.get("practice").website
    return [f"URL:{url}" for url in dict.fromkeys(found) if url != website]


def _addresses(ctx: Context) -> list[str]:
    lines = []
    for address in ctx.get("practice", "addresses") or ():
        parts = (address.street, address.city, address.region, address.postal_code, ctx.country())
        values = ";".join(escaped(part or "") for part in parts)
        lines.append(f"ADR;TYPE=work:;;{values}")
    return lines
