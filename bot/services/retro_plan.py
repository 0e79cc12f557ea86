"""A stored retro as a plan, with the people who take part in it now."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import IDS, rows_of
from bot.domain.opt_out import OptOutState
from bot.domain.retro import RetroOpening, RetroPlan, RetroRoundPlan, found_late, opening_of, plan_round
from bot.domain.retro_format import from_json
from bot.domain.ritual_dates import Holidays
from bot.domain.sync import Attendee
from bot.domain.working_time import WorkingTime
from bot.services.sync_audience import attendees
from models import Membership, OptOut, Person, Retro, RetroTeam, Team

# Put together once: everything that is planned of retros reads these.
_TEAMS = (
    sa.select(RetroTeam.retro_id, RetroTeam.team_id)
    .join(Team, sa.and_(Team.workspace_id == RetroTeam.workspace_id, Team.id == RetroTeam.team_id))
    .where(RetroTeam.retro_id.in_(IDS), Team.archived_at.is_(None))
    .order_by(Team.name)
)
_OWNERS = sa.select(Person.id, Person.zone, Person.country).where(Person.id.in_(IDS))
_MEMBERS = (
    sa.select(Membership.team_id, Membership.person_id).where(Membership.team_id.in_(IDS)).order_by(Membership.id)
)


_LEFT_OUT = sa.select(OptOut.retro_id, OptOut.person_id).where(
    OptOut.retro_id.in_(IDS), OptOut.state == OptOutState.OUT
)


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
    [found] = await retro_outlooks(session, [retro])
    return found


async def retro_outlooks(session: AsyncSession, retros: Sequence[Retro]) -> list[RetroOutlook]:
    """Read retros and their people, in the same few statements however many they are."""
    plans = await retro_plans(session, retros)
    of_teams: dict[int, list[int]] = defaultdict(list)
    for team_id, person_id in await rows_of(session, _MEMBERS, {team for plan in plans for team in plan.team_ids}):
        of_teams[team_id].append(person_id)
    everybody = await attendees(session, {person for team in of_teams.values() for person in team})
    left_out = {tuple(row) for row in await rows_of(session, _LEFT_OUT, [one.id for one in retros])}
    found = []
    for retro, plan in zip(retros, plans, strict=True):
        near = (person for team in plan.team_ids for person in of_teams[team])
        ids = dict.fromkeys(one for one in near if one in everybody and (retro.id, one) not in left_out)
        found.append(RetroOutlook(plan, {person: everybody[person] for person in ids}))
    return found


async def retro_plan(session: AsyncSession, retro: Retro) -> RetroPlan:
    """Return a stored retro as a plan; teams that are archived by now are not in it."""
    [plan] = await retro_plans(session, [retro])
    return plan


async def retro_plans(session: AsyncSession, retros: Sequence[Retro]) -> list[RetroPlan]:
    """Return stored retros as plans, in two statements however many they are."""
    of_retros: dict[int, list[int]] = defaultdict(list)
    for retro_id, team_id in await rows_of(session, _TEAMS, [one.id for one in retros]):
        of_retros[retro_id].append(team_id)
    owners = {one.id: one for one in await rows_of(session, _OWNERS, {one.owner_id for one in retros})}
    return [
        RetroPlan(
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
            team_ids=tuple(of_retros[retro.id]),
            holidays=Holidays(retro.holidays),
            home_country=retro.home_country,
            owner_zone=owners[retro.owner_id].zone,
            owner_country=owners[retro.owner_id].country,
        )
        for retro in retros
    ]


async def people_in(session: AsyncSession, team_ids: Collection[int], retro: Retro | None) -> Mapping[int, Attendee]:
    """Return who would be asked of some teams, by id, each once: no bots, no deactivated people, nobody left out."""
    rows = await rows_of(session, _MEMBERS, team_ids)
    left_out = {person for _, person in await rows_of(session, _LEFT_OUT, [retro.id] if retro else [])}
    return await attendees(session, [one for one in dict.fromkeys(one for _, one in rows) if one not in left_out])
