"""What a practice hands out holds the facts, fits its paper, and can be read by everybody."""

from __future__ import annotations

import datetime as dt
import io
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import icalendar
import pypdf
import pytest
import vobject
import zxingcpp
from handbook import CONF, Handbook
from PIL import Image
from sphinx import locale
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

import sphinx_commspolicy
from sphinx_commspolicy.content_lines import escaped, folded

if TYPE_CHECKING:
    from typing import Any

SITE = Path(__file__).parent.parent / "example_site"
CLINICIANS = ("june", "owen", "priya", "rosa", "teo")
KINDS = (
    "reach-sheet",
    "wallet-card",
    "contact-card",
    "intake-guide",
    "preference-form",
    "nonsecure-request",
    "acknowledgement",
)


def scanned(picture: bytes) -> str:
    """Return what a camera reads in a picture."""
    found = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)).convert("L"))
    assert len(found) == 1
    return found[0].text


def codes(page: str) -> list[tuple[str, str]]:
    """Return what each QR code of an HTML page holds, and its words."""
    found = []
    for drawing in re.findall(r'<svg class="commspolicy-qr".*?</svg>', page):
        given = ET.fromstring(drawing)
        assert given.get("role") == "img"
        found.append((scanned(drawn(given)), given.get("aria-label", "")))
    return found


def drawn(drawing: ET.Element) -> bytes:
    """Return a drawing of horizontal lines, one square high, as a picture."""
    ground, lines = (part.get("d", "") for part in drawing.iter() if part.tag.endswith("path"))
    side = int(drawing.get("viewBox", "").split()[2])
    assert ground == f"M0 0h{side}v{side}h-{side}z"
    picture = Image.new("L", (side, side), 255)
    x, y = 0.0, 0.0
    for step, first, second in re.findall(r"([Mmh])(-?[\d.]+)(?: (-?[\d.]+))?", lines):
        if step == "h":
            for square in range(int(first)):
                picture.putpixel((int(x) + square, int(y)), 0)
            x += int(first)
        else:
            at = (x, y) if step == "m" else (0, 0)
            x, y = at[0] + float(first), at[1] + float(second)
    file = io.BytesIO()
    picture.resize((8 * side, 8 * side), Image.Resampling.NEAREST).save(file, "png")
    return file.getvalue()


# ---- the example, with a page of each kind


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the example's pages as HTML, and their doctrees."""
    folder = tmp_path_factory.mktemp("site")
    _build(folder, "html")
    return folder


def _build(folder: Path, builder: str, out: str = "", **config: Any) -> Path:
    locale.translators.clear()
    log = io.StringIO()
    target = folder / (out or builder)
    with patch_docutils(SITE), docutils_namespace():
        app = Sphinx(
            SITE,
            SITE,
            target,
            folder / "doctrees",
            builder,
            confoverrides=config,
            status=None,
            warning=log,
        )
        app.build()
    assert log.getvalue() == ""
    return target


@pytest.mark.parametrize("paper", ["us-letter", "a4"])
@pytest.mark.parametrize("clinician", ["", *CLINICIANS])
def test_the_sheet_fits_on_one_page(clinician: str, paper: str, site: Path) -> None:
    documents = [("handouts/reach-sheet", "sheet.pdf", "How to reach us", "Alder Street")]
    out = _build(
        site,
        "typstpdf",
        f"pdf-{clinician}-{paper}",
        typst_documents=documents,
        commspolicy_clinician=clinician,
        typst_paper=paper,
    )
    (made,) = out.glob("sheet*.pdf")  # named for the clinician
    reader = pypdf.PdfReader(made)
    assert len(reader.pages) == 1
    text = reader.pages[0].extract_text()
    # a crisis comes first
    assert text.index("911") < text.index("You want to")
    assert text.index("988") < text.index("You want to")
    if clinician == "owen":
        assert "(503) 555-0152" in text
        assert "2 business days" in text
    width, height = (float(side) / 72 * 25.4 for side in reader.pages[0].mediabox[2:])
    assert (round(width), round(height)) == ((216, 279) if paper == "us-letter" else (210, 297))
    held = {scanned(image.data) for image in reader.pages[0].images}
    assert "https://portal.alderstreet.example.org/" in held
    assert any(one.startswith("tel:+1503555") for one in held)


