"""What is marked internal reaches nobody but the team."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING

import pypdf
import pytest
from handbook import CONF, Handbook, contents

from sphinx_commspolicy.cli import main
from sphinx_commspolicy.diagnostics import Code
from sphinx_commspolicy.effective import Scope

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sphinx_commspolicy.diagnostics import Diagnostic
    from sphinx_commspolicy.effective import PolicySource

SECRETS = (
    "Quokka",
    "Wombat",
    "Numbat",
    "555-0199",
    "Bilby",
    "Dunnart",
    "Potoroo",
    "Bettong",
    "Kowari",
)
"""Words that stand only in internal facts."""

PRACTICE = """
practice:
  name: Elm Street Therapy
  legal_name: Quokka Holdings
  internal: [legal_name]
  country: US
  jurisdictions: [US-OR]
  time_zone: America/Los_Angeles
  document: {version: "2.0"}
methods:
  phone:
    name: Office phone
    system: phone
    value: (503) 555-0143
    note: The code is Wombat.
    internal: [note]
  staff-line:
    internal: yes
    name: Numbat line
    system: phone
    value: (503) 555-0199
  email: {name: E-mail, system: email, value: office@elmstreet.example.org, security: not_encrypted}
needs:
  cancel: {name: Cancel a session, category: administrative, first: phone}
  staff: {internal: yes, name: Ask for Bilby, category: administrative, first: staff-line}
turnaround: {value: 1, unit: business_day}
calendar:
  hours: Mo-Fr 09:00-17:00
  weather: Ask Dunnart.
  internal: [weather]
scripts:
  hello: {kind: voicemail_greeting, method: phone}
  team: {internal: yes, kind: voicemail_greeting, method: staff-line, text: Hello Numbat.}
groups:
  internal: yes
  absence: Call Potoroo.
clinicians:
  june:
    name: June Abernathy
    working_days: Bettong days
    internal: [working_days, absences]
    absences: [{start: 2026-12-21, end: 2026-12-23, reason: Bettong}]
    methods:
      phone: {note: Wombat again.}
      staff-line: {note: Numbat again.}
      email: {note: Kowari, internal: [note]}
  lee:
    internal: yes
    name: Kowari Moss
"""

BLOCKS = """
.. contact-methods::

.. contact-method:: phone
   :no-index:

.. need-routes::

.. clinicians::
   :facts: role, working-days, best-way, absences

.. absences::
   :closures:

.. policy-topic:: calendar

.. policy-topic:: practice

.. reach-sheet::

.. wallet-card::

.. contact-card::

.. intake-guide::

.. preference-form::

.. nonsecure-request::

.. acknowledgement::

.. message-script::

