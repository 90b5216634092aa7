"""What depends on the language of a document: its direction, its paper, and the builder's words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

if TYPE_CHECKING:
    import datetime as dt

_RIGHT_TO_LEFT = {
    *("ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "ku", "ps", "sd", "syr", "ug", "ur", "yi"),
}
_RIGHT_TO_LEFT_SCRIPTS = {"arab", "hebr", "syrc", "thaa", "nkoo"}

_LETTER_REGIONS = {"BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US"}
"""Where paper is 216 by 279 mm (Unicode CLDR, ``paperSize``: US-Letter)."""
_LETTER_LANGUAGES = {"en"}
"""Languages for which CLDR assumes such a region where none is named."""

_PHRASES = {
    "en": ("Page {page} of {pages}", "Contents", "Version", "Index"),
    "es": ("Página {page} de {pages}", "Contenido", "Versión", "Índice"),
    "fr": ("Page {page} sur {pages}", "Sommaire", "Version", "Index"),
    "de": ("Seite {page} von {pages}", "Inhalt", "Version", "Stichwortverzeichnis"),
    "it": ("Pagina {page} di {pages}", "Indice", "Versione", "Indice analitico"),
    "pt": ("Página {page} de {pages}", "Sumário", "Versão", "Índice remissivo"),
    "nl": ("Pagina {page} van {pages}", "Inhoud", "Versie", "Trefwoorden"),
    "ar": ("صفحة {page} من {pages}", "المحتويات", "الإصدار", "الفهرس"),
    "he": ("עמוד {page} מתוך {pages}", "תוכן העניינים", "גרסה", "מפתח"),
}


class Language(NamedTuple):
    """A language as Typst wants it: two or three letters, and a region of two."""

    code: str
    region: str = ""
    script: str = ""

    @classmethod
    def read(cls, tag: str) -> Language | None:
        """Read ``en``, ``pt_BR`` or ``zh-Hant-TW``; None for what is no tag of a language."""
        first, *rest = re.split("[-_]", tag.strip())
        if not re.fullmatch("[A-Za-z]{2,3}", first):
            return None
        region = next((part.upper() for part in rest if re.fullmatch("[A-Za-z]{2}", part)), "")
        script = next((part.title() for part in rest if re.fullmatch("[A-Za-z]{4}", part)), "")
        return cls(first.lower(), region, script)

    @property
    def right_to_left(self) -> bool:
        """Whether it is written from right to left."""
        if self.script:
            return self.script.lower() in _RIGHT_TO_LEFT_SCRIPTS
        return self.code in _RIGHT_TO_LEFT

    @property
    def paper(self) -> str:
        """The paper that is usual where it is spoken, by Typst's name."""
        if self.region:
            return "us-letter" if self.region in _LETTER_REGIONS else "a4"
        return "us-letter" if self.code in _LETTER_LANGUAGES else "a4"

    def date(self, day: dt.date) -> str:
        """Return *day* as it is written where the language is spoken: ``Dec 24, 2026``."""
        tag = "_".join(filter(None, (self.code, self.script, self.region)))
        try:
            locale = Locale.parse(tag)
        except (UnknownLocaleError, ValueError):
            locale = Locale("en")
        return format_date(day, "medium", locale)

    def arguments(self) -> str:
        """Return the arguments of Typst's ``text`` that say so, with the direction."""
        region = f'"{self.region}"' if self.region else "none"
        script = f'"{self.script.lower()}"' if self.script else "auto"
        direction = "rtl" if self.right_to_left else "ltr"
        return f'lang: "{self.code}", region: {region}, script: {script}, dir: {direction}'


class Phrases(NamedTuple):
    """The builder's own words."""

    page: str
    contents: str
    version: str
    index_title: str


def phrases(language: Language, own: dict[str, str]) -> Phrases:
    """Return the words for *language*; *own* are those that the project has chosen itself."""
    found = Phrases(*_PHRASES.get(language.code, _PHRASES["en"]))
    return found._replace(**{name: own[name] for name in Phrases._fields if name in own})
