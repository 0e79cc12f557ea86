"""What other parts of a retro do as its rounds go on: cards, themes and actions join in here."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncSession

from models import RetroRound

Rounds = Sequence[RetroRound]
"""Rounds, of however many workspaces."""

Hook = Callable[[AsyncSession, Rounds], Awaitable[None]]
"""Does its part of a step of rounds in the transaction of that step, which holds them.

The session of a tick sees every workspace: read by the ids of the rounds, and name the workspace in what is written.
"""


@dataclass(frozen=True, slots=True)
class Written:
    """How many cards a round has to show, and how many people wrote what it has."""

    cards: int = 0
    writers: int = 0


async def nothing_written(_session: AsyncSession, _rounds: Rounds) -> Mapping[int, Written]:
    """Know of no cards: what holds while nothing keeps any."""
    return defaultdict(Written)


async def nobody_wrote(_session: AsyncSession, _people: Mapping[RetroRound, Collection[int]]) -> Mapping[int, set[int]]:
    """Know of nobody that they wrote."""
    return defaultdict(set)


@dataclass
class RetroHooks:
    """Called in the order in which they were added."""

    written: Callable[[AsyncSession, Rounds], Awaitable[Mapping[int, Written]]] = nothing_written
    """What there is to show, by round."""
    wrote: Callable[[AsyncSession, Mapping[RetroRound, Collection[int]]], Awaitable[Mapping[int, set[int]]]] = (
        nobody_wrote
    )
    """Who of some people (ids) has a card in each round, by round."""
    opened: list[Hook] = field(default_factory=list)
    """The rounds have just been opened: their people are written, and nobody has been told."""
    revealed: list[Hook] = field(default_factory=list)
    """The cards are to be shown: there are some, and enough people wrote or said that their names may be shown."""
    voting: list[Hook] = field(default_factory=list)
    voted: list[Hook] = field(default_factory=list)
    """The vote is over: count it."""
    closed: list[Hook] = field(default_factory=list)
    discarded: list[Hook] = field(default_factory=list)
    """The cards are thrown away unseen."""

    async def call(self, session: AsyncSession, rounds: Rounds, hooks: Sequence[Hook]) -> None:
        """Let each do its part."""
        if not rounds:
            return
        for hook in hooks:
            await session.flush()
            await hook(session, rounds)
