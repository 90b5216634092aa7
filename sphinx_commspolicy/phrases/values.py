"""The fixed values of the YAML in words for clients."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx_commspolicy.phrases.catalogue import Phrases


def value_words(phrases: Phrases, field: str, value: str) -> str:
    """Return the words for *value* of the field *field*; the value itself where none are needed."""
    words = _words(phrases).get((field, value)) or _words(phrases).get(("", value))
    return words or value.replace("_", " ")


def yes_no(phrases: Phrases, value: bool) -> str:
    """Return “Yes” or “No”."""
    return phrases.gettext("Yes") if value else phrases.gettext("No")


def yes_no_sentence(phrases: Phrases, field: str, value: bool) -> str:
    """Return what “yes” or “no” means for the field *field*; the word itself where that says it."""
    _ = phrases.gettext
    sentences = {
        ("attachments", True): _("You can send files with it."),
        ("attachments", False): _("Please send no files with it."),
        ("relay_accepted", True): _("We take relay calls."),
        ("relay_accepted", False): _("We cannot take relay calls."),
        ("confidential", True): _("Yes. Only our care team hears it."),
        ("confidential", False): _("No. Others may hear it."),
        ("consent_needed", True): _("You have to agree to it first."),
        ("account_needed", True): _("Yes, you need one."),
        ("account_needed", False): _("No, you do not need one."),
        ("offered", True): _("Yes. You can ask us for it."),
    }
    return sentences.get((field, value)) or yes_no(phrases, value)


def weekday_name(phrases: Phrases, day: str) -> str:
    """Return the name of a day that the YAML writes with two letters."""
    from sphinx_commspolicy.model.schedule import WEEKDAYS
    from sphinx_commspolicy.phrases.languages import locale_of

    name: str = locale_of(phrases).days["format"]["wide"][WEEKDAYS.index(day)]
    return name


def _words(phrases: Phrases) -> dict[tuple[str, str], str]:
    _ = phrases.gettext
    return {
        ("status", "in_use"): _("You can use it"),
        ("status", "not_used"): _("We do not use this"),
        ("status", "on_request"): _("Ask us first"),
        ("status", "temporarily_down"): _("Not working at the moment"),
        ("security", "encrypted"): _("Private: locked (encrypted) on its way to us"),
        ("security", "not_encrypted"): _("Not private: others may be able to read it on its way"),
        ("security", "telephone"): _("As private as a phone call"),
        ("read_by", "clinician"): _("your clinician"),
        ("read_by", "front_desk"): _("our front desk"),
        ("read_by", "answering_service"): _("our answering service"),
        ("read_by", "automatic"): _("a machine"),
        ("accepts", "administrative"): _("appointments, bills, and forms"),
        ("accepts", "clinical"): _("things you work on in therapy"),
        ("accepts", "documents"): _("files and documents"),
        ("capabilities", "voice"): _("take calls"),
        ("capabilities", "text"): _("take texts"),
        ("capabilities", "textphone"): _("take textphone (TTY) calls"),
        ("capabilities", "video"): _("take video calls"),
        ("capabilities", "fax"): _("take faxes"),
        ("use", "work"): _("work"),
        ("use", "mobile"): _("mobile phone"),
        ("use", "temp"): _("for a short time only"),
        ("use", "old"): _("no longer in use"),
        ("owner", "practice"): _("the practice’s"),
        ("owner", "clinician"): _("your clinician’s"),
        ("system", "phone"): _("Phone"),
        ("system", "sms"): _("Text message"),
        ("system", "email"): _("E-mail"),
        ("system", "portal"): _("Portal"),
        ("system", "video"): _("Video"),
        ("system", "fax"): _("Fax"),
        ("system", "mail"): _("Letter"),
        ("system", "url"): _("Website"),
        ("system", "app"): _("App"),
        ("category", "administrative"): _("Appointments, bills and forms"),
        ("category", "clinical"): _("Your therapy"),
        ("category", "crisis"): _("Crisis"),
        ("allowed", "none"): _("We do not answer questions about your therapy between sessions."),
        ("allowed", "read_next_session"): _(
            "We read what you send, and talk about it next session."
        ),
        ("allowed", "brief_reply"): _("You may get a short answer between sessions."),
        ("allowed", "coaching"): _("You can get coaching between sessions."),
        ("secrets", "no_secrets"): _("We do not keep secrets between partners."),
        ("secrets", "limited"): _("We keep some things private between partners."),
        ("secrets", "keeps"): _("We keep private what each partner tells us alone."),
        ("therapist_use", "none"): _("We do not use AI tools in our work with you."),
        ("therapist_use", "administrative"): _("We use AI tools for office work only."),
        ("therapist_use", "scribe"): _("We use an AI tool to help write notes, if you agree."),
        ("searching", "never"): _("We do not look you up on the internet."),
        ("searching", "emergency_only"): _("We would look you up only in an emergency."),
        ("searching", "with_consent"): _("We look you up only if you agree."),
        ("presence", "none"): _("We are not there"),
        ("presence", "professional_page"): _("We have a page for the practice"),
        ("presence", "personal_only"): _("Only in our private lives"),
        ("requests", "none"): _("We accept none"),
        ("requests", "professional_page_only"): _("Only on the practice’s page"),
        ("former_clients", "none"): _("We accept none"),
        ("former_clients", "professional_page_only"): _("Only on the practice’s page"),
        ("reachable", "no"): _("Messages are not read in this time"),
        ("reachable", "limited"): _("Messages are read only now and then"),
        ("excludes", "weekends"): _("weekends"),
        ("excludes", "public_holidays"): _("public holidays"),
        ("excludes", "closures"): _("days when we are closed"),
        ("excludes", "absences"): _("days when your clinician is away"),
        ("", "yes"): _("Yes"),
        ("", "no"): _("No"),
        ("situation", "adult"): _("Adults"),
        ("situation", "teen"): _("Teens"),
        ("situation", "child"): _("Children and their guardians"),
        ("situation", "separated-guardians"): _("Guardians who live apart"),
        ("situation", "couple"): _("Couples"),
        ("situation", "family"): _("Families"),
        ("situation", "group"): _("Groups"),
        ("situation", "telehealth"): _("Sessions by video"),
        ("situation", "outside-area"): _("While you are in another state or country"),
        ("situation", "after-hours"): _("After hours"),
        ("situation", "clinician-away"): _("While your clinician is away"),
        ("situation", "deaf-or-hard-of-hearing"): _("Deaf and hard-of-hearing clients"),
        ("situation", "limited-english"): _("Help in other languages"),
        ("situation", "safe-contact"): _("Safe contact"),
        ("situation", "former-client"): _("Former clients"),
        ("situation", "enquirer"): _("New clients"),
        ("employee_band", "under_15"): _("Fewer than 15"),
        ("employee_band", "15_or_more"): _("15 or more"),
        ("kind", "emergency"): _("Emergency"),
        ("kind", "crisis"): _("Crisis"),
        ("kind", "voicemail_greeting"): _("Voicemail greeting"),
        ("kind", "text_auto_reply"): _("Automatic reply to a text"),
        ("kind", "email_auto_reply"): _("Automatic reply to an e-mail"),
        ("kind", "email_signature"): _("E-mail signature"),
        ("kind", "contact_form_notice"): _("Notice on the contact form"),
        ("kind", "away_message"): _("Away message"),
        ("kind", "board_complaints"): _("Where to complain"),
        ("kind", "language_assistance"): _("Help in your language"),
        ("kind", "privacy_practices"): _("How we keep your privacy"),
        ("kind", "good_faith_estimate"): _("What care may cost you"),
        ("serves", "adults"): _("adults"),
        ("serves", "minors"): _("children and teens"),
        ("serves", "couples"): _("couples"),
        ("serves", "families"): _("families"),
        ("serves", "groups"): _("groups"),
    }
