"""What changed between two versions is told as a practice manager would tell her clients."""

from __future__ import annotations

import datetime as dt
import json
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from handbook import Handbook

from sphinx_commspolicy.cli import main
from sphinx_commspolicy.cli.documents import HANDBOOK, documents_of
from sphinx_commspolicy.facts import Facts
from sphinx_commspolicy.loading import load
from sphinx_commspolicy.phrases.catalogue import load_phrases
from sphinx_commspolicy.render.changes import Difference, differences
from sphinx_commspolicy.render.follow_up import documents, signers, whose_clients
from sphinx_commspolicy.render.headless import headless_context

if TYPE_CHECKING:
    from collections.abc import Callable

DAY = dt.date(2026, 11, 23)

OFFICE = """\
practice:
  name: Elm Street Therapy
  country: US
  jurisdictions: [US-OR]
  document: {version: "2.0"}
methods:
  portal: {name: Client portal, system: portal, url: "https://portal.example.org/", rank: 1}
  phone:
    name: Office phone
    system: phone
    value: (503) 555-0143
    rank: 2
    hours: Mo-Fr 09:00-17:00
  email:
    name: E-mail
    system: email
    value: office@example.org
    security: encrypted
  fax: {name: Fax, system: fax, value: (503) 555-0144}
  text: {name: Text message, system: sms, status: not_used, instead: portal}
needs:
  cancel: {name: Cancel a session, category: administrative, first: phone}
turnaround: {value: 1, unit: business_day}
calendar:
  hours: Mo-Fr 09:00-17:00
  closures:
    - {name: Winter break, valid_from: 2026-12-24, valid_through: 2026-12-31}
crisis:
  services: [us-911, us-988, us-crisis-text-line]
between_sessions: {allowed: read_next_session}
recording: {therapist_use: none}
cancellation:
  notice: {value: 24, unit: clock_hour}
  fee: You pay half the price.
clinicians:
  ana:
    name: Ana Rivera
    absences:
      - {start: 2027-01-11, end: 2027-01-15, cover: sam}
  sam:
    name: Sam Okafor
    turnaround: {value: 3}
  kim:
    name: Kim Vale
"""

EVERYBODY = "all clients"


class Edit(NamedTuple):
    """One edit of the file, and what clients are told."""

    old: str
    new: str
    told: tuple[str, ...]
    material: bool = False
    whose: str = EVERYBODY


