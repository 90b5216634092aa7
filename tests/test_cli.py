"""What a person meets who types ``commspolicy``: pages, facts, files, and plain messages."""

from __future__ import annotations

import ast
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pypdf
import pytest
import yaml

from sphinx_commspolicy import __version__, json_schema
from sphinx_commspolicy.cli import COMMANDS, main
from sphinx_commspolicy.cli.countries import COUNTRIES
from sphinx_commspolicy.cli.problems import print_problems
from sphinx_commspolicy.diagnostics import Code, Diagnostic, Location, PolicyError
from sphinx_commspolicy.loading import load
from sphinx_commspolicy.model.fields import read_phone_number
from sphinx_commspolicy.pdf.compiling import WANTED

COMMAND = [sys.executable, "-m", "sphinx_commspolicy.cli"]
NAMES = [command.__name__.rsplit(".", 1)[-1] for command in COMMANDS]


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def run(capsys):
    """Run a command line; return its status, what it printed, and what it complained about."""

    def go(*words: object) -> tuple[int, str, str]:
        status = main([str(word) for word in words])
        printed = capsys.readouterr()
        assert "Traceback" not in printed.err + printed.out
        return status, printed.out, printed.err

    return go


def write(name: str, text: str) -> Path:
    file = Path(name)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return file


def files_below(folder: Path) -> set[str]:
    return {str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()}


# ---- the command as a whole


def test_help_names_every_command_and_the_exit_statuses(run):
    status, out, _ = run("--help")
    assert status == 0
    for name in (*NAMES, "exit status"):
        assert name in out


@pytest.mark.parametrize("name", NAMES)
def test_help_of_a_command_has_examples_and_says_what_its_exit_status_means(run, name):
    status, out, _ = run(name, "--help")
    assert status == 0
    assert f"  commspolicy {name}" in out.split("examples:")[1]
    assert [line[:5] for line in out.split("exit status:\n")[1].splitlines()] == [
        "  0  ",
        "  1  ",
        "  2  ",
    ]


def test_help_comes_at_once_because_nothing_heavy_is_imported():
    code = (
        "import sys; from sphinx_commspolicy.cli import main; main(['--help'])\n"
        "heavy = {'pydantic', 'sphinx', 'docutils', 'yaml', 'babel'} & set(sys.modules)\n"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_version_is_the_packages(run):
    assert run("--version") == (0, f"commspolicy {__version__}\n", "")


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("bild",),
        ("build",),
        ("build", ""),
        ("build", ".", "-j", "0"),
        ("show", "--format", "xml"),
        ("show", "--clinician", "a", "--programme", "b"),
        ("new", "hb", "--solo", "--group"),
    ],
)
def test_wrong_use_ends_with_2_and_shows_the_usage(run, words):
    status, out, err = run(*words)
    assert (status, out) == (2, "")
    assert "usage: commspolicy" in err


