"""What changed between two versions of the facts, in words for clients."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from docutils import nodes

from sphinx_commspolicy.crisis_services import shown_services
from sphinx_commspolicy.effective import PRACTICE, Scope
from sphinx_commspolicy.model.fields import Amount, Fact
from sphinx_commspolicy.model.method import Method, by_preference
from sphinx_commspolicy.model.policy import SINGLE
from sphinx_commspolicy.phrases.catalogue import fill
from sphinx_commspolicy.phrases.times import date_range, hours_sentence
from sphinx_commspolicy.phrases.values import value_words
from sphinx_commspolicy.render.contact import contact_or_reason, contact_value
from sphinx_commspolicy.render.headless import headless_context
from sphinx_commspolicy.render.moved import Span, pairs
from sphinx_commspolicy.render.needs import route_words
from sphinx_commspolicy.render.same_ids import with_ids_of
from sphinx_commspolicy.render.values import (
    block_content,
    is_section_of_facts,
    label_of,
    shown_fields,
    within_words,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sphinx_commspolicy.facts import Facts
    from sphinx_commspolicy.model.clinician import Absence, Clinician
    from sphinx_commspolicy.model.need import Need
    from sphinx_commspolicy.model.policy import Policy
    from sphinx_commspolicy.model.schedule import Closure
    from sphinx_commspolicy.model.turnaround import Turnaround
    from sphinx_commspolicy.phrases.catalogue import Phrases
    from sphinx_commspolicy.render.context import Context

MATERIAL: dict[str, frozenset[str]] = {
    "methods": frozenset(
        {
            "status",
            "security",
            "consent_needed",
            "consent",
            "risk",
            "cost_to_client",
            "voicemail.confidential",
            "voicemail.heard_by",
        }
    ),
    "needs": frozenset(),
    "turnaround": frozenset(),
    "crisis": frozenset({"not_provided", "on_call"}),
    "phone_coaching": frozenset({"hours", "reply_within", "rule_24_hours", "who_may_call"}),
    "between_sessions": frozenset({"allowed", "fee"}),
    "privacy": frozenset({"risk", "record", "other_means"}),
    "video_sessions": frozenset({"recording", "emergency_contact"}),
    "travel": frozenset({"out_of_area"}),
    "young_people": frozenset({"ages", "both_parents", "custody"}),
    "couples": frozenset({"secrets", "secrets_text", "individual_contact", "separated"}),
    "safe_contact": frozenset({"offered"}),
    "cancellation": frozenset({"notice", "fee", "methods"}),
    "recording": frozenset({"therapist_use", "consent", "recording", "bots", "vendor"}),
    "social_media": frozenset({"searching", "searching_text", "connection_requests"}),
}
"""For each section: the facts that a client relied on when signing; of some, only a part.

They decide who can read what the client writes, what it costs, and what the practice will and will
not do. A longer turnaround is one of them, too; a shorter one, a new number or a closure is not:
clients are told, and need not sign.
"""


@dataclass(frozen=True)
class Difference:
    """One change, as it is told to clients."""

    words: str
    material: bool
    """Whether clients relied on it when they signed."""
    section: str
    scopes: frozenset[Scope] = frozenset()
    """Whose clients it touches; the practice's own scope stands for clients of the practice."""


class Said(NamedTuple):
    """A difference within one scope."""

    words: str
    material: bool = False
    whose: frozenset[Scope] = frozenset()
    """Whose clients it touches, where those are not the ones of the scope compared."""


def differences(old: Facts, new: Facts, phrases: Phrases) -> list[Difference]:
    """Return what changed from *old* to *new*, in the order of the policy, material ones first."""
    old = with_ids_of(old, new)
    found: dict[tuple[str, str], tuple[bool, set[Scope]]] = {}
    before, after = compared_scopes(old), compared_scopes(new)
    # in a situation that only one of them names, the practice's facts hold in the other
    situations = [scope for scope in before if scope.kind == "situation" and scope not in after]
    for scope in (*after, *situations):
        if scope not in before and scope.kind != "situation":
            continue  # told once, as a clinician who is new
        comparison = _Comparison(
            headless_context(old, phrases, scope), headless_context(new, phrases, scope)
        )
        for section, said in comparison.all():
            material, scopes = found.setdefault((section, said.words), (said.material, set()))
            found[section, said.words] = (material or said.material, scopes)
            scopes |= said.whose or {scope}
    result = [
        Difference(words, material, section, frozenset(scopes))
        for (section, words), (material, scopes) in found.items()
    ]
    return sorted(result, key=lambda difference: not difference.material)


