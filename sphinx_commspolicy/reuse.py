"""Pages that are the same in several editions are made of facts and translated once.

The first edition of a run keeps, for each page, the questions that it asked with their answers, and
what became of it. Another edition in which every answer is the same, and the outline of the
handbook too, has the same page but for what the theme puts around it: the theme's template is
filled anew, with the edition's own title, and everything before that is taken over. What the
contents beside each page look like, and the stems of words for the search, are taken over too.

Where editions leave out different parts, their outlines differ. Then a page's text is still taken
over, unless it holds contents or refers to anything that one of them leaves out.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from docutils import nodes
from sphinx import addnodes
from sphinx.builders.html import StandaloneHTMLBuilder

from sphinx_commspolicy.domain import comms_domain
from sphinx_commspolicy.passages import meanings

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
    refers_to: frozenset[str]
    """Every name that a reference in it can mean."""
    has_contents: bool
    """Whether it holds a table of contents."""


class Shelf:
    """Holds the pages of one edition for those that come after it."""

    def __init__(self) -> None:
        self._pages: dict[str, Kept] = {}
        self._contents: dict[tuple[Any, ...], str] = {}
        """Contents beside the pages, by page and how they are wanted."""
        self._stems: dict[str, str] = {}
        self._outline = ""
        self._whole_outline = ""
        self._left_out: frozenset[str] = frozenset()

    def connect(self, app: Sphinx) -> None:
        """Keep pages of *app*, or take over pages where another edition has been before."""
        is_first = not self._outline
        app.connect("write-started", self._begin_first if is_first else self._begin, priority=LATE)

    # ---- the first edition

    def _begin_first(self, app: Sphinx, builder: Builder) -> None:
        if not isinstance(builder, StandaloneHTMLBuilder) or len(app.env.found_docs) > MOST_PAGES:
            return
        state = comms_domain(app.env).state
        self._outline, self._whole_outline = state.common["outline"], state.whole_outline
        self._left_out = _unsteady(app)
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
            self._pages[pagename] = Kept(
                doctree, _copy(context), asked, *_unresolved(app, pagename)
            )
        handle(pagename, context, *args, **options)

    # ---- the others

    def _begin(self, app: Sphinx, builder: Builder) -> None:
        state = comms_domain(app.env).state
        if not isinstance(builder, StandaloneHTMLBuilder):
            return
        env = app.env
        is_same = state.common["outline"] == self._outline
        kept = {name: page for name, page in self._pages.items() if name in env.found_docs}
        if not is_same:
            unsteady = self._left_out | _unsteady(app)
            steady = state.whole_outline == self._whole_outline and not env.numbered_toctrees
            kept = {
                name: page
                for name, page in kept.items()
                if steady and not page.has_contents and not page.refers_to & unsteady
            }
        else:
            app.connect("html-page-context", self._remember_contents, priority=1)
        env.get_and_resolve_doctree = partial(  # type: ignore[method-assign]
            self._resolve, env.get_and_resolve_doctree, app, builder, kept
        )
        builder.write_doc = partial(  # type: ignore[method-assign]
            self._write, builder.write_doc, builder, kept, is_same
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
        is_same: bool,
        docname: str,
        doctree: nodes.document,
    ) -> None:
        page = kept.get(docname)
        if page is None:
            write(docname, doctree)
            return
        builder.current_docname = docname
        context = _copy(page.context)
        if not is_same:
            # what leads to other pages is made anew
            own = builder.get_doc_context(docname, context["body"], context["metatags"])
            context = {**context, **own}
        builder.handle_page(docname, context, event_arg=doctree)

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


def _unsteady(app: Sphinx) -> frozenset[str]:
    """Return the names that mean one thing in some editions and another, or nothing, in others."""
    domain = comms_domain(app.env)
    return domain.state.left_out | domain.titles.keys()


def _unresolved(app: Sphinx, docname: str) -> tuple[frozenset[str], bool]:
    """Return every name that a reference on a page can mean, and whether it holds contents."""
    document = app.env.get_doctree(docname)
    names = {name for node in document.findall(addnodes.pending_xref) for name in meanings(node)}
    return frozenset(names), next(document.findall(addnodes.toctree), None) is not None


def _copy(context: dict[str, Any]) -> dict[str, Any]:
    """Return a copy whose lists other editions cannot change."""
    return {
        name: list(value) if isinstance(value, list) else value for name, value in context.items()
    }