def _sheet_of(handbook: Handbook, needs: int, sheet: str = ".. reach-sheet::\n") -> None:
    """Write a handbook whose sheet has so many needs, each with a way of its own."""
    handbook.append("conf.py", 'typst_documents = [("all", "sheet.pdf", "Reach us", "Elm")]\n')
    handbook.write("all.rst", f":handout: yes\n\nReach us\n========\n\n{sheet}")
    handbook.write("june.rst", "June\n====\n")
    methods = "".join(
        f"  way-{number}: {{name: Way {number}, system: phone, "
        f"value: (503) 555-01{number:02}, attended: no}}\n"
        for number in range(needs)
    )
    wanted = "".join(
        f"  need-{number}: {{name: Something that clients want {number}, "
        f"category: administrative, first: way-{number}}}\n"
        for number in range(needs)
    )
    handbook.replace("practice.yaml", "methods:\n", f"methods:\n{methods}")
    handbook.replace("practice.yaml", "needs:\n", f"needs:\n{wanted}")


@pytest.mark.parametrize("paper", ["us-letter", "a4"])
@pytest.mark.parametrize(("needs", "large"), [(45, False), (12, True)])
def test_a_sheet_that_is_too_long_for_its_page_is_told_with_a_remedy(
    handbook: Handbook, paper: str, needs: int, large: bool
) -> None:
    _sheet_of(handbook, needs)
    config = {"typst_paper": paper, "typst_large_print": large}
    build = handbook.build("typstpdf", config=config)
    assert re.search(
        r"all\.rst:6: WARNING: in sheet\.pdf this takes pages 1 to \d, and is to stand on one\. "
        r"Give the sheet a page of its own with the field “:handout:”, or name the needs that "
        r"matter most: “\.\. reach-sheet:: need-0 need-1”\. \[typst\.room\]",
        build.warnings,
    )
    assert len(pypdf.PdfReader(handbook.out / "typstpdf" / "sheet.pdf").pages) > 1
    # it is told again, though nothing has changed
    assert "is to stand on one" in handbook.build("typstpdf", config=config).warnings
    handbook.replace("all.rst", "reach-sheet::", "reach-sheet:: need-0 need-1")
    assert handbook.build("typstpdf", config=config).warnings == ""
    assert len(pypdf.PdfReader(handbook.out / "typstpdf" / "sheet.pdf").pages) == 1


def test_a_sheet_in_the_middle_of_a_page_is_kept_together(handbook: Handbook) -> None:
    words = "Words that fill the page. " * 300
    _sheet_of(handbook, 5, f"{words}\n\n.. reach-sheet::\n")
    handbook.replace("all.rst", ":handout: yes\n\n", "")
    assert handbook.build("typstpdf").warnings == ""
    pages = [
        page.extract_text()
        for page in pypdf.PdfReader(handbook.out / "typstpdf" / "sheet.pdf").pages
    ]
    (start,) = [number for number, text in enumerate(pages) if "You want to" in text]
    assert "call 988" in pages[start]
    assert "Words that fill the page." in pages[start - 1]
    assert "Way 1" not in pages[start - 1]


def test_a_card_without_room_for_its_words_is_told(handbook: Handbook) -> None:
    handbook.append("conf.py", 'typst_documents = [("all", "card.pdf", "Card", "Elm")]\n')
    handbook.write("all.rst", ":handout: yes\n\nCard\n====\n\n.. wallet-card::\n")
    handbook.write("june.rst", "June\n====\n")
    assert handbook.build("typstpdf").warnings == ""
    local = "".join(
        f"    own-{number}: {{name: '{'A service with a very long name ' * 20}{number}', "
        "kind: crisis, access: [{mode: call, number: 503-555-0190}]}\n"
        for number in range(5)
    )
    handbook.append("practice.yaml", f"crisis:\n  local:\n{local}")
    warnings = handbook.build("typstpdf").warnings
    assert "all.rst:6: WARNING: in card.pdf this has more words than room. Name fewer" in warnings


