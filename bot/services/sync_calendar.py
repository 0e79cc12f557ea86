"""The coming rounds of a sync for somebody's calendar, worked out from who takes part and how they work now."""

from datetime import date, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.domain.recurrence import instant
from bot.domain.sync_calendar import WEEKS, CalendarFacts, CalendarRound
from bot.errors import NotFound, UserError
from bot.services.channel_invite import channel_facts
from bot.services.role import acting
from bot.services.sync_schedule import Outlook, dates_taken, outlook
from bot.services.sync_sight import may_see
from models import Person, Ritual


async def calendar_of(
    database: Database, clock: Clock, workspace_id: str, ritual_id: int, *, slack_id: str = "", email: str = ""
) -> CalendarFacts:
    """Return the rounds of the next half year as they fall for a person, by Slack id or e-mail, else for the owner.

    Where the sync has one zone for all it is the same for everybody. A date on which nobody works has no round. Raises
    NotFound for a sync or person that is not there, UserError where no round is to come.
    """
    async with database.reading(workspace_id) as session:
        there = sa.select(Ritual).where(Ritual.id == ritual_id, Ritual.state != "deleted")
        if slack_id:
            there = there.where(may_see(await acting(session, slack_id)))
        ritual = await session.scalar(there)
        if ritual is None:
            raise NotFound("This sync was deleted, so no round of it is to come.")
        person = await _reader(session, ritual, slack_id, email)
        if ritual.state != "active":
            raise UserError(f"{ritual.name} is paused, so no round of it is to come. Resume it, and try again.")
        now = clock.now()
        taken = (await dates_taken(session, [ritual.id], now.date() - timedelta(days=2)))[ritual.id]
        seen = await outlook(session, ritual)
        zone = ZoneInfo(ritual.zone or person.zone)
        coming = seen.plan.dates.taking_place(now.date() - timedelta(days=2))
        near = takewhile(lambda one: one.planned <= now.date() + timedelta(weeks=WEEKS), coming)
        found = (_round(seen, one.day, zone) for one in near if one.day and not one.is_among(taken))
        rounds = tuple(one for one in found if one is not None and one.starts > now)
        if not rounds:
            raise UserError(f"{ritual.name} has no round in the next {WEEKS} weeks: nobody who takes part works then.")
        channel = await channel_facts(session, ritual.channel_id)
        return CalendarFacts(workspace_id, ritual.id, ritual.name, channel.label or "its channel", now, rounds)


async def _reader(session: AsyncSession, ritual: Ritual, slack_id: str, email: str) -> Person:
    if email:
        mine = Person.email == email.strip().lower()
    else:
        mine = Person.slack_id == slack_id if slack_id else Person.id == ritual.owner_id
    person = await session.scalar(sa.select(Person).where(mine).order_by(Person.deactivated, Person.id).limit(1))
    if person is None:
        raise NotFound(f"Drumbeat knows nobody with the e-mail {email}. Please look at how it is written in Slack.")
    return person


def _round(seen: Outlook, day: date, zone: ZoneInfo) -> CalendarRound | None:
    planned = seen.round_from(seen.opening_of(day))
    if not planned.turns:
        return None
    starts = instant(day, seen.plan.local_time, zone)
    # A reader who takes no part may live where the day begins when it is over for all others.
    ends = planned.closes_at if planned.closes_at > starts else starts + seen.plan.answering
    return CalendarRound(day, starts, ends)
