"""A complete handbook for each clinician's clients, as ``commspolicy build --all`` makes them."""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pypdf
import pytest
import yaml
from handbook import Handbook, contents

from sphinx_commspolicy.editions import Edition, Share, UnknownEdition, editions
from sphinx_commspolicy.loading import load
from sphinx_commspolicy.model.names import SITUATIONS

if TYPE_CHECKING:
    from collections.abc import Callable

COMMAND = [sys.executable, "-m", "sphinx_commspolicy.cli", "build", "src"]
HOOK = """
import os, time
from pathlib import Path

def read(app, docname, source):
    with open("read.log", "a") as log:
        log.write(docname + "\\n")

def write(app, builder):
    name = app.config.commspolicy_clinician
    if name == os.environ.get("FAILS"):
        raise ValueError("no ink")
    if name == os.environ.get("DIES"):
        os._exit(3)
    if name == os.environ.get("WAITS"):
        time.sleep(60)

def setup(app):
    app.config.templates_path.append("more")  # in place, as pydata_sphinx_theme does
    app.connect("source-read", read)
    app.connect("write-started", write)
"""
TEO = """
name: Teo Nakagawa
turnaround: {value: 3}
absences:
  - {start: 2026-12-07, end: 2026-12-11, cover: june}
"""
PROSE = """
Only prose
==========

Everybody reads this.

.. for-clinicians:: teo

   Only for Teo's clients. See :ref:`teo`.

   .. _teo:

   Teo's way
   ---------

   Slowly.

.. absences::

.. for-situations:: teen

   Only for teens.
"""


@pytest.fixture
def handbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Handbook:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    handbook = Handbook.create(tmp_path)
    handbook.append("conf.py", HOOK)
    handbook.append("conf.py", 'html_title = "Client handbook"\n')
    handbook.append("conf.py", 'commspolicy_ignore = ["all"]\n')  # small samples break rules
    handbook.write("clinicians/teo.yaml", TEO)
    handbook.write("clinicians/una.yaml", "name: Una\nactive: no\n")
    handbook.write("prose.rst", PROSE)
    handbook.append("index.rst", ".. toctree::\n\n   late\n   calm\n")
    handbook.write("late.rst", ":for-clinicians: owen\n\nNights\n======\n\nLate.\n")
    handbook.write(
        "calm.rst", "Calm\n====\n\nCall :contact:`phone`, see :doc:`reach`, :ref:`search`.\n"
    )
    handbook.append("practice.yaml", "situations:\n  teen: {turnaround: {value: 2}}\n")
    handbook.replace(
        "practice.yaml", "  country: US\n", "  country: US\n  document: {version: '7'}\n"
    )
    return handbook


def run(*words: str, status: int = 0, **variables: str) -> tuple[str, str]:
    environment = {**os.environ, **variables}
    done = subprocess.run(
        [*COMMAND, *words],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
        timeout=120,
    )
    assert "Traceback" not in done.stdout + done.stderr
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout, done.stderr


def made(folder: str = "src/_build/editions") -> set[str]:
    return {path.name for path in Path(folder).iterdir() if not path.name.startswith(".")}


def equals_clean(handbook: Handbook, edition: str, builder: str, form: str) -> None:
    clinician, _, situation = edition.partition(".")
    config = {
        "commspolicy_clinician": clinician.replace("practice", ""),
        "commspolicy_situation": situation,
    }
    expected = handbook.clean(builder, config=config)
    found = contents(handbook.src / "_build/editions" / edition / form)
    assert sorted(found) == sorted(expected)
    assert [name for name in expected if found[name] != expected[name]] == []


# ---- what is made


@pytest.mark.parametrize("theme", ["alabaster", "furo", "commspolicy"])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_every_edition_equals_a_clean_build_for_that_clinician_file_for_file(
    handbook: Handbook, theme: str, jobs: str
) -> None:
    handbook.replace("conf.py", '"alabaster"', f'"{theme}"')
    out, err = run("--all", "-j", jobs)

    assert err == ""
    assert made() == {"june", "owen", "teo"}
    assert re.findall(r"\[(\d)/3\]", out) == ["1", "2", "3"]
    for name in made():
        equals_clean(handbook, name, "html", "html")


@pytest.mark.usefixtures("handbook")
def test_pages_are_read_once_for_all_editions() -> None:
    run("--all", "--situation", "all,couple", "-j", "2")
    pages = Path("read.log").read_text().split()
    assert sorted(pages) == ["calm", "index", "late", "people", "prose", "reach", "times"]
    assert len(made()) == 6