def test_the_card_has_the_size_of_a_card(site: Path) -> None:
    documents = [("handouts/cards", "cards.pdf", "Cards", "Alder Street")]
    out = _build(site, "typstpdf", "pdf-cards", typst_documents=documents)
    page = pypdf.PdfReader(out / "cards.pdf").pages[0]
    points: list[tuple[float, float]] = []

    def note(operator: bytes, operands: list[Any], matrix: list[float], _text: Any) -> None:
        if operator in {b"m", b"l"}:
            a, b, c, d, e, f = matrix
            x, y = (float(number) for number in operands)
            points.append(((a * x + c * y + e) / 72 * 25.4, (b * x + d * y + f) / 72 * 25.4))

    page.extract_text(visitor_operand_before=note)
    lengths = [
        (abs(start[0] - end[0]), abs(start[1] - end[1]))
        for start, end in zip(points[::2], points[1::2], strict=True)
    ]
    # the line to fold along is as wide as the card; marks stand a millimeter off each corner
    fold = [x for x, y in lengths if x == pytest.approx(85, abs=0.1) and y < 0.1]
    assert len(fold) == 1
    marks = [pair for pair in lengths if sorted(pair) == pytest.approx([0, 3], abs=0.1)]
    assert len(marks) == 8
    sides = [
        points[index * 2 + end]
        for index, pair in enumerate(lengths)
        for end in (0, 1)
        if sorted(pair) == pytest.approx([0, 3], abs=0.1)
    ]
    width = max(x for x, _ in sides) - min(x for x, _ in sides)
    height = max(y for _, y in sides) - min(y for _, y in sides)
    assert width == pytest.approx(85 + 2 * 4, abs=0.1)
    assert height == pytest.approx(2 * 54 + 2 * 4, abs=0.1)


def test_a_handout_has_no_title_page_and_may_be_long(handbook: Handbook) -> None:
    handbook.append(
        "conf.py",
        'typst_documents = [("all", "all.pdf", "All", "Elm"), ("june", "j.pdf", "J", "")]\n',
    )
    handbook.write("all.rst", ":handout: yes\n\nAll\n===\n\n" + "Many words. " * 4000)
    handbook.write("june.rst", ":handout: yes\n\nJune\n====\n\nFew words.\n")
    handbook.build("typstpdf")
    few = pypdf.PdfReader(handbook.out / "typstpdf" / "j.pdf")
    assert len(few.pages) == 1
    assert "Few words." in few.pages[0].extract_text()
    many = pypdf.PdfReader(handbook.out / "typstpdf" / "all.pdf")
    assert len(many.pages) > 3
    assert "Many words." in many.pages[0].extract_text()
    assert "Page 2 of" in many.pages[1].extract_text()


def test_codes_hold_what_their_words_say(site: Path) -> None:
    page = (site / "html" / "handouts" / "reach-sheet.html").read_text("utf-8")
    found = codes(page)
    assert [held for held, _ in found] == [
        "https://portal.alderstreet.example.org/",
        "tel:+15035550140",
        "mailto:office@alderstreet.example.org",
    ]
    assert [words for _, words in found] == [
        "QR code for Client portal: portal.alderstreet.example.org",
        "QR code for Office phone: (503) 555-0140",
        "QR code for Email: office@alderstreet.example.org",
    ]


@pytest.mark.parametrize("name", ["preferences", "request", "receipt"])
def test_boxes_of_one_question_are_a_group_with_its_name(name: str, site: Path) -> None:
    page = (site / "html" / "handouts" / f"{name}.html").read_text("utf-8")
    lists = page.count('<ul class="commspolicy-boxes">')
    named = re.findall(r'<div role="group" aria-label="[^"]+"><ul class="commspolicy-boxes">', page)
    assert lists == len(named) > 0


def test_codes_are_drawn_where_a_strict_policy_lets_them_be_seen(site: Path) -> None:
    """Under ``default-src 'self'`` no ``data:`` address and no style is taken."""
    pages = [path.read_text("utf-8") for path in (site / "html").rglob("*.html")]
    assert any('<svg class="commspolicy-qr" role="img"' in page for page in pages)
    assert not any("data:image" in page for page in pages)
    drawings = [code for page in pages for code in re.findall(r"<svg.*?</svg>", page, re.DOTALL)]
    assert not any("style=" in code or "<style" in code for code in drawings)