EDITS = {
    "a new number": Edit(
        "(503) 555-0143",
        "(503) 555-0199",
        ("Office phone has a new number: (503) 555-0199. The old one was (503) 555-0143.",),
    ),
    "a new address": Edit(
        "office@example.org",
        "hello@example.org",
        ("E-mail has a new address: hello@example.org. The old one was office@example.org.",),
    ),
    "a method is given up": Edit(
        "name: Fax, system: fax,",
        "name: Fax, system: fax, status: not_used, instead: portal,",
        ("We no longer use this: Fax. Please use instead: Client portal.",),
        material=True,
    ),
    "a method is taken out": Edit(
        "  fax: {name: Fax, system: fax, value: (503) 555-0144}\n",
        "",
        ("We no longer use this: Fax.",),
        material=True,
    ),
    "a method that was not used is used": Edit(
        "status: not_used, instead: portal}",
        "value: (503) 555-0150}",
        ("You can now reach us in this way: Text message, (503) 555-0150.",),
    ),
    "a method does not work for a while": Edit(
        'url: "https://portal.example.org/", rank: 1}',
        'url: "https://portal.example.org/", rank: 1, status: temporarily_down, instead: phone}',
        (
            "This does not work at the moment: Client portal. Please use instead: Office phone.",
            "The best way to reach us is now this: Office phone. It was this: Client portal.",
        ),
    ),
    "another best way": Edit(
        "    rank: 2\n",
        "    rank: 1\n",
        (),  # two of the first rank: the order of the file decides, nothing changes for clients
    ),
    "e-mail is no longer private": Edit(
        "security: encrypted",
        "security: not_encrypted",
        (
            (
                "E-mail (how private) now says: Not private: others may be able to read it on its "
                "way. Before: Private: locked (encrypted) on its way to us."
            ),
        ),
        material=True,
    ),
    "a longer turnaround": Edit(
        "turnaround: {value: 1, unit: business_day}\ncal",
        "turnaround: {value: 2, unit: business_day}\ncal",
        ("You will now hear back within 2 business days. Before, it was within 1 business day.",),
        material=True,
        whose=(
            "clients of Ana Rivera and Kim Vale, and clients who have no clinician of their own yet"
        ),
    ),
    "a turnaround of one clinician": Edit(
        "turnaround: {value: 3}",
        "turnaround: {value: 4}",
        ("You will now hear back within 4 business days. Before, it was within 3 business days.",),
        material=True,
        whose="clients of Sam Okafor",
    ),
    "a shorter turnaround of one clinician": Edit(
        "turnaround: {value: 3}",
        "turnaround: {value: 2}",
        ("You will now hear back within 2 business days. Before, it was within 3 business days.",),
        whose="clients of Sam Okafor",
    ),
    "other hours of the phone": Edit(
        "    hours: Mo-Fr 09:00-17:00",
        "    hours: Mo-Th 09:00-17:00",
        (
            (
                "Office phone: the hours are now Monday to Thursday, 9am to 5pm. They were "
                "Monday to Friday, 9am to 5pm."
            ),
        ),
    ),
    "other hours of the practice": Edit(
        "calendar:\n  hours: Mo-Fr 09:00-17:00",
        "calendar:\n  hours: Mo-Fr 08:00-17:00",
        (
            (
                "Our hours are now Monday to Friday, 8am to 5pm. They were Monday to Friday, "
                "9am to 5pm."
            ),
        ),
    ),
    "a further closure": Edit(
        "  closures:\n",
        "  closures:\n    - {name: Moving day, valid_from: 2027-02-01, "
        "valid_through: 2027-02-01}\n",
        ("We will be closed: February 1, 2027 (Moving day).",),
    ),
    "other days of a closure": Edit(
        "valid_through: 2026-12-31",
        "valid_through: 2027-01-03",
        (
            (
                "We will be closed on other days (Winter break): December 24, 2026 to "
                "January 3, 2027. Before: December 24 to December 31, 2026."
            ),
        ),
    ),
    "no closure after all": Edit(
        "  closures:\n    - {name: Winter break, valid_from: 2026-12-24, "
        "valid_through: 2026-12-31}\n",
        "",
        ("We will be open after all: December 24 to December 31, 2026.",),
    ),
    "another best way for a need": Edit(
        "category: administrative, first: phone",
        "category: administrative, first: portal",
        (
            (
                "Cancel a session: the best way is now Client portal, portal.example.org. It was "
                "Office phone, (503) 555-0143."
            ),
        ),
    ),
    "a new need": Edit(
        "needs:\n",
        "needs:\n  bill: {name: Ask about a bill, category: administrative, first: portal}\n",
        ("Ask about a bill: the best way is Client portal, portal.example.org.",),
    ),
    "a crisis service is no longer named": Edit(
        "us-988, us-crisis-text-line]",
        "us-988]",
        ("For a crisis we no longer name this service: Crisis Text Line.",),
        material=True,
    ),
    "a crisis service is added": Edit(
        "us-988, us-crisis-text-line]",
        "us-988, us-crisis-text-line, us-veterans]",
        (
            (
                "In a crisis you can now turn to this service too: Veterans Crisis Line, "
                "call 988, then press 1."
            ),
        ),
    ),
    "a longer notice for canceling": Edit(
        "notice: {value: 24, unit: clock_hour}",
        "notice: {value: 48, unit: clock_hour}",
        ("Canceling (notice): now 48 hours. It was 24 hours.",),
        material=True,
    ),
    "another fee": Edit(
        "You pay half the price.",
        "You pay the full price.",
        ("Canceling (fee) now says: You pay the full price. Before: You pay half the price.",),
        material=True,
    ),
    "less between sessions": Edit(
        "allowed: read_next_session",
        "allowed: none",
        (
            (
                "Between sessions now says: We do not answer questions about your therapy between "
                "sessions. Before: We read what you send, and talk about it next session."
            ),
        ),
        material=True,
    ),
    "an AI tool": Edit(
        "therapist_use: none",
        "therapist_use: scribe",
        (
            (
                "Recording and AI (our use of AI) now says: We use an AI tool to help write "
                "notes, if you agree. Before: We do not use AI tools in our work with you."
            ),
        ),
        material=True,
    ),
    "a new part of the policy": Edit(
        "cancellation:\n",
        "safe_contact: {words: We agree on a word.}\ncancellation:\n",
        ("Our handbook has a new part: Safe contact.",),
        material=True,
    ),
    "somebody joins": Edit(
        "clinicians:\n",
        "clinicians:\n  lee: {name: Lee Moss}\n",
        ("Lee Moss now works with us.",),
    ),
    "somebody leaves": Edit(
        "  kim:\n    name: Kim Vale\n",
        "",
        ("Kim Vale no longer works with us.",),
    ),
    "a time away": Edit(
        "    name: Kim Vale\n",
        "    name: Kim Vale\n    absences: [{start: 2027-02-01, end: 2027-02-05, cover: ana}]\n",
        ("Kim Vale will be away: February 1 to February 5, 2027. Ana Rivera steps in.",),
        whose="clients of Kim Vale",
    ),
    "other days away": Edit(
        "start: 2027-01-11",
        "start: 2027-01-12",
        (
            (
                "Ana Rivera will be away on other days: January 12 to January 15, 2027. Before: "
                "January 11 to January 15, 2027."
            ),
        ),
        whose="clients of Ana Rivera",
    ),
    "somebody else covers": Edit(
        "cover: sam",
        "cover: kim",
        ("While Ana Rivera is away (January 11 to January 15, 2027), Kim Vale steps in.",),
        whose="clients of Ana Rivera",
    ),
    "a new version": Edit(
        'version: "2.0"',
        'version: "2.1"',
        ("This is version 2.1 of our handbook. It was 2.0.",),
    ),
    "one part of several": Edit(
        "    security: encrypted\n",
        "    security: encrypted\n"
        "    setup: {app: Mail, account_needed: yes, steps: [Get it., Open it.]}\n",
        (
            "E-mail (setting it up, you need) now says: Mail.",
            "E-mail (setting it up, account needed) now says: Yes, you need one.",
            "E-mail (setting it up, steps) now says: Get it. Open it.",
        ),
    ),
    "who hears messages": Edit(
        "name: Fax, system: fax,",
        "name: Fax, system: fax, voicemail: {heard_by: Everybody.},",
        ("Fax (voicemail, who hears it) now says: Everybody.",),
        material=True,
    ),
    "what we leave": Edit(
        "name: Fax, system: fax,",
        "name: Fax, system: fax, voicemail: {we_leave: Our name.},",
        ("Fax (voicemail, messages we leave) now says: Our name.",),
    ),
    "another name of a clinician": Edit(
        "name: Kim Vale",
        "name: Kim Dale",
        ("Kim Vale is now called Kim Dale.",),
        whose="clients of Kim Dale",
    ),
    "no new clients": Edit(
        "name: Kim Vale",
        "name: Kim Vale\n    accepting: no",
        ("Kim Vale takes no new clients at the moment.",),
        whose="clients who have no clinician of their own yet",
    ),
    "the last day of a number": Edit(
        "    rank: 2\n",
        "    rank: 2\n    period: {end: 2027-01-31}\n",
        ("Office phone: you can use this until January 31, 2027.",),
    ),
    "a day from which it is in force": Edit(
        'version: "2.0"',
        'version: "2.0", effective_date: 2026-12-01',
        ("Our handbook is in force from December 1, 2026.",),
    ),
    "who is on call": Edit(
        "crisis:\n",
        "crisis:\n  on_call: [{who: Ana Rivera, phone: 503-555-0177, hours: Mo-Fr 17:00-21:00}]\n",
        (
            (
                "In a crisis (on call) now says: Ana Rivera, (503) 555-0177 (Monday to Friday, "
                "5pm to 9pm)."
            ),
        ),
        material=True,
    ),
    "another name of who covers": Edit(
        "name: Sam Okafor",
        "name: Sam Okafor-Reed",
        ("Sam Okafor is now called Sam Okafor-Reed.",),
        whose="clients of Sam Okafor-Reed",
    ),
    "somebody answers at once": Edit(
        "    rank: 2\n",
        "    rank: 2\n    attended: yes\n",
        ("Office phone: somebody now answers at once, if free.",),
    ),
    "another language": Edit(
        "    name: Kim Vale\n",
        "    name: Kim Vale\n    languages: [en, es]\n",
        ("Kim Vale (languages) now says: English and Spanish.",),
        whose="clients of Kim Vale",
    ),
    "a number that each clinician gives": Edit(
        "system: fax, value: (503) 555-0144",
        "system: fax, owner: clinician",
        ("Fax: please do not use this any more: (503) 555-0144. Ask your clinician for it.",),
    ),
    "a method only on request": Edit(
        "name: Fax, system: fax,",
        "name: Fax, system: fax, status: on_request,",
        ("You now have to ask for this first: Fax.",),
        material=True,
    ),
    "another method instead of one not used": Edit(
        "not_used, instead: portal}",
        "not_used, instead: phone}",
        ("In place of Text message, please use this now: Office phone.",),
    ),
    "what happens with a method not used": Edit(
        "not_used, instead: portal}",
        "not_used, instead: portal, if_tried: Nobody reads it.}",
        ("Text message (if you try) now says: Nobody reads it.",),
    ),
    "a method not used is named": Edit(
        "  text: {",
        "  pager: {name: Pager, system: phone, status: not_used, instead: phone}\n  text: {",
        ("Please do not use this: Pager. Please use instead: Office phone.",),
    ),
    "a method not used is no longer named": Edit(
        "  text: {name: Text message, system: sms, status: not_used, instead: portal}\n",
        "",
        ("We no longer say anything about this: Text message.",),
    ),
    "another name for a need": Edit(
        "name: Cancel a session",
        "name: Call off a session",
        ("Cancel a session is now called Call off a session.",),
    ),
    "another name": Edit(
        "name: Elm Street Therapy",
        "name: Elm Lane Therapy",
        ("Our name is now Elm Lane Therapy. It was Elm Street Therapy.",),
    ),
}


