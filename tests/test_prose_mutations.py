"""Every condition of a rule for prose matters to one of its examples."""

from __future__ import annotations

import datetime as dt
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from mutations import Stuck, limited, mutants
from rule_examples import document, written
from sphinx.testing import restructuredtext
from sphinx.testing.util import SphinxTestApp

from sphinx_commspolicy.checks import registry
from sphinx_commspolicy.checks.context import PracticeData, ProseContext
from sphinx_commspolicy.checks.runner import Document
from sphinx_commspolicy.checks.texts import passages
from sphinx_commspolicy.loading import load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.rule import Example, Finding, Place, ProseCheck, Rule

CHECKS = Path(registry.__file__).parent
PROSE = [
    name
    for name in registry.names()
    if registry.prose_check(name) and any(one.rst for one in registry.examples(name)[0])
]


sys.path.insert(0, str(CHECKS.parent.parent / "benchmarks"))
import checks  # noqa: E402

LANGUAGE = frozenset(
    {"sentences", "contacts", "mentions", "promises", "refusals", "offers", "whole text"}
)
"""What all rules know of a document, and no rule's own module makes."""


class Case(NamedTuple):
    """An example whose page has been read."""

    folder: Path
    example: Example
    data: PracticeData
    documents: tuple[Document, ...]
    """The page and, for a rule that reads no data, the texts of the YAML."""
    places: list[Place]


@pytest.fixture(scope="module")
def corpus() -> list[ProseContext]:
    """The policies of the corpus, as any rule sees them."""
    seen = [checks.look(path, notes).seen for path, notes in checks.expectations().items()]
    return [replace(one, shared={key: one.shared[key] for key in LANGUAGE}) for one in seen]


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SphinxTestApp]:
    source = tmp_path_factory.mktemp("pages")
    (source / "conf.py").write_text("extensions = ['sphinx_commspolicy']\n", "utf-8")
    practice = "practice:\n  name: Elm Street Therapy\n  country: US\n  sample: yes\n"
    (source / "practice.yaml").write_text(practice, "utf-8")
    (source / "index.rst").write_text("Elm\n===\n", "utf-8")
    app = SphinxTestApp(srcdir=source)
    app.build()
    yield app
    app.cleanup()


def cases(
    name: str, app: SphinxTestApp, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> list[Case]:
    """Return the examples of a rule that have a page; each in a folder of its own."""
    found = []
    failing, passing = registry.examples(name)
    for number, example in enumerate((*failing, *passing)):
        if not example.rst:
            continue
        here = folder / str(number)
        here.mkdir()
        monkeypatch.chdir(here)
        texts, places = written(example, here)
        data = PracticeData(load(Path("practice.yaml")))
        for file in texts:
            data.files.lines(file)
        page = document(
            texts["index.rst"], "index.rst", lambda text, _: restructuredtext.parse(app, text)
        )
        documents = [page]
        if registry.rule(name).check_data is None:
            documents.append(Document("", "practice.yaml", passages(data)))
        else:
            places = [place for place in places if place.file != "practice.yaml"]
        found.append(Case(here, example, data, tuple(documents), places))
    return found


def finds_all(rule: Rule, check: ProseCheck, case: Case) -> bool:
    """Return whether *check* finds just what an example marks."""
    os.chdir(case.folder)
    options = {one.name: case.example.options.get(one.name, one.default) for one in rule.options}
    today = dt.date.fromisoformat(case.example.today)
    found: list[Finding] = []
    common: dict[str, object] = {}
    for one in case.documents:
        seen = ProseContext(
            *(rule, today, case.data.files, options),
            *(one.docname, one.file, one.passages, case.data, one.scope, one.load_doctree),
            common=common,
        )
        found += check(seen)
    return sorted({one.place for one in found}) == case.places and all(
        case.example.says in one.message for one in found
    )


def found_in(rule: Rule, check: ProseCheck, corpus: list[ProseContext]) -> list[object]:
    """Return what *check* finds in the corpus."""
    options = {one.name: one.default for one in rule.options}
    views = [
        replace(one, rule=rule, options=options, shared=dict(one.shared), common=dict(one.common))
        for one in corpus
    ]
    return [(one.place, one.message, one.related) for seen in views for one in check(seen)]


@pytest.mark.parametrize("name", PROSE)
def test_a_fault_in_a_condition_is_noticed(
    name: str,
    app: SphinxTestApp,
    corpus: list[ProseContext],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rule = registry.rule(name)
    known = cases(name, app, tmp_path, monkeypatch)
    own = registry.prose_check(name)
    assert own is not None
    assert all(finds_all(rule, own, case) for case in known)
    expected = found_in(rule, own, corpus)
    folder = "rules" if rule.check_prose else "prose"
    unnoticed = []
    for what, module in mutants(CHECKS / folder / f"{rule.module}.py"):
        check = module.RULE.check_prose if rule.check_prose else module.check
        try:
            with limited():
                noticed = not all(finds_all(rule, check, case) for case in known)
                noticed = noticed or found_in(rule, check, corpus) != expected
        except (Stuck, Exception):
            noticed = True
        if not noticed:
            unnoticed.append(what)
    assert unnoticed == []
