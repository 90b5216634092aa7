"""What a client reads where a page has a directive."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from docutils import nodes
from handbook import Handbook
from readers import FIRST_LINE, Pages, Read, line_of

from sphinx_commspolicy.directives import DIRECTIVES
from sphinx_commspolicy.loading import load
from sphinx_commspolicy.render.contact import contact_value

if TYPE_CHECKING:
    from pathlib import Path

PAGES = Pages()
MISSING_ON_PURPOSE = "[Missing: number or address]"
"""What every overview of the sample's methods shows: one of them has no address."""


def block(name: str, argument: str = "", *options: str, fields: tuple[str, ...] = ()) -> str:
    if DIRECTIVES[name].defines:
        options = ("no-index:", *options)
    lines = [f".. {name}:: {argument}".rstrip(), *(f"   :{option}" for option in options)]
    return PAGES.add("\n".join(lines), *fields)


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Read:
    return PAGES.build(tmp_path_factory.mktemp("directives"))


# ---- every directive, in every form

FORMS = {
    (name, argument, option): block(name, argument, *([option] if option else []))
    for name, argument, options in (
        ("contact-method", "phone", ("", "form: list", "form: card", "form: sentence")),
        ("contact-methods", "", ("", "form: table", "form: list", "form: cards")),
        ("method-setup", "portal", ("",)),
        ("need-route", "cancel", ("", "form: list", "form: card", "form: sentence")),
        ("need-routes", "", ("", "form: table", "form: list", "form: cards")),
        ("turnaround", "", ("", "form: full", "form: sentence")),
        ("reply-examples", "", ("", "form: list", "form: table")),
        ("crisis-help", "", ("", "form: full", "form: short")),
        ("absences", "", ("", "closures:")),
        ("clinician", "rosa", ("", "form: list", "form: card")),
        ("clinicians", "", ("", "form: table", "form: list", "form: cards")),
        ("social-media", "", ("", "form: table", "form: list")),
        ("privacy-notice", "", ("",)),
        ("policy-topic", "cancellation", ("",)),
        ("message-script", "", ("kind: voicemail-greeting",)),
        ("policy-changes", "", ("show: history",)),
        ("reach-sheet", "cancel", ("",)),
        ("wallet-card", "", ("",)),
        ("contact-card", "", ("",)),
        ("intake-guide", "", ("",)),
        ("preference-form", "", ("",)),
        ("nonsecure-request", "", ("",)),
        ("acknowledgement", "", ("",)),
    )
    for option in options
}

KEY_FACTS = {
    "contact-method": ("Office phone", "(503) 555-0143", "Monday to Friday, 9am to 5pm"),
    "contact-methods": ("Client portal** (best way to reach us)", "office@elmstreet.example.org"),
    "method-setup": ("portal.elmstreet.example.org/start", "2. Choose a password."),
    "need-route": ("Office phone", "(503) 555-0143", "the start of your session", "E-mail"),
    "need-routes": ("Someone may die", "call 911", "Check in", "ithin 3 business days"),
    "turnaround": ("You will hear back within 1 business day.", "Please do not count on it."),
    "reply-examples": ("Friday at 5pm", "Monday at 5pm"),
    "crisis-help": ("Call 911", "988 Suicide & Crisis Lifeline", "County crisis team"),
    "absences": ("November 20 to November 27, 2026**: Rosa Ibarra is away (Vacation).",),
    "clinician": ("Rosa Ibarra, LCSW", "Spanish and English", "Within 24 hours"),
    "clinicians": ("Rosa Ibarra, LCSW", "Teo Nakagawa", "Within 24 hours"),
    "social-media": ("Facebook", "We have a page for the practice", "We never ask for reviews."),
    "privacy-notice": ("No way is safe from all eyes.", "Someone who knows your password"),
    "policy-topic": ("24 hours", "Office phone and Client portal"),
    "message-script": ("You have reached Elm Street Therapy.", "call 911", "It takes about"),
    "policy-changes": ("Version",),
    "reach-sheet": ("988 Suicide & Crisis Lifeline", "Office phone", "(503) 555-0143"),
    "wallet-card": ("988 Suicide & Crisis Lifeline: call 988", "Office phone: (503) 555-0143"),
    "contact-card": ("QR code with the contact of Elm Street Therapy", "(503) 555-0143"),
    "intake-guide": ("How do you do it?", "Office phone: (503) 555-0143", "It is no test."),
    "preference-form": ("[ ] No. Please do not leave a message.", "Your signature: ____"),
    "nonsecure-request": ("Yes, please use this: E-mail. I know the risk.", "45 CFR 164.522(b)"),
    "acknowledgement": ("Fingerprint of the facts", "2.0", "For the practice: ____"),
}


def test_no_directive_is_left_out_of_these_tests() -> None:
    assert set(KEY_FACTS) == {name for name, *_ in FORMS} == set(DIRECTIVES)


@pytest.mark.parametrize("case", FORMS, ids=" ".join)
def test_each_form_of_each_directive_says_the_facts(read: Read, case: tuple[str, str, str]) -> None:
    text = read.text(FORMS[case])
    # a table of text breaks a cell over lines; the words are the same
    words = " ".join(text.replace("|", " ").replace("+", " ").split())
    for fact in KEY_FACTS[case[0]]:
        assert all(word in words for word in fact.split()) if "|" in text else fact in words


@pytest.mark.parametrize("case", FORMS, ids=" ".join)
def test_a_directive_with_its_facts_warns_of_nothing_but_what_is_missing(
    read: Read, case: tuple[str, str, str]
) -> None:
    warnings = [line for line in read.warned(FORMS[case]) if "nameless" not in line]
    assert all("“texting” goes to “text”, which is not in use" in line for line in warnings)
    assert not warnings or case[0] == "need-routes"


@pytest.mark.parametrize("case", FORMS, ids=" ".join)
def test_no_page_shows_a_number_for_a_method_that_is_not_in_use(
    read: Read, case: tuple[str, str, str]
) -> None:
    text = read.text(FORMS[case])
    assert "0199" not in text
    assert "0198" not in text
    assert "texts.elmstreet" not in text


