"""What every page shows of the facts: the crisis line, and how to reach the practice.

Computed once a build, in the scope that pages have which name none. The questions it asks are those
of every page (:func:`page_wide_questions`).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_commspolicy import urls
from sphinx_commspolicy.crisis_services import shown_services
from sphinx_commspolicy.domain import PHRASES, comms_domain, has_domain
from sphinx_commspolicy.facts import EDITION, Reader
from sphinx_commspolicy.model.method import by_preference
from sphinx_commspolicy.phrases.catalogue import fill, load_phrases
from sphinx_commspolicy.phrases.times import hours_sentence
from sphinx_commspolicy.render import compose
from sphinx_commspolicy.render.contact import (
    NUMBER,
    USER_NAME,
    contact_or_reason,
    contact_value,
    short_number_uri,
)
from sphinx_commspolicy.render.context import Context
from sphinx_commspolicy.render.methods import turnaround_words
from sphinx_commspolicy.theme.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_commspolicy.model.crisis import Access, CrisisService
    from sphinx_commspolicy.model.method import Method
    from sphinx_commspolicy.phrases.catalogue import Phrases

CHANNELS: tuple[str, ...] = ("phone", "sms", "portal", "app", "email")
"""The order of channels, the same on every page of every handbook; one method of each is shown."""


@dataclass(frozen=True, slots=True)
class Press:
    """Something to press, or only to read."""

    words: str
    uri: str = ""
    """Empty where there is nothing to press."""
    kind: str = ""
    """Class for the stylesheet: of a number, which is never broken, or of a user name."""
    who: str = ""
    """Whom it reaches."""
    number: str = ""
    """The part of the words that is a number, where they are more than that."""

    @property
    def before(self) -> str:
        """Return the words before the number."""
        return self.words.partition(self.number)[0] if self.number else self.words

    @property
    def after(self) -> str:
        """Return the words after the number."""
        return self.words.partition(self.number)[2] if self.number else ""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to reach the practice."""

    name: str
    is_preferred: bool
    contact: tuple[Press, ...]
    hours: str
    """Sentence; empty where the data hold none."""
    hear_back: str
    """When an answer comes; empty where the data do not tell."""


@dataclass(frozen=True)
class Shared:
    """What every page shows."""

    words: dict[str, str]
    words_language: str = ""
    """Language of the words (BCP 47) where it is not the handbook's."""
    has_facts: bool = False
    crisis: tuple[Press, ...] = ()
    ways: tuple[Way, ...] = ()
    asked: set[str] = field(default_factory=set)
    """Every question to the facts."""


def page_wide_questions(app: Sphinx) -> set[str]:
    """Return the questions that every page of the theme asks the facts."""
    return shared(app).asked


def shared(app: Sphinx) -> Shared:
    """Return what every page shows, from the facts of this build."""
    phrases = phrases_of(app.env)
    if not has_domain(app.env):
        return Shared(words(phrases), _other_language(phrases, app.config.language))
    domain = comms_domain(app.env)
    asked = {EDITION, PHRASES}
    said = Shared(words(phrases), _other_language(phrases, app.config.language), asked=asked)
    if domain.state.facts is None:
        return said
    from sphinx_commspolicy.markup import MarkupReader, typographer

    ctx = Context(
        reader=Reader(domain.state.facts, domain.state.edition(), asked).for_edition(),
        phrases=phrases,
        markup=MarkupReader(app.env, app.env.settings, domain.state.lines, quiet=True),
        typographic=typographer(app.config, app.builder),
        domain=domain,
        builder=None,
        docname=app.config.root_doc,
        node=nodes.container(),
        quiet=True,
    )
    schemes = set(app.config.commspolicy_url_schemes)
    return replace(
        said,
        has_facts=True,
        crisis=tuple(_crisis(ctx, app.config.language, schemes)),
        ways=tuple(_ways(ctx, schemes)),
    )


def phrases_of(env: BuildEnvironment) -> Phrases:
    """Return the product's sentences in the language of the build, also without the extension."""
    return comms_domain(env).state.phrases if has_domain(env) else load_phrases(env.config.language)


def _other_language(phrases: Phrases, language: str) -> str:
    same = phrases.language.split("_")[0] == language.replace("-", "_").split("_")[0]
    return "" if same else phrases.language.replace("_", "-")


# ---- crisis


