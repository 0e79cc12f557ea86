"""Questions of a set are moved, dropped, made required, reworded and added."""

from dataclasses import replace

import pytest

from bot.domain.question import DEFAULT_SYNC_QUESTIONS, check_questions
from bot.domain.question_edit import dropped, moved, named, put, with_required
from bot.domain.question_types import Question, QuestionKind, QuestionRole
from bot.errors import NotFound, UserError

SET = DEFAULT_SYNC_QUESTIONS[:3]


def keys(questions: tuple[Question, ...]) -> list[str]:
    """The keys in their order."""
    return [question.key for question in questions]


def test_a_question_moves_one_place_and_stays_at_the_ends():
    """Up, down, and not beyond."""
    assert keys(moved(SET, "moved", -1)) == ["moved", "plan", "next"]
    assert keys(moved(SET, "moved", 1)) == ["plan", "next", "moved"]
    assert keys(moved(SET, "plan", -1)) == keys(moved(SET, "plan", -5)) == keys(SET)
    assert keys(moved(SET, "next", 1)) == keys(SET)


def test_a_question_is_dropped_or_made_optional():
    """The others stay as they are."""
    assert keys(dropped(SET, "plan")) == ["moved", "next"]
    changed = with_required(SET, "moved", required=False)
    assert [question.required for question in changed] == [False, False, True]


def test_a_new_question_gets_a_key_of_its_own():
    """From its text, whatever script that is in; never the key of another one nor the name of a role."""
    one = put(SET, Question("", QuestionKind.LONG_TEXT, "What's next?"))
    two = put(one, Question("", QuestionKind.LONG_TEXT, "What's next?"))
    three = put(two, Question("", QuestionKind.LONG_TEXT, "מה השתנה?"))
    four = put(three, Question("", QuestionKind.LONG_TEXT, "x" * 150))
    assert keys(four)[3:6] == ["q_what_s_next", "q_what_s_next_2", "q"]
    check_questions(four)


def test_a_reworded_question_keeps_its_role_while_its_kind_fits():
    """What moved? as a number would be no text for the summary."""
    worded = put(SET, replace(SET[1], text="What did users say?"))
    assert (worded[1].key, worded[1].role) == ("moved", QuestionRole.MOVED)
    other = put(SET, replace(SET[1], kind=QuestionKind.SCALE))
    assert other[1].role is QuestionRole.NONE
    check_questions(other)


def test_choices_go_with_their_kind_only():
    """Those that were there go when the kind is changed; those that somebody writes for another kind are refused."""
    ready = Question("", QuestionKind.CHOICE, "Ready?", options=("Yes", "No"))
    [*_, asked] = asked_all = put(SET, ready)
    [*_, scale] = put(asked_all, replace(asked, kind=QuestionKind.SCALE))
    assert scale.options == ()
    for change in (replace(ready, kind=QuestionKind.LONG_TEXT), replace(SET[1], options=("Yes", "No"))):
        with pytest.raises(UserError, match="Only choices use this") as refused:
            put(SET, change)
        assert refused.value.field == "options"


def test_a_question_that_is_gone_is_said():
    """Somebody dropped it in another window."""
    for change in (lambda: dropped(SET, "x"), lambda: moved(SET, "x", 1), lambda: named(SET, "x")):
        with pytest.raises(NotFound, match="dropped meanwhile"):
            change()