@pytest.mark.parametrize(
    ("directive", "option", "kind"),
    [
        ("contact-methods", "form: table", nodes.table),
        ("contact-methods", "form: list", nodes.definition_list),
        ("contact-methods", "form: cards", nodes.definition_list),
        ("need-routes", "form: table", nodes.table),
        ("need-routes", "form: list", nodes.definition_list),
        ("clinicians", "form: table", nodes.table),
        ("clinicians", "form: cards", nodes.definition_list),
        ("reply-examples", "form: table", nodes.table),
        ("reply-examples", "form: list", nodes.bullet_list),
        ("social-media", "form: table", nodes.table),
        ("social-media", "form: list", nodes.definition_list),
    ],
)
def test_a_form_is_what_it_is_called(
    read: Read, directive: str, option: str, kind: type[nodes.Element]
) -> None:
    doctree = read.doctrees[FORMS[directive, "", option]]
    assert list(doctree.findall(kind))
    if kind is not nodes.table:
        assert not list(doctree.findall(nodes.table))
    cards = [node for node in doctree.findall(nodes.container) if "sd-card" in node["classes"]]
    assert bool(cards) == (option == "form: cards")


@pytest.mark.parametrize("directive", ["contact-methods", "need-routes", "social-media"])
def test_a_table_fits_on_a_phone_and_its_rows_have_heads(read: Read, directive: str) -> None:
    (table,) = read.doctrees[FORMS[directive, "", "form: table"]].findall(nodes.table)
    columns = list(table.findall(nodes.colspec))
    assert len(columns) <= 3
    assert columns[0]["stub"]
    assert list(table.findall(nodes.thead))


# ---- methods

FULL_PHONE = FORMS["contact-method", "phone", ""]
EMAIL = block("contact-method", "email")
NOT_USED = block("contact-method", "text")
NOT_USED_SHOWN = block("contact-method", "text", "show: value, hours, turnaround, instead, status")
NOT_USED_SENTENCE = block("contact-method", "text", "form: sentence")
DOWN_SENTENCE = block("contact-method", "pager", "form: sentence")
INSTEAD_SHOWN = block("contact-method", "email", "show: value, instead, if-tried")
ONLY_NUMBER = block("contact-method", "phone", "show: hours value")
WITHOUT_NUMBER = block("contact-method", "phone", "hide: value")
LETTER = block("contact-method", "letter")
VOICEMAIL = block("contact-method", "voicemail")
VIDEO = block("contact-method", "video")
NAMELESS = block("contact-method", "nameless")
PREFERRED = block("contact-method", "portal")
ONLY_NOT_USED = block("contact-methods", "", "not-used: only")
HIDE_NOT_USED = block("contact-methods", "phone text", "not-used: hide")
SOME = block("contact-methods", "email phone", "form: list")
ALL_USED = block("contact-methods", "phone", "not-used: only")
SETUP_NOT_USED = block("method-setup", "text")
NO_SETUP = block("method-setup", "phone")


def test_the_preferred_method_is_marked_in_words_and_stands_first(read: Read) -> None:
    assert "**Client portal** (best way to reach us)" in read.text(PREFERRED)
    overview = read.text(FORMS["contact-methods", "", "form: list"])
    assert overview.startswith("**Client portal** (best way to reach us)")
    assert overview.count("best way to reach us") == 1


def test_a_page_says_that_a_method_is_not_used_and_what_happens_if_it_is_tried(read: Read) -> None:
    plain = "we do not use this"
    assert read.text(NOT_USED).startswith(f"**Text message** ({plain})")
    assert "If you try Nobody sees it." in read.text(NOT_USED)
    assert "Use instead Client portal" in read.text(NOT_USED)
    assert read.text(NOT_USED_SENTENCE) == (
        f"**Text message**: {plain}. Nobody sees it. Please use instead: Client portal."
    )
    assert read.text(DOWN_SENTENCE) == "**Pager**: not working at the moment."


def test_facts_that_invite_to_a_method_not_in_use_stay_hidden_even_when_asked_for(
    read: Read,
) -> None:
    text = read.text(NOT_USED_SHOWN)
    assert "Use instead" in text
    assert "Hours" not in text
    assert "hear back" not in text
    assert "0199" not in text


def test_a_method_in_use_names_no_replacement(read: Read) -> None:
    for page in (EMAIL, INSTEAD_SHOWN):
        assert "instead" not in read.text(page)
        assert "must not show" not in read.text(page)


def test_options_choose_the_facts_and_their_order(read: Read) -> None:
    text = read.text(ONLY_NUMBER)
    assert text.endswith("except public holidays Number (503) 555-0143")
    assert "Voicemail" not in text
    assert "0143" not in read.text(WITHOUT_NUMBER)


def test_nested_facts_and_yes_or_no_read_as_sentences(read: Read) -> None:
    phone, email = read.text(FULL_PHONE), read.text(EMAIL)
    assert "Confidential Yes. Only our care team hears it." in phone
    assert "We take relay calls." in phone
    assert "Consent You have to agree to it first. Form E-mail request" in email
    assert "Please send no files with it." in email
    assert email.count("You have to agree") == 1


def test_who_answers_at_once_is_told_apart_from_messages(read: Read) -> None:
    text = read.text(FULL_PHONE)
    assert "At once if we are free; if not, within 4 hours (only open hours count)" in text


def test_a_letter_goes_to_the_address_of_the_practice(read: Read) -> None:
    assert "Address 12 Elm Street, Fernhollow, OR 97000" in read.text(LETTER)


def test_a_clinicians_own_line_sends_clients_to_the_clinician(read: Read) -> None:
    assert "Number or address Ask your clinician for it." in read.text(VOICEMAIL)


def test_video_promises_no_reply_to_messages(read: Read) -> None:
    assert read.text(VIDEO) == "**Video**"
    assert read.warned(VIDEO) == []


def test_a_method_without_address_is_missing_it_and_the_warning_names_both_places(
    read: Read,
) -> None:
    assert MISSING_ON_PURPOSE in read.text(NAMELESS)
    (warning,) = read.warned(NAMELESS)
    assert warning.startswith(f"rst:{FIRST_LINE}: WARNING: the method “nameless” has no number")
    assert f"practice.yaml:{line_of('name: Chat')}:5, under “methods”" in warning


def test_whoever_asks_for_the_address_of_a_method_not_in_use_gets_none(read: Read) -> None:
    source = load(read.handbook.src / "practice.yaml")
    ctx: Any = None
    methods = source.policy().methods
    assert [contact_value(ctx, methods[name]) for name in ("text", "pager")] == [[], []]


