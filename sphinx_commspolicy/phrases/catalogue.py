"""Where the product's own sentences come from: English in the code, translations in catalogues.

A sentence is marked by the call that translates it, ``phrases.gettext("... {place} ...")``, which
is where Babel's extractor finds it. Its named ``{places}`` are filled afterwards, with `fill`, so
that a translator can move them.
"""

from __future__ import annotations

import gettext
import hashlib
import io
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

DOMAIN = "commspolicy"
"""The name of the catalogues: ``<locale dir>/<language>/LC_MESSAGES/commspolicy.mo``."""
FACTS_CATALOGUE = "practice-facts"
"""Name of the gettext catalogue that holds the texts of the practice's YAML."""

ENGLISH = "en"
BRITISH = "en_GB"
"""Holds only what is spelled in another way than in the United States."""

_PACKAGE_LOCALE = Path(__file__).parent.parent / "locale"


class Phrases(Protocol):
    """Translates the product's sentences into one language."""

    def __hash__(self) -> int:
        """Return a key by which to keep what was said with these phrases."""

    @property
    def language(self) -> str:
        """The language the phrases are in, as gettext writes it: ``en``, ``en_GB``, ``es``."""

    @property
    def problems(self) -> Sequence[PhraseProblem]:
        """Translations that were left out."""

    def gettext(self, message: str) -> str:
        """Return the translation of a message, or the message itself."""

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """Return the translation of the form that fits the number *n*."""

    def digest(self) -> str:
        """Return a text that changes when any translation changes."""


class PhraseProblem(NamedTuple):
    """A translation that cannot be used; the phrase is then said as if nobody had translated it."""

    path: Path
    line: int
    """0 where it is not known."""
    message: str
    """What is wrong and what to do, in plain words."""


class PhraseError(ValueError):
    """A translation has places that its English message does not have."""


class EnglishPhrases:
    """The messages as they stand in the code; ``language`` decides the order of dates only."""

    problems: Sequence[PhraseProblem] = ()

    def __init__(self, language: str = ENGLISH) -> None:
        self.language = language

    def gettext(self, message: str) -> str:
        """Return the message."""
        return message

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """Return the English form that fits the number *n*."""
        return singular if n == 1 else plural

    def digest(self) -> str:
        """Return a text that depends on the language only."""
        return _digest(self.language, [])


class TranslatedPhrases:
    """The messages of compiled catalogues, the first that has a message wins; then English."""

    def __init__(self, language: str, catalogues: Sequence[Path]) -> None:
        """Read the catalogues, at least one ``.mo`` file.

        Those that do not come with this package are checked.

        :raises OSError: when a file cannot be read, or is no compiled catalogue.
        """
        self.language = language
        self.problems: list[PhraseProblem] = []
        contents = []
        self._translations = gettext.NullTranslations()
        for path in catalogues:
            content = path.read_bytes()
            contents.append(content)
            translations = gettext.GNUTranslations(io.BytesIO(content))
            if not path.is_relative_to(_PACKAGE_LOCALE):
                content, problems = _without_bad_places(content, path)
                self.problems += problems
                translations = gettext.GNUTranslations(io.BytesIO(content))
            self._translations.add_fallback(translations)
        self._digest = _digest(language, contents)

    def gettext(self, message: str) -> str:
        """Return the translation of a message, or the message itself."""
        return self._translations.gettext(message)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """Return the translation of the form that fits the number *n*."""
        return self._translations.ngettext(singular, plural, n)

    def digest(self) -> str:
        """Return a text that changes when any translation changes."""
        return self._digest