def compare(
    write: Callable[..., Path], new: str, old: str = OFFICE
) -> tuple[list[Difference], Facts]:
    before = Facts(load(write(old)), DAY)
    after = Facts(load(write(new)), DAY)
    return differences(before, after, load_phrases("en")), after


@pytest.mark.parametrize("edit", EDITS.values(), ids=list(EDITS))
def test_an_edit_is_told_in_a_sentence(edit: Edit, write: Callable[..., Path]) -> None:
    assert OFFICE.count(edit.old) == 1
    found, facts = compare(write, OFFICE.replace(edit.old, edit.new))

    assert tuple(one.words for one in found) == edit.told
    sign = edit.whose if edit.material else ""
    assert signers(headless_context(facts, load_phrases("en")), found) == sign


@pytest.mark.parametrize("edit", EDITS.values(), ids=list(EDITS))
def test_whose_clients_are_touched(edit: Edit, write: Callable[..., Path]) -> None:
    found, facts = compare(write, OFFICE.replace(edit.old, edit.new))
    ctx = headless_context(facts, load_phrases("en"))
    assert {whose_clients(ctx, one.scopes) for one in found} <= {edit.whose}


BACK = {
    "what holds without consent": (
        (
            "name: Fax, system: fax,",
            "name: Fax, system: fax, consent: {default: We call.},",
        ),
        ("Fax (consent, without the form) no longer says: We call.", True),
    ),
    "a method is not on request any more": (
        ("name: Fax, system: fax,", "name: Fax, system: fax, status: on_request,"),
        ("You no longer have to ask for this first: Fax.", False),
    ),
    "consent is no longer needed": (
        ("name: Fax, system: fax,", "name: Fax, system: fax, consent_needed: yes,"),
        ("We may now use this without asking you first: Fax.", True),
    ),
    "a way is good for a need again": (
        ("first: phone}", "first: phone, not_by: [fax]}"),
        ("Cancel a session: you may now use this too: Fax.", False),
    ),
}


