"""The builder's configuration values, each declared once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.util.osutil import make_filename_from_project

from sphinx_commspolicy.pdf.diagnostics import Problem
from sphinx_commspolicy.pdf.ending import give_up, line_of_setting
from sphinx_commspolicy.pdf.languages import Language, Phrases

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx
    from sphinx.config import Config

PAPERS = {"": "", "a4": "a4", "letter": "us-letter", "us-letter": "us-letter", "a5": "a5"}
"""The names of paper that ``typst_paper`` takes, with Typst's."""
SHOW_URLS = ("footnote", "inline", "no")
_NO_AUTHOR = ("unknown", "Author name not set")
"""What Sphinx says where conf.py names no author."""
FONT_ROLES = ("text", "heading", "mono", "math")


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


def _one_of(*choices: str) -> Callable[[Any], str | None]:
    def check(value: Any) -> str | None:
        if value in choices:
            return None
        return (
            f"“{value}” is none of {', '.join(choice or 'the empty text' for choice in choices)}."
        )

    return check


def _documents_problem(value: Any) -> str | None:
    names: set[str] = set()
    for entry in value:
        if not isinstance(entry, (list, tuple)) or not 4 <= len(entry) <= 5:
            return (
                f"{entry!r} is not a document: write "
                '("index", "handbook.pdf", "Title", "Author"), and True after it for the '
                "toctrees only."
            )
        if not all(isinstance(part, str) for part in entry[:4]):
            return f"{entry!r} is not a document: its first four parts have to be texts."
        name = entry[1]
        if not Path(name).name or Path(name).is_absolute() or ".." in Path(name).parts:
            return f"“{name}” is not the name of a file in the output folder."
        file = file_name(name)
        if file.lower() in names:  # many computers do not tell large from small letters
            return f"two documents are called “{file}”: one would take the other's place."
        names.add(file.lower())
    return None


def _fonts_problem(value: Any) -> str | None:
    for role, families in value.items():
        if role not in FONT_ROLES:
            return f"“{role}” is none of {', '.join(FONT_ROLES)}."
        if not _are_texts(families):
            return f"the fonts for “{role}” are not names of fonts."
    return None


def _are_texts(value: Any) -> bool:
    """Return whether *value* is a text or several."""
    several = value if isinstance(value, (list, tuple)) else (value,)
    return all(isinstance(part, str) for part in several)


def _paths_problem(value: Any) -> str | None:
    return None if _are_texts(value) else f"{value!r} is not a list of names of folders."


def _standard_problem(value: Any) -> str | None:
    if not _are_texts(value):
        return f"{value!r} is not a list of names of standards."
    wrong = [name for name in as_list(value) if name and name not in _STANDARDS]
    return f"“{wrong[0]}” is none of {', '.join(_STANDARDS)}." if wrong else None


_STANDARDS = (
    *("1.4", "1.5", "1.6", "1.7", "2.0", "a-1a", "a-1b", "a-2a", "a-2b", "a-2u", "a-3a", "a-3b"),
    *("a-3u", "a-4", "a-4e", "a-4f", "ua-1"),
)


def _date_problem(value: Any) -> str | None:
    try:
        dt.date.fromisoformat(value or "2026-12-24")
    except ValueError:
        return f"“{value}” is not a date: write 2026-12-24, or leave it empty."
    return None


def _language_problem(value: Any) -> str | None:
    if not value or Language.read(value):
        return None
    return f"“{value}” is not the tag of a language, such as “en” or “pt-BR”."


def _phrases_problem(value: Any) -> str | None:
    unknown = [name for name in value if name not in Phrases._fields]
    if unknown:
        return f"“{unknown[0]}” is none of {', '.join(Phrases._fields)}."
    return None if _are_texts([*value.values()]) else f"{value!r} holds something that is no text."


def file_name(target: str) -> str:
    """Return the name of the PDF for a *target* of ``typst_documents``."""
    return target if target.lower().endswith(".pdf") else f"{target}.pdf"


def default_documents(config: Config) -> list[tuple[str, str, str, str]]:
    """Return one document that begins at the root page, called as the project is."""
    name = make_filename_from_project(config.project) or "document"
    author = "" if config.author in _NO_AUTHOR else config.author
    return [(config.root_doc, f"{name}.pdf", config.project, author)]


