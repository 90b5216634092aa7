"""The example handbook: sound data, plain words, no fact typed twice, and a build for everybody."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sphinx_commspolicy import json_schema
from sphinx_commspolicy.directives import DIRECTIVES
from sphinx_commspolicy.effective import PRACTICE, PolicySource
from sphinx_commspolicy.loading import load
from sphinx_commspolicy.model.policy import Policy, sections

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SITE = Path(__file__).parent.parent / "example_site"
PAGES = sorted(path.relative_to(SITE).as_posix() for path in SITE.rglob("*.rst"))
DATA = [SITE / "practice.yaml", *sorted((SITE / "clinicians").glob("*.yaml"))]

ROLES = (
    "contact",
    "turnaround",
    "clinician",
    "practice",
    "hours",
    "crisis",
    "fact",
    "method-ref",
    "need-ref",
    "clinician-ref",
)
GRADE_LIMIT = 8.0
CRISIS_GRADE_LIMIT = 6.0
CRISIS_PAGE = "emergencies.rst"
FIRST_PAGES = ("index.rst", "reach-us.rst")

BUILDERS = (
    "html",
    "singlehtml",
    "epub",
    "latex",
    "man",
    "gettext",
    "typstpdf",
)  # "text" is the fixture
# the theme of this package is in conf.py
THEMES = ("alabaster", "furo", "sphinx_rtd_theme", "pydata_sphinx_theme")


def _read(page: str) -> str:
    return (SITE / page).read_text("utf-8")


# ---- the data ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def source() -> PolicySource:
    return load(SITE / "practice.yaml")


def test_the_data_load_for_every_scope(source: PolicySource) -> None:
    names = [scope.name for scope in source.scopes()]
    assert names == ["", "dbt", "june", "owen", "priya", "rosa", "teo", "teen", "couple"]
    for scope in source.scopes():
        assert source.policy(scope).practice.name == "Alder Street Counseling"


def test_every_section_of_the_model_is_used(source: PolicySource) -> None:
    policies = [source.policy(scope) for scope in source.scopes()]
    unused = [
        name
        for name in sections()
        if all(getattr(p, name) == Policy.model_fields[name].default for p in policies)
    ]
    assert not unused


def test_the_clinicians_differ(source: PolicySource) -> None:
    practice = source.policy(PRACTICE)
    by_name = {s.name: source.policy(s) for s in source.scopes() if s.kind == "clinician"}
    assert {p.turnaround for p in by_name.values() if p.turnaround != practice.turnaround}
    assert len({p.calendar.hours for p in by_name.values()}) > 2
    assert len({p.methods["text"].status for p in by_name.values()}) > 1
    assert "coaching-line" in by_name["teo"].methods
    assert "coaching-line" not in practice.methods


def test_methods_that_are_not_used_say_what_to_do(source: PolicySource) -> None:
    for scope in source.scopes():
        methods = source.policy(scope).methods
        for name, method in methods.items():
            if method.status == "not_used":
                assert method.if_tried, (scope, name)
                assert method.instead, (scope, name)
                assert methods[method.instead].usable, (scope, name)


def test_needs_lead_to_methods_that_can_be_used(source: PolicySource) -> None:
    for scope in source.scopes():
        policy = source.policy(scope)
        for name, need in policy.needs.items():
            for route in (need.first, need.second):
                if route in policy.methods:
                    assert policy.methods[route].usable, (scope, name, route)


@pytest.mark.parametrize("path", [*DATA, *(SITE / page for page in PAGES)], ids=lambda p: p.name)
def test_numbers_and_addresses_are_reserved_for_samples(path: Path) -> None:
    text = path.read_text("utf-8")
    phones = re.findall(r"\(?\b\d{3}\)?[ .-]\d{3}[ .-]\d{4}\b", text)
    assert [number for number in phones if not re.search(r"555-01\d\d$", number)] == []
    hosts = re.findall(r"(?:https?://|[\w.+]@)([\w-]+(?:\.[\w-]+)+)", text)
    assert [host for host in hosts if not re.fullmatch(r"(.*\.)?example\.org", host)] == []
    if path.name == "practice.yaml":
        assert phones, "the pattern found no number at all"
        assert hosts, "the pattern found no address at all"


@pytest.mark.parametrize(
    ("name", "schema"),
    [("practice", json_schema.policy_schema), ("clinician", json_schema.clinician_schema)],
)
def test_the_schema_beside_the_data_is_the_current_one(
    name: str, schema: Callable[[], json_schema.Schema]
) -> None:
    # made with "commspolicy schema", see the head of practice.yaml
    assert (SITE / f"{name}.schema.json").read_text("utf-8") == json_schema.to_text(schema())
    folder = "../" if name == "clinician" else ""
    for path in DATA[1:] if name == "clinician" else DATA[:1]:
        head = f"# yaml-language-server: $schema={folder}{name}.schema.json\n"
        assert path.read_text("utf-8").startswith(head)


# ---- the sources ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(DIRECTIVES))
def test_every_directive_is_used(name: str) -> None:
    pattern = re.compile(rf"^\s*\.\. (?:comms:)?{re.escape(name)}::", re.MULTILINE)
    assert any(pattern.search(_read(page)) for page in PAGES)


@pytest.mark.parametrize("name", ROLES)
def test_every_role_is_used(name: str) -> None:
    pattern = re.compile(rf"(?<![\w:-]):(?:comms:)?{re.escape(name)}:`[^`]+`")
    assert any(pattern.search(_read(page)) for page in PAGES)


@pytest.mark.parametrize("page", FIRST_PAGES)
def test_help_in_a_crisis_stands_first(page: str) -> None:
    body = re.split(r"^=+$", _read(page), maxsplit=1, flags=re.MULTILINE)[1]
    assert body.lstrip().startswith(".. crisis-help::\n   :form: short\n")


_WAYS = re.compile(r"^\.\. (?:contact-method|need-route)s?::", re.MULTILINE)
_HELP = re.compile(r"^\.\. crisis-help::|:ref:`emergencies`|:crisis:`", re.MULTILINE)


@pytest.mark.parametrize("page", [page for page in PAGES if _WAYS.search(_read(page))])
def test_pages_with_ways_to_write_lead_to_help_in_a_crisis(page: str) -> None:
    assert _HELP.search(_read(page))


@pytest.mark.parametrize("name", [path.stem for path in DATA[1:]])
def test_every_clinician_has_a_page(name: str) -> None:
    assert _read(f"our-clinicians/{name}.rst").startswith(f":clinician: {name}\n")


TYPED_FACTS = {
    "number": re.compile(r"\d[\d ().-]*"),
    "e-mail address": re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+"),
    "web address": re.compile(r"https?://|\bwww\.|\b[\w-]+\.(?:org|com|net)\b"),
    "length of time": re.compile(
        r"\b(?:one|two|three|four|five|ten|fifteen|twenty-four) (?:business |work)?(?:day|hour)s?\b"
    ),
    "time of the day": re.compile(r"\b(?:noon|midnight|o'clock)\b"),
}
ALLOWED = {"18"}
"""An age below which somebody is called a teen is no fact of the practice."""


def _prose(rst: str) -> Iterator[tuple[int, str]]:
    """Yield each line of prose with its number: no directives, options, labels, fields or roles."""
    for number, line in enumerate(rst.splitlines(), 1):
        if not re.match(r"\s*(?:\.\. |:[\w-]+:(?:\s|$))", line):
            yield number, re.sub(r":[\w:-]+:`[^`]*`", "", line)


def typed_facts(rst: str) -> list[str]:
    return [
        f"line {number}: {kind} {match.group().strip()!r}"
        for number, line in _prose(rst)
        for kind, pattern in TYPED_FACTS.items()
        for match in pattern.finditer(line)
        if match.group().strip(" .") not in ALLOWED
    ]


@pytest.mark.parametrize("page", PAGES)
def test_no_fact_is_typed_in_the_prose(page: str) -> None:
    assert typed_facts(_read(page)) == []


@pytest.mark.parametrize(
    "prose",
    [
        "Call us at 503-555-0140.",
        "Call us at (503) 555-0140.",
        "Call 988.",
        "Write to office@alderstreet.example.org.",
        "Go to alderstreet.example.org/hello.",
        "We answer within two business days.",
        "We answer within 24 hours.",
        "We are here from 9am.",
        ".. note::\n   :class: x\n\nCall 911.",
        ".. note::\n   :class: x\n\n   Call 911.",
    ],
)
def test_a_typed_fact_is_found(prose: str) -> None:
    assert typed_facts(prose)


def test_a_fact_from_the_data_is_no_typed_fact() -> None:
    head = ":clinician: a1\n\n.. _a2:\n\n.. x:: 7\n   :y: 8\n\n"
    assert typed_facts(head + "Call :contact:`line-2`, if under 18.\n") == []


# ---- the words of the built pages ----------------------------------------------------------------


def _build(
    builder: str, out: Path, doctrees: Path, *options: str
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-n", "-q", "-b", builder]
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "PYTHONWARNINGS": ""}
    return subprocess.run(
        [*command, "-d", str(doctrees), *options, str(SITE), str(out)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env=environment,
    )


@pytest.fixture(scope="module")
def built_text(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder with the pages as text; its sibling ``doctrees`` is what was read."""
    folder = tmp_path_factory.mktemp("example")
    done = _build("text", folder / "text", folder / "doctrees")
    assert done.returncode == 0, done.stderr
    return folder / "text"