def load_phrases(language: str, user_locale_dirs: Sequence[Path] = ()) -> Phrases:
    """Return the phrases in a language, for instance ``es``, ``fr_CA`` or ``pt-BR``.

    The catalogues of ``user_locale_dirs`` come first, in their order, then the package's own; in
    each, ``fr_CA`` before ``fr``. A practice can reword the English as well, with a catalogue for
    ``en``. Without any catalogue for the language the phrases are English, and say so in
    ``language``: a page has English sentences with English dates, never a mixture.

    :raises OSError: when a catalogue cannot be read.
    """
    language = language.replace("-", "_")
    # Not gettext.translation(): it keeps every catalogue for the life of the process, and a
    # rebuild would not see an edited one.
    wanted = [language]
    if language.startswith(f"{ENGLISH}_") and language != "en_US":
        wanted.append(BRITISH)  # the spelling of English everywhere else
    found = [
        Path(path)
        for directory in (*user_locale_dirs, _PACKAGE_LOCALE)
        for path in gettext.find(DOMAIN, str(directory), wanted, all=True)
    ]
    if found:
        return TranslatedPhrases(language, found)
    return EnglishPhrases(language if language.split("_")[0] == ENGLISH else ENGLISH)


def _without_bad_places(content: bytes, path: Path) -> tuple[bytes, list[PhraseProblem]]:
    """Return a compiled catalogue without the translations whose ``{places}`` are wrong."""
    from babel.messages.mofile import read_mo, write_mo

    try:
        catalogue = read_mo(io.BytesIO(content))
    except (ValueError, LookupError, OSError):
        return content, []  # it is read without Babel, or refused, elsewhere
    wrong: dict[str, str] = {}
    for message in catalogue:
        ids, strings = _texts(message.id), _texts(message.string)
        single = len(ids) == 1
        if not ids[0]:
            continue
        wanted = set().union(*(_places(text) or set() for text in ids))
        for text in strings:
            found = _places(text)
            if found is None or not found <= wanted or (single and found != wanted):
                wrong[ids[0]] = text
    if not wrong:
        return content, []
    lines = _lines_of(path.with_suffix(".po"))
    problems = []
    for phrase, text in wrong.items():
        catalogue.delete(phrase)
        places = sorted(_places(phrase) or ())
        listed = ", ".join(f"{{{name}}}" for name in places)
        expects = f"exactly {listed}" if places else "nothing in braces"
        problems.append(
            PhraseProblem(
                *lines.get(phrase, (path, 0)),
                f"The translation “{text}” of “{phrase}” is left out: it must hold {expects}.",
            )
        )
    written = io.BytesIO()
    write_mo(written, catalogue)
    return written.getvalue(), problems


def _texts(found: object) -> list[str]:
    """Return the text of a catalogue's message, or its texts where it has a plural."""
    return [found] if isinstance(found, str) else [str(text) for text in found or ()]  # type: ignore[attr-defined]  # a list or tuple


def _places(text: str) -> set[str] | None:
    """Return the names of the ``{places}`` of a phrase; None where its braces are wrong."""
    try:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        return None


def _lines_of(po_file: Path) -> dict[str, tuple[Path, int]]:
    """Return the place of each phrase in the file that people edit; none where there is none."""
    from babel.messages.pofile import PoFileError, read_po

    try:
        with po_file.open("rb") as file:
            return {
                message.id if isinstance(message.id, str) else message.id[0]: (
                    po_file,
                    message.lineno or 0,
                )
                for message in read_po(file)
            }
    except (OSError, ValueError, PoFileError):
        return {}


def fill(sentence: str, **places: object) -> str:
    """Put values into the ``{places}`` of a translated sentence.

    :raises PhraseError: when the sentence has other places than the values given.
    """
    try:
        return sentence.format_map(places)
    except (KeyError, IndexError, ValueError, AttributeError) as error:
        known = ", ".join(f"{{{name}}}" for name in places)
        msg = f'The translated phrase "{sentence}" may only use {known}. Please correct it.'
        raise PhraseError(msg) from error


def _digest(language: str, contents: Sequence[bytes]) -> str:
    whole = hashlib.sha256(language.encode())
    for content in contents:
        whole.update(hashlib.sha256(content).digest())
    return whole.hexdigest()
