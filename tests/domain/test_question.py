"""Sets of questions: what makes one sound, how it is stored, and what an answer to each kind is."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.question import (
    DEFAULT_SYNC_QUESTIONS,
    Question,
    QuestionKind,
    QuestionRole,
    check_questions,
    from_json,
    to_json,
    validate,
    value_of,
    with_role,
)
from bot.errors import UserError

LONG = Question("moved", QuestionKind.LONG_TEXT, "What moved?", role=QuestionRole.MOVED)
SHORT = Question("headline", QuestionKind.SHORT_TEXT, "One line for the summary", role=QuestionRole.HEADLINE)
CHOICE = Question("mood", QuestionKind.CHOICE, "How was it?", options=("Good", "Fine", "Hard"))
CHOICES = replace(CHOICE, kind=QuestionKind.CHOICES)
SCALE = Question("confidence", QuestionKind.SCALE, "How confident?", role=QuestionRole.CONFIDENCE)
PLAN = Question("plan", QuestionKind.CHECKLIST, "Which are done?", role=QuestionRole.PLAN)
PEOPLE = Question("who", QuestionKind.PEOPLE, "Who helped?")
TEAMS = Question("waiting_on", QuestionKind.TEAMS, "Waiting on anyone?", role=QuestionRole.WAITING_ON)

keys = st.from_regex(r"[a-z][a-z0-9_]{0,39}", fullmatch=True)
words = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=60).filter(str.strip)
questions = st.builds(
    Question,
    key=keys,
    kind=st.sampled_from([QuestionKind.LONG_TEXT, QuestionKind.SHORT_TEXT, QuestionKind.PEOPLE]),
    text=words,
    hint=words,
    placeholder=words,
)


class TestTheDefaultSet:
    def test_it_is_sound(self) -> None:
        """A sync can be set up with it as it is."""
        check_questions(DEFAULT_SYNC_QUESTIONS)

    def test_it_asks_for_everything_that_a_roll_up_and_the_next_plan_need(self) -> None:
        """Every role has its question."""
        assert {question.role for question in DEFAULT_SYNC_QUESTIONS} == set(QuestionRole) - {QuestionRole.NONE}

    def test_two_questions_are_required(self) -> None:
        """What moved, and what is next; the rest can be left blank."""
        assert [question.key for question in DEFAULT_SYNC_QUESTIONS if question.required] == ["moved", "next"]


class TestJson:
    @given(st.lists(questions, max_size=4))
    def test_questions_survive_their_json(self, asked: list[Question]) -> None:
        """Also as text, which is what a database column makes of them."""
        assert from_json(json.loads(json.dumps(to_json(asked)))) == tuple(asked)

    def test_the_default_set_survives_its_json(self) -> None:
        """Choices, hints, placeholders and roles included."""
        assert from_json(json.loads(json.dumps(to_json(DEFAULT_SYNC_QUESTIONS)))) == DEFAULT_SYNC_QUESTIONS
        assert from_json(to_json([CHOICE])) == (CHOICE,)

    def test_a_key_that_names_a_role_gives_it(self) -> None:
        """So that a company file need not repeat itself; an empty role takes it away."""
        row = {"key": "moved", "kind": "long_text", "text": "What moved?"}
        assert from_json([row])[0].role is QuestionRole.MOVED
        assert from_json([row | {"role": ""}])[0].role is QuestionRole.NONE

    @pytest.mark.parametrize(
        ("data", "part"),
        [
            ("moved", "Questions are a list"),
            (["moved"], "Question 1 should have"),
            ([{"key": "a", "kind": "long_txt", "text": "A?"}], "Did you mean long_text?"),
            ([{"key": "a", "kind": "essay", "text": "A?"}], "Please use long_text"),
            ([{"key": "a", "kind": "long_text", "text": "A?", "role": "hero"}], "role “hero”"),
            ([{"key": "a", "kind": "long_text", "txt": "A?"}], "Did you mean “text”?"),
            ([{"key": "a", "kind": "long_text", "colour": "red"}], "It may have"),
            ([{"key": "a", "kind": "long_text", "text": "A?", "required": "yes"}], "required is true or false"),
            ([{"key": "a", "kind": "choice", "text": "A?", "options": "x"}], "options are a list"),
        ],
    )
    def test_what_cannot_be_read_is_refused_with_the_questions_number(self, data: Any, part: str) -> None:
        """The sentence says which question, and what to write."""
        with pytest.raises(UserError) as caught:
            from_json(data)
        assert part in caught.value.sentence


class TestCheckQuestions:
    @pytest.mark.parametrize(
        ("asked", "part"),
        [
            ([], "at least one question"),
            ([replace(LONG, key=f"q{n}", role=QuestionRole.NONE) for n in range(11)], "drop 1 question."),
            (
                [replace(LONG, key=f"q{n}", role=QuestionRole.NONE, required=True) for n in range(3)],
                "3 questions are required",
            ),
            ([PEOPLE, PEOPLE], "the key “who”"),
            ([LONG, replace(LONG, key="more")], "the role “moved”"),
            ([replace(LONG, key="What moved")], "A key starts with a letter"),
            ([replace(LONG, text=" ")], "has no text"),
            (
                [replace(LONG, text="x" * 151)],
                "has 151 characters; the limit is 150. Please shorten it by 1 character.",
            ),
            ([replace(LONG, placeholder="x" * 152)], "The example of the question “moved” has 152"),
            ([replace(LONG, options=("a", "b"))], "only choice and choices"),
            ([replace(CHOICE, options=("a",))], "has 1 option; give 2 to 10"),
            ([replace(CHOICE, options=tuple("abcdefghijk"))], "has 11 options"),
            ([replace(CHOICE, options=("a", "a"))], "empty or comes twice"),
            ([replace(CHOICE, options=("a", " "))], "empty or comes twice"),
            ([replace(CHOICE, options=("a", "b" * 76))], "over 75 characters"),
            ([replace(LONG, kind=QuestionKind.SCALE)], "goes with long_text or short_text, not scale"),
            ([replace(PLAN, role=QuestionRole.NONE)], "needs the role “plan”"),
        ],
    )
    def test_a_set_that_cannot_be_asked_is_refused(self, asked: list[Question], part: str) -> None:
        """Each with a sentence that says what to change."""
        with pytest.raises(UserError) as caught:
            check_questions(asked)
        assert part in caught.value.sentence
        assert caught.value.field == "questions"

    def test_the_limits_themselves_are_allowed(self) -> None:
        """Ten questions, two of them required; choices of two and of ten, of 75 characters."""
        check_questions(
            [replace(CHOICE, options=("a", "b" * 75)), replace(CHOICES, key="more", options=tuple("abcdefghij"))]
        )
        check_questions([replace(PEOPLE, key=f"q{n}", required=n < 2) for n in range(10)])


class TestTexts:
    def test_three_thousand_and_one_characters_are_one_too_many(self) -> None:
        """The sentence says how many there are, how many may be, and how many must go."""
        with pytest.raises(UserError) as caught:
            validate(LONG, "x" * 3001)
        assert caught.value.sentence == (
            "That is 3,001 characters; the limit is 3,000. Please shorten it by 1 character."
        )
        assert caught.value.field == "moved"

    def test_three_thousand_characters_are_kept(self) -> None:
        """Exactly the limit is fine, also in characters of four bytes and with spaces around."""
        assert validate(LONG, "  " + "🦆" * 3000 + "\n") == "🦆" * 3000

    def test_two_characters_too_many_are_plural(self) -> None:
        """A one-line answer has 150 characters."""
        with pytest.raises(UserError, match=r"152 characters; the limit is 150. Please shorten it by 2 characters"):
            validate(SHORT, "x" * 152)

    @pytest.mark.parametrize(
        "text",
        [
            "<!channel> look",
            "<@U1> &amp;",
            "\N{HEBREW LETTER SHIN}\N{HEBREW LETTER LAMED}",
            "\N{RIGHT-TO-LEFT MARK}\N{ARABIC LETTER MEEM}",
            "a\tb\n\nc",
            "\N{WOMAN}\N{ZERO WIDTH JOINER}\N{GIRL}",
        ],
    )
    def test_what_people_write_is_kept_as_they_wrote_it(self, text: str) -> None:
        """Mentions, right-to-left text, tabs, blank lines and joined emoji: quoting is for the view."""
        assert validate(LONG, text) == text

    def test_line_ends_and_control_characters_are_tidied(self) -> None:
        """They could not be stored or shown."""
        assert validate(LONG, "one\r\ntwo\rthree\x00\x07") == "one\ntwo\nthree"

    def test_one_line_is_one_line(self) -> None:
        """A pasted line break in the summary's line becomes a space."""
        assert validate(SHORT, "cards live\nrefunds  next") == "cards live refunds next"


