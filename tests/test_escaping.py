"""No text of the practice becomes code in what is written, and none is lost."""

from __future__ import annotations

import json
import re
import tempfile
import types
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Union, get_args, get_origin

import pytest
import yaml
from handbook import Handbook
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel
from readers import BLOCKS, Pages, Read

from sphinx_commspolicy import yamltree
from sphinx_commspolicy.effective import PRACTICE
from sphinx_commspolicy.loading import load
from sphinx_commspolicy.model.fields import Translatable
from sphinx_commspolicy.model.names import SINGLE_SECTIONS
from sphinx_commspolicy.model.policy import Policy

if TYPE_CHECKING:
    from collections.abc import Iterator

SHOWN = (
    "<script>alert(1)</script> &amp; <img src=x onerror=alert(1)> 50% $1 #2 {a} ^b ~c d_e \\f @g"
)
"""What readers are to see."""
LABEL = SHOWN
TEXT = SHOWN.replace("\\", "\\\\").replace("_", "\\_")
"""The same in a text that may hold markup."""
IN_LATEX = (
    "\\textless{}script\\textgreater{}alert(1)\\textless{}/script\\textgreater{} \\&amp; "
    "\\textless{}img src=x onerror=alert(1)\\textgreater{} 50\\% \\$1 \\#2 \\{a\\} "
    "\\textasciicircum{}b \\textasciitilde{}c d\\_e \\textbackslash{}f @g"
)
IN_TEXINFO = SHOWN.replace("@g", "@@g").replace("{a}", "@{a@}")
IN_MAN = SHOWN.replace("\\", "\\e")


# ---- a practice in which every text is hostile


def _mark(annotation: Any) -> Translatable | None:
    """Return how a type marks its text, through options and lists."""
    if get_origin(annotation) is Annotated:
        for mark in annotation.__metadata__:
            if isinstance(mark, Translatable):
                return mark
    for inner in get_args(annotation):
        if (found := _mark(inner)) is not None:
            return found
    return None


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)


def _is_list(annotation: Any) -> bool:
    if get_origin(annotation) in {Union, types.UnionType}:
        return any(_is_list(arm) for arm in get_args(annotation))
    return get_origin(annotation) is tuple


def hostile(model: type[BaseModel], data: dict[str, Any]) -> dict[str, Any]:
    """Return *data* with hostile words in every text that *model* can have."""
    result = dict(data)
    for name, info in model.model_fields.items():
        annotation = (
            Annotated[info.annotation, *info.metadata] if info.metadata else info.annotation
        )
        mark, inner = _mark(annotation), next(_models(annotation), None)
        value = data.get(name)
        if name in {"not_observed", "locked"}:
            continue  # names of holidays must be known
        if mark is not None:
            words = TEXT if mark.markup else LABEL
            result[name] = [words] if _is_list(annotation) else words
        elif inner is not None and isinstance(value, list):
            result[name] = [hostile(inner, item) for item in value]
        elif inner is not None and get_origin(info.annotation) is dict:
            result[name] = {key: hostile(inner, item) for key, item in (value or {}).items()}
        elif inner is not None and not _is_list(annotation):
            required = [field for field, about in inner.model_fields.items() if about.is_required()]
            texts_only = all(_mark(inner.model_fields[field].annotation) for field in required)
            if value is not None or (texts_only and name != "cover_outside"):
                result[name] = hostile(inner, value or {})
    return result


def write_hostile(root: Path) -> Policy:
    """Write the practice, and return it as it is read."""
    root.mkdir(exist_ok=True)
    data = yaml.load((BLOCKS / "practice.yaml").read_text("utf-8"), yaml.BaseLoader)
    data["clinicians"] = {
        path.stem: yaml.load(path.read_text("utf-8"), yaml.BaseLoader)
        for path in sorted((BLOCKS / "clinicians").iterdir())
    }
    for section in ("methods", "turnaround"):
        for person in data["clinicians"].values():
            person.pop(section, None)
    data["phone_coaching"] = {"method": "phone"}
    data["recording"] = {"therapist_use": "none"}
    data["young_people"] = {"ages": [{}]}
    data["scripts"] = {}
    whole = hostile(Policy, data)
    (root / "practice.yaml").write_text(yaml.safe_dump(whole, allow_unicode=True), "utf-8")
    (root / "conf.py").write_text(
        'extensions = ["sphinx_commspolicy"]\ncommspolicy_today = "2026-01-05"\n'
        'smartquotes = False\nhtml_theme = "alabaster"\nepub_show_urls = "no"\n'
        'man_pages = [("all", "all", "All", [], 7)]\n'
        'latex_documents = [("all", "all.tex", "All", "Us", "howto")]\n'
        'texinfo_documents = [("all", "all", "All", "Us", "all", "All", "All")]\n'
        'suppress_warnings = ["toc.not_included", "commspolicy", "epub.unknown_project_files"]\n',
        "utf-8",
    )
    policy = load(root / "practice.yaml").policy(PRACTICE)
    (root / "all.rst").write_text("\n\n".join(_everything(policy)), "utf-8")
    return policy