_TABLE = re.compile(r"^\s*(?:\+[-=+]{3,}|\|.*\||=+(?: +=+)+\s*$)")
_RULE = re.compile(r"^\s*([=\-~*^#\"'])\1{2,}\s*$")
_ITEM = re.compile(r"^(\s*)(?:[*•-]|\d+\.)\s+")
_ADDRESS = re.compile(
    r"<[^>]*>"  # what a link leads to
    r"|[\w.+-]*@[\w.-]+\w"  # addresses and user names
    r"|(?:https?://)?\b(?:[\w-]+\.)+(?:org|com|net)\b[\w/.#-]*\w?"
)
_NUMBER = re.compile(r"\(?\+?\d[\d()./:\u00a0\u2010\u2011-]*(?: (?=\d))?(?:[\d-]+|am|pm)*")


def sentences(text: str, names: tuple[str, ...] = ()) -> list[str]:
    """Return the sentences of a page of the text builder.

    Left out are tables, headings, labels and lists of facts that are no sentences. Addresses and
    numbers count as one short word, and so does each of *names*.
    """
    found: list[str] = []
    for paragraph in _units(text):
        unit = _ADDRESS.sub("here", re.sub(r"\*+", "", paragraph))
        for name in sorted(names, key=len, reverse=True):
            unit = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "Ann", unit)
        unit = _NUMBER.sub("one", unit)
        if not re.search(r"[.?!][\"”)]?$", unit):
            continue  # a label, a name or a value
        found += [
            part.strip()
            for part in re.split(r"(?<=[.?!])[\"”)]?\s+", unit)
            if len(part.split()) > 1
        ]
    return found


