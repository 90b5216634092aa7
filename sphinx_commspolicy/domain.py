"""The domain ``comms``: where methods, needs and clinicians are described, and references there."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from docutils import nodes
from sphinx.domains import Domain, ObjType
from sphinx.roles import XRefRole
from sphinx.util import logging
from sphinx.util.nodes import make_refnode

from sphinx_commspolicy import __version__
from sphinx_commspolicy.diagnostics import Code, quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Set

    from docutils.nodes import Element
    from sphinx.addnodes import pending_xref
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from sphinx_commspolicy.passages import Download, HeldBy, Passage
    from sphinx_commspolicy.state import BuildState

logger = logging.getLogger(__name__)

PHRASES = "phrases//"
"""Key of the product's own sentences in the language of the build."""

_BY_PAGE = ("uses", "traces", "passages", "titles", "downloads", "templates")
"""Parts of the domain's data that have an entry for each page."""

SECTION_OF = {"method": "methods", "need": "needs", "clinician": "clinicians"}
"""For each kind of object, the section of the policy that declares it."""


class Place(NamedTuple):
    """Where an object is described."""

    docname: str
    node_id: str


class Trace(NamedTuple):
    """What the titles, captions and terms of a page were made of."""

    facts: dict[str, str]
    """Each question that was asked, with the digest of its answer."""


class ObjectReference(XRefRole):
    """A reference to where a method, need or clinician is described; its text is the name."""

    def process_link(
        self,
        env: BuildEnvironment,
        refnode: Element,
        has_explicit_title: bool,  # noqa: ARG002 - Sphinx's signature
        title: str,
        target: str,
    ) -> tuple[str, str]:
        """Note the use, so that the page is written again when the name changes."""
        domain = comms_domain(env)
        kind = refnode["reftype"].rpartition(":")[2]
        refnode["refdomain"], refnode["reftype"] = CommsDomain.name, kind
        domain.note_use(env.docname, kind, [target], {})
        return title, target.strip()


