"""The product's own phrases are translated, all of them, and pages show the translations."""

from __future__ import annotations

import contextlib
import gettext
import html
import importlib.util
import re
import shutil
import subprocess
import sys
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Any

import pytest
from babel.messages.pofile import read_po, write_po

from sphinx_commspolicy.crisis_services import load_country
from sphinx_commspolicy.directives import DIRECTIVES
from sphinx_commspolicy.model.names import SINGLE_SECTIONS
from sphinx_commspolicy.phrases.catalogue import load_phrases

if TYPE_CHECKING:
    from types import ModuleType

    from babel.messages.catalog import Catalog, Message

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("es", "fr")


@pytest.fixture(scope="module")
def messages() -> ModuleType:
    spec = importlib.util.spec_from_file_location("messages", ROOT / "tools" / "messages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _stored(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def _ids(catalogue: Catalog) -> set[Any]:
    return {message.id for message in catalogue if message.id}


def _forms(message: Message) -> tuple[str, ...]:
    string = message.string
    return (string,) if isinstance(string, str) else tuple(string)


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_every_phrase_of_the_code_is_offered_to_translators(messages: ModuleType) -> None:
    stored = _ids(_stored(messages.LOCALE / "commspolicy.pot"))
    declared = _ids(messages.template())

    assert (declared - stored, stored - declared) == (set(), set()), "run: python3 dev.py messages"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_is_translated(messages: ModuleType, language: str) -> None:
    catalogue = _stored(messages.po_file(language))

    assert _ids(catalogue) == _ids(messages.template())
    assert messages.untranslated(catalogue) == []
    assert [message.id for message in catalogue if message.id and message.fuzzy] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_the_places_that_are_filled(
    messages: ModuleType, language: str
) -> None:
    for message in _stored(messages.po_file(language)):
        if not message.id or not all(_forms(message)):
            continue
        originals = (message.id,) if isinstance(message.id, str) else message.id
        for form in _forms(message):
            assert _places(form) == _places(originals[-1]), form


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_begins_and_ends_as_the_phrase_does(
    messages: ModuleType, language: str
) -> None:
    for message in _stored(messages.po_file(language)):
        if not message.id or not isinstance(message.id, str) or not message.string:
            continue
        for form in _forms(message):
            for side in (0, -1):
                assert (message.id[side] == " ") == (form[side] == " "), form
                assert (message.id[side] in ".:") == (form[side] in ".:"), form


@pytest.mark.parametrize("language", [*LANGUAGES, "en_GB"])
def test_the_compiled_catalogue_is_the_one_for_people(messages: ModuleType, language: str) -> None:
    path = messages.po_file(language)
    with path.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)

    # of a fixed day: the same from run to run
    assert compiled.info()["pot-creation-date"] == "2026-11-23 00:00+0000"

    for message in _stored(path):
        if not message.id or not all(_forms(message)):
            continue
        if isinstance(message.id, str):
            assert compiled.gettext(message.id) == message.string
        else:
            one, many = message.id
            assert (compiled.ngettext(one, many, 1), compiled.ngettext(one, many, 2)) == (
                _forms(message)
            )


def test_a_french_mark_is_never_alone_on_a_line(messages: ModuleType) -> None:
    """French sets a space before its high marks, and it may not be broken there."""
    forms = [
        form
        for message in _stored(messages.po_file("fr"))
        if message.id
        for form in _forms(message)
    ]
    assert len([form for form in forms if re.search("\N{NO-BREAK SPACE}[:;?!»]", form)]) > 100
    assert [form for form in forms if re.search(r"(?<!^) [:;?!»]|« ", form)] == []


def test_the_extraction_sees_every_kind_of_phrase(messages: ModuleType) -> None:
    found = _ids(messages.template())

    assert "You will hear back within {time}." in found  # a call in render/
    assert ("{count} hour", "{count} hours") in found  # a plural
    assert "How private" in found  # a title in the model
    assert "Auslan" in found  # a name in a table


# ---- what a client reads

