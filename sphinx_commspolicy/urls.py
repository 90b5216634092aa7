"""Which links may be made."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

RUN_CODE = frozenset({"javascript", "vbscript", "data"})
"""Schemes whose address is a program, or a page of its own making."""

_SCHEME = re.compile(r"[\x00-\x20]*([a-zA-Z][a-zA-Z0-9+.\-]*)[\x00-\x20]*:")
_INVISIBLE = re.compile(r"[\x00-\x20\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")


def scheme(url: str) -> str:
    """Return the scheme of *url* in small letters, as a browser would read it; empty if relative.

    Browsers drop tabs, line breaks and leading spaces before they look for a scheme
    (WHATWG URL standard), so these are dropped here too.
    """
    match = _SCHEME.match(_INVISIBLE.sub("", url))
    return match[1].lower() if match else ""


def is_allowed(url: str, schemes: Collection[str]) -> bool:
    """Return whether *url* is relative, or has one of *schemes*."""
    found = scheme(url)
    return not found or found in schemes
