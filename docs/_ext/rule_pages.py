"""A page of the manual for each rule of the checker, written from the rule's own module.

The pages are written beside the manual's sources before Sphinx looks for sources, and only where
their text has changed, so that a build that changes nothing reads nothing. They are not kept in the
repository.
"""

from __future__ import annotations

import importlib
import inspect
import re
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util.docutils import SphinxDirective

from sphinx_commspolicy.checks import registry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.util.typing import ExtensionMetadata

    from sphinx_commspolicy.checks.rule import Example, Rule

FOLDER = Path("reference", "rules")
_MARKS = str.maketrans("", "", "⟦⟧")
_LANGUAGES = {".yaml": "yaml", ".rst": "rst", ".html": "html"}


def write_pages(app: Sphinx, config: Config) -> None:
    """Write a page for each rule, and remove those of rules that are no more."""
    del config
    folder = Path(app.srcdir) / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {f"{name}.rst": "\n".join(page(registry.rule(name))) for name in registry.names()}
    for path in folder.glob("*.rst"):
        if path.name not in wanted:
            path.unlink()
    for name, text in wanted.items():
        path = folder / name
        if not path.is_file() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")


def page(rule: Rule) -> Iterator[str]:
    """Yield the lines of the page about *rule*."""
    yield from (f".. _rule-{rule.name}:", "", rule.name, "=" * len(rule.name), "")
    yield from (_prose(rule.summary), "")
    yield from _fields(rule)
    yield from ("Why", "---", "", _prose(rule.reason), "")
    details = _details(rule)
    if details:
        yield from ("In detail", "---------", "", *details, "")
    yield from ("Mend it", "-------", "", _prose(rule.mending), "")
    if rule.false_positives:
        yield from ("When it may be wrong", "--------------------", "")
        yield from (_prose(rule.false_positives), "")
    if rule.options:
        yield from ("Options", "-------", "")
        for option in rule.options:
            values = option.default if isinstance(option.default, tuple) else (option.default,)
            default = ", ".join(f"``{value}``" for value in values) or "nothing"
            words = f"   {_prose(option.help)} Default: {default}."
            yield from (f"``{option.name}``", words, "")
        yield from (".. code-block:: python", "   :caption: conf.py", "")
        defaults = {option.name: option.default for option in rule.options}
        yield from (f"   commspolicy_rule_options = {{{rule.name!r}: {defaults}}}", "")
    failing, passing = registry.examples(rule.name)
    yield from ("Found", "-----", "")
    for example in failing:
        yield from _example(example)
    yield from ("Not found", "---------", "")
    for example in passing:
        yield from _example(example)
    yield from ("Silence it", "----------", "")
    yield from _silencing(rule)


def _details(rule: Rule) -> list[str]:
    """Return what the docstring of the rule's module says after its first paragraph."""
    module = importlib.import_module(f"sphinx_commspolicy.checks.rules.{rule.module}")
    _, _, rest = inspect.cleandoc(module.__doc__ or "").partition("\n\n")
    return [_prose(line) for line in rest.splitlines()]


def _fields(rule: Rule) -> Iterator[str]:
    looks = {"data": "the facts", "prose": "the words of the pages", "output": "the built pages"}
    levels = [
        words for level, words in looks.items() if level in {one.value for one in rule.levels}
    ]
    yield f":Severity: {rule.severity.value}"
    yield f":Looks at: {', '.join(levels)}"
    yield f":Source: {_prose(rule.source)}"
    if rule.by_loader:
        codes = ", ".join(f":std:warncode:`commspolicy.{code}`" for code in rule.by_loader)
        yield f":Also as: {codes}, where the facts cannot be read"
    yield ""


def _example(example: Example) -> Iterator[str]:
    if example.about:
        yield from (_prose(example.about), "")
    if example.today != type(example)().today:
        yield from (f"On {example.today}:", "")
    if example.options:
        yield from (f"With the options ``{dict(example.options)}``:", "")
    texts = {
        "practice.yaml": example.yaml,
        "index.rst": example.rst,
        "index.html": example.html,
        **example.files,
    }
    for name, source in texts.items():
        text = textwrap.dedent(source).rstrip()
        lines = text.splitlines()
        if not lines:
            continue
        marked = sorted({number for number, _ in _found(text)})
        yield f".. code-block:: {_LANGUAGES.get(Path(name).suffix, 'text')}"
        yield f"   :caption: {name}"
        if marked:
            yield f"   :emphasize-lines: {','.join(map(str, marked))}"
        yield from ("   :force:", "")
        yield from (f"   {line.translate(_MARKS)}".rstrip() for line in lines)
        yield ""
        if marked:
            found = (
                f"line {number}: {_sample(words)}" if words else f"line {number}"
                for number, words in _found(text)
            )
            yield from (f"Found: {'; '.join(found)}.", "")


def _sample(words: str) -> str:
    """Return words of an example as code, which no rule takes for what the manual says."""
    return _prose(f"“{words}”") if "`" in words else f"``{words}``"


def _found(text: str) -> Iterator[tuple[int, str]]:
    """Yield the line and the words of each mark."""
    for match in re.finditer(r"⟦([^⟦⟧]*)⟧", text):
        yield text.count("\n", 0, match.start()) + 1, " ".join(match[1].split())


def _silencing(rule: Rule) -> Iterator[str]:
    yield "Say why, and the finding stands. In the YAML, on the line or the line above it:"
    yield from (
        "",
        ".. code-block:: yaml",
        "",
        f"   # commspolicy: ignore[{rule.name}] the reason",
        "",
    )
    if any(level.value == "prose" for level in rule.levels):
        yield "On a page, above the paragraph:"
        yield from (
            "",
            ".. code-block:: rst",
            "",
            f"   .. commspolicy: ignore[{rule.name}] the reason",
            "",
        )
    yield "For a file, in ``conf.py``:"
    yield from ("", ".. code-block:: python", "")
    yield "   commspolicy_silences = ["
    yield f'       {{"rule": "{rule.name}", "where": "practice.yaml", "reason": "…"}},'
    yield from ("   ]", "")


def _prose(text: str) -> str:
    """Return *text* as reStructuredText; what stands in double backticks is shown as it is."""
    parts = re.split(r"(``[^`]+``)", text)
    return "".join(
        part if part.startswith("``") else re.sub(r"([\\*`|_])", r"\\\1", part) for part in parts
    )


class RuleList(SphinxDirective):
    """Every rule with its severity, in groups."""

    def run(self) -> list[nodes.Node]:
        """Return a table for each group, and the hidden list of pages."""
        lines = []
        for group, names in registry.GROUPS.items():
            lines += [group, "-" * len(group), "", ".. list-table::", "   :widths: 34 12 54"]
            lines += ["   :header-rows: 1", "", "   * - Rule", "     - Severity", "     - Finds"]
            for name in names:
                if name in registry.names():
                    rule = registry.rule(name)
                    lines += [
                        f"   * - :ref:`{name} <rule-{name}>`",
                        f"     - {rule.severity.value}",
                    ]
                    lines += [f"     - {_prose(rule.summary)}"]
            lines.append("")
        lines += [
            ".. toctree::",
            "   :hidden:",
            "",
            *(f"   rules/{name}" for name in registry.names()),
        ]
        return self.parse_text_to_nodes("\n".join(lines), allow_section_headings=True)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directive and what writes the pages."""
    app.connect("config-inited", write_pages)
    app.add_directive("declared-rules", RuleList)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