def compared_scopes(facts: Facts) -> list[Scope]:
    """Return the scopes whose clients may be told different things."""
    unread = {"programme", "situation"} if facts.edition.situation else {"programme"}
    return [scope for scope in facts.source.scopes() if scope.kind not in unread]


@dataclass(frozen=True)
class _Comparison:
    """The facts of one scope, before and after."""

    old: Context
    new: Context

    @property
    def before(self) -> Policy:
        return self.old.reader.facts.policy(self.old.reader.scope)

    @property
    def after(self) -> Policy:
        return self.new.reader.facts.policy(self.new.reader.scope)

    def all(self) -> Iterator[tuple[str, Said]]:
        """Yield each difference with its section."""
        for said in self._practice():
            yield "practice", said
        for said in self._crisis():
            yield "crisis", said
        for said in self._methods():
            yield "methods", said
        for said in self._needs():
            yield "needs", said
        for said in self._turnaround():
            yield "turnaround", said
        for said in self._calendar():
            yield "calendar", said
        if self.new.reader.scope == PRACTICE:
            for said in self._clinicians():
                yield "clinicians", said
        for section in SINGLE:
            if section not in _TOLD_APART:
                for said in self._section(section):
                    yield section, said

    # ---- words

    def gettext(self, message: str, **places: str) -> str:
        """Return a sentence in the language of the comparison."""
        return self.new.gettext(message, **places)

    def _changed(self, title: str, label: str, before: str, after: str) -> str:
        """Return that a fact is another now; *label* says which, where the title does not."""
        what = title if label == title else f"{title} ({_lower(label)})"
        if before and after:
            return self.gettext(
                "{what} now says: {new} Before: {old}",
                what=what,
                new=_ended(after),
                old=_ended(before),
            )
        if after:
            return self.gettext("{what} now says: {new}", what=what, new=_ended(after))
        return self.gettext("{what} no longer says: {old}", what=what, old=_ended(before))

    # ---- sections with sentences of their own

    def _practice(self) -> Iterator[Said]:
        before, after = self.before.practice, self.after.practice
        if before.name != after.name:
            yield Said(
                self.gettext(
                    "Our name is now {new}. It was {old}.",
                    new=self.new.label(after.name),
                    old=self.old.label(before.name),
                )
            )
        old, new = (
            [ctx_words(ctx, "practice", "addresses", str(index)) for index in range(len(found))]
            for ctx, found in ((self.old, before.addresses), (self.new, after.addresses))
        )
        for address in new:
            if address not in old:
                yield Said(self.gettext("You now find us here: {address}.", address=address))
        for address in old:
            if address not in new:
                yield Said(self.gettext("We are no longer here: {address}.", address=address))
        skipped = {"name", "addresses", "document", "locked", "internal", *_NOT_TOLD["practice"]}
        yield from self._fields("practice", skipped)
        if before.document.version != after.document.version and after.document.version:
            yield Said(
                self.gettext(
                    "This is version {new} of our handbook. It was {old}.",
                    new=after.document.version,
                    old=before.document.version or "–",
                )
            )

    def _crisis(self) -> Iterator[Said]:
        old, new = (
            dict(shown_services(policy, ctx.reader.country_services()))
            for policy, ctx in ((self.before, self.old), (self.after, self.new))
        )
        for name in new:
            if name not in old:
                words = self.gettext(
                    "In a crisis you can now turn to this service too: {service}.",
                    service=_service(self.new, name),
                )
                yield Said(words)
            elif _service(self.new, name) != _service(self.old, name):
                words = self.gettext(
                    "For a crisis, this is new: {service}.", service=_service(self.new, name)
                )
                yield Said(words)
        for name, service in old.items():
            if name not in new:
                words = self.gettext(
                    "For a crisis we no longer name this service: {service}.",
                    service=self.old.label(service.name),
                )
                yield Said(words, material=True)
        yield from self._fields("crisis", {"services", "local", "country", "locked", "internal"})

    def _methods(self) -> Iterator[Said]:
        before, after = self.before.methods, self.after.methods
        old, new = self.old.get("methods") or {}, self.new.get("methods") or {}
        for name, method in new.items():
            if name not in before:
                if method.usable:
                    yield Said(self._new_method(method))
                else:
                    words = self.gettext(
                        "Please do not use this: {method}.", method=self.new.label(method.name)
                    )
                    yield Said(words + self._instead(method))
                continue
            yield from self._method(name, old[name], method)
        for name, method in old.items():
            if name not in after and method.usable:
                words = self.gettext(
                    "We no longer use this: {method}.", method=self.old.label(method.name)
                )
                yield Said(words, material=True)
            elif name not in after:
                words = self.gettext(
                    "We no longer say anything about this: {topic}.",
                    topic=self.old.label(method.name),
                )
                yield Said(words)
        best_before, best_after = by_preference(old)[:1], by_preference(new)[:1]
        if best_before and best_after and best_before[0][0] != best_after[0][0]:
            best_old = self.old.label(best_before[0][1].name)
            best_new = self.new.label(best_after[0][1].name)
            if best_old != best_new:
                words = self.gettext(
                    "The best way to reach us is now this: {new}. It was this: {old}.",
                    new=best_new,
                    old=best_old,
                )
                yield Said(words)

    def _new_method(self, method: Method) -> str:
        # a number that each clinician has of her own stands on her page
        value = "" if method.owner == "clinician" else _plain(contact_or_reason(self.new, method))
        words = self.new.label(method.name) + (f", {value}" if value else "")
        return self.gettext("You can now reach us in this way: {method}", method=_ended(words))

    def _method(self, name: str, old: Method, new: Method) -> Iterator[Said]:
        label = self.new.label(new.name)
        if not new.usable and old.status != new.status:
            sentence = (
                self.gettext("This does not work at the moment: {method}.", method=label)
                if new.status == "temporarily_down"
                else self.gettext("We no longer use this: {method}.", method=label)
            )
            yield Said(sentence + self._instead(new), material=new.status == "not_used")
            return
        if new.usable and not old.usable:
            yield Said(self._new_method(new))
            return
        if old.name != new.name:
            words = self.gettext(
                "{old} is now called {new}.", old=self.old.label(old.name), new=label
            )
            yield Said(words)
        if not new.usable:
            yield from self._still_not_used(name, old, new)
            return
        if old.status != new.status:
            yield Said(
                self.gettext("You now have to ask for this first: {method}.", method=label)
                if new.status == "on_request"
                else self.gettext(
                    "You no longer have to ask for this first: {method}.", method=label
                ),
                material=new.status == "on_request",
            )
        value_before, value_after = (
            _plain(contact_or_reason(ctx, method))
            for ctx, method in ((self.old, old), (self.new, new))
        )
        value_gone = value_before and not _value(self.new, new)
        if value_before != value_after and value_gone and _value(self.old, old):
            words = self.gettext(
                "{method}: please do not use this any more: {old}.", method=label, old=value_before
            )
            yield Said(f"{words} {value_after}".rstrip())
        elif value_before != value_after and value_after and not _value(self.old, old):
            yield Said(self._new_method(new))
        elif value_before != value_after and value_after:
            sentence = (
                self.gettext("{method} has a new number: {new}. The old one was {old}.")
                if new.phone_number(self.new.country())
                else self.gettext("{method} has a new address: {new}. The old one was {old}.")
            )
            yield Said(fill(sentence, method=label, new=value_after, old=value_before or "–"))
        for field in ("hours", "checked"):
            hours_before, hours_after = getattr(old, field), getattr(new, field)
            if hours_before != hours_after and hours_after is not None:
                sentence = (
                    self.gettext("{method}: the hours are now {new}. They were {old}.")
                    if field == "hours"
                    else self.gettext("{method}: we now look there {new}. It was {old}.")
                )
                yield Said(
                    fill(
                        sentence,
                        method=label,
                        new=hours_sentence(self.new.phrases, hours_after),
                        old=hours_sentence(self.old.phrases, hours_before) if hours_before else "–",
                    )
                )
        if old.turnaround != new.turnaround:
            yield from self._promise(
                old.turnaround.completed(self.before.turnaround)
                if old.turnaround
                else self.before.turnaround,
                new.turnaround.completed(self.after.turnaround)
                if new.turnaround
                else self.after.turnaround,
                label,
            )
        yield from self._asked_and_answered(old, new, label)
        skipped = {
            *_TOLD_OF_METHODS,
            "instead",
            "if_tried",
            "attended",
            "locked",
            "internal",
            "rank",
            "period",
            "use",
            "owner",
        }
        yield from self._block(("methods", name), old, new, skipped, label, "methods")

    def _asked_and_answered(self, old: Method, new: Method, label: str) -> Iterator[Said]:
        """Yield whether somebody answers at once, and whether a client has to agree first."""
        if old.attended != new.attended and (old.attended or new.attended):
            yield Said(
                self.gettext("{method}: somebody now answers at once, if free.", method=label)
                if new.attended
                else self.gettext("{method}: nobody answers at once any more.", method=label)
            )
        if new.consent_needed and not old.consent_needed:
            yield Said(
                self.gettext("You now have to agree before we use this: {method}.", method=label),
                True,
            )
        if old.consent_needed and not new.consent_needed:
            words = self.gettext(
                "We may now use this without asking you first: {method}.", method=label
            )
            yield Said(words, material=True)

    def _instead(self, method: Method) -> str:
        """Return what to use instead of a method, after a space; empty where nothing is named."""
        if method.instead is None or method.instead not in self.after.methods:
            return ""
        instead = self.new.label(self.after.methods[method.instead].name)
        return " " + self.gettext("Please use instead: {method}.", method=instead)

    def _still_not_used(self, name: str, old: Method, new: Method) -> Iterator[Said]:
        """Yield what is another now of a method that nobody can use: what to use, what happens."""
        label = self.new.label(new.name)
        if old.instead != new.instead and self._instead(new):
            instead = self.new.label(self.after.methods[new.instead or ""].name)
            words = self.gettext(
                "In place of {method}, please use this now: {new}.", method=label, new=instead
            )
            yield Said(words)
        others = set(shown_fields(type(new))) - {"if_tried"}
        # what a method would do that nobody can use concerns nobody
        yield from self._block(("methods", name), old, new, others, label, "methods")

    def _needs(self) -> Iterator[Said]:
        before, after = self.before.needs, self.after.needs
        for name, need in after.items():
            label = self.new.label(need.name)
            old = before.get(name)
            if old is None:
                way = _route(self.new, name, need.first)
                yield Said(self.gettext("{need}: the best way is {way}.", need=label, way=way))
                continue
            if old.name != need.name:
                words = self.gettext(
                    "{old} is now called {new}.", old=self.old.label(old.name), new=label
                )
                yield Said(words)
            way_before = _route(self.old, name, old.first)
            way = _route(self.new, name, need.first)
            if old.first != need.first and way_before != way:
                words = self.gettext(
                    "{need}: the best way is now {new}. It was {old}.",
                    need=label,
                    new=way,
                    old=way_before,
                )
                yield Said(words, material=need.category == "crisis")
            if old.second != need.second:
                yield Said(self._second(name, label, need))
            for method in sorted({*need.not_by} - {*old.not_by}):
                found = self.after.methods.get(method)
                words = self.gettext(
                    "{need}: please do not use this any more: {method}.",
                    need=label,
                    method=self.new.label(found.name) if found else method,
                )
                yield Said(words)
            for method in sorted({*old.not_by} - {*need.not_by}):
                found = self.after.methods.get(method)
                if found is not None and found.usable:
                    words = self.gettext(
                        "{need}: you may now use this too: {method}.",
                        need=label,
                        method=self.new.label(found.name),
                    )
                    yield Said(words)
            if old.turnaround != need.turnaround:
                yield from self._promise(
                    old.turnaround or self.before.turnaround,
                    need.turnaround or self.after.turnaround,
                    label,
                )
            skipped = {
                "name",
                "kind",
                "first",
                "second",
                "not_by",
                "turnaround",
                "locked",
                "internal",
            }
            yield from self._block(("needs", name), old, need, skipped, label, "needs")
        for name, need in before.items():
            if name not in after:
                words = self.gettext(
                    "We no longer name a way for this: {need}.", need=self.old.label(need.name)
                )
                yield Said(words)

    def _second(self, name: str, label: str, new: Need) -> str:
        if new.second is None:
            return self.gettext("{need}: there is no second way any more.", need=label)
        way = _route(self.new, name, new.second)
        return self.gettext(
            "{need}: if that does not work, the way is now {new}.", need=label, new=way
        )

    def _turnaround(self) -> Iterator[Said]:
        old, new = self.before.turnaround, self.after.turnaround
        if old == new:
            return
        yield from self._promise(old, new, "")
        if old is not None and new is not None:
            skipped = {"value", "unit", "hours", "excludes", "locked", "internal"}
            yield from self._block(
                ("turnaround",), old, new, skipped, self._title("turnaround"), "turnaround"
            )

    def _promise(
        self, old: Turnaround | None, new: Turnaround | None, label: str
    ) -> Iterator[Said]:
        """Yield that a turnaround is another one; a longer one is material."""

        def told(words: str, material: bool = False) -> Said:
            if label:
                words = self.gettext("{label}: {value}", label=label, value=words)
            return Said(words, material)

        if new is None:
            if old is not None:
                yield told(self.gettext("We no longer say by when you hear back."), True)
            return
        after = within_words(self.new, new)
        if old is None:
            yield told(self.gettext("You will hear back {within_time}.", within_time=after))
            return
        before = within_words(self.old, old)
        if before != after:
            sentence = self.gettext(
                "You will now hear back {new}. Before, it was {old}.", new=after, old=before
            )
            yield told(sentence, _hours_at_most(new) > _hours_at_most(old))
            return
        if (old.excludes or ()) != (new.excludes or ()):
            added = [day for day in new.excludes or () if day not in (old.excludes or ())]
            gone = [day for day in old.excludes or () if day not in (new.excludes or ())]
            for days, sentence, material in (
                (added, self.gettext("These days do not count any more: {days}."), True),
                (gone, self.gettext("These days count now: {days}."), False),
            ):
                words = ", ".join(value_words(self.new.phrases, "excludes", day) for day in days)
                if words:
                    yield told(fill(sentence, days=words), material)

    def _calendar(self) -> Iterator[Said]:
        old, new = self.before.calendar, self.after.calendar
        if old.hours != new.hours and new.hours is not None:
            words = self.gettext(
                "Our hours are now {new}. They were {old}.",
                new=hours_sentence(self.new.phrases, new.hours),
                old=hours_sentence(self.old.phrases, old.hours) if old.hours else "–",
            )
            yield Said(words)
        yield from self._closures(old.closures, new.closures)
        skipped = {"hours", "closures", "locked", "internal"}
        yield from self._block(
            ("calendar",), old, new, skipped, self._title("calendar"), "calendar"
        )

    def _closures(self, old: tuple[Closure, ...], new: tuple[Closure, ...]) -> Iterator[Said]:
        today = self.new.reader.today()
        before, after = (
            [
                Span(ctx.label(closure.name), closure.valid_from, closure.valid_through)
                for closure in closures
                if closure.valid_through >= today
            ]
            for ctx, closures in ((self.old, old), (self.new, new))
        )
        for was, closure in pairs(before, after):
            days, days_before = (
                date_range(self.new.phrases, span.first, span.last) if span is not None else ""
                for span in (closure, was)
            )
            if closure is None:
                yield Said(self.gettext("We will be open after all: {dates}.", dates=days_before))
            elif was is None:
                words = self.gettext(
                    "We will be closed: {dates} ({reason}).", dates=days, reason=closure.name
                )
                yield Said(words)
            elif was[1:] != closure[1:]:
                words = self.gettext(
                    "We will be closed on other days ({reason}): {new}. Before: {old}.",
                    reason=closure.name,
                    new=days,
                    old=days_before,
                )
                yield Said(words)
            elif was != closure:
                words = self.gettext("{old} is now called {new}.", old=was.name, new=closure.name)
                yield Said(words)

    def _clinicians(self) -> Iterator[Said]:
        old, new = self.old.get("clinicians") or {}, self.new.get("clinicians") or {}
        everybody = frozenset(compared_scopes(self.new.reader.facts))
        for name, person in new.items():
            label = self.new.label(person.name)
            was = old.get(name)
            active_before = was is not None and was.active
            if person.active and not active_before:
                yield Said(self.gettext("{name} now works with us.", name=label), whose=everybody)
            elif active_before and not person.active:
                yield Said(
                    self.gettext("{name} no longer works with us.", name=label), whose=everybody
                )
            elif person.active and was is not None:
                for said in self._clinician(name, was, person):
                    own = frozenset({Scope("clinician", name)})
                    yield said._replace(whose=said.whose or own)
        for name, person in old.items():
            if name not in new and person.active:
                label = self.old.label(person.name)
                yield Said(
                    self.gettext("{name} no longer works with us.", name=label), whose=everybody
                )

    def _clinician(self, name: str, old: Clinician, new: Clinician) -> Iterator[Said]:
        yield from self._absences(old, new)
        label = self.new.label(new.name)
        if old.name != new.name:
            words = self.gettext(
                "{old} is now called {new}.", old=self.old.label(old.name), new=label
            )
            yield Said(words)
        skipped = {"name", "active", "period", "absences", "internal", "cover", "bio", "pronouns"}
        if old.accepting != new.accepting and new.accepting is not None:
            skipped.add("accepting")
            words = (
                self.gettext("{name} now takes new clients.", name=label)
                if new.accepting
                else self.gettext("{name} takes no new clients at the moment.", name=label)
            )
            yield Said(words, whose=frozenset({PRACTICE}))
        yield from self._block(("clinicians", name), old, new, skipped, label, "clinicians")

    def _absences(self, old: Clinician, new: Clinician) -> Iterator[Said]:
        label, today = self.new.label(new.name), self.new.reader.today()
        before, after = (
            {
                Span("", absence.start, absence.end): absence
                for absence in person.absences
                if absence.end >= today
            }
            for person in (old, new)
        )
        matched = pairs(before, after)
        gone = [span for span, other in matched if span is not None and other is None]
        come = [span for other, span in matched if span is not None and other is None]
        if len(gone) == len(come) == 1:  # the one that there was is on other days
            matched = [pair for pair in matched if None not in pair] + [(gone[0], come[0])]
        for was, span in matched:
            days, days_before = (
                date_range(self.new.phrases, one.first, one.last) if one is not None else ""
                for one in (span, was)
            )
            if span is None:
                words = self.gettext(
                    "{name} will be here after all: {dates}.", name=label, dates=days_before
                )
                yield Said(words)
                continue
            cover = _cover(self.new, new, after[span])
            if was is None:
                words = self.gettext("{name} will be away: {dates}.", name=label, dates=days)
                if cover:
                    words += " " + self.gettext("{name} steps in.", name=cover)
                yield Said(words)
                continue
            if was != span:
                words = self.gettext(
                    "{name} will be away on other days: {new}. Before: {old}.",
                    name=label,
                    new=days,
                    old=days_before,
                )
                yield Said(words)
            if cover != _cover(self.old, old, before[was]) and cover:
                words = self.gettext(
                    "While {name} is away ({dates}), {cover} steps in.",
                    name=label,
                    dates=days,
                    cover=cover,
                )
                yield Said(words)

    # ---- every other section

    def _title(self, section: str) -> str:
        return section_titles(self.new)[section]

    def _section(self, section: str) -> Iterator[Said]:
        before, after = getattr(self.before, section), getattr(self.after, section)
        if before == after:
            return
        title = self._title(section)
        if after is None:
            words = self.gettext("We no longer say anything about this: {topic}.", topic=title)
            yield Said(words, material=section in MATERIAL)
        elif before is None:
            yield Said(
                self.gettext("Our handbook has a new part: {topic}.", topic=title),
                section in MATERIAL,
            )
        else:
            yield from self._fields(section, {"locked", "internal", *_NOT_TOLD.get(section, ())})

    def _fields(self, section: str, skipped: set[str]) -> Iterator[Said]:
        before, after = getattr(self.before, section), getattr(self.after, section)
        yield from self._block((section,), before, after, skipped, self._title(section), section)

    def _block(
        self,
        path: tuple[str, ...],
        before: Fact,
        after: Fact,
        skipped: set[str],
        title: str,
        section: str,
    ) -> Iterator[Said]:
        material = MATERIAL.get(section, frozenset())
        told = set()
        for field in shown_fields(type(after)):
            old, new = getattr(before, field), getattr(after, field)
            label = label_of(self.new, type(after), field)
            if field in skipped or old == new or (title, label) in told:
                continue
            if (old or new) and _is_named_list(old) and _is_named_list(new):
                for words in self._entries((*path, field), old, new, title, label):
                    yield Said(words, field in material)
                continue
            if is_section_of_facts(old or new):
                parts = {name for name in material if name.startswith(f"{field}.")}
                relied = {name.removeprefix(f"{field}.") for name in parts}
                for part, words in self._parts((*path, field), old, new, title, label):
                    yield Said(words, field in material or part in relied)
                continue
            told.add((title, label))
            words = self._fact(path, before, after, field, title, label)
            if words:
                yield Said(words, field in material)

    def _parts(
        self,
        path: tuple[str, ...],
        before: Fact | None,
        after: Fact | None,
        title: str,
        label: str,
    ) -> Iterator[tuple[str, str]]:
        """Yield each part of a fact that has facts of its own, with what is another now."""
        known = before if after is None else after
        assert known is not None
        kind = type(known)
        for field in shown_fields(kind):
            old, new = getattr(before, field, None), getattr(after, field, None)
            if old == new:
                continue
            within = f"{label}, {_lower(label_of(self.new, kind, field))}"
            if is_section_of_facts(old or new):
                for _, words in self._parts((*path, field), old, new, title, within):
                    yield field, words
                continue
            words = self._fact(path, before, after, field, title, within)
            if words:
                yield field, words

    def _entries(
        self,
        path: tuple[str, ...],
        before: Sequence[Fact],
        after: Sequence[Fact],
        title: str,
        label: str,
    ) -> Iterator[str]:
        """Yield what is another now of each entry of a list whose entries have names."""
        old, new = (
            {str(getattr(entry, "name", "")): (index, entry) for index, entry in enumerate(entries)}
            for entries in (before, after)
        )
        for name in {**new, **old}:
            index, _ = new.get(name) or old[name]
            where = f"{label}, {self.new.label(name)}"
            (_, was), (_, now) = old.get(name, (0, None)), new.get(name, (0, None))
            for field, words in self._parts((*path, str(index)), was, now, title, where):
                if field != "name":
                    yield words

    def _fact(
        self,
        path: tuple[str, ...],
        before: Fact | None,
        after: Fact | None,
        field: str,
        title: str,
        label: str,
    ) -> str:
        """Return that one fact is another now; nothing where it reads as it did."""
        old_words, new_words = (
            _content(ctx, block, field, path) if block is not None else ""
            for ctx, block in ((self.old, before), (self.new, after))
        )
        if old_words == new_words:
            return ""
        amounts = (getattr(before, field, None), getattr(after, field, None))
        if all(_is_short(value) for value in amounts) and old_words and new_words:
            sentence = self.gettext("{title} ({what}): now {new}. It was {old}.")
            return fill(sentence, title=title, what=_lower(label), new=new_words, old=old_words)
        return self._changed(title, label, old_words, new_words)


