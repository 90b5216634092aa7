"""From placeholders to nodes: when a page is written, and for titles when it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

from sphinx_commspolicy import urls
from sphinx_commspolicy.diagnostics import Code, did_you_mean, quote, shown_path
from sphinx_commspolicy.domain import PHRASES, Trace, comms_domain
from sphinx_commspolicy.markup import MarkupReader, typographer
from sphinx_commspolicy.nodes import facts_block, facts_inline

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from sphinx_commspolicy.facts import Reader
    from sphinx_commspolicy.render.context import Context

logger = logging.getLogger(__name__)

STRUCTURAL = (nodes.title, nodes.subtitle, nodes.caption, nodes.term, nodes.rubric)
"""Elements whose text Sphinx copies to other places while a page is read."""


class TitlesAreText(SphinxTransform):
    """Put the present text into titles, captions and terms; take it out of everything else.

    A page whose titles hold facts is read again when they change (`Trace`). Runs after Sphinx has
    put in translations (priority 20), and before glossaries are sorted (500) and quotation marks
    made typographic (750).
    """

    default_priority = 300

    def apply(self, **kwargs: Any) -> None:
        """Change the page that is being read."""
        del kwargs
        asked: set[str] = set()
        for node in list(self.document.findall(facts_inline)):
            structure = _structure_above(node)
            if structure is None:
                node.present = None
                continue
            text = present_text(self.env, self.document, node, asked)
            plain = nodes.inline("", "", nodes.Text(text), classes=["commspolicy-fact"])
            node.replace_self(plain)
            section = structure.parent
            if isinstance(structure, nodes.title) and isinstance(section, nodes.section):
                self._needs_label(section, structure)
        if asked:
            domain = comms_domain(self.env)
            facts = {word: domain.digest(word) for word in sorted(asked)}
            domain.traces[self.env.docname] = Trace(facts)

    def _needs_label(self, section: nodes.section, title: nodes.title) -> None:
        if section.parent is self.document:
            return  # the page's own title: links go to the page
        explicit = any(self.document.nametypes.get(name) for name in section["names"])
        if not explicit:
            logger.warning(
                "the title %s holds a fact: when it changes, links to this section break. "
                "Write a label above it, such as “.. _about-this:”",
                quote(title.astext()),
                location=title,
                type="commspolicy",
                subtype=Code.title_without_label,
            )


class ResolveFacts(SphinxPostTransform):
    """Replace every placeholder by the facts, before references are resolved (priority 10)."""

    default_priority = 5

    def run(self, **kwargs: Any) -> None:
        """Change the page that is being written."""
        del kwargs
        domain = comms_domain(self.env)
        docname = self.env.docname
        state = domain.state
        # a page that asks nothing is remembered, too
        for page in (docname, *_joined_pages(self.document)):
            state.asked.setdefault(page, set())
        markup = MarkupReader(self.env, self.document.settings, state.lines)
        with state.rendering():
            for node in list(self.document.findall(_is_placeholder)):
                assert isinstance(node, nodes.Element)
                node_docname = node["docname"]
                asked = state.asked[node_docname]
                _replace(self.env, state.builder, markup, docname, node, asked)
        if docname == self.config.commspolicy_json_ld and state.facts is not None:
            self._tell_search_engines(state.asked[docname])
        self._check_links()

    def _tell_search_engines(self, asked: set[str]) -> None:
        """Put the practice's facts for machines into the page, where it is one of a website."""
        builder = comms_domain(self.env).state.builder
        if builder.format != "html" or builder.name == "epub":
            return
        from sphinx_commspolicy.render.headless import headless_context
        from sphinx_commspolicy.render.json_ld import json_ld

        state = comms_domain(self.env).state
        assert state.facts is not None
        text = json_ld(headless_context(state.facts, state.phrases, asked=asked))
        script = f'<script type="application/ld+json">{text}</script>'
        self.document += nodes.raw("", script, format="html")

    def _check_links(self) -> None:
        schemes = set(self.config.commspolicy_url_schemes)
        for node in list(self.document.findall(nodes.reference)):
            uri = node.get("refuri", "")
            if not uri or urls.is_allowed(uri, schemes):
                continue
            logger.warning(
                "the link to %s is left out: its scheme is not among commspolicy_url_schemes",
                quote(uri),
                location=node,
                type="commspolicy",
                subtype=Code.unsafe_url,
            )
            words = nodes.inline("", "", *node.children, ids=node["ids"], classes=node["classes"])
            node.replace_self(words)


