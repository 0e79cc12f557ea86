"""Which rounds of syncs are due: to be opened, or missed while Drumbeat was down; and when the next one opens."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.pause import Pause, covering
from bot.domain.round import CatchUp, catch_up
from bot.domain.sync import Opening, RoundPlan, found_late
from bot.services.pause_read import pauses_since
from bot.services.sync_schedule import Outlook, dates_taken, outlooks
from models import Ritual


@dataclass(frozen=True, slots=True)
class Due:
    """What is due of a sync: rounds to open, rounds that were missed, and the one that comes after them, if any.

    `paused`: rounds that do not take place, since everything is paused.
    """

    ritual: Ritual
    opening: tuple[RoundPlan, ...]
    missed: tuple[RoundPlan, ...]
    coming: Opening | None
    paused: tuple[RoundPlan, ...] = ()


async def due(session: AsyncSession, rituals: Sequence[Ritual], now: datetime) -> list[Due]:
    """Work out what is due of active syncs from their next dates on, in the same few statements for any number."""
    if not rituals:
        return []
    first = min(ritual.next_on for ritual in rituals if ritual.next_on)
    taken = await dates_taken(session, [ritual.id for ritual in rituals], first)
    seen = await outlooks(session, rituals)
    since = min(ritual.next_opens_at for ritual in rituals if ritual.next_opens_at)
    pauses = await pauses_since(session, {ritual.workspace_id for ritual in rituals}, since)
    both = zip(rituals, seen, strict=True)
    return [
        _due(ritual, one, ritual.next_on or first, taken[ritual.id], pauses.get(ritual.workspace_id, ()), now)
        for ritual, one in both
    ]


def _due(
    ritual: Ritual, outlook: Outlook, first: date, taken: Collection[date], pauses: Sequence[Pause], now: datetime
) -> Due:
    opening: list[RoundPlan] = []
    missed: list[RoundPlan] = []
    paused: list[RoundPlan] = []
    for one in outlook.plan.dates.taking_place(first - timedelta(days=1)):
        if one.day is None or one.is_among(taken):
            continue
        coming = outlook.opening_of(one.day)
        if coming.at > now:
            return Due(ritual, tuple(opening), tuple(missed), coming, tuple(paused))
        planned = outlook.round_from(coming)
        if covering(pauses, planned.opens_at):
            paused.append(planned)
        elif catch_up(planned.opens_at, planned.closes_at, now) is CatchUp.OPEN:
            opening.append(found_late(outlook.plan, planned, outlook.audience.people, now))
        else:
            missed.append(planned)
    return Due(ritual, tuple(opening), tuple(missed), None, tuple(paused))
