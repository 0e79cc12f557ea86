"""What the home tab shows somebody: plain values that services fill in and views draw."""

from dataclasses import dataclass, field
from datetime import date, datetime

from bot.domain.action_list import HomeActions
from bot.domain.announcement_list import HomeAnnouncements
from bot.domain.away import AwayRange
from bot.domain.blocker_list import HomeBlockers
from bot.domain.change_question import HomeAsked
from bot.domain.change_step_plan import HomeSteps
from bot.domain.coming import Coming
from bot.domain.decision import Decision
from bot.domain.opt_out import OptOut
from bot.domain.participation import TeamShare
from bot.domain.pause import Pause
from bot.domain.playbook_question import HomeQuestions
from bot.domain.retro_home import HomeRetros
from bot.domain.retro_systemic import Systemic
from bot.domain.rollup_types import Addition


@dataclass(frozen=True, slots=True)
class OpenPrompt:
    """An update that somebody can give or change now.

    `party` is the team or person it is for, `planned` how much was planned. `state` is the prompt's: pending, skipped
    (nothing this time), or answered by the reader. `closed`: an update would be late.
    """

    turn_id: int
    sync: str
    party: str
    for_team: bool
    channel: str
    closes_at: datetime
    planned: int = 0
    state: str = "pending"
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Update:
    """What a team of the reader, or the reader, said in the last round of a sync that they answered.

    `day` names the round. `lines` is the short of it: its one line for the summary, what moved, what is next, what it
    waits for. `own` says that the reader gave it; `turn_id` is set where the reader can still edit it; `additions` are
    what others of the team added.
    """

    prompt_id: int
    sync: str
    day: date
    party: str
    for_team: bool
    author: str
    own: bool
    lines: tuple[str, ...]
    late: bool = False
    additions: tuple[Addition, ...] = ()
    turn_id: int | None = None
    closes_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RunningSync:
    """A sync as those see it who run syncs: how its open round stands, or when the next one opens."""

    ritual_id: int
    name: str
    state: str
    next_at: datetime | None
    asked: int = 0
    answered: int = 0
    closes_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """An open round of `sync` in which `total` teams or people have not answered yet; `names` are the first of them."""

    sync: str
    closes_at: datetime
    names: tuple[str, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A message of `sync` that Slack did not take (`reason`), or of which nobody knows whether it did (`unknown`)."""

    key: str
    kind: str
    target: str
    reason: str
    unknown: bool
    sync: str = ""


@dataclass(frozen=True, slots=True)
class Closed:
    """A channel in which a sync cannot post: Drumbeat was not invited, or it is archived."""

    ritual_id: int
    channel: str
    sync: str
    archived: bool


@dataclass(frozen=True, slots=True)
class HomeFacts:
    """The home tab of one person, in the order in which it is read.

    `decisions`: those that the reader is to make; `past_due`: those that others were to make by a day that is past.
    `left_out`: the syncs that do not ask the reader, who is left out of them.
    `begins`: the reader runs syncs, and there is no team yet that one could ask.
    """

    name: str
    zone: str
    now: datetime
    waiting: tuple[OpenPrompt, ...] = ()
    updates: tuple[Update, ...] = ()
    coming: tuple[Coming, ...] = ()
    away: tuple[AwayRange, ...] = ()
    blockers: HomeBlockers = field(default_factory=HomeBlockers)
    decisions: tuple[Decision, ...] = ()
    actions: HomeActions = field(default_factory=HomeActions)
    missing: tuple[Missing, ...] = ()
    sets_up: bool = False
    runs: bool = False
    begins: bool = False
    syncs: tuple[RunningSync, ...] = ()
    undelivered: tuple[Undelivered, ...] = ()
    closed: tuple[Closed, ...] = ()
    past_due: tuple[Decision, ...] = ()
    paused: Pause | None = None
    participation: tuple[TeamShare, ...] = ()
    left_out: tuple[OptOut, ...] = ()
    retros: HomeRetros = field(default_factory=HomeRetros)
    questions: HomeQuestions = field(default_factory=HomeQuestions)
    steps: HomeSteps = field(default_factory=HomeSteps)
    asked: HomeAsked = field(default_factory=HomeAsked)
    announcements: HomeAnnouncements = field(default_factory=HomeAnnouncements)
    systemic: tuple[Systemic, ...] = ()
    """What several teams have in common, of which the PMO has made nothing yet."""
