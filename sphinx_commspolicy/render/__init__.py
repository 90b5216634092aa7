"""From facts to plain docutils nodes: one function for each kind of directive and role.

A renderer takes a :class:`~sphinx_commspolicy.render.context.Context` and gives nodes that every
builder knows. Renderers are imported when a page first needs them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from docutils import nodes

    from sphinx_commspolicy.render.context import Context

_BLOCKS = {
    "contact-method": "methods:contact_method",
    "contact-methods": "methods:contact_methods",
    "method-setup": "methods:method_setup",
    "privacy-notice": "privacy:privacy_notice",
    "need-route": "needs:need_route",
    "need-routes": "needs:need_routes",
    "turnaround": "replies:turnaround",
    "reply-examples": "replies:reply_examples",
    "crisis-help": "crisis:crisis_help",
    "absences": "people:absences",
    "clinician": "people:clinician",
    "clinicians": "people:clinicians",
    "social-media": "social:social_media",
    "policy-topic": "topics:policy_topic",
    "message-script": "scripts:message_script",
    "reach-sheet": "sheets:reach_sheet",
    "wallet-card": "sheets:wallet_card",
    "contact-card": "sheets:contact_card",
    "intake-guide": "intake:intake_guide",
    "preference-form": "forms:preference_form",
    "nonsecure-request": "forms:nonsecure_request",
    "acknowledgement": "forms:acknowledgement",
    "policy-changes": "policy_changes:policy_changes",
}
"""For each directive, the module in this folder and the function that writes it."""


def block_renderer(kind: str) -> Callable[[Context], list[nodes.Node]]:
    """Return the function that writes the directive *kind*."""
    module, _, function = _BLOCKS[kind].partition(":")
    renderer: Callable[[Context], list[nodes.Node]]
    renderer = getattr(import_module(f"sphinx_commspolicy.render.{module}"), function)
    return renderer
