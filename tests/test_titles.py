"""Facts in titles, captions and terms, which Sphinx copies to other pages while it reads."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from handbook import Handbook

if TYPE_CHECKING:
    from pathlib import Path

posix_only = pytest.mark.skipif(os.name != "posix", reason="needs to fork")

OWN_TITLE = """
Text :contact:`text`
====================

Words.
"""
SECTIONS = """
Sections
========

.. _write:

Text us at :contact:`text`
--------------------------

Words.
"""
STRUCTURES = """
Structures
==========

.. _picture:

.. figure:: dot.png

   Text :contact:`text` for a picture

.. _below:

.. rubric:: Below: :contact:`text`

.. _numbers:

.. table:: Numbers such as :contact:`text`

   ===  ===
   one  two
   ===  ===

Text :contact:`text`
   A definition.

.. glossary::

   line :contact:`text`
      Where messages go.
"""
DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154"
    "78da63606060000000040001f61738550000000049454e44ae426082"
)


@pytest.fixture
def handbook(tmp_path: Path) -> Handbook:
    handbook = Handbook.create(tmp_path)
    handbook.replace("index.rst", "   prose\n", "   prose\n   title\n   sections\n   structures\n")
    handbook.write("title.rst", OWN_TITLE)
    handbook.write("sections.rst", SECTIONS)
    handbook.write("structures.rst", STRUCTURES)
    (handbook.src / "dot.png").write_bytes(DOT)
    handbook.append(
        "prose.rst", "See :ref:`write`, :ref:`picture`, :ref:`below`, :ref:`numbers`.\n"
    )
    return handbook


WITH_FACTS = ["sections", "structures", "title"]
"""Pages whose titles, captions or terms are made of facts."""


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("builder", ["html", "singlehtml", "latex", "text"])
def test_a_title_made_of_a_fact_is_new_everywhere_it_is_shown(
    handbook: Handbook, builder: str, jobs: int
) -> None:
    assert handbook.build(builder, jobs=jobs).warnings == ""

    handbook.replace("practice.yaml", "555-0144", "555-0199")
    build = handbook.build(builder, jobs=jobs)

    assert build.read == WITH_FACTS
    handbook.assert_clean(builder)
    for path in (handbook.out / builder).rglob("*"):
        if path.is_file():
            assert b"0144" not in path.read_bytes(), path


def test_a_title_is_shown_with_its_fact_in_contents_navigation_and_references(
    handbook: Handbook,
) -> None:
    handbook.build()

    assert "Text (503) 555-0144" in handbook.words("title")
    assert "Text (503) 555-0144" in handbook.words("index")
    assert "Text us at (503) 555-0144" in handbook.words("prose")
    assert "<title>Text (503) 555-0144" in handbook.page("title")


def test_a_change_of_another_fact_does_not_read_pages_with_titles(handbook: Handbook) -> None:
    handbook.build()
    handbook.replace("practice.yaml", "office@elm", "reception@elm")
    handbook.replace("clinicians/owen.yaml", "LCSW", "LICSW")

    assert handbook.build().read == []


def test_a_build_without_a_change_reads_and_writes_no_page_with_a_title(
    handbook: Handbook,
) -> None:
    handbook.build()
    build = handbook.build()
    assert (build.read, build.written) == ([], [])


def test_another_builder_writes_the_new_title_that_the_first_has_read(handbook: Handbook) -> None:
    handbook.build("html")
    handbook.build("text")
    handbook.replace("practice.yaml", "555-0144", "555-0199")

    assert handbook.build("text").read == WITH_FACTS
    assert handbook.build("html").read == []
    handbook.assert_clean("html")
    handbook.assert_clean("text")


@posix_only
@pytest.mark.parametrize("back", [False, True])
def test_a_killed_build_leaves_no_old_title_in_the_navigation_of_any_page(
    handbook: Handbook,
    back: bool,
) -> None:
    handbook.build()
    handbook.replace("practice.yaml", "555-0144", "555-0199")
    handbook.kill_while_writing("reach")
    if back:
        handbook.replace("practice.yaml", "555-0199", "555-0144")

    handbook.build()
    handbook.assert_clean()


def test_a_page_named_on_the_command_line_does_not_hide_a_new_title_from_the_others(
    handbook: Handbook,
) -> None:
    handbook.build()
    handbook.replace("practice.yaml", "555-0144", "555-0199")
    handbook.build(filenames=["title.rst"])

    handbook.build()
    handbook.assert_clean()


def test_a_title_follows_the_clinician_of_its_page(handbook: Handbook) -> None:
    handbook.write("title.rst", ":clinician: owen\n" + OWN_TITLE)
    handbook.build()
    assert "Text (503) 555-0188" in handbook.words("index")

    handbook.replace("title.rst", ":clinician: owen", ":clinician: june")
    handbook.build()
    assert "Text (503) 555-0144" in handbook.words("index")
    handbook.assert_clean()


def test_a_title_with_a_clinician_of_its_own_keeps_that_one(handbook: Handbook) -> None:
    handbook.write("title.rst", ":clinician: june\n\nText :contact:`text@owen`\n" + "=" * 30 + "\n")
    handbook.build()
    assert "Text (503) 555-0188" in handbook.words("index")


def test_another_edition_has_its_own_titles(handbook: Handbook) -> None:
    handbook.build()
    build = handbook.build(config={"commspolicy_clinician": "owen"})

    assert build.read == WITH_FACTS
    handbook.assert_clean(config={"commspolicy_clinician": "owen"})
    handbook.build()
    handbook.assert_clean()


def test_a_title_whose_data_were_deleted_comes_back_with_them(handbook: Handbook) -> None:
    handbook.build()
    practice = handbook.read("practice.yaml")
    handbook.remove("practice.yaml")
    handbook.build()
    assert "555-0144" not in handbook.page("index")
    handbook.assert_clean()

    handbook.write("practice.yaml", practice)
    handbook.build()
    assert "555-0144" in handbook.page("index")
    handbook.assert_clean()


def test_a_title_whose_method_was_removed_warns_once_and_says_so(handbook: Handbook) -> None:
    handbook.write("title.rst", OWN_TITLE.replace("`text`", "`texts`").replace("==\n", "===\n"))

    build = handbook.build()

    assert build.warnings.count("there is no method “texts”") == 1
    assert "title.rst:1: WARNING" in build.warnings
    assert "Text [Missing: texts]" in handbook.words("index")


def test_a_section_made_of_a_fact_without_a_label_is_reported_at_its_line(
    handbook: Handbook,
) -> None:
    handbook.replace("sections.rst", ".. _write:\n\n", "")
    handbook.replace("prose.rst", ":ref:`write`, ", "")

    warnings = handbook.build().warnings

    assert "sections.rst:5: WARNING: the title “Text us at (503) 555-0144” holds" in warnings
    assert "[commspolicy.title-without-label]" in warnings


def test_the_label_of_a_section_made_of_a_fact_leads_there_after_the_fact_has_changed(
    handbook: Handbook,
) -> None:
    handbook.build()
    assert 'id="write"' in handbook.page("sections")
    handbook.replace("practice.yaml", "555-0144", "555-0199")
    handbook.build()

    assert 'href="sections.html#write"' in handbook.page("prose")
    assert 'id="write"' in handbook.page("sections")


def test_a_term_made_of_a_fact_is_sorted_by_the_fact(handbook: Handbook) -> None:
    handbook.write(
        "structures.rst",
        """
        Structures
        ==========

        .. glossary::
           :sorted:

           :clinician:`owen`
              One.

           :clinician:`june`
              Two.
        """,
    )
    handbook.build("text")
    text = handbook.page("structures", "text", ".txt")
    assert text.index("June Abernathy") < text.index("Owen Reyes")

    handbook.replace("practice.yaml", "June Abernathy", "Zoe Abernathy")
    handbook.build("text")
    text = handbook.page("structures", "text", ".txt")
    assert text.index("Owen Reyes") < text.index("Zoe Abernathy")
