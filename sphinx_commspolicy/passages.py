"""Passages and pages for some readers only: read once, left out when an edition is written.

A passage is Sphinx's own ``only`` with a condition on tags that name the reader, such as
``clinician_rosa``, ``situation_teen`` or ``whole_practice``. So all pages are read the same way for
every edition. When one is written, the environment in memory, which has been stored already, is
made to what would have been read without the omitted parts: contents, titles, labels, index and
search know nothing of them. References to what is left out are plain text, with a warning.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, TypeGuard

from docutils import nodes
from docutils.parsers.rst.states import RSTState
from sphinx import addnodes
from sphinx.directives.other import Only
from sphinx.environment.collectors.toctree import TocTreeCollector
from sphinx.transforms import SphinxContentsFilter
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import docname_join, logging

from sphinx_commspolicy.diagnostics import Code, did_you_mean, quote
from sphinx_commspolicy.domain import comms_domain
from sphinx_commspolicy.model.names import SITUATIONS, WHOLE_PRACTICE_ID, is_identifier

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Set

    from docutils.nodes import Element
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment
    from sphinx.util.docutils import SphinxDirective
    from sphinx.util.tags import Tags

    from sphinx_commspolicy.effective import Scope

logger = logging.getLogger(__name__)

WHOLE_PRACTICE = "whole_practice"
"""Tag of a handbook that is for no clinician's clients in particular."""
ALWAYS = f"{WHOLE_PRACTICE} or not {WHOLE_PRACTICE}"
NEVER = f"{WHOLE_PRACTICE} and not {WHOLE_PRACTICE}"
"""Conditions that hold for every reader and for none; Sphinx knows no constants."""
_DOCUMENTS = ("typst_documents", "latex_documents", "man_pages", "texinfo_documents")
"""Settings that list documents of their own, each with the page with which it begins."""
_OUR_TAGS = re.compile(rf"\b(?:(clinician|situation)_([a-z0-9_]+)|{WHOLE_PRACTICE})\b")


class Passage(NamedTuple):
    """A part of a page that is for some readers only."""

    expr: str
    """Condition on tags."""
    ids: tuple[str, ...]
    """Every place in it that can be referred to."""
    line: int


class HeldBy(NamedTuple):
    """A title that a page may have, and the conditions under which it stands there."""

    conditions: tuple[str, ...]
    title: nodes.title


class Download(NamedTuple):
    """A file that a page offers, and the conditions under which it does."""

    conditions: tuple[str, ...]
    file: str
    """Where it lies among the files that are offered."""


# ---- tags


def tag(kind: str, name: str) -> str:
    """Return the tag of a clinician or situation; no two names have the same."""
    return f"{kind}_{name.replace('_', '__').replace('-', '_')}"


def _name_of(word: str) -> str:
    """Return the name from whose tag *word* comes."""
    return re.sub("__?", lambda found: "_" if len(found[0]) == 2 else "-", word)


def tags_of(edition: Scope) -> set[str]:
    """Return the tags of an edition's readers."""
    whose = tag("clinician", edition.name) if edition.kind == "clinician" else WHOLE_PRACTICE
    return {whose, *([tag("situation", edition.situation)] if edition.situation else ())}


def set_tags(app: Sphinx, edition: Scope | None) -> None:
    """Give the tags of an edition's readers to the build; without one, those of everybody."""
    for name in sorted(tags_of(edition) if edition else {WHOLE_PRACTICE}):
        app.tags.add(name)


# ---- reading


