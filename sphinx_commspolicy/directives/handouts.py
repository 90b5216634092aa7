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