def test_a_reader_that_stops_reading_is_no_error():
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    with subprocess.Popen(
        [*COMMAND, "schema"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    ) as process:
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(30) == 141


def test_a_terminal_that_lacks_a_character_shows_a_question_mark():
    write("practice.yaml", "practice: {name: Praxis für Gespräche 心, country: US}\n")
    done = subprocess.run(
        [*COMMAND, "show", "practice.name"],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"},
        check=False,
    )
    assert done.returncode == 0
    assert "Praxis für Gespräche ?".encode("latin-1") in done.stdout


# ---- showing what is wrong


def problems(*diagnostics: Diagnostic) -> str:
    output = io.StringIO()
    print_problems(diagnostics, output)
    return output.getvalue()


def problem_at(file: str, line: int, column: int) -> list[str]:
    return problems(Diagnostic(Code.unknown_key, Location(file, line, column), "It.")).splitlines()


def test_every_problem_is_shown_with_its_place_its_line_a_caret_and_what_to_do(run):
    write(
        "practice.yaml",
        "practice:\n  name: Willow\n  country: US\n  contry: US\nturnaround:\n  value: soon\n"
        "  unit: business_day\n",
    )
    status, out, err = run("show")
    assert (status, out) == (1, "")
    assert err == (
        "practice.yaml:4:3: error: The key “contry” is not known in “practice”. [unknown-key]\n"
        "    4 |   contry: US\n"
        "      |   ^\n"
        "  help: Did you mean “country”?\n"
        "\n"
        "practice.yaml:6:10: error: value: “soon” is not a whole number from 1 to 999999. "
        "[invalid-value]\n"
        "    6 |   value: soon\n"
        "      |          ^\n"
        "\n"
        "2 problems found.\n"
    )


def test_the_other_place_is_quoted_too(run):
    write("practice.yaml", "practice:\n  name: Willow\n  country: US\n  name: Oak\n")
    _, _, err = run("show")
    assert "practice.yaml:2:3: note: the other place is here\n    2 |   name: Willow\n" in err
    assert err.endswith("\n1 problem found.\n")


def test_the_caret_stands_under_the_character_after_wide_characters_and_tabs():
    write("a.yaml", "{心理: a\u0301,\tcontry: US}\n")
    _, quoted, caret, *_ = problem_at("a.yaml", 1, 10)
    assert quoted == "    1 | {心理: a\u0301,    contry: US}"
    # two wide characters take four columns, the accent none, the tab four
    assert caret == "      | " + " " * len("{____: a,    ") + "^"


def test_a_very_long_line_is_cut_around_the_caret():
    write("a.yaml", "x" * 5000 + "!" + "y" * 5000 + "\n")
    _, quoted, caret, *_ = problem_at("a.yaml", 1, 5001)
    assert len(quoted) < 120
    assert quoted[caret.index("^")] == "!"
    assert quoted.startswith("    1 | …x")
    assert quoted.endswith("y…")


def test_nothing_in_a_file_can_steer_the_terminal():
    write("a.yaml", "name: \u009b31m\u202e\n")
    shown = problems(Diagnostic(Code.markup, Location("a.yaml", 1, 1), "It holds \u009b31m."))
    assert "\u009b" not in shown
    assert "\u202e" not in shown
    assert "\\u009b31m\\u202e" in shown


def test_a_place_that_cannot_be_quoted_is_still_named():
    assert problem_at("gone.yaml", 3, 1)[0] == "gone.yaml:3:1: error: It. [unknown-key]"
    write("short.yaml", "a\n")
    assert "|" not in "\n".join(problem_at("short.yaml", 30, 1))


@pytest.mark.parametrize(
    "content",
    [b"\xff\xfe", b"\0", b"a: [", b"- a", b"\xef\xbb\xbfa: !!python/none x", b"x" * 70_000],
)
def test_a_broken_file_ends_with_a_message(run, content):
    Path("practice.yaml").write_bytes(content)
    status, out, err = run("show")
    assert (status, out) == (1, "")
    assert "practice.yaml" in err
    assert "found." in err


# ---- show

PRACTICE = """\
practice:
  name: Willow
  country: US
  languages: [en, es]
methods:
  phone:
    name: Phone
    system: phone
    status: in_use
  text:
    name: Text message
    system: sms
    status: not_used
turnaround:
  value: 2
  unit: business_day
  if_no_reply: >-
    If you hear nothing by then, please call us, because your message may not have arrived at all,
    or may have been read late.
calendar:
  closures:
    - name: Move
      valid_from: 2026-12-24
      valid_through: 2026-12-26
clinicians:
  chen:
    name: Chen
"""
RIVERA = "name: Rivera\nmethods:\n  text:\n    status: in_use\n    rank: 1\n"


@pytest.fixture
def practice():
    write("practice.yaml", PRACTICE)
    write("clinicians/rivera.yaml", RIVERA)


def rows(out: str) -> dict[str, list[str]]:
    """Return, by path, the columns after it."""
    split = [re.split(r" {2,}", line) for line in out.splitlines()]
    return {path: rest for path, *rest in split}


@pytest.mark.usefixtures("practice")
def test_show_prints_every_value_with_the_line_it_was_written_on(run):
    status, out, err = run("show")
    assert (status, err) == (0, "")
    shown = rows(out)
    assert shown["practice.name"] == ["Willow", "practice.yaml:2:9"]
    assert shown["practice.languages"] == ["[en, es]", "practice.yaml:4:14"]
    assert shown["calendar.closures.0.valid_from"] == ["2026-12-24", "practice.yaml:23:19"]
    assert shown["clinicians.rivera.name"][1] == "clinicians/rivera.yaml:1:7"
    assert len(shown) == 17


@pytest.mark.usefixtures("practice")
def test_show_for_a_clinician_names_the_line_that_each_difference_replaces(run):
    _, out, _ = run("show", "--clinician", "rivera", "methods.text")
    assert out == (
        "methods.text.name    Text message  practice.yaml:11:11\n"
        "methods.text.system  sms           practice.yaml:12:13\n"
        "methods.text.status  in_use        clinicians/rivera.yaml:4:13 "
        "(clinician “rivera”, instead of practice.yaml:13:13)\n"
        "methods.text.rank    1             clinicians/rivera.yaml:5:11 (clinician “rivera”)\n"
    )


def test_show_for_a_programme(run):
    programme = "programmes:\n  dbt:\n    name: DBT\n    turnaround: {value: 1}\n"
    write("practice.yaml", PRACTICE + programme)
    _, out, _ = run("show", "--programme", "dbt", "turnaround.value")
    assert rows(out)["turnaround.value"][0] == "1"
    assert "(programme “dbt”, instead of practice.yaml:15:10)" in out


@pytest.mark.usefixtures("practice")
def test_show_defaults_only_when_asked(run):
    _, without, _ = run("show", "methods.phone")
    _, with_defaults, _ = run("show", "--defaults", "methods.phone")
    assert "(default)" not in without
    assert rows(with_defaults)["methods.phone.owner"] == ["practice", "(default)"]
    assert rows(with_defaults)["methods.phone.attended"] == ["no", "(default)"]
    assert set(rows(without)) < set(rows(with_defaults))
    _, calendar, _ = run("show", "--defaults", "calendar")
    assert rows(calendar)["calendar.weekend"] == ["[Sa, Su]", "(default)"]


@pytest.mark.usefixtures("practice")
def test_show_one_item_of_a_list(run):
    _, out, _ = run("show", "practice.languages.1")
    assert out == "practice.languages.1  es  practice.yaml:4:19\n"


@pytest.mark.usefixtures("practice")
def test_show_a_long_text_whole_and_on_one_line(run):
    _, out, _ = run("show", "turnaround.if_no_reply")
    assert "arrived at all, or may have been read late.  practice.yaml:17:16\n" in out
    assert out.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["methods.txt"], "There is no “txt” in “methods”.\n  help: Did you mean “text”?"),
        (["metods"], "There is no “metods” in this policy.\n  help: Did you mean “methods”?"),
        (["methods.phone.hour"], "help: Did you mean “hours”?"),
        (["couples.secret"], "help: Did you mean “secrets”?"),
        (["practice.languages.2"], "help: Known here: 0, 1."),
        (["practice.name.x"], "help: Nothing stands below it."),
        (["methods..phone"], "There is no “” in “methods”."),
        (["--clinician", "riviera"], "no clinician “riviera”.\n  help: Did you mean “rivera”?"),
        (["--clinician", ""], "There is no clinician “”.\n  help: Known here: chen, rivera."),
        (["--programme", "dbt"], "There is no programme “dbt”.\n  help: There are no programmes."),
    ],
)
@pytest.mark.usefixtures("practice")
def test_show_offers_what_is_known_where_a_name_is_not(run, words, message):
    status, out, err = run("show", *words)
    assert (status, out) == (1, "")
    assert message in err