@pytest.mark.parametrize(("edit", "told"), BACK.values(), ids=list(BACK))
def test_what_is_taken_back_is_told(
    edit: tuple[str, str], told: tuple[str, bool], write: Callable[..., Path]
) -> None:
    assert OFFICE.count(edit[0]) == 1
    found, _ = compare(write, OFFICE, OFFICE.replace(*edit))
    assert [(one.words, one.material) for one in found] == [told]


def test_a_lock_is_no_news(write: Callable[..., Path]) -> None:
    """It holds clinicians to the practice's facts, and says nothing to clients."""
    old = Facts(load(write(OFFICE)), DAY)
    new = Facts(
        load(write(OFFICE.replace("half the price.", "half the price.\n  locked: yes"))), DAY
    )
    assert new.source.policy().cancellation != old.source.policy().cancellation
    assert differences(old, new, load_phrases("en")) == []
    assert documents(old, new, load_phrases("en")) == []


def test_another_id_is_no_news(write: Callable[..., Path]) -> None:
    """Clients never see an id: nobody signs, nothing is made again."""
    text = OFFICE + (
        "scripts: {hello: {kind: voicemail_greeting, method: phone, "
        'text: "Call :contact:`phone` or :method-ref:`us <phone>`, or :turnaround:`text@sam`."}}\n'
    )
    text = text.replace("allowed: read_next", "methods: [phone, email], allowed: read_next")
    text = text.replace("turnaround: {value: 3}", "methods: {phone: {value: (503) 555-0151}}")
    renamed = re.sub(r"\bphone:(?=\n| \{)", "office-line:", text)
    renamed = re.sub(r"(?<=first: |ethod: )phone\b|(?<=\[)phone\b", "office-line", renamed)
    renamed = renamed.replace("`phone`", "`office-line`").replace("<phone>", "<office-line>")
    renamed = renamed.replace("sam:", "okafor:").replace("sam}", "okafor}")
    renamed = renamed.replace("@sam", "@okafor")
    assert renamed.count("office-line") == 7
    assert renamed.count("okafor") == 3

    found, facts = compare(write, renamed, text)
    assert [one.words for one in found] == []
    old = Facts(load(write(text)), DAY)
    assert documents(old, facts, load_phrases("en")) == []


def test_another_id_and_another_name_are_one_sentence(write: Callable[..., Path]) -> None:
    new = OFFICE.replace("  fax: {name: Fax,", "  our-fax: {name: Fax machine,")
    assert [one.words for one in compare(write, new)[0]] == ["Fax is now called Fax machine."]


def test_facts_of_a_list_keep_their_labels_apart(write: Callable[..., Path]) -> None:
    teens = "{name: Teens, shared_with_guardians: A little., own_channel: Your text.}"
    older = "{name: 16 and over, own_channel: Your e-mail.}"
    old = f"{OFFICE}young_people: {{ages: [{teens}]}}\n"

    def told(before: str, after: str) -> list[str]:
        return [one.words for one in compare(write, after, before)[0]]

    assert told(old, old.replace("A little.", "Nothing.")) == [
        "Young people (by age, Teens, what parents hear) now says: Nothing. Before: A little."
    ]
    both = old.replace(teens, f"{older}, {teens}")
    said = "Young people (by age, 16 and over, your own channel)"
    assert told(old, both) == [f"{said} now says: Your e-mail."]
    assert told(both, old) == [f"{said} no longer says: Your e-mail."]


def test_what_has_moved_is_not_told_as_come_and_gone(write: Callable[..., Path]) -> None:
    def told(old: str, new: str) -> list[str]:
        assert old in OFFICE
        return [one.words for one in compare(write, OFFICE.replace(old, new))[0]]

    # another name and other days: nobody is open after all
    assert told(
        "name: Winter break, valid_from: 2026-12-24", "name: X, valid_from: 2026-12-21"
    ) == [
        (
            "We will be closed on other days (X): December 21 to December 31, 2026. Before: "
            "December 24 to December 31, 2026."
        )
    ]
    assert told("name: Winter break", "name: The end of the year") == [
        "Winter break is now called The end of the year."
    ]
    days = "{name: Staff day, valid_from: 2027-02-01, valid_through: 2027-02-01}"
    again = days.replace("2027-02", "2027-03")
    two = OFFICE.replace("  closures:\n", f"  closures:\n    - {days}\n    - {again}\n")
    later = two.replace(again, again.replace("03-01", "03-08"))
    assert [one.words for one in compare(write, later, two)[0]] == [
        "We will be closed on other days (Staff day): March 8, 2027. Before: March 1, 2027."
    ]
    # of two times away one is given up, and another one comes
    march = OFFICE.replace(
        "cover: sam}\n", "cover: sam}\n      - {start: 2027-03-01, end: 2027-03-05}\n"
    )
    away = "      - {start: 2027-01-11, end: 2027-01-15, cover: sam}\n"
    may = march.replace(away, "").replace(
        "end: 2027-03-05}\n", "end: 2027-03-05}\n      - {start: 2027-05-03, end: 2027-05-07}\n"
    )
    assert [one.words for one in compare(write, may, march)[0]] == [
        (
            "Ana Rivera will be away on other days: May 3 to May 7, 2027. Before: January 11 to "
            "January 15, 2027."
        )
    ]


