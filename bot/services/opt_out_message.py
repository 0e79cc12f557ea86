"""Which messages being left out wants: their kinds and keys in the ledger. The words are made when they are sent."""

from collections.abc import Iterable, Mapping

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger import Intent, Ledger
from bot.domain.opt_out import OptOutState
from bot.services import sync_message
from models import OptOut, Person, Ritual, Round, Turn

ASKED, TOLD = "opt_out_asked", "opt_out_told"
"""Kinds: the question to the owner of a sync, and the reply to whoever asked."""


async def asked(session: AsyncSession, ritual_ids: Iterable[int]) -> list[Intent]:
    """Ask the owners of these syncs what still waits for a decision, each owner once; nobody who has left is asked."""
    waiting = (
        sa.select(OptOut.id, Person.id, Person.slack_id)
        .join(Ritual, Ritual.id == OptOut.ritual_id)
        .join(Person, Person.id == Ritual.owner_id)
        .where(OptOut.ritual_id.in_(ritual_ids), OptOut.state == OptOutState.ASKED, Person.deactivated.is_(False))
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


async def pass_on(session: AsyncSession, ledger: Ledger, workspace_id: str, before: Mapping[int, int]) -> None:
    """Ask the new owners of syncs what waits for a decision; `before` has the ids of their owners until now, by sync.

    Call it after they were changed. What the owners before were asked says whose it is now.
    """
    intents = await asked(session, before)
    await ledger.plan(session, workspace_id, intents)
    waiting = sa.select(OptOut.id, OptOut.ritual_id).where(
        OptOut.ritual_id.in_(before), OptOut.state == OptOutState.ASKED
    )
    keys = [asked_key(opt_out_id, before[ritual_id]) for opt_out_id, ritual_id in await session.execute(waiting)]
    await ledger.refresh(session, workspace_id, [*keys, *(intent.key for intent in intents)])


def asked_key(opt_out_id: int, owner_id: int) -> str:
    """Return the key of the question that an owner has about one request."""
    return f"{ASKED}:{opt_out_id}:{owner_id}"


async def told(session: AsyncSession, opt_out: OptOut) -> list[Intent]:
    """Tell a person what was decided, below the last question that the sync asked them, if it is kept still."""
    row = sa.select(Person.slack_id).where(Person.id == opt_out.person_id, Person.deactivated.is_(False))
    slack_id = await session.scalar(row)
    if slack_id is None:
        return []
    last = (
        sa.select(Turn.id)
        .join(Round, Round.id == Turn.round_id)
        .where(Round.ritual_id == opt_out.ritual_id, Turn.person_id == opt_out.person_id, Turn.asked_at.is_not(None))
        .order_by(Turn.asked_at.desc(), Turn.id.desc())
        .limit(1)
    )
    turn_id = await session.scalar(last)
    return [
        Intent(
            f"{TOLD}:{opt_out.id}:{opt_out.state}",
            TOLD,
            {"opt_out": opt_out.id, "state": opt_out.state},
            slack_id,
            thread_key=sync_message.prompt_key(turn_id) if turn_id else "",
            priority=sync_message.AT_ONCE,
        )
    ]
