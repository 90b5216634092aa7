"""The words of a policy in one of the forms in which practices keep them.

Each form is read by a library of its own, which is imported only when it is needed: see the extra
``audit``. Places are lines and columns of text files; in a Word file the line is the number of the
paragraph, and in a PDF the page stands in the name of the file.
"""

from __future__ import annotations

import re
import stat
import warnings
import zipfile
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from sphinx_commspolicy.checks.context import Passage, split_lines
from sphinx_commspolicy.checks.prose.places import find_place
from sphinx_commspolicy.checks.rule import Place
from sphinx_commspolicy.cli.problems import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

LARGEST = 20 * 1024 * 1024
"""Bytes of the largest file that is read: a policy with pictures is far smaller."""
LARGEST_UNPACKED = 100 * 1024 * 1024
"""Bytes that a Word file may take when it is unpacked."""
LONGEST_TEXT = 2_000_000
"""Characters of the longest text that is looked at: several thick books."""


class Source(NamedTuple):
    """A policy that has been read."""

    file: str
    """How places name it."""
    passages: tuple[Passage, ...]
    lines: dict[str, list[str]]
    """The lines of each file that places name, to be quoted."""
    place: str
    """What a place counts: ``line``, ``paragraph`` or ``page``."""
    unread: tuple[str, ...] = ()
    """What is in the file and could not be read, each as a phrase for a list."""


class Block(NamedTuple):
    """A paragraph, title or item of a text file, and the line on which it begins."""

    text: str
    line: int
    kind: str


def read(path: Path) -> Source:
    """Return the words of the file at *path*. Refusal where it cannot be read."""
    suffix = path.suffix.lower()
    if suffix not in FORMS:
        known = ", ".join(FORMS)
        message = f"{path} is of a kind that cannot be read here."
        raise Refusal(
            message,
            f"Save it as one of {known}." if suffix != ".doc" else "Save it as .docx.",
        )
    content = _content(path)
    source = FORMS[suffix](path, content)
    length = sum(len(passage.text) for passage in source.passages)
    if not length:
        remedy = (
            "It may be a scan. Have its text recognized (OCR) first."
            if suffix == ".pdf"
            else "Is it the right file?"
        )
        message = f"{path} holds no text."
        raise Refusal(message, remedy)
    if length > LONGEST_TEXT:
        message = f"{path} is far longer than any policy."
        raise Refusal(message, "Is it the right file?")
    return source


def _content(path: Path) -> bytes:
    """Return the bytes of the file at *path*."""
    if path.is_dir():
        message = f"{path} is a folder."
        raise Refusal(message, "Name the files in it.")
    state = path.stat()
    if not stat.S_ISREG(state.st_mode):
        message = f"{path} is not a file that can be read."
        raise Refusal(message, "Save the policy as a file, and name that.")
    size = state.st_size
    if size > LARGEST:
        message = (
            f"{path} is too large: {size // 1024**2} MB, where {LARGEST // 1024**2} MB are read."
        )
        raise Refusal(message, "Is it the right file?")
    content = path.read_bytes()
    if not content.strip():
        message = f"{path} is empty."
        raise Refusal(message, "Is it the right file?")
    return content


