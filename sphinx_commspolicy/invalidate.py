"""Which pages a changed fact touches, decided for each output folder.

Sphinx rewrites a page when its source is newer than its output; it knows nothing of facts. So each
output folder keeps a record: for each page, the questions that were asked when it was written, with
digests of the answers, and a digest of the outline: the titles and labels that pages show of each
other. A page whose answers are others now is written again, and nothing is read again, except where
a title is made of facts (`resolve.TitlesAreText`).

The record is kept true through every kind of ending. Before anything is written, the entries of all
pages that are about to change are struck out; they are entered again only when the build has
finished. A page without an entry is written again. A build that is killed leaves a mark, and after
it every page is written again: what Sphinx itself meant to write in the killed build, and had in
memory only, nobody knows any more.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.search import js_index

from sphinx_commspolicy import __version__
from sphinx_commspolicy.clinician_pages import has_source
from sphinx_commspolicy.config import shown_values
from sphinx_commspolicy.domain import comms_domain
from sphinx_commspolicy.edition_names import title_parts
from sphinx_commspolicy.passages import conditions_met, omitted_pages

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from sphinx_commspolicy.domain import CommsDomain

RECORD_NAME = ".commspolicy.json"
"""Name of the record in an output folder."""
UNFINISHED_NAME = ".commspolicy.unfinished"
"""Name of the mark that lies in an output folder while pages are written there."""

_OTHERS = ("holidays", "phonenumbers", "Babel")
"""Packages whose data show on pages."""


@dataclass
class Record:
    """What an output folder was written from."""

    path: Path
    pages: dict[str, dict[str, Any]] = field(default_factory=dict)
    """For each page: what every page depends on, its directives, and every answer, as digests."""

    @classmethod
    def load(cls, outdir: Path) -> Record:
        """Read the record of *outdir*; an unreadable one is as none."""
        record = cls(outdir / RECORD_NAME)
        try:
            pages = json.loads(record.path.read_text("utf-8"))["pages"]
            record.pages = {
                docname: {**page, "facts": dict(page["facts"])} for docname, page in pages.items()
            }
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            record.pages = {}
        return record

    def save(self) -> None:
        """Write the record beside the old one, then in its place; remove an empty one."""
        if not self.pages:
            self.path.unlink(missing_ok=True)
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        # a line for each page; made as a whole with an indent, it would be slow
        lines = ",\n".join(
            f"{json.dumps(docname)}: {json.dumps(self.pages[docname], sort_keys=True)}"
            for docname in sorted(self.pages)
        )
        text = f'{{"pages": {{\n{lines}\n}}}}\n'
        handle, beside = tempfile.mkstemp(prefix=RECORD_NAME, dir=self.path.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
            Path(beside).chmod(0o644)
            Path(beside).replace(self.path)
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise


def pages_to_read(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Return the pages whose titles, captions or terms have other words now."""
    del app
    domain = comms_domain(env)
    return [
        docname
        for docname, trace in domain.traces.items()
        if docname not in added | changed | removed
        and not all(_same(domain, word, digest) for word, digest in trace.facts.items())
    ]


