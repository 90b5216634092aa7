"""The theme: what a client finds on every page, whatever the device, and what an owner may set."""

from __future__ import annotations

import re
import shutil
import tomllib
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import sphinx
from handbook import Handbook
from hypothesis import given, settings
from hypothesis import strategies as st

from sphinx_commspolicy.ending import PracticeDataError
from sphinx_commspolicy.theme import FOLDER, options
from sphinx_commspolicy.theme.body import MOST_COLUMNS, ready
from sphinx_commspolicy.theme.contrast import ENOUGH, Colour, contrast, nearest_readable
from sphinx_commspolicy.theme.formulas import mathml

CSS = (FOLDER / "static" / "commspolicy-theme.css").read_text("utf-8")
ELEMENTS = (FOLDER / "static" / "commspolicy-elements.css").read_text("utf-8")
VOID = {"meta", "link", "img", "br", "hr", "input", "col", "wbr", "source"}


class Page(HTMLParser):
    """The elements of a page, in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text = text
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def all(self, *names: str) -> list[dict[str, str]]:
        return [given for tag, given in self.tags if tag in names]

    @property
    def links(self) -> list[str]:
        return [given["href"] for given in self.all("a")]


@pytest.fixture
def handbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Handbook:
    monkeypatch.chdir(tmp_path)
    made = Handbook.create(tmp_path)
    made.config["html_theme"] = "commspolicy"
    return made


def crisis_line(text: str) -> str:
    """Return the words of the crisis line of a page."""
    section = text[text.index('<section class="crisis"') :].partition("</section>")[0]
    return " ".join(re.sub(r"<[^>]*>", "", section).split())


def page(handbook: Handbook, name: str = "reach", /, **theme_options: Any) -> Page:
    """Build, and return one page; there must be no warning."""
    config = {"html_theme_options": theme_options}
    assert handbook.build(config=config).warnings == ""
    return Page(handbook.page(name))


def set_options(handbook: Handbook, text: str) -> int:
    """Write options into conf.py; return the line of the first one."""
    before = handbook.read("conf.py")
    handbook.write("conf.py", f"{before}html_theme_options = {{\n    {text}\n}}\n")
    return before.count("\n") + 2


# ---- crisis first


def test_the_crisis_line_comes_directly_after_the_link_to_the_text(handbook: Handbook) -> None:
    links = page(handbook).links

    assert links[:4] == ["#content", "tel:911", "tel:988", "sms:988"]


def test_the_crisis_line_is_on_pages_that_ask_for_no_facts_and_on_the_search(
    handbook: Handbook,
) -> None:
    assert page(handbook, "prose").links[1] == "tel:911"
    assert Page(handbook.page("search")).links[1] == "tel:911"
    assert Page(handbook.page("genindex")).links[1] == "tel:911"


def test_a_number_in_the_crisis_line_says_whom_it_reaches(handbook: Handbook) -> None:
    line = crisis_line(page(handbook).text)

    assert "Call 911 Emergency services" in line
    assert "Call 988 988 Suicide &amp; Crisis Lifeline" in line


def test_the_countrys_emergency_number_is_there_when_the_practice_names_other_services(
    handbook: Handbook,
) -> None:
    handbook.append("practice.yaml", "crisis:\n  services: [us-crisis-text-line]\n")

    found = page(handbook)

    assert found.links[1:3] == ["tel:911", "sms:741741"]
    assert "Text HOME to 741741" in crisis_line(found.text)


def test_the_crisis_line_leads_to_what_is_there_for_everybody(handbook: Handbook) -> None:
    handbook.append("practice.yaml", "\ncrisis: {services: [us-911, us-veterans, us-988]}\n")
    line = crisis_line(page(handbook, "prose").text)
    assert "Call 911" in line
    assert "Call 988" in line
    assert "press" not in line
    assert "838255" not in line


def test_without_a_part_of_the_country_the_crisis_line_is_for_all_of_it(handbook: Handbook) -> None:
    handbook.replace("practice.yaml", "country: US", "country: GB")
    handbook.build()
    line = crisis_line(handbook.page("prose"))
    assert "Call 116 123" in line
    assert "111" not in line


def test_no_line_ends_within_a_number_of_the_crisis_line(handbook: Handbook) -> None:
    text = page(handbook, "prose").text
    assert '<strong>Call <span class="commspolicy-number">911</span></strong>' in text


def test_numbers_that_may_not_be_pressed_stay_on_the_crisis_line(handbook: Handbook) -> None:
    handbook.build(config={"commspolicy_url_schemes": ["https", "mailto"]})
    text = handbook.page("prose")
    line = crisis_line(text)
    assert "Call 911" in line
    assert "Text 988" in line
    section = text[text.index('<section class="crisis"') :]
    assert 'href="' not in section[: section.index("</section>")]


def test_a_spanish_handbook_leads_to_the_spanish_way_in(handbook: Handbook) -> None:
    handbook.config["language"] = "es"

    assert "AYUDA" in page(handbook).text.partition("</section>")[0]


def test_without_data_there_is_no_crisis_line_and_one_warning(handbook: Handbook) -> None:
    for name in ("reach", "times", "people"):
        handbook.write(f"{name}.rst", "No facts\n========\n\nNone.\n")
    handbook.remove("practice.yaml")

    build = handbook.build()

    assert build.warnings.count("no crisis line") == 1
    assert build.warnings.count("WARNING") == 1
    assert "tel:" not in handbook.page("reach")
    assert 'href="#cp-reach"' not in handbook.page("reach")


# ---- reaching the practice


def test_every_page_ends_with_the_ways_to_reach_the_practice_in_a_fixed_order(
    handbook: Handbook,
) -> None:
    text = page(handbook, "prose").text
    reach = text[text.index('id="cp-reach"') :]

    assert [link for link in Page(reach).links if ":" in link] == [
        "tel:+15035550143",
        "sms:+15035550144",
        "mailto:office@elmstreet.example.org",
    ]
    assert "Office phone <span" in reach
    assert reach.count("best way to reach us") == 1
    hours = "Monday to Friday, 9am to 5pm"
    assert reach.index("(503) 555-0143") < reach.index(hours) < reach.index("You hear back")


def test_the_ways_are_one_press_away_from_the_top(handbook: Handbook) -> None:
    found = page(handbook, "prose")

    assert "#cp-reach" in found.links[:10]
    assert "cp-reach" in [given.get("id") for _, given in found.tags]


@pytest.mark.parametrize(
    ("builder", "page_file", "reach", "crisis"),
    [
        ("html", "prose.html", "reach.html", "times.html"),
        ("dirhtml", "prose/index.html", "../reach/", "../times/"),
        ("singlehtml", "index.html", "#document-reach", "#document-times"),
    ],
)
def test_every_kind_of_web_pages_leads_to_the_pages_that_the_options_name(
    handbook: Handbook, builder: str, page_file: str, reach: str, crisis: str
) -> None:
    options = {"reach_page": "reach", "crisis_page": "times"}
    handbook.build(builder, config={"html_theme_options": options})
    found = Page((handbook.out / builder / page_file).read_text("utf-8"))

    text = found.text
    frame = Page(text.replace(text[text.index("<main") : text.index("</main>")], "")).links
    assert {reach, crisis, "#cp-reach"} <= set(frame)
    assert ("search" in "".join(frame)) == (builder != "singlehtml")
    ids = {given["id"] for _, given in found.tags if "id" in given}
    assert {link[1:] for link in found.links if link.startswith("#") and link != "#"} <= ids


LETTERS = """\
practice:
  name: Elm Street Therapy
  country: US
  addresses: [{street: 218 Elm Street, city: Fernhollow, region: OR, postal_code: "97000"}]
