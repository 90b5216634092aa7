"""The configuration values, each declared once.

Registration, checking and the table in the manual are made from :data:`VALUES`.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from sphinx.errors import ConfigError

from sphinx_commspolicy.diagnostics import quote
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
        dt.date.fromisoformat(value)
    except ValueError:
        return f"{quote(value)} is not a date: write 2026-12-24, or leave it empty."
    return None


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
        "commspolicy_today",
        "",
        (str,),
        "The day on which the handbook is built, as ``2026-12-24``. Empty: the day of "
        "``SOURCE_DATE_EPOCH`` where that is set, else today.",
        _date_problem,
        shown=False,
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
        "commspolicy_stylesheet",
        True,
        (bool,),
        "Whether HTML pages link the extension's small stylesheet.",
        rebuild="html",
        shown=False,
    ),
)


def check(_app: Sphinx, config: Config) -> None:
    """Refuse values that cannot be used, all of them at once."""
    problems = []
    for value in VALUES:
        current = getattr(config, value.name)
        if not isinstance(current, value.types):
            continue  # Sphinx itself warns of a wrong type
        problem = value.check(current)
        if problem:
            problems.append(f"{value.name}: {problem}")
    if problems:
        raise ConfigError("conf.py: " + "; ".join(problems))


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