@pytest.mark.usefixtures("practice")
def test_show_says_when_nothing_is_written(run):
    assert run("show", "cancellation.fee") == (
        0,
        "",
        "commspolicy: nothing is written at cancellation.fee\n",
    )
    assert "--defaults shows" in run("show", "methods.phone.owner")[2]


@pytest.mark.usefixtures("practice")
def test_show_for_a_program_gives_values_of_their_kind_and_their_places(run):
    _, out, _ = run("show", "--format", "json", "--clinician", "rivera", "methods.text")
    document = json.loads(out)
    assert document["file"] == "practice.yaml"
    scope = {"kind": "clinician", "name": "rivera", "situation": None}
    assert document["scope"] == scope
    values = {value["path"]: value for value in document["values"]}
    assert values["methods.text.rank"]["value"] == 1
    status = values["methods.text.status"]
    assert status["location"] == {"file": "clinicians/rivera.yaml", "line": 4, "column": 13}
    assert status["instead_of"] == {"file": "practice.yaml", "line": 13, "column": 13}
    _, out, _ = run("show", "--format", "json", "cancellation")
    assert json.loads(out)["values"] == []


@pytest.mark.usefixtures("practice")
def test_show_in_a_terminal_keeps_each_value_on_one_line(run, monkeypatch):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "80")
    _, out, _ = run("show", "turnaround")
    assert all(len(line) <= 80 for line in out.splitlines())
    assert "If you hear nothing" in out
    assert "…" in out
    _, out, _ = run("show", "turnaround.if_no_reply")
    assert "…" not in out


@pytest.mark.usefixtures("practice")
def test_show_finds_the_facts_from_a_folder_a_file_or_the_handbooks_settings(run):
    write("hb/conf.py", "commspolicy_practice = 'data/facts.yaml'\nopen('ran', 'w')\n")
    write("hb/data/facts.yaml", "practice: {name: Elsewhere, country: US}\n")
    assert "Elsewhere" in run("show", "-s", "hb")[1]
    assert "Elsewhere" in run("show", "-s", "hb/data/facts.yaml")[1]
    assert "Willow" in run("show", "--source", ".")[1]
    assert not Path("ran").exists(), "the settings were run"


@pytest.mark.parametrize(
    ("conf", "source", "message"),
    [
        (None, "gone", "“gone” does not exist"),
        (None, "practice.yaml/x", "does not exist"),
        (None, "hb", "There is no practice.yaml in “hb”."),
        ("commspolicy_practice = 'facts.yaml'", "hb", "names “facts.yaml”, which does not exist"),
        ("commspolicy_practice = str(1)", "hb", "Name the practice's file itself."),
        ("not Python (", "hb", "There is no practice.yaml in “hb”."),
    ],
)
@pytest.mark.usefixtures("practice")
def test_show_says_where_it_looked_in_vain(run, conf, source, message):
    Path("hb").mkdir()
    if conf is not None:
        write("hb/conf.py", conf)
    status, _, err = run("show", "-s", source)
    assert status == 1
    assert message in err


def test_show_offers_a_file_with_nearly_the_right_name(run):
    write("practice.yml", PRACTICE)
    assert "Did you mean “practice.yml”?" in run("show")[2]


# ---- schema


def test_schema_is_printed_and_written_alike(run):
    printed = run("schema")[1]
    assert run("schema", "-o", "practice.schema.json")[:2] == (0, "Wrote practice.schema.json\n")
    assert Path("practice.schema.json").read_text("utf-8") == printed
    assert json.loads(printed) == json_schema.policy_schema()
    assert json.loads(run("schema", "--clinician")[1]) == json_schema.clinician_schema()


