"""What the forms around an update show: plain values that services fill in and views draw."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2s
from typing import Any

from bot.domain.blocker_shown import Blocker
from bot.domain.plan import PlanItem
from bot.domain.question import Question, QuestionKind
from bot.domain.question_when import asked_for, unseen
from bot.domain.stored_id import stored_id

ITEM_KEY = 150
"""Characters that Slack takes as the value of a choice."""


@dataclass(frozen=True, slots=True)
class FormFacts:
    """What the form of an update needs.

    `party` is the team or person that it is for; `values` is what the fields start with, in the shapes of
    domain/question.py; `plan` is what was planned last time; `teams` are the teams that can be waited on, by id;
    `waiting` is what the party has waited for since an earlier time; `cut` is how many characters the words typed had
    where the field does not take them all, else 0.
    """

    turn_id: int
    sync: str
    party: str
    for_team: bool
    channel: str
    questions: tuple[Question, ...]
    values: Mapping[str, Any]
    plan: tuple[PlanItem, ...]
    weekly: bool
    teams: Mapping[int, str]
    closes_at: datetime
    closed: bool
    edits: bool
    zone: str
    now: datetime
    cut: int = 0
    waiting: tuple[Blocker, ...] = ()

    @property
    def asked(self) -> tuple[Question, ...]:
        """The questions that are asked after the answers that stand in the form."""
        return asked_for(self.questions, self.values)

    def unseen(self, raw: Mapping[str, Any]) -> tuple[Question, ...]:
        """Return the questions that are asked, and that a form which came with `raw` (by key) did not have."""
        return unseen(self.asked, raw, teams=bool(self.teams))

    def over(self, raw: Mapping[str, Any]) -> "FormFacts":
        """Return the same, and in its fields what is typed and chosen in `raw` (by question key)."""
        typed = {
            question.key: _typed(question, raw[question.key]) for question in self.questions if question.key in raw
        }
        return replace(self, values={**self.values, **typed})


@dataclass(frozen=True, slots=True)
class AddFacts:
    """What the form of an addition needs; `author` gave the answer, `own` says that it is the reader's."""

    prompt_id: int
    sync: str
    party: str
    channel: str
    author: str
    own: bool
    closed_at: datetime | None
    zone: str
    now: datetime
    text: str = ""


@dataclass(frozen=True, slots=True)
class WhyFacts:
    """Why somebody is asked: who set it up, for which team, how often, who reads it."""

    sync: str
    owner: str
    own: bool
    team: str
    rhythm: str
    channel: str


Form = FormFacts | AddFacts


def _typed(question: Question, raw: Any) -> Any:
    """Return what stands in a field as the field is filled with it."""
    if question.kind is QuestionKind.CHECKLIST:
        return {"done": list(raw or ())}
    if question.kind is QuestionKind.TEAMS:
        return [team for team in map(stored_id, raw or ()) if team is not None]
    return raw


def item_key(text: str) -> str:
    """Return what stands for an item of a check list in a form: its text or, where that is too long, a digest of it."""
    return text if len(text) <= ITEM_KEY else f"{text[:100]}…{blake2s(text.encode(), digest_size=8).hexdigest()}"