def test_the_list_of_methods_can_leave_out_those_not_used_or_show_only_them(read: Read) -> None:
    assert read.text(ONLY_NOT_USED) == (
        "* **Text message**: we do not use this. Nobody sees it. "
        "Please use instead: Client portal. * **Pager**: not working at the moment."
    )
    assert "Text message" not in read.text(HIDE_NOT_USED)
    both = read.text(FORMS["contact-methods", "", ""])
    assert "Please do not use these." in both


def test_a_page_can_name_the_methods_to_list(read: Read) -> None:
    text = read.text(SOME)
    # the best first, whatever the order on the page
    assert text.index("Office phone") < text.index("E-mail")
    assert "portal" not in text


def test_setting_up_a_method_tells_the_steps_and_the_way_without_a_smartphone(read: Read) -> None:
    text = read.text(FORMS["method-setup", "portal", ""])
    assert "1. Open the link in our *invitation*. 2. Choose a password." in text
    assert "Account needed Yes, you need one." in text
    assert "Get help by Office phone" in text
    assert "Without a smartphone Any computer will do." in text


def test_nobody_is_told_to_set_up_what_is_not_used(read: Read) -> None:
    assert "we do not use this" in read.text(SETUP_NOT_USED)
    assert "Text app" not in read.text(SETUP_NOT_USED)


# ---- needs

CRISIS_NEED = block("need-route", "emergency")
TO_NOT_USED = block("need-route", "texting")
CHECK_IN = block("need-route", "check-in")
ADMINISTRATIVE = block("need-routes", "", "category: administrative", "form: list")
ONE_UNKNOWN = [
    block(name, f"{known} fone")
    for name, known in (
        ("contact-methods", "phone"),
        ("need-routes", "cancel"),
        ("clinicians", "rosa"),
        ("privacy-notice", "portal"),
        ("social-media", "tiktok"),
    )
]
NEEDS_NAMED = block("need-routes", "check-in cancel", "form: list")


def test_a_crisis_comes_first_and_promises_no_answer_of_ours(read: Read) -> None:
    table = read.doctrees[FORMS["need-routes", "", "form: table"]]
    rows = [row.astext() for row in table.findall(nodes.row)]
    assert "Someone may die" in rows[1]
    text = read.text(CRISIS_NEED)
    assert "Best way Emergency services: call 911" in text
    assert "They answer day and night." in text
    assert "business day" not in text
    assert "Please not by Client portal, E-mail" in text


def test_a_route_to_a_method_not_in_use_is_said_and_warned_of(read: Read) -> None:
    text = read.text(TO_NOT_USED)
    assert "Text message (we do not use this; please use instead: Client portal)" in text
    (warning,) = read.warned(TO_NOT_USED)
    assert warning.startswith(f"rst:{FIRST_LINE}: WARNING: the need “texting” goes to “text”")
    assert f"practice.yaml:{line_of('name: Send a text')}:" in warning


def test_a_need_tells_what_we_do_with_it_and_its_own_turnaround(read: Read) -> None:
    text = read.text(CHECK_IN)
    assert "You hear back Within 3 business days" in text
    assert "What we do with it We read it *before* we meet." in text


def test_a_sentence_on_a_need_keeps_the_second_way_and_the_warning(read: Read) -> None:
    assert read.text(FORMS["need-route", "cancel", "form: sentence"]) == (
        "**Cancel a session**: use Office phone, (503) 555-0143. If you have no answer by the "
        "start of your session, use Client portal, portal.elmstreet.example.org. "
        "Please do not use E-mail."
    )


def test_needs_can_be_chosen_by_category_or_name(read: Read) -> None:
    assert "Check in" not in read.text(ADMINISTRATIVE)
    assert "Cancel a session" in read.text(ADMINISTRATIVE)
    named = read.text(NEEDS_NAMED)
    assert named.index("Check in") < named.index("Cancel a session")
    assert "Someone may die" not in named


# ---- turnaround

OF_EMAIL = block("turnaround", "", "method: email")
OF_NEED = block("turnaround", "", "need: check-in")
OF_FIRST_WAY = block("turnaround", "", "need: cancel")
OF_CRISIS = block("turnaround", "", "need: emergency")
OF_NOT_USED = block("turnaround", "", "method: text")
EXAMPLES_OF_CRISIS = block("reply-examples", "", "need: emergency")
DATED = block("reply-examples", "", "dated:")
TOPIC_TURNAROUND = block("policy-topic", "turnaround")
OF_ROSA = block("turnaround", "", "clinician: rosa")


@pytest.mark.parametrize(
    "page",
    [
        *(page for case, page in FORMS.items() if case[0] == "turnaround"),
        OF_EMAIL,
        OF_NEED,
        OF_FIRST_WAY,
        TOPIC_TURNAROUND,
        OF_ROSA,
    ],
)
def test_every_turnaround_says_that_sooner_is_not_promised(read: Read, page: str) -> None:
    assert "We may answer sooner. Please do not count on it." in read.text(page)


def test_the_length_of_a_turnaround_is_one_fact_with_its_unit(read: Read) -> None:
    text = read.text(TOPIC_TURNAROUND)
    assert text.startswith("Within 1 business day Does not count Days when we are closed")
    assert text.count("We may answer sooner.") == 1


def test_a_turnaround_names_the_days_that_do_not_count(read: Read) -> None:
    assert (
        "These days do not count: weekends, public holidays, days when we are closed, and days "
        "when your clinician is away."
    ) in read.text(FORMS["turnaround", "", ""])


def test_a_method_or_need_has_its_own_turnaround_and_inherits_the_rest(read: Read) -> None:
    email = read.text(OF_EMAIL)
    assert "within 2 business days" in email
    assert "days when we are closed" in email
    assert "Please call, if no e-mail comes." in email
    assert "within 3 business days" in read.text(OF_NEED)
    first_way = read.text(OF_FIRST_WAY)
    assert "within 4 hours." in first_way
    assert "Only these hours count: Monday to Friday, 9am to 5pm." in first_way
    assert "Call (503) 555-0143 if you hear nothing." in first_way


@pytest.mark.parametrize("page", [OF_CRISIS, EXAMPLES_OF_CRISIS, OF_NOT_USED])
def test_no_turnaround_is_promised_for_a_crisis_or_for_what_is_not_used(
    read: Read, page: str
) -> None:
    assert read.text(page) == "[Missing: when we answer]"
    assert len(read.warned(page)) == 1


