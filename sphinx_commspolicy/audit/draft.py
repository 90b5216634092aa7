"""A draft of the YAML, from what can be read in a policy, every value with its place.

A value is taken only where the text says it plainly; nothing is guessed. What the loader would
refuse is left out again, and told; so is everything that could not be read.
"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sphinx_commspolicy.checks.prose.contacts import contacts, sentence_of
from sphinx_commspolicy.checks.prose.known import is_public
from sphinx_commspolicy.checks.prose.language import (
    CODE,
    CRISIS,
    in_crisis_part,
    is_denied,
    sentences,
)
from sphinx_commspolicy.checks.prose.promises import promises
from sphinx_commspolicy.checks.prose.services import mentions
from sphinx_commspolicy.checks.prose.times import hours
from sphinx_commspolicy.checks.prose.ways import NAMES, offers, refusals, ways_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sphinx_commspolicy.audit.report import Audit
    from sphinx_commspolicy.checks.context import ProseContext
    from sphinx_commspolicy.checks.prose.contacts import Contact
    from sphinx_commspolicy.checks.prose.language import Sentence
    from sphinx_commspolicy.checks.rule import Place


class Value(NamedTuple):
    """A value of the draft."""

    path: tuple[str, ...]
    text: str
    """As YAML writes it."""
    place: str
    """Where it was read."""


class Draft(NamedTuple):
    """A draft, and what it lacks."""

    text: str
    values: tuple[Value, ...]
    left_out: tuple[str, ...]
    """What could not be read, each as a phrase for a list."""


_NAMES = {
    "phone": "Phone",
    "sms": "Text message",
    "email": "Email",
    "portal": "Client portal",
    "fax": "Fax",
    "whatsapp": "WhatsApp",
    "signal": "Signal",
    "messenger": "Messenger",
    "telegram": "Telegram",
    "mail": "Letter",
    "app": "Messaging app",
    "video": "Video",
}
_SYSTEMS = {"whatsapp": "app", "signal": "app", "messenger": "app", "telegram": "app"}
_IDS = {"sms": "text"}


def draft(audits: Sequence[Audit], country: str) -> Draft:
    """Return a draft of what *audits* have read, that loads."""
    values = list(_values(audits, country))
    unique: dict[tuple[str, ...], Value] = {}
    for value in values:
        unique.setdefault(value.path, value)
    kept = list(unique.values())
    refused: list[str] = []
    while True:
        text, lines = _written(kept, audits)
        wrong = _refused(text)
        bad = {lines[line] for line in wrong if line in lines} - {("practice", "country")}
        dropped = [value for value in kept if _belongs(value.path, bad)]
        if not dropped:
            break
        refused += [f"{'.'.join(one.path)} ({one.place})" for one in dropped]
        kept = [value for value in kept if value not in dropped]
    open_ = [
        words
        for audit in audits
        for words in dict.fromkeys((*_contradictions(audit.seen), *_whose(audit.seen)))
    ]
    return Draft(text, tuple(kept), (*_left_out(kept), *open_, *refused))


def _belongs(path: tuple[str, ...], bad: set[tuple[str, ...]]) -> bool:
    """Return whether the value at *path*, or the block that it is needed in, has been refused."""
    if path in bad:
        return True
    # a way of contact without its number is none
    needed = {"value", "url", "name", "system"}
    return any(
        one[:2] == path[:2] and one[0] == "methods" and (len(one) == 2 or one[2] in needed)
        for one in bad
    )


# ---- reading


def _values(audits: Sequence[Audit], country: str) -> Iterator[Value]:
    yield from _practice(audits, country)
    for audit in audits:
        seen = audit.seen
        methods = dict(_methods(seen))
        yield from _method_values(seen, methods)
        yield from _turnaround(seen, methods)
        yield from _calendar(seen)
        yield from _cancellation(seen)
    yield from _crisis(audits, country)
    for audit in audits:
        yield from _social(audit.seen)


_PRACTICE_NAME = re.compile(
    r"^(?P<name>(?:The )?(?:[A-Z][\w'\u2019&.-]*\s+){1,5}(?:Counsell?ing|Therapy|Psychotherapy"
    r"|Psychology|Psychological"
    r"|Practice|Group|Associates|Collective|Cent(?:er|re)|Rooms|Clinic|Wellness)(?:\s+(?:Group"
    r"|Associates|Services"
    r"|Practice|Cent(?:er|re)|Collective|LLC|Inc\.?))?)"
)
_PERSON = re.compile(
    r"^(?P<name>(?:Dr\.? )?[A-Z][\w'\u2019-]+(?:\s+[A-Z][\w'\u2019.-]+){1,2}),\s+(?:[A-Z]{2,}"
    r"|psycho\w+|counsell?\w+|therapist"
    r"|Registered|Accredited|Licensed|clinical|social)",
)


def _practice(audits: Sequence[Audit], country: str) -> Iterator[Value]:
    found = next(_names(audits), None)
    if found is None:
        passage = audits[0].source.passages[0]
        title = re.sub(r"[^\w\s'&.,-]", " ", passage.text)[:60].strip() or "Our practice"
        found = Value(
            ("practice", "name"),
            _yaml(title),
            f"{passage.place_of(0, len(passage.text))}, the first words: put the name here",
        )
    yield found
    yield Value(("practice", "country"), country, "--country")


def _names(audits: Sequence[Audit]) -> Iterator[Value]:
    """Yield what may be the name of the practice: that of a practice before that of a person."""
    for pattern in (_PRACTICE_NAME, _PERSON):
        for audit in audits:
            for passage in audit.source.passages[:8]:
                if pattern is _PERSON and passage.kind == "item":
                    continue  # one of a list of people
                text = passage.text.title() if passage.text.isupper() else passage.text
                found = pattern.match(text)
                if found:
                    start, end = found.span("name")
                    name = _yaml(passage.text[start:end])
                    yield Value(("practice", "name"), name, str(passage.place_of(start, end)))


_HIS = re.compile(
    r"\b(?:hospital|emergency department|police|board|court|insurer|insurance|doctor|GP"
    r"|pharmacy|school|commissioner|council|ombudsman|registrar|association|college|ministry"
    r"|complain\w*)\b",
    re.IGNORECASE,
)
"""Whose numbers a policy gives besides the practice's own."""