def test_schema_replaces_its_own_file_and_no_other(run):
    own = write("own.json", json_schema.to_text(json_schema.clinician_schema()))
    assert run("schema", "-o", own)[0] == 0
    assert json.loads(own.read_text("utf-8")) == json_schema.policy_schema()

    other = write("package.json", '{"name": "mine"}')
    status, _, err = run("schema", "-o", other)
    assert status == 1
    assert "package.json exists and is not a schema that this command wrote" in err
    assert other.read_text("utf-8") == '{"name": "mine"}'
    assert run("schema", "-o", other, "--force")[0] == 0
    assert json_schema.is_ours(other.read_text("utf-8"))
    assert files_below(Path()) == {"own.json", "package.json"}


@pytest.mark.parametrize("extra", [(), ("--force",)])
@pytest.mark.parametrize("target", [".", "file/x.json", "gone/x.json"])
def test_schema_that_cannot_be_written_is_a_message(run, target, extra):
    write("file", "")
    status, out, err = run("schema", "-o", target, *extra)
    assert (status, out) == (1, "")
    assert "commspolicy: error:" in err
    assert ".tmp" not in err
    assert files_below(Path()) == {"file"}


# ---- new


@pytest.mark.parametrize("size", ["--solo", "--group"])
@pytest.mark.parametrize("country", COUNTRIES)
def test_new_begins_a_handbook_that_loads_in_every_country(run, country, size):
    status, out, err = run("new", "hb", "--yes", "--country", country, size)
    assert (status, err) == (0, "")
    assert "commspolicy build hb" in out
    source = load(Path("hb"))
    policy = source.policy()
    assert policy.practice.country == country
    assert policy.calendar.public_holidays == country
    assert len(policy.clinicians) == (2 if size == "--group" else 1)
    assert policy.needs["emergency"].first == next(iter(source.services.services))


@pytest.mark.parametrize("country", COUNTRIES)
def test_new_marks_its_example_number_as_one_to_replace(run, country):
    run("new", "hb", "--yes", "--country", country)
    number = COUNTRIES[country].phone
    read_phone_number(number, country)
    text = Path("hb/practice.yaml").read_text("utf-8")
    lines = [line for line in text.splitlines() if number in line]
    assert len(lines) == 1
    assert "# REPLACE" in lines[0]


def test_new_uses_only_numbers_that_are_kept_free():
    patterns = {
        "US": r"\(\d{3}\) 555-01\d\d",
        "CA": r"\(\d{3}\) 555-01\d\d",
        "GB": r"01632 960\d{3}",
        "AU": r"\(02\) 5550 \d{4}",
        "IE": r"020 91\d \d{4}",
        "NZ": r"0\d 0\d\d \d{4}",
    }
    assert set(patterns) == set(COUNTRIES)
    for code, country in COUNTRIES.items():
        assert re.fullmatch(patterns[code], country.phone)


@pytest.mark.parametrize("size", ["--solo", "--group"])
def test_new_writes_files_that_its_schemas_accept(run, size):
    jsonschema = pytest.importorskip("jsonschema")
    run("new", "hb", "--yes", size)
    written = files_below(Path("hb"))
    assert {
        "README.txt",
        "conf.py",
        "emergencies.rst",
        "how-to-reach-us.rst",
        "index.rst",
        "practice.schema.json",
        "practice.yaml",
        "social-media.rst",
        "when-we-answer.rst",
    } <= written
    facts = sorted(name for name in written if name.endswith(".yaml"))
    assert len(facts) == (3 if size == "--group" else 1)
    for name in facts:
        file = Path("hb", name)
        named = re.match(r"# yaml-language-server: \$schema=(\S+)\n", file.read_text("utf-8"))
        assert named, name
        schema = json.loads((file.parent / named[1]).read_text("utf-8"))
        facts = json.loads(json.dumps(yaml.safe_load(file.read_bytes()), default=str))
        jsonschema.Draft202012Validator(schema).validate(facts)


def test_new_takes_what_it_is_told(run):
    status, _, _ = run(
        *("new", "hb", "--name", "Willow", "--country", "us", "--region", "or"),
        *("--time-zone", "los angeles", "--phone", "503 555 0143", "--email", "a@example.org"),
    )
    assert status == 0
    policy = load(Path("hb")).policy()
    assert policy.practice.name == "Willow"
    assert policy.practice.jurisdictions == ("US-OR",)
    assert policy.calendar.public_holidays == "US-OR"
    assert str(policy.practice.time_zone) == "America/Los_Angeles"
    assert policy.methods["phone"].value == "503 555 0143"
    text = Path("hb/practice.yaml").read_text("utf-8")
    # what was stated needs no replacing: only the clinician's name is an example
    assert [line.strip() for line in text.splitlines() if "# REPLACE" in line] == [
        "name: Alex Sample  # REPLACE: your name",
        "- jurisdiction: US-OR  # REPLACE, if it is another",
    ]


