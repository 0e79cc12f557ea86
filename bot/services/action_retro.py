"""Actions from one time of a retro to the next: what it begins with, and how often each was open."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import IDS, rows_of
from bot.delivery.ledger import Ledger
from bot.domain.action import LIVE, MOST_CARRIED
from bot.domain.action import Action as Shown
from bot.domain.retro import RUNNING
from bot.services import retro_message
from bot.services.action_read import IS_LIVE, SHOWN, shown
from bot.services.action_timer import ask_long_open
from models import Action, Person, RetroPart, RetroRound

MOST = 12
"""Actions with which a retro begins at most; `actions` lists all."""


# Put together once: every round that opens reads it.
_OPEN = (
    sa.select(Action, Person)
    .join(Person, sa.and_(Person.workspace_id == Action.workspace_id, Person.id == Action.owner_id))
    .where(Action.retro_id.in_(IDS), Action.state.in_(LIVE), Action.round_id.is_not(None))
    .order_by(Action.id)
    .with_for_update(of=Action)
)


async def since_last(session: AsyncSession, current: RetroRound) -> list[Shown]:
    """Return what a round begins with: the open actions and experiments of its retro, then what was settled since."""
    before = sa.select(sa.func.max(RetroRound.closed_at)).where(
        RetroRound.retro_id == current.retro_id, RetroRound.opens_at < current.opens_at
    )
    of_retro = (Action.retro_id == current.retro_id, Action.round_id != current.id)
    lately = sa.and_(Action.settled_at.is_not(None), Action.settled_at >= before.scalar_subquery())
    rows = SHOWN.where(*of_retro, sa.or_(IS_LIVE, lately)).order_by(
        Action.settled_at.is_not(None), Action.kind.desc(), Action.due_on, Action.id
    )
    return [shown(row) for row in await session.execute(rows.limit(MOST))]


async def made_by(session: AsyncSession, round_id: int) -> list[Shown]:
    """Return what a round of a retro has decided to do: its actions, then its experiment."""
    rows = SHOWN.where(Action.round_id == round_id).order_by(Action.kind, Action.id)
    return [shown(row) for row in await session.execute(rows)]


async def carry(session: AsyncSession, ledger: Ledger, rounds: Sequence[RetroRound], now: datetime) -> None:
    """Count, once a round, what is still open of retros as they open; ask owners what becomes of the long open.

    Whoever does not work at `now`, since the retro opens where others live, is asked when they do.
    """
    of_retros = {one.retro_id: one for one in rounds}
    long_open = []
    for action, owner in await rows_of(session, _OPEN, of_retros):
        current = of_retros[action.retro_id]
        if current.id in {action.round_id, action.carried_round_id}:
            continue
        action.carried, action.carried_round_id = action.carried + 1, current.id
        if action.carried >= MOST_CARRIED and not owner.deactivated:
            long_open.append((action, owner))
    await session.flush()
    await ask_long_open(session, ledger, long_open, now)


async def shown_in_retro(session: AsyncSession, action: Action, before: int) -> list[str]:
    """Return the keys of what shows an action in a round of its retro: the board, and what its owner is asked.

    `before`: the person who was its owner, whose taps are for another now.
    """
    if action.retro_id is None:
        return []
    going = sa.select(RetroRound.id).where(RetroRound.retro_id == action.retro_id, RetroRound.state.in_(RUNNING))
    rounds = [one for one in (await session.scalar(going.limit(1)), action.round_id) if one is not None]
    two = {action.owner_id, before}
    parts = sa.select(RetroPart.id).where(RetroPart.round_id.in_(rounds), RetroPart.person_id.in_(two))
    asked = [retro_message.prompt_key(part) for part in await session.scalars(parts)]
    return [*(retro_message.board_key(one) for one in rounds), *asked]