VALUES = (
    ConfigValue(
        "typst_documents",
        default_documents,
        (list, tuple),
        "The documents to make, as in ``latex_documents``: start page, name of the PDF, title, "
        "author, and True for the start page's toctrees only. An empty title is the start page's.",
        _documents_problem,
    ),
    ConfigValue(
        "typst_paper",
        "",
        (str,),
        "``a4``, ``us-letter`` or ``a5``. Empty: what is usual in the practice's country, or in a "
        "project that is no handbook, where its language is spoken.",
        _one_of(*PAPERS),
    ),
    ConfigValue(
        "typst_large_print", False, (bool,), "Whether the text is set in 18 points for large print."
    ),
    ConfigValue(
        "typst_fonts",
        {},
        (dict,),
        "Names of fonts for ``text``, ``heading``, ``mono`` and ``math``: one, or a list of which "
        "a later one has the letters that the earlier lack.",
        _fonts_problem,
    ),
    ConfigValue(
        "typst_font_paths",
        [],
        (list, tuple),
        "Folders with fonts, relative to ``conf.py``. Those that Typst brings along, and those of "
        "installed Python packages with fonts, are found without it.",
        _paths_problem,
    ),
    ConfigValue(
        "typst_system_fonts",
        False,
        (bool,),
        "Whether the computer's own fonts are used, too; the PDF then depends on the computer.",
    ),
    ConfigValue(
        "typst_missing_glyphs",
        "error",
        (str,),
        "What happens where no font has a letter: ``error`` stops, ``warn`` puts its code in its "
        "place. A symbol that is missing is always replaced by its name, with a warning.",
        _one_of("error", "warn"),
    ),
    ConfigValue(
        "typst_template",
        "",
        (str,),
        "A Typst file, relative to ``conf.py``, whose functions replace those of the template.",
    ),
    ConfigValue(
        "typst_keep_source",
        False,
        (bool,),
        "Whether the Typst source is kept beside the PDF, with the images and the template.",
    ),
    ConfigValue(
        "typst_pdf_standard",
        "ua-1",
        (str, list, tuple),
        'The standard that the PDF has to meet, such as ``ua-1`` or ``["a-2a", "ua-1"]``; '
        "empty for none.",
        _standard_problem,
    ),
    ConfigValue(
        "typst_show_urls",
        "inline",
        (str,),
        "Where the address of a link stands whose text does not show it: ``inline``, ``footnote`` "
        "(a telephone number or an e-mail address stands in the line nevertheless) or ``no``.",
        _one_of(*SHOW_URLS),
    ),
    ConfigValue(
        "typst_toc_depth", 2, (int,), "How many levels of headings the contents show; 0 for none."
    ),
    ConfigValue("typst_index", True, (bool,), "Whether an index is made, if there are entries."),
    ConfigValue(
        "typst_first_page_class",
        None,
        (str, type(None)),
        "A class: the first block that has it is repeated on the title page and at the end. Empty: "
        "no block is. In a handbook, ``None`` means the crisis block.",
    ),
    ConfigValue(
        "typst_date",
        "",
        (str,),
        "The date of the document, as ``2026-12-24``. Empty: ``today``, else ``commspolicy_today`` "
        "in a handbook, else the day of ``SOURCE_DATE_EPOCH`` where that is set, else the day of "
        "the build.",
        _date_problem,
    ),
    ConfigValue(
        "typst_version",
        "",
        (str,),
        "The version on the title page and at the head of each page. Empty: ``release``, and in a "
        "handbook without one the version in the practice's data.",
    ),
    ConfigValue(
        "typst_running_head",
        "",
        (str,),
        "Words before the title at the head of each page, unless the title holds them. Empty: in a "
        "handbook the practice's name, elsewhere none.",
    ),
    ConfigValue(
        "typst_language",
        "",
        (str,),
        "The language of the documents with its region, such as ``en-GB``. Empty: ``language``, "
        "and in a handbook in plain English the English of the practice's country.",
        _language_problem,
    ),
    ConfigValue(
        "typst_phrases",
        {},
        (dict,),
        "Other words for ``page``, ``contents``, ``version`` and ``index_title``.",
        _phrases_problem,
    ),
)


def as_list(value: Any) -> list[Any]:
    """Return *value* as a list: a single text is one entry, an empty one none."""
    if isinstance(value, str):
        return [value] if value else []
    return list(value)


def place_of(confdir: Path, name: str) -> str:
    """Return the line of ``conf.py`` that sets *name*, its first where none does."""
    return f"conf.py:{line_of_setting(confdir, name)}"


def check(app: Sphinx, config: Config) -> None:
    """Refuse values that cannot be used, all of them at once."""
    problems = []
    for value in VALUES:
        current = getattr(config, value.name)
        if isinstance(current, value.types):
            problem = value.check(current)
        else:
            kinds = " or ".join(kind.__name__ for kind in value.types if kind is not type(None))
            problem = f"{current!r} is of the wrong kind; expected is {kinds}."
        if problem:
            place = place_of(Path(app.confdir), value.name)
            problems.append(Problem(f"{value.name}: {problem}", place))
    if problems:
        raise give_up(problems)


def language(config: Config) -> Language:
    """Return the language of the project."""
    tags = (config.typst_language, config.language)
    return next(filter(None, map(Language.read, filter(None, tags))), Language("en"))


def register(app: Sphinx) -> None:
    """Register every value. None of them is looked at while pages are read."""
    for value in VALUES:
        app.add_config_value(value.name, value.default, "", value.types, value.help)
    app.connect("config-inited", check)
