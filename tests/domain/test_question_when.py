"""Questions that depend on an earlier answer: which are asked, how that is written, and what is refused."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.question import DEFAULT_SYNC_QUESTIONS, check_questions, from_json, to_json
from bot.domain.question_edit import dropped, moved, put
from bot.domain.question_types import Question, QuestionKind, QuestionRole, When
from bot.domain.question_when import asked_for, deciding, unseen, when_in, when_words
from bot.errors import UserError

READY = Question("ready", QuestionKind.CHOICE, "Ready?", options=("Yes", "No", "1-2"))
WHY = Question("why", QuestionKind.LONG_TEXT, "What is missing?", required=True, when=When("ready", ("No",)))
WHO = Question("who", QuestionKind.TEAMS, "Who could help?", when=When("why"))
SURE = Question("sure", QuestionKind.SCALE, "How sure?")
DOUBT = Question("doubt", QuestionKind.SHORT_TEXT, "What worries you?", when=When("sure", ("1", "2")))
SET = (READY, WHY, WHO, SURE, DOUBT)


def keys(questions: tuple[Question, ...]) -> list[str]:
    """The keys in their order."""
    return [question.key for question in questions]


@pytest.mark.parametrize(
    ("values", "asked"),
    [
        ({}, ["ready", "sure"]),
        ({"ready": "Yes", "sure": 3}, ["ready", "sure"]),
        ({"ready": "No"}, ["ready", "why", "sure"]),
        ({"ready": "No", "why": ""}, ["ready", "why", "sure"]),
        ({"ready": "No", "why": "Keys", "sure": "2"}, ["ready", "why", "who", "sure", "doubt"]),
        ({"ready": "Yes", "why": "Keys", "sure": 1}, ["ready", "sure", "doubt"]),
    ],
)
def test_a_question_is_asked_while_its_answer_stands(values: dict[str, object], asked: list[str]) -> None:
    """Typed or kept; what hangs on a question that is not asked is not asked, whatever once stood there."""
    assert keys(asked_for(SET, values)) == asked
    assert deciding(SET) == {"ready", "why", "sure"}


def test_any_of_several_answers_and_a_ticked_check_list_will_do() -> None:
    """Of choices one that was taken is enough; of a check list one that is done."""
    some = Question("some", QuestionKind.CHOICES, "What helped?", options=("Tea", "Quiet", "Talk"))
    plan = DEFAULT_SYNC_QUESTIONS[0]
    after = (replace(WHY, when=When("some", ("Tea", "Talk"))), replace(WHO, when=When("plan")))
    asked = (plan, some, *after)
    check_questions(asked)
    assert keys(asked_for(asked, {"some": ["Quiet"], "plan": {"done": [], "open": ["a"]}})) == ["plan", "some"]
    assert keys(asked_for(asked, {"some": ["Quiet", "Talk"], "plan": ["a"]})) == ["plan", "some", "why", "who"]


def test_a_form_that_came_without_a_question_is_known_by_it() -> None:
    """One that is answered with teams is not missed where there are none to choose."""
    asked = asked_for(SET, {"ready": "No", "why": "Keys"})
    assert keys(unseen(asked, {"ready": "No"}, teams=True)) == ["why", "who"]
    assert keys(unseen(asked, {"ready": "No"}, teams=False)) == ["why"]
    assert unseen(asked, {"ready": "No", "why": None, "who": None}, teams=True) == ()


@given(st.dictionaries(st.sampled_from(keys(SET)), st.sampled_from(["Yes", "No", "1", "2", "5", "", None])))
def test_what_is_asked_keeps_its_order_and_whoever_decides_is_asked(values: dict[str, object]) -> None:
    """Whatever is answered: nothing is asked twice, and each condition's own question is there."""
    asked = asked_for(SET, values)
    assert [one for one in SET if one in asked] == list(asked)
    assert all(one.when is None or one.when.key in keys(asked) for one in asked)
    assert {READY, SURE} <= set(asked)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (None, None),
        ({"sure": [1, 2]}, When("sure", ("1", "2"))),
        ({"sure": "2-4"}, When("sure", ("2", "3", "4"))),
        ({"sure": 5}, When("sure", ("5",))),
        ({"why": "answered"}, When("why")),
        ({"ready": ["1-2"]}, When("ready", ("1-2",))),
    ],
)
def test_a_condition_is_read_as_it_is_written(written: object, read: When | None) -> None:
    """In a list each answer is itself; a range stands alone."""
    assert when_in(written) == read


@pytest.mark.parametrize("written", ["ready", [], {}, {"a": 1, "b": 2}])
def test_another_shape_is_refused_with_an_example(written: object) -> None:
    """One question, and its answers."""
    with pytest.raises(UserError, match=r"Question 1: “when” names one earlier question and its answers, like"):
        from_json([{"key": "a", "kind": "long_text", "text": "A?", "when": written}])


def test_conditions_survive_their_json_and_others_have_none() -> None:
    """Questions stored before there were conditions read, and are written, as they were."""
    assert from_json(to_json(SET)) == SET
    assert "when" not in to_json([READY])[0]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (
            (WHY, READY),
            "is asked after an answer to the question “ready”, which does not come before",
        ),
        ((WHY,), "to the question “ready”, which is not there. Please change first what it depends on."),
        (
            (replace(READY, options=("Yes", "Nope")), WHY),
            "is “No”, which is not one of its answers. It has Yes or Nope",
        ),
        ((SURE, replace(DOUBT, when=When("sure", ("6",)))), "It has 1, 2, 3, 4 or 5. Please mend “What worries you?”"),
        ((replace(WHY, when=None), replace(WHO, when=When("why", ("Keys",)))), "Only “answered” can be asked of it."),
        ((READY, replace(WHY, role=QuestionRole.MOVED)), "so it is always asked. Please take its condition away."),
    ],
)
def test_a_condition_that_cannot_be_kept_is_refused(asked: tuple[Question, ...], sentence: str) -> None:
    """With what to mend, and where."""
    with pytest.raises(UserError) as refused:
        check_questions(asked)
    assert sentence in refused.value.sentence


def test_a_question_on_which_another_depends_is_not_dropped_moved_below_it_or_answered_otherwise() -> None:
    """Each says which question to mend first."""
    with pytest.raises(UserError, match=r"“What is missing\?” is asked only after an answer to “Ready\?”"):
        dropped(SET, "ready")
    for change in (moved(SET, "ready", 1), put(SET, replace(READY, kind=QuestionKind.SCALE))):
        with pytest.raises(UserError, match=r"“What is missing\?”"):
            check_questions(change)
    check_questions(dropped(SET, "doubt"))


def test_the_editor_says_when_a_question_is_asked() -> None:
    """By the words of the question that decides."""
    assert [when_words(one, SET) for one in (READY, WHY, WHO, DOUBT)] == [
        "",
        "if “Ready?” is No",
        "if “What is missing?” is answered",
        "if “How sure?” is 1 or 2",
    ]