def test_what_was_typed_is_printed_whole() -> None:
    """A field that scrolls on a screen shows no more on paper than fits in it."""
    css = Path(sphinx_commspolicy.__file__).parent / "static" / "commspolicy-handouts.css"
    printed = css.read_text("utf-8").split("@media print", 1)[1]
    assert re.search(r"textarea \{[^}]*field-sizing: content;[^}]*overflow: hidden;", printed)


def test_answers_in_sentences_have_room_for_them(site: Path) -> None:
    page = (site / "html" / "handouts" / "preferences.html").read_text("utf-8")
    for label in ("Good days and times to call:", "Anything else we should know:"):
        assert re.search(rf'{label} <textarea autocomplete="off" rows="[2-4]">', page), label
    assert re.search(r'Your name: <input type="text"', page)


@pytest.mark.parametrize("name", ["practice", "clinician-rosa"])
def test_a_contact_is_read_back(name: str, site: Path) -> None:
    content = (site / "html" / "_downloads" / "commspolicy" / f"{name}.vcf").read_bytes()
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    card = vobject.readOne(content.decode())
    assert card.version.value == "4.0"
    numbers = {str(entry.value) for entry in card.contents["tel"]}
    assert "tel:+15035550140" in numbers
    assert card.fn.value == ("Rosa Ibarra" if "rosa" in name else "Alder Street Counseling")
    assert ("tel:+15035550163" in numbers) == ("rosa" in name)
    assert card.org.value == ["Alder Street Counseling"]
    assert len(card.contents["fn"]) == 1
    assert "office@alderstreet.example.org" in {one.value for one in card.contents["email"]}
    assert "call 911" in card.note.value
    if name == "practice":
        assert card.adr.value.street == "218 Alder Street, Suite 3"


def test_the_codes_of_contacts_are_contacts(site: Path) -> None:
    page = (site / "html" / "handouts" / "cards.html").read_text("utf-8")
    cards = [held for held, _ in codes(page) if held.startswith("BEGIN:VCARD")]
    assert [vobject.readOne(card).fn.value for card in cards] == [
        "Alder Street Counseling",
        "Rosa Ibarra",
    ]
    assert 'href="../_downloads/commspolicy/clinician-rosa.vcf"' in page


def test_the_calendar_is_read_back_by_two_readers(site: Path) -> None:
    content = (site / "html" / "closures.ics").read_bytes()
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    events = icalendar.Calendar.from_ical(content).walk("VEVENT")
    days = {str(event["SUMMARY"]): (event["DTSTART"].dt, event["DTEND"].dt) for event in events}
    winter = days["Alder Street Counseling is closed (Winter break)"]
    assert winter == (dt.date(2026, 12, 24), dt.date(2027, 1, 4))  # the day after the last
    assert days["Rosa Ibarra is away"] == (dt.date(2027, 4, 5), dt.date(2027, 4, 10))
    assert len({event["UID"] for event in events}) == len(events)
    again = vobject.readOne(content.decode())
    assert {event.summary.value for event in again.vevent_list} == set(days)


def test_search_engines_are_told_on_one_page(site: Path) -> None:
    import json

    page = (site / "html" / "reach-us.html").read_text("utf-8")
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert len(found) == 1
    told = json.loads(found[0])
    assert (told["@type"], told["name"]) == ("MedicalBusiness", "Alder Street Counseling")
    assert told["address"]["addressRegion"] == "OR"
    phone = next(point for point in told["contactPoint"] if point["name"] == "Office phone")
    assert phone["telephone"] == "+15035550140"
    assert phone["hoursAvailable"][0]["opens"] == "09:00"
    assert told["specialOpeningHoursSpecification"][0]["validFrom"] == "2026-12-24"
    assert "Rosa" not in found[0]
    others = [path for path in (site / "html").rglob("*.html") if path.name != "reach-us.html"]
    assert not any("ld+json" in path.read_text("utf-8") for path in others)