def _methods(seen: ProseContext) -> Iterator[tuple[str, tuple[str, Contact | None, Place]]]:
    """Yield each method that can be read: id, way, number or address, place."""
    count: dict[str, int] = {}
    known: set[tuple[str, str]] = set()

    def name(way: str) -> str:
        count[way] = count.get(way, 0) + 1
        base = _IDS.get(way, way)
        return base if count[way] == 1 else f"{base}-{count[way]}"

    for contact in contacts(seen):
        sentence = sentence_of(seen, contact)
        if sentence is None or _is_of_others(seen, contact, sentence):
            continue
        for way in _ways_of(contact, sentence):
            if (way, contact.value) not in known:
                known.add((way, contact.value))
                yield name(way), (way, contact, contact.place)
    used = {way for way, _ in known}
    for refusal in refusals(seen):
        if refusal.way not in used and refusal.way not in {"app", "video"}:
            used.add(refusal.way)
            place = refusal.sentence.place(refusal.start, refusal.end)
            yield name(refusal.way), (refusal.way, None, place)


def _is_of_others(seen: ProseContext, contact: Contact, sentence: Sentence) -> bool:
    """Return whether a number or address is, or may be, that of somebody else.

    A number that comes after what to do in a crisis, in the same paragraph or under its title, may
    be that of one more helpline.
    """
    if _HIS.search(sentence.text) or any(
        re.search(r"\bcomplaints?\b", title, re.IGNORECASE)
        for title in contact.passage.headings[1:]
    ):
        return True
    if contact.kind != "phone":
        return False
    return is_public(contact.value) or _after_crisis(seen, sentence)


