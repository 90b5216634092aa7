"""The risks of messages and what can be done about them: ``privacy-notice``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_commspolicy.model.care import Privacy
from sphinx_commspolicy.model.method import by_preference, not_used
from sphinx_commspolicy.render import compose
from sphinx_commspolicy.render.methods import method_pairs, not_used_words
from sphinx_commspolicy.render.values import fact_pairs, shown_fields

if TYPE_CHECKING:
    from docutils import nodes

    from sphinx_commspolicy.model.method import Method
    from sphinx_commspolicy.render.context import Context

_OF_A_METHOD = (
    "security",
    "read_by",
    "risk",
    "keep_out",
    "we_do",
    "you_can",
    "consent_needed",
    "consent",
)


def privacy_notice(ctx: Context) -> list[nodes.Node]:
    """Return the notice for the methods named, or the general one and every method's own."""
    result: list[nodes.Node] = []
    general = ctx.get("privacy")
    if ctx.argument:
        named, gaps = ctx.all_named("methods", ctx.argument)
        if not named:
            return gaps
        result += gaps
        result += [
            compose.paragraph(not_used_words(ctx, name, method)) for name, method in not_used(named)
        ]
        methods = [(name, method) for name, method in named.items() if method.usable]
    else:
        methods = by_preference(ctx.get("methods") or {})
        if general is not None:
            pairs = fact_pairs(ctx, general, ("privacy",), shown_fields(Privacy))
            result += compose.facts(pairs)
    for name, method in methods:
        pairs = method_pairs(ctx, name, method, _OF_A_METHOD)
        if not pairs:
            continue
        title: list[nodes.Node] = [
            compose.strong(ctx.link_to("method", name, ctx.words(method.name)))
        ]
        result += [compose.paragraph(title, "commspolicy-name"), compose.fact_list(pairs)]
    if not result:
        ctx.warn_missing("nothing is said about the privacy of messages", "privacy")
        return ctx.missing(ctx.gettext("privacy of messages"))
    if any(_asks_consent(method) for _, method in methods):
        words = ctx.gettext(
            "You decide whether we may use a way that is not private. You can change your mind at "
            "any time. You do not have to say why."
        )
        result.append(compose.paragraph(compose.text(words)))
    return [compose.block(result, "commspolicy-privacy")]


def _asks_consent(method: Method) -> bool:
    return method.consent_needed or method.consent is not None
