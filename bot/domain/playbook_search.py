"""Looking for pages by words: what is sought, how near a page is, and which of its sentences says it."""

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from rapidfuzz import fuzz

from bot.domain.matching import folded
from bot.domain.search_term import COMMON, FEWEST, Term, parts, terms

MOST_SHOWN = 3
"""Pages that an answer shows."""

SENTENCE = 240
"""Characters of a sentence that are shown."""

SAYS_SOMETHING = 3
"""Spaces in a sentence that is shown although nothing in it was sought: a heading says too little."""

LAPSED = 0.85
"""What nobody has looked at in its time comes after what is as near and was."""

SAME_TITLE, NEAR_TITLE = 3.0, 1.5
"""What the words themselves are called comes first."""

TITLE, KEYWORD, OPENING, TEXT = 2.0, 1.0, 1.0, 2.0
"""What a word counts in the title, in a heading or tag, in the first lines, and in the text however often it stands
there; a page about something says so early."""

FIRST_LINES, LOOKED_THROUGH = 200, 2000
"""Characters of the first lines, and of the text that a page is ranked by."""

ENOUGH, SEVERAL = 0.4, 2
"""The part of what was sought, by how rare its words are, that a page must have; so many of the words are enough."""

_WORD = re.compile(r"[^\W_]+")
_ENDS = re.compile(r"(?<=[.!?…])\s+|\n+")
_CAMEL = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_SMALL = """about after all am any as be been before being but each few had has have having he her here him his if into
its itself just more most myself no nor not of off once only other out over own same she should so some such than them
then they those through too under until up very was were while will yourself"""
_LITTLE = frozenset(_SMALL.split())
"""Words beside those that `meant` leaves out: they say little of what is looked for."""
_SHORTEST = 3
"""Letters of a word that has an ending; neither database looks for one in less."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A page that the database found: its title, headings and tags, and the beginning of its text.

    `fresh`: its mark holds.
    """

    page_id: int
    title: str
    keywords: str
    text: str
    fresh: bool


@dataclass(frozen=True, slots=True)
class Bit:
    """Part of a sentence; `hit`: one of the words that were sought."""

    text: str
    hit: bool = False


def sought(words: str) -> list[Term]:
    """Return the words that are looked for, each once: those that mean something, of all where none does."""
    known = terms(words)
    return [one for one in known if one.word not in _LITTLE] or known


def compounds(title: str) -> list[str]:
    """Return the parts of words that are written together: "onCall" has "on" and "Call", "roll_out" "roll", "out"."""
    found = []
    for word in re.findall(r"\w+", title):
        pieces = _CAMEL.findall(word)
        if len(pieces) > 1:
            found += pieces
    return list(dict.fromkeys(found))


def vocabulary(titles: Sequence[str]) -> list[str]:
    """Return the words of titles that a slip may stand for, folded, each once."""
    words = (word for title in titles for word in parts(folded(" ".join((title, *compounds(title))))))
    return sorted({word for word in words if len(word) >= FEWEST})


def best(words: str, counts: Mapping[str, int], candidates: Sequence[Candidate], most: int = MOST_SHOWN) -> list[int]:
    """Return the ids of the nearest pages; of several that say the same, one, and of equally near ones the older first.

    A page is the nearer the more of the words it has and the rarer these are (`counts`: how many pages have each), and
    nearer by a word in its title than by one in a heading, and by that than by one in the text.
    """
    rarity = _rarity(counts)
    found = _finder(rarity)
    typed = " ".join(parts(folded(words)))

    def nearness(one: Candidate) -> float:
        title = " ".join(parts(folded(one.title)))
        near = SAME_TITLE if title == typed else NEAR_TITLE if fuzz.ratio(title, typed) > 90 else 1.0  # noqa: PLR2004 (of 100)
        return near * _nearness(one, rarity, found) * (1.0 if one.fresh else LAPSED)

    ranked: dict[str, int] = {}
    for one in sorted(candidates, key=lambda one: (-nearness(one), one.page_id)):
        ranked.setdefault(one.text or one.title, one.page_id)
    return list(ranked.values())[:most]


def is_clear(words: str, titles: Sequence[str]) -> bool:
    """Tell whether of the pages that words have found, called `titles`, the first is surely the one that is meant.

    It is, where it is the only one, or the only one that is called by all of the words.
    """
    wanted = {root(one.word) for one in sought(words)}
    called = [wanted <= {root(one.word) for one in sought(title)} for title in titles]
    return len(titles) == 1 or (bool(titles) and called[0] and not any(called[1:]))


