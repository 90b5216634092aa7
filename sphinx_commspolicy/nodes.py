"""What stands in a page between reading and writing: a question, with no fact in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self


class facts_block(nodes.General, nodes.Element):  # noqa: N801 - docutils names nodes so
    """A block directive as it was written.

    Attributes: ``kind`` (name of its renderer), ``argument`` (list of ids), ``options`` (dict),
    ``docname`` (the page it stands in), and ``ids`` where it defines a target.
    """


class facts_inline(nodes.General, nodes.Inline, nodes.TextElement):  # noqa: N801
    """A role as it was written.

    Attributes: ``kind``, ``target`` (the role's text), ``clinician``, ``docname``. While a page is
    read it can say its current text, for titles and terms, whose text is copied to other places
    before anything is written.
    """

    present: Callable[[], str] | None = None
    """Makes the current text; costs a rendering, and only few places ask for it."""

    def astext(self) -> str:
        """Return the current text while a page is read, and nothing later."""
        return self.present() if self.present else super().astext()

    def copy(self) -> Self:
        """Return a copy, which has the same text."""
        node = super().copy()
        node.present = self.present
        return node

    def __getstate__(self) -> dict[str, Any]:
        """Return what is stored with the page: the question, and no way to its answer."""
        return {name: value for name, value in self.__dict__.items() if name != "present"}
