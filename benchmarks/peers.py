"""The same handbook, one page per topic and clinician, as users of two other extensions write it.

``datatemplates``: every fact stands in a YAML file, and each page is a Jinja template over the file
of its clinician (sphinxcontrib-datatemplates). Its pages have the words of the handbook by hand.

``needs``: every fact is an object with fields (sphinx-needs), and the pages show tables of those
that a filter finds, with references in sentences. Its words are not quite the same.

Both are what the manual of the extension shows first, not the fastest that could be made of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generate import (
    EMAIL_LINK,
    EMERGENCY_CALL,
    OFFICE_HOURS,
    PORTAL_LINK,
    at_once,
    call,
    conf,
    days_in_words,
    heading,
    index,
    own_pages,
    subpages,
    within,
    write_files,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from generate import Clinician, Handbook

PACKAGES = {"datatemplates": "sphinxcontrib-datatemplates", "needs": "sphinx-needs"}
"""What has to be installed for each."""


def write_peers(book: Handbook, folder: Path, names: Sequence[str]) -> None:
    """Write the projects called *names* below *folder*; a file that is right is not touched."""
    projects = {"datatemplates": _datatemplates_project, "needs": _needs_project}
    for name in names:
        write_files(projects[name](book), folder / name)


def _table(*rows: Sequence[str]) -> str:
    """Return a list table, the head first. A cell may have several paragraphs, with blank lines."""
    lines = [".. list-table::", "   :header-rows: 1", ""]
    for row in rows:
        for number, cell in enumerate(row):
            mark = "   * - " if number == 0 else "     - "
            first, *rest = cell.split("\n")
            lines += [mark + first, *(f"       {line}" if line else "" for line in rest)]
    return "\n".join(lines) + "\n"


# ---- sphinxcontrib-datatemplates


def _datatemplates_project(book: Handbook) -> Iterator[tuple[str, str]]:
    yield "conf.py", conf(book, "sphinxcontrib.datatemplates")
    yield (
        "facts/practice.yaml",
        (
            f'office: "{call(book.office_phone)}"\ndays: {days_in_words(book.turnaround)}\n'
            f"hours: {OFFICE_HOURS[1]}\n"
        ),
    )
    yield "index.rst", index(book)
    for person in book.clinicians:
        own_days = f"days: {days_in_words(person.turnaround)}\n" if person.turnaround else ""
        yield (
            f"facts/{person.id}.yaml",
            (f'phone: "{call(person.phone)}"\nhours: {person.hours[1]}\n{own_days}'),
        )
        for page, title, prose in own_pages(book, person):
            template = "".join(
                f"   {line}\n" if line else "\n" for line in _template(prose).splitlines()
            )
            source = f".. datatemplate:yaml:: /facts/{person.id}.yaml"
            text = f"{heading(title)}\n{source}\n\n{template}{subpages(book, page)}"
            yield f"{person.id}/{page}.rst", text


def _template(prose: Sequence[str]) -> str:
    """Return the page below its title, with Jinja's marks where the facts come."""
    phone, hours, office = "{{ data.phone }}", "{{ data.hours }}", "{{ practice.office }}"
    days = "{{ data.days or practice.days }}"
    methods = _table(
        ["Method", "Number or address", "You hear back"],
        ["**Client portal** (best way to reach us)", PORTAL_LINK, within(days)],
        ["**Voicemail of your therapist**", f"{phone}\n\nHours: {hours}", within(days)],
        ["**Office phone**", f"{office}\n\nHours: {{{{ practice.hours }}}}", at_once(days)],
        ["**Email**", EMAIL_LINK, within("2 business days")],
    )
    portal, by_office = f"Client portal: {PORTAL_LINK}", f"Office phone: {office}"
    bill = (
        f"{portal}.\n\nIf that does not work: Email: {EMAIL_LINK}.\n\n"
        "Please not by: Voicemail of your therapist."
    )
    check_in = (
        f"{portal}.\n\nIf that does not work: Voicemail of your therapist: {phone}.\n\n"
        "Please not by: Email."
    )
    needs = _table(
        ["You want to", "Best way", "You hear back"],
        [
            "Someone may die or be badly hurt",
            f"{EMERGENCY_CALL}.\n\nPlease not by: Client portal, Email.",
            "They answer day and night.",
        ],
        ["Change a session", f"{portal}.\n\nIf that does not work: {by_office}.", within(days)],
        ["Tell us you are running late", by_office, at_once(days)],
        [
            "Ask about a bill",
            bill,
            within(days),
        ],
        [
            "Check in between sessions",
            check_in,
            within(days),
        ],
        ["Send homework", portal, within(days)],
    )
    return f"""\
{{% set practice = load("/facts/practice.yaml") %}}
You can call me at {phone}. I listen to my messages on these days: {hours}. Most of the time you \
hear back within {days}.

{prose[0]}

{heading("Ways to reach me", "-")}
{methods}
Please do not use these. We may never see your message:

* **Text message**: we do not use this. The text does not go through. *Nobody* here will see it. \
Please use instead: Client portal.

{prose[1]}

{heading("When you hear back", "-")}
**You will hear back within {days}.** These days do not count: weekends and public holidays.

We may answer sooner. Please do not count on it.

If you hear nothing by then, please call {office}.

{heading("What is it about?", "-")}
{prose[2]}

{needs}
{prose[3]}
"""


