"""What a PDF was made from, so that it is made again only when that has changed."""

from __future__ import annotations

import hashlib
import json
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from sphinx_commspolicy import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

RECORD_NAME = ".typstpdf.json"
"""Name of the record in an output folder."""


def digest(source: str, files: Iterable[Path], options: Mapping[str, Any]) -> str:
    """Return a digest of everything that a PDF depends on."""
    state = hashlib.blake2b(digest_size=16)
    ground = [__version__, version("typst"), {key: str(value) for key, value in options.items()}]
    state.update(json.dumps(ground, sort_keys=True).encode())
    state.update(source.encode())
    for file in files:
        state.update(f"\0{file.name}\0".encode())
        state.update(hashlib.blake2b(file.read_bytes()).digest())
    return state.hexdigest()


class Record:
    """The digests of the PDFs in an output folder."""

    def __init__(self, outdir: Path) -> None:
        self.path = outdir / RECORD_NAME
        try:
            found = json.loads(self.path.read_text("utf-8"))
            self.digests = {str(name): str(value) for name, value in found.items()}
        except (OSError, ValueError, AttributeError):
            self.digests = {}

    def is_current(self, pdf: Path, current: str) -> bool:
        """Return whether *pdf* is there as it was made from the same."""
        key = pdf.relative_to(self.path.parent).as_posix()
        return self.digests.get(key) == f"{current} {_file_digest(pdf)}"

    def enter(self, pdf: Path, current: str) -> None:
        """Remember what *pdf* was made from, and how it came out."""
        key = pdf.relative_to(self.path.parent).as_posix()
        self.digests[key] = f"{current} {_file_digest(pdf)}"
        self.path.write_text(
            json.dumps(self.digests, indent=0, sort_keys=True) + "\n", encoding="utf-8"
        )


def _file_digest(file: Path) -> str:
    try:
        return hashlib.blake2b(file.read_bytes(), digest_size=16).hexdigest()
    except OSError:
        return ""
