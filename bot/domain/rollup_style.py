"""The styles of a roll-up: decisions first, everything of a team together, or the answers to each question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.decision import Decision
from bot.domain.question import Question, QuestionRole
from bot.domain.rollup_details import said_to
from bot.domain.rollup_types import Entry, Line, RollUp, State, Waiting
from bot.domain.speaker import Voice

MOST_LINES = 30
"""Answers to one question that a summary has; the thread has them all."""

WAITS = frozenset({QuestionRole.WAITING_ON, QuestionRole.WAITING_FOR})


class Style(StrEnum):
    """In which order a summary is told."""

    DECISIONS = "decisions"
    TEAM = "team"
    QUESTION = "question"


class Place(StrEnum):
    """Where in its channel a summary stands: by itself, or below the one message of its week."""

    CHANNEL = "channel"
    WEEK = "week"


class Topic(StrEnum):
    """What stands below a question: lines that were written, decisions, or who waits on whom."""

    LINES = "lines"
    DECISIONS = "decisions"
    WAITS = "waits"


@dataclass(frozen=True, slots=True)
class TeamPart:
    """All that a summary has of one team or person; `line` is None for one beyond the lines that it shows.

    `waits`: on whom ("" if it was not said), and what for.
    """

    name: str
    line: Line | None
    waits: tuple[tuple[str, Waiting], ...]
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class QuestionPart:
    """One question with (name, answer) of each who answered it; `more`: how many answers the thread has beyond them."""

    question: str
    topic: Topic
    lines: tuple[tuple[str, str], ...] = ()
    more: int = 0


def by_team(summary: RollUp) -> tuple[TeamPart, ...]:
    """Return a summary team by team, in the order of its lines; what it says of others comes after them.

    Where two have the same name, what each waits for or needs decided stands below the first of them.
    """
    waits: dict[str, list[tuple[str, Waiting]]] = {}
    for wait in summary.waits:
        for one in wait.waiting:
            waits.setdefault(one.name, []).append((wait.on, one))
    decisions: dict[str, list[Decision]] = {}
    for decision in summary.decisions:
        decisions.setdefault(decision.name, []).append(decision)
    lines: list[tuple[str, Line | None]] = [(line.name, line) for line in summary.lines]
    known = {name for name, _ in lines}
    lines += [(name, None) for name in dict.fromkeys([*waits, *decisions]) if name not in known]
    return tuple(
        TeamPart(name, line, tuple(waits.pop(name, ())), tuple(decisions.pop(name, ()))) for name, line in lines
    )


def by_question(
    entries: Sequence[Entry], questions: Sequence[Question], *, voice: Voice, names: Mapping[int | str, str]
) -> tuple[QuestionPart, ...]:
    """Return a round question by question, in the order in which they were asked; one that nobody answered is left out.

    The arguments are those of `roll_up`. Who waits on whom is one part, where the first question about it was asked.
    """
    answered = [entry for entry in entries if entry.state is State.ANSWERED]
    parts: list[QuestionPart] = []
    for question in questions:
        found = [
            (entry.name, "\n".join(lines))
            for entry in answered
            for _, lines in said_to([question], entry.values, voice=voice, names=names)
        ]
        topic = _topic(question)
        if topic is Topic.LINES and found:
            parts.append(QuestionPart(question.text, topic, tuple(found[:MOST_LINES]), max(0, len(found) - MOST_LINES)))
        elif topic is not Topic.LINES and not any(part.topic is topic for part in parts):
            # What came of an older one may be told although nobody named it again.
            parts.append(QuestionPart(question.text, topic))
    return tuple(parts)


def _topic(question: Question) -> Topic:
    if question.role is QuestionRole.DECISION:
        return Topic.DECISIONS
    return Topic.WAITS if question.role in WAITS else Topic.LINES
