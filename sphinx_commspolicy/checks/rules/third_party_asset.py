"""A built page that loads something from another host.

Looked at are scripts, styles, pictures, fonts, frames, sounds and what a page prefetches: everything
a browser asks for without a click. Links are not looked at. Hosts that the practice itself runs can
be named in the option ``hosts``. Files of the theme are looked at only as far as pages hold them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sphinx_commspolicy.checks.rule import Example, Level, Option, Place, Rule, Severity
from sphinx_commspolicy.diagnostics import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import OutputContext, Tag
    from sphinx_commspolicy.checks.rule import Finding

_LOADS: dict[str, tuple[str, ...]] = {
    "script": ("src",),
    "img": ("src", "srcset"),
    "source": ("src", "srcset"),
    "iframe": ("src",),
    "frame": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "video": ("src", "poster"),
    "audio": ("src",),
    "track": ("src",),
    "input": ("src",),
    "image": ("href", "xlink:href"),
    "use": ("href", "xlink:href"),
    "body": ("background",),
    "portal": ("src",),
}
_FETCHED = frozenset(
    {
        "stylesheet",
        "preload",
        "prefetch",
        "modulepreload",
        "preconnect",
        "dns-prefetch",
        "prerender",
        "icon",
        "apple-touch-icon",
        "manifest",
        "mask-icon",
    }
)
"""Relations of a link that a browser acts on by itself."""
_STYLE = re.compile(
    r"(?:url\(\s*|@import\s+)[\"']?(?P<url>(?:https?:)?//[^\"')\s;]+)", re.IGNORECASE
)
_IN_PAGE = re.compile(r"<style\b[^>]*>(?P<css>.*?)</style\s*>", re.IGNORECASE | re.DOTALL)
_REFRESH = re.compile(r"url\s*=\s*[\"']?(?P<url>\S+)", re.IGNORECASE)


_MAY_LOAD = re.compile(
    rf"<(?:{'|'.join(_LOADS)}|link|meta)\b[^<]*//|\bping\s*=|\burl\(|@import", re.IGNORECASE
)
"""Stands somewhere in whatever page loads from another host: most pages need no closer look, and to
take one apart takes a tenth of the time in which it is made."""


def _check(seen: OutputContext) -> Iterator[Finding]:
    if not _MAY_LOAD.search(seen.text):
        return
    own = {host.lower() for host in seen.option("hosts")}
    for tag in seen.tags:
        for url in _addresses(tag):
            host = _host(url)
            if host and host not in own:
                yield _finding(seen, tag.place_of(seen.file, url), url, host)
        for found in _STYLE.finditer(tag.attributes.get("style", "")):
            host = _host(found["url"])
            if host and host not in own:
                yield _finding(seen, tag.place_of(seen.file, found["url"]), found["url"], host)
    for style in _IN_PAGE.finditer(seen.text):
        for found in _STYLE.finditer(style["css"]):
            host = _host(found["url"])
            if host and host not in own:
                start = style.start("css") + found.start("url")
                yield _finding(seen, _place(seen, start, found["url"]), found["url"], host)


def _addresses(tag: Tag) -> Iterator[str]:
    """Yield each address that a browser asks for because of *tag*."""
    for name in _LOADS.get(tag.name, ()):
        value = tag.attributes.get(name, "").strip()
        if name == "srcset":
            yield from (part.split()[0] for part in value.split(",") if part.strip())
        elif value:
            yield value
    if tag.name == "link" and _FETCHED.intersection(tag.attributes.get("rel", "").lower().split()):
        yield tag.attributes.get("href", "").strip()
    if tag.name == "meta" and tag.attributes.get("http-equiv", "").lower() == "refresh":
        found = _REFRESH.search(tag.attributes.get("content", ""))
        if found:
            yield found["url"].strip("\"'")
    if tag.name == "a" and tag.attributes.get("ping"):
        yield from tag.attributes["ping"].split()


def _host(url: str) -> str | None:
    """Return the host of *url*; None where it is the page's own."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme.lower() not in {"", "http", "https", "ws", "wss"}:
        return None
    return parts.hostname.lower() if parts.hostname else None


def _place(seen: OutputContext, start: int, url: str) -> Place:
    line = seen.text.count("\n", 0, start) + 1
    column = start - (seen.text.rfind("\n", 0, start) + 1) + 1
    return Place(seen.file, line, column, line, column + len(url))


def _finding(seen: OutputContext, place: Place, url: str, host: str) -> Finding:
    return seen.found(place, f"This page loads something from {quote(host)}.", text=url)


RULE = Rule(
    name="third-party-asset",
    severity=Severity.error,
    levels=frozenset({Level.output}),
    summary="A page that loads anything from another host.",
    reason="That host learns who reads a therapist’s pages, and from where.",
    source="Lawsuits on tracking on health websites; AHA v. Becerra (20 Jun 2024) left them standing.",
    mending="Put the file beside the pages, or leave it out.",
    options=(Option("hosts", (), "Hosts of the practice itself, from which pages may load."),),
    check_output=_check,
    failing=(
        Example(
            html="""\
            <html><head><script src="⟦https://cdn.example.com/a.js⟧"></script>
            <link rel="stylesheet" href="⟦//fonts.example.com/b.css⟧">
            <style>@import "⟦https://fonts.example.com/c.css⟧";</style></head>
            <body style="background: url(⟦https://img.example.com/d.png⟧)">
            <img src="e.png" srcset="e2.png 2x, ⟦https://img.example.com/e3.png⟧ 3x"></body></html>
            """,
            says="This page loads something from",
        ),
        Example(
            html="""\
            <html><head><meta http-equiv="refresh" content="5; url=⟦https://a.example.com/⟧">
            <meta http-equiv="refresh" content="5"><meta name="x" content="url=https://x.example.com/">
            <link rel="ICON" href="⟦https://a.example.com/i.png⟧"></head>
            <body><a href="https://example.com/" ping="⟦https://ping.example.com/p⟧">A link</a>
            <link rel="canonical" href="https://no.example.com/">
            <p http-equiv="refresh" content="1; url=https://no.example.com/">
            <area ping="https://no.example.com/"><a rel="icon" href="https://no.example.com/">Another</a>
            <video poster="⟦https://a.example.com/p.png⟧"></video></body></html>
            """,
            about="A page that sends its reader on, an icon, a link that tells of a click, a picture.",
        ),
        Example(
            html="""\
            <p>Only <img alt="a > b" src="⟦https://img.example.com/f.png⟧">.</p>
            """,
            says="This page loads something from",
            about="A sign that looks like the end of the tag.",
        ),
    ),
    passing=(
        Example(
            html="""\
            <html><head><script src="_static/a.js"></script>
            <link rel="canonical" href="https://elm.example.org/"></head>
            <body><a href="https://example.com/">A link</a> <img src="data:image/png;base64,AA==">
            <img src="https://elm.example.org/logo.png"></body></html>
            """,
            options={"hosts": ("elm.example.org",)},
        ),
        Example(
            html="""\
            <html><head><style>p { background: url(https://elm.example.org/a.png) }
            a { background: url(///b.png) }</style></head>
            <body style="background: url(https://elm.example.org/d.png)">
            <p style="background: url(///c.png)">Text</p></body></html>
            """,
            options={"hosts": ("elm.example.org",)},
        ),
    ),
)