def says(counts: Mapping[str, int], vain: int, title: str, keywords: str, plain: str) -> bool:
    """Tell whether a page says enough of what was looked for to be an answer: one common word of three is none.

    `counts`: how many pages have each word; `vain`: how many of the words no page has. A page whose title is wholly
    among the words is about them.
    """
    rarity = _rarity(counts)
    found = _finder(rarity)
    there = {*found(title), *found(keywords), *found(plain)}
    # Where we see no word at all, the database saw one: it looks at all of the text, and at beginnings.
    if not there or len(there) >= SEVERAL or not {root(one.word) for one in sought(title)} - {*rarity}:
        return True
    whole = sum(rarity.values()) + vain * math.log(1 + COMMON)
    return bool(rarity) and sum(rarity[word] for word in there) >= ENOUGH * whole


def _rarity(counts: Mapping[str, int]) -> dict[str, float]:
    """Return what each word weighs, by its root: the fewer pages have it, the more."""
    return {root(word): math.log(1 + COMMON / max(count, 1)) for word, count in counts.items()}


def _nearness(one: Candidate, rarity: Mapping[str, float], found: Callable[[str], Mapping[str, int]]) -> float:
    title, keywords, text = found(one.title), found(one.keywords), found(one.text)
    opening = found(one.text[:FIRST_LINES])
    score = there = 0.0
    for word, rare in rarity.items():
        above = max(TITLE * (word in title), KEYWORD * (word in keywords))
        times = text.get(word, 0)
        often = TEXT * times / (times + 1)
        score += rare * (above + often + OPENING * (word in opening))
        there += rare * (word in title or word in keywords or word in text)
    return float(score * there / sum(rarity.values()) / (1 + len(one.text) / 1500) ** 0.2)


def _finder(roots: Iterable[str]) -> Callable[[str], dict[str, int]]:
    """Return what counts words by their roots in a text: by one pattern, since there are dozens of pages to look at.

    It finds what begins as a root does, but for a last letter that comes of cutting ("stage" of "staging").
    """
    wanted = set(roots)
    any_of = "|".join(sorted({re.escape(one.rstrip("ei") or one) for one in wanted})) or "(?!)"
    pattern = re.compile(rf"(?<![^\W_])(?:{any_of})[^\W_]*")

    def count(text: str) -> dict[str, int]:
        # A plain mapping: of forty pages, each looked at in four places, most counts are of nothing at all.
        counts: dict[str, int] = {}
        for word in pattern.findall(text.lower() if text.isascii() else folded(text)):
            if (one := root(word)) in wanted:
                counts[one] = counts.get(one, 0) + 1
        return counts

    return count


def sentence(plain: str, words: Sequence[str], title: str = "") -> tuple[Bit, ...]:
    """Return the sentence of a page that has most of the words (folded), with them marked; the first one for none.

    What is as short as a heading is followed by what comes after it, and a page's own `title` is none of its sentences.
    """
    roots = {root(word) for word in words}
    count = _finder(roots)
    found, most = "", (0, False)
    first = ""
    short = False
    for one in _sentences(plain):
        if one == title:
            continue
        if short:
            found = f"{found} · {one}"
        full = one.count(" ") >= SAYS_SOMETHING
        first = first or (one if full else "")
        hits = len(count(one))
        short = False
        # Of a heading and a sentence that name the same, the sentence says more.
        if hits and (hits, full) > most:
            found, most, short = one, (hits, full), not full
        if most == (len(roots), True):
            break
    found = found or first or " ".join(plain[:SENTENCE].split())
    return tuple(_marked(_around(found, roots), roots))


@lru_cache(maxsize=50_000)
def root(word: str) -> str:
    """Return a folded word without its English ending, as both databases cut it: "retros" and "retro" are the same."""
    return str(_stemmer().stemWord(word)) if len(word) >= _SHORTEST else word


@cache
def _stemmer() -> Any:
    import snowballstemmer  # noqa: PLC0415 (by the first search: it brings thirty languages along)

    return snowballstemmer.stemmer("porter")


def _sentences(plain: str) -> Iterator[str]:
    for one in _ENDS.split(plain):
        if said := " ".join(one.split()):
            yield said


def _around(text: str, roots: set[str]) -> str:
    """Return as much of a long sentence as is shown, from a little before the first word that was sought."""
    if len(text) <= SENTENCE:
        return text
    at = next((one.start() for one in _WORD.finditer(text) if root(folded(one[0])) in roots), 0)
    first = text.rfind(" ", 0, max(at - SENTENCE // 3, 0)) + 1 if at > SENTENCE // 2 else 0
    cut = text[first : first + SENTENCE - 2].rstrip()
    return f"{'…' if first else ''}{cut}{'…' if first + len(cut) < len(text) else ''}"


def _marked(text: str, roots: set[str]) -> Iterator[Bit]:
    last = 0
    for one in _WORD.finditer(text):
        if root(folded(one[0])) in roots:
            if one.start() > last:
                yield Bit(text[last : one.start()])
            yield Bit(one[0], hit=True)
            last = one.end()
    if last < len(text):
        yield Bit(text[last:])
