"""What follows from changes: who signs again, what is recorded, made and handed out again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes

from sphinx_commspolicy.effective import PRACTICE, Scope
from sphinx_commspolicy.fingerprint import Recorded, script_key
from sphinx_commspolicy.phrases.times import list_words
from sphinx_commspolicy.phrases.values import value_words
from sphinx_commspolicy.render.compared_people import compared_scopes
from sphinx_commspolicy.render.headless import headless_context
from sphinx_commspolicy.render.same_ids import with_ids_of
from sphinx_commspolicy.render.scripts import Said as Words
from sphinx_commspolicy.render.scripts import own_scripts
from sphinx_commspolicy.render.vcard import vcard

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sphinx_commspolicy.facts import Facts
    from sphinx_commspolicy.model.clinician import Clinician
    from sphinx_commspolicy.phrases.catalogue import Phrases
    from sphinx_commspolicy.render.changes import Difference
    from sphinx_commspolicy.render.context import Context


def whose_clients(ctx: Context, scopes: frozenset[Scope]) -> str:
    """Return whose clients a difference touches: “all clients”, “clients of June and of Owen”."""
    people, situations = _people(ctx), _situations(ctx)
    touched = [name for name in people if Scope("clinician", name) in scopes]
    within = [
        # one that is no longer declared has its common name
        situations.get(scope) or value_words(ctx.phrases, "situation", scope.name)
        for scope in sorted(scopes)
        if scope.kind == "situation"
    ]
    if touches_everybody(ctx, scopes):
        return ctx.gettext("all clients")
    if PRACTICE in scopes and len(touched) == len(people):
        others = "; ".join(words for scope, words in situations.items() if scope not in scopes)
        return ctx.gettext("all clients, except in this situation: {names}", names=others)
    names = _names(ctx, people, touched) if touched else ""
    found = []
    if touched and PRACTICE in scopes:
        found.append(
            ctx.gettext(
                "clients of {names}, and clients who have no clinician of their own yet",
                names=names,
            )
        )
    elif touched:
        found.append(ctx.gettext("clients of {names}", names=names))
    elif PRACTICE in scopes:
        found.append(ctx.gettext("clients who have no clinician of their own yet"))
    # in a situation people have the practice's facts, unless it has others
    if within and PRACTICE not in scopes:
        found.append(ctx.gettext("clients in this situation: {names}", names="; ".join(within)))
    return "; ".join(found)


def touches_everybody(ctx: Context, scopes: frozenset[Scope]) -> bool:
    """Return whether *scopes* are those of all clients, in every situation."""
    everybody = {PRACTICE, *(Scope("clinician", name) for name in _people(ctx))}
    return everybody <= scopes and _situations(ctx).keys() <= scopes


def whose_copies(ctx: Context, scopes: frozenset[Scope]) -> str:
    """Return which copies of a document *scopes* are: those of clinicians, and the practice's."""
    people = _people(ctx)
    touched = [name for name in people if Scope("clinician", name) in scopes]
    if PRACTICE not in scopes or len(touched) == len(people):
        return whose_clients(ctx, scopes)
    if not touched:
        return ctx.gettext("the copy of the practice")
    return ctx.gettext(
        "clients of {names}, and the copy of the practice", names=_names(ctx, people, touched)
    )


def _situations(ctx: Context) -> dict[Scope, str]:
    """Return the scope of each situation that the practice declares, and what it is called.

    None in an edition for a situation: every reader of it is in that one.
    """
    facts = ctx.reader.facts
    if facts.edition.situation:
        return {}
    return {
        Scope("situation", name): (
            ctx.label(own.name) if own.name else value_words(ctx.phrases, "situation", name)
        )
        for name, own in facts.policy(PRACTICE).situations.items()
    }


def _people(ctx: Context) -> dict[str, Clinician]:
    everybody = replace(ctx, reader=ctx.reader.for_scope(PRACTICE))
    return {
        name: person
        for name, person in (everybody.get("clinicians") or {}).items()
        if person.active
    }


def _names(ctx: Context, people: dict[str, Clinician], touched: list[str]) -> str:
    return list_words(ctx.phrases, [ctx.label(people[name].name) for name in touched])


def signers(ctx: Context, found: list[Difference]) -> str:
    """Return who has to sign again; empty where nobody has to."""
    scopes = frozenset(scope for one in found if one.material for scope in one.scopes)
    return whose_clients(ctx, scopes) if scopes else ""


