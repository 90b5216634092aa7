"""The builder: for each document in ``typst_documents``, join, translate, compile."""

from __future__ import annotations

import datetime as dt
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple

from docutils import nodes
from sphinx.builders import Builder
from sphinx.errors import NoUri
from sphinx.util import logging
from sphinx.util.display import progress_message
from sphinx.util.i18n import format_date

from sphinx_commspolicy.pdf import compiling, glyphs, markup
from sphinx_commspolicy.pdf.assemble import assemble, title_section
from sphinx_commspolicy.pdf.config import (
    FONT_ROLES,
    PAPERS,
    as_list,
    file_name,
    language,
    place_of,
)
from sphinx_commspolicy.pdf.diagnostics import Problem
from sphinx_commspolicy.pdf.ending import give_up
from sphinx_commspolicy.pdf.index import index_code
from sphinx_commspolicy.pdf.languages import phrases
from sphinx_commspolicy.pdf.links import PAGE_MARK, Links
from sphinx_commspolicy.pdf.packing import packed
from sphinx_commspolicy.pdf.record import Record, digest
from sphinx_commspolicy.pdf.translator import TypstTranslator
from sphinx_commspolicy.pdf.translator.base import LARGE_LINE

if TYPE_CHECKING:
    from collections.abc import Set

    from sphinx_commspolicy.pdf.languages import Language, Phrases

logger = logging.getLogger(__name__)

_FONTS = {
    "text": ["Libertinus Serif"],
    "heading": ["Libertinus Serif"],
    "mono": ["DejaVu Sans Mono"],
    "math": ["New Computer Modern Math"],
}
"""Fonts that Typst brings along."""
_SIZE, _LARGE_SIZE = "11.5pt", "18pt"


class Wanted(NamedTuple):
    """An entry of ``typst_documents``."""

    start: str
    target: str
    title: str
    author: str
    toctree_only: bool

    @classmethod
    def read(cls, entry: Any) -> Wanted:
        """Read an entry as it is written in ``conf.py``."""
        start, target, title, author, *rest = entry
        name = file_name(str(target))
        return cls(start, name, str(title), str(author), bool(rest and rest[0]))


