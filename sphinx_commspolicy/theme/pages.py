"""What the theme adds to the context of every page, and what it takes out of it."""

from __future__ import annotations

import posixpath
import re
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment.adapters.toctree import document_toc
from sphinx.util import logging

from sphinx_commspolicy import urls
from sphinx_commspolicy.diagnostics import Code
from sphinx_commspolicy.domain import comms_domain, has_domain
from sphinx_commspolicy.theme import options
from sphinx_commspolicy.theme.body import ready

if TYPE_CHECKING:
    from collections.abc import Set

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.config import Config

    from sphinx_commspolicy.theme.shared import Shared

logger = logging.getLogger(__name__)

LEAST_OUTLINE = 3
"""A page with fewer sections needs no outline."""

LARGEST_MENU = 100
"""In a handbook with more pages the menu opens only where a page stands: every page would have to
carry the names of all others. “Find a page” lists them all the same."""

LONGEST_NAME_WORD = 22
"""Characters of a word in the handbook's name that the header keeps whole."""

LONGEST_DESCRIPTION = 155
"""Characters that search engines show of a page's description."""

ELEMENTS = "_static/commspolicy-elements.css"
"""The stylesheet that only pages need which have other elements than a plain handbook, or which are
written from right to left."""
_ELEMENTS = re.compile(
    r'<pre|<kbd|<math|class="[^"]*'
    r"(?:\bsd-|\bsig\b|footnote|citation|line-block|hlist|topic|sidebar|option-"
    r"|classifier|task-list|contents|cp-scroll|commspolicy-(?:care|do|dont|process|setup)\b)"
)

_DOUBLE_ANCHOR = re.compile(r'href="#document-[^"#]*#([^"]+)"')
"""A link that Sphinx writes to a place in a page that has become a part of this one."""

NOT_LINKED = frozenset(
    {"_static/sphinx-design.min.css", "_static/pygments.css", "_static/commspolicy.css"}
)
"""Stylesheets whose elements the theme's own stylesheet dresses."""


