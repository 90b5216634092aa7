"""What machines say for the practice: greetings, automatic replies, signatures, notices.

Where the YAML holds the words of a script, they are taken, with the facts that their roles name.
Where it holds none, the script is put together from the facts. Either way the result is plain
words with plain marks: it is said, or pasted into a phone system, where one typographic apostrophe
doubles the price of a text message.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_commspolicy.diagnostics import quote
from sphinx_commspolicy.effective import PRACTICE
from sphinx_commspolicy.model.method import by_preference
from sphinx_commspolicy.model.schedule import Closure
from sphinx_commspolicy.phrases.catalogue import fill
from sphinx_commspolicy.phrases.times import date_range, date_words, hours_sentence
from sphinx_commspolicy.phrases.values import value_words
from sphinx_commspolicy.render import compose
from sphinx_commspolicy.render.contact import contact_value
from sphinx_commspolicy.render.crisis import services_here, way_words
from sphinx_commspolicy.render.headless import SpokenMarkup
from sphinx_commspolicy.render.replies import not_counted
from sphinx_commspolicy.render.values import sooner_words, within_words
from sphinx_commspolicy.sms import segments
from sphinx_commspolicy.speaking import seconds_to_say

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator

    from sphinx_commspolicy.effective import Scope
    from sphinx_commspolicy.model.clinician import Absence, Clinician
    from sphinx_commspolicy.model.method import Method
    from sphinx_commspolicy.model.script import Script
    from sphinx_commspolicy.model.turnaround import Turnaround
    from sphinx_commspolicy.phrases.catalogue import Phrases
    from sphinx_commspolicy.render.context import Context

KINDS: dict[str, tuple[str, ...]] = {
    "voicemail_greeting": ("phone",),
    "text_auto_reply": ("sms",),
    "email_auto_reply": ("email",),
    "email_signature": ("email",),
    "contact_form_notice": ("url",),
    "away_message": (),
}
"""Each kind of script, with the systems of the methods that it can belong to."""

_RUN_TOGETHER = frozenset({"voicemail_greeting", "text_auto_reply"})
_UNBROKEN = re.compile("[\u00a0\u202f]")
"""Spaces at which a line does not break, as French has them before a colon."""


@dataclass(frozen=True)
class Said:
    """A script as it reads today."""

    name: str
    """Its id in the YAML, or for one put together from the facts: kind and method."""
    kind: str
    method: str
    """Id of the method that it belongs to; empty where it belongs to none."""
    paragraphs: tuple[str, ...]
    recorded_on: dt.date | None
    composed: bool
    """Whether it was put together from the facts."""
    written: bool
    """Whether the YAML declares it."""
    scope: Scope
    """Whose machine says it."""

    @property
    def words(self) -> str:
        """The whole script, to be copied: lines of a signature, paragraphs of everything else."""
        if self.kind in _RUN_TOGETHER:
            # one space that does not break would double the price of a text message
            return _UNBROKEN.sub(" ", " ".join(self.paragraphs))
        return ("\n" if self.kind == "email_signature" else "\n\n").join(self.paragraphs)


def message_script(ctx: Context) -> list[nodes.Node]:
    """Return the scripts that the argument or the options name."""
    plain = replace(ctx, typographic=str)
    blocks: list[nodes.Node] = [_block(ctx, said) for said in wanted_scripts(plain)]
    return blocks or ctx.missing(ctx.gettext("what our machines say"))


def wanted_scripts(ctx: Context) -> Iterator[Said]:
    """Yield the scripts that the argument and options name; warn of what cannot be said.

    Without ids they are those of the scope's own machines: a clinician's page does not repeat what
    the office says.
    """
    if ctx.argument:
        for name in ctx.argument:
            script: Script | None = ctx.named("scripts", name)
            if script is not None:
                yield from _declared(ctx, name, script)
        return
    method = ctx.options.get("method")
    if method is not None and ctx.named("methods", method) is None:
        return
    asked = tuple(kind.replace("-", "_") for kind in ctx.options.get("kind", ()))
    found = list(own_scripts(ctx, asked or tuple(KINDS), method))
    if not asked and method is None:
        found = [said for said in found if not said.composed or said.written] or found
    if not found:
        message = "there is no method for which these scripts could be put together"
        ctx.warn_missing(message, "scripts")
    yield from found


def own_scripts(
    ctx: Context, kinds: tuple[str, ...] = tuple(KINDS), method: str | None = None
) -> Iterator[Said]:
    """Yield what the scope's own machines say: scripts of the YAML, then those made from facts."""
    declared: dict[str, Script] = ctx.get("scripts") or {}
    for kind in kinds:
        covered: set[str] = set()
        for name, script in declared.items():
            if script.kind != kind or (method is not None and script.method != method):
                continue
            own = _home(ctx, name, script) == ctx.reader.scope
            if own or KINDS[kind]:
                covered.add(script.method or "")
            if own:
                yield from _declared(ctx, name, script)
        once = kind in _ONE_IS_ENOUGH
        if once and _has_own(ctx, kind):
            continue
        for name in _fitting(ctx, kind, method):
            if not once and name in covered:
                continue
            paragraphs = _COMPOSERS[kind](ctx, name)
            if paragraphs:
                words = tuple(paragraphs)
                identity = composed_name(kind, name)
                yield Said(identity, kind, name, words, None, True, False, ctx.reader.scope)
                if once:
                    break