def test_editions_hold_the_pages_that_are_made_from_the_template(handbook: Handbook) -> None:
    handbook.append("conf.py", 'commspolicy_clinician_template = "staff/template.rst"\n')
    handbook.write(
        "staff/template.rst",
        ":clinician:`{{ clinician }}`\n===================\n\n.. contact-methods::\n",
    )
    handbook.append("index.rst", ".. toctree::\n   :glob:\n\n   staff/*\n")
    _, err = run("--all", "--situation", "teen", "-j", "2")

    assert err == ""
    for name in made():
        equals_clean(handbook, name, "html", "html")
        pages = Path("src/_build/editions", name, "html/staff").iterdir()
        assert {page.stem for page in pages} == {"june", "owen", "teo"}


@pytest.mark.usefixtures("handbook")
def test_a_page_that_is_the_same_is_resolved_once() -> None:
    with Path("src/conf.py").open("a") as conf:
        conf.write(
            "def resolved(app, tree, name):\n"
            "    with open('resolved.log', 'a') as log:\n"
            "        log.write(name + '\\n')\n"
            "_setup = setup\n"
            "def setup(app):\n"
            "    _setup(app)\n"
            "    app.connect('doctree-resolved', resolved)\n"
        )
    run("--all")
    pages = Path("resolved.log").read_text().split()
    # Owen has a page more, and Teo a passage
    assert pages.count("calm") == 1
    assert pages.count("people") == 1
    assert pages.count("late") == 1
    assert pages.count("index") == 3
    assert pages.count("prose") == 3


def test_each_edition_shows_what_these_clients_have_to_know(handbook: Handbook) -> None:
    run("--clinician", "owen,teo", "--situation", "teen", "-j", "2")
    assert made() == {"owen.teen", "teo.teen"}
    teo = Path("src/_build/editions/teo.teen/html")
    page = (teo / "prose.html").read_text()
    assert "Only for Teo" in page
    assert "Only for teens" in page
    title = "Client handbook – Teo Nakagawa – Teens – Version 7"
    assert f"<title>Only prose &#8212; {title}</title>" in page
    # the theme shows it beside the page, too
    assert "Elm Street Therapy – Teo Nakagawa – Teens</a></h1>" in page
    # the situation comes last: two days, not the three of Teo's other clients
    assert "within 2 business days" in (teo / "times.html").read_text()
    other = Path("src/_build/editions/owen.teen/html/prose.html").read_text()
    assert "Only for Teo" not in other
    for name in made():
        equals_clean(handbook, name, "html", "html")


def test_a_situation_alone_is_for_the_clients_of_the_practice(handbook: Handbook) -> None:
    out, _ = run("--situation", "all", "-q")
    assert out == "src/_build/editions/practice.teen/html/index.html\n"
    equals_clean(handbook, "practice.teen", "html", "html")


def test_pdfs_are_named_for_the_clinician_and_equal_clean_builds(handbook: Handbook) -> None:
    out, _ = run("--all", "--format", "html,pdf", "-j", "2", "-q")
    assert "src/_build/editions/teo/pdf/elmstreettherapy-teo.pdf\n" in out
    for name in ("june", "teo"):
        equals_clean(handbook, name, "typstpdf", "pdf")
        pdf = pypdf.PdfReader(f"src/_build/editions/{name}/pdf/elmstreettherapy-{name}.pdf")
        person = {"june": "June Abernathy, LMFT", "teo": "Teo Nakagawa"}[name]
        assert person in pdf.metadata.title
        first = " ".join(pdf.pages[0].extract_text().split())
        assert person in first
        assert "7" in first


def test_a_document_of_a_page_for_some_is_in_their_editions_only(handbook: Handbook) -> None:
    handbook.append(
        "conf.py",
        'typst_documents = [("index", "book.pdf", "Book", ""), ("late", "late.pdf", "Late", "")]\n',
    )
    _, err = run("--clinician", "june,owen", "--format", "pdf")
    assert err == ""
    files = {path.name for path in Path("src/_build/editions").glob("*/pdf/*.pdf")}
    assert files == {"book-june.pdf", "book-owen.pdf", "late-owen.pdf"}


def test_an_edition_whose_titles_hold_facts_reads_those_pages_for_itself(
    handbook: Handbook,
) -> None:
    handbook.write(
        "times.rst", "Within :turnaround:`practice`\n=============================\n\nText.\n"
    )
    _, err = run("--all", "-j", "2")
    assert err == ""
    for name, days in (("teo", "3 business days"), ("june", "1 business day")):
        index = Path(f"src/_build/editions/{name}/html/index.html").read_text()
        assert f"Within {days}" in re.sub("<[^>]*>", "", index)
    for name in made():
        equals_clean(handbook, name, "html", "html")


