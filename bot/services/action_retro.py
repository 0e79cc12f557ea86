"""Actions from one time of a retro to the next: what it begins with, and how often each was open."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger import Ledger
from bot.domain.action import LIVE, MOST_CARRIED
from bot.domain.action import Action as Shown
from bot.domain.retro import RUNNING
from bot.services import action_message, retro_message
from bot.services.action_read import IS_LIVE, SHOWN, shown
from models import Action, Person, RetroPart, RetroRound

MOST = 12
"""Actions with which a retro begins at most; `actions` lists all."""


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


async def carry(session: AsyncSession, ledger: Ledger, current: RetroRound) -> None:
    """Count, once a round, what is still open of a retro as it opens; ask owners what becomes of the long open."""
    rows = (
        sa.select(Action, Person)
        .join(Person, Person.id == Action.owner_id)
        .where(
            Action.retro_id == current.retro_id,
            Action.state.in_(LIVE),
            Action.round_id != current.id,
            sa.or_(Action.carried_round_id.is_(None), Action.carried_round_id != current.id),
        )
        .order_by(Action.id)
        .with_for_update(of=Action)
    )
    asked = []
    for action, owner in await session.execute(rows):
        action.carried, action.carried_round_id = action.carried + 1, current.id
        if action.carried >= MOST_CARRIED and not owner.deactivated:
            asked.append(action_message.carried(action, owner))
    await session.flush()
    await ledger.plan(session, current.workspace_id, asked)


async def shown_in_retro(session: AsyncSession, action: Action) -> list[str]:
    """Return the keys of what shows an action in a round of its retro: the board, and the question to its owner."""
    if action.retro_id is None:
        return []
    going = sa.select(RetroRound.id).where(RetroRound.retro_id == action.retro_id, RetroRound.state.in_(RUNNING))
    rounds = [one for one in (await session.scalar(going.limit(1)), action.round_id) if one is not None]
    parts = sa.select(RetroPart.id).where(RetroPart.round_id.in_(rounds), RetroPart.person_id == action.owner_id)
    asked = [retro_message.prompt_key(part) for part in await session.scalars(parts)]
    return [*(retro_message.board_key(one) for one in rounds), *asked]
