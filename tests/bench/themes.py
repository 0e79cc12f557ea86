"""How well cards are grouped into themes, on retros whose cards were invented and sorted by hand; and how fast.

The labelled set, `retro_cards/`, was written by several hands before the grouping was tuned: twelve retros with the
theme of each card. The score is the adjusted Rand index: 1 where both groupings are the same, 0 what chance would
give. Each retro is scored with the parameters that are best on the eleven others, so that none has its own say.

The table of topics (bot/domain/retro_topic.py) was written by somebody who had seen some of the cards; `UNSEEN` are
the retros of which they had seen none, and their figure is the one to expect of a new retro.
"""

import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from itertools import product
from math import comb
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.domain.retro_theme import AT_LEAST, group, suggest
from bot.domain.retro_theme_words import WORDS
from tests.bench.measure import Figure, median

CARDS = Path(__file__).parent / "retro_cards"
UNSEEN = ("Mobile app", "Data & analytics", "Customer support", "Team Juniper", "Gateway G2")
SHARES = (0.0, 0.1, 0.15, 0.2, 0.3, 0.5, 1.0)
LEAST = tuple(number / 80 for number in range(6, 25))
PEOPLE, CARDS_EACH = 200, 3
NONE = "no database"

Retro = dict[str, Any]


def measure() -> list[Figure]:
    """Score the grouping beside what is naive, and time a large retro."""
    retros = labelled()
    ours, chosen = left_out(retros)
    naive = {
        "every card alone": [rand(themes(one), range(len(one["cards"]))) for one in retros],
        "a group per column": [rand(themes(one), [card["column"] for card in one["cards"]]) for one in retros],
        "all cards in one": [rand(themes(one), [0] * len(one["cards"])) for one in retros],
        "words alone, no topics": words_alone(retros),
    }
    unseen = [place for place, retro in enumerate(retros) if retro["name"].startswith(UNSEEN)]
    cards = sum(len(one["cards"]) for one in retros)
    figures = [
        Figure(
            f"themes of {cards} cards of {len(retros)} retros, mean (adjusted Rand)", NONE, mean(ours), "", note=chosen
        ),
        Figure("… median", NONE, median(ours), ""),
        Figure("… mean of the retros unseen when topics were written", NONE, mean([ours[one] for one in unseen]), ""),
        Figure("… lowest; highest in the note", NONE, min(ours), "", note=f"{max(ours):.2f}"),
    ]
    figures += [
        Figure(
            f"… instead: {name}, mean",
            NONE,
            mean(scores),
            "",
            note=f"unseen {mean([scores[one] for one in unseen]):.3f}",
        )
        for name, scores in naive.items()
    ]
    return [*figures, *speed(retros)]


def labelled() -> list[Retro]:
    """Return the retros with the themes that people gave to their cards."""
    reader = YAML(typ="safe")
    return [retro for path in sorted(CARDS.glob("*.yaml")) for retro in reader.load(path)]


def texts(retro: Retro) -> list[str]:
    """Return what its cards say."""
    return [card["text"] for card in retro["cards"]]


def themes(retro: Retro) -> list[str]:
    """Return the theme of each card, as people sorted them."""
    return [card["theme"] for card in retro["cards"]]


def rand(wanted: Sequence[Any], found: Sequence[Any]) -> float:
    """Return the adjusted Rand index of two groupings (Hubert and Arabie, 1985)."""

    def pairs(counts: Counter[Any]) -> int:
        return sum(comb(count, 2) for count in counts.values())

    both = pairs(Counter(zip(wanted, found, strict=True)))
    mine, other = pairs(Counter(wanted)), pairs(Counter(found))
    chance = mine * other / comb(len(wanted), 2)
    most = (mine + other) / 2
    return 1.0 if most == chance else (both - chance) / (most - chance)


def left_out(retros: Sequence[Retro]) -> tuple[list[float], str]:
    """Return each retro's score with what is best on all others, and what is best on all of them."""
    tried = {
        (least, share): [rand(themes(one), group(texts(one), least, share)) for one in retros]
        for least, share in product(LEAST, SHARES)
    }
    scores = []
    for place in range(len(retros)):
        best = max(tried, key=lambda one: sum(tried[one]) - tried[one][place])
        scores.append(tried[best][place])
    best = max(tried, key=lambda one: sum(tried[one]))
    return scores, f"best {best[0]:g} and {best[1]:g}, shipped {AT_LEAST:g} and {WORDS:g}"


def words_alone(retros: Sequence[Retro], tried: Sequence[float] = LEAST) -> list[float]:
    """Return the scores of what counts common words and nothing else, at its best."""
    return max(([rand(themes(one), group(texts(one), least, 1e9)) for one in retros] for least in tried), key=sum)


def mean(scores: Sequence[float]) -> float:
    """Return their mean."""
    return statistics.fmean(scores)


def speed(retros: Sequence[Retro]) -> list[Figure]:
    """Time 200 people's cards, and what the first grouping of a process has to load."""
    pool = [text for one in retros for text in texts(one)]
    number = PEOPLE * CARDS_EACH
    cards = [f"{pool[at % len(pool)]} {pool[at * 7 % len(pool)].split()[0]}" for at in range(number)]
    taken = []
    for _ in range(3):
        began = time.perf_counter()
        suggest(cards)
        taken.append(time.perf_counter() - began)
    return [
        Figure(f"themes of {number} cards suggested", NONE, median(taken), "s", 1.0),
        *_loading(),
    ]


def _loading() -> list[Figure]:
    program = (
        "import time\n"
        "def resident(): return int(open('/proc/self/statm').read().split()[1]) * 4\n"
        "before = resident()\n"
        "began = time.perf_counter()\n"
        "from bot.domain.retro_theme import suggest\n"
        "suggest(['staging is down', 'staging again'])\n"
        "took = time.perf_counter() - began\n"
        "print(took, resident() - before)"
    )
    out = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    return [
        Figure("… loading for the first grouping of a process", NONE, float(out[0]), "s"),
        Figure("… memory that this takes", NONE, int(out[1]) / 1024, "MB"),
    ]
