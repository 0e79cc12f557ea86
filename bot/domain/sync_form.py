"""What the forms around an update show: plain values that services fill in and views draw."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.domain.blocker_shown import Blocker
from bot.domain.confidence import Doubt, doubts_of, score_of
from bot.domain.opt_out import OptOut, OptOutState
from bot.domain.plan import PlanItem, item_key
from bot.domain.question import Question, QuestionKind, QuestionRole, value_of, with_role
from bot.domain.question_when import asked_for, unseen
from bot.domain.stored_id import stored_id


@dataclass(frozen=True, slots=True)
class Outside:
    """Somebody outside who is waited on, in words, and who looks after it here (a Slack id); "" for none."""

    who: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """What comes with the form of an update besides its questions.

    `came`: blockers (ids) that were ticked as come. `stuck`: keys of the items that were marked as stuck, None where
    the form did not ask. `kept`: its author has seen what speaks against their score. `outside`: who is waited on
    outside, None where the form did not ask.
    """

    came: tuple[int, ...] = ()
    stuck: tuple[str, ...] | None = None
    kept: bool = False
    outside: Outside | None = None


NOTHING_BESIDE = Beside()


@dataclass(frozen=True, slots=True)
class FormFacts:
    """What the form of an update needs.

    `party` is the team or person that it is for; `values` is what the fields start with, in the shapes of
    domain/question.py; `plan` is what was planned last time; `teams` are the teams that can be waited on, by id;
    `waiting` is what the party has waited for since an earlier time, of which `came` (ids) is ticked; `cut` is how many
    characters the words typed had where the field does not take them all, else 0. `stuck` are the items that are marked
    as stuck, `asked_about` the keys of what spoke against an earlier high score, `outside` who is waited on
    outside, None where that is not asked.
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
    came: tuple[int, ...] = ()
    stuck: tuple[str, ...] = ()
    asked_about: tuple[str, ...] = ()
    outside: Outside | None = None

    @property
    def score(self) -> int | None:
        """The confidence that stands in the form; None for none."""
        return score_of(value_of(QuestionRole.CONFIDENCE, self.questions, self.values))

    @property
    def tells(self) -> bool:
        """Whether it asks whom one waits on, who are then told."""
        on = with_role(self.questions, QuestionRole.WAITING_ON)
        return on is not None and on.kind in {QuestionKind.TEAMS, QuestionKind.PEOPLE}

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """What speaks against a high score."""
        ticks = value_of(QuestionRole.PLAN, self.questions, self.values) or {}
        done = [item_key(text) for text in ticks.get("done", ())]
        waiting = [one for one in self.waiting if one.id not in self.came]
        return doubts_of(self.plan, waiting, self.now.date(), settled=done, asked=self.asked_about)

    @property
    def asked(self) -> tuple[Question, ...]:
        """The questions that are asked after the answers that stand in the form."""
        return asked_for(self.questions, self.values)

    def unseen(self, raw: Mapping[str, Any]) -> tuple[Question, ...]:
        """Return the questions that are asked, and that a form which came with `raw` (by key) did not have."""
        return unseen(self.asked, raw, teams=bool(self.teams))

    def over(self, raw: Mapping[str, Any], beside: Beside = NOTHING_BESIDE) -> "FormFacts":
        """Return the same, and in its fields what is typed and chosen in `raw` (by question key) and `beside` it."""
        typed = {
            question.key: _typed(question, raw[question.key]) for question in self.questions if question.key in raw
        }
        stuck = self.stuck
        if beside.stuck is not None:
            stuck = tuple(item.text for item in self.plan if item_key(item.text) in beside.stuck)
        outside = self.outside if beside.outside is None else beside.outside
        return replace(self, values={**self.values, **typed}, stuck=stuck, came=beside.came, outside=outside)


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
    """Why somebody is asked: who set it up, for which team, how often, who reads it.

    `opt_out`: what stands between them and the sync, None for nothing; `turn` is by which they were asked.
    """

    sync: str
    owner: str
    own: bool
    team: str
    rhythm: str
    channel: str
    turn: int = 0
    opt_out: OptOut | None = None

    @property
    def may_ask(self) -> bool:
        """Whether they may ask to be left out: neither done nor asked for yet."""
        return self.opt_out is None or self.opt_out.state in {OptOutState.KEPT, OptOutState.BACK}


Form = FormFacts | AddFacts


def _typed(question: Question, raw: Any) -> Any:
    """Return what stands in a field as the field is filled with it."""
    if question.kind is QuestionKind.CHECKLIST:
        return {"done": list(raw or ())}
    if question.kind is QuestionKind.TEAMS:
        return [team for team in map(stored_id, raw or ()) if team is not None]
    return raw
