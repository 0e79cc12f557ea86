"""Who takes part in a sync: its parties, and the people who may be asked, at the moment of asking."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.question import from_json
from bot.domain.speaker import Member, Voice, squad, turn_order
from bot.domain.sync import Attendee, Party, SyncPlan
from bot.services.sync_recent import recent_rounds
from bot.services.working import working_times
from models import Answer, Membership, Person, Prompt, Ritual, RitualPerson, RitualTeam, Round, Team


@dataclass(frozen=True, slots=True)
class Audience:
    """The parties of a sync in the order of their names, and everybody who may be asked by person id."""

    parties: tuple[Party, ...]
    people: Mapping[int, Attendee]


async def sync_plan(session: AsyncSession, ritual: Ritual) -> SyncPlan:
    """Return a stored sync as a plan."""
    teams = await session.scalars(sa.select(RitualTeam.team_id).where(RitualTeam.ritual_id == ritual.id))
    people = await session.scalars(sa.select(RitualPerson.person_id).where(RitualPerson.ritual_id == ritual.id))
    return SyncPlan(
        name=ritual.name,
        rrule=ritual.rrule,
        starts_on=ritual.starts_on,
        local_time=ritual.local_time,
        channel_id=ritual.channel_id,
        questions=from_json(ritual.questions),
        zone=ritual.zone,
        voice=Voice(ritual.voice),
        answering_minutes=ritual.answering_minutes,
        reminds=ritual.reminds,
        team_ids=tuple(teams),
        person_ids=tuple(people),
    )


async def audience_of(session: AsyncSession, plan: SyncPlan, ritual_id: int | None = None) -> Audience:
    """Return who takes part in `plan` now; with `ritual_id` those who spoke least recently come first.

    Bots and deactivated people are never asked; a guest is asked as part of a team or where added by name.
    """
    teams = list(await session.scalars(sa.select(Team).where(Team.id.in_(plan.team_ids)).order_by(Team.name)))
    members: dict[int, list[Membership]] = defaultdict(list)
    rows = sa.select(Membership).where(Membership.team_id.in_(plan.team_ids)).order_by(Membership.id)
    for membership in await session.scalars(rows):
        members[membership.team_id].append(membership)
    wanted = {one.person_id for team in members.values() for one in team} | set(plan.person_ids)
    people = await attendees(session, wanted)
    if plan.voice == Voice.TEAM:
        last_spoke = await _last_spoke(session, ritual_id)
        parties = [_team_party(team, members[team.id], people, last_spoke) for team in teams]
    else:
        in_teams = [one.person_id for team in teams for one in members[team.id]]
        parties = []
        for person in dict.fromkeys([*in_teams, *plan.person_ids]):
            if person in people:
                parties.append(Party(people[person].name, (person,)))
    parties.sort(key=lambda party: party.name.casefold())
    return Audience(tuple(parties), people)


async def attendees(session: AsyncSession, ids: Iterable[int]) -> dict[int, Attendee]:
    """Return those of the people with `ids` who can be asked, by person id."""
    rows = sa.select(Person).where(Person.id.in_(list(ids)), Person.deactivated.is_(False), Person.is_bot.is_(False))
    people = list(await session.scalars(rows.order_by(Person.name)))
    working = await working_times(session, people)
    return {person.id: Attendee(person.id, person.slack_id, person.name, working[person.id]) for person in people}


def _team_party(
    team: Team,
    members: Sequence[Membership],
    people: Mapping[int, Attendee],
    last_spoke: Mapping[int, Mapping[int, date]],
) -> Party:
    speakers = squad(
        Member(one.person_id, one.is_lead, one.in_squad, one.is_home) for one in members if one.person_id in people
    )
    return Party(team.name, tuple(turn_order(speakers, dict(last_spoke.get(team.id, {})))), team.id)


async def _last_spoke(session: AsyncSession, ritual_id: int | None) -> Mapping[int, Mapping[int, date]]:
    """Return, by team and person, the date of the last recent round in which that person answered for that team."""
    spoke: dict[int, dict[int, date]] = defaultdict(dict)
    if ritual_id is None:
        return spoke
    rows = (
        sa.select(Prompt.team_id, Answer.person_id, sa.func.max(Round.local_date))
        .join(Prompt, Prompt.id == Answer.prompt_id)
        .join(Round, Round.id == Prompt.round_id)
        .where(Round.id.in_(recent_rounds(ritual_id)), Prompt.team_id.is_not(None))
        .group_by(Prompt.team_id, Answer.person_id)
    )
    for team_id, person_id, last in await session.execute(rows):
        spoke[int(team_id or 0)][person_id] = last
    return spoke