def test_what_is_internal_in_the_example_is_in_no_file(site: Path) -> None:
    assert "(503) 555-0149" in (SITE / "practice.yaml").read_text("utf-8")
    files = [path for path in site.rglob("*") if path.is_file()]
    assert len(files) > 100
    numbers = (b"555-0149", b"5550149")
    holding = [path.name for path in files if any(n in path.read_bytes() for n in numbers)]
    assert holding == []


class _Fields(HTMLParser):
    """Collects the fields of a page, and everything that could send them."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: list[dict[str, str | None]] = []
        self.senders: list[str] = []
        self.labelled = 0
        self._labels = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "label":
            self._labels += 1
        if tag in {"input", "textarea", "select"} and given.get("name") != "q":
            self.fields.append(given)
            self.labelled += bool(self._labels or given.get("aria-label"))
        if (
            tag in {"form", "button"}
            or "action" in given
            or any(key.startswith("on") for key in given)
        ):
            self.senders.append(f"{tag} {given.get('class')}")

    def handle_endtag(self, tag: str) -> None:
        if tag == "label":
            self._labels -= 1


@pytest.mark.parametrize("name", ["preferences", "request", "receipt"])
def test_a_form_sends_nothing_anywhere(name: str, site: Path) -> None:
    page = (site / "html" / "handouts" / f"{name}.html").read_text("utf-8")
    body = page[page.index("commspolicy-form") :]
    body = body[: body.index("</section>")]
    parser = _Fields()
    parser.feed(body)
    assert len(parser.fields) >= 6
    assert parser.senders == []
    assert parser.labelled == len(parser.fields)
    for field in parser.fields:
        assert "name" not in field  # what has no name is never sent, nor kept by a browser
        # HTML allows it on no box to tick
        assert field.get("autocomplete") == (None if field.get("type") == "checkbox" else "off")
    assert "<script" not in body
    assert "What you type stays on your device." in " ".join(body.split())


# ---- every kind, in every scope, by every builder


PRACTICE = """
practice:
  name: Elm Street <Therapy> & Co
  country: US
  jurisdictions: [US-OR]
  time_zone: America/Los_Angeles
  languages: [en, es]
  document: {version: "2.0", effective_date: 2026-11-02}
methods:
  phone: {name: Office phone, system: phone, value: (503) 555-0143, rank: 1}
  text:
    name: Text message
    system: sms
    owner: clinician
    status: not_used
    instead: phone
    security: not_encrypted
    risk: Anybody may read a text.
  email:
    name: E-mail
    system: email
    value: office@elmstreet.example.org
    consent_needed: yes
    risk: E-mail can go astray.
    consent: {withdraw: Just tell us.}
  old-mail: {name: Old mail, system: email, status: not_used, security: not_encrypted}
  portal:
    name: Portal
    system: portal
    url: https://portal.elmstreet.example.org/
    security: encrypted
needs:
  cancel: {name: Cancel a session, category: administrative, kind: same_day_cancel, first: phone}
  danger: {name: Get help, category: crisis, first: us-988}
turnaround: {value: 1, unit: business_day}
calendar: {hours: "Mo-Fr 09:00-17:00"}
clinicians:
  june:
    name: June Abernathy
    methods: {text: {status: in_use, value: (503) 555-0188}}
