"""Two versions of one scope's facts, compared fact by fact: what every section has in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes

from sphinx_commspolicy.model.crisis import Crisis
from sphinx_commspolicy.model.fields import Amount, Fact
from sphinx_commspolicy.phrases.catalogue import fill
from sphinx_commspolicy.render.crisis import on_call_line
from sphinx_commspolicy.render.values import (
    block_content,
    is_section_of_facts,
    label_of,
    shown_fields,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sphinx_commspolicy.effective import Scope
    from sphinx_commspolicy.model.policy import Policy
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


class Said(NamedTuple):
    """A difference within one scope."""

    words: str
    material: bool = False
    whose: frozenset[Scope] = frozenset()
    """Whose clients it touches, where those are not the ones of the scope compared."""


@dataclass(frozen=True)
class Compared:
    """The facts of one scope, before and after."""

    old: Context
    new: Context

    @property
    def before(self) -> Policy:
        """The policy of the earlier version."""
        return self.old.reader.facts.policy(self.old.reader.scope)

    @property
    def after(self) -> Policy:
        """The policy of the later version."""
        return self.new.reader.facts.policy(self.new.reader.scope)

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
                new=ended(after),
                old=ended(before),
            )
        if after:
            return self.gettext("{what} now says: {new}", what=what, new=ended(after))
        return self.gettext("{what} no longer says: {old}", what=what, old=ended(before))

    # ---- sections

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
            yield from self._fields(section, {"locked", "internal", *NOT_TOLD.get(section, ())})

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


NOT_TOLD = {
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

    return plain_words(value_content(ctx, path))


def _content(ctx: Context, block: Fact, field: str, path: tuple[str, ...]) -> str:
    if isinstance(block, Crisis) and field == "on_call":
        lines = [node.astext() for line in block.on_call for node in on_call_line(ctx, line)]
        return "; ".join(lines)
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


def plain_words(content: Iterable[nodes.Node]) -> str:
    """Return the words of inline *content*."""
    return "".join(node.astext() for node in content)


def ended(words: str) -> str:
    """Return *words* with a mark at their end."""
    return words if words[-1:] in ".!?" else f"{words}."


def _lower(label: str) -> str:
    first, rest = label[:1], label[1:]
    return label if rest[:1].isupper() else first.lower() + rest