def composed_name(kind: str, method: str) -> str:
    """Return the name of a script that is put together from the facts."""
    return f"{kind}-{method}".strip("-").replace("_", "-")


_ONE_IS_ENOUGH = frozenset({"email_signature", "away_message"})
"""Kinds of script that say the same whatever method they belong to."""


def _has_own(ctx: Context, kind: str) -> bool:
    return any(
        script.kind == kind and _home(ctx, name, script) == ctx.reader.scope
        for name, script in (ctx.get("scripts") or {}).items()
    )


def _home(ctx: Context, name: str, script: Script) -> Scope:
    """Return whose machine says a script: the office's, or a clinician's own.

    A script of the practice for a number that each clinician has says it for each of them.
    """
    origin = ctx.reader.facts.source.origin(("scripts", name), ctx.reader.scope)
    if origin.scope != PRACTICE:
        return ctx.reader.scope
    method: Method | None = ctx.get("methods", script.method) if script.method else None
    own = method is not None and _is_own(ctx, script.method or "", method)
    return ctx.reader.scope if own else PRACTICE


def _is_own(ctx: Context, name: str, method: Method) -> bool:
    """Return whether a method is the clinicians' own, or this clinician has a number of her own."""
    if method.owner == "clinician" or ctx.reader.scope.kind != "clinician":
        return method.owner == "clinician"
    everybody = replace(ctx, reader=ctx.reader.for_scope(PRACTICE))
    shared: Method | None = (everybody.get("methods") or {}).get(name)
    return method.value is not None and (shared is None or shared.value != method.value)


def _declared(ctx: Context, name: str, script: Script) -> Iterator[Said]:
    home = _home(ctx, name, script)
    ctx = replace(ctx, reader=ctx.reader.for_scope(home))
    method = script.method or ""
    if script.text is not None:
        path = ("scripts", name, "text")
        if ctx.builder is not None:
            ctx.prose(script.text, *path)  # warns of what is wrong with its markup
        spoken = replace(ctx, markup=SpokenMarkup(), typographic=str, quiet=True)
        words = [found.astext() for found in spoken.prose(script.text, *path)]
    else:
        words = _COMPOSERS[script.kind](ctx, method or next(_fitting(ctx, script.kind, None), ""))
        if not words:
            message = f"the script {quote(name)} has no words, and there are no facts to make them"
            ctx.warn_missing(message, "scripts", at=("scripts", name))
            return
    composed = script.text is None
    yield Said(name, script.kind, method, tuple(words), script.recorded_on, composed, True, home)


def _fitting(ctx: Context, kind: str, method: str | None) -> Iterator[str]:
    """Yield the methods in use that a script of *kind* can belong to, the best first.

    In a clinician's scope those are the clinician's own numbers, and for what belongs to no
    number of her own, any.
    """
    systems = KINDS[kind]
    if not systems:
        yield ""
        return
    of_clinician = ctx.reader.scope.kind == "clinician"
    for name, found in by_preference(ctx.get("methods") or {}):
        if found.system not in systems or (method is not None and name != method):
            continue
        if _is_own(ctx, name, found) == of_clinician or kind in _ONE_IS_ENOUGH:
            yield name


