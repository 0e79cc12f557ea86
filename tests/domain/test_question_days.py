"""Questions of some weekdays: which a date asks, how that is written, and what is refused."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.local_time import SHORT_DAYS
from bot.domain.question import DEFAULT_SYNC_QUESTIONS, check_questions, from_json, to_json
from bot.domain.question_days import check_every_date, days_in, days_words, questions_of_day, rows_of_day
from bot.domain.question_types import Question, QuestionKind, When
from bot.errors import UserError

MONDAY = date(2026, 3, 2)
MOVED = replace(DEFAULT_SYNC_QUESTIONS[1], required=False)
MONDAYS = Question("focus", QuestionKind.SHORT_TEXT, "What matters this week?", weekdays=(0,))
THURSDAYS = Question("score", QuestionKind.SCALE, "How did it go?", weekdays=(3, 4))
SET = (MOVED, MONDAYS, THURSDAYS)


def test_a_date_asks_what_belongs_to_its_weekday() -> None:
    """In the order of the set."""
    asked = [[one.key for one in questions_of_day(SET, MONDAY + timedelta(days=day))] for day in range(5)]
    assert asked == [["moved", "focus"], ["moved"], ["moved"], ["moved", "score"], ["moved", "score"]]


@given(st.lists(st.frozensets(st.integers(0, 6), max_size=6), min_size=1, max_size=6), st.integers(0, 30))
def test_every_date_asks_something_and_rows_say_the_same(days: list[frozenset[int]], after: int) -> None:
    """Also a date that no question is meant for: a round that was moved or started by hand asks all."""
    asked = tuple(replace(MONDAYS, key=f"q{place}", weekdays=tuple(sorted(one))) for place, one in enumerate(days))
    day = MONDAY + timedelta(days=after)
    of_day = questions_of_day(asked, day)
    assert of_day
    assert from_json(rows_of_day(to_json(asked), day)) == of_day


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (None, ()),
        ([], ()),
        ("mon", (0,)),
        (["Thu", "monday"], (0, 3)),
        (list(SHORT_DAYS), ()),
    ],
)
def test_weekdays_are_read_as_people_write_them(written: object, read: tuple[int, ...]) -> None:
    """All seven are as good as none."""
    assert days_in(written) == read


def test_weekdays_survive_their_json_and_are_named() -> None:
    """Others have none, as before."""
    assert from_json(to_json(SET)) == SET
    assert "weekdays" not in to_json(SET)[0]
    assert [days_words(one) for one in SET] == ["", "on Monday", "on Thursday and Friday"]


def test_a_date_without_a_question_is_refused_by_its_weekday() -> None:
    """Of the days on which the rule falls; a rule by date can fall on any."""
    check_every_date(SET, "FREQ=DAILY")
    check_every_date((MONDAYS, THURSDAYS), "FREQ=WEEKLY;BYDAY=MO,TH")
    for rule, days in (
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE", "Tuesday and Wednesday"),
        ("FREQ=MONTHLY;BYDAY=1TU", "Tuesday"),
        ("FREQ=MONTHLY;BYMONTHDAY=15", "Tuesday, Wednesday, Saturday and Sunday"),
    ):
        with pytest.raises(UserError, match=f"Nothing would be asked on {days}. Please let at least one"):
            check_every_date((MONDAYS, THURSDAYS), rule)


def test_what_others_need_is_asked_on_all_of_their_days() -> None:
    """The plan in every round, and whatever a question depends on where that question is asked."""
    with pytest.raises(UserError, match="carries the plan from one round to the next, so it is asked on every day"):
        check_questions([replace(DEFAULT_SYNC_QUESTIONS[2], weekdays=(0,))])
    why = Question("why", QuestionKind.LONG_TEXT, "Why?", when=When("score", ("1",)))
    with pytest.raises(UserError, match=r"“Why\?” depends on “How did it go\?”, which is not asked on all of its days"):
        check_questions([THURSDAYS, why])
    check_questions([THURSDAYS, replace(why, weekdays=(4,))])


def test_a_word_that_is_no_day_is_refused_with_the_question() -> None:
    """By its place in the set."""
    with pytest.raises(UserError, match=r"Question 1: “someday” is not a day. Days are mon, tue"):
        from_json([{"key": "a", "kind": "long_text", "text": "A?", "weekdays": ["someday"]}])
