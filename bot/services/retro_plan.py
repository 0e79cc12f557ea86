"""A stored retro as a plan, with the people who take part in it now."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.retro import RetroOpening, RetroPlan, RetroRoundPlan, found_late, opening_of, plan_round
from bot.domain.retro_format import from_json
from bot.domain.ritual_dates import Holidays
from bot.domain.sync import Attendee
from bot.domain.working_time import WorkingTime
from bot.services.sync_audience import attendees
from models import Membership, Person, Retro, RetroTeam, Team


@dataclass(frozen=True, slots=True)
class RetroOutlook:
    """A retro and its people (by id) as they are now: what its rounds are worked out from."""

    plan: RetroPlan
    people: Mapping[int, Attendee]

    def opening_of(self, day: date) -> RetroOpening:
        """Work out when the round of `day` opens."""
        return opening_of(self.plan, self._working, day)

    def round_of(self, day: date, *, now: datetime | None = None, live: bool = False) -> RetroRoundPlan:
        """Work out the round of `day`, opened as planned or at `now`."""
        return plan_round(self.plan, self._working, day, now=now, live=live)

    def found_late(self, planned: RetroRoundPlan, now: datetime) -> RetroRoundPlan:
        """Work out who is asked when in a round that is found unopened at `now`."""
        return found_late(self.plan, self._working, planned, now)

    @property
    def _working(self) -> Mapping[int, WorkingTime]:
        return {person: one.working for person, one in self.people.items()}


async def retro_outlook(session: AsyncSession, retro: Retro) -> RetroOutlook:
    """Read a retro and its people, in the same few statements however many they are."""
    plan = await retro_plan(session, retro)
    return RetroOutlook(plan, await people_in(session, plan.team_ids))


async def retro_plan(session: AsyncSession, retro: Retro) -> RetroPlan:
    """Return a stored retro as a plan; teams that are archived by now are not in it."""
    teams = (
        sa.select(RetroTeam.team_id)
        .join(Team, Team.id == RetroTeam.team_id)
        .where(RetroTeam.retro_id == retro.id, Team.archived_at.is_(None))
        .order_by(Team.name)
    )
    owner = await session.get_one(Person, retro.owner_id)
    return RetroPlan(
        name=retro.name,
        rrule=retro.rrule,
        starts_on=retro.starts_on,
        local_time=retro.local_time,
        channel_id=retro.channel_id,
        columns=from_json(retro.columns),
        format=retro.format,
        zone=retro.zone,
        anonymous=retro.anonymous,
        write_days=retro.write_days,
        group_days=retro.group_days,
        vote_days=retro.vote_days,
        votes=retro.votes,
        team_ids=tuple(await session.scalars(teams)),
        holidays=Holidays(retro.holidays),
        home_country=retro.home_country,
        owner_zone=owner.zone,
        owner_country=owner.country,
    )


async def people_in(session: AsyncSession, team_ids: Collection[int]) -> Mapping[int, Attendee]:
    """Return who can be asked of some teams, by id: neither bots nor deactivated people; who is in several is once."""
    rows = sa.select(Membership.person_id).where(Membership.team_id.in_(team_ids)).order_by(Membership.id)
    return await attendees(session, list(dict.fromkeys(await session.scalars(rows))))
