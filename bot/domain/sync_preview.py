"""What setting up a sync shows of its next rounds, and where Drumbeat is to be invited for it."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.channel import ChannelFacts
from bot.domain.ritual_setup import RitualPreview
from bot.domain.sync_budget import Load
from bot.domain.sync_follow import Source
from bot.domain.sync_planned import PlannedRound
from bot.domain.sync_setup import SyncChoices


@dataclass(frozen=True, slots=True)
class InviteFacts:
    """A channel that Drumbeat is to be invited to, and the sync whose summary goes there."""

    channel: ChannelFacts
    sync: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewFacts(RitualPreview[SyncChoices]):
    """The next rounds of a sync that is not saved yet.

    `asked` is how many teams or people answer; `hands_over`: some team has a squad of two or more, so that the next one
    is asked when the first is silent; `load` how often they are asked, other syncs counted in, and `busy` the names of
    those who are asked more often than is kind; `running` when the round that is open now closes, None without one;
    `follows` is what it follows, `followed` how many take part because of it; `opted_out` the names of those who are
    left out, for a reader who decides that.
    """

    rounds: tuple[PlannedRound, ...]
    asked: int
    load: Load
    running: datetime | None = None
    busy: tuple[str, ...] = ()
    hands_over: bool = False
    follows: tuple[Source, ...] = ()
    followed: int = 0
    opted_out: tuple[str, ...] = ()
