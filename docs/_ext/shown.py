"""``shown``: a snippet of reStructuredText, and below it what the product makes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


class Shown(SphinxDirective):
    """Shows its content twice: as it is written, and as it comes out."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return source and result."""
        self.assert_has_content()
        source = "\n".join(self.content)
        written = nodes.literal_block(source, source, language="rst")
        self.set_source_info(written)
        lead = nodes.paragraph("", "On the page:", classes=["shown-lead"])
        result = nodes.container("", classes=["shown-result"])
        result += self.parse_content_to_nodes()
        return [written, lead, result]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directive."""
    app.add_directive("shown", Shown)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
