"""Questions that ask the same in other words are found, and others are not."""

import pytest

from bot.domain.change_question import Kind, Question, State
from bot.domain.change_question_alike import alike
from tests.gallery.change_question_scenes import ASKED


def question(text: str, wording: str = "") -> Question:
    """A question with these words."""
    return Question(text, Kind.QUESTION, State.ANSWERED, text, "", "Ana", ASKED.due_on, wording=wording)


@pytest.mark.parametrize(
    ("asked", "before"),
    [
        ("Who does write the review now?", "Who writes my review in June?"),
        ("Will we have to move to Lisbon", "Do I have to move to Lisbon?"),
        ("are layoffs planned", "Will there be layoffs?"),
        ("QUI ÉCRIT MON ÉVALUATION", "Qui ecrit mon evaluation?"),
    ],
)
def test_the_same_in_other_words_is_found(asked: str, before: str) -> None:
    """Whatever its small words, endings and accents."""
    assert [one.text for one in alike(asked, [question("Is there a party in May?"), question(before)])] == [before]


@pytest.mark.parametrize(
    ("asked", "before"),
    [
        ("Does my desk change?", "Does my manager change?"),
        ("When do we start?", "Who pays for the trip to Lisbon?"),
        ("", "Who pays?"),
        ("?!", "Who pays?"),
    ],
)
def test_another_question_is_not(asked: str, before: str) -> None:
    """One word in common is not enough."""
    assert alike(asked, [question(before)]) == []


def test_the_words_of_the_list_count_too() -> None:
    """A question is found as it was typed, and as all read it."""
    assert alike("Who writes reviews?", [question("My lead left, what now with me?", "Who writes my review?")]) != []
