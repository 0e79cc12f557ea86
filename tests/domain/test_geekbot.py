"""Geekbot's stand-ups read as syncs."""

import json
from datetime import time
from typing import Any

import pytest

from bot.domain.geekbot import GeekbotUser, read_standups
from bot.domain.question_types import QuestionKind
from bot.errors import UserError

STANDUP: dict[str, Any] = {
    "id": 1,
    "name": "Daily stand-up",
    "time": "09:30:00",
    "wait_time": 10,
    "timezone": "Europe/Athens",
    "days": ["Mon", "Wed"],
    "channel": "payments",
    "questions": [
        {"text": "What have you done since {last_report_date}?", "answer_type": "text", "answer_choices": []},
        {"text": "How is it?", "answer_type": "multiple_choice", "answer_choices": ["Good", "Bad"]},
        {"text": "How many tickets?", "answer_type": "numeric"},
        {"text": "How do you feel?", "answer_type": "text", "is_random": True, "random_texts": ["Tea?"]},
    ],
    "users": [{"id": "U1", "email": "Ana@Lumen.example", "realname": "Ana Sousa", "role": "member"}],
}


def written(**changes: Any) -> str:
    """The stand-up with some fields changed."""
    return json.dumps([STANDUP | changes])


def test_a_stand_up_becomes_a_sync() -> None:
    """Days, time, zone, channel, people; questions by their types; what a sync does not do is named."""
    [found] = read_standups(written())
    assert (found.name, found.rrule, found.time) == ("Daily stand-up", "FREQ=WEEKLY;BYDAY=MO,WE", time(9, 30))
    assert (found.zone, found.channel) == ("Europe/Athens", "payments")
    assert [(one.kind, one.text, one.options) for one in found.questions] == [
        (QuestionKind.LONG_TEXT, "What have you done since last time?", ()),
        (QuestionKind.CHOICE, "How is it?", ("Good", "Bad")),
        (QuestionKind.SHORT_TEXT, "How many tickets?", ()),
    ]
    assert found.users == (GeekbotUser("U1", "ana@lumen.example", "Ana Sousa"),)
    assert found.left_out == (
        "Waiting time: the summary is posted when all have answered, or when the sync closes.",
        "Random icebreaker questions: “How do you feel?”.",
    )


def test_what_cannot_be_taken_as_it_is_is_replaced_and_said() -> None:
    """No days, an unknown zone, too many choices, conditions, a kind that is new."""
    odd = [
        {"text": "Which?", "answer_type": "multiple_choice", "answer_choices": [str(n) for n in range(20)]},
        {"text": "Why?", "answer_type": "hologram", "preconditions": [{"q": 1}], "schedule": {"days": ["Mon"]}},
    ]
    [found] = read_standups(
        written(days=[], timezone="Mars/Base", questions=odd, wait_time=0, sync_channel_members=True)
    )
    assert (found.rrule, found.zone) == ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "")
    said = "\n".join(found.left_out)
    for words in (
        "no days",
        "“Mars/Base”",
        "choices of “Which?”",
        "Conditions of “Why?”",
        "Days of “Why?”",
        "hologram",
    ):
        assert words in said
    assert read_standups(json.dumps(STANDUP | {"timezone": "user_local"}))[0].zone == ""


def test_what_no_database_bears_is_left_out() -> None:
    """NUL and half a surrogate pair, which JSON can spell."""
    [found] = read_standups(written(name="Da@ily").replace("@", "\\u0000\\ud83d"))
    assert found.name == "Daily"


def test_fields_of_another_shape_count_as_empty() -> None:
    """What is no list has nothing in it; a waiting time of any shape is named as left out."""
    odd = [{"text": "Which?", "answer_type": "multiple_choice", "answer_choices": 5}]
    [found] = read_standups(written(days=1, wait_time=[], questions=odd))
    assert found.rrule == "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
    assert found.questions[0].kind is QuestionKind.LONG_TEXT
    assert any(one.startswith("Waiting time") for one in found.left_out)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[\n  {]", "line 2, column 4"),
        ("", "line 1, column 1"),
        ("[]", "There is no stand-up"),
        ("[1]", "There is no stand-up"),
        (written(name=""), "Stand-up 1 has no “name”"),
        (written(time="soon"), "“Daily stand-up”: “soon” is not a time"),
        (written(days=["Moonday"]), "“Moonday” is not a day"),
        (written(questions=[]), "has no “questions”"),
        (written(questions=[{"text": ""}]), "a question without “text”"),
        (written(questions=[{"text": "Tea?", "is_random": True}]), "only random questions"),
        (written(users="all"), "has no “users”"),
        ("[" * 100_000, "This is no stand-up of Geekbot's"),
        ("9" * 5000, "This is no stand-up of Geekbot's"),
    ],
)
def test_what_is_no_stand_up_is_refused_with_its_place(text: str, sentence: str) -> None:
    """Line and column for JSON that cannot be read, else the field."""
    with pytest.raises(UserError) as caught:
        read_standups(text)
    assert sentence in caught.value.sentence