def _after_crisis(seen: ProseContext, sentence: Sentence) -> bool:
    if in_crisis_part(sentence):
        return True
    before = [
        one
        for one in sentences(seen)
        if one.number == sentence.number and one.start <= sentence.start
    ]
    public = {(one.sentence.number, one.sentence.start) for one in mentions(seen)}
    return any(CRISIS.search(one.text) or (one.number, one.start) in public for one in before)


def _whose(seen: ProseContext) -> Iterator[str]:
    """Yield the numbers of which it cannot be told whose they are."""
    for contact in contacts(seen):
        sentence = sentence_of(seen, contact)
        if contact.kind != "phone" or sentence is None or is_public(contact.value):
            continue
        if _is_of_others(seen, contact, sentence):
            yield f"the number {contact.text} ({contact.place}): it may be somebody else’s"


def _contradictions(seen: ProseContext) -> Iterator[str]:
    """Yield the ways of contact that one sentence refuses and another offers."""
    offered = {one.way: one.sentence.place(one.start, one.end) for one in offers(seen)}
    offered |= {way: place for _, (way, contact, place) in _methods(seen) if contact is not None}
    for refusal in refusals(seen):
        if refusal.way in offered:
            no = refusal.sentence.place(refusal.start, refusal.end)
            yes = offered[refusal.way]
            yield f"whether you use {NAMES[refusal.way]}: refused at {no}, offered at {yes}"


def _ways_of(contact: Contact, sentence: Sentence) -> list[str]:
    """Return what a number or address is for."""
    if contact.kind == "email":
        return ["email"]
    if contact.kind == "url":
        portal = re.search(r"\bportal\b", sentence.text + contact.text, re.IGNORECASE)
        portal = portal or re.search(
            r"\bportal\b[^.]*$", contact.passage.text[: contact.start], re.IGNORECASE
        )
        return ["portal"] if portal else []
    if contact.kind == "handle":
        return []
    at = contact.start - sentence.start
    before, after = sentence.text[:at], sentence.text[at + len(contact.text) :]
    if re.search(r"\bfax\b[^.]{0,25}$", before, re.IGNORECASE) or re.match(
        r"\s*\(?fax", after, re.IGNORECASE
    ):
        return ["fax"]
    ways = [
        way
        for start, end, way in ways_in(before)
        if way in {"phone", "sms", "whatsapp"} and not is_denied(sentence.text, start, end)
    ]
    texted = "sms" in ways and (
        re.search(r"\b(?:te?xts?|SMS)\b[^.;]{0,40}$", before, re.IGNORECASE) is not None
    )
    called = "phone" in ways or not ways
    if (
        texted
        and ways
        and ways[-1] == "sms"
        and not re.search(r"\bcall|ring|phone\b", before, re.IGNORECASE)
    ):
        called = False
    return [*(["phone"] if called else []), *(["sms"] if texted else [])]


def _method_values(
    seen: ProseContext, methods: dict[str, tuple[str, Contact | None, Place]]
) -> Iterator[Value]:
    for name, (way, contact, place) in methods.items():
        at = str(place)
        base = ("methods", name)
        number = re.search(r"\d+$", name)
        label = _NAMES[way] + (f" {number[0]}" if number else "")
        yield Value((*base, "name"), _yaml(label), at)
        yield Value((*base, "system"), _SYSTEMS.get(way, way), at)
        if contact is None:
            yield Value((*base, "status"), "not_used", at)
        elif contact.kind == "url":
            url = contact.text if "://" in contact.text else f"https://{contact.text}"
            yield Value((*base, "url"), _yaml(url), at)
        else:
            yield Value((*base, "value"), _yaml(contact.text), at)
        if contact is not None:
            yield from _method_hours(seen, name, way, contact, methods)


