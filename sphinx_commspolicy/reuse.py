"""Pages that are the same in several editions are made of facts and translated once.

The first edition of a run keeps, for each page, the questions that it asked with their answers, and
what became of it. Another edition in which every answer is the same, and the outline of the
handbook too, has the same page but for what the theme puts around it: the theme's template is
filled anew, with the edition's own title, and everything before that is taken over. What the
contents beside each page look like, and the stems of words for the search, are taken over too.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder

from sphinx_commspolicy.domain import comms_domain

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx
    from sphinx.builders import Builder

LATE = 950
"""Priority of what must come after everything that prepares an edition for writing."""
MOST_PAGES = 1_000
"""Pages of a handbook beyond which none are kept: they are held in memory."""
_KNOWN = ("docutils.", "sphinx.addnodes", "sphinx_design.", "sphinx_commspolicy.")
"""Modules of nodes whose translation does nothing but write text."""


class Kept(NamedTuple):
    """What became of a page."""

    doctree: nodes.document
    context: dict[str, Any]
    """What the theme's template is filled with."""
    asked: dict[str, str]
    """Every question, with the digest of its answer."""


class Shelf:
    """Holds the pages of one edition for those that come after it."""

    def __init__(self) -> None:
        self._pages: dict[str, Kept] = {}
        self._contents: dict[tuple[Any, ...], str] = {}
        """Contents beside the pages, by page and how they are wanted."""
        self._stems: dict[str, str] = {}
        self._outline = ""

    def connect(self, app: Sphinx) -> None:
        """Keep pages of *app*, or take over pages where another edition has been before."""
        is_first = not self._outline
        app.connect("write-started", self._begin_first if is_first else self._begin, priority=LATE)

    # ---- the first edition

    def _begin_first(self, app: Sphinx, builder: Builder) -> None:
        if not isinstance(builder, StandaloneHTMLBuilder) or len(app.env.found_docs) > MOST_PAGES:
            return
        self._outline = comms_domain(app.env).state.common["outline"]
        app.connect("html-page-context", self._remember_contents, priority=1)
        resolve = app.env.get_and_resolve_doctree
        app.env.get_and_resolve_doctree = partial(  # type: ignore[method-assign]
            self._resolve_first, resolve, builder
        )
        builder.handle_page = partial(  # type: ignore[method-assign]
            self._handle_first, builder.handle_page, app
        )

    def _resolve_first(
        self,
        resolve: Callable[..., nodes.document],
        html: StandaloneHTMLBuilder,
        /,
        docname: str,
        *args: Any,
        **options: Any,
    ) -> nodes.document:
        self._remember_stems(html)
        return resolve(docname, *args, **options)

    def _handle_first(
        self,
        handle: Callable[..., None],
        app: Sphinx,
        /,
        pagename: str,
        context: dict[str, Any],
        *args: Any,
        **options: Any,
    ) -> None:
        doctree = options.get("event_arg")
        domain = comms_domain(app.env)
        if isinstance(doctree, nodes.document) and _is_plain(doctree, app):
            asked = {word: domain.digest(word) for word in domain.state.asked[pagename]}
            self._pages[pagename] = Kept(doctree, _copy(context), asked)
        handle(pagename, context, *args, **options)

    # ---- the others

    def _begin(self, app: Sphinx, builder: Builder) -> None:
        state = comms_domain(app.env).state
        if not isinstance(builder, StandaloneHTMLBuilder):
            return
        env = app.env
        if state.common["outline"] != self._outline:
            kept: dict[str, Kept] = {}
        else:
            kept = {name: page for name, page in self._pages.items() if name in env.found_docs}
            app.connect("html-page-context", self._remember_contents, priority=1)
        env.get_and_resolve_doctree = partial(  # type: ignore[method-assign]
            self._resolve, env.get_and_resolve_doctree, app, builder, kept
        )
        builder.write_doc = partial(  # type: ignore[method-assign]
            self._write, builder.write_doc, builder, kept
        )

    def _resolve(
        self,
        resolve: Callable[..., nodes.document],
        app: Sphinx,
        html: StandaloneHTMLBuilder,
        kept: dict[str, Kept],
        /,
        docname: str,
        *args: Any,
        **options: Any,
    ) -> nodes.document:
        self._remember_stems(html)
        page = kept.get(docname)
        if page is None:
            return resolve(docname, *args, **options)
        domain = comms_domain(app.env)
        if any(domain.digest(word) != answer for word, answer in page.asked.items()):
            del kept[docname]
            return resolve(docname, *args, **options)
        domain.state.asked[docname] |= page.asked.keys()
        return page.doctree

    @staticmethod
    def _write(
        write: Callable[[str, nodes.document], None],
        builder: StandaloneHTMLBuilder,
        kept: dict[str, Kept],
        docname: str,
        doctree: nodes.document,
    ) -> None:
        page = kept.get(docname)
        if page is None:
            write(docname, doctree)
            return
        builder.current_docname = docname
        builder.handle_page(docname, _copy(page.context), event_arg=doctree)

    # ---- both

    def _remember_contents(
        self, app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
    ) -> None:
        """Let the theme ask for the contents beside a page once for all editions."""
        del app, templatename, doctree
        make = context.get("toctree")
        if make is None:
            return

        def contents(**wanted: Any) -> str:
            key = (pagename, *sorted((name, repr(value)) for name, value in wanted.items()))
            if key not in self._contents:
                self._contents[key] = make(**wanted)
            return self._contents[key]

        context["toctree"] = contents

    def _remember_stems(self, builder: StandaloneHTMLBuilder) -> None:
        language = getattr(getattr(builder, "indexer", None), "lang", None)
        if language is None or getattr(language.stem, "args", None) is not None:
            return
        language.stem = partial(self._stem, language.stem)

    def _stem(self, stem: Callable[[str], str], word: str) -> str:
        found = self._stems.get(word)
        if found is None:
            found = self._stems[word] = stem(word)
        return found


def _is_plain(doctree: nodes.document, app: Sphinx) -> bool:
    """Return whether a page can be taken over: its translation writes text and no files."""
    pictured = app.builder.math_renderer_name not in {None, "mathjax"}  # type: ignore[attr-defined]
    for node in doctree.findall():
        if not type(node).__module__.startswith(_KNOWN):
            return False
        if pictured and isinstance(node, (nodes.math, nodes.math_block)):
            return False
    return True


def _copy(context: dict[str, Any]) -> dict[str, Any]:
    """Return a copy whose lists other editions cannot change."""
    return {
        name: list(value) if isinstance(value, list) else value for name, value in context.items()
    }
