"""What somebody probably meant: a mistyped word, and words that look for people, teams and syncs."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

_FEW_LETTERS = 5
_SHORTEST_FUZZY = 4
_SHORTEST_PREFIX = 2
_WHOLE_WORD, _PREFIX, _INSIDE = 100.0, 90.0, 75.0
_SHORTEST_INSIDE = 3
_GOOD_RATIO = 80.0
_ENOUGH = 0.5
_NOT_DECOMPOSED = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d"})
_SMALL = """a an and are at by can do does find for from how i in is it me my of on or our please search show tell
that the their there this to we what when where which who whom whose why with you your"""
_SMALL_WORDS = frozenset(_SMALL.split())

MOST_WORDS = 12
"""Words that are looked for, the first: whoever types a page to the bot would else hold up everybody for a minute."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that words may find: `key` is whatever the caller knows it by, `also` more words that lead to it."""

    key: str
    name: str
    also: tuple[str, ...] = ()


@lru_cache(maxsize=20_000)
def folded(text: str) -> str:
    """Return the text for comparing: lower case, without accents ("São" → "sao", "Łódź" → "lodz").

    Kept, since hundreds of pasted rows are compared with the same thousands of people.
    """
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_NOT_DECOMPOSED))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that a mistyped one most likely stands for; None when none is near.

    Near is one slip (a letter wrong, missing, added, or two swapped) in words of up to five letters, two in longer
    ones and three from twelve letters on; of equally near ones the first is returned.
    """
    typed = folded(word.strip())
    best: tuple[int, str] | None = None
    for candidate in known:
        slips = _slips(typed, candidate)
        distance = OSA.distance(typed, folded(candidate), score_cutoff=slips)
        if distance <= slips and (best is None or distance < best[0]):
            best = (distance, candidate)
    return best[1] if best else None


def rank(words: str, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates that the words are about, best first; equal ones keep their order.

    A candidate is about them when at least half of the words that mean something (not "the", "who", "is" …) are found
    in it: whole, as a beginning, inside a word, or nearly. Accents and case do not matter.
    """
    wanted = meant(words)
    if not wanted:
        return []
    scored = []
    # Thousands of candidates share their words (of teams, areas, addresses): each is compared once.
    known: list[dict[str, float]] = [{} for _ in wanted]
    for place, candidate in enumerate(candidates):
        name, rest = _words(candidate.name), _words(" ".join(candidate.also))
        # What stands in the name counts a little more than what stands beside it.
        scores = [
            max(_best(word, name, before), _best(word, rest, before) * 0.9)
            for word, before in zip(wanted, known, strict=True)
        ]
        if sum(score > 0 for score in scores) >= _ENOUGH * len(wanted):
            whole = 10.0 if " ".join(wanted) == " ".join(name) else 0.0
            scored.append((-(sum(scores) / len(wanted) + whole), place, candidate))
    return [candidate for _, _, candidate in sorted(scored, key=lambda row: row[:2])]


def meant(words: str) -> Sequence[str]:
    """Return the first words that mean something, folded, each once; of all of them where none does."""
    typed = dict.fromkeys(_words(words))
    return ([word for word in typed if word not in _SMALL_WORDS] or list(typed))[:MOST_WORDS]


def named(words: str, names: Collection[tuple[int, str]]) -> set[int]:
    """Return the ids of those whose names have the most of the words, whole or as a beginning; of none for no word."""
    wanted = meant(words)
    hits = {key: sum(any(_begins(word, one) for one in _words(name)) for word in wanted) for key, name in names}
    most = max(hits.values(), default=0)
    return {key for key, count in hits.items() if count == most > 0}


def _begins(word: str, other: str) -> bool:
    return word == other or (len(word) >= _SHORTEST_PREFIX and other.startswith(word))


def _slips(typed: str, candidate: str) -> int:
    length = min(len(typed), len(candidate))
    if length < _SHORTEST_PREFIX:
        return 0
    return 1 if length <= _FEW_LETTERS else 2 if length < 12 else 3  # noqa: PLR2004 - see did_you_mean


@lru_cache(maxsize=20_000)
def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", folded(text)))


def _best(word: str, among: Iterable[str], known: dict[str, float]) -> float:
    """Return how well a word fits the best of others; `known` keeps what was compared before."""
    best = 0.0
    for other in among:
        score = known.get(other)
        if score is None:
            score = known[other] = _likeness(word, other)
        best = max(best, score)
    return best


def _likeness(word: str, other: str) -> float:
    """Return 0 to 100: how well one word typed fits one word known."""
    if word == other:
        return _WHOLE_WORD
    if _begins(word, other):
        return _PREFIX
    if len(word) >= _SHORTEST_INSIDE and word in other:
        return _INSIDE
    if min(len(word), len(other)) < _SHORTEST_FUZZY:
        return 0.0
    ratio = fuzz.ratio(word, other)
    return ratio * 0.7 if ratio >= _GOOD_RATIO or OSA.distance(word, other) <= 1 else 0.0