_TOLD_APART = frozenset({"practice", "crisis", "turnaround", "calendar"})
_TOLD_OF_METHODS = frozenset(
    {"name", "system", "status", "value", "url", "hours", "checked", "turnaround", "consent_needed"}
)
_NOT_TOLD = {
    "practice": (
        "legal_name",
        "jurisdictions",
        "hipaa_covered",
        "federal_assistance",
        "employee_band",
        "country",
        "time_zone",
    ),
    "changes": ("history",),
}
"""Facts that steer the product, or that clients are told by another sentence."""


def section_titles(ctx: Context) -> dict[str, str]:
    """Return what clients call each section."""
    _ = ctx.gettext
    return {
        "practice": _("Our practice"),
        "turnaround": _("When we answer"),
        "calendar": _("Our calendar"),
        "crisis": _("In a crisis"),
        "phone_coaching": _("Phone coaching"),
        "between_sessions": _("Between sessions"),
        "privacy": _("Privacy"),
        "video_sessions": _("Video sessions"),
        "travel": _("When you travel"),
        "young_people": _("Young people"),
        "couples": _("Couples"),
        "groups": _("Groups"),
        "safe_contact": _("Safe contact"),
        "access": _("Access"),
        "language_access": _("Other languages"),
        "cancellation": _("Canceling"),
        "recording": _("Recording and AI"),
        "social_media": _("Social media"),
        "changes": _("Changes"),
    }