# ---- sphinx-needs

_NEEDS_CONF = """\
needs_types = [
    {"directive": "method", "title": "Method", "prefix": "M_", "color": "#fff", "style": "node"},
    {"directive": "route", "title": "Need", "prefix": "R_", "color": "#fff", "style": "node"},
]
needs_fields = {
    "owner": {"nullable": True},
    "address": {"nullable": True},
    "hours": {"nullable": True},
    "hear_back": {"nullable": True},
    "instead": {"nullable": True},
}
needs_id_regex = "^[A-Z0-9_]{3,}"
needs_build_json = False
"""


def _needs_project(book: Handbook) -> Iterator[tuple[str, str]]:
    yield "conf.py", conf(book, "sphinx_needs") + _NEEDS_CONF
    yield "index.rst", index(book)
    yield "facts.rst", ":orphan:\n\n" + heading("Facts") + "\n" + "".join(_needs_facts(book))
    for person in book.clinicians:
        for page, title, prose in own_pages(book, person):
            yield (
                f"{person.id}/{page}.rst",
                (_needs_page(person, title, prose) + subpages(book, page)),
            )


def _needs_facts(book: Handbook) -> Iterator[str]:
    """Yield an object for each fact: those of the practice, then each clinician's."""
    general = days_in_words(book.turnaround)
    yield _need("method", "PORTAL", "Client portal", address="portal.example.org")
    yield _need(
        "method", "OFFICE", "Office phone", address=book.office_phone, hours=OFFICE_HOURS[1]
    )
    yield _need(
        "method", "EMAIL", "Email", address="office@example.org", hear_back="2 business days"
    )
    for person in book.clinicians:
        own = person.id.upper()
        days = days_in_words(person.turnaround) if person.turnaround else general
        facts = {"owner": person.id, "hear_back": days}
        yield _need(
            *("method", f"{own}_PHONE", "Voicemail of your therapist"),
            **{**facts, "address": person.phone, "hours": person.hours[1]},
        )
        for name, title, way, other in (
            ("CHANGE", "Change a session", "Client portal", "Office phone"),
            ("LATE", "Tell us you are running late", "Office phone", ""),
            ("BILL", "Ask about a bill", "Client portal", "Email"),
            ("CHECK", "Check in between sessions", "Client portal", person.phone),
            ("HOMEWORK", "Send homework", "Client portal", ""),
        ):
            yield _need("route", f"{own}_{name}", title, **facts, address=way, instead=other)


def _need(kind: str, name: str, title: str, **fields: str) -> str:
    options = "".join(f"   :{field}: {value}\n" for field, value in fields.items() if value)
    return f".. {kind}:: {title}\n   :id: {name}\n{options}\n"


def _needs_page(person: Clinician, title: str, prose: Sequence[str]) -> str:
    own = person.id.upper()
    return f"""\
{heading(title)}
You can call me at :need:`[[address]] <{own}_PHONE>`. I listen to my messages on these days: \
:need:`[[hours]] <{own}_PHONE>`. Most of the time you hear back within \
:need:`[[hear_back]] <{own}_PHONE>`.

{prose[0]}

{heading("Ways to reach me", "-")}
.. needtable::
   :filter: type == "method" and owner in ("{person.id}", None)
   :columns: title; address; hours; hear_back
   :style: table

{prose[1]}

{heading("What is it about?", "-")}
{prose[2]}

.. needtable::
   :filter: type == "route" and owner == "{person.id}"
   :columns: title; address; instead; hear_back
   :style: table

{prose[3]}
"""
