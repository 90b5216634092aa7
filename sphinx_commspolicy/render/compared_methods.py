"""How to reach the practice, in two versions: methods, needs, turnaround, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_commspolicy.model.method import Method, by_preference
from sphinx_commspolicy.phrases.catalogue import fill
from sphinx_commspolicy.phrases.times import hours_sentence
from sphinx_commspolicy.phrases.values import value_words
from sphinx_commspolicy.render.compared import Compared, Said, ended, plain_words
from sphinx_commspolicy.render.contact import contact_or_reason, contact_value
from sphinx_commspolicy.render.needs import route_words
from sphinx_commspolicy.render.values import period_words, shown_fields, within_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.model.need import Need
    from sphinx_commspolicy.model.turnaround import Turnaround
    from sphinx_commspolicy.render.context import Context


class ComparedMethods(Compared):
    """Methods, needs and turnaround."""

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
        value = (
            "" if method.owner == "clinician" else plain_words(contact_or_reason(self.new, method))
        )
        words = self.new.label(method.name) + (f", {value}" if value else "")
        return self.gettext("You can now reach us in this way: {method}", method=ended(words))

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
            plain_words(contact_or_reason(ctx, method))
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
        """Yield until when it is used, whether somebody answers at once, whether to agree first."""
        if old.period != new.period:
            now, before = (
                period_words(ctx, method.period) if method.period is not None else ""
                for ctx, method in ((self.new, new), (self.old, old))
            )
            if now and now != before:
                yield Said(
                    self.gettext("{method}: you can use this {time}.", method=label, time=now)
                )
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


_TOLD_OF_METHODS = frozenset(
    {"name", "system", "status", "value", "url", "hours", "checked", "turnaround", "consent_needed"}
)


def _value(ctx: Context, method: Method) -> str:
    """Return the number or address of a method; for post, the address of the practice."""
    words = plain_words(contact_value(ctx, method))
    return words or (plain_words(contact_or_reason(ctx, method)) if method.system == "mail" else "")


def _route(ctx: Context, need: str, route: str) -> str:
    return plain_words(route_words(ctx, need, route, ", "))


_HOURS = {"clock_hour": 1.0, "calendar_day": 24.0, "business_day": 24.0}


def _hours_at_most(promise: Turnaround) -> float:
    """Return a length by which two turnarounds can be compared; days that do not count add some."""
    return promise.value * _HOURS[promise.unit] + (0.5 if promise.unit == "business_day" else 0)
