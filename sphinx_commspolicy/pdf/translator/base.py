"""What every part of the translator works with: the code, and where it came from."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxTranslator

from sphinx_commspolicy.pdf import markup
from sphinx_commspolicy.pdf.fitting import ADVICE, Limited
from sphinx_commspolicy.pdf.languages import Language
from sphinx_commspolicy.pdf.links import Links, label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.pdf.builder import TypstBuilder

logger = logging.getLogger(__name__)

LINE, LARGE_LINE = 70, 48
"""How many letters fit into a line at least, in the usual size and in large print."""
_LANGUAGE_CLASS = re.compile("(?:language|lang)-([A-Za-z]{2,3}(?:[-_][A-Za-z]{2,4})*)")
_PHONE = re.compile(r"(\+?[0-9(][0-9()  .\-\u2011/]{4,}[0-9])")
_RUN = re.compile("[!-,.0-~\u00a1-\u024f\u0370-\u052f]+")
"""Letters and marks between which a line is not broken, in scripts that set them one by one."""
_PIECE = re.compile("[^@._/?&=]*[@._/?&=]+|[^@._/?&=]+")
"""Part of a long word, such as an address, after which it is broken rather than elsewhere."""
INVISIBLE = (
    nodes.target,
    nodes.comment,
    nodes.substitution_definition,
    nodes.system_message,
    nodes.pending,
    addnodes.index,
    addnodes.highlightlang,
)
"""Elements that take no room on the page."""


class BaseTranslator(SphinxTranslator):
    """Writes Typst code for a joined document.

    The code of a document is :meth:`astext`; code for one element is had with :meth:`capture`.
    """

    builder: TypstBuilder

    def __init__(self, document: nodes.document, builder: TypstBuilder, **given: Any) -> None:
        super().__init__(document, builder)
        self.docname: str = given.get("docname", document.get("docname", ""))
        self.title_section: nodes.section | None = given.get("title_section")
        self.links: Links = given.get("links") or Links.find(
            document, self.docname, self.title_section
        )
        self.language: Language = given.get("language") or Language("en")
        self.srcdir = Path(self.builder.srcdir)
        self.buffers: list[list[str]] = [[]]
        self.level = 0
        """How many sections are open."""
        self.last_level = 0
        """Level of the last heading that was written."""
        self.labels: set[str] = set()
        """Labels that have been written."""
        self.copying = 0
        """Above 0 while a block is written a second time: without labels, notes and addresses."""
        self.linkless = 0
        """Above 0 where no link may be: to PDF, the repeated head of a table is decoration."""
        self.bare_urls = 0
        """Above 0 where the address of a link is not added: in code."""
        self.footless = 0
        """Above 0 where no note can stand at the foot of the page: an address follows its link."""
        self.open_notes: list[list[nodes.Element | str]] = []
        """Notes that stand below the heading or table that is being written, since Typst would
        set them again in the contents, or in each repetition of the head."""
        self.room = LINE
        """How many letters fit beside each other: a longer word is broken where the line ends."""
        self.explained: set[tuple[str, str]] = set()
        """Abbreviations that have been spelled out, with what they mean."""
        self.characters: dict[str, str] = {}
        """Every character beyond ASCII, with the place where it first stands."""
        self.images: dict[str, Path] = {}
        """Name of each image in the Typst source, with the file it is a copy of."""
        self.place = ""
        """Page and line of the element that was visited last."""
        self.limited: list[Limited] = []
        """What has a limited room."""
        self._languages: list[nodes.Element] = []
        self._directions: list[Language] = []
        self._unknown: set[str] = set()

    def astext(self) -> str:
        """Return the code that has been written."""
        return "".join(self.buffers[0])

    # writing

    def write(self, code: str) -> None:
        """Write a statement, or a part of one."""
        self.buffers[-1].append(code + "\n")

    def begin(self) -> None:
        """Collect what is written from now on."""
        self.buffers.append([])

    def end(self) -> str:
        """Return what was collected since :meth:`begin`, as one expression."""
        return markup.block("".join(self.buffers.pop()))

    def capture(self, *parts: nodes.Node) -> str:
        """Return *parts* as one expression."""
        self.begin()
        for part in parts:
            part.walkabout(self)
        return self.end()

    def capture_copy(self, *parts: nodes.Node) -> str:
        """Return *parts* as one expression that can stand beside another of the same."""
        self.copying += 1
        try:
            return self.capture(*parts)
        finally:
            self.copying -= 1

    def text(self, text: str) -> None:
        """Write *text* into the line."""
        self.note_characters(text)
        if self.language.right_to_left:
            for index, part in enumerate(_PHONE.split(text)):
                if index % 2:
                    self.write(f"isolated({markup.words(part)})")
                else:
                    self._breakable(part)
        else:
            self._breakable(text)

    def _breakable(self, text: str) -> None:
        for part, too_long in self.in_parts(text):
            self.write(self.broken(part) if too_long else markup.words(part))

    def broken(self, word: str) -> str:
        """Return a word that is too long for its line: broken at its marks, else anywhere."""
        pieces = [
            markup.literal(piece)
            if len(piece) <= self.room
            else f"..{markup.literal(piece)}.clusters()"
            for piece in _PIECE.findall(word)
        ]
        return f"broken({', '.join(pieces)})"

    def in_parts(self, text: str) -> Iterator[tuple[str, bool]]:
        """Yield *text* in parts, each with whether it is a word that is longer than the line."""
        start = 0
        for found in _RUN.finditer(text) if len(text) > self.room else ():
            if len(found[0]) > self.room:
                if found.start() > start:
                    yield text[start : found.start()], False
                yield found[0], True
                start = found.end()
        if start < len(text):
            yield text[start:], False

    def note_characters(self, text: str) -> None:
        """Remember which characters the document needs."""
        if not text.isascii():
            for character in text:
                if not character.isascii():
                    self.characters.setdefault(character, self.place)

    def label(self, *identifiers: str) -> None:
        """Write the labels of places on this page that something leads to."""
        for identifier in identifiers:
            name = label(self.docname, identifier)
            if self.links.final(name) == name:
                self.write_label(name)

    def write_label(self, name: str) -> None:
        """Write a label, once, and where it is wanted."""
        if self.copying or name in self.labels or name not in self.links.wanted:
            return
        self.labels.add(name)
        self.write(f"[#metadata(none)#label({markup.literal(name)})]")

    def number_of(self, node: nodes.Element) -> int:
        """Return the number by which *node* is known, which has a limited room."""
        if not node.line:  # docutils 0.21 does not tell where a container begins
            placed = (part for part in node.findall(nodes.Element) if part.line)
            self._note_place(next(placed, node))
        self.limited.append(Limited(self.place, node.get(ADVICE, "")))
        return len(self.limited) - 1

    def warn(self, subtype: str, message: str, *args: object, node: nodes.Node | None) -> None:
        """Warn of something at *node*."""
        if not self.copying:
            location: nodes.Node | str | None = node
            if isinstance(node, nodes.Element) and not node.line and self.place:
                location = f"{self.srcdir}/{self.place}"
            logger.warning(message, *args, location=location, type="typst", subtype=subtype)

    # visiting

    def dispatch_visit(self, node: nodes.Node) -> None:
        """Note the place and the language, then visit."""
        if isinstance(node, nodes.Element):
            self._note_place(node)
            tag = self._language_of(node)
            if tag is not None:
                self._languages.append(node)
                self._directions.append(self.language)
                self.language = tag
                self.write(f"{{\nset text({tag.arguments()})")
        try:
            super().dispatch_visit(node)
        except nodes.SkipNode:
            self._end_language(node)
            raise
        except nodes.SkipDeparture:
            self._end_language(node)
            raise

    def dispatch_departure(self, node: nodes.Node) -> None:
        """Depart, then go back to the language around."""
        super().dispatch_departure(node)
        self._end_language(node)

    def _end_language(self, node: nodes.Node) -> None:
        if self._languages and self._languages[-1] is node:
            self._languages.pop()
            self.language = self._directions.pop()
            self.write("}")

    def _language_of(self, node: nodes.Element) -> Language | None:
        """Return the language of *node* where it is another than that around it."""
        if isinstance(node, (nodes.literal_block, nodes.literal, *_PARTS)):
            return None
        tags = [str(node.get("lang", ""))]
        tags += [found[1] for name in node["classes"] if (found := _LANGUAGE_CLASS.fullmatch(name))]
        for tag in filter(None, tags):
            language = Language.read(tag)
            if language is not None and language != self.language:
                return language
        return None

    def _note_place(self, node: nodes.Element) -> None:
        source, line = node.source, node.line
        inline = isinstance(node, nodes.Inline) and not isinstance(node, (nodes.raw, nodes.image))
        if not source or not line or inline or isinstance(node, _PARTS):
            return
        place = f"{self.relative(source)}:{line}"
        if place != self.place:
            self.place = place
            self.write(markup.comment(f"@ {place}").rstrip("\n"))

    def relative(self, source: str) -> str:
        """Return the name of a source file as seen from the sources."""
        path, colon, rest = source.partition(":docstring of ")
        try:
            path = Path(path).relative_to(self.srcdir).as_posix()
        except ValueError:
            path = Path(path).name
        return path + colon + rest

    def unknown_visit(self, node: nodes.Node) -> None:
        """Warn once of a kind of element that nobody has taught the builder; keep its content."""
        name = type(node).__name__
        if name not in self._unknown:
            self._unknown.add(name)
            self.warn(
                "unknown_node",
                "the PDF builder does not know the element “%s”; its content is kept. "
                "An extension teaches it with app.add_node(%s, typst=(visit, depart))",
                name,
                name,
                node=node if isinstance(node, nodes.Element) else node.parent,
            )
        if isinstance(node, nodes.Element):
            self.label(*node.get("ids", ()))

    def unknown_departure(self, node: nodes.Node) -> None:
        """Do nothing: there is nothing to close."""


_PARTS = (
    nodes.tgroup,
    nodes.thead,
    nodes.tbody,
    nodes.colspec,
    nodes.row,
    nodes.entry,
    nodes.list_item,
    nodes.definition_list_item,
    nodes.field,
    nodes.option_list_item,
    nodes.line,
)
"""Elements that are arguments of the element around them, not statements."""


def shown(node: nodes.Element) -> list[nodes.Node]:
    """Return the children of *node* that take room on the page."""
    return [child for child in node.children if not isinstance(child, INVISIBLE)]
