"""The social media policy: ``social-media``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_commspolicy.model.social import Platform, SocialMedia
from sphinx_commspolicy.render import compose
from sphinx_commspolicy.render.sentences import sentence_with
from sphinx_commspolicy.render.values import fact_pairs, inline_content, label_of, shown_fields

if TYPE_CHECKING:
    from docutils import nodes

    from sphinx_commspolicy.render.context import Context


def social_media(ctx: Context) -> list[nodes.Node]:
    """Return the platforms, then what holds for all of them."""
    policy: SocialMedia | None = ctx.get("social_media")
    if policy is None:
        ctx.warn_missing("nothing is said about social media", "social_media")
        return ctx.missing(ctx.gettext("our social media policy"))
    platforms = policy.platforms
    result: list[nodes.Node] = []
    if ctx.argument:
        unknown = [name for name in ctx.argument if name not in platforms]
        for name in unknown:
            ctx.warn_missing(f"there is no platform “{name}”", "social_media", name, platforms)
        platforms = {name: platforms[name] for name in ctx.argument if name in platforms}
        result += ctx.missing(", ".join(unknown)) if unknown else []
    shown = ctx.options.get("show", ("platforms", "stances"))
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
        if not ctx.argument:
            ctx.warn_missing("nothing that could be shown here is said", "social_media")
        return ctx.missing(ctx.gettext("our social media policy"))
    return [compose.block(result, "commspolicy-social-media")]


def _table(ctx: Context, platforms: dict[str, Platform]) -> nodes.table:
    """Return three columns, which is what a phone has room for."""
    head = [
        compose.text(label_of(ctx, Platform, "name")),
        compose.text(label_of(ctx, Platform, "requests")),
        compose.text(ctx.gettext("Messages")),
    ]
    rows: list[list[list[nodes.Node]]] = []
    for name, platform in platforms.items():
        path = ("social_media", "platforms", name)
        presence = inline_content(ctx, platform, "presence", path)
        if platform.url and not presence:
            presence = [compose.link(platform.url, ctx.gettext("Our page"))]
        elif platform.url:
            presence = [compose.link(platform.url, presence[0].astext())]
        rows.append(
            [
                [
                    compose.paragraph(ctx.words(platform.name)),
                    *([compose.paragraph(presence)] if presence else []),
                ],
                _requests(ctx, platform, path),
                [compose.paragraph(_messages(ctx, platform))],
            ]
        )
    return compose.table(head, rows, (36, 28, 36), "commspolicy-platforms")


def _requests(ctx: Context, platform: Platform, path: tuple[str, ...]) -> list[nodes.Node]:
    """Return what is accepted; from former clients too, where the practice says it."""
    requests = inline_content(ctx, platform, "requests", path)
    former = inline_content(ctx, platform, "former_clients", path)
    content: list[nodes.Node] = [compose.paragraph(requests)] if requests else []
    if former:
        label = compose.text(label_of(ctx, Platform, "former_clients"))
        content.append(compose.paragraph(ctx.labelled(label, former)))
    return content or compose.no_fact()


def _messages(ctx: Context, platform: Platform) -> list[nodes.Node]:
    words: list[nodes.Node] = []
    if platform.messages_read is not None:
        read = ctx.gettext("We read them.")
        words = compose.text(
            read if platform.messages_read else ctx.gettext("We do not read them.")
        )
    instead = platform.instead or ctx.get("social_media", "instead")
    if instead:
        words += compose.text(" " if words else "")
        words += sentence_with(
            ctx.gettext("Please use instead: {method}."), method=ctx.method_link(instead)
        )
    return words or compose.text("–")