def _method_hours(
    seen: ProseContext,
    name: str,
    way: str,
    contact: Contact,
    methods: dict[str, tuple[str, Contact | None, Place]],
) -> Iterator[Value]:
    """Yield when a method is answered, where its own paragraph says it."""
    for sentence in sentences(seen):
        if sentence.number != contact.number or sentence.start < contact.start - 400:
            continue
        for found in hours(sentence.text):
            text = sentence.text
            key = "checked" if re.search(r"\b(?:check|read|look at)\w*\b", text) else "hours"
            if key == "hours" and not re.search(
                r"\b(?:answer\w*|open|staffed|pick\w* up|reach|call|phone|ring)\b",
                text,
                re.IGNORECASE,
            ):
                continue
            named = {one for _, _, one in ways_in(text)}
            if named and way not in named and len(methods) > 1:
                continue
            yield Value(
                ("methods", name, key),
                _yaml(found.value),
                str(sentence.place(found.start, found.end)),
            )
            return


_EXCLUDED = {
    "weekends": re.compile(r"\bweekends?\b", re.IGNORECASE),
    "public_holidays": re.compile(
        r"\b(?:(?:bank|public|statutory|federal) holidays|holidays(?! are))\b", re.IGNORECASE
    ),
    "absences": re.compile(
        r"\b(?:vacations?|(?:am|are|is|'m|'re) away|on leave|my own holidays)\b", re.IGNORECASE
    ),
}
_NOT_COUNTED = re.compile(
    r"\b(?:not|except|n't|no|leaves? out|excluding|closed|other than|than)\b", re.IGNORECASE
)
_SOONER = re.compile(
    r"\b(?:sooner|faster|quicker|quickly|earlier|within the hour)\b", re.IGNORECASE
)
_NOTHING = re.compile(
    r"\bif you (?:have )?(?:heard? nothing|do not hear|don't hear|haven't heard)"
    r"|\bwithout a word\b",
    re.IGNORECASE,
)
_PLAIN_WORDS = re.compile(r"[^*`|_\\<>{}\ufffc\ufffd]{10,400}")


def _turnaround(
    seen: ProseContext, methods: dict[str, tuple[str, Contact | None, Place]]
) -> Iterator[Value]:
    general = False
    ids: dict[str, str] = {}
    for method, (way, contact, _) in methods.items():
        if contact is not None:
            ids.setdefault(way, method)
    found = [one for one in promises(seen) if one.amount.unit in _UNITS and one.amount.value > 0]
    for promise in found:
        unit, times = _UNITS[promise.amount.unit]
        written = f"{{value: {promise.amount.value * times}, unit: {unit}}}"
        name = ids.get(promise.way or "")
        if promise.way is None:
            general = True
            value = str(promise.amount.value * times)
            yield Value(("turnaround", "value"), value, str(promise.place))
            yield Value(("turnaround", "unit"), unit, str(promise.place))
        elif name is not None:
            yield Value(("methods", name, "turnaround"), written, str(promise.place))
    if general:
        yield from _conditions(seen)


def _conditions(seen: ProseContext) -> Iterator[Value]:
    """Yield what is said of the time to answer: days that do not count, sooner, no answer."""
    excluded: list[str] = []
    place = ""
    for sentence in sentences(seen):
        if not _NOT_COUNTED.search(sentence.text):
            continue
        for days, pattern in _EXCLUDED.items():
            match = pattern.search(sentence.text)
            if match and days not in excluded:
                excluded.append(days)
                place = place or str(sentence.place(*match.span()))
    if excluded:
        ordered = [name for name in _EXCLUDED if name in excluded]
        yield Value(("turnaround", "excludes"), f"[{', '.join(ordered)}]", place)
    for key, pattern in (("sooner", _SOONER), ("if_no_reply", _NOTHING)):
        for sentence in sentences(seen):
            text = seen.passages[sentence.number].text[
                sentence.start : sentence.start + len(sentence.text)
            ]
            if pattern.search(sentence.text) and _PLAIN_WORDS.fullmatch(text):
                whole = str(sentence.place(0, len(sentence.text)))
                yield Value(("turnaround", key), _yaml(text), whole)
                break


