"""Builds small projects to PDF for tests, and reads the PDF back."""

from __future__ import annotations

from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING, Any

import page
import pypdf
from sphinx import locale
from sphinx.application import Sphinx
from sphinx.util.console import strip_colors
from sphinx.util.docutils import docutils_namespace, patch_docutils

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

CONF = """
project = "Small"
author = "Ann Author"
today = "2026-12-24"
extensions = ["sphinx_commspolicy.pdf"]
typst_documents = [("index", "small.pdf", "Small", "Ann Author")]
"""


@dataclass
class Built:
    """What came of a build."""

    pdf: Path
    warnings: str
    status: str
    failure: str = ""

    def pages(self) -> list[str]:
        """Return the text of each page."""
        return [page.extract_text() for page in pypdf.PdfReader(self.pdf).pages]

    def faults(self) -> list[str]:
        """Return in what the PDF fails PDF/UA-1, by the judgement of ``page-validation``."""
        report = page.validate_pdf(self.pdf, profile="ua1")
        return [f"{fault.rule_id}: {fault.message}" for fault in report.failures]

    def text(self) -> str:
        """Return the text of all pages."""
        return "\n".join(self.pages())

    def objects(self) -> Iterator[Any]:
        """Yield every dictionary in the file."""
        reader = pypdf.PdfReader(self.pdf)
        for number in range(1, int(reader.trailer["/Size"])):
            found = reader.get_object(pypdf.generic.IndirectObject(number, 0, reader))
            if isinstance(found, dict):
                yield found

    def values(self, key: str) -> list[str]:
        """Return every value of *key* in the structure of the file."""
        found = [str(item[key]) for item in self.objects() if key in item]
        return found + [
            str(attributes[key])
            for item in self.objects()
            for attributes in _as_list(item.get("/A"))
            if isinstance(attributes, dict) and key in attributes
        ]

    def structure(self) -> list[str]:
        """Return the kinds of the structure's elements, as they are read aloud."""
        root = pypdf.PdfReader(self.pdf).trailer["/Root"]["/StructTreeRoot"]
        kinds: list[str] = []
        stack = [root]
        while stack:
            item = stack.pop()
            item = item.get_object() if hasattr(item, "get_object") else item
            if not isinstance(item, dict):
                continue
            if "/S" in item:
                kinds.append(str(item["/S"]))
            stack.extend(reversed(_as_list(item.get("/K"))))
        return kinds


def _as_list(value: Any) -> list[Any]:
    value = value.get_object() if hasattr(value, "get_object") else value
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def build(source: Path, out: Path, **overrides: Any) -> Built:
    """Build the project in *source*; a failure of Typst is kept in what is returned."""
    from sphinx_commspolicy.pdf.ending import GivenUp

    locale.translators.clear()  # Sphinx keeps the language of the build before
    status, warnings, failure = StringIO(), StringIO(), ""
    with patch_docutils(source), docutils_namespace():
        app = Sphinx(
            srcdir=source,
            confdir=source,
            outdir=out / "pdf",
            doctreedir=out / "doctrees",
            buildername="typstpdf",
            confoverrides=overrides,
            status=status,
            warning=warnings,
        )
        try:
            app.build()
        except GivenUp as error:
            failure = str(error)
    name = str(app.config.typst_documents[0][1])
    return Built(
        out / "pdf" / name,
        strip_colors(warnings.getvalue()),
        strip_colors(status.getvalue()),
        failure,
    )


def project(folder: Path, files: Mapping[str, str] | str, conf: str = "") -> Path:
    """Write a project into *folder*; a single text is its only page."""
    if isinstance(files, str):
        files = {"index.rst": files}
    source = folder / "source"
    for name, content in {"conf.py": CONF + conf, **files}.items():
        path = source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return source
