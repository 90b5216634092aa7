"""Facts by key: what pages ask for, and by what they know that it has changed.

A page's output is a function of the facts it asked for while it was written. So each answer is
given through a :class:`Reader`, which notes the key of every question; when the facts have changed
since, :meth:`Facts.digest` of those keys tells which pages would now get another answer. Nobody has
to declare what a directive depends on, and nobody can forget to.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import BaseModel
from pydantic_core import to_json

from sphinx_commspolicy.effective import PRACTICE, Scope
from sphinx_commspolicy.model.fields import Translatable
from sphinx_commspolicy.model.walk import leaves

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx_commspolicy.effective import PolicySource
    from sphinx_commspolicy.model.crisis import CountryServices, CrisisService
    from sphinx_commspolicy.model.policy import Policy


class FactKey(NamedTuple):
    """One question to the facts."""

    scope: Scope
    path: tuple[str, ...]
    """Keys from the top of the policy: ``("methods", "text")``."""

    def __str__(self) -> str:
        """Return the key as one word, from which :meth:`parse` makes it again."""
        return f"{self.scope.kind}/{self.scope.name}/{'.'.join(self.path)}"

    @classmethod
    def parse(cls, word: str) -> FactKey:
        """Return the key that was written as *word*. ValueError if it was none."""
        kind, name, path = word.split("/", 2)
        return cls(Scope(kind, name), tuple(path.split(".")) if path else ())


OF_EDITION = Scope("edition")
"""Stands in a key for the scope that pages have which name none, whichever that is.

So two editions in which the same question has the same answer give the same page.
"""

MISSING = object()
"""The answer where the policy holds no such fact."""

TODAY = "today//"
"""Key of the day on which the handbook is built."""
NOW = "now//"
"""Beginning of the key of whether the day of the build lies between two dates."""
EDITION = "edition//"
"""Key of the scope that pages have which name none: whose clients the handbook is for."""
FINGERPRINT = "fingerprint//"
"""Beginning of the key of a saved fingerprint; the file's name follows."""
SERVICES = "services//"
"""Key of the public crisis services of the practice's country."""


def _without_locks(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: _without_locks(inner)
            for key, inner in value.items()
            if key != "locked" or isinstance(inner, dict)  # a method may have any id
        }
    return [_without_locks(inner) for inner in value] if isinstance(value, list) else value


class Facts:
    """Every fact of a practice, for every scope, in one language, on one day."""

    def __init__(
        self,
        source: PolicySource,
        today: dt.date,
        edition: Scope = PRACTICE,
        translate: Callable[[str], str] | None = None,
    ) -> None:
        self.source = source
        self.today = today
        """Day on which the handbook is built."""
        self.edition = edition
        """Scope of the pages that name none. Its situation is that of every page."""
        self._translate = translate
        self._digests: dict[str, str] = {}
        self._answers: dict[FactKey, tuple[str, Any]] = {}
        """For each question so far: the question as one word, and its answer."""

    def policy(self, scope: Scope) -> Policy:
        """Return the whole policy of *scope*. KeyError if there is no such scope."""
        return self.source.policy(self.as_read(scope))

    def as_read(self, scope: Scope) -> Scope:
        """Return *scope* in the situation of this edition's readers."""
        if scope == OF_EDITION:
            return self.edition
        return scope._replace(situation=self.edition.situation)

    def value(self, key: FactKey) -> Any:
        """Return the fact that *key* asks for, or MISSING."""
        if not self.source.knows(self.as_read(key.scope)):
            return MISSING
        value: Any = self.policy(key.scope)
        for step in key.path:
            if isinstance(value, BaseModel) and step in type(value).model_fields:
                value = getattr(value, step)
            elif isinstance(value, dict) and step in value:
                value = value[step]
            elif isinstance(value, tuple) and step.isdecimal() and int(step) < len(value):
                value = value[int(step)]
            else:
                return MISSING
        return value

    def answer(self, key: FactKey) -> tuple[str, Any]:
        """Return *key* as one word, and the fact that it asks for, or MISSING."""
        found = self._answers.get(key)
        if found is None:
            found = self._answers[key] = (str(key), self.value(key))
        return found

    def is_now(self, first: dt.date, last: dt.date) -> bool:
        """Return whether the day of the build is one of the days from *first* to *last*."""
        return first <= self.today <= last

    def services(self) -> dict[str, CrisisService]:
        """Return the public crisis services of the practice's country, by id."""
        services = self.source.services
        return services.services if services else {}

    def country_services(self) -> CountryServices | None:
        """Return the country's services with the day they were reviewed; None if unknown."""
        return self.source.services

    def translate(self, text: str) -> str:
        """Return *text* of the practice in the language of this build."""
        return self._translate(text) if self._translate else text

    def fingerprint(self, scope: Scope) -> str:
        """Return a short text that changes when a fact of *scope* does; scripts are none.

        Nor is what is locked: it holds clinicians to the facts, and says nothing to clients.
        """
        policy = self.policy(scope).model_dump(mode="json", exclude={"scripts"}, fallback=str)
        content = to_json(_without_locks(policy))
        return hashlib.blake2b(content, digest_size=8).hexdigest()

    def digest(self, word: str) -> str:
        """Return a short text that changes when the answer to the question *word* changes.

        ValueError if *word* is not a question.
        """
        if word not in self._digests:
            if word == TODAY:
                content = self.today.isoformat().encode()
            elif word.startswith(NOW):
                content = str(self.is_now(*_dates(word))).encode()
            elif word == EDITION:
                content = str(self.edition).encode()
            elif word == SERVICES:
                content = to_json(self.country_services())
            else:
                content = self._content(self.value(FactKey.parse(word)))
            self._digests[word] = hashlib.blake2b(content, digest_size=9).hexdigest()
        return self._digests[word]

    def _content(self, value: Any) -> bytes:
        if value is MISSING:
            return b"missing"
        content = to_json(value, fallback=str)
        if self._translate:
            # what a page shows of a text is its translation
            words = [
                self._translate(leaf.value)
                for leaf in leaves(value)
                if isinstance(leaf.marker, Translatable)
            ]
            alone = (value,) if isinstance(value, str) else value
            if isinstance(alone, tuple):
                words += [self._translate(text) for text in alone if isinstance(text, str)]
            content += "\0".join(words).encode()
        return content