class _ForSome(Only):
    """A passage for the readers that its argument names; after ``not``, for all but those."""

    kind: ClassVar[str]

    def run(self) -> list[nodes.Node]:
        """Return the passage under its condition."""
        try:
            negated, wanted = read_names(self.kind, self.arguments[0])
        except ValueError as error:
            message = f"{self.name}: {error}"
            raise self.error(message) from None
        self.arguments[0] = self.condition(negated, wanted)
        if isinstance(self.state, RSTState):
            return super().run()
        document = self.state.document
        before = [(part, [*part]) for part in [document, *document.findall(nodes.section)]]
        found = super().run()
        for passage in found:
            self._take_in(passage, before)
        return found

    def _take_in(self, passage: nodes.Node, before: list[tuple[Element, list[nodes.Node]]]) -> None:
        """Put sections into the passage that the parser has put beside it.

        The parser for Markdown gives a heading its place among the sections of the page, whatever
        it stands in. *before* tells what those held before.
        """
        assert isinstance(passage, addnodes.only)
        for part, held in before:
            known = {id(child) for child in held}
            beside = [
                child
                for child in part
                if isinstance(child, (nodes.section, addnodes.only)) and id(child) not in known
            ]
            if not beside:
                continue
            for child in beside:
                part.remove(child)
            if part is self.state_machine.node:
                passage += beside
            else:
                rest = addnodes.only("", *beside, expr=passage["expr"])
                rest.source, rest.line = passage.source, passage.line
                part.append(rest)

    def condition(self, negated: bool, wanted: list[str]) -> str:
        """Return the condition on tags."""
        return condition(self.kind, negated, wanted)


class ForClinicians(_ForSome):
    """A passage for the clients of some clinicians only."""

    kind = "clinician"

    def condition(self, negated: bool, wanted: list[str]) -> str:
        """Return the condition; a page that names its clinician needs no tags for it."""
        from sphinx_commspolicy.resolve import page_clinician

        page = page_clinician(self.env, self.state.document)
        if page:
            return ALWAYS if (page in wanted) is not negated else NEVER
        return super().condition(negated, wanted)


class ForSituations(_ForSome):
    """A passage for clients in some situations only."""

    kind = "situation"


PASSAGES: dict[str, type[SphinxDirective]] = {
    "for-clinicians": ForClinicians,
    "for-situations": ForSituations,
}
"""The directives of passages by the names they are written with."""


def read_names(kind: str, text: str) -> tuple[bool, list[str]]:
    """Return whether *text* begins with ``not``, and the names in it. ValueError on a bad name."""
    names = re.split(r"[\s,]+", text.strip())
    negated = names[0].lower() == "not"
    names = names[1:] if negated else names
    if not names:
        msg = f"write the {kind}s that it is for"
        raise ValueError(msg)
    for name in names:
        if not is_identifier(name):
            msg = f"{quote(name)} is not an id: ids have small letters, digits and hyphens"
            raise ValueError(msg)
    return negated, names


def condition(kind: str, negated: bool, names: Iterable[str]) -> str:
    """Return the condition on tags that the readers *names* fulfil, or all but they."""
    whole = kind == "clinician"
    words = [
        WHOLE_PRACTICE if whole and name == WHOLE_PRACTICE_ID else tag(kind, name) for name in names
    ]
    return f"not ({' or '.join(words)})" if negated else " or ".join(words)


def note_passages(app: Sphinx, document: nodes.document) -> None:
    """Remember, of the page that was read, its passages and the titles that it may have."""
    env = app.env
    docname = env.docname
    found = [
        Passage(node["expr"], tuple(_ids(node)), node.line or 0)
        for node in document.findall(addnodes.only)
        if _is_ours(node)
    ]
    domain = comms_domain(env)
    if found:
        domain.passages[docname] = found
    titles = list(_titles(document))
    if titles and titles[0].conditions:
        domain.titles[docname] = titles
    downloads = [
        Download(_conditions(node), node["filename"])
        for node in document.findall(addnodes.download_reference)
        if "filename" in node
    ]
    if any(download.conditions for download in downloads):
        domain.downloads[docname] = downloads


def _is_ours(node: Element) -> bool:
    return _OUR_TAGS.search(node["expr"]) is not None


def _ids(node: Element) -> Iterator[str]:
    for part in node.findall(nodes.Element):
        yield from part["ids"]


