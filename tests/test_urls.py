"""No link runs code in the reader's browser, wherever it was written."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest
from handbook import Handbook
from hypothesis import given
from hypothesis import strategies as st

from sphinx_commspolicy.ending import PracticeDataError
from sphinx_commspolicy.urls import is_allowed, scheme

if TYPE_CHECKING:
    from pathlib import Path

ALLOWED = {"https", "http", "mailto", "tel", "sms"}

HOSTILE = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "vbscript:x",
    "data:text/html,x",
    "file:///etc/passwd",
    "javascript://example.org/%0aalert(1)",
    "feed:javascript:alert(1)",
]
"""Links that reStructuredText takes as they stand."""
INVISIBLE = ["\x01", "\x0b", "\u200b", "\u2060", "\ufeff", "\x7f", "\u202e", " ", "\t", "\n", "\r"]


@pytest.fixture
def handbook(tmp_path: Path) -> Handbook:
    return Handbook.create(tmp_path)


def schemes_of_links(page: str) -> set[str]:
    """Return the schemes of every link of an HTML page, as a browser reads them."""
    found = set()
    for value in re.findall(r"""(?:href|src|action)\s*=\s*["']([^"']*)""", page):
        url = re.sub(r"[\t\n\r]", "", unescape(value)).lstrip("".join(map(chr, range(33))))
        match = re.match(r"([A-Za-z][A-Za-z0-9+.-]*):", url)
        if match:
            found.add(match[1].lower())
    return found


# ---- reading a scheme


@pytest.mark.parametrize("url", HOSTILE)
def test_a_scheme_that_runs_code_is_not_allowed(url: str) -> None:
    assert not is_allowed(url, ALLOWED)


@pytest.mark.parametrize("mark", INVISIBLE)
@pytest.mark.parametrize("place", [0, 1, 4, 10])
def test_invisible_characters_do_not_hide_a_scheme(mark: str, place: int) -> None:
    assert not is_allowed("javascript"[:place] + mark + "javascript"[place:] + ":x", ALLOWED)


@given(
    st.text(st.sampled_from([*"\t\r\n", *map(chr, range(33))]), max_size=3),
    st.lists(st.sampled_from(["", "\t", "\n", "\r"]), min_size=10, max_size=10),
    st.lists(st.booleans(), min_size=10, max_size=10),
)
def test_no_spelling_that_browsers_accept_hides_a_scheme(
    lead: str, between: list[str], capitals: list[bool]
) -> None:
    word = "".join(
        (letter.upper() if capital else letter) + mark
        for letter, mark, capital in zip("javascript", between, capitals, strict=True)
    )
    assert scheme(f"{lead}{word}:alert(1)") == "javascript"


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/",
        "HTTPS://example.org/",
        "mailto:office@example.org",
        "tel:+15035550143",
        "sms:+15035550143",
        "reach.html#method-text",
        "#here",
        "../a/b:c.html",
        "a?b=javascript:c",
        "",
    ],
)
def test_ordinary_links_are_allowed(url: str) -> None:
    assert is_allowed(url, ALLOWED)


# ---- on pages


@pytest.mark.parametrize("url", HOSTILE)
def test_a_hostile_link_in_the_prose_is_plain_text_and_is_reported(
    handbook: Handbook, url: str
) -> None:
    handbook.append("prose.rst", f"Click `the words <{url}>`__ and `more`_.\n\n.. _more: {url}\n")

    build = handbook.build()

    assert schemes_of_links(handbook.page("prose")) <= {"https"}
    assert "Click the words and more." in handbook.words("prose")
    assert build.warnings.count("its scheme is not among commspolicy_url_schemes") == 2
    assert build.warnings.count("prose.rst:6: WARNING: the link to") == 2


