"""What a client reads where a sentence holds a role."""

from __future__ import annotations

import pytest
from docutils import nodes
from readers import FIRST_LINE, Pages, Read, line_of

PAGES = Pages()


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Read:
    return PAGES.build(tmp_path_factory.mktemp("roles"))


PAGES.add(
    """
    .. contact-method:: portal

    .. need-route:: cancel

    .. clinician:: rosa
    """
)

SAYS = {
    ":contact:`phone`": "(503) 555-0143",
    ":contact:`phone.value`": "(503) 555-0143",
    ":contact:`phone.name`": "Office phone",
    ":contact:`phone.hours`": "Monday to Friday, 9am to 5pm, except public holidays",
    ":contact:`phone.turnaround`": "4 hours",
    ":contact:`phone.read_by`": "our front desk",
    ":contact:`phone.relay_accepted`": "Yes",
    ":contact:`portal`": "portal.elmstreet.example.org",
    ":contact:`portal.url`": "portal.elmstreet.example.org",
    ":contact:`portal.setup.app`": "Client portal",
    ":contact:`email`": "office@elmstreet.example.org",
    ":contact:`letter`": "12 Elm Street, Fernhollow, OR 97000",
    ":contact:`voicemail`": "Ask your clinician for it.",
    ":contact:`voicemail@rosa`": "(503) 555-0153",
    ":contact:`text@rosa`": "(503) 555-0163",
    ":contact:`text.name`": "Text message",
    ":contact:`text.if_tried`": "Nobody sees it.",
    ":contact:`coaching@teo`": "(503) 555-0164",
    ":turnaround:`practice`": "1 business day",
    ":turnaround:`practice@rosa`": "24 hours",
    ":turnaround:`email`": "2 business days",
    ":turnaround:`check-in`": "3 business days",
    ":turnaround:`cancel`": "4 hours",
    ":turnaround:`portal@teo`": "5 days",
    ":clinician:`rosa`": "Rosa Ibarra",
    ":clinician:`rosa.credentials`": "LCSW",
    ":clinician:`rosa.languages`": "Spanish and English",
    ":clinician:`rosa.licences`": "Clinical social worker (Oregon), L100. Board: Oregon Board",
    ":clinician:`rosa.cover`": "Teo Nakagawa",
    ":practice:`name`": "Elm Street Therapy",
    ":practice:`document.version`": "2.0",
    ":practice:`document.effective_date`": "November 2, 2026",
    ":practice:`country`": "United States",
    ":practice:`jurisdictions`": "Oregon and Washington",
    ":practice:`jurisdictions.0`": "Oregon",
    ":practice:`time_zone`": "America/Los Angeles",
    ":practice:`addresses.0`": "12 Elm Street, Fernhollow, OR 97000",
    ":hours:`practice`": (
        "Monday to Thursday, 9am to 5pm; Friday, 9am to midday; closed on public holidays"
    ),
    ":hours:`phone`": "Monday to Friday, 9am to 5pm, except public holidays",
    ":crisis:`emergency`": "911",
    ":crisis:`us-988`": "988 Suicide & Crisis Lifeline: call 988",
    ":crisis:`county-team`": "County crisis team: call (503) 555-0190",
    ":fact:`cancellation.notice`": "24 hours",
    ":fact:`cancellation.methods`": "Office phone and Client portal",
    ":fact:`between_sessions.allowed`": "We read what you send, and talk about it next session.",
    ":fact:`methods.phone.value`": "(503) 555-0143",
    ":fact:`turnaround.if_no_reply`": "Call (503) 555-0143 if you hear nothing.",
    ":fact:`calendar.weekend`": "Saturday and Sunday",
    ":fact:`calendar.closures.1.name`": "Winter break",
    ":fact:`social_media.platforms.facebook.url`": "facebook.example.org/elmstreet",
    ":comms:contact:`phone`": "(503) 555-0143",
    ":comms:crisis:`emergency`": "911",
}
SAID = {role: PAGES.add(f"So: {role}, yes.") for role in SAYS}


@pytest.mark.parametrize("role", SAYS)
def test_a_role_puts_the_fact_into_the_sentence(read: Read, role: str) -> None:
    assert read.text(SAID[role]) == f"So: {SAYS[role]}, yes."
    assert read.warned(SAID[role]) == []


LINKS = {
    ":contact:`phone`": "tel:+15035550143",
    ":contact:`text@rosa`": "sms:+15035550163",
    ":contact:`email`": "mailto:office@elmstreet.example.org",
    ":contact:`portal`": "https://portal.elmstreet.example.org/",
    ":crisis:`emergency`": "tel:911",
    ":fact:`methods.phone.value`": "tel:+15035550143",
}


@pytest.mark.parametrize("role", LINKS)
def test_a_number_or_address_can_be_pressed(read: Read, role: str) -> None:
    (link,) = read.doctrees[SAID[role]].findall(nodes.reference)
    assert link["refuri"] == LINKS[role]


