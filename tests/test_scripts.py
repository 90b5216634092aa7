"""What machines say agrees with the handbook, and the practice learns what to record again."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from handbook import Handbook
from readers import Pages

from sphinx_commspolicy.cli import main
from sphinx_commspolicy.facts import Facts
from sphinx_commspolicy.loading import load
from sphinx_commspolicy.phrases.catalogue import load_phrases
from sphinx_commspolicy.render.follow_up import scripts_now
from sphinx_commspolicy.render.scripts import KINDS
from sphinx_commspolicy.sms import segments
from sphinx_commspolicy.speaking import seconds_to_say

if TYPE_CHECKING:
    from collections.abc import Callable

SITE = Path(__file__).parent.parent / "example_site"
DAY = dt.date(2026, 11, 23)

OFFICE = """
practice: {name: Elm Street Therapy, country: US, jurisdictions: [US-OR]}
methods:
  phone:
    name: Office phone
    system: phone
    value: (503) 555-0143
    hours: Mo-Fr 09:00-17:00
    attended: yes
  own-phone: {name: Voicemail, system: phone, owner: clinician, checked: "Mo 12:00-13:00"}
  text: {name: Text, system: sms, value: (503) 555-0144}
  email:
    name: E-mail
    system: email
    value: office@elmstreet.example.org
    security: not_encrypted
    keep_out: Anything private.
  form: {name: Form, system: url, url: "https://elmstreet.example.org/"}
turnaround: {value: 2, unit: business_day}
calendar:
  public_holidays: US-OR
  closures: [{name: Winter break, valid_from: 2026-12-24, valid_through: 2027-01-01}]
clinicians:
  ana:
    name: Ana Rivera
    credentials: LPC
    absences: [{start: 2026-12-01, end: 2026-12-04, cover: sam}]
    methods: {own-phone: {value: (503) 555-0150}}
  sam:
    name: Sam Okafor
    methods: {own-phone: {value: (503) 555-0151}}
