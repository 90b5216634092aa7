"""What the builder registers with Sphinx."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_commspolicy import __version__
from sphinx_commspolicy.pdf import config
from sphinx_commspolicy.pdf.builder import TypstBuilder

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register everything."""
    config.register(app)
    app.add_builder(TypstBuilder)
    return {
        "version": __version__,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