def test_worked_examples_name_the_holiday_or_closure_that_delays_an_answer(read: Read) -> None:
    assert (
        "If you write on Wednesday, November 25, 2026 at 3pm, you hear back by **Friday, "
        "November 27, 2026 at midday**. (In between: Thanksgiving Day.)"
    ) in read.text(DATED)
    assert "Winter break" in read.text(DATED)


# ---- crises


def test_a_crisis_block_has_each_way_in_a_line_those_for_everybody_first(read: Read) -> None:
    text = read.text(FORMS["crisis-help", "", ""])
    assert text.startswith("**Are you or someone else in danger? Get help now.**")
    assert (
        "* **988 Suicide & Crisis Lifeline**. Day and night. "
        "* Call 988 * Text 988 * Chat at 988lifeline.org * Veterans: call 988, then press **1** "
    ) in text
    assert (
        "* American Sign Language: video call through ASL Now at 988lifeline.org; videophone 988 *"
        in text
    )
    assert "Hours: Monday to Friday, 8am to 8pm. They *come* to you. * Call" in text


def test_on_a_sheet_a_crisis_service_takes_one_paragraph(read: Read) -> None:
    text = read.text(FORMS["reach-sheet", "cancel", ""])
    assert (
        "* **988 Suicide & Crisis Lifeline**: call 988; text 988; chat at 988lifeline.org. "
        "Day and night. Veterans: call 988, then press **1**. Spanish: "
    ) in text
    assert "They *come* to you." in text


def test_the_practices_own_crisis_facts_follow_unless_the_block_is_short(read: Read) -> None:
    full = read.text(FORMS["crisis-help", "", "form: full"])
    assert "General Hospital, 9 Mill Road, (503) 555-0195" in full
    assert "Dana, (503) 555-0196 (every day, 6pm to 10pm) Fee: Free" in full
    assert "What we cannot do We cannot come to you." in full
    assert "General Hospital" not in read.text(FORMS["crisis-help", "", "form: short"])


# ---- people

CLOSURES = FORMS["absences", "", "closures:"]
AWAY_ROSA = block("absences", "", "clinician: rosa")
AWAY_NOBODY = block("absences", "", "clinician: una")
ROSA = FORMS["clinician", "rosa", ""]
UNA = block("clinician", "una")
ROSA_HIDE = block("clinician", "rosa", "show: languages, cover")
FACTS = block("clinicians", "teo rosa", "facts: specialties, accepting")


def test_times_away_tell_who_steps_in_and_are_in_order(read: Read) -> None:
    text = read.text(CLOSURES)
    assert "Rosa Ibarra is away (Vacation). Messages are not read in this time." in text
    assert "Teo Nakagawa steps in. Rosa Ibarra answers what you write in this time by" in text
    assert "Teo knows your *name*." in text
    assert "Linnea Brandt (C900) steps in. Call (503) 555-0171." in text
    assert text.index("Rosa Ibarra is away") < text.index("Teo Nakagawa is away")
    assert "December 24, 2026 to January 1, 2027**: we are closed (Winter break)." in text


def test_times_away_that_are_over_are_not_shown(read: Read) -> None:
    assert "Past trip" not in read.text(CLOSURES) + read.text(ROSA)
    assert "Spring cleaning" not in read.text(CLOSURES)


def test_a_single_time_away_is_no_list(read: Read) -> None:
    for page in (AWAY_ROSA, ROSA):
        assert not list(read.doctrees[page].findall(nodes.bullet_list))
    assert read.text(AWAY_ROSA).startswith("**November 20 to November 27, 2026**: Rosa")


def test_no_time_away_claims_no_more_than_the_calendar(read: Read) -> None:
    assert read.text(AWAY_NOBODY) == "No time away is on our calendar now."


def test_a_clinicians_facts_are_in_words(read: Read) -> None:
    text = read.text(ROSA)
    assert "Clinical social worker (Oregon), L100. Board: Oregon Board" in text
    assert "Who steps in Teo Nakagawa" in text
    assert "Between sessions We read what you send, and talk about it next session." in text


def test_a_clinician_who_has_left_is_said_to_have_left(read: Read) -> None:
    assert read.text(UNA) == "**Una Left** Una Left no longer works here."
    assert "Una" not in read.text(FORMS["clinicians", "", ""])


def test_facts_of_clinicians_can_be_chosen(read: Read) -> None:
    assert read.text(ROSA_HIDE) == (
        "**Rosa Ibarra, LCSW** Languages Spanish and English Who steps in Teo Nakagawa"
    )
    table = read.doctrees[FACTS]
    assert [row.astext().split("\n\n") for row in table.findall(nodes.row)] == [
        ["Name", "Works with", "New clients"],
        ["Teo Nakagawa", "–", "–"],
        ["Rosa Ibarra, LCSW", "grief and trauma", "No"],
    ]


# ---- social media, privacy, topics

PLATFORMS_ONLY = block("social-media", "tiktok", "show: platforms")
STANCES_ONLY = block("social-media", "", "show: stances")
PRIVACY_EMAIL = block("privacy-notice", "email text")
COUPLES = block("policy-topic", "couples")
CALENDAR = block("policy-topic", "calendar")
PRACTICE = block("policy-topic", "practice")
TOPIC_CRISIS = block("policy-topic", "crisis")
TOPIC_CHANGES = block("policy-topic", "changes")
TOPIC_SOCIAL = block("policy-topic", "social-media", "show: platforms")
TOPIC_BETWEEN = block("policy-topic", "between_sessions", "hide: methods")


def test_social_media_can_be_shown_in_parts(read: Read) -> None:
    assert "TikTok" in read.text(PLATFORMS_ONLY)
    assert "Facebook" not in read.text(PLATFORMS_ONLY)
    assert "reviews" not in read.text(PLATFORMS_ONLY)
    assert read.text(STANCES_ONLY) == (
        "Looking you up We do not look you up on the internet. Reviews We never ask for reviews."
    )


def test_a_platform_whose_messages_are_not_read_tells_where_to_write(read: Read) -> None:
    table = read.doctrees[FORMS["social-media", "", ""]]
    facebook = next(row for row in table.findall(nodes.row) if "Facebook" in row.astext())
    assert "We do not read them. Please use instead: Client portal." in facebook.astext()


