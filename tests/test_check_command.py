"""What a person, an editor and a CI service get from ``commspolicy check`` and ``explain``."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from sphinx_commspolicy.checks import registry
from sphinx_commspolicy.checks.rule import Finding, Fix, Place, Severity
from sphinx_commspolicy.cli import main
from sphinx_commspolicy.cli.countries import COUNTRIES

WITH_RULES = True
ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "example_site"
PRACTICE = """\
practice: {name: Elm Street Therapy, country: US, sample: yes}
methods:
  email: {name: E-mail, system: email, value: office@elm.example.org}
needs:
  danger:
    name: Get help right now
    category: crisis
    first: email
    second: us-911
turnaround: {value: 2, unit: business_day}
"""
TWO = ("--select", "crisis-route-async,turnaround-no-fallback", "--today", "2026-11-23")


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


@pytest.fixture
def run(capsys):
    """Run a command line; return its status, what it printed, and what it complained about."""

    def go(*words: object) -> tuple[int, str, str]:
        status = main([str(word) for word in words])
        printed = capsys.readouterr()
        assert "Traceback" not in printed.err + printed.out
        return status, printed.out, printed.err

    return go


def handbook(text: str = PRACTICE, page: str = "", conf: str = "") -> None:
    Path("practice.yaml").write_text(text, "utf-8")
    Path("conf.py").write_text(f'extensions = ["sphinx_commspolicy"]\n{conf}', "utf-8")
    Path("index.rst").write_text(f"Handbook\n========\n\n{page}\n", "utf-8")


# ---- for people


def test_the_text_quotes_the_line_marks_the_place_and_says_why_and_what_to_do(run):
    Path("practice.yaml").write_text(PRACTICE, "utf-8")
    status, out, err = run("check", "practice.yaml", *TWO)
    assert (status, err) == (1, "")
    assert out == (
        "practice.yaml:8:12: error: In a crisis, “Get help right now” leads first to “E-mail”, "
        "which does not answer at once, day and night. [crisis-route-async]\n"
        "    8 |     first: email\n"
        "      |            ^^^^^\n"
        "  why: A client in danger who writes to an inbox waits for hours, and may die waiting.\n"
        "  help: Name a service that answers at once, day and night, such as the emergency "
        "number, first.\n"
        "\n"
        "practice.yaml:10:1: warning: Nothing says what to do when no answer comes in time. "
        "[turnaround-no-fallback]\n"
        "   10 | turnaround: {value: 2, unit: business_day}\n"
        "      | ^^^^^^^^^^\n"
        "  why: A message can get lost. Without a next step, the client takes silence for an "
        "answer.\n"
        "  help: Add “if_no_reply” to the turnaround: whom to call then.\n"
        "\n"
        "1 error, 1 warning found.\n"
    )


def test_related_places_are_shown_and_what_many_share_is_told_once(run):
    people = "".join(f"  c{number}: {{name: C{number}}}\n" for number in range(6))
    Path("practice.yaml").write_text(
        PRACTICE.replace("value: office@elm.example.org}", "status: not_used, instead: fax}")
        + "  # a comment\n"
        + "between_sessions: {allowed: brief_reply, methods: [email]}\n"
        + "clinicians:\n"
        + people.replace("}", ", phone_coaching: {method: email}}"),
        "utf-8",
    )
    text = Path("practice.yaml").read_text("utf-8").replace(", instead: fax", "")
    Path("practice.yaml").write_text(text, "utf-8")
    status, out, _ = run("check", ".", "--select", "method-off-but-offered")
    assert status == 1
    assert "practice.yaml:12:52: error: “E-mail” is offered here, and is not in use." in out
    assert "practice.yaml:3:48: note: it is not in use\n" in out
    assert "(for clinician “c3”)" in out
    assert "7 errors found." in out


def test_nothing_found_is_said_and_the_status_is_0(run):
    Path("practice.yaml").write_text(PRACTICE, "utf-8")
    assert run("check", ".", "--select", "region-unknown") == (0, "Nothing found.\n", "")


def test_remarks_alone_are_no_failure_and_a_severity_can_be_asked_for(run):
    Path("practice.yaml").write_text(PRACTICE, "utf-8")
    remarks = ("--select", "search-stance-missing,format-offer-missing")
    status, out, _ = run("check", ".", *remarks)
    assert status == 0
    assert out.endswith("2 remarks found.\n")
    assert run("check", ".", *remarks, "--severity", "warning")[1] == "Nothing found.\n"
    status, out, _ = run("check", ".", *TWO, "--severity", "error")
    assert "turnaround-no-fallback" not in out
    assert out.endswith("1 error found.\n")


def test_rules_can_be_left_out(run):
    Path("practice.yaml").write_text(PRACTICE, "utf-8")
    _, out, _ = run("check", ".", *TWO, "--ignore", "crisis-route-async")
    assert out.endswith("1 warning found.\n")


def test_data_that_cannot_be_read_is_told_in_the_same_way(run):
    Path("practice.yaml").write_text(
        PRACTICE + "clinicians:\n  rosa: {name: Rosa, turnaround: {valu: 1}}\n", "utf-8"
    )
    status, out, _ = run("check", ".")
    assert status == 1
    assert "practice.yaml:12:35: error: The key “valu” is not known" in out
    assert "  help: Did you mean “value”?" in out
    status, out, _ = run("check", ".", "--format", "json")
    assert status == 1
    assert json.loads(out)["findings"][0]["rule"] == "unknown-key"


def test_what_the_loader_finds_has_the_name_of_its_rule(run):
    locked = PRACTICE.replace("unit: business_day}", "unit: business_day, locked: yes}")
    Path("practice.yaml").write_text(
        locked + "clinicians:\n  rosa: {name: Rosa, turnaround: {value: 1}}\n", "utf-8"
    )
    _, out, _ = run("check", ".")
    assert "[override-locked]" in out
    assert out.endswith("1 error found.\n")
    assert "  why: Two clients" in out


# ---- the whole handbook


def test_pages_are_read_and_built_pages_are_looked_at_where_there_are_any(run):
    handbook(page="E-mail is not HIPAA protected.\n")
    some = ("--select", "hipaa-misstated,third-party-asset")
    status, out, err = run("check", ".", *some)
    assert (status, err) == (1, "")
    assert "index.rst:4:" in out
    assert out.endswith("1 warning found.\n")
    assert {path.name for path in Path().iterdir()} == {"practice.yaml", "conf.py", "index.rst"}
    page = Path("built", "index.html")
    page.parent.mkdir()
    page.write_text("<html>\n<img src='https://cdn.example.org/a.png'></html>\n", "utf-8")
    _, out, _ = run("check", ".", *some, "--html", "built")
    assert "built/index.html:2:" in out
    shutil.copytree("built", "_build/html")
    _, out, _ = run("check", ".", *some)
    assert "_build/html/index.html:2:" in out


def test_what_conf_py_says_of_rules_holds(run):
    conf = (
        'commspolicy_select = ["turnaround-no-fallback", "away-expired"]\n'
        'commspolicy_severities = {"turnaround-no-fallback": "error"}\n'
    )
    handbook(conf=conf)
    status, out, _ = run("check", ".")
    assert status == 1
    assert "error: Nothing says what to do" in out
    assert out.endswith("1 error found.\n")
    _, out, _ = run("check", ".", "--select", "crisis-route-async")
    assert "[crisis-route-async]" in out
    assert run("check", ".", "--ignore", "turnaround-no-fallback")[1] == "Nothing found.\n"


def test_silences_keep_their_reasons(run):
    text = PRACTICE.replace(
        "turnaround:", "# commspolicy: ignore[turnaround-no-fallback] known\nturnaround:"
    )
    handbook(text, conf='commspolicy_select = ["turnaround-no-fallback", "silence-unused"]\n')
    status, out, _ = run("check", ".")
    assert (status, out) == (0, "Nothing found. 1 finding silenced, with a reason.\n")
    _, out, _ = run("check", ".", "--format", "json")
    (silenced,) = json.loads(out)["silenced"]
    assert (silenced["rule"], silenced["reason"]) == ("turnaround-no-fallback", "known")
    _, out, _ = run("check", ".", "--format", "sarif")
    (result,) = json.loads(out)["runs"][0]["results"]
    assert result["suppressions"] == [{"kind": "inSource", "justification": "known"}]


def test_a_silence_of_the_configuration_is_told_apart(run):
    silence = '{"rule": "turnaround-no-fallback", "reason": "known"}'
    conf = f'commspolicy_silences = [{silence}]\ncommspolicy_select = ["turnaround-no-fallback"]\n'
    handbook(conf=conf)
    _, out, _ = run("check", ".", "--format", "sarif")
    (result,) = json.loads(out)["runs"][0]["results"]
    assert result["suppressions"] == [{"kind": "external", "justification": "known"}]
    _, out, _ = run("check", ".", "--format", "json")
    assert json.loads(out)["silenced"][0]["silenced_at"] == "conf.py:2"


def test_the_day_can_be_set(run, monkeypatch):
    absence = (
        "clinicians:\n  rosa: {name: Rosa, absences: [{start: 2026-12-01, end: 2026-12-02}]}\n"
    )
    handbook(PRACTICE + absence)
    away = ("check", ".", "--select", "away-expired")
    assert "ended on" not in run(*away, "--today", "2026-12-02")[1]
    assert "ended on" in run(*away, "--today", "2026-12-03")[1]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1796256000")  # 3 December 2026
    assert "ended on" in run(*away)[1]
    assert "ended on" in run("check", "practice.yaml", *away[2:])[1]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1796169600")  # a day earlier
    assert "ended on" not in run(*away)[1]
    assert "ended on" not in run("check", "practice.yaml", *away[2:])[1]


def test_the_same_handbook_gives_the_same_report(run):
    handbook(page="E-mail is not HIPAA protected.\n")
    first = run("check", ".", "--today", "2026-11-23", "--format", "json")
    assert run("check", ".", "--today", "2026-11-23", "--format", "json") == first


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (("check", "nowhere"), 1, "“nowhere” does not exist."),
        (("check", ".", "--html", "nowhere"), 1, "is not a folder of built pages"),
        (("check", ".", "--select", "crisis"), 2, "there is no rule “crisis”"),
        (("check", ".", "--today", "tomorrow"), 2, "“tomorrow” is not a date"),
        (("check", ".", "--diff"), 2, "--diff shows what --fix would do."),
        (("check", ".", "--fix", "--diff", "--format", "json"), 2, "--diff is for people"),
        (("check", ".", "--format", "xml"), 2, "invalid choice"),
    ],
)
def test_a_command_that_cannot_be_done_ends_in_words(run, words, status, says):
    Path("practice.yaml").write_text(PRACTICE, "utf-8")
    done = run(*words)
    assert done[0] == status
    assert says in done[2]


def test_a_conf_py_without_the_extension_or_with_an_error_is_told(run):
    handbook()
    Path("conf.py").write_text("", "utf-8")
    status, _, err = run("check", ".")
    assert status == 1
    assert "does not name the extension sphinx_commspolicy" in err
    Path("conf.py").write_text("1 +", "utf-8")
    status, _, err = run("check", ".")
    assert status == 1
    assert "Sphinx cannot read the handbook" in err


def test_what_sphinx_is_told_to_suppress_is_not_told_here_either(run):
    page = "Find us on Friendster. We answer promptly."
    some = ("check", ".", "--ignore", "turnaround-no-fallback,need-unrouted")
    handbook(PHONE, page)
    assert "[platform-obsolete]" in run(*some)[1]
    handbook(PHONE, page, 'suppress_warnings = ["commspolicy.platform-obsolete", "toc"]\n')
    out = run(*some)[1]
    assert "[platform-obsolete]" not in out
    assert "[turnaround-unit-vague]" in out
    assert "[platform-obsolete]" in run("check", ".", "--select", "platform-obsolete")[1]
    for every in ("commspolicy", "commspolicy.*"):
        handbook(PHONE, page, f'suppress_warnings = ["{every}"]\n')
        assert run(*some)[:2] == (0, "Nothing found.\n")


@pytest.mark.parametrize("words", [("check", "practice.yaml"), ("audit", "policy.txt")])
def test_a_day_that_there_is_not_is_told(run, monkeypatch, words):
    for name in ("practice.yaml", "policy.txt"):
        Path(name).write_text(PHONE, "utf-8")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "9" * 20)
    status, out, err = run(*words)
    assert (status, out) == (2, "")
    assert "SOURCE_DATE_EPOCH is 99999999999999999999, which is no time" in err


def test_what_is_marked_is_shown_to_its_end(run):
    long = "Words that go on for a while, and on, and on, until the line is nearly full, and then: "
    handbook(
        PHONE, f"{long}Cancel. We return calls as quickly as possible, always and every time.\n"
    )
    out = run("check", ".", "--select", "turnaround-unit-vague")[1]
    quoted, marks = out.splitlines()[1:3]
    start = marks.index("^")
    assert quoted[start : start + marks.count("^")] == "as quickly as possible"


def test_an_option_below_nothing_is_refused(run):
    handbook(PHONE, conf='commspolicy_rule_options = {"away-no-cover": {"days": -5}}\n')
    status, out, _ = run("check", ".")
    assert status == 1
    assert "“days” of “away-no-cover” cannot be less than 0." in out


# ---- for programs


def test_json_holds_everything(run):
    Path("practice.yaml").write_text(PRACTICE, "utf-8")
    _, out, _ = run("check", ".", *TWO, "--format", "json")
    document = json.loads(out)
    assert document["today"] == "2026-11-23"
    assert document["summary"] == {"error": 1, "warning": 1, "info": 0}
    assert document["silenced"] == []
    first = document["findings"][0]
    assert {key: first[key] for key in ("rule", "severity", "file", "text", "fix", "for")} == {
        "rule": "crisis-route-async",
        "severity": "error",
        "file": "practice.yaml",
        "text": "email",
        "fix": None,
        "for": [],
    }
    place = ("line", "column", "end_line", "end_column")
    assert [first[key] for key in place] == [8, 12, 8, 17]


SARIF = {
    # the parts of SARIF 2.1.0 (OASIS Standard, section 3) that the log uses, with the limits that
    # types cannot say; tests/browser/run.py holds a log against the published types
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "items": {
                "required": ["tool", "results"],
                "properties": {
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "tool": {
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "required": ["name"],
                                "properties": {
                                    "rules": {
                                        "uniqueItems": True,
                                        "items": {
                                            "required": ["id"],
                                            "properties": {
                                                "shortDescription": {"required": ["text"]},
                                                "help": {"required": ["text"]},
                                                "defaultConfiguration": {
                                                    "properties": {
                                                        "level": {"$ref": "#/$defs/level"}
                                                    }
                                                },
                                            },
                                        },
                                    }
                                },
                            }
                        },
                    },
                    "results": {"items": {"$ref": "#/$defs/result"}},
                },
            },
        },
    },
    "$defs": {
        "level": {"enum": ["none", "note", "warning", "error"]},
        "place": {
            "properties": {
                "artifactLocation": {
                    "required": ["uri"],
                    "properties": {"uri": {"type": "string", "pattern": "^[!-~]+$"}},
                },
                "region": {"$ref": "#/$defs/region"},
            },
            "required": ["artifactLocation"],
            "additionalProperties": False,
        },
        "region": {
            "properties": {
                key: {"type": "integer", "minimum": 1}
                for key in ("startLine", "startColumn", "endLine", "endColumn")
            },
            "required": ["startLine"],
            "additionalProperties": False,
        },
        "result": {
            "required": ["message", "ruleId", "locations"],
            "properties": {
                "ruleIndex": {"type": "integer", "minimum": 0},
                "level": {"$ref": "#/$defs/level"},
                "message": {"required": ["text"]},
                "locations": {
                    "items": {"properties": {"physicalLocation": {"$ref": "#/$defs/place"}}}
                },
                "relatedLocations": {
                    "uniqueItems": True,
                    "items": {"properties": {"physicalLocation": {"$ref": "#/$defs/place"}}},
                },
                "fixes": {
                    "items": {
                        "required": ["artifactChanges"],
                        "properties": {
                            "artifactChanges": {
                                "minItems": 1,
                                "items": {"required": ["artifactLocation", "replacements"]},
                            }
                        },
                    }
                },
                "suppressions": {
                    "items": {
                        "required": ["kind"],
                        "properties": {"kind": {"enum": ["inSource", "external"]}},
                    }
                },
            },
        },
    },
}


def fits_sarif(log: object) -> None:
    """Check *log* where the package for that is installed: see the extra ``dev``."""
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.Draft202012Validator(SARIF).validate(log)


def test_sarif_has_the_shape_of_the_standard_and_its_rules_fit_its_results(run):
    people = "clinicians:\n  rosa: {name: Rosa Ibarra, cover: rosa}\n"
    Path("praxis räume.yaml").write_text(PRACTICE + people, "utf-8")
    status, out, _ = run("check", "praxis räume.yaml", "--format", "sarif")
    assert status == 1
    log = json.loads(out)
    fits_sarif(log)
    (ran,) = log["runs"]
    rules = ran["tool"]["driver"]["rules"]
    for result in ran["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    crisis = next(one for one in ran["results"] if one["ruleId"] == "crisis-route-async")
    assert crisis["level"] == "error"
    (place,) = crisis["locations"]
    assert place["physicalLocation"] == {
        "artifactLocation": {"uri": "praxis%20r%C3%A4ume.yaml"},
        "region": {"startLine": 8, "startColumn": 12, "endLine": 8, "endColumn": 17},
    }


def test_github_shows_a_finding_beside_its_line(run):
    Path("practice.yaml").write_text(
        PRACTICE.replace("Get help", '"100%: help, now"').replace('" right now', ' right now"'),
        "utf-8",
    )
    _, out, _ = run("check", ".", *TWO, "--format", "github")
    first, second = out.splitlines()
    assert first.startswith(
        "::error file=practice.yaml,line=8,col=12,endLine=8,endColumn=17,"
        "title=crisis-route-async::In a crisis, “100%25: help, now right now” leads"
    )
    assert second.startswith("::warning file=practice.yaml,line=10,col=1,")


def test_the_shapes_of_a_fix(capsys):
    import datetime as dt

    from sphinx_commspolicy.checks.runner import Report
    from sphinx_commspolicy.cli import reports

    place = Place("index.rst", 3, 1, 3, 4)
    found = Finding(
        "fact-literal", Severity.warning, place, "A fact.", "Use it.", fix=Fix(place, "x", "abc")
    )
    report = Report((found,), ())
    reports.as_sarif(report, dt.date(2026, 11, 23), sys.stdout)
    log = json.loads(capsys.readouterr().out)
    fits_sarif(log)
    (fix,) = log["runs"][0]["results"][0]["fixes"]
    (replacement,) = fix["artifactChanges"][0]["replacements"]
    assert replacement["insertedContent"] == {"text": "x"}
    reports.as_json(report, dt.date(2026, 11, 23), sys.stdout)
    assert json.loads(capsys.readouterr().out)["findings"][0]["fix"]["replacement"] == "x"


# ---- mending


def test_a_fix_is_shown_as_a_diff_and_then_made(run):
    text = PRACTICE.replace("business_day}", "business_day, excludes: [weekends]}")
    page = "Call us. We answer within 2 business days.\n"
    handbook(text, page)
    some = ("check", ".", "--select", "fact-literal", "--today", "2026-11-23")
    before = Path("index.rst").read_text("utf-8")
    status, out, _ = run(*some)
    assert status == 1
    assert "  fix: “commspolicy check --fix” can do it." in out
    status, out, _ = run(*some, "--fix", "--diff")
    assert status == 1
    assert out.startswith("--- a/index.rst\n+++ b/index.rst\n")
    assert "+Call us. We answer within :turnaround:`practice`.\n" in out
    assert Path("index.rst").read_text("utf-8") == before
    status, out, err = run(*some, "--fix")
    assert (status, out, err) == (0, "Nothing found.\n", "index.rst: 1 finding mended\n")
    assert "We answer within :turnaround:`practice`." in Path("index.rst").read_text("utf-8")
    assert run(*some)[0] == 0


LITERAL = ("check", ".", "--select", "fact-literal", "--today", "2026-11-23")
PHONE = """\
practice: {name: Elm Street Therapy, country: US, sample: true}
methods:
  phone: {name: Phone, system: phone, value: 503-555-0140}
