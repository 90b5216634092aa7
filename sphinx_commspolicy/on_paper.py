"""What a handbook's PDF takes from the facts, where ``conf.py`` says nothing of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_commspolicy.domain import comms_domain
from sphinx_commspolicy.pdf.languages import Language

if TYPE_CHECKING:
    from sphinx.application import Sphinx

CRISIS_CLASS = "commspolicy-crisis"
"""Class of the block that ``crisis-help`` makes."""


def dress(app: Sphinx) -> None:
    """Set the PDF builder's values that ``conf.py`` and the command line leave open."""
    if app.builder.name != "typstpdf":
        return
    config, state = app.config, comms_domain(app.env).state
    if config.typst_first_page_class is None:
        config.typst_first_page_class = CRISIS_CLASS
    if state.facts is None:
        return
    if not config.typst_date and not config.today:
        config.typst_date = state.facts.today.isoformat()
    if not config.typst_language:
        config.typst_language = state.language
    practice = state.facts.policy(state.edition()).practice
    if not config.typst_paper:
        config.typst_paper = Language("", practice.country).paper
    if not config.typst_running_head:
        config.typst_running_head = state.facts.translate(practice.name)
    if not config.typst_version and not config.release:
        config.typst_version = practice.document.version or ""
