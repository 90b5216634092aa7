"""Every build tells what the rules find, as warnings that Sphinx's own settings reach."""

from __future__ import annotations

import re

import pytest
from handbook import Handbook
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from sphinx_commspolicy import config
from sphinx_commspolicy.ending import PracticeDataError

WITH_RULES = True
WARNING = re.compile(r"^(?P<place>\S+): WARNING: (?P<words>.*) \[commspolicy\.(?P<rule>[\w-]+)\]$")


@pytest.fixture
def handbook(tmp_path, monkeypatch) -> Handbook:
    monkeypatch.chdir(tmp_path)
    handbook = Handbook.create(tmp_path)
    handbook.replace("practice.yaml", "rank: 1", "rank: 2")
    handbook.append("practice.yaml", "changes: {notice: {value: 2, unit: week}}\n")
    handbook.config = {
        "commspolicy_select": ["turnaround-no-fallback", "away-expired"],
        "commspolicy_check_pages": "all",
    }
    return handbook


def told(warnings: str) -> list[tuple[str, str]]:
    found = (WARNING.match(line) for line in warnings.splitlines())
    return [(match["rule"], match["place"]) for match in found if match]


ONE = [("turnaround-no-fallback", "src/practice.yaml:33:1")]


def test_a_build_tells_what_is_found_and_so_does_one_that_changes_nothing(handbook):
    assert told(handbook.build().warnings) == ONE
    again = handbook.build()
    assert (again.read, again.written) == ([], [])
    assert told(again.warnings) == ONE
    assert told(handbook.build("text").warnings) == ONE
    handbook.replace("practice.yaml", "closures]}", "closures], if_no_reply: Please call.}")
    assert told(handbook.build().warnings) == []


def test_the_warning_says_what_is_wrong_and_what_to_do(handbook):
    (line,) = handbook.build().warnings.splitlines()
    assert "Nothing says what to do when no answer comes in time. Add “if_no_reply”" in line


def test_pages_read_by_several_processes_are_told_of_once(handbook):
    assert told(handbook.build(jobs=2).warnings) == ONE


def test_sphinx_can_suppress_a_rule(handbook):
    suppress = {"suppress_warnings": ["commspolicy.turnaround-no-fallback"]}
    assert handbook.build(config=suppress).warnings == ""
    assert handbook.build(config={"suppress_warnings": ["commspolicy"]}).warnings == ""


def test_a_warning_fails_a_strict_build_and_a_remark_does_not(handbook):
    def status(**settings: object) -> int:
        with patch_docutils(handbook.src), docutils_namespace():
            app = Sphinx(
                handbook.src,
                handbook.src,
                handbook.out / "strict",
                handbook.out / "strict-trees",
                "html",
                confoverrides={**handbook.config, **settings},
                status=None,
                warning=None,
                warningiserror=True,
            )
            app.build()
            return app.statuscode

    assert status() == 1
    assert status(commspolicy_severities={"turnaround-no-fallback": "info"}) == 0
    assert status(commspolicy_severities={"turnaround-no-fallback": "off"}) == 0
    assert status(commspolicy_ignore=["turnaround-no-fallback"]) == 0


def test_a_remark_is_information(handbook, caplog):
    caplog.set_level("INFO")
    info = {"commspolicy_severities": {"turnaround-no-fallback": "info"}}
    assert handbook.build(config=info).warnings == ""


@pytest.mark.parametrize("ignored", [["all"], ["turnaround-no-fallback"]])
def test_rules_can_be_ignored(handbook, ignored):
    assert handbook.build(config={"commspolicy_ignore": ignored}).warnings == ""


def test_options_of_rules_can_be_set(handbook):
    handbook.write(
        "clinicians/rosa.yaml",
        """
        name: Rosa Ibarra
        absences: [{start: 2026-12-01, end: 2026-12-04}]
        """,
    )
    select = {"commspolicy_select": ["away-no-cover"]}
    assert told(handbook.build(config=select).warnings) == []
    strict = {**select, "commspolicy_rule_options": {"away-no-cover": {"days": 3}}}
    assert [rule for rule, _ in told(handbook.build(config=strict).warnings)] == ["away-no-cover"]


def test_silences_of_the_configuration_stand_with_their_place(handbook):
    handbook.append(
        "conf.py",
        """
        commspolicy_silences = [
            {"rule": "turnaround-no-fallback", "where": "practice.yaml", "reason": "decided"},
        ]
        """,
    )
    assert told(handbook.build().warnings) == []
    handbook.replace("practice.yaml", "closures]}", "closures], if_no_reply: Please call.}")
    handbook.config["commspolicy_select"] += ["silence-unused"]
    assert told(handbook.build().warnings) == [("silence-unused", "src/conf.py:10")]


def test_pages_are_looked_at_with_their_places(handbook):
    handbook.config["commspolicy_select"] = ["hipaa-misstated"]
    handbook.append("prose.rst", "\nE-mail is not HIPAA protected.\n")
    assert [rule for rule, place in told(handbook.build().warnings) if "prose.rst:6" in place] == [
        "hipaa-misstated"
    ]
    silence = ".. commspolicy: ignore[hipaa-misstated] a quote\n\nE-mail is"
    handbook.replace("prose.rst", "E-mail is", silence)
    assert told(handbook.build().warnings) == []


