"""A build after an edit gives what a build from nothing gives, and does no more than it must."""

from __future__ import annotations

import json
import os
import pickle
import re
import shutil
from typing import TYPE_CHECKING

import pytest
from handbook import OWEN, Handbook, contents
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from sphinx.cmd.build import build_main

from sphinx_commspolicy import crisis_services
from sphinx_commspolicy.ending import PracticeDataError
from sphinx_commspolicy.invalidate import RECORD_NAME, UNFINISHED_NAME

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sphinx_commspolicy.model.crisis import CountryServices

BUILDERS = ("html", "dirhtml", "singlehtml", "latex", "text")
JOINED = {"singlehtml", "latex"}
"""Builders that write every page on every build."""
NUMBER, OTHER_NUMBER = "555-0144", "555-0199"

posix_only = pytest.mark.skipif(os.name != "posix", reason="needs to fork")


@pytest.fixture
def handbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Handbook:
    monkeypatch.chdir(tmp_path)
    return Handbook.create(tmp_path)


# ---- a value changes


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("builder", BUILDERS)
def test_a_changed_number_is_on_every_page_as_after_a_clean_build(
    handbook: Handbook, builder: str, jobs: int
) -> None:
    handbook.build(builder, jobs=jobs)
    handbook.assert_clean(builder)

    handbook.replace("practice.yaml", NUMBER, OTHER_NUMBER)
    build = handbook.build(builder, jobs=jobs)

    assert build.read == []
    assert build.warnings == ""
    handbook.assert_clean(builder)
    pages = b"".join(contents(handbook.out / builder).values())
    assert b"0199" in pages
    assert b"0144" not in pages


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("builder", ["html", "text"])
def test_only_pages_that_show_a_changed_number_are_written(
    handbook: Handbook, builder: str, jobs: int
) -> None:
    handbook.build(builder, jobs=jobs)
    before = {path: path.stat().st_mtime_ns for path in (handbook.out / builder).glob("*.*")}

    handbook.replace("practice.yaml", NUMBER, OTHER_NUMBER)
    build = handbook.build(builder, jobs=jobs)

    # Sphinx itself writes the page with the table of contents again
    assert build.read == []
    assert build.written == ["index", "reach"]
    untouched = {path.stem for path, age in before.items() if age == path.stat().st_mtime_ns}
    assert {"people", "prose", "times"} <= untouched


@pytest.mark.parametrize("builder", ["html", "dirhtml", "text"])
def test_a_build_without_a_change_reads_and_writes_nothing(
    handbook: Handbook, builder: str
) -> None:
    handbook.append("prose.rst", "A term with :turnaround:`practice`\n   In a list.\n")
    handbook.build(builder)

    build = handbook.build(builder)

    assert (build.read, build.written) == ([], [])


def test_a_file_saved_without_a_change_writes_nothing(handbook: Handbook) -> None:
    handbook.build()
    handbook.touch("practice.yaml")
    handbook.touch("clinicians/owen.yaml")

    build = handbook.build()

    assert (build.read, build.written) == ([], [])


def test_a_comment_in_the_data_writes_nothing(handbook: Handbook) -> None:
    handbook.build()
    handbook.write("practice.yaml", "# a new first line\n" + handbook.read("practice.yaml"))

    assert handbook.build().written == []


def test_words_that_are_gone_are_gone_from_the_search(handbook: Handbook) -> None:
    handbook.replace("practice.yaml", "Anything urgent.", "Xylophones.")
    handbook.build()
    assert "xylophon" in handbook.page("searchindex", suffix=".js")

    handbook.replace("practice.yaml", "Xylophones.", "Accordions.")
    handbook.build()

    assert "xylophon" not in handbook.page("searchindex", suffix=".js")
    assert "accordion" in handbook.page("searchindex", suffix=".js")