.. policy-changes::
"""


@pytest.fixture
def handbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Handbook:
    monkeypatch.chdir(tmp_path)
    handbook = Handbook(tmp_path)
    more = (
        'version = "2.0"\ncommspolicy_json_ld = "all"\ncommspolicy_icalendar = True\n'
        'commspolicy_fingerprint = "saved.json"\n'
        'typst_documents = [("index", "book.pdf", "Book", "Elm Street Therapy")]\n'
        "gettext_compact = False\n"
    )
    handbook.write("conf.py", CONF + more)
    handbook.write("practice.yaml", PRACTICE.replace("0143", "0142"))
    assert main(["fingerprint", str(handbook.src), "-o", str(handbook.src / "saved.json")]) == 0
    handbook.write("practice.yaml", PRACTICE)
    handbook.write("index.rst", "Handbook\n========\n\n.. toctree::\n\n   all\n   june\n")
    handbook.write("all.rst", f"Everything\n==========\n{BLOCKS}")
    handbook.write("june.rst", f":clinician: june\n\nJune\n====\n{BLOCKS}")
    return handbook


def found_in(data: bytes) -> set[str]:
    return {word for word in SECRETS if word.encode() in data or word.encode("utf-16-be") in data}


def opened(name: str, data: bytes) -> bytes:
    """Return what a file holds, unpacked."""
    if name.endswith(".pdf"):
        pages = pypdf.PdfReader(io.BytesIO(data)).pages
        return "\n".join(page.extract_text() for page in pages).encode()
    if name.endswith(".epub"):
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            return b"\n".join(book.read(part) for part in book.namelist())
    return data


@pytest.mark.parametrize(
    "builder", ["html", "singlehtml", "text", "latex", "epub", "man", "gettext", "typstpdf", "xml"]
)
def test_no_output_holds_what_is_internal(handbook: Handbook, builder: str) -> None:
    handbook.build(builder)
    files = {name: opened(name, data) for name, data in contents(handbook.out / builder).items()}
    assert {name: found_in(data) for name, data in files.items() if found_in(data)} == {}
    # the facts beside them are there, so the search is for something that could be found
    assert any(b"0143" in data for data in files.values()) or builder == "gettext"
    if builder == "html":
        assert {"closures.ics", "searchindex.js"} <= set(files)
        assert any(name.endswith("clinician-june.vcf") for name in files)
        assert b"ld+json" in files["all.html"]


def test_the_same_words_are_found_where_they_are_not_internal(handbook: Handbook) -> None:
    # what the test above looks for does reach the pages when the marks are taken away
    handbook.write(
        "practice.yaml", PRACTICE.replace("internal: yes", "").replace("internal: [", "x: [")
    )
    text = handbook.read("practice.yaml")
    handbook.write(
        "practice.yaml",
        "\n".join(line for line in text.splitlines() if " x: [" not in line).replace("{, ", "{"),
    )
    handbook.replace("practice.yaml", "  june:", "  june:")
    handbook.build()
    data = b"".join(contents(handbook.out / "html").values())
    assert found_in(data) >= set(SECRETS) - {"Kowari", "Potoroo"}


def test_no_command_tells_what_is_internal(
    handbook: Handbook, capsys: pytest.CaptureFixture[str]
) -> None:
    source = str(handbook.src)
    saved = handbook.src / "saved.json"
    assert found_in(saved.read_bytes()) == set()
    assert json.loads(saved.read_text("utf-8"))["facts"]["methods"].keys() == {"phone", "email"}
    for command in (
        ["scripts", source],
        ["diff", str(saved), source],
        ["show", "-s", source],
        ["show", "-s", source, "--clinician", "june", "--defaults"],
    ):
        capsys.readouterr()
        assert main(command) == 0
        assert found_in(capsys.readouterr().out.encode()) == set()


def test_a_change_of_what_is_internal_writes_nothing(handbook: Handbook) -> None:
    handbook.build()
    handbook.replace("practice.yaml", "The code is Wombat.", "The code is Bandicoot.")
    assert handbook.build().written == []


# ---- what follows


def test_what_is_internal_for_the_practice_is_so_for_everybody(
    read: Callable[..., PolicySource],
) -> None:
    source = read(PRACTICE)
    june = source.policy(Scope("clinician", "june"))
    assert june.methods.keys() == {"phone", "email"}
    assert june.methods["phone"].note is None
    assert june.methods["email"].note is None
    assert [scope.name for scope in source.scopes()] == ["", "june"]


def test_what_is_internal_in_a_programme_is_so_for_its_clinicians(
    read: Callable[..., PolicySource],
) -> None:
    text = """
practice: {name: Elm, country: US}
methods: {phone: {name: Phone, system: phone, value: (503) 555-0143}}
programmes:
  dbt:
    name: DBT
    methods:
      line: {internal: yes, name: Line, system: phone, value: (503) 555-0144}
      phone: {internal: [note], note: Hidden.}
clinicians:
  teo: {name: Teo, programmes: [dbt], methods: {line: {note: Mine.}, phone: {note: Mine.}}}
  una: {name: Una, methods: {phone: {note: Shown.}}}
"""
    source = read(text)
    teo, una = (source.policy(Scope("clinician", name)) for name in ("teo", "una"))
    assert teo.methods.keys() == {"phone"}
    assert teo.methods["phone"].note is None
    assert una.methods["phone"].note == "Shown."


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        ("first: phone}", "first: staff-line}", Code.unknown_id, "marked “internal”"),
        (
            "internal: [note]\n  staff",
            "internal: [name]\n  staff",
            Code.invalid_value,
            "cannot do without",
        ),
        (
            "internal: [note]\n  staff",
            "internal: [nott]\n  staff",
            Code.invalid_value,
            "Did you mean “note”?",
        ),
        (
            "internal: [note]\n  staff",
            "internal: {a: 1}\n  staff",
            Code.invalid_value,
            "list of keys",
        ),
        ("internal: [note]\n  staff", "internal: maybe\n  staff", Code.invalid_value, "neither"),
        ("internal: [legal_name]", "internal: yes", Code.invalid_value, "as a whole"),
        # what is internal is checked all the same
        ("value: (503) 555-0199", "value: 12", Code.invalid_value, "12"),
    ],
)
def test_a_mark_that_cannot_hold_is_an_error(
    old: str,
    new: str,
    code: Code,
    words: str,
    problems: Callable[..., tuple[Diagnostic, ...]],
) -> None:
    assert PRACTICE.count(old) == 1
    found = problems(PRACTICE.replace(old, new))
    assert [one.code for one in found][:1] == [code]
    assert words in found[0].text()
    assert found[0].location.line > 0


def test_a_clinician_cannot_make_public_what_the_practice_keeps(
    read: Callable[..., PolicySource],
) -> None:
    source = read(
        PRACTICE.replace(
            "phone: {note: Wombat again.}", "phone: {note: Wombat again., internal: no}"
        )
    )
    assert source.policy(Scope("clinician", "june")).methods["phone"].note is None
