"""When the next round of a retro opens, kept as a timer and on the retro itself; and what is due of it."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import IDS, rows_of
from bot.domain.pause import Pause, covering
from bot.domain.retro import RetroOpening, RetroRoundPlan, found_at
from bot.domain.ritual_dates import LONGEST_REST
from bot.domain.round import CatchUp
from bot.engine.timers import cancel_timer, set_timers
from bot.services.pause_read import pauses_since
from bot.services.retro_plan import RetroOutlook, retro_outlook, retro_outlooks
from models import Retro, RetroRound

OPENS = "retro.open"
"""Kind of the timer of a retro's next round; its subject is the retro's id."""

LOOK_AHEAD = 10
"""How many dates are looked at to find one ahead: today and its neighbours may be past or taken, not more."""

_DAY = timedelta(days=1)


# Put together once: every tick with a retro in it reads these.
_DATES_TAKEN = (
    sa.select(RetroRound.retro_id, RetroRound.local_date)
    .join(Retro, sa.and_(Retro.workspace_id == RetroRound.workspace_id, Retro.id == RetroRound.retro_id))
    .where(Retro.id.in_(IDS), RetroRound.local_date >= sa.bindparam("first"))
)


@dataclass(frozen=True, slots=True)
class RetroDue:
    """What is due of a retro: a round to open, those that were missed, those of a pause, and what comes after them."""

    retro: Retro
    outlook: RetroOutlook
    opening: RetroRoundPlan | None
    missed: tuple[RetroRoundPlan, ...]
    paused: tuple[RetroRoundPlan, ...]
    coming: RetroOpening | None


async def schedule(session: AsyncSession, retro: Retro, now: datetime) -> None:
    """Set the timer for the first round that opens after `now`, or take it away from a retro that is not active."""
    if retro.state != "active":
        await set_next(session, [(retro, None)])
        return
    seen = await retro_outlook(session, retro)
    taken = (await dates_taken(session, [retro.id], now.date()))[retro.id]
    dates = islice(seen.plan.dates.taking_place(now.date() - 2 * _DAY), LOOK_AHEAD)
    coming = (seen.opening_of(one.day) for one in dates if one.day and not one.is_among(taken))
    await set_next(session, [(retro, next((one for one in coming if one.at > now), None))])


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
            await set_next(session, [(retro, coming)])


async def due(session: AsyncSession, retros: Sequence[Retro], now: datetime) -> list[RetroDue]:
    """Work out what is due of active retros from their next dates on, by the same few statements for any number.

    Of several rounds of one that are overdue after downtime the last in time is opened; all others were missed.
    """
    if not retros:
        return []
    first = min(one.next_on or now.date() for one in retros)
    taken = await dates_taken(session, [one.id for one in retros], first)
    since = min(one.next_opens_at or now for one in retros)
    pauses = await pauses_since(session, {one.workspace_id for one in retros}, since)
    seen = await retro_outlooks(session, retros)
    return [
        _due(retro, outlook, taken[retro.id], pauses.get(retro.workspace_id, ()), now)
        for retro, outlook in zip(retros, seen, strict=True)
    ]


def _due(retro: Retro, seen: RetroOutlook, taken: Collection[date], pauses: Sequence[Pause], now: datetime) -> RetroDue:
    opening: RetroRoundPlan | None = None
    missed: list[RetroRoundPlan] = []
    paused: list[RetroRoundPlan] = []
    for one in seen.plan.dates.taking_place((retro.next_on or now.date()) - _DAY):
        if one.day is None or one.is_among(taken):
            continue
        coming = seen.opening_of(one.day)
        if coming.at > now:
            return RetroDue(retro, seen, opening, tuple(missed), tuple(paused), coming)
        planned = seen.round_of(one.day)
        if covering(pauses, planned.opens_at):
            paused.append(planned)
        elif found_at(planned, now) is CatchUp.OPEN:
            missed += [opening] if opening else []
            opening = seen.found_late(planned, now)
        else:
            missed.append(planned)
    return RetroDue(retro, seen, opening, tuple(missed), tuple(paused), None)


async def dates_taken(session: AsyncSession, retro_ids: Collection[int], first: date) -> Mapping[int, set[date]]:
    """Return, by retro, the dates that have their round, as far back as one before `first` may stand for a later."""
    taken: dict[int, set[date]] = defaultdict(set)
    for retro_id, day in await rows_of(session, _DATES_TAKEN, retro_ids, first=first - LONGEST_REST):
        taken[retro_id].add(day)
    return taken


async def set_next(session: AsyncSession, coming: Sequence[tuple[Retro, RetroOpening | None]]) -> None:
    """Let these be the next rounds of retros, be they in the past after downtime; None: none is to come."""
    for retro, opening in coming:
        retro.next_on = opening.day if opening else None
        retro.next_opens_at = opening.at if opening else None
        if opening is None:
            await cancel_timer(session, retro.workspace_id, OPENS, str(retro.id))
    timers = {(retro.workspace_id, str(retro.id)): opening.at for retro, opening in coming if opening}
    await set_timers(session, OPENS, timers)
