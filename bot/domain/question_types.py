"""What a question is: its kind, its role, and the question itself."""

from dataclasses import dataclass
from enum import StrEnum


class QuestionKind(StrEnum):
    """What a question is answered with."""

    LONG_TEXT = "long_text"
    SHORT_TEXT = "short_text"
    CHOICE = "choice"
    CHOICES = "choices"
    SCALE = "scale"
    CHECKLIST = "checklist"
    PEOPLE = "people"
    TEAMS = "teams"


class QuestionRole(StrEnum):
    """What the answer is used for beyond being read: the plan carried over, the roll-up's parts."""

    NONE = ""
    PLAN = "plan"
    MOVED = "moved"
    NEXT = "next"
    WAITING_ON = "waiting_on"
    WAITING_FOR = "waiting_for"
    DECISION = "decision"
    CONFIDENCE = "confidence"
    HEADLINE = "headline"


@dataclass(frozen=True, slots=True)
class When:
    """When a question is asked: if the earlier one with `key` has one of `answers`, or any answer where none is named.

    Answers are the texts of choices, or the figures of a scale.
    """

    key: str
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a ritual.

    `key` names it among its set (lower case, digits, `_`); `hint` stands below the field, `placeholder` in it;
    `options` are the texts of a choice or choices; `when` says after which answer it is asked, None for always;
    `weekdays` on which days of the week (Monday is 0), () for every one.
    """

    key: str
    kind: QuestionKind
    text: str
    hint: str = ""
    required: bool = False
    options: tuple[str, ...] = ()
    role: QuestionRole = QuestionRole.NONE
    placeholder: str = ""
    when: When | None = None
    weekdays: tuple[int, ...] = ()