def _conditions(node: Element) -> tuple[str, ...]:
    """Return the conditions of every passage in which *node* stands."""
    found = []
    above = node.parent
    while above is not None:
        if isinstance(above, addnodes.only):
            found.append(above["expr"])
        above = above.parent
    return tuple(found)


def _titles(document: nodes.document) -> Iterator[HeldBy]:
    """Yield the title of each section, up to the first that stands there for every reader."""
    for section in document.findall(nodes.section):
        conditions = _conditions(section)
        visitor = SphinxContentsFilter(document)
        section[0].walkabout(visitor)
        yield HeldBy(conditions, nodes.title("", "", *visitor.get_entry_text()))
        if not conditions:
            return


# ---- what an edition leaves out


def page_condition(env: BuildEnvironment, docname: str) -> tuple[list[str], list[str]]:
    """Return the conditions in a page's own fields, and what is wrong with them."""
    conditions, problems = [], []
    for kind in ("clinician", "situation"):
        text = str(env.metadata.get(docname, {}).get(f"for-{kind}s", "")).strip()
        if not text:
            continue
        try:
            conditions.append(condition(kind, *read_names(kind, text)))
        except ValueError as error:
            problems.append(f"for-{kind}s: {error}")
    return conditions, problems


def omitted_pages(env: BuildEnvironment, tags: Tags) -> frozenset[str]:
    """Return the pages that an edition leaves out.

    They are those whose own fields say so, and those that only a table of contents leads to which
    is left out itself.
    """
    omitted = {
        docname
        for docname in env.found_docs
        if not all(_holds(tags, expr) for expr in page_condition(env, docname)[0])
    }
    if env.config.root_doc in omitted:
        logger.warning(
            "this page begins the handbook, so it is part of every edition",
            location=env.config.root_doc,
            type="commspolicy",
            subtype=Code.bad_option,
        )
        omitted.discard(env.config.root_doc)
    led_to = {name for names in env.toctree_includes.values() for name in names}
    while True:
        reached = {env.config.root_doc} | {
            name
            for docname in env.toctree_includes
            if docname not in omitted
            for name in _includes(env.tocs[docname], tags)
        }
        lost = (led_to & env.found_docs) - reached - omitted
        if not lost:
            return frozenset(omitted)
        omitted |= lost


def conditions_met(env: BuildEnvironment, tags: Tags) -> list[tuple[str, bool]]:
    """Return the conditions in contents that pages show of each other, and whether they are met."""
    found = {node["expr"] for toc in env.tocs.values() for node in toc.findall(addnodes.only)}
    return [(expr, _holds(tags, expr)) for expr in sorted(found)]


def _holds(tags: Tags, expr: str) -> bool:
    try:
        return bool(tags.eval_condition(expr))
    except Exception:
        return True  # Sphinx warns of a condition that cannot be read


def _includes(toc: Element, tags: Tags) -> Iterator[str]:
    for child in toc.children:
        if isinstance(child, addnodes.toctree):
            yield from child["includefiles"]
        elif isinstance(child, addnodes.only) and not _holds(tags, child["expr"]):
            continue
        elif isinstance(child, nodes.Element):
            yield from _includes(child, tags)


# ---- writing