def test_a_situation_that_comes_or_goes_is_told(write: Callable[..., Path]) -> None:
    teen = "situations: {teen: {turnaround: {value: 4}}}\n"
    slower = "You will now hear back within 4 business days. Before, it was within 1 business day."
    faster = "You will now hear back within 1 business day. Before, it was within 4 business days."
    for before, after, words in ((OFFICE, OFFICE + teen, slower), (OFFICE + teen, OFFICE, faster)):
        found, facts = compare(write, after, before)
        assert [one.words for one in found] == [words]
        ctx = headless_context(facts, load_phrases("en"))
        assert whose_clients(ctx, found[0].scopes) == "clients in this situation: Teens"


def test_only_documents_that_read_differently_are_made_again(write: Callable[..., Path]) -> None:
    phrases = load_phrases("en")
    old = Facts(load(write(OFFICE)), DAY)
    fee = Facts(load(write(OFFICE.replace("half the price", "the full price"))), DAY)
    assert [(made.name, made.whose) for made in documents(old, fee, phrases)] == [
        ("Handbook", "all clients"),
        ("Page to sign", "all clients"),  # it has the fingerprint of the facts
    ]
    slower = OFFICE.replace("turnaround: {value: 3}", "turnaround: {value: 4}")
    made_again = documents(old, Facts(load(write(slower)), DAY), phrases)
    found = {made.name: made.whose for made in made_again}
    assert found["Sheet on how to reach us"] == "clients of Sam Okafor"
    assert "Contact for address books" not in found


def test_the_practices_own_copy_is_made_again_too(write: Callable[..., Path]) -> None:
    """Sam has a turnaround of his own: the others' copies change, and the practice's."""
    old = Facts(load(write(OFFICE)), DAY)
    edit = EDITS["a longer turnaround"]
    new = Facts(load(write(OFFICE.replace(edit.old, edit.new))), DAY)
    found = {made.name: made.whose for made in documents(old, new, load_phrases("en"))}
    assert found["Sheet on how to reach us"] == (
        "clients of Ana Rivera and Kim Vale, and the copy of the practice"
    )


SITUATIONS = """\
situations:
  teen: {name: Teenagers, turnaround: {value: 2}}
  couple: {methods: {phone: {note: Ask for both of you.}}}
"""


@pytest.mark.parametrize(
    ("old", "new", "whose"),
    [
        ("turnaround: {value: 2}}", "turnaround: {value: 4}}", "in this situation: Teenagers"),
        ("note: Ask for both of you.", "note: Say it is for both.", "in this situation: Couples"),
        (
            "turnaround: {value: 1, unit: business_day}\ncal",
            "turnaround: {value: 5, unit: business_day}\ncal",
            (
                "clients of Ana Rivera and Kim Vale, and clients who have no clinician of "
                "their own yet"
            ),
        ),
        ("half the price", "the full price", "all clients"),
    ],
)
def test_what_differs_in_a_situation_is_told_of_those_in_it(
    old: str, new: str, whose: str, write: Callable[..., Path]
) -> None:
    before = OFFICE + SITUATIONS
    assert old in before
    facts = [Facts(load(write(text)), DAY) for text in (before, before.replace(old, new))]
    found = differences(*facts, load_phrases("en"))
    ctx = headless_context(facts[1], load_phrases("en"))
    assert [whose_clients(ctx, one.scopes) for one in found] == [
        whose if "situation" not in whose else f"clients {whose}"
    ]


def test_who_has_another_rule_in_her_situation_is_not_told_of_the_common_one(
    write: Callable[..., Path],
) -> None:
    before = OFFICE.replace("    turnaround: {value: 3}\n", "") + SITUATIONS
    after = before.replace("turnaround: {value: 1, unit", "turnaround: {value: 5, unit")
    facts = [Facts(load(write(text)), DAY) for text in (before, after)]
    (found,) = differences(*facts, load_phrases("en"))
    ctx = headless_context(facts[1], load_phrases("en"))
    assert whose_clients(ctx, found.scopes) == ("all clients, except in this situation: Teenagers")


def test_nothing_is_told_of_what_stayed(write: Callable[..., Path]) -> None:
    assert compare(write, "# a comment\n" + OFFICE)[0] == []


def test_what_is_past_is_not_told(write: Callable[..., Path]) -> None:
    new = OFFICE.replace(
        "  closures:\n",
        "  closures:\n    - {name: Fair, valid_from: 2026-10-01, valid_through: 2026-10-01}\n",
    )
    assert compare(write, new)[0] == []


# ---- the command


