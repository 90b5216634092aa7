"""The social media policy: ``social-media``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_commspolicy.model.social import Platform, SocialMedia
from sphinx_commspolicy.phrases.values import yes_no
from sphinx_commspolicy.render import compose
from sphinx_commspolicy.render.values import fact_pairs, inline_content, label_of, shown_fields

if TYPE_CHECKING:
    from sphinx_commspolicy.render.context import Context


def social_media(ctx: Context) -> list[nodes.Node]:
    """Return the platforms, then what holds for all of them."""
    policy: SocialMedia | None = ctx.get("social_media")
    if policy is None:
        ctx.warn_missing("nothing is said about social media", "social_media")
        return ctx.missing(ctx.gettext("our social media policy"))
    platforms = policy.platforms
    if ctx.argument:
        for name in ctx.argument:
            if name not in platforms:
                ctx.warn_missing(f"there is no platform “{name}”", "social_media", name, platforms)
        platforms = {name: platforms[name] for name in ctx.argument if name in platforms}
    shown = ctx.options.get("show", ("platforms", "stances"))
    result: list[nodes.Node] = []
    if platforms and "platforms" in shown:
        if ctx.options.get("form", "table") == "table":
            result.append(_table(ctx, platforms))
        else:
            for name, platform in platforms.items():
                path = ("social_media", "platforms", name)
                fields = [field for field in shown_fields(Platform) if field != "name"]
                result += [
                    compose.paragraph(
                        [compose.strong(ctx.words(platform.name))], "commspolicy-name"
                    ),
                    compose.fact_list(fact_pairs(ctx, platform, path, fields)),
                ]
    if "stances" in shown:
        fields = [field for field in shown_fields(SocialMedia) if field != "platforms"]
        if policy.searching_text:
            fields.remove("searching")
        pairs = fact_pairs(ctx, policy, ("social_media",), fields)
        if pairs:
            result.append(compose.fact_list(pairs))
    if not result:
        return ctx.missing(ctx.gettext("our social media policy"))
    return [compose.block(result, "commspolicy-social-media")]


def _table(ctx: Context, platforms: dict[str, Platform]) -> nodes.table:
    fields = ("presence", "requests")
    head = [
        compose.text(label_of(ctx, Platform, "name")),
        *(compose.text(label_of(ctx, Platform, field)) for field in fields),
        compose.text(label_of(ctx, Platform, "messages_read")),
        compose.text(label_of(ctx, Platform, "instead")),
    ]
    rows = []
    for name, platform in platforms.items():
        path = ("social_media", "platforms", name)
        instead = platform.instead or ctx.get("social_media", "instead")
        rows.append(
            [
                [compose.paragraph(ctx.words(platform.name))],
                *(
                    [compose.paragraph(inline_content(ctx, platform, field, path))]
                    for field in fields
                ),
                [compose.paragraph(compose.text(yes_no(ctx.phrases, platform.messages_read)))],
                [compose.paragraph(ctx.method_link(instead) if instead else compose.text("–"))],
            ]
        )
    return compose.table(head, rows, (22, 22, 20, 16, 20), "commspolicy-platforms")
