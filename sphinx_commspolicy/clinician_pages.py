"""A page for each clinician, made from one template and from nothing on disk.

The source of such a page is the template itself: Sphinx is told that ``clinicians/rosa`` is read
from ``clinicians/template.rst``. So no generated file can be edited by mistake, committed, or left
behind; warnings point at the template; and a page that the user has written under the same name
stands in place of the generated one.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.project import Project
from sphinx.util import logging

from sphinx_commspolicy.diagnostics import Code, Diagnostic, quote
from sphinx_commspolicy.domain import comms_domain
from sphinx_commspolicy.ending import give_up, line_of

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_commspolicy.facts import Facts
    from sphinx_commspolicy.state import BuildState

logger = logging.getLogger(__name__)

SETTING = "commspolicy_clinician_template"
"""The configuration value that names the template."""
_PLACE = re.compile(r"\{\{\s*([^{}\s]*)\s*\}\}")


class HandbookProject(Project):
    """The sources of a handbook, with a page for each clinician among them."""

    def __init__(self, before: Project, template: Path, clinicians: Mapping[str, str]) -> None:
        super().__init__(before.srcdir, before.source_suffix)
        self.restore(before)
        self.template = template
        """The template's file, relative to the folder of the sources."""
        self.clinicians = dict(clinicians)
        """For each page that the template can make: its clinician."""
        self.made = {
            page: name
            for page, name in self.clinicians.items()
            if not Path(Project.doc2path(self, page, absolute=True)).is_file()
        }
        """The same for those that it does make, because there is no file of that name.

        Sphinx asks how old a page's file is before it looks for sources, so it is known already.
        """

    def discover(
        self, exclude_paths: Iterable[str] = (), include_paths: Iterable[str] = ("**",)
    ) -> set[str]:
        """Find all pages; the template is none."""
        super().discover(exclude_paths, include_paths)
        self.docnames.discard(self.path2doc(self.template) or "")
        self.made.clear()
        self.made.update(
            (page, name) for page, name in self.clinicians.items() if page not in self.docnames
        )
        self.docnames.update(self.made)
        return self.docnames

    def doc2path(self, docname: str, absolute: bool) -> os.PathLike[str]:  # type: ignore[override]
        """Return the file from which a page is read."""
        path = super().doc2path(docname, absolute)
        if docname not in self.made:
            return path
        # the class of paths that Sphinx uses itself is its own matter
        return type(path)(self.srcdir / self.template if absolute else self.template)


def begin(app: Sphinx) -> None:
    """Make the pages known, before Sphinx looks for sources."""
    written = app.config.commspolicy_clinician_template
    facts = comms_domain(app.env).state.facts
    if not written or facts is None:
        return
    srcdir = Path(app.srcdir)
    template = Path(written)
    problem = _problem(app, srcdir, template)
    if problem:
        place = line_of(Path(app.confdir), SETTING)
        raise give_up([Diagnostic(Code.file_missing, place, f"{SETTING}: {problem}")])
    folder = template.parent.as_posix()
    prefix = "" if folder == "." else f"{folder}/"
    pages = {f"{prefix}{name}": name for name in present(facts)}
    project = HandbookProject(app.project, template, pages)
    app.project = app.env.project = project
    # the same dictionary, which is filled when the sources are looked for
    comms_domain(app.env).state.page_clinicians = project.made


def _problem(app: Sphinx, srcdir: Path, template: Path) -> str:
    if not (srcdir / template).is_file():
        return f"there is no file {quote(str(template))} in the folder of the sources."
    if template.is_absolute() or ".." in template.parts:
        return f"{quote(str(template))} is not in the folder of the sources."
    if not template.name.endswith(tuple(app.config.source_suffix)):
        return f"{quote(template.name)} has none of the suffixes in source_suffix."
    return ""


def present(facts: Facts) -> list[str]:
    """Return the clinicians who work here on the day of the build."""
    from sphinx_commspolicy.editions import working

    return working(facts.policy(facts.edition), facts.today)


def fill_in(app: Sphinx, docname: str, source: list[str]) -> None:
    """Write the clinician's id into the text of the template."""
    clinician = comms_domain(app.env).state.page_clinicians.get(docname)
    if clinician is None:
        return

    def filled(place: re.Match[str]) -> str:
        if place[1] == "clinician":
            return clinician
        line = source[0].count("\n", 0, place.start()) + 1
        logger.warning(
            "%s cannot be filled in; a template knows {{ clinician }} only",
            quote(place[0]),
            location=f"{app.env.doc2path(docname)}:{line}",
            type="commspolicy",
            subtype=Code.bad_option,
        )
        return place[0]

    source[0] = _PLACE.sub(filled, source[0])


def note_clinician(app: Sphinx, document: nodes.document) -> None:
    """Let the page speak to the clinician's clients, as if its first line said so."""
    del document
    domain = comms_domain(app.env)
    docname = app.env.docname
    clinician = domain.state.page_clinicians.get(docname)
    if clinician is not None:
        app.env.metadata[docname]["clinician"] = clinician
        domain.templates[docname] = str(app.env.doc2path(docname, False))


def pages_to_read(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Return the pages that are read from another file than before, however old it is."""
    del app, added, changed
    domain = comms_domain(env)
    made = domain.state.page_clinicians
    return [
        docname
        for docname in (domain.templates.keys() | made.keys()) - removed
        if domain.templates.get(docname)
        != (str(env.doc2path(docname, False)) if docname in made else None)
    ]


def show_no_source(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Offer the source of a page only where it is the page's own, and holds nothing for others."""
    del templatename, doctree
    if not has_source(comms_domain(app.env).state, pagename):
        context["sourcename"] = context["page_source_suffix"] = ""


def has_source(state: BuildState, docname: str) -> bool:
    """Return whether clients may see the source of a page.

    They may not in a clinician's or situation's edition: it holds what is for other readers.
    """
    if state.facts is None:
        return True
    edition = state.edition()
    return not (docname in state.page_clinicians or edition.name or edition.situation)
