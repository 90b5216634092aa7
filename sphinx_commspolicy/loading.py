"""A practice's files read into one tree, and the tree into the policy.

One file may hold everything. A larger practice names further files under ``include``, and keeps a
file for each clinician in the folder ``clinicians`` beside its main file (the file's name is the
clinician's id). All problems of all files are found in one go.
"""

from __future__ import annotations

import errno
import os
import stat
from contextlib import contextmanager
from contextvars import ContextVar
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
    from collections.abc import Iterator

    from sphinx_commspolicy.effective import PolicySource

CLINICIAN_FOLDER = "clinicians"
"""Folder beside the main file that holds a file for each clinician."""
DEFAULT_NAME = "practice.yaml"
"""Name of the main file where only a folder is named."""
MAX_INCLUDE_DEPTH = 20
"""Longest chain of files that include each other."""


_at_hand: ContextVar[PolicySource | None] = ContextVar("_at_hand", default=None)


@contextmanager
def at_hand(source: PolicySource) -> Iterator[None]:
    """Let every reading of the same file give *source*, within the context.

    For a run that reads the practice's files many times and must not see them change.
    """
    token = _at_hand.set(source)
    try:
        yield
    finally:
        _at_hand.reset(token)


def load(path: Path) -> PolicySource:
    """Read the practice's main file at *path*, or ``practice.yaml`` in the folder *path*.

    Raises PolicyError with every problem found, each at its file, line and column.
    """
    from sphinx_commspolicy.effective import PolicySource

    is_folder = os.path.isdir(path)  # noqa: PTH112 - Path.is_dir raises where it may not look
    main = path / DEFAULT_NAME if is_folder else path
    known = _at_hand.get()
    if known is not None and known.files[0] == main:
        return known
    reader = _Reader(main)
    tree = reader.read()
    if tree is None:
        raise PolicyError(reader.diagnostics)
    source = PolicySource(tree, tuple(reader.files))
    found = source.read()
    if reader.incomplete:
        # a name that seems to be declared nowhere may stand in the file that could not be read
        found = [one for one in found if one.code is not Code.unknown_id]
    diagnostics = [*reader.diagnostics, *found]
    if diagnostics:
        raise PolicyError(diagnostics)
    return _public(source, tree)


def _public(source: PolicySource, tree: Mapping) -> PolicySource:
    """Return *source* without what is marked internal. PolicyError if clients are led there."""
    from sphinx_commspolicy.effective import PolicySource
    from sphinx_commspolicy.internal import explained, practice_is_internal, without_internal

    diagnostics = practice_is_internal(tree)
    if diagnostics:
        raise PolicyError(diagnostics)
    kept = without_internal(tree)
    if kept is tree:
        return source
    public = PolicySource(kept, source.files, source.known)
    problems = public.read()
    if problems:
        raise PolicyError(explained(problems))
    return public


def _real(path: Path) -> Path:
    """Return *path* without links; unlike Path.resolve it does not fail on links in a circle."""
    try:
        return Path(os.path.realpath(path))
    except (OSError, ValueError):
        return path


