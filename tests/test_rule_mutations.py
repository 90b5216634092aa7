"""Every condition of a rule for data or built pages matters to one of its examples."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from mutations import Stuck, limited, mutants
from rule_examples import unmark, written

from sphinx_commspolicy.checks import questions, registry
from sphinx_commspolicy.checks.context import DataContext, OutputContext, PracticeData
from sphinx_commspolicy.checks.runner import _joined
from sphinx_commspolicy.diagnostics import PolicyError
from sphinx_commspolicy.loading import load

if TYPE_CHECKING:
    from sphinx_commspolicy.checks.rule import Example, Place, Rule

RULES = Path(registry.__file__).parent / "rules"


class Case(NamedTuple):
    """An example that has been read."""

    example: Example
    data: PracticeData
    places: list[Place]


def cases(rule: Rule, folder: Path) -> list[Case]:
    found = []
    for number, example in enumerate((*rule.failing, *rule.passing)):
        if example.rst:
            continue
        here = folder / str(number)
        here.mkdir()
        os.chdir(here)
        texts, places = written(example, here)
        try:
            data = PracticeData(load(Path("practice.yaml")))
        except PolicyError:
            continue  # what the loader refuses no rule gets to see
        for name in texts:
            data.files.lines(name)  # while they can be found by this name
        found.append(Case(example, data, places))
    return found


def finds_all(rule: Rule, case: Case) -> bool:
    """Return whether *rule* finds just what the example marks, and says what it should."""
    options = {one.name: case.example.options.get(one.name, one.default) for one in rule.options}
    today = dt.date.fromisoformat(case.example.today)
    seen = DataContext(rule, today, case.data.files, options, case.data)
    found = _joined(rule.check_data(seen) if rule.check_data else ())
    if case.example.html and rule.check_output:
        page = unmark(case.example.html, "index.html").text
        shown = OutputContext(rule, today, case.data.files, options, "index.html", page, case.data)
        found += rule.check_output(shown)
    return sorted(one.place for one in found) == case.places and all(
        case.example.says in one.message for one in found
    )


WITH_DATA = [name for name in registry.names() if registry.rule(name).check_data]
WITH_PAGES = [name for name in registry.names() if registry.rule(name).check_output]


@pytest.mark.parametrize("name", [*dict.fromkeys((*WITH_DATA, *WITH_PAGES))])
def test_a_fault_in_a_condition_is_noticed(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    rule = registry.rule(name)
    known = cases(rule, tmp_path)
    assert all(finds_all(rule, case) for case in known)
    unnoticed = []
    for what, module in mutants(RULES / f"{rule.module}.py"):
        try:
            with limited():
                noticed = not all(finds_all(module.RULE, case) for case in known)
        except (Stuck, Exception):
            noticed = True
        if not noticed:
            unnoticed.append(what)
    assert unnoticed == []


def test_a_fault_in_what_several_rules_ask_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    known = []
    for name in WITH_DATA:
        folder = tmp_path / name
        folder.mkdir()
        known.append((registry.rule(name), cases(registry.rule(name), folder)))
    unnoticed = []
    for what, module in mutants(Path(questions.__file__)):
        with monkeypatch.context() as patch:
            for name, value in vars(module).items():
                if callable(value) and getattr(value, "__module__", "") == module.__name__:
                    patch.setattr(questions, name, value)
            if not _is_noticed(known):
                unnoticed.append(what)
    assert unnoticed == []


def _is_noticed(known: list[tuple[Rule, list[Case]]]) -> bool:
    try:
        with limited():
            return not all(finds_all(rule, case) for rule, found in known for case in found)
    except (Stuck, Exception):
        return True
