"""A Sphinx builder that writes tagged, accessible PDF with the ``typst`` package and nothing else.

It can be used by any project: put ``sphinx_commspolicy.pdf`` among the extensions in ``conf.py``,
and run ``sphinx-build -b typstpdf``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the builder, its configuration values and its nodes."""
    from sphinx_commspolicy.pdf.extension import setup as setup_extension

    return setup_extension(app)