# ---- the page


def _block(ctx: Context, said: Said) -> nodes.Element:
    title = value_words(ctx.phrases, "kind", said.kind)
    method = ctx.get("methods", said.method) if said.method else None
    name: list[nodes.Node] = [compose.strong(compose.text(title))]
    if method is not None:
        name = ctx.labelled(name, ctx.method_link(said.method))
    lead = compose.paragraph(name, "commspolicy-name")
    if said.kind == "email_signature":
        lines = [nodes.line("", line) for line in said.paragraphs]
        words: nodes.Element = nodes.line_block("", *lines)
    else:
        # what is said, or sent as one text, is one paragraph
        parts = [said.words] if said.kind in _RUN_TOGETHER else said.paragraphs
        words = nodes.block_quote("", *(compose.paragraph(compose.text(part)) for part in parts))
    words["classes"].append("commspolicy-script-words")
    sentences = measures(ctx, said)
    notes = [compose.paragraph(compose.text(" ".join(sentences)))] if sentences else []
    return compose.block([lead, words, *notes], "commspolicy-script")


def measures(ctx: Context, said: Said) -> list[str]:
    """Return sentences on how long a script is, and when it was recorded."""
    found = length_sentences(ctx.phrases, said)
    if said.recorded_on is not None:
        day = date_words(ctx.phrases, said.recorded_on, weekday=False)
        found.append(ctx.gettext("Recorded on {day}.", day=day))
    return found


def length_sentences(phrases: Phrases, said: Said) -> list[str]:
    """Return how long it takes to say a script, or how many text messages it takes."""
    if said.kind == "voicemail_greeting":
        seconds = seconds_to_say(said.words)
        sentence = phrases.ngettext(
            "It takes about {count} second to say.",
            "It takes about {count} seconds to say.",
            seconds,
        )
        return [fill(sentence, count=str(seconds))]
    if said.kind != "text_auto_reply":
        return []
    sent = segments(said.words)
    sentence = phrases.ngettext(
        "It is sent as {count} text message ({units} of {room} characters, {encoding}).",
        "It is sent as {count} text messages ({units} of {room} characters, {encoding}).",
        sent.messages,
    )
    places = {"count": sent.messages, "units": sent.units, "room": sent.room}
    found = [fill(sentence, encoding=sent.encoding, **places)]
    if sent.wide:
        sentence = phrases.gettext("These characters make it longer: {characters}")
        found.append(fill(sentence, characters=" ".join(sent.wide)))
    return found


# ---- putting words together


def _plain(content: list[nodes.Node]) -> str:
    return "".join(node.astext() for node in content)


def crisis_words(ctx: Context, *, hang_up: bool = False, text: bool = False) -> list[str]:
    """Return what to do in an emergency and in a crisis, a sentence each.

    With *text*, a service that takes texts is told by its number for texts.
    """
    found = []
    country = ctx.reader.country_services()
    if country is not None:
        sentence = (
            ctx.gettext("If this is an emergency, hang up and call {number}.")
            if hang_up
            else ctx.gettext("If this is an emergency, call {number}.")
        )
        found.append(fill(sentence, number=country.emergency_number))
    wanted = ("text", "call") if text else ("call", "text")
    for _, service in services_here(ctx):
        if service.kind != "crisis":
            continue
        ways = [
            way
            for mode in wanted
            for way in service.access
            if way.mode == mode and not way.note and not way.languages
        ]
        if ways:
            sentence = ctx.gettext("If you are in crisis, {way} ({service}).")
            way, name = _plain(way_words(ctx, ways[0])), ctx.shipped_label(service.name)
            found.append(fill(sentence, way=way, service=name))
            break
    return found


