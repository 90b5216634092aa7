"""A practice's files read into one tree, and the tree into the policy.

One file may hold everything. A larger practice names further files under ``include``, and keeps a
file for each clinician in the folder ``clinicians`` beside its main file (the file's name is the
clinician's id). All problems of all files are found in one go.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_commspolicy import yamltree
from sphinx_commspolicy.diagnostics import (
    Code,
    Diagnostic,
    Location,
    PolicyError,
    quote,
    shown_path,
)
from sphinx_commspolicy.yamltree import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from sphinx_commspolicy.effective import PolicySource

CLINICIAN_FOLDER = "clinicians"
"""Folder beside the main file that holds a file for each clinician."""
DEFAULT_NAME = "practice.yaml"
"""Name of the main file where only a folder is named."""


def load(path: Path) -> PolicySource:
    """Read the practice's main file at *path*, or ``practice.yaml`` in the folder *path*.

    Raises PolicyError with every problem found, each at its file, line and column.
    """
    from sphinx_commspolicy.effective import PolicySource

    reader = _Reader(path / DEFAULT_NAME if path.is_dir() else path)
    tree = reader.read()
    if tree is None:
        raise PolicyError(reader.diagnostics)
    source = PolicySource(tree, tuple(reader.files))
    diagnostics = [*reader.diagnostics, *source.read()]
    if diagnostics:
        raise PolicyError(diagnostics)
    return source


class _Reader:
    """Reads the main file and what belongs to it, and remembers every file it opened."""

    def __init__(self, main: Path) -> None:
        self.main = main
        self.files: list[Path] = []
        self.diagnostics: list[Diagnostic] = []
        self._folder = main.parent.resolve()

    def read(self) -> Mapping | None:
        root = self._compose(self.main, asked_at=None)
        if root is None:
            return None
        self._include(root, self.main, chain=(self.main.resolve(),), into=root)
        self._add_clinicians(root)
        return root

    def _compose(self, path: Path, asked_at: Location | None) -> Mapping | None:
        shown = shown_path(path)
        place = asked_at or Location(shown, 0, 0)
        try:
            if path.is_dir():
                raise IsADirectoryError(21, "It is a folder")
            size = path.stat().st_size
            data = path.read_bytes() if size <= yamltree.MAX_BYTES else b"\0" * (yamltree.MAX_BYTES + 1)
        except OSError as error:
            missing = isinstance(error, FileNotFoundError)
            what = "does not exist" if missing else f"cannot be read: {error.strerror}"
            remedy = "Check its name and folder." if missing else ""
            self.diagnostics.append(
                Diagnostic(Code.file_missing, place, f"The file {quote(shown)} {what}.", remedy)
            )
            return None
        self.files.append(path)
        text = yamltree.decode(data, shown)
        if isinstance(text, Diagnostic):
            self.diagnostics.append(text)
            return None
        root, diagnostics = yamltree.compose(text, shown)
        self.diagnostics += diagnostics
        return root

    def _include(
        self, root: Mapping, path: Path, chain: tuple[Path, ...], into: Mapping
    ) -> None:
        wanted = root.entries.pop("include", None)
        root.keys.pop("include", None)
        if wanted is None:
            return
        items = wanted.items if isinstance(wanted, Sequence) else [wanted]
        for item in items:
            if not isinstance(item, Scalar) or not item.text:
                self._refuse(item.location, "“include” takes names of files.", "Write [needs.yaml].")
                continue
            target = self._inside(item.text, path.parent, item.location)
            if target is None:
                continue
            if target.resolve() in chain:
                self._refuse(
                    item.location,
                    f"{quote(item.text)} includes itself, by way of {shown_path(path)}.",
                    "Remove one of the includes.",
                )
                continue
            if any(target.resolve() == known.resolve() for known in self.files):
                self._refuse(item.location, f"{quote(item.text)} is included twice.", "Keep one.")
                continue
            part = self._compose(target, item.location)
            if part is not None:
                self._include(part, target, (*chain, target.resolve()), into)
                self._join(into, part)

    def _inside(self, name: str, folder: Path, place: Location) -> Path | None:
        """Return the file *name* if it lies in the practice's folder: no other is opened."""
        target = Path(os.path.normpath(folder / name))
        try:
            inside = target.resolve().is_relative_to(self._folder)
        except (OSError, ValueError):
            inside = False
        if Path(name).is_absolute() or not inside or target.suffix not in {".yaml", ".yml"}:
            self._refuse(
                place,
                f"{quote(name)} is not a .yaml file inside the practice's folder.",
                "Move it there, and write its name relative to this file.",
            )
            return None
        return target

    def _refuse(self, place: Location, message: str, remedy: str) -> None:
        self.diagnostics.append(Diagnostic(Code.include_invalid, place, message, remedy))

    def _join(self, into: Mapping, part: Mapping) -> None:
        """Add the sections of *part*; sections of named blocks may be spread over files."""
        from sphinx_commspolicy.model.policy import KEYED, PEOPLE

        for key, value in part.entries.items():
            present = into.entries.get(key)
            if present is None:
                into.entries[key], into.keys[key] = value, part.keys[key]
            elif (
                key in {*KEYED, *PEOPLE}
                and isinstance(present, Mapping)
                and isinstance(value, Mapping)
            ):
                self._join_named(present, value)
            else:
                self._duplicate(key, part.keys[key], into.keys[key])

    def _join_named(self, into: Mapping, part: Mapping) -> None:
        for name, value in part.entries.items():
            if name in into.entries:
                self._duplicate(name, part.keys[name], into.keys[name])
            else:
                into.entries[name], into.keys[name] = value, part.keys[name]

    def _duplicate(self, key: str, place: Location, first: Location) -> None:
        self.diagnostics.append(
            Diagnostic(
                Code.duplicate_key,
                place,
                f"{quote(key)} is declared a second time.",
                "Keep one of the two.",
                related=first,
            )
        )

    def _add_clinicians(self, root: Mapping) -> None:
        folder = self.main.parent / CLINICIAN_FOLDER
        if not folder.is_dir():
            return
        known = {path.resolve() for path in self.files}
        for path in sorted(folder.iterdir()):
            if path.suffix not in {".yaml", ".yml"} or path.resolve() in known:
                continue
            if not path.resolve().is_relative_to(self._folder):
                self._refuse(
                    Location(shown_path(path), 0, 0),
                    "The file is a link to a place outside the practice's folder.",
                    "Copy it here.",
                )
                continue
            facts = self._compose(path, None)
            if facts is None:
                continue
            section = root.entries.get("clinicians")
            if section is None:
                section = Mapping(Location(shown_path(path), 1, 1))
                root.entries["clinicians"], root.keys["clinicians"] = section, section.location
            if not isinstance(section, Mapping):
                continue  # its wrong shape is reported when the tree is read as a policy
            self._join_named(
                section,
                Mapping(facts.location, {path.stem: facts}, {path.stem: Location(shown_path(path), 1, 1)}),
            )