class Pages:
    """Makes every page of one build."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._options: dict[str, Any] = {}
        self._shared: Shared | None = None

    def connect(self, app: Sphinx) -> None:
        """Listen to the events of *app*."""
        # before Sphinx takes the options for what they should be
        app.connect("config-inited", self.check_options)
        # before Sphinx looks for the way to write formulas, and before any page is read
        app.connect("builder-inited", self.choose_writing, priority=400)
        # once all pages are known, and before it is decided which are written
        app.connect("env-before-read-docs", self.begin)
        # in the main process, before pages are shared out: once for all of them
        app.connect("write-started", self.prepare)
        # before the record of the facts is written, which has to know what every page asks
        app.connect("build-finished", self.note_questions, priority=400)
        # last, so that what other extensions have added is there
        app.connect("html-page-context", self.complete, priority=900)

    # ---- once a build

    def check_options(self, app: Sphinx, config: Config) -> None:
        """End the build where the options of this theme are no dictionary."""
        if config.html_theme == "commspolicy":
            options.check_kind(app)

    def choose_writing(self, app: Sphinx) -> None:
        """Write formulas without a script, and headings without links unless they are wanted.

        By builders that write with this theme, or with one made from it.
        """
        if not self._dresses(app.builder):
            return
        from sphinx_commspolicy.theme import formulas

        formulas.register(app)
        assert isinstance(app.builder, StandaloneHTMLBuilder)
        given = {**app.builder.theme.get_options({}), **app.config.html_theme_options}
        if not options.is_true(given.get("heading_links")):
            app.config.html_permalinks = False

    def begin(self, app: Sphinx, _env: object, _docnames: list[str]) -> None:
        """Check the options, give the colours to the stylesheet, and say that pages show facts."""
        self._shared = None
        if self._dresses(app.builder):
            if has_domain(app.env):
                comms_domain(app.env).state.every_page_shows_facts = True
            self._options = options.read(app, app.config.html_theme_options)
            accents = options.readable_accents(app, self._options)
            self._options["accents"] = accents
            # the stylesheet of the colours is a template
            app.config.html_context = {
                **app.config.html_context,
                "commspolicy_accents": accents,
            }

    def prepare(self, app: Sphinx, builder: Builder) -> None:
        """Ask the facts what every page shows."""
        if not self._dresses(builder):
            return
        from sphinx_commspolicy.theme.shared import shared

        self._shared = shared(app)
        _index_numbers(builder)
        if not self._shared.has_facts:
            logger.warning(
                "there is no practice data, so the pages have no crisis line",
                type="commspolicy",
                subtype=Code.file_missing,
            )

    def note_questions(self, app: Sphinx, exception: Exception | None) -> None:
        """Add to what each page that was written has asked what the theme asks for all of them."""
        if exception is not None or self._shared is None:
            return
        if has_domain(app.env):
            for asked in comms_domain(app.env).state.asked.values():
                asked.update(self._shared.asked)

    def _dresses(self, builder: Builder) -> bool:
        """Return whether *builder* writes pages with this theme, or with one made from it."""
        theme = getattr(builder, "theme", None)
        folders = theme.get_theme_dirs() if theme else []
        return any(Path(folder) == self._folder for folder in folders)

    # ---- each page

    def complete(
        self,
        app: Sphinx,
        pagename: str,
        templatename: str,
        context: dict[str, Any],
        doctree: nodes.document | None,
    ) -> None:
        """Add what the templates need, and take out what the theme does without."""
        if not self._dresses(app.builder):
            return
        assert self._shared is not None
        said = self._shared
        is_search = templatename == "search.html"
        name = self._options["name"] or _title(app, app.config.html_short_title)
        pages = _with_headings(_tree(app, context, is_whole=is_search))
        context["commspolicy"] = {
            "words": said.words,
            "words_language": said.words_language,
            "shared": said,
            "options": self._options,
            "title": _title(app, app.config.html_title),
            "name": name,
            "has_long_name": any(len(word) > LONGEST_NAME_WORD for word in name.split()),
            "direction": options.text_direction(app.config.language),
            "pages": pages,
            "languages": self._languages(app, pagename, context),
            "links": self._links(context),
            "frame": self._frame(app, pagename, context),
            "other_pages": _other_pages(app, context) if is_search else (),
            "description": _description(doctree, context),
            "is_reach_page": pagename == self._options["reach_page"],
        }
        if not is_search:
            context["script_files"] = [
                js for js in context["script_files"] if not _is_known(_filename(js))
            ]
        # docutils writes the one of the frame a second time
        context["metatags"] = re.sub(
            r'<meta [^>]*name="viewport"[^>]*>\s*', "", context.get("metatags") or ""
        )
        body = context.get("body")
        if isinstance(body, str):
            if app.builder.name == "singlehtml":
                body = _DOUBLE_ANCHOR.sub(r'href="#\1"', body)
            body = ready(_captions_are_headings(body), said.words["table"])
            context["body_head"], context["body"] = _after_title(body)
            context["commspolicy"]["outline"] = _outline(app, pagename)
        has_elements = (
            templatename != "page.html"
            or context["commspolicy"]["direction"] == "rtl"
            or _ELEMENTS.search(f"{body or ''}{pages}")
        )
        left_out = set() if has_elements else {ELEMENTS}
        context["css_files"] = [
            css
            for css in context["css_files"]
            if _filename(css) not in left_out and self._is_linked(app.config, _filename(css))
        ]

    def _is_linked(self, config: Config, filename: str) -> bool:
        if filename == "_static/commspolicy-colors.css":
            return self._options["accents"] is not None
        if filename == "_static/pygments.css" and config.pygments_style is not None:
            return True
        return filename not in NOT_LINKED

    def _languages(self, app: Sphinx, pagename: str, context: dict[str, Any]) -> list[Any]:
        here = app.config.language.replace("_", "-")
        page = app.builder.get_target_uri(pagename)
        return [
            {
                "tag": language.tag,
                "name": language.name,
                "direction": options.text_direction(language.tag),
                "is_this": language.tag == here,
                "link": posixpath.join(_from_here(language.address, context), page),
            }
            for language in options.languages(self._options)
        ]

    def _frame(self, app: Sphinx, pagename: str, context: dict[str, Any]) -> dict[str, str]:
        """Return where the links of the frame lead; empty where there is nowhere to go."""
        assert self._shared is not None
        # here all pages are one, and the search is none of them
        is_one = app.builder.name == "singlehtml"

        def to(docname: str) -> str:
            # an edition may leave out a page to which all pages would lead
            if docname not in app.env.found_docs or docname == pagename:
                return ""
            return (
                app.builder.get_target_uri(docname) if is_one else str(context["pathto"](docname))
            )

        all_ways = to(self._options["reach_page"])
        reach = "#cp-reach" if self._shared.ways else all_ways
        find = "" if is_one or not context["hasdoc"]("search") else str(context["pathto"]("search"))
        return {
            "crisis": to(self._options["crisis_page"]),
            "all_ways": all_ways,
            "reach": "#content" if pagename == self._options["reach_page"] else reach,
            "find": "#content" if find and pagename == "search" else find,
        }

    def _links(self, context: dict[str, Any]) -> list[tuple[str, str]]:
        return [
            (words, _from_here(address, context))
            for words, address in self._options["links"].items()
        ]


def _index_numbers(builder: Builder) -> None:
    """Let numbers be found, which Sphinx leaves out of its index since its version 9.

    The builder has its index when it is prepared for writing; no event comes between that and the
    first page.
    """
    prepare = builder.prepare_writing

    def prepare_writing(docnames: Set[str]) -> None:
        prepare(docnames)
        language = getattr(getattr(builder, "indexer", None), "lang", None)
        if language is not None:
            kept = language.word_filter
            language.word_filter = lambda word: word.isdigit() or kept(word)

    builder.prepare_writing = prepare_writing  # type: ignore[method-assign]  # of this one only


def _filename(asset: Any) -> str:
    return str(getattr(asset, "filename", None) or asset)


_SCRIPTS = ("documentation_options.js", "doctools.js", "sphinx_highlight.js", "design-tabs.js")


def _is_known(filename: str) -> bool:
    """Return whether a script only serves what the theme does without scripts."""
    return filename.rpartition("/")[2] in {*_SCRIPTS, "translations.js"}


def _from_here(address: str, context: dict[str, Any]) -> str:
    """Return an address of the options as it is written on this page."""
    if urls.scheme(address) or address.startswith("/"):
        return address
    return str(context["content_root"]) + address.removeprefix("./")


def _title(app: Sphinx, given: str) -> str:
    """Return the title that conf.py gives; the project's name where Sphinx only made one up."""
    made_up = app.config.values["html_title"].default
    return str(app.config.project) if given == made_up(app.config) else given


