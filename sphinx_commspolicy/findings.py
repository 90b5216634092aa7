"""What the rules find, as warnings of every build: ``commspolicy.<rule>``.

The facts are looked at when writing starts, for that happens in a build that changes nothing, too,
and with them the prose of the pages that are about to be written; the built pages at the end.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util import logging

from sphinx_commspolicy.checks.rule import Place, Severity
from sphinx_commspolicy.diagnostics import shown_path
from sphinx_commspolicy.domain import comms_domain
from sphinx_commspolicy.ending import line_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_commspolicy.checks.context import Files
    from sphinx_commspolicy.checks.rule import Finding
    from sphinx_commspolicy.checks.runner import Document, Run
    from sphinx_commspolicy.checks.settings import Settings
    from sphinx_commspolicy.effective import Scope

logger = logging.getLogger(__name__)

MOST_NAMED = 3
"""Scopes that a warning names; of more, it gives the number."""


def look_before_writing(app: Sphinx, builder: object) -> None:
    """Look at the facts and the prose, and report what is found."""
    del builder
    state = comms_domain(app.env).state
    state.run = begin(app, pages=_pages(app))
    if state.run is not None:
        state.reported = state.run.report().findings
        report(state.reported)


def look_at_built_pages(app: Sphinx, exception: Exception | None) -> None:
    """Look at the pages that have been built, and report what is found in them."""
    if exception is not None:
        return
    state = comms_domain(app.env).state
    run: Run | None = state.run
    if run is None or app.builder.format != "html" or not run.has_rules_for_pages():
        return
    if run.is_partial and isinstance(app.builder, StandaloneHTMLBuilder):
        run.look_at_files(Path(app.builder.get_outfilename(page)) for page in sorted(state.asked))
    else:
        run.look_at_folder(Path(app.outdir))
    known = set(state.reported)
    report(finding for finding in run.report().findings if finding not in known)


def note_pages_read(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Remember which pages this build reads: it writes them, too."""
    del app
    comms_domain(env).state.read_now = frozenset(docnames)


def _pages(app: Sphinx) -> list[str]:
    """Return the pages to look at: those about to be written, or all."""
    pages = sorted(app.env.found_docs)
    if app.config.commspolicy_check_pages == "all":
        return pages
    state = comms_domain(app.env).state
    current = state.current - state.read_now
    return [page for page in pages if page not in current]


def begin(
    app: Sphinx,
    settings: Settings | None = None,
    files: Files | None = None,
    pages: list[str] | None = None,
) -> Run | None:
    """Return a run that has looked at the facts and the prose; None where there are no facts.

    *settings* are used in place of those of the configuration. *files* keeps what is read. Where
    *pages* are named, only those are looked at.
    """
    state = comms_domain(app.env).state
    if state.facts is None:
        return None  # and nothing of the model is loaded
    from sphinx_commspolicy.checks.context import PracticeData
    from sphinx_commspolicy.checks.runner import Run

    settings = settings or settings_of(app)
    if not settings.runs_any():
        return None
    data = PracticeData(state.facts.source, files)
    run = Run(state.facts.today, data, settings)
    run.look_at_data()
    if run.has_rules_for_prose():
        run.look_at_facts_as_prose()
        for document in documents(app.env, run, pages):
            run.look_at(document)
    run.is_partial = pages is not None and len(pages) < len(app.env.found_docs)
    return run


def settings_of(app: Sphinx) -> Settings:
    """Return what the configuration says of the rules."""
    from sphinx_commspolicy.checks.settings import settings_from, suppressed

    config = app.config
    location = line_of(Path(app.confdir), "commspolicy_silences")
    return settings_from(
        select=config.commspolicy_select,
        ignore={*config.commspolicy_ignore, *suppressed(config.suppress_warnings)},
        severities=config.commspolicy_severities,
        options=config.commspolicy_rule_options,
        silences=config.commspolicy_silences,
        place=Place(location.file, location.line),
    )


def documents(
    env: BuildEnvironment, run: Run, pages: list[str] | None = None
) -> Iterable[Document]:
    """Yield each page as the rules see it, or those of *pages* only."""
    from sphinx_commspolicy.checks.prose.doctrees import passages
    from sphinx_commspolicy.checks.runner import Document

    for docname in sorted(env.found_docs) if pages is None else pages:
        file = shown_path(Path(env.doc2path(docname)))
        doctree = env.get_doctree(docname)
        found = passages(doctree, file, run.files.lines(file))
        # the passages hold the page already, so that keeping it costs nothing
        keep = partial(_itself, doctree)
        yield Document(docname, file, found, _scope_of_page(env, docname), keep, _comments(doctree))


def _comments(doctree: nodes.document) -> frozenset[str]:
    """Return the first line of each comment."""
    found = doctree.findall(nodes.comment)
    return frozenset(comment.astext().partition("\n")[0].strip() for comment in found)


def _itself(doctree: nodes.document) -> nodes.document:
    return doctree


def _scope_of_page(env: BuildEnvironment, docname: str) -> Scope:
    """Return whose page it is: that of the clinician whom its metadata name, or the edition's."""
    from sphinx_commspolicy.effective import Scope

    state = comms_domain(env).state
    name = str(env.metadata.get(docname, {}).get("clinician", "")).strip()
    scope = Scope("clinician", name)
    if name and state.facts and state.facts.source.knows(scope):
        return scope
    return state.edition()


def report(found: Iterable[Finding]) -> None:
    """Log *found*: as warnings, and what is only worth a look as information."""
    for finding in found:
        words = f"{finding.message} {finding.remedy}".strip() + for_whom(finding)
        log = logger.info if finding.severity is Severity.info else logger.warning
        location = str(finding.place)
        log(
            "%s",
            f"info: {words} [{finding.rule}]" if finding.severity is Severity.info else words,
            location=location if finding.place.line else f"{location}:1",
            type="commspolicy",
            subtype=finding.rule,
        )


def for_whom(finding: Finding) -> str:
    """Return whose facts break the rule, in brackets; nothing where it is the practice's."""
    if not finding.scopes:
        return ""
    named = ", ".join(finding.scopes[:MOST_NAMED])
    more = len(finding.scopes) - MOST_NAMED
    return f" (for {named}{f' and {more} more' if more > 0 else ''})"