class CommsDomain(Domain):
    """Methods, needs and clinicians of a practice."""

    name = "comms"
    label = "Communications policy"
    object_types: ClassVar[dict[str, ObjType]] = {
        "method": ObjType("contact method", "method-ref"),
        "need": ObjType("need", "need-ref"),
        "clinician": ObjType("clinician", "clinician-ref"),
    }
    dangling_warnings: ClassVar[dict[str, str]] = {
        f"{kind}-ref": (
            f"no page describes the {kind} “%(target)s” (a directive “{directive}” would)"
        )
        for kind, directive in (
            ("method", "contact-method"),
            ("need", "need-route"),
            ("clinician", "clinician"),
        )
    }
    initial_data: ClassVar[dict[str, dict[Any, Any]]] = {
        "objects": {},
        "uses": {},
        "traces": {},
        "passages": {},
        "titles": {},
        "downloads": {},
        "templates": {},
    }
    data_version = 3

    state: BuildState
    """The live facts; set when a build begins."""

    def get_type_name(self, type: ObjType, primary: bool = False) -> str:  # noqa: A002
        """Return what search results call an object, in the language of the handbook."""
        del primary
        if not hasattr(self, "state"):
            return str(type.lname)
        _ = self.state.phrases.gettext
        names = {
            "contact method": _("contact method"),
            "need": _("need"),
            "clinician": _("clinician"),
        }
        return names.get(str(type.lname), str(type.lname))

    # ---- what pages hold

    @property
    def objects(self) -> dict[tuple[str, str], list[Place]]:
        """For each kind and id, every place that describes it, sorted; the first one counts."""
        objects: dict[tuple[str, str], list[Place]] = self.data["objects"]
        return objects

    @property
    def uses(self) -> dict[str, list[str]]:
        """For each page, what its directives and roles ask, as they are written."""
        uses: dict[str, list[str]] = self.data["uses"]
        return uses

    @property
    def traces(self) -> dict[str, Trace]:
        """For each page with facts in titles, captions or terms: what they were made of."""
        traces: dict[str, Trace] = self.data["traces"]
        return traces

    @property
    def passages(self) -> dict[str, list[Passage]]:
        """For each page with passages for some readers: these."""
        passages: dict[str, list[Passage]] = self.data["passages"]
        return passages

    @property
    def titles(self) -> dict[str, list[HeldBy]]:
        """For each page whose first title is for some readers only: the titles it may have."""
        titles: dict[str, list[HeldBy]] = self.data["titles"]
        return titles

    @property
    def downloads(self) -> dict[str, list[Download]]:
        """For each page with files for some readers only: every file that it offers."""
        downloads: dict[str, list[Download]] = self.data["downloads"]
        return downloads

    @property
    def templates(self) -> dict[str, str]:
        """For each page that was made from a template: its file."""
        templates: dict[str, str] = self.data["templates"]
        return templates

    def note_use(
        self, docname: str, kind: str, argument: list[str], options: dict[str, Any]
    ) -> None:
        """Remember that a page uses facts. What stands in the practice's own texts is no use."""
        if self.state.is_rendering:
            return
        use = json.dumps([kind, argument, options], sort_keys=True, default=str)
        self.uses.setdefault(docname, []).append(use)

    def uses_digest(self, docname: str) -> str:
        """Return a short text that changes when a page's directives and roles change."""
        content = "\n".join(self.uses.get(docname, ())).encode()
        return hashlib.blake2b(content, digest_size=9).hexdigest()

    def uses_any(self, docname: str, kinds: Set[str]) -> bool:
        """Return whether a page has a directive of one of *kinds*."""
        return any(json.loads(use)[0] in kinds for use in self.uses.get(docname, ()))

    def note_object(self, kind: str, name: str, docname: str, node_id: str, node: Element) -> bool:
        """Remember where an object is described; False, after a warning, if the page has it."""
        places = self.objects.setdefault((kind, name), [])
        if any(place.docname == docname for place in places):
            logger.warning(
                "the %s %s is described twice on this page; add “:no-index:” to the second",
                kind,
                quote(name),
                location=node,
                type="commspolicy",
                subtype=Code.duplicate_block,
            )
            return False
        places.append(Place(docname, node_id))
        places.sort()
        return True

    def place_of(self, kind: str, name: str) -> Place | None:
        """Return where an object is described; None where it is nowhere."""
        places = self.objects.get((kind, name))
        return places[0] if places else None

    def forget_places(self, docname: str, ids: Set[str]) -> None:
        """Forget the objects that are described on a page at one of *ids*."""
        for key, places in list(self.objects.items()):
            left = [
                place for place in places if place.docname != docname or place.node_id not in ids
            ]
            if left:
                self.objects[key] = left
            else:
                del self.objects[key]

    def anchor_digest(self, word: str) -> str:
        """Return the digest of the question *word*, ``anchor/kind/name``."""
        _, kind, name = word.split("/", 2)
        place = self.place_of(kind, name)
        return "/".join(place) if place else "nowhere"

    def digest(self, word: str) -> str:
        """Return the digest of any question that a page can ask."""
        if word.startswith("anchor/"):
            return self.anchor_digest(word)
        if word == PHRASES:
            return f"{__version__} {self.state.phrases.digest()}"
        if word.startswith("fingerprint//"):
            return self.state.file_digest(word.removeprefix("fingerprint//"))
        return self.state.facts.digest(word) if self.state.facts else "no facts"

    # ---- Sphinx's side

    def clear_doc(self, docname: str) -> None:
        """Forget a page."""
        for part in _BY_PAGE:
            self.data[part].pop(docname, None)
        for key, places in list(self.objects.items()):
            left = [place for place in places if place.docname != docname]
            if left:
                self.objects[key] = left
            else:
                del self.objects[key]

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        """Take over what another process has read."""
        for docname in docnames:
            for part in _BY_PAGE:
                if docname in otherdata[part]:
                    self.data[part][docname] = otherdata[part][docname]
        for key, places in otherdata["objects"].items():
            own = self.objects.setdefault(key, [])
            own += [place for place in places if place.docname in docnames and place not in own]
            own.sort()
        for key in [key for key, places in self.objects.items() if not places]:
            del self.objects[key]

    def check_consistency(self) -> None:
        """Warn of what two pages describe."""
        for (kind, name), places in sorted(self.objects.items()):
            for place in places[1:]:
                logger.warning(
                    "the %s %s is described here and on the page %s; references go there "
                    "(add “:no-index:” here)",
                    kind,
                    quote(name),
                    quote(places[0].docname),
                    location=place.docname,
                    type="commspolicy",
                    subtype=Code.duplicate_block,
                )

    def get_objects(self) -> Iterable[tuple[str, str, str, str, str, int]]:
        """Yield what search and the inventory show."""
        for (kind, name), places in sorted(self.objects.items()):
            place = places[0]
            yield name, self.display_name(kind, name) or name, kind, place.docname, place.node_id, 1

    def display_name(self, kind: str, name: str) -> str | None:
        """Return the name that clients know, in the language of the build; None if undeclared."""
        facts = self.state.facts
        if facts is None:
            return None
        block = getattr(facts.policy(facts.edition), SECTION_OF[kind]).get(name)
        return facts.translate(block.name) if block else None

    def resolve_xref(
        self,
        env: BuildEnvironment,  # noqa: ARG002 - Sphinx's signature
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> nodes.reference | None:
        """Return the link, with the object's name as text unless the page gives another."""
        kind = typ.removesuffix("-ref")
        asked = self.state.asked[fromdocname]
        asked.add(f"anchor/{kind}/{target}")
        place = self.place_of(kind, target)
        if place is None:
            return None
        if not node.get("refexplicit"):
            from sphinx_commspolicy.facts import OF_EDITION, FactKey

            text = self.display_name(kind, target)
            asked.add(str(FactKey(OF_EDITION, (SECTION_OF[kind], target, "name"))))
            contnode = nodes.inline("", text or target, classes=contnode["classes"])
        return make_refnode(builder, fromdocname, place.docname, place.node_id, [contnode])

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> list[tuple[str, nodes.reference]]:
        """Return the links that ``:any:`` can mean."""
        found = []
        for kind in SECTION_OF:
            self.state.asked[fromdocname].add(f"anchor/{kind}/{target}")
            if self.place_of(kind, target):
                role = f"{kind}-ref"
                link = self.resolve_xref(env, fromdocname, builder, role, target, node, contnode)
                if link is not None:
                    found.append((f"{self.name}:{role}", link))
        return found

    def documents_with_facts(self) -> Iterator[str]:
        """Yield each page that uses facts."""
        yield from self.uses


def comms_domain(env: BuildEnvironment) -> CommsDomain:
    """Return the domain of *env*."""
    domain = env.get_domain(CommsDomain.name)
    assert isinstance(domain, CommsDomain)
    return domain


def has_domain(env: BuildEnvironment) -> bool:
    """Return whether the extension itself is there: its theme can be chosen without it."""
    return any(domain.name == CommsDomain.name for domain in env.domains.sorted())
