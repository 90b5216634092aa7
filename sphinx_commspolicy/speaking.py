"""How long it takes to say a text aloud."""

from __future__ import annotations

import math
import re

WORDS_A_MINUTE = 140
"""Words in a minute at the calm pace of a greeting; people read aloud at 150 to 180."""
DIGITS_A_SECOND = 2.0
"""Digits of a telephone number in a second, so that a caller can write them down."""
PAUSE = 0.5
"""Seconds between two sentences."""

_DIGITS = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_][\w'’.-]*")
_END = re.compile(r"[.!?:](?=\s|$)")


def seconds_to_say(text: str) -> int:
    """Return about how many seconds it takes to say *text*, rounded up.

    Numbers are told digit by digit, as a telephone number is.
    """
    words = len(_WORD.findall(text))
    digits = len(_DIGITS.findall(text))
    sentences = len(_END.findall(text))
    seconds = words * 60 / WORDS_A_MINUTE + digits / DIGITS_A_SECOND + sentences * PAUSE
    return math.ceil(seconds)
