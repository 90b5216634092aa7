"""The manual builds without a warning, misses nothing that is declared, and tells the truth."""

from __future__ import annotations

import argparse
import html
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from sphinx_commspolicy import cli, config
from sphinx_commspolicy.crisis_services import known_countries, load_country
from sphinx_commspolicy.diagnostics import Code
from sphinx_commspolicy.directives import DIRECTIVES
from sphinx_commspolicy.model.policy import Policy
from sphinx_commspolicy.pdf import config as pdf_config
from sphinx_commspolicy.roles import roles

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"


class Manual(NamedTuple):
    """The manual, built."""

    folder: Path
    messages: str
    status: int

    def text(self, page: str) -> str:
        """Return what a reader sees of a page, on one line."""
        written = (self.folder / f"{page}.html").read_text("utf-8")
        body = re.sub(r"(?s)<head>.*?</head>|<(script|style|svg).*?</\1>", " ", written)
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())

    def objects(self, kind: str) -> set[str]:
        """Return the names of what can be linked to."""
        from sphinx.util.inventory import InventoryFile

        inventory = InventoryFile.loads((self.folder / "objects.inv").read_bytes(), uri="")
        data = inventory.data if hasattr(inventory, "data") else inventory
        return set(data.get(kind, {}))


@pytest.fixture(scope="module")
def manual(tmp_path_factory: pytest.TempPathFactory) -> Manual:
    folder = tmp_path_factory.mktemp("manual")
    command = ["-W", "-n", "--keep-going", "-q", "-b", "html", str(DOCS), str(folder)]
    done = _run([sys.executable, "-m", "sphinx", *command], ROOT)
    return Manual(folder, done.stdout + done.stderr, done.returncode)


def _run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False
    )


def test_the_manual_builds_without_a_warning(manual: Manual) -> None:
    assert (manual.messages, manual.status) == ("", 0)


# ---- nothing that is declared is missing


def test_every_directive_is_in_the_reference(manual: Manual) -> None:
    assert set(DIRECTIVES) <= manual.objects("rst:directive")


def test_every_option_of_a_directive_is_in_the_reference(manual: Manual) -> None:
    common = {"clinician", "programme", "no-index"}
    wanted = {
        f"{name}:{option}"
        for name, directive in DIRECTIVES.items()
        for option in directive.option_spec
        if option not in common
    }

    assert wanted <= manual.objects("rst:directive:option")
    page = manual.text("reference/directives")
    assert all(f":{option}:" in page for option in common)


@pytest.mark.parametrize("name", sorted(DIRECTIVES))
def test_every_directive_is_shown_with_its_result(name: str) -> None:
    page = (DOCS / "reference" / "directives.rst").read_text("utf-8")
    shown = re.findall(r"^\.\. shown::\n\n((?:   .*\n|\n)+)", page, re.MULTILINE)

    assert any(f".. {name}::" in snippet for snippet in shown)


def test_every_role_is_in_the_reference(manual: Manual) -> None:
    assert set(roles()) <= manual.objects("rst:role")


def test_every_setting_is_in_the_reference(manual: Manual) -> None:
    declared = {value.name for value in (*config.VALUES, *pdf_config.VALUES)}
    assert declared <= manual.objects("std:confval")


def test_every_warning_is_in_the_reference(manual: Manual) -> None:
    assert {f"commspolicy.{code}" for code in Code} <= manual.objects("std:warningcode")


def test_every_command_and_its_options_are_in_the_reference(manual: Manual) -> None:
    page = manual.text("reference/commands")
    commands = _commands()

    assert {f"commspolicy {name}" for name in commands} <= manual.objects("std:clicommand")
    options = {
        option
        for command in commands.values()
        for action in command._actions
        for option in action.option_strings
    }
    assert [option for option in sorted(options) if option not in page] == []


def _commands() -> dict[str, argparse.ArgumentParser]:
    for action in cli.parser()._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    pytest.fail("there are no commands")


def test_every_section_of_the_yaml_is_in_the_reference(manual: Manual) -> None:
    assert set(Policy.model_fields) <= manual.objects("std:yamlsection")


def test_every_key_of_the_yaml_is_in_the_reference(manual: Manual) -> None:
    page = manual.text("reference/yaml")
    missing = {
        f"{model.__name__}.{name}"
        for model in _models()
        for name, info in model.model_fields.items()
        if name not in page or not _same_words(info.description or "", page)
    }

    assert missing == set()


def _models() -> Iterator[type]:
    from pydantic import BaseModel

    ahead: list[type] = [Policy]
    seen = set()
    while ahead:
        model = ahead.pop()
        if model in seen:
            continue
        seen.add(model)
        if model is not Policy:
            yield model
        schema = model.model_json_schema()
        ahead += [
            found
            for found in BaseModel.__subclasses__() + _below(BaseModel)
            if found.__name__ in schema.get("$defs", {})
            and found.__module__.startswith("sphinx_commspolicy.model")
        ]


def _below(model: type) -> list[type]:
    return [inner for sub in model.__subclasses__() for inner in (sub, *_below(sub))]


def _same_words(description: str, page: str) -> bool:
    def plain(text: str) -> str:
        return re.sub(r"[^a-z0-9]+", "", text.lower())

    return plain(description) in plain(page)


