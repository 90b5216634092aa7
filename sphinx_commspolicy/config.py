"""The configuration values, each declared once.

Registration, checking and the table in the manual are made from :data:`VALUES`.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from sphinx_commspolicy.checks.settings import (
    names_problem,
    options_problem,
    severities_problem,
    silences_problem,
)
from sphinx_commspolicy.diagnostics import Code, Diagnostic, did_you_mean, quote
from sphinx_commspolicy.ending import give_up, line_of
from sphinx_commspolicy.model.names import EARLIEST_YEAR, LATEST_YEAR, SITUATIONS
from sphinx_commspolicy.urls import RUN_CODE

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx
    from sphinx.config import Config


@dataclass(frozen=True, slots=True)
class ConfigValue:
    """One value of ``conf.py``."""

    name: str
    default: Any
    types: tuple[type, ...]
    help: str
    """What it is for: a sentence of the manual."""
    check: Callable[[Any], str | None] = lambda _: None
    """Returns what is wrong with a value, or None."""
    rebuild: Literal["", "html"] = ""
    """What Sphinx does when it changes; never reading pages again."""
    shown: bool = True
    """Whether a change of it changes what pages show although no fact has changed."""


def _date_problem(value: Any) -> str | None:
    if not value:
        return None
    try:
        day = dt.date.fromisoformat(value)
    except ValueError:
        return f"{quote(value)} is not a date: write 2026-12-24, or leave it empty."
    if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        return f"the year of {quote(value)} is not between {EARLIEST_YEAR} and {LATEST_YEAR}."
    return None


def _situation_problem(value: Any) -> str | None:
    if not value or value in SITUATIONS:
        return None
    return f"there is no situation {quote(value)}. {did_you_mean(value, SITUATIONS)}".strip()


def _scheme_problem(value: Any) -> str | None:
    for scheme in value:
        if not isinstance(scheme, str) or not re.fullmatch(r"[a-z][a-z0-9+.-]*", scheme):
            return f"{quote(str(scheme))} is not the name of a scheme such as “https”."
        if scheme in RUN_CODE:
            return f"the scheme {quote(scheme)} runs code in the reader's browser."
    return None


VALUES = (
    ConfigValue(
        "commspolicy_practice",
        "practice.yaml",
        (str,),
        "The practice's main file, or the folder that holds ``practice.yaml``, relative to the "
        "folder of the sources.",
        shown=False,
    ),
    ConfigValue(
        "commspolicy_clinician",
        "",
        (str,),
        "Id of the clinician whose clients this handbook is for; empty for the whole practice. A "
        "page or directive that names a clinician keeps its own.",
        shown=False,
    ),
    ConfigValue(
        "commspolicy_situation",
        "",
        (str,),
        "The situation of the clients whom this handbook is for, such as ``teen``; empty for no "
        "situation in particular.",
        _situation_problem,
        shown=False,
    ),
    ConfigValue(
        "commspolicy_clinician_template",
        "",
        (str,),
        "A file from which a page is made for each clinician who works here now, relative to the "
        "folder of the sources: ``clinicians/template.rst`` makes ``clinicians/rosa`` and so on. "
        "``{{ clinician }}`` in it stands for the clinician's id. Empty: no such pages.",
        shown=False,
    ),
    ConfigValue(
        "commspolicy_today",
        "",
        (str,),
        "The day on which the handbook is built, as ``2026-12-24``. Empty: the day of "
        "``SOURCE_DATE_EPOCH`` where that is set, else today.",
        _date_problem,
        shown=False,
    ),
    ConfigValue(
        "commspolicy_fingerprint",
        "",
        (str,),
        "A file that ``commspolicy fingerprint`` saved, relative to the folder of the sources. "
        "``policy-changes`` compares with it.",
    ),
    ConfigValue(
        "commspolicy_url_schemes",
        ["http", "https", "mailto", "tel", "sms", "ftp"],
        (list, tuple, set, frozenset),
        "Schemes that links may have, in the practice's data and in the prose. A link with another "
        "scheme is shown as plain text, with a warning.",
        _scheme_problem,
    ),
    ConfigValue(
        "commspolicy_json_ld",
        "",
        (str,),
        "Name of the page, such as ``reach-us``, that tells search engines about the practice "
        "(schema.org, JSON-LD); empty for none. It names no client, no clinician, and nothing that "
        "is marked ``internal``.",
        shown=True,
    ),
    ConfigValue(
        "commspolicy_icalendar",
        False,
        (bool,),
        "Whether HTML output holds ``closures.ics``, a calendar (iCalendar) of closures and times "
        "away, to which people can subscribe.",
        shown=False,
    ),
    ConfigValue(
        "commspolicy_stylesheet",
        True,
        (bool,),
        "Whether HTML pages link the extension's small stylesheet.",
        rebuild="html",
        shown=False,
    ),
    ConfigValue(
        "commspolicy_select",
        [],
        (list, tuple, set, frozenset),
        "Names of the rules that look at the handbook; empty: every rule.",
        names_problem,
        shown=False,
    ),
    ConfigValue(
        "commspolicy_ignore",
        [],
        (list, tuple, set, frozenset),
        "Names of rules that do not look at the handbook; ``all`` switches the checker off.",
        names_problem,
        shown=False,
    ),
    ConfigValue(
        "commspolicy_check_pages",
        "written",
        (str,),
        "Pages whose words and output the rules look at in a build: those that are ``written`` by "
        "it, or ``all``, which takes longer. The facts are always looked at, and "
        "``commspolicy check`` looks at all pages.",
        lambda value: (
            None if value in {"written", "all"} else f"{quote(value)} is not “written” or “all”."
        ),
        shown=False,
    ),
    ConfigValue(
        "commspolicy_severities",
        {},
        (dict,),
        "Severities that differ from the rules' own: ``{'script-no-crisis': 'info'}``. Known are "
        "``error``, ``warning``, ``info`` and ``off``.",
        severities_problem,
        shown=False,
    ),
    ConfigValue(
        "commspolicy_rule_options",
        {},
        (dict,),
        "Options of rules that differ from their defaults: ``{'away-no-cover': {'days': 10}}``.",
        options_problem,
        shown=False,
    ),
    ConfigValue(
        "commspolicy_silences",
        [],
        (list, tuple),
        "Findings that stand, each with the reason: ``[{'rule': 'script-no-crisis', 'where': "
        "'clinicians/rosa.yaml', 'reason': 'decided on 2 November'}]``. ``where`` is a file, a "
        "pattern of names of files, or a file with a line; without it, every file is meant.",
        silences_problem,
        shown=False,
    ),
)


def check(app: Sphinx, config: Config) -> None:
    """Refuse values that cannot be used, all of them at once."""
    problems = []
    for value in VALUES:
        current = getattr(config, value.name)
        if isinstance(current, value.types):
            problem = value.check(current)
        else:
            expected = " or ".join(kind.__name__ for kind in value.types)
            problem = f"{quote(repr(current))} is of the wrong kind; expected is {expected}."
        if problem:
            place = line_of(Path(app.confdir), value.name)
            problems.append(
                Diagnostic(Code.bad_option, place, f"{value.name}: {problem}", "Correct it.")
            )
    if problems:
        raise give_up(problems)


def shown_values(config: Config) -> dict[str, Any]:
    """Return the values that pages depend on, in a form that can be compared and stored."""
    return {
        value.name: sorted(current)
        if isinstance(current := getattr(config, value.name), (set, frozenset))
        else current
        for value in VALUES
        if value.shown
    }


def register(app: Sphinx) -> None:
    """Register every value. A change of one never makes Sphinx read a page again."""
    for value in VALUES:
        app.add_config_value(value.name, value.default, value.rebuild, value.types, value.help)
    app.connect("config-inited", check)