@pytest.mark.parametrize(
    "name",
    [
        'Dr. O\'Neil: #1 & "Co" — [x], {y}',
        "no",
        "1.0",
        "- a",
        "$name ${country} $$",
        "{{ x }} \\n %s",
        "Praxis für Gespräche 心理",
        "'",
        "~",
        "null",
        "*a &b !c @d `e` |f >g",
        "x" * 300,
    ],
)
def test_new_keeps_any_name_as_it_was_typed(run, name):
    status, _, err = run("new", "hb", "--yes", "--name", name)
    assert (status, err) == (0, "")
    assert load(Path("hb")).policy().practice.name == name
    settings = {
        statement.targets[0].id: ast.literal_eval(statement.value)
        for statement in ast.parse(Path("hb/conf.py").read_text("utf-8")).body
        if isinstance(statement, ast.Assign) and not isinstance(statement.value, ast.Name)
    }
    assert settings["project"] == name
    assert settings["extensions"] == ["sphinx_commspolicy"]


@pytest.mark.parametrize(
    ("option", "answer", "message"),
    [
        ("--phone", "12", "the count of digits is wrong"),
        ("--email", "nobody", "not an e-mail address"),
        ("--country", "Atlantis", "not a country code"),
        ("--country", "NO", "US, CA, GB, IE, AU, NZ"),
        ("--region", "US-ZZ", "No public holidays are known"),
        ("--region", "GB-ZZZ", 'region "GB-ZZZ"'),
        ("--region", "SCT", "No public holidays are known"),
        ("--time-zone", "Mars/Base", "not an IANA time zone"),
        ("--name", " ", "An answer is needed"),
        ("--name", "a\nb", "a character that no page can show"),
        ("--name", "a\x1b[31m", "a character that no page can show"),
    ],
)
def test_new_refuses_an_answer_that_the_handbook_could_not_use(run, option, answer, message):
    status, _, err = run("new", "hb", "--yes", option, answer)
    assert status == 2
    assert err.startswith(f"commspolicy: error: {option}: ")
    assert message in err
    assert not Path("hb").exists()


def test_new_takes_the_country_from_the_region(run):
    assert run("new", "hb", "--yes", "--region", "gb-sct")[0] == 0
    policy = load(Path("hb")).policy()
    assert policy.practice.country == "GB"
    assert policy.practice.jurisdictions == ("GB-SCT",)


def test_new_names_what_is_missing_where_nobody_can_be_asked(run, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("Willow\n"))
    status, _, err = run("new", "hb", "--country", "US", "--email", "a@example.org")
    assert status == 2
    assert "--name, --time-zone, --phone." in err
    # a country with one time zone settles it
    assert "--time-zone" not in run("new", "hb", "--country", "GB")[2]
    assert files_below(Path()) == set()


