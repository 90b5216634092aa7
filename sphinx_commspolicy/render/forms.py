"""What clients fill in and sign: preferences, requests, and the receipt of the handbook."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_commspolicy.effective import PRACTICE
from sphinx_commspolicy.model.method import by_preference
from sphinx_commspolicy.phrases.languages import language_name
from sphinx_commspolicy.phrases.times import date_words
from sphinx_commspolicy.phrases.values import value_words
from sphinx_commspolicy.render import compose
from sphinx_commspolicy.render.blanks import box_cell, boxes, form, line, signature
from sphinx_commspolicy.render.contact import contact_value
from sphinx_commspolicy.render.scripts import crisis_words
from sphinx_commspolicy.render.values import label_of

if TYPE_CHECKING:
    from sphinx_commspolicy.model.care import AccessHelp, SafeContact
    from sphinx_commspolicy.model.method import Method
    from sphinx_commspolicy.render.context import Context

_TO_CLIENTS = frozenset({"phone", "sms", "email", "portal", "app", "mail"})
"""Systems by which a practice can reach a client."""


def _head(words: str) -> nodes.rubric:
    return nodes.rubric("", words)


def _sentences(ctx: Context, *sentences: str) -> nodes.paragraph:
    return compose.paragraph(compose.text(ctx.typographic(" ".join(sentences))))


# ---- how the client prefers to be reached


def preference_form(ctx: Context) -> list[nodes.Node]:
    """Return the form on which a client says how to be reached, and what is safe."""
    methods = [
        (name, method)
        for name, method in by_preference(ctx.get("methods") or {})
        if method.system in _TO_CLIENTS
    ]
    content: list[nodes.Node] = [
        _sentences(
            ctx,
            ctx.gettext("Tell us how we may reach you. You can change your mind at any time."),
            ctx.gettext("You do not have to say why."),
        ),
        line(ctx, ctx.gettext("Your name:")),
        line(ctx, ctx.gettext("The name we should use:")),
        _head(ctx.gettext("How may we reach you?")),
    ]
    if methods:
        content.append(_choices(ctx, methods))
    else:
        ctx.warn_missing("no method of contact here can be used", "methods")
        content += ctx.missing(ctx.gettext("methods of contact"))
    content += [
        _head(ctx.gettext("What is safe for you?")),
        line(ctx, ctx.gettext("A phone number that is safe:")),
        line(ctx, ctx.gettext("An e-mail or postal address that is safe:"), long=True),
        line(ctx, ctx.gettext("Good days and times to call:"), long=True),
        line(ctx, ctx.gettext("Days and times when we should not call:"), long=True),
        *_safe_contact(ctx),
        _head(ctx.gettext("May we leave a message if you do not answer?")),
        *_we_leave(ctx),
        boxes(
            ctx,
            (
                ctx.gettext("Yes. You may say the name of the practice."),
                ctx.gettext("Yes. Say only a first name and a number to call back."),
                ctx.gettext("Yes, with the person who answers. Their name is on the line below."),
                ctx.gettext("No. Please do not leave a message."),
            ),
            ctx.gettext("May we leave a message if you do not answer?"),
        ),
        line(ctx, ctx.gettext("Somebody who may take a message:"), long=True),
        *_languages(ctx),
        line(ctx, ctx.gettext("Anything else we should know:"), rows=2),
        *signature(ctx, (ctx.gettext("Your signature:"),)),
        _sentences(ctx, *crisis_words(ctx)),
    ]
    return form(ctx, ctx.gettext("How we may reach you"), content)


def _choices(ctx: Context, methods: list[tuple[str, Method]]) -> nodes.table:
    answers = (ctx.gettext("Best"), ctx.gettext("Fine"), ctx.gettext("Please not"))
    head = [compose.text(ctx.gettext("Method")), *(compose.text(answer) for answer in answers)]
    rows: list[list[list[nodes.Node]]] = []
    for name, method in methods:
        label = ctx.label(method.name)
        words: list[nodes.Node] = [compose.paragraph(ctx.method_link(name))]
        note = _note(ctx, method)
        words += [compose.paragraph(compose.text(note))] if note else []
        spoken = [ctx.gettext("{label}: {value}", label=label, value=answer) for answer in answers]
        rows.append([words, *(box_cell(ctx, words) for words in spoken)])
    return compose.table(head, rows, (55, 15, 15, 15), "commspolicy-choices")


def _note(ctx: Context, method: Method) -> str:
    """Return what a client has to know before ticking a method; empty where that is nothing."""
    if _not_private(method) and method.asked_for:
        return ctx.gettext("Not private. You have to ask for it first.")
    if _not_private(method):
        return ctx.gettext("Not private.")
    return ctx.gettext("You have to ask for it first.") if method.asked_for else ""


def _safe_contact(ctx: Context) -> list[nodes.Node]:
    section: SafeContact | None = ctx.get("safe_contact")
    if section is None or not section.offered:
        return []
    found = []
    for field in ("words", "leave_out"):
        text = getattr(section, field)
        if text:
            found += ctx.prose(text, "safe_contact", field)
    word = ctx.gettext("A word that we agree on:")
    return [*found, line(ctx, word)]


def _we_leave(ctx: Context) -> list[nodes.Node]:
    """Return what the practice says in messages, each in its own words, once."""
    found: dict[str, list[nodes.Node]] = {}
    for name, method in (ctx.get("methods") or {}).items():
        if method.usable and method.voicemail is not None and method.voicemail.we_leave:
            path = ("methods", name, "voicemail", "we_leave")
            words = ctx.prose(method.voicemail.we_leave, *path)
            found.setdefault(method.voicemail.we_leave, words)
    return [node for words in list(found.values())[:1] for node in words]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _languages(ctx: Context) -> list[nodes.Node]:
    tags = [*(ctx.get("practice", "languages") or ())]
    if ctx.reader.scope.kind == "clinician":
        everybody = replace(ctx, reader=ctx.reader.for_scope(PRACTICE))
        tags += everybody.get("clinicians", ctx.reader.scope.name).languages
    names = [language_name(ctx.phrases, tag) for tag in dict.fromkeys(tags)]
    choices = [*map(_capital, names), ctx.gettext("Another language, with an interpreter")]
    best = ctx.gettext("Which language is best?")
    content = [_head(best), boxes(ctx, choices, best)]
    access: AccessHelp | None = ctx.get("access")
    formats = [_capital(ctx.label(label)) for label in access.formats] if access is not None else []
    if formats:
        other = ctx.gettext("Do you need it in another form?")
        content += [_head(other), boxes(ctx, formats, other)]
    return content


# ---- ways that are not private


def _not_private(method: Method) -> bool:
    """Return whether others may read it; also where only the consent that it needs says so."""
    return method.open_to_others or (method.consent_needed and method.security is None)


def nonsecure_request(ctx: Context) -> list[nodes.Node]:
    """Return the form for exactly the methods in use that are not private."""
    methods = ctx.get("methods") or {}
    gaps: list[nodes.Node] = []
    if ctx.argument:
        methods, gaps = ctx.all_named("methods", ctx.argument)
    wanted = [(name, method) for name, method in by_preference(methods) if _not_private(method)]
    if not wanted:
        words = ctx.gettext("None of the ways to reach us needs this form.")
        return [*gaps, compose.paragraph(compose.text(words))]
    content: list[nodes.Node] = [
        _sentences(
            ctx,
            ctx.gettext("Some ways to reach us are not private."),
            ctx.gettext("You can ask us to use them all the same. It is your choice."),
            ctx.gettext("Your care does not depend on it."),
            ctx.gettext("You do not have to say why."),
        ),
    ]
    for name, method in wanted:
        content += _request(ctx, name, method)
    content += _withdraw(ctx, wanted)
    practice = ctx.get("practice")
    if practice.country == "US" and practice.hipaa_covered != "no":
        rule = ctx.gettext(
            "A federal rule (45 CFR 164.522(b)) lets you ask us to reach you in another way or at "
            "another place. We may not ask you why."
        )
        content.append(_sentences(ctx, rule))
    content += [
        line(ctx, ctx.gettext("Your name:")),
        *signature(ctx, (ctx.gettext("Your signature:"),)),
        _sentences(ctx, *crisis_words(ctx)),
    ]
    return [*gaps, *form(ctx, ctx.gettext("Request for ways that are not private"), content)]


def _request(ctx: Context, name: str, method: Method) -> list[nodes.Node]:
    path = ("methods", name)
    value = contact_value(ctx, method)
    lead = ctx.words(method.name)
    content: list[nodes.Node] = [
        nodes.rubric("", "", *(ctx.labelled(lead, value) if value else lead))
    ]
    if method.risk:
        content += ctx.prose(method.risk, *path, "risk")
    elif ctx.get("privacy") is not None and ctx.get("privacy", "risk"):
        content += ctx.prose(ctx.get("privacy", "risk"), "privacy", "risk")
    else:
        words = value_words(ctx.phrases, "security", "not_encrypted")
        content.append(_sentences(ctx, f"{words}."))
    for field in ("keep_out", "we_do", "you_can"):
        text = getattr(method, field)
        if text:
            label = compose.text(label_of(ctx, type(method), field))
            said = ctx.labelled(label, ctx.inline(text, *path, field))
            content.append(compose.paragraph(said))
    asked = ctx.gettext("Yes, please use this: {method}. I know the risk.")
    choice = asked.format(method=ctx.label(method.name))
    content.append(boxes(ctx, (ctx.typographic(choice),), ctx.label(method.name)))
    mine = {
        "sms": ctx.gettext("My number for texts:"),
        "email": ctx.gettext("My e-mail address:"),
    }.get(method.system, ctx.gettext("My number or address there:"))
    content.append(line(ctx, mine))
    return content


def _withdraw(ctx: Context, wanted: list[tuple[str, Method]]) -> list[nodes.Node]:
    """Return what holds without the form, and how to take it back, each in its own words once."""
    found: dict[str, list[nodes.Node]] = {}
    for field in ("default", "withdraw"):
        for name, method in wanted:
            text = getattr(method.consent, field) if method.consent is not None else None
            if text and text not in found:
                words = ctx.inline(text, "methods", name, "consent", field)
                if field == "default":
                    words = ctx.labelled(ctx.words(method.name), words)
                found[text] = [compose.paragraph(words)]
    if not any(method.consent is not None and method.consent.withdraw for _, method in wanted):
        always = ctx.gettext("You can take this back at any time, in any way.")
        found[always] = [_sentences(ctx, always)]
    return [node for words in found.values() for node in words]


# ---- the page to sign


def acknowledgement(ctx: Context) -> list[nodes.Node]:
    """Return the page on which a client says which version they got."""
    practice = ctx.get("practice")
    document = practice.document
    title, name = ctx.shipped_label(document.title), ctx.label(practice.name)
    rows: list[tuple[str, str]] = [
        (ctx.gettext("Handbook"), title),
        (ctx.gettext("Practice"), name),
    ]
    scope = ctx.reader.scope
    if scope.kind == "clinician":
        rows.append((ctx.gettext("Clinician"), ctx.clinician_name(scope.name)))
    if document.version:
        rows.append((ctx.gettext("Version"), document.version))
    else:
        ctx.warn_missing("the handbook has no version to sign for", "practice", at=("practice",))
        rows.append((ctx.gettext("Version"), ctx.gettext("[Missing: {what}]", what="version")))
    if document.effective_date:
        day = date_words(ctx.phrases, document.effective_date, weekday=False)
        rows.append((ctx.gettext("In force since"), day))
    rows.append((ctx.gettext("Fingerprint of the facts"), fingerprint(ctx)))
    pairs = [
        (compose.text(label), [compose.paragraph(compose.text(words))]) for label, words in rows
    ]
    content: list[nodes.Node] = [
        compose.fact_list(pairs),
        _sentences(ctx, ctx.gettext("With my name below I say:")),
        boxes(
            ctx,
            (
                ctx.gettext("I have this handbook, on paper or on a screen."),
                ctx.gettext("We talked about it, and I could ask questions."),
                ctx.gettext("I know how to reach you, and by when I hear back."),
                ctx.gettext("I know where to turn in a crisis, and that messages may wait."),
            ),
            ctx.gettext("With my name below I say:"),
        ),
    ]
    changes = ctx.get("changes")
    if changes is not None and changes.receipt:
        content += ctx.prose(changes.receipt, "changes", "receipt")
    labels = [ctx.gettext("Your name:"), ctx.gettext("Your signature:")]
    if ctx.get("young_people") is not None:
        labels.append(ctx.gettext("Parent or guardian, if you need one:"))
    labels.append(ctx.gettext("For the practice:"))
    content += signature(ctx, labels)
    return form(ctx, ctx.gettext("Receipt of the handbook"), content)


def fingerprint(ctx: Context) -> str:
    """Return eight letters and digits that change when a fact of the scope does."""
    facts, scope = ctx.reader.facts, ctx.reader.scope
    ctx.reader.get()
    digest = facts.fingerprint(scope)
    return f"{digest[:4]}-{digest[4:8]}"
