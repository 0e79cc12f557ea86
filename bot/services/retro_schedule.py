"""When the next round of a retro opens, kept as a timer and on the retro itself; and what is due of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.pause import covering
from bot.domain.retro import RetroOpening, RetroRoundPlan, found_at
from bot.domain.ritual_dates import LONGEST_REST
from bot.domain.round import CatchUp
from bot.engine.timers import cancel_timer, set_timer
from bot.services.pause_read import pauses_since
from bot.services.retro_plan import RetroOutlook, retro_outlook, retro_outlooks
from models import Retro, RetroRound

OPENS = "retro.open"
"""Kind of the timer of a retro's next round; its subject is the retro's id."""

LOOK_AHEAD = 10
"""How many dates are looked at to find one ahead: today and its neighbours may be past or taken, not more."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class RetroDue:
    """What is due of a retro: a round to open, those that were missed, those of a pause, and what comes after them."""

    outlook: RetroOutlook
    opening: RetroRoundPlan | None
    missed: tuple[RetroRoundPlan, ...]
    paused: tuple[RetroRoundPlan, ...]
    coming: RetroOpening | None


async def schedule(session: AsyncSession, retro: Retro, now: datetime) -> None:
    """Set the timer for the first round that opens after `now`, or take it away from a retro that is not active."""
    if retro.state != "active":
        await set_next(session, retro, None)
        return
    seen = await retro_outlook(session, retro)
    taken = await dates_taken(session, retro.id, now.date())
    dates = islice(seen.plan.dates.taking_place(now.date() - 2 * _DAY), LOOK_AHEAD)
    coming = (seen.opening_of(one.day) for one in dates if one.day and not one.is_among(taken))
    await set_next(session, retro, next((one for one in coming if one.at > now), None))


async def move_all(session: AsyncSession, now: datetime) -> None:
    """Set the next round of every retro anew, after people, teams, zones or working times may have changed.

    A round stays that of the same date, unless the retro takes place on another one by now; one that is due already is
    left to the tick. Call it with all openings locked.
    """
    active = sa.select(Retro).where(Retro.state == "active", Retro.next_opens_at > now).order_by(Retro.id)
    retros = list(await session.scalars(active, execution_options={"populate_existing": True}))
    for retro, seen in zip(retros, await retro_outlooks(session, retros), strict=True):
        if retro.next_on is None or not seen.plan.dates.includes(retro.next_on):
            await schedule(session, retro, now)
        elif (coming := seen.opening_of(retro.next_on)).at != retro.next_opens_at:
            await set_next(session, retro, coming)


async def due_of(session: AsyncSession, retro: Retro, now: datetime) -> RetroDue:
    """Work out what is due of an active retro from its next date on.

    Of several rounds that are overdue after downtime the last one in time is opened; all others were missed.
    """
    seen = await retro_outlook(session, retro)
    first = retro.next_on or now.date()
    taken = await dates_taken(session, retro.id, first)
    since = retro.next_opens_at or now
    pauses = (await pauses_since(session, {retro.workspace_id}, since)).get(retro.workspace_id, ())
    opening: RetroRoundPlan | None = None
    missed: list[RetroRoundPlan] = []
    paused: list[RetroRoundPlan] = []
    for one in seen.plan.dates.taking_place(first - _DAY):
        if one.day is None or one.is_among(taken):
            continue
        coming = seen.opening_of(one.day)
        if coming.at > now:
            return RetroDue(seen, opening, tuple(missed), tuple(paused), coming)
        planned = seen.round_of(one.day)
        if covering(pauses, planned.opens_at):
            paused.append(planned)
        elif found_at(planned, now) is CatchUp.OPEN:
            missed += [opening] if opening else []
            opening = seen.found_late(planned, now)
        else:
            missed.append(planned)
    return RetroDue(seen, opening, tuple(missed), tuple(paused), None)


async def dates_taken(session: AsyncSession, retro_id: int, first: date) -> Collection[date]:
    """Return the dates that have their round, as far back as one before `first` may stand for a later one."""
    rows = sa.select(RetroRound.local_date).where(
        RetroRound.retro_id == retro_id, RetroRound.local_date >= first - LONGEST_REST
    )
    return set(await session.scalars(rows))


async def set_next(session: AsyncSession, retro: Retro, coming: RetroOpening | None) -> None:
    """Let this be the next round of a retro, be it in the past after downtime; None: none is to come."""
    retro.next_on = coming.day if coming else None
    retro.next_opens_at = coming.at if coming else None
    if coming is None:
        await cancel_timer(session, retro.workspace_id, OPENS, str(retro.id))
    else:
        await set_timer(session, retro.workspace_id, OPENS, str(retro.id), coming.at)
