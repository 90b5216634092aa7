"""Small pages, all built at once, each to be read as its reader sees it."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING, Any

from handbook import Handbook

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

BLOCKS = Path(__file__).parent / "roots" / "test-blocks"
"""A practice with facts of every kind."""
FIRST_LINE = 3
"""Line of a page on which its source begins, below what Sphinx has to know of it."""


@dataclass
class Pages:
    """The sources of small pages."""

    sources: dict[str, str] = field(default_factory=dict)

    def add(self, source: str, *fields: str, suffix: str = ".rst") -> str:
        """Note a page, with *fields* at its top, and return its name."""
        name = f"page-{len(self.sources):03}{suffix}"
        lines = [f":{line}" for line in ("orphan:", *fields)]
        if suffix == ".md":
            lines = ["---", "orphan: true", *fields, "---"]
        self.sources[name] = "\n".join([*lines, "", dedent(source).strip("\n")]) + "\n"
        return name.removesuffix(suffix)

    def build(
        self, folder: Path, builder: str = "text", root: Path = BLOCKS, **config: Any
    ) -> Read:
        """Build every page in *folder* with the practice of *root*."""
        handbook = Handbook(folder, config=config)
        shutil.copytree(root, handbook.src, dirs_exist_ok=True)
        (handbook.src / "index.rst").write_text("Handbook\n========\n", "utf-8")
        for name, source in self.sources.items():
            (handbook.src / name).write_text(source, "utf-8")
        doctrees: dict[str, nodes.document] = {}

        def keep(app: Sphinx) -> None:
            app.connect("doctree-resolved", lambda _app, tree, name: doctrees.update({name: tree}))

        done = handbook.build(builder, prepare=keep)
        return Read(handbook, builder, done.warnings, doctrees)


@dataclass
class Read:
    """What was written."""

    handbook: Handbook
    builder: str
    warnings: str
    doctrees: dict[str, nodes.document]
    """Each page as it was given to the builder."""

    def text(self, name: str) -> str:
        """Return the words of a page, with single spaces."""
        return " ".join(self.written(name, ".txt").split())

    def written(self, name: str, suffix: str) -> str:
        """Return a page as it was written."""
        return self.handbook.page(name, self.builder, suffix)

    def warned(self, name: str) -> list[str]:
        """Return the warnings on a page or file of the practice, from the file's ending on."""
        start = str(self.handbook.src / name) + "."
        return [
            " ".join(warning.removeprefix(start).split())
            for warning in re.split(
                rf"^(?={re.escape(str(self.handbook.src))})", self.warnings, flags=re.MULTILINE
            )
            if warning.startswith(start)
        ]


def line_of(words: str, file: str = "practice.yaml", root: Path = BLOCKS) -> int:
    """Return the first line of a file of a practice that holds *words*."""
    lines = (root / file).read_text("utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if words in line)