class _Reader:
    """Reads the main file and what belongs to it, and remembers every file it opened."""

    def __init__(self, main: Path) -> None:
        self.main = main
        self.files: list[Path] = []
        self.diagnostics: list[Diagnostic] = []
        self.incomplete = False
        """Whether a file that belongs to the practice could not be read."""
        self._folder = _real(main.parent)
        self._known: set[Path] = set()
        """The files, however they were named."""

    def read(self) -> Mapping | None:
        root = self._compose(self.main, asked_at=None)
        if root is None:
            return None
        self._include(root, self.main, chain=(_real(self.main),), into=root)
        self._add_clinicians(root)
        return root

    def _compose(self, path: Path, asked_at: Location | None) -> Mapping | None:
        shown = shown_path(path)
        place = asked_at or Location(shown, 0, 0)
        try:
            text = self._text(path, shown)
        except (OSError, ValueError) as error:
            missing = isinstance(error, FileNotFoundError)
            reason = getattr(error, "strerror", None) or "its name is not one of a file"
            what = "does not exist" if missing else f"cannot be read: {reason}"
            remedy = "Check its name and folder." if missing else "Name a file that you may read."
            if "*" in path.name:
                remedy = "Write out the names of the files: “*” is not read."
            self.diagnostics.append(
                Diagnostic(Code.file_missing, place, f"The file {quote(shown)} {what}.", remedy)
            )
            self.incomplete = True
            return None
        self.files.append(path)
        self._known.add(_real(path))
        if isinstance(text, Diagnostic):
            self.diagnostics.append(text)
            self.incomplete = True
            return None
        root, diagnostics = yamltree.compose(text, shown)
        self.diagnostics += diagnostics
        self.incomplete = self.incomplete or root is None
        return root

    @staticmethod
    def _text(path: Path, shown: str) -> str | Diagnostic:
        """Return the text of the file *path*; devices and pipes, which may never end, are none."""
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise IsADirectoryError(errno.EISDIR, "it is a folder")
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "it is not an ordinary file")
        if status.st_size > yamltree.MAX_BYTES:
            return yamltree.too_large(status.st_size, shown)
        with path.open("rb") as file:
            return yamltree.decode(file.read(yamltree.MAX_BYTES + 1), shown)

    def _include(self, root: Mapping, path: Path, chain: tuple[Path, ...], into: Mapping) -> None:
        wanted = root.entries.pop("include", None)
        root.keys.pop("include", None)
        if wanted is None:
            return
        items = wanted.items if isinstance(wanted, Sequence) else [wanted]
        if len(chain) > MAX_INCLUDE_DEPTH:
            message = f"Files include each other more than {MAX_INCLUDE_DEPTH} deep here."
            self._refuse(wanted.location, message, "Name the files in the main file.")
            return
        for item in items:
            if not isinstance(item, Scalar) or item.empty or not item.text:
                self._refuse(
                    item.location, "“include” takes names of files.", "Write [needs.yaml]."
                )
                continue
            target = self._inside(item.text, path.parent, item.location)
            if target is None:
                continue
            real = _real(target)
            if real in chain:
                self._refuse(
                    item.location,
                    f"{quote(item.text)} includes itself, by way of {quote(shown_path(path))}.",
                    "Remove one of the includes.",
                )
                continue
            if real in self._known:
                self._refuse(item.location, f"{quote(item.text)} is included twice.", "Keep one.")
                continue
            part = self._compose(target, item.location)
            if part is not None:
                self._include(part, target, (*chain, real), into)
                self._join(into, part)

    def _inside(self, name: str, folder: Path, place: Location) -> Path | None:
        """Return the file *name* if it lies in the practice's folder: no other is opened."""
        target = Path(os.path.normpath(folder / name))
        inside = _real(target).is_relative_to(self._folder)
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
                # a copy: an alias may stand for the same section elsewhere
                joined = Mapping(present.location, dict(present.entries), dict(present.keys))
                into.entries[key] = joined
                self._join_named(joined, value)
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
        if not os.path.isdir(folder):  # noqa: PTH112 - Path.is_dir raises where it may not look
            return
        try:
            paths = sorted(folder.iterdir())
        except OSError as error:
            message = f"The folder {quote(shown_path(folder))} cannot be read: {error.strerror}."
            place = Location(shown_path(folder), 0, 0)
            remedy = "Allow yourself to read it."
            self.diagnostics.append(Diagnostic(Code.file_missing, place, message, remedy))
            self.incomplete = True
            return
        known = set(self._known)
        for path in paths:
            # names that begin with a dot are what systems and editors leave behind
            if path.suffix not in {".yaml", ".yml"} or path.name.startswith("."):
                continue
            if _real(path) in known:
                continue
            if not _real(path).is_relative_to(self._folder):
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
                section = Mapping(Location(shown_path(folder), 0, 0))
                root.entries["clinicians"], root.keys["clinicians"] = section, section.location
            if not isinstance(section, Mapping):
                continue  # its wrong shape is reported when the tree is read as a policy
            self._join_named(
                section,
                Mapping(
                    facts.location,
                    {path.stem: facts},
                    {path.stem: Location(shown_path(path), 1, 1)},
                ),
            )
