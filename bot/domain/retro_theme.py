"""Themes of a retro: which of its cards are about one thing, as far as a program can tell, and what that is called.

Nothing but the cards' own texts is looked at; there is no network and no model. To be imported when cards are grouped
and not before: the table of topics and the stemmer are not needed until then.
"""

import heapq
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.retro_theme_words import WORDS, Word, features, mentions, stem_of, words_of

AT_LEAST = 0.125
"""How like each other two groups must be on average to become one (`make bench B=themes`)."""
NAME_LENGTH = 60
"""Characters of a theme's name at most."""
MOST = 800
"""Cards that are compared each with each; those beyond join what they are most like, or stand alone."""
_NAME_WORDS, _SHARED = 3, 2


@dataclass(frozen=True, slots=True)
class Theme:
    """Cards that belong together, by their places among those that were given, and a name in their own words."""

    name: str
    members: tuple[int, ...]


def suggest(cards: Sequence[str]) -> list[Theme]:
    """Return themes such that each card is in exactly one, the larger ones first.

    The same cards give the same themes, in whatever order they come. A card that is like no other is one by itself.
    """
    order = sorted(range(len(cards)), key=cards.__getitem__)
    texts = [cards[one] for one in order]
    words = [words_of(text) for text in texts]
    groups = sorted(_grouped(words, AT_LEAST, WORDS), key=lambda one: (-len(one), one))
    counts = Counter(stem for each in words for stem in {word.stem: None for word in each})
    return [Theme(_name(texts, words, one, counts), tuple(sorted(order[place] for place in one))) for one in groups]


def called(cards: Sequence[str]) -> str:
    """Return what cards that were put together by hand have in common, as a name; "" where a program sees nothing."""
    words, members = [words_of(one) for one in cards], range(len(cards))
    counts = Counter(stem for each in words for stem in {word.stem: None for word in each if word.tells})
    by_words = max(counts.values(), default=0) >= _SHARED
    named = _by_topic(words, members) or (_by_words(words, members, counts) if by_words else [])
    return clipped(_capital(", ".join(named)))


def group(cards: Sequence[str], at_least: float = AT_LEAST, share: float = WORDS) -> list[int]:
    """Return the number of the group that each card is in, for measuring what other parameters would do."""
    found = [0] * len(cards)
    order = sorted(range(len(cards)), key=cards.__getitem__)
    for number, members in enumerate(_grouped([words_of(cards[one]) for one in order], at_least, share)):
        for member in members:
            found[order[member]] = number
    return found


def _grouped(words: Sequence[list[Word]], at_least: float, share: float) -> list[list[int]]:
    vectors = _unit_vectors([features(each, share) for each in words])
    groups = _merged(vectors[:MOST], at_least)
    totals: list[dict[str, float]] = [{} for _ in groups]
    for total, members in zip(totals, groups, strict=True):
        for one in members:
            _add(total, vectors[one])
    for late, vector in enumerate(vectors[MOST:], MOST):
        # The mean of its likeness to each card of a group is its likeness to their sum, shared by all of them.
        means = [
            sum(value * total.get(name, 0.0) for name, value in vector.items()) / len(members)
            for total, members in zip(totals, groups, strict=True)
        ]
        nearest = max(range(len(means)), key=means.__getitem__)
        if means[nearest] < at_least:
            nearest = len(groups)
            groups.append([])
            totals.append({})
        groups[nearest].append(late)
        _add(totals[nearest], vector)
    return [sorted(one) for one in groups]


def _unit_vectors(found: Sequence[Mapping[str, float]]) -> list[dict[str, float]]:
    """Return each card's features so weighed that what many cards have counts little, at length one."""
    having = Counter(name for each in found for name in each)
    weighed = [
        {name: count * math.log(1 + len(found) / having[name]) for name, count in each.items()} for each in found
    ]
    return [_unit(each) for each in weighed]


