"""Files beside the pages: contacts for address books, and a calendar of closures.

They are made when everything is written, from the facts as they are, so that a folder holds the
same after an edit as after a build from nothing.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.util import logging

from sphinx_commspolicy.diagnostics import Code, did_you_mean, quote
from sphinx_commspolicy.domain import comms_domain
from sphinx_commspolicy.ending import line_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_commspolicy.effective import Scope
    from sphinx_commspolicy.facts import Facts

logger = logging.getLogger(__name__)

CALENDAR_NAME = "closures.ics"
"""Name of the calendar, in the output folder."""


def check_page(app: Sphinx, builder: object) -> None:
    """Warn where the page that search engines are told about does not exist."""
    del builder
    name = app.config.commspolicy_json_ld
    if name and name not in app.env.found_docs:
        message = f"commspolicy_json_ld: there is no page {quote(name)}."
        hint = did_you_mean(name, app.env.found_docs)
        place = line_of(Path(app.confdir), "commspolicy_json_ld")
        logger.warning(
            "%s",
            f"{message} {hint}".strip(),
            location=str(place),
            type="commspolicy",
            subtype=Code.bad_option,
        )


def write_files(app: Sphinx, exception: Exception | None) -> None:
    """Write what pages lead to, and remove what none leads to any more."""
    builder = app.builder
    facts = comms_domain(app.env).state.facts
    if exception is not None or facts is None:
        return
    if builder.format != "html" or builder.name == "epub":
        return
    outdir = Path(builder.outdir)
    _write_contacts(app, facts, outdir)
    _write_calendar(app, facts, outdir / CALENDAR_NAME)


def _write_contacts(app: Sphinx, facts: Facts, outdir: Path) -> None:
    from sphinx_commspolicy.render.headless import headless_context
    from sphinx_commspolicy.render.sheets import DOWNLOADS
    from sphinx_commspolicy.render.vcard import file_name, vcard

    folder = outdir / "_downloads" / DOWNLOADS
    wanted = {}
    phrases = comms_domain(app.env).state.phrases
    for scope in _scopes_of_cards(app.env, facts):
        wanted[file_name(scope)] = vcard(headless_context(facts, phrases, scope))
    for name, text in wanted.items():
        _replace(folder / name, text)
    for left in folder.glob("*.vcf") if folder.is_dir() else ():
        if left.name not in wanted:
            left.unlink()
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()


def _scopes_of_cards(env: BuildEnvironment, facts: Facts) -> set[Scope]:
    """Return whose contacts the pages show."""
    found = set()
    for docname, uses in comms_domain(env).uses.items():
        if '"contact-card"' not in "".join(uses):
            continue
        page = str(env.metadata.get(docname, {}).get("clinician", "")).strip()
        for use in map(json.loads, uses):
            if use[0] == "contact-card":
                scope = _scope(use[2], page, facts)
                if facts.source.knows(scope):
                    found.add(scope)
    return found


def _scope(options: dict[str, Any], page: str, facts: Facts) -> Scope:
    """Return the scope of a directive, as it is found when the page is written."""
    from sphinx_commspolicy.effective import Scope

    for kind, name in (
        ("clinician", options.get("clinician")),
        ("programme", options.get("programme")),
        ("clinician", page),
    ):
        if name:
            return Scope(kind, name)
    return facts.edition


def _write_calendar(app: Sphinx, facts: Facts, file: Path) -> None:
    if not app.config.commspolicy_icalendar:
        file.unlink(missing_ok=True)
        return
    from sphinx_commspolicy.render.headless import headless_context
    from sphinx_commspolicy.render.icalendar import calendar

    phrases = comms_domain(app.env).state.phrases
    _replace(file, calendar(headless_context(facts, phrases, facts.edition)))


def _replace(file: Path, text: str) -> None:
    """Write *text*, with the line ends that it has, unless the file holds it already."""
    content = text.encode()
    if file.is_file() and file.read_bytes() == content:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