ZETA = "Zeta"
"""What every text of the practice is translated into, so that only the product's words are left."""


@pytest.fixture(scope="module")
def spanish_page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return everything that the product says of the sample practice, in Spanish."""
    text = " ".join(re.sub(r"<[^>]+>", " ", _page(tmp_path_factory.mktemp("es"), "es")).split())
    return re.sub(r" ([.,:;)])", r"\1", html.unescape(text))


@pytest.fixture(scope="module", params=["es", "fr"])
def translated_lines(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, list[str]]:
    """Return a language, and the lines of the same page in it, every space as it stands there."""
    language = request.param
    page = _page(tmp_path_factory.mktemp(language), language)
    page = re.sub(r"</?(?:a|b|strong|em|span|cite|code|label|input)\b[^>]*>", "", page)
    alternatives = re.findall(r'(?:alt|aria-label)="([^"]*)"', page)
    blocks = re.split(r"<[^>]+>", page)
    lines = [re.sub(r"[ \t\n]+", " ", html.unescape(words)) for words in (*blocks, *alternatives)]
    return language, [line.strip(" ") for line in lines if line.strip()]


def _page(source: Path, language: str) -> str:
    """Return everything that the product says of the sample practice, as the body of a page."""
    facts = (ROOT / "example_site" / "practice.yaml").read_text("utf-8")
    (source / "practice.yaml").write_text(facts.replace("Alder Street", "Alder"), "utf-8")
    shutil.copytree(ROOT / "example_site" / "clinicians", source / "clinicians")
    (source / "conf.py").write_text(
        'extensions = ["sphinx_commspolicy"]\n'
        f'language = "{language}"\n'
        'locale_dirs = ["locale"]\n'
        'commspolicy_today = "2026-11-23"\n'
        'html_theme = "basic"\n',
        "utf-8",
    )
    (source / "index.rst").write_text(_everything(), "utf-8")
    _sphinx(source, "gettext")
    catalogue = _stored(source / "_build" / "gettext" / "practice-facts.pot")
    for message in catalogue:
        if message.id:
            message.string = ZETA
    target = source / "locale" / language / "LC_MESSAGES" / "practice-facts.po"
    target.parent.mkdir(parents=True)
    with target.open("wb") as file:
        write_po(file, catalogue)
    _sphinx(source, "html")
    page = (source / "_build" / "html" / "index.html").read_text("utf-8")
    body = page.split('role="main">', 1)[1].split('<div class="sphinxsidebar', 1)[0]
    services = load_country("US")
    assert services is not None
    for service in services.services.values():  # a name is the same in every language
        body = body.replace(html.escape(service.name, quote=False), "Z")
    return body


def _everything() -> str:
    """Return a page that uses every directive, in every form, and no words."""
    arguments = {
        "contact-method": "portal",
        "method-setup": "portal",
        "need-route": "new-client",
        "clinician": "rosa",
    }
    blocks = ["Z\n=", ":contact:`office-phone` :hours:`practice` :turnaround:`practice`"]
    for name in DIRECTIVES:
        if name == "policy-topic":
            blocks += [f".. {name}:: {section}" for section in SINGLE_SECTIONS]
            continue
        argument = arguments.get(name, "")
        unindexed = "\n   :no-index:" if DIRECTIVES[name].defines else ""
        blocks.append(f".. {name}:: {argument}{unindexed}")
        blocks += [
            f".. {name}:: {argument}{unindexed}\n   :form: {form}" for form in _forms_of(name)
        ]
    blocks += [
        ".. contact-method:: text\n   :no-index:",
        ".. contact-method:: office-phone\n   :no-index:",
        ".. reply-examples::\n   :dated:\n   :clinician: rosa",
        ".. absences::\n   :closures:",
    ]
    return "\n\n".join(blocks) + "\n"


def _forms_of(directive: str) -> list[str]:
    read = DIRECTIVES[directive].option_spec.get("form")
    forms = []
    for form in ("table", "list", "cards", "card", "sentence", "full", "short"):
        with contextlib.suppress(ValueError):  # not a form of this one
            forms += [read(form)] if read else []
    return forms


def _sphinx(source: Path, builder: str) -> None:
    command = [sys.executable, "-m", "sphinx", "-q", "-b", builder, ".", f"_build/{builder}"]
    done = subprocess.run(
        command, cwd=source, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_spanish_page_holds_no_english_phrase(messages: ModuleType, spanish_page: str) -> None:
    catalogue = _stored(messages.po_file("es"))
    spanish = " ".join(form for message in catalogue if message.id for form in _forms(message))
    left = set()
    for message in catalogue:
        if not message.id:
            continue
        originals = (message.id,) if isinstance(message.id, str) else message.id
        for original in originals:
            for words in re.split(r"\{\w+\}", original):
                plain = words.strip(" .,:;()")
                if len(plain) < len("abc") or re.search(rf"\b{re.escape(plain)}\b", spanish):
                    continue  # too short to tell, or the same in Spanish
                if re.search(rf"\b{re.escape(plain)}\b", spanish_page):
                    left.add(original)

    assert left == set()


def test_a_spanish_page_speaks_spanish(spanish_page: str) -> None:
    assert "¿Está usted u otra persona en peligro? Busque ayuda ahora." in spanish_page
    assert "Le responderemos en un plazo de" in spanish_page
    assert "a más tardar" in spanish_page
    assert "de lunes a viernes" in spanish_page.lower()
    assert "noviembre" in spanish_page or "diciembre" in spanish_page


def test_a_colon_has_the_space_of_its_language(translated_lines: tuple[str, list[str]]) -> None:
    language, lines = translated_lines
    colons = [line for line in lines if re.search(r":(?= |$)", line)]
    assert len(colons) > 20
    without = [line for line in colons if re.search(r"[^\s:]:(?= |$)", line)]
    assert (colons if language == "es" else []) == without


def test_a_sentence_begins_with_a_capital(translated_lines: tuple[str, list[str]]) -> None:
    _, lines = translated_lines
    assert len([line for line in lines if re.search(r"\w\. \w", line)]) > 20
    assert [line for line in lines if re.search(r"[^\W\d]\w\)?\. [^\W\dA-ZÀ-Þ]", line)] == []


def test_a_practice_can_reword_a_phrase_as_the_manual_shows(tmp_path: Path) -> None:
    manual = (ROOT / "docs" / "howto" / "translate.rst").read_text("utf-8")
    (entry,) = re.findall(r"code-block:: po\n\n((?:   .*\n)+)", manual)
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    catalogue = tmp_path / "locales" / "en" / "LC_MESSAGES" / "commspolicy.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text(header + re.sub(r"(?m)^   ", "", entry), "utf-8")
    (tmp_path / "practice.yaml").write_text(
        "practice: {name: Juniper Lane, country: US}\n"
        "methods:\n"
        "  phone: {name: Phone, system: phone, value: 212-555-0143}\n"
        "  text: {name: Text message, system: sms, status: not_used}\n",
        "utf-8",
    )
    (tmp_path / "conf.py").write_text('extensions = ["sphinx_commspolicy"]\n', "utf-8")
    (tmp_path / "index.rst").write_text("Z\n=\n\n.. contact-methods::\n", "utf-8")

    _sphinx(tmp_path, "text")

    page = (tmp_path / "_build" / "text" / "index.txt").read_text("utf-8")
    assert "These do not reach us:" in page
    assert "Please do not use these" not in page


def test_a_british_practice_reads_british_spelling_and_only_phrases_that_exist(
    messages: ModuleType,
) -> None:
    for country in ("en_GB", "en_IE", "en_AU", "en_NZ", "en_CA"):
        assert load_phrases(country).gettext("Licenses") == "Licences"
        assert load_phrases(country).language == country
    for country in ("en", "en_US"):
        assert load_phrases(country).gettext("Licenses") == "Licenses"
    assert _ids(_stored(messages.po_file("en_GB"))) <= _ids(messages.template())