def test_a_privacy_notice_speaks_of_consent_and_says_what_is_not_used(read: Read) -> None:
    text = read.text(PRIVACY_EMAIL)
    assert "**Text message**: we do not use this." in text
    assert "Texts can be read by others." not in text
    assert "Not private: others may be able to read it on its way" in text
    assert "You can change your mind at any time. You do not have to say why." in text


def test_topics_are_in_words_and_leave_out_what_is_not_known(read: Read) -> None:
    assert read.text(COUPLES) == (
        "Secrets We keep some things private between partners. We help you to tell."
    )
    calendar = read.text(CALENDAR)
    assert "Weekend Saturday and Sunday" in calendar
    assert "Public holidays Oregon" in calendar
    assert "December 24, 2026 to January 1, 2027: Winter break" in calendar
    practice = read.text(PRACTICE)
    assert "Jurisdictions Oregon and Washington" in practice
    assert "Ring the lower bell." in practice
    assert "HIPAA" not in practice
    assert "County crisis team**: call (503) 555-0190" in read.text(TOPIC_CRISIS)
    assert "**Version 2.0, November 2, 2026** New number. You need to sign again." in read.text(
        TOPIC_CHANGES
    )
    assert "TikTok" in read.text(TOPIC_SOCIAL)
    assert read.text(TOPIC_BETWEEN) == (
        "Between sessions We read what you send, and talk about it next session."
    )


# ---- whose facts

BY_OPTION = block("contact-method", "text", "clinician: rosa", "form: sentence")
BY_PAGE = block("contact-method", "text", "form: sentence", fields=("clinician: rosa",))
OPTION_OVER_PAGE = block(
    "turnaround", "", "clinician: teo", "form: sentence", fields=("clinician: rosa",)
)
PROGRAMME = block("policy-topic", "between_sessions", "programme: skills")
PROGRAMME_METHOD = block("contact-method", "coaching", "programme: skills", "form: sentence")
OF_MEMBER = block("contact-method", "coaching", "clinician: teo", "form: sentence")
PRACTICE_ONLY = block("turnaround", "", "form: sentence")
UNKNOWN_CLINICIAN = block("turnaround", "", "clinician: rosu", "form: sentence")


def test_a_clinicians_facts_replace_the_practices_by_option_or_page(read: Read) -> None:
    for page in (BY_OPTION, BY_PAGE):
        text = read.text(page)
        assert text.startswith("**Text message** (ask us first): (503) 555-0163")
    assert "within 24 hours" in read.text(OF_ROSA)
    # what she leaves unsaid is the practice's
    assert "days when we are closed" in read.text(OF_ROSA)


def test_the_option_counts_more_than_the_page(read: Read) -> None:
    assert "within 5 days" in read.text(OPTION_OVER_PAGE)


def test_a_programme_has_facts_of_its_own_which_its_clinicians_share(read: Read) -> None:
    assert "You can get coaching between sessions." in read.text(PROGRAMME)
    for page in (PROGRAMME_METHOD, OF_MEMBER):
        assert "Coaching line**: (503) 555-0164" in read.text(page)


def test_an_unknown_clinician_is_named_with_the_nearest(read: Read) -> None:
    (warning,) = read.warned(UNKNOWN_CLINICIAN)
    assert warning.startswith(f"rst:{FIRST_LINE}: WARNING: there is no clinician “rosu”.")
    assert "Did you mean “rosa”?" in warning


def test_an_edition_shows_its_clinicians_facts_on_every_page(tmp_path: Path) -> None:
    pages = Pages()
    page = pages.add(".. contact-method:: text\n   :form: sentence")
    whole = pages.add(".. turnaround::\n   :form: sentence")
    read = pages.build(tmp_path, commspolicy_clinician="rosa")
    assert "(503) 555-0163" in read.text(page)
    assert "within 24 hours" in read.text(whole)


# ---- what is not there

UNKNOWN = {
    case: block(*case)
    for case in (
        ("contact-method", "fone"),
        ("contact-methods", "fone"),
        ("method-setup", "fone"),
        ("need-route", "chancel"),
        ("need-routes", "chancel"),
        ("turnaround", "", "method: fone"),
        ("turnaround", "", "need: chancel"),
        ("reply-examples", "", "method: fone"),
        ("clinician", "rossa"),
        ("clinicians", "rossa"),
        ("social-media", "facebok"),
        ("privacy-notice", "fone"),
    )
}
NEAREST = {"fone": "phone", "chancel": "cancel", "rossa": "rosa", "facebok": "facebook"}


@pytest.mark.parametrize("case", UNKNOWN, ids=" ".join)
def test_an_unknown_name_is_one_warning_with_the_nearest_name_and_a_visible_gap(
    read: Read, case: tuple[str, ...]
) -> None:
    page = UNKNOWN[case]
    word = next(word for word in NEAREST if word in " ".join(case))
    assert read.text(page).startswith("[Missing: ")
    (warning,) = read.warned(page)
    assert warning.startswith(f"rst:{FIRST_LINE}: WARNING: there is no ")
    assert f"Did you mean “{NEAREST[word]}”?" in warning
    assert "It belongs in " in warning
    assert ".yaml:" in warning or "/clinicians, under" in warning


@pytest.mark.parametrize("page", ONE_UNKNOWN)
def test_one_unknown_name_among_known_ones_leaves_a_gap_too(read: Read, page: str) -> None:
    assert "[Missing: fone]" in read.text(page)
    assert len(read.warned(page)) == 1


BARE_PRACTICE = "practice: {name: Bare, country: ZW}\n"
BARE = Pages()
GAPS = {
    BARE.add(f".. {source}"): section
    for source, section in (
        ("contact-methods::", "methods"),
        ("need-routes::", "needs"),
        ("turnaround::", "turnaround"),
        ("reply-examples::", "turnaround"),
        ("crisis-help::", "crisis"),
        ("clinicians::", "clinicians"),
        ("social-media::", "social_media"),
        ("privacy-notice::", "privacy"),
        ("policy-topic:: travel", "travel"),
    )
}


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Read:
    root = tmp_path_factory.mktemp("bare")
    (root / "conf.py").write_text('extensions = ["sphinx_commspolicy"]\n', "utf-8")
    (root / "practice.yaml").write_text(BARE_PRACTICE, "utf-8")
    return BARE.build(tmp_path_factory.mktemp("bare-build"), root=root)


