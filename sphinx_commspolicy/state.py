"""The live facts of one build. They hang on the domain's instance, which is never pickled."""

from __future__ import annotations

import datetime as dt
import gettext
import hashlib
from collections import defaultdict
from contextlib import contextmanager
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util import logging

from sphinx_commspolicy.build_day import day_of_build
from sphinx_commspolicy.diagnostics import (
    Code,
    Diagnostic,
    Location,
    PolicyError,
    did_you_mean,
    quote,
    shown_path,
)
from sphinx_commspolicy.ending import give_up, line_of
from sphinx_commspolicy.phrases.catalogue import FACTS_CATALOGUE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.config import Config

    from sphinx_commspolicy.checks.rule import Finding
    from sphinx_commspolicy.checks.runner import Run
    from sphinx_commspolicy.effective import Scope
    from sphinx_commspolicy.facts import Facts
    from sphinx_commspolicy.phrases.catalogue import Phrases

logger = logging.getLogger(__name__)


class BuildState:
    """Facts, phrases and what each page has asked for, during one run of Sphinx."""

    def __init__(self, config: Config, builder: Builder, confdir: Path, facts_path: Path) -> None:
        self.config = config
        self.builder = builder
        self.facts_path = facts_path
        """The practice's main file, whether or not it exists."""
        self.facts: Facts | None = None
        """None where there is no such file."""
        self.asked: defaultdict[str, set[str]] = defaultdict(set)
        """For each page written so far: the questions it asked."""
        self.every_page_shows_facts = False
        """Whether pages without a directive or role show facts, too: those of the theme do."""
        self.garbage_thresholds: tuple[int, int, int] | None = None
        """How often Python looked for garbage before this build changed it."""
        self.lines: dict[str, list[str]] = {}
        """Lines of the practice's files, by the files' names, as far as they were needed."""
        self.affected: frozenset[str] = frozenset()
        """Pages to be written because of changed facts."""
        self.run: Run | None = None
        """What the rules have looked at in this build; None where none has."""
        self.current: frozenset[str] = frozenset()
        """Pages whose output is what their facts are now; known once writing starts."""
        self.read_now: frozenset[str] = frozenset()
        """Pages that this build has read."""
        self.reported: tuple[Finding, ...] = ()
        """What they found before anything was written."""
        self.omitted: frozenset[str] = frozenset()
        """Pages that this edition leaves out."""
        self.left_out: frozenset[str] = frozenset()
        """Names to which references lead in other editions, and in this one not."""
        self.tags = builder.tags
        """What is known of the readers, for passages that are for some of them."""
        self.page_clinicians: dict[str, str] = {}
        """For each page that is made from the template: its clinician."""
        self.common: dict[str, str] = {}
        """Digests of what every page of the output folder depends on."""
        self.edition_parts: list[str] = []
        """Whose clients, and in what situation, the edition is for, in words."""
        self.whole_outline = ""
        """Digest of titles and labels before anything is left out."""
        self.is_rendering = False
        """Whether the roles met now stand in the practice's texts, not in the source of a page."""
        self._srcdir = Path(builder.srcdir)
        self._confdir = confdir

    @classmethod
    def begin(cls, app: Sphinx) -> BuildState:
        """Load the practice's data for a run of *app*, where there is any.

        Raises PracticeDataError, after logging every problem of the data.
        """
        srcdir = Path(app.srcdir)
        path = srcdir / app.config.commspolicy_practice
        state = cls(
            app.config,
            app.builder,
            Path(app.confdir),
            path / "practice.yaml" if path.is_dir() else path,
        )
        if state.facts_path.exists():
            state._load()
        elif app.config.commspolicy_practice != "practice.yaml":
            message = (
                f"commspolicy_practice names {quote(shown_path(state.facts_path))}, "
                "which does not exist."
            )
            place = line_of(Path(app.confdir), "commspolicy_practice")
            raise give_up([Diagnostic(Code.file_missing, place, message, "Correct its name.")])
        return state

    def _load(self) -> None:
        from sphinx_commspolicy.effective import PRACTICE, Scope
        from sphinx_commspolicy.facts import Facts
        from sphinx_commspolicy.loading import load

        try:
            source = load(self.facts_path)
        except PolicyError as error:
            raise give_up(error.diagnostics) from None
        name = self.config.commspolicy_clinician
        edition = Scope("clinician", name) if name else PRACTICE
        edition = edition._replace(situation=self.config.commspolicy_situation)
        if not source.knows(edition):
            clinicians = [scope.name for scope in source.scopes() if scope.kind == "clinician"]
            message = f"commspolicy_clinician: there is no clinician {quote(name)}."
            place = line_of(self._confdir, "commspolicy_clinician")
            hint = did_you_mean(name, clinicians)
            raise give_up([Diagnostic(Code.unknown_id, place, message, hint)])
        self.facts = Facts(source, _today(self.config), edition, self._translate)

    @contextmanager
    def rendering(self) -> Iterator[None]:
        """Mark, within the context, that facts are being turned into nodes."""
        before, self.is_rendering = self.is_rendering, True
        try:
            yield
        finally:
            self.is_rendering = before

    # ---- language

    @cached_property
    def _gettext(self) -> Callable[[str], str] | None:
        """The translation of the practice's texts; read late, once Sphinx has compiled it."""
        found = []
        for folder in self.config.locale_dirs:
            # opened afresh: the standard library's own cache would miss an edited catalogue
            path = gettext.find(FACTS_CATALOGUE, str(self._srcdir / folder), [self.config.language])
            if path:
                with Path(path).open("rb") as catalogue:
                    found.append(gettext.GNUTranslations(catalogue))
        for translation, fallback in pairwise(found):
            translation.add_fallback(fallback)
        return found[0].gettext if found else None

    def _translate(self, text: str) -> str:
        return self._gettext(text) if self._gettext and text else text

    @cached_property
    def phrases(self) -> Phrases:
        """The product's own sentences in the language of the handbook."""
        from sphinx_commspolicy.phrases.catalogue import load_phrases

        folders = [self._srcdir / folder for folder in self.config.locale_dirs]
        found = load_phrases(self.language, folders)
        for path, line, message in found.problems:
            place = f"{shown_path(path)}:{line}" if line else shown_path(path)
            logger.warning(
                "%s", message, location=place, type="commspolicy", subtype=Code.bad_phrase
            )
        return found

    @property
    def language(self) -> str:
        """The handbook's language; plain English is that of the practice's country."""
        language = self.config.language or "en"
        if language == "en" and self.facts:
            country = self.facts.source.country
            return f"en_{country}" if country and country != "US" else "en"
        return language

    # ---- places

    def place_for(self, section: str) -> Location:
        """Return where facts of *section* belong."""
        if self.facts:
            return self.facts.source.place_for(section)
        return Location(shown_path(self.facts_path), 0, 0)

    def file_digest(self, name: str) -> str:
        """Return a text that changes when the file *name*, beside the pages, does."""
        try:
            content = Path(self._srcdir, name).read_bytes()
        except OSError:
            return "missing"
        return hashlib.blake2b(content, digest_size=9).hexdigest()

    def absolute(self, shown: str) -> Path:
        """Return the whole path of a file as locations name it."""
        return Path(shown).resolve()

    def edition(self) -> Scope:
        """Return the scope of pages that name none."""
        from sphinx_commspolicy.effective import PRACTICE

        return self.facts.edition if self.facts else PRACTICE


def _today(config: Config) -> dt.date:
    if config.commspolicy_today:
        return dt.date.fromisoformat(config.commspolicy_today)
    return day_of_build()
