"""Any section of the policy as a list of facts: ``policy-topic``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_commspolicy.render import compose
from sphinx_commspolicy.render.values import fact_pairs, shown_fields

if TYPE_CHECKING:
    from docutils import nodes

    from sphinx_commspolicy.render.context import Context


def policy_topic(ctx: Context) -> list[nodes.Node]:
    """Return the facts of a section, each with its label."""
    section = ctx.argument[0]
    block = ctx.get(section)
    if block is None:
        ctx.warn_missing(f"the section “{section}” is not there", section)
        return ctx.missing(ctx.gettext("this part of our policy"))
    pairs = fact_pairs(ctx, block, (section,), ctx.chosen(shown_fields(type(block))))
    if not pairs:
        ctx.warn_missing(f"the section “{section}” says nothing that can be shown here", section)
        return ctx.missing(ctx.gettext("this part of our policy"))
    return [compose.block([compose.fact_list(pairs)], "commspolicy-topic")]
