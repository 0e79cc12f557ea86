"""What setting up a sync shows of its next rounds, and where Drumbeat is to be invited for it."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.channel import ChannelFacts
from bot.domain.pause import Pause
from bot.domain.sync_budget import Load
from bot.domain.sync_follow import Source
from bot.domain.sync_planned import PlannedRound
from bot.domain.sync_setup import SyncChoices


@dataclass(frozen=True, slots=True)
class InviteFacts:
    """A channel that Drumbeat is to be invited to, and the sync whose summary goes there."""

    channel: ChannelFacts
    sync: str


@dataclass(frozen=True, slots=True)
class PreviewFacts:
    """The next rounds of a sync that is not saved yet, as its reader sees them in `zone`.

    `rhythm` is the rule in words; `asked` how many teams or people answer; `hands_over`: some team has a squad of two
    or more, so that the next one is asked when the first is silent; `load` how often they are asked, other syncs
    counted in, and `busy` the names of those who are asked more often than is kind; `running` when the round that is
    open now closes, None without one; `follows` is what it follows, `followed` how many take part because of it;
    `opted_out` the names of those who are left out, for a reader who decides that.
    """

    choices: SyncChoices
    rhythm: str
    channel: ChannelFacts
    rounds: tuple[PlannedRound, ...]
    asked: int
    load: Load
    owner: str
    own: bool
    zone: str
    now: datetime
    ritual_id: int | None = None
    revision: int = 0
    running: datetime | None = None
    redrawn: bool = False
    busy: tuple[str, ...] = ()
    hands_over: bool = False
    paused: Pause | None = None
    follows: tuple[Source, ...] = ()
    followed: int = 0
    opted_out: tuple[str, ...] = ()
