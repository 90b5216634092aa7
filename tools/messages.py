"""Collect the product's own phrases for translators, and compile what they have translated.

Writes ``locale/commspolicy.pot``, brings the catalogue of each language up to date with it, and
compiles those. A phrase is a string in a call of ``gettext`` or ``ngettext``, the ``title`` of a
field of the model, or a name in the tables below. With ``--check`` nothing is written, and the exit
status is 1 where something would be.
"""

from __future__ import annotations

import argparse
import ast
import datetime as dt
import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "sphinx_commspolicy"
LOCALE = PACKAGE / "locale"
DOMAIN = "commspolicy"
LANGUAGES = ("es", "fr")
VARIANTS = ("en_GB",)
"""Languages that hold only what differs from the phrases in the code."""
ADDRESS = "https://sphinx-commspolicy.example.org/"

KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2)}
COMMENT_TAG = "Translators:"
TITLE_NOTE = "Label of a fact in the policy, before its value."
SERVICE_NOTE = "About a public crisis service, or whom a way into it is for."
SIGN_LANGUAGE_NOTE = "Name of a sign language."

# catalogues say when they were made: a fixed day keeps them the same from run to run
_MADE = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
_WIDTH = 100


def template() -> Catalog:
    """Return every phrase of the code."""
    made = Catalog(
        project="sphinx-commspolicy",
        version="0.1",
        copyright_holder="the sphinx-commspolicy founders",
        msgid_bugs_address=ADDRESS,
        creation_date=_MADE,
        charset="utf-8",
        fuzzy=False,
    )
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.is_relative_to(PACKAGE / "pdf"):
            continue  # a builder for any project: its words are Sphinx's
        place = path.relative_to(ROOT).as_posix()
        for _, message, comments, _ in extract_from_file(
            "python", path, keywords=KEYWORDS, comment_tags=(COMMENT_TAG,), strip_comment_tags=True
        ):
            note = [" ".join(comments)] if comments else []
            made.add(message, locations=[(place, 0)], auto_comments=note)
    for path in sorted((PACKAGE / "model").glob("*.py")):
        place = path.relative_to(ROOT).as_posix()
        for title in _titles(path):
            made.add(title, locations=[(place, 0)], auto_comments=[TITLE_NOTE])
    from sphinx_commspolicy.model.fields import SIGN_LANGUAGES

    for name in SIGN_LANGUAGES.values():
        place = "sphinx_commspolicy/model/fields.py"
        made.add(name, locations=[(place, 0)], auto_comments=[SIGN_LANGUAGE_NOTE])
    for path in sorted((PACKAGE / "data" / "crisis").glob("*.yaml")):
        place = path.relative_to(ROOT).as_posix()
        for text in _said_of_services(path):
            made.add(text, locations=[(place, 0)], auto_comments=[SERVICE_NOTE])
    made.add(
        "Client handbook",
        locations=[("sphinx_commspolicy/model/practice.py", 0)],
        auto_comments=["Title of a handbook that has none of its own."],
    )
    return made


def _said_of_services(path: Path) -> Iterator[str]:
    """Yield what a file of crisis services says in words of ours: no names that services have."""
    import yaml

    for service in yaml.safe_load(path.read_bytes())["services"].values():
        if service["kind"] == "emergency":
            yield service["name"]
        for part in (service, *service.get("access", ())):
            if part.get("note"):
                yield part["note"]


def _titles(path: Path) -> Iterator[str]:
    """Yield the ``title`` of every field that *path* declares."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        for keyword in node.keywords:
            value = keyword.value
            if (
                node.func.id == "Field"
                and keyword.arg == "title"
                and isinstance(value, ast.Constant)
                and isinstance(value.value, str)
            ):
                yield value.value


def catalogue(language: str) -> Catalog:
    """Return the translations of *language*, brought up to date with the code."""
    path = po_file(language)
    if path.exists():
        with path.open("rb") as file:
            made = read_po(file, locale=language, domain=DOMAIN)
    else:
        made = Catalog(locale=language, domain=DOMAIN)
    made.update(template(), no_fuzzy_matching=True)
    made.header_comment = f"# Phrases of sphinx-commspolicy: {language}"
    return signed(made)


def variant(language: str) -> Catalog:
    """Return what *language* says in other words than the code."""
    with po_file(language).open("rb") as file:
        return signed(read_po(file, locale=language))


def signed(made: Catalog) -> Catalog:
    """Return a catalogue that says whose it is, the same from run to run."""
    made.creation_date = made.revision_date = _MADE
    made.msgid_bugs_address = ADDRESS
    made.project, made.version = "sphinx-commspolicy", "0.1"
    made.last_translator = made.language_team = "the sphinx-commspolicy founders"
    made.fuzzy = False
    return made


def po_file(language: str) -> Path:
    """Return the catalogue of *language*, for people."""
    return LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def as_po(made: Catalog) -> bytes:
    """Return a catalogue as translators read it."""
    written = io.BytesIO()
    write_po(
        written,
        made,
        width=_WIDTH,
        sort_output=True,
        include_lineno=False,
        ignore_obsolete=True,
        include_previous=False,
    )
    lines = written.getvalue().splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(b'"Generated-By:'))


def as_mo(made: Catalog) -> bytes:
    """Return a catalogue as the program reads it."""
    written = io.BytesIO()
    write_mo(written, made)
    return written.getvalue()


def files() -> dict[Path, bytes]:
    """Return what every file of ``locale`` should hold."""
    pot = template()
    pot.header_comment = "# Phrases of sphinx-commspolicy, to be translated."
    contents = {LOCALE / f"{DOMAIN}.pot": as_po(pot)}
    for language in LANGUAGES:
        made = catalogue(language)
        path = po_file(language)
        contents[path] = as_po(made)
        contents[path.with_suffix(".mo")] = as_mo(made)
    for language in VARIANTS:
        contents[po_file(language).with_suffix(".mo")] = as_mo(variant(language))
    return contents


def untranslated(made: Catalog) -> list[str]:
    """Return the phrases of a catalogue that lack a translation."""
    return [
        message.id if isinstance(message.id, str) else message.id[0]
        for message in made
        if message.id
        and not (all(message.string) if isinstance(message.string, tuple) else message.string)
    ]


def main() -> int:
    """Write the files, or with ``--check`` compare them."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing; 1 if something is old")
    check: bool = parser.parse_args().check
    old = [path for path, text in files().items() if not path.exists() or path.read_bytes() != text]
    for path in old:
        print(f"{'old' if check else 'wrote'}: {path.relative_to(ROOT)}")
    if not check:
        for path, text in files().items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text)
    for language in LANGUAGES:
        missing = untranslated(catalogue(language))
        print(f"{language}: {len(missing)} phrases without a translation")
        for phrase in missing:
            print(f"  {phrase}")
    return 1 if check and old else 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
