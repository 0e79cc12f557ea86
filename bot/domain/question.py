"""The questions of a ritual: their kinds and roles, the set a sync starts with, and what makes a set sound.

A round keeps its questions as JSON, as they were worded when it opened: an answer is always read with the wording of
its own round, and choices keep their text.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any

from bot.domain import answer
from bot.domain.answer import Value
from bot.domain.matching import did_you_mean
from bot.domain.question_check import check_questions
from bot.domain.question_days import days_in, days_json
from bot.domain.question_types import Question, QuestionKind, QuestionRole
from bot.domain.question_when import when_in, when_json
from bot.domain.words import listing, short
from bot.errors import UserError

__all__ = [
    "DEFAULT_SYNC_QUESTIONS",
    "Question",
    "QuestionKind",
    "QuestionRole",
    "Value",
    "check_questions",
    "from_json",
    "to_json",
    "validate",
    "value_of",
    "with_role",
]

_FIELDS = frozenset(field.name for field in fields(Question))
_ROLES = frozenset(QuestionRole)

DEFAULT_SYNC_QUESTIONS = (
    Question(
        "plan",
        QuestionKind.CHECKLIST,
        "Which of these are done?",
        hint="The plan from last time; what stays open is carried over.",
        role=QuestionRole.PLAN,
    ),
    Question(
        "moved",
        QuestionKind.LONG_TEXT,
        "What moved?",
        required=True,
        role=QuestionRole.MOVED,
        placeholder="Card payments are live for one in ten customers; no complaints so far.",
    ),
    Question(
        "next",
        QuestionKind.LONG_TEXT,
        "What's next?",
        hint="One item a line. They come back as your check list next time.",
        required=True,
        role=QuestionRole.NEXT,
        placeholder="Refunds in the app for everybody",
    ),
    Question(
        "waiting_on",
        QuestionKind.TEAMS,
        "Waiting on anyone?",
        role=QuestionRole.WAITING_ON,
        placeholder="Choose teams",
    ),
    Question(
        "waiting_for",
        QuestionKind.LONG_TEXT,
        "What do you need from them?",
        role=QuestionRole.WAITING_FOR,
        placeholder="Keys for the staging environment, by Thursday.",
    ),
    Question(
        "decision",
        QuestionKind.LONG_TEXT,
        "Does anything need a decision?",
        role=QuestionRole.DECISION,
        placeholder="Do we launch refunds before the audit? Mara, by Friday.",
    ),
    Question(
        "confidence",
        QuestionKind.SCALE,
        "How confident are you in this plan?",
        hint="1 is not at all, 5 is certain.",
        role=QuestionRole.CONFIDENCE,
    ),
    Question(
        "headline",
        QuestionKind.SHORT_TEXT,
        "One line for the summary",
        hint="What the others read first.",
        role=QuestionRole.HEADLINE,
        placeholder="Card payments live for 10 %; refunds next.",
    ),
)
"""What a sync asks unless it is set up otherwise: eight short questions, two of them required."""


_BLANK: tuple[Any, ...] = (None, "", [], (), {})
_READERS: dict[QuestionKind, Callable[[Question, Any], Value | None]] = {
    QuestionKind.LONG_TEXT: lambda _, raw: answer.text(raw, answer.LONG_TEXT),
    QuestionKind.SHORT_TEXT: lambda _, raw: answer.text(raw, answer.SHORT_TEXT, one_line=True),
    QuestionKind.CHOICE: lambda question, raw: answer.option(raw, question.options),
    QuestionKind.CHOICES: lambda question, raw: answer.options_of(raw, question.options),
    QuestionKind.SCALE: lambda _, raw: answer.scale(raw),
    QuestionKind.CHECKLIST: lambda _, raw: answer.checklist(raw),
    QuestionKind.PEOPLE: lambda _, raw: answer.people(raw),
    QuestionKind.TEAMS: lambda _, raw: answer.teams(raw),
}


def to_json(questions: Sequence[Question]) -> list[dict[str, Any]]:
    """Return the questions as JSON values, whole, so that a round's wording can be read back years later."""
    return [_row(question) for question in questions]