def _unit(vector: Mapping[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(value * value for value in vector.values()))
    return {name: value / length for name, value in vector.items()} if length else {}


def _merged(vectors: Sequence[Mapping[str, float]], at_least: float) -> list[list[int]]:
    """Join, again and again, the two groups that are most like each other on average (average linkage).

    `like` holds for each group the sum of the likeness of its cards to those of another, where there is any. A pair
    below `at_least` need not be remembered: what comes of merging is never more alike than the better of the two.
    """
    like = _likeness(vectors)
    members = {one: [one] for one in range(len(vectors))}
    best = [
        (-value, one, other) for one in like for other, value in like[one].items() if one < other and value >= at_least
    ]
    heapq.heapify(best)
    following = len(vectors)
    while best:
        _, one, other = heapq.heappop(best)
        if one not in members or other not in members:
            continue
        merged, members[following] = following, members.pop(one) + members.pop(other)
        following += 1
        sums = like.pop(one)
        for third, value in like.pop(other).items():
            sums[third] = sums.get(third, 0.0) + value
        like[merged] = {third: value for third, value in sums.items() if third in members}
        for third, value in like[merged].items():
            like[third].pop(one, None)
            like[third].pop(other, None)
            like[third][merged] = value
            mean = value / (len(members[merged]) * len(members[third]))
            if mean >= at_least:
                heapq.heappush(best, (-mean, third, merged))
    return list(members.values())


def _likeness(vectors: Sequence[Mapping[str, float]]) -> dict[int, dict[int, float]]:
    having: dict[str, list[tuple[int, float]]] = {}
    like: dict[int, dict[int, float]] = {one: {} for one in range(len(vectors))}
    for one, vector in enumerate(vectors):
        mine = like[one]
        for name, value in vector.items():
            others = having.setdefault(name, [])
            for other, weight in others:
                mine[other] = mine.get(other, 0.0) + value * weight
            others.append((one, value))
    for one in range(len(vectors)):
        for other, value in like[one].items():
            if other < one:
                like[other][one] = value
    return like


def _add(total: dict[str, float], vector: Mapping[str, float]) -> None:
    for name, value in vector.items():
        total[name] = total.get(name, 0.0) + value


def _name(cards: Sequence[str], words: Sequence[list[Word]], members: Sequence[int], counts: Counter[str]) -> str:
    """Return the most telling words of a group as people wrote them; for a card alone, how it begins."""
    if len({cards[one] for one in members}) == 1:
        return clipped(cards[members[0]])
    named = _by_topic(words, members) or _by_words(words, members, counts)
    return clipped(_capital(", ".join(named))) or clipped(cards[members[0]])


def _by_topic(words: Sequence[list[Word]], members: Sequence[int]) -> list[str]:
    """Return by which words most cards of a group touch one topic; none where no two of them do."""
    said: dict[str, dict[int, list[str]]] = {}
    for one in members:
        for topic, written in mentions(words[one]):
            said.setdefault(topic, {}).setdefault(one, []).append(written)
    shared = max(said.values(), key=lambda cards: (len(cards), sum(map(len, cards.values()))), default={})
    if len(shared) < _SHARED:
        return []
    spelled: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for written in (each for one in sorted(shared) for each in shared[one]):
        stem = " ".join(map(stem_of, written.casefold().split()))
        spelled.setdefault(stem, written)
        counts[stem] += 1
    return [spelled[stem] for stem, _ in counts.most_common(_NAME_WORDS)]


def _by_words(words: Sequence[list[Word]], members: Sequence[int], counts: Counter[str]) -> list[str]:
    """Return the words that most cards of a group have in common, the rarer ones elsewhere first."""
    spelled: dict[str, str] = {}
    inside: Counter[str] = Counter()
    for one in members:
        inside.update({word.stem: None for word in words[one] if word.tells}.keys())
        for word in words[one]:
            spelled.setdefault(word.stem, word.written)
    most = sorted(inside, key=lambda stem: (-inside[stem], counts[stem]))[:_NAME_WORDS]
    return [spelled[stem] for stem in most if inside[stem] == inside[most[0]]]


def _capital(name: str) -> str:
    """Return a name with a capital at its beginning; what has one further on, such as "iOS", stays as it is."""
    first = name.partition(",")[0].partition(" ")[0]
    return name[:1].upper() + name[1:] if first.islower() else name


def clipped(text: str) -> str:
    """Return a text as a name: one line of at most `NAME_LENGTH` characters."""
    flat = " ".join(text.split())
    return flat if len(flat) <= NAME_LENGTH else flat[: NAME_LENGTH - 1].rstrip() + "…"
