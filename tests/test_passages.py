"""Passages and pages for some readers only: one read, and each edition as if the rest were not."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from handbook import Handbook, contents

from sphinx_commspolicy.ending import PracticeDataError
from sphinx_commspolicy.passages import _name_of, condition, read_names, tag

if TYPE_CHECKING:
    from pathlib import Path

OWEN = {"commspolicy_clinician": "owen"}
JUNE = {"commspolicy_clinician": "june"}
TEEN = {"commspolicy_situation": "teen"}

PAGE = """
Only prose
==========

Everybody reads this.

.. for-clinicians:: owen

   Owen's clients read this. :ref:`late`.

   .. index:: Xylophone

   .. glossary::

      Zither
         A word of Owen's.

   .. _late:

   Late hours
   ----------

   Owen works late.

.. for-clinicians:: not owen, practice

   Not for Owen's clients.

.. for-situations:: teen

   Dear teens.

.. only:: clinician_june and situation_teen

   June's teens.
"""


@pytest.fixture
def handbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Handbook:
    monkeypatch.chdir(tmp_path)
    handbook = Handbook.create(tmp_path)
    handbook.write("prose.rst", PAGE)
    return handbook


def edition(handbook: Handbook, **config: Any) -> str:
    build = handbook.build(config=config)
    assert build.warnings == ""
    return handbook.words("prose")


@pytest.mark.parametrize(
    ("config", "there", "gone"),
    [
        ({}, [], ["Owen's", "Not for", "teens", "Late hours"]),
        (OWEN, ["Owen’s clients read", "Late hours"], ["Not for", "teens"]),
        (JUNE, ["Not for Owen"], ["clients read this", "Late hours", "teens"]),
        (TEEN, ["Dear teens"], ["June’s", "Late hours"]),
        ({**JUNE, **TEEN}, ["Dear teens", "June’s teens", "Not for"], ["Late hours"]),
    ],
)
def test_each_edition_has_the_passages_for_its_readers(
    handbook: Handbook, config: dict[str, str], there: list[str], gone: list[str]
) -> None:
    words = edition(handbook, **config)
    assert "Everybody reads this" in words
    assert [text for text in there if text not in words] == []
    assert [text for text in gone if text in words] == []


@pytest.mark.parametrize("jobs", [1, 2])
def test_editions_share_one_read_and_equal_clean_builds(handbook: Handbook, jobs: int) -> None:
    handbook.append("index.rst", ".. for-clinicians:: owen\n\n   .. toctree::\n\n      late")
    handbook.write("late.rst", ":for-clinicians: owen\n\nOwen's page\n===========\n\nLate.\n")
    read = []
    for name, config in (("all", {}), ("owen", OWEN), ("june", JUNE), ("teen", TEEN)):
        build = handbook.build(out=f"out/{name}", config=config, jobs=jobs)
        read.append(build.read)
        assert build.warnings == ""
        assert contents(handbook.out / name) == handbook.clean(config=config)
    assert read[1:] == [[], [], []]


def test_nothing_of_an_omitted_passage_is_left_anywhere(handbook: Handbook) -> None:
    for config, is_there in ((JUNE, False), (OWEN, True)):
        edition(handbook, **config)
        everything = b"".join(contents(handbook.out / "html").values()).decode("utf-8", "ignore")
        index = handbook.page("searchindex", suffix=".js")
        assert ("Late hours" in everything) is is_there
        assert ("Xylophone" in handbook.page("genindex")) is is_there
        assert ("Zither" in handbook.page("genindex")) is is_there
        assert ("zither" in index) is is_there


def test_a_changed_edition_in_the_same_folder_equals_a_clean_build(handbook: Handbook) -> None:
    handbook.append("index.rst", ".. toctree::\n\n   late")
    handbook.write("late.rst", ":for-clinicians: owen\n\nOwen's page\n===========\n\nLate.\n")
    for config in (OWEN, JUNE, TEEN, OWEN):
        handbook.build(config=config)
        handbook.assert_clean(config=config)
    build = handbook.build(config=OWEN)
    assert (build.read, build.written) == ([], [])


@pytest.mark.parametrize("builder", ["html", "singlehtml", "text", "latex", "typstpdf"])
def test_a_page_for_some_only_is_in_their_edition_only(handbook: Handbook, builder: str) -> None:
    handbook.append("index.rst", ".. toctree::\n\n   late\n   last")
    handbook.write("late.rst", ":for-clinicians: owen\n\nOwen's page\n===========\n\nQuagga.\n")
    handbook.write("last.rst", "Last page\n=========\n\nThe end.\n")
    handbook.config["typst_keep_source"] = True
    for config, is_there in ((JUNE, False), (OWEN, True), ({}, False)):
        out = f"out/{len(config)}{is_there}"
        build = handbook.build(builder, out=out, config=config)
        assert build.warnings == ""
        files = contents(handbook.folder / out)
        files = {name: text for name, text in files.items() if not name.endswith("pdf")}
        found = [name for name, text in files.items() if re.search(b"(?i)quagga", text)]
        assert bool(found) is is_there
        assert any(name.startswith("late.") for name in files) is (
            is_there and builder in {"html", "text"}
        )


def test_pages_before_and_after_an_omitted_page_lead_to_each_other(handbook: Handbook) -> None:
    handbook.replace("index.rst", "   times\n", "   times\n   late\n")
    handbook.write("late.rst", ":for-clinicians: owen\n\nOwen's page\n===========\n\nLate.\n")
    handbook.config["html_theme"] = "furo"
    handbook.build(config=JUNE)
    assert "late.html" not in handbook.page("times") + handbook.page("people")
    assert "people.html" in handbook.page("times")
    handbook.build(config=OWEN)
    assert "late.html" in handbook.page("times")


def test_what_only_an_omitted_table_of_contents_leads_to_is_omitted(handbook: Handbook) -> None:
    handbook.append("index.rst", ".. for-clinicians:: owen\n\n   .. toctree::\n\n      late")
    handbook.write("late.rst", "Late\n====\n\n.. toctree::\n\n   later\n")
    handbook.write("later.rst", "Later\n=====\n\nText.\n")
    handbook.build(config=JUNE)
    assert not list((handbook.out / "html").glob("late*.html"))
    handbook.build(config=OWEN)
    assert len(list((handbook.out / "html").glob("late*.html"))) == 2


def test_references_to_what_is_left_out_are_text_with_a_warning(handbook: Handbook) -> None:
    handbook.append("index.rst", ".. toctree::\n\n   owns")
    handbook.write("owns.rst", ":for-clinicians: owen\n\nOwen's page\n===========\n\nText.\n")
    handbook.append("owns.rst", ".. contact-method:: email\n")
    handbook.append(
        "reach.rst",
        "See :ref:`Owen's hours <late>`, :doc:`the page <owns>`, :term:`Zither`, "
        ":method-ref:`mail <email>`.\n",
    )
    assert handbook.build(config=OWEN).warnings == ""

    build = handbook.build(config=JUNE)

    line = handbook.read("reach.rst").count("\n")
    for name in ("late", "owns", "Zither", "email"):
        told = f"“{name}” is left out of the handbook for the clinician “june”"
        assert f"reach.rst:{line}: WARNING: {told}" in build.warnings
    assert build.warnings.count("WARNING") == 4
    assert "See Owen’s hours, the page, Zither, mail." in handbook.words("reach")
    assert 'href="owns.html"' not in handbook.page("reach")


def test_sections_are_numbered_as_if_the_omitted_ones_were_not(handbook: Handbook) -> None:
    handbook.replace("index.rst", ".. toctree::\n", ".. toctree::\n   :numbered:\n")
    handbook.replace("index.rst", "   people\n", "   late\n   people\n")
    handbook.write("late.rst", ":for-clinicians: owen\n\nOwen's page\n===========\n\nLate.\n")
    handbook.append("prose.rst", "\nLast section\n------------\n\nText.\n")
    handbook.build(config=JUNE)
    assert "3. Owen" in handbook.words("index")
    assert "4.1. Last section" in handbook.words("prose")
    handbook.build(config=OWEN)
    assert "5.2. Last section" in handbook.words("prose")


def test_a_title_for_some_only_is_the_title_of_their_edition(handbook: Handbook) -> None:
    handbook.write(
        "prose.rst",
        ".. for-situations:: teen\n\n   For you\n   =======\n\n   Hi.\n\n"
        ".. for-situations:: not teen\n\n   For clients\n   ===========\n\n   Hello.\n",
    )
    for config, title, other in (
        (TEEN, "For you", "For clients"),
        (JUNE, "For clients", "For you"),
    ):
        assert handbook.build(config=config).warnings == ""
        assert title in handbook.words("index")
        assert other not in handbook.words("index")
        assert f"<title>{title}" in handbook.page("prose")


def test_the_only_title_of_a_page_is_no_more_told_to_others_than_its_passage(
    handbook: Handbook,
) -> None:
    handbook.write(
        "prose.rst", ".. for-situations:: teen\n\n   Our secret\n   ==========\n\n   Hi.\n"
    )
    handbook.build(config=TEEN)
    assert "<title>Our secret" in handbook.page("prose")
    handbook.build(config=JUNE)
    told = [
        path.name
        for path in (handbook.out / "html").rglob("*")
        if path.suffix in {".html", ".js"} and "secret" in path.read_text("utf-8")
    ]
    assert told == []


def test_a_page_that_names_its_clinician_is_read_by_that_clinicians_clients(
    handbook: Handbook,
) -> None:
    handbook.append(
        "people.rst",
        ".. for-clinicians:: owen\n\n   Owen himself.\n\n.. for-clinicians:: june\n\n   June.\n",
    )
    handbook.build(config=JUNE)
    assert "Owen himself." in handbook.words("people")
    assert "June." not in handbook.words("people")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            ".. for-clinicians:: oven\n\n   X.\n",
            "4: WARNING: there is no clinician “oven”. Did you",
        ),
        (
            ".. for-situations:: not tean\n\n   X.\n",
            "4: WARNING: there is no situation “tean”. Did",
        ),
        (".. for-clinicians:: a b/c\n\n   X.\n", "4: ERROR: for-clinicians: “b/c” is not an id"),
        (".. for-situations:: not\n\n   X.\n", "4: ERROR: for-situations: write the situations"),
        (".. only:: clinician_oven\n\n   X.\n", "4: WARNING: there is no clinician “oven”."),
    ],
)
def test_a_passage_for_nobody_is_told(handbook: Handbook, text: str, told: str) -> None:
    handbook.write("prose.rst", f"Prose\n=====\n\n{text}")
    assert f"prose.rst:{told}" in handbook.build().warnings


@pytest.mark.parametrize(
    ("field", "told"),
    [
        (":for-clinicians: oven", "there is no clinician “oven”. Did you mean “owen”?"),
        (":for-situations: a/b", "for-situations: “a/b” is not an id"),
    ],
)
def test_a_page_for_nobody_is_told(handbook: Handbook, field: str, told: str) -> None:
    handbook.write("prose.rst", f"{field}\n\nProse\n=====\n\nX.\n")
    build = handbook.build()
    assert "prose.rst: WARNING: " + told in build.warnings


def test_the_first_page_is_in_every_edition(handbook: Handbook) -> None:
    handbook.write("index.rst", ":for-clinicians: owen\n\n" + handbook.read("index.rst"))
    build = handbook.build(config=JUNE)
    assert "index.rst: WARNING: this page begins the handbook" in build.warnings
    assert "Handbook" in handbook.words("index")


def test_passages_in_markdown(handbook: Handbook) -> None:
    handbook.replace("conf.py", '["sphinx_commspolicy"]', '["sphinx_commspolicy", "myst_parser"]')
    handbook.remove("prose.rst")
    handbook.write(
        "prose.md",
        "# Prose\n\nAll.\n\n```{for-clinicians} owen\nOwen *only*.\n```\n"
        "```{for-situations} not teen\nNo teens.\n```\n",
    )
    assert handbook.build(config={**OWEN, **TEEN}).warnings == ""
    assert "Owen only." in handbook.words("prose")
    assert "No teens." not in handbook.words("prose")


MARKDOWN = """
# Words

