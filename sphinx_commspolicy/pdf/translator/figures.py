"""Images and figures, each with words for those who cannot see it."""

# ruff: noqa: D102, ARG002 - docutils gives visitors their names and arguments

from __future__ import annotations

import hashlib
import re
from pathlib import Path, PurePosixPath

from docutils import nodes

from sphinx_commspolicy.pdf import markup
from sphinx_commspolicy.pdf.translator.tables import TableVisitors

_ALIGN = {"left": "left", "center": "center", "right": "right"}
_FORMATS = {".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp"}


class FigureVisitors(TableVisitors):
    """Images and figures, each with words for those who cannot see it."""

    def visit_image(self, node: nodes.image) -> None:
        self.label(*node["ids"])
        inline = not isinstance(node.parent, _BLOCKS)
        name = self._image_file(node)
        alt, decorative = self._alternative(node)
        if name is None:
            self.write(f"missing-image({markup.literal(alt)}, inline: {markup.boolean(inline)})")
            raise nodes.SkipNode
        # the image is called here, so that Typst's errors lead to this place
        given = "" if decorative else f"alt: {markup.literal(alt)}, "
        arguments = [f"(..size) => image({markup.literal(name)}, {given}..size)"]
        for side in ("width", "height"):
            length = markup.measure(node.get(side))
            if length:
                arguments.append(f"{side}: {length}")
        if node.get("scale", 100) != 100 and len(arguments) == 1:
            arguments.append(f"scaled: {int(node['scale'])}%")
        elif node.get("scale", 100) != 100:
            arguments.append(f"factor: {int(node['scale'])}%")
        if inline:
            arguments.append("inline: true")
        elif node.get("align") in _ALIGN:
            arguments.append(f"at: {_ALIGN[node['align']]}")
        if decorative:
            arguments.append("decorative: true")
        self.write(f"picture({', '.join(arguments)})")
        raise nodes.SkipNode

    def _image_file(self, node: nodes.image) -> str | None:
        """Return the image's name in the Typst source; None where there is no such file."""
        uri = node["uri"]
        if uri not in self.builder.images:
            self._no_image(node, "the image %s is not a file of the project", uri)
            return None
        path = Path(self.srcdir, uri)
        if path.suffix.lower() not in _FORMATS:
            self._no_image(node, "the image %s is in a format that a PDF cannot hold", uri)
            return None
        try:
            content = path.read_bytes()
        except OSError:
            self._no_image(node, "the image %s cannot be read", uri)
            return None
        suffix = _real_suffix(content) or path.suffix.lower()
        digest = hashlib.blake2b(content, digest_size=8).hexdigest()
        name = f"images/{digest}{suffix}"
        self.images[name] = path
        return name

    def _no_image(self, node: nodes.image, message: str, uri: str) -> None:
        self.warn("image", message, uri, node=node)

    def _alternative(self, node: nodes.image) -> tuple[str, bool]:
        """Return the words for an image, and whether it is decoration that needs none."""
        alt = node.get("alt")
        link = node.parent if isinstance(node.parent, nodes.reference) else None
        if alt is not None and not alt.strip():
            if link is None:
                return "", True
            return str(link.get("refuri", "")) or "link", False
        if alt is None:
            figure = node.parent
            while isinstance(figure, nodes.reference):
                figure = figure.parent
            caption = (
                next(figure.findall(nodes.caption), None)
                if isinstance(figure, nodes.figure)
                else None
            )
            stem = PurePosixPath(node["uri"]).stem
            alt = caption.astext() if caption is not None else re.sub(r"[-_.]+", " ", stem)
            self.warn(
                "alt_text",
                "this image has no alternative text; “%s” takes its place. Write :alt: with "
                "what the image tells, or an empty :alt: if it is decoration",
                alt,
                node=node,
            )
        alt = " ".join(alt.split())
        return alt, False

    def visit_figure(self, node: nodes.figure) -> None:
        self.label(*node["ids"])
        captions = [child for child in node.children if isinstance(child, nodes.caption)]
        legends = [child for child in node.children if isinstance(child, nodes.legend)]
        rest = [child for child in node.children if child not in captions + legends]
        caption = self.caption(captions[0], "figure", node) if captions else "none"
        align = _ALIGN.get(node.get("align", ""), "center")
        pictured = any(image.get("alt") != "" for image in node.findall(nodes.image))
        # what PDF calls a figure needs words for what is seen
        function = "picture-figure" if pictured else "other-figure"
        self.write(
            f"{function}({self.capture(*rest)}, caption: {caption}, "
            f"legend: {self.capture(*legends) if legends else 'none'}, at: {align})"
        )
        raise nodes.SkipNode

    def visit_graphviz(self, node: nodes.Element) -> None:
        """Write the words for a drawing of ``sphinx.ext.graphviz``, else its description."""
        self.label(*node["ids"])
        alt = " ".join(str(node.get("alt", "")).split())
        self.warn(
            "graphviz",
            "a PDF cannot draw this graph; its %s takes its place",
            ":alt:" if alt else "description",
            node=node,
        )
        if alt:
            self.note_characters(alt)
            self.write(f"missing-image({markup.literal(alt)})")
        else:
            self._in_code(str(node.get("code", node.astext())).strip("\n"), "none", node)
        raise nodes.SkipNode

    def visit_inheritance_diagram(self, node: nodes.Element) -> None:
        """Write the classes of ``sphinx.ext.inheritance_diagram`` as Python declares them."""
        self.label(*node["ids"])
        known = getattr(node.get("graph"), "class_info", ())
        lines = [f"class {name}({', '.join(bases)})" for name, _, bases, *_ in known]
        self._in_code("\n".join(lines).replace("()", ""), "python", node)
        raise nodes.SkipNode

    def _in_code(self, code: str, language: str, node: nodes.Element) -> None:
        """Write *code* as a block in place of *node*."""
        block = nodes.literal_block(code, code, language=language)
        block.parent = node.parent
        block.walkabout(self)

    def visit_caption(self, node: nodes.caption) -> None:
        self.write("rubric({")

    def depart_caption(self, node: nodes.caption) -> None:
        self.write("})")


def _real_suffix(content: bytes) -> str:
    """Return the suffix for what an image begins with, whatever its name says."""
    if content[8:12] == b"WEBP":
        return ".webp"
    return next((suffix for start, suffix in _STARTS if content.startswith(start)), "")


_STARTS = (
    (b"\x89PNG\r\n", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"GIF8", ".gif"),
    (b"<svg", ".svg"),
    (b"<?xml", ".svg"),
)
_BLOCKS = (
    nodes.document,
    nodes.section,
    nodes.figure,
    nodes.container,
    nodes.list_item,
    nodes.entry,
    nodes.block_quote,
    nodes.definition,
    nodes.field_body,
    nodes.Admonition,
    nodes.topic,
    nodes.sidebar,
    nodes.compound,
)
"""Elements in which an image is a block of its own."""