class NoCodeInToctrees(SphinxTransform):
    """Drop entries of a table of contents whose address would run code in the reader's browser.

    They are copied into navigation while a page is read, before links are looked at.
    """

    default_priority = 300

    def apply(self, **kwargs: Any) -> None:
        """Change the page that is being read."""
        del kwargs
        for toctree in self.document.findall(addnodes.toctree):
            kept = []
            for title, target in toctree["entries"]:
                if urls.scheme(target) not in urls.RUN_CODE:
                    kept.append((title, target))
                    continue
                logger.warning(
                    "the entry %s of this table of contents is left out: its address runs code",
                    quote(target),
                    location=toctree,
                    type="commspolicy",
                    subtype=Code.unsafe_url,
                )
            toctree["entries"] = kept


def _joined_pages(document: nodes.document) -> list[str]:
    """Return the pages that a builder of single files has put into *document*."""
    return [part["docname"] for part in document.findall(addnodes.start_of_file)]


def _is_placeholder(node: nodes.Node) -> bool:
    return isinstance(node, (facts_block, facts_inline))


def _structure_above(node: nodes.Node) -> Element | None:
    parent = node.parent
    while parent is not None:
        if isinstance(parent, STRUCTURAL):
            return parent
        parent = parent.parent
    return None


def _replace(
    env: BuildEnvironment,
    builder: Builder,
    markup: MarkupReader,
    docname: str,
    node: Element,
    asked: set[str],
) -> None:
    page = str(env.metadata.get(node["docname"], {}).get("clinician", "")).strip()
    ctx = _context(env, builder, markup, docname, node, asked, page)
    found: list[nodes.Node]
    if isinstance(node, facts_inline):
        found = _gap(node) if ctx is None else _inline(ctx, node)
        if node["classes"]:  # of a role that a page has made from ours
            found = [nodes.inline("", "", *found, classes=node["classes"])]
            node["classes"] = []
        node.replace_self(found)
        return
    if ctx is None:
        found = _gap(node)
    else:
        from sphinx_commspolicy.render import block_renderer

        found = block_renderer(node["kind"])(ctx)
    for element in found:
        for part in element.findall(nodes.Element):
            part.source, part.line = part.source or node.source, part.line or node.line
        if isinstance(element, nodes.Element):
            # a directive before ours may have named classes for it
            element["classes"] = [*element["classes"], *node["classes"]]
    node["classes"] = []
    if node["ids"]:
        found = [nodes.target("", "", ids=node["ids"]), *found]
    node.replace_self(found)


def _inline(ctx: Context, node: Element) -> list[nodes.Node]:
    from sphinx_commspolicy.render.inline import inline_fact

    return inline_fact(ctx, node["kind"], node["target"])


def present_text(
    env: BuildEnvironment,
    document: nodes.document,
    node: Element,
    asked: set[str],
    *,
    quiet: bool = False,
) -> str:
    """Return the text of an inline placeholder as the facts are now, while *document* is read.

    *quiet* leaves out warnings, which are given when the page is written.
    """
    asked.add(PHRASES)
    page = page_clinician(env, document)
    markup = MarkupReader(env, document.settings, comms_domain(env).state.lines, quiet=quiet)
    ctx = _context(env, None, markup, node["docname"], node, asked, page, quiet=quiet)
    if ctx is None:
        return str(node["target"])
    with comms_domain(env).state.rendering():
        return "".join(found.astext() for found in _inline(ctx, node))


