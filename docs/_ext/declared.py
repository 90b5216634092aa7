"""The manual's reference, made while it is built from what the code declares.

Each directive here writes reStructuredText from a declaration and has it parsed, so that whatever
is declared can be linked to and found by the search. Where a declaration has no words for people
(the options of a directive), the page gives them, and a warning tells of any that is left out or
that does not exist.
"""

from __future__ import annotations

import argparse
import inspect
import re
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.pycode import ModuleAnalyzer
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from yaml_reference import policy_reference, value_kinds

from sphinx_commspolicy import cli, config, diagnostics
from sphinx_commspolicy.crisis_services import known_countries, load_country
from sphinx_commspolicy.directives import DIRECTIVES
from sphinx_commspolicy.directives.base import FactsDirective, identifier, names
from sphinx_commspolicy.pdf import config as pdf_config
from sphinx_commspolicy.roles import FACT_ROLES, REFERENCE_ROLES, roles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata, OptionSpec

logger = logging.getLogger(__name__)


class Declared(SphinxDirective):
    """Base: writes lines of reStructuredText and has them parsed in its place."""

    has_content = False

    def lines(self) -> Iterator[str]:
        """Yield the lines."""
        raise NotImplementedError

    def run(self) -> list[nodes.Node]:
        """Return what the lines mean."""
        text = "\n".join(self.lines())
        return self.parse_text_to_nodes(text, allow_section_headings=True)


class Settings(Declared):
    """Every value of ``conf.py``."""

    values: ClassVar[Iterable[config.ConfigValue | pdf_config.ConfigValue]] = config.VALUES

    def lines(self) -> Iterator[str]:
        """Yield a description of each value."""
        for value in self.values:
            kinds = [f"``{kind.__name__}``" for kind in value.types if kind is not type(None)]
            yield f".. confval:: {value.name}"
            yield f"   :type: {' or '.join(kinds[:2])}"
            default = value.default
            words = inspect.getdoc(default) if callable(default) else f"``{default!r}``"
            yield f"   :default: {str(words).removeprefix('Return ').splitlines()[0]}"
            yield ""
            yield f"   {value.help}"
            yield ""


class PdfSettings(Settings):
    """Every value of the PDF builder."""

    values = pdf_config.VALUES


class Warnings(Declared):
    """Every kind of problem, with the docstring of its code."""

    def lines(self) -> Iterator[str]:
        """Yield a description of each code."""
        words = _attribute_docs(diagnostics.__name__)
        for code in diagnostics.Code:
            yield f".. warningcode:: commspolicy.{code.value}"
            yield ""
            yield f"   {words['Code', code.name]}"
            yield ""


class Commands(Declared):
    """Every command of the command line, with its ``--help``."""

    def lines(self) -> Iterator[str]:
        """Yield a description of each command."""
        top = cli.parser()
        yield from self._command("commspolicy", top)
        for action in top._actions:  # noqa: SLF001 - argparse has no other way to ask
            if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
                for name, command in action.choices.items():
                    yield from self._command(f"commspolicy {name}", command)

    @staticmethod
    def _command(name: str, parser: argparse.ArgumentParser) -> Iterator[str]:
        yield f".. clicommand:: {name}"
        yield ""
        yield "   .. code-block:: text"
        yield ""
        for line in _help(parser).splitlines():
            yield f"      {line}".rstrip()
        yield ""


class Services(Declared):
    """The public crisis services that the package knows, by country."""

    def lines(self) -> Iterator[str]:
        """Yield a table for each country."""
        from babel import Locale

        for code in known_countries():
            country = load_country(code)
            assert country is not None
            title = f"{Locale('en').territories[code]} (``{code}``)"
            yield from (f".. _crisis-{code.lower()}:", "", title, "-" * len(title), "")
            yield f"Emergency number: {country.emergency_number}. Reviewed as a whole on "
            yield f"{country.as_of}."
            yield ""
            head = ("Service", "Id", "Ways in", "Checked")
            yield from table(head, (24, 20, 36, 20), map(_service_row, country.services.items()))


