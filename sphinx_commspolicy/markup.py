"""Inline markup of texts that stand in the YAML, read when a page is written.

A text is one or more paragraphs. Their inline markup is that of reStructuredText, with every role
that pages have. What a fragment cannot do on its own, such as referring to a substitution of some
page, is refused with a warning at the line of the YAML.
"""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.languages import get_language
from docutils.parsers.rst.states import Inliner
from docutils.utils import smartquotes
from sphinx.util import logging
from sphinx.util.docutils import LoggingReporter, sphinx_domains

from sphinx_commspolicy.diagnostics import Code, quote

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.builders import Builder
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

    from sphinx_commspolicy.diagnostics import Location

logger = logging.getLogger(__name__)

_MAY_HOLD_MARKUP = re.compile(r"[*`_|\\:@<\[]|https?:|mailto:")
"""A text without any of these is plain, and is not given to the parser."""


MAX_SLIPS = 20
"""Slips in the markup of one paragraph that are told one by one; with more it is no markup."""


class _TooManySlips(Exception):  # noqa: N818 - ends the reading, and is no error
    """So much markup is broken that the text was hardly meant to have any."""


class _Reporter(LoggingReporter):
    """Reports as pages do, but stops the reading of a text that is full of slips."""

    slips = 0

    def system_message(self, level: int, *args: Any, **kwargs: Any) -> nodes.system_message:
        """Report a slip; _TooManySlips where there were too many before it."""
        if level >= self.WARNING_LEVEL:
            self.slips += 1
            if self.slips > MAX_SLIPS:
                raise _TooManySlips
        return super().system_message(level, *args, **kwargs)


def paragraphs(text: str) -> list[tuple[str, int]]:
    """Return the paragraphs of *text*, each on one line, with the line each begins on, from 0."""
    found: list[tuple[str, int]] = []
    lines: list[str] = []
    start = 0
    for number, line in enumerate([*text.split("\n"), ""]):
        if line.strip():
            if not lines:
                start = number
            lines.append(line.strip())
        elif lines:
            found.append((" ".join(lines), start))
            lines = []
    return found


class MarkupReader:
    """Reads inline markup for one page."""

    def __init__(
        self,
        env: BuildEnvironment,
        settings: Any,
        lines: dict[str, list[str]],
        *,
        quiet: bool = False,
    ) -> None:
        self._quiet = quiet
        self._env = env
        self._settings = settings
        self._lines = lines
        """Lines of the practice's files, to name the one where a paragraph begins."""

    def inline(self, text: str, place: Callable[[], Location], offset: int = 0) -> list[nodes.Node]:
        """Return the nodes of *text*, one paragraph, that begins *offset* lines after *place*.

        Roles leave placeholders and pending references as they do on pages.
        """
        if not _MAY_HOLD_MARKUP.search(text):
            return [nodes.Text(text)]
        location = place()
        line = self._line(text, location, offset)
        level = LoggingReporter.SEVERE_LEVEL if self._quiet else LoggingReporter.WARNING_LEVEL
        reporter = _Reporter(location.file, report_level=level)

        def source_and_line(lineno: int | None = None) -> tuple[str, int]:
            del lineno
            return location.file, line

        reporter.get_source_and_line = source_and_line  # as a state machine gives it
        document = nodes.document(self._settings, reporter, source=location.file)
        document.note_source(location.file, line)
        inliner = self._inliner
        memo = SimpleNamespace(
            document=document,
            reporter=reporter,
            language=get_language(self._settings.language_code, reporter),
            title_styles=[],
            section_level=0,
            section_bubble_up_kludge=False,
            inliner=inliner,
        )
        paragraph = nodes.paragraph()
        try:
            with sphinx_domains(self._env):
                found, _messages = inliner.parse(text, line, memo, paragraph)
            paragraph += found
            for node in paragraph.findall(nodes.Element):
                node.source, node.line = location.file, line
            self._refuse_references(paragraph, location._replace(line=line))
        except _TooManySlips:
            self._warn(
                location._replace(line=line),
                f"the markup of this text has more than {MAX_SLIPS} mistakes; it is shown just as "
                "it is written. Write a backslash before each character that is no markup",
            )
            return [nodes.Text(text)]
        return list(paragraph.children)

    @cached_property
    def _inliner(self) -> Inliner:
        """The parser; making its patterns takes longer than a short text."""
        inliner = Inliner()
        inliner.init_customizations(self._settings)
        return inliner

    def _line(self, text: str, location: Location, offset: int) -> int:
        """Return the line on which *text*, a paragraph, begins in its file.

        YAML joins the lines of most texts, so the lines of the value are not those of the file.
        """
        if location.file not in self._lines:
            path = Path(location.file)
            lines = path.read_text("utf-8", "replace").splitlines() if path.is_file() else []
            self._lines[location.file] = lines
        lines = self._lines[location.file]
        for number in range(max(location.line, 1), min(location.line + 200, len(lines) + 1)):
            words = " ".join(lines[number - 1].split())
            if words and (text.startswith(words) or words.startswith(text)):
                return number
        return location.line + offset

    def _refuse_references(self, paragraph: nodes.paragraph, location: Location) -> None:
        """Put plain text where a fragment refers to something that only a page has."""
        slips = 0
        for node in list(paragraph.findall(nodes.Element)):
            if node is paragraph or node.parent is None:
                continue
            named = isinstance(
                node,
                (
                    nodes.substitution_reference,
                    nodes.footnote_reference,
                    nodes.citation_reference,
                    nodes.target,
                    nodes.problematic,
                ),
            ) or (isinstance(node, nodes.reference) and "refuri" not in node)
            if not named:
                continue
            if isinstance(node, nodes.target) and "refuri" in node:
                # the name that an embedded address gets beside its link
                node.parent.remove(node)
                continue
            if not isinstance(node, nodes.problematic):  # docutils has reported that one
                slips += 1
                if slips > MAX_SLIPS:
                    raise _TooManySlips
                self._warn(
                    location,
                    f"{quote(node.rawsource or node.astext())} refers to something on a page; in "
                    "the YAML write the text itself, a link with its address, or a role",
                )
            words = node.astext()
            if isinstance(node, (nodes.footnote_reference, nodes.citation_reference)):
                words = node.rawsource.rstrip("_")
            node.parent.replace(node, nodes.Text(words))

    def _warn(self, location: Location, message: str) -> None:
        if not self._quiet:
            logger.warning(
                message,
                location=f"{location.file}:{location.line}",
                type="commspolicy",
                subtype=Code.markup,
            )


def typographer(config: Config, builder: Builder) -> Callable[[str], str]:
    """Return what makes quotation marks and dashes typographic, as Sphinx does on pages."""
    language = config.language or "en"
    excluded = config.smartquotes_excludes
    if (
        not config.smartquotes
        or builder.name in excluded.get("builders", ())
        or language in excluded.get("languages", ())
        or language.replace("_", "-") not in smartquotes.smartchars.quotes
    ):
        return lambda text: text
    attributes = config.smartquotes_action

    def educate(text: str) -> str:
        if not any(mark in text for mark in ("'", '"', "--", "...")):
            return text
        tokens = [("plain", text)]
        return "".join(smartquotes.educate_tokens(tokens, attributes, language.replace("_", "-")))

    return educate
