"""A rule that fails is told, with its name and a request for a report; the others go on."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from sphinx_commspolicy.checks import registry
from sphinx_commspolicy.checks.prose.language import sentences
from sphinx_commspolicy.checks.rules import platform_obsolete, third_party_asset, turnaround_tight
from sphinx_commspolicy.cli import main

WITH_RULES = True
PRACTICE = """\
practice: {name: Elm Street Therapy, country: US, sample: true}
turnaround: {value: 2, unit: business_day}
"""
PAGE = """\
Online
======

Words.

Look for us on Friendster. We answer promptly.
"""
CONF = 'extensions = ["sphinx_commspolicy"]\ncommspolicy_practice = "practice.yaml"\n'


def divides_by_nothing(seen):
    yield seen.found(seen.data.key(seen.data.scopes[0], "practice"), "Found before it failed.")
    1 / 0  # noqa: B018


def stumbles_over_a_sentence(seen):
    for sentence in sentences(seen):
        if "Friendster" in sentence.text:
            yield from {}[sentence.text]


def stumbles_over_a_page(seen):
    del seen
    raise ValueError
    yield


@pytest.fixture(autouse=True)
def _three_rules_fail(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    changes = (
        (turnaround_tight, {"check_data": divides_by_nothing}),
        (platform_obsolete, {"check_prose": stumbles_over_a_sentence}),
        (third_party_asset, {"check_output": stumbles_over_a_page}),
    )
    for module, change in changes:
        monkeypatch.setattr(module, "RULE", replace(module.RULE, **change))
    for cached in (registry.rule, registry.prose_check):
        cached.cache_clear()
    yield
    for cached in (registry.rule, registry.prose_check):
        cached.cache_clear()


@pytest.fixture
def folder():
    Path("practice.yaml").write_text(PRACTICE, "utf-8")
    Path("conf.py").write_text(CONF, "utf-8")
    Path("index.rst").write_text(PAGE, "utf-8")
    Path("_build/html").mkdir(parents=True)
    for name in ("a", "b", "c"):
        Path(f"_build/html/{name}.html").write_text("<p>Words</p>", "utf-8")


def faults(capsys, *words):
    assert main([*words, "--format", "json"]) == 1
    document = json.loads(capsys.readouterr().out)
    found = document.get("findings") or document["files"][0]["findings"]
    return [one for one in found if one["rule"] == "rule-fault"], [one["rule"] for one in found]


@pytest.mark.usefixtures("folder")
def test_a_rule_that_fails_is_told_and_the_others_go_on(capsys):
    told, rules = faults(capsys, "check", ".")
    assert [(one["file"], one["line"], one["severity"]) for one in told] == [
        ("_build/html/a.html", 0, "error"),
        ("index.rst", 6, "error"),
        ("practice.yaml", 0, "error"),
    ]
    page, prose, data = (one["message"] for one in told)
    assert page.startswith("The rule “third-party-asset” failed: “ValueError” in test_faults.py:")
    assert page.endswith("The other rules went on. It failed in 2 other files, too.")
    assert "The rule “platform-obsolete” failed: “KeyError: 'Look for us on Friendster.'”" in prose
    assert "The rule “turnaround-tight” failed: “ZeroDivisionError: division by zero”" in data
    assert "Please report it" in told[0]["remedy"]
    assert "turnaround-tight" in rules, "what it found before it failed counts"
    assert "turnaround-unit-vague" in rules, "the other rules went on"


@pytest.mark.usefixtures("folder")
def test_no_silence_hides_that_a_rule_failed_and_none_of_such_a_rule_is_called_unused(capsys):
    silences = [
        {"rule": "all", "reason": "everything is known"},
        {"rule": "platform-obsolete", "reason": "an old page"},
        {"rule": "away-expired", "reason": "of no use"},
    ]
    with Path("conf.py").open("a", encoding="utf-8") as conf:
        conf.write(f"commspolicy_silences = {silences}\n")
    told, rules = faults(capsys, "check", ".")
    assert len(told) == 3
    assert rules.count("silence-unused") == 1


@pytest.mark.usefixtures("folder")
def test_a_build_goes_on_and_warns(capsys):
    from sphinx.cmd.build import main as build

    assert build(["-q", "-b", "html", ".", "out"]) == 0
    warnings = capsys.readouterr().err
    assert "index.rst:6: WARNING: The rule “platform-obsolete” failed" in warnings
    assert warnings.count("[commspolicy.rule-fault]") == 3
    assert "[commspolicy.turnaround-unit-vague]" in warnings
    assert build(["-q", "-W", "-b", "html", ".", "other"]) == 1
    assert build(["-q", "-D", "suppress_warnings=commspolicy", "-W", "-b", "html", ".", "x"]) == 0


def test_an_audit_goes_on(capsys):
    Path("policy.txt").write_text(PAGE, "utf-8")
    told, rules = faults(capsys, "audit", "policy.txt")
    assert [(one["file"], one["line"]) for one in told] == [("policy.txt", 6)]
    assert "turnaround-unit-vague" in rules