def test_pages_that_are_gone_are_gone_from_the_next_edition(handbook: Handbook) -> None:
    run("--clinician", "teo")
    handbook.replace("index.rst", "   people\n", "")
    handbook.remove("people.rst")
    run("--clinician", "teo")
    equals_clean(handbook, "teo", "html", "html")


def test_where_no_process_can_be_forked_the_editions_are_the_same(handbook: Handbook) -> None:
    code = (
        "import multiprocessing, sys\n"
        "from sphinx_commspolicy.cli import editions, main\n"
        "editions._context = lambda: multiprocessing.get_context('spawn')\n"
        "sys.exit(main(['build', 'src', '--all', '-j', '2']))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=120
    )
    assert (done.returncode, done.stderr) == (0, "")
    for name in ("june", "owen", "teo"):
        equals_clean(handbook, name, "html", "html")


# ---- what goes wrong


@pytest.mark.parametrize("name", ["june", "owen"])
@pytest.mark.parametrize("strictness", [(), ("-W",)], ids=["", "-W"])
def test_an_edition_that_fails_is_named_and_the_others_are_made(
    handbook: Handbook, name: str, strictness: tuple[str, ...]
) -> None:
    run("--clinician", name)
    before = contents(Path(f"src/_build/editions/{name}"))
    Path("read.log").unlink()
    handbook.touch("calm.rst")

    _, err = run("--all", *strictness, status=1, FAILS=name)

    failure, count = err.splitlines()
    assert failure.startswith(f"commspolicy: {name}: ")
    assert "no ink" in failure
    assert count.endswith(f"1 of 3 editions could not be made: {name}")
    assert f"error-{name}.log" in failure
    assert "no ink" in Path(f"src/_build/editions/.making/error-{name}.log").read_text()
    assert Path("read.log").read_text() == "calm\n"
    assert made() == {"june", "owen", "teo"}
    assert contents(Path(f"src/_build/editions/{name}")) == before
    equals_clean(handbook, "teo", "html", "html")


@pytest.mark.usefixtures("handbook")
def test_an_edition_whose_process_dies_is_named_and_the_others_are_made() -> None:
    _, err = run("--all", "-j", "2", status=1, DIES="owen")
    assert "commspolicy: owen: its process ended" in err
    assert made() == {"june", "teo"}


def test_a_warning_of_several_editions_is_told_once(handbook: Handbook) -> None:
    handbook.append("prose.rst", ".. contact-method:: fon\n")
    _, err = run("--all", "-j", "2")
    assert err.count("there is no method “fon”") == 1
    handbook.append("calm.rst", "See :ref:`teo`.")
    _, err = run("--all")
    assert err.count("is left out of the handbook for the") == 1
    assert "2 of the warnings above hold for several editions." in err
    _, err = run("--all", "-W", status=1)
    assert "3 of 3 editions could not be made: june, owen, teo" in err


@pytest.mark.usefixtures("handbook")
@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--clinician", "tea"], "There is no clinician “tea”.\n  help: Did you mean “teo”?"),
        (["--situation", "tean"], "There is no situation “tean”.\n  help: Did you mean “teen”?"),
    ],
)
def test_an_unknown_clinician_or_situation_is_told(words: list[str], told: str) -> None:
    _, err = run(*words, status=1)
    assert f"commspolicy: error: {told}" in err
    assert not Path("read.log").exists()


@pytest.mark.usefixtures("handbook")
def test_shares_of_nothing_are_refused() -> None:
    _, err = run("--shard", "1/2", status=2)
    assert "--shard shares out editions" in err
    for text in ("0/2", "3/2", "1", "a/b"):
        assert "is no share" in run("--all", "--shard", text, status=2)[1]