class Typist(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_new_asks_again_in_plain_words_until_it_can_use_the_answer(run, monkeypatch):
    name_and_place = ["", "Willow", "Atlantis", "2", "", "Vancouver"]
    contact_and_size = ["12", "604 555 0143", "x@", "a@example.org", "perhaps", "y"]
    answers = "".join(f"{answer}\n" for answer in name_and_place + contact_and_size)
    monkeypatch.setattr("sys.stdin", Typist(answers))
    status, out, _ = run("new", "hb")
    assert status == 0
    for message in (
        "An answer is needed.",
        "“Atlantis” is not",
        "count of digits",
        "“x@” is not",
        "yes or no",
    ):
        assert message in out
    policy = load(Path("hb")).policy()
    assert policy.practice.country == "CA"
    assert str(policy.practice.time_zone) == "America/Vancouver"
    assert len(policy.clinicians) == 2
    assert "REPLACE" not in Path("hb/practice.yaml").read_text("utf-8").split("practice:")[1]


def test_new_asks_nothing_that_an_option_has_answered(run, monkeypatch):
    monkeypatch.setattr("sys.stdin", Typist("\na@example.org\n"))
    status, _, _ = run(
        *("new", "hb", "--solo", "--name", "Willow", "--country", "GB"),
        *("--time-zone", "Europe/London", "--phone", "01632 960143"),
    )
    assert status == 0
    assert load(Path("hb")).policy().methods["email"].value == "a@example.org"


def test_new_asks_nothing_that_the_country_settles(run, monkeypatch):
    monkeypatch.setattr("sys.stdin", Typist("Willow\nireland\n020 912 3456\na@example.org\n\n"))
    status, out, _ = run("new", "hb")
    assert status == 0
    assert "time zone" not in out
    policy = load(Path("hb")).policy()
    assert str(policy.practice.time_zone) == "Europe/Dublin"
    assert policy.practice.jurisdictions == ()


def test_new_leaves_nothing_when_the_questions_are_left(run, monkeypatch):
    monkeypatch.setattr("sys.stdin", Typist("Willow\nUS\n"))
    status, _, err = run("new", "hb")
    assert status == 1
    assert "nothing was written" in err
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize("before", [["hb/notes.txt"], ["hb/.git/config"], ["hb/a", "hb/b"]])
def test_new_never_touches_a_folder_that_holds_something(run, before):
    for name in before:
        write(name, "mine")
    status, _, err = run("new", "hb", "--yes")
    assert status == 1
    assert before[0].split("/")[1] in err
    assert files_below(Path()) == set(before)


def test_new_never_replaces_a_file_or_a_link(run):
    write("hb", "mine")
    Path("link").symlink_to("nowhere")
    for name in ("hb", "link", "hb/below"):
        status, _, err = run("new", name, "--yes")
        assert status == 1
        assert err.startswith("commspolicy: error: ")
    assert Path("hb").read_text("utf-8") == "mine"
    assert Path("link").is_symlink()


def test_new_fills_an_empty_folder_even_the_current_one_and_makes_missing_ones(run, monkeypatch):
    assert run("new", "a/b/c", "--yes")[0] == 0
    load(Path("a/b/c"))
    Path("empty").mkdir()
    monkeypatch.chdir("empty")
    assert run("new", ".", "--yes", "--group")[0] == 0
    load(Path())
    assert {entry.name for entry in Path().iterdir()} >= {"conf.py", "clinicians"}
    assert [entry for entry in Path().iterdir() if entry.name.startswith(".")] == []


@pytest.mark.parametrize("exists", [False, True])
def test_new_leaves_nothing_behind_when_writing_fails(run, monkeypatch, exists):
    if exists:
        Path("hb").mkdir()

    rename = Path.rename

    def full(self: Path, target: Path) -> Path:
        if not exists or self.name == "index.rst":
            raise OSError(28, "No space left on device", str(target))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", full)
    status, _, err = run("new", "hb", "--yes", "--group")
    assert status == 1
    assert "No space left on device" in err
    assert [str(entry) for entry in Path().rglob("*")] == (["hb"] if exists else [])


def test_new_never_leaves_a_handbook_that_does_not_load(run, monkeypatch):
    def refuse(_: Path) -> None:
        raise PolicyError([Diagnostic(Code.invalid_value, Location("x", 0, 0), "It.")])

    monkeypatch.setattr("sphinx_commspolicy.loading.load", refuse)
    assert run("new", "hb", "--yes")[0] == 1
    assert list(Path().iterdir()) == []


def test_new_begins_a_handbook_whose_every_page_leads_to_help_and_to_the_practice(run):
    run("new", "hb", "--yes", "--group")
    status, _, err = run("build", "hb", "-W", "-q")
    assert (status, err) == (0, "")
    for page in ("index", "social-media", "clinicians"):
        text = Path(f"hb/_build/html/{page}.html").read_text("utf-8")
        assert '<section class="crisis"' in text
        assert 'href="emergencies.html"' in text.partition("</section>")[0]
        assert 'href="#cp-reach"' in text
        assert 'href="how-to-reach-us.html"' in text.partition('id="cp-reach"')[2]
    reach = Path("hb/_build/html/how-to-reach-us.html").read_text("utf-8")
    assert 'id="cp-reach"' not in reach


@pytest.mark.parametrize("page", ["index", "how-to-reach-us", "when-we-answer", "social-media"])
def test_new_pages_are_in_plain_words(run, page):
    run("new", "hb", "--yes")
    assert grade(prose(Path("hb", f"{page}.rst"))) <= 8


def test_new_says_what_to_do_in_an_emergency_in_the_plainest_words(run):
    run("new", "hb", "--yes")
    assert grade(prose(Path("hb/emergencies.rst"))) <= 6


def test_new_facts_are_in_plain_words(run):
    run("new", "hb", "--yes")
    policy = load(Path("hb")).policy()
    texts = [
        *(policy.methods["email"].risk, policy.methods["email"].we_do),
        *(policy.methods["email"].keep_out, policy.methods["email"].you_can),
        *(policy.turnaround.sooner, policy.turnaround.if_no_reply, policy.social_media.messages),
        *(policy.social_media.connection_requests, policy.social_media.reviews),
    ]
    assert grade(" ".join(texts)) <= 8
    crisis = f"{policy.crisis.not_provided} {policy.crisis.tell_us}"
    assert grade(crisis) <= 6


def grade(text: str) -> float:
    """Return the Flesch-Kincaid grade of *text*; a group of vowels counts as a syllable."""
    words = re.findall(r"[A-Za-z]+", text.replace("E-mail", "Email"))
    sentences = len(re.findall(r"[.?!](?=\s|$)", text))
    spoken = [re.sub(r"(?<=[^l])e$|(?<=[^aeioutd])ed$", "", word.lower()) for word in words]
    syllables = sum(max(1, len(re.findall("[aeiouy]+", word))) for word in spoken)
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


def test_the_grade_that_these_tests_measure_tells_plain_words_from_others():
    assert grade("The cat sat on the mat. It was warm.") < 2
    assert grade("Confidentiality considerations necessitate authorization documentation.") > 20


def prose(file: Path) -> str:
    """Return the sentences of a page without directives, headings and roles."""
    lines = [
        line
        for line in file.read_text("utf-8").splitlines()
        if line.endswith((".", "?")) and not line.startswith(("..", " "))
    ]
    return re.sub(r":[\w:]+:`[^`]*`", "it", " ".join(lines))


# ---- build

PLAIN_CONF = "project = 'Willow'\nexclude_patterns = ['_build']\n"


@pytest.fixture
def handbook():
    """A handbook of plain pages: what the extension does with them is tested elsewhere."""
    write("hb/conf.py", PLAIN_CONF)
    write("hb/index.rst", "Hello\n=====\n\nWelcome.\n")
    write("hb/practice.yaml", PRACTICE)


@pytest.mark.usefixtures("handbook")
def test_build_makes_the_pages_and_says_where_they_are(run):
    status, out, err = run("build", "hb")
    assert (status, err) == (0, "")
    assert out.splitlines()[-1] == str(Path("hb/_build/html/index.html"))
    assert "build succeeded" in out
    assert "Welcome." in Path("hb/_build/html/index.html").read_text("utf-8")
    assert Path("hb/_build/.doctrees").is_dir()


@pytest.mark.parametrize(("country", "size"), [("US", "--solo"), ("GB", "--group")])
def test_build_of_a_new_handbook_says_how_to_reach_the_practice_without_a_warning(
    run, country, size
):
    run("new", "hb", "--yes", "--country", country, size)
    status, _, err = run("build", "hb", "-q", "-W")
    assert (status, err) == (0, "")
    page = Path("hb/_build/html/how-to-reach-us.html").read_text("utf-8")
    number = read_phone_number(COUNTRIES[country].phone, country)
    assert f'href="{number.uri}"' in page
    emergencies = Path("hb/_build/html/emergencies.html").read_text("utf-8")
    assert {"US": "911", "GB": "999"}[country] in emergencies


@pytest.mark.usefixtures("handbook")
def test_build_writes_where_it_is_told_and_is_quiet_if_asked(run):
    assert run("build", "hb", "-o", "out", "-q", "--format", "html,html") == (
        0,
        "out/html/index.html\n",
        "",
    )
    assert not Path("hb/_build").exists()


@pytest.mark.usefixtures("handbook")
def test_build_fails_on_warnings_only_if_asked(run):
    write("hb/index.rst", "Hello\n=====\n\n:nosuchrole:`x`\n")
    status, _, err = run("build", "hb", "-q")
    assert status == 0
    assert "index.rst:4" in err
    assert run("build", "hb", "-q", "-W", "-o", "strict")[:2] == (1, "")


@pytest.mark.usefixtures("handbook")
def test_build_shows_every_problem_of_the_facts_and_makes_nothing(run):
    write("hb/practice.yaml", "practice: {nam: Willow, country: US}\nturnaround: {value: 2}\n")
    status, out, err = run("build", "hb", "-o", "out")
    assert (status, out) == (1, "")
    assert "practice.yaml:1:12: error: The key “nam” is not known" in err
    assert err.endswith("3 problems found.\n")
    assert not Path("out").exists()


@pytest.mark.usefixtures("handbook")
def test_build_checks_the_file_that_the_settings_name(run):
    write("hb/facts.yaml", "practise: {}\n")
    write("hb/conf.py", PLAIN_CONF + "commspolicy_practice = 'facts.yaml'\n")
    status, _, err = run("build", "hb")
    assert status == 1
    assert "hb/facts.yaml:1:1: error: The key “practise” is not known here." in err


@pytest.mark.usefixtures("handbook")
def test_build_leaves_a_name_that_is_worked_out_to_the_extension(run):
    Path("hb/practice.yaml").unlink()
    write("hb/conf.py", PLAIN_CONF + "commspolicy_practice = 'a' + '.yaml'\n")
    assert run("build", "hb", "-q")[0] == 0


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("build", "gone"), "“gone” does not exist."),
        (("build", "hb/conf.py"), "“hb/conf.py” is not a folder."),
        (("build", "bare"), "There is no conf.py in “bare”"),
        (("build", "unfinished"), "There is no practice.yaml in “unfinished”"),
        (("build", "hb", "-o", "hb/conf.py"), "“hb/conf.py” is a file"),
        (("build", "hb", "-o", "hb/conf.py/below"), "“hb/conf.py” is a file"),
        (("build", "broken"), "syntax error in your configuration file: '(' was never closed"),
        (("build", "faulty"), "conf.py:2: NameError: name 'undefined' is not defined"),
        (("build", "leaving"), "called sys.exit()"),
        (("build", "lacking"), "Could not import extension no_such_extension"),
        (("build", "rootless"), "index.rst). The master document must be"),
    ],
)
@pytest.mark.usefixtures("handbook")
def test_build_says_what_is_in_the_way(run, words, message):
    Path("bare").mkdir()
    write("unfinished/conf.py", PLAIN_CONF)
    settings = {
        "broken": "project = (\n",
        "faulty": "\nproject = undefined\n",
        "leaving": "import sys; sys.exit(3)\n",
        "lacking": "extensions = ['no_such_extension']\n",
        "rootless": PLAIN_CONF,
    }
    for name, conf in settings.items():
        write(f"{name}/conf.py", conf)
        write(f"{name}/practice.yaml", PRACTICE)
    status, _, err = run(*words)
    assert status == 1
    assert message in err


