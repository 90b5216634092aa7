"""The block directives: options in, placeholder out.

To add one: derive a class from :class:`~sphinx_commspolicy.directives.base.FactsDirective` in the
module of its kind, add it to :data:`DIRECTIVES`, and write the renderer of the same ``kind`` in
``render/``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_commspolicy.directives.blocks import (
    Absences,
    ClinicianBlock,
    Clinicians,
    ContactMethod,
    ContactMethods,
    CrisisHelp,
    MethodSetup,
    NeedRoute,
    NeedRoutes,
    PolicyTopic,
    PrivacyNotice,
    ReplyExamples,
    SocialMedia,
    Turnaround,
)
from sphinx_commspolicy.directives.handouts import (
    Acknowledgement,
    ContactCard,
    IntakeGuide,
    MessageScript,
    NonsecureRequest,
    PolicyChanges,
    PreferenceForm,
    ReachSheet,
    WalletCard,
)

if TYPE_CHECKING:
    from sphinx_commspolicy.directives.base import FactsDirective

DIRECTIVES: dict[str, type[FactsDirective]] = {
    "contact-method": ContactMethod,
    "contact-methods": ContactMethods,
    "method-setup": MethodSetup,
    "need-route": NeedRoute,
    "need-routes": NeedRoutes,
    "turnaround": Turnaround,
    "reply-examples": ReplyExamples,
    "crisis-help": CrisisHelp,
    "absences": Absences,
    "clinician": ClinicianBlock,
    "clinicians": Clinicians,
    "social-media": SocialMedia,
    "privacy-notice": PrivacyNotice,
    "policy-topic": PolicyTopic,
    "message-script": MessageScript,
    "policy-changes": PolicyChanges,
    "reach-sheet": ReachSheet,
    "wallet-card": WalletCard,
    "contact-card": ContactCard,
    "intake-guide": IntakeGuide,
    "preference-form": PreferenceForm,
    "nonsecure-request": NonsecureRequest,
    "acknowledgement": Acknowledgement,
}
"""Every directive by the name it is written with."""
