"""How many text messages a text takes, and why.

A text message holds 140 bytes. Its characters are those of the GSM 7-bit default alphabet (3GPP TS
23.038, formerly GSM 03.38), 160 to a message; some characters are written as two of them. One
character outside that alphabet, such as a typographic apostrophe, and the whole text is sent in
UCS-2, 70 to a message. A text that needs more than one message loses six bytes of each to the
number of the part: 153 and 67 characters are left.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

_ALPHABET = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION = "\f^{}\\[~]|€"
"""Characters that are written as an escape and another character."""
_COSTS = {**dict.fromkeys(_ALPHABET, 1), **dict.fromkeys(_EXTENSION, 2)}

_ROOM: dict[str, tuple[int, int]] = {"GSM-7": (160, 153), "UCS-2": (70, 67)}
"""For each encoding: room of a message that stands alone, and of one part of several."""


class Segments(NamedTuple):
    """How a text is sent."""

    encoding: Literal["GSM-7", "UCS-2"]
    messages: int
    """Messages that it takes."""
    units: int
    """Characters as they are counted: some take the room of two."""
    room: int
    """Characters that so many messages hold."""
    wide: str
    """The characters, each once, for which GSM-7 has no place."""


def segments(text: str) -> Segments:
    """Return how *text* is sent. An empty text takes one message, as a phone sends it."""
    wide = "".join(dict.fromkeys(char for char in text if char not in _COSTS))
    encoding: Literal["GSM-7", "UCS-2"] = "UCS-2" if wide else "GSM-7"
    costs = [_units(char) for char in text] if wide else [_COSTS[char] for char in text]
    alone, part = _ROOM[encoding]
    units = sum(costs)
    if units <= alone:
        return Segments(encoding, 1, units, alone, wide)
    count, left = 1, part
    for cost in costs:
        if cost > left:  # an escape, or half of a pair, never ends a message
            count, left = count + 1, part
        left -= cost
    return Segments(encoding, count, units, count * part, wide)


def _units(char: str) -> int:
    """Return how many units of UCS-2 *char* takes: two for an emoji."""
    return 1 if ord(char) < 0x10000 else 2
