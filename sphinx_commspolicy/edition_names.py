"""What an edition is called: whose clients it is for stands in its titles and names of files."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from sphinx_commspolicy.domain import comms_domain
from sphinx_commspolicy.phrases.catalogue import fill

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

    from sphinx_commspolicy.facts import Facts
    from sphinx_commspolicy.phrases.catalogue import Phrases

BETWEEN = " – "
"""Stands between the parts of a title."""


def edition_parts(facts: Facts, phrases: Phrases) -> list[str]:
    """Return whose clients, and in what situation, the edition of *facts* is for, in words."""
    from sphinx_commspolicy.phrases.values import value_words

    policy, edition = facts.policy(facts.edition), facts.edition
    parts = []
    if edition.kind == "clinician":
        person = policy.clinicians[edition.name]
        names = (person.name, person.credentials)
        parts.append(", ".join(facts.translate(name) for name in names if name))
    if edition.situation:
        own = policy.situations.get(edition.situation)
        parts.append(
            facts.translate(own.name)
            if own and own.name
            else value_words(phrases, "situation", edition.situation)
        )
    return parts


def title_parts(facts: Facts | None, phrases: Phrases) -> list[str]:
    """Return what titles say of the edition beside the handbook's own: whose it is, its version."""
    if facts is None or not (facts.edition.name or facts.edition.situation):
        return []
    version = facts.policy(facts.edition).practice.document.version
    said = [fill(phrases.gettext("Version {version}"), version=version)] if version else []
    return [*edition_parts(facts, phrases), *said]


def name_edition(app: Sphinx, builder: Builder) -> None:
    """Put into the titles whose edition it is, and its version.

    The environment has been stored before, so that no other edition sees this.
    """
    del builder
    state = comms_domain(app.env).state
    parts = title_parts(state.facts, state.phrases)
    if not parts:
        return
    config = app.config
    state.edition_parts = edition_parts(state.facts, state.phrases) if state.facts else []
    for setting in ("html_title", "html_short_title", "epub_title"):
        setattr(config, setting, BETWEEN.join([getattr(config, setting), *parts]))
    suffix = "-".join(name for name in (state.edition().name, state.edition().situation) if name)
    # documents that have a title page have their version there
    for setting in ("typst_documents", "latex_documents"):
        documents = []
        for start, target, title, *rest in getattr(config, setting):
            path = PurePosixPath(target)
            ending = path.suffix if path.suffix.lower() in {".pdf", ".tex"} else ""
            name = f"{path.name.removesuffix(ending)}-{suffix}{ending}"
            words = title or app.env.titles[start].astext() if start in app.env.titles else title
            documents.append(
                (
                    start,
                    str(path.with_name(name)),
                    BETWEEN.join([words, *state.edition_parts]),
                    *rest,
                )
            )
        setattr(config, setting, documents)


def name_page(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Let themes that show the project's name beside each page show whose edition it is."""
    del pagename, templatename, doctree
    parts = comms_domain(app.env).state.edition_parts
    if parts:
        context["project"] = BETWEEN.join([app.config.project, *parts])
