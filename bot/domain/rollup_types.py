"""What goes into a roll-up, and what comes out of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from bot.domain.decision import Decision
from bot.domain.question_types import QuestionKind


class State(StrEnum):
    """How a team or a person stands in a round; silent is shown as "no update yet"."""

    ANSWERED = "answered"
    SKIPPED = "skipped"
    AWAY = "away"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Addition:
    """What somebody of a team added to its answer."""

    by: str
    text: str


@dataclass(frozen=True, slots=True)
class Blocked:
    """A blocker that an answer tells: on whom it waits by now, its state in words, and for how long ("" where short).

    `live`: somebody still waits.
    """

    on: str
    needs: str
    by: str = ""
    status: str = ""
    age: str = ""
    live: bool = True


@dataclass(frozen=True, slots=True)
class Entry:
    """One team's (or, with everyone as the voice, one person's) part in a round.

    `name`: the team's or person's. `values`: answers by question key. `by`: who answered for the team. `team`: a
    person's home team, by which means are made. `late`: answered after the round closed. `decisions`: what is kept of
    those that the answer asked for. `blockers`: what came of whom it waits on.
    """

    name: str
    state: State
    values: Mapping[str, Any] = field(default_factory=dict)
    by: str = ""
    team: str = ""
    late: bool = False
    additions: tuple[Addition, ...] = ()
    decisions: tuple[Decision, ...] = ()
    blockers: tuple[Blocked, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """Who waits, what they need ("" if they did not say), what was done about it, and for how long they have waited."""

    name: str
    needs: str
    by: str = ""
    status: str = ""
    age: str = ""


@dataclass(frozen=True, slots=True)
class Wait:
    """Whom somebody waits on ("" if it was not said), and all who do."""

    on: str
    waiting: tuple[Waiting, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the summary; `score` is the team's confidence, 1 to 5, with one voice only."""

    name: str
    state: State
    text: str
    by: str = ""
    late: bool = False
    score: int | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """One answer with its question's own wording: its lines, or for a check list what is done and what is open."""

    question: str
    kind: QuestionKind
    lines: tuple[str, ...]
    left_open: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Detail:
    """Everything one team or person answered, for the thread."""

    name: str
    by: str
    late: bool
    said: tuple[Said, ...]
    additions: tuple[Addition, ...] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of all asked, teams or persons; `late` are among the answered."""

    total: int
    answered: int
    skipped: int
    away: int
    silent: int
    late: int


@dataclass(frozen=True, slots=True)
class Score:
    """A confidence that may be shown: a team's own (`of` 1) or the mean of `of` people's, from 1 to 5, one decimal."""

    name: str
    mean: float
    of: int


@dataclass(frozen=True, slots=True)
class RollUp:
    """The summary. `quiet`: there is nothing beyond `lead_sentence`, which is then all that is posted.

    `more_lines`: how many lines the thread has beyond those in `lines`; `has_details`: whether it has anything.
    `pending`: the round is still open, so "so far" is true of everything here. `circles`: the names of those who wait
    on each other; one more than is told where there are others.
    """

    lead_sentence: str
    decisions: tuple[Decision, ...]
    waits: tuple[Wait, ...]
    lines: tuple[Line, ...]
    more_lines: int
    has_details: bool
    counts: Counts
    confidence: tuple[Score, ...]
    quiet: bool
    pending: bool
    circles: tuple[tuple[str, ...], ...] = ()
