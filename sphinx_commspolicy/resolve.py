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
from sphinx_commspolicy.facts import EDITION
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
                node.clear()
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
        with state.rendering():
            for node in list(self.document.findall(_is_placeholder)):
                assert isinstance(node, nodes.Element)
                node_docname = node["docname"]
                asked = state.asked[node_docname]
                _replace(self.env, state.builder, self.document, docname, node, asked)
        self._check_links()

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
            node.replace_self(list(node.children))


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
    document: nodes.document,
    docname: str,
    node: Element,
    asked: set[str],
) -> None:
    page = str(env.metadata.get(node["docname"], {}).get("clinician", "")).strip()
    ctx = _context(env, builder, document.settings, docname, node, asked, page)
    found: list[nodes.Node]
    if isinstance(node, facts_inline):
        found = _inline(ctx, node) if ctx else _no_data(env, node, inline=True)
        node.replace_self(found)
        return
    if ctx is None:
        found = _no_data(env, node, inline=False)
    else:
        from sphinx_commspolicy.render import block_renderer

        found = block_renderer(node["kind"])(ctx)
    for element in found:
        for part in element.findall(nodes.Element):
            part.source, part.line = part.source or node.source, part.line or node.line
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
    page = page_clinician(document)
    ctx = _context(env, None, document.settings, node["docname"], node, asked, page, quiet=quiet)
    if ctx is None:
        return str(node["target"])
    with comms_domain(env).state.rendering():
        return "".join(found.astext() for found in _inline(ctx, node))


def page_clinician(document: nodes.document) -> str:
    """Return the clinician that the fields at the top of *document* name, while it is read."""
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
    settings: Any,
    docname: str,
    node: Element,
    asked: set[str],
    page: str,
    *,
    quiet: bool = False,
) -> Context | None:
    """Return what a renderer works with; None where the practice has no data."""
    domain = comms_domain(env)
    state = domain.state
    if state.facts is None:
        asked.add(EDITION)  # answered in another way as soon as there are data
        return None
    from sphinx_commspolicy.facts import Reader
    from sphinx_commspolicy.markup import MarkupReader, typographer
    from sphinx_commspolicy.render.context import Context

    everybody = Reader(state.facts, state.edition(), asked)
    return Context(
        reader=_scoped(everybody, node, page, quiet=quiet),
        phrases=state.phrases,
        markup=MarkupReader(env, settings, quiet=quiet),
        typographic=typographer(env.config, builder) if builder else str,
        domain=domain,
        builder=builder,
        docname=docname,
        node=node,
        argument=node.get("argument", []),
        options=node.get("options", {}),
        quiet=quiet,
    )


def _scoped(reader: Reader, node: Element, page: str, *, quiet: bool) -> Reader:
    """Return *reader* for the clinician or programme that the placeholder, or its *page*, names."""
    from sphinx_commspolicy.effective import Scope

    options: dict[str, Any] = node.get("options", {})
    wanted = [
        Scope("clinician", node.get("clinician") or options.get("clinician") or ""),
        Scope("programme", options.get("programme") or ""),
        Scope("clinician", page),
    ]
    source = reader.facts.source
    for scope in wanted:
        if not scope.name:
            continue
        if source.knows(scope):
            return reader.for_scope(scope)
        if quiet:
            break
        known = [found.name for found in source.scopes() if found.kind == scope.kind]
        hint = did_you_mean(scope.name, known)
        logger.warning(
            "%s",
            f"there is no {scope.kind} {quote(scope.name)}. {hint}".strip(),
            location=node,
            type="commspolicy",
            subtype=Code.unknown_id,
        )
        break
    return reader.for_edition()


def _no_data(env: BuildEnvironment, node: Element, *, inline: bool) -> list[nodes.Node]:
    state = comms_domain(env).state
    logger.warning(
        "there is no practice data: write %s, or set commspolicy_practice in conf.py",
        quote(shown_path(state.facts_path)),
        location=node,
        type="commspolicy",
        subtype=Code.file_missing,
    )
    what = " ".join(node.get("argument", ())) or node.get("target", "") or node["kind"]
    words = nodes.Text(f"[Missing: {what}]")
    if inline:
        return [nodes.inline("", "", words, classes=["commspolicy-missing"])]
    return [nodes.paragraph("", "", words, classes=["commspolicy-missing"])]
