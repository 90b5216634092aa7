"""What stands in a page between reading and writing: a question, with no fact in it."""

from __future__ import annotations

from docutils import nodes


class facts_block(nodes.General, nodes.Element):  # noqa: N801 - docutils names nodes so
    """A block directive as it was written.

    Attributes: ``kind`` (name of its renderer), ``argument`` (list of ids), ``options`` (dict),
    ``docname`` (the page it stands in), and ``ids`` where it defines a target.
    """


class facts_inline(nodes.General, nodes.Inline, nodes.TextElement):  # noqa: N801
    """A role as it was written.

    Attributes: ``kind``, ``target`` (the role's text), ``clinician``, ``docname``. It has a child
    only while a page is read: the current text, for titles and terms, which are copied to other
    places before anything is written.
    """