def ctx_words(ctx: Context, *path: str) -> str:
    """Return the fact at *path* in plain words."""
    from sphinx_commspolicy.render.values import value_content

    return _plain(value_content(ctx, path))


def _content(ctx: Context, block: Fact, field: str, path: tuple[str, ...]) -> str:
    parts = [_flat(ctx, node) for node in block_content(ctx, block, field, path)]
    return " ".join(" ".join(parts).split())


def _is_named_list(value: object) -> bool:
    """Return whether *value* is a list of facts that each have a name."""
    if not isinstance(value, tuple):
        return False
    names = [entry.name for entry in value if is_section_of_facts(entry) and hasattr(entry, "name")]
    return len(set(names)) == len(value)


def _is_short(value: object) -> bool:
    """Return whether a value is an amount, or names in a list, and no sentence."""
    names = isinstance(value, tuple) and all(
        isinstance(one, str) and " " not in one for one in value
    )
    return isinstance(value, Amount) or names


def _flat(ctx: Context, node: nodes.Node) -> str:
    """Return content in one line; each fact of a list keeps its label apart from its words."""
    if isinstance(node, nodes.definition_list):
        pairs = [(item[0].astext(), item[1:]) for item in node.findall(nodes.definition_list_item)]
        told = [
            ctx.gettext("{label}: {value}", label=label, value=_flat_together(ctx, words))
            for label, words in pairs
        ]
        return "; ".join(words.removesuffix(".") for words in told)
    if any(True for _ in node.findall(nodes.definition_list)):
        return _flat_together(ctx, node.children)
    return node.astext()


