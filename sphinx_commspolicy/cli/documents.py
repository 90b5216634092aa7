"""Which PDFs of a handbook hold what, as its conf.py and its pages say. Nothing is run."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, NamedTuple

from sphinx_commspolicy.cli.practice_file import setting

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sphinx_commspolicy.effective import Scope
    from sphinx_commspolicy.render.follow_up import MadeAgain

_SUFFIXES = (".rst", ".md", ".txt")
_DIRECTIVE = re.compile(
    r"^(?P<indent>[ \t]*)(?:\.\. (?P<rst>[\w-]+)::|(?:`{3,}|:{3,})\{(?P<myst>[\w-]+)\}).*\n"
    r"(?P<options>(?:[ \t]*:[\w-]+:.*\n)*)",
    re.MULTILINE,
)
# what is set further in than one of these is shown as it is written, or not at all
_VERBATIM = r"(?:code|code-block|sourcecode|literalinclude|parsed-literal|raw)"
_QUOTES = re.compile(
    rf"\s*\.\.(?: {_VERBATIM}::|(?!\s+[\w:-]+::)(?:\s|$))"  # code, or a comment
    r"|(?!\s*\.\. ).*::\s*$"  # the words before an example
)
_FENCE = re.compile(r"\s*(?P<fence>`{3,}|~{3,}|:{3,})(?P<info>.*)$")
_CODE_FENCE = re.compile(rf"\s*(?:[`~]{{3,}}(?!\s*\{{)|[`~:]{{3,}}\s*\{{{_VERBATIM}\}})")
_CLINICIAN = re.compile(r"^[ \t]*:?clinician: *(?P<name>[\w-]+)[ \t]*$", re.MULTILINE)
HANDBOOK = "handbook"
"""Kind of a document that is no handout."""
EDITIONS = "_build/editions"
"""Where “commspolicy build” puts the editions of a handbook."""


class Document(NamedTuple):
    """A PDF that conf.py names."""

    file: str
    holds: frozenset[tuple[str, Scope]]
    """Each kind of handout in it, with whose facts it has."""


def documents_of(folder: Path, kinds: frozenset[str]) -> list[Document]:
    """Return the PDFs that conf.py in *folder* names, as far as it names them in plain words."""
    from sphinx_commspolicy.effective import PRACTICE

    value = setting(folder / "conf.py", "typst_documents")
    if not isinstance(value, (ast.List, ast.Tuple)):
        return []
    found = []
    for entry in value.elts:
        parts = entry.elts[:2] if isinstance(entry, (ast.List, ast.Tuple)) else []
        words = [
            part.value
            for part in parts
            if isinstance(part, ast.Constant) and isinstance(part.value, str)
        ]
        if len(words) == 2:
            start, target = words
            file = target if target.lower().endswith(".pdf") else f"{target}.pdf"
            holds = frozenset(_held(folder, start, kinds))
            found.append(Document(file, holds or frozenset({(HANDBOOK, PRACTICE)})))
    return found


def _held(folder: Path, start: str, kinds: frozenset[str]) -> Iterator[tuple[str, Scope]]:
    """Yield the handouts on the page *start*; a page of none begins a handbook."""
    from sphinx_commspolicy.effective import PRACTICE, Scope

    text = ""
    for suffix in _SUFFIXES:
        try:
            text = (folder / f"{start}{suffix}").read_text("utf-8")
            break
        except (OSError, UnicodeDecodeError, ValueError):
            continue
    found = [match for match in _DIRECTIVE.finditer(text) if not _is_quoted(text, match)]
    head = text[: found[0].start()] if found else ""
    whole = _CLINICIAN.search(head)
    for match in found:
        kind = match["rst"] or match["myst"]
        if kind in kinds:
            own = _CLINICIAN.search(match["options"]) or whole
            yield kind, Scope("clinician", own["name"]) if own else PRACTICE


def _is_quoted(text: str, match: re.Match[str]) -> bool:
    """Return whether a directive stands in a comment or an example, not on the page itself."""
    above = text[: match.start()].expandtabs().splitlines()
    return _is_inside_example(above, len(match["indent"].expandtabs())) or _is_inside_code(above)


def _is_inside_example(above: list[str], indent: int) -> bool:
    """Return whether what is set in by *indent* belongs to a comment, code or an example."""
    for line in reversed(above):
        own = len(line) - len(line.lstrip())
        if line.strip() and own < indent:
            if _QUOTES.match(line):
                return True
            indent = own
    return False


def _is_inside_code(above: list[str]) -> bool:
    """Return whether a fence of Markdown's that holds code is open after the lines *above*."""
    fences: list[tuple[str, bool]] = []
    for line in above:
        found = _FENCE.match(line)
        if found is None:
            continue
        fence, info = found["fence"], found["info"].strip()
        is_code = bool(_CODE_FENCE.match(line))
        if fences and not info and fence.startswith(fences[-1][0]):
            fences.pop()
        elif not (fences and fences[-1][1]) and (info or is_code):
            fences.append((fence, is_code))
    return any(is_code for _, is_code in fences)


def files_of(made: MadeAgain, documents: list[Document], folder: Path) -> list[str]:
    """Return the PDFs that hold what is made again: those of the handbook, and its editions."""
    from sphinx_commspolicy.effective import PRACTICE

    # a handbook has pages of clinicians; what differs in a situation stands in its edition alone
    people = any(scope.kind != "situation" for scope in made.scopes)
    names = []
    for document in documents:
        scopes = {scope for kind, scope in document.holds if kind == made.kind}
        if scopes & made.scopes or (scopes and made.kind == HANDBOOK and people):
            names.append(document.file)
        if PRACTICE in scopes:
            stem = document.file[: -len(".pdf")]
            names += [f"{stem}-{suffix}.pdf" for suffix in _editions(folder, made.scopes)]
    return list(dict.fromkeys(names))


def _editions(folder: Path, scopes: frozenset[Scope]) -> Iterator[str]:
    """Yield the editions that have been made for the readers of *scopes*, as their files end."""
    from sphinx_commspolicy.effective import PRACTICE, Scope

    made = folder / EDITIONS
    for name in sorted(entry.name for entry in made.iterdir()) if made.is_dir() else ():
        person, _, situation = name.partition(".")
        clinician = "" if person == "practice" else person
        if not person or not (clinician or situation):
            continue  # a folder of a run
        reader = Scope("clinician", clinician) if clinician else PRACTICE
        if reader in scopes or Scope("situation", situation) in scopes:
            yield "-".join(filter(None, (clinician, situation)))