"""


def said(text: str, write: Callable[..., Path], language: str = "en") -> dict[str, str]:
    facts = Facts(load(write(text)), DAY)
    return {key: one.words for key, one in scripts_now(facts, load_phrases(language)).items()}


# ---- words from the facts


def test_a_greeting_is_put_together_from_the_facts(write: Callable[..., Path]) -> None:
    words = said(OFFICE, write)["practice/voicemail-greeting-phone"]
    assert words == (
        "Hello. You have reached Elm Street Therapy. If this is an emergency, hang up and call "
        "911. If you are in crisis, call 988 (988 Suicide & Crisis Lifeline). We answer this "
        "line: Monday to Friday, 9am to 5pm. Please leave your name and your number. You will "
        "hear back within 2 business days. These days do not count: weekends and public holidays."
    )


def test_every_clinician_has_a_greeting_with_her_own_name(write: Callable[..., Path]) -> None:
    scripts = said(OFFICE, write)
    words = scripts["clinician/ana/voicemail-greeting-own-phone"]
    assert "You have reached Ana Rivera at Elm Street Therapy." in words
    assert "We check messages: Monday, midday to 1pm." in words
    assert "clinician/ana/voicemail-greeting-phone" not in scripts


def test_a_number_of_her_own_on_a_shared_method_has_a_greeting(
    write: Callable[..., Path],
) -> None:
    text = OFFICE.replace(
        "    name: Sam Okafor\n    methods: {",
        "    name: Sam Okafor\n    methods: {phone: {value: (503) 555-0177}, ",
    )
    scripts = said(text, write)
    words = scripts["clinician/sam/voicemail-greeting-phone"]
    assert "You have reached Sam Okafor at Elm Street Therapy." in words
    assert "clinician/ana/voicemail-greeting-phone" not in scripts
    assert "practice/voicemail-greeting-phone" in scripts


def test_a_clinician_without_scripts_is_named(
    write: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    text = OFFICE.split("methods:", maxsplit=1)[0] + "clinicians: {kim: {name: Kim Lee}}\n"
    assert main(["scripts", str(write(text)), "--clinician", "kim"]) == 0
    assert "There are no scripts for Kim Lee." in capsys.readouterr().out


def test_an_away_message_names_dates_and_cover_with_a_number(write: Callable[..., Path]) -> None:
    scripts = said(OFFICE, write)
    assert scripts["clinician/ana/away-message"].startswith(
        "Thank you for your message. Ana Rivera is away: December 1 to December 4, 2026. "
        "Sam Okafor steps in. Call (503) 555-0151."
    )
    assert "Elm Street Therapy is closed: December 24, 2026" in scripts["practice/away-message"]


@pytest.mark.parametrize(
    ("absence", "told"),
    [
        ("{start: 2027-02-01, end: 2027-02-05}", "Elm Street Therapy is closed: December 24, 2026"),
        ("{start: 2026-11-01, end: 2026-11-05}", "Elm Street Therapy is closed: December 24, 2026"),
    ],
)
def test_an_away_message_names_what_comes_first(
    write: Callable[..., Path], absence: str, told: str
) -> None:
    text = OFFICE.replace("{start: 2026-12-01, end: 2026-12-04, cover: sam}", absence)
    words = said(text, write)["clinician/ana/away-message"]
    assert told in words
    assert "Ana Rivera is away" not in words


@pytest.mark.parametrize(
    ("absences", "told"),
    [
        # the day after the practice opens again is another absence: nobody reads before its end
        (
            ["{start: 2027-01-02, end: 2027-01-08, cover: sam}"],
            (
                "Elm Street Therapy is closed: December 24, 2026 to January 1, 2027 "
                "(Winter break). "
                "Ana Rivera is away: January 2 to January 8, 2027. Sam Okafor steps in. "
                "Call (503) 555-0151."
            ),
        ),
        (
            ["{start: 2026-12-21, end: 2026-12-25}"],
            (
                "Ana Rivera is away: December 21 to December 25, 2026. "
                "Elm Street Therapy is closed: December 24, 2026 to January 1, 2027 (Winter break)."
            ),
        ),
        # what is closed meanwhile says nothing new
        (
            ["{start: 2026-12-21, end: 2027-01-08}"],
            "Ana Rivera is away: December 21, 2026 to January 8, 2027.",
        ),
        # but who steps in does
        (
            ["{start: 2026-12-28, end: 2026-12-30, cover: sam}"],
            (
                "Elm Street Therapy is closed: December 24, 2026 to January 1, 2027 "
                "(Winter break). "
                "Ana Rivera is away: December 28 to December 30, 2026. Sam Okafor steps in. "
                "Call (503) 555-0151."
            ),
        ),
        (
            ["{start: 2026-12-05, end: 2026-12-08}", "{start: 2026-12-01, end: 2026-12-04}"],
            (
                "Ana Rivera is away: December 1 to December 4, 2026. "
                "Ana Rivera is away: December 5 to December 8, 2026."
            ),
        ),
    ],
)
def test_an_away_message_names_all_that_follows_without_a_day_between(
    write: Callable[..., Path], absences: list[str], told: str
) -> None:
    text = OFFICE.replace("{start: 2026-12-01, end: 2026-12-04, cover: sam}", ", ".join(absences))
    words = said(text, write)["clinician/ana/away-message"]
    assert words.startswith(f"Thank you for your message. {told}\n")


def test_a_reply_by_text_has_plain_marks_and_one_alphabet(write: Callable[..., Path]) -> None:
    words = said(OFFICE, write)["practice/text-auto-reply-text"]
    assert words.isascii()
    assert "call 911" in words
    assert "text 988" in words


def test_a_reply_by_text_has_no_space_that_doubles_its_price(write: Callable[..., Path]) -> None:
    reply = "Elm\u00a0Street\u202f: we call back."
    text = (
        OFFICE + f"scripts: {{reply: {{kind: text_auto_reply, method: text, text: '{reply}'}}}}\n"
    )
    words = said(text, write)["practice/reply"]
    assert words == "Elm Street : we call back."
    assert segments(words).encoding == "GSM-7"


def test_a_signature_has_lines(write: Callable[..., Path]) -> None:
    lines = said(OFFICE, write)["clinician/ana/email-signature-email"].split("\n")
    assert lines[:3] == ["Ana Rivera, LPC", "Elm Street Therapy", "Office phone: (503) 555-0143"]


def test_what_is_not_stated_is_not_said(write: Callable[..., Path]) -> None:
    silent = OFFICE.replace("turnaround: {value: 2, unit: business_day}\n", "")
    for words in said(silent, write).values():
        assert "hear back" not in words
    assert "Messages are not read" not in said(OFFICE, write)["clinician/ana/away-message"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_script_without_words_gets_them(kind: str, write: Callable[..., Path]) -> None:
    declared = f"{OFFICE}scripts: {{one: {{kind: {kind}, recorded_on: 2026-11-02}}}}\n"
    assert said(declared, write)["practice/one"]


def test_the_office_says_the_offices_turnaround_to_everybody(write: Callable[..., Path]) -> None:
    text = OFFICE.replace(
        "    name: Sam Okafor\n", "    name: Sam Okafor\n    turnaround: {value: 5}\n"
    )
    text += (
        "scripts: {hello: {kind: voicemail_greeting, method: phone, "
        'text: "We call back within :turnaround:`practice`."}}\n'
    )
    scripts = said(text, write)
    assert scripts["practice/hello"] == "We call back within 2 business days."
    assert "clinician/sam/hello" not in scripts


def test_words_of_the_yaml_keep_their_facts_and_lose_their_markup(
    write: Callable[..., Path],
) -> None:
    text = OFFICE + (
        "scripts: {hello: {kind: voicemail_greeting, method: phone, text: "
        '"**Hello**, call :contact:`phone` or :contact:`own-phone@ana`, :practice:`name`; '
        'see :method-ref:`email` and :method-ref:`mail <email>`."}}\n'
    )
    assert said(text, write)["practice/hello"] == (
        "Hello, call (503) 555-0143 or (503) 555-0150, Elm Street Therapy; see E-mail and mail."
    )


def test_reading_aloud_takes_as_long_as_it_takes() -> None:
    # 14 words at 140 a minute, a sentence's pause, ten digits at two a second
    assert seconds_to_say("One two three four five six seven eight nine ten ab ac ad ae.") == 7
    assert seconds_to_say("(503) 555-0140") == 5
    assert seconds_to_say("") == 0


# ---- on pages


def test_the_page_shows_the_words_and_their_length(tmp_path: Path) -> None:
    pages = Pages()
    page = pages.add(".. message-script:: hello\n\n.. message-script:: reply")
    typed = pages.add(".. message-script:: helo")
    (tmp_path / "root").mkdir()
    practice = OFFICE + (
        "scripts:\n"
        "  hello: {kind: voicemail_greeting, method: phone, recorded_on: 2026-11-02}\n"
        '  reply: {kind: text_auto_reply, method: text, text: "It\u2019s closed."}\n'
    )
    (tmp_path / "root" / "practice.yaml").write_text(practice, "utf-8")
    (tmp_path / "root" / "conf.py").write_text(
        'extensions = ["sphinx_commspolicy"]\ncommspolicy_today = "2026-11-23"\n', "utf-8"
    )
    read = pages.build(tmp_path / "book", root=tmp_path / "root")
    words = read.text(page)
    assert (
        "**Voicemail greeting**: Office phone Hello. You have reached Elm Street Therapy." in words
    )
    assert "seconds to say. Recorded on November 2, 2026." in words
    assert "It is sent as 1 text message (12 of 70 characters, UCS-2)." in words
    assert "These characters make it longer: \u2019" in words
    assert "[Missing" in read.text(typed)
    assert "there is no script “helo”. Did you mean “hello”?" in read.warned(typed)[0]


def test_a_slip_in_the_words_is_named_with_its_line(tmp_path: Path) -> None:
    pages = Pages()
    pages.add(".. message-script:: hello")
    (tmp_path / "root").mkdir()
    practice = OFFICE + (
        "scripts:\n  hello:\n    kind: voicemail_greeting\n    text: Call :contact:`phon` now.\n"
    )
    (tmp_path / "root" / "practice.yaml").write_text(practice, "utf-8")
    (tmp_path / "root" / "conf.py").write_text('extensions = ["sphinx_commspolicy"]\n', "utf-8")
    read = pages.build(tmp_path / "book", root=tmp_path / "root")
    line = 1 + practice.split("text: Call")[0].count("\n")
    (warning,) = read.warned("practice")
    assert warning.startswith(f"yaml:{line}: WARNING: there is no method “phon”.")


@pytest.mark.parametrize("builder", ["html", "text", "latex"])
def test_after_an_edit_a_script_reads_as_after_a_clean_build(
    builder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    handbook = Handbook.create(tmp_path)
    handbook.write(
        "people.rst",
        ":orphan:\n\nSay\n===\n\n.. message-script::\n   :kind: voicemail-greeting, away-message\n",
    )
    handbook.build(builder)
    handbook.replace("practice.yaml", "{value: 1,", "{value: 3,")
    build = handbook.build(builder)
    assert build.read == []
    handbook.assert_clean(builder)
    assert b"3 business days" in b"".join(handbook.clean(builder).values())


# ---- the command


@pytest.fixture
def office(write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")  # 2026-11-23
    scripts = (
        "scripts:\n"
        "  hello: {kind: voicemail_greeting, method: phone, recorded_on: 2026-11-02}\n"
        "  reply: {kind: email_auto_reply, recorded_on: 2026-11-02, text: Thank you.}\n"
    )
    return write(OFFICE + scripts)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_the_command_prints_the_words_to_copy(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["scripts", str(office), "--clinician", "ana"]) == 0
    out, err = capsys.readouterr()
    assert "# Voicemail greeting: Voicemail (Ana Rivera) [voicemail-greeting-own-phone]" in out
    assert "Sam Okafor" in out  # who covers
    assert "[hello]" not in out
    assert "no fingerprint is saved" in err


SPANISH = """\
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgid "Thank you."
msgstr "Gracias, en :turnaround:`practice`."

