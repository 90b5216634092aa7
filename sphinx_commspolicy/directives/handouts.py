"""The directives for what a practice hands out and says: what each takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils.parsers.rst import directives

from sphinx_commspolicy.directives.base import FactsDirective, identifier, some_of

if TYPE_CHECKING:
    from sphinx.util.typing import OptionSpec

SCRIPT_KINDS = (
    "voicemail-greeting",
    "text-auto-reply",
    "email-auto-reply",
    "email-signature",
    "contact-form-notice",
    "away-message",
)


class MessageScript(FactsDirective):
    """What machines say: greetings, automatic replies, signatures, notices."""

    kind = "message-script"
    optional_arguments = 1
    own_options: ClassVar[OptionSpec] = {
        "kind": some_of(*SCRIPT_KINDS),
        "method": identifier,
    }


class PolicyChanges(FactsDirective):
    """What changed since a version that was saved, and who signs again."""

    kind = "policy-changes"
    own_options: ClassVar[OptionSpec] = {
        "since": directives.unchanged_required,
        "show": some_of("changes", "history"),
    }


class ReachSheet(FactsDirective):
    """How to reach the practice on one page: a crisis first, then needs, ways and codes to scan."""

    kind = "reach-sheet"
    optional_arguments = 1


class WalletCard(FactsDirective):
    """A card for the wallet, 85 by 54 millimeters, with two sides and marks to cut along."""

    kind = "wallet-card"


class ContactCard(FactsDirective):
    """The practice, or a clinician, for an address book: a QR code and a vCard file."""

    kind = "contact-card"


class IntakeGuide(FactsDirective):
    """A guide to the first talk about contact, with questions made from the facts."""

    kind = "intake-guide"


class PreferenceForm(FactsDirective):
    """A form on which clients say how they like to be reached."""

    kind = "preference-form"


class NonsecureRequest(FactsDirective):
    """A form on which clients ask for ways that are not private, with the risk of each."""

    kind = "nonsecure-request"
    optional_arguments = 1


class Acknowledgement(FactsDirective):
    """A page to sign: who got which version of the handbook, and when."""

    kind = "acknowledgement"


HANDOUTS = frozenset(
    {
        "message-script",
        "reach-sheet",
        "wallet-card",
        "contact-card",
        "preference-form",
        "nonsecure-request",
        "acknowledgement",
    }
)
"""Kinds whose pages need a style of their own."""
