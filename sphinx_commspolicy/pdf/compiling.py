"""From Typst source to PDF: the files laid out in a folder, and the compiler called."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import tempfile
import time
from importlib.metadata import PackageNotFoundError, entry_points, version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sphinx_commspolicy.pdf import fitting
from sphinx_commspolicy.pdf.config import as_list
from sphinx_commspolicy.pdf.diagnostics import OWN_TEMPLATE, Problem, place_of_file, read_problems
from sphinx_commspolicy.pdf.markup import literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinx.config import Config

TEMPLATE = Path(__file__).parent / "template.typ"
_FONT_PACKAGES = ("fonts_ttf", "fonts_otf")
"""Entry points under which Python packages with fonts make themselves known."""


class TypstFailed(Exception):  # noqa: N818 - it says what happened
    """A document could not be made."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__()
        self.problems = problems


WANTED = "typst>=0.15,<0.16"
"""What pip is asked for; the same as in pyproject.toml."""


class TypstMissing(Exception):  # noqa: N818 - it says what happened
    """The package that sets the pages is not there, or it is another version of it."""


def require_typst() -> None:
    """Raise TypstMissing, which says what to install, unless Typst can be used."""
    remedy = f'Install it: pip install "{WANTED}"'
    try:
        import typst  # noqa: F401 - whether it can be imported is the question

        found = version("typst")
    except (ImportError, PackageNotFoundError) as error:
        there = not (isinstance(error, ModuleNotFoundError) and error.name == "typst")
        what = f"cannot be used here ({error})" if there else "is not installed"
        msg = f"A PDF cannot be made: the Python package “typst” {what}. {remedy}"
        raise TypstMissing(msg) from None
    if not found.startswith("0.15."):
        what = f"is version {found}, and 0.15 is needed"
        msg = f"A PDF cannot be made: the Python package “typst” {what}. {remedy}"
        raise TypstMissing(msg)


class Source(NamedTuple):
    """Everything that a PDF is made of."""

    name: str
    """Name of the main file."""
    code: str
    images: Mapping[str, Path]
    template: Path | None
    """The project's own template."""
    deepest: str = ""
    """Place of the list that stands in the most other lists."""
    limited: tuple[fitting.Limited, ...] = ()
    """What has a limited room."""

    def files(self) -> list[Path]:
        """Return every file beside the main one."""
        images = [path for _, path in sorted(self.images.items())]
        return [TEMPLATE, *([self.template] if self.template else []), *images]

    def lay_out(self, folder: Path) -> Path:
        """Write all of it into *folder*; return the main file."""
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(TEMPLATE, folder / "typstpdf.typ")
        if self.template:
            shutil.copyfile(self.template, folder / OWN_TEMPLATE)
        if self.images:
            (folder / "images").mkdir(exist_ok=True)
        for name, path in self.images.items():
            shutil.copyfile(path, folder / name)
        main = folder / self.name
        main.write_text(self.code, encoding="utf-8")
        return main


def compiler_options(config: Config, confdir: Path) -> dict[str, Any]:
    """Return the options of Typst that say where fonts are."""
    paths = [str(confdir / path) for path in config.typst_font_paths]
    if config.typst_fonts:
        paths += _installed_fonts()
    return {"font_paths": paths, "ignore_system_fonts": not config.typst_system_fonts}


def font_files(options: Mapping[str, Any]) -> Iterator[str]:
    """Yield each file in the folders with fonts, by what changes when another font is put there."""
    for folder in options["font_paths"]:
        for file in sorted(Path(folder).rglob("*")):
            if file.suffix.lower() in {".ttf", ".otf", ".ttc", ".otc"}:
                state = file.stat()
                yield f"{file} {state.st_size} {state.st_mtime_ns}"


def _installed_fonts() -> list[str]:
    folders = set()
    for group in _FONT_PACKAGES:
        for point in entry_points(group=group):
            spec = find_spec(point.module)
            if spec is not None and spec.origin:
                folders.add(str(Path(spec.origin).parent))
    return sorted(folders)


def document_date(config: Config) -> dt.date:
    """Return the day that the document is of."""
    for text in (config.typst_date, config.today):
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            continue
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    seconds = int(epoch) if epoch.isdigit() else time.time()
    return dt.datetime.fromtimestamp(seconds, dt.UTC).date()


_TOO_DEEP = "depth exceeded"
"""What Typst says, of no place, where things stand in each other too deep."""
_HINTED = re.compile(r'HintedString\(\["(.*?)".*?\]\)')
"""How Typst shows a message that has no place."""
_FOOTNOTE_BUG = "PDF artifacts may not contain links"
"""What Typst 0.15 says of some pages on which footnotes have to move to the next; with the notes
in the line, the document can be made."""


def _compile(main: Path, **options: Any) -> tuple[Any, list[Any]]:
    import typst

    try:
        return typst.compile_with_warnings(main, **options)
    except typst.TypstError as error:
        if _FOOTNOTE_BUG not in error.message:
            raise
    return typst.compile_with_warnings(main, sys_inputs={"notes": "line"}, **options)


def broken_images(source: Source, options: Mapping[str, Any]) -> dict[str, Problem]:
    """Return those images of *source* that Typst cannot read, each with why and its place."""
    import typst

    broken = {}
    lines = source.code.split("\n")
    with tempfile.TemporaryDirectory(prefix="typstpdf") as folder:
        source.lay_out(Path(folder))
        probe = Path(folder, "probe.typ")
        for name in source.images:
            probe.write_text(f"#image({literal(name)})\n", encoding="utf-8")
            try:
                typst.compile(probe, root=folder, **options)
            except typst.TypstError as error:
                place = place_of_file(lines, name)
                broken[name] = Problem(error.message.partition("\n")[0], place)
    return broken


def without_room(source: Source, options: Mapping[str, Any], pdf: str) -> list[Problem]:
    """Return what does not fit into its room, in the document *pdf*, which can be made."""
    import typst

    if not source.limited:
        return []
    with tempfile.TemporaryDirectory(prefix="typstpdf") as folder:
        main = source.lay_out(Path(folder))
        marks = typst.query(main, fitting.MARK, field="value", root=folder, **options)
    return fitting.problems(marks, source.limited, pdf)


def make_pdf(
    source: Source, options: Mapping[str, Any], standards: object, date: dt.date
) -> tuple[bytes, list[Problem]]:
    """Return the PDF, and what Typst warns of. Raises TypstFailed."""
    import typst

    midnight = dt.datetime.combine(date, dt.time(), dt.UTC)
    with tempfile.TemporaryDirectory(prefix="typstpdf") as folder:
        main = source.lay_out(Path(folder))
        try:
            pdf, warnings = _compile(
                main,
                root=folder,
                pdf_standards=as_list(standards),
                timestamp=int(midnight.timestamp()),
                **options,
            )
        except typst.TypstError as error:
            said = _HINTED.sub(r"\1", error.diagnostic or error.message)
            problems = [
                problem._replace(place=source.deepest)
                if _TOO_DEEP in problem.message and not problem.place
                else problem
                for problem in read_problems(said, source.name, source.code)
            ]
            raise TypstFailed(*problems) from None
    found = [
        problem
        for warning in warnings
        for problem in read_problems(
            warning.diagnostic or warning.message, source.name, source.code
        )
    ]
    assert isinstance(pdf, bytes)
    return pdf, list(dict.fromkeys(found))
