"""A retro that moves to another channel takes the board along that its old channel did not let in."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger import Ledger
from bot.domain.retro import RUNNING
from bot.services.channel_invite import channel_facts
from bot.services.retro_message import board_key
from models import Delivery, Retro, RetroRound

_IN_HAND = ("sending", "unknown")
"""States in which Slack may take a message yet where it was to stand."""


async def post_board_anew(session: AsyncSession, ledger: Ledger, retro: Retro) -> int:
    """Post in the channel of `retro` the board, and what stands below it, of a channel that is lost; return how many.

    Lost is one that is archived, or that Drumbeat is not in. A board that is read where it stands stays there.
    """
    rounds = sa.select(RetroRound.id).where(RetroRound.retro_id == retro.id, RetroRound.state.in_(RUNNING))
    keys = [board_key(one) for one in await session.scalars(rounds)]
    boards = sa.select(Delivery.key, Delivery.target).where(
        Delivery.key.in_(keys), Delivery.target != retro.channel_id, Delivery.state.not_in(_IN_HAND)
    )
    lost = [key for key, target in await session.execute(boards) if not (await channel_facts(session, target)).can_post]
    lost += [one for key in lost for one in await ledger.below(session, key)]
    # In the order of their ids, as all do who change more than one: else two could wait for each other for ever.
    rows = sa.select(Delivery).where(Delivery.key.in_(lost), Delivery.state.not_in(_IN_HAND))
    moved = list(
        await session.scalars(
            rows.order_by(Delivery.id).with_for_update(), execution_options={"populate_existing": True}
        )
    )
    for one in moved:
        one.target, one.conversation, one.ts, one.posted_at = retro.channel_id, "", "", None
        one.state, one.reason, one.attempt, one.held_until, one.sent = "planned", "", 0, 0, 0
    if moved:
        await session.flush()
        await ledger.wake(session, retro.workspace_id, 1)
    return len(moved)