def take_out(app: Sphinx, builder: Builder) -> None:
    """Make the environment in memory what would have been read without the omitted parts.

    It has been stored for other editions before.
    """
    env = app.env
    domain = comms_domain(env)
    tags = domain.state.tags
    _warn_unknown(env)
    passages = {
        docname: [passage for passage in found if not _holds(tags, passage.expr)]
        for docname, found in domain.passages.items()
    }
    omitted = domain.state.omitted
    if not omitted and not any(passages.values()):
        return
    for setting in _DOCUMENTS:
        kept = [entry for entry in getattr(app.config, setting) if entry[0] not in omitted]
        setattr(app.config, setting, kept)
    before = _targets(env)
    titles_of = dict(domain.titles)
    for docname in sorted(omitted):
        app.events.emit("env-purge-doc", env, docname)
        env.clear_doc(docname)
        env.found_docs.discard(docname)
    for docname, found in passages.items():
        ids = {name for passage in found for name in passage.ids}
        if ids and docname not in omitted:
            _forget_places(env, docname, ids)
    for docname, downloads in domain.downloads.items():
        _withdraw(env, docname, downloads, tags)
    for docname, titles in titles_of.items():
        if docname not in omitted:
            _choose_title(env, docname, titles, tags)
    for docname in sorted(env.tocs):
        _prune(env.tocs[docname], omitted, tags)
        includes = [
            name
            for toctree in env.tocs[docname].findall(addnodes.toctree)
            for name in toctree["includefiles"]
        ]
        if includes:
            env.toctree_includes[docname] = includes
        else:
            env.toctree_includes.pop(docname, None)
    if env.numbered_toctrees:
        TocTreeCollector().assign_section_numbers(env)
    _prune(env.master_doctree, omitted, tags)
    domain.state.left_out = frozenset(before - _targets(env)) | omitted
    # pages that were read just now are on the builder's list already
    write = builder.write_documents
    builder.write_documents = partial(_write_others, write, omitted)  # type: ignore[method-assign]


def _write_others(write: Any, omitted: Set[str], docnames: Set[str]) -> None:
    write(set(docnames) - omitted)


def _targets(env: BuildEnvironment) -> set[str]:
    """Return every name that a reference can have as its target."""
    names = {
        str(name[-1] if isinstance(name, tuple) else name)
        for table in _tables(env)
        for name, place in table.items()
        if _is_place(place)
    }
    return names | {name for _, name in comms_domain(env).objects}


def _tables(env: BuildEnvironment) -> Iterator[dict[Any, Any]]:
    """Yield every table in which a domain keeps what can be referred to."""
    for domain in env.domains.sorted():
        for table in domain.data.values():
            if isinstance(table, dict):
                yield table


def _is_place(entry: object) -> TypeGuard[tuple[str, str]]:
    """Return whether *entry* says where something is: page and id, whatever follows."""
    return isinstance(entry, tuple) and [type(part) for part in entry[:2]] == [str, str]


def _forget_places(env: BuildEnvironment, docname: str, ids: set[str]) -> None:
    """Forget every place on a page whose id is among *ids*."""
    for table in _tables(env):
        for name, place in list(table.items()):
            if _is_place(place) and place[0] == docname and place[1] in ids:
                del table[name]
    comms_domain(env).forget_places(docname, ids)
    entries = env.domains.index_domain.entries
    if docname in entries:
        entries[docname] = [entry for entry in entries[docname] if entry[2] not in ids]


def _withdraw(env: BuildEnvironment, docname: str, downloads: list[Download], tags: Tags) -> None:
    """Take the files away that a page offers in omitted passages only."""
    offered = {
        download.file
        for download in downloads
        if all(_holds(tags, expr) for expr in download.conditions)
    }
    withdrawn = {download.file for download in downloads} - offered
    for name, (docnames, file) in list(env.dlfiles.items()):
        if str(file) in withdrawn:
            docnames.discard(docname)
            if not docnames:
                del env.dlfiles[name]


def _choose_title(env: BuildEnvironment, docname: str, titles: list[HeldBy], tags: Tags) -> None:
    """Give a page the first title that stands there; what Sphinx gives to one that has none."""
    untitled = nodes.title("", "<no title>")
    chosen = next(
        (held.title for held in titles if all(_holds(tags, expr) for expr in held.conditions)),
        untitled,
    )
    same = env.longtitles[docname] is env.titles[docname]
    env.titles[docname] = chosen
    if same or env.longtitles[docname].astext() == titles[0].title.astext():
        env.longtitles[docname] = chosen