class TestOtherKinds:
    @pytest.mark.parametrize("question", [LONG, SHORT, CHOICE, CHOICES, SCALE, PLAN, PEOPLE, TEAMS])
    @pytest.mark.parametrize("blank", [None, "", [], {}])
    def test_a_blank_answer_is_none_unless_it_is_required(self, question: Question, blank: Any) -> None:
        """A required one is asked for by name, in its own field."""
        assert validate(question, blank) is None
        with pytest.raises(UserError) as caught:
            validate(replace(question, required=True), blank)
        assert f"Please answer “{question.text}”" in caught.value.sentence
        assert caught.value.field == question.key

    @pytest.mark.parametrize(
        ("question", "raw", "value"),
        [
            (CHOICE, "Fine", "Fine"),
            (CHOICES, ["Hard", "Good", "Hard"], ["Good", "Hard"]),
            (CHOICES, "Good", ["Good"]),
            (SCALE, "4", 4),
            (SCALE, 5, 5),
            (PLAN, {"done": ["a", "a"], "open": ["b", "a", "b"]}, {"done": ["a"], "open": ["b"]}),
            (PLAN, {"done": [], "open": ["b"]}, {"done": [], "open": ["b"]}),
            (PEOPLE, ["U1", "W2B", "U1"], ["U1", "W2B"]),
            (PEOPLE, "U1", ["U1"]),
            (TEAMS, ["3", 1, "1"], [3, 1]),
        ],
    )
    def test_each_kind_has_its_value(self, question: Question, raw: Any, value: Any) -> None:
        """What is chosen is kept as its text, number or id, each once, and goes through JSON unchanged."""
        assert validate(question, raw) == value
        assert json.loads(json.dumps(validate(question, raw))) == value

    @pytest.mark.parametrize(
        ("question", "raw", "part"),
        [
            (CHOICE, "Great", "“Great” is not one of the choices. Please choose Good, Fine or Hard."),
            (CHOICES, ["Good", "Great"], "“Great” is not one of the choices"),
            (SCALE, "0", "“0” is not on the scale"),
            (SCALE, 6, "choose a number from 1 to 5"),
            (SCALE, True, "not on the scale"),
            (PLAN, ["a"], "could not be read"),
            (PEOPLE, ["Ana"], "not a person of this workspace"),
            (PEOPLE, [f"U{n}" for n in range(11)], "That names 11 people; please name at most 10 people."),
            (TEAMS, ["Payments"], "A team chosen is not known"),
            (TEAMS, list(range(12)), "That names 12 teams; please name at most 10 teams."),
        ],
    )
    def test_what_does_not_fit_is_refused_in_its_field(self, question: Question, raw: Any, part: str) -> None:
        """The sentence says what to choose instead."""
        with pytest.raises(UserError) as caught:
            validate(question, raw)
        assert part in caught.value.sentence
        assert caught.value.field == question.key


def test_a_value_is_found_by_its_role() -> None:
    """Whatever its key is; without such a question or answer there is none."""
    asked = [replace(LONG, key="progress"), CHOICE]
    assert value_of(QuestionRole.MOVED, asked, {"progress": "cards"}) == "cards"
    assert value_of(QuestionRole.MOVED, asked, {}) is None
    assert value_of(QuestionRole.DECISION, asked, {"decision": "yes"}) is None
    assert with_role(asked, QuestionRole.MOVED) == asked[0]
