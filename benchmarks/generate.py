"""Write one handbook twice: with facts from YAML, and by hand.

Both projects have the same pages with the same words. In ``facts/`` the pages ask for the facts by
directives and roles; in ``byhand/`` the same facts stand in each page as a person would write them,
with simple tables, lists and links. ``build.py`` measures the two against each other.

Two shapes of handbook are known. ``own``: each clinician has pages of their own. ``shared``: the
pages are about the practice, and each of them lists every clinician in tables.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

TODAY = "2026-11-23"

GIVEN = ("Ada", "Ben", "Cora", "Dev", "Elsa", "Finn", "Gia", "Hugo", "Ines", "Jon", "Kaya", "Leo")
FAMILY = ("Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Gorse", "Hazel", "Ivy", "Juniper")
CREDENTIALS = ("LPC", "LCSW", "LMFT", "PsyD")
ROLES = ("Therapist", "Group therapist", "Couples therapist", "Clinical director")
DAYS = ("Monday to Friday", "Monday to Thursday", "Tuesday to Friday", "Monday and Wednesday")
LANGUAGES = ((("en",), "English"), (("en", "es"), "English and Spanish"))
AREAS = ("503", "541", "971", "458", "206", "360", "425", "253", "509", "564")
HOURS = (
    ("Mo-Fr 09:00-17:00; PH off", "Monday to Friday, 9am to 5pm, except public holidays"),
    ("Mo-Th 10:00-18:00; PH off", "Monday to Thursday, 10am to 6pm, except public holidays"),
    ("Tu-Fr 08:30-16:00; PH off", "Tuesday to Friday, 8:30am to 4pm, except public holidays"),
)
"""Opening hours as the YAML has them, and as people write them."""
OFFICE_HOURS = HOURS[0]

TOPICS = (
    "How to reach me",
    "Between our sessions",
    "Changing a session",
    "Canceling a session",
    "Being late",
    "Bills and payment",
    "Letters and forms",
    "Your records",
    "Video sessions",
    "Sessions by phone",
    "Homework",
    "Your journal",
    "Sharing an article",
    "When I am away",
    "After our last session",
    "Your family",
    "Your privacy",
    "Your phone and mine",
    "Social media",
    "Asking a question",
)
PROSE = (
    (
        "Sessions are the heart of our work. What happens between them matters too, and it "
        "helps when we both know what to expect. Please read this page once at the start. You "
        "can come back to it at any time, and you can bring your questions to our next session."
    ),
    (
        "Write in your own words, and keep it *short*. A message is good for planning and for "
        "small matters. It is not a good place for what is hard to say. Long messages take time "
        "away from other people, and I may not be able to give yours the care that it deserves."
    ),
    (
        "Some things are better said face to face. If I think that a message needs a talk, I "
        "will tell you so, and we will find a time. This is not a refusal. It is my way to make "
        "sure that I understand you, and that you are **not alone** with what you wrote."
    ),
    (
        "I keep what you send me with your records. Other people in the practice see it only "
        "when they need it to help you, for example when somebody fills in for me. Tell me if "
        "you would like me to leave something out, and we will talk about what is possible."
    ),
    (
        "Please check that nobody else can open your messages. Use a password that only you "
        "know, and sign out on a computer that you share. If you lose your phone, let the "
        "office know, and we will stop sending messages to it until you tell us to begin again."
    ),
    (
        "Plans change, and that is fine. The sooner we know, the easier it is to find another "
        "time for you, and to give the free hour to somebody who waits. If you are not sure "
        "whether you can come, say so. A session by phone or by video may be a good way out."
    ),
)


@dataclass(frozen=True)
class Clinician:
    """What sets one clinician apart."""

    id: str
    name: str
    credentials: str
    role: str
    phone: str
    """National form; the last digits belong to the numbers that are kept free for samples."""
    days: str
    languages: tuple[tuple[str, ...], str]
    hours: tuple[str, str]
    turnaround: int | None
    """Business days, where they are not the practice's."""


