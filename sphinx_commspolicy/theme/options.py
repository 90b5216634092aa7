"""The theme's options, each declared once: what it means, its default, and how it is checked.

Registration is Sphinx's (``theme.toml`` names them); checking and the manual are made from
:data:`OPTIONS`. What cannot be used ends the build with every problem at once, each with the line
of ``conf.py``; a color that is too pale is told, and the nearest one that is readable is used.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from sphinx.util import logging

from sphinx_commspolicy import urls
from sphinx_commspolicy.diagnostics import (
    Code,
    Diagnostic,
    Location,
    did_you_mean,
    quote,
    shown_path,
)
from sphinx_commspolicy.ending import give_up, line_of, logged
from sphinx_commspolicy.theme.contrast import ENOUGH, Colour, contrast, nearest_readable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sphinx.application import Sphinx

logger = logging.getLogger(__name__)

LIGHT_GROUNDS = tuple(map(Colour.parse, ("#ffffff", "#f3f6f5", "#fbf1e3")))
"""Colours behind text in the light scheme; the stylesheet has the same."""
DARK_GROUNDS = tuple(map(Colour.parse, ("#12191b", "#1b2528", "#2b2418")))
"""Colours behind text in the dark scheme."""

_WEB = frozenset({"http", "https"})


@dataclass(frozen=True, slots=True)
class Option:
    """One entry of ``html_theme_options``."""

    name: str
    default: Any
    """Value where nothing is said."""
    help: str
    """What it is for: a sentence of the manual."""
    problem: Callable[[Any], str | None]
    """Returns what is wrong with a value, or None."""


@dataclass(frozen=True, slots=True)
class Language:
    """The same handbook in another language."""

    tag: str
    """BCP 47, as in ``<html lang>``."""
    name: str
    """Its name in the language itself."""
    address: str
    """Where that handbook begins: an address, or a path from the beginning of this one."""


# ---- checks


def _word(value: Any) -> str | None:
    return None if isinstance(value, str) else "it has to be a text in quotation marks."


def _words(value: Any) -> str | None:
    if isinstance(value, str) and value and not value.strip():
        return "it has only spaces; write its words, or leave it out."
    return _word(value)


def _colour(value: Any) -> str | None:
    if value == "":
        return None
    try:
        Colour.parse(value)
    except (ValueError, AttributeError):
        return f"{quote(str(value))} is no color: write six digits, such as “#0b5058”."
    return None


def _address(value: Any) -> str | None:
    if not isinstance(value, str):
        return _word(value)
    if value and urls.scheme(value) not in _WEB:
        return f"{quote(value)} is no web address: it begins with https://."
    if value and not _host(value):
        return f"{quote(value)} names no site: write all of it, such as “https://www.example.org/”."
    return None


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:  # brackets that do not belong together
        return ""


def _place(value: Any) -> str | None:
    """Check an address that may also be a path within the handbook's own site."""
    if not isinstance(value, str) or not value:
        return "an address has to be a text in quotation marks, and not empty."
    if not urls.is_allowed(value, _WEB | {"mailto", "tel", "sms"}):
        return f"{quote(value)} is no address that a page may link to."
    return None


def _links(value: Any) -> str | None:
    if value in ("", {}):
        return None
    if not isinstance(value, dict) or not all(isinstance(words, str) for words in value):
        return "it has to be words with addresses: {“Our website”: “https://…”}."
    if not all(words.strip() for words in value):
        return "a link needs words: {“Our website”: “https://…”}."
    return next((found for each in value.values() if (found := _place(each))), None)


def _languages(value: Any) -> str | None:
    if value in ("", {}):
        return None
    if not isinstance(value, dict):
        return "it has to be languages with addresses: {“en”: “../en/”, “es”: “../es/”}."
    for tag, address in value.items():
        if _locale(tag) is None:
            return f"{quote(str(tag))} is no language: write “es” or “pt-BR”."
        found = _place(address)
        if found:
            return found
    return None