_UNITS = {
    "clock_hour": ("clock_hour", 1),
    "calendar_day": ("calendar_day", 1),
    "business_day": ("business_day", 1),
    "week": ("calendar_day", 7),
}


def _calendar(seen: ProseContext) -> Iterator[Value]:
    for sentence in sentences(seen):
        if not re.search(
            r"\b(?:office|practice|clinic)\b[^.]*\b(?:open|hours)\b", sentence.text, re.IGNORECASE
        ):
            continue
        for found in hours(sentence.text):
            place = str(sentence.place(found.start, found.end))
            yield Value(("calendar", "hours"), _yaml(found.value), place)
            return


def _cancellation(seen: ProseContext) -> Iterator[Value]:
    from sphinx_commspolicy.checks.prose.amounts import amounts

    for sentence in sentences(seen):
        text = sentence.text
        if not re.search(r"\bcancel", text, re.IGNORECASE):
            continue
        if not re.search(r"\b(?:notice|ahead|in advance|before|at least)\b", text, re.IGNORECASE):
            continue
        for amount in amounts(text):
            if amount.unit in _UNITS and not amount.is_range:
                unit, times = _UNITS[amount.unit]
                written = f"{{value: {amount.value * times}, unit: {unit}}}"
                place = str(sentence.place(amount.start, amount.end))
                yield Value(("cancellation", "notice"), written, place)
                return


def _crisis(audits: Sequence[Audit], country: str) -> Iterator[Value]:
    found: dict[str, str] = {}
    for audit in audits:
        for mention in mentions(audit.seen):
            if mention.entry.kind.startswith("former"):
                continue
            helping = [
                owner
                for owner in mention.owners_in(country)
                if owner.service.status == "active"
                and owner.service.kind in {"emergency", "crisis"}
            ]
            # of several services behind one number, the core one is meant
            core = [owner for owner in helping if owner.service.core] or helping
            for owner in core[:1]:
                found.setdefault(owner.name, str(mention.place))
    if found:
        places = ", ".join(dict.fromkeys(found.values()))
        yield Value(("crisis", "services"), f"[{', '.join(found)}]", places)


_PLATFORM = re.compile(
    r"\b(?:Facebook|Instagram|LinkedIn|TikTok|Snapchat|YouTube|Threads|Bluesky|Mastodon|Reddit"
    r"|Pinterest"
    r"|X(?= \(|,| or | and )|Twitter)\b"
)
_REQUESTS = re.compile(r"\b(?:friend|contact|connection|follow)?\s*requests?\b", re.IGNORECASE)
_LOOK_UP = re.compile(
    r"\b(?:look (?:you|clients) up|search for (?:you|clients)|google (?:you|clients)"
    r"|search (?:you|clients))\b",
    re.IGNORECASE,
)
_REVIEWS = re.compile(r"\breviews?\b|\btestimonials?\b", re.IGNORECASE)


def _social(seen: ProseContext) -> Iterator[Value]:
    for sentence in sentences(seen):
        text = sentence.text
        place = str(sentence.place(0, len(text)))
        requests = _REQUESTS.search(text)
        if requests and is_denied(text, *requests.span()):
            for platform in _PLATFORM.finditer(text):
                name = "X" if platform[0] == "Twitter" else platform[0]
                base = ("social_media", "platforms", name.lower())
                at = str(sentence.place(*platform.span()))
                yield Value((*base, "name"), name, at)
                yield Value((*base, "requests"), "none", place)
        look = _LOOK_UP.search(text)
        if look and is_denied(text, *look.span()):
            stance = "emergency_only" if re.search(r"\bunless|except\b", text) else "never"
            yield Value(("social_media", "searching"), stance, str(sentence.place(*look.span())))
        reviews = _REVIEWS.search(text)
        original = seen.passages[sentence.number].text[sentence.start : sentence.start + len(text)]
        if reviews and is_denied(text, *reviews.span()) and _PLAIN_WORDS.fullmatch(original):
            yield Value(("social_media", "reviews"), _yaml(original), place)


