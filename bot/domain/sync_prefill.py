"""Where somebody's own words belong in a form: whole, in one field."""

import re
from collections.abc import Mapping, Sequence

from bot.domain.question import Question, QuestionKind, QuestionRole, with_role

_WAITING = re.compile(
    r"\b(blocked|stuck|held up|waiting|waits?) (on|by|for|with)\b|^blocked\b|\bneeds? .+ from\b", re.IGNORECASE
)
_DECIDING = re.compile(r"\b(need|needs|waiting for) (a|the) decision\b|^(decision|shall we|should we)\b", re.IGNORECASE)
_COMING = re.compile(r"^(next|plan|planned|coming up)\b", re.IGNORECASE)
_TEXTS = (QuestionKind.LONG_TEXT, QuestionKind.SHORT_TEXT)


def place_for(text: str, questions: Sequence[Question]) -> str:
    """Return the key of the question that free words answer; "" where nothing takes text.

    "Blocked on …" goes to what is needed of others, "shall we …" to decisions, "next …" to the plan, all else to what
    moved. The words are never divided. Where the set has no such question, the first long text takes them.
    """
    start = text.strip()
    wanted = QuestionRole.MOVED
    for pattern, role in (
        (_DECIDING, QuestionRole.DECISION),
        (_WAITING, QuestionRole.WAITING_FOR),
        (_COMING, QuestionRole.NEXT),
    ):
        if pattern.search(start):
            wanted = role
            break
    for role in (wanted, QuestionRole.MOVED):
        question = with_role(questions, role)
        if question and question.kind is QuestionKind.LONG_TEXT:
            return question.key
    for kind in _TEXTS:
        for question in questions:
            if question.kind is kind:
                return question.key
    return ""


def teams_named(text: str, teams: Mapping[int, str]) -> list[int]:
    """Return the ids of the teams whose names stand in `text` as words of their own."""
    return [team for team, name in teams.items() if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE)]
