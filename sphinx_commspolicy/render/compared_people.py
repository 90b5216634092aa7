"""The practice, its people and its calendar in two versions, in sentences."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sphinx_commspolicy.crisis_services import shown_services
from sphinx_commspolicy.effective import PRACTICE, Scope
from sphinx_commspolicy.phrases.times import date_range, date_words, hours_sentence
from sphinx_commspolicy.render.compared import NOT_TOLD, Compared, Said, ctx_words, plain_words
from sphinx_commspolicy.render.moved import Span, pairs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.facts import Facts
    from sphinx_commspolicy.model.clinician import Absence, Clinician
    from sphinx_commspolicy.model.schedule import Closure
    from sphinx_commspolicy.render.context import Context


class ComparedPeople(Compared):
    """The practice itself, crisis services, closures, clinicians and their times away."""

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
        skipped = {"name", "addresses", "document", "locked", "internal", *NOT_TOLD["practice"]}
        yield from self._fields("practice", skipped)
        if before.document.version != after.document.version and after.document.version:
            yield Said(
                self.gettext(
                    "This is version {new} of our handbook. It was {old}.",
                    new=after.document.version,
                    old=before.document.version or "–",
                )
            )
        day = after.document.effective_date
        if day is not None and before.document.effective_date != day:
            words = date_words(self.new.phrases, day, weekday=False)
            yield Said(self.gettext("Our handbook is in force from {day}.", day=words))

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
            same = _cover_id(new, after[span]) == _cover_id(old, before[was])
            if not same and cover and cover != _cover(self.old, old, before[was]):
                words = self.gettext(
                    "While {name} is away ({dates}), {cover} steps in.",
                    name=label,
                    dates=days,
                    cover=cover,
                )
                yield Said(words)


def compared_scopes(facts: Facts) -> list[Scope]:
    """Return the scopes whose clients may be told different things."""
    unread = {"programme", "situation"} if facts.edition.situation else {"programme"}
    return [scope for scope in facts.source.scopes() if scope.kind not in unread]


def _service(ctx: Context, name: str) -> str:
    from sphinx_commspolicy.render.crisis import service_in_line

    return plain_words(service_in_line(ctx, name, ", "))


def _cover_id(person: Clinician, absence: Absence) -> str:
    """Return the id of the colleague who covers: she is the same under another name."""
    own = absence.cover or person.cover or ""
    return absence.cover_outside.name if absence.cover_outside is not None else own


def _cover(ctx: Context, person: Clinician, absence: Absence) -> str:
    if absence.cover_outside is not None:
        return ctx.label(absence.cover_outside.name)
    cover = absence.cover or person.cover
    return (
        replace(ctx, reader=ctx.reader.for_scope(PRACTICE)).clinician_name(cover) if cover else ""
    )
