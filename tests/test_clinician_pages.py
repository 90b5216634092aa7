"""A page for each clinician from one template, with nothing on disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from handbook import Handbook

from sphinx_commspolicy.ending import PracticeDataError

if TYPE_CHECKING:
    from pathlib import Path

TEMPLATE = """
.. _about-{{ clinician }}:

:clinician:`{{clinician}}`
==========================

.. clinician:: {{ clinician }}
   :no-index:

Send a text to :contact:`text`.

.. for-clinicians:: owen

   Owen's own words.
"""


@pytest.fixture
def handbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Handbook:
    monkeypatch.chdir(tmp_path)
    handbook = Handbook.create(tmp_path)
    handbook.replace("index.rst", "   people\n", "   people\n   staff/*\n")
    handbook.replace("index.rst", ".. toctree::\n", ".. toctree::\n   :glob:\n")
    handbook.append("conf.py", 'commspolicy_clinician_template = "staff/template.rst"\n')
    handbook.write("staff/template.rst", TEMPLATE)
    return handbook


def staff(handbook: Handbook) -> set[str]:
    return {path.stem for path in (handbook.out / "html/staff").glob("*.html")}


@pytest.mark.parametrize("jobs", [1, 2])
def test_each_clinician_has_a_page_that_speaks_to_their_clients(
    handbook: Handbook, jobs: int
) -> None:
    before = {path.name for path in handbook.src.rglob("*")}
    build = handbook.build(jobs=jobs)

    assert build.warnings == ""
    assert staff(handbook) == {"june", "owen"}
    assert "Send a text to (503) 555-0188." in handbook.words("staff/owen")
    assert "Send a text to (503) 555-0144." in handbook.words("staff/june")
    assert "Owen’s own words." in handbook.words("staff/owen")
    assert "Owen’s own words." not in handbook.words("staff/june")
    assert "June Abernathy" in handbook.words("index")
    assert {path.name for path in handbook.src.rglob("*")} == before
    handbook.assert_clean()


def test_a_second_output_folder_has_the_pages_although_nothing_is_read_again(
    handbook: Handbook,
) -> None:
    handbook.build()
    handbook.write("staff/june.rst", "June\n====\n\nHer own page.\n")
    handbook.build()

    build = handbook.build(out="out/second")

    assert build.read == []
    pages = {path.stem for path in (handbook.out / "second/staff").glob("*.html")}
    assert pages == {"june", "owen"}
    assert "Her own page." in (handbook.out / "second/staff/june.html").read_text("utf-8")


def test_pages_come_and_go_with_the_clinicians(handbook: Handbook) -> None:
    handbook.build()

    handbook.write("clinicians/teo.yaml", "name: Teo Nakagawa\n")
    build = handbook.build()
    assert staff(handbook) == {"june", "owen", "teo"}
    assert build.read == ["index", "staff/teo"]
    handbook.assert_clean()

    handbook.append("clinicians/teo.yaml", "active: no\n")
    handbook.build()
    assert staff(handbook) == {"june", "owen"}
    assert "Teo" not in handbook.words("index")
    handbook.assert_clean()

    handbook.append("clinicians/owen.yaml", "period: {end: 2026-11-01}\n")
    handbook.build()
    assert staff(handbook) == {"june"}
    handbook.assert_clean()


def test_a_changed_template_changes_every_page(handbook: Handbook) -> None:
    handbook.build()
    handbook.replace("staff/template.rst", "Send a text", "Please text")
    build = handbook.build()
    assert build.read == ["staff/june", "staff/owen"]
    assert "Please text" in handbook.words("staff/owen")
    handbook.assert_clean()


def test_a_page_of_the_users_own_stands_in_place_of_the_generated_one(handbook: Handbook) -> None:
    handbook.build()
    handbook.write("staff/owen.rst", "Owen by hand\n============\n\n:contact:`text`\n")
    handbook.build()
    assert "Owen by hand" in handbook.words("staff/owen")
    assert "(503) 555-0144" in handbook.words("staff/owen")
    handbook.assert_clean()

    handbook.remove("staff/owen.rst")
    handbook.build()
    assert "Send a text to (503) 555-0188." in handbook.words("staff/owen")
    handbook.assert_clean()


def test_a_warning_points_at_the_template(handbook: Handbook) -> None:
    handbook.append("staff/template.rst", ".. contact-method:: fon\n\n{{ name }}\n")
    build = handbook.build()
    line = handbook.read("staff/template.rst").count("\n")
    assert f"staff/template.rst:{line - 2}: WARNING: there is no method “fon”" in build.warnings
    told = f"staff/template.rst:{line}: WARNING: “{{{{ name }}}}” cannot be filled in"
    assert told in build.warnings


def test_the_template_may_be_markdown(handbook: Handbook) -> None:
    handbook.replace("conf.py", '["sphinx_commspolicy"]', '["sphinx_commspolicy", "myst_parser"]')
    handbook.replace("conf.py", "template.rst", "template.md")
    handbook.remove("staff/template.rst")
    handbook.write("staff/template.md", "# About\n\n{clinician}`{{ clinician }}` {contact}`text`\n")
    assert handbook.build().warnings == ""
    assert "Owen Reyes (503) 555-0188" in handbook.words("staff/owen")


def test_a_page_can_be_for_the_clinicians_own_edition_only(handbook: Handbook) -> None:
    text = handbook.read("staff/template.rst")
    handbook.write("staff/template.rst", ":for-clinicians: {{ clinician }}, practice\n\n" + text)
    for config, there in (
        ({}, {"june", "owen"}),
        ({"commspolicy_clinician": "june"}, {"june"}),
        ({"commspolicy_clinician": "owen"}, {"owen"}),
    ):
        assert handbook.build(config=config).warnings == ""
        assert staff(handbook) == there


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("staff/tmplate.rst", "there is no file “staff/tmplate.rst”"),
        ("../template.rst", "is not in the folder of the sources"),
        ("practice.yaml", "has none of the suffixes"),
    ],
)
def test_a_template_that_cannot_be_used_is_told(
    handbook: Handbook, written: str, told: str, capfd: pytest.CaptureFixture[str]
) -> None:
    (handbook.folder / "template.rst").write_text(TEMPLATE)
    handbook.replace("conf.py", "staff/template.rst", written)
    logs: list[str] = []
    with pytest.raises(PracticeDataError) as caught:
        handbook.build()
    logs.append(str(caught.value))
    assert "conf.py:10: error: commspolicy_clinician_template: " in logs[0]
    assert told in logs[0]
    capfd.readouterr()
