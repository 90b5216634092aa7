"""References to where a method, need or clinician is described."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from handbook import Handbook
from sphinx.util.inventory import InventoryFile

from sphinx_commspolicy.domain import CommsDomain

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def handbook(tmp_path: Path) -> Handbook:
    return Handbook.create(tmp_path)


def comms(build: object) -> CommsDomain:
    domain = build.app.env.get_domain("comms")  # type: ignore[attr-defined]  # a Build
    assert isinstance(domain, CommsDomain)
    return domain


# ---- where references lead


@pytest.mark.parametrize(
    ("role", "page", "name"),
    [
        (":method-ref:`text`", "reach.html#method-text", "Text message"),
        (":need-ref:`cancel`", "reach.html#need-cancel", "Cancel a session"),
        (":clinician-ref:`owen`", "people.html#clinician-owen", "Owen Reyes"),
        (":comms:method-ref:`text`", "reach.html#method-text", "Text message"),
        (":method-ref:`by text <text>`", "reach.html#method-text", "by text"),
        (":any:`text`", "reach.html#method-text", "Text message"),
        (":any:`by text <text>`", "reach.html#method-text", "by text"),
    ],
)
def test_a_reference_leads_to_the_description_and_shows_the_name(
    handbook: Handbook, role: str, page: str, name: str
) -> None:
    handbook.append("prose.rst", f"See {role}.\n")

    assert handbook.build().warnings == ""
    (link,) = re.findall(rf'<a [^>]*href="{page}".*?</a>', handbook.page("prose"))
    assert re.sub("<[^>]*>", "", link) == name


def test_a_link_follows_a_description_to_another_page(handbook: Handbook) -> None:
    handbook.build()
    handbook.replace("reach.rst", ".. contact-method:: text\n", "")
    handbook.append("prose.rst", ".. contact-method:: text\n")

    build = handbook.build()

    assert build.read == ["prose", "reach"]
    assert 'href="prose.html#method-text"' in handbook.page("times")


@pytest.mark.parametrize("role", [":method-ref:`email`", ":any:`email`"])
def test_a_reference_comes_alive_when_another_page_begins_to_describe(
    handbook: Handbook, role: str
) -> None:
    handbook.append("times.rst", f"Or {role}.\n")
    handbook.build()
    handbook.append("reach.rst", ".. contact-method:: email\n")

    assert handbook.build().read == ["reach"]
    assert 'href="reach.html#method-email"' in handbook.page("times")


def test_a_renamed_method_has_its_new_name_in_every_reference(handbook: Handbook) -> None:
    handbook.append("prose.rst", "See :any:`text`.\n")
    handbook.build()
    handbook.replace("practice.yaml", "Text message", "Texting")

    assert handbook.build().read == []
    assert "See Texting." in handbook.words("times")
    assert "See Texting." in handbook.words("prose")


@pytest.mark.parametrize("nitpicky", [False, True])
def test_a_reference_to_nothing_warns_once_with_what_to_write(
    handbook: Handbook,
    nitpicky: bool,
) -> None:
    handbook.append("prose.rst", "See :method-ref:`pigeon`.\n")

    warnings = handbook.build(config={"nitpicky": nitpicky}).warnings

    (line,) = warnings.splitlines()
    assert "prose.rst:6: WARNING: no page describes the method “pigeon”" in line
    assert "contact-method" in line
    assert "See pigeon." in handbook.words("prose")


def test_a_description_without_an_index_entry_is_no_target(handbook: Handbook) -> None:
    handbook.write("prose.rst", "Prose\n=====\n\n.. contact-method:: email\n   :no-index:\n")
    handbook.append("times.rst", ":method-ref:`email`\n")

    build = handbook.build()

    assert "no page describes the method “email”" in build.warnings
    assert "method-email" not in handbook.page("prose")


# ---- described twice


def test_a_method_described_twice_on_one_page_is_reported_at_the_second(
    handbook: Handbook,
) -> None:
    handbook.append("reach.rst", ".. contact-method:: text\n")

    build = handbook.build()

    (line,) = build.warnings.splitlines()
    assert "reach.rst:10: WARNING: the method “text” is described twice on this page" in line
    assert handbook.page("reach").count('id="method-text"') == 1


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_method_described_on_two_pages_is_reported_and_references_have_one_goal(
    handbook: Handbook, jobs: int
) -> None:
    handbook.append("prose.rst", ".. contact-method:: text\n")

    build = handbook.build(jobs=jobs)

    (line,) = build.warnings.splitlines()
    assert "reach.rst: WARNING: the method “text” is described here and on the page “prose”" in line
    assert 'href="prose.html#method-text"' in handbook.page("times")

    handbook.remove("prose.rst")
    handbook.replace("index.rst", "   prose\n", "")
    assert handbook.build(jobs=jobs).warnings == ""
    assert 'href="reach.html#method-text"' in handbook.page("times")


# ---- reading in parallel


def test_reading_in_parallel_collects_what_reading_one_by_one_does(handbook: Handbook) -> None:
    for number in range(8):
        handbook.write(
            f"extra{number}.rst",
            f":orphan:\n\nAt :turnaround:`practice` {number}\n=====================\n\n"
            f".. contact-method:: {'email' if number == 3 else 'phone'}\n   :no-index:\n",
        )
    handbook.write("more.rst", ":orphan:\n\nMore\n====\n\n.. contact-method:: email\n")
    one = comms(handbook.build(doctrees="one", out="one"))
    two = comms(handbook.build(doctrees="two", out="two", jobs=2))

    assert one.objects == two.objects
    assert one.uses == two.uses
    assert one.traces == two.traces
    assert one.place_of("method", "email") is not None


def test_reading_one_page_again_in_parallel_keeps_what_the_others_describe(
    handbook: Handbook,
) -> None:
    before = comms(handbook.build(jobs=2)).objects
    handbook.append("reach.rst", "More.\n")
    handbook.append("times.rst", "More.\n")

    assert comms(handbook.build(jobs=2)).objects == before


# ---- search and inventory


def test_the_search_knows_methods_by_the_name_that_clients_know(handbook: Handbook) -> None:
    handbook.build()
    index = handbook.page("searchindex", suffix=".js")
    assert '"Text message"' in index
    handbook.replace("practice.yaml", "Text message", "Texting")
    handbook.build()
    index = handbook.page("searchindex", suffix=".js")
    assert '"Text message"' not in index
    assert '"Texting"' in index


def test_the_inventory_lists_each_description_once(handbook: Handbook) -> None:
    handbook.build()
    with (handbook.out / "html" / "objects.inv").open("rb") as file:
        inventory = InventoryFile.load(file, "", lambda base, uri: base + uri)

    assert sorted(inventory["comms:method"]) == ["phone", "text"]
    assert sorted(inventory["comms:need"]) == ["cancel"]
    assert sorted(inventory["comms:clinician"]) == ["owen"]


def test_one_practice_can_refer_to_the_handbook_of_another(tmp_path: Path) -> None:
    other = Handbook.create(tmp_path / "other")
    other.build()
    handbook = Handbook.create(tmp_path / "own")
    handbook.replace(
        "conf.py",
        'extensions = ["sphinx_commspolicy"]',
        'extensions = ["sphinx_commspolicy", "sphinx.ext.intersphinx"]\n'
        f'intersphinx_mapping = {{"other": ("https://other.example.org/", '
        f"{str(other.out / 'html' / 'objects.inv')!r})}}",
    )
    other_inventory = ":external+other:comms:method-ref:"
    handbook.append("prose.rst", f"{other_inventory}`text` or {other_inventory}`so <phone>`.\n")

    assert handbook.build().warnings == ""

    page = handbook.page("prose")
    assert 'href="https://other.example.org/reach.html#method-text"' in page
    assert 'href="https://other.example.org/reach.html#method-phone"' in page
    assert "Text message or so." in handbook.words("prose")


# ---- Markdown


def test_markdown_pages_have_the_same_directives_roles_and_clinicians(handbook: Handbook) -> None:
    pytest.importorskip("myst_parser")
    handbook.replace(
        "conf.py",
        'extensions = ["sphinx_commspolicy"]',
        'extensions = ["sphinx_commspolicy", "myst_parser"]',
    )
    handbook.write(
        "mark.md",
        """
        ---
        clinician: owen
        ---

        # Text {contact}`text`

        Send to {contact}`text`, see {method-ref}`email` and [bad](javascript:alert).

        ```{contact-method} email
        :form: sentence
        ```

        ```{contact-method} fone
        ```
        """,
    )
    handbook.replace("index.rst", "   prose\n", "   prose\n   mark\n")

    build = handbook.build()

    assert "Text (503) 555-0188" in handbook.words("index")
    assert "Send to (503) 555-0188, see E-mail and" in handbook.words("mark")
    assert 'href="javascript' not in handbook.page("mark")
    assert 'id="method-email"' in handbook.page("mark")
    assert "mark.md:13: WARNING: there is no method “fone”" in build.warnings

    handbook.replace("clinicians/owen.yaml", "0188", "0189")
    build = handbook.build()
    assert build.read == ["mark"]
    assert "Text (503) 555-0189" in handbook.words("index")
    handbook.assert_clean()
