"""Which pages a changed fact touches, decided for each output folder.

Sphinx rewrites a page when its source is newer than its output; it knows nothing of facts. So each
output folder keeps a record: for each page, the questions that were asked when it was written, with
digests of the answers. A page whose answers are others now is written again, and nothing is read
again, except where a title is made of facts (`resolve.TitlesAreText`).

The record is kept true through every kind of ending. Before anything is written, the entries of all
pages that are about to change are struck out; they are entered again only when the build has
finished. A build that is killed in between leaves pages without an entry, and a page without an
entry is written again.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx_commspolicy import __version__
from sphinx_commspolicy.config import shown_values
from sphinx_commspolicy.domain import comms_domain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from sphinx_commspolicy.domain import CommsDomain

RECORD_NAME = ".commspolicy.json"
"""Name of the record in an output folder."""

_OTHERS = ("holidays", "phonenumbers", "Babel")
"""Packages whose data show on pages."""


@dataclass
class Record:
    """What an output folder was written from."""

    path: Path
    header: dict[str, Any] = field(default_factory=dict)
    """What every page depends on."""
    pages: dict[str, dict[str, Any]] = field(default_factory=dict)
    """For each page, its directives' digest and the digest of every answer."""

    @classmethod
    def load(cls, outdir: Path) -> Record:
        """Read the record of *outdir*; an unreadable one is as none."""
        record = cls(outdir / RECORD_NAME)
        try:
            data = json.loads(record.path.read_text("utf-8"))
            record.header, record.pages = dict(data["header"]), dict(data["pages"])
        except (OSError, ValueError, KeyError, TypeError):
            record.header, record.pages = {}, {}
        return record

    def save(self) -> None:
        """Write the record beside the old one, then in its place; remove an empty one."""
        if not self.pages:
            self.path.unlink(missing_ok=True)
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        data = {"header": self.header, "pages": dict(sorted(self.pages.items()))}
        text = json.dumps(data, indent=0, sort_keys=True) + "\n"
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
        and any(domain.digest(word) != digest for word, digest in trace.facts.items())
    ]


def pages_to_write(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the pages that the output folder holds with other facts than there are now."""
    domain = comms_domain(env)
    record = Record.load(Path(app.outdir))
    if record.header and record.header != _header(domain, app.builder):
        affected = set(env.found_docs) if _titles_differ(record, domain) else {*domain.uses, *record.pages}
    else:
        affected = {
            docname
            for docname in {*domain.uses, *record.pages}
            if not _is_current(record, domain, docname)
        }
    affected &= set(env.found_docs)
    domain.state.affected = frozenset(affected)
    return sorted(affected)


def strike_out(app: Sphinx, builder: Builder) -> None:
    """Before anything is written: forget what is recorded of pages that are about to change."""
    domain = comms_domain(app.env)
    record = Record.load(Path(builder.outdir))
    kept = {
        docname: page
        for docname, page in record.pages.items()
        if docname in app.env.found_docs and docname not in domain.state.affected
    }
    if kept != record.pages:
        record.pages = kept
        record.save()


def enter(app: Sphinx, exception: Exception | None) -> None:
    """After everything is written: record what it was written from."""
    if exception is not None:
        return
    domain = comms_domain(app.env)
    asked = domain.state.asked
    if not asked:
        return
    record = Record.load(Path(app.outdir))
    header = _header(domain, app.builder)
    if record.header != header:
        # pages that were not written again do not depend on it, or are entered no more
        record.pages = {name: page for name, page in record.pages.items() if name in asked}
    record.header = header
    for docname in asked:
        words = sorted(asked[docname])
        if words:
            record.pages[docname] = {
                "uses": domain.uses_digest(docname),
                "facts": {word: domain.digest(word) for word in words},
            }
        else:
            record.pages.pop(docname, None)
    record.save()


def _is_current(record: Record, domain: CommsDomain, docname: str) -> bool:
    page = record.pages.get(docname)
    return (
        page is not None
        and page.get("uses") == domain.uses_digest(docname)
        and all(_same(domain, word, digest) for word, digest in page.get("facts", {}).items())
    )


def _same(domain: CommsDomain, word: str, digest: str) -> bool:
    try:
        return domain.digest(word) == digest
    except ValueError:
        return False  # a question of another version


def _header(domain: CommsDomain, builder: Builder) -> dict[str, Any]:
    """Return what every page of an output folder depends on."""
    return {
        "builder": builder.name,
        "version": __version__,
        "packages": {name: _version(name) for name in _OTHERS},
        "config": shown_values(domain.state.config),
        "phrases": domain.state.phrases.digest() if domain.state.facts else "",
        "titles": _digest(f"{name} {trace.words}" for name, trace in sorted(domain.traces.items())),
    }


def _titles_differ(record: Record, domain: CommsDomain) -> bool:
    titles = _digest(f"{name} {trace.words}" for name, trace in sorted(domain.traces.items()))
    return record.header.get("titles") != titles


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _digest(lines: Iterable[str]) -> str:
    return hashlib.blake2b("\n".join(lines).encode(), digest_size=9).hexdigest()
