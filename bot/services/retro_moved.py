"""A retro that moves to another channel takes the board along that its old channel did not let in."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger import Ledger
from bot.domain.retro import RUNNING
from bot.services.retro_message import board_key
from models import Delivery, Retro, RetroRound


async def post_board_anew(session: AsyncSession, ledger: Ledger, retro: Retro) -> int:
    """Post in the channel of `retro` the board, and what stands below it, that never came to the old one.

    Return how many messages. A board that stands somewhere stays there: its thread and its buttons do.
    """
    rounds = sa.select(RetroRound.id).where(RetroRound.retro_id == retro.id, RetroRound.state.in_(RUNNING))
    keys = [board_key(one) for one in await session.scalars(rounds)]
    boards = sa.select(Delivery).where(
        Delivery.key.in_(keys), Delivery.ts == "", Delivery.target != retro.channel_id, Delivery.state != "sending"
    )
    waiting = [one.key for one in await session.scalars(boards)]
    for key in waiting:
        moved = sa.update(Delivery).where(sa.or_(Delivery.key == key, Delivery.thread_key == key))
        await session.execute(moved.values(target=retro.channel_id))
    below = [one for key in waiting for one in await ledger.below(session, key)]
    return await ledger.retry(session, [*waiting, *below])