def _units(text: str) -> Iterator[str]:
    """Yield each paragraph and each item of a list on one line, without headings and tables."""
    unit: list[str] = []
    indent = 0
    lines = text.splitlines()
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else ""
        depth = len(line) - len(line.lstrip())
        heading = bool(line.strip()) and bool(_RULE.match(following))
        apart = not line.strip() or heading or bool(_TABLE.match(line) or _RULE.match(line))
        item = _ITEM.match(line)
        if unit and (apart or item or depth != indent):
            yield " ".join(unit)
            unit = []
        if apart:
            continue
        words = line[item.end() :] if item else line.strip()
        indent = item.end() if item else depth
        unit.append(words.strip())
    if unit:
        yield " ".join(unit)


def _names(source: PolicySource) -> tuple[str, ...]:
    """Return names of people, places, services and methods that a reader meets as names."""
    policy = source.policy(PRACTICE)
    people = [clinician.name for clinician in policy.clinicians.values()]
    people += ["Dana Whitlock", "Linnea Brandt"]
    boards = [licence.board for c in policy.clinicians.values() for licence in c.licences]
    services = [*(source.services.services.values() if source.services else ())]
    services += policy.crisis.local.values()
    social = policy.social_media
    names = [
        policy.practice.name,
        policy.practice.legal_name,
        "Fernhollow General Hospital",
        "Fernhollow",
        "Fernpost",
        "Oregon",
        *people,
        *(part for name in people for part in name.split()),
        *boards,
        *(service.name for service in services),
        *(platform.name for platform in (social.platforms if social else {}).values()),
    ]
    return tuple(name for name in names if name)


_SILENT = re.compile(r"(?<![aeiouyl])e$|(?<=[aeiou]l)e$|(?<=[aeiou])e$")
_APART = re.compile(r"(?<![tscxg])i[aou]|(?<![qg])ua|ie[nt]|[aeouy]ing|e[ao]$|uie|eate|eal$")


def syllables(word: str) -> int:
    """Return how many syllables an English word has at most.

    No dictionary is at hand, so groups of vowels are counted: "asked" has two here. The grade that
    comes of it is too high, never too low.
    """
    letters = re.sub(r"[^a-z]", "", word.lower())
    spoken = _SILENT.sub("", letters)
    return max(1, len(re.findall(r"[aeiouy]+", spoken)) + len(_APART.findall(letters)))


