"""Closures and times away of two versions: which of them are the same, on other days or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable


class Span(NamedTuple):
    """Days in a row, and what they are called."""

    name: str
    first: dt.date
    last: dt.date

    def overlaps(self, other: Span) -> bool:
        """Return whether a day is in both."""
        return self.first <= other.last and other.first <= self.last


def pairs(before: Iterable[Span], after: Iterable[Span]) -> list[tuple[Span | None, Span | None]]:
    """Return each span of *after* with the one of *before* that it stands for, then what is left.

    The same days are the same span; then it is the same name, then a day in common.
    """
    left, come = list(before), list(after)
    found: dict[int, Span] = {}
    for same in _RULES:
        for number, span in enumerate(come):
            if number not in found:
                match = next((other for other in left if same(other, span)), None)
                if match is not None:
                    found[number] = match
                    left.remove(match)
    result: list[tuple[Span | None, Span | None]] = [
        (found.get(number), span) for number, span in enumerate(come)
    ]
    return [*result, *((span, None) for span in left)]


_RULES: tuple[Callable[[Span, Span], bool], ...] = (
    lambda old, new: old == new,
    lambda old, new: old[1:] == new[1:],
    lambda old, new: bool(old.name) and old.name == new.name,
    lambda old, new: old.overlaps(new),
)