class TypstBuilder(Builder):
    """Makes tagged PDF with Typst."""

    name = "typstpdf"
    format = "typst"
    epilog = "The PDF is in %(outdir)s."
    default_translator_class = TypstTranslator
    supported_image_types = ["image/svg+xml", "image/png", "image/jpeg", "image/gif", "image/webp"]
    supported_remote_images = False
    supported_data_uri_images = False

    def init(self) -> None:
        """Begin with no page; give up where there is nothing to set pages with."""
        try:
            compiling.require_typst()
        except compiling.TypstMissing as error:
            raise give_up([Problem(str(error), "")]) from None
        self.made: list[Path] = []
        """The PDFs that this build has made, or found up to date."""
        self.docnames: set[str] = set()
        self.wanted: list[Wanted] = []

    def get_outdated_docs(self) -> str:
        """Look at every document: whether it has changed is seen when it is written in Typst."""
        return "all documents"

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return the address of a page within the document."""
        if docname == "genindex":
            return ""
        if docname not in self.docnames and docname not in self.env.all_docs:
            raise NoUri(docname, typ)  # of a page of another document the title is shown
        return PAGE_MARK + docname

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:  # noqa: ARG002
        """Return the address of a page within the document."""
        return self.get_target_uri(to, typ)

    def prepare_writing(self, docnames: Set[str]) -> None:
        """Read which documents are wanted."""
        del docnames
        self.wanted = []
        for entry in map(Wanted.read, self.config.typst_documents):
            if entry.start in self.env.all_docs:
                self.wanted.append(entry)
            else:
                self._warn(
                    "config",
                    f"typst_documents names the page “{entry.start}”, which does not exist",
                )

    def write_documents(self, _docnames: Set[str]) -> None:
        """Make every document, and only then say which could not be made."""
        record = Record(Path(self.outdir))
        failures: list[Problem] = []
        for wanted in self.wanted:
            try:
                self._write_document(wanted, record)
                continue
            except compiling.TypstFailed as error:
                failures += error.problems
            except OSError as error:
                failures.append(Problem(_in_words(error), ""))
            failures.append(Problem(f"{wanted.target} could not be made.", ""))
        if failures:
            raise give_up(failures)

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        """Write nothing: pages are written together."""

    def finish(self) -> None:
        """Do nothing: everything is written."""

    def _write_document(self, wanted: Wanted, record: Record) -> None:
        with progress_message(f"processing {wanted.target}"):
            source, characters = self._source(wanted)
        date = compiling.document_date(self.config)
        options = compiling.compiler_options(self.config, Path(self.confdir))
        standards = self.config.typst_pdf_standard
        pdf = Path(self.outdir, wanted.target)
        ground = {
            **options,
            "fonts": list(compiling.font_files(options)),
            "glyphs": self.config.typst_missing_glyphs,
            "standards": standards,
            "date": date,
        }
        current = digest(source.code, source.files(), ground)
        kept = not self.config.typst_keep_source or (pdf.parent / source.name).exists()
        if record.is_current(pdf, current) and kept:
            logger.info("%s is up to date", wanted.target)
            self.made.append(pdf)
            return
        self._check_fonts(options)
        source = source._replace(code=self._with_glyphs(source.code, characters, options))
        if self.config.typst_keep_source:
            source.lay_out(pdf.parent)
        with progress_message(f"compiling {wanted.target}"):
            try:
                content, problems = compiling.make_pdf(source, options, standards, date)
            except compiling.TypstFailed:
                mended = self._without_broken_images(source, options)
                if mended is None:
                    raise
                source = mended
                content, problems = compiling.make_pdf(source, options, standards, date)
        for problem in problems:
            self._warn("compile", problem.message, problem.place)
        _put(packed(content), pdf)
        self.made.append(pdf)
        too_long = compiling.without_room(source, options, wanted.target)
        for problem in too_long:
            self._warn("room", problem.message, problem.place)
        if not too_long:  # else it is told again in the next build
            record.enter(pdf, current)

    def _source(self, wanted: Wanted) -> tuple[compiling.Source, dict[str, str]]:
        """Return everything that a document is made of, and its characters beyond ASCII."""
        self.docnames = {wanted.start}
        self.images = {}
        document = assemble(self, self.docnames, wanted.start, toctree_only=wanted.toctree_only)
        self.post_process_images(document)
        section = title_section(document)
        translator = self.create_translator(document, self)
        assert isinstance(translator, TypstTranslator)
        translator.title_section = section
        translator.links = Links.find(document, wanted.start, section)
        translator.language = language(self.config)
        if self.config.typst_large_print:
            translator.room = LARGE_LINE
        first = self._first_page_block(document, translator)
        document.walkabout(translator)
        title = wanted.title
        if not title and section is not None:
            title = next((node.astext() for node in section.findall(nodes.title)), "")
        template = self._own_template()
        words = phrases(translator.language, self.config.typst_phrases)
        index = index_code(self, translator) if self.config.typst_index else ""
        front = self._front(wanted, title or self.config.project, words, translator)
        lines = [
            '#import "typstpdf.typ": *',
            *(['#import "template.typ": *'] if template else []),
            "#show: manual.with(",
            *(f"  {name}: {value}," for name, value in {**front, "first": first}.items()),
            ")",
            markup.code_block(translator.astext()),
        ]
        if index:
            heading = markup.literal(words.index_title)
            lines.append(f"#pagebreak(weak: true)\n#heading(level: 1, {heading})")
            lines.append(f"#index-list({{\n{index}}})")
        code = self._without_dead_links("\n".join(lines) + "\n", translator)
        name = PurePosixPath(wanted.target).with_suffix(".typ").name
        place = translator.deepest[1]
        limited = tuple(translator.limited)
        source = compiling.Source(name, code, translator.images, template, place, limited)
        return source, translator.characters

    def _front(
        self,
        wanted: Wanted,
        title: str,
        words: Phrases,
        translator: TypstTranslator,
    ) -> dict[str, str]:
        """Return the arguments of the template: what stands on every page, and how it looks."""
        date = compiling.document_date(self.config)
        shown_date = self._shown_date(date, translator.language)
        release = str(self.config.typst_version or self.config.release)
        head = self.config.typst_running_head
        head = title if not head or head in title else f"{head} · {title}"
        for text in (title, wanted.author, head, release, shown_date, *words):
            translator.note_characters(text)
        fonts = {
            role: as_list(self.config.typst_fonts.get(role, ())) + _FONTS[role]
            for role in FONT_ROLES
        }
        if "heading" not in self.config.typst_fonts:
            fonts["heading"] = fonts["text"]
        tongue = translator.language
        pairs = {
            "title": markup.literal(title),
            "author": markup.literal(wanted.author),
            "head": markup.literal(head),
            "version": markup.literal(release),
            "date": markup.literal(shown_date),
            "pdf-date": f"datetime(year: {date.year}, month: {date.month}, day: {date.day})",
            "tongue": f"({tongue.arguments()})",
            "fonts": markup.mapping({role: markup.strings(names) for role, names in fonts.items()}),
            "size": _LARGE_SIZE if self.config.typst_large_print else _SIZE,
            "paper": markup.literal(PAPERS[self.config.typst_paper] or tongue.paper),
            "toc-depth": str(self.config.typst_toc_depth),
            "contents": markup.boolean(translator.last_level > 0),
            # a page with the field “:handout:” is set without a title page and contents
            "handout": markup.boolean("handout" in self.env.metadata.get(wanted.start, {})),
        }
        said = {name: markup.literal(text) for name, text in words._asdict().items()}
        return pairs | {"phrases": markup.mapping(said)}

    def _shown_date(self, date: dt.date, tongue: Language) -> str:
        """Return the date as the reader meets it."""
        if self.config.today and not self.config.typst_date:
            return str(self.config.today)
        if self.config.today_fmt:
            noon = dt.datetime.combine(date, dt.time(12), dt.UTC)  # that day in every zone
            return format_date(self.config.today_fmt, date=noon, language=self.config.language)
        return tongue.date(date)

    def _without_broken_images(
        self, source: compiling.Source, options: dict[str, Any]
    ) -> compiling.Source | None:
        """Put the words of each image that Typst cannot read in its place, with a warning.

        Returns None where no image is to blame.
        """
        broken = compiling.broken_images(source, options)
        if not broken:
            return None
        code = source.code
        for name, problem in broken.items():
            file = Path(source.images[name]).relative_to(self.srcdir).as_posix()
            message = f"the image {file} cannot be read: {problem.message}"
            self._warn("image", message, problem.place)
            written = markup.literal(name)
            code = code.replace(f"image({written}", f"broken-image({written}")
        images = {name: path for name, path in source.images.items() if name not in broken}
        return source._replace(code=code, images=images)

    def _own_template(self) -> Path | None:
        if not self.config.typst_template:
            return None
        template = Path(self.confdir, self.config.typst_template)
        if not template.is_file():
            message = f"typst_template: there is no file {template}"
            raise compiling.TypstFailed(
                Problem(message, place_of(Path(self.confdir), "typst_template"))
            )
        return template

    def _first_page_block(self, document: nodes.document, translator: TypstTranslator) -> str:
        """Return the first block that has ``typst_first_page_class``, for the title page."""
        name = self.config.typst_first_page_class
        if not name:
            return "none"
        for node in document.findall(nodes.Element):
            if name in node.get("classes", ()):
                return translator.capture_copy(node.deepcopy())
        return "none"

    def _without_dead_links(self, code: str, translator: TypstTranslator) -> str:
        """Turn links into plain text that lead to places which were not written."""
        for name in sorted(translator.links.wanted):
            final = translator.links.final(name)
            if final not in translator.labels:
                code = code.replace(f"goto({markup.literal(final)}, ", "plain(")
        return code

    def _with_glyphs(self, code: str, characters: dict[str, str], options: dict[str, Any]) -> str:
        """Replace characters that no font has, or refuse to go on without them.

        *characters* holds each character of the document with its place.
        """
        missing = glyphs.missing_characters(characters, options)
        scripts: dict[str, list[str]] = {}
        for character in missing:
            code = code.replace(character, glyphs.spelled(character))
            if glyphs.is_letter(character):
                scripts.setdefault(glyphs.script(character), []).append(character)
            else:
                self._warn(
                    "glyph",
                    f"no font has the symbol {glyphs.spelled(character)}; its name stands for it",
                    characters[character],
                )
        problems = []
        for script, lacking in scripts.items():
            message = (
                f"no font has these characters ({script}): {' '.join(lacking[:12])}. "
                "Name one that has them in typst_fonts, and its folder in typst_font_paths"
            )
            place = characters[lacking[0]]
            if self.config.typst_missing_glyphs == "warn":
                self._warn("glyph", message, place)
            else:
                problems.append(Problem(message, place))
        if problems:
            raise compiling.TypstFailed(*problems)
        return code

    def _check_fonts(self, options: dict[str, Any]) -> None:
        """Warn of fonts and folders that are named in ``conf.py`` and are not there."""
        for folder in self.config.typst_font_paths:
            if not Path(self.confdir, folder).is_dir():
                self._warn("font", f"there is no folder “{folder}” (typst_font_paths)")
        if not self.config.typst_fonts:
            return
        import typst

        known = typst.Fonts(
            include_system_fonts=not options["ignore_system_fonts"],
            font_paths=options["font_paths"],
        ).families()
        for names in self.config.typst_fonts.values():
            for name in as_list(names):
                if name.lower() not in {family.lower() for family in known}:
                    self._warn(
                        "font",
                        f"there is no font “{name}” (typst_fonts); known: {', '.join(known)}",
                    )

    def _warn(self, subtype: str, message: str, place: str = "") -> None:
        docname, _, line = place.rpartition(":")
        location: Any = (
            (str(Path(self.srcdir, docname)) + f":{line}") if line.isdigit() else place or None
        )
        logger.warning("%s", message, location=location, type="typst", subtype=subtype)


def _put(content: bytes, pdf: Path) -> None:
    """Write *content* beside *pdf*, then put it in its place."""
    pdf.parent.mkdir(parents=True, exist_ok=True)
    beside = pdf.with_suffix(".pdf.part")
    try:
        beside.write_bytes(content)
        beside.replace(pdf)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _in_words(error: OSError) -> str:
    """Return why a file could not be read or written, with its name."""
    name = error.filename2 or error.filename
    where = f"{name}: " if name else ""
    hint = " Is it open in another program?" if isinstance(error, PermissionError) else ""
    return f"{where}{error.strerror or error}.{hint}"
