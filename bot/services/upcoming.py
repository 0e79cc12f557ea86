"""What people will notice next, in words for whoever moves the playground's clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from models import Person, Prompt, Ritual, Round, Turn


@dataclass(frozen=True, slots=True)
class ComingUp:
    """The next thing that people notice: when (aware UTC), and what, e.g. "Weekly sync asks Wei Tan"."""

    at: datetime
    label: str


async def coming_up(session: AsyncSession) -> ComingUp | None:
    """Return which sync opens, asks or closes first; None when none has anything to come.

    What happens in between (a reminder, the next of a squad asked instead of one who is silent) is passed over: whoever
    moves the clock wants to be where people are asked.
    """
    found = [ComingUp(at, f"{name} opens") for name, at in await _openings(session)]
    rounds = sa.select(Ritual.name, Round).join(Round, Round.ritual_id == Ritual.id).where(Round.state == "open")
    for name, current in await session.execute(rounds.order_by(Round.id)):
        found.append(await _next_of(session, name, current))
    return min(found, key=lambda one: one.at, default=None)


async def _openings(session: AsyncSession) -> Sequence[tuple[str, datetime]]:
    rows = sa.select(Ritual.name, Ritual.next_opens_at).where(Ritual.state == "active").order_by(Ritual.id)
    return [(name, at) for name, at in await session.execute(rows) if at is not None]


async def _next_of(session: AsyncSession, name: str, current: Round) -> ComingUp:
    coming = (
        sa.select(Turn.ask_at, Person.name)
        .join(Person, Person.id == Turn.person_id)
        .join(Prompt, Prompt.id == Turn.prompt_id)
        .where(
            Turn.round_id == current.id,
            Turn.asked_at.is_(None),
            Turn.ask_at < current.closes_at,
            Prompt.state == "pending",
        )
        .order_by(Turn.ask_at, Turn.id)
    )
    turns = [(at, who) for at, who in await session.execute(coming)]
    if not turns:
        return ComingUp(current.closes_at, f"{name} closes")
    first = turns[0][0]
    asked = [who for at, who in turns if at == first]
    return ComingUp(first, f"{name} asks {asked[0] if len(asked) == 1 else f'{len(asked)} people'}")