def _flat_together(ctx: Context, content: Iterable[nodes.Node]) -> str:
    return " ".join(_flat(ctx, node) for node in content)


def _plain(content: list[Any]) -> str:
    return "".join(node.astext() for node in content)


def _ended(words: str) -> str:
    return words if words[-1:] in ".!?" else f"{words}."


def _lower(label: str) -> str:
    first, rest = label[:1], label[1:]
    return label if rest[:1].isupper() else first.lower() + rest


def _value(ctx: Context, method: Method) -> str:
    """Return the number or address of a method; for post, the address of the practice."""
    words = _plain(contact_value(ctx, method))
    return words or (_plain(contact_or_reason(ctx, method)) if method.system == "mail" else "")


def _route(ctx: Context, need: str, route: str) -> str:
    return _plain(route_words(ctx, need, route, ", "))


def _service(ctx: Context, name: str) -> str:
    from sphinx_commspolicy.render.crisis import service_in_line

    return _plain(service_in_line(ctx, name, ", "))


def _cover(ctx: Context, person: Clinician, absence: Absence) -> str:
    if absence.cover_outside is not None:
        return ctx.label(absence.cover_outside.name)
    cover = absence.cover or person.cover
    return (
        replace(ctx, reader=ctx.reader.for_scope(PRACTICE)).clinician_name(cover) if cover else ""
    )


_HOURS = {"clock_hour": 1.0, "calendar_day": 24.0, "business_day": 24.0}


def _hours_at_most(promise: Turnaround) -> float:
    """Return a length by which two turnarounds can be compared; days that do not count add some."""
    return promise.value * _HOURS[promise.unit] + (0.5 if promise.unit == "business_day" else 0)
