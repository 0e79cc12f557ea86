"""Readiness: five statements to a change, what groups say to them, and the first one that is weak.

The statements are those of ADKAR (awareness, desire, knowledge, ability, reinforcement), in its order: who does not
know why a change is made is not helped by training, so that the first weak one says what to do next. Figures are shown
of so many people only that nobody can tell what one of them said, nor find it by comparing two figures.
"""

import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import IntEnum

MINIMUM = 5
"""Answers below which no figure is shown, and none is kept."""

WEAK = 3.5
"""A mean below this is weak: on a scale to 5 that is not yet "mostly"."""

APART = timedelta(weeks=3)
"""Nobody is asked twice within this time, whatever the changes are."""

OPEN_FOR = timedelta(days=7)

FEWEST = 12
"""People of a group who are asked at least where only a part is: fewer would not be enough to be shown."""

LONGEST_WORDS = 600
SHARES = (1, 2, 3)
"""Everyone, half or a third of each group."""


class Letter(IntEnum):
    """The statements, in the order in which each needs the one before."""

    AWARENESS = 0
    DESIRE = 1
    KNOWLEDGE = 2
    ABILITY = 3
    REINFORCEMENT = 4


STATEMENTS: Mapping[Letter, str] = {
    Letter.AWARENESS: "I know why",
    Letter.DESIRE: "I want this",
    Letter.KNOWLEDGE: "I know how",
    Letter.ABILITY: "I can do it",
    Letter.REINFORCEMENT: "It sticks",
}
"""As people read them."""

SCALE = ("Not yet", "A little", "Half", "Mostly", "Fully")
"""1 to 5."""

STEPS: Mapping[Letter, str] = {
    Letter.AWARENESS: "Tell once more why it is made, in the words of whoever stands for it.",
    Letter.DESIRE: "Let whoever stands for it answer questions, in a session of half an hour.",
    Letter.KNOWLEDGE: "Write a page that says how it is done, and show it where the work is.",
    Letter.ABILITY: "Practise it together, in a session with real work.",
    Letter.REINFORCEMENT: "Thank those who do it already, and say what came of it.",
}
"""What helps where this is the first weak one."""

Scores = Sequence[int | None]
Means = tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What people said: of all who count (`group` is ""), of one group, or of the smaller ones together (`rest`)."""

    group: str
    answers: int
    means: Means
    rest: bool = False
    group_id: int | None = None

    @property
    def first_weak(self) -> Letter | None:
        """The first statement that is weak; None where all hold, or nothing is known."""
        return next((one for one in Letter if (mean := self.means[one]) is not None and mean < WEAK), None)

    @property
    def holds(self) -> bool:
        """Whether all statements are known, and none is weak."""
        return all(one is not None and one >= WEAK for one in self.means)


@dataclass(frozen=True, slots=True)
class Summed:
    """All that is kept of a closed pulse."""

    all: Result | None
    parts: tuple[Result, ...]


def means_of(answers: Sequence[Scores]) -> Means:
    """Return the mean of each statement, of those that enough people said something to."""
    columns = [[one[letter] for one in answers] for letter in Letter]
    said = [[one for one in column if one is not None] for column in columns]
    return tuple(round(sum(one) / len(one), 2) if len(one) >= MINIMUM else None for one in said)


def boxes_of(asked: Mapping[int, int]) -> dict[int, int | None]:
    """Return under which group (by id) the answers of each lie, of which so many are asked; None: under none.

    Of a group of which fewer are asked than a figure needs they lie together with those of the other small ones: beside
    its own name an answer would tell whose it is. Where all these are too few as well nobody of them is asked: they
    could be in no figure.
    """
    small = [group for group, number in asked.items() if number < MINIMUM]
    together = min(small) if sum(asked[one] for one in small) >= MINIMUM else None
    return {group: together if group in small else group for group in asked}


def summed(answers: Mapping[int, Sequence[Scores]], mixed: Collection[int] = ()) -> Summed:
    """Return what groups (by id) said, those that are too small together, and all of it.

    Under a `mixed` one lies what several small groups said.

    What is of fewer than `MINIMUM` people is in no figure at all, the whole included: else the whole less its parts
    would tell what they said.
    """
    shown = {group: those for group, those in answers.items() if len(those) >= MINIMUM and group not in mixed}
    small = [one for group, those in answers.items() if group not in shown for one in those]
    parts = [Result("", len(those), means_of(those), group_id=group) for group, those in shown.items()]
    counted = list(shown.values())
    if len(small) >= MINIMUM:
        parts.append(Result("", len(small), means_of(small), rest=True))
        counted.append(small)
    if not counted:
        return Summed(None, ())
    # A statement to which too few of a part said something is not in the whole either, for the same reason.
    whole = [
        [one if mean is not None else None for one, mean in zip(scores, part.means, strict=True)]
        for part, those in zip(parts, counted, strict=True)
        for scores in those
    ]
    return Summed(Result("", len(whole), means_of(whole)), tuple(parts))


def sampled(people: Sequence[int], share: int, chance: random.Random) -> list[int]:
    """Return everybody (`share` 1), or by chance one in `share`, but at least `FEWEST`."""
    number = max(-(-len(people) // share), min(FEWEST, len(people)))
    return sorted(chance.sample(list(people), number))


@dataclass(frozen=True, slots=True)
class PulsePrompt:
    """The pulse as somebody who is asked sees it, with what they said so far."""

    id: int
    change: str
    why: str
    group: str
    asker: str
    closes_at: datetime
    scores: tuple[int | None, ...] = (None,) * len(Letter)
    words: str = ""
    open: bool = True

    @property
    def begun(self) -> bool:
        """Whether they said something."""
        return bool(self.words) or any(one is not None for one in self.scores)


@dataclass(frozen=True, slots=True)
class PulseForm:
    """What the form that begins a pulse offers: groups by id with how many people of each can be asked now."""

    change_id: int
    change: str
    groups: tuple[tuple[int, str, int], ...]
    resting: int = 0

    @property
    def few(self) -> bool:
        """Whether a group has fewer people to be asked than a figure needs."""
        return any(0 < count < MINIMUM for _, _, count in self.groups)


@dataclass(frozen=True, slots=True)
class PulseShown:
    """A closed pulse: the day it closed, and what it came to."""

    closed_at: datetime
    day: str
    all: Result | None
    parts: tuple[Result, ...] = ()
    themes: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Planned:
    """What was planned for a group since its first weak statement was known; `done`: it was done by now."""

    text: str
    owner: str
    due_on: date
    done: bool = False


@dataclass(frozen=True, slots=True)
class PulsePage:
    """How ready people are, for whoever runs a change; `pulses` the oldest first, `asked` in the one that is open.

    `planned`: what helps with the first weak statement, by the ids of the groups that have it in their plan.
    """

    change_id: int
    goes_on: bool
    pulses: tuple[PulseShown, ...] = ()
    asked: int = 0
    answered: int = 0
    closes_at: datetime | None = None
    planned: Mapping[int, Planned] = field(default_factory=dict)

    @property
    def last(self) -> PulseShown | None:
        """The newest that has closed."""
        return self.pulses[-1] if self.pulses else None
