"""What every directive has in common."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from sphinx_commspolicy.diagnostics import did_you_mean, quote
from sphinx_commspolicy.domain import comms_domain
from sphinx_commspolicy.model.names import is_identifier
from sphinx_commspolicy.nodes import facts_block

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sphinx.util.typing import OptionSpec


def identifier(argument: str | None) -> str:
    """Read an option that is one id. ValueError, which docutils reports, if it is not."""
    text = directives.unchanged_required(argument or "")
    if not is_identifier(text):
        msg = f"{quote(text)} is not an id: ids have small letters, digits and hyphens"
        raise ValueError(msg)
    return text


def names(argument: str | None) -> tuple[str, ...]:
    """Read an option that is a list of names, with commas or spaces between them."""
    found = tuple(re.split(r"[\s,]+", (argument or "").strip(" ,\n")))
    if found == ("",):
        msg = "at least one name is needed"
        raise ValueError(msg)
    return found


def one_of(*choices: str) -> Callable[[str | None], str]:
    """Return a reader of an option that takes one of *choices*."""

    def read(argument: str | None) -> str:
        text = (argument or "").strip().lower()
        if text not in choices:
            # docutils ends the message with a full stop
            hint = did_you_mean(text, choices).removesuffix(".")
            msg = f"{quote(text)} is not known here. {hint}"
            raise ValueError(msg)
        return text

    return read


def some_of(*choices: str) -> Callable[[str | None], tuple[str, ...]]:
    """Return a reader of an option that takes one or more of *choices*."""
    check = one_of(*choices)

    def read(argument: str | None) -> tuple[str, ...]:
        return tuple(check(name) for name in names(argument))

    return read


class FactsDirective(SphinxDirective):
    """A directive that leaves a placeholder; its facts are asked for when the page is written."""

    kind: ClassVar[str]
    """Name of the renderer."""
    defines: ClassVar[str] = ""
    """Kind of object that the directive's argument names and the directive defines, if any."""
    has_content = False
    final_argument_whitespace = True
    own_options: ClassVar[OptionSpec] = {}
    option_spec: ClassVar[OptionSpec] = {}
    common_options: ClassVar[OptionSpec] = {"clinician": identifier, "programme": identifier}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Complete the options of a directive with those that all have."""
        super().__init_subclass__(**kwargs)
        cls.option_spec = {**cls.common_options, **cls.own_options}
        if cls.defines:
            cls.option_spec["no-index"] = directives.flag

    def ids(self) -> Iterable[str]:
        """Return the ids in the directive's argument. ValueError if one is not an id."""
        return [identifier(name) for name in names(self.arguments[0])] if self.arguments else []

    def run(self) -> list[nodes.Node]:
        """Return the placeholder."""
        try:
            argument = list(self.ids())
        except ValueError as error:
            message = f"{self.name}: {error}"
            raise self.error(message) from None
        options = dict(self.options)
        clash = _clash(options)
        if clash:
            message = f"{self.name}: {clash}"
            raise self.error(message)
        no_index = "no-index" in options
        options.pop("no-index", None)
        node = facts_block(
            self.block_text,
            kind=self.kind,
            argument=argument,
            options=options,
            docname=self.env.docname,
        )
        self.set_source_info(node)
        domain = comms_domain(self.env)
        domain.note_use(self.env.docname, self.kind, argument, options)
        if self.defines and not no_index:
            node_id = nodes.make_id(f"{self.defines}-{argument[0]}")
            if domain.note_object(self.defines, argument[0], self.env.docname, node_id, node):
                node["ids"].append(node_id)
                self.state.document.note_explicit_target(node)
        return [node]


def _clash(options: dict[str, Any]) -> str:
    """Return which options contradict each other, and what to do; nothing where none do."""
    if "method" in options and "need" in options:
        return "“method” and “need” ask for two turnarounds; keep one of them"
    shown = {name.replace("_", "-") for name in options.get("show", ())}
    hidden = {name.replace("_", "-") for name in options.get("hide", ())}
    if options.get("form") == "sentence" and (shown or hidden):
        return "a sentence has no facts to choose from; remove “show” and “hide”, or “form”"
    both = sorted(shown & hidden)
    return f"“{both[0]}” is both shown and hidden; remove it from one of them" if both else ""
