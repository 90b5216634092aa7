"""In which language something is printed that clients read or hear, and in whose words.

What is for clients is wholly in one language: the product's sentences, and the practice's texts as
its catalogues translate them. What a command says to the practice itself is English.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from sphinx_commspolicy.cli.practice_file import setting, texts_in
from sphinx_commspolicy.cli.problems import Refusal

if TYPE_CHECKING:
    import argparse
    import datetime as dt
    from pathlib import Path

    from sphinx_commspolicy.effective import PolicySource
    from sphinx_commspolicy.fingerprint import Fingerprint, Recorded
    from sphinx_commspolicy.phrases.catalogue import Phrases
    from sphinx_commspolicy.render.scripts import Said

SPHINX_LOCALE_DIRS = ("locales",)
"""Where Sphinx looks for catalogues if conf.py does not say."""


@dataclass(frozen=True)
class Wording:
    """A language, and the catalogues of a handbook in it."""

    language: str
    """As gettext writes it; empty for the language in which the practice's file is written."""
    phrases: Phrases
    texts: dict[str, str] = field(default_factory=dict)
    """The practice's texts, each with its translation."""
    own: bool = True
    """Whether the practice's file is written in it, so that nothing has to be translated."""

    def translate(self, text: str) -> str:
        """Return a text of the practice in the language."""
        return self.texts.get(text, text)

    def lacks(self, text: str) -> bool:
        """Return whether a text of the practice is in another language, and has no translation."""
        return not self.own and text not in self.texts


def wording(options: argparse.Namespace, source: PolicySource, folder: Path | None) -> Wording:
    """Return the language that was asked for, or else that of the handbook in *folder*."""
    return wording_in(options.language, source, folder)


def wording_in(language: str, source: PolicySource, folder: Path | None) -> Wording:
    """Return how things are said in *language*, or in that of the handbook if it is empty.

    *folder* is that of conf.py; None where there is none.
    """
    from sphinx_commspolicy.phrases.catalogue import load_phrases

    conf = folder / "conf.py" if folder is not None else None
    home = next(iter(texts_in(setting(conf, "language"))), "en") if conf is not None else "en"
    wanted = (language or home).replace("-", "_")
    own = wanted.split("_")[0] == home.replace("-", "_").split("_")[0]
    named = texts_in(setting(conf, "locale_dirs")) if conf is not None else []
    folders = [folder / name for name in named or SPHINX_LOCALE_DIRS] if folder is not None else []
    spoken = wanted
    if wanted == "en" and source.country not in {None, "US"}:
        spoken = f"en_{source.country}"
    return Wording(wanted, load_phrases(spoken, folders), _texts(folders, wanted), own)


def settings_folder(source: Path, file: Path) -> Path:
    """Return the folder of conf.py, for a handbook that was named as *source*."""
    return source if source.is_dir() else file.parent


class Spoken(NamedTuple):
    """The scripts of a handbook in a language."""

    scripts: dict[str, Said]
    """Each by its key."""
    untranslated: set[str]
    """Keys of those whose words are in the language of the practice's file."""
    asked: list[str]
    """Texts of the practice that stand in some of the others without a translation."""

    def lacking(self, shown: dict[str, Said]) -> list[str]:
        """Return the texts without a translation that stand in the scripts *shown*."""
        words = [said.words for key, said in shown.items() if key not in self.untranslated]
        return [text for text in self.asked if any(text in said for said in words)]


def spoken(source: PolicySource, day: dt.date, words: Wording, folder: Path | None) -> Spoken:
    """Return what every machine says, each script in one language.

    A script that the practice has written, and nobody has translated, stays in its language, with
    its facts.
    """
    from sphinx_commspolicy.facts import Facts
    from sphinx_commspolicy.render.follow_up import scripts_now

    asked: dict[str, None] = {}

    def translate(text: str) -> str:
        asked[text] = None
        return words.translate(text)

    scripts = scripts_now(Facts(source, day, translate=translate), words.phrases)
    if words.own:
        return Spoken(scripts, set(), [])
    written = {
        key: source.policy(said.scope).scripts[said.name].text
        for key, said in scripts.items()
        if said.written and not said.composed
    }
    untranslated = {key for key, text in written.items() if text and words.lacks(text)}
    if untranslated:
        own = wording_in("", source, folder)
        as_written = scripts_now(Facts(source, day, translate=own.translate), own.phrases)
        scripts |= {key: as_written[key] for key in untranslated if key in as_written}
    policy = source.policy()
    names = {policy.practice.name, *written.values()}
    for person in policy.clinicians.values():
        names |= {person.name, person.credentials}
    if source.services is not None:
        names |= {service.name for service in source.services.services.values()}
    return Spoken(
        scripts, untranslated, [text for text in asked if text not in names and words.lacks(text)]
    )


def kept_by(
    saved: Fingerprint, file: Path, source: PolicySource, day: dt.date
) -> dict[str, Recorded]:
    """Return the scripts that *saved* keeps, by the keys that they have in *source*."""
    from sphinx_commspolicy.diagnostics import PolicyError
    from sphinx_commspolicy.facts import Facts
    from sphinx_commspolicy.render.same_ids import ids_between

    try:
        before = saved.source(file)
    except PolicyError:  # of an older version: its words can be compared, if not its facts
        return saved.scripts
    return ids_between(Facts(before, day), Facts(source, day)).scripts(saved.scripts)


def as_saved(
    saved: Fingerprint | None,
    said: Spoken,
    source: PolicySource,
    day: dt.date,
    words: Wording,
    folder: Path | None,
) -> dict[str, Said]:
    """Return the scripts of today, which are *said* in *words*, in the language of *saved*."""
    language = saved.language if saved is not None else words.language
    if wording_in(language, source, folder).language == words.language:
        return said.scripts
    return spoken(source, day, wording_in(language, source, folder), folder).scripts


def _texts(folders: list[Path], language: str) -> dict[str, str]:
    """Return the practice's texts with their translations; the first folder counts most."""
    from babel.messages.pofile import PoFileError, read_po

    from sphinx_commspolicy.phrases.catalogue import FACTS_CATALOGUE

    found: dict[str, str] = {}
    tongues = dict.fromkeys((language.split("_", maxsplit=1)[0], language))
    paths = [
        folder / tongue / "LC_MESSAGES" / f"{FACTS_CATALOGUE}.po"
        for folder in reversed(folders)
        for tongue in tongues
    ]
    for path in paths:
        if not path.is_file():
            continue
        try:
            with path.open("rb") as file:
                catalogue = read_po(file)
        except (PoFileError, ValueError, OSError) as error:
            message = f"{path} cannot be read: {error}"
            raise Refusal(message, "Correct the file, or ask for another language.") from None
        for entry in catalogue:
            if isinstance(entry.id, str) and isinstance(entry.string, str) and not entry.fuzzy:
                found |= {entry.id: entry.string} if entry.id and entry.string else {}
    return found
