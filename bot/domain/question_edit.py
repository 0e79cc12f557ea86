"""Changing the questions of a sync one step at a time: reordered, dropped, reworded, added."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.domain.question_check import KINDS_OF_ROLE
from bot.domain.question_types import Question, QuestionKind, QuestionRole
from bot.domain.words import short
from bot.errors import NotFound, UserError

Questions = tuple[Question, ...]
LONGEST_KEY = 40
OPTIONS = "options"
"""The field of the form in which choices are written."""


def moved(questions: Sequence[Question], key: str, by: int) -> Questions:
    """Return the questions with one moved down by `by` places (up where negative); at the ends it stays."""
    place = _place(questions, key)
    others = [question for question in questions if question.key != key]
    others.insert(max(0, min(place + by, len(others))), questions[place])
    return tuple(others)


def dropped(questions: Sequence[Question], key: str) -> Questions:
    """Return the questions without one. Raises UserError where another one depends on its answer."""
    gone = questions[_place(questions, key)]
    after = next((one for one in questions if one.when and one.when.key == key), None)
    if after is not None:
        raise UserError(
            f"“{short(after.text)}” is asked only after an answer to “{short(gone.text)}”. Please drop it first, or "
            "change under *Reword* when it is asked. Nothing was changed."
        )
    return tuple(question for question in questions if question.key != key)


def with_required(questions: Sequence[Question], key: str, *, required: bool) -> Questions:
    """Return the questions with one made required, or optional."""
    place = _place(questions, key)
    return (*questions[:place], replace(questions[place], required=required), *questions[place + 1 :])


def put(questions: Sequence[Question], question: Question) -> Questions:
    """Return the questions with `question` in place of the one with its key, or added with a key of its own.

    A question keeps its role (what its answer is used for) and its choices only while its kind goes with them. Raises
    UserError for the field `options` where choices were written for a kind that has none.
    """
    if question.role and question.kind not in KINDS_OF_ROLE.get(question.role, ()):
        question = replace(question, role=QuestionRole.NONE)
    if question.options and question.kind not in {QuestionKind.CHOICE, QuestionKind.CHOICES}:
        before = next((one.options for one in questions if one.key == question.key), ())
        if question.options != before:
            raise UserError(
                "Only choices use this. Please choose them under “Answered with”, or empty this field.", field=OPTIONS
            )
        question = replace(question, options=())
    if question.key:
        place = _place(questions, question.key)
        return (*questions[:place], question, *questions[place + 1 :])
    return (*questions, replace(question, key=_new_key(question.text, {one.key for one in questions})))


def named(questions: Sequence[Question], key: str) -> Question:
    """Return the question with this key. Raises NotFound where it has been dropped meanwhile."""
    return questions[_place(questions, key)]


def _place(questions: Sequence[Question], key: str) -> int:
    for place, question in enumerate(questions):
        if question.key == key:
            return place
    raise NotFound("This question was dropped meanwhile. Nothing was changed.")


def _new_key(text: str, taken: set[str]) -> str:
    # Never the name of a role: a question of somebody's own is not used for the plan or the summary by accident.
    slug = "q_" + re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")[: LONGEST_KEY - 6]
    keys = (slug.rstrip("_"), *(f"{slug.rstrip('_')}_{number}" for number in range(2, len(taken) + 3)))
    return next(key for key in keys if key not in taken)
