"""A communications policy for a therapy practice, written once and built everywhere.

The package is two things: a plain Python library that reads a practice's facts from YAML and
computes with them (nothing in it imports Sphinx), and a Sphinx extension that puts those facts
into a client handbook. :func:`setup` is the door for Sphinx.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension; Sphinx calls this for ``sphinx_commspolicy`` in ``extensions``."""
    from sphinx_commspolicy.extension import setup as setup_extension

    return setup_extension(app)
