"""The practice's texts go to translators with the pages' texts, and come back."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import pytest
from babel.messages.pofile import read_po
from handbook import Handbook, contents

if TYPE_CHECKING:
    from pathlib import Path

    from babel.messages import Catalog

posix_only = pytest.mark.skipif(os.name != "posix", reason="needs to fork")

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
PO = "locales/es/LC_MESSAGES/practice-facts.po"


@pytest.fixture
def handbook(tmp_path: Path) -> Handbook:
    handbook = Handbook.create(tmp_path)
    handbook.append("prose.rst", ".. contact-methods::\n")
    return handbook


@pytest.fixture
def spanish(handbook: Handbook) -> Handbook:
    handbook.config["language"] = "es"
    translate(handbook, "Nada urgente.")
    return handbook


def translate(
    handbook: Handbook, words: str, name: str = "Mensaje de texto", domain: str = PO
) -> None:
    messages = {"Anything urgent.": words, "Text message": name, "Owen": "Sobre Owen"}
    entries = [f'\nmsgid "{message}"\nmsgstr "{text}"\n' for message, text in messages.items()]
    handbook.write(domain, HEADER + "".join(entries))


def template(handbook: Handbook) -> Catalog:
    path = handbook.out / "gettext" / "practice-facts.pot"
    with path.open("rb") as file:
        return read_po(file)


# ---- the product's own phrases, reworded


@pytest.mark.parametrize("text", ["Answer in {tim}.", "Answer { in {time}", "Answer soon."])
def test_a_phrase_that_lost_its_place_is_told_with_its_line_and_not_used(
    handbook: Handbook, text: str
) -> None:
    handbook.write("prose.rst", "Prose\n=====\n\n.. turnaround::\n")
    entry = f'\nmsgid "You will hear back within {{time}}."\nmsgstr "{text}"\n'
    handbook.write("locales/en/LC_MESSAGES/commspolicy.po", HEADER + entry)
    (warning,) = handbook.build().warnings.splitlines()
    assert "commspolicy.po:" in warning
    assert "is left out: it must hold exactly {time}. [commspolicy.bad-phrase]" in warning
    line = int(warning.split("commspolicy.po:")[1].split(":")[0])
    po = (handbook.src / "locales/en/LC_MESSAGES/commspolicy.po").read_text("utf-8")
    assert po.splitlines()[line - 1].startswith('msgid "You will hear back')
    assert "You will hear back within 1 business day." in handbook.words("prose")


def test_what_comes_with_the_product_is_in_the_language_of_the_handbook(
    handbook: Handbook,
) -> None:
    handbook.config["language"] = "es"
    handbook.write("prose.rst", "Prose\n=====\n\n.. crisis-help::\n\n.. policy-topic:: practice\n")
    handbook.build()
    words = handbook.words("prose")
    for said in ("Servicios de emergencia", "Veteranos:", "Manual para clientes"):
        assert said in words
    for english in ("Emergency services", "Veterans:", "Client handbook"):
        assert english not in words
    assert "forma de contacto" in (handbook.out / "html" / "searchindex.js").read_text("utf-8")


# ---- to the translators


def test_every_text_of_the_data_is_offered_with_its_file_and_line(handbook: Handbook) -> None:
    handbook.build("gettext")

    catalog = template(handbook)
    message = catalog["Anything urgent."]
    assert message is not None
    ((path, line),) = message.locations
    assert (handbook.out / "gettext" / path).resolve() == handbook.src / "practice.yaml"
    assert handbook.read("practice.yaml").splitlines()[line - 1] == "    keep_out: Anything urgent."
    for text in ("Text message", "Leave a message after the tone.", "Cancel a session"):
        assert catalog[text] is not None
    for value in ("office@elmstreet.example.org", "(503) 555-0144", "sms", "US-OR"):
        assert catalog[value] is None


def test_a_clinicians_text_is_offered_with_the_place_in_her_own_file(handbook: Handbook) -> None:
    handbook.replace("clinicians/owen.yaml", "0188", "0188\n    keep_out: Pictures.")
    handbook.build("gettext")

    message = template(handbook)["Pictures."]
    assert message is not None
    assert [(path.rpartition("/")[2], line) for path, line in message.locations] == [
        ("owen.yaml", 6)
    ]


def test_a_text_that_stands_twice_is_offered_once_with_both_places(handbook: Handbook) -> None:
    handbook.replace(
        "practice.yaml", "after the tone.\n", "after the tone.\n    keep_out: Anything urgent.\n"
    )
    handbook.build("gettext")

    message = template(handbook)["Anything urgent."]
    assert message is not None
    assert len(message.locations) == 2


def test_templates_differ_from_build_to_build_in_their_date_only(handbook: Handbook) -> None:
    handbook.build("gettext", out="one")
    handbook.build("gettext", out="two", doctrees="others", jobs=2)

    def undated(name: str) -> dict[str, bytes]:
        files = contents(handbook.folder / name)
        return {
            file: re.sub(rb'"POT-Creation-Date: .*"', b"", text)
            for file, text in files.items()
            if file.endswith(".pot")
        }

    assert "practice-facts.pot" in undated("one")
    assert undated("one") == undated("two")


def test_ids_of_the_datas_texts_are_the_same_from_build_to_build(handbook: Handbook) -> None:
    handbook.config["gettext_uuid"] = True
    templates = set()
    for name in ("one", "two"):
        handbook.build("gettext", out=name, doctrees=f"{name}-doctrees")
        text = (handbook.folder / name / "practice-facts.pot").read_text("utf-8")
        templates.add(re.sub('"POT-Creation-Date: .*"', "", text))
    assert len(templates) == 1


def test_a_role_on_a_page_stays_a_role_for_the_translator(handbook: Handbook) -> None:
    handbook.build("gettext")
    with (handbook.out / "gettext" / "times.pot").open("rb") as file:
        messages = {message.id for message in read_po(file)}
    assert "We answer within :turnaround:`practice`. See :method-ref:`text`." in messages


def test_a_handbook_without_data_still_gives_templates(handbook: Handbook) -> None:
    handbook.remove("practice.yaml")
    handbook.build("gettext")
    assert not (handbook.out / "gettext" / "practice-facts.pot").exists()
    assert (handbook.out / "gettext" / "times.pot").exists()


# ---- and back


@pytest.mark.parametrize("builder", ["html", "text"])
def test_translated_texts_of_the_data_are_on_the_pages(spanish: Handbook, builder: str) -> None:
    suffix = {"html": ".html", "text": ".txt"}[builder]
    spanish.build(builder)

    page = spanish.page("reach", builder, suffix)
    assert "Nada urgente." in page
    assert "Mensaje de texto" in page
    assert "Anything urgent." not in page
    assert "Mensaje de texto" in spanish.page("times", builder, suffix)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_changed_translation_is_on_every_page_that_shows_it_and_no_page_is_read(
    spanish: Handbook, jobs: int
) -> None:
    spanish.build(jobs=jobs)
    translate(spanish, "Nada que corra prisa.")

    build = spanish.build(jobs=jobs)

    assert build.read == []
    assert "times" not in build.written
    assert "Nada que corra prisa." in spanish.words("reach")
    spanish.assert_clean()


def test_a_translation_that_was_removed_gives_the_original_again(spanish: Handbook) -> None:
    spanish.build()
    spanish.remove(PO)
    spanish.remove(PO.replace(".po", ".mo"))
    spanish.build()

    assert "Anything urgent." in spanish.words("reach")
    spanish.assert_clean()


def test_a_changed_compiled_catalogue_is_enough(spanish: Handbook) -> None:
    spanish.build()
    spanish.config["gettext_auto_build"] = False
    spanish.build()
    other = Handbook.create(spanish.folder / "other")
    other.config["language"] = "es"
    translate(other, "Otra cosa.")
    other.build()
    compiled = PO.replace(".po", ".mo")
    (spanish.src / compiled).write_bytes((other.src / compiled).read_bytes())

    build = spanish.build()

    assert build.read == []
    assert "Otra cosa." in spanish.words("reach")


def test_a_translated_name_is_in_titles_and_references_and_the_search(spanish: Handbook) -> None:
    spanish.append(
        "prose.rst", ".. _named:\n\nAbout :fact:`methods.text.name`\n" + "-" * 40 + "\n\nX.\n"
    )
    spanish.build()
    assert "About Mensaje de texto" in spanish.words("prose")
    assert "See Mensaje de texto." in spanish.words("times")
    assert '"Mensaje de texto"' in spanish.page("searchindex", suffix=".js")

    translate(spanish, "Nada urgente.", name="SMS de texto")
    build = spanish.build()
    assert build.read == ["prose"]
    assert "About SMS de texto" in spanish.words("prose")
    assert "See SMS de texto." in spanish.words("times")
    spanish.assert_clean()


def test_a_translated_page_with_facts_shows_them(spanish: Handbook) -> None:
    spanish.write(
        "locales/es/LC_MESSAGES/times.po",
        HEADER
        + '\nmsgid "We answer within :turnaround:`practice`. See :method-ref:`text`."\n'
        + 'msgstr "Vea :method-ref:`text`; llame a :contact:`phone`."\n',
    )
    build = spanish.build()

    assert "Vea Mensaje de texto; llame a (503) 555-0143." in spanish.words("times")
    assert "translated" not in build.warnings
    spanish.replace("practice.yaml", "555-0143", "555-0133")
    spanish.build()
    assert "llame a (503) 555-0133." in spanish.words("times")
    spanish.assert_clean()


def test_a_translation_with_markup_warns_at_the_line_of_the_text_it_translates(
    spanish: Handbook,
) -> None:
    translate(spanish, "Vea `aquí <javascript:x>`__.")
    build = spanish.build()

    assert "Vea aquí." in spanish.words("reach")
    assert re.search(r"practice\.yaml:18: WARNING: ", build.warnings), build.warnings


@posix_only
def test_a_build_killed_with_a_new_translation_leaves_no_mixture(spanish: Handbook) -> None:
    spanish.append("index.rst", ".. contact-method:: text\n   :no-index:\n")
    spanish.build()
    translate(spanish, "Otra cosa.")
    spanish.kill_while_writing("reach")
    translate(spanish, "Nada urgente.")

    spanish.build()
    spanish.assert_clean()