def _hear_back(ctx: Context, method: Method | None, *, sooner: bool = False) -> list[str]:
    general: Turnaround | None = ctx.get("turnaround")
    own = method.turnaround if method is not None else None
    promise = own.completed(general) if own else general
    if promise is None:
        return []
    if promise.unit == "business_day":
        time = within_words(ctx, promise)
        found = [ctx.gettext("You will hear back {within_time}.", within_time=time)]
        found += not_counted(ctx, promise)
    else:
        time = within_words(ctx, promise)
        found = [ctx.gettext("You will hear back {within_time}.", within_time=time)]
    if sooner:
        found.append(
            _plain(ctx.inline(promise.sooner, "turnaround", "sooner"))
            if promise.sooner
            else sooner_words(ctx)
        )
    return found


def _whose(ctx: Context) -> tuple[str, str]:
    """Return the name of the scope's clinician, if any, and that of the practice."""
    scope = ctx.reader.scope
    clinician = ctx.clinician_name(scope.name) if scope.kind == "clinician" else ""
    return clinician, ctx.label(ctx.get("practice", "name"))


def _greeting(ctx: Context, name: str) -> list[str]:
    method: Method | None = ctx.get("methods", name) if name else None
    clinician, practice = _whose(ctx)
    if clinician and (method is None or _is_own(ctx, name, method)):
        sentence = ctx.gettext("Hello. You have reached {clinician} at {practice}.")
        words = [fill(sentence, clinician=clinician, practice=practice)]
    else:
        words = [ctx.gettext("Hello. You have reached {practice}.", practice=practice)]
    words += crisis_words(ctx, hang_up=True)
    if method is not None and method.attended and method.hours is not None:
        hours = hours_sentence(ctx.phrases, method.hours)
        words.append(ctx.gettext("We answer this line: {hours}.", hours=hours))
    elif method is not None and method.checked is not None:
        hours = hours_sentence(ctx.phrases, method.checked)
        words.append(ctx.gettext("We check messages: {hours}.", hours=hours))
    words.append(ctx.gettext("Please leave your name and your number."))
    return [*words, *_hear_back(ctx, method)]


def _text_reply(ctx: Context, name: str) -> list[str]:
    clinician, practice = _whose(ctx)
    method: Method | None = ctx.get("methods", name) if name else None
    sentence = ctx.gettext("{name}: We have your text.")
    words = [fill(sentence, name=clinician or practice)]
    return [*words, *crisis_words(ctx, text=True), *_hear_back(ctx, method)]


def _email_reply(ctx: Context, name: str) -> list[str]:
    clinician, practice = _whose(ctx)
    method: Method | None = ctx.get("methods", name) if name else None
    first = [ctx.gettext("Thank you for your e-mail.")]
    first += _hear_back(ctx, method, sooner=True)
    found = [" ".join(first), " ".join(crisis_words(ctx))]
    if method is not None and method.open_to_others:
        found.append(ctx.gettext("E-mail is not private. Others may be able to read it."))
        if method.keep_out:
            words = _plain(ctx.inline(method.keep_out, "methods", name, "keep_out"))
            found[-1] += " " + ctx.gettext("Please keep out: {what}", what=words)
    call = _call(ctx)
    found += [call] if call else []
    return [part for part in [*found, ", ".join(filter(None, (clinician, practice)))] if part]


def _call(ctx: Context) -> str:
    """Return how to talk to somebody; empty where nobody answers a phone."""
    for _, method in by_preference(ctx.get("methods") or {}):
        if method.system == "phone" and method.attended and method.hours is not None:
            number = _plain(contact_value(ctx, method))
            hours = hours_sentence(ctx.phrases, method.hours)
            sentence = ctx.gettext("To talk to somebody, call {number} ({hours}).")
            return fill(sentence, number=number, hours=hours) if number else ""
    return ""


def _signature(ctx: Context, name: str) -> list[str]:
    del name
    clinician, practice = _whose(ctx)
    lines = []
    if clinician:
        person = _person(ctx)
        letters = ctx.label(person.credentials) if person.credentials else ""
        lines.append(", ".join(filter(None, (clinician, letters))))
        lines += [ctx.label(person.role)] if person.role else []
    lines.append(practice)
    for _, method in by_preference(ctx.get("methods") or {}):
        value = _plain(contact_value(ctx, method)) if method.system == "phone" else ""
        if value:
            label = ctx.label(method.name)
            lines.append(ctx.gettext("{label}: {value}", label=label, value=value))
    website = ctx.get("practice", "website")
    lines += [str(website)] if website else []
    lines.append(ctx.gettext("Please do not use e-mail in a crisis."))
    return [*lines, *crisis_words(ctx)]