def _prune(tree: Element, omitted: Set[str], tags: Tags) -> None:
    """Take passages, and entries that lead to omitted pages, out of a page or its contents."""
    if not isinstance(tree, nodes.document):
        for node in list(tree.findall(addnodes.only)):
            if _holds(tags, node["expr"]):
                node.replace_self(node.children)
            elif node.parent is not None:
                node.parent.remove(node)
    for toctree in tree.findall(addnodes.toctree):
        entries = [(title, target) for title, target in toctree["entries"] if target not in omitted]
        if len(entries) != len(toctree["entries"]):
            toctree["entries"] = entries
            toctree["includefiles"] = [
                name for name in toctree["includefiles"] if name not in omitted
            ]


class TakeOutPassages(SphinxPostTransform):
    """Take out the passages that are for others, before anything in them is looked at."""

    default_priority = 1

    def run(self, **kwargs: Any) -> None:
        """Change the page that is being written."""
        del kwargs
        state = comms_domain(self.env).state
        for page in list(self.document.findall(addnodes.start_of_file)):
            if page["docname"] in state.omitted:
                page.parent.remove(page)
        ours = [node for node in self.document.findall(addnodes.only) if _is_ours(node)]
        if ours:
            from sphinx_commspolicy.facts import EDITION

            state.asked[self.env.docname].add(EDITION)
        for node in ours:
            kept = node.children if _holds(state.tags, node["expr"]) else []
            # a comment takes over the ids of a target before it
            item = node.parent
            node.replace_self(kept or nodes.comment())
            if not kept:
                _drop_empty(item)
        _prune(self.document, state.omitted, state.tags)


def _drop_empty(item: Element) -> None:
    """Take an item of a list away in which nothing is left, and a list without items."""
    while isinstance(item, (nodes.list_item, nodes.bullet_list, nodes.enumerated_list)):
        if any(not isinstance(child, nodes.comment) for child in item) or item["ids"]:
            return
        whole = item.parent
        item.replace_self(nodes.comment())
        item = whole


def text_of_left_out(
    app: Sphinx,
    env: BuildEnvironment,
    node: addnodes.pending_xref,
    contnode: Element,
) -> Element | None:
    """Return the text of a reference to what is left out of this edition, with a warning."""
    del app
    state = comms_domain(env).state
    if not meanings(node) & state.left_out:
        return None
    logger.warning(
        "%s is left out of the handbook for the %s, so this reference is plain text there. "
        "Put it in a passage for the same readers, or write it in another way",
        quote(str(node["reftarget"])),
        state.edition(),
        location=node,
        type="commspolicy",
        subtype=Code.left_out,
    )
    return contnode


def meanings(node: addnodes.pending_xref) -> set[str]:
    """Return the names of labels, pages and terms that a reference can mean."""
    target = str(node["reftarget"])
    return {target, target.lower(), docname_join(node.get("refdoc", ""), target)}


def _warn_unknown(env: BuildEnvironment) -> None:
    """Warn of each clinician or situation that a condition names and that does not exist."""
    state = comms_domain(env).state
    policy = state.facts.policy(state.facts.edition) if state.facts else None
    known = {"clinician": list(policy.clinicians) if policy else [], "situation": list(SITUATIONS)}
    conditions: list[tuple[str, str]] = []
    for docname, passages in sorted(comms_domain(env).passages.items()):
        path = env.doc2path(docname)
        conditions += [(passage.expr, f"{path}:{passage.line}") for passage in passages]
    for docname in sorted(env.found_docs):
        own, problems = page_condition(env, docname)
        conditions += [(expr, docname) for expr in own]
        for problem in problems:
            _warn(problem, docname, Code.bad_option)
    for expr, place in dict.fromkeys(conditions):
        for kind, word in _OUR_TAGS.findall(expr):
            name = _name_of(word)
            if kind and name not in known[kind]:
                hint = did_you_mean(name, known[kind])
                _warn(f"there is no {kind} {quote(name)}. {hint}".strip(), place, Code.unknown_id)


def _warn(message: str, place: str, code: Code) -> None:
    logger.warning("%s", message, location=place, type="commspolicy", subtype=code)
