"""How many years of school a text asks for (Flesch and Kincaid's formula).

No dictionary is used, so that nothing has to be fetched: groups of vowels are counted, with a few
corrections. Names, numbers and addresses do not count, for nobody can put them more simply.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_SILENT = re.compile(
    r"(?<![aeiouyl])e$|(?<=[aeiou])le$|(?<=[aeiou])e$|(?<=[^aeioutd])ed$|(?<=[^sxzcgh])es$"
)
_APART = re.compile(r"(?<![tscxg])i[aou]|(?<![qg])ua|ie[nt]|[aeouy]ing|e[ao]$|uie|eate|eal$")
_WORD = re.compile(r"[A-Za-z][A-Za-z'\u2019]*")
_NO_WORDS = re.compile(r"\S*[@/]\S*|\S*\d\S*|\b\w+\.(?:com|org|net|gov|edu)\S*|[\ufffc\ufffd]")
_NAME = re.compile(r"(?<!^)(?<![.!?:] )\b[A-Z][a-z]+(?:['\u2019-]?[A-Za-z]+)*(?:\s+[A-Z][a-z]+)*")


@lru_cache(maxsize=20_000)
def syllables(word: str) -> int:
    """Return about how many syllables an English word has."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    spoken = _SILENT.sub("", letters)
    return max(1, len(re.findall(r"[aeiouy]+", spoken)) + len(_APART.findall(letters)))


def words_of(sentence: str) -> list[str]:
    """Return the words of *sentence* that count: no names within it, numbers or addresses."""
    return _WORD.findall(_NAME.sub("it", _NO_WORDS.sub(" ", sentence)))


def grade(sentences: Sequence[str]) -> float:
    """Return the US school grade that *sentences* are for; 0 where there are no words."""
    return grade_of([words_of(sentence) for sentence in sentences])


def grade_of(sentences: Sequence[Sequence[str]]) -> float:
    """Return the grade of sentences that have been taken apart by `words_of`."""
    counted = [words for words in sentences if words]
    words = [word for found in counted for word in found]
    if not words:
        return 0.0
    spoken = sum(syllables(word) for word in words)
    return 0.39 * len(words) / len(counted) + 11.8 * spoken / len(words) - 15.59
