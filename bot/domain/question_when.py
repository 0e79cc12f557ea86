"""Questions that depend on an earlier answer: when they are asked, how that is written, and what makes it sound."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from bot.domain.answer import SCALE
from bot.domain.question_types import Question, QuestionKind, QuestionRole, When
from bot.domain.words import listing, short
from bot.errors import UserError

ANSWERED = "answered"
"""How a company file says that any answer will do."""

ALWAYS_ASKED = frozenset({QuestionRole.PLAN, QuestionRole.MOVED, QuestionRole.NEXT, QuestionRole.HEADLINE})
"""Roles that the summary and the next plan count on in every round."""

_CHOSEN = frozenset({QuestionKind.CHOICE, QuestionKind.CHOICES, QuestionKind.SCALE})
_RANGE = re.compile(r"([1-5])\s*[-–]\s*([1-5])", re.ASCII)


def asked_for(questions: Sequence[Question], values: Mapping[str, Any]) -> tuple[Question, ...]:
    """Return the questions that are asked where `values` are the answers so far, as typed or as kept.

    One that depends on a question which is not asked itself is not asked either, whatever was once answered to that.
    """
    asked: dict[str, Question] = {}
    for question in questions:
        when = question.when
        if when is None or (when.key in asked and _holds(when, values.get(when.key))):
            asked[question.key] = question
    return tuple(asked.values())


def unseen(asked: Iterable[Question], raw: Mapping[str, Any], *, teams: bool) -> tuple[Question, ...]:
    """Return those of `asked` that depend on an answer and that the form, which came with `raw`, did not show.

    `teams`: there are teams to choose from; without any a question that is answered with them is never shown.
    """
    return tuple(
        question
        for question in asked
        if question.when is not None and question.key not in raw and (teams or question.kind is not QuestionKind.TEAMS)
    )


def always_asked(questions: Iterable[Question]) -> tuple[Question, ...]:
    """Return the questions that depend on no answer."""
    return tuple(question for question in questions if question.when is None)


def deciding(questions: Iterable[Question]) -> frozenset[str]:
    """Return the keys of the questions on whose answers others depend."""
    return frozenset(question.when.key for question in questions if question.when is not None)


def answers_of(question: Question) -> tuple[str, ...]:
    """Return the answers of a question that can be named in a condition; none where only any answer can be meant."""
    if question.kind is QuestionKind.SCALE:
        return tuple(map(str, SCALE))
    return question.options if question.kind in _CHOSEN else ()


def when_json(when: When) -> dict[str, list[str]]:
    """Return a condition as `when_in` reads it: {"confidence": ["1", "2"]}; an empty list stands for any answer."""
    return {when.key: list(when.answers)}


def when_in(raw: Any) -> When | None:
    """Read `{confidence: [1, 2]}`, `{confidence: 1-2}` or `{waiting_on: answered}`; None for nothing.

    In a list each answer is taken as it is written, since a choice may be called “1-2” or “answered”.

    Raises UserError for any other shape.
    """
    if raw is None:
        return None
    if not isinstance(raw, Mapping) or len(raw) != 1:
        raise UserError(
            "“when” names one earlier question and its answers, like {confidence: [1, 2]} or {ready: answered}.",
            field="questions",
        )
    [(key, given)] = raw.items()
    if isinstance(given, list | tuple):
        return When(str(key), tuple(dict.fromkeys(map(str, given))))
    text = str(given).strip()
    span = _RANGE.fullmatch(text)
    if span:
        return When(str(key), tuple(map(str, range(int(span[1]), int(span[2]) + 1))))
    return When(str(key), () if text == ANSWERED else (text,))


def when_words(question: Question, questions: Iterable[Question]) -> str:
    """Return "if “How confident?” is 1 or 2", as the editor shows it; "" for a question that is always asked."""
    when = question.when
    if when is None:
        return ""
    text = next((one.text for one in questions if one.key == when.key), when.key)
    return f"if “{text}” is {listing(when.answers, 'or')}" if when.answers else f"if “{text}” is answered"


def check_when(questions: Sequence[Question]) -> None:
    """Raise UserError with a sentence for a condition that cannot be kept."""
    before: dict[str, Question] = {}
    for question in questions:
        if question.when is not None:
            _check_one(question, question.when, before, {one.key for one in questions})
        before[question.key] = question


def _check_one(question: Question, when: When, before: Mapping[str, Question], known: Collection[str]) -> None:
    name = f"“{short(question.text or question.key)}”"
    if question.role in ALWAYS_ASKED:
        raise UserError(
            f"{name} is what the summary and the next plan are made of, so it is always asked. Please take its "
            "condition away.",
            field="questions",
        )
    on = before.get(when.key)
    if on is None:
        why = (
            "which does not come before it. Please change their order, or what it depends on."
            if when.key in known
            else "which is not there. Please change first what it depends on."
        )
        asked = f"{name} is asked after an answer to the question “{short(when.key)}”"
        raise UserError(f"{asked}, {why}", field="questions")
    offered = answers_of(on)
    wrong = next((one for one in when.answers if one not in offered), None)
    if wrong is None:
        return
    hint = f"It has {listing(offered, 'or')}" if offered else "Only “answered” can be asked of it"
    raise UserError(
        f"{name} is asked if “{short(on.text)}” is “{short(wrong)}”, which is not one of its answers. {hint}. "
        f"Please mend {name} first.",
        field="questions",
    )


def _holds(when: When, value: Any) -> bool:
    if isinstance(value, Mapping):
        value = value.get("done")
    given = {str(one) for one in (value if isinstance(value, list | tuple) else [value]) if one not in (None, "")}
    return bool(given & set(when.answers)) if when.answers else bool(given)
