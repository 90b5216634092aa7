"""A rule that fails does not take the others with it: it becomes a finding that asks for a report.

Rules read whatever people write. A fault in one of them is a fault of this package; the author of a
handbook can do nothing about it, and has to see what the other rules find all the same.
"""

from __future__ import annotations

import contextlib
import traceback
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx_commspolicy.checks.rule import Finding, Place, Severity
from sphinx_commspolicy.diagnostics import Code, quote

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sphinx_commspolicy.checks.rule import Rule

REMEDY = (
    "This is a mistake in sphinx-commspolicy, not in your handbook. Please report it, with this "
    "line and the text it is about. Until it is mended, “commspolicy_ignore” can leave the rule out."
)


def guarded(
    rule: Rule, check: Callable[[Any], Iterable[Finding]], seen: Any, file: str
) -> Iterator[Finding]:
    """Yield what *check* of *rule* finds in *seen*, which comes from *file*.

    Where the check fails, what it found until then counts, and the last finding tells of the fault.
    """
    try:
        yield from check(seen)
    except Exception as error:
        place = _place(error) or Place(file)
        yield Finding(Code.rule_fault, Severity.error, place, _words(rule, error), REMEDY)


def _place(error: Exception) -> Place | None:
    """Return the line of the words that a failing rule was looking at, where it can be told."""
    from sphinx_commspolicy.checks.context import Passage
    from sphinx_commspolicy.checks.prose.language import Sentence

    for frame, _ in reversed(list(traceback.walk_tb(error.__traceback__))):
        for local in frame.f_locals.values():
            with contextlib.suppress(Exception):  # what failed once may fail again
                if isinstance(local, Sentence):
                    return _line_of(local.place(0, len(local.text.split(maxsplit=1)[0])))
                if isinstance(local, Passage):
                    return _line_of(local.place_of(0, len(local.text.split(maxsplit=1)[0])))
    return None


def _line_of(place: Place) -> Place:
    return Place(place.file, place.line)


def _words(rule: Rule, error: Exception) -> str:
    frame = traceback.extract_tb(error.__traceback__)[-1]
    what = quote(" ".join(f"{type(error).__name__}: {error}".split()).removesuffix(":"))
    where = f"{Path(frame.filename).name}:{frame.lineno}"
    return f"The rule {quote(rule.name)} failed: {what} in {where}. The other rules went on."


def is_fault(finding: Finding) -> bool:
    """Return whether *finding* tells of a rule that failed."""
    return finding.rule == Code.rule_fault


def faulty(found: Iterable[Finding], names: Iterable[str]) -> frozenset[str]:
    """Return which of the rules *names* have failed at least once."""
    said = [finding.message for finding in found if is_fault(finding)]
    return frozenset(
        name for name in names if any(f"rule {quote(name)} failed" in words for words in said)
    )


def told_once(found: Iterable[Finding]) -> list[Finding]:
    """Return *found* with the same fault on many pages told at the first of them."""
    kept: dict[object, Finding] = {}
    others: dict[object, int] = {}
    for finding in found:
        key: object = finding.message if is_fault(finding) else id(finding)
        if key in kept:
            others[key] = others.get(key, 0) + 1
        else:
            kept[key] = finding
    for key, count in others.items():
        more = "1 other file" if count == 1 else f"{count} other files"
        first = kept[key]
        kept[key] = replace(first, message=f"{first.message} It failed in {more}, too.")
    return list(kept.values())
