"""Names of languages, countries and their parts in the reader's language."""

from __future__ import annotations

import gettext
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from babel import Locale

    from sphinx_commspolicy.phrases.catalogue import Phrases


def language_name(phrases: Phrases, tag: str) -> str:
    """Return the name of a language (BCP 47) in words; the tag itself where none is known."""
    from sphinx_commspolicy.model.fields import SIGN_LANGUAGES

    known = locale_of(phrases).languages
    parts = tag.split("-")
    for length in range(len(parts), 0, -1):
        name: str | None = known.get("_".join(parts[:length]))
        if name:
            return name
    sign = SIGN_LANGUAGES.get(parts[0])
    return phrases.gettext(sign) if sign else _rare_language(phrases.language, parts[0]) or tag


def region_name(phrases: Phrases, code: str) -> str:
    """Return the name of a country (ISO 3166-1) or of a part of one (ISO 3166-2).

    A part that has no name here keeps its code, with the name of its country.
    """
    country, _, part = code.partition("-")
    name: str = locale_of(phrases).territories.get(country, country)
    if not part:
        return name
    return _nations(phrases).get(code) or _part_name(phrases.language, code) or f"{code} ({name})"


def _nations(phrases: Phrases) -> dict[str, str]:
    """Return the names that most languages have and the lists of names lack."""
    _ = phrases.gettext
    return {
        "GB-ENG": _("England"),
        "GB-NIR": _("Northern Ireland"),
        "GB-SCT": _("Scotland"),
        "GB-WLS": _("Wales"),
    }


def _part_name(language: str, code: str) -> str:
    """Return the name of a part of a country, in English where it has none in *language*."""
    import pycountry

    part = pycountry.subdivisions.get(code=code)  # type: ignore[no-untyped-call]  # its only untyped one
    return _translated("iso3166-2", language, part.name) if part else ""


def _rare_language(language: str, code: str) -> str:
    """Return the name of a language (ISO 639-3) that the locale data of *language* lack."""
    import pycountry

    found = pycountry.languages.get(alpha_3=code)
    return _translated("iso639-3", language, found.name) if found else ""


def _translated(standard: str, language: str, name: str) -> str:
    from pycountry import LOCALES_DIR

    languages = [language.replace("-", "_")]
    return gettext.translation(standard, LOCALES_DIR, languages, fallback=True).gettext(name)


def locale_of(phrases: Phrases) -> Locale:
    """Return the names of the language, or of its main form; English where none are known."""
    from babel import Locale, UnknownLocaleError

    for language in (phrases.language, phrases.language.replace("-", "_").split("_")[0]):
        try:
            return Locale.parse(language, sep="_")
        except (UnknownLocaleError, ValueError):
            continue  # Babel has no test for "do you know this one"
    return Locale("en")


def zone_name(phrases: Phrases, zone: ZoneInfo) -> str:
    """Return what people call a time zone: “Eastern Time”."""
    from babel.dates import get_timezone_name

    locale = locale_of(phrases)
    return get_timezone_name(zone, width="long", zone_variant="generic", locale=locale)
