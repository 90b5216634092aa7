"""Lines of vCard (RFC 6350) and iCalendar (RFC 5545): escaped, and folded at 75 bytes."""

from __future__ import annotations

LONGEST = 75
"""Bytes of a line without its end."""


def escaped(text: str) -> str:
    """Return *text* as the value of a property: no comma, semicolon or line end is read as one."""
    for char, instead in (("\\", "\\\\"), ("\n", "\\n"), (",", "\\,"), (";", "\\;")):
        text = text.replace(char, instead)
    return text.replace("\r", "")


def folded(lines: list[str]) -> str:
    """Return *lines* with their ends, the long ones folded between characters."""
    return "".join(_fold(line) + "\r\n" for line in lines)


def _fold(line: str) -> str:
    parts, part, size = [], "", 0
    for char in line:
        width = len(char.encode())
        if size + width > LONGEST:
            parts.append(part)
            part, size = "", 1  # the space that begins the next line
        part, size = part + char, size + width
    return "\r\n ".join([*parts, part])