def _tree(app: Sphinx, context: dict[str, Any], *, is_whole: bool) -> str:
    collapse = len(app.env.found_docs) > LARGEST_MENU and not is_whole
    tree = context["toctree"](maxdepth=-1, collapse=collapse, includehidden=True, titles_only=True)
    return str(tree or "")


def _other_pages(app: Sphinx, context: dict[str, Any]) -> list[tuple[str, str]]:
    """Return title and address of every page that no list of pages holds, in order of titles."""
    listed: set[str] = set()
    found = [app.config.root_doc]
    while found:
        docname = found.pop()
        listed.add(docname)
        found += [each for each in app.env.toctree_includes.get(docname, ()) if each not in listed]
    left = {
        docname: app.env.titles[docname].astext()
        for docname in app.env.found_docs - listed
        if docname in app.env.titles and "nosearch" not in app.env.metadata[docname]
    }
    return sorted(
        # Sphinx calls a page without a title so
        (docname if title == "<no title>" else title, str(context["pathto"](docname)))
        for docname, title in left.items()
    )


def _with_headings(tree: str) -> str:
    """Return the list of all pages with captions as headings, and the current page marked."""
    return re.sub(
        r'<a class="([^"]*\bcurrent\b[^"]*)" href="#">',
        r'<a class="\1" aria-current="page" href="#">',
        _captions_are_headings(tree),
    )


def _captions_are_headings(page: str) -> str:
    """Return *page* with the captions of lists of pages as headings: their roles lack a level."""
    return re.sub(
        r'<p class="caption" role="heading">(.*?)</p>', r'<h2 class="pages-caption">\1</h2>', page
    )


def _description(doctree: nodes.document | None, context: dict[str, Any]) -> str:
    """Return the first words of a page's own text, unless it describes itself."""
    if doctree is None or 'name="description"' in (context.get("metatags") or ""):
        return ""
    for paragraph in doctree.findall(nodes.paragraph):
        if isinstance(paragraph.parent, nodes.section):
            words = " ".join(paragraph.astext().split())
            return textwrap.shorten(words, LONGEST_DESCRIPTION, placeholder=" …")
    return ""


def _after_title(body: str) -> tuple[str, str]:
    """Return the page up to its title, and the rest."""
    head, end, rest = body.partition("</h1>")
    return (head + end, rest) if end else ("", body)


def _outline(app: Sphinx, pagename: str) -> str:
    """Return the sections of a page as a list of links; empty where there are few."""
    if pagename not in app.env.tocs:
        return ""
    toc = document_toc(app.env, pagename, app.builder.tags)
    inner = next(iter(toc.findall(_is_below_title)), None)
    if inner is None:
        return ""
    assert isinstance(inner, nodes.bullet_list)
    # lists of other pages stand among the sections; they are no part of this page
    for other in [child for child in inner if not isinstance(child, nodes.list_item)]:
        inner.remove(other)
    if len(inner) < LEAST_OUTLINE:
        return ""
    for deeper in list(inner.findall(nodes.bullet_list))[1:]:
        if deeper.parent is not None:
            deeper.parent.remove(deeper)
    assert isinstance(app.builder, StandaloneHTMLBuilder)
    return app.builder.render_partial(inner)["fragment"]


def _is_below_title(node: nodes.Node) -> bool:
    """Return whether *node* lists the sections of a page: a list within the list of its title."""
    return isinstance(node, nodes.bullet_list) and isinstance(node.parent, nodes.list_item)
