"""What other parts of a retro do as its rounds go on: cards, themes and actions join in here."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from models import RetroCard, RetroRound

Hook = Callable[[AsyncSession, RetroRound], Awaitable[None]]
"""Does its part of a step in the transaction of that step, which holds the round."""


async def cards_of(session: AsyncSession, current: RetroRound) -> int:
    """Return how many cards a round has, with what was dropped into the box before it."""
    cards = sa.select(sa.func.count()).select_from(RetroCard).where(_is_of(current))
    return await session.scalar(cards) or 0


async def distinct_writers(session: AsyncSession, current: RetroRound) -> int:
    """Return how many people wrote the cards of a round, as their marks tell it without saying who."""
    writers = sa.select(sa.func.count(sa.distinct(RetroCard.writer))).where(_is_of(current))
    return await session.scalar(writers) or 0


async def nobody_wrote(session: AsyncSession, current: RetroRound, people: Collection[int]) -> set[int]:  # noqa: ARG001
    """Know of nobody that they wrote: what holds while nothing can tell a mark's person."""
    return set()


@dataclass
class RetroHooks:
    """Called in the order in which they were added; `wrote` says who of some people (ids) has a card in a round."""

    cards: Callable[[AsyncSession, RetroRound], Awaitable[int]] = cards_of
    """How many cards there would be to show."""
    writers: Callable[[AsyncSession, RetroRound], Awaitable[int]] = distinct_writers
    wrote: Callable[[AsyncSession, RetroRound, Collection[int]], Awaitable[set[int]]] = nobody_wrote
    opened: list[Hook] = field(default_factory=list)
    """The round has just been opened: its people are written, and nobody has been told."""
    revealed: list[Hook] = field(default_factory=list)
    """The cards are to be shown: there are some, and enough people wrote or said that their names may be shown."""
    voting: list[Hook] = field(default_factory=list)
    voted: list[Hook] = field(default_factory=list)
    """The vote is over: count it."""
    closed: list[Hook] = field(default_factory=list)
    discarded: list[Hook] = field(default_factory=list)
    """The cards are thrown away unseen."""

    async def call(self, session: AsyncSession, current: RetroRound, hooks: Sequence[Hook]) -> None:
        """Let each do its part."""
        for hook in hooks:
            await session.flush()
            await hook(session, current)


def _is_of(current: RetroRound) -> sa.ColumnElement[bool]:
    of_retro = sa.and_(RetroCard.retro_id == current.retro_id, RetroCard.round_id.is_(None))
    return sa.or_(RetroCard.round_id == current.id, of_retro)