@pytest.mark.parametrize("page", GAPS, ids=list(GAPS.values()))
def test_a_directive_without_facts_shows_a_gap_and_tells_where_they_belong(
    bare: Read, page: str
) -> None:
    assert bare.text(page).startswith("[Missing: ")
    (warning,) = bare.warned(page)
    assert warning.startswith(f"rst:{FIRST_LINE}: WARNING: ")
    assert "practice.yaml" in warning
    assert f"“{GAPS[page]}”" in warning


def test_without_any_data_every_block_is_a_gap_and_the_warning_names_the_file(
    tmp_path: Path,
) -> None:
    pages = Pages()
    page = pages.add(".. contact-method:: phone")
    root = tmp_path / "root"
    root.mkdir()
    (root / "conf.py").write_text('extensions = ["sphinx_commspolicy"]\n', "utf-8")
    read = pages.build(tmp_path / "work", root=root)
    assert read.text(page) == "[Missing: phone]"
    (warning,) = read.warned(page)
    assert "there is no practice data: write " in warning


# ---- targets

LINKED = PAGES.add(
    """
    See :method-ref:`portal` and :need-ref:`the way to cancel <cancel>`.

    .. contact-method:: portal

    .. contact-method:: phone
       :no-index:

    .. contact-method:: fone
    """
)
TWICE = PAGES.add(
    """
    .. contact-method:: video
       :form: sentence

    .. contact-method:: video
       :form: sentence
    """
)
TWICE_HIDDEN = PAGES.add(
    """
    .. need-route:: check-in
       :no-index:

    .. need-route:: check-in
       :no-index:
    """
)


def test_a_block_keeps_its_target_even_where_its_facts_are_missing(read: Read) -> None:
    ids = {name for node in read.doctrees[LINKED].findall(nodes.Element) for name in node["ids"]}
    assert {"method-portal", "method-fone"} <= ids
    assert "method-phone" not in ids


def test_a_method_described_twice_on_a_page_is_warned_of_unless_it_is_hidden(read: Read) -> None:
    (warning,) = [line for line in read.warned(TWICE) if "twice" in line]
    assert warning.startswith(f"rst:{FIRST_LINE + 3}: WARNING: the method “video”")
    assert "“:no-index:”" in warning
    assert read.warned(TWICE_HIDDEN) == []


# ---- options that cannot be read

BAD = {
    block(*case[0]): case[1]
    for case in (
        (("contact-method", ""), "1 argument(s) required"),
        (("contact-method", "Office Phone"), "“Office Phone” is not an id"),
        (("contact-method", "phone", "form: tabel"), "“tabel” is not known here."),
        (("contact-methods", "", "form: tabel"), "Did you mean “table”?"),
        (("contact-methods", "", "not-used: maybe"), "Known here: show, hide, only."),
        (("contact-method", "phone", "clinician: Rosa!"), "“Rosa!” is not an id"),
        (("contact-method", "phone", "show:"), "at least one name is needed"),
        (("contact-method", "phone", "colour: red"), "unknown option"),
        (("need-routes", "", "category: crises"), "Did you mean “crisis”?"),
        (("policy-topic", "cancelation"), "Did you mean “cancellation”?"),
        (("crisis-help", "now"), "no content permitted"),
        (("social-media", "", "show: stance"), "Did you mean “stances”?"),
    )
}
NOT_A_FACT = block("contact-method", "phone", "hide: colour")
NOT_A_FACT_OF_MANY = block("clinicians", "", "facts: langages")


@pytest.mark.parametrize("page", BAD, ids=list(BAD.values()))
def test_an_option_that_cannot_be_read_is_an_error_at_its_line(read: Read, page: str) -> None:
    (error,) = read.warned(page)
    assert error.startswith(f"rst:{FIRST_LINE}: ERROR: ")
    # docutils quotes the lines of the page below the message
    assert BAD[page] in error


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ("turnaround::\n   :method: phone\n   :need: check-in", "keep one of them"),
        ("contact-method:: phone\n   :form: sentence\n   :show: hours", "a sentence has no facts"),
        ("contact-method:: phone\n   :show: hours\n   :hide: hours", "“hours” is both shown and"),
    ],
)
def test_options_that_contradict_each_other_are_an_error(
    tmp_path: Path, options: str, words: str
) -> None:
    handbook = Handbook.create(tmp_path)
    handbook.write("index.rst", f"Elm\n===\n\n.. {options}\n")
    (warning,) = [
        line for line in handbook.build("text").warnings.splitlines() if "index.rst:4" in line
    ]
    assert words in warning


def test_a_fact_that_cannot_be_shown_is_named_with_the_nearest(read: Read) -> None:
    (warning,) = read.warned(NOT_A_FACT)
    assert "“colour” cannot be shown here." in warning
    warnings = read.warned(NOT_A_FACT_OF_MANY)
    assert "“langages” cannot be shown here. Did you mean “languages”?" in warnings[0]
    assert "Rosa Ibarra" in read.text(NOT_A_FACT_OF_MANY)


def test_every_directive_takes_a_clinician_and_a_programme() -> None:
    for directive in DIRECTIVES.values():
        assert {"clinician", "programme"} <= set(directive.option_spec)


# ---- by the name of the domain

IN_DOMAIN = PAGES.add(".. comms:contact-method:: phone\n   :no-index:\n   :form: sentence")
DEFAULT_DOMAIN = PAGES.add(
    """
    .. default-domain:: comms

    .. contact-method:: phone
       :no-index:
       :form: sentence
    """
)


@pytest.mark.parametrize("page", [IN_DOMAIN, DEFAULT_DOMAIN])
def test_a_directive_works_by_the_name_of_its_domain(read: Read, page: str) -> None:
    assert read.text(page).startswith("**Office phone**: (503) 555-0143")
    assert read.warned(page) == []


def test_classes_that_a_page_names_for_a_block_or_a_role_are_kept(tmp_path: Path) -> None:
    handbook = Handbook(tmp_path)
    handbook.write("conf.py", 'extensions = ["sphinx_commspolicy"]\n')
    handbook.write(
        "practice.yaml",
        "practice: {name: Elm, country: US}\n"
        "methods: {phone: {name: Phone, system: phone, value: 503-555-0140}}\n",
    )
    handbook.write(
        "index.rst",
        """\
        Elm
        ===

        .. role:: loud(contact)
           :class: loudly

        Call :loud:`phone`.

        .. rst-class:: mine

        .. contact-method:: phone

        .. rst-class:: mine-too

        .. contact-methods::
        """,
    )
    assert handbook.build("html").warnings == ""
    page = handbook.page("index")
    assert re.search(r'<span class="loudly"><a [^>]*href="tel:', page)
    assert re.search(r'<div class="[^"]*commspolicy-method [^"]*\bmine\b', page)
    assert re.search(r'<table class="[^"]*commspolicy-methods mine-too\b', page)