def decoded(path: Path, content: bytes) -> str:
    """Return the text of a text file. Refusal where it is none."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        if b"\0" in content:
            message = f"{path} is not a text file."
            raise Refusal(message, "Is its name right?")
        # what is not UTF-8 was most likely written on a Windows computer
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    message = f"{path} is not a text file, or is damaged."
    raise Refusal(message, "Save it as UTF-8 text.")


# ---- plain text

_UNDERLINE = re.compile(r"([=\-~^*#_+])\1{2,}\s*$")
_ITEM = re.compile(r"\s*(?:[-*\u2022\u25cf\u00b7\u2013]|\(?(?:\d{1,2}|[a-zA-Z])[.)])\s+(?=\S)")
_NUMBERED = re.compile(r"\(?\d{1,2}[.)]\s+\S")
_LONGEST_TITLE = 70


def _plain(path: Path, content: bytes) -> Source:
    text = decoded(path, content)
    return text_source(str(path), text)


def text_source(file: str, text: str) -> Source:
    """Return the words of the plain *text* of *file*."""
    lines = split_lines(text)
    return _from_blocks(file, lines, list(_text_blocks(lines)))


def _text_blocks(lines: Sequence[str]) -> Iterator[Block]:
    for first, block in _paragraphs(lines):
        rest = list(block)
        line = first
        while len(rest) >= 2 and _UNDERLINE.match(rest[1]) and not _UNDERLINE.match(rest[0]):
            yield Block(rest[0].strip(), line, "title")
            rest, line = rest[2:], line + 2
        # a numbered title right above its text, which a list's next item would not be
        numbered = len(rest) > 1 and _NUMBERED.match(rest[0]) and _is_title(rest[0])
        if numbered and rest[1].strip()[:1].isupper():
            yield Block(rest[0].strip(), line, "title")
            rest, line = rest[1:], line + 1
        if not rest:
            continue
        if len(rest) == 1 and _is_title(rest[0]):
            yield Block(rest[0].strip(), line, "title")
            continue
        yield from _parts(rest, line)


def _paragraphs(lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    block: list[str] = []
    for number, line in enumerate([*lines, ""], start=1):
        if line.strip():
            block.append(line)
        elif block:
            yield number - len(block), block
            block = []


def _parts(block: list[str], line: int) -> Iterator[Block]:
    """Yield the items and short lines of *block*, or all of it as one paragraph."""
    part: list[str] = []
    start, kind = line, "paragraph"
    for number, written in enumerate(block, start=line):
        words = written
        item = _ITEM.match(words)
        if part and (item or _stands_alone(part[-1], words)):
            yield Block(" ".join(part), start, kind)
            part = []
        if not part:
            start, kind = number, "item" if item else "paragraph"
        if item and not part:
            words = words[item.end() :]
        if words.isupper() and len(words) < _LONGEST_TITLE and not part:
            yield Block(words.strip(), number, "title")
            continue
        part.append(words.strip())
    if part:
        yield Block(" ".join(part), start, kind)


def _stands_alone(before: str, after: str) -> bool:
    """Return whether *before* ends with its line, as the parts of an address do."""
    return (
        len(before) < _LONGEST_TITLE
        and before[-1:] not in ".,;:!?-\u2014"
        and after.strip()[:1].isupper()
        and len(after) < _LONGEST_TITLE
    )


def _is_title(words: str) -> bool:
    shown = words.strip()
    return (
        len(shown) < _LONGEST_TITLE
        and shown[-1] not in ".,;!?"
        and shown[0].isalnum()
        and "@" not in shown
        and not re.search(r"\d{3}|: \S", shown)
    )


def _from_blocks(file: str, lines: list[str], blocks: Sequence[Block]) -> Source:
    passages = []
    headings: tuple[str, ...] = ()
    top = next((block.text for block in blocks if block.kind == "title"), "")
    for block in blocks:
        if block.kind == "title":
            headings = (top,) if block.text == top else (top, block.text)
        text = " ".join(block.text.split())
        place = partial(find_place, file, lines, block.line, text)
        passages.append(Passage(text, block.kind, place, headings))
    return Source(file, tuple(passages), {file: lines}, "line")


# ---- Markdown

_INLINE_KINDS = {
    "heading_open": "title",
    "paragraph_open": "paragraph",
    "td_open": "cell",
    "th_open": "cell",
    "list_item_open": "item",
    "blockquote_open": "quote",
}


def _markdown(path: Path, content: bytes) -> Source:
    markdown_it = _library("markdown_it", "markdown-it-py", path)
    text = decoded(path, content)
    lines = split_lines(text)
    body = re.sub(
        r"\A---\n.*?\n---\n",
        lambda found: "\n" * found[0].count("\n"),
        "\n".join(lines),
        flags=re.DOTALL,
    )
    parser = markdown_it.MarkdownIt("commonmark").enable("table")
    return _from_blocks(str(path), lines, list(_markdown_blocks(parser.parse(body))))


def _markdown_blocks(tokens: Sequence[Any]) -> Iterator[Block]:
    kinds: list[str] = []
    line = 1
    for token in tokens:
        if token.map:
            line = token.map[0] + 1
        if token.nesting == 1:
            kinds.append(_INLINE_KINDS.get(token.type, ""))
        elif token.nesting == -1:
            kinds.pop()
        elif token.type == "inline":
            named = [kind for kind in kinds if kind]
            around = next((kind for kind in named if kind != "paragraph"), None)
            text = _markdown_text(token.children or ())
            if text.strip():
                yield Block(text, line, around or "paragraph")


def _markdown_text(tokens: Sequence[Any]) -> str:
    from sphinx_commspolicy.checks.prose.language import CODE

    parts = []
    for token in tokens:
        if token.type == "text":
            parts.append(token.content)
        elif token.type in {"softbreak", "hardbreak"}:
            parts.append("\n")
        elif token.type == "code_inline":
            parts.append(CODE)
    return "".join(parts)


# ---- reStructuredText


def _restructured_text(path: Path, content: bytes) -> Source:
    from sphinx_commspolicy.checks.prose.doctrees import passages

    text = decoded(path, content)
    lines = split_lines(text)
    try:
        doctree = _doctree(path, text)
        found = passages(doctree, str(path), lines)
    except RecursionError:
        message = f"{path} cannot be read: its parts stand in each other too deep."
        raise Refusal(message, "Write it with fewer levels.") from None
    unread = tuple(_unread_markup(doctree))
    return Source(str(path), found, {str(path): lines}, "line", unread)


_UNKNOWN_DIRECTIVE = re.compile(
    r"Unknown directive type [\"“](.+?)[\"”]|[\"“](.+?)[\"”] directive disabled"
)


def _unread_markup(doctree: Any) -> Iterator[str]:
    """Yield the directives that docutils alone does not know, or may not follow."""
    from docutils import nodes

    for message in doctree.findall(nodes.system_message):
        found = _UNKNOWN_DIRECTIVE.search(message.astext())
        if found:
            name = found[1] or found[2]
            yield f"line {message.get('line', '?')}: what stands in the directive “{name}”"


def _doctree(path: Path, text: str) -> Any:
    """Return *text* as docutils reads it; what docutils does not know is told in its tree."""
    import io

    from docutils.core import publish_doctree

    settings = {
        "report_level": 2,
        "halt_level": 5,
        "warning_stream": io.StringIO(),
        "file_insertion_enabled": False,
        "raw_enabled": False,
        "_disable_config": True,
        "doctitle_xform": False,
    }

    return publish_doctree(text, source_path=str(path), settings_overrides=settings)


# ---- HTML

_BLOCKS = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6", "caption", "summary", "legend"), "title"),
    **dict.fromkeys(
        ("p", "div", "section", "article", "main", "body", "address", "label"), "paragraph"
    ),
    **dict.fromkeys(("li", "dd"), "item"),
    **dict.fromkeys(("td", "th"), "cell"),
    "dt": "term",
    "blockquote": "quote",
}
_NOT_READ = {
    "script",
    "style",
    "noscript",
    "template",
    "head",
    "nav",
    "svg",
    "pre",
    "code",
    "select",
}


def _html(path: Path, content: bytes) -> Source:
    bs4 = _library("bs4", "beautifulsoup4", path)
    text = decoded(path, content)
    lines = split_lines(text)
    with warnings.catch_warnings():
        # it was named as a file, however short its text is
        warnings.simplefilter("ignore", bs4.MarkupResemblesLocatorWarning)
        soup = bs4.BeautifulSoup("\n".join(lines), "html.parser")
    return _from_blocks(str(path), lines, list(_html_blocks(bs4, soup)))


def _html_blocks(bs4: Any, soup: Any) -> Iterator[Block]:
    """Yield the blocks of a page: runs of words that no other block interrupts."""
    parts: list[str] = []
    line, kind = 1, "paragraph"

    def ended() -> Iterator[Block]:
        text = "".join(parts)
        parts.clear()
        if text.strip():
            yield Block(text.strip(), line, kind)

    # a stack, for pages are nested as deep as they like
    stack: list[Any] = [("in", soup)]
    inside: list[tuple[int, str]] = [(1, "paragraph")]
    while stack:
        what, node = stack.pop()
        if what == "out":
            yield from ended()
            inside.pop()
            line, kind = inside[-1]
            continue
        if isinstance(node, bs4.NavigableString):
            if type(node) is bs4.NavigableString:
                parts.append(str(node))
            continue
        if node.name in _NOT_READ:
            continue
        if node.name == "br":
            parts.append("\n")
            continue
        if node.name in _BLOCKS:
            yield from ended()
            inside.append((node.sourceline or line, _BLOCKS[node.name]))
            line, kind = inside[-1]
            stack.append(("out", node))
        stack.extend(("in", child) for child in reversed(list(node.children)))
    yield from ended()


# ---- Word


def _word(path: Path, content: bytes) -> Source:
    docx = _library("docx", "python-docx", path)
    _refuse_strange_archive(path, content)
    import io

    try:
        document = docx.Document(io.BytesIO(content))
        parts = {
            str(path): list(_word_blocks(document)),
            **{
                f"{path} ({name})": list(blocks)
                for name, blocks in _around_the_text(document, content)
            },
        }
        unread = tuple(_pictures(document))
    except Exception as error:  # the library lets errors of many kinds through
        message = f"{path} cannot be read: it is damaged."
        raise Refusal(message, "Open it and save it again.") from error
    passages: list[Passage] = []
    lines: dict[str, list[str]] = {}
    for file, blocks in parts.items():
        if blocks or file == str(path):
            passages += _word_passages(file, blocks)
            lines[file] = [""] * (max((block.line for block in blocks), default=0))
            for block in blocks:
                lines[file][block.line - 1] = " ".join(block.text.split())
    return Source(str(path), tuple(passages), lines, "paragraph", unread)


def _word_passages(file: str, blocks: Sequence[Block]) -> Iterator[Passage]:
    headings: tuple[str, ...] = ()
    top = next((block.text for block in blocks if block.kind == "title"), "")
    for block in blocks:
        if block.kind == "title":
            headings = (top,) if block.text == top else (top, block.text)
        text = " ".join(block.text.split())
        yield Passage(text, block.kind, partial(_in_paragraph, file, block.line), headings)


def _word_blocks(part: Any) -> Iterator[Block]:
    """Yield paragraphs and cells, numbered in the order in which they are read."""
    for number, (paragraph, in_cell) in enumerate(_word_paragraphs(part), start=1):
        if not paragraph.text.strip():
            continue
        style = (paragraph.style.name or "").lower() if paragraph.style is not None else ""
        kind = "item" if style.startswith("list") else "paragraph"
        if style.startswith(("heading", "title", "subtitle")):
            kind = "title"
        yield Block(paragraph.text, number, "cell" if in_cell else kind)


def _word_paragraphs(part: Any, *, in_cell: bool = False) -> Iterator[tuple[Any, bool]]:
    """Yield each paragraph of *part* and whether it stands in a table, which may hold others."""
    for inner in part.iter_inner_content():
        if not hasattr(inner, "rows"):
            yield inner, in_cell
            continue
        seen = set()
        for row in inner.rows:
            for cell in row.cells:
                if cell._tc in seen:  # noqa: SLF001 - a merged cell comes once for each column
                    continue
                seen.add(cell._tc)  # noqa: SLF001
                yield from _word_paragraphs(cell, in_cell=True)


_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _around_the_text(document: Any, content: bytes) -> Iterator[tuple[str, Iterator[Block]]]:
    """Yield what stands beside the text itself: headers and footers, text boxes, notes."""
    for name in ("header", "footer"):
        told: set[str] = set()
        for section in document.sections:
            for which in (name, f"first_page_{name}", f"even_page_{name}"):
                part = getattr(section, which)
                shown = (
                    ""
                    if part.is_linked_to_previous
                    else "\n".join(block.text for block in _word_blocks(part))
                )
                if shown and shown not in told:
                    told.add(shown)
                    yield name if len(told) == 1 else f"{name} {len(told)}", _word_blocks(part)
    yield "text boxes", _loose_paragraphs(document.element.body.iter(f"{_WORD}txbxContent"))
    import io

    from docx.oxml import parse_xml

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in ("footnotes", "endnotes"):
            if f"word/{name}.xml" in archive.namelist():
                notes = parse_xml(archive.read(f"word/{name}.xml"))
                yield name, _loose_paragraphs(notes.iter(f"{_WORD}{name.removesuffix('s')}"))


def _loose_paragraphs(holders: Iterator[Any]) -> Iterator[Block]:
    """Yield the paragraphs in elements that the library has no object for."""
    told: set[str] = set()
    number = 0
    for holder in holders:
        for paragraph in holder.iter(f"{_WORD}p"):
            text = "".join(run.text or "" for run in paragraph.iter(f"{_WORD}t"))
            # a box is kept twice, for older programs
            if text.strip() and text not in told:
                told.add(text)
                number += 1
                yield Block(text, number, "paragraph")


def _pictures(document: Any) -> Iterator[str]:
    picture = "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"
    count = sum(1 for _ in document.element.body.iter(picture))
    if count:
        yield "1 picture" if count == 1 else f"{count} pictures"


def _in_paragraph(file: str, number: int, start: int, end: int) -> Place:
    return Place(file, number, start + 1, number, end + 1)


def _refuse_strange_archive(path: Path, content: bytes) -> None:
    import io

    if content.startswith(b"\xd0\xcf\x11\xe0"):
        message = f"{path} is protected by a password, or is of the old kind .doc."
        raise Refusal(
            message,
            "Open it and save it as .docx without a password.",
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile:
        message = f"{path} is not a Word file, or is damaged."
        raise Refusal(message, "Open it and save it again.") from None
    if unpacked > LARGEST_UNPACKED:
        message = f"{path} is too large when it is unpacked."
        raise Refusal(message, "Is it the right file?")


# ---- PDF


def _pdf(path: Path, content: bytes) -> Source:
    pypdf = _library("pypdf", "pypdf", path)
    import io
    import logging

    logging.getLogger("pypdf").setLevel(
        logging.CRITICAL
    )  # what it repairs is not the user's affair
    try:
        reader = pypdf.PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            message = f"{path} is protected by a password."
            raise Refusal(message, "Save a copy without it.")
        pages = [page.extract_text() or "" for page in reader.pages]
    except Refusal:
        raise
    except ImportError:
        message = f"{path} is protected."
        raise Refusal(message, "Save a copy without protection.") from None
    except Exception as error:  # the library lets errors of many kinds through
        message = f"{path} cannot be read: it is damaged."
        raise Refusal(message, "Print it to a new PDF.") from error
    passages: list[Passage] = []
    lines: dict[str, list[str]] = {}
    blank = [str(number) for number, text in enumerate(pages, start=1) if not text.strip()]
    unread: tuple[str, ...] = ()
    if blank:
        which = f"page {blank[0]}" if len(blank) == 1 else f"pages {', '.join(blank)}"
        unread = (f"{which} (no text is there; it may be a scan)",)
    for number, text in enumerate(pages, start=1):
        file = f"{path} (page {number})"
        joined, numbers = _joined_lines(text)
        lines[file] = split_lines(text)
        last = passages[-1].headings if passages else ()
        for passage in text_source(file, joined).passages:
            # a page goes on below the title of the page before
            headings = passage.headings or last
            headings = tuple(dict.fromkeys((*last[:1], *headings))) if number > 1 else headings
            place = partial(_on_page, passage.place_of, numbers)
            passages.append(replace(passage, headings=headings, place_of=place))
    return Source(str(path), tuple(passages), lines, "page", unread)


def _on_page(
    place_of: Callable[[int, int], Place], numbers: Sequence[int], start: int, end: int
) -> Place:
    """Return a place of the joined lines of a page as one of its own lines."""
    place = place_of(start, end)
    last = numbers[place.end_line - 1] if place.end_line else 0
    return place._replace(line=numbers[place.line - 1], end_line=last)


_FULL = 0.9
"""Share of the longest line from which on a line counts as full: letters differ in width."""


def _joined_lines(text: str) -> tuple[str, list[int]]:
    """Return the text of a page with an empty line around titles and after paragraphs.

    With it come, for each line, the number it has on the page. A PDF keeps lines and no paragraphs.
    A paragraph ends with a sentence whose line had room for the next word; a title is a short line
    without a full stop after the end of a sentence.
    """
    lines = [line.rstrip() for line in split_lines(text)]
    longest = max((len(line) for line in lines), default=0)
    joined: list[str] = []
    numbers: list[int] = []
    closed = True
    for number, line in enumerate(lines, start=1):
        following = lines[number] if number < len(lines) else ""
        titled = closed and bool(line.strip()) and _is_title(line) and len(line) < longest / 2
        titled = titled and following[:1].isupper()
        if titled and joined and joined[-1]:
            joined.append("")
            numbers.append(number)
        joined.append(line)
        numbers.append(number)
        word = following.split(maxsplit=1)[0] if following.strip() else ""
        has_room = len(line) + 1 + len(word) < _FULL * longest
        closed = titled or not line or line[-1] in ".!?:"
        if titled or (closed and line and has_room):
            joined.append("")
            numbers.append(number)
    return "\n".join(joined), numbers


# ---- what there is


def _library(module: str, package: str, path: Path) -> Any:
    """Return *module*, or refuse with the command that installs it."""
    import importlib

    try:
        return importlib.import_module(module)
    except ImportError:
        message = f"{path}: reading {path.suffix} files needs the package {package}."
        raise Refusal(
            message,
            'Install it with: pip install "sphinx-commspolicy[audit]"',
        ) from None


FORMS: dict[str, Callable[[Path, bytes], Source]] = {
    ".txt": _plain,
    ".md": _markdown,
    ".markdown": _markdown,
    ".rst": _restructured_text,
    ".html": _html,
    ".htm": _html,
    ".docx": _word,
    ".pdf": _pdf,
}
"""For each ending of a file's name, what reads it."""