NOT_THERE = {
    ":contact:`fone`": "there is no method “fone”. Did you mean “phone”?",
    ":contact:`phone.colour`": "“phone” has no fact “colour”.",
    ":contact:`phone.keep_out`": "the fact “methods.phone.keep_out” is not stated.",
    ":contact:`nameless`": "the fact “methods.nameless.value” is not stated.",
    ":contact:`text`": "the method “text” is not in use",
    ":contact:`text.url`": "the method “text” is not in use",
    ":contact:`text.hours`": "the method “text” is not in use",
    ":contact:`pager`": "the method “pager” is not in use",
    ":fact:`methods.text.value`": "the method “text” is not in use",
    ":hours:`text`": "the method “text” is not in use",
    ":hours:`portal`": "the fact “methods.portal.hours” is not stated.",
    ":hours:`fone`": "there is no method “fone”.",
    ":turnaround:`text`": "the method “text” is not in use",
    ":turnaround:`texting`": "the method “text” is not in use",
    ":turnaround:`emergency`": "the need “emergency” goes to a public service",
    ":turnaround:`fone`": "there is no method or need “fone”. Did you mean “phone”?",
    ":clinician:`rossa`": "there is no clinician “rossa”. Did you mean “rosa”?",
    ":clinician:`rosa.langages`": "“rosa” has no fact “langages”. Did you mean “languages”?",
    ":practice:`nam`": "there is no fact “practice.nam”. Did you mean “name”?",
    ":practice:`website`": "the fact “practice.website” is not stated.",
    ":practice:`hipaa_covered`": "the fact “practice.hipaa_covered” is not stated.",
    ":crisis:`us-98`": "there is no crisis service “us-98”. Did you mean “us-988”?",
    ":fact:`cancelation.notice`": "there is no fact “cancelation.notice”. Did you mean “cancel",
    ":fact:`methods.fone.value`": "there is no fact “methods.fone.value”. Did you mean “phone”?",
    ":fact:`calendar.closures.7`": "the fact “calendar.closures.7” is not stated.",
    ":fact:`methods`": "the fact “methods” is not stated.",
}
GAPS = {role: PAGES.add(f"So: {role}, no.") for role in NOT_THERE}


@pytest.mark.parametrize("role", NOT_THERE)
def test_a_fact_that_is_not_there_is_a_visible_gap_and_one_warning(read: Read, role: str) -> None:
    target = role.split("`")[1]
    assert read.text(GAPS[role]) == f"So: [Missing: {target}], no."
    (warning,) = read.warned(GAPS[role])
    assert warning.startswith(f"rst:{FIRST_LINE}: WARNING: ")
    assert NOT_THERE[role] in warning


def test_a_missing_fact_of_a_block_names_the_line_of_the_block(read: Read) -> None:
    (warning,) = read.warned(GAPS[":contact:`phone.keep_out`"])
    assert f"practice.yaml:{line_of('name: Office phone')}:5, under “methods”" in warning


UNREADABLE = PAGES.add("So: :contact:`Office Phone`, no.")
NOBODY = PAGES.add("So: :contact:`phone@nobody`.")


def test_a_target_that_is_no_name_is_an_error_at_its_line(read: Read) -> None:
    (error,) = read.warned(UNREADABLE)
    assert error.startswith(f"rst:{FIRST_LINE}: ERROR: “Office Phone” cannot be read")


def test_an_unknown_clinician_in_a_role_is_warned_of(read: Read) -> None:
    (warning,) = read.warned(NOBODY)
    assert warning.startswith(f"rst:{FIRST_LINE}: WARNING: there is no clinician “nobody”.")


# ---- whose facts

OF_PAGE = PAGES.add(":contact:`text`, :turnaround:`practice`", "clinician: rosa")
OVER_PAGE = PAGES.add(":turnaround:`practice@teo`", "clinician: rosa")
IN_TITLE = PAGES.add("Text :contact:`text`\n====================\n\nWords.", "clinician: rosa")


def test_roles_speak_of_the_pages_clinician_unless_they_name_another(read: Read) -> None:
    assert read.text(OF_PAGE) == "(503) 555-0163, 24 hours"
    assert read.text(OVER_PAGE) == "5 days"
    assert read.warned(OF_PAGE) == []


def test_a_title_can_hold_a_fact_of_the_pages_clinician(read: Read) -> None:
    assert read.text(IN_TITLE).startswith("Text (503) 555-0163 **")
    assert read.warned(IN_TITLE) == []


# ---- references

REFERENCES = {
    ":method-ref:`portal`": ("Client portal", "method-portal"),
    ":method-ref:`our portal <portal>`": ("our portal", "method-portal"),
    ":need-ref:`cancel`": ("Cancel a session", "need-cancel"),
    ":clinician-ref:`rosa`": ("Rosa Ibarra", "clinician-rosa"),
    ":comms:method-ref:`portal`": ("Client portal", "method-portal"),
    ":any:`rosa`": ("Rosa Ibarra", "clinician-rosa"),
}
REFERRED = {role: PAGES.add(f"See {role}.") for role in REFERENCES}
NOT_DESCRIBED = PAGES.add("See :method-ref:`email` and :method-ref:`fone`.")
LINKED_IN_TABLE = PAGES.add(".. need-routes:: cancel")


@pytest.mark.parametrize("role", REFERENCES)
def test_a_reference_leads_to_the_description_by_its_name_or_the_pages_words(
    read: Read, role: str
) -> None:
    (link,) = read.doctrees[REFERRED[role]].findall(nodes.reference)
    words, target = REFERENCES[role]
    assert link.astext() == words
    assert link["refuri"].endswith(f"#{target}")
    assert read.warned(REFERRED[role]) == []


def test_a_reference_to_what_no_page_describes_keeps_its_words_and_is_warned_of(
    read: Read,
) -> None:
    first, second = read.warned(NOT_DESCRIBED)
    assert "no page describes the method “email”" in first
    assert "no page describes the method “fone”" in second
    assert "See" in read.text(NOT_DESCRIBED)


def test_names_of_methods_and_needs_lead_to_their_descriptions(read: Read) -> None:
    links = read.doctrees[LINKED_IN_TABLE].findall(nodes.reference)
    assert {"Client portal", "Cancel a session"} <= {link.astext() for link in links}