def test_every_crisis_service_is_in_the_reference_with_the_day_it_was_checked(
    manual: Manual,
) -> None:
    page = manual.text("reference/crisis-services")
    for code in known_countries():
        country = load_country(code)
        assert country is not None
        for name, service in country.services.items():
            assert name in page
            assert f"{service.verified_on}, {service.source}" in page


# ---- what it shows is true


def test_examples_of_the_manual_hold_no_missing_fact(manual: Manual) -> None:
    for page in manual.folder.rglob("*.html"):
        assert "commspolicy-missing" not in page.read_text("utf-8").replace(
            '<code class="docutils literal notranslate"><span class="pre">commspolicy-missing', ""
        )


def test_the_manual_asks_no_other_host_for_anything(manual: Manual) -> None:
    for page in manual.folder.rglob("*.html"):
        written = page.read_text("utf-8")
        tags = r"<(?:script|img|iframe|link|source)\b[^>]*?(?:src|href)=\"([^\"]+)"
        loaded = re.findall(tags, written)
        assert [uri for uri in loaded if uri.startswith(("http:", "https:", "//"))] == []


# ---- the tutorial


class Step(NamedTuple):
    """A code block of the tutorial."""

    language: str
    file: str
    """Name of the file that it changes; empty for commands."""
    classes: frozenset[str]
    lines: tuple[str, ...]


def _steps(page: Path) -> Iterator[Step]:
    text = page.read_text("utf-8")
    pattern = r"^\.\. code-block:: (\S+)\n((?:   :[^\n]*\n)*)\n((?:(?:   [^\n]*)?\n)+)"
    for language, options, body in re.findall(pattern, text, re.MULTILINE):
        given = dict(re.findall(r":(\w+): (.*)", options))
        lines = [line[3:] for line in body.splitlines()]
        while lines and not lines[-1].strip():
            lines.pop()
        yield Step(
            language,
            given.get("caption", ""),
            frozenset(given.get("class", "").split()),
            tuple(lines),
        )


def _apply(step: Step, folder: Path) -> None:
    """Do with the files what the tutorial tells its reader to do."""
    file = folder / step.file
    if "write" in step.classes:
        file.parent.mkdir(exist_ok=True)
        file.write_text("\n".join(step.lines) + "\n", "utf-8")
    elif "append" in step.classes:
        with file.open("a", encoding="utf-8") as opened:
            opened.write("\n" + "\n".join(step.lines) + "\n")
    elif step.language == "diff":
        before = "\n".join(line[1:] for line in step.lines if not line.startswith("+"))
        after = "\n".join(line[1:] for line in step.lines if not line.startswith("-"))
        text = file.read_text("utf-8")
        assert text.count(before) == 1, f"{step.file} does not hold, just once:\n{before}"
        file.write_text(text.replace(before, after), "utf-8")


def test_the_tutorial_does_what_it_says(tmp_path: Path) -> None:
    commands = []
    for step in _steps(DOCS / "tutorial.rst"):
        if step.file:
            _apply(step, tmp_path)
        if "run" not in step.classes:
            continue
        for line in step.lines:
            name, *arguments = shlex.split(line.removeprefix("$ "))
            assert name == "commspolicy"
            if arguments[0] == "build":
                arguments.append("-W")
            done = _run([sys.executable, "-m", "sphinx_commspolicy.cli", *arguments], tmp_path)
            commands.append((arguments[0], done))
            wanted = 1 if "fails" in step.classes else 0
            assert done.returncode == wanted, line + done.stdout + done.stderr

    names = ["new", "build", "build", "build", "build", "show", "build"]
    assert [name for name, _ in commands] == names
    failed, shown = commands[3][1], commands[5][1]
    assert "practice.yaml:" in failed.stderr
    assert "Did you mean “first”?" in failed.stderr
    assert "jordan.yaml" in shown.stdout
    built = tmp_path / "handbook" / "_build"
    assert (built / "pdf" / "client-handbook.pdf").read_bytes().startswith(b"%PDF-1.7")
    pages = Manual(built / "html", "", 0)
    assert "within 4 business days" in pages.text("jordan")
    assert "within 3 business days" not in pages.text("jordan")
    assert "within 3 business days" in pages.text("when-we-answer")
    assert "Call us at (503) 555-0140" in pages.text("when-we-answer")
    assert "tell us 24 hours before" in pages.text("canceling")


def test_the_readme_shows_what_comes_out(tmp_path: Path) -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    (facts,) = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    (page,) = re.findall(r"```rst\n(.*?)```", text, re.DOTALL)
    (result,) = re.findall(r"```text\n(.*?)```", text, re.DOTALL)
    (tmp_path / "practice.yaml").write_text(facts, "utf-8")
    (tmp_path / "index.rst").write_text(page, "utf-8")
    (tmp_path / "conf.py").write_text('extensions = ["sphinx_commspolicy"]\n', "utf-8")

    done = _run(
        [sys.executable, "-m", "sphinx", "-W", "-n", "-q", "-b", "text", ".", "out"], tmp_path
    )

    assert (done.stderr, done.returncode) == ("", 0)
    written = (tmp_path / "out" / "index.txt").read_text("utf-8")
    assert written.split() == result.split()
