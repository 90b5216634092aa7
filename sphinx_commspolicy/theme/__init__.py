"""The HTML theme ``commspolicy``: a handbook that a client in distress can use, on any phone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_commspolicy import __version__
from sphinx_commspolicy.theme import patterns
from sphinx_commspolicy.theme.pages import Pages

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

NAME = "commspolicy"
FOLDER = Path(__file__).parent


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the theme, and what its pages are made of."""
    app.add_html_theme(NAME, str(FOLDER))
    Pages(FOLDER).connect(app)
    patterns.register(app)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
