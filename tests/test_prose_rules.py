"""Rules for prose, over pages that Sphinx has read: each finds what its examples mark, just there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rule_examples import find
from sphinx.testing import restructuredtext
from sphinx.testing.util import SphinxTestApp

from sphinx_commspolicy.checks import registry
from sphinx_commspolicy.checks.prose import doctrees
from sphinx_commspolicy.checks.prose.amounts import amounts
from sphinx_commspolicy.checks.prose.contacts import phone_numbers
from sphinx_commspolicy.checks.prose.language import is_denied, sentence_spans
from sphinx_commspolicy.checks.prose.places import find_place
from sphinx_commspolicy.checks.prose.reading import grade, syllables
from sphinx_commspolicy.checks.rule import Example, Level, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from docutils import nodes

PRACTICE = "practice:\n  name: Elm Street Therapy\n  country: US\n  sample: yes\n"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SphinxTestApp]:
    """A Sphinx that knows the extension's roles and directives."""
    source = tmp_path_factory.mktemp("pages")
    (source / "conf.py").write_text("extensions = ['sphinx_commspolicy']\n", "utf-8")
    (source / "practice.yaml").write_text(PRACTICE, "utf-8")
    (source / "index.rst").write_text("Elm\n===\n", "utf-8")
    app = SphinxTestApp(srcdir=source)
    app.build()
    yield app
    app.cleanup()


@pytest.fixture
def parse(app: SphinxTestApp) -> Callable[[str, str], nodes.document]:
    """Return a function that makes a doctree of a page as Sphinx reads it."""

    def read(text: str, _file: str) -> nodes.document:
        return restructuredtext.parse(app, text)

    return read


def cases(*, failing: bool) -> list[object]:
    """Return each example that has a page."""
    return [
        pytest.param(name, example, id=f"{name}-{number}")
        for name in registry.names()
        for number, example in enumerate(registry.examples(name)[0 if failing else 1])
        if example.rst
    ]


@pytest.mark.parametrize(("name", "example"), cases(failing=True))
def test_a_failing_page_is_found_where_it_is_marked(
    name: str,
    example: Example,
    parse: Callable[[str, str], object],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    found, places = find(name, example, tmp_path, parse)
    assert places, "a failing example marks what is found"
    assert [finding.place for finding in found] == places, "\n".join(
        f"{finding.place} {finding.message}" for finding in found
    )
    for finding in found:
        assert example.says in finding.message
        assert finding.message.endswith((".", "?", "”")), finding.message
        assert finding.remedy


@pytest.mark.parametrize(("name", "example"), cases(failing=False))
def test_a_passing_page_has_no_finding(
    name: str,
    example: Example,
    parse: Callable[[str, str], object],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    found, places = find(name, example, tmp_path, parse)
    assert not places
    assert [f"{finding.place} {finding.message}" for finding in found] == []


@pytest.mark.parametrize("name", registry.names())
def test_a_rule_for_prose_has_pages_that_fail_and_pass(name: str) -> None:
    if Level.prose in registry.rule(name).levels:
        failing, passing = registry.examples(name)
        assert any(example.rst for example in failing)
        assert any(example.rst for example in passing)