# ---- what is over, or was never said


def test_what_is_over_or_was_never_said_is_not_shown_as_a_fact(tmp_path: Path) -> None:
    handbook = Handbook(tmp_path, config={"commspolicy_today": "2026-11-23"})
    handbook.write("conf.py", 'extensions = ["sphinx_commspolicy"]\n')
    handbook.write(
        "practice.yaml",
        """\
        practice: {name: Elm, country: US, time_zone: America/New_York}
        methods:
          now: {name: Now, system: phone, value: 503-555-0140}
          past: {name: Past, system: phone, value: 503-555-0141, period: {end: 2020-01-01}}
          later: {name: Later, system: phone, value: 503-555-0142, period: {start: 2030-01-01}}
          old: {name: Old, system: phone, value: 503-555-0143, use: old}
        social_media: {platforms: {facebook: {name: Facebook}}}
        clinicians:
          ann: {name: Ann, absences: [{start: 2026-12-01, end: 2026-12-04}]}
          ben: {name: Ben, period: {end: 2021-01-01}}
        """,
    )
    handbook.write(
        "index.rst",
        """\
        Elm
        ===

        .. contact-methods::
        .. clinicians::
        .. social-media::
        .. absences::
        """,
    )
    handbook.build("text")
    text = " ".join((handbook.out / "text" / "index.txt").read_text("utf-8").split())
    assert "555-0140" in text
    for number in ("555-0141", "555-0142", "555-0143"):
        assert number not in text
    for name in ("Past", "Later", "Old"):
        assert f"**{name}**: we do not use this." in text
    assert "Ann" in text
    assert "Ben" not in text
    assert "Ann is away." in text
    for guess in (
        "Messages are not read",
        "We do not read them",
        "We accept none",
        "We are not there",
    ):
        assert guess not in text


def _text_of(tmp_path: Path, practice: str, page: str) -> str:
    """Return the words of a page of a handbook, on one line."""
    handbook = Handbook(tmp_path, config={"commspolicy_today": "2026-11-23"})
    handbook.write("conf.py", 'extensions = ["sphinx_commspolicy"]\n')
    handbook.write("practice.yaml", practice)
    handbook.write("index.rst", f"Elm\n===\n\n{page}\n")
    handbook.build("text")
    return " ".join((handbook.out / "text" / "index.txt").read_text("utf-8").split())


def test_a_rota_shows_who_is_on_call_now_and_next_and_nobody_who_was(tmp_path: Path) -> None:
    text = _text_of(
        tmp_path,
        """\
        practice: {name: Elm, country: US}
        crisis:
          on_call:
            - {who: Ann, phone: 503-555-0140, period: {start: 2026-11-16, end: 2026-11-22}}
            - {who: Ben, phone: 503-555-0141, period: {start: 2026-11-23, end: 2026-11-29}}
            - {who: Cy, phone: 503-555-0142, hours: "Mo-Su 18:00-22:00", fee: Free}
        """,
        ".. crisis-help::",
    )
    assert "Ann" not in text
    assert "Ben, (503) 555-0141 (November 23 to November 29, 2026)" in text
    assert "Cy, (503) 555-0142 (every day, 6pm to 10pm) Fee: Free" in text


def test_other_hours_of_a_method_stand_by_its_hours_until_they_are_over(tmp_path: Path) -> None:
    text = _text_of(
        tmp_path,
        """\
        practice: {name: Elm, country: US}
        methods:
          phone:
            name: Phone
            system: phone
            value: 503-555-0140
            hours: "Mo-Fr 09:00-17:00"
            special_hours:
              - {name: Fall break, valid_from: 2026-11-20, valid_through: 2026-11-22}
              - {name: Snow, valid_from: 2026-11-22, valid_through: 2026-11-23}
              - {name: Eve, valid_from: 2026-12-24, valid_through: 2026-12-24, hours: 10:00-12:00}
              - name: Rest
                valid_from: 2026-12-27
                valid_through: 2026-12-31
                hours: Mo 09:00-12:00
        """,
        ".. contact-methods::\n   :form: list\n\n.. contact-method:: phone",
    )
    assert "Fall break" not in text
    assert text.count("**November 22 to November 23, 2026**: closed (Snow).") == 2
    assert text.count("**December 27 to December 31, 2026**: Monday, 9am to midday (Rest).") == 2
    assert text.count("**December 24, 2026**: 10am to midday (Eve).") == 2


def test_a_time_away_tells_who_can_be_booked_and_when_all_is_as_usual(tmp_path: Path) -> None:
    text = _text_of(
        tmp_path,
        """\
        practice: {name: Elm, country: US}
        clinicians:
          ann:
            name: Ann
            absences:
              - start: 2026-12-01
                end: 2026-12-04
                resumes: 2026-12-07
                shared: Bo knows your first name.
                bookings: Nobody new can be booked with Ann.
                note: Please write to Bo.
        """,
        ".. absences::",
    )
    assert "Ann is away. As usual again from Monday, December 7, 2026." in text
    # whom these words are about is not for the words alone to tell
    assert "What the covering person knows Bo knows your first name." in text
    assert "Appointments meanwhile Nobody new can be booked with Ann." in text
    assert text.endswith("with Ann. Please write to Bo.")


AWAY = """\
    practice: {name: Elm, country: US, time_zone: America/New_York}
    turnaround: {value: 1, unit: business_day, excludes: [absences]}
    calendar: {public_holidays: US-NY}
    clinicians: {ann: {name: Ann, absences: [{start: 2026-11-16, end: 2026-12-18}]}}
    """


@pytest.mark.parametrize("dated", ["", "\n   :dated:"])
def test_while_a_clinician_is_away_the_plain_examples_give_way_to_a_true_one(
    tmp_path: Path, dated: str
) -> None:
    text = _text_of(tmp_path, AWAY, f".. reply-examples::\n   :clinician: ann{dated}")
    assert "If you write on Monday, November 23, 2026 at 10am" in text
    assert "the end of Monday, December 21, 2026" in text
    assert "(Your clinician is away in between.)" in text
    assert "Tuesday at 10am" not in text
    # the practice itself answers as ever
    assert "Tuesday at 10am" in _text_of(tmp_path, AWAY, ".. reply-examples::")


