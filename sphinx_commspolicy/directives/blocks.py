"""The directives: what each takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils.parsers.rst import directives

from sphinx_commspolicy.diagnostics import did_you_mean, quote
from sphinx_commspolicy.directives.base import FactsDirective, identifier, names, one_of, some_of
from sphinx_commspolicy.model.names import SINGLE_SECTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.util.typing import OptionSpec


class ContactMethod(FactsDirective):
    """One method of contact, with everything a client needs to use it."""

    kind = "contact-method"
    defines = "method"
    required_arguments = 1
    own_options: ClassVar[OptionSpec] = {
        "form": one_of("list", "card", "sentence"),
        "show": names,
        "hide": names,
    }

    def ids(self) -> Iterable[str]:
        """Return the one id."""
        return [identifier(self.arguments[0])]


class ContactMethods(FactsDirective):
    """All methods of contact: those in use, the best first, then those not used."""

    kind = "contact-methods"
    optional_arguments = 1
    own_options: ClassVar[OptionSpec] = {
        "form": one_of("table", "list", "cards"),
        "not-used": one_of("show", "hide", "only"),
    }


class MethodSetup(FactsDirective):
    """How to get and set up what a method needs."""

    kind = "method-setup"
    required_arguments = 1

    def ids(self) -> Iterable[str]:
        """Return the one id."""
        return [identifier(self.arguments[0])]


class NeedRoute(FactsDirective):
    """The best way for one need."""

    kind = "need-route"
    defines = "need"
    required_arguments = 1
    own_options: ClassVar[OptionSpec] = {"form": one_of("list", "card", "sentence")}

    def ids(self) -> Iterable[str]:
        """Return the one id."""
        return [identifier(self.arguments[0])]


class NeedRoutes(FactsDirective):
    """The best way for each need."""

    kind = "need-routes"
    optional_arguments = 1
    own_options: ClassVar[OptionSpec] = {
        "form": one_of("table", "list", "cards"),
        "category": some_of("administrative", "clinical", "crisis"),
    }


class Turnaround(FactsDirective):
    """When clients hear back, and what does not count."""

    kind = "turnaround"
    own_options: ClassVar[OptionSpec] = {
        "method": identifier,
        "need": identifier,
        "form": one_of("full", "sentence"),
    }


class ReplyExamples(FactsDirective):
    """Worked examples of the turnaround, computed from the calendar."""

    kind = "reply-examples"
    own_options: ClassVar[OptionSpec] = {
        "method": identifier,
        "need": identifier,
        "form": one_of("list", "table"),
        "dated": directives.flag,
    }


class CrisisHelp(FactsDirective):
    """What to do in a crisis."""

    kind = "crisis-help"
    own_options: ClassVar[OptionSpec] = {"form": one_of("full", "short")}


class Absences(FactsDirective):
    """Who is away, from when to when, and who covers."""

    kind = "absences"
    own_options: ClassVar[OptionSpec] = {"closures": directives.flag}


class ClinicianBlock(FactsDirective):
    """One clinician."""

    kind = "clinician"
    defines = "clinician"
    required_arguments = 1
    own_options: ClassVar[OptionSpec] = {
        "form": one_of("list", "card"),
        "show": names,
        "hide": names,
    }

    def ids(self) -> Iterable[str]:
        """Return the one id."""
        return [identifier(self.arguments[0])]


class Clinicians(FactsDirective):
    """All clinicians, side by side."""

    kind = "clinicians"
    optional_arguments = 1
    own_options: ClassVar[OptionSpec] = {
        "form": one_of("table", "list", "cards"),
        "facts": names,
        "differing": directives.flag,
    }


class SocialMedia(FactsDirective):
    """The social media policy."""

    kind = "social-media"
    optional_arguments = 1
    own_options: ClassVar[OptionSpec] = {
        "form": one_of("table", "list"),
        "show": some_of("platforms", "stances"),
    }


class PrivacyNotice(FactsDirective):
    """The risks of messages, and what can be done about them."""

    kind = "privacy-notice"
    optional_arguments = 1


class PolicyTopic(FactsDirective):
    """Any section of the policy as a list of its facts."""

    kind = "policy-topic"
    required_arguments = 1
    own_options: ClassVar[OptionSpec] = {"show": names, "hide": names}

    def ids(self) -> Iterable[str]:
        """Return the name of the section."""
        section = self.arguments[0].strip().replace("-", "_")
        if section not in SINGLE_SECTIONS:
            msg = f"{quote(section)} is not a section. {did_you_mean(section, SINGLE_SECTIONS)}"
            raise ValueError(msg)
        return [section]
