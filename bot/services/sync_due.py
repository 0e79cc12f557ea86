"""Which rounds of syncs are due: to be opened, or missed while Drumbeat was down; and when the next one opens."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.round import CatchUp, catch_up
from bot.domain.sync import Opening, RoundPlan, found_late
from bot.services.sync_schedule import Outlook, dates_taken, outlooks
from models import Ritual


@dataclass(frozen=True, slots=True)
class Due:
    """What is due of a sync: rounds to open, rounds that were missed, and the one that comes after them, if any."""

    ritual: Ritual
    opening: tuple[RoundPlan, ...]
    missed: tuple[RoundPlan, ...]
    coming: Opening | None


async def due(session: AsyncSession, rituals: Sequence[Ritual], now: datetime) -> list[Due]:
    """Work out what is due of active syncs from their next dates on, in the same few statements for any number."""
    if not rituals:
        return []
    first = min(ritual.next_on for ritual in rituals if ritual.next_on)
    taken = await dates_taken(session, [ritual.id for ritual in rituals], first)
    seen = await outlooks(session, rituals)
    return [_due(ritual, one, taken[ritual.id], now) for ritual, one in zip(rituals, seen, strict=True)]


def _due(ritual: Ritual, outlook: Outlook, taken: Collection[date], now: datetime) -> Due:
    opening: list[RoundPlan] = []
    missed: list[RoundPlan] = []
    day: date | None = ritual.next_on
    coming: Opening | None = None
    while day is not None:
        coming = None if day in taken else outlook.opening_of(day)
        if coming is not None and coming.at > now:
            break
        if coming is not None:
            planned = outlook.round_from(coming)
            if catch_up(planned.opens_at, planned.closes_at, now) is CatchUp.OPEN:
                opening.append(found_late(outlook.plan, planned, outlook.audience.people, now))
            else:
                missed.append(planned)
        day = outlook.rule.next(day)
    return Due(ritual, tuple(opening), tuple(missed), coming)