CIRCLE = "absences: [{start: 2027-01-04, end: 2027-01-08, cover: una}]\n"


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (
            "practice.yaml",
            "turnaround: {",
            "turnaround: {locked: yes, ",
            r"src/clinicians/teo\.yaml:2:14: error: “turnaround.value” is locked .*\[locked\]",
        ),
        (
            "practice.yaml",
            "  june:\n",
            "  teo: {name: Other}\n  june:\n",
            r"src/clinicians/teo\.yaml:1:1: error: .* a second time\. \[duplicate-key\]",
        ),
        (
            "clinicians/una.yaml",
            "active: no\n",
            CIRCLE.replace("una", "owen"),
            r"src/clinicians/una\.yaml:2:\d+: error: From 2027-01-04 .*\[cover-circle\]",
        ),
        (
            "practice.yaml",
            "  june:\n",
            "  practice: {name: Dr. Practice}\n  june:\n",
            r"src/practice\.yaml:\d+:3: error: “practice” cannot be the .*\[invalid-value\]",
        ),
    ],
)
def test_facts_that_cannot_be_used_are_located_and_nothing_is_made(
    handbook: Handbook, file: str, old: str, new: str, told: str
) -> None:
    handbook.append("clinicians/owen.yaml", CIRCLE)
    handbook.replace(file, old, new)
    _, err = run("--all", status=1)
    assert re.search(rf"^{told}$", err, re.MULTILINE)
    assert not Path("src/_build").exists()


# ---- runs that are stopped, and runs side by side


