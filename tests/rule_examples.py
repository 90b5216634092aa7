"""Runs a rule over its examples and tells where it found what."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING

from sphinx_commspolicy.checks import registry
from sphinx_commspolicy.checks.context import PracticeData
from sphinx_commspolicy.checks.loader import of_loader
from sphinx_commspolicy.checks.rule import Finding, Level, Place
from sphinx_commspolicy.checks.runner import Document, Page, Run, Settings
from sphinx_commspolicy.diagnostics import PolicyError
from sphinx_commspolicy.loading import load

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx_commspolicy.checks.rule import Example

PRACTICE = "practice:\n  name: Elm Street Therapy\n  country: US\n"


@dataclass
class Marked:
    """A text without its marks, and what they marked."""

    text: str
    places: list[Place] = field(default_factory=list)


def unmark(text: str, file: str) -> Marked:
    """Take the marks ⟦ and ⟧ out of *text*."""
    text = dedent(text)
    plain: list[str] = []
    open_: list[tuple[int, int]] = []
    places = []
    line = column = 1
    for char in text:
        if char == "⟦":
            open_.append((line, column))
        elif char == "⟧":
            start = open_.pop()
            end = (line, column) if (line, column) != start else (0, 0)
            places.append(Place(file, *start, *end))
        else:
            plain.append(char)
            line, column = (line + 1, 1) if char == "\n" else (line, column + 1)
    assert not open_, "a mark is not closed"
    return Marked("".join(plain), sorted(places))


def written(example: Example, folder: Path) -> tuple[dict[str, str], list[Place]]:
    """Write the files of *example*; return their texts, and every place that is marked."""
    texts = {"practice.yaml": example.yaml, **example.files}
    if example.rst:
        texts["index.rst"] = example.rst
    if example.html:
        texts["index.html"] = example.html
    places: list[Place] = [Place(file, line) for file, line in example.whole]
    for name, text in texts.items():
        marked = unmark(text, name)
        if name == "practice.yaml" and not re.search(r"^practice:", marked.text, re.MULTILINE):
            marked.text += (
                "" if marked.text.endswith("\n") or not marked.text else "\n"
            ) + PRACTICE
        texts[name] = marked.text
        places += marked.places
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(marked.text, "utf-8")
    return texts, sorted(places)


def find(
    name: str, example: Example, folder: Path, parse: Callable[[str, str], object] | None = None
) -> tuple[list[Finding], list[Place]]:
    """Return what the rule *name* finds in *example*, and what it should find.

    The working folder has to be *folder*. *parse* makes a doctree of a page.
    """
    texts, places = written(example, folder)
    silences = name.startswith("silence-")
    settings = Settings(
        select=frozenset() if silences else frozenset({name}),
        options={name: example.options},
    )
    try:
        data = PracticeData(load(Path("practice.yaml")))
    except PolicyError as error:
        return [one for one in of_loader(error.diagnostics) if one.rule == name], places
    run = Run(dt.date.fromisoformat(example.today), data, settings)
    run.look_at_data()
    if Level.prose in registry.rule(name).levels:
        run.look_at_facts_as_prose()
        if example.rst:
            run.look_at(document(texts["index.rst"], "index.rst", parse))
    if example.html:
        run.look_at_page(Page("index.html", texts["index.html"]))
    found = [finding for finding in run.report().findings if finding.rule == name]
    return found, places


def document(text: str, file: str, parse: Callable[[str, str], object] | None) -> Document:
    """Return a page as the rules see it."""
    from sphinx_commspolicy.checks.prose.doctrees import passages

    assert parse, "a rule for prose needs a parser"
    doctree = parse(text, file)
    found = passages(doctree, file, text.split("\n"))
    return Document(Path(file).stem, file, found, load_doctree=lambda: doctree)
