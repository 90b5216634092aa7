"""Patterns that health and government services have tested with readers, as directives.

A care card says what to do and how soon; there is one of each urgency on a page at most, or none
stands out. Do and don't lists, and a list of steps, keep what a reader must do apart from what is
explained. They are made of plain nodes, so every builder writes them, in any theme.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from sphinx_commspolicy.diagnostics import Code, quote

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import OptionSpec

    from sphinx_commspolicy.phrases.catalogue import Phrases

logger = logging.getLogger(__name__)

URGENCIES = ("immediate", "urgent", "routine")
_SEEN = "commspolicy_care_cards"


class CareCard(SphinxDirective):
    """What to do, and how soon: ``.. care-card:: Call 911 if``."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar[OptionSpec] = {
        "urgency": lambda value: directives.choice(value, URGENCIES),
        "class": directives.class_option,
    }

    def run(self) -> list[nodes.Node]:
        """Return the card; the words of its urgency come when the page is written."""
        urgency = self.options.get("urgency", "routine")
        seen: set[str] = self.env.temp_data.get(_SEEN) or set()
        self.env.temp_data[_SEEN] = seen
        if urgency in seen:
            logger.warning(
                "a second care card of the urgency %s on this page: one stands out, two do not",
                quote(urgency),
                location=self.get_location(),
                type="commspolicy",
                subtype=Code.duplicate_block,
            )
        seen.add(urgency)
        words, messages = self.state.inline_text(self.arguments[0], self.lineno)
        title = nodes.rubric(
            self.arguments[0], "", *words, classes=["commspolicy-care-title"], pattern=urgency
        )
        self.set_source_info(title)
        names = ["commspolicy-care", f"commspolicy-care-{urgency}", *self.options.get("class", [])]
        return [_block(names, [title, *messages, *self.parse_content_to_nodes()])]


class _TitledList(SphinxDirective):
    """A list with words of its own above it."""

    pattern: ClassVar[str]
    has_content = True
    option_spec: ClassVar[OptionSpec] = {"class": directives.class_option}

    def run(self) -> list[nodes.Node]:
        """Return the list; its title comes when the page is written."""
        title = nodes.rubric("", "", classes=["commspolicy-care-title"], pattern=self.pattern)
        self.set_source_info(title)
        names = [f"commspolicy-{self.pattern}", *self.options.get("class", [])]
        return [_block(names, [title, *self.parse_content_to_nodes()])]


class DoList(_TitledList):
    """What to do."""

    pattern = "do"


class DontList(_TitledList):
    """What not to do."""

    pattern = "dont"


class ProcessList(SphinxDirective):
    """Steps, one after the other: the content is a numbered list."""

    has_content = True
    option_spec: ClassVar[OptionSpec] = {"class": directives.class_option}

    def run(self) -> list[nodes.Node]:
        """Return the steps."""
        names = ["commspolicy-process", *self.options.get("class", [])]
        return [_block(names, self.parse_content_to_nodes())]


class SayPatterns(SphinxPostTransform):
    """Put the words of patterns in, and give their titles the level of where they stand."""

    default_priority = 6

    def run(self, **kwargs: Any) -> None:
        """Change the page that is being written."""
        del kwargs
        titles = [node for node in self.document.findall(nodes.rubric) if "pattern" in node]
        if not titles:
            return
        from sphinx_commspolicy.theme.shared import phrases_of

        said = _words(phrases_of(self.env))
        for title in titles:
            title["heading-level"] = min(_depth(title) + 1, 6)
            words = said[title.attributes.pop("pattern")]
            title.insert(0, nodes.inline("", words, classes=["commspolicy-urgency"]))
            if len(title) > 1:
                title.insert(1, nodes.Text(" "))


def _words(phrases: Phrases) -> dict[str, str]:
    gettext = phrases.gettext
    return {
        "immediate": gettext("Immediate action required:"),
        "urgent": gettext("Urgent advice:"),
        "routine": gettext("Advice:"),
        "do": gettext("Do"),
        "dont": gettext("Do not"),
    }


def _depth(node: nodes.Node) -> int:
    depth, parent = 0, node.parent
    while parent is not None:
        depth += isinstance(parent, nodes.section)
        parent = parent.parent
    return depth


def _block(names: list[str], content: list[nodes.Node]) -> nodes.container:
    return nodes.container("", *content, classes=names, is_div=True)


def register(app: Sphinx) -> None:
    """Register the directives."""
    app.add_directive("care-card", CareCard)
    app.add_directive("do-list", DoList)
    app.add_directive("dont-list", DontList)
    app.add_directive("process-list", ProcessList)
    app.add_post_transform(SayPatterns)
