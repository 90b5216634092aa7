"""Blocks of code, in the colors of the project's style as far as they can be read on paper."""

# ruff: noqa: D102 - docutils gives visitors their names and arguments

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from pygments.filters import ErrorToken
from pygments.token import Token
from sphinx import addnodes
from sphinx.highlighting import PygmentsBridge

from sphinx_commspolicy.pdf import markup
from sphinx_commspolicy.pdf.translator.inline import ancestors
from sphinx_commspolicy.pdf.translator.tables import TableVisitors

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pygments.style import StyleMeta

CONTRAST = 4.5
"""The least contrast of text with its ground (WCAG 2.2, success criterion 1.4.3)."""
_INSET, _NUMBERS = 5, 5
"""How many letters' room a list or box takes from the code in it, and the numbers of the lines."""
_BOXES = (
    nodes.list_item,
    nodes.definition,
    nodes.field_body,
    nodes.block_quote,
    nodes.Admonition,
    nodes.topic,
    nodes.sidebar,
    nodes.container,
    addnodes.desc_content,
)
_GROUND = 0.92
"""Relative luminance of the ground of code: light grey."""


class CodeVisitors(TableVisitors):
    """Blocks of code."""

    bridge: PygmentsBridge | None = None

    def visit_literal_block(self, node: nodes.Element) -> None:
        self.label(*node["ids"])
        if node.rawsource != node.astext() and any(
            not isinstance(child, nodes.Text) for child in node.children
        ):
            self._with_markup(node)
        source = markup.clean(node.astext()).expandtabs(8).removesuffix("\n")
        self.note_characters(source)
        first = self._first_number(node)
        around = self.room
        boxes = sum(isinstance(part, _BOXES) for part in ancestors(node))
        self.room = max(10, around - _INSET * boxes - (_NUMBERS if first != "none" else 0))
        arguments: dict[str, Any] = node.get("highlight_args", {})
        emphasized = arguments.get("hl_lines", ())
        language = node.get("language", "default")
        lines = self._highlighted(node, source, language)
        self.room = around
        self.write(f"code-block({markup.literal(source)}, (")
        for line in lines:
            self.write(f"{line},")
        self.write(f"), first: {first}, emphasized: {markup.array(map(str, emphasized))})")
        raise nodes.SkipNode

    visit_doctest_block = visit_literal_block

    def _with_markup(self, node: nodes.Element) -> None:
        """Write a block that holds elements of its own, such as emphasis: without colors."""
        self.bare_urls += 1
        self.write("parsed-code({")
        for child in node.children:
            if isinstance(child, nodes.Text):
                self._lines(child.astext())
            else:
                child.walkabout(self)
        self.write("})")
        self.bare_urls -= 1
        raise nodes.SkipNode

    def _lines(self, text: str) -> None:
        self.note_characters(text)
        for index, line in enumerate(text.split("\n")):
            if index:
                self.write("linebreak()")
            if line:
                self.write(markup.literal(line.expandtabs(8)))

    def _first_number(self, node: nodes.Element) -> str:
        arguments: dict[str, Any] = node.get("highlight_args", {})
        if not node.get("linenos"):
            return "none"
        return str(int(arguments.get("linenostart", 1)))

    def _highlighted(self, node: nodes.Element, source: str, language: str) -> list[str]:
        """Return each line as an expression."""
        if self.bridge is None:
            self.bridge = PygmentsBridge("html", self.builder.config.pygments_style)
        tokens = self._tokens(self.bridge, node, source, language)
        style: StyleMeta = self.bridge.get_style(self.builder.config.pygments_style)
        looks: dict[Any, str] = {}
        lines: list[list[tuple[str, str]]] = [[]]
        for token, text in tokens:
            if token not in looks:
                looks[token] = _look(_style(style, token))
            for index, part in enumerate(text.split("\n")):
                if index:
                    lines.append([])
                lines[-1].append((looks[token], part))
        count = source.count("\n") + 1
        while len(lines) > count:
            lines.pop()
        written = [list(self._colored(line)) for line in lines]
        return [f"{{{'; '.join(line)}}}" if line else '""' for line in written]

    def _colored(self, line: list[tuple[str, str]]) -> Iterator[str]:
        """Yield a line in its colors; what is too long for it is broken, also between colors."""
        rest = list(reversed([part for part in line if part[1]]))
        for words, too_long in self.in_parts("".join(text for _, text in line)):
            left = len(words)
            while left:
                look, text = rest.pop()
                if len(text) > left:
                    rest.append((look, text[left:]))
                part = text[:left]
                left -= len(part)
                code = self.broken(part) if too_long else markup.literal(part)
                if too_long:
                    yield "box()"
                yield f"text({look}{code})" if look else code

    def _tokens(
        self, bridge: PygmentsBridge, node: nodes.Element, source: str, language: str
    ) -> list[tuple[Any, str]]:
        options = self.builder.config.highlight_options.get(language, {})
        force = bool(node.get("force", False))
        lexer = bridge.get_lexer(source, language, options, force=force, location=node)
        try:
            return list(lexer.get_tokens(source))
        except ErrorToken as error:
            if language == "default":  # a guess of Sphinx, not a claim of the author
                return [(Token.Text, source)]
            self.warn(
                "highlighting",
                "this is not quite “%s”, so its colors may be wrong: %s",
                language,
                error,
                node=node,
            )
        lexer = bridge.get_lexer(source, language, options, force=True, location=node)
        return list(lexer.get_tokens(source))

    def visit_container_caption(self, node: nodes.container) -> None:
        """Write a listing with its caption."""
        caption = next((part for part in node.children if isinstance(part, nodes.caption)), None)
        rest = [part for part in node.children if part is not caption]
        if caption is not None:
            self.write(f"listing-caption({self.caption(caption, 'code-block', node)})")
        for part in rest:
            part.walkabout(self)
        raise nodes.SkipNode


def _style(style: StyleMeta, token: Any) -> Mapping[str, Any]:
    """Return the style of *token*, or of the next wider kind that the style knows."""
    while token is not None:
        try:
            return style.style_for_token(token)
        except KeyError:  # a kind that a lexer has of its own
            token = token.parent
    return {}


def _look(style: Mapping[str, Any]) -> str:
    """Return arguments of Typst's ``text`` for a style of Pygments."""
    arguments = ""
    color = style.get("color")
    if color and re.fullmatch("[0-9a-fA-F]{6}", color):
        arguments += f'fill: rgb("#{readable(color)}"), '
    if style.get("bold"):
        arguments += 'weight: "bold", '
    if style.get("italic"):
        arguments += 'style: "italic", '
    return arguments


def readable(color: str) -> str:
    """Return *color* (six hexadecimal digits), darkened until it can be read on light grey."""
    parts = [int(color[index : index + 2], 16) for index in (0, 2, 4)]
    while (_GROUND + 0.05) / (_luminance(parts) + 0.05) < CONTRAST:
        parts = [int(part * 0.92) for part in parts]
    return "".join(f"{part:02x}" for part in parts)


def _luminance(parts: list[int]) -> float:
    """Return the relative luminance of a color (WCAG 2.2)."""
    linear = [
        part / 255 / 12.92 if part / 255 <= 0.04045 else ((part / 255 + 0.055) / 1.055) ** 2.4
        for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