@pytest.mark.parametrize(
    "fault", ["app.no_such", "app.connect('builder-inited', lambda app: app.no_such)"]
)
@pytest.mark.usefixtures("handbook")
def test_build_keeps_what_the_author_of_a_faulty_extension_needs(run, fault):
    write("hb/conf.py", f"def setup(app):\n    {fault}\n")
    status, _, err = run("build", "hb", "-q")
    assert status == 1
    assert "no_such" in err
    assert "hb/_build/error.log" in err
    assert "Traceback" in Path("hb/_build/error.log").read_text("utf-8")


@pytest.mark.usefixtures("handbook")
def test_build_says_which_formats_it_knows(run):
    status, _, err = run("build", "hb", "--format", "html,docx")
    assert status == 2
    assert "“docx” is not a known format; known: html" in err


def test_build_makes_web_pages_and_a_pdf(run):
    run("new", "hb", "--yes", "--country", "GB", "--name", "Willow Practice")
    status, out, err = run("build", "hb", "-q", "-W", "--format", "html,pdf")
    assert (status, err) == (0, "")
    assert [Path(line) for line in out.splitlines()] == [
        Path("hb/_build/html/index.html"),
        Path("hb/_build/pdf/client-handbook.pdf"),
    ]
    reader = pypdf.PdfReader("hb/_build/pdf/client-handbook.pdf")
    pages = [page.extract_text() for page in reader.pages]
    assert reader.metadata.title == "Client Handbook"
    assert int(reader.pages[0].mediabox.width) == 595  # A4
    assert "Willow Practice" in pages[0]
    assert "999" in pages[0]
    assert "999" in pages[-1]
    # a second time, when nothing has changed
    assert run("build", "hb", "-q", "-W", "--format", "html,pdf") == (0, out, "")