# ---- writing

_ORDER = (
    "practice",
    "methods",
    "turnaround",
    "calendar",
    "cancellation",
    "crisis",
    "social_media",
)


def _written(
    values: Sequence[Value], audits: Sequence[Audit]
) -> tuple[str, dict[int, tuple[str, ...]]]:
    """Return the draft, and for each of its lines the path of the value that stands there."""
    files = ", ".join(_shown(audit.source.file) for audit in audits)
    lines = [
        f"# A draft, read from {files}.",
        "# Behind each value stands where it was read. Compare them all; nothing else was added.",
    ]
    paths: dict[int, tuple[str, ...]] = {}
    for section in _ORDER:
        inside = [value for value in values if value.path[0] == section]
        if not inside:
            continue
        lines += ["", f"{section}:"]
        open_: tuple[str, ...] = (section,)
        for value in _grouped(inside):
            above = value.path[:-1]
            for depth in range(1, len(above)):
                if above[: depth + 1] != open_[: depth + 1]:
                    lines.append(f"{'  ' * depth}{above[depth]}:")
                    paths[len(lines)] = above[: depth + 1]
            open_ = above
            indent = "  " * (len(value.path) - 1)
            lines.append(f"{indent}{value.path[-1]}: {value.text}  # {_shown(value.place)}")
            paths[len(lines)] = value.path
    return "\n".join(lines) + "\n", paths


def _grouped(values: Sequence[Value]) -> list[Value]:
    """Return *values* with those of one block beside one another, in the order of their first."""
    order: dict[tuple[str, ...], int] = {}
    for value in values:
        for depth in range(1, len(value.path)):
            order.setdefault(value.path[:depth], len(order))
    return sorted(
        values, key=lambda one: [order[one.path[:depth]] for depth in range(1, len(one.path))]
    )


def _shown(words: str) -> str:
    """Return *words* for a comment, on one line."""
    return " ".join("".join(char if char.isprintable() else " " for char in words).split())


def _yaml(text: str) -> str:
    """Return *text* as YAML writes it, in quotation marks where it needs them."""
    import yaml

    plain = " ".join(text.replace(CODE, "").split())
    line: str = yaml.safe_dump(
        [plain], default_flow_style=True, allow_unicode=True, width=float("inf")
    )
    return line.strip()[1:-1]


def _refused(text: str) -> set[int]:
    """Return the lines of a draft that the loader refuses."""
    from sphinx_commspolicy.diagnostics import PolicyError
    from sphinx_commspolicy.loading import load

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "practice.yaml")
        path.write_text(text, "utf-8")
        try:
            load(path)
        except PolicyError as error:
            return {found.location.line for found in error.diagnostics}
    return set()


# ---- what could not be read

_WANTED = (
    (("methods",), "a way of contact"),
    (("turnaround", "value"), "one official time to answer that holds for every message"),
    (("turnaround", "excludes"), "the days that do not count"),
    (("turnaround", "sooner"), "that a quicker answer is no promise"),
    (("turnaround", "if_no_reply"), "what to do when no answer comes"),
    (("calendar", "hours"), "the hours of the practice"),
    (("crisis", "services"), "a public crisis service"),
    (("cancellation", "notice"), "the notice for canceling"),
    (("social_media",), "a stance on social media"),
)
_NEVER_READ = (
    "time zone, addresses and licenses",
    "what each way of contact is for (needs), and how private it is",
    "who reads messages, and when",
)


def _left_out(values: Sequence[Value]) -> Iterator[str]:
    paths = {value.path for value in values}
    for wanted, words in _WANTED:
        if not any(path[: len(wanted)] == wanted for path in paths):
            yield words
    if not any(path[0] == "methods" and path[-1] == "status" for path in paths):
        yield "a way of contact that is not used"
    if any("put the name here" in value.place for value in values):
        yield "the name of the practice"
    yield from _NEVER_READ
