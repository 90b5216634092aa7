"""Every rule finds what its examples mark, just there, and nothing else."""

from __future__ import annotations

import datetime as dt
from itertools import chain
from pathlib import Path

import pytest
from rule_examples import find, written

from sphinx_commspolicy.checks import registry
from sphinx_commspolicy.checks.context import PracticeData
from sphinx_commspolicy.checks.rule import Example, Level
from sphinx_commspolicy.checks.runner import Run
from sphinx_commspolicy.diagnostics import PolicyError
from sphinx_commspolicy.loading import load


def cases(*, failing: bool) -> list[object]:
    """Return each example that needs no page of prose; those are tested with the prose rules."""
    found = []
    for name in registry.names():
        examples = registry.examples(name)[0 if failing else 1]
        for number, example in enumerate(examples):
            if not example.rst:
                found.append(pytest.param(name, example, id=f"{name}-{number}"))
    return found


@pytest.mark.parametrize(("name", "example"), cases(failing=True))
def test_a_failing_example_is_found_where_it_is_marked(
    name: str, example: Example, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found, places = find(name, example, tmp_path)
    assert places, "a failing example marks what is found"
    assert [finding.place for finding in found] == places, "\n".join(
        f"{finding.place} {finding.message}" for finding in found
    )
    for finding in found:
        assert example.says in finding.message
        assert finding.message.endswith((".", "?", "”")), finding.message
        assert finding.remedy


@pytest.mark.parametrize(("name", "example"), cases(failing=False))
def test_a_passing_example_has_no_finding(
    name: str, example: Example, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found, places = find(name, example, tmp_path)
    assert not places
    assert [f"{finding.place} {finding.message}" for finding in found] == []


@pytest.mark.parametrize("name", registry.names())
def test_a_rule_says_everything_about_itself(name: str) -> None:
    rule = registry.rule(name)
    assert rule.name == name
    assert name in registry.ORDER
    failing, passing = registry.examples(name)
    assert failing or rule.by_loader
    assert passing or rule.by_loader
    for text in (rule.summary, rule.reason, rule.source, rule.mending):
        assert text.endswith("."), text
        assert not text[0].islower(), text
    if Level.prose in rule.levels:
        assert rule.false_positives
    checks = (rule.check_data, registry.prose_check(name), rule.check_output)
    assert any(checks) or rule.by_loader or name.startswith("silence-")


def test_no_rule_stumbles_over_the_example_of_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at = 0
    for name in registry.names():
        for number, example in enumerate(chain.from_iterable(registry.examples(name))):
            folder = tmp_path / name / str(number)
            folder.mkdir(parents=True)
            monkeypatch.chdir(folder)
            written(example, folder)
            try:
                data = PracticeData(load(Path("practice.yaml")))
            except PolicyError:
                continue
            run = Run(dt.date.fromisoformat(example.today), data)
            run.look_at_data()
            run.look_at_facts_as_prose()
            for finding in run.report().findings:
                place = finding.place
                lines = data.files.lines(place.file)
                assert 0 < place.line <= len(lines), finding
                assert 0 < place.column <= len(lines[place.line - 1]) + 1, finding
            looked_at += 1
    assert looked_at > len(registry.names())
