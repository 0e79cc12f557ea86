"""How the answers to a sync change over its rounds: how many come, and how many words they have. Per team at most.

Nobody is to be read out of these figures, neither who was silent nor how much somebody wrote:

- Where everyone answers, a share is of at least three persons, and a team that is smaller is put together with others
  ("Other teams") until that group has three, too: what all have less what is shown would be those who are left. With
  one voice shares are of teams, and a team without an update is named in the summary anyway.
- The words of answers are a median, and shown where at least three different persons wrote them.
- Teams are compared over the first half of the rounds and the last, never round by round.

Who is away was not asked and does not count. "Nothing this week" is an answer; it has no words, and neither has one tap
on *All as planned*.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from statistics import median
from typing import Any

from bot.domain.question import Question, QuestionKind
from bot.domain.speaker import Voice

ROUNDS = 8
"""Closed rounds that are looked back on."""

ENOUGH = 4
"""Rounds before which nothing can be told."""

FEWEST = 3
"""Persons of whom a share or a length may be shown."""

SHORTER, FEWER = 0.7, 0.15
"""Answers are shorter with at most this part of the words, and fewer by this much of the share."""

FEW_WORDS = 5
"""A difference of so many words is none."""

OTHERS = "Other teams"

_UNSPACED = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_WORD = re.compile(f"[{_UNSPACED}]|[^\\s{_UNSPACED}]+")
"""A word; of kana and Han, which are written without spaces, each sign counts as one."""


class Trend(StrEnum):
    """What the figures say; the first that is true."""

    EARLY = "early"
    BOTH = "both"
    SHORTER = "shorter"
    FEWER = "fewer"
    STEADY = "steady"


@dataclass(frozen=True, slots=True)
class Figures:
    """What became of some questions: how many parties were `asked` and at work, and how many were `heard`.

    `people`: different persons asked for themselves; `writers`: different persons who wrote; `words`: the median of
    their answers.
    """

    asked: int = 0
    heard: int = 0
    people: int = 0
    writers: int = 0
    words: float | None = None

    def together(self, other: "Figures") -> "Figures":
        """Return the figures of both groups, which have nobody in common; no median can be told of them."""
        return Figures(
            self.asked + other.asked, self.heard + other.heard, self.people + other.people, self.writers + other.writers
        )


@dataclass(frozen=True, slots=True)
class Shown:
    """What may be shown of figures: the share of those heard, from 0 to 1, and the words of an answer."""

    share: float | None = None
    words: float | None = None


@dataclass(frozen=True, slots=True)
class RoundTrend:
    """A round, and what may be shown of it."""

    day: date
    shown: Shown


@dataclass(frozen=True, slots=True)
class TeamTrend:
    """A team in the first half of the rounds, and in the last."""

    name: str
    before: Shown
    after: Shown

    @property
    def fall(self) -> float:
        """By how much fewer answers come, and where that is the same, how much shorter they are; the most is worst."""
        return _less(self.before.share, self.after.share) + _less(self.before.words, self.after.words) / 1000


@dataclass(frozen=True, slots=True)
class TrendFacts:
    """The trend of a sync as one reader may see it: of all of it, or as a lead of their own `team` ("" for all)."""

    ritual_id: int
    sync: str
    rounds: tuple[RoundTrend, ...] = ()
    teams: tuple[TeamTrend, ...] = ()
    team: str = ""

    @property
    def before(self) -> Shown:
        """The first half of the rounds."""
        return _middle(self.rounds[: len(self.rounds) // 2])

    @property
    def after(self) -> Shown:
        """The last half of the rounds; of an odd number the one in the middle is in neither."""
        return _middle(self.rounds[len(self.rounds) - len(self.rounds) // 2 :])

    @property
    def trend(self) -> Trend:
        """What the figures say."""
        if len(self.rounds) < ENOUGH:
            return Trend.EARLY
        before, after = self.before, self.after
        fewer = _less(before.share, after.share) >= FEWER
        if is_shorter(before.words, after.words):
            return Trend.BOTH if fewer else Trend.SHORTER
        return Trend.FEWER if fewer else Trend.STEADY


def words_in(questions: Sequence[Question], values: Mapping[str, Any]) -> int:
    """Return how many words an answer has in what was typed; choices, ticks and scores are none."""
    typed = (one.key for one in questions if one.kind in {QuestionKind.LONG_TEXT, QuestionKind.SHORT_TEXT})
    return sum(len(_WORD.findall(str(values.get(key) or ""))) for key in typed)


def is_shorter(before: float | None, after: float | None) -> bool:
    """Tell whether answers have become shorter by so much that it means something."""
    if before is None or after is None:
        return False
    return after <= before * SHORTER and before - after >= FEW_WORDS


def shown_of(figures: Figures, voice: Voice) -> Shown:
    """Return what may be shown of figures without naming anybody."""
    share = figures.heard / figures.asked if figures.asked else None
    if voice is Voice.EVERYONE and figures.people < FEWEST:
        share = None
    return Shown(share, figures.words if figures.writers >= FEWEST else None)


def teams_of(halves: Mapping[str, tuple[Figures, Figures]], voice: Voice) -> tuple[TeamTrend, ...]:
    """Return the teams with what may be shown of them, those that fell most first; `halves` by the team's name."""
    found = [
        TeamTrend(name, shown_of(before, voice), shown_of(after, voice))
        for name, (before, after) in put_together(halves, voice).items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.fall, one.name.casefold())))


def put_together(halves: Mapping[str, tuple[Figures, Figures]], voice: Voice) -> Mapping[str, tuple[Figures, Figures]]:
    """Return the teams that may be shown by themselves, and the others as one, by name."""
    if voice is Voice.TEAM:
        return halves
    kept, others = dict(halves), (Figures(), Figures())
    for name in sorted(halves, key=lambda one: (_fewest(halves[one]), one)):
        # The smallest first: whoever is shown has at least three persons, and so have those put together.
        if _fewest(kept[name]) < FEWEST or 0 < _fewest(others) < FEWEST:
            before, after = kept.pop(name)
            others = (others[0].together(before), others[1].together(after))
    return kept | ({OTHERS: others} if _fewest(others) >= FEWEST else {})


def _fewest(halves: tuple[Figures, Figures]) -> int:
    """Return how many persons the smaller half has that has any."""
    return min((half.people for half in halves if half.people), default=0)


def _middle(rounds: Sequence[RoundTrend]) -> Shown:
    shares = [one.shown.share for one in rounds if one.shown.share is not None]
    words = [one.shown.words for one in rounds if one.shown.words is not None]
    return Shown(sum(shares) / len(shares) if shares else None, median(words) if words else None)


def _less(before: float | None, after: float | None) -> float:
    return 0.0 if before is None or after is None else before - after
