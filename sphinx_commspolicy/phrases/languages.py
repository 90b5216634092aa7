"""Names of languages and countries in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx_commspolicy.phrases.catalogue import Phrases


def language_name(phrases: Phrases, tag: str) -> str:
    """Return the name of a language (BCP 47) in words; the tag itself where none is known."""
    from babel import Locale

    from sphinx_commspolicy.model.fields import SIGN_LANGUAGES

    locale = Locale.parse(phrases.language, sep="_")
    parts = tag.split("-")
    for length in range(len(parts), 0, -1):
        name = locale.languages.get("_".join(parts[:length]))
        if name:
            return name
    sign = SIGN_LANGUAGES.get(parts[0])
    return phrases.gettext(sign) if sign else tag


def region_name(phrases: Phrases, code: str) -> str:
    """Return the name of a country (ISO 3166-1); a part of one (ISO 3166-2) keeps its code."""
    from babel import Locale

    country, _, part = code.partition("-")
    name = Locale.parse(phrases.language, sep="_").territories.get(country, country)
    return f"{code} ({name})" if part else name