@pytest.mark.parametrize("kill", [os.killpg, os.kill], ids=["with its processes", "alone"])
def test_a_run_that_is_killed_is_completed_by_the_next_one(
    handbook: Handbook, kill: Callable[[int, int], None]
) -> None:
    process = subprocess.Popen(
        [*COMMAND, "--all", "-j", "2"],
        env={**os.environ, "WAITS": "teo"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    places = Path("src/_build/editions")
    deadline = time.monotonic() + 120
    while not {"june", "owen"} <= finished():
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.05)
    kill(process.pid, signal.SIGKILL)
    process.wait()
    assert made() == {"june", "owen"}

    out, _ = run("--all")

    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    assert "2 editions are kept from the run that was stopped." in out
    assert "[1/1]" in out
    for name in ("june", "owen", "teo"):
        equals_clean(handbook, name, "html", "html")
    assert [path.name for path in (places / ".making").iterdir() if path.is_dir()] == ["doctrees"]
    out, _ = run("--all")
    assert "are kept" not in out


def test_nothing_is_kept_of_a_killed_run_once_a_source_has_changed(handbook: Handbook) -> None:
    stop_a_run("--all", at="owen", done="june")
    handbook.replace("practice.yaml", "555-0144", "555-0199")

    out, _ = run("--all")

    assert "are kept" not in out
    for name in ("june", "owen", "teo"):
        equals_clean(handbook, name, "html", "html")


def finished() -> set[str]:
    """Return the editions that the run which is going on has put in their places."""
    journal = Path("src/_build/editions/.making/finished.jsonl")
    lines = journal.read_text().splitlines()[1:] if journal.exists() else []
    return {yaml.safe_load(line)["edition"] for line in lines if line.endswith("}")}


def stop_a_run(*words: str, at: str, done: str) -> None:
    """Kill a run that waits at the edition *at* once the edition *done* is in its place."""
    process = subprocess.Popen(
        [*COMMAND, *words], env={**os.environ, "WAITS": at}, start_new_session=True
    )
    deadline = time.monotonic() + 120
    while done not in finished() and time.monotonic() < deadline:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def test_nothing_is_kept_once_facts_have_changed_that_lie_elsewhere(handbook: Handbook) -> None:
    for name in ("practice.yaml", "clinicians"):
        (handbook.src / name).rename(name)
    handbook.append("conf.py", 'commspolicy_practice = "../practice.yaml"\n')
    stop_a_run("--all", at="owen", done="june")
    facts = Path("practice.yaml")
    facts.write_text(facts.read_text().replace("555-0144", "555-0199"))

    out, _ = run("--all")

    assert "are kept" not in out
    equals_clean(handbook, "june", "html", "html")


def test_nothing_is_kept_once_another_share_has_put_something_else_there(
    handbook: Handbook,
) -> None:
    facts = handbook.read("practice.yaml")
    stop_a_run("--all", at="owen", done="june")
    handbook.replace("practice.yaml", "555-0144", "555-0199")
    run("--all", "--shard", "1/2")
    handbook.write("practice.yaml", facts)

    out, _ = run("--all")

    assert "are kept" not in out
    equals_clean(handbook, "june", "html", "html")


def test_a_run_replaces_only_what_it_makes(handbook: Handbook) -> None:
    run("--clinician", "june")
    notes = Path("src/_build/editions/june/notes.txt")
    notes.write_text("mine")

    run("--clinician", "june", "--format", "pdf")

    assert {path.name for path in notes.parent.iterdir()} == {"html", "pdf", "notes.txt"}
    equals_clean(handbook, "june", "html", "html")
    equals_clean(handbook, "june", "typstpdf", "pdf")


@pytest.mark.parametrize("is_folder", [True, False])
def test_an_edition_takes_the_place_of_nothing_that_somebody_made_by_hand(
    handbook: Handbook, *, is_folder: bool
) -> None:
    own = Path("src/_build/editions/june/html")
    own.parent.mkdir(parents=True)
    if is_folder:
        own.mkdir()
        own /= "leaflet.pdf"
    own.write_text("mine")

    _, err = run("--all", status=1)

    place = Path("src/_build/editions/june/html")
    assert f"commspolicy: june: “{place}” was not made by a build" in err
    assert "1 of 3 editions could not be made: june" in err
    assert own.read_text() == "mine"
    assert made() == {"june", "owen", "teo"}
    equals_clean(handbook, "owen", "html", "html")


def test_an_edition_that_cannot_be_put_in_its_place_does_not_stop_the_others(
    handbook: Handbook,
) -> None:
    place = Path("src/_build/editions/june")
    place.parent.mkdir(parents=True)
    place.write_text("a file")
    _, err = run("--all", status=1)
    assert f"commspolicy: june: “{place}” is a file" in err
    assert place.read_text() == "a file"
    assert made() == {"june", "owen", "teo"}
    equals_clean(handbook, "teo", "html", "html")


@pytest.mark.usefixtures("handbook")
def test_two_runs_at_the_same_place_do_not_disturb_each_other() -> None:
    process = subprocess.Popen(
        [*COMMAND, "--all"], env={**os.environ, "WAITS": "owen"}, start_new_session=True
    )
    deadline = time.monotonic() + 120
    while "june" not in finished() and time.monotonic() < deadline:
        time.sleep(0.05)
    try:
        _, err = run("--all", status=1)
        assert "Another run is making these editions now." in err
        run("--all", "--shard", "2/2")  # another share may be made at the same time
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def test_all_shares_together_are_all_editions(handbook: Handbook) -> None:
    run("--all", "--shard", "1/2")
    first = made()
    run("--all", "--shard", "2/2")
    assert first == {"june", "teo"}
    assert made() == {"june", "owen", "teo"}
    for name in ("june", "owen"):
        equals_clean(handbook, name, "html", "html")
    shutil.rmtree("src/_build")
    run("--all", "--shard", "3/5")
    run("--all", "--shard", "4/5")
    assert made() == {"teo"}


WORKFLOW = Path(__file__).parent.parent / "docs/examples/editions.yml"


def test_the_workflow_of_the_manual_makes_every_edition_once(handbook: Handbook) -> None:
    workflow = yaml.safe_load(WORKFLOW.read_text("utf-8"))
    job = workflow["jobs"]["handbooks"]
    shards = job["strategy"]["matrix"]["shard"]
    (command,) = (
        step["run"] for step in job["steps"] if step.get("run", "").startswith("commspolicy ")
    )
    assert f"}}}}/{len(shards)} " in command
    handbook.src.rename("handbook")
    results: list[str] = []
    for shard in shards:
        words = shlex.split(command.replace("${{ matrix.shard }}", str(shard)))
        done = subprocess.run(
            [*COMMAND[:-2], *words[1:], "-q"],
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        )
        results += done.stdout.splitlines()
    (folder,) = (step["with"]["path"] for step in job["steps"] if "upload" in step.get("uses", ""))
    assert sorted(results) == [
        f"{folder}/{name}/{file}"
        for name in ("june", "owen", "teo")
        for file in ("html/index.html", f"pdf/elmstreettherapy-{name}.pdf")
    ]


def test_the_manual_names_every_situation() -> None:
    page = (WORKFLOW.parent.parent / "howto/editions.rst").read_text("utf-8")
    assert [name for name in SITUATIONS if f"``{name}``" not in page] == []


def test_shares_are_disjoint_complete_and_even() -> None:
    every = [Edition(f"c{number:03}", "") for number in range(23)]
    shares = [Share(number, 5).take(list(reversed(every))) for number in range(1, 6)]
    assert sorted(edition for share in shares for edition in share) == every
    assert {len(share) for share in shares} == {4, 5}


@pytest.mark.usefixtures("handbook")
def test_who_is_not_here_any_more_has_no_edition_unless_asked_for() -> None:
    source = load(Path("src/practice.yaml"))
    policy = source.policy()
    import datetime as dt

    day = dt.date(2026, 11, 2)
    assert [one.name for one in editions(policy, day, everybody=True)] == ["june", "owen", "teo"]
    assert [one.name for one in editions(policy, day, clinicians=["una"])] == ["una"]
    with pytest.raises(UnknownEdition):
        editions(policy, day, clinicians=["nobody"])