def test_who_has_not_started_yet_is_not_said_to_have_left(tmp_path: Path) -> None:
    text = _text_of(
        tmp_path,
        """\
        practice: {name: Elm, country: US}
        clinicians: {ed: {name: Ed, period: {start: 2027-06-01}}}
        """,
        ".. clinician:: ed",
    )
    assert "Ed starts here on June 1, 2027." in text
    assert "no longer" not in text


@pytest.mark.parametrize("excludes", ["", ", excludes: [public_holidays, closures]"])
def test_nothing_is_said_of_public_holidays_that_nobody_can_know(
    tmp_path: Path, excludes: str
) -> None:
    handbook = Handbook(tmp_path, config={"commspolicy_today": "2026-11-23"})
    handbook.write("conf.py", 'extensions = ["sphinx_commspolicy"]\n')
    handbook.write(
        "practice.yaml",
        f"""\
        practice: {{name: Elm, country: US, time_zone: America/New_York}}
        turnaround: {{value: 1, unit: business_day{excludes}}}
        calendar:
          closures: [{{name: Team day, valid_from: 2026-12-24, valid_through: 2026-12-24}}]
        """,
    )
    handbook.write(
        "index.rst",
        "Elm\n===\n\n.. turnaround::\n\n.. reply-examples::\n   :dated:\n\n"
        ".. policy-topic:: turnaround\n",
    )
    warnings = handbook.build("text").warnings.splitlines()
    text = " ".join((handbook.out / "text" / "index.txt").read_text("utf-8").split())
    assert "public holidays" not in text.lower()
    assert "December" not in text
    assert "These days do not count: weekends" in text
    assert len(warnings) == (2 if excludes else 1)
    assert all("“public_holidays” is not stated" in warning for warning in warnings)
    assert all("practice.yaml:3" in warning for warning in warnings)


@pytest.mark.parametrize(
    ("weekend", "said"),
    [
        ("[]", "These days do not count: public holidays."),
        ("[Su, Mo]", "These days do not count: Monday, Sunday, and public holidays."),
        ("[Sa, Su]", "These days do not count: weekends and public holidays."),
    ],
)
def test_a_weekend_is_told_as_the_calendar_has_it(tmp_path: Path, weekend: str, said: str) -> None:
    text = _text_of(
        tmp_path,
        f"""\
        practice: {{name: Elm, country: US}}
        turnaround: {{value: 1, unit: business_day, excludes: [weekends]}}
        calendar: {{weekend: {weekend}, public_holidays: US}}
        """,
        ".. turnaround::",
    )
    assert said in text


def test_former_clients_and_complaints_have_words_of_their_own(tmp_path: Path) -> None:
    text = _text_of(
        tmp_path,
        """\
        practice: {name: Elm, country: US}
        social_media:
          platforms:
            linkedin: {name: LinkedIn, requests: none, former_clients: professional_page_only}
          former_clients: After therapy we still say no for two years.
          complaints: Tell our office manager, or write to the state board.
          contacts_upload: We do not let apps read our contacts.
          newsletters: Subscribing shows your address to our mail service.
        """,
        ".. social-media::\n\n.. social-media::\n   :form: list\n   :show: platforms",
    )
    assert "We accept none" in text
    assert "Former clients Only on the practice’s page" in text  # in the list
    assert "| clients: Only on the" in text  # in the table
    assert "Requests after therapy" in text
    assert "If you are not satisfied" in text
    assert "Uploaded contacts" in text
    assert "Newsletters" in text


def test_a_consent_form_has_a_number_and_an_edition(tmp_path: Path) -> None:
    text = _text_of(
        tmp_path,
        """\
        practice: {name: Elm, country: US}
        methods:
          text:
            name: Texts
            system: sms
            value: 503-555-0140
            consent: {form: Texting form, form_id: T-4, form_date: 2026-01-05}
        """,
        ".. contact-method:: text",
    )
    assert "Form number T-4" in text
    assert "Edition of the form January 5, 2026" in text


@pytest.mark.parametrize(
    ("language", "name"),
    [("en", "Thanksgiving Day"), ("es", "Día de Acción de Gracias"), ("fr", "Thanksgiving")],
)
def test_a_public_holiday_is_named_in_the_readers_language(
    tmp_path: Path, language: str, name: str
) -> None:
    handbook = Handbook(tmp_path, config={"commspolicy_today": "2026-11-23", "language": language})
    handbook.write("conf.py", 'extensions = ["sphinx_commspolicy"]\n')
    handbook.write(
        "practice.yaml",
        """\
        practice: {name: Elm, country: US, time_zone: America/New_York}
        turnaround: {value: 1, unit: business_day}
        calendar: {public_holidays: US-NY}
        """,
    )
    handbook.write("index.rst", "Elm\n===\n\n.. reply-examples::\n   :dated:\n")
    handbook.build("text")
    text = " ".join((handbook.out / "text" / "index.txt").read_text("utf-8").split())
    assert f" {name}.)" in text


def test_a_business_day_is_one_on_which_the_calendar_has_hours(tmp_path: Path) -> None:
    handbook = Handbook(tmp_path, config={"commspolicy_today": "2026-11-23"})
    handbook.write("conf.py", 'extensions = ["sphinx_commspolicy"]\n')
    handbook.write(
        "practice.yaml",
        """\
        practice: {name: Elm, country: US, time_zone: America/New_York}
        turnaround: {value: 1, unit: business_day}
        calendar: {hours: "Mo-Fr 09:00-17:00"}
        clinicians:
          ann: {name: Ann, calendar: {hours: "Tu,Th 10:00-15:00"}}
        """,
    )
    handbook.write(
        "index.rst",
        """\
        Elm
        ===

        .. reply-examples::

        .. reply-examples::
           :clinician: ann
        """,
    )
    handbook.build("text")
    text = " ".join((handbook.out / "text" / "index.txt").read_text("utf-8").split())
    assert "write on Friday at 5pm, you hear back by **Monday at 5pm**" in text
    assert "write on Friday at 5pm, you hear back by **Tuesday at 3pm**" in text