def page_clinician(env: BuildEnvironment, document: nodes.document) -> str:
    """Return the clinician that the fields at the top of *document* name, while it is read."""
    own = comms_domain(env).state.page_clinicians.get(env.docname)
    if own is not None:
        return own
    top = (node for node in document if not isinstance(node, nodes.PreBibliographic))
    fields = next(top, None)
    if isinstance(fields, (nodes.field_list, nodes.docinfo)):
        for entry in fields.findall(nodes.field):
            if entry[0].astext().lower() == "clinician":
                return entry[1].astext().strip()
    return ""


def _context(
    env: BuildEnvironment,
    builder: Builder | None,
    markup: MarkupReader,
    docname: str,
    node: Element,
    asked: set[str],
    page: str,
    *,
    quiet: bool = False,
) -> Context | None:
    """Return what a renderer works with.

    None, after a warning, where the practice has no data, or has no such clinician or programme:
    the facts of somebody else would mislead.
    """
    domain = comms_domain(env)
    state = domain.state
    if state.facts is None:
        from sphinx_commspolicy.facts import EDITION

        asked.add(EDITION)  # answered in another way as soon as there are data
        if not quiet:
            _warn_no_data(env, node)
        return None
    from sphinx_commspolicy.facts import Reader
    from sphinx_commspolicy.render.context import Context

    reader = _scoped(Reader(state.facts, state.edition(), asked), node, page, quiet=quiet)
    if reader is None:
        return None
    return Context(
        reader=reader,
        phrases=state.phrases,
        markup=markup,
        typographic=typographer(env.config, builder) if builder else str,
        domain=domain,
        builder=builder,
        docname=docname,
        node=node,
        argument=node.get("argument", []),
        options=node.get("options", {}),
        quiet=quiet,
    )


def _scoped(reader: Reader, node: Element, page: str, *, quiet: bool) -> Reader | None:
    """Return *reader* for the clinician or programme that the placeholder, or its *page*, names.

    None, after a warning, where there is no such clinician or programme.
    """
    from sphinx_commspolicy.effective import Scope

    options: dict[str, Any] = node.get("options", {})
    wanted = (
        ("clinician", node.get("clinician") or options.get("clinician")),
        ("programme", options.get("programme")),
        ("clinician", page),
    )
    source = reader.facts.source
    for kind, name in wanted:
        if not name:
            continue
        scope = Scope(kind, name)
        if source.knows(scope):
            return reader.for_scope(scope)
        reader.for_scope(scope).get("practice", "name")  # to notice when it is declared
        if quiet:
            return None
        known = [found.name for found in source.scopes() if found.kind == scope.kind]
        hint = did_you_mean(scope.name, known)
        logger.warning(
            "%s",
            f"there is no {scope.kind} {quote(scope.name)}. {hint}".strip(),
            location=node,
            type="commspolicy",
            subtype=Code.unknown_id,
        )
        return None
    return reader.for_edition()


def _warn_no_data(env: BuildEnvironment, node: Element) -> None:
    state = comms_domain(env).state
    logger.warning(
        "there is no practice data: write %s, or set commspolicy_practice in conf.py",
        quote(shown_path(state.facts_path)),
        location=node,
        type="commspolicy",
        subtype=Code.file_missing,
    )


def _gap(node: Element) -> list[nodes.Node]:
    """Return what stands where no fact can."""
    what = " ".join(node.get("argument", ())) or node.get("target", "") or node["kind"]
    words = nodes.Text(f"[Missing: {what}]")
    if isinstance(node, facts_inline):
        return [nodes.inline("", "", words, classes=["commspolicy-missing"])]
    return [nodes.paragraph("", "", words, classes=["commspolicy-missing"])]
