"""Which messages being left out wants: their kinds and keys in the ledger. The words are made when they are sent."""

from collections.abc import Iterable, Mapping

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger import Intent, Ledger
from bot.domain.opt_out import Asks, OptOutState
from bot.services import retro_message, sync_message
from bot.services.opt_out_read import COLUMN
from models import OptOut, Person, Retro, RetroPart, RetroRound, Ritual, Round, Turn

ASKED, TOLD = "opt_out_asked", "opt_out_told"
"""Kinds: the question to the owner of a sync or retro, and the reply to whoever asked."""

_OWNED: dict[Asks, type[Ritual | Retro]] = {Asks.SYNC: Ritual, Asks.RETRO: Retro}


async def asked(session: AsyncSession, of: Asks, ritual_ids: Iterable[int]) -> list[Intent]:
    """Ask the owners of these syncs (or retros) what waits for a decision, each once; nobody who has left is asked."""
    owned, column = _OWNED[of], COLUMN[of]
    waiting = (
        sa.select(OptOut.id, Person.id, Person.slack_id)
        .join(owned, owned.id == column)
        .join(Person, Person.id == owned.owner_id)
        .where(column.in_(ritual_ids), OptOut.state == OptOutState.ASKED, Person.deactivated.is_(False))
        .order_by(OptOut.id)
    )
    return [
        Intent(
            asked_key(opt_out_id, owner_id),
            ASKED,
            {"opt_out": opt_out_id, "owner": owner_id},
            slack_id,
            priority=sync_message.AT_ONCE,
        )
        for opt_out_id, owner_id, slack_id in await session.execute(waiting)
    ]


async def pass_on(
    session: AsyncSession, ledger: Ledger, workspace_id: str, before: Mapping[int, int], of: Asks = Asks.SYNC
) -> None:
    """Ask the new owners of syncs (or retros) what waits for a decision; `before`: the owners until now, by its id.

    Call it after they were changed. What the owners before were asked says whose it is now.
    """
    intents = await asked(session, of, before)
    await ledger.plan(session, workspace_id, intents)
    column = COLUMN[of]
    waiting = sa.select(OptOut.id, column).where(column.in_(before), OptOut.state == OptOutState.ASKED)
    keys = [asked_key(opt_out_id, before[ritual_id]) for opt_out_id, ritual_id in await session.execute(waiting)]
    await ledger.refresh(session, workspace_id, [*keys, *(intent.key for intent in intents)])


def asked_key(opt_out_id: int, owner_id: int) -> str:
    """Return the key of the question that an owner has about one request."""
    return f"{ASKED}:{opt_out_id}:{owner_id}"


async def told(session: AsyncSession, opt_out: OptOut) -> list[Intent]:
    """Tell a person what was decided, below the last question that they were asked there, if it is kept still."""
    row = sa.select(Person.slack_id).where(Person.id == opt_out.person_id, Person.deactivated.is_(False))
    slack_id = await session.scalar(row)
    if slack_id is None:
        return []
    return [
        Intent(
            f"{TOLD}:{opt_out.id}:{opt_out.state}",
            TOLD,
            {"opt_out": opt_out.id, "state": opt_out.state},
            slack_id,
            thread_key=await _last_asked(session, opt_out),
            priority=sync_message.AT_ONCE,
        )
    ]


async def _last_asked(session: AsyncSession, opt_out: OptOut) -> str:
    """Return the key of the last question that somebody was asked; "" where it is kept no more."""
    if opt_out.retro_id is None:
        turns = sa.select(Turn.id).join(Round, Round.id == Turn.round_id).where(Round.ritual_id == opt_out.ritual_id)
        mine = turns.where(Turn.person_id == opt_out.person_id, Turn.asked_at.is_not(None))
        turn_id = await session.scalar(mine.order_by(Turn.asked_at.desc(), Turn.id.desc()).limit(1))
        return sync_message.prompt_key(turn_id) if turn_id else ""
    parts = sa.select(RetroPart.id).join(RetroRound, RetroRound.id == RetroPart.round_id)
    own = parts.where(
        RetroRound.retro_id == opt_out.retro_id,
        RetroPart.person_id == opt_out.person_id,
        RetroPart.asked_at.is_not(None),
    )
    part_id = await session.scalar(own.order_by(RetroPart.asked_at.desc(), RetroPart.id.desc()).limit(1))
    return retro_message.prompt_key(part_id) if part_id else ""