def _crisis(ctx: Context, language: str, schemes: set[str]) -> Iterator[Press]:
    """Yield the emergency number, then a number to call in a crisis, then one to write to."""
    for path in (("crisis",), ("practice", "jurisdictions")):
        ctx.get(*path)  # what decides on the services that are shown
    country = ctx.reader.country_services()
    services = shown_services(ctx.reader.facts.policy(ctx.reader.quiet_scope), country)
    if country and not any(service.kind == "emergency" for _, service in services):
        number = country.emergency_number
        uri = short_number_uri("tel", number) if "tel" in schemes else ""
        yield _press(ctx.gettext("call {number}", number=number), uri, number, "")
    parts = [region for region in ctx.get("practice", "jurisdictions") or () if "-" in region]
    local = ctx.get("crisis", "local") or {}
    # those for everybody before those for some, and for some parts of the country only
    services = tuple(
        sorted(
            services,
            key=lambda each: (
                not (each[1].core or each[0] in local),
                bool(each[1].areas) and not parts,
            ),
        )
    )
    spoken = language.replace("_", "-").split("-")[0]
    for kind, mode in (("emergency", "call"), ("crisis", "call"), ("crisis", "text")):
        found = _first(services, kind, mode, spoken)
        if found is None:
            continue
        service, way = found
        scheme = "tel" if mode == "call" else "sms"
        assert way.number is not None
        uri = short_number_uri(scheme, way.number) if scheme in schemes else ""
        yield _press(_sentence(ctx, way), uri, way.number, ctx.label(service.name))


def _first(
    services: tuple[tuple[str, CrisisService], ...], kind: str, mode: str, spoken: str
) -> tuple[CrisisService, Access] | None:
    """Return the first way in that is for everybody, one in the reader's own language before."""
    for _, service in services:
        if service.kind != kind or service.status != "active":
            continue
        ways = [way for way in service.access if way.mode == mode and way.number and not way.note]
        own = [way for way in ways if spoken in way.languages]
        for way in (*own, *(way for way in ways if not way.languages)):
            return service, way
    return None


def _sentence(ctx: Context, way: Access) -> str:
    number = way.number or ""
    if way.mode == "text" and way.keyword:
        return ctx.gettext("text {keyword} to {number}", keyword=way.keyword, number=number)
    if way.mode == "text":
        return ctx.gettext("text {number}", number=number)
    if way.option:
        sentence = ctx.gettext("call {number}, then press {option}")
        return fill(sentence, number=number, option=way.option)
    return ctx.gettext("call {number}", number=number)


def _press(sentence: str, uri: str, number: str, who: str) -> Press:
    return Press(sentence[:1].upper() + sentence[1:], uri, who=who, number=number)


# ---- reaching the practice


def _ways(ctx: Context, schemes: set[str]) -> Iterator[Way]:
    """Yield one method of each channel, in the fixed order: the one that works best."""
    chosen: dict[str, Way] = {}
    for _, method in by_preference(ctx.get("methods") or {}):
        channel: str = method.system
        if channel in chosen or (channel not in CHANNELS and method.rank != 1):
            continue
        contact = tuple(_contact(ctx, method, schemes))
        if not contact and method.rank == 1:
            # a letter has its address elsewhere; some numbers are given by the clinician
            words = _text(contact_or_reason(ctx, method))
            contact = (Press(words),) if words else ()
        if contact:
            hours = hours_sentence(ctx.phrases, method.hours) if method.hours else ""
            back = _text(compose.sentence_case(turnaround_words(ctx, method)))
            chosen[channel] = Way(
                ctx.label(method.name),
                method.rank == 1,
                contact,
                _labelled(ctx, ctx.gettext("Hours"), hours),
                _labelled(ctx, ctx.gettext("You hear back"), back),
            )
    others = [channel for channel in chosen if channel not in CHANNELS]
    for channel in (*CHANNELS, *others):
        if channel in chosen:
            yield chosen[channel]


def _contact(ctx: Context, method: Method, schemes: set[str]) -> Iterator[Press]:
    for node in contact_value(ctx, method):
        if not isinstance(node, nodes.Element):
            continue  # what stands between two
        kind = next((name for name in node["classes"] if name in {NUMBER, USER_NAME}), "")
        uri = node.get("refuri", "")
        yield Press(node.astext(), uri if urls.is_allowed(uri, schemes) else "", kind)


def _labelled(ctx: Context, label: str, value: str) -> str:
    return ctx.gettext("{label}: {value}", label=label, value=value) if value else ""


def _text(content: list[nodes.Node]) -> str:
    return "".join(node.astext() for node in content)
