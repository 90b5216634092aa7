"""The index at the end: every entry with the numbers of its pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.environment.adapters.indexentries import IndexEntries

from sphinx_commspolicy.pdf.links import label_of_uri
from sphinx_commspolicy.pdf.markup import literal, strings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx_commspolicy.pdf.builder import TypstBuilder
    from sphinx_commspolicy.pdf.translator import TypstTranslator


def index_code(builder: TypstBuilder, translator: TypstTranslator) -> str:
    """Return the index of what *translator* has written; empty where nothing has an entry."""
    code = ""
    seen = set(_see(builder))
    for letter, entries in IndexEntries(builder.env).create_index(builder):
        lines = ""
        for word, (targets, further, _key) in entries:
            own = _line(0, word, targets, translator)
            below = "".join(
                _line(1, name, found, translator)
                if found
                else f"index-entry(1, {literal(name)}, ())\n"
                for name, found in further
                if found or word in seen
            )
            if below and not own:
                own = f"index-entry(0, {literal(word)}, ())\n"
            lines += own + below
            translator.note_characters(word + "".join(name for name, _ in further))
        if lines:
            translator.note_characters(letter)
            code += f"index-letter({literal(letter)})\n{lines}"
    return code


def _see(builder: TypstBuilder) -> Iterator[str]:
    """Yield each word that leads to another word of the index, instead of to a page."""
    entries = builder.env.domaindata["index"]["entries"]
    for docname in sorted(builder.docnames & entries.keys()):
        for kind, value, *_rest in entries[docname]:
            if kind in {"see", "seealso"}:
                yield value.partition(";")[0].strip()


def _line(
    depth: int,
    word: str,
    targets: Iterable[tuple[str | None, str | bool]],
    translator: TypstTranslator,
) -> str:
    names = [label_of_uri(str(uri)) for _main, uri in targets if uri]
    final = [translator.links.final(name) for name in names if name]
    written = [name for name in dict.fromkeys(final) if name in translator.labels]
    if not written:
        return ""
    return f"index-entry({depth}, {literal(word)}, {strings(written)})\n"
