"""The roles: facts within a sentence, and references to where they are described."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import SphinxRole

from sphinx_commspolicy.diagnostics import Code, quote
from sphinx_commspolicy.domain import ObjectReference, comms_domain
from sphinx_commspolicy.nodes import facts_inline

if TYPE_CHECKING:
    from docutils.parsers.rst.states import Inliner  # noqa: F401 - names the type of self.inliner

TARGET = re.compile(r"([a-z0-9]+(?:[-_.][a-z0-9]+)*)(?:@([a-z0-9]+(?:[-_][a-z0-9]+)*))?")
"""What a role takes: a name, a field after a dot, a clinician after “@”."""


class FactRole(SphinxRole):
    """A role that leaves a placeholder, ``name``, ``name.field`` or either with ``@clinician``."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the placeholder, which can say its present text for titles."""
        match = TARGET.fullmatch(self.text.strip())
        if match is None:
            message = self.inliner.reporter.error(
                f"{quote(self.text)} cannot be read: write a name, such as “office-phone”, "
                "“office-phone.hours” or “office-phone@clinician”. "
                f"[commspolicy.{Code.bad_option}]",
                line=self.lineno,
            )
            problem = self.inliner.problematic(self.rawtext, self.rawtext, message)
            return [problem], [message]
        target, clinician = match.groups()
        node = facts_inline(
            self.rawtext,
            "",
            kind=self.kind,
            target=target,
            clinician=clinician or "",
            docname=self.env.docname,
            classes=list(self.options.get("classes", ())),
        )
        self.set_source_info(node)
        domain = comms_domain(self.env)
        if not domain.state.is_rendering:
            from sphinx_commspolicy.resolve import present_text

            domain.note_use(self.env.docname, self.kind, [self.text], {})
            document = self.inliner.document
            node.present = partial(present_text, self.env, document, node, set(), quiet=True)
        return [node], []


FACT_ROLES = ("contact", "turnaround", "clinician", "practice", "hours", "crisis", "fact")
"""Roles that put a fact into a sentence."""

REFERENCE_ROLES = ("method-ref", "need-ref", "clinician-ref")
"""Roles that refer to where something is described."""


def roles() -> dict[str, FactRole | ObjectReference]:
    """Return every role by its name."""
    return {
        **{kind: FactRole(kind) for kind in FACT_ROLES},
        **{
            kind: ObjectReference(innernodeclass=nodes.inline, warn_dangling=True)
            for kind in REFERENCE_ROLES
        },
    }
