"""What the forms of a blocker show: to take it, to pass it on, to say which one is the same."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.domain.blocker_shown import Blocker


@dataclass(frozen=True, slots=True)
class TakeFacts:
    """The form in which a blocker is taken: who is proposed (a Slack id), and by when.

    `seen`: who has it already by row, 0 for nobody; the form changes nothing once that is somebody else.
    """

    blocker: Blocker
    owner: str
    due_on: date
    seen: int
    now: datetime


@dataclass(frozen=True, slots=True)
class PassFacts:
    """The form in which a blocker is passed on; `teams`: those it can go to, by id."""

    blocker: Blocker
    teams: Mapping[int, str]
    now: datetime


@dataclass(frozen=True, slots=True)
class SameFacts:
    """The form that says which of `others`, which wait on the same, a blocker is the same as."""

    blocker: Blocker
    others: tuple[Blocker, ...]
    now: datetime


@dataclass(frozen=True, slots=True)
class NewFacts:
    """The form in which a blocker is raised by itself.

    `text`: what it begins with, `cut` where a message said more. `link`: the message that it comes from, which
    everybody may read where it is `public`. `parties`: the teams that it can be raised for, by id, the proposed one
    first; none: for oneself. `teams`: those that it can wait on. `syncs`: the names of the syncs that take it up, by
    party, 0 for oneself. `chosen` teams and `people` (Slack ids): whom it waits on, as far as that is known; `outside`:
    somebody outside is asked for.
    """

    text: str = ""
    cut: bool = False
    link: str = ""
    public: bool = False
    parties: Mapping[int, str] = field(default_factory=dict)
    teams: Mapping[int, str] = field(default_factory=dict)
    syncs: Mapping[int, str] = field(default_factory=dict)
    chosen: tuple[int, ...] = ()
    people: tuple[str, ...] = ()
    outside: bool = False


@dataclass(frozen=True, slots=True)
class NewBlocker:
    """What the form says: whose blocker, what is needed, and whom it waits on: a blocker for each of them.

    `party` is None for oneself; people are Slack ids; `link`: the message that it comes from, in `channel`.
    """

    needs: str
    party: int | None = None
    teams: tuple[int, ...] = ()
    people: tuple[str, ...] = ()
    outside: str = ""
    owner: str = ""
    link: str = ""
    channel: str = ""
