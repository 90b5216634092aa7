"""QR codes: a picture for a camera, and the same in words for everybody else."""

from __future__ import annotations

import base64
from functools import lru_cache
from html import escape
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes

from sphinx_commspolicy.render.blanks import on_screen, raw
from sphinx_commspolicy.render.contact import contact_value, phone_words

if TYPE_CHECKING:
    import segno

    from sphinx_commspolicy.model.method import Method
    from sphinx_commspolicy.render.context import Context

MODULE = 8
"""Pixels of a side of one square: sharp on paper too."""
QUIET_ZONE = 4
"""White squares around the code, which the standard asks for (ISO/IEC 18004)."""


class Way(NamedTuple):
    """A way to the practice that a camera can read."""

    name: str
    """What clients call it."""
    uri: str
    """What a telephone opens: ``https:``, ``tel:``, ``sms:``, ``mailto:``."""
    words: str
    """The number or address, as people write it."""


def way_to(ctx: Context, method: Method) -> Way | None:
    """Return the way to a method that clients can use; None where it has no address of its own."""
    links = [
        node["refuri"]
        for part in contact_value(ctx, method)
        for node in part.findall(nodes.reference)
    ]
    if not links:
        return None
    number = method.phone_number(ctx.country())
    words = "".join(part.astext() for part in contact_value(ctx, method))
    return Way(ctx.label(method.name), links[0], phone_words(ctx, number) if number else words)


def code(ctx: Context, content: str, words: str, width: str = "2.8cm") -> nodes.Node:
    """Return the picture of *content*, *width* wide; *words* say the same to who cannot see it.

    In web pages it is drawn in the page itself: a policy that allows nothing but what the site
    serves forbids pictures in ``data:`` addresses. Other builders get a picture, and make a file of
    it where they need one.
    """
    if on_screen(ctx):
        label = escape(words)
        start = f'<svg class="commspolicy-qr" role="img" aria-label="{label}" width="{width}" '
        size = f'height="{width}" shape-rendering="crispEdges" '
        return raw(_drawing(content).replace("<svg ", start + size, 1))
    uri = _data_uri(content)
    # Sphinx links a picture that has a width to its file
    classes = ["commspolicy-qr", "no-scaled-link"]
    image = nodes.image("", uri=uri, alt=words, width=width, classes=classes)
    # as Sphinx notes an image that it finds on a page, so that each builder gets the kind it takes
    image["candidates"] = {"?": uri}
    return image


@lru_cache(maxsize=256)
def _drawing(content: str) -> str:
    """Return *content* as an ``svg`` element, which has no style and no size yet."""
    return _symbol(content).svg_inline(
        border=QUIET_ZONE, dark="#000", light="#fff", omitsize=True, svgclass=None, lineclass=None
    )


@lru_cache(maxsize=256)
def _data_uri(content: str) -> str:
    picture = BytesIO()
    _symbol(content).save(picture, kind="png", scale=MODULE, border=QUIET_ZONE)
    return "data:image/png;base64," + base64.b64encode(picture.getvalue()).decode("ascii")


def _symbol(content: str) -> segno.QRCode:
    import segno

    return segno.make_qr(content, error="m")
