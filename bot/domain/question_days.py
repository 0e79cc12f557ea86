"""Questions that are asked on some weekdays only: which belong to a date, and what makes them sound."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from bot.domain.local_time import SHORT_DAYS, parse_days
from bot.domain.question_types import Question, QuestionRole
from bot.domain.recurrence_pattern import Frequency, parse
from bot.domain.recurrence_words import DAY_NAMES
from bot.domain.words import listing, short
from bot.errors import UserError

EVERY_ROUND = frozenset({QuestionRole.PLAN, QuestionRole.NEXT})
"""Roles that hand something on from each round to the next."""

WEEK = frozenset(range(7))


def rows_of_day(rows: Sequence[Mapping[str, Any]], day: date) -> list[Mapping[str, Any]]:
    """Return the questions, as they are stored, that a round of this local date asks.

    A round on a weekday that none is meant for, such as one that was moved or started by hand, asks all of them.
    """
    of_day = [row for row in rows if SHORT_DAYS[day.weekday()] in row.get("weekdays", SHORT_DAYS)]
    return of_day or list(rows)


def questions_of_day(questions: Sequence[Question], day: date) -> tuple[Question, ...]:
    """Return the questions that a round of this local date asks; see `rows_of_day`."""
    of_day = tuple(question for question in questions if day.weekday() in (question.weekdays or WEEK))
    return of_day or tuple(questions)


def days_json(weekdays: Iterable[int]) -> list[str]:
    """Return weekdays as `days_in` reads them: ["mon", "thu"]."""
    return [SHORT_DAYS[day] for day in weekdays]


def days_in(raw: Any) -> tuple[int, ...]:
    """Read `[mon, thu]` or `mon`; () for nothing, which stands for every day. Raises UserError for another word."""
    names = raw if isinstance(raw, list | tuple) else [raw] if raw else []
    days = tuple(sorted(parse_days(map(str, names))))
    return () if len(days) == len(WEEK) else days


def days_words(question: Question) -> str:
    """Return "on Monday and Thursday", as the editor shows it; "" for a question of every day."""
    return f"on {listing(DAY_NAMES[day] for day in question.weekdays)}" if question.weekdays else ""


def check_days(questions: Sequence[Question]) -> None:
    """Raise UserError for a question that must not miss a day, or that one of more days depends on."""
    days = {question.key: frozenset(question.weekdays) or WEEK for question in questions}
    for question in questions:
        name = f"“{short(question.text or question.key)}”"
        if question.weekdays and question.role in EVERY_ROUND:
            raise UserError(
                f"{name} carries the plan from one round to the next, so it is asked on every day. Please take its "
                "weekdays away.",
                field="questions",
            )
        if question.when is not None and not days[question.key] <= days[question.when.key]:
            on = next(one.text for one in questions if one.key == question.when.key)
            raise UserError(
                f"{name} depends on “{short(on)}”, which is not asked on all of its days. Please give both the same "
                "weekdays.",
                field="questions",
            )


def check_every_date(questions: Iterable[Question], rrule: str) -> None:
    """Raise UserError where a date of the rule would be left without a question."""
    covered: frozenset[int] = frozenset().union(*(question.weekdays or WEEK for question in questions))
    bare = sorted(_weekdays(rrule) - covered)
    if bare:
        raise UserError(
            f"Nothing would be asked on {listing(DAY_NAMES[day] for day in bare)}. Please let at least one question "
            "run on every day, or drop that day.",
            field="questions",
        )


def _weekdays(rrule: str) -> frozenset[int]:
    """Return the weekdays on which a rule can fall; all where it names none, as the 15th of the month does."""
    pattern = parse(rrule)
    if pattern.frequency is Frequency.DAILY and not pattern.days:
        return WEEK
    return frozenset(day for _, day in pattern.days) or WEEK