def _truth(value: Any) -> str | None:
    known = value in (True, False) or str(value).lower() in {"", "true", "false", "0", "1"}
    return None if known else "it has to be True or False."


OPTIONS = (
    Option("name", "", "Name at the top of every page; html_short_title if unsaid.", _words),
    Option(
        "logo_alt",
        "",
        "What the picture of ``html_logo`` shows, in words, where it shows more than the name.",
        _word,
    ),
    Option(
        "accent",
        "",
        "Color of links and marks, ``#rrggbb``. It needs a contrast of 7 on white.",
        _colour,
    ),
    Option(
        "accent_dark",
        "",
        "The same for readers whose screen is dark; made from ``accent`` if unsaid.",
        _colour,
    ),
    Option("footer", "", "A sentence at the foot of every page; plain words.", _word),
    Option("links", {}, "Links at the foot of every page: words with addresses.", _links),
    Option(
        "reach_page",
        "",
        "Page that holds all ways to reach you, such as ``reach-us``.",
        _word,
    ),
    Option("crisis_page", "", "Page on emergencies, such as ``emergencies``.", _word),
    Option(
        "leave_url",
        "",
        "Web address of a neutral page, for “Leave this page”. Empty: no such link.",
        _address,
    ),
    Option("leave_text", "", "Words of that link.", _words),
    Option(
        "languages",
        {},
        "The languages of the handbook with the address where each begins: "
        '``{"en": "../en/", "es": "../es/"}``.',
        _languages,
    ),
    Option(
        "heading_links",
        False,
        "Whether each heading has a link to itself. Good for a manual; noise for clients.",
        _truth,
    ),
)


# ---- reading