def _form_notice(ctx: Context, name: str) -> list[str]:
    method: Method | None = ctx.get("methods", name) if name else None
    found = [
        " ".join([ctx.gettext("Please do not use this form in a crisis."), *crisis_words(ctx)])
    ]
    if method is not None and method.keep_out:
        words = _plain(ctx.inline(method.keep_out, "methods", name, "keep_out"))
        found.append(ctx.gettext("Please keep out: {what}", what=words))
    reply = " ".join(_hear_back(ctx, method))
    return [*found, *([reply] if reply else [])]


def _away(ctx: Context, name: str) -> list[str]:
    del name
    clinician, practice = _whose(ctx)
    said = []
    for period in _next_away(ctx, _person(ctx).absences or () if clinician else ()):
        if isinstance(period, Closure):
            dates = date_range(ctx.phrases, period.valid_from, period.valid_through)
            sentence = ctx.gettext("{practice} is closed: {dates} ({reason}).")
            reason = ctx.label(period.name)
            said.append(fill(sentence, practice=practice, dates=dates, reason=reason))
            continue
        dates = date_range(ctx.phrases, period.start, period.end)
        said.append(fill(ctx.gettext("{name} is away: {dates}."), name=clinician, dates=dates))
        if period.reachable:
            said.append(value_words(ctx.phrases, "reachable", period.reachable) + ".")
        said += _cover(ctx, period)
    if not said:
        return []
    thanks = ctx.gettext("Thank you for your message.")
    return [" ".join([thanks, *said]), " ".join(crisis_words(ctx))]


def _person(ctx: Context) -> Clinician:
    """Return the clinician who speaks, as the practice's file has them."""
    everybody = replace(ctx, reader=ctx.reader.for_scope(PRACTICE))
    person: Clinician = everybody.get("clinicians", ctx.reader.scope.name)
    return person


def _next_away(ctx: Context, absences: Iterable[Absence]) -> list[Absence | Closure]:
    """Return what is next, of *absences* and of the days on which the practice is closed.

    What follows it without a day between belongs to it, for nobody answers before the end of that:
    a closure that is over before it says nothing new, an absence says who steps in.
    """
    today = ctx.reader.today()
    closures = ctx.get("calendar", "closures") or ()
    periods = [
        *((one.start, one.end, one) for one in absences),
        *((one.valid_from, one.valid_through, one) for one in closures),
    ]
    found: list[Absence | Closure] = []
    back = 0
    for start, end, period in sorted(periods, key=lambda each: each[:1]):
        if end < today:
            continue
        if found and start.toordinal() > back:
            break
        after = end.toordinal() + 1
        if after > back or not isinstance(period, Closure):
            found.append(period)
        back = max(back, after)
    return found


def _cover(ctx: Context, absence: Absence) -> list[str]:
    number = ""
    if absence.cover_outside is not None:
        name = ctx.label(absence.cover_outside.name)
        if absence.cover_outside.phone is not None:
            from sphinx_commspolicy.render.contact import phone_words

            number = phone_words(ctx, absence.cover_outside.phone)
    else:
        cover = absence.cover or _person(ctx).cover
        if not cover:
            return []
        name = ctx.clinician_name(cover)
        scoped = ctx.in_scope(cover)
        phones = [
            method
            for _, method in by_preference(scoped.get("methods") or {})
            if method.system == "phone" and contact_value(scoped, method)
        ]
        # the number of the person who covers, or else one where she can be asked for
        phones.sort(key=lambda method: method.owner != "clinician")
        number = _plain(contact_value(scoped, phones[0])) if phones else ""
    words = [ctx.gettext("{name} steps in.", name=name)]
    if number:
        words.append(ctx.gettext("Call {number}.", number=number))
    return words


_COMPOSERS: dict[str, Callable[[Context, str], list[str]]] = {
    "voicemail_greeting": _greeting,
    "text_auto_reply": _text_reply,
    "email_auto_reply": _email_reply,
    "email_signature": _signature,
    "contact_form_notice": _form_notice,
    "away_message": _away,
}
"""For each kind of script, what puts its words together; it gives none where facts are missing."""
