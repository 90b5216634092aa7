"""Contrast of two colours, and the nearest colour that has enough of it.

Contrast is that of WCAG 2.2 (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio). Nearness is that of
Oklab (https://bottosson.github.io/posts/oklab/), in which equal steps look equal: the hue stays,
and only the lightness moves.
"""

from __future__ import annotations

import re
from typing import NamedTuple

ENOUGH = 7.0
"""Contrast that text needs on its ground: WCAG 2.2, 1.4.6 (level AAA)."""
_STEPS = 512
"""How many lightnesses are tried on the way to black or white; finer than 8 bits a channel."""


class Colour(NamedTuple):
    """A colour as screens show it: red, green and blue, 0 to 255."""

    red: int
    green: int
    blue: int

    @classmethod
    def parse(cls, text: str) -> Colour:
        """Return the colour ``#rrggbb`` or ``#rgb``. ValueError if *text* is neither."""
        digits = text.strip().removeprefix("#")
        if not re.fullmatch("[0-9A-Fa-f]{3}|[0-9A-Fa-f]{6}", digits) or "#" not in text:
            msg = f"not a colour: {text}"
            raise ValueError(msg)
        if len(digits) == 3:
            digits = "".join(2 * digit for digit in digits)
        return cls(*(int(digits[start : start + 2], 16) for start in (0, 2, 4)))

    def __str__(self) -> str:
        """Return ``#rrggbb``."""
        return f"#{self.red:02x}{self.green:02x}{self.blue:02x}"


def contrast(first: Colour, second: Colour) -> float:
    """Return the contrast of two colours, 1 to 21."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def nearest_readable(colour: Colour, *grounds: Colour, enough: float = ENOUGH) -> Colour:
    """Return the colour nearest to *colour* that has *enough* contrast on each of *grounds*.

    The grounds are all light or all dark. Black or white where nothing else will do.
    """
    to_black = sum(map(_luminance, grounds)) / len(grounds) > 0.18  # middle grey
    lightness, a, b = _oklab(colour)
    goal = 0.0 if to_black else 1.0
    for step in range(_STEPS + 1):
        part = step / _STEPS
        # towards black and white there is less and less room for colour
        tried = _within(lightness + (goal - lightness) * part, a, b) if step else colour
        if min(contrast(tried, ground) for ground in grounds) >= enough:
            return tried
    return Colour(0, 0, 0) if to_black else Colour(255, 255, 255)


def _within(lightness: float, a: float, b: float) -> Colour:
    """Return a colour of this lightness, as colourful as screens can show, up to *a* and *b*."""
    least, most = 0.0, 1.0
    if _is_shown(_linear(lightness, a, b)):
        return _colour(lightness, a, b)
    for _ in range(12):
        middle = (least + most) / 2
        if _is_shown(_linear(lightness, a * middle, b * middle)):
            least = middle
        else:
            most = middle
    return _colour(lightness, a * least, b * least)


def _is_shown(channels: tuple[float, float, float]) -> bool:
    return all(-1e-6 <= channel <= 1 + 1e-6 for channel in channels)


def _luminance(colour: Colour) -> float:
    red, green, blue = (_to_linear(channel / 255) for channel in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _to_linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def _from_linear(channel: float) -> float:
    channel = min(max(channel, 0.0), 1.0)
    return 12.92 * channel if channel <= 0.0031308 else float(1.055 * channel ** (1 / 2.4) - 0.055)


def _colour(lightness: float, a: float, b: float) -> Colour:
    return Colour(*(round(255 * _from_linear(channel)) for channel in _linear(lightness, a, b)))


def _oklab(colour: Colour) -> tuple[float, float, float]:
    red, green, blue = (_to_linear(channel / 255) for channel in colour)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def _linear(lightness: float, a: float, b: float) -> tuple[float, float, float]:
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