def read(app: Sphinx, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return every option with its value; end the build with all problems of *given*."""
    problems = [_unknown(app, name) for name in given if name not in _known(app)]
    values: dict[str, Any] = {}
    for option in OPTIONS:
        value = given.get(option.name, option.default)
        problem = option.problem(value) or _missing_page(app, option.name, value)
        if problem:
            message = f"{option.name}: {problem}"
            problems.append(Diagnostic(Code.bad_option, place(app, option.name), message))
        values[option.name] = option.default if value == "" else value
    if problems:
        raise give_up(sorted(problems, key=lambda found: found.location))
    values["heading_links"] = is_true(values["heading_links"])
    return values


def check_kind(app: Sphinx) -> None:
    """End the build where ``html_theme_options`` is no dictionary: Sphinx itself would fall."""
    if isinstance(app.config.html_theme_options, dict):
        return
    where = line_of(Path(app.confdir), "html_theme_options")
    message = "html_theme_options: it has to be names with values: {“reach_page”: “reach-us”}."
    raise give_up([Diagnostic(Code.bad_option, where, message)])


def _known(app: Sphinx) -> list[str]:
    """Return every option of the theme in use, which may be one made from this theme."""
    theme = getattr(app.builder, "theme", None)
    return list(theme.get_options({})) if theme else []


def _unknown(app: Sphinx, name: str) -> Diagnostic:
    own = [option.name for option in OPTIONS]
    message = f"html_theme_options: there is no option {quote(str(name))}."
    return Diagnostic(Code.bad_option, place(app, str(name)), message, did_you_mean(str(name), own))


def is_true(value: Any) -> bool:
    """Return whether an option, which the command line gives as a text, is switched on."""
    return value is True or str(value).lower() in {"true", "1"}


def languages(values: Mapping[str, Any]) -> list[Language]:
    """Return the languages of the handbook, as declared."""
    found = []
    for tag, address in values["languages"].items():
        locale = _locale(tag)
        name = locale.get_display_name(tag.replace("-", "_")) if locale else tag
        name = name[:1].upper() + name[1:] if name else tag
        found.append(Language(tag.replace("_", "-"), name, address))
    return found


def readable_accents(app: Sphinx, values: Mapping[str, Any]) -> tuple[str, str] | None:
    """Return the accent of the light and of the dark scheme, both readable; None if undeclared.

    Warns of a declared colour that is too pale, or for the dark scheme too dark, and gives the
    nearest one that is readable.
    """
    light, dark = values["accent"], values["accent_dark"]
    if not light and not dark:
        return None
    if light:
        light = _readable(app, "accent", Colour.parse(light), LIGHT_GROUNDS)
    if dark:
        dark = _readable(app, "accent_dark", Colour.parse(dark), DARK_GROUNDS)
    if not light:
        light = nearest_readable(Colour.parse(values["accent_dark"]), *LIGHT_GROUNDS)
    if not dark:
        dark = nearest_readable(Colour.parse(values["accent"]), *DARK_GROUNDS)
    return str(light), str(dark)


def _readable(app: Sphinx, name: str, colour: Colour, grounds: tuple[Colour, ...]) -> Colour:
    ground = min(grounds, key=lambda each: contrast(colour, each))
    ratio = contrast(colour, ground)
    if ratio >= ENOUGH:
        return colour
    nearest = nearest_readable(colour, *grounds)
    logger.warning(
        "%s: %s has a contrast of %.1f on %s, and text needs %g. The nearest color that has it is "
        "%s (%.1f); the pages use that one. Please write it here.",
        name,
        colour,
        ratio,
        ground,
        ENOUGH,
        nearest,
        min(contrast(nearest, each) for each in grounds),
        location=logged(place(app, name)),
        type="commspolicy",
        subtype=Code.pale_color,
    )
    return nearest


def _missing_page(app: Sphinx, name: str, value: Any) -> str | None:
    if name not in {"reach_page", "crisis_page"} or not isinstance(value, str) or not value:
        return None
    if value in app.env.found_docs:
        return None
    hint = did_you_mean(value, app.env.found_docs)
    return f"there is no page {quote(value)}. {hint}".strip()


def _locale(tag: Any) -> Any:
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(str(tag).replace("-", "_"))
    except (UnknownLocaleError, ValueError, TypeError):
        return None


def text_direction(tag: str) -> str:
    """Return ``rtl`` for languages that are written from right to left, else ``ltr``."""
    locale = _locale(tag)
    return str(locale.text_direction) if locale else "ltr"


def place(app: Sphinx, name: str) -> Location:
    """Return file and line where ``conf.py`` writes the option *name*.

    The line of ``html_theme_options`` where the option is not written in it, as where it is made by
    other lines or comes from the command line; the first line where the file has neither.
    """
    path = Path(app.confdir) / "conf.py"
    try:
        tree = ast.parse(path.read_text("utf-8"))
    except (OSError, ValueError, SyntaxError):
        return Location(shown_path(path), 0, 0)  # Sphinx read it, so the option came from elsewhere
    lines = [line for node in ast.walk(tree) if (line := _line_that_sets(node, name))]
    if lines:
        return Location(shown_path(path), lines[-1], 0)
    return line_of(Path(app.confdir), "html_theme_options")


def _line_that_sets(node: ast.AST, name: str) -> int:
    """Return the line in which a part of ``conf.py`` sets the option *name*; 0 if it does not."""
    if isinstance(node, ast.Assign) and any(map(_is_options, node.targets)):
        return _line_within(node.value, name)
    if isinstance(node, ast.AnnAssign) and _is_options(node.target) and node.value:
        return _line_within(node.value, name)
    if isinstance(node, ast.Subscript) and _is_options(node.value) and _says(node.slice, name):
        return node.lineno
    return 0


def _is_options(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "html_theme_options"


def _says(node: ast.expr | None, name: str) -> bool:
    return isinstance(node, ast.Constant) and node.value == name


def _line_within(value: ast.expr, name: str) -> int:
    """Return the line of the key *name* of a dictionary; 0 where it has none."""
    if isinstance(value, ast.Dict):
        return next((key.lineno for key in value.keys if key and _says(key, name)), 0)
    if isinstance(value, ast.Call):  # dict(name=...)
        return next((word.value.lineno for word in value.keywords if word.arg == name), 0)
    return 0