def test_a_build_looks_at_the_pages_that_it_writes(handbook):
    handbook.config["commspolicy_select"] = ["hipaa-misstated", "third-party-asset", "away-expired"]
    del handbook.config["commspolicy_check_pages"]
    wrong = (
        "\nE-mail is not HIPAA protected.\n\n.. raw:: html\n\n   <img src='//cdn.example.org/a'>\n"
    )
    handbook.append("prose.rst", wrong)
    silenced = ".. commspolicy: ignore[hipaa-misstated] a quote\n\nE-mail is not HIPAA protected.\n"
    handbook.append("times.rst", "\n" + silenced)
    rules = {"hipaa-misstated", "third-party-asset"}
    assert {rule for rule, _ in told(handbook.build().warnings)} == rules
    assert told(handbook.build().warnings) == []
    # the fact stands on another page: that one is looked at, and no silence is called unused
    handbook.config["commspolicy_select"] += ["silence-unused"]
    handbook.replace("practice.yaml", "555-0143", "555-0144")
    assert told(handbook.build().warnings) == []
    handbook.append("prose.rst", "\nOne more sentence.\n")
    assert {rule for rule, _ in told(handbook.build().warnings)} == rules
    # the facts are looked at in every build
    handbook.config["commspolicy_select"] += ["turnaround-no-fallback"]
    assert told(handbook.build().warnings) == ONE


@pytest.mark.parametrize("suffix", [".html", ".htm"])
def test_built_pages_are_looked_at_when_they_are_there(handbook, suffix):
    handbook.config["commspolicy_select"] = ["third-party-asset"]
    handbook.config["html_file_suffix"] = suffix
    handbook.append(
        "prose.rst", "\n.. raw:: html\n\n   <img src='https://cdn.example.org/a.png'>\n"
    )
    found = told(handbook.build().warnings)
    assert [rule for rule, _ in found] == ["third-party-asset"]
    assert found[0][1].startswith(f"out/html/prose{suffix}:")
    # nothing is written now, and the page is still wrong
    again = handbook.build()
    assert again.written == []
    assert told(again.warnings) == found
    assert told(handbook.build("text").warnings) == []


def test_what_a_page_shows_from_its_source_is_told_once_there(handbook):
    handbook.config["commspolicy_select"] = ["placeholder-left"]
    handbook.write(
        "practice.yaml", handbook.read("practice.yaml").replace("country", "sample: yes\n  country")
    )
    handbook.append("prose.rst", "\nAsk [insert name].\n\n.. raw:: html\n\n   <p>Call TODO.</p>\n")
    places = [place.rpartition(":")[0] for _, place in told(handbook.build().warnings)]
    assert len(places) == 2
    assert places[0].startswith("src/prose.rst:6")
    assert places[1].startswith("out/html/prose.html:")


def test_a_handbook_without_facts_is_not_looked_at(handbook):
    handbook.remove("practice.yaml")
    handbook.remove("clinicians/owen.yaml")
    handbook.config = {}
    assert {rule for rule, _ in told(handbook.build().warnings)} == {"file-missing"}


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("select", ["crisis-rout-async"], "there is no rule “crisis-rout-async”. Did you mean"),
        ("ignore", [7], "there is no rule “7”"),
        ("severities", {"away-expired": "fatal"}, "“fatal” is none of error, warning, info, off."),
        ("severities", {"away": "info"}, "there is no rule “away”."),
        ("rule_options", {"away-no-cover": {"weeks": 1}}, "“weeks” is no option of"),
        ("rule_options", {"away-no-cover": {"days": "7"}}, "is to be written like 5."),
        ("rule_options", {"away-no-cover": {"days": True}}, "is to be written like 5."),
        ("rule_options", {"away-no-cover": 7}, "are to be written as {…}."),
        ("rule_options", {"away": {}}, "there is no rule “away”."),
        ("silences", ["away-expired"], "each silence is written as"),
        ("silences", [{"rule": "away-expired"}], "needs a “reason”."),
        ("silences", [{"rule": "away-expired", "reason": " "}], "needs a “reason”."),
        ("silences", [{"rule": "x", "reason": "y"}], "there is no rule “x”."),
        ("silences", [{"rule": "away-expired", "file": "x"}], "“file” is no key of a silence."),
        ("silences", {"rule": "away-expired"}, "is of the wrong kind"),
    ],
)
def test_a_setting_that_cannot_be_used_is_refused_in_words(handbook, name, value, says):
    with pytest.raises(PracticeDataError) as refused:
        handbook.build(config={f"commspolicy_{name}": value})
    assert says in str(refused.value)


def test_every_setting_of_the_checker_is_declared():
    names = {value.name for value in config.VALUES}
    assert {
        *("commspolicy_select", "commspolicy_ignore", "commspolicy_severities"),
        *("commspolicy_rule_options", "commspolicy_silences"),
    } <= names