methods:
  letter: {name: Letter, system: mail, rank: 1}
  fax: {name: Fax, system: fax, value: 503-555-0141, rank: 2}
"""


def test_a_practice_that_is_reached_by_letter_says_so_on_every_page(handbook: Handbook) -> None:
    shutil.rmtree(handbook.src / "clinicians")
    handbook.write("practice.yaml", LETTERS)
    handbook.write("prose.rst", ":orphan:\n\nText\n====\n\nText.\n")
    config = {"html_theme_options": {"reach_page": "prose"}}
    handbook.build(config=config)
    text = handbook.page("index")
    assert 'href="#cp-reach"' in text
    reach = text[text.index('id="cp-reach"') :]
    assert "218 Elm Street, Fernhollow, OR 97000" in reach
    assert "best way to reach us" in reach


def test_without_any_way_to_show_the_button_leads_to_the_page_that_tells(
    handbook: Handbook,
) -> None:
    shutil.rmtree(handbook.src / "clinicians")
    handbook.write("practice.yaml", LETTERS.partition("methods")[0])
    handbook.write("prose.rst", ":orphan:\n\nText\n====\n\nText.\n")
    handbook.build(config={"html_theme_options": {"reach_page": "prose"}})
    assert '<a class="button" href="prose.html">Reach us</a>' in handbook.page("index")


def test_the_page_that_holds_all_ways_does_not_repeat_them(handbook: Handbook) -> None:
    found = page(handbook, "reach", reach_page="reach")

    assert 'id="cp-reach"' not in found.text
    assert "reach.html" in Page(handbook.page("prose")).links


def test_a_changed_number_or_crisis_service_rewrites_pages_that_show_no_facts(
    handbook: Handbook,
) -> None:
    handbook.build()
    assert handbook.build().written == []

    handbook.replace("practice.yaml", "555-0143", "555-0199")
    assert "prose" in handbook.build().written
    assert "tel:+15035550199" in handbook.page("prose")

    handbook.append("practice.yaml", "crisis:\n  services: [us-crisis-text-line]\n")
    assert "prose" in handbook.build().written
    assert "sms:741741" in handbook.page("prose")
    handbook.assert_clean()


def _plain(handbook: Handbook) -> None:
    """Let no page ask for a fact."""
    for name in ("reach", "times", "people"):
        handbook.write(f"{name}.rst", f"{name.title()}\n======\n\nNo facts.\n")


def test_pages_that_ask_for_no_fact_anywhere_have_a_current_crisis_line(
    handbook: Handbook,
) -> None:
    _plain(handbook)
    everything = ["index", "people", "prose", "reach", "times"]
    assert handbook.build().written == everything
    assert handbook.build().written == []

    handbook.append("practice.yaml", "crisis:\n  services: [us-crisis-text-line]\n")

    assert handbook.build().written == everything
    assert "sms:741741" in handbook.page("prose")
    assert handbook.build().written == []
    handbook.assert_clean()


def test_pages_that_ask_for_no_fact_are_written_when_the_first_data_come(
    handbook: Handbook,
) -> None:
    _plain(handbook)
    facts = handbook.read("practice.yaml")
    handbook.remove("practice.yaml")
    handbook.build()
    handbook.write("practice.yaml", facts)

    assert "prose" in handbook.build().written
    assert "tel:911" in handbook.page("prose")


def test_a_fact_that_the_frame_does_not_show_rewrites_only_the_pages_that_do(
    handbook: Handbook,
) -> None:
    handbook.build()
    handbook.replace("practice.yaml", "Cancel a session", "Cancel a visit")

    assert handbook.build().written == ["index", "reach"]


def test_another_theme_costs_no_page_and_no_record(handbook: Handbook) -> None:
    _plain(handbook)
    handbook.config["html_theme"] = "alabaster"
    handbook.build()
    handbook.append("practice.yaml", "crisis:\n  services: [us-crisis-text-line]\n")

    assert handbook.build().written == []
    assert not (handbook.out / "html" / ".commspolicy.json").exists()


@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml"])
def test_parallel_pages_are_the_same_as_those_of_one_process(
    handbook: Handbook, builder: str
) -> None:
    alone = handbook.clean(builder)

    assert handbook.clean(builder, jobs=2) == alone


# ---- leaving


def test_leaving_is_a_plain_link_that_promises_nothing(handbook: Handbook) -> None:
    found = page(handbook, leave_url="https://www.example.org/")

    (link,) = (given for given in found.all("a") if "example.org/" in given["href"][-12:])
    assert link["rel"] == "noreferrer noopener nofollow"
    assert "does not clear your history" in found.text
    assert "Leave this page" not in page(handbook).text


# ---- a page is safe and small


@pytest.mark.parametrize("name", ["index", "reach", "times", "people", "prose", "genindex"])
def test_a_content_page_has_no_script_no_inline_style_and_asks_nobody(
    handbook: Handbook, name: str
) -> None:
    found = page(handbook, name)

    assert found.all("script", "style", "iframe", "form") == []
    assert [given for _, given in found.tags if "style" in given] == []
    loaded = [given["href"] for given in found.all("link") if given.get("rel") == "stylesheet"]
    loaded += [given["src"] for given in found.all("img")]
    assert [url for url in loaded if "//" in url] == []
    assert len(loaded) <= 3
    assert [given for _, given in found.tags if any(key.startswith("on") for key in given)] == []


def test_no_page_tells_other_sites_where_a_reader_comes_from(handbook: Handbook) -> None:
    assert {"name": "referrer", "content": "no-referrer"} in page(handbook).all("meta")


def test_the_search_page_has_a_list_of_pages_and_keeps_nothing(handbook: Handbook) -> None:
    found = page(handbook, "search")

    assert {"index.html", "reach.html", "times.html", "people.html", "prose.html"} <= set(
        found.links
    )
    (form,) = (given for given in found.all("form"))
    assert "hidden" in form, "without scripts it would do nothing"
    scripts = [given["src"].partition("?")[0] for given in found.all("script")]
    assert "_static/searchtools.js" in scripts
    assert not {"_static/doctools.js", "_static/sphinx_highlight.js"} & set(scripts)
    own = (FOLDER / "static" / "commspolicy-search.js").read_text("utf-8")
    code = re.sub(r"/\*.*?\*/", "", own, flags=re.DOTALL)
    assert not re.search(r"localStorage|new Function|eval\(|cookie", code)


def test_find_a_page_names_the_pages_that_no_list_holds(handbook: Handbook) -> None:
    handbook.write("alone.rst", ":orphan:\n\nAlone & apart\n=============\n\nText.\n")
    handbook.write("hidden.rst", ":orphan:\n:nosearch:\n\nHidden\n======\n\nText.\n")
    text = page(handbook, "search").text
    assert '<li><a href="alone.html">Alone &amp; apart</a></li>' in text
    assert "hidden.html" not in text
    assert "alone.html" not in handbook.page("prose")


def test_a_page_without_a_title_is_named_all_the_same(handbook: Handbook) -> None:
    handbook.write("untitled.rst", ":orphan:\n\nText only.\n")
    text = page(handbook, "search").text
    assert '<li><a href="untitled.html">untitled</a></li>' in text


def test_numbers_can_be_searched_for(handbook: Handbook) -> None:
    page(handbook)
    index = (handbook.out / "html/searchindex.js").read_text("utf-8")
    assert '"0143":' in index
    # and another theme keeps to what Sphinx does
    handbook.build(config={"html_theme": "alabaster"}, out="other")
    other = (handbook.folder / "other/searchindex.js").read_text("utf-8")
    assert ('"0143":' in other) == (sphinx.version_info < (9,))


def test_indexes_of_all_kinds_need_no_script(handbook: Handbook) -> None:
    handbook.append("prose.rst", "\n.. py:module:: elm.street\n\n.. index:: number\n\nA number.\n")
    handbook.config["html_split_index"] = True
    found = page(handbook, "py-modindex")
    assert found.all("script", "img") == []
    assert 'href="prose.html#module-elm.street">elm.street</a>' in found.text
    split = Page(handbook.page("genindex"))
    assert split.all("script", "table") == []
    assert {"genindex-N.html", "genindex-all.html"} <= set(split.links)


def test_a_style_for_code_of_the_handbooks_own_is_respected(handbook: Handbook) -> None:
    handbook.append("prose.rst", '\n.. code-block:: python\n\n   print("x")\n')
    handbook.config["pygments_style"] = "monokai"
    assert "_static/pygments.css" in page(handbook, "prose").text
    # nothing that the theme says of code is stronger than what the style says
    rules = re.findall(r"^[^\n@{}]*\.highlight[^\n{]*(?=\{)", ELEMENTS, re.MULTILINE)
    colours = [rule for rule in rules if "color" in ELEMENTS.split(rule, 1)[1].partition("}")[0]]
    assert colours
    assert all(rule.startswith(":where(") for rule in colours), colours


def test_a_page_loads_the_styles_of_rare_elements_only_when_it_has_one(handbook: Handbook) -> None:
    handbook.append("prose.rst", "\n.. tab-set::\n\n   .. tab-item:: A\n\n      Text.\n")

    assert "commspolicy-elements.css" in page(handbook, "prose").text
    assert "commspolicy-elements.css" not in handbook.page("reach")
    assert "sphinx-design" not in handbook.page("prose")
    assert "commspolicy-elements.css" in handbook.page("genindex")


@pytest.mark.parametrize(
    "element",
    [
        ".. care-card:: Call us\n\n   If you cannot wait.",
        ".. do-list::\n\n   - This.",
        ".. dont-list::\n\n   - That.",
        ".. process-list::\n\n   1. First.",
        ".. method-setup:: text",
        "+---+---+\n| a | b |\n+   +---+\n|   | c |\n+---+---+",
        ".. code-block:: yaml\n\n   a: 1",
        "A claim. [1]_\n\n.. [1] Its source.",
        ".. math:: a",
        "| A line\n| and another",
    ],
)
def test_an_element_of_few_pages_brings_its_styles(handbook: Handbook, element: str) -> None:
    handbook.replace("practice.yaml", "  text:\n", "  text:\n    setup: {steps: [Open it.]}\n")
    handbook.append("prose.rst", f"\n{element}\n")
    assert "commspolicy-elements.css" in page(handbook, "prose").text


# ---- finding the way


def test_landmarks_and_headings_are_those_a_screen_reader_lists(handbook: Handbook) -> None:
    handbook.replace("index.rst", ".. toctree::\n", ".. toctree::\n   :caption: All pages\n")
    found = page(handbook, "prose")

    assert [tag for tag, _ in found.tags if tag in {"header", "main", "footer"}] == [
        "header",
        "main",
        "footer",
    ]
    labels = [given.get("aria-label") for given in found.all("nav")]
    assert all(labels)
    assert len(labels) == len(set(labels))
    assert len(found.all("h1")) == 1
    assert (
        '<h2 class="pages-caption"><span class="caption-text">All pages</span></h2>' in found.text
    )
    assert 'role="heading"' not in Page(handbook.page("index")).text


def test_the_current_page_is_marked_for_screen_readers(handbook: Handbook) -> None:
    current = [given for given in page(handbook, "times").all("a") if "aria-current" in given]

    assert [given["aria-current"] for given in current] == ["page"]


def test_every_page_is_in_the_menu_of_every_page(handbook: Handbook) -> None:
    found = page(handbook, "prose")
    menu = found.text[found.text.index('class="pages-list"') : found.text.index("<main")]

    assert {"reach.html", "times.html", "people.html", "#"} <= set(Page(menu).links)


def test_a_very_large_handbook_keeps_its_menu_short_and_its_list_of_pages_whole(
    handbook: Handbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    handbook.append("reach.rst", "\n.. toctree::\n\n   deep/index\n")
    handbook.write("deep/index.rst", "Deep\n====\n\n.. toctree::\n\n   below\n")
    handbook.write("deep/below.rst", "Below\n=====\n\nText.\n")
    whole = page(handbook, "prose").text
    assert "deep/below.html" in whole
    monkeypatch.setattr("sphinx_commspolicy.theme.pages.LARGEST_MENU", 3)
    handbook.touch("conf.py")

    handbook.build(out="large", doctrees="large-trees")
    large = {
        name: (handbook.folder / "large" / f"{name}.html").read_text("utf-8")
        for name in ("prose", "deep/below", "search")
    }

    assert "deep/below.html" not in large["prose"]
    assert "reach.html" in large["prose"]
    assert 'aria-current="page"' in large["deep/below"]
    assert "deep/below.html" in large["search"]


def test_a_long_page_has_an_outline_and_a_short_one_has_none(handbook: Handbook) -> None:
    sections = "".join(f"\n{name}\n-----\n\nText.\n" for name in ("First", "Other", "Third"))
    handbook.append("prose.rst", sections)
    found = page(handbook, "prose")

    assert '<nav class="outline"' in found.text
    assert found.text.index("</h1>") < found.text.index('<nav class="outline"')
    assert {"#first", "#other", "#third"} <= set(found.links)
    assert 'class="outline"' not in handbook.page("reach")


def test_lists_of_pages_are_no_sections_of_an_outline(handbook: Handbook) -> None:
    lists = "".join(f"\n.. toctree::\n   :caption: List {n}\n\n   deep{n}\n" for n in range(4))
    handbook.append("index.rst", lists)
    for n in range(4):
        handbook.write(f"deep{n}.rst", f"Deep {n}\n======\n\nText.\n")

    assert 'class="outline"' not in page(handbook, "index").text


def test_the_outline_beside_the_text_is_no_control() -> None:
    beside = CSS[CSS.index(".outline { position: absolute") :]
    assert re.search(r"\.outline ul \{ max-height: calc\(100vh[^}]*overflow-y: auto", beside)
    assert re.search(r"\.outline > \.fold > summary \{ display: none; \}", beside)
    assert re.search(r"\.outline-title \{ display: block;", beside)
    assert re.search(r"\.outline-title \{ display: none;", CSS)


def test_links_at_headings_are_there_only_on_request(handbook: Handbook) -> None:
    assert "headerlink" not in page(handbook, "prose").text
    assert "headerlink" in Page(_built(handbook, "prose", heading_links=True)).text


def _built(handbook: Handbook, name: str, **theme_options: Any) -> str:
    handbook.clean_builds += 1
    out = f"again-{handbook.clean_builds}"
    handbook.build(out=out, doctrees=f"{out}-trees", config={"html_theme_options": theme_options})
    return (handbook.folder / out / f"{name}.html").read_text("utf-8")


# ---- languages


def test_a_theme_made_from_this_one_has_no_links_at_headings_either(handbook: Handbook) -> None:
    (handbook.src / "themes" / "own").mkdir(parents=True)
    handbook.write("themes/own/theme.toml", '[theme]\ninherit = "commspolicy"\n')
    handbook.config |= {"html_theme": "own", "html_theme_path": ["themes"]}
    assert "headerlink" not in page(handbook, "prose").text
    assert "headerlink" in page(handbook, "prose", heading_links=True).text


def test_a_handbook_in_arabic_is_written_from_right_to_left(handbook: Handbook) -> None:
    handbook.config["language"] = "ar"
    root = page(handbook, "prose").all("html")[0]

    assert (root["lang"], root["dir"]) == ("ar", "rtl")
    assert "commspolicy-elements.css" in handbook.page("prose")  # what mirrors the page is there
    assert re.search(r'\[dir="rtl"\] :is\(pre, code[^)]*\) \{ direction: ltr;', ELEMENTS)
    assert not re.search(r"\b(?:margin|padding|border)-(?:left|right)\b", CSS + ELEMENTS)
    assert not re.search(r"(?<![\w-])(?:left|right):|text-align: (?:left|right)", CSS + ELEMENTS)


@pytest.mark.parametrize("language", ["de", "ar"])
def test_words_without_a_translation_say_that_they_are_english(
    handbook: Handbook, language: str
) -> None:
    handbook.config["language"] = language
    text = page(handbook, "prose").text

    assert '<a class="skip" href="#content" lang="en" dir="ltr">' in text
    assert '<p id="cp-crisis" lang="en" dir="ltr">' in text
    assert "Elm Street Therapy" in text


def test_the_same_page_in_another_language_is_one_press_away(handbook: Handbook) -> None:
    found = page(handbook, "prose", languages={"en": "../en/", "ar": "../ar/"})

    (arabic,) = (given for given in found.all("a") if given.get("hreflang") == "ar")
    assert arabic["href"] == "./../ar/prose.html"
    assert arabic["dir"] == "rtl"
    assert arabic["lang"] == "ar"
    (english,) = (given for given in found.all("a") if given.get("hreflang") == "en")
    assert english["aria-current"] == "true"
    assert ">العربية<" in found.text


# ---- options


def test_the_options_of_the_theme_are_the_declared_ones() -> None:
    theme = tomllib.loads((FOLDER / "theme.toml").read_text("utf-8"))

    assert list(theme["options"]) == [option.name for option in options.OPTIONS]


def test_the_manual_tells_of_every_option() -> None:
    manual = Path(__file__).parent.parent / "docs" / "howto" / "theme.rst"
    text = manual.read_text("utf-8")

    assert [option.name for option in options.OPTIONS if f"``{option.name}``" not in text] == []


def _snippet(caption: str) -> str:
    """Return a block of code of the manual's page on the theme."""
    manual = Path(__file__).parent.parent / "docs" / "howto" / "theme.rst"
    _, _, rest = manual.read_text("utf-8").partition(f":caption: {caption}\n\n")
    lines = rest.splitlines()
    end = next(n for n, line in enumerate(lines) if line and not line.startswith("   "))
    return "\n".join(line[3:] for line in lines[:end]).strip() + "\n"


