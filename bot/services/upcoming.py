"""What people will notice next, in words for whoever moves the playground's clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.retro import RUNNING, RetroState
from bot.services.retro_phase import phase_end
from models import Person, Prompt, Retro, RetroPart, RetroRound, Ritual, Round, Turn

_NEXT = {
    RetroState.COLLECTING: "the cards are shown",
    RetroState.FEW: "the cards are shown",
    RetroState.GROUPING: "the vote begins",
    RetroState.VOTING: "the vote ends",
}
"""What comes at the end of a phase that has one."""


@dataclass(frozen=True, slots=True)
class ComingUp:
    """The next thing that people notice: when (aware UTC), and what, e.g. "Weekly sync asks Wei Tan"."""

    at: datetime
    label: str


async def coming_up(session: AsyncSession) -> ComingUp | None:
    """Return which sync or retro opens, asks or goes on first; None when none has anything to come.

    What happens in between (a reminder, the next of a squad asked instead of one who is silent) is passed over: whoever
    moves the clock wants to be where people are asked.
    """
    found = [ComingUp(at, f"{name} opens") for name, at in await _openings(session)]
    rounds = sa.select(Ritual.name, Round).join(Round, Round.ritual_id == Ritual.id).where(Round.state == "open")
    for name, current in await session.execute(rounds.order_by(Round.id)):
        found.append(await _next_of(session, name, current))
    found += await _of_retros(session)
    return min(found, key=lambda one: one.at, default=None)


async def _of_retros(session: AsyncSession) -> list[ComingUp]:
    """Return when retros open, ask somebody, or go on to their next phase."""
    retros = sa.select(Retro.name, Retro.next_opens_at).where(Retro.state == "active", Retro.next_opens_at.is_not(None))
    found = [ComingUp(at, f"{name} opens") for name, at in await session.execute(retros.order_by(Retro.id)) if at]
    going = sa.select(Retro.name, RetroRound).join(Retro, Retro.id == RetroRound.retro_id)
    for name, current in await session.execute(going.where(RetroRound.state.in_(RUNNING)).order_by(RetroRound.id)):
        if (end := phase_end(current)) is not None:
            found.append(ComingUp(end, f"{name}: {_NEXT[RetroState(current.state)]}"))
        asks = sa.select(sa.func.min(RetroPart.ask_at)).where(
            RetroPart.round_id == current.id, RetroPart.asked_at.is_(None)
        )
        at = await session.scalar(asks) if current.state == RetroState.COLLECTING else None
        found += [ComingUp(at, f"{name} asks")] if at is not None else []
    return found


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