@pytest.mark.usefixtures("handbook")
def test_build_names_every_pdf(run):
    documents = [("index", "a.pdf", "A", "W"), ("index", "parts/b.pdf", "B", "W")]
    conf = f"extensions = ['sphinx_commspolicy']\ntypst_documents = {documents}\n"
    write("hb/conf.py", PLAIN_CONF + conf)
    status, out, _ = run("build", "hb", "-q", "-o", "out", "--format", "pdf")
    assert status == 0
    assert [Path(line) for line in out.splitlines()] == [
        Path("out/pdf/a.pdf"),
        Path("out/pdf/parts/b.pdf"),
    ]


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        ("raise ModuleNotFoundError('no typst', name='typst')", "“typst” is not installed."),
        ("raise ImportError('wrong CPU')", "“typst” cannot be used here (wrong CPU)."),
    ],
)
@pytest.mark.usefixtures("handbook")
def test_build_of_a_pdf_says_what_to_install_before_it_makes_anything(
    run, monkeypatch, broken, message
):
    write("broken/typst.py", broken)
    monkeypatch.syspath_prepend("broken")
    monkeypatch.delitem(sys.modules, "typst", raising=False)
    status, out, err = run("build", "hb", "--format", "html,pdf")
    assert (status, out) == (1, "")
    assert f"A PDF cannot be made: the Python package {message}" in err
    assert 'pip install "typst>=0.15,<0.16"' in err
    assert not Path("hb/_build").exists()


@pytest.mark.usefixtures("handbook")
def test_build_of_a_pdf_that_has_no_first_page_fails(run):
    conf = "extensions = ['sphinx_commspolicy']\ntypst_documents = [('gone', 'a', 'A', 'A')]\n"
    write("hb/conf.py", PLAIN_CONF + conf)
    status, out, err = run("build", "hb", "-q", "--format", "pdf")
    assert (status, out) == (1, "")
    assert "the page “gone”, which does not exist" in err
    assert "There is nothing to open in “hb/_build/pdf”" in err


@pytest.mark.usefixtures("handbook")
def test_build_of_a_pdf_says_which_version_it_needs(run, monkeypatch):
    monkeypatch.setattr("sphinx_commspolicy.pdf.compiling.version", lambda _: "0.16.1")
    status, _, err = run("build", "hb", "--format", "pdf")
    assert status == 1
    assert "is version 0.16.1, and 0.15 is needed" in err


def test_the_typst_that_is_asked_for_is_the_one_in_pyproject():
    project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text("utf-8"))
    assert WANTED in project["project"]["dependencies"]


@pytest.mark.usefixtures("handbook")
def test_build_of_a_pdf_that_cannot_be_written_says_why(run):
    write("hb/conf.py", PLAIN_CONF + "extensions = ['sphinx_commspolicy']\n")
    Path("out/pdf/willow.pdf").mkdir(parents=True)
    status, _, err = run("build", "hb", "-q", "-o", "out", "--format", "pdf")
    assert status == 1
    assert "willow.pdf: Is a directory." in err
    assert [path.name for path in Path("out/pdf").glob("*.part")] == []


@pytest.mark.skipif(os.name != "posix", reason="signals are sent otherwise elsewhere")
@pytest.mark.usefixtures("handbook")
def test_build_that_is_interrupted_ends_as_shells_expect():
    write("hb/conf.py", "import pathlib, time\npathlib.Path('begun').touch()\ntime.sleep(60)\n")
    with subprocess.Popen(
        [*COMMAND, "build", "hb"],
        stderr=subprocess.PIPE,
        # a shell that runs the tests in the background ignores interrupts; children inherit that
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - no thread
    ) as process:
        waited = 0.0
        while not Path("hb/begun").exists() and waited < 30:
            time.sleep(0.05)
            waited += 0.05
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert b"Traceback" not in err
