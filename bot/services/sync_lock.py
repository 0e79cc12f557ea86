"""Who waits for whom when several change one sync at once; on SQLite, with one writer, nobody needs to ask.

Everything locks in one order, so that no two ever wait for each other: a sync's timers (the tick holds them while it
plans), the sync, the prompts, the round, the messages. The second to come then reads what the first has done. Blockers
come after the prompts and before the messages; whoever holds one touches no timer of it that was not held before.
"""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services.retro_schedule import OPENS as RETRO_OPENS
from bot.services.sync_schedule import OPENS
from models import Prompt, Ritual, Round, Timer

STEP = "sync.step"
"""Kind of the timer of a round's next step; its subject is the round's id."""

# Put together once: whoever answers holds the round.
_ROUND = sa.select(Round).where(Round.id == sa.bindparam("round_id")).with_for_update()
_RITUAL = sa.select(Ritual).where(Ritual.id == sa.bindparam("ritual_id"))


async def lock_sync(session: AsyncSession, ritual_id: int) -> Ritual | None:
    """Hold a sync with its timers until the end of the transaction; None where there is none in this workspace.

    Call it before anything else is changed. The tick plans nothing for the sync meanwhile.
    """
    await _lock_timers(session, OPENS, [str(ritual_id)])
    # Read only now: a tick that was waited for may just have opened a round.
    rounds = await session.scalars(sa.select(Round.id).where(Round.ritual_id == ritual_id, Round.state == "open"))
    await _lock_timers(session, STEP, [str(one) for one in rounds])
    found: Ritual | None = await session.scalar(
        sa.select(Ritual).where(Ritual.id == ritual_id).with_for_update().execution_options(populate_existing=True)
    )
    return found


async def lock_all_openings(session: AsyncSession) -> None:
    """Let no round of the workspace open until the end of the transaction, in which many rituals may be changed."""
    await _lock_timers(session, OPENS)
    await _lock_timers(session, RETRO_OPENS)


async def lock_prompts(session: AsyncSession, round_id: int) -> None:
    """Let nobody answer in a round until the end of the transaction; call it before `lock_round`."""
    rows = sa.select(Prompt.id).where(Prompt.round_id == round_id).order_by(Prompt.id).with_for_update()
    await session.execute(rows)


async def lock_round(session: AsyncSession, round_id: int) -> tuple[Round, Ritual]:
    """Hold a round until the end of the transaction; return it and its sync as they are now.

    Of two last answers sent at once the second sees the first, and neither waits for the other's prompt.
    """
    now = {"populate_existing": True}
    current: Round = (await session.scalars(_ROUND, {"round_id": round_id}, execution_options=now)).one()
    sync = await session.scalars(_RITUAL, {"ritual_id": current.ritual_id}, execution_options=now)
    return current, sync.one()


async def _lock_timers(session: AsyncSession, kind: str, subjects: list[str] | None = None) -> None:
    if subjects == []:
        return
    rows = sa.select(Timer.id).where(Timer.kind == kind).order_by(Timer.id).with_for_update()
    await session.execute(rows if subjects is None else rows.where(Timer.subject.in_(subjects)))