Everybody.

```{for-clinicians} owen
Before.

## Owen's heading

Owen's words.

### Owen's smaller heading

More words.

:::{for-situations} teen
#### For his teens

Teen words.
:::
```

## Next

Next words.

### Deep

- ```{for-clinicians} owen
  Owen's item.
  ```

```{for-clinicians} owen
## Owen's last

Last words.
```
"""


def test_headings_in_a_passage_in_markdown_are_part_of_it(handbook: Handbook) -> None:
    handbook.replace("conf.py", '["sphinx_commspolicy"]', '["sphinx_commspolicy", "myst_parser"]')
    handbook.append("conf.py", 'myst_enable_extensions = ["colon_fence"]\n')
    handbook.remove("prose.rst")
    handbook.write("prose.md", MARKDOWN)

    assert handbook.build(config=OWEN, out="out/owen").warnings == ""
    handbook.build(config=JUNE)

    june = "".join(path.read_text("utf-8") for path in (handbook.out / "html").rglob("*.[hj]*"))
    assert "Next words." in june
    assert not re.findall("Owen(?:'|’|&#39;|&#x27;)s|[Tt]eens?|More words|Last words", june)
    owen = handbook.read("../out/owen/prose.html")
    body = re.sub("<[^>]*>", "", owen[owen.index("Everybody.") :])
    order = ["Before.", "Owen’s words.", "More words.", "Next words.", "Owen’s item.", "Last wo"]
    assert [words for words in order if words not in body] == []
    assert sorted(order, key=body.index) == order
    assert "Teen words." not in body
    teens = handbook.clean(config={**OWEN, **TEEN})["prose.html"].decode()
    assert "Teen words." in teens


@pytest.mark.parametrize("suffix", ["rst", "md"])
def test_a_passage_takes_in_no_more_than_it_holds(handbook: Handbook, suffix: str) -> None:
    handbook.replace("conf.py", '["sphinx_commspolicy"]', '["sphinx_commspolicy", "myst_parser"]')
    handbook.remove("prose.rst")
    # words for search engines are put at the top of the page, before its title
    passage = {
        "rst": ".. for-clinicians:: owen\n\n   .. meta::\n      :keywords: therapy\n\n   Owen.\n",
        "md": "````{for-clinicians} owen\n```{meta}\n:keywords: therapy\n```\nOwen.\n````\n",
    }[suffix]
    title = {"rst": "Words\n=====\n", "md": "# Words\n"}[suffix]
    handbook.write(f"prose.{suffix}", f"{title}\n{passage}\nFor all.\n")
    handbook.build(config=JUNE)
    page = handbook.page("prose")
    assert "<h1>Words" in page
    assert "For all." in page
    assert "Owen." not in page


def test_an_item_of_a_list_goes_with_the_passage_that_fills_it(handbook: Handbook) -> None:
    handbook.append(
        "prose.rst",
        "* .. for-clinicians:: owen\n\n     Owen.\n\n* Wombat.\n\n"
        "Numbers:\n\n#. .. for-clinicians:: owen\n\n      Owen.\n",
    )
    handbook.build(config=JUNE)
    page = handbook.page("prose")
    assert "Wombat." in page
    assert page.count("<li><p>Wombat.") == 1
    assert "<li></li>" not in page.replace("\n", "")
    assert "<ol" not in page[page.index("Numbers:") : page.index("Numbers:") + 100]
    handbook.assert_clean(config=JUNE)


def test_files_and_objects_of_an_omitted_passage_are_left_out_too(handbook: Handbook) -> None:
    for name in ("owen", "both"):
        handbook.write(f"{name}.txt", f"Words in the file {name}.")
    handbook.append(
        "prose.rst",
        ".. for-clinicians:: owen\n\n"
        "   :download:`owen.txt` :download:`both.txt`\n\n"
        "   .. option:: --quokka\n\n      Option.\n\n"
        "   .. py:function:: numbat()\n\n      Function.\n\n"
        "   .. for-situations:: not teen\n\n      :download:`owen.txt`\n\n"
        "For all: :download:`both.txt`.\n",
    )
    for config, is_there in ((OWEN, True), (JUNE, False)):
        handbook.build(config=config)
        files = contents(handbook.out / "html")
        names = {name.rpartition("/")[2] for name in files if name.startswith("_downloads/")}
        assert names == ({"owen.txt", "both.txt"} if is_there else {"both.txt"})
        index = files["searchindex.js"].decode()
        assert ("quokka" in index) is is_there
        assert ("numbat" in index) is is_there
        if is_there:  # what a build has offered once, Sphinx leaves in the folder
            shutil.rmtree(handbook.out / "html")
    handbook.assert_clean(config=JUNE)


def test_the_theme_leads_to_no_page_that_is_left_out(handbook: Handbook) -> None:
    handbook.append("conf.py", 'html_theme = "commspolicy"\n')
    handbook.append(
        "conf.py", 'html_theme_options = {"reach_page": "late", "crisis_page": "late"}\n'
    )
    handbook.append("index.rst", ".. toctree::\n\n   late")
    handbook.write("late.rst", ":for-clinicians: owen\n\nOwen's page\n===========\n\nLate.\n")
    for config, is_there in ((OWEN, True), (JUNE, False)):
        handbook.build(config=config)
        assert ('href="late.html"' in handbook.page("prose")) is is_there


def test_translators_get_the_text_of_every_passage_and_page(handbook: Handbook) -> None:
    handbook.append("index.rst", ".. toctree::\n\n   late")
    handbook.write("late.rst", ":for-clinicians: owen\n\nOwen's page\n===========\n\nQuagga.\n")
    handbook.build("gettext")
    texts = b"".join(contents(handbook.out / "gettext").values()).decode()
    for text in ("Owen's clients read this.", "Not for Owen's", "Dear teens.", "Quagga."):
        assert text in texts


def test_a_situation_that_is_none_ends_the_build_in_words(handbook: Handbook) -> None:
    with pytest.raises(PracticeDataError) as caught:
        handbook.build(config={"commspolicy_situation": "tean"})
    assert "there is no situation “tean”. Did you mean “teen”?" in str(caught.value)


def test_no_two_names_have_the_same_tag() -> None:
    names = ["a-b", "a_b", "ab", "a-b_c", "a_b-c"]
    tags = {tag("clinician", name) for name in names}
    assert len(tags) == len(names)
    assert [_name_of(tag("clinician", name).removeprefix("clinician_")) for name in names] == names


def test_names_are_read_with_commas_spaces_and_not() -> None:
    assert read_names("clinician", "owen, june  teo") == (False, ["owen", "june", "teo"])
    assert read_names("clinician", "NOT owen") == (True, ["owen"])
    assert condition("clinician", True, ["owen", "practice"]) == (
        "not (clinician_owen or whole_practice)"
    )
