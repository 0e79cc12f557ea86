"""What the forms of setting up a sync show: the form, the preview of the next rounds, and what was saved."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2s
from json import dumps

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
class SetupFacts:
    """The form of a sync.

    `ritual_id` is None for a new one, `revision` the version that is edited. `teams` are those that this person may
    choose, by id; `zones` those offered for everybody. `draft_at` says since when a draft waits, None without one;
    `changed_by` who changed the sync after the draft was begun, `changed` what. `all_teams`: may also choose an owner.
    `groups` are the user groups that it may follow: @handle by Slack id.
    """

    choices: SyncChoices
    teams: Mapping[int, str]
    zones: tuple[str, ...]
    zone: str
    now: datetime
    ritual_id: int | None = None
    revision: int = 0
    draft_at: datetime | None = None
    changed_by: str = ""
    changed: tuple[str, ...] = ()
    all_teams: bool = True
    groups: Mapping[str, str] = field(default_factory=dict)


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


@dataclass(frozen=True, slots=True)
class SavedFacts:
    """What was saved; `opens_at` is the first instant of its next round, None where none comes (paused)."""

    ritual_id: int
    name: str
    rhythm: str
    channel: ChannelFacts
    opens_at: datetime | None
    zone: str
    now: datetime
    edited: bool = False
    again: bool = False


def digest(choices: SyncChoices) -> str:
    """Return a short fingerprint, by which a preview knows whether the draft is still what it showed."""
    return blake2s(dumps(choices.to_json(), sort_keys=True).encode(), digest_size=8).hexdigest()