@pytest.mark.parametrize(
    "markup",
    [
        ".. image:: dot.png\n   :target: {url}\n",
        ".. figure:: dot.png\n   :target: {url}\n\n   Words\n",
        "|sub|\n\n.. |sub| replace:: `words <{url}>`__\n",
        "`words <{url}>`__ [#]_\n\n.. [#] `words <{url}>`__\n",
        ".. admonition:: `words <{url}>`__\n\n   Words\n",
        "`words <{url}>`__\n   A definition of `words <{url}>`__.\n",
        ".. list-table::\n\n   * - `words <{url}>`__\n",
        ".. only:: html\n\n   `words <{url}>`__\n",
    ],
)
def test_no_kind_of_markup_lets_a_hostile_link_through(handbook: Handbook, markup: str) -> None:
    (handbook.src / "dot.png").write_bytes(b"")
    for url in ("javascript:alert(1)", "JAVA\\tscript:alert(1)", "\x01javascript:alert(1)"):
        handbook.append("prose.rst", markup.format(url=url).replace("|sub|", f"|{len(url)}|"))

    for builder in ("html", "singlehtml"):
        handbook.build(builder)
    assert schemes_of_links(handbook.page("prose")) <= {"https"}
    assert "javascript" not in schemes_of_links(handbook.page("index", "singlehtml"))


def test_a_hostile_link_in_a_title_stays_out_of_the_navigation(handbook: Handbook) -> None:
    handbook.write("prose.rst", "A `link <javascript:alert(1)>`__\n" + "=" * 40 + "\n")
    handbook.build()
    for name in ("index", "prose", "times"):
        assert "javascript" not in schemes_of_links(handbook.page(name))


@pytest.mark.parametrize("url", HOSTILE)
def test_a_hostile_link_in_a_text_of_the_data_is_reported_at_its_line(
    handbook: Handbook, url: str
) -> None:
    handbook.replace("practice.yaml", "Anything urgent.", f"Click `the words <{url}>`__.")

    build = handbook.build()

    assert schemes_of_links(handbook.page("reach")) <= {"https", "tel", "sms", "mailto"}
    assert "Click the words." in handbook.words("reach")
    assert re.search(r"practice\.yaml:18: WARNING: the link to", build.warnings), build.warnings


def test_a_hostile_word_between_angle_brackets_in_the_data_is_no_link(handbook: Handbook) -> None:
    handbook.replace(
        "practice.yaml", "Anything urgent.", "javascript:alert(1) or <a href='javascript:x'>so</a>"
    )
    handbook.build()
    assert schemes_of_links(handbook.page("reach")) <= {"https", "tel", "sms", "mailto"}
    assert "<a href='javascript" not in handbook.page("reach")


@pytest.mark.parametrize("url", [*HOSTILE[:4], "ht tp://x", '"https://example.org/"><b>'])
@pytest.mark.parametrize("key", ["url", "setup: {url"])
def test_a_field_for_an_address_takes_no_hostile_one(
    handbook: Handbook, key: str, url: str
) -> None:
    close = "}" if "{" in key else ""
    handbook.replace("practice.yaml", "system: sms\n", f"system: sms\n    {key}: '{url}'{close}\n")

    with pytest.raises(PracticeDataError, match=r"practice\.yaml:17"):
        handbook.build()


def test_a_hostile_user_name_or_number_never_becomes_an_address(handbook: Handbook) -> None:
    handbook.replace(
        "practice.yaml",
        "  email:\n",
        "  signal: {name: <b>Signal</b>, system: app, value: 'javascript:alert(1)'}\n  email:\n",
    )
    handbook.append("prose.rst", ".. contact-method:: signal\n\n:contact:`signal`\n")
    handbook.build()

    assert "javascript" not in schemes_of_links(handbook.page("prose"))
    assert "<b>Signal" not in handbook.page("prose")


def test_schemes_that_the_practice_allows_are_links_and_others_are_not(handbook: Handbook) -> None:
    handbook.append("prose.rst", "`a <https://example.org/>`__ `b <signal:x>`__ `c <tel:1>`__\n")
    handbook.config["commspolicy_url_schemes"] = ["https", "signal"]
    handbook.build()

    assert schemes_of_links(handbook.page("prose")) == {"https", "signal"}
    assert "(503) 555-0144" in handbook.words("reach")  # as text
    assert schemes_of_links(handbook.page("reach")) == {"https"}