"""
KEPT = {
    "a table drawn with lines": (
        "+--------------+---+\n| 503-555-0140 | x |\n+--------------+---+\n"
    ),
    "a table drawn with columns": (
        "=============  ===\na              b\n=============  ===\n503-555-0140   x\n\n"
        "503-555-0140   y\n=============  ===\n"
    ),
    "a substitution": "|a|\n\n.. |a| replace:: Call 503-555-0140\n",
    "a substitution above a picture's words": (
        "|a|\n\n.. |a| replace:: Call 503-555-0140\n\n"
        ".. code-block:: text\n   :caption: Call 503-555-0140\n\n   x\n"
    ),
    "bold words": "**Call 503-555-0140 now.**\n",
    "a field's name": ":Call 503-555-0140: words\n",
    "a title": "Call 503-555-0140\n~~~~~~~~~~~~~~~~~\n\nWords.\n",
}


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT)
def test_a_fix_never_breaks_the_markup_around_it(run, text):
    handbook(PHONE, text)
    before = Path("index.rst").read_bytes()
    assert "503-555-0140” is typed by hand" in run(*LITERAL)[1]
    status, _, err = run(*LITERAL, "--fix")
    assert (status, Path("index.rst").read_bytes()) == (1, before), err


@pytest.mark.parametrize(
    ("text", "after"),
    [
        # what is shown as code, or is the target of a link, is not what was found
        ("Type ``call N`` or call N.", "Type ``call N`` or call R."),
        ("Write `us <tel:N>`__ or call N.", "Write `us <tel:N>`__ or call R."),
        (
            ".. list-table::\n\n   * - N\n     - call N\n",
            ".. list-table::\n\n   * - R\n     - call R\n",
        ),
        (":Phone: N\n", ":Phone: R\n"),
        (".. note::\n   :class: x\n\n   Call N.\n", ".. note::\n   :class: x\n\n   Call R.\n"),
        ("N and N.\n\n* Call N", "R and R.\n\n* Call R"),
    ],
)
def test_a_fix_changes_what_was_found_and_nothing_else(run, text, after):
    handbook(PHONE, text.replace("N", "503-555-0140"))
    status, _, _ = run(*LITERAL, "--fix")
    expected = after.replace("N", "503-555-0140").replace("R", ":contact:`phone`")
    assert Path("index.rst").read_text("utf-8") == f"Handbook\n========\n\n{expected}\n"
    assert status == 0
    assert run(*LITERAL, "--fix")[:2] == (0, "Nothing found.\n"), "nothing is left to mend"


@pytest.mark.parametrize("name", ["page.md", "page.markdown"])
def test_a_fix_writes_markdown_where_the_page_is_markdown(run, name):
    handbook(PHONE)
    with Path("conf.py").open("a", encoding="utf-8") as conf:
        conf.write(
            'extensions = ["sphinx_commspolicy", "myst_parser"]\n'
            'source_suffix = {".rst": "restructuredtext", ".md": "markdown",'
            ' ".markdown": "markdown"}\n'
        )
    text = (
        "# Page\n\nCall N. **Call N.**\n\n| a | b |\n|---|---|\n| N | x |\n\n"
        "Type `call N` or [us](https://example.org/N) or N. See [call N](https://example.org).\n\n"
        "```{eval-rst}\nCall N.\n```\n"
    )
    Path(name).write_text(text.replace("N", "503-555-0140"), "utf-8", newline="\r\n")
    run(*LITERAL, "--fix")
    expected = text
    for before in ("Call N. **Call N.**", "| N |", "or N. See"):
        expected = expected.replace(before, before.replace("N", "{contact}`phone`"))
    expected = expected.replace("N", "503-555-0140").replace("\n", "\r\n")
    assert Path(name).read_bytes().decode() == expected


def test_after_a_fix_what_is_left_is_marked_where_it_stands_now(run):
    handbook(PHONE, "Call 503-555-0140. We answer promptly.\n")
    some = ("check", ".", "--select", "fact-literal,turnaround-unit-vague", "--fix")
    _, out, _ = run(*some)
    shown = out.splitlines()
    assert shown[0].startswith("index.rst:4:34: warning: “promptly”")
    mark = shown[2].index("^")
    assert shown[1][mark:][: shown[2].count("^")] == "promptly"
    assert out.endswith("1 warning found.\n")


def test_a_file_that_may_not_be_written_is_not_mended(run):
    handbook(PHONE, "Call 503-555-0140.\n")
    Path("index.rst").chmod(0o444)
    status, out, err = run(*LITERAL, "--fix")
    assert status == 1
    assert err == "index.rst: may not be written; left alone\n"
    assert "[fact-literal]" in out
    assert "Call 503-555-0140." in Path("index.rst").read_text("utf-8")


# ---- explaining


@pytest.mark.parametrize("name", registry.names())
def test_every_rule_can_be_explained(run, name):
    status, out, err = run("explain", name)
    assert (status, err) == (0, "")
    rule = registry.rule(name)
    assert out.startswith(f"{name} ({rule.severity.value}; looks at: ")
    for word in ("Finds:", "Why:", "Source:", "Mend it:", "Silence it:"):
        assert f"\n{word}" in out
    assert max(map(len, out.splitlines())) <= 160


def test_all_rules_are_listed_and_a_wrong_name_gets_the_nearest(run):
    status, out, _ = run("explain")
    assert status == 0
    listed = [line.split()[0] for line in out.splitlines() if line.startswith("  ")]
    assert listed == list(registry.names())
    assert run("explain", "commspolicy.fact-literal")[1].startswith("fact-literal (")
    status, _, err = run("explain", "crisis-rout-async")
    assert status == 1
    assert "Did you mean “crisis-route-async”?" in err


def test_a_terminal_without_the_characters_shows_others_and_no_traceback():
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    command = [sys.executable, "-m", "sphinx_commspolicy.cli", "explain", "fact-literal"]
    done = subprocess.run(
        command, capture_output=True, env={**os.environ, **plain}, check=True, timeout=60
    )
    assert b"practice?s" in done.stdout


# ---- the sample handbook


def test_the_sample_handbook_breaks_no_rule(run):
    status, out, err = run("check", EXAMPLE, "--format", "json")
    document = json.loads(out)
    assert [f"{one['file']}:{one['line']} {one['message']}" for one in document["findings"]] == []
    assert (status, err) == (0, "")
    assert all(one["reason"] for one in document["silenced"])


@pytest.mark.parametrize("country", sorted(COUNTRIES))
@pytest.mark.parametrize("size", ["--solo", "--group"])
def test_a_new_handbook_breaks_no_rule(run, country, size):
    assert run("new", "handbook", "--yes", "--country", country, size)[0] == 0
    assert run("check", "handbook") == (0, "Nothing found.\n", "")


# ---- what the manual and the hook say


def test_the_manual_shows_what_is_printed(run):
    Path("practice.yaml").write_text(PRACTICE, "utf-8")
    _, out, _ = run("check", ".", *TWO)
    page = (ROOT / "docs" / "howto" / "check.rst").read_text("utf-8")
    shown = [line.strip() for line in page.splitlines()]
    for line in out.splitlines()[:5]:
        assert line.strip() in shown


def test_the_hook_runs_a_command_that_there_is(run):
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    program, command = hook["entry"].split()
    assert (program, hook["language"], hook["pass_filenames"]) == ("commspolicy", "python", False)
    Path("practice.yaml").write_text(PRACTICE, "utf-8")
    assert run(command, *hook["args"], *TWO)[0] == 1
    for name in ("practice.yaml", "clinicians/rosa.yml", "pages/index.rst", "a.md", "conf.py"):
        assert re.search(hook["files"], name)
    assert not re.search(hook["files"], "notes.txt")
