"""When the next round of a sync opens, kept as a timer and on the sync itself."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.recurrence import Rule
from bot.domain.sync import RoundPlan, SyncPlan, plan_round
from bot.engine.timers import cancel_timer, set_timer
from bot.services.sync_audience import Audience, audience_of, sync_plan
from models import Ritual, Round

OPENS = "sync.open"
"""Kind of the timer of a sync's next round; its subject is the ritual's id."""

LOOK_AHEAD = 10
"""How many dates are looked at to find one ahead: today and its neighbours may be past or taken, not more."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """A sync and its audience as they are now: what its rounds are worked out from."""

    plan: SyncPlan
    audience: Audience

    @property
    def rule(self) -> Rule:
        """The dates of the sync."""
        return Rule(self.plan.rrule, self.plan.starts_on)

    def round_of(self, day: date, *, now: datetime | None = None) -> RoundPlan:
        """Work out the round of `day`; with `now` one that somebody starts by hand."""
        return plan_round(self.plan, self.audience.parties, self.audience.people, day, now=now)


async def outlook(session: AsyncSession, ritual: Ritual) -> Outlook:
    """Read a sync and its audience."""
    plan = await sync_plan(session, ritual)
    return Outlook(plan, await audience_of(session, plan, ritual.id))


async def schedule(session: AsyncSession, ritual: Ritual, now: datetime) -> None:
    """Set the timer for the first round that opens after `now`, or take it away from a sync that is not active.

    A round whose first instant has passed is not caught up here: somebody has just set the sync up, or resumed it.
    """
    if ritual.state != "active":
        await set_next(session, ritual, None)
        return
    seen = await outlook(session, ritual)
    before_any_today = now.date() - timedelta(days=2)
    taken = await dates_taken(session, ritual, before_any_today)
    coming = (seen.round_of(day) for day in seen.rule.dates(before_any_today, LOOK_AHEAD) if day not in taken)
    await set_next(session, ritual, next((one for one in coming if one.opens_at > now), None))


async def move(session: AsyncSession, ritual: Ritual, now: datetime) -> None:
    """Set the timer of the next round anew, after people of a sync changed (their zone, their team, their dates).

    The round stays that of the same date, also where the first to be asked should have been asked by now; one that is
    due already is left to the tick.
    """
    if ritual.next_on is not None and ritual.next_opens_at is not None and ritual.next_opens_at > now:
        await set_next(session, ritual, (await outlook(session, ritual)).round_of(ritual.next_on))


async def dates_taken(session: AsyncSession, ritual: Ritual, first: date) -> set[date]:
    """Return the dates from `first` on that have their round."""
    rows = sa.select(Round.local_date).where(Round.ritual_id == ritual.id, Round.local_date >= first)
    return set(await session.scalars(rows))


async def set_next(session: AsyncSession, ritual: Ritual, planned: RoundPlan | None) -> None:
    """Let `planned` be the next round, be it in the past after downtime; None: none is to come."""
    if planned is None:
        ritual.next_on = ritual.next_opens_at = None
        await cancel_timer(session, ritual.workspace_id, OPENS, str(ritual.id))
        return
    ritual.next_on, ritual.next_opens_at = planned.day, planned.opens_at
    await set_timer(session, ritual.workspace_id, OPENS, str(ritual.id), planned.opens_at)