@dataclass(frozen=True)
class Handbook:
    """Everything that both projects say."""

    clinicians: tuple[Clinician, ...]
    pages: int
    """Pages for each clinician, or shared pages."""
    shape: str = "own"
    links: bool = False
    """Whether a page describes each method, so that every mention of one is a link to it."""
    theme: str = "alabaster"
    turnaround: int = 1
    """Business days in which clients of the whole practice hear back."""
    office_phone: str = "(503) 555-0199"
    name: str = field(default="Orchard Lane Counseling")

    def with_phone(self, index: int, phone: str) -> Handbook:
        """Return the handbook with another number for one clinician."""
        people = list(self.clinicians)
        people[index] = replace(people[index], phone=phone)
        return replace(self, clinicians=tuple(people))


def handbook(
    clinicians: int,
    pages: int,
    *,
    shape: str = "own",
    links: bool = False,
    theme: str = "alabaster",
) -> Handbook:
    """Return a handbook of that size; the same arguments give the same handbook."""
    people = tuple(_clinician(index) for index in range(clinicians))
    return Handbook(people, pages, shape, links, theme)


def _clinician(index: int) -> Clinician:
    round_, family = divmod(index // len(GIVEN), len(FAMILY))
    initial = f" {chr(ord('A') + (round_ - 1) % 26)}." if round_ else ""
    return Clinician(
        id=f"c{index:03}",
        name=f"{GIVEN[index % len(GIVEN)]}{initial} {FAMILY[family]}",
        credentials=CREDENTIALS[index % len(CREDENTIALS)],
        role=ROLES[index % len(ROLES)],
        phone=f"({AREAS[index // 90 % len(AREAS)]}) 555-01{index % 90:02}",
        days=DAYS[index % len(DAYS)],
        languages=LANGUAGES[index % len(LANGUAGES)],
        hours=HOURS[index % len(HOURS)],
        turnaround=2 if index % 3 == 0 else None,
    )


def write(book: Handbook, folder: Path) -> None:
    """Write both projects below *folder*. A file whose content is right already is not touched."""
    write_files(facts_project(book), folder / "facts")
    write_files(byhand_project(book), folder / "byhand")


def write_files(files: Iterable[tuple[str, str]], folder: Path) -> None:
    """Write each file below *folder*. One whose content is right already is not touched."""
    for path, text in files:
        target = folder / path
        if target.is_file() and target.read_text("utf-8") == text:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")


# ---- what both have


def conf(book: Handbook, *extensions: str) -> str:
    """Return conf.py with these extensions."""
    today = ""
    if "sphinx_commspolicy" in extensions:
        # the rules run, and what they find in a handbook that is only large is not told
        today = f'commspolicy_today = "{TODAY}"\nsuppress_warnings = ["commspolicy"]\n'
    return (
        f'project = "{book.name}"\nauthor = project\ncopyright = "2026"\nlanguage = "en"\n'
        f"extensions = {list(extensions)!r}\n"
        f'html_theme = "{book.theme}"\n{today}'
    )


def heading(title: str, mark: str = "=") -> str:
    """Return a heading."""
    return f"{title}\n{mark * len(title)}\n"


def index(book: Handbook) -> str:
    """Return the first page."""
    if book.shape == "own":
        names = [f"{person.id}/index" for person in book.clinicians]
    else:
        names = [f"page{number:02}" for number in range(book.pages)]
    if book.links:
        names.append("methods")
    listed = "".join(f"   {name}\n" for name in names)
    return f"{heading('Client handbook')}\n{PROSE[0]}\n\n.. toctree::\n   :maxdepth: 1\n\n{listed}"


def own_pages(book: Handbook, person: Clinician) -> Iterator[tuple[str, str, list[str]]]:
    """Yield the name, the title and the prose of each page about *person*."""
    for number in range(book.pages):
        topic = TOPICS[number % len(TOPICS)]
        again = number // len(TOPICS)
        title = f"{topic} ({person.name})" + (f", part {again + 1}" if again else "")
        start = number + int(person.id[1:])
        prose = [PROSE[(start + step) % len(PROSE)] for step in range(4)]
        yield ("index" if number == 0 else f"page{number:02}"), title, prose


def subpages(book: Handbook, number: str) -> str:
    """Return the table of contents of a clinician's first page."""
    if number != "index" or book.pages == 1:
        return ""
    listed = "".join(f"   page{page:02}\n" for page in range(1, book.pages))
    return f"\n.. toctree::\n   :maxdepth: 1\n\n{listed}"


def _shared_pages(book: Handbook) -> Iterator[tuple[str, str, list[str]]]:
    for number in range(book.pages):
        topic = TOPICS[number % len(TOPICS)]
        again = number // len(TOPICS)
        title = topic + (f", part {again + 1}" if again else "")
        prose = [PROSE[(number + step) % len(PROSE)] for step in range(4)]
        yield f"page{number:02}", title, prose


# ---- with facts from YAML


def facts_project(book: Handbook) -> Iterator[tuple[str, str]]:
    """Yield name and text of each file of the project that keeps its facts in YAML."""
    yield "conf.py", conf(book, "sphinx_commspolicy")
    yield "practice.yaml", _practice_yaml(book)
    for person in book.clinicians:
        yield f"clinicians/{person.id}.yaml", _clinician_yaml(person)
    yield "index.rst", index(book)
    if book.links:
        yield "methods.rst", _facts_methods_page()
    if book.shape == "own":
        for person in book.clinicians:
            for page, title, prose in own_pages(book, person):
                text = _facts_own_page(person, title, prose) + subpages(book, page)
                yield f"{person.id}/{page}.rst", text
    else:
        for page, title, prose in _shared_pages(book):
            yield f"{page}.rst", _facts_shared_page(book, title, prose)


def _practice_yaml(book: Handbook) -> str:
    return f"""\
practice:
  sample: yes
  name: {book.name}
  country: US
  jurisdictions: [US-OR]
  time_zone: America/Los_Angeles
  languages: [en, es]

methods:
  portal:
    name: Client portal
    system: portal
    url: https://portal.example.org/
    rank: 1
    security: encrypted
    accepts: [administrative, clinical, documents]
    keep_out: Anything that cannot wait until the next workday.
  clinician-phone:
    name: Voicemail of your therapist
    system: phone
    owner: clinician
    rank: 2
    hours: {OFFICE_HOURS[0]}
    security: telephone
    accepts: [administrative, clinical]
  office-phone:
    name: Office phone
    system: phone
    value: {book.office_phone}
    rank: 3
    hours: {OFFICE_HOURS[0]}
    attended: yes
    security: telephone
    accepts: [administrative]
  email:
    name: Email
    system: email
    value: office@example.org
    rank: 4
    security: not_encrypted
    accepts: [administrative]
    keep_out: Anything about your treatment.
    turnaround: {{value: 2, unit: business_day}}
  text:
    name: Text message
    system: sms
    status: not_used
    instead: portal
    if_tried: The text does not go through. *Nobody* here will see it.

needs:
  emergency:
    name: Someone may die or be badly hurt
    category: crisis
    first: us-911
    not_by: [portal, email]
  schedule-change:
    name: Change a session
    category: administrative
    first: portal
    second: office-phone
  late-arrival:
    name: Tell us you are running late
    category: administrative
    first: office-phone
  billing:
    name: Ask about a bill
    category: administrative
    first: portal
    second: email
    not_by: [clinician-phone]
  check-in:
    name: Check in between sessions
    category: clinical
    first: portal
    second: clinician-phone
    not_by: [email]
  homework:
    name: Send homework
    category: clinical
    first: portal

turnaround:
  value: {book.turnaround}
  unit: business_day
  if_no_reply: If you hear nothing by then, please call :contact:`office-phone`.

calendar:
  hours: {OFFICE_HOURS[0]}
  public_holidays: US-OR

crisis:
  country: US
"""


def _clinician_yaml(person: Clinician) -> str:
    languages = ", ".join(person.languages[0])
    turnaround = (
        f"\nturnaround:\n  value: {person.turnaround}\n  unit: business_day\n"
        if person.turnaround
        else ""
    )
    return f"""\
name: {person.name}
credentials: {person.credentials}
role: {person.role}
languages: [{languages}]
working_days: {person.days}
accepting: yes

methods:
  clinician-phone:
    value: {person.phone}
    hours: {person.hours[0]}
{turnaround}"""


def _facts_own_page(person: Clinician, title: str, prose: Sequence[str]) -> str:
    return f"""\
:clinician: {person.id}

{heading(title)}
You can call me at :contact:`clinician-phone`. I listen to my messages on these days: \
:hours:`clinician-phone`. Most of the time you hear back within :turnaround:`practice`.

{prose[0]}

{heading("Ways to reach me", "-")}
.. contact-methods::

{prose[1]}

{heading("When you hear back", "-")}
.. turnaround::

{heading("What is it about?", "-")}
{prose[2]}

.. need-routes::

{prose[3]}
"""


def _facts_shared_page(book: Handbook, title: str, prose: Sequence[str]) -> str:
    numbers = _simple_table(
        [
            [["Name"], ["Voicemail"]],
            *(
                [[f":clinician:`{person.id}`"], [f":contact:`clinician-phone@{person.id}`"]]
                for person in book.clinicians
            ),
        ]
    )
    return f"""\
{heading(title)}
You can call the office at :contact:`office-phone`. We are there on these days: \
:hours:`practice`. Most of the time you hear back within :turnaround:`practice`.

{prose[0]}

{heading("Who we are", "-")}
.. clinicians::
   :facts: role, languages, working-days, turnaround

{prose[1]}

{heading("What is it about?", "-")}
.. need-routes::

{prose[2]}

{heading("Numbers", "-")}
{numbers}
{prose[3]}
"""


def _facts_methods_page() -> str:
    shown = {
        "portal": "value, keep-out, turnaround",
        "clinician-phone": "value, hours, turnaround",
        "office-phone": "value, hours, turnaround",
        "email": "value, keep-out, turnaround",
        "text": "instead, if-tried",
    }
    blocks = "\n".join(
        f".. contact-method:: {name}\n   :show: {facts}\n" for name, facts in shown.items()
    )
    return f"{heading('Each way, one by one')}\n{blocks}"


# ---- by hand


def byhand_project(book: Handbook) -> Iterator[tuple[str, str]]:
    """Yield name and text of each file of the project that has its facts in its pages."""
    yield "conf.py", conf(book)
    yield "index.rst", index(book)
    if book.links:
        yield "methods.rst", _byhand_methods_page(book)
    if book.shape == "own":
        for person in book.clinicians:
            for page, title, prose in own_pages(book, person):
                text = _byhand_own_page(book, person, title, prose) + subpages(book, page)
                yield f"{person.id}/{page}.rst", text
    else:
        for page, title, prose in _shared_pages(book):
            yield f"{page}.rst", _byhand_shared_page(book, title, prose)


def call(number: str) -> str:
    """Return a link that dials *number*."""
    digits = "".join(character for character in number if character.isdigit())
    return f"`{number} <tel:+1{digits}>`__"


PORTAL_LINK = "`portal.example.org <https://portal.example.org/>`__"
EMAIL_LINK = "`office@example.org <mailto:office@example.org>`__"
EMERGENCY_CALL = "Emergency services: call `911 <tel:911>`__"


def days_in_words(count: int) -> str:
    """Return a count of business days in words."""
    return "1 business day" if count == 1 else f"{count} business days"


@dataclass(frozen=True)
class _Ways:
    """The methods in words, with links to their descriptions where the handbook has those."""

    links: bool

    def method(self, name: str, words: str, *, bold: bool = False) -> str:
        if self.links:
            return f":ref:`{words} <method-{name}>`"
        return f"**{words}**" if bold else words

    def portal(self, *, bold: bool = False) -> str:
        return self.method("portal", "Client portal", bold=bold)

    def voicemail(self, *, bold: bool = False) -> str:
        return self.method("clinician-phone", "Voicemail of your therapist", bold=bold)

    def office(self, *, bold: bool = False) -> str:
        return self.method("office-phone", "Office phone", bold=bold)

    def email(self, *, bold: bool = False) -> str:
        return self.method("email", "Email", bold=bold)

    def text(self, *, bold: bool = False) -> str:
        return self.method("text", "Text message", bold=bold)


def _simple_table(rows: Sequence[Sequence[Sequence[str]]]) -> str:
    """Return a simple table; each cell is a sequence of paragraphs, the first row is the head."""
    widths = [
        max(len(paragraph) for row in rows for paragraph in row[column])
        for column in range(len(rows[0]))
    ]
    rule = "  ".join("=" * width for width in widths)
    lines = [rule]
    for number, row in enumerate(rows):
        for part in range(max(len(cell) for cell in row)):
            if part:
                lines.append("")
            cells = [cell[part] if part < len(cell) else "" for cell in row]
            padded = [cell.ljust(width) for cell, width in zip(cells, widths, strict=True)]
            lines.append("  ".join(padded).rstrip())
        if number == 0:
            lines.append(rule)
    return "\n".join([*lines, rule]) + "\n"


def within(days: str) -> str:
    """Return a turnaround in words."""
    return f"Within {days}"


def at_once(days: str) -> str:
    """Return the turnaround of a line that somebody answers."""
    return f"At once if we are free; if not, within {days}"


def _byhand_needs(book: Handbook, voicemail: str, days: str) -> str:
    """Return the table of needs, for clients who hear back in *days* and leave voicemail there."""
    ways = _Ways(book.links)
    office = f"{ways.office()}: {call(book.office_phone)}"
    own = f"{ways.voicemail()}: {voicemail}" if voicemail else ways.voicemail()
    # where a page describes the portal, its name leads there, and the address stands on that page
    portal = ways.portal() if book.links else f"{ways.portal()}: {PORTAL_LINK}"
    rows = [
        [["You want to"], ["Best way"], ["You hear back"]],
        [
            ["Someone may die or be badly hurt"],
            [f"{EMERGENCY_CALL}.", f"Please not by: {ways.portal()}, {ways.email()}."],
            ["They answer day and night."],
        ],
        [
            ["Change a session"],
            [f"{portal}.", f"If that does not work: {office}."],
            [within(days)],
        ],
        [["Tell us you are running late"], [office], [at_once(days)]],
        [
            ["Ask about a bill"],
            [
                f"{portal}.",
                f"If that does not work: {ways.email()}: {EMAIL_LINK}.",
                f"Please not by: {ways.voicemail()}.",
            ],
            [within(days)],
        ],
        [
            ["Check in between sessions"],
            [
                f"{portal}.",
                f"If that does not work: {own}.",
                f"Please not by: {ways.email()}.",
            ],
            [within(days)],
        ],
        [["Send homework"], [portal], [within(days)]],
    ]
    return _simple_table(rows)


def _byhand_own_page(book: Handbook, person: Clinician, title: str, prose: Sequence[str]) -> str:
    ways = _Ways(book.links)
    days = days_in_words(person.turnaround or book.turnaround)
    methods = _simple_table(
        [
            [["Method"], ["Number or address"], ["You hear back"]],
            [[f"{ways.portal(bold=True)} (best way to reach us)"], [PORTAL_LINK], [within(days)]],
            [
                [ways.voicemail(bold=True)],
                [call(person.phone), f"Hours: {person.hours[1]}"],
                [within(days)],
            ],
            [
                [ways.office(bold=True)],
                [call(book.office_phone), f"Hours: {OFFICE_HOURS[1]}"],
                [at_once(days)],
            ],
            [[ways.email(bold=True)], [EMAIL_LINK], [within("2 business days")]],
        ]
    )
    return f"""\
{heading(title)}
You can call me at {call(person.phone)}. I listen to my messages on these days: \
{person.hours[1]}. Most of the time you hear back within {days}.

{prose[0]}

{heading("Ways to reach me", "-")}
{methods}
Please do not use these. We may never see your message:

* {ways.text(bold=True)}: we do not use this. The text does not go through. *Nobody* here will \
see it. Please use instead: {ways.portal()}.

{prose[1]}

{heading("When you hear back", "-")}
**You will hear back within {days}.** These days do not count: weekends and public holidays.

We may answer sooner. Please do not count on it.

If you hear nothing by then, please call {call(book.office_phone)}.

{heading("What is it about?", "-")}
{prose[2]}

{_byhand_needs(book, call(person.phone), days)}
{prose[3]}
"""


def _byhand_shared_page(book: Handbook, title: str, prose: Sequence[str]) -> str:
    days = days_in_words(book.turnaround)
    head = ["Name", "Role", "Languages", "Working days", "You hear back"]
    people = _simple_table(
        [
            [[cell] for cell in head],
            *(
                [
                    [f"{person.name}, {person.credentials}"],
                    [person.role],
                    [person.languages[1]],
                    [person.days],
                    [within(days_in_words(person.turnaround or book.turnaround))],
                ]
                for person in book.clinicians
            ),
        ]
    )
    numbers = _simple_table(
        [
            [["Name"], ["Voicemail"]],
            *([[person.name], [call(person.phone)]] for person in book.clinicians),
        ]
    )
    return f"""\
{heading(title)}
You can call the office at {call(book.office_phone)}. We are there on these days: \
{OFFICE_HOURS[1]}. Most of the time you hear back within {days}.

{prose[0]}

{heading("Who we are", "-")}
{people}
{prose[1]}

{heading("What is it about?", "-")}
{_byhand_needs(book, "", days)}
{prose[2]}

{heading("Numbers", "-")}
{numbers}
{prose[3]}
"""


def _byhand_methods_page(book: Handbook) -> str:
    days = days_in_words(book.turnaround)
    blocks: dict[str, tuple[str, dict[str, str]]] = {
        "portal": (
            "**Client portal** (best way to reach us)",
            {
                "Web address": PORTAL_LINK,
                "Please keep out": "Anything that cannot wait until the next workday.",
                "You hear back": within(days),
            },
        ),
        "clinician-phone": (
            "**Voicemail of your therapist**",
            {
                "Number or address": "Ask your clinician for it.",
                "Hours": OFFICE_HOURS[1],
                "You hear back": within(days),
            },
        ),
        "office-phone": (
            "**Office phone**",
            {
                "Number": call(book.office_phone),
                "Hours": OFFICE_HOURS[1],
                "You hear back": at_once(days),
            },
        ),
        "email": (
            "**Email**",
            {
                "Address": EMAIL_LINK,
                "Please keep out": "Anything about your treatment.",
                "You hear back": within("2 business days"),
            },
        ),
        "text": (
            "**Text message** (we do not use this)",
            {
                "Use instead": ":ref:`Client portal <method-portal>`",
                "If you try": "The text does not go through. *Nobody* here will see it.",
            },
        ),
    }
    text = heading("Each way, one by one")
    for name, (lead, facts) in blocks.items():
        listed = "".join(f"{label}\n   {fact}\n" for label, fact in facts.items())
        text += f"\n.. _method-{name}:\n\n{lead}\n\n{listed}"
    return text


def main() -> None:
    """Write the two projects for somebody who wants to look at them."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("folder", type=Path, help="where to write the projects")
    parser.add_argument("--clinicians", type=int, default=100)
    parser.add_argument("--pages", type=int, default=20)
    parser.add_argument("--shape", choices=("own", "shared"), default="own")
    parser.add_argument("--links", action="store_true", help="with a page that describes methods")
    parser.add_argument("--theme", default="alabaster")
    asked = parser.parse_args()
    book = handbook(
        asked.clinicians, asked.pages, shape=asked.shape, links=asked.links, theme=asked.theme
    )
    write(book, asked.folder)
    print(f"{asked.folder / 'facts'}\n{asked.folder / 'byhand'}")


if __name__ == "__main__":
    main()
