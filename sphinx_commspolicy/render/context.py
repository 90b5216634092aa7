"""What a renderer works with: the facts of its scope, words for them, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol

from docutils import nodes
from sphinx.errors import NoUri
from sphinx.util import logging
from sphinx.util.nodes import make_refnode

from sphinx_commspolicy.diagnostics import Code, did_you_mean, quote
from sphinx_commspolicy.effective import PRACTICE, Scope
from sphinx_commspolicy.facts import MISSING
from sphinx_commspolicy.markup import paragraphs
from sphinx_commspolicy.model.clinician import Clinician
from sphinx_commspolicy.nodes import facts_inline
from sphinx_commspolicy.phrases.catalogue import fill
from sphinx_commspolicy.render import compose
from sphinx_commspolicy.render.sentences import sentence_with

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from docutils.nodes import Element
    from sphinx.builders import Builder

    from sphinx_commspolicy.diagnostics import Location
    from sphinx_commspolicy.domain import Place
    from sphinx_commspolicy.facts import Reader
    from sphinx_commspolicy.phrases.catalogue import Phrases

DEEPEST_TEXT = 5
"""How deep texts of the practice may contain each other."""

logger = logging.getLogger(__name__)


class InlineReader(Protocol):
    """Reads the inline markup of a text of the practice."""

    def inline(self, text: str, place: Callable[[], Location], offset: int = 0) -> list[nodes.Node]:
        """Return the nodes of *text*, one paragraph."""


class Anchors(Protocol):
    """Knows where methods, needs and clinicians are described."""

    def place_of(self, kind: str, name: str) -> Place | None:
        """Return where an object is described; None where it is nowhere."""


@dataclass(frozen=True)
class Context:
    """One placeholder, on its way to becoming a part of a page."""

    reader: Reader
    phrases: Phrases
    markup: InlineReader
    typographic: Callable[[str], str]
    domain: Anchors
    builder: Builder | None
    """None while a page is read, when only texts are wanted."""
    docname: str
    """Page that is being written (for a builder that joins pages, the first of them)."""
    node: Element
    """The placeholder."""
    argument: list[str] = field(default_factory=list)
    options: Mapping[str, Any] = field(default_factory=dict)
    within: tuple[tuple[Scope, tuple[str, ...]], ...] = ()
    """Texts of the practice, each within the one before, that lead here."""
    text_place: str = ""
    """File and line of the last of them."""
    quiet: bool = False
    """Whether warnings are left for later, when the page is written."""

    # ---- words

    def gettext(self, message: str, **places: str) -> str:
        """Return a sentence of the product's own, translated, with its places filled.

        Without *places* it keeps them, for `sentence_with` to fill with nodes.
        """
        translated = self.phrases.gettext(message)
        return fill(translated, **places) if places else translated

    def words(self, label: str) -> list[nodes.Node]:
        """Return a Label of the practice as inline content."""
        return compose.text(self.label(label))

    def label(self, label: str) -> str:
        """Return a Label of the practice in the language of the page."""
        return self.typographic(self.reader.facts.translate(label))

    def shipped_label(self, label: str) -> str:
        """Return a text that comes with the product, such as a note on a crisis service.

        A catalogue of the practice counts more than the product's own.
        """
        said = self.label(label)
        return self.gettext_of(label) if said == self.typographic(label) else said

    def gettext_of(self, message: str) -> str:
        """Return the translation of a phrase that stands in the product's data."""
        return self.typographic(self.phrases.gettext(message))

    def labelled(
        self, label: Iterable[nodes.Node], value: Iterable[nodes.Node]
    ) -> list[nodes.Node]:
        """Return *label* before *value*, with the marks that the language puts between them."""
        sentence = self.gettext("{label}: {value}")
        return sentence_with(sentence, label=list(label), value=list(value))

    def inline(self, value: str, *path: str) -> list[nodes.Node]:
        """Return a Text of the practice as inline content, its paragraphs run together."""
        return compose.joined(
            (
                self._inline(part, offset, path)
                for part, offset in paragraphs(self._translated(value))
            ),
            " ",
        )

    def prose(self, value: str, *path: str) -> list[nodes.Node]:
        """Return a Text of the practice, which stands at *path*, as paragraphs."""
        return [
            compose.paragraph(self._inline(part, offset, path))
            for part, offset in paragraphs(self._translated(value))
        ]

    def _translated(self, value: str) -> str:
        return self.reader.facts.translate(value)

    def _inline(self, part: str, offset: int, path: tuple[str, ...]) -> list[nodes.Node]:
        holder = nodes.inline(
            "", "", *self.markup.inline(part, lambda: self.place_of(*path), offset)
        )
        before = ""
        for leaf in list(holder.findall(nodes.Text)):
            written = leaf.astext()
            if not isinstance(leaf.parent, (nodes.literal, nodes.math)):
                words = self._typographic_after(before, written)
                if words != written:
                    leaf.parent.replace(leaf, nodes.Text(words))
            before = written[-1:] or before
        for role in list(holder.findall(facts_inline)):
            role.replace_self(self._role(role, part, path))
        found = list(holder.children)
        holder.clear()
        for node in found:
            node.parent = None
        return found

    def _typographic_after(self, before: str, words: str) -> str:
        """Return *words*, which follow the character *before*, with typographic marks."""
        if not before or before.isspace() or before in "'\"-.([{":
            return self.typographic(words)
        # after a word a quotation mark closes: the letter says so, and is taken off again
        return self.typographic(f"x{words}")[1:]

    def _role(self, role: facts_inline, part: str, path: tuple[str, ...]) -> list[nodes.Node]:
        """Return what a role says that stands in a text of the practice, at *path*."""
        from sphinx_commspolicy.render.inline import inline_fact

        text = (self.reader.quiet_scope, path)
        if text in self.within or len(self.within) >= DEEPEST_TEXT:
            self.warn(Code.markup, f"texts refer to each other in a circle, at {quote(part)}")
            return self.missing_words(role["target"])
        place = f"{role.source}:{role.line}"
        inner = replace(self, within=(*self.within, text), text_place=place)
        if role["clinician"]:
            scope = Scope("clinician", role["clinician"])
            if self.reader.facts.source.knows(scope):
                inner = replace(inner, reader=self.reader.for_scope(scope))
            else:
                self.warn(Code.unknown_id, f"there is no {scope}, named in {quote(part)}")
        return inline_fact(inner, role["kind"], role["target"])

    def place_of(self, *path: str) -> Location:
        """Return where the fact at *path* is written."""
        steps = tuple(int(step) if step.isdecimal() else step for step in path) or ("practice",)
        facts = self.reader.facts
        return facts.source.text_location(steps, facts.as_read(self.reader.quiet_scope))

    # ---- asking

    def get(self, *path: str) -> Any:
        """Return the fact at *path* as it is today; None where the policy holds none."""
        value = self.reader.get(*path)
        if value is MISSING:
            return None
        if path[0] in {"methods", "clinicians"}:
            if len(path) == 1:
                return {name: self._as_of_today(block) for name, block in value.items()}
            if len(path) == 2:
                return self._as_of_today(value)
        return value

    def _as_of_today(self, block: Any) -> Any:
        """Return a method or clinician, out of use where its time is over or has not come."""
        over = block.period is not None and not block.period.covers(self.reader.today())
        if isinstance(block, Clinician):
            return block.model_copy(update={"active": False}) if over else block
        if over or block.use == "old":
            return block.model_copy(update={"status": "not_used"})
        return block

    def country(self) -> str:
        """Return the practice's country."""
        return str(self.get("practice", "country"))

    def named(self, section: str, name: str) -> Any:
        """Return the block *name* of *section*; None, after a warning, where there is none."""
        block = self.get(section, name)
        if block is None:
            known = getattr(self.reader.facts.policy(self.reader.quiet_scope), section)
            self.warn_missing(
                f"there is no {section.removesuffix('s')} {quote(name)}", section, name, known
            )
        return block

    def all_named(
        self, section: str, names: Iterable[str]
    ) -> tuple[dict[str, Any], list[nodes.Node]]:
        """Return the blocks *names* of *section*, and a gap for those that are not there."""
        names = list(names)
        found = {name: block for name in names if (block := self.named(section, name))}
        unknown = [name for name in names if name not in found]
        return found, self.missing(", ".join(unknown)) if unknown else []

    def in_scope(self, clinician: str) -> Context:
        """Return this context for the clients of *clinician*."""
        return replace(self, reader=self.reader.for_scope(Scope("clinician", clinician)))

    def clinician_name(self, clinician: str) -> str:
        """Return the name of *clinician* that clients know."""
        found = replace(self, reader=self.reader.for_scope(PRACTICE)).get("clinicians", clinician)
        return self.label(found.name) if found else clinician

    # ---- links

    def link_to(self, kind: str, name: str, content: Iterable[nodes.Node]) -> list[nodes.Node]:
        """Return *content* as a link to where an object is described; plain where it is nowhere."""
        content = list(content)
        self.reader.asked.add(f"anchor/{kind}/{name}")
        place = self.domain.place_of(kind, name)
        if place is None or self.builder is None or place.node_id in self.node["ids"]:
            return content
        try:
            link = make_refnode(self.builder, self.docname, place.docname, place.node_id, content)
        except NoUri:  # a document of some pages, of which that one is none
            return content
        return [link]

    def method_link(self, name: str) -> list[nodes.Node]:
        """Return the name of a method, as a link to its description."""
        method = self.get("methods", name)
        return (
            self.link_to("method", name, self.words(method.name)) if method else compose.text(name)
        )

    # ---- what is not there

    def missing(self, what: str) -> list[nodes.Node]:
        """Return what a page shows where a fact is missing: plain, visible, and no guess."""
        return [compose.paragraph(self.missing_words(what))]

    def missing_words(self, what: str) -> list[nodes.Node]:
        """Return the same within a sentence."""
        words = self.gettext("[Missing: {what}]", what=what)
        return [compose.inline(compose.text(words), "commspolicy-missing")]

    def warn_missing(
        self,
        message: str,
        section: str,
        name: str = "",
        known: Iterable[str] = (),
        *,
        at: tuple[str, ...] = (),
    ) -> None:
        """Warn that a fact is missing, and say where it belongs.

        That is the block at the path *at*, or else the *section*.
        """
        if self.quiet:
            return
        place = self.place_of(*at) if at else self.reader.facts.source.place_for(section)
        hint = did_you_mean(name, known) if name else ""
        logger.warning(
            "%s",
            f"{message}. {hint} It belongs in {place}, under {quote(section)}.".replace("  ", " "),
            location=self.text_place or self.node,
            type="commspolicy",
            subtype=Code.fact_missing,
        )

    def warn(self, code: Code, message: str) -> None:
        """Warn at the page, or at the text of the practice that asks."""
        if self.quiet:
            return
        place = self.text_place or self.node
        logger.warning("%s", message, location=place, type="commspolicy", subtype=code)

    def chosen(self, fields: Iterable[str]) -> list[str]:
        """Return those of *fields* that the options ``show`` and ``hide`` leave; warn of others."""
        known = list(fields)
        show, hide = self.options.get("show", ()), self.options.get("hide", ())
        for name in (*show, *hide):
            if name.replace("-", "_") not in known:
                self.warn(
                    Code.bad_option,
                    f"{quote(name)} cannot be shown here. {did_you_mean(name, known)}",
                )
        wanted = [name.replace("-", "_") for name in show]
        unwanted = {name.replace("-", "_") for name in hide}
        kept = [name for name in known if not show or name in wanted]
        if show:
            kept.sort(key=wanted.index)
        return [name for name in kept if name not in unwanted]