@pytest.mark.parametrize("source_date_epoch", [False, True])
@pytest.mark.parametrize("builder", ["html", "latex", "text"])
def test_two_builds_of_the_same_sources_are_the_same(
    handbook: Handbook,
    builder: str,
    source_date_epoch: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if source_date_epoch:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1793600000")
        handbook.replace("conf.py", 'commspolicy_today = "2026-11-02"', "")
    assert handbook.clean(builder) == handbook.clean(builder, jobs=2)


# ---- every kind of edit


def _delete_practice(handbook: Handbook) -> None:
    handbook.remove("practice.yaml")


def _remove_text_method(handbook: Handbook) -> None:
    text = handbook.read("practice.yaml")
    handbook.write("practice.yaml", re.sub(r"  text:\n.*?(?=  email:)", "", text, flags=re.DOTALL))
    handbook.write("clinicians/owen.yaml", "name: Owen Reyes\n")


def _rename_clinician(handbook: Handbook) -> None:
    handbook.remove("clinicians/owen.yaml")
    handbook.write("clinicians/opal.yaml", OWEN)


def _move_block(handbook: Handbook) -> None:
    handbook.replace("reach.rst", ".. contact-method:: text\n", "")
    handbook.append("prose.rst", ".. contact-method:: text\n")


def _describe_twice(handbook: Handbook) -> None:
    # “about” comes before “reach”, so that references go there
    handbook.write("about.rst", "About\n=====\n\n.. contact-method:: text\n")
    handbook.replace("index.rst", "reach\n", "reach\n   about\n")


def _add_page(handbook: Handbook) -> None:
    handbook.write("zebra.rst", "Zebra\n=====\n\n:contact:`text` and :method-ref:`phone`.\n")
    handbook.replace("index.rst", "reach\n", "reach\n   zebra\n")


def _remove_page(handbook: Handbook) -> None:
    handbook.replace("index.rst", "   reach\n", "")
    handbook.remove("reach.rst")


def _swap(name: str, old: str, new: str) -> Callable[[Handbook], None]:
    return lambda handbook: handbook.replace(name, old, new)


EDITS: dict[str, tuple[Callable[[Handbook], None], set[str]]] = {
    "number": (_swap("practice.yaml", NUMBER, OTHER_NUMBER), set()),
    "name of a method": (_swap("practice.yaml", "Text message", "Texting"), set()),
    "words with a role": (
        _swap("practice.yaml", "Anything urgent.", "No *urgent* words; see :contact:`phone`."),
        set(),
    ),
    "turnaround": (_swap("practice.yaml", "{value: 1,", "{value: 2,"), set()),
    "hours": (_swap("practice.yaml", "Mo-Fr 09:00", "Mo-Fr 08:00"), set()),
    "closure": (_swap("practice.yaml", "2026-12-31", "2027-01-02"), set()),
    "country": (_swap("practice.yaml", "country: US\n", "country: CA\n"), set()),
    "method no longer used": (
        _swap("practice.yaml", "system: sms", "system: sms\n    status: not_used"),
        set(),
    ),
    "method removed": (_remove_text_method, set()),
    "clinician's own number": (_swap("clinicians/owen.yaml", "0188", "0189"), set()),
    "clinician's file removed": (lambda book: book.remove("clinicians/owen.yaml"), set()),
    "clinician's file renamed": (_rename_clinician, set()),
    "clinician's file added": (
        lambda book: book.write("clinicians/rosa.yaml", "name: Rosa Ibarra\n"),
        set(),
    ),
    "all data deleted": (_delete_practice, set()),
    "prose": (_swap("prose.rst", "Zebra", "Giraffe"), {"prose"}),
    "title": (_swap("prose.rst", "Only prose\n==", "Prose alone\n==="), {"prose"}),
    "page's clinician": (
        _swap("people.rst", ":clinician: owen\n\nOwen", ":clinician: june\n\nOwen"),
        {"people"},
    ),
    "directive": (_swap("reach.rst", "phone\n", "email\n"), {"reach"}),
    "block moved": (_move_block, {"prose", "reach"}),
    "block described twice": (_describe_twice, {"about", "index"}),
    "page added": (_add_page, {"index", "zebra"}),
    "page removed": (_remove_page, {"index"}),
    "order of pages": (
        _swap("index.rst", "   reach\n   times\n", "   times\n   reach\n"),
        {"index"},
    ),
    "numbered sections": (
        _swap("index.rst", "toctree::\n", "toctree::\n   :numbered:\n"),
        {"index"},
    ),
}
"""For each kind of edit: what is done, and which pages have to be read because of it."""


@pytest.mark.parametrize("kind", EDITS)
def test_after_this_edit_and_back_again_the_output_is_that_of_a_clean_build(
    handbook: Handbook, kind: str
) -> None:
    handbook.append("reach.rst", ".. crisis-help::\n\n.. clinicians::\n")
    handbook.write("all.rst", ":orphan:\n\nAll\n===\n\n.. contact-methods::\n\n:any:`text`\n")
    edit, read = EDITS[kind]
    handbook.build("html")
    handbook.build("text")
    before = {path: path.read_bytes() for path in handbook.src.rglob("*.*")}
    outputs = contents(handbook.out)

    edit(handbook)
    build = handbook.build("html")
    assert set(build.read) == read
    handbook.build("text")
    handbook.assert_clean("html", gone=["reach"] if kind == "page removed" else [])
    handbook.assert_clean("text", gone=["reach"] if kind == "page removed" else [])

    if kind == "numbered sections":
        return  # Sphinx itself keeps the numbers of pages that it does not read again
    for path in set(handbook.src.rglob("*.*")) - set(before):
        path.unlink()
    for path, content in before.items():
        if not path.exists() or path.read_bytes() != content:
            handbook.write(path.relative_to(handbook.src).as_posix(), content.decode())
    handbook.build("text")
    handbook.build("html", jobs=2)
    found = contents(handbook.out)
    assert {name: found.get(name) for name in outputs} == outputs


@pytest.mark.parametrize(
    ("config", "written"),
    [
        ({"commspolicy_today": "2026-12-20"}, {"times"}),
        ({"commspolicy_clinician": "owen"}, {"reach", "times"}),
        ({"commspolicy_url_schemes": ["https", "mailto"]}, {"reach", "people"}),
        ({"smartquotes": False}, set()),
    ],
)
@pytest.mark.parametrize("builder", ["html", "text"])
def test_a_changed_setting_gives_what_a_clean_build_gives(
    handbook: Handbook, builder: str, config: dict[str, object], written: set[str]
) -> None:
    handbook.build(builder)

    build = handbook.build(builder, config=config)
    assert written <= set(build.written)
    handbook.assert_clean(builder, config=config)

    handbook.build(builder)
    handbook.assert_clean(builder)


def test_another_day_writes_only_pages_with_dated_examples(handbook: Handbook) -> None:
    handbook.append("reach.rst", ".. reply-examples::\n")
    handbook.replace("people.rst", ".. clinician:: owen\n", "")  # it says when he is away
    handbook.build()

    build = handbook.build(config={"commspolicy_today": "2026-12-20"})

    assert build.read == []
    assert build.written == ["index", "times"]
    # within the winter break the plain examples do not hold
    assert "reach" in handbook.build(config={"commspolicy_today": "2026-12-26"}).written
    handbook.assert_clean(config={"commspolicy_today": "2026-12-26"})


def test_another_edition_shows_its_clinicians_facts_without_reading_a_page(
    handbook: Handbook,
) -> None:
    handbook.build()
    build = handbook.build(config={"commspolicy_clinician": "owen"})

    assert build.read == []
    assert "555-0188" in handbook.page("reach")


@pytest.mark.parametrize("kind", [list, tuple, set])
def test_schemes_written_as_any_collection_do_not_write_everything_each_time(
    handbook: Handbook, kind: type
) -> None:
    handbook.config["commspolicy_url_schemes"] = kind(["https", "tel", "sms", "mailto"])
    handbook.build()

    assert handbook.build().written == []


def test_new_crisis_data_in_the_package_reach_the_pages(
    handbook: Handbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    handbook.append("prose.rst", ".. crisis-help::\n\nCall :crisis:`us-988`.\n")
    handbook.build()
    load = crisis_services.load_country

    def renamed(country: str) -> CountryServices | None:
        known = load(country)
        assert known is not None
        line = known.services["us-988"].model_copy(update={"name": "Another Lifeline"})
        return known.model_copy(update={"services": {**known.services, "us-988": line}})

    monkeypatch.setattr(crisis_services, "load_country", renamed)
    build = handbook.build()

    assert build.read == []
    assert build.written == ["index", "prose"]
    assert "Another Lifeline" in handbook.page("prose")
    handbook.assert_clean()


def test_a_new_wording_of_the_product_reaches_pages_and_titles(handbook: Handbook) -> None:
    handbook.append("prose.rst", ".. _hours:\n\nHours: :hours:`practice`\n------------\n\nText.\n")
    handbook.config["locale_dirs"] = ["locales"]
    handbook.build()
    folder = "locales/en/LC_MESSAGES/commspolicy.po"
    handbook.write(
        folder,
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "{days}, {times}"\nmsgstr "{days} at {times}"\n',
    )

    build = handbook.build()
    if "Friday at 9am" not in handbook.page("reach"):
        pytest.fail(handbook.page("reach"))

    assert build.read == ["prose"]
    assert "Friday at 9am" in handbook.page("prose")
    handbook.assert_clean()


# ---- builders and folders


def test_a_change_that_another_builder_has_seen_first_is_not_lost(handbook: Handbook) -> None:
    for builder in BUILDERS:
        handbook.build(builder)
    handbook.replace("practice.yaml", NUMBER, OTHER_NUMBER)

    for builder in reversed(BUILDERS):
        assert handbook.build(builder).read == []
        handbook.assert_clean(builder)


def test_a_directive_in_an_included_file_reaches_the_pages_of_every_builder(
    handbook: Handbook,
) -> None:
    handbook.write("part.txt", ".. contact-method:: email\n")
    handbook.append("prose.rst", ".. include:: part.txt\n")
    handbook.build("html")
    handbook.build("text")
    handbook.write("part.txt", ".. contact-method:: fax\n")

    handbook.build("text")
    handbook.build("html")
    handbook.assert_clean("text")
    handbook.assert_clean("html")


def test_a_builder_that_writes_into_the_folder_of_another_leaves_nothing_stale(
    handbook: Handbook,
) -> None:
    handbook.build("html", out="out/html")
    handbook.build("dirhtml", out="out/html")
    handbook.replace("practice.yaml", NUMBER, OTHER_NUMBER)
    handbook.build("dirhtml", out="out/html")

    handbook.build("html", out="out/html")

    assert OTHER_NUMBER in handbook.page("reach")
    assert OTHER_NUMBER in handbook.page("reach/index")


def test_a_page_named_on_the_command_line_leaves_the_others_to_the_next_build(
    handbook: Handbook,
) -> None:
    handbook.append("prose.rst", "Send a text to :contact:`text`.\n")
    handbook.append("times.rst", "Send a text to :contact:`text`.\n")
    handbook.build()
    handbook.replace("practice.yaml", NUMBER, OTHER_NUMBER)

    build = handbook.build(filenames=["prose.rst"])
    assert "reach" not in build.written
    assert OTHER_NUMBER in handbook.page("prose")
    assert NUMBER in handbook.page("reach")

    build = handbook.build()
    assert {"reach", "times"} <= set(build.written)
    assert "prose" not in build.written
    handbook.assert_clean()


def test_a_first_build_of_one_page_does_not_count_as_a_build_of_all(handbook: Handbook) -> None:
    handbook.build(filenames=["times.rst"])
    handbook.build()
    handbook.assert_clean()


def test_an_output_folder_that_was_emptied_is_filled_again(handbook: Handbook) -> None:
    handbook.build()
    shutil.rmtree(handbook.out / "html")
    handbook.build()
    handbook.assert_clean()


@pytest.mark.parametrize("record", ["", "{", "[]", '{"pages": {"reach": 1}}', '{"pages": []}'])
def test_an_unreadable_record_costs_time_but_not_correctness(
    handbook: Handbook, record: str
) -> None:
    handbook.build()
    (handbook.out / "html" / RECORD_NAME).write_text(record, "utf-8")
    handbook.replace("practice.yaml", NUMBER, OTHER_NUMBER)

    handbook.build()
    handbook.assert_clean()


def test_an_output_folder_tells_no_reader_what_the_data_hold(handbook: Handbook) -> None:
    handbook.build()
    assert not (handbook.out / "html" / UNFINISHED_NAME).exists()
    assert NUMBER not in (handbook.out / "html" / RECORD_NAME).read_text("utf-8")


@pytest.mark.parametrize("builder", sorted(JOINED))
def test_a_builder_of_single_files_remembers_every_page_it_has_joined(
    handbook: Handbook, builder: str
) -> None:
    handbook.build(builder)
    record = (handbook.out / builder / RECORD_NAME).read_text("utf-8")
    assert sorted(json.loads(record)["pages"]) == ["index", "people", "prose", "reach", "times"]


def test_a_handbook_without_any_fact_keeps_no_record(handbook: Handbook) -> None:
    for name in ("reach", "times", "people"):
        handbook.write(f"{name}.rst", "Title\n=====\n\nText.\n")
    handbook.build()
    handbook.replace("practice.yaml", NUMBER, OTHER_NUMBER)

    assert handbook.build().written == []
    assert not (handbook.out / "html" / RECORD_NAME).exists()


# ---- builds that end badly


@posix_only
@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("page", ["index", "times"])
def test_a_build_killed_half_way_leaves_no_wrong_number_when_the_data_change_back(
    handbook: Handbook, page: str, jobs: int
) -> None:
    handbook.append("index.rst", "Send a text to :contact:`text`.\n")
    handbook.append("times.rst", "Send a text to :contact:`text`.\n")
    handbook.build()
    handbook.replace("practice.yaml", NUMBER, OTHER_NUMBER)
    handbook.kill_while_writing(page, jobs=jobs)

    handbook.replace("practice.yaml", OTHER_NUMBER, NUMBER)
    handbook.build()

    handbook.assert_clean()
    assert handbook.build().written == []


@posix_only
def test_a_build_killed_half_way_is_completed_by_the_next(handbook: Handbook) -> None:
    handbook.build()
    handbook.replace("practice.yaml", NUMBER, OTHER_NUMBER)
    handbook.replace("prose.rst", "Zebra", "Giraffe")
    handbook.replace("prose.rst", "Only prose\n==", "Prose alone\n===")
    handbook.kill_while_writing("reach")

    handbook.build()
    handbook.assert_clean()


@posix_only
def test_words_written_by_a_killed_build_are_found_by_the_search(handbook: Handbook) -> None:
    handbook.build()
    handbook.replace("prose.rst", "Zebra", "Giraffe")
    handbook.touch("reach.rst")
    handbook.kill_while_writing("reach")  # which comes after “prose”
    assert "Giraffe" in handbook.page("prose")

    handbook.build()
    assert "giraff" in handbook.page("searchindex", suffix=".js")
    handbook.assert_clean()


@posix_only
@pytest.mark.parametrize("other", ["pseudoxml", "gettext"])
def test_another_builder_in_the_folder_of_a_killed_build_does_not_hide_it(
    handbook: Handbook, other: str
) -> None:
    handbook.append("index.rst", "Send a text to :contact:`text`.\n")
    handbook.build()
    handbook.replace("practice.yaml", NUMBER, OTHER_NUMBER)
    handbook.kill_while_writing("reach")
    handbook.replace("practice.yaml", OTHER_NUMBER, NUMBER)
    handbook.build(other, out="out/html", doctrees=f"{other}-doctrees")

    handbook.build()
    assert OTHER_NUMBER not in handbook.page("index")


@pytest.mark.parametrize("back", [False, True])
def test_a_build_that_ends_with_an_error_is_completed_by_the_next(
    handbook: Handbook, back: bool
) -> None:
    handbook.append("index.rst", "Send a text to :contact:`text`.\n")
    handbook.build()
    handbook.replace("practice.yaml", NUMBER, OTHER_NUMBER)

    def fail(_app: object, _tree: object, name: str) -> None:
        if name == "reach":
            raise ZeroDivisionError

    with pytest.raises(Exception, match=r"ZeroDivisionError|Handler"):
        handbook.build(prepare=lambda app: app.connect("doctree-resolved", fail))
    if back:
        handbook.replace("practice.yaml", OTHER_NUMBER, NUMBER)

    handbook.build()
    handbook.assert_clean()


def test_data_that_cannot_be_used_end_the_build_and_change_nothing(
    handbook: Handbook, capsys: pytest.CaptureFixture[str]
) -> None:
    handbook.build()
    before = contents(handbook.out), contents(handbook.folder / "doctrees")
    handbook.replace("practice.yaml", "system: sms", "system: telepathy")
    handbook.append("clinicians/owen.yaml", "languages: [klingon]\n")
    handbook.replace("practice.yaml", "first: phone", "first: pigeon")
    arguments = ("-b", "html", "-d", handbook.folder / "doctrees", handbook.src)

    with pytest.raises(SystemExit) as ended:
        build_main([*map(str, arguments), str(handbook.out / "html")])

    errors = capsys.readouterr().err
    assert ended.value.code == 2
    assert "Traceback" not in errors
    for wrong in ("telepathy", "klingon", "pigeon"):
        assert wrong in errors
    assert re.search(r"practice\.yaml:\d+:\d+: ERROR: ", errors)
    assert re.search(r"owen\.yaml:\d+:\d+: ERROR: ", errors)
    assert before == (contents(handbook.out), contents(handbook.folder / "doctrees"))


def test_data_that_were_repaired_build_as_if_nothing_had_happened(handbook: Handbook) -> None:
    handbook.build()
    handbook.replace("practice.yaml", "system: sms", "system: telepathy")
    with pytest.raises(PracticeDataError, match="telepathy"):
        handbook.build()
    handbook.replace("practice.yaml", "system: telepathy", "system: sms")

    assert handbook.build().written == []
    handbook.assert_clean()


def test_an_edition_for_nobody_is_refused_with_the_nearest_name(handbook: Handbook) -> None:
    with pytest.raises(PracticeDataError, match="Did you mean “owen”"):
        handbook.build(config={"commspolicy_clinician": "owne"})


def test_a_practice_file_that_is_named_but_missing_ends_the_build(handbook: Handbook) -> None:
    with pytest.raises(PracticeDataError, match=r"facts\.yaml.*does not exist"):
        handbook.build(config={"commspolicy_practice": "facts.yaml"})


# ---- what is missing


def test_a_method_that_was_removed_is_visibly_missing_and_its_links_still_lead_there(
    handbook: Handbook,
) -> None:
    handbook.build()
    _remove_text_method(handbook)

    build = handbook.build()

    assert build.read == []
    assert "commspolicy-missing" in handbook.page("reach")
    assert 'id="method-text"' in handbook.page("reach")
    assert 'href="reach.html#method-text"' in handbook.page("times")
    assert build.warnings.count("there is no method “text”") == 2  # on two pages


def test_a_warning_names_the_line_of_the_page_and_the_place_in_the_data(
    handbook: Handbook,
) -> None:
    handbook.append("prose.rst", "One.\n\nText :contact:`texts` now.\n\n.. contact-method:: fone\n")

    warnings = handbook.build().warnings

    (role,) = [line for line in warnings.splitlines() if "texts" in line]
    (block,) = [line for line in warnings.splitlines() if "fone" in line]
    place = re.escape("practice.yaml:6")
    assert re.search(rf"prose\.rst:8: WARNING: .*Did you mean “text”\?.*{place}", role)
    assert re.search(rf"prose\.rst:10: WARNING: .*Did you mean “phone”\?.*{place}", block)


def test_deleted_data_are_reported_and_come_back(handbook: Handbook) -> None:
    handbook.build()
    practice = handbook.read("practice.yaml")
    handbook.remove("practice.yaml")

    build = handbook.build()
    assert "practice.yaml" in build.warnings
    assert NUMBER not in handbook.page("reach")
    assert handbook.build().written == []

    handbook.write("practice.yaml", practice)
    build = handbook.build()
    assert (build.read, build.warnings) == ([], "")
    handbook.assert_clean()


# ---- caches


@pytest.mark.parametrize("jobs", [1, 2])
def test_no_fact_is_kept_in_what_sphinx_has_read(handbook: Handbook, jobs: int) -> None:
    handbook.build(jobs=jobs)
    cached = contents(handbook.folder / "doctrees")
    environment = (handbook.folder / "doctrees" / "environment.pickle").read_bytes()

    for content in (*cached.values(), environment):
        assert b"555-01" not in content
        assert b"Text message" not in content
    assert pickle.loads(environment).domaindata["comms"]["uses"]


# ---- any sequence of edits


class Editing(RuleBasedStateMachine):
    """Somebody works on a handbook, in any order, and now and then the power fails."""

    handbook: Handbook
    folder: Path

    @initialize()
    def begin(self) -> None:
        import tempfile
        from pathlib import Path

        self.folder = Path(tempfile.mkdtemp())
        self.handbook = Handbook.create(self.folder)
        self.handbook.replace("index.rst", ".. toctree::", ".. toctree::\n   :glob:\n")
        self.handbook.replace("index.rst", "   prose\n", "   prose\n   extra*\n")
        self.handbook.append(
            "prose.rst", ".. _write:\n\nText :contact:`text`\n--------------\n\nWrite.\n"
        )
        self.gone: set[str] = set()
        self.builds = 0

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            shutil.rmtree(self.folder)

    @rule(last=st.sampled_from("0123"), first=st.sampled_from(["Text", "Texting"]))
    def change_the_data(self, last: str, first: str) -> None:
        text = self.handbook.read("practice.yaml")
        text = re.sub(r"555-014\d\n    keep", f"555-014{last}\n    keep", text)
        self.handbook.write(
            "practice.yaml", re.sub(r"Text(ing)? message", f"{first} message", text)
        )

    @rule(word=st.sampled_from(["Zebra", "Giraffe", "See :ref:`write`", ":any:`text`"]))
    def change_the_prose(self, word: str) -> None:
        text = self.handbook.read("times.rst").partition("\nLast:")[0]
        self.handbook.write("times.rst", f"{text}\nLast: {word}.\n")

    @rule(title=st.sampled_from(["People", "Who we are"]))
    def change_a_title(self, title: str) -> None:
        text = self.handbook.read("people.rst")
        new = re.sub(r"(owen\n\n).*\n=+\n", rf"\1{title}\n{'=' * 12}\n", text)
        self.handbook.write("people.rst", new)

    @rule(number=st.sampled_from("12"), kind=st.sampled_from(["phone", "text"]))
    def add_a_page(self, number: str, kind: str) -> None:
        self.handbook.write(f"extra{number}.rst", f"Extra\n=====\n\n.. contact-method:: {kind}\n")
        self.gone.discard(f"extra{number}")

    @rule(number=st.sampled_from("12"))
    def remove_a_page(self, number: str) -> None:
        if (self.handbook.src / f"extra{number}.rst").exists():
            self.handbook.remove(f"extra{number}.rst")
            self.gone.add(f"extra{number}")

    @rule(name=st.sampled_from(["practice.yaml", "reach.rst"]))
    def save_without_a_change(self, name: str) -> None:
        self.handbook.touch(name)

    @rule(builder=st.sampled_from(["html", "text"]), jobs=st.sampled_from([1, 1, 2]))
    def build(self, builder: str, jobs: int) -> None:
        self.handbook.build(builder, jobs=jobs)
        self.handbook.assert_clean(builder, gone=self.gone)

    @rule(builder=st.sampled_from(["html", "text"]), page=st.sampled_from(["reach", "times"]))
    def build_one_page(self, builder: str, page: str) -> None:
        self.handbook.build(builder, filenames=[f"{page}.rst"])

    @precondition(lambda _: os.name == "posix")
    @rule(builder=st.sampled_from(["html", "text"]), page=st.sampled_from(["reach", "times"]))
    def power_fails(self, builder: str, page: str) -> None:
        self.handbook.touch(f"{page}.rst")  # so that it will be written
        self.handbook.kill_while_writing(page, builder)


TestEditing = Editing.TestCase
TestEditing.settings = settings(
    max_examples=12,
    stateful_step_count=14,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
