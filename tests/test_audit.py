"""Existing policies, in every form in which practices keep them."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import sys
import zipfile
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING

import docx
import PIL.Image
import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sphinx_commspolicy.audit import reading
from sphinx_commspolicy.audit.draft import draft
from sphinx_commspolicy.audit.elements import ELEMENTS
from sphinx_commspolicy.audit.report import audit
from sphinx_commspolicy.cli import main
from sphinx_commspolicy.loading import load

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx_commspolicy.model.policy import Policy

sys.path.insert(0, str(Path(__file__).parent.parent / "benchmarks"))
import checks

TODAY = dt.date(2026, 11, 23)
WORDS = (
    ("Heading", "How to reach me"),
    ("Normal", "I respond within 24-48 hours."),
    ("Normal", "If you have an emergency, email me."),
)


def text_of(lines: list[str]) -> bytes:
    return "\n\n".join(lines).encode()


def word_of(lines: list[str]) -> bytes:
    document = docx.Document()
    document.add_heading(lines[0], 1)
    for line in lines[1:]:
        document.add_paragraph(line)
    table = document.add_table(1, 2)
    table.rows[0].cells[0].text = "Bills"
    table.rows[0].cells[1].text = "You text us at your own risk."
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def html_of(lines: list[str]) -> bytes:
    body = "\n".join(f"<p>{line}</p>" for line in lines[1:])
    return (
        f"<html><head><title>No</title><script>var a = 'TODO';</script></head>\n"
        f"<body><h1>{lines[0]}</h1>\n{body}\n<pre>TODO</pre></body></html>"
    ).encode()


def pdf_of(lines: list[str], password: str = "") -> bytes:
    """Return a PDF of one page, made by hand: a content stream that shows each line."""
    shown = "".join(f"({line}) Tj 0 -30 Td " for line in lines)
    stream = f"BT /F1 12 Tf 50 700 Td {shown}ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
            "/Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    content = "%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(content))
        content += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    count = len(objects) + 1
    content += f"xref\n0 {count}\n0000000000 65535 f \n{table}"
    content += f"trailer << /Size {count} /Root 1 0 R >>\nstartxref\n{content.index('xref')}\n%%EOF"
    if not password:
        return content.encode()
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(content.encode()))
    writer.encrypt(password, algorithm="RC4-128")
    stream_out = io.BytesIO()
    writer.write(stream_out)
    return stream_out.getvalue()


FORMS: dict[str, Callable[[list[str]], bytes]] = {
    "policy.txt": text_of,
    "policy.md": lambda lines: text_of([f"# {lines[0]}", *lines[1:]]),
    "policy.rst": lambda lines: text_of([f"{lines[0]}\n{'=' * len(lines[0])}", *lines[1:]]),
    "policy.html": html_of,
    "policy.docx": word_of,
    "policy.pdf": pdf_of,
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str, str]:
    """Run ``commspolicy audit`` and return its status, its output and its errors."""
    status = main(["audit", *argv])
    shown = capsys.readouterr()
    return status, shown.out, shown.err


def places(path: str) -> list[str]:
    """Return rule and place of each finding, in a file of the working folder."""
    done = audit(reading.read(Path(path)), TODAY, "US", sample=True)
    return [f"{found.rule} {found.place}" for found in done.findings]


# ---- the corpus


def test_the_rules_find_what_a_careful_reader_finds() -> None:
    rules, parts = checks.compare()
    assert rules.recall() >= 0.9, rules.misses
    assert rules.precision() >= 0.9, rules.extras
    assert parts.recall() >= 0.9, parts.misses
    assert parts.precision() >= 0.9, parts.extras
    assert rules.hits.total() > 50


def test_the_rules_find_most_of_what_was_written_to_test_them() -> None:
    rules, _ = checks.compare(checks.LATER)
    assert rules.recall() >= 0.85, rules.misses
    assert rules.precision() >= 0.95, rules.extras
    assert rules.hits.total() > 50


def test_the_benchmark_counts_what_is_missed_and_what_is_found_without_need() -> None:
    from collections import Counter

    outcome = checks.Outcome(Counter(), [], [])
    expected = Counter({("a", 1): 1, ("b", 2): 1})
    checks._count(outcome, "x.md", expected, Counter({("a", 1): 1, ("c", 3): 2}), {("c", 4)})
    assert outcome.misses == [("x.md", "b", 2)]
    assert outcome.extras == [("x.md", "c", 3), ("x.md", "c", 3)]
    assert outcome.recall() == 0.5
    assert outcome.precision() == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    "path",
    [*checks.expectations(), *checks.expectations(checks.LATER)],
    ids=lambda path: path.name,
)
def test_a_draft_of_every_policy_loads(path: Path, folder: Path) -> None:
    country = str(checks.expectations(path.parent)[path]["country"])
    done = draft([audit(reading.read(path), TODAY, country, sample=True)], country)
    (folder / "practice.yaml").write_text(done.text, "utf-8")
    policy = load(Path("practice.yaml")).policy()
    assert policy.practice.country == country
    assert "TODO" not in done.text
    for value in done.values:
        assert f"# {value.place}" in done.text


# ---- the forms


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("policy.txt", ["turnaround-range policy.txt:3:18", "crisis-route-async policy.txt:5:27"]),
        ("policy.md", ["turnaround-range policy.md:3:18", "crisis-route-async policy.md:5:27"]),
        ("policy.rst", ["turnaround-range policy.rst:4:18", "crisis-route-async policy.rst:6:27"]),
        (
            "policy.html",
            ["turnaround-range policy.html:3:21", "crisis-route-async policy.html:4:30"],
        ),
        (
            "policy.docx",
            [
                "turnaround-range policy.docx:2:18",
                "crisis-route-async policy.docx:3:27",
                "waiver-overbroad policy.docx:5:13",
            ],
        ),
        (
            "policy.pdf",
            [
                "turnaround-range policy.pdf (page 1):2:18",
                "crisis-route-async policy.pdf (page 1):3:27",
            ],
        ),
    ],
)
def test_a_policy_of_each_form_is_read_with_its_places(
    name: str, expected: list[str], folder: Path
) -> None:
    (folder / name).write_bytes(FORMS[name]([words for _, words in WORDS]))
    assert [found for found in places(name) if "crisis-no-route" not in found] == expected


def test_a_word_file_numbers_merged_cells_and_empty_paragraphs_once() -> None:
    document = docx.Document()
    document.add_paragraph("")
    table = document.add_table(1, 2)
    merged = table.cell(0, 0).merge(table.cell(0, 1))
    merged.text = "TODO"
    document.save("policy.docx")
    assert [found for found in places("policy.docx") if "placeholder" in found] == [
        "placeholder-left policy.docx:2:1"
    ]


NOTES = """\
<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:footnote w:id="1"><w:p><w:r><w:t>A </w:t></w:r><w:r><w:t>note.</w:t></w:r></w:p></w:footnote>
</w:footnotes>"""
BOX = """\
<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:r><w:pict>
<w:txbxContent><w:p><w:r><w:t>In a box.</w:t></w:r></w:p></w:txbxContent>
<w:txbxContent><w:p><w:r><w:t>In a box.</w:t></w:r></w:p></w:txbxContent>
</w:pict></w:r></w:p>"""


def test_a_word_file_is_read_beside_its_text_and_its_pictures_are_told() -> None:
    from docx.oxml import parse_xml

    document = docx.Document()
    document.add_paragraph("Hello.")
    document.add_table(1, 1).cell(0, 0).add_table(1, 1).cell(0, 0).text = "In a table of a table."
    section = document.sections[0]
    section.header.paragraphs[0].text = "At the top."
    section.footer.paragraphs[0].text = "At the foot."
    document.element.body.insert(0, parse_xml(BOX))
    picture = io.BytesIO()
    PIL.Image.new("1", (1, 1)).save(picture, "png")
    document.add_picture(picture)
    stream = io.BytesIO()
    document.save(stream)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("word/footnotes.xml", NOTES)
    Path("a.docx").write_bytes(stream.getvalue())
    source = reading.read(Path("a.docx"))
    found = {passage.text: str(passage.place_of(0, 1)) for passage in source.passages}
    assert found == {
        "Hello.": "a.docx:2:1",
        "In a table of a table.": "a.docx:4:1",
        "At the top.": "a.docx (header):1:1",
        "At the foot.": "a.docx (footer):1:1",
        "In a box.": "a.docx (text boxes):1:1",
        "A note.": "a.docx (footnotes):1:1",
    }
    assert source.lines["a.docx (footer)"] == ["At the foot."]
    assert source.unread == ("1 picture",)


def test_what_a_file_holds_and_nobody_can_read_is_told(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("a.rst").write_text(
        "Call 911.\n\n.. card:: Help\n\n   Email me.\n\n.. include:: b.rst\n", "utf-8"
    )
    _, out, _ = run(capsys, "a.rst")
    assert (
        "a.rst: this could not be read, and may say more:\n"
        "  - line 3: what stands in the directive “card”\n"
        "  - line 7: what stands in the directive “include”\n"
    ) in out
    _, out, _ = run(capsys, "a.rst", "--format", "json")
    assert len(json.loads(out)["files"][0]["not_read"]) == 2
    writer = pypdf.PdfWriter(io.BytesIO(pdf_of(["Call 911."])))
    writer.add_blank_page(200, 200)
    writer.add_blank_page(200, 200)
    writer.write("a.pdf")
    assert reading.read(Path("a.pdf")).unread == (
        "pages 2, 3 (no text is there; it may be a scan)",
    )


def test_lists_as_deep_as_no_policy_needs_and_files_that_are_none_are_refused(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("a.rst").write_text("".join(f"{'  ' * level}* x\n\n" for level in range(400)), "utf-8")
    status, out, err = run(capsys, "a.rst")
    assert (status, out) == (1, "")
    assert "a.rst cannot be read: its parts stand in each other too deep." in err
    os.mkfifo("b.txt")
    assert "b.txt is not a file that can be read." in run(capsys, "b.txt")[2]


def test_text_of_windows_and_utf_16_is_read() -> None:
    Path("a.txt").write_bytes("Call us – TODO\r\n\r\nTBD".encode("cp1252"))
    Path("b.txt").write_bytes("Call us – TODO\r\n\r\nTBD".encode("utf-16"))
    for name in ("a.txt", "b.txt"):
        found = [one for one in places(name) if "placeholder" in one]
        assert found == [f"placeholder-left {name}:1:11", f"placeholder-left {name}:3:1"]


def test_code_and_quotations_are_not_read_as_the_practice_s_own_words() -> None:
    Path("a.md").write_text(
        dedent("""\
        # Notes

        Do not write “call me any time” or `TODO`.

        ```
        TODO
        ```

        > We reply immediately.
        """),
        "utf-8",
    )
    assert places("a.md") == ["crisis-no-route a.md"]


def test_fields_at_the_top_of_a_markdown_file_are_no_prose() -> None:
    Path("a.md").write_text("---\ntitle: TODO\n---\n\n# Notes\n\nTBD\n", "utf-8")
    assert "placeholder-left a.md:7:1" in places("a.md")
    assert not any(":2:" in found for found in places("a.md"))


def test_titles_and_paragraphs_of_a_pdf_are_told_apart() -> None:
    lines = [
        "Keeping in touch",
        "We answer within two days, and we say so here in a line that fills the page",
        "to its end. That is all.",
        "This is another paragraph, which is about as long as the longest line here.",
        "Emergencies",
        "Call 911.",
        "We cannot help.",
    ]
    Path("a.pdf").write_bytes(pdf_of(lines))
    found = reading.read(Path("a.pdf")).passages
    assert [(one.text, one.headings[-1]) for one in found] == [
        (lines[0], "Keeping in touch"),
        (f"{lines[1]} {lines[2]}", "Keeping in touch"),
        (lines[3], "Keeping in touch"),
        ("Emergencies", "Emergencies"),
        ("Call 911.", "Emergencies"),
        ("We cannot help.", "Emergencies"),
    ]
    assert [one.place_of(0, 4).line for one in found] == [1, 2, 4, 5, 6, 7]


def test_a_page_of_a_pdf_goes_on_below_the_title_of_the_page_before() -> None:
    writer = pypdf.PdfWriter()
    long = "This is a sentence that takes a whole line of the page, as most lines do."
    for lines in (["Keeping in touch", long, "Emergencies", "Call us."], ["Or wait."]):
        writer.append(io.BytesIO(pdf_of(lines)))
    with Path("a.pdf").open("wb") as file:
        writer.write(file)
    last = reading.read(Path("a.pdf")).passages[-1]
    assert last.headings == ("Keeping in touch", "Emergencies")
    assert last.place_of(0, 2).file == "a.pdf (page 2)"


@pytest.mark.parametrize("name", ["policy.docx", "policy.pdf"])
def test_a_finding_in_a_file_that_is_no_text_is_quoted_all_the_same(
    name: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / name).write_bytes(FORMS[name]([words for _, words in WORDS]))
    out = run(capsys, "--sample", name)[1]
    assert "    2 | I respond within 24-48 hours.\n      |                  ^^^^^^^^^^^\n" in out


# ---- what cannot be read


def bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * (reading.LARGEST_UNPACKED + 1))
    return stream.getvalue()


UNREADABLE = {
    "empty.txt": (b" \n", "is empty"),
    "binary.txt": (b"\x7fELF\0\0\1", "is not a text file"),
    "odd.txt": (b"\xff\xfe\x00\xd8", "is not a text file"),
    "policy.doc": (b"text", "is of a kind that cannot be read here"),
    "policy": (b"text", "is of a kind that cannot be read here"),
    "old.docx": (b"\xd0\xcf\x11\xe0rest", "is protected by a password"),
    "broken.docx": (b"PK\3\4nothing", "is not a Word file, or is damaged"),
    "strange.docx": (None, "is damaged"),
    "bomb.docx": (None, "is too large when it is unpacked"),
    "broken.pdf": (b"%PDF-1.7 nothing", "is damaged"),
    "locked.pdf": (None, "is protected by a password"),
    "scan.pdf": (None, "holds no text"),
    "blank.html": (b"<html><body><script>a</script></body></html>", "holds no text"),
    "blank.md": (b"```\ncode\n```", "holds no text"),
    "marks.rst": (b".. comment", "holds no text"),
}


def made(name: str) -> bytes:
    content = UNREADABLE[name][0]
    if content is not None:
        return content
    if name == "locked.pdf":
        return pdf_of(["Hello"], "secret")
    if name == "scan.pdf":
        return pdf_of([])
    if name == "bomb.docx":
        return bomb()
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("other.xml", "<a/>")
    return stream.getvalue()


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_is_told_in_words(
    name: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / name).write_bytes(made(name))
    status, out, err = run(capsys, name)
    assert status == 1
    assert UNREADABLE[name][1] in err
    assert err.startswith(f"commspolicy: error: {name} ")
    assert "  help: " in err
    assert out == ""


def test_a_file_that_is_too_large_is_not_opened(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "LARGEST", 10)
    Path("long.txt").write_text("more than ten characters", "utf-8")
    assert "is too large" in run(capsys, "long.txt")[2]


def test_a_missing_file_and_a_folder_are_told_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    Path("policies.txt").mkdir()
    status, _, err = run(capsys, "nowhere.txt", "policies.txt")
    assert status == 1
    assert "nowhere.txt: No such file or directory." in err
    assert "policies.txt is a folder." in err


@pytest.mark.parametrize(
    ("name", "module"),
    [("a.docx", "docx"), ("a.pdf", "pypdf"), ("a.html", "bs4"), ("a.md", "markdown_it")],
)
def test_a_missing_library_is_told_with_the_command_that_installs_it(
    name: str,
    module: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    Path(name).write_bytes(b"words")
    status, _, err = run(capsys, name)
    assert status == 1
    assert 'pip install "sphinx-commspolicy[audit]"' in err


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(content=st.binary(max_size=200), suffix=st.sampled_from(sorted(reading.FORMS)))
def test_no_file_ends_in_a_traceback(
    content: bytes, suffix: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path(f"any{suffix}").write_bytes(content)
    assert run(capsys, f"any{suffix}")[0] in {0, 1}


WORDS_OF_POLICIES = """\
we I do not text email call you reply within two 48 hours - days business 988 911 . , ; ( ) “ ”
emergency if 741741 1-800-273-TALK (8255) any time only your therapist reads @us a@b.example
HIPAA review leave cancel must by fax # * ` | — press 3 Lifeline keep it from your partner
"""
WORD = st.sampled_from(WORDS_OF_POLICIES.split())


@settings(max_examples=60, deadline=None)
@given(st.lists(WORD, max_size=60))
def test_no_words_end_in_a_traceback(words: list[str]) -> None:
    source = reading.text_source("a.txt", " ".join(words))
    done = audit(source, TODAY, "US")
    for found in done.findings:
        assert found.place.line >= 0
        assert found.message
    if source.passages:
        assert draft([done], "US").values


# ---- what is printed


POLICY = """\
Elm Street Therapy

