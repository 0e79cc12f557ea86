"""When the next round of a sync opens, kept as a timer and on the sync itself."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import IDS, rows_of
from bot.domain.ritual_dates import LONGEST_REST
from bot.domain.sync import Opening, RoundPlan, SyncPlan, opening_of, plan_round, round_from
from bot.engine.timers import cancel_timer, set_timers
from bot.services.sync_audience import Audience, audiences_of, sync_plans
from models import Ritual, Round

OPENS = "sync.open"
"""Kind of the timer of a sync's next round; its subject is the ritual's id."""

FOLLOW = "sync.follow"
"""Kind of the timer of the comparison before a round with those whom a sync follows; its subject is the ritual's id."""

FOLLOW_NOW = "sync.follow_now"
"""Kind of the timer of the same beside it: after a sync was set up by a file, or where Slack did not answer."""

BEFORE = timedelta(minutes=30)
"""How long before a round opens they are compared: long enough for Slack's rate, and for a second try."""

LOOK_AHEAD = 10
"""How many dates are looked at to find one ahead: today and its neighbours may be past or taken, not more."""

_DATES_TAKEN = (
    sa.select(Round.ritual_id, Round.local_date)
    .join(Ritual, sa.and_(Ritual.workspace_id == Round.workspace_id, Ritual.id == Round.ritual_id))
    .where(Ritual.id.in_(IDS), Round.local_date >= sa.bindparam("first"))
)


@dataclass(frozen=True, slots=True)
class Outlook:
    """A sync and its audience as they are now: what its rounds are worked out from."""

    plan: SyncPlan
    audience: Audience

    def opening_of(self, day: date) -> Opening:
        """Work out when the round of `day` opens, and who speaks in it."""
        return opening_of(self.plan, self.audience.parties, self.audience.people, day)

    def round_from(self, opening: Opening) -> RoundPlan:
        """Work out the round that opens like this."""
        return round_from(self.plan, opening)

    def round_now(self, day: date, now: datetime) -> RoundPlan:
        """Work out the round of `day` when somebody starts it by hand at `now`."""
        return plan_round(self.plan, self.audience.parties, self.audience.people, day, now=now)


async def outlook(session: AsyncSession, ritual: Ritual) -> Outlook:
    """Read a sync and its audience."""
    [found] = await outlooks(session, [ritual])
    return found


async def outlooks(session: AsyncSession, rituals: Sequence[Ritual]) -> list[Outlook]:
    """Read syncs and their audiences, in the same few statements however many they are."""
    plans = await sync_plans(session, rituals)
    ids = [ritual.id for ritual in rituals]
    audiences = await audiences_of(session, list(zip(plans, ids, strict=True)))
    return [Outlook(plan, audience) for plan, audience in zip(plans, audiences, strict=True)]


async def schedule(session: AsyncSession, ritual: Ritual, now: datetime) -> None:
    """Set the timer for the first round that opens after `now`, or take it away from a sync that is not active.

    A round whose first instant has passed is not caught up here: somebody has just set the sync up, or resumed it.
    """
    if ritual.state != "active":
        await set_next(session, [(ritual, None)])
        return
    seen = await outlook(session, ritual)
    taken = await dates_taken(session, [ritual.id], now.date())
    await set_next(session, [(ritual, _first_after(seen, taken[ritual.id], now))])


async def move(session: AsyncSession, rituals: Sequence[Ritual], now: datetime) -> None:
    """Set the timers of next rounds anew, after people of syncs changed (their zone, their team, their dates).

    A round stays that of the same date, also where the first to be asked should have been asked by now, unless the home
    country has moved with the owner and the sync takes place on another; one that is due already is left to the tick.
    """
    ahead = [one for one in rituals if _is_ahead(one, now)]
    await move_seen(session, list(zip(ahead, await outlooks(session, ahead), strict=True)), now)


async def move_seen(session: AsyncSession, seen: Sequence[tuple[Ritual, Outlook]], now: datetime) -> None:
    """Set the timers of next rounds anew, as `move` does, of syncs that were read with their audiences already."""
    ahead = [(ritual, outlook) for ritual, outlook in seen if _is_ahead(ritual, now)]
    taken = await dates_taken(session, [ritual.id for ritual, _ in ahead], now.date())
    await set_next(
        session,
        [
            (ritual, _again(outlook, ritual.next_on, taken[ritual.id], now))
            for ritual, outlook in ahead
            if ritual.next_on
        ],
    )


def _is_ahead(ritual: Ritual, now: datetime) -> bool:
    return ritual.next_on is not None and ritual.next_opens_at is not None and ritual.next_opens_at > now


def _again(seen: Outlook, day: date, taken: Collection[date], now: datetime) -> Opening | None:
    """Return the opening of the round of `day`, or of another one where the sync does not take place then any more."""
    return seen.opening_of(day) if seen.plan.dates.includes(day) else _first_after(seen, taken, now)


def _first_after(seen: Outlook, taken: Collection[date], now: datetime) -> Opening | None:
    """Return the first opening after `now` of a date that has no round yet."""
    before_any_today = now.date() - timedelta(days=2)
    dates = islice(seen.plan.dates.taking_place(before_any_today), LOOK_AHEAD)
    coming = (seen.opening_of(one.day) for one in dates if one.day and not one.is_among(taken))
    return next((one for one in coming if one.at > now), None)


async def dates_taken(session: AsyncSession, ritual_ids: Collection[int], first: date) -> Mapping[int, set[date]]:
    """Return, by sync, the dates that have their round, as far back as one before `first` may stand for a later one."""
    taken: dict[int, set[date]] = defaultdict(set)
    for ritual_id, day in await rows_of(session, _DATES_TAKEN, ritual_ids, first=first - LONGEST_REST):
        taken[ritual_id].add(day)
    return taken


async def set_next(session: AsyncSession, coming: Sequence[tuple[Ritual, Opening | None]]) -> None:
    """Let these be the next rounds of syncs, be they in the past after downtime; None: none is to come."""
    compared = {
        (ritual.workspace_id, str(ritual.id)): opening.at - BEFORE
        for ritual, opening in coming
        # One that stays where it is has its timer, or was compared already.
        if opening
        and (opening.day, opening.at) != (ritual.next_on, ritual.next_opens_at)
        and (ritual.follows_channel or ritual.follows_group)
    }
    for ritual, opening in coming:
        ritual.next_on = opening.day if opening else None
        ritual.next_opens_at = opening.at if opening else None
        if opening is None:
            await cancel_timer(session, ritual.workspace_id, OPENS, str(ritual.id))
    timers = {(ritual.workspace_id, str(ritual.id)): opening.at for ritual, opening in coming if opening}
    await set_timers(session, OPENS, timers)
    await set_timers(session, FOLLOW, compared)
