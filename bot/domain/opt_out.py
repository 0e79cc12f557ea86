"""Being left out of a sync or a retro: what somebody asks for, what its owner decides, and when that cannot be."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.speaker import Voice
from bot.domain.sync import Party
from bot.domain.words import listing


class OptOutState(StrEnum):
    """Asked for; then left out or kept in; and brought back in after having been left out."""

    ASKED = "asked"
    OUT = "out"
    KEPT = "kept"
    BACK = "back"


class Asks(StrEnum):
    """What it is that asks people, as they call it."""

    SYNC = "sync"
    RETRO = "retro"


@dataclass(frozen=True, slots=True)
class OptOutOf:
    """Something of a sync or of a retro, by its id: itself, or the question (turn, part) by which it asked somebody."""

    of: Asks
    id: int


@dataclass(frozen=True, slots=True)
class OptOut:
    """What stands between a person and a sync or a retro (`of`), which is called `ritual`.

    `reason` is why they asked, `word` what whoever decided says to them; both may be "". `decider` is the name of who
    decided last, "" while nobody has and for what a company file says. `gone`: why nothing is to be decided any more
    ("Weekly sync was deleted, so …"), else "".
    """

    id: int
    ritual_id: int
    ritual: str
    name: str
    slack_id: str
    owner: str
    owner_id: int
    state: OptOutState
    reason: str = ""
    word: str = ""
    decider: str = ""
    decided_at: datetime | None = None
    gone: str = ""
    of: Asks = Asks.SYNC

    @property
    def whose(self) -> OptOutOf:
        """The sync or retro that it is about."""
        return OptOutOf(self.of, self.ritual_id)

    @property
    def became(self) -> str:
        """What was decided, by whom, as a sentence; "" while nobody has."""
        if self.state is OptOutState.ASKED:
            return ""
        if self.state is OptOutState.BACK and self.decider == self.name:
            return f"{self.name} asked to take part in {self.ritual} again."
        done = {
            OptOutState.OUT: f"left {self.name} out of {self.ritual}",
            OptOutState.KEPT: f"keeps asking {self.name} in {self.ritual}",
            OptOutState.BACK: f"brought {self.name} back into {self.ritual}",
        }[self.state]
        return f"{self.decider or 'The company file'} {done}."

    @property
    def own(self) -> bool:
        """Whether whoever is left out may come back by themselves: not where a company file says so."""
        return self.state is OptOutState.OUT and bool(self.decider)


@dataclass(frozen=True, slots=True)
class OptOutForm:
    """The form that asks the owner; `asked`: by which question. `own`: whoever asks is the owner: it counts at once."""

    asked: OptOutOf
    ritual: str
    owner: str
    own: bool


@dataclass(frozen=True, slots=True)
class OptOutList:
    """Who is left out of a sync or retro, and who asks to be, as somebody who may decide sees it in `zone`."""

    of: Asks
    ritual: str
    rows: tuple[OptOut, ...]
    zone: str
    now: datetime


def too_many(name: str, sync: str, voice: Voice, person: int, parties: Sequence[Party]) -> str:
    """Return why `person` cannot be left out and what to do first; "" where others are left to ask.

    `parties` are those of the sync with the person in it.
    """
    alone = [one.name for one in parties if one.team is not None and set(one.order) == {person}]
    if alone:
        teams = listing(alone)
        return (
            f"{name} is the only one who speaks for {teams} in {sync}. Please name somebody else first: `/pmo teams`, "
            "*Edit*, *Who speaks for the team*. Nothing was changed."
        )
    if voice is Voice.EVERYONE and _everybody(parties) == {person}:
        return the_only_one(name, sync)
    return ""


def the_only_one(name: str, ritual: str) -> str:
    """Return why the only one whom a sync or retro asks cannot be left out, and what to do first."""
    return (
        f"{name} is the only one who is asked in {ritual}. Please add somebody with *Edit*, or pause it. "
        "Nothing was changed."
    )


def _everybody(parties: Sequence[Party]) -> Collection[int]:
    return {one for party in parties for one in party.order}