def pages_to_write(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the pages that the output folder holds with other facts than there are now."""
    domain = comms_domain(env)
    outdir = _record_folder(app.builder)
    record = Record.load(outdir)
    domain.state.omitted = omitted_pages(env, domain.state.tags)
    if (outdir / UNFINISHED_NAME).exists():
        affected = set(env.found_docs)
    elif not record.pages and _is_empty(Path(app.builder.outdir)):
        affected = set()  # the builder writes everything there
    elif _keeps_record(domain, record):
        common = _common(domain, app.builder, _outline(env))
        answers = _answers(domain, record)
        affected = {
            docname
            for docname in env.found_docs - domain.state.omitted
            if not _is_current(record.pages.get(docname), domain, docname, common, answers)
        }
    else:
        affected = set()
    domain.state.affected = frozenset(affected)
    return sorted(affected)


def note_outline(app: Sphinx, builder: Builder) -> None:
    """Before anything is left out or written: note what every page is going to depend on."""
    domain = comms_domain(app.env)
    outline = _outline(app.env)
    domain.state.common = _common(domain, builder, outline)
    domain.state.whole_outline = _digest(outline)


def strike_out(app: Sphinx, builder: Builder) -> None:
    """Before anything is written: forget what is recorded of pages that are about to change."""
    domain = comms_domain(app.env)
    outdir = _record_folder(builder)
    record = Record.load(outdir)
    for docname in sorted(record.pages):
        if docname not in app.env.found_docs:
            _remove_output(builder, docname)
        elif not has_source(domain.state, docname):
            _remove_copies(builder, docname)
    kept = {
        docname: page
        for docname, page in record.pages.items()
        if docname in app.env.found_docs and docname not in domain.state.affected
    }
    domain.state.current = frozenset(kept)
    if _keeps_record(domain, record):
        outdir.mkdir(parents=True, exist_ok=True)
        (outdir / UNFINISHED_NAME).touch()
    if kept != record.pages:
        record.pages = kept
        record.save()


def _is_empty(folder: Path) -> bool:
    """Return whether nothing was written to *folder* yet; extensions may make folders in it."""
    return not folder.is_dir() or not any(entry.is_file() for entry in folder.iterdir())


def _remove_output(builder: Builder, docname: str) -> None:
    """Remove what was written of a page that is none any more, or is left out of this edition."""
    outdir = Path(builder.outdir).resolve()
    suffixes = {getattr(builder, "out_suffix", None)}
    files = [outdir / f"{docname}{suffix}" for suffix in suffixes if suffix]
    if isinstance(builder, StandaloneHTMLBuilder):
        files = [Path(outdir, builder.get_target_uri(docname).removesuffix("/"))]
        if builder.name == "dirhtml":
            files = [files[0] / "index.html"]
        _remove_copies(builder, docname)
    for file in files:
        if file.is_file() and file.resolve().is_relative_to(outdir):
            file.unlink()


def _remove_copies(builder: Builder, docname: str) -> None:
    """Remove the copies of a page's source, which are not offered."""
    for file in Path(builder.outdir, "_sources").glob(f"{docname}.*"):
        file.unlink()


def enter(app: Sphinx, exception: Exception | None) -> None:
    """After everything is written: record what it was written from."""
    if exception is not None:
        return
    _forget_words(app.builder)
    domain = comms_domain(app.env)
    outdir = _record_folder(app.builder)
    record = Record.load(outdir)
    if _keeps_record(domain, record):
        for docname, asked in domain.state.asked.items():
            record.pages[docname] = {
                **domain.state.common,
                "uses": domain.uses_digest(docname),
                "facts": {word: domain.digest(word) for word in sorted(asked)},
            }
        record.save()
    (outdir / UNFINISHED_NAME).unlink(missing_ok=True)


def _forget_words(builder: Builder) -> None:
    """Take words out of the search index that stand on no page any more.

    Sphinx takes the pages from such a word and leaves the word, so that an old number can still be
    read in the file.
    """
    path = Path(builder.outdir) / getattr(builder, "searchindex_filename", "")
    index_format = getattr(builder, "indexer_format", None)
    if not isinstance(index_format, type(js_index)) or not path.is_file():
        return
    text = path.read_text("utf-8")
    if ":[]" not in text:
        return
    index = index_format.loads(text)
    for part in ("terms", "titleterms"):
        index[part] = {word: pages for word, pages in index[part].items() if pages != []}
    path.write_text(index_format.dumps(index), "utf-8")


def _record_folder(builder: Builder) -> Path:
    """Return the folder that holds the record of what *builder* writes.

    It is the output folder; but an e-book takes in every file of that, so its record lies with
    Sphinx's own notes.
    """
    if builder.name != "epub":
        return Path(builder.outdir)
    name = hashlib.blake2b(str(builder.outdir).encode(), digest_size=9).hexdigest()
    return Path(builder.doctreedir) / f"epub-{name}"


def _keeps_record(domain: CommsDomain, record: Record) -> bool:
    """Return whether any page of the output folder shows facts, or did."""
    return bool(domain.uses or record.pages or domain.state.every_page_shows_facts)


def _answers(domain: CommsDomain, record: Record) -> dict[str, str]:
    """Return digests of today's answers to every question that is on record."""
    asked = set(chain.from_iterable(page["facts"] for page in record.pages.values()))
    answers = {}
    for word in asked:
        with suppress(ValueError):  # a question of another version
            answers[word] = domain.digest(word)
    return answers


def _is_current(
    page: dict[str, Any] | None,
    domain: CommsDomain,
    docname: str,
    common: dict[str, str],
    answers: dict[str, str],
) -> bool:
    """Return whether *page*, as it is on record, says what it would say if written today."""
    return (
        page is not None
        and common.items() <= page.items()
        and page.get("uses") == domain.uses_digest(docname)
        and page["facts"].items() <= answers.items()
    )


def _same(domain: CommsDomain, word: str, digest: str) -> bool:
    try:
        return domain.digest(word) == digest
    except ValueError:
        return False  # a question of another version


def _common(domain: CommsDomain, builder: Builder, outline: list[Any]) -> dict[str, str]:
    """Return digests of what every page of an output folder depends on, the *outline* with it."""
    ground = {
        "builder": builder.name,
        "version": __version__,
        "packages": {name: _version(name) for name in _OTHERS},
        "config": shown_values(domain.state.config),
        "phrases": domain.state.phrases.digest() if domain.state.facts else "",
        "edition": title_parts(domain.state.facts, domain.state.phrases),
    }
    met = conditions_met(domain.env, builder.tags)
    shown = [outline, sorted(domain.state.omitted), met]
    return {"ground": _digest(ground), "outline": _digest(shown)}


def _outline(env: BuildEnvironment) -> list[Any]:
    """Return what pages show of each other: titles, their order and numbers, labels.

    Sphinx writes a page again when its own source has changed, and not when a title has that it
    shows in its navigation or in a reference.
    """
    standard = env.domains.standard_domain
    return [
        [
            (docname, _shape(env.tocs[docname]), _shape(env.titles[docname]))
            for docname in sorted(env.tocs)
        ],
        sorted(env.toc_secnumbers.items()),
        sorted(env.toc_fignumbers.items()),
        sorted(standard.labels.items()),
        sorted(standard.anonlabels.items()),
        sorted(standard.objects.items()),
    ]


def _shape(node: nodes.Node) -> Any:
    """Return everything that tells one node from another, in plain values."""
    if not isinstance(node, nodes.Element):
        return str(node)
    attributes = {name: value for name, value in node.attributes.items() if value}
    return [node.tagname, attributes, *map(_shape, node.children)]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _digest(content: Any) -> str:
    text = json.dumps(content, sort_keys=True, default=str)
    return hashlib.blake2b(text.encode(), digest_size=9).hexdigest()