def test_the_recipe_of_the_manual_puts_the_policy_on_every_page(handbook: Handbook) -> None:
    handbook.write("_templates/layout.html", _snippet("_templates/layout.html"))
    handbook.append("conf.py", 'templates_path = ["_templates"]\n')
    found = page(handbook, "prose")

    for each in (found, Page(handbook.page("search"))):
        (policy,) = (
            given["content"]
            for given in each.all("meta")
            if given.get("http-equiv") == "Content-Security-Policy"
        )
        assert policy.startswith("default-src 'self';")


def test_the_contact_page_of_the_manual_holds_all_ways_and_help(handbook: Handbook) -> None:
    handbook.write("reach.rst", _snippet("reach-us.rst"))
    handbook.write("times.rst", "Times\n=====\n\n.. contact-method:: text\n")
    found = page(handbook, "reach", reach_page="reach")

    main = found.text[found.text.index("<main") : found.text.index("</main")]
    assert {"tel:+15035550143", "sms:+15035550144", "tel:911"} <= set(Page(main).links)
    assert 'id="cp-reach"' not in found.text


def test_a_logo_stands_beside_the_name_and_is_silent_unless_it_has_words(
    handbook: Handbook,
) -> None:
    handbook.write("logo.svg", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>')
    handbook.config["html_logo"] = "logo.svg"

    assert '<img src="_static/logo.svg" alt="">' in page(handbook, "prose").text
    said = _built(handbook, "prose", logo_alt="A linden tree")
    assert '<img src="_static/logo.svg" alt="A linden tree">' in said


@pytest.mark.parametrize(
    ("given_options", "told"),
    [
        ('"accent": "teal",', "accent: “teal” is no color"),
        ('"accent_dark": 3,', "accent_dark: “3” is no color"),
        ('"leave_url": "javascript:alert(1)",', "leave_url: “javascript:alert(1)” is no web"),
        ('"leave_url": "https://",', "leave_url: “https://” names no site"),
        ('"leave_url": "https://[",', "leave_url: “https://[” names no site"),
        ('"leave_url": "weather.example.org",', "leave_url: “weather.example.org” is no web"),
        ('"links": ["a"],', "links: it has to be words with addresses"),
        ('"links": {"A": "javascript:x"},', "links: “javascript:x” is no address"),
        ('"languages": {"xx-yy-zz": "../"},', "languages: “xx-yy-zz” is no language"),
        ('"reach_page": "raech",', "reach_page: there is no page “raech”. Did you mean “reach”?"),
        ('"heading_links": "perhaps",', "heading_links: it has to be True or False"),
        ('"footer": ["a"],', "footer: it has to be a text"),
        (
            '"reachpage": "reach",',
            "html_theme_options: there is no option “reachpage”. Did you mean “reach_page”?",
        ),
        ('"links": {" ": "https://example.org/"},', "links: a link needs words"),
        ('"name": "  ",', "name: it has only spaces"),
        ('"leave_text": " ",', "leave_text: it has only spaces"),
    ],
)
def test_an_option_that_cannot_be_used_is_told_with_its_line(
    handbook: Handbook, given_options: str, told: str
) -> None:
    line = set_options(handbook, given_options)

    with pytest.raises(PracticeDataError) as error:
        handbook.build()

    assert f"conf.py:{line}: error: {told}" in str(error.value)
    assert not list((handbook.out / "html").glob("*.html"))


@pytest.mark.parametrize(
    "written",
    [
        'html_theme_options = dict(\n    accent="teal")\n',
        'html_theme_options = {}\nhtml_theme_options["accent"] = "teal"\n',
        'html_theme_options: dict = {\n    "accent": "teal"}\n',
    ],
)
def test_an_option_is_found_however_it_is_written(handbook: Handbook, written: str) -> None:
    before = handbook.read("conf.py") + 'html_context = {"accent": "x"}\n'
    handbook.write("conf.py", before + written)
    with pytest.raises(
        PracticeDataError, match=rf"conf\.py:{before.count(chr(10)) + 2}: error: acc"
    ):
        handbook.build()


def test_an_option_from_the_command_line_is_told_of_conf_py(handbook: Handbook) -> None:
    options = {"html_theme_options": {"accent": "#777777"}}
    found = handbook.build(config=options).warnings
    assert re.search(r"conf\.py:1: WARNING: accent: #777777", found), found


def test_options_that_are_no_dictionary_are_told_with_their_line(handbook: Handbook) -> None:
    before = handbook.read("conf.py")
    handbook.write("conf.py", f'{before}html_theme_options = ["accent"]\n')

    with pytest.raises(PracticeDataError) as error:
        handbook.build()

    line = before.count("\n") + 1
    assert f"conf.py:{line}: error: html_theme_options: it has to be names" in str(error.value)


def test_all_wrong_options_are_told_at_once(handbook: Handbook) -> None:
    set_options(handbook, '"accent": "teal",\n    "leave_url": "nowhere",')

    with pytest.raises(PracticeDataError, match=r"(?s)accent:.*leave_url:"):
        handbook.build()


def test_a_foot_without_anything_in_it_is_left_out(handbook: Handbook) -> None:
    assert "<footer" in page(handbook, "prose").text
    handbook.config["html_show_copyright"] = False

    assert "<footer" not in page(handbook, "prose").text
    assert "<footer" in page(handbook, "prose", footer="Invented.").text


def test_a_very_long_word_in_the_name_may_break_and_others_stay_whole(handbook: Handbook) -> None:
    assert 'class="brand"' in page(handbook, "prose", name="Cholmondeley Counseling").text
    assert 'class="brand cp-tight"' in page(handbook, "prose", name="Counseling" * 3).text


def test_an_email_address_may_break_in_the_ways_to_reach_the_practice(handbook: Handbook) -> None:
    assert "office@<wbr>elmstreet.<wbr>example.<wbr>org</a>" in page(handbook, "prose").text


def test_a_user_name_may_be_longer_than_a_line_and_a_number_is_never_broken(
    handbook: Handbook,
) -> None:
    name = "@" + "elm.street." * 5
    chat = f"methods:\n  chat: {{name: Chat, system: app, value: '{name}'}}\n"
    handbook.replace("practice.yaml", "methods:\n", chat)
    text = page(handbook, "prose").text
    assert f'<span class="commspolicy-user-name">{name}</span>' in text
    assert 'class="commspolicy-number">(503) 555-0143</a>' in text
    (rule,) = re.findall(r"^\.commspolicy-user-name \{(.*?)\}", CSS, re.MULTILINE)
    assert "overflow-wrap: anywhere" in rule
    assert "nowrap" not in rule


# ---- formulas


FORMULA = r"""
Inline :math:`a^2 + b^2`.

.. math:: \frac{1}{n} \sum_{i=1}^n x_i
   :label: mean

See :eq:`mean`.
"""


@pytest.mark.parametrize("assets", ["per_page", "always"])
def test_formulas_need_no_script_and_nobody_else(handbook: Handbook, assets: str) -> None:
    handbook.append("prose.rst", FORMULA)
    setup = f'\ndef setup(app):\n    app.set_html_assets_policy("{assets}")\n'
    handbook.write("conf.py", handbook.read("conf.py") + setup)
    found = page(handbook, "prose")

    assert found.all("script") == []
    assert len(found.all("math")) == 2
    assert found.all("mfrac")
    assert {"display": "block", "xmlns": "http://www.w3.org/1998/Math/MathML"} in found.all("math")
    assert "(1)" in found.text
    assert "#equation-mean" in found.links
    assert "//" not in "".join(given["src"] for given in found.all("script", "img"))
    handbook.assert_clean()


def test_formulas_may_hold_dots_and_several_equations() -> None:
    assert "…" in mathml(r"x_1 + \dots + x_n", display=False)
    assert mathml("a = b\n\nc = d", display=True).count("<mtr>") == 2
    with pytest.raises(ValueError, match="dotsomething"):
        mathml(r"\dotsomething", display=False)


def test_a_formula_that_is_not_understood_is_told_and_shown_as_written(handbook: Handbook) -> None:
    handbook.append("prose.rst", "\nInline :math:`\\nonsense{a < b}`.\n")
    line = handbook.read("prose.rst").count("\n")

    warnings = handbook.build().warnings

    assert f"prose.rst:{line}: WARNING: the formula “\\nonsense{{a < b}}” cannot" in warnings
    assert '<code class="math">\\nonsense{a &lt; b}</code>' in handbook.page("prose")
    assert "<script" not in handbook.page("prose")


def test_other_themes_and_own_choices_keep_their_way_to_write_formulas(handbook: Handbook) -> None:
    handbook.append("prose.rst", FORMULA)
    handbook.build(config={"html_math_renderer": "mathjax"})
    assert "<math" not in handbook.page("prose")

    handbook.config["html_theme"] = "alabaster"
    handbook.build()
    assert "<math" not in handbook.page("prose")
    assert "MathJax" in handbook.page("prose") or "mathjax" in handbook.page("prose")


def test_no_option_reaches_a_page_unescaped(handbook: Handbook) -> None:
    evil = '<script>alert("1")</script>'
    found = page(
        handbook,
        "prose",
        name=evil,
        footer=evil,
        leave_url='https://www.example.org/"><script>',
        leave_text=evil,
        links={evil: 'https://www.example.org/"><script>'},
        logo_alt=evil,
    )

    assert found.all("script") == []
    assert found.text.count("&lt;script&gt;") >= 4


def test_a_pale_accent_is_told_with_its_line_and_a_readable_one_is_used(
    handbook: Handbook,
) -> None:
    line = set_options(handbook, '"accent": "#6fa8dc",')
    warnings = handbook.build().warnings

    assert f"conf.py:{line}: WARNING: accent: #6fa8dc has a contrast of 2.3" in warnings
    colours = (handbook.out / "html/_static/commspolicy-colors.css").read_text("utf-8")
    used = re.findall(r"--accent: (#\w{6})", colours)
    assert len(used) == 2
    assert used[0] in warnings
    assert min(contrast(Colour.parse(used[0]), each) for each in options.LIGHT_GROUNDS) >= ENOUGH
    assert min(contrast(Colour.parse(used[1]), each) for each in options.DARK_GROUNDS) >= ENOUGH
    assert "commspolicy-colors.css" in handbook.page("prose")
    assert colours.count("--accent") == colours.count("@media screen"), "paper is black on white"


def test_without_colours_no_stylesheet_of_colours_is_loaded(handbook: Handbook) -> None:
    assert "commspolicy-colors" not in page(handbook).text


def test_the_grounds_of_the_check_are_those_of_the_stylesheet() -> None:
    light, _, rest = CSS.partition("@media screen and (prefers-color-scheme: dark)")
    dark = rest.partition("}")[0]
    for scheme, grounds in ((light, options.LIGHT_GROUNDS), (dark, options.DARK_GROUNDS)):
        for name, ground in zip(("ground", "surface", "crisis"), grounds, strict=True):
            assert f"--{name}: {ground};" in scheme


colours = st.builds(Colour, *(st.integers(0, 255) for _ in range(3)))


@settings(deadline=None)
@given(colours, st.sampled_from([options.LIGHT_GROUNDS, options.DARK_GROUNDS]))
def test_the_proposed_colour_is_always_readable_and_a_readable_one_is_kept(
    colour: Colour, grounds: tuple[Colour, ...]
) -> None:
    proposed = nearest_readable(colour, *grounds)

    assert min(contrast(proposed, ground) for ground in grounds) >= ENOUGH
    if min(contrast(colour, ground) for ground in grounds) >= ENOUGH:
        assert proposed == colour


# ---- tables on a phone


TABLE = """<table class="docutils">
<colgroup><col style="width: 33.0%" /></colgroup>
<thead><tr><th class="head stub"><p>Way</p></th>
<th class="head"><p>Hours &amp; days</p></th></tr></thead>
<tbody><tr><th class="stub">Phone</th><td>9am &lt; 5pm</td></tr></tbody>
</table>"""


def test_a_cell_carries_the_heading_of_its_column_and_headings_say_what_they_head() -> None:
    made = ready(TABLE, "Table")

    assert '<td data-label="Hours &amp; days">9am &lt; 5pm</td>' in made
    assert '<th class="head" scope="col">' in made
    assert '<th class="stub" scope="row">' in made
    assert '<col class="cp-w35" />' in made
    assert "role=" not in made


def test_a_table_with_cells_over_several_columns_stays_one_that_scrolls() -> None:
    made = ready(TABLE.replace("<td>", '<td colspan="2">'), "Table")

    assert "data-label" not in made
    assert made.startswith(
        '<div class="cp-scroll" role="region" tabindex="0" aria-label="Table 1">'
    )
    assert made.endswith("</table></div>")


def test_only_a_word_beyond_all_measure_may_break_within_a_table() -> None:
    assert "cp-tight" not in ready(TABLE.replace("5pm", "office@alderstreet.example.org"), "Table")
    taken_apart = "<p>a long name<span>&#64;</span></p>" + 12 * "host<span>&#46;</span>"
    for word in ("a" * 60, taken_apart):
        made = ready(TABLE.replace("5pm", word), "Table")
        assert '<table class="cp-listed docutils">' in made
        assert made.count("cp-tight") == 1, "the words of other cells stay whole"
        assert 'data-label="Hours &amp; days" class="cp-tight">' in made


@pytest.mark.parametrize(
    ("style", "made"),
    [
        ("width: 33.0%", '<div class="cp-w35">'),
        ("width: 400px", '<div class="cp-r25">'),
        ("width: 10em; height: 2em", '<div class="cp-r10">'),
        ("WIDTH: 90cm", '<div class="cp-r40">'),
        ("height: 3em", "<div>"),
        ("color: red", '<div style="color: red">'),
        ("width: calc(1px + 2em)", '<div style="width: calc(1px + 2em)">'),
    ],
)
def test_sizes_are_no_inline_styles(style: str, made: str) -> None:
    assert ready(f'<div style="{style}">', "Table") == made


def test_a_picture_keeps_its_size_in_attributes() -> None:
    assert ready('<img alt="" style="height: 1em;" />', "") == '<img alt="" height="18" />'
    assert ready('<img alt="" style="width: 2in; height: 30px" />', "") == (
        '<img alt="" width="192" height="30" />'
    )
    assert 'class="cp-w60"' in ready('<img alt="" style="width: 60%; height: 30px" />', "")


def test_no_line_ends_within_a_telephone_number_that_a_page_writes_itself() -> None:
    link = '<a class="reference external" href="tel:+15035550140">(503) 555-0140</a>'

    assert ready(link, "") == link.replace("external", "external commspolicy-number")
    assert 'class="commspolicy-number"' in ready('<a href="sms:+1503">503 555</a>', "")
    words = '<a class="reference external" href="tel:+15035550140">Call the office</a>'
    assert ready(words, "") == words


def test_a_line_may_end_within_an_email_address_where_readers_expect_it() -> None:
    link = '<a class="reference external" href="mailto:a.b%40c.org">{}</a>'

    assert ready(link.format("a.b@c.org"), "") == link.format("a.<wbr>b@<wbr>c.<wbr>org")
    apart = "a<span>&#46;</span>b<span>&#64;</span>c"
    assert ready(link.format(apart), "").count("</span><wbr>") == 2
    told = link.format("Write to us.").replace('">', '" data-to="a.b@c.org">')
    assert ready(link.format("Write to us."), "") == told


def test_a_line_may_end_within_a_web_address_that_is_shown_but_not_within_words() -> None:
    link = '<a class="reference external" href="https://portal.example.org/new">{}</a>'

    shown = ready(link.format("https://portal.example.org/new"), "")
    assert shown == link.format("https://portal.<wbr>example.<wbr>org/<wbr>new")
    assert ready(link.format("portal.example.org"), "").count("<wbr>") == 2
    for words in ("our portal", "Ask Dr. Ibarra", "portal"):
        told = link.format(words).replace('">', '" data-to="portal.example.org/new">')
        assert ready(link.format(words), "") == told


def test_a_table_of_many_columns_scrolls_where_it_is_no_list() -> None:
    def table(columns: int) -> str:
        head = "<th>Month</th>" * columns
        cells = "<td>1</td>" * columns
        return f"<table><thead><tr>{head}</tr></thead><tbody><tr>{cells}</tr></tbody></table>"

    assert "cp-scroll" not in ready(table(MOST_COLUMNS), "Table")
    wide = ready(table(MOST_COLUMNS + 1), "Table")
    assert wide.startswith(
        '<div class="cp-scroll" role="region" tabindex="0" aria-label="Table 1">'
    )
    assert '<table class="cp-listed">' in wide
    assert wide.count('data-label="Month"') == MOST_COLUMNS + 1


def test_an_empty_heading_is_a_cell_and_the_columns_keep_theirs() -> None:
    empty = TABLE.replace("<p>Way</p>", "")
    made = ready(empty, "Table")
    assert "<th></th>" not in re.sub(r"<th[^>]*>", "<th>", made)
    assert '<td data-label="Hours &amp; days">' in made
    assert '<td class="head stub"></td>' in made


def test_a_box_to_tick_has_the_words_beside_it_for_its_label() -> None:
    box = '<input class="task-list-item-checkbox" disabled="disabled" type="checkbox">'
    made = ready(f'<li class="task-list-item"><p>{box} call <em>us</em></p></li>', "")
    assert f"<p><label>{box} call <em>us</em></label></p>" in made


def test_on_paper_a_link_tells_its_address_unless_its_words_do() -> None:
    link = '<a class="reference external" href="https://example.org/a/">{}</a>'
    assert ready(link.format("the county"), "") == (
        '<a class="reference external" href="https://example.org/a/" data-to="example.org/a">'
        "the county</a>"
    )
    for words in ("example.org/a", "https://example.org/a/", '<img alt="" src="x.png" />'):
        assert "data-to" not in ready(link.format(words), "")
    paper = CSS[CSS.index("@media print") :]
    assert re.search(r"\[data-to\]::after \{ content:.*attr\(data-to\)", paper)


def test_all_else_of_a_page_is_left_as_it_is() -> None:
    body = '<p Class=x>a &lt; b <!-- <table> --><IMG src="a.png" ></p>\n<pre>\n\n<b>é</b></pre>'

    assert ready(body + TABLE, "Table").startswith(body)


@settings(deadline=None)
@given(st.text(alphabet="<>/=\"' tabledhrp\n&;!-", max_size=60))
def test_no_text_stops_the_reader_of_tables(text: str) -> None:
    assert isinstance(ready(f"{text}<table>{text}", "Table"), str)


# ---- patterns


def test_a_care_card_says_its_urgency_and_is_a_heading(handbook: Handbook) -> None:
    handbook.append(
        "prose.rst",
        """
        .. care-card:: Call 911 if
           :urgency: immediate

           - someone may die

        .. do-list::

           - keep it short
        """,
    )
    text = page(handbook, "prose").text

    card = '<span class="commspolicy-urgency">Immediate action required:</span> Call 911 if'
    assert f'<h2 class="rubric commspolicy-care-title">{card}</h2>' in text.replace(
        'class="commspolicy-care-title rubric"', 'class="rubric commspolicy-care-title"'
    )
    assert ">Do</span></h2>" in text


def test_a_second_care_card_of_an_urgency_is_told(handbook: Handbook) -> None:
    card = "\n.. care-card:: Call if\n   :urgency: urgent\n\n   - a\n"
    handbook.append("prose.rst", card + card)

    warnings = handbook.build().warnings

    assert warnings.count("a second care card of the urgency “urgent”") == 1


@pytest.mark.parametrize("builder", ["text", "latex"])
def test_patterns_are_words_in_other_formats(handbook: Handbook, builder: str) -> None:
    handbook.append("prose.rst", "\n.. care-card:: Call 911 if\n   :urgency: immediate\n\n   - a\n")

    assert handbook.build(builder).warnings == ""
    written = b"".join(handbook.clean(builder).values()).decode("utf-8", "replace")
    assert "Immediate action required:" in written


# ---- paper, and other preferences


def test_paper_is_white_from_a_dark_screen_too_and_keeps_the_crisis_line() -> None:
    paper = CSS[CSS.index("@media print") :]

    assert "prefers-color-scheme: dark" not in paper
    assert CSS.count("prefers-color-scheme: dark") == CSS.count(
        "@media screen and (prefers-color-scheme: dark)"
    )
    hidden = re.findall(r"([^{}]*)\{ display: none; \}", paper)
    assert not any(
        re.search(r"\.crisis(?!-more| \.crisis-more)|\.reach(?!-all)", names) for names in hidden
    )


def test_a_sheet_of_paper_does_not_end_within_a_method_or_after_a_label() -> None:
    paper = CSS[CSS.index("@media print") :]

    whole = ", ".join(f".commspolicy-{kind}" for kind in ("crisis", "need", "method"))
    assert f"{whole} {{ break-inside: avoid; }}" in paper
    assert re.search(r"dt, \.commspolicy-name, [^{]*\{ break-after: avoid; \}", paper)


def test_a_table_that_scrolls_on_a_screen_is_whole_on_paper() -> None:
    paper = ELEMENTS[ELEMENTS.index("@media print") :]

    assert ".cp-scroll { overflow: visible;" in paper
    assert ".cp-scroll table { table-layout: fixed; }" in paper


def test_forced_colours_keep_marked_lines_and_the_bar_of_callouts() -> None:
    forced = (CSS + ELEMENTS).split("@media (forced-colors: active)", 1)[1]

    assert ".highlight .hll { outline: 1px solid; }" in forced
    assert not re.search(r"\.admonition[^{}]*\{ border: ", forced)


def test_nothing_moves_and_nothing_is_fetched() -> None:
    assert not re.search(
        r"transition|animation|@import|@font-face|url\(|position: fixed", CSS + ELEMENTS
    )


def test_sphinx_finds_the_theme_by_its_name() -> None:
    project = Path(__file__).parent.parent / "pyproject.toml"
    entry_points = tomllib.loads(project.read_text("utf-8"))["project"]["entry-points"]

    assert entry_points["sphinx.html_themes"] == {"commspolicy": "sphinx_commspolicy.theme"}


def test_pages_are_named_after_the_project_and_not_called_documentation(
    handbook: Handbook,
) -> None:
    text = page(handbook, "prose").text

    assert "<title>Only prose – Elm Street Therapy</title>" in text
    assert "<span>Elm Street Therapy</span></a>" in text
    handbook.config["html_title"] = "Our handbook"
    assert "<title>Only prose – Our handbook</title>" in page(handbook, "prose").text
    assert "<span>Our handbook</span></a>" in handbook.page("prose")


def test_a_number_is_read_from_left_to_right_in_every_language() -> None:
    extension = FOLDER.parent / "static" / "commspolicy.css"
    for sheet in (CSS, extension.read_text("utf-8")):
        (number,) = re.findall(r"^\.commspolicy-number \{(.*?)\}", sheet, re.MULTILINE)
        assert "direction: ltr;" in number
        assert "unicode-bidi: isolate;" in number


def test_a_page_says_where_it_is_at_home(handbook: Handbook) -> None:
    handbook.config["html_baseurl"] = "https://handbook.example.org/en/"
    links = page(handbook, "prose").all("link")

    (home,) = (given["href"] for given in links if given.get("rel") == "canonical")
    assert home == "https://handbook.example.org/en/prose.html"


def test_the_theme_can_be_chosen_without_the_extension(handbook: Handbook) -> None:
    handbook.write(
        "conf.py", 'extensions = ["sphinx_commspolicy.theme"]\nhtml_theme = "commspolicy"'
    )
    for name in ("reach", "times", "people"):
        handbook.write(f"{name}.rst", "No facts\n========\n\nNone.\n")

    build = handbook.build()

    assert "no crisis line" in build.warnings
    assert "Skip to the text" in handbook.page("reach")
