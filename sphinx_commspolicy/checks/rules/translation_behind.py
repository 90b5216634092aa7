"""A translation that is older than its source, or that says other numbers.

Looked at are the catalogues (``.po``) of a page beside the sources, in the folders that the option
``folders`` names. An entry marked “fuzzy” is one whose source has changed since. Of numbers,
everything with a digit is compared, except times of day, which languages write in different ways.
Entries without a translation show the source, and are not found.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx_commspolicy.checks.rule import Example, Level, Option, Place, Rule, Severity
from sphinx_commspolicy.diagnostics import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import ProseContext
    from sphinx_commspolicy.checks.rule import Finding

FACTS = "practice-facts"
"""Name of the catalogue of the texts of the practice's YAML."""


def _check(seen: ProseContext) -> Iterator[Finding]:
    for path in _catalogues(seen):
        from sphinx_commspolicy.diagnostics import shown_path

        file = shown_path(path)
        for entry in _entries(path):
            source, translation = entry.id, entry.string
            if not isinstance(source, str) or not source or not translation:
                continue
            place = _place(seen, file, entry.lineno or 0)
            if "fuzzy" in entry.flags:
                yield seen.found(
                    place,
                    f"{quote(source)} has changed since it was translated.",
                    remedy="Correct the translation, and remove the mark “fuzzy”.",
                )
                continue
            missing = _numbers(source) - _numbers(translation)
            added = _numbers(translation) - _numbers(source)
            if missing or added:
                one = next(iter(missing or added))
                side = "source" if missing else "translation"
                yield seen.found(
                    place,
                    f"{quote(one)} stands only in the {side} of {quote(source)}.",
                    remedy="Make the numbers of the translation those of its source.",
                )


def _catalogues(seen: ProseContext) -> list[Path]:
    """Return the catalogues of a document, one for each language."""
    root = Path(seen.file).parent
    for _ in range(seen.docname.count("/")):
        root = root.parent
    key = f"catalogues below {root}"
    known: dict[str, list[Path]] | None = seen.common.get(key)
    if known is None:
        known = {}
        for folder in seen.option("folders"):
            for language in sorted(root.glob(f"{folder}/*/LC_MESSAGES")):
                for path in sorted(language.rglob("*.po")):
                    name = path.relative_to(language).with_suffix("").as_posix()
                    known.setdefault(name, []).append(path)
        seen.common[key] = known
    return known.get(seen.docname or FACTS, [])


def _entries(path: Path) -> list[Any]:
    from babel.messages.pofile import PoFileError, read_po

    try:
        with path.open("rb") as file:
            return list(read_po(file))
    except (OSError, PoFileError, ValueError, LookupError):
        return []  # Sphinx itself complains of a catalogue that it cannot read


_TIME = re.compile(
    r"\b\d{1,2}(?:[:.h]\d\d)?\s*(?:[ap]\.?\s?m\b\.?|uhr\b|h\b)|\b\d{1,2}:\d\d\b", re.IGNORECASE
)
_NUMBER = re.compile(r"\d(?:[\d\s().\u00a0\u202f-]*\d)?")


def _numbers(text: str) -> Counter[str]:
    """Return the digits of each number in *text*, without times of day."""
    plain = re.sub(r":[\w:+.-]+:`[^`]*`", " ", _TIME.sub(" ", text))
    return Counter(re.sub(r"\D", "", found) for found in _NUMBER.findall(plain))


def _place(seen: ProseContext, file: str, line: int) -> Place:
    """Return the translation of the entry that begins on *line*."""
    lines = seen.files.lines(file)
    for number in range(max(line, 1), min(line + 40, len(lines)) + 1):
        if lines[number - 1].startswith("msgstr"):
            return Place(file, number, 1, number, len("msgstr") + 1)
    return Place(file, line)


RULE = Rule(
    name="translation-behind",
    severity=Severity.warning,
    levels=frozenset({Level.prose}),
    summary="A translation older than its source, or with other numbers.",
    reason="Clients who read the other language are told what no longer holds.",
    source="Inference.",
    mending="Translate the changed text again.",
    false_positives=(
        "Times of day are not compared. Numbers that one language writes in words are found; "
        "write them in digits in both, or silence it."
    ),
    options=(
        Option("folders", ("locale", "locales"), "Folders of the catalogues, beside the sources."),
    ),
    check_prose=_check,
    failing=(
        Example(
            files={
                "locale/es/LC_MESSAGES/index.po": """\
                msgid ""
                msgstr "Content-Type: text/plain; charset=UTF-8\\n"

                msgid "Call 988."
                ⟦msgstr⟧ "Llame."
                """
            },
            rst="""\
            Messages
            ========

            Call 988.
            """,
            says="“988” stands only in the source",
        ),
        Example(
            files={
                "locale/es/LC_MESSAGES/index.po": """\
                msgid ""
                msgstr "Content-Type: text/plain; charset=UTF-8\\n"

                msgid "Call us."
                ⟦msgstr⟧ "Llame al 988."
                """
            },
            rst="""\
            Messages
            ========

            Call us.
            """,
            says="“988” stands only in the translation",
        ),
        Example(
            files={
                "locale/es/LC_MESSAGES/practice-facts.po": """\
                msgid ""
                msgstr "Content-Type: text/plain; charset=UTF-8\\n"

                msgid "Call 988."
                ⟦msgstr⟧ "Llame al 989."
                """
            },
            rst="""\
            Messages
            ========

            Words.
            """,
            about="A text of the YAML.",
        ),
        Example(
            rst="""\
            Messages
            ========

            We answer by 5 pm. Call 212-555-0143.
            """,
            files={
                "locale/es/LC_MESSAGES/index.po": """\
                msgid ""
                msgstr "Content-Type: text/plain; charset=UTF-8\\n"

                msgid "We answer by 5 pm. Call 212-555-0143."
                ⟦msgstr⟧ "Contestamos antes de las 17:00. Llame al 212-555-0134."

                #, fuzzy
                msgid "Messages"
                ⟦msgstr⟧ "Mensajes viejos"
                """
            },
        ),
    ),
    passing=(
        Example(
            rst="""\
            Messages
            ========

            We answer by 5 pm. Call 212-555-0143.
            """,
            files={
                "locale/es/LC_MESSAGES/index.po": """\
                msgid ""
                msgstr "Content-Type: text/plain; charset=UTF-8\\n"

                msgid "We answer by 5 pm. Call 212-555-0143."
                msgstr "Contestamos antes de las 17:00. Llame al (212) 555 0143."

                msgid "Messages"
                msgstr ""

                msgid "Call 988."
                msgstr ""

                msgid "%(n)s room 12"
                msgid_plural "%(n)s rooms 34"
                msgstr[0] "%(n)s sala 12"
                msgstr[1] "%(n)s salas 34"
                """
            },
        ),
    ),
)