def _everything(policy: Policy) -> Iterator[str]:
    """Yield a page with every directive in every form, on every block."""
    yield "All\n==="
    yield ".. _titled:\n\nTitle :contact:`phone.name`\n--------------------------"
    yield "Term :practice:`name`\n   Definition."
    for name in policy.methods:
        for form in ("list", "card", "sentence"):
            yield f".. contact-method:: {name}\n   :form: {form}\n   :no-index:"
        yield f".. method-setup:: {name}"
    for name in policy.needs:
        for form in ("list", "card", "sentence"):
            yield f".. need-route:: {name}\n   :form: {form}\n   :no-index:"
    for directive in ("contact-methods", "need-routes", "clinicians"):
        for form in ("table", "list", "cards"):
            yield f".. {directive}::\n   :form: {form}"
    for name in policy.clinicians:
        yield f".. clinician:: {name}\n   :no-index:"
    for directive in ("turnaround", "crisis-help", "privacy-notice"):
        yield f".. {directive}::"
    for form in ("table", "list"):
        yield f".. social-media::\n   :form: {form}"
        yield f".. reply-examples::\n   :form: {form}\n   :dated:"
    yield ".. absences::\n   :closures:"
    for section in SINGLE_SECTIONS:
        yield f".. policy-topic:: {section}"
    yield "A role: :fact:`cancellation.fee`, :clinician:`rosa.bio`, :practice:`name`."
    yield "See :method-ref:`phone`."


class _Page(HTMLParser):
    """The words of a page, and what on it could run."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.scripts: list[str] = []
        self.handlers: list[str] = []
        self._skip = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handlers += [name for name, _ in attrs if name.startswith("on")]
        if tag == "img":
            self.handlers += [value or "" for name, value in attrs if name == "src"]
        if tag in {"script", "style"}:
            self._skip += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style"}:
            self._skip -= 1

    def handle_data(self, data: str) -> None:
        (self.scripts if self._skip else self.words).append(data)

    def text(self) -> str:
        return " ".join("".join(self.words).split())


BUILDERS = ("html", "epub", "latex", "text", "man", "texinfo", "xml", "pseudoxml")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The page with everything, by builder."""
    handbook = Handbook(tmp_path_factory.mktemp("hostile"))
    write_hostile(handbook.src)
    handbook.write("index.rst", "Index\n=====\n\n.. toctree::\n\n   all\n")
    pages = {}
    for builder, suffix in zip(
        BUILDERS,
        ("html", "xhtml", "tex", "txt", "7", "texi", "xml", "pseudoxml"),
        strict=True,
    ):
        build = handbook.build(builder)
        assert "Traceback" not in build.warnings
        pages[builder] = (handbook.out / builder / f"all.{suffix}").read_text("utf-8")
    pages["searchindex"] = (handbook.out / "html" / "searchindex.js").read_text("utf-8")
    return pages


@pytest.fixture(scope="module")
def count(written: dict[str, str]) -> int:
    """How often readers see the hostile words."""
    whole = ET.fromstring(written["xml"])
    return _plain("".join(whole.itertext())).count(_plain(SHOWN))