def scripts_now(facts: Facts, phrases: Phrases) -> dict[str, Words]:
    """Return every script of the practice and its clinicians as it reads, by its key."""
    return {
        script_key(said.scope, said.name): said
        for scope in compared_scopes(facts)
        if scope.kind != "situation"  # a machine does not know who calls
        for said in own_scripts(headless_context(facts, phrases, scope))
    }


def outdated(before: dict[str, Recorded], now: dict[str, Words]) -> list[Words]:
    """Return the scripts of the YAML that say something else than what was recorded or copied.

    One whose day of recording is later than the one kept has been recorded again since.
    """
    return [
        said
        for said, was in _worded_anew(before, now)
        if said.written
        and not (said.recorded_on and was.recorded_on and said.recorded_on > was.recorded_on)
    ]


def outdated_copies(before: dict[str, Recorded], now: dict[str, Words]) -> list[Words]:
    """Return the scripts that say something else now, and that the YAML does not hold.

    They are put together for everybody who wants them; nobody knows who has copied one.
    """
    return [said for said, _ in _worded_anew(before, now) if not said.written]


def _worded_anew(
    before: dict[str, Recorded], now: dict[str, Words]
) -> Iterator[tuple[Words, Recorded]]:
    for key, said in now.items():
        was = before.get(key)
        if was is not None and was.words != said.words:
            yield said, was


def recorded(scripts: dict[str, Words]) -> dict[str, Recorded]:
    """Return scripts as a fingerprint keeps them."""
    return {key: Recorded(said.recorded_on, said.words) for key, said in scripts.items()}


class MadeAgain(NamedTuple):
    """A document that says something else now."""

    kind: str
    """The directive that makes it, or ``handbook``."""
    name: str
    """What it is called."""
    whose: str
    """Whose clients get it, in words."""
    scopes: frozenset[Scope]


def documents(old: Facts, new: Facts, phrases: Phrases) -> list[MadeAgain]:
    """Return the documents that say something else now, named in the language of *phrases*.

    A handout is compared as it reads for each clinician; the handbook holds every fact.
    """
    old = with_ids_of(old, new)
    result = []
    before = compared_scopes(old)
    for name, write in DOCUMENTS.items():
        touched = set()
        for scope in compared_scopes(new):
            texts = [
                write(headless_context(facts, phrases, scope)) if scope in known else None
                for facts, known in ((old, before), (new, compared_scopes(new)))
            ]
            if texts[0] != texts[1]:
                touched.add(scope)
        if touched:
            ctx = headless_context(new, phrases)
            scopes = frozenset(touched)
            made = MadeAgain(name, document_names(ctx)[name], whose_copies(ctx, scopes), scopes)
            result.append(made)
    return result


def _handbook(ctx: Context) -> str:
    return ctx.reader.facts.fingerprint(ctx.reader.scope)


def _written_by(kind: str) -> Callable[[Context], str]:
    def write(ctx: Context) -> str:
        from sphinx_commspolicy.render import block_renderer

        found = block_renderer(kind)(ctx)
        # what a QR code holds stands in its words, too
        alternatives = [image["alt"] for node in found for image in node.findall(nodes.image)]
        return "\n".join([*(node.astext() for node in found), *alternatives])

    return write


DOCUMENTS: dict[str, Callable[[Context], str]] = {
    "handbook": _handbook,
    "reach-sheet": _written_by("reach-sheet"),
    "wallet-card": _written_by("wallet-card"),
    "contact-card": vcard,
    "intake-guide": _written_by("intake-guide"),
    "preference-form": _written_by("preference-form"),
    "nonsecure-request": _written_by("nonsecure-request"),
    "acknowledgement": _written_by("acknowledgement"),
}
"""What makes the text of each document."""


def document_names(ctx: Context) -> dict[str, str]:
    """Return what each document is called."""
    _ = ctx.gettext
    return {
        "handbook": _("Handbook"),
        "reach-sheet": _("Sheet on how to reach us"),
        "wallet-card": _("Card for the wallet"),
        "contact-card": _("Contact for address books"),
        "intake-guide": _("Guide for the first talk"),
        "preference-form": _("Form on how to reach the client"),
        "nonsecure-request": _("Request for ways that are not private"),
        "acknowledgement": _("Page to sign"),
    }