def grade(found: list[str]) -> float:
    """Return the US school grade that sentences are for (Flesch and Kincaid's formula)."""
    words = [word for part in found for word in re.findall(r"[A-Za-z][A-Za-z'\u2019]*", part)]
    spoken = sum(syllables(word) for word in words)
    return 0.39 * len(words) / len(found) + 11.8 * spoken / len(words) - 15.59


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_easy_to_read(page: str, built_text: Path, source: PolicySource) -> None:
    text = (built_text / page).with_suffix(".txt").read_text("utf-8")
    found = sentences(text, _names(source))
    assert len(found) >= 8, found
    limit = CRISIS_GRADE_LIMIT if page == CRISIS_PAGE else GRADE_LIMIT
    reached = grade(found)
    hardest = "\n".join(sorted(found, key=lambda part: grade([part]))[-5:])
    assert reached <= limit, f"grade {reached:.1f}, above {limit}; the hardest:\n{hardest}"


@pytest.mark.parametrize("page", PAGES)
def test_pages_hold_no_gap_and_no_markup(page: str, built_text: Path) -> None:
    text = (built_text / page).with_suffix(".txt").read_text("utf-8")
    assert "[Missing" not in text
    assert not re.search(r":[\w-]+:`|\bNone\b|\bnot_used\b|\bbusiness_day\b", text)


def test_sentences_leaves_out_what_is_no_sentence() -> None:
    page = """\
How we answer
*************

Call *Rosa Ibarra* at (503) 555-0140 before 5:30pm, or write
to office@alderstreet.example.org. We call back.

+-------+----------------------------------+
| Phone | Notwithstanding considerations.  |
+-------+----------------------------------+

Checked
   Monday to Friday, 9am to 5pm

Please keep out
   Long stories.

* One thing. Is it?

  1. Open the app.
     It is free.
"""
    assert sentences(page, ("Rosa Ibarra",)) == [
        "Call Ann at one before one, or write to here.",
        "We call back.",
        "Long stories.",
        "One thing.",
        "Is it?",
        "Open the app.",
        "It is free.",
    ]


def test_a_hard_page_is_found() -> None:
    hard = (
        "Notwithstanding considerations regarding confidentiality, communications necessitate it."
    )
    easy = "We read your note. Then we call you back. You can ask us to stop."
    assert grade(sentences(hard)) > GRADE_LIMIT
    assert grade(sentences(easy)) < CRISIS_GRADE_LIMIT


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (1, "we call here phone voice safe bills make see true one tell"),
        (
            2,
            "message portal answer office wanted little people table being quiet client science",
        ),
        (
            3,
            "therapist video family therapy area another idea guardian appointment agreement",
        ),
        (4, "emergency identity information community conversation material January"),
        (6, "confidentiality responsibility"),
    ],
)
def test_no_word_gets_too_few_syllables(count: int, words: str) -> None:
    assert [word for word in words.split() if syllables(word) < count] == []
    assert sum(map(syllables, words.split())) <= 1.25 * count * len(words.split())


# ---- the builds ----------------------------------------------------------------------------------


@pytest.mark.parametrize("builder", BUILDERS)
def test_every_builder_is_content(builder: str, built_text: Path, tmp_path: Path) -> None:
    # gettext reads the pages in a way of its own; all others share what was read once
    doctrees = tmp_path / "doctrees" if builder == "gettext" else built_text.parent / "doctrees"
    done = _build(builder, tmp_path / "out", doctrees)
    assert done.returncode == 0, done.stderr
    assert any(path.is_file() for path in (tmp_path / "out").rglob("*"))


@pytest.mark.parametrize("theme", THEMES)
def test_every_theme_is_content(theme: str, built_text: Path, tmp_path: Path) -> None:
    doctrees = built_text.parent / "doctrees"
    settings = (SITE / "conf.py").read_text("utf-8")
    # a theme is told of options that it does not know, so they go with the theme that has them
    settings += f"\nhtml_theme = {theme!r}\nhtml_theme_options = {{}}\n"
    (tmp_path / "conf.py").write_text(settings, "utf-8")
    done = _build("html", tmp_path / "out", doctrees, "-c", str(tmp_path))
    assert done.returncode == 0, done.stderr
    for page in PAGES:
        assert (tmp_path / "out" / page).with_suffix(".html").is_file()


def test_the_example_shows_the_theme_of_this_package(built_text: Path, tmp_path: Path) -> None:
    done = _build("html", tmp_path / "out", built_text.parent / "doctrees")
    assert done.returncode == 0, done.stderr
    for page in PAGES:
        text = (tmp_path / "out" / page).with_suffix(".html").read_text("utf-8")
        assert '<section class="crisis"' in text
        assert ('href="#cp-reach"' in text) == (page != "reach-us.rst")
        assert "It does not clear your history." in text
        # facts for search engines are data, which no browser runs
        assert "<script" not in text.replace('<script type="application/ld+json">', "")
