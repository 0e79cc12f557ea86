"""Who waits for whom when several change one retro at once; on SQLite, with one writer, nobody needs to ask.

Everything locks in one order: the retro's timers (the tick holds them while it plans), the retro (several by their
ids), its round, the parts of people, the messages. Whoever adds a card holds the round weakly, so that none slips in
beside the reveal.
"""

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import IDS, rows_of
from bot.domain.retro import RUNNING
from bot.engine.port import DueTimer
from bot.services.retro_schedule import OPENS
from models import Retro, RetroRound, Timer

STEP = "retro.step"
"""Kind of the timer of a round's next step; its subject is the round's id."""

_RETROS = (
    sa.select(Retro)
    .where(Retro.id.in_(IDS))
    .order_by(Retro.id)
    .with_for_update()
    .execution_options(populate_existing=True)
)
_HELD = sa.select(Retro.id).where(Retro.id.in_(IDS)).order_by(Retro.id).with_for_update()
_RETROS_OF = sa.select(RetroRound.retro_id).where(RetroRound.id.in_(IDS))
_RUNNING = (
    sa.select(RetroRound)
    .where(RetroRound.retro_id.in_(IDS), RetroRound.state.in_(RUNNING))
    .order_by(RetroRound.id)
    .with_for_update()
    .execution_options(populate_existing=True)
)


async def lock_retro(session: AsyncSession, retro_id: int) -> tuple[Retro | None, RetroRound | None]:
    """Hold a retro with its timers and the round that goes on until the end of the transaction; return both.

    None where there is none in this workspace. Call it before anything else is changed.
    """
    await _lock_timers(session, OPENS, [retro_id])
    # Read only now: a tick that was waited for may just have opened a round.
    running = sa.select(RetroRound.id).where(RetroRound.retro_id == retro_id, RetroRound.state.in_(RUNNING))
    await _lock_timers(session, STEP, list(await session.scalars(running)))
    return await lock_rows(session, retro_id)


async def lock_rows(session: AsyncSession, retro_id: int) -> tuple[Retro | None, RetroRound | None]:
    """Hold a retro and the round that goes on, as `lock_many` does."""
    return next(iter(await lock_many(session, [retro_id])), (None, None))


async def lock_many(session: AsyncSession, retro_ids: Collection[int]) -> list[tuple[Retro, RetroRound | None]]:
    """Hold retros, each with the round that goes on, in the order of their ids.

    For a planner: its tick holds the timers that it took already.
    """
    retros = [retro for (retro,) in await rows_of(session, _RETROS, retro_ids)]
    rounds = {one.retro_id: one for (one,) in await rows_of(session, _RUNNING, [one.id for one in retros])}
    return [(one, rounds.get(one.id)) for one in retros]


async def hold_due(session: AsyncSession, timers: Sequence[DueTimer]) -> None:
    """Hold the retros of all due timers, those that open and those that step, in the order of their ids.

    A tick opens some and steps others. Would it lock them only then, two processes that have each other's would wait
    for each other.
    """
    retros = {int(one.subject) for one in timers if one.kind == OPENS}
    rounds = {int(one.subject) for one in timers if one.kind == STEP}
    retros |= {retro_id for (retro_id,) in await rows_of(session, _RETROS_OF, rounds)}
    await rows_of(session, _HELD, retros)


async def lock_round(session: AsyncSession, round_id: int) -> tuple[Retro, RetroRound] | None:
    """Hold a round, as `lock_retro` does, in whatever state it is; None where there is none in this workspace."""
    retro_id = await session.scalar(sa.select(RetroRound.retro_id).where(RetroRound.id == round_id))
    if retro_id is None:
        return None
    retro, current = await lock_retro(session, retro_id)
    if current is None or current.id != round_id:
        current = await session.get(RetroRound, round_id)
    return None if retro is None or current is None else (retro, current)


async def _lock_timers(session: AsyncSession, kind: str, subjects: list[int]) -> None:
    if subjects:
        wanted = (Timer.kind == kind, Timer.subject.in_([str(one) for one in subjects]))
        await session.execute(sa.select(Timer.id).where(*wanted).order_by(Timer.id).with_for_update())