We reply within 24-48 hours. Call 646-555-0190.
"""


def test_findings_are_shown_with_their_line_the_place_and_the_remedy(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("a.txt").write_text(POLICY, "utf-8")
    status, out, err = run(capsys, "--sample", "a.txt")
    assert status == 1
    assert err == ""
    assert out.startswith(
        dedent("""\
        a.txt: error: This policy does not say whom to call in an emergency. [crisis-no-route]
          why: A client in danger has to find in seconds whom to call.
          help: Name the emergency number, and a crisis service that answers day and night.

        a.txt:3:17: info: “24-48 hours” is a range: a client who waits counts on the shorter \
time. [turnaround-range]
            3 | We reply within 24-48 hours. Call 646-555-0190.
              |                 ^^^^^^^^^^^
        """)
    )
    assert "  help: Promise the longer one: “within 48 hours”." in out
    assert "1 error, 1 remark found." in out
    assert "It does not say:\n  - which ways of contact you do not use\n" in out
    assert "United States; --country names another." in out


def test_a_policy_without_fault_ends_with_status_0(
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = next(path for path in checks.expectations() if path.name == "us-solo-good.md")
    status, out, _ = run(capsys, "--sample", str(path))
    assert status == 0
    assert "every part of a policy was found" in out
    assert "Nothing found." in out


def test_json_holds_findings_missing_parts_and_the_draft(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("a.txt").write_text(POLICY, "utf-8")
    _, out, _ = run(capsys, "--sample", "--format", "json", "--draft", "p.yaml", "a.txt")
    document = json.loads(out)
    (file,) = document["files"]
    assert [found["rule"] for found in file["findings"]] == ["crisis-no-route", "turnaround-range"]
    assert file["findings"][1]["line"] == 3
    assert file["findings"][1]["end_column"] == 28
    assert "methods-not-used" in [one["name"] for one in file["not_found"]]
    assert document["summary"] == {"error": 1, "warning": 0, "info": 1}
    values = {one["path"]: one["value"] for one in document["draft"]["values"]}
    assert values["practice.name"] == "Elm Street Therapy"
    assert values["methods.phone.value"] == "646-555-0190"
    assert "a public crisis service" in document["draft"]["left_out"]


def test_a_country_that_is_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.txt").write_text(POLICY, "utf-8")
    status, _, err = run(capsys, "--country", "UK", "a.txt")
    assert status == 2
    assert "Write United Kingdom as GB." in err


def test_a_country_without_data_on_crisis_services_is_read_all_the_same(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("a.txt").write_text("Call 112 in an emergency. We reply within 24-48 hours.\n", "utf-8")
    _, out, _ = run(capsys, "--country", "NL", "a.txt")
    assert "turnaround-range" in out
    assert "crisis-wrong-country" not in out


# ---- the draft


def test_a_draft_says_where_each_value_was_read_and_what_it_lacks(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("a.md").write_text(
        dedent("""\
        # Alder Counseling

        Ring or text 206-555-0131. The phone is answered on weekdays from 9 to 4.
        Our fax is 206-555-0132.
        Write to hello@alder.example.org. The portal is at https://portal.alder.example.org/.

        We do not use WhatsApp. We reply within two business days, except on weekends and
        public holidays.
        We may answer sooner. If you have heard nothing, call again.

        Cancel at least 24 hours ahead. In an emergency call 911 or 988. The hospital is at
        206-555-0199.

        We do not accept friend requests on Facebook. We do not search for you online.
        We do not ask for reviews.
        """),
        "utf-8",
    )
    _, out, _ = run(capsys, "--sample", "--draft", "practice.yaml", "a.md")
    policy = load(Path("practice.yaml")).policy()
    assert policy.practice.name == "Alder Counseling"
    assert {name: (one.system, one.value, one.status) for name, one in policy.methods.items()} == {
        "phone": ("phone", "206-555-0131", "in_use"),
        "text": ("sms", "206-555-0131", "in_use"),
        "fax": ("fax", "206-555-0132", "in_use"),
        "email": ("email", "hello@alder.example.org", "in_use"),
        "portal": ("portal", None, "in_use"),
        "whatsapp": ("app", None, "not_used"),
    }
    assert str(policy.methods["phone"].hours) == "Mo-Fr 09:00-16:00"
    assert policy.turnaround.value == 2
    assert policy.turnaround.unit == "business_day"
    assert policy.turnaround.excludes == ("weekends", "public_holidays")
    assert policy.turnaround.sooner == "We may answer sooner."
    assert policy.turnaround.if_no_reply == "If you have heard nothing, call again."
    assert policy.cancellation.notice.value == 24
    assert policy.crisis.services == ("us-911", "us-988")
    assert policy.social_media.platforms["facebook"].requests == "none"
    assert policy.social_media.searching == "never"
    assert policy.social_media.reviews == "We do not ask for reviews."
    text = Path("practice.yaml").read_text("utf-8")
    assert "    value: 206-555-0132  # a.md:4:12" in text
    assert "206-555-0199" not in text
    assert "  - time zone, addresses and licenses" in out


def test_a_draft_never_replaces_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.txt").write_text(POLICY, "utf-8")
    Path("practice.yaml").write_text("mine", "utf-8")
    status, _, err = run(capsys, "--draft", "practice.yaml", "a.txt")
    assert status == 1
    assert "practice.yaml exists; nothing was written." in err
    assert Path("practice.yaml").read_text("utf-8") == "mine"
    assert "is not a folder" in run(capsys, "--draft", "no/p.yaml", "a.txt")[2]


def test_what_the_loader_would_refuse_is_left_out_of_a_draft_and_told() -> None:
    source = reading.text_source("a.txt", "Elm Therapy\n\nWrite to el..m@elm.example.org.\n")
    done = draft([audit(source, TODAY, "US")], "US")
    Path("practice.yaml").write_text(done.text, "utf-8")
    assert load(Path("practice.yaml")).policy().methods == {}
    assert any("methods.email" in words for words in done.left_out)


def test_a_policy_without_a_name_has_its_first_words_and_says_so() -> None:
    source = reading.text_source("a.txt", "contact\n\nWe reply within two days.\n")
    done = draft([audit(source, TODAY, "US")], "US")
    assert "name: contact" in done.text
    assert "the name of the practice" in done.left_out


def drafted(text: str, country: str = "US") -> tuple[Policy, tuple[str, ...]]:
    source = reading.text_source("a.txt", dedent(text))
    done = draft([audit(source, TODAY, country, sample=True)], country)
    Path("practice.yaml").write_text(done.text, "utf-8")
    return load(Path("practice.yaml")).policy(), done.left_out


def test_numbers_of_others_are_no_way_to_reach_the_practice_and_are_told() -> None:
    policy, left_out = drafted(
        """\
        WATTLE GROVE PSYCHOLOGY

        Call us on 03 9999 4321. In an emergency call 000.

        Ring Lifeline on 13 11 14, or Beyond Blue, 1300 22 4636. 13YARN (13 92 76) is for all.

        The Health Complaints Commissioner is on 1300 582 113.
        """,
        "AU",
    )
    assert policy.practice.name == "WATTLE GROVE PSYCHOLOGY"
    assert [one.value for one in policy.methods.values()] == ["03 9999 4321"]
    told = [words.partition(" (")[0] for words in left_out if words.startswith("the number")]
    assert told == ["the number 1300 22 4636", "the number 13 92 76", "the number 1300 582 113"]


def test_a_time_is_drafted_for_the_way_that_it_is_about() -> None:
    policy, _ = drafted(
        """\
        Alder Counseling

        Txt 206-555-0131 to change a booking. I answer texts within 24 hours.

        Email: hello@alder.example.org. Two of us read it. We answer in three working days.

        Leave a message on 206-555-0132 and I ring you back on the next day I work.
        """
    )
    assert policy.turnaround is None
    assert {name: str(one.turnaround.unit) for name, one in policy.methods.items()} == {
        "text": "clock_hour",
        "email": "business_day",
        "phone": "business_day",
    }


def test_the_name_of_a_practice_is_taken_before_that_of_a_person_in_a_list() -> None:
    policy, _ = drafted(
        "Hello\n\n- Luis Ortega, LCSW\n- Karen Whitfield, LPC\n\nPINE RIDGE PSYCHOTHERAPY GROUP\n"
    )
    assert policy.practice.name == "PINE RIDGE PSYCHOTHERAPY GROUP"
    _, left_out = drafted("Hello\n\n- Luis Ortega, LCSW\n- Karen Whitfield, LPC\n")
    assert "the name of the practice" in left_out


def test_ways_that_are_refused_are_drafted_and_contradictions_are_told() -> None:
    policy, left_out = drafted(
        """\
        Alder Counseling

        Fax, WhatsApp and Instagram messages are not used. Nor do we text.

        Email a@alder.example.org. I do not use email for any reason.
        """
    )
    assert {name: one.status for name, one in policy.methods.items()} == {
        "email": "in_use",
        "fax": "not_used",
        "whatsapp": "not_used",
        "text": "not_used",
    }
    assert [words for words in left_out if words.startswith("whether")] == [
        "whether you use email: refused at a.txt:5:28, offered at a.txt:5:7"
    ]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("sensitive", "Put nothing personal in it: email is like a postcard."),
        ("sensitive", "Please keep it to dates and times."),
        ("sensitive", "Please do not put clinical matters in emails."),
        ("sensitive", "We never discuss therapy by text."),
        ("sensitive", "Texts are for times and lateness only."),
        ("small-matters", "Txt 021 555 0144 to change a booking."),
        ("methods-not-used", "WhatsApp and social media messages are not something I use."),
        ("methods-not-used", "We give out no numbers. Nor do we text."),
        ("methods-not-used", "I do not text with clients for any reason."),
    ],
)
def test_a_part_is_found_in_whatever_words_it_stands(name: str, words: str) -> None:
    source = reading.text_source("a.txt", f"{words}\n")
    assert name not in {one.name for one in audit(source, TODAY, "NZ").missing}


def test_each_part_of_a_policy_can_be_found_and_missed() -> None:
    good = next(path for path in checks.expectations() if path.name == "us-solo-good.md")
    assert audit(reading.read(good), TODAY, "US", sample=True).missing == ()
    bare = reading.text_source("a.txt", "The portal is new.\n")
    assert {one.name for one in audit(bare, TODAY, "US").missing} == {
        element.name for element in ELEMENTS
    }


# ---- the manual


def test_the_manual_shows_what_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    page = Path(__file__).parent.parent / "docs" / "howto" / "audit.rst"
    blocks = page.read_text("utf-8").split(".. code-block:: text\n")[1:]
    policy, shown = (
        dedent("\n".join(_indented(block.split("\n\n", 1)[1]))).strip("\n") for block in blocks
    )
    Path("policy.txt").write_text(policy + "\n", "utf-8")
    assert run(capsys, "--sample", "policy.txt")[1].strip() == shown.strip()


def _indented(text: str) -> list[str]:
    """Return the lines of *text* up to the first that is not indented."""
    lines = []
    for line in text.split("\n"):
        if line and not line.startswith(" "):
            break
        lines.append(line)
    return lines