def _plain(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_every_text_of_the_practice_is_seen(count: int) -> None:
    assert count > 300


def test_every_kind_of_text_is_hostile_in_this_test(tmp_path: Path) -> None:
    policy = write_hostile(tmp_path / "root")
    assert policy.practice.name == SHOWN
    assert policy.methods["phone"].voicemail is not None
    assert policy.methods["phone"].voicemail.heard_by == TEXT
    assert policy.social_media is not None
    assert policy.social_media.platforms["tiktok"].following == TEXT
    assert policy.young_people is not None
    assert policy.young_people.ages[0].own_channel == TEXT


@pytest.mark.parametrize("builder", ["html", "epub"])
def test_no_text_becomes_code_on_a_page_and_all_can_be_read(
    written: dict[str, str], builder: str, count: int
) -> None:
    page = _Page(written[builder])
    assert page.handlers == []
    assert not [script for script in page.scripts if "alert" in script]
    # the navigation and the head repeat the titles, which hold two of them
    assert count <= _plain(page.text()).count(_plain(SHOWN)) <= count + 8


def test_pages_of_a_book_are_well_formed(written: dict[str, str]) -> None:
    ET.fromstring(written["epub"].replace("&nbsp;", " "))


def test_the_search_index_can_be_read(written: dict[str, str]) -> None:
    index = written["searchindex"].removeprefix("Search.setIndex(").removesuffix(")")
    assert json.loads(index)["titles"]


@pytest.mark.parametrize(
    ("builder", "expected"),
    [("latex", IN_LATEX), ("texinfo", IN_TEXINFO), ("man", IN_MAN), ("text", SHOWN)],
)
def test_each_builder_escapes_what_is_special_to_it(
    written: dict[str, str], builder: str, expected: str, count: int
) -> None:
    page = written[builder]
    if builder == "latex":
        page = page.replace("\\sphinxhyphen{}", "-").replace("{[}", "[").replace("{]}", "]")
    if builder == "text":
        page = re.sub(r"^\||\|$|[|+]", " ", page, flags=re.MULTILINE)
    found = _plain(page).count(_plain(expected))
    # cells of a text table put the words of columns beside each other
    assert found >= (count // 2 if builder == "text" else count - 8)
    if builder == "latex":
        assert page.count("alert(1)") == 2 * found


def test_a_line_of_a_manual_page_cannot_begin_a_command(tmp_path: Path) -> None:
    handbook = Handbook(tmp_path)
    handbook.write(
        "conf.py",
        'extensions = ["sphinx_commspolicy"]\nman_pages = [("index", "it", "It", [], 7)]\n',
    )
    handbook.write(
        "practice.yaml",
        "practice: {name: P, country: US}\ncancellation:\n  fee: .so /etc/passwd\n"
        "  late: |\n    One.\n\n    'quoted' begins this.\n",
    )
    handbook.write("index.rst", "It\n==\n\n.. policy-topic:: cancellation\n")
    handbook.build("man")
    page = handbook.page("it", "man", ".7")
    assert "\n.so" not in page
    assert "so /etc/passwd" in page
    assert "\n'quoted'" not in page


# ---- any text


FEW_BUILDS = settings(
    max_examples=4,
    deadline=None,
    # each example is two builds: no time to look for the smallest
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def _allowed(text: str) -> bool:
    return bool(text.strip()) and not yamltree._REFUSED.search(text)


words = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co", "Zl", "Zp"]), min_size=1, max_size=40
).filter(_allowed)
punctuated = st.text(
    st.sampled_from("ab <>&\"'*`_|\\:@[]()-.~^$#%{}!?/é\u200f🙂"), min_size=1, max_size=40
).filter(_allowed)


def _escaped(text: str) -> str:
    """Return *text* as a text of the YAML that means just these characters."""
    return re.sub(r"([^\w\s]|_)", r"\\\1", text)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _build(folder: Path, texts: list[str], labels: list[str], builder: str) -> Read:
    root = folder / "root"
    root.mkdir(exist_ok=True)
    lines = ["practice: {name: P, country: US}", "methods:"]
    pages = Pages()
    for number, (text, label) in enumerate(zip(texts, labels, strict=True)):
        lines += [f"  m{number}:", f"    name: {_quoted(label)}", "    system: video"]
        lines += [f"    note: {_quoted(text)}"]
        pages.add(f".. contact-method:: m{number}\n   :no-index:")
    (root / "practice.yaml").write_text("\n".join(lines) + "\n", "utf-8")
    (root / "conf.py").write_text(
        'extensions = ["sphinx_commspolicy"]\nsmartquotes = False\nhtml_theme = "basic"\n', "utf-8"
    )
    return pages.build(folder / builder, builder, root)


def _same(one: str, other: str) -> bool:
    return _plain(one) == _plain(other)


@FEW_BUILDS
@given(st.lists(st.tuples(st.one_of(words, punctuated), punctuated), min_size=25, max_size=25))
def test_any_text_can_be_read_back_from_html_and_text(pairs: list[tuple[str, str]]) -> None:
    texts, labels = [text for text, _ in pairs], [label.strip() for _, label in pairs]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        html = _build(folder, [_escaped(text) for text in texts], labels, "html")
        text = _build(folder, [_escaped(text) for text in texts], labels, "text")
        for number, (words, label) in enumerate(zip(texts, labels, strict=True)):
            page = html.written(f"page-{number:03}", ".html")
            body = re.search(r'<div class="commspolicy-method.*</dl>', page, re.DOTALL)
            assert body is not None
            expected = f"{label}Note{words}"
            assert _same(_Page(body[0]).text(), expected)
            assert _same(text.text(f"page-{number:03}"), expected.replace(label, f"**{label}**", 1))


@FEW_BUILDS
@given(st.lists(punctuated, min_size=40, max_size=40))
def test_any_markup_right_or_wrong_is_the_same_on_the_page_as_in_the_tree(texts: list[str]) -> None:
    with tempfile.TemporaryDirectory() as name:
        read = _build(Path(name), texts, ["N"] * len(texts), "html")
        for number in range(len(texts)):
            page = f"page-{number:03}"
            written = read.written(page, ".html")
            body = re.search(r'<div class="commspolicy-method.*</dl>', written, re.DOTALL)
            assert body is not None
            assert _Page(body[0]).handlers == []
            assert _same(_Page(body[0]).text(), read.doctrees[page].astext())
