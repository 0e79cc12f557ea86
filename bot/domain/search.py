"""What words found: plain values that the search fills in and views draw."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.playbook_found import Hit


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """Somebody, with their area and teams, and the time where they live."""

    slack_id: str
    name: str
    area: str
    teams: tuple[str, ...]
    zone: str


@dataclass(frozen=True, slots=True)
class FoundTeam:
    """A team: its lead ("" if it has none), how many people, and its channel ("" where the reader may not know it)."""

    name: str
    kind: str
    value_stream: str
    lead: str
    people: int
    channel: str


@dataclass(frozen=True, slots=True)
class FoundSync:
    """A sync: its rhythm in words, when it next asks (reader's zone), its parties, its channel ("" as for teams)."""

    name: str
    rhythm: str
    state: str
    next_at: datetime | None
    parties: tuple[str, ...]
    channel: str


@dataclass(frozen=True, slots=True)
class FoundDecision:
    """A decision: `name` is what was decided, or what is to be; `party` needs or needed it ("" if made elsewhere).

    `by` decided it on `day`, or is to by then (None: no day).
    """

    name: str
    party: str
    needed: bool
    by: str
    day: date | None


@dataclass(frozen=True, slots=True)
class FoundBlocker:
    """A blocker: `name` is what `party` waits for on `on`, or who waits where nobody said for what.

    `status`: how it stands ("not taken yet"). `over`: it is closed, since `closed_on` (reader's date; None: not known).
    """

    name: str
    party: str
    on: str
    status: str
    over: bool = False
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class FoundAction:
    """An action: `name` is what `by` does by `day` (None: no day) for `team` ("" for none).

    `ended` ("done", "dropped"; "" while it is open): `by` said so on `day`, and `came` is the effect, or the reason.
    """

    name: str
    by: str
    team: str
    day: date | None
    ended: str = ""
    came: str = ""


@dataclass(frozen=True, slots=True)
class FoundRetro:
    """A retro: its rhythm in words, when it next asks, its teams, and the channel of its board ("": not known)."""

    name: str
    rhythm: str
    state: str
    next_at: datetime | None
    teams: tuple[str, ...]
    channel: str


@dataclass(frozen=True, slots=True)
class FoundTheme:
    """What cards of the retro of `day` were about; `votes` None while people vote."""

    name: str
    retro: str
    day: date
    votes: int | None


@dataclass(frozen=True, slots=True)
class FoundChange:
    """A change of how people work; `how` far it is, in words."""

    id: int
    name: str
    how: str
    sponsor: str


@dataclass(frozen=True, slots=True)
class Found:
    """What `words` found, the best of each kind first; `more` counts what is not listed.

    `today` is the reader's date, by which marks of pages hold. `guest`: only what is of their own teams is found.
    """

    words: str
    zone: str
    now: datetime
    people: tuple[FoundPerson, ...] = ()
    teams: tuple[FoundTeam, ...] = ()
    syncs: tuple[FoundSync, ...] = ()
    decisions: tuple[FoundDecision, ...] = ()
    blockers: tuple[FoundBlocker, ...] = ()
    actions: tuple[FoundAction, ...] = ()
    pages: tuple[Hit, ...] = ()
    retros: tuple[FoundRetro, ...] = ()
    themes: tuple[FoundTheme, ...] = ()
    changes: tuple[FoundChange, ...] = ()
    today: date = date.min
    more: int = 0
    guest: bool = False

    @property
    def anything(self) -> bool:
        """Whether anything was found."""
        return bool(self.names)

    @property
    def names(self) -> tuple[str, ...]:
        """What everything that is listed is called, in the order in which it is listed."""
        work = (self.decisions, self.blockers, self.actions, self.themes)
        kinds = (self.people, self.teams, self.pages, self.syncs, self.retros, self.changes, *work)
        return tuple(one.name for kind in kinds for one in kind)