def _service_row(entry: tuple[str, Any]) -> tuple[str, ...]:
    name, service = entry
    ways = "; ".join(_way_in(access) for access in service.access)
    marks = [service.kind]
    if service.core:
        marks.append("shown unless you choose others")
    if service.status == "ended":
        marks.append(f"**ended on {service.ended_on}**")
    if service.areas:
        marks.append("in " + ", ".join(service.areas))
    checked = f"{service.verified_on}, {service.source}"
    if service.confidence != "high":
        checked += " (one source only)"
    return (f"{service.name}: {', '.join(marks)}", f"``{name}``", ways, checked)


def _way_in(access: Any) -> str:
    words = access.mode
    if access.keyword:
        words += f" {access.keyword} to"
    if access.number:
        words += f" {access.number}"
    if access.option:
        words += f", then {access.option}"
    if access.url:
        words += f" at ``{access.url}``"
    notes = [note for note in (access.note, ", ".join(access.languages)) if note]
    return words + (f" ({'; '.join(notes)})" if notes else "")


class YamlReference(Declared):
    """Every section of ``practice.yaml`` with its keys."""

    def lines(self) -> Iterator[str]:
        """Yield the sections, then the parts that several sections share."""
        yield from policy_reference()


class SectionTarget(SphinxDirective):
    """Lets references lead to a section of the YAML; shows nothing."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the target."""
        name = self.arguments[0]
        target = nodes.target("", "", ids=[nodes.make_id(f"yaml-{name}")])
        self.set_source_info(target)
        self.state.document.note_explicit_target(target)
        standard = self.env.domains.standard_domain
        standard.note_object("yamlsection", name, target["ids"][0], location=target)
        return [target]


class ValueKinds(Declared):
    """The kinds of value that keys hold."""

    def lines(self) -> Iterator[str]:
        """Yield each kind with the docstring of its type."""
        words = _attribute_docs("sphinx_commspolicy.model.fields")
        for kind in value_kinds():
            meaning = words.get(("", kind.alias), kind.meaning)
            yield f".. _yaml-kind-{kind.alias.lower()}:"
            yield ""
            yield f"{kind.shown}"
            yield f"   {meaning}"
            yield ""


class WithWords(Declared):
    """Base of what the page itself explains: its content is a field list, ``:option: words``."""

    has_content = True
    required_arguments = 1

    def words(self) -> tuple[dict[str, str], list[str]]:
        """Return the words for each option, and the lines before the field list."""
        found: dict[str, str] = {}
        before: list[str] = []
        last = ""
        for line in self.content:
            match = re.match(r":([\w-]+):\s+(.*)", line)
            if match:
                last = match[1]
                found[last] = match[2]
            elif last and line.startswith(" "):
                found[last] += " " + line.strip()
            elif not last:
                before.append(line)
        return found, before


class DirectiveReference(WithWords):
    """One directive of the product: how it is written, and its options."""

    common: ClassVar[set[str]] = {*FactsDirective.common_options, "no-index"}

    def lines(self) -> Iterator[str]:
        """Yield the directive's description."""
        name = self.arguments[0]
        declared = DIRECTIVES.get(name)
        if declared is None:
            message = f"There is no directive “{name}”."
            raise self.error(message)
        words, before = self.words()
        argument = {(1, 0): " ID", (0, 1): " [ID ...]", (0, 0): ""}[
            declared.required_arguments, declared.optional_arguments
        ]
        if name == "policy-topic":
            argument = " SECTION"
        own = {key: read for key, read in declared.option_spec.items() if key not in self.common}
        self._compare(name, set(own), set(words))
        yield f".. rst:directive:: .. {name}::{argument}"
        yield ""
        yield f"   {inspect.getdoc(declared)}"
        yield ""
        yield from (f"   {line}" for line in before)
        if declared.defines:
            yield (
                f"   References to the {declared.defines} lead here "
                f"(:rst:role:`{declared.defines}-ref`), unless ``:no-index:`` is given."
            )
        yield ""
        yield from _options(own, words)

    def _compare(self, name: str, declared: set[str], written: set[str]) -> None:
        for what, options in (
            ("is not explained", declared - written),
            ("does not exist", written - declared),
        ):
            for option in sorted(options):
                place = self.get_location()
                logger.warning("option “%s” of %s %s", option, name, what, location=place)