"""


@pytest.fixture
def handbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Handbook:
    monkeypatch.chdir(tmp_path)
    handbook = Handbook(tmp_path)
    handbook.write(
        "conf.py",
        CONF + 'version = "2.0"\ntypst_documents = [("index", "book.pdf", "Book", "Elm")]\n',
    )
    handbook.write("practice.yaml", PRACTICE)
    handbook.write("index.rst", "Handbook\n========\n\n.. toctree::\n\n   all\n   june\n")
    blocks = "\n".join(f".. {kind}::\n" for kind in KINDS)
    handbook.write("all.rst", f"Everything\n==========\n\n{blocks}")
    handbook.write("june.rst", f":clinician: june\n\nJune\n====\n\n{blocks}")
    return handbook


@pytest.mark.parametrize(
    "builder", ["html", "dirhtml", "singlehtml", "text", "latex", "epub", "man"]
)
def test_every_builder_writes_every_kind(handbook: Handbook, builder: str) -> None:
    build = handbook.build(builder)
    assert build.warnings == ""


@pytest.mark.parametrize("jobs", [1, 2])
def test_every_processor_writes_the_same(handbook: Handbook, jobs: int) -> None:
    handbook.config["commspolicy_json_ld"] = "all"
    handbook.build(jobs=jobs)
    handbook.replace("practice.yaml", "555-0143", "555-0199")
    handbook.build(jobs=jobs)
    handbook.assert_clean(jobs=3 - jobs)


def test_a_page_for_search_engines_is_written_again_when_a_fact_changes(
    handbook: Handbook,
) -> None:
    handbook.config["commspolicy_json_ld"] = "plain"
    handbook.write("plain.rst", ":orphan:\n\nPlain\n=====\n\nOnly prose.\n")
    handbook.build()
    assert "+15035550143" in handbook.page("plain")
    handbook.replace("practice.yaml", "555-0143", "555-0199")
    handbook.build()
    assert "+15035550199" in handbook.page("plain")
    handbook.assert_clean()


def test_search_engines_are_told_no_number_of_a_clinician(handbook: Handbook) -> None:
    handbook.config["commspolicy_json_ld"] = "all"
    handbook.replace(
        "practice.yaml",
        "    owner: clinician\n    status: not_used\n    instead: phone\n",
        "    owner: clinician\n    value: (503) 555-0177\n",
    )
    handbook.build()
    page = handbook.page("all")
    told = between(page, "application/ld+json", "</script>")
    assert "+15035550143" in told
    assert "5550177" not in told
    assert "555-0177" in page


def test_the_contact_of_a_practice_with_a_portal_only_has_its_page(handbook: Handbook) -> None:
    handbook.write(
        "practice.yaml",
        "practice: {name: Elm, country: US, jurisdictions: [US-OR]}\n"
        'methods: {portal: {name: Portal, system: portal, url: "https://portal.example.org/"}}\n',
    )
    handbook.write("all.rst", "Everything\n==========\n\n.. contact-card::\n")
    handbook.write("june.rst", "June\n====\n")
    handbook.build()
    page = handbook.page("all")
    ((held, _),) = codes(page)
    assert vobject.readOne(held).url.value == "https://portal.example.org/"
    assert "Portal: " in page
    saved = handbook.out / "html" / "_downloads" / "commspolicy" / "practice.vcf"
    assert "URL:https://portal.example.org/" in saved.read_text("utf-8")


def test_a_page_for_search_engines_that_does_not_exist_is_named(handbook: Handbook) -> None:
    handbook.append("conf.py", 'commspolicy_json_ld = "al"\n')
    warnings = handbook.build().warnings
    assert "there is no page “al”. Did you mean “all”?" in warnings
    assert "conf.py:" in warnings


def test_a_page_without_a_handout_has_no_style_for_it(handbook: Handbook) -> None:
    handbook.build()
    assert "commspolicy-handouts.css" in handbook.page("all")
    assert "commspolicy-handouts.css" not in handbook.page("index")
    assert (handbook.out / "html" / "_static" / "commspolicy-handouts.css").is_file()


@pytest.mark.parametrize("builder", ["html", "text", "latex", "singlehtml"])
@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("555-0143", "555-0199", "0199"),
        ("risk: E-mail can go astray.", "risk: E-mail can be read.", "can be read"),
        ("value: 1, unit", "value: 4, unit", "4 business days"),
        ('version: "2.0"', 'version: "2.1"', "2.1"),
        ("languages: [en, es]", "languages: [en, fr]", "French"),
        ("name: Cancel a session", "name: Call off a session", "Call off"),
    ],
)
def test_after_an_edit_a_handout_is_as_after_a_clean_build(
    handbook: Handbook, builder: str, old: str, new: str, shown: str
) -> None:
    handbook.build(builder)
    handbook.replace("practice.yaml", old, new)
    build = handbook.build(builder)
    assert build.read == []
    # Sphinx leaves pictures that no page shows any more
    left = (
        {path.stem for path in (handbook.out / builder).glob("*.png")} if builder == "latex" else ()
    )
    handbook.assert_clean(builder, gone=left)
    written = [
        path.read_text("utf-8", "ignore")
        for path in (handbook.out / builder).rglob("*")
        if path.suffix in {".html", ".txt", ".tex"}
    ]
    assert any(shown in text for text in written)


def test_a_contact_that_no_page_shows_is_removed(handbook: Handbook) -> None:
    handbook.build()
    folder = handbook.out / "html" / "_downloads" / "commspolicy"
    assert {path.name for path in folder.iterdir()} == {"practice.vcf", "clinician-june.vcf"}
    handbook.replace("june.rst", ".. contact-card::\n", "")
    handbook.build()
    assert {path.name for path in folder.iterdir()} == {"practice.vcf"}
    handbook.replace("all.rst", ".. contact-card::\n", "")
    handbook.build()
    assert not folder.exists()


def test_the_copy_of_a_clinician_has_her_own_facts(handbook: Handbook) -> None:
    handbook.build(config={"commspolicy_clinician": "june"})
    folder = handbook.out / "html" / "_downloads" / "commspolicy"
    assert {path.name for path in folder.iterdir()} == {"clinician-june.vcf"}
    assert "(503) 555-0188" in handbook.words("all")


def between(text: str, start: str, end: str) -> str:
    begin = text.index(start)
    return text[begin : text.index(end, begin)]


@pytest.mark.parametrize("page", ["all", "june"])
def test_the_request_is_for_exactly_the_ways_that_are_not_private(
    handbook: Handbook, page: str
) -> None:
    handbook.write(
        f"{page}.rst",
        handbook.read(f"{page}.rst").split(".. reach")[0] + ".. nonsecure-request::\n",
    )
    handbook.build("text")
    words = " ".join(handbook.page(page, "text", ".txt").split())
    assert "E-mail can go astray." in words
    assert "Yes, please use this: E-mail. I know the risk." in words
    assert ("Anybody may read a text." in words) == (page == "june")
    assert "Old mail" not in words
    assert "Portal" not in words
    assert "Just tell us." in words
    assert "You do not have to say why." in words
    assert "45 CFR 164.522(b)" in words


@pytest.mark.parametrize(
    ("facts", "asked", "note"),
    [
        ("security: not_encrypted", True, "Mail Not private. [ ]"),
        ("security: not_encrypted, status: on_request", True, "Not private. You have to ask for"),
        ("security: encrypted, consent_needed: yes", False, "Mail You have to ask for it first."),
        ("security: encrypted", False, "Mail [ ]"),
        ("", True, "Mail Not private. [ ]"),  # e-mail is open to others unless it says otherwise
    ],
)
def test_forms_say_of_a_way_what_holds_of_it(
    handbook: Handbook, facts: str, asked: bool, note: str
) -> None:
    handbook.write(
        "practice.yaml",
        "practice: {name: Elm, country: US, jurisdictions: [US-OR]}\n"
        "methods:\n"
        f"  mail: {{name: Mail, system: email, value: elm@elm.example.org, {facts}}}\n"
        "clinicians: {june: {name: June}}\n",
    )
    handbook.write("all.rst", "A\n=\n\n.. preference-form::\n\n.. nonsecure-request::\n")
    handbook.write("june.rst", "A\n=\n\n.. wallet-card::\n")
    handbook.build("text")
    words = " ".join(re.sub(r"[|]", " ", handbook.page("all", "text", ".txt")).split())
    assert note in words
    assert ("Yes, please use this: Mail." in words) == asked
    risk = "Not private: others may be able to read it on its way."
    assert (risk in words) == asked
    # what one has to ask for first is on no card that everybody gets
    card = handbook.page("june", "text", ".txt")
    assert ("elm@elm.example.org" in card) == ("on_request" not in facts)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("country: US", "country: CA"),
        ("country: US", "country: US\n  hipaa_covered: no"),
    ],
)
def test_the_federal_rule_is_named_where_it_holds(handbook: Handbook, old: str, new: str) -> None:
    handbook.replace("practice.yaml", old, new)
    handbook.replace(
        "practice.yaml", "jurisdictions: [US-OR]\n", "languages: [en]\n"
    ) if "CA" in new else None
    if "CA" in new:
        handbook.replace("practice.yaml", "  languages: [en, es]\n", "")
        handbook.replace("practice.yaml", "first: us-988", "first: ca-988")
    handbook.build("text")
    assert "164.522" not in handbook.page("all", "text", ".txt")


def test_the_receipt_names_version_day_and_a_fingerprint_of_the_facts(handbook: Handbook) -> None:
    handbook.build()
    before = handbook.words("all")
    mark = re.search(r"Fingerprint of the facts\s*([0-9a-f]{4}-[0-9a-f]{4})", before)
    assert mark is not None
    assert "Version2.0" in before.replace(" ", "")
    assert "In force sinceNovember 2, 2026" in before.replace("since ", "since")
    own = re.search(r"Fingerprint of the facts\s*([0-9a-f]{4}-[0-9a-f]{4})", handbook.words("june"))
    assert own is not None
    assert own[1] != mark[1]
    handbook.replace("practice.yaml", "E-mail can go astray.", "E-mail can be lost.")
    handbook.build()
    assert mark[1] not in handbook.words("all")


def test_the_guide_asks_to_say_it_back_and_knows_the_answers(handbook: Handbook) -> None:
    handbook.build()
    words = handbook.words("june")
    guide = between(words, "This is for the clinician.", "Fill in the form")
    assert "Say you want this: Cancel a session. How do you do it?" in guide
    assert "Listen for: Office phone: (503) 555-0143" in guide
    assert "By when do you hear back?" in guide
    assert "Listen for: By Monday at 5pm." in guide
    assert "call 911" in guide
    assert guide.index("call 911") < guide.index("Cancel a session")


def test_nothing_of_the_data_is_read_as_markup(handbook: Handbook) -> None:
    handbook.replace("practice.yaml", "name: Cancel a session", "name: Cancel <b>a</b> session")
    handbook.replace("practice.yaml", "name: Office phone", 'name: "Office \\"phone\\" <i>"')
    handbook.build()
    page = handbook.page("all")
    assert "<b>a</b>" not in page
    assert "<i>" not in page
    assert "Elm Street <Therapy>" not in page


def test_missing_facts_are_named_and_not_made_up(handbook: Handbook) -> None:
    handbook.write(
        "practice.yaml",
        "practice: {name: Elm Street, country: US}\nclinicians: {june: {name: June}}\n",
    )
    build = handbook.build("text")
    page = handbook.page("all", "text", ".txt")
    assert "[Missing: the best way for each need]" in page
    assert "[Missing: version]" in page
    assert "hear back" not in between(page, "Elm Street", "This is for the clinician")
    assert "no method of contact here can be used" in build.warnings
    assert "Traceback" not in build.warnings


# ---- lines of vCard and iCalendar


def test_long_lines_are_folded_between_characters_and_read_back() -> None:
    words = "ü" * 200 + "; a, b\\c\nd"
    text = folded(["BEGIN:VCARD", "VERSION:4.0", f"FN:{escaped(words)}", "END:VCARD"])
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert vobject.readOne(text).fn.value == words


@pytest.mark.parametrize(("name", "services"), [("", 2), ("-8", 7), ("-6", 14)])
def test_more_text_on_a_card_makes_its_letters_smaller(name: str, services: int) -> None:
    from docutils import nodes

    from sphinx_commspolicy.render.sheets import _smaller

    words = "County Crisis Team for adults: call (503) 555-0190"
    paragraphs: list[nodes.Node] = [nodes.paragraph("", words) for _ in range(services)]
    assert _smaller(paragraphs, 77) == ([f"commspolicy-wallet{name}"] if name else [])
    css = Path(sphinx_commspolicy.__file__).parent / "static" / "commspolicy-handouts.css"
    assert f".commspolicy-wallet{name} {{" in css.read_text("utf-8").split("@media print", 1)[1]
