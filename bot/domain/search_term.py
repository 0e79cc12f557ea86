"""A word as it is looked for in the rows of a database."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain

from rapidfuzz import fuzz, process

from bot.domain.matching import folded, meant

COMMON = 300
"""A word that so many rows have says the same as one that all have."""

SYLLABLE = 3
"""Letters that are enough for the beginning of a word."""

FEWEST = 4
"""Letters of a word that may be a slip for another one."""

_ALIKE = 78
"""How alike, of 100, a mistyped word is to the one that was meant: one wrong letter of six, or two swapped."""

_PART = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Term:
    """A folded word. `typed`: how it was typed, where that differs: a database does not fold all letters ("й", "が").

    `begins`: what is looked for only begins so.
    """

    word: str
    typed: str = ""
    begins: bool = False

    @property
    def spellings(self) -> Sequence[str]:
        """The ways in which it may be written in the database's index."""
        return (self.word, self.typed) if self.typed else (self.word,)


def parts(text: str) -> list[str]:
    """Return the words of a text as the databases take it apart: letters and digits alone."""
    return _PART.findall(text)


def terms(words: str) -> list[Term]:
    """Return the words that mean something, of all where none does, each once."""
    typed = {folded(one): one for one in parts(unicodedata.normalize("NFC", words).casefold())}
    known = dict.fromkeys(chain.from_iterable(map(parts, meant(words))))
    return [Term(word, typed[word] if typed.get(word, word) != word else "") for word in known]


def completed(sought: Sequence[Term]) -> list[Term]:
    """Return the words so that what only begins like one is found, too, where it says enough."""
    return [replace(one, begins=len(one.word) >= SYLLABLE) for one in sought]


def mended(word: str, known: Sequence[str]) -> str:
    """Return the word of `known` that a mistyped one stands for; "" where none is near. Both are folded."""
    if len(word) < FEWEST:
        return ""
    best = process.extractOne(word, known, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return best[0] if best else ""
