"""What the extension registers with Sphinx, and the events it listens to, each with its reason."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_commspolicy import (
    __version__,
    clinician_pages,
    config,
    edition_names,
    files,
    findings,
    invalidate,
    nodes,
    on_paper,
    passages,
)
from sphinx_commspolicy.directives import DIRECTIVES
from sphinx_commspolicy.directives.handouts import HANDOUTS
from sphinx_commspolicy.domain import CommsDomain, comms_domain
from sphinx_commspolicy.resolve import NoCodeInToctrees, ResolveFacts, TitlesAreText
from sphinx_commspolicy.roles import roles
from sphinx_commspolicy.state import BuildState

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

STYLESHEET = "commspolicy.css"
HANDOUTS_STYLESHEET = "commspolicy-handouts.css"
YOUNG_OBJECTS = 10_000
"""New objects after which Python looks for garbage while pages are written, instead of 700."""
ENV_VERSION = 3
"""Raised when placeholders or the domain's data change their form: pages are then read again."""


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register everything."""
    app.setup_extension("sphinx_design")
    app.setup_extension("sphinx_commspolicy.theme")
    app.setup_extension("sphinx_commspolicy.pdf")
    config.register(app)
    app.add_domain(CommsDomain)
    app.add_node(nodes.facts_block)
    app.add_node(nodes.facts_inline)
    for name, directive in DIRECTIVES.items():
        app.add_directive(name, directive)
        app.add_directive_to_domain(CommsDomain.name, name, directive)
    for name, passage in passages.PASSAGES.items():
        app.add_directive(name, passage)
        app.add_directive_to_domain(CommsDomain.name, name, passage)
    for name, role in roles().items():
        app.add_role(name, role)
        app.add_role_to_domain(CommsDomain.name, name, role)
    app.add_transform(TitlesAreText)
    app.add_transform(NoCodeInToctrees)
    app.add_post_transform(passages.TakeOutPassages)
    app.add_post_transform(ResolveFacts)

    # the data are loaded once a run, before anything is read or decided
    app.connect("builder-inited", begin)
    # paper, language, version and the crisis block of a PDF follow from the data
    app.connect("builder-inited", on_paper.dress)
    # a page that is made from the template speaks of its own clinician
    app.connect("source-read", clinician_pages.fill_in)
    app.connect("doctree-read", clinician_pages.note_clinician, priority=600)
    # a title made of facts is copied into other pages while it is read, so its page is read again
    app.connect("env-get-outdated", invalidate.pages_to_read)
    # a page may be the template's where it was the user's own, and the other way round
    app.connect("env-get-outdated", clinician_pages.pages_to_read)
    # what a page holds for some readers only, once its title and labels are known
    app.connect("doctree-read", passages.note_passages)
    # a page that is made from the template has no source that could be shown
    app.connect("html-page-context", clinician_pages.show_no_source)
    # themes show the project's name, and clients want to see whose handbook it is
    app.connect("html-page-context", edition_names.name_page)
    # the builder knows only the ages of files, not that a fact has changed
    app.connect("env-updated", invalidate.pages_to_write)
    # sections are numbered by now, and the outline is still that of all editions
    app.connect("write-started", invalidate.note_outline)
    # the environment has been stored for other editions: now it becomes that of this one
    app.connect("write-started", passages.take_out)
    # titles say whose edition it is
    app.connect("write-started", edition_names.name_edition)
    # the record must never claim that a half-written page is current
    app.connect("write-started", invalidate.strike_out)
    # a page that does not exist would be told to nobody
    app.connect("write-started", files.check_page)
    # translators get the practice's texts with the pages' texts
    app.connect("write-started", offer_texts_for_translation)
    # facts become nodes while pages are looked at and written, and that is when Python would look
    # for garbage
    app.connect("write-started", look_for_garbage_less_often)
    # rules look at the pages that a build writes, and a page that is read is written
    app.connect("env-before-read-docs", findings.note_pages_read)
    # every build tells what is wrong with the facts, also one that changes nothing
    app.connect("write-started", findings.look_before_writing)
    # what is left out cannot be referred to
    app.connect("missing-reference", passages.text_of_left_out, priority=900)
    # a page with a sheet, card or form needs more than the facts' own style
    app.connect("html-page-context", link_handouts_stylesheet)
    # only now is it sure what was written
    app.connect("build-finished", invalidate.enter)
    # files beside the pages hold what the pages say now
    app.connect("build-finished", files.write_files)
    # what a page asks other hosts for shows only in the page itself
    app.connect("build-finished", findings.look_at_built_pages)
    # what is set for the whole process is left as it was found
    app.connect("build-finished", look_for_garbage_as_before)
    return {
        "version": __version__,
        "env_version": ENV_VERSION,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def begin(app: Sphinx) -> None:
    """Load the practice's data, and link the stylesheet."""
    state = comms_domain(app.env).state = BuildState.begin(app)
    # without facts there is no edition, and nothing of the model is loaded
    passages.set_tags(app, state.edition() if state.facts else None)
    clinician_pages.begin(app)
    if app.builder.format == "html" and app.config.commspolicy_stylesheet:
        # not changed in place: the default list belongs to every build of the process
        ours = str(Path(__file__).parent / "static")
        app.config.html_static_path = [*app.config.html_static_path, ours]
        app.add_css_file(STYLESHEET)


def link_handouts_stylesheet(
    app: Sphinx, pagename: str, templatename: str, context: object, doctree: object
) -> None:
    """Link the stylesheet of handouts on the pages that hold one."""
    del templatename, context, doctree
    if app.config.commspolicy_stylesheet and comms_domain(app.env).uses_any(pagename, HANDOUTS):
        app.add_css_file(HANDOUTS_STYLESHEET)


def offer_texts_for_translation(app: Sphinx, builder: object) -> None:
    """Give the practice's texts to Sphinx's gettext builder."""
    if app.builder.name == "gettext":
        from sphinx_commspolicy.translation import add_texts

        add_texts(comms_domain(app.env).state, builder)


def look_for_garbage_less_often(app: Sphinx, builder: object) -> None:
    """Let the nodes of a page outlive fewer searches for garbage.

    A page has more new nodes than Python takes before it searches. They are taken for long-lived
    then, and every so many of them cost a search through all that Sphinx holds: a third of the time
    of a large handbook (see ``benchmarks/README.md``).
    """
    del builder
    state = comms_domain(app.env).state
    young, *older = found = gc.get_threshold()
    if state.facts and 0 < young < YOUNG_OBJECTS:
        state.garbage_thresholds = found
        gc.set_threshold(YOUNG_OBJECTS, *older)


def look_for_garbage_as_before(app: Sphinx, exception: Exception | None) -> None:
    """Search for garbage again as often as before pages were written."""
    del exception
    found = comms_domain(app.env).state.garbage_thresholds
    if found is not None:
        gc.set_threshold(*found)