@pytest.fixture
def office(write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")  # 2026-11-23
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    return write(OFFICE)


def git(*arguments: str) -> None:
    author = ["-c", "user.name=Kim", "-c", "user.email=kim@example.org"]
    subprocess.run(["git", *author, *arguments], check=True, capture_output=True)


def commit(message: str) -> None:
    git("add", "-A")
    git("commit", "-q", "-m", message)


def edit_office(path: Path, name: str) -> None:
    edit = EDITS[name]
    path.write_text(path.read_text("utf-8").replace(edit.old, edit.new), "utf-8")


def test_the_report_says_what_follows(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = '"Call :contact:`phone`."'
    script = f"scripts: {{hello: {{kind: voicemail_greeting, method: phone, text: {words}}}}}\n"
    office.write_text(OFFICE + script, "utf-8")
    old = office.with_name("old.yaml")
    old.write_text(office.read_text("utf-8"), "utf-8")
    edit_office(office, "a new number")
    edit_office(office, "another fee")

    assert main(["diff", str(old), str(office)]) == 0
    out = capsys.readouterr().out
    assert "  * Office phone has a new number: (503) 555-0199." in out
    assert "[all clients; sign again]" in out
    assert "Who signs again:\n  * all clients\n" in out
    assert (
        "Record or set again:\n  * Voicemail greeting: Office phone (Elm Street Therapy) [hello]"
        in out
    )
    again = out[out.index("Make and hand out again:") :]
    assert "  * Handbook (all clients)\n" in again
    assert "  * Sheet on how to reach us (all clients)\n" in again
    assert "  * Page to sign (all clients)\n" in again
    # the number is on no request, and the fee on no form
    assert "Request for ways" not in again

    assert main(["diff", str(old), str(office), "--format", "json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert [one["material"] for one in report["changes"]] == [True, False]
    assert report["sign_again"] == "all clients"


def test_no_heading_stands_over_nothing(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A fact that no sentence tells can still be in a document."""
    old = office.with_name("old.yaml")
    old.write_text(OFFICE, "utf-8")
    office.write_text(OFFICE.replace("jurisdictions: [US-OR]", "jurisdictions: [US-WA]"), "utf-8")
    assert main(["diff", str(old), str(office)]) == 0
    assert "What changed, for clients:\n  * nothing\n" in capsys.readouterr().out


def test_versions_can_be_revisions_of_git(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    git("init", "-q")
    commit("first")
    git("tag", "v1")
    edit_office(office, "a new number")
    commit("second")
    edit_office(office, "another fee")
    told = {
        ("HEAD~1:practice.yaml", "HEAD:practice.yaml"): (True, False),
        ("git:v1", "practice.yaml"): (True, True),
        ("git:HEAD", "."): (False, True),
        ("HEAD~1:", "HEAD:"): (True, False),
        ("v1:.", "git:HEAD"): (True, False),
    }
    for (old, new), (number, fee) in told.items():
        assert main(["diff", old, new]) == 0
        out = capsys.readouterr().out
        assert ("555-0199" in out, "full price" in out) == (number, fee), (old, new)


def test_a_revision_of_a_folder_that_moved_is_found_by_its_old_name(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git("init", "-q")
    folder = office.parent / "book" / "data"
    folder.mkdir(parents=True)
    office.rename(folder / "practice.yaml")
    commit("first")
    edit_office(folder / "practice.yaml", "a new number")
    (office.parent / "book").rename(office.parent / "handbook")
    commit("second")

    assert main(["diff", "HEAD~1:book/data", "handbook/data"]) == 0
    assert "555-0199" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("old", "words"),
    [
        ("git:nowhere", "git:"),
        ("HEAD:nowhere.yaml", "nowhere.yaml"),
        ("--output=x:practice.yaml", "arguments"),
        ("git:--output=x", "is not a revision"),
        ("missing.yaml", "does not exist"),
        ("", "does not exist"),
        ("bad\x00name", "does not exist"),
    ],
)
def test_a_version_that_does_not_exist_is_named(
    office: Path, old: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    git("init", "-q")
    commit("first")
    assert main(["diff", old, str(office)]) in {1, 2}
    err = capsys.readouterr().err
    assert words in err
    assert "Traceback" not in err


def test_without_git_a_revision_is_refused_in_words(
    office: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "")
    assert main(["diff", "git:HEAD", str(office)]) == 1
    assert "git is not installed" in capsys.readouterr().err


def test_a_fingerprint_is_a_version(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fingerprint", str(office), "-o", "v2.json"]) == 0
    first = Path("v2.json").read_bytes()
    assert main(["fingerprint", str(office), "-o", "v2.json"]) == 0
    assert Path("v2.json").read_bytes() == first
    edit_office(office, "somebody leaves")
    capsys.readouterr()
    assert main(["diff", "v2.json", str(office)]) == 0
    assert "Kim Vale no longer works with us." in capsys.readouterr().out


def test_the_files_to_make_again_are_named(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = office.parent
    old = folder / "old.yaml"
    old.write_text(OFFICE, "utf-8")
    (folder / "conf.py").write_text(
        'author = "Elm"\n'
        "typst_documents = [\n"
        '    ("index", "client-handbook.pdf", "Handbook", author),\n'
        '    ("sheet", "reach-us", "Reach us", author),\n'
        '    ("sam", "sam.pdf", "Sam", author),\n'
        '    ("cards", "cards.pdf", "Cards", author),\n'
        '    ("gone", worked_out, "Cards", author),\n'
        "]\n",
        "utf-8",
    )
    (folder / "sheet.rst").write_text(":handout: yes\n\nUs\n==\n\n.. reach-sheet::\n", "utf-8")
    (folder / "sam.rst").write_text("Sam\n===\n\n.. reach-sheet::\n   :clinician: sam\n", "utf-8")
    (folder / "cards.md").write_text("# Cards\n\n```{wallet-card}\n```\n", "utf-8")
    (folder / "index.rst").write_text("Us\n==\n\n::\n\n   .. wallet-card::\n", "utf-8")

    def made_again() -> dict[str, str]:
        capsys.readouterr()
        assert main(["diff", str(old), str(folder)]) == 0
        out = capsys.readouterr().out
        lines = out[out.index("Make and hand out again:") :].splitlines()[1:]
        return dict(line[len("  * ") :].partition(": ")[::2] for line in lines if ": " in line)

    edit_office(office, "a longer turnaround")  # all but Sam's clients
    copies = "clients of Ana Rivera and Kim Vale, and the copy of the practice"
    assert made_again() == {
        "Handbook": f"client-handbook.pdf ({copies})",
        "Sheet on how to reach us": f"reach-us.pdf ({copies})",
        "Card for the wallet": f"cards.pdf ({copies})",
    }
    office.write_text(OFFICE, "utf-8")
    edit_office(office, "a turnaround of one clinician")
    assert made_again() == {
        # it may have a page about him
        "Handbook": "client-handbook.pdf (clients of Sam Okafor)",
        "Sheet on how to reach us": "sam.pdf (clients of Sam Okafor)",
    }
    for edition in ("sam", "ana", ".making"):
        (folder / "_build" / "editions" / edition).mkdir(parents=True)
    assert made_again() == {
        "Handbook": "client-handbook.pdf, client-handbook-sam.pdf (clients of Sam Okafor)",
        "Sheet on how to reach us": "reach-us-sam.pdf, sam.pdf (clients of Sam Okafor)",
        "Card for the wallet": "cards-sam.pdf (clients of Sam Okafor)",
    }
    assert main(["diff", str(old), str(folder), "--format", "json"]) == 0
    files = json.loads(capsys.readouterr().out)["files_again"]
    assert files == [
        "client-handbook.pdf",
        "client-handbook-sam.pdf",
        "reach-us-sam.pdf",
        "sam.pdf",
        "cards-sam.pdf",
    ]
    office.write_text(f"{OFFICE}situations: {{couple: {{turnaround: {{value: 2}}}}}}\n", "utf-8")
    old.write_text(f"{OFFICE}situations: {{couple: {{turnaround: {{value: 4}}}}}}\n", "utf-8")
    (folder / "_build" / "editions" / "sam.couple").mkdir()
    (folder / "_build" / "editions" / "practice.couple").mkdir()
    assert made_again()["Card for the wallet"] == (
        "cards-couple.pdf, cards-sam-couple.pdf (clients in this situation: Couples)"
    )


@pytest.mark.parametrize(
    ("name", "text", "shows"),
    [
        ("in a card", ".. grid:: 2\n\n   .. grid-item-card:: Us\n\n      .. reach-sheet::\n", True),
        ("for one format", ".. only:: builder_typstpdf\n\n   .. reach-sheet::\n", True),
        ("in a quotation", "Us:\n\n   .. reach-sheet::\n", True),
        ("in a list", "* Us\n\n  .. reach-sheet::\n", True),
        ("after a comment", ".. us\n\n.. reach-sheet::\n", True),
        ("after a label", ".. _us:\n\n.. reach-sheet::\n", True),
        ("in a comment", ".. us\n\n   .. reach-sheet::\n", False),
        ("in a comment alone", "..\n   .. reach-sheet::\n", False),
        ("in a comment in a card", ".. grid::\n\n   ..\n      .. reach-sheet::\n", False),
        ("in code", ".. code-block:: rst\n\n   .. reach-sheet::\n", False),
        ("in code with options", ".. code::\n   :class: a\n\n   .. reach-sheet::\n", False),
        ("in code in a card", ".. grid::\n\n   ::\n\n      .. reach-sheet::\n", False),
        ("as an example", "So::\n\n   .. reach-sheet::\n", False),
        ("as half an example", "So::\n\n   .. card::\n\n      .. reach-sheet::\n", False),
        ("Markdown", "```{reach-sheet}\n```\n", True),
        ("Markdown: colons", ":::{reach-sheet}\n:::\n", True),
        ("Markdown: in a card", "::::{grid}\n:::{reach-sheet}\n:::\n::::\n", True),
        ("Markdown: after code", "```\ncode\n```\n\n```{reach-sheet}\n```\n", True),
        ("Markdown: in code", "````\n```{reach-sheet}\n```\n````\n", False),
        ("Markdown: in named code", "~~~markdown\n```{reach-sheet}\n```\n~~~\n", False),
        ("Markdown: colons of code", "::::{code-block}\n:::{reach-sheet}\n:::\n::::\n", False),
        ("Markdown: in a block", "````{code-block}\n```{reach-sheet}\n```\n````\n", False),
    ],
)
def test_a_pdf_holds_the_handouts_that_its_page_shows(
    tmp_path: Path, name: str, text: str, shows: bool
) -> None:
    suffix = ".md" if "Markdown" in name else ".rst"
    (tmp_path / f"us{suffix}").write_text(text, "utf-8")
    (tmp_path / "conf.py").write_text('typst_documents = [("us", "us", "Us", "")]\n', "utf-8")
    (document,) = documents_of(tmp_path, frozenset({"reach-sheet"}))
    assert {kind for kind, _ in document.holds} == {"reach-sheet" if shows else HANDBOOK}


RECORDED = """\
scripts:
  hello:
    kind: voicemail_greeting
    method: own
    recorded_on: 2026-11-02
    text: 'You have reached Sam. You will hear back within :turnaround:`practice`.'
"""


def test_another_id_of_a_clinician_is_no_news_since_a_saved_version(
    write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")  # 2026-11-23
    own = "  own: {name: Voicemail, system: phone, owner: clinician}\n  fax:"
    before = OFFICE.replace("  fax:", own).replace(
        "    name: Sam Okafor\n",
        "    name: Sam Okafor\n    methods: {own: {value: 503-555-0160}}\n",
    )
    path = write(before + RECORDED)
    assert main(["fingerprint", str(path)]) == 0
    saved = str(path.with_name("policy-fingerprint.json"))
    after = before.replace("  sam:\n", "  okafor:\n").replace("cover: sam", "cover: okafor")
    path.write_text(after + RECORDED, "utf-8")
    capsys.readouterr()

    assert main(["diff", saved, str(path)]) == 0
    assert capsys.readouterr().out == "Nothing has changed that clients are told.\n"

    # a recording is still known as the one of that day, also when it is saved anew
    slower = after.replace("turnaround: {value: 3}", "turnaround: {value: 4}") + RECORDED
    path.write_text(slower, "utf-8")
    for _ in range(2):
        capsys.readouterr()
        assert main(["scripts", str(path), "--again"]) == 1
        assert "(Sam Okafor) [hello]" in capsys.readouterr().out
        assert main(["fingerprint", str(path)]) == 0


# ---- the page


@pytest.fixture
def handbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Handbook:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1793577600")  # 2026-11-02
    handbook = Handbook.create(tmp_path)
    handbook.write("prose.rst", ":orphan:\n\nNews\n====\n\n.. policy-changes::\n")
    handbook.append("conf.py", 'commspolicy_fingerprint = "saved.json"\n')
    assert main(["fingerprint", str(handbook.src), "-o", str(handbook.src / "saved.json")]) == 0
    return handbook


@pytest.mark.parametrize("builder", ["html", "text", "latex"])
def test_the_page_tells_what_changed_since(handbook: Handbook, builder: str) -> None:
    handbook.build(builder)
    handbook.replace("practice.yaml", "555-0144", "555-0199")
    build = handbook.build(builder)
    assert build.read == []
    assert build.warnings == ""
    handbook.assert_clean(builder)
    pages = b"".join(handbook.clean(builder).values())
    assert b"Text message has a new number: (503) 555" in pages


def test_the_page_is_written_again_when_a_new_fingerprint_is_saved(handbook: Handbook) -> None:
    handbook.replace("practice.yaml", "555-0144", "555-0199")
    handbook.build()
    assert "has a new number" in handbook.words("prose")
    assert main(["fingerprint", str(handbook.src), "-o", str(handbook.src / "saved.json")]) == 0
    handbook.build()
    handbook.assert_clean()
    assert "Nothing has changed since November 2, 2026" in handbook.words("prose")


def test_a_clinicians_clients_are_told_what_concerns_them(handbook: Handbook) -> None:
    handbook.write(
        "prose.rst", ":orphan:\n\nNews\n====\n\n.. policy-changes::\n   :clinician: june\n"
    )
    handbook.replace("clinicians/owen.yaml", "555-0188", "555-0199")
    handbook.build()
    assert "555-0199" not in handbook.words("prose")
    handbook.write(
        "prose.rst", ":orphan:\n\nNews\n====\n\n.. policy-changes::\n   :clinician: owen\n"
    )
    handbook.build()
    assert "Text message has a new number: (503) 555-0199" in handbook.words("prose")


def test_the_page_says_whose_clients_a_change_concerns(handbook: Handbook) -> None:
    handbook.replace("clinicians/owen.yaml", "555-0188", "555-0199")
    handbook.build()
    assert (
        "Text message has a new number: (503) 555-0199. The old one was (503) 555-0188. This is "
        "for clients of Owen Reyes."
    ) in handbook.words("prose")
    handbook.replace("practice.yaml", "555-0143", "555-0177")
    handbook.build()
    assert "The old one was (503) 555-0143. This" not in handbook.words("prose")


def test_in_an_edition_for_a_situation_nothing_false_is_told(handbook: Handbook) -> None:
    teen = "situations:\n  teen: {methods: {text: {status: on_request}}}\n  couple: {}\n"
    handbook.append("practice.yaml", teen)
    assert main(["fingerprint", str(handbook.src), "-o", str(handbook.src / "saved.json")]) == 0
    config = {"commspolicy_situation": "teen"}
    handbook.build(config=config)
    assert "Nothing has changed since" in handbook.words("prose")
    handbook.replace("practice.yaml", "status: on_request", "status: not_used")
    handbook.build(config=config)
    assert "We no longer use this: Text message." in handbook.words("prose")
    assert "This is for" not in handbook.words("prose")
    handbook.build()
    assert "This is for clients in this situation: Teens." in handbook.words("prose")


@pytest.mark.parametrize("content", [None, "", "{}"])
def test_a_fingerprint_that_cannot_be_read_is_a_warning(
    handbook: Handbook, content: str | None
) -> None:
    if content is None:
        handbook.remove("saved.json")
    else:
        handbook.write("saved.json", content)
    build = handbook.build()
    assert "the fingerprint “saved.json”" in build.warnings
    assert "prose.rst:6" in build.warnings
    assert "[Missing: what has changed]" in handbook.words("prose")