class CommonOptions(WithWords):
    """The options that every directive takes."""

    required_arguments = 0

    def lines(self) -> Iterator[str]:
        """Yield each option."""
        words, _ = self.words()
        spec: OptionSpec = {**FactsDirective.common_options, "no-index": directives.flag}
        for name in sorted(spec.keys() ^ words.keys()):
            place = self.get_location()
            logger.warning("option “%s”: unknown, or without words", name, location=place)
        for name, read in spec.items():
            yield f"``:{name}:`` {_values(read)}".rstrip()
            yield f"   {words.get(name, '')}"
            yield ""


def _options(own: OptionSpec, words: dict[str, str]) -> Iterator[str]:
    for option, read in own.items():
        yield f"   .. rst:directive:option:: {option}"
        values = _values(read)
        if values:
            yield f"      :type: {values}"
        yield ""
        yield f"      {words.get(option, '')}"
        yield ""


class RoleReference(WithWords):
    """One role of the product."""

    def lines(self) -> Iterator[str]:
        """Yield the role's description."""
        name = self.arguments[0]
        if name not in roles():
            message = f"There is no role “{name}”."
            raise self.error(message)
        _, words = self.words()
        yield f".. rst:role:: {name}"
        yield ""
        yield from (f"   {line}" for line in words)
        if name in FACT_ROLES:
            yield ""
            yield "   May end in ``@CLINICIAN``."
        assert name in {*FACT_ROLES, *REFERENCE_ROLES}
        yield ""


def table(head: tuple[str, ...], widths: tuple[int, ...], rows: Any) -> Iterator[str]:
    """Yield a ``list-table``."""
    yield ".. list-table::"
    yield "   :header-rows: 1"
    yield f"   :widths: {' '.join(map(str, widths))}"
    yield "   :class: declared"
    yield ""
    for row in (head, *rows):
        for index, cell in enumerate(row):
            yield f"   {'*' if index == 0 else ' '} - {cell}"
    yield ""


def _values(read: Callable[..., Any]) -> str:
    """Return what an option takes, in words."""
    if read is directives.flag:
        return "no value"
    if read is identifier:
        return "an id"
    if read is names:
        return "names"
    inside = inspect.getclosurevars(read).nonlocals
    if "choices" in inside:
        return " | ".join(inside["choices"])
    if "check" in inside:
        return f"one or more of {_values(inside['check'])}"
    return ""


def _attribute_docs(module: str) -> dict[tuple[str, str], str]:
    analyzer = ModuleAnalyzer.for_module(module)
    found = analyzer.find_attr_docs()
    return {key: " ".join(lines).strip() for key, lines in found.items()}


def _help(parser: argparse.ArgumentParser) -> str:
    """Return the help of *parser*, as wide on every terminal."""
    kind = parser.formatter_class
    parser.formatter_class = lambda prog: kind(prog, width=88)  # type: ignore[assignment]
    if "color" in inspect.signature(argparse.ArgumentParser).parameters:
        parser.color = False
    return parser.format_help()


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directives, and the kinds of thing that can be linked to."""
    app.add_object_type("warningcode", "warncode", "pair: %s; warning", objname="warning")
    app.add_object_type("yamlsection", "yaml", "pair: %s; section", objname="YAML section")
    app.add_object_type("clicommand", "clicmd", "pair: %s; command", objname="command")
    app.add_directive("declared-config", Settings)
    app.add_directive("declared-pdf-config", PdfSettings)
    app.add_directive("declared-warnings", Warnings)
    app.add_directive("declared-commands", Commands)
    app.add_directive("declared-services", Services)
    app.add_directive("declared-yaml", YamlReference)
    app.add_directive("section-target", SectionTarget)
    app.add_directive("declared-kinds", ValueKinds)
    app.add_directive("declared-options", CommonOptions)
    app.add_directive("declared-directive", DirectiveReference)
    app.add_directive("declared-role", RoleReference)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
