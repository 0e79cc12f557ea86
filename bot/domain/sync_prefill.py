"""Where somebody's own words belong in a form, sentence by sentence."""

import re
from collections.abc import Mapping, Sequence

from bot.domain.question import Question, QuestionKind, QuestionRole, with_role
from bot.domain.sentences import sentences

_WAITING = re.compile(
    r"(?<!\bnot )(?<!\blonger )\b(blocked|stuck|held up|waiting|waits?) (on|by|for|with)\b"
    r"|^\W*blocked\b|\bneeds? .+ from\b",
    re.IGNORECASE,
)
_DECIDING = re.compile(
    r"\b(need|needs|waiting for) (a|the) decision\b|^\W*(decision|shall we|should we)\b", re.IGNORECASE
)
_COMING = re.compile(
    r"^\W*(next|plan|planned|coming up|then|after that)\b|\b(we|i)(['’]ll| will|( are| am|['’]re|['’]m) going to)\b",
    re.IGNORECASE,
)
_TEXTS = (QuestionKind.LONG_TEXT, QuestionKind.SHORT_TEXT)


def places_for(text: str, questions: Sequence[Question]) -> dict[str, str]:
    """Return what of free words answers which question, by its key; {} where nothing takes text.

    Each sentence goes to one question, and none gets lost. Of one question they stay as they were written, or become
    lines where another stood between them.
    """
    placed: dict[str, str] = {}
    last = ""
    for sentence in sentences(text.strip()):
        key = _place_for(sentence, questions)
        before = placed.get(key, "")
        placed[key] = (before if key == last or not before else f"{before.rstrip()}\n") + sentence
        last = key
    return {key: said.strip() for key, said in placed.items() if key}


def _place_for(sentence: str, questions: Sequence[Question]) -> str:
    """Return the key of the question that a sentence answers; "" where nothing takes text.

    "Blocked on …" goes to what is needed of others, "shall we …" to decisions, "next …" to the plan, all else to what
    moved. Where the set has no such question, the first long text takes it.
    """
    wanted = QuestionRole.MOVED
    for pattern, role in (
        (_DECIDING, QuestionRole.DECISION),
        (_WAITING, QuestionRole.WAITING_FOR),
        (_COMING, QuestionRole.NEXT),
    ):
        if pattern.search(sentence):
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