def from_json(data: Any) -> tuple[Question, ...]:
    """Read questions back from JSON or from a company file; `role` may be left out where the key names one.

    Raises UserError that tells which question is wrong; does not check the set (see `check_questions`).
    """
    if not isinstance(data, list | tuple):
        raise UserError("Questions are a list; each has at least a key, a kind and a text.", field="questions")
    return tuple(_question(row, place) for place, row in enumerate(data, 1))


def validate(question: Question, raw: Any) -> Value | None:
    """Return the value to keep for what somebody typed or chose; None when an optional question is left blank.

    Raises UserError with the question's key as its field, also for a required question without an answer.
    """
    try:
        value = None if raw in _BLANK else _READERS[question.kind](question, raw)
    except UserError as error:
        raise UserError(error.sentence, field=question.key) from None
    if value is None and question.required:
        raise UserError(f"Please answer “{question.text}”; a few words are enough.", field=question.key)
    return value


def with_role(questions: Sequence[Question], role: QuestionRole) -> Question | None:
    """Return the question that has this role; None if the set has none."""
    return next((question for question in questions if question.role is role), None)


def value_of(role: QuestionRole, questions: Sequence[Question], values: Mapping[str, Any]) -> Any:
    """Return the value answered to the question with this role; None without such a question or answer."""
    question = with_role(questions, role)
    return None if question is None else values.get(question.key)


def _row(question: Question) -> dict[str, Any]:
    row = asdict(question) | {"options": list(question.options)}
    del row["when"], row["weekdays"]
    # Only what there is: questions that were stored before there were conditions and weekdays read the same.
    if question.when is not None:
        row["when"] = when_json(question.when)
    if question.weekdays:
        row["weekdays"] = days_json(question.weekdays)
    return row


def _question(row: Any, place: int) -> Question:
    if not isinstance(row, Mapping):
        raise UserError(f"Question {place} should have a key, a kind and a text.", field="questions")
    for name in row:
        if name not in _FIELDS:
            guess = did_you_mean(str(name), sorted(_FIELDS))
            hint = f"Did you mean “{guess}”?" if guess else f"It may have {listing(sorted(_FIELDS))}."
            raise UserError(f"Question {place} has “{short(name)}”, which is not known. {hint}", field="questions")
    key = str(row.get("key") or "")
    role = row.get("role")
    if role is None:
        role = key if key in _ROLES else ""
    options = row.get("options") or ()
    if not isinstance(options, list | tuple) or not isinstance(row.get("required", False), bool):
        raise UserError(f"Question {place}: options are a list, required is true or false.", field="questions")
    return Question(
        key=key,
        kind=_named(QuestionKind, str(row.get("kind") or ""), "kind", place),
        text=str(row.get("text") or ""),
        hint=str(row.get("hint") or ""),
        required=row.get("required", False),
        options=tuple(str(option) for option in options),
        role=_named(QuestionRole, str(role), "role", place),
        placeholder=str(row.get("placeholder") or ""),
        when=_placed(place, when_in, row.get("when")),
        weekdays=_placed(place, days_in, row.get("weekdays")),
    )


def _placed(place: int, read: Callable[[Any], Any], raw: Any) -> Any:
    try:
        return read(raw)
    except UserError as error:
        raise UserError(f"Question {place}: {error.sentence}", field="questions") from None


def _named(of: Any, name: str, what: str, place: int) -> Any:
    try:
        return of(name)
    except ValueError:
        known = [str(one) for one in of if one]
        guess = did_you_mean(name, known)
        hint = f"Did you mean {guess}?" if guess else f"Please use {listing(known, 'or')}."
        raise UserError(
            f"Question {place} has the {what} “{short(name)}”, which is not known. {hint}", field="questions"
        ) from None