msgid "Winter break"
msgstr "Descanso de invierno"
"""


def test_what_is_to_be_copied_is_in_one_language_and_the_rest_is_english(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(office, "text: Thank you.", "text: 'Thank you.'")
    greeting = "  own: {kind: away_message, text: 'We answer in :turnaround:`practice`.'}\n"
    office.write_text(office.read_text("utf-8") + greeting, "utf-8")
    catalogue = office.parent / "catalogues" / "es" / "LC_MESSAGES" / "practice-facts.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text(SPANISH, "utf-8")
    (office.parent / "conf.py").write_text('locale_dirs = ["catalogues/"]\n', "utf-8")
    assert main(["scripts", str(office.parent), "--language", "es"]) == 0
    out, err = capsys.readouterr()
    scripts = dict(re.findall(r"^# .*\[(.*)\]\n((?:#.*\n)*\n(?:[^#\n].*\n+)*)", out, re.MULTILINE))
    assert "# It takes about " in scripts["hello"]
    assert "# Put together from the facts." in scripts["hello"]
    assert "Hola. Se ha comunicado con Elm Street Therapy." in scripts["hello"]
    assert "en un plazo de 2 días hábiles" in scripts["hello"]
    assert "Gracias, en 2 días hábiles." in scripts["reply"]
    # what nobody has translated stays whole, with its facts
    assert "# Nobody has translated it" in scripts["own"]
    assert "We answer in 2 business days." in scripts["own"]
    assert "# Voicemail greeting: Office phone (Elm Street Therapy) [hello]\n" in out
    assert "have no translation into es" in err
    assert "Office phone" in err  # in the signature
    assert "Elm Street Therapy" not in err
    assert "Winter break" not in err

    # a handbook in Spanish needs no option, and no translation
    (office.parent / "conf.py").write_text('language = "es"\n', "utf-8")
    assert main(["scripts", str(office.parent)]) == 0
    out, err = capsys.readouterr()
    assert "Hola. Se ha comunicado con Elm Street Therapy." in out
    assert "translat" not in out + err


def test_what_was_saved_is_compared_in_its_own_language(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["fingerprint", str(office)]) == 0
    spanish = str(office.with_name("es.json"))
    assert main(["fingerprint", str(office), "--language", "es", "-o", spanish]) == 0
    for arguments in (["--language", "es"], ["--since", spanish], []):
        assert main(["scripts", str(office), "--again", *arguments]) == 0
    assert main(["diff", spanish, str(office)]) == 0
    assert "RECORD" not in capsys.readouterr().out
    assert (
        "Hola."
        in json.loads(Path(spanish).read_text("utf-8"))["scripts"]["practice/hello"]["words"]
    )
    edit(office, "hours: Mo-Fr 09:00-17:00", "hours: Mo-Th 09:00-17:00")
    assert main(["scripts", str(office), "--again", "--language", "es"]) == 1
    assert "Hola." in capsys.readouterr().out


def test_a_situation_has_no_machines_of_its_own(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["scripts", str(office)]) == 0
    out = capsys.readouterr().out
    text = office.read_text("utf-8") + "situations: {teen: {turnaround: {value: 1}}}\n"
    office.write_text(text, "utf-8")
    assert main(["scripts", str(office)]) == 0
    assert capsys.readouterr().out == out


def test_without_a_record_nobody_is_told_that_all_is_well(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["scripts", str(office), "--again"]) == 1
    assert "it is not known what was recorded" in capsys.readouterr().err


def test_a_changed_fact_makes_a_recording_stale_until_it_is_recorded_again(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["fingerprint", str(office)]) == 0
    assert main(["scripts", str(office), "--again"]) == 0
    assert "Nothing has to be recorded again." in capsys.readouterr().out

    edit(office, "hours: Mo-Fr 09:00-17:00", "hours: Mo-Th 09:00-17:00")
    # saving anew does not make an old recording right
    assert main(["fingerprint", str(office)]) == 0
    capsys.readouterr()
    assert main(["scripts", str(office), "--again", "--format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert [(one["id"], one["record_again"]) for one in found] == [("hello", True)]

    edit(office, "method: phone, recorded_on: 2026-11-02", "method: phone, recorded_on: 2026-11-23")
    assert main(["scripts", str(office), "--again"]) == 0
    assert main(["fingerprint", str(office)]) == 0
    edit(office, "hours: Mo-Th 09:00-17:00", "hours: Mo-We 09:00-17:00")
    capsys.readouterr()
    assert main(["scripts", str(office), "--again"]) == 1
    assert "RECORD IT AGAIN" in capsys.readouterr().out


def test_what_was_copied_and_reads_differently_is_told(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(office, "method: phone, recorded_on: 2026-11-02", "method: phone")
    assert main(["fingerprint", str(office)]) == 0
    old = office.with_name("old.yaml")
    old.write_text(office.read_text("utf-8"), "utf-8")
    edit(office, "(503) 555-0143", "(503) 555-0199")
    capsys.readouterr()
    # only what the YAML does not hold has changed; nobody knows whether it is in use
    assert main(["scripts", str(office), "--again"]) == 0
    out = capsys.readouterr().out
    assert "[email-signature-email]" in out
    assert "IF YOU COPIED IT" in out
    assert "RECORD IT AGAIN" not in out
    assert main(["diff", str(old), str(office)]) == 0
    out = capsys.readouterr().out
    assert "Record or set again:\n  * nothing\n" in out
    copies = out[out.index("If you copied these, copy them again:") :]
    assert "[email-signature-email]" in copies[: copies.index("Make and hand out")]

    # a script that the YAML names counts without a day of recording, too
    edit(office, "hours: Mo-Fr 09:00-17:00", "hours: Mo-Th 09:00-17:00")
    assert main(["scripts", str(office), "--again", "--format", "json"]) == 1
    found = {one["id"]: one for one in json.loads(capsys.readouterr().out)}
    assert (found["hello"]["record_again"], found["hello"]["copy_again"]) == (True, False)
    assert found["email-signature-email"]["copy_again"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "it holds no JSON"),
        ("[]", "is not a fingerprint"),
        ('{"facts": {}}', "another version"),
        ('{"commspolicy": 1, "facts": {"a": 1}}', "is damaged"),
        ('{"commspolicy": 1, "facts": {}, "scripts": {"a": 3}, "saved_on": "x"}', "is damaged"),
        ("[" * 100_000, "it holds no JSON"),
    ],
)
def test_a_file_that_is_no_fingerprint_is_named(
    office: Path, content: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = office.parent / "bad.json"
    bad.write_text(content, "utf-8")
    for arguments in (
        ["scripts", str(office), "--since", str(bad)],
        ["diff", str(bad), str(office)],
    ):
        assert main(arguments) == 1
        err = capsys.readouterr().err
        assert "bad.json" in err
        assert words in err


def test_nothing_else_is_overwritten_by_a_fingerprint(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = office.parent / "package.json"
    other.write_text("{}", "utf-8")
    assert main(["fingerprint", str(office), "-o", str(other)]) == 1
    assert main(["fingerprint", str(office), "-o", str(office)]) == 1
    assert other.read_text("utf-8") == "{}"
    assert "is not a fingerprint" in capsys.readouterr().err


def test_the_example_has_words_for_every_machine() -> None:
    scripts = scripts_now(Facts(load(SITE / "practice.yaml"), DAY), load_phrases("en"))
    assert {one.kind for one in scripts.values()} == set(KINDS)
    assert all("[Missing" not in one.words for one in scripts.values())
