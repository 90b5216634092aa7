"""Characters that no font has, found before the document is made, and named."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from sphinx_commspolicy.pdf.markup import literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_IN_ERROR = re.compile(r'the text `"((?:[^`\\]|\\.)*)"` could not be displayed')
_CODE = re.compile(r"\\u\{([0-9a-f]+)\}")
_IGNORED = {"Cf", "Zs", "Zl", "Zp"}
"""Categories of characters that show nothing themselves."""


def missing_characters(characters: Iterable[str], options: Mapping[str, Any]) -> list[str]:
    """Return those of *characters* that none of the fonts in Typst's *options* can show."""
    import typst

    asked = sorted(
        character for character in characters if unicodedata.category(character) not in _IGNORED
    )
    if not asked:
        return []
    lines = "".join(f"#par({literal(_shown(character))})\n" for character in asked)
    source = f'#set document(title: "x")\n{lines}'
    try:
        typst.compile(source.encode(), pdf_standards=["ua-1"], **options)
    except typst.TypstError as error:
        found = "".join(_read(text) for text in _IN_ERROR.findall(error.diagnostic))
        return [character for character in asked if character in found]
    return []


def _shown(character: str) -> str:
    """Return *character* as it can stand alone: a mark on a letter needs a letter."""
    return f"a{character}" if unicodedata.category(character).startswith("M") else character


def _read(text: str) -> str:
    return _CODE.sub(lambda found: chr(int(found[1], 16)), text)


def is_letter(character: str) -> bool:
    """Return whether a text cannot be read without *character*."""
    return unicodedata.category(character)[0] in "LMN"


def script(character: str) -> str:
    """Return the script of a character, as Unicode's names begin: ``Arabic``, ``Cjk``."""
    name = unicodedata.name(character, "")
    first = name.partition(" ")[0].partition("-")[0]
    if first == "CJK":
        return "Chinese, Japanese or Korean"
    return first.title() or f"U+{ord(character):04X}"


def spelled(character: str) -> str:
    """Return what stands for a character that cannot be shown: its name, or its number."""
    name = unicodedata.name(character, "")
    if not name or is_letter(character):
        return f"[U+{ord(character):04X}]"
    return f"[{name.lower()}]"