def _dates(word: str) -> tuple[dt.date, dt.date]:
    """Return the two dates of a key that begins with NOW. ValueError if it has others."""
    first, last = word.removeprefix(NOW).split("/")
    return dt.date.fromisoformat(first), dt.date.fromisoformat(last)


class Reader:
    """Answers the questions of one page, in one scope, and notes them."""

    def __init__(
        self, facts: Facts, scope: Scope, asked: set[str], *, of_edition: bool = False
    ) -> None:
        self.facts = facts
        self.quiet_scope = scope
        """Who reads, for what no page shows, such as the place of a warning."""
        self.asked = asked
        """Every question so far; shared by the readers of a page."""
        self._key_scope = OF_EDITION if of_edition else scope

    def for_scope(self, scope: Scope) -> Reader:
        """Return a reader of another scope that notes into the same place."""
        if scope == self._key_scope:
            return self
        return Reader(self.facts, scope, self.asked)

    @property
    def scope(self) -> Scope:
        """Who reads. The page is noted to depend on that, and not on facts alone."""
        if self._key_scope is OF_EDITION:
            self.asked.add(EDITION)
        return self.quiet_scope

    def get(self, *path: str) -> Any:
        """Return the fact at *path* in the reader's scope, or MISSING."""
        word, value = self.facts.answer(FactKey(self._key_scope, path))
        self.asked.add(word)
        return value

    def for_edition(self) -> Reader:
        """Return a reader of the scope that pages have which name none."""
        return Reader(self.facts, self.facts.edition, self.asked, of_edition=True)

    def today(self) -> dt.date:
        """Return the day of the build."""
        self.asked.add(TODAY)
        return self.facts.today

    def is_now(self, first: dt.date, last: dt.date) -> bool:
        """Return whether the day of the build is one of the days from *first* to *last*.

        A page that asks this, and not for the day, is written again only when the answer changes.
        """
        self.asked.add(f"{NOW}{first}/{last}")
        return self.facts.is_now(first, last)

    def services(self) -> dict[str, CrisisService]:
        """Return the public crisis services of the practice's country, by id."""
        self.asked.add(SERVICES)
        return self.facts.services()

    def country_services(self) -> CountryServices | None:
        """Return the country's services with the day they were reviewed; None if unknown."""
        self.asked.add(SERVICES)
        return self.facts.country_services()
