"""What changed since a version that was saved: ``policy-changes``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_commspolicy.diagnostics import Code, PolicyError, quote
from sphinx_commspolicy.facts import FINGERPRINT, Facts
from sphinx_commspolicy.fingerprint import read_fingerprint
from sphinx_commspolicy.model.practice import Changes
from sphinx_commspolicy.phrases.times import date_words
from sphinx_commspolicy.render import compose
from sphinx_commspolicy.render.changes import differences
from sphinx_commspolicy.render.follow_up import touches_everybody, whose_clients
from sphinx_commspolicy.render.values import fact_pairs, shown_fields

if TYPE_CHECKING:
    from sphinx_commspolicy.effective import PolicySource
    from sphinx_commspolicy.fingerprint import Fingerprint
    from sphinx_commspolicy.render.changes import Difference
    from sphinx_commspolicy.render.context import Context


def policy_changes(ctx: Context) -> list[nodes.Node]:
    """Return what changed since the saved fingerprint, and the history that the YAML holds."""
    show = ctx.options.get("show", ("changes", "history"))
    content: list[nodes.Node] = []
    if "changes" in show:
        content += _since(ctx)
    section: Changes | None = ctx.get("changes")
    if "history" in show and section is not None:
        fields = [name for name in shown_fields(Changes) if name in {"notice", "history"}]
        content += compose.facts(fact_pairs(ctx, section, ("changes",), fields))
    if not content:
        ctx.warn_missing("nothing is said about changes", "changes")
        return ctx.missing(ctx.gettext("what has changed"))
    return [compose.block(content, "commspolicy-changes")]


def _since(ctx: Context) -> list[nodes.Node]:
    assert ctx.builder is not None
    name = ctx.options.get("since") or ctx.builder.config.commspolicy_fingerprint
    if not name:
        if "since" in ctx.options or "show" in ctx.options:
            message = "no saved fingerprint is named: set commspolicy_fingerprint, or :since:"
            ctx.warn(Code.fact_missing, message)
        return []
    ctx.reader.asked.add(f"{FINGERPRINT}{name}")
    path = Path(ctx.builder.srcdir, name)
    saved = _read(ctx, path, name)
    if saved is None:
        return ctx.missing(ctx.gettext("what has changed"))
    fingerprint, before = saved
    facts = ctx.reader.facts
    for scope in facts.source.scopes():
        ctx.reader.for_scope(scope).get()
    ctx.reader.services()
    today = ctx.reader.today()
    old = Facts(before, today, facts.edition, facts.translate)
    found = [one for one in differences(old, facts, ctx.phrases) if _concerns(ctx, one)]
    day = date_words(ctx.phrases, fingerprint.saved_on, weekday=False)
    if not found:
        words = ctx.gettext("Nothing has changed since {day} that you need to know.", day=day)
        return [compose.paragraph(compose.text(ctx.typographic(words)))]
    lead = ctx.gettext("What has changed since {day}:", day=day)
    items = compose.bullet_list([compose.paragraph(_item(ctx, one))] for one in found)
    return [compose.paragraph(compose.text(lead), "commspolicy-name"), items]


def _read(ctx: Context, path: Path, name: str) -> tuple[Fingerprint, PolicySource] | None:
    try:
        fingerprint = read_fingerprint(path)
        return fingerprint, fingerprint.source(path)
    except PolicyError as error:
        problem = error.diagnostics[0].text()
        ctx.warn(Code.file_unreadable, f"the fingerprint {quote(name)}: {problem}")
    except OSError as error:
        message = f"the fingerprint {quote(name)} cannot be read: {error.strerror}"
        ctx.warn(Code.file_missing, message)
    return None


def _concerns(ctx: Context, difference: Difference) -> bool:
    scope = ctx.reader.scope._replace(situation="")
    return scope.kind != "clinician" or scope in difference.scopes


def _item(ctx: Context, difference: Difference) -> list[nodes.Node]:
    sentences = [difference.words]
    of_one = ctx.reader.scope.kind == "clinician"
    if not of_one and not touches_everybody(ctx, difference.scopes):
        whose = whose_clients(ctx, difference.scopes)
        sentences.append(ctx.gettext("This is for {whose}.", whose=whose))
    words: list[nodes.Node] = [nodes.Text(ctx.typographic(" ".join(sentences)))]
    if difference.material:
        again = compose.text(ctx.gettext("You need to sign again."))
        words += [nodes.Text(" "), compose.strong(again)]
    return words
