"""Who takes part in a sync: its parties, and the people who may be asked, at the moment of asking."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import orjson
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import IDS, rows_of
from bot.domain.opt_out import OptOutState
from bot.domain.question import Question, from_json
from bot.domain.ritual_dates import Holidays
from bot.domain.rollup_style import Place, Style
from bot.domain.speaker import Member, Voice, squad, turn_order
from bot.domain.sync import Attendee, Party, SyncPlan
from bot.services.working import working_times
from models import Membership, OptOut, Person, Ritual, RitualPerson, RitualTeam, Speaker, Team

# Put together once: whoever opens a round reads these, and putting them together takes longer than reading.
_TEAM_IDS = (
    sa.select(RitualTeam.ritual_id, RitualTeam.team_id)
    .join(Ritual, sa.and_(Ritual.workspace_id == RitualTeam.workspace_id, Ritual.id == RitualTeam.ritual_id))
    .join(Team, sa.and_(Team.workspace_id == RitualTeam.workspace_id, Team.id == RitualTeam.team_id))
    .where(Ritual.id.in_(IDS), Team.archived_at.is_(None))
    .order_by(RitualTeam.id)
)
_PERSON_IDS = sa.union_all(
    sa.select(
        RitualPerson.ritual_id,
        RitualPerson.person_id,
        RitualPerson.named,
        RitualPerson.followed,
        sa.false().label("out"),
        RitualPerson.id.label("place"),
    )
    .join(Ritual, sa.and_(Ritual.workspace_id == RitualPerson.workspace_id, Ritual.id == RitualPerson.ritual_id))
    .where(Ritual.id.in_(IDS)),
    sa.select(Ritual.id, OptOut.person_id, sa.false(), sa.false(), sa.true(), OptOut.id)
    .join(Ritual, sa.and_(Ritual.workspace_id == OptOut.workspace_id, Ritual.id == OptOut.ritual_id))
    .where(Ritual.id.in_(IDS), OptOut.state == OptOutState.OUT),
).order_by("place")
_COUNTRIES = sa.select(Person.id, Person.country).where(Person.id.in_(IDS))
_TEAMS = sa.select(Team.id, Team.name).where(Team.id.in_(IDS))
_MEMBERSHIPS = (
    sa.select(Membership.team_id, Membership.person_id, Membership.is_lead, Membership.in_squad, Membership.is_home)
    .join(Team, sa.and_(Team.workspace_id == Membership.workspace_id, Team.id == Membership.team_id))
    .where(Team.id.in_(IDS))
    .order_by(Membership.id)
)
_PEOPLE = sa.select(
    Person.id,
    Person.slack_id,
    Person.name,
    Person.zone,
    Person.working_days,
    Person.works_from,
    Person.works_until,
    Person.country,
).where(Person.id.in_(IDS), Person.deactivated.is_(False), Person.is_bot.is_(False))
_LAST_SPOKE = (
    sa.select(Speaker.ritual_id, Speaker.team_id, Speaker.person_id, Speaker.spoke_on)
    .join(Ritual, sa.and_(Ritual.workspace_id == Speaker.workspace_id, Ritual.id == Speaker.ritual_id))
    .where(Ritual.id.in_(IDS))
)


@dataclass(frozen=True, slots=True)
class Audience:
    """The parties of a sync in the order of their names, and everybody who may be asked by person id.

    `left_out`: the names of those who would be asked, too, if they were not left out.
    """

    parties: tuple[Party, ...]
    people: Mapping[int, Attendee]
    left_out: tuple[str, ...] = ()


async def sync_plan(session: AsyncSession, ritual: Ritual) -> SyncPlan:
    """Return a stored sync as a plan."""
    [plan] = await sync_plans(session, [ritual])
    return plan


async def sync_plans(session: AsyncSession, rituals: Sequence[Ritual]) -> list[SyncPlan]:
    """Return stored syncs as plans, in three statements however many they are."""
    ids = [ritual.id for ritual in rituals]
    owners = {one.owner_id for one in rituals if one.holidays != Holidays.OWN and not one.home_country}
    countries = {person: country for person, country in await rows_of(session, _COUNTRIES, owners)}  # noqa: C416 (rows)
    teams = await _by_ritual(session, _TEAM_IDS, ids)
    named: dict[int, list[int]] = defaultdict(list)
    followed: dict[int, list[int]] = defaultdict(list)
    opted_out: dict[int, list[int]] = defaultdict(list)
    for row in await rows_of(session, _PERSON_IDS, ids):
        if row.named:
            named[row.ritual_id].append(row.person_id)
        if row.followed:
            followed[row.ritual_id].append(row.person_id)
        if row.out:
            opted_out[row.ritual_id].append(row.person_id)
    return [
        SyncPlan(
            name=ritual.name,
            rrule=ritual.rrule,
            starts_on=ritual.starts_on,
            local_time=ritual.local_time,
            channel_id=ritual.channel_id,
            questions=_questions(orjson.dumps(ritual.questions)),
            zone=ritual.zone,
            voice=Voice(ritual.voice),
            answering_minutes=ritual.answering_minutes,
            reminds=ritual.reminds,
            team_ids=tuple(teams[ritual.id]),
            person_ids=tuple(named[ritual.id]),
            follows_channel=ritual.follows_channel,
            follows_group=ritual.follows_group,
            follower_ids=tuple(followed[ritual.id]),
            opted_out=tuple(opted_out[ritual.id]),
            holidays=Holidays(ritual.holidays),
            home_country=ritual.home_country,
            rollup_style=Style(ritual.rollup_style),
            rollup_place=Place(ritual.rollup_place),
            owner_country=countries.get(ritual.owner_id, ""),
        )
        for ritual in rituals
    ]


async def audience_of(session: AsyncSession, plan: SyncPlan, ritual_id: int | None = None) -> Audience:
    """Return who takes part in `plan` now; with `ritual_id` those who spoke least recently come first."""
    [audience] = await audiences_of(session, [(plan, ritual_id)])
    return audience


async def audiences_of(session: AsyncSession, plans: Sequence[tuple[SyncPlan, int | None]]) -> list[Audience]:
    """Return who takes part in each of `plans` (with the id of its sync, if it is stored), in the same order.

    Bots and deactivated people are never asked; a guest is asked as part of a team or where added by name, never as
    one of those whom a sync follows (services/sync_follow.py). Who is in several of them is asked once, and
    who is left out not at all, however they would be asked. The syncs
    may be of several workspaces: everything is found by the ids that they name, and these are of their own workspace.
    """
    team_ids = {team for plan, _ in plans for team in plan.team_ids}
    teams = {team.id: team.name for team in await rows_of(session, _TEAMS, team_ids)}
    members: dict[int, list[Member]] = {team: [] for team in teams}
    for one in await rows_of(session, _MEMBERSHIPS, team_ids):
        members[one.team_id].append(Member(one.person_id, one.is_lead, one.in_squad, one.is_home))
    named = {person for plan, _ in plans for person in (*plan.person_ids, *plan.follower_ids)}
    people = await attendees(session, named.union(*([one.person for one in team] for team in members.values())))
    present = {team: [one for one in those if one.person in people] for team, those in members.items()}
    last_spoke = await _last_spoke(session, [one for plan, one in plans if one and plan.voice == Voice.TEAM])
    found = []
    for plan, ritual_id in plans:
        own = sorted((team for team in plan.team_ids if team in teams), key=teams.__getitem__)
        everybody = dict.fromkeys(member.person for team in own for member in present[team])
        everybody |= dict.fromkeys(person for person in (*plan.person_ids, *plan.follower_ids) if person in people)
        ids = [person for person in everybody if person not in plan.opted_out]
        if plan.voice == Voice.TEAM:
            spoke = last_spoke[ritual_id]
            squads = [(team, squad(present[team], plan.opted_out)) for team in own]
            parties = [Party(teams[team], tuple(turn_order(order, spoke[team])), team) for team, order in squads]
        else:
            parties = [Party(people[person].name, (person,)) for person in ids]
        parties.sort(key=lambda party: party.name.casefold())
        left_out = sorted(people[one].name for one in everybody if one in plan.opted_out)
        found.append(Audience(tuple(parties), {one: people[one] for one in ids}, tuple(left_out)))
    return found


async def attendees(session: AsyncSession, ids: Collection[int]) -> dict[int, Attendee]:
    """Return those of the people with `ids` who can be asked, by person id."""
    people = await rows_of(session, _PEOPLE, ids)
    working = await working_times(session, people)
    return {person.id: Attendee(person.id, person.slack_id, person.name, working[person.id]) for person in people}


@lru_cache(maxsize=1000)
def _questions(written: bytes) -> tuple[Question, ...]:
    """Read stored questions; kept, since most syncs ask the same."""
    return from_json(orjson.loads(written))


async def _by_ritual(session: AsyncSession, statement: sa.Executable, ids: Collection[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for ritual_id, one in await rows_of(session, statement, ids):
        found[ritual_id].append(one)
    return found


async def _last_spoke(
    session: AsyncSession, ritual_ids: Collection[int]
) -> Mapping[int | None, Mapping[int, Mapping[int, date]]]:
    """Return, by sync, team and person, the date of the last round in which they answered for that team."""
    spoke: dict[int | None, dict[int, dict[int, date]]] = defaultdict(lambda: defaultdict(dict))
    for ritual_id, team_id, person_id, last in await rows_of(session, _LAST_SPOKE, ritual_ids):
        spoke[ritual_id][team_id][person_id] = last
    return spoke
