"""The choices of a sync's form against what is stored: defaults, what can be chosen, and what is refused."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.name import LONGEST_NAME, free_name
from bot.domain.question import to_json
from bot.domain.speaker import Voice
from bot.domain.sync import SyncPlan
from bot.domain.sync_setup import SyncChoices, choices_of
from bot.services.audit import last_actor
from bot.services.draft import Kept
from bot.services.role import Rights
from bot.services.sync_audience import sync_plan
from bot.services.sync_following import write_participants
from models import Channel, Membership, Person, Ritual, RitualTeam, Team

FIRST_NAME = "Weekly sync"
FIRST_CHANNEL = "sync"
MOST_ZONES = 90


async def default_choices(
    session: AsyncSession, person: Person, teams: Mapping[int, tuple[str, int]], channel_id: str
) -> SyncChoices:
    """Return what a new sync starts with: a free name, Tuesday at ten, #sync or the channel at hand, all teams.

    Inside a single team everybody answers, and the summary goes to the team's own channel.
    """
    taken = set(await session.scalars(sa.select(Ritual.name).where(Ritual.state != "deleted")))
    in_sight = sa.select(Channel).where(Channel.is_archived.is_(False))
    named = await session.scalar(in_sight.where(Channel.name == FIRST_CHANNEL))
    here = await session.scalar(in_sight.where(Channel.slack_id == channel_id))
    channel = named or here
    staffed = tuple(sorted(team for team, (_, members) in teams.items() if members))
    name, voice = FIRST_NAME, Voice.TEAM
    if len(staffed) == 1:
        team = await session.get_one(Team, staffed[0])
        name, voice = f"{team.name} sync"[:LONGEST_NAME].strip(), Voice.EVERYONE
        channel = await session.scalar(in_sight.where(Channel.slack_id == team.channel_id)) or channel
    return SyncChoices(
        name=free_name(name, taken),
        owner=person.slack_id,
        voice=voice,
        channel_id=channel.slack_id if channel else "",
        team_ids=staffed,
    )


async def stored_choices(session: AsyncSession, ritual: Ritual) -> SyncChoices:
    """Return a stored sync as its form shows it."""
    owner = await session.get_one(Person, ritual.owner_id)
    plan = await sync_plan(session, ritual)
    people = await session.scalars(sa.select(Person.slack_id).where(Person.id.in_(plan.person_ids)))
    return choices_of(plan, owner.slack_id, tuple(people))


async def changed_by(session: AsyncSession, ritual: Ritual | None, draft: Kept | None) -> str:
    """Return the name of who changed a sync after a draft of its edit was begun; "" where nobody did."""
    if ritual is None or draft is None or draft.values["revision"] == ritual.revision:
        return ""
    return await last_actor(session, f"sync:{ritual.id}", "sync_changed") or "Somebody"


async def choosable_teams(session: AsyncSession, rights: Rights) -> dict[int, tuple[str, int]]:
    """Return the teams that a person may choose, by id in the order of their names: (name, number of members)."""
    members = sa.func.count(Membership.id)
    rows = (
        sa.select(Team.id, Team.name, members)
        .outerjoin(Membership, Membership.team_id == Team.id)
        .where(Team.archived_at.is_(None))
        .group_by(Team.id, Team.name)
        .order_by(Team.name)
    )
    if not rights.all_teams:
        rows = rows.where(Team.id.in_(rights.team_ids))
    return {team: (name, count) for team, name, count in await session.execute(rows)}


async def offered_zones(session: AsyncSession, chosen: str) -> tuple[str, ...]:
    """Return the zones in which people of this workspace live, most people first, and the one that is chosen."""
    rows = (
        sa.select(Person.zone)
        .where(Person.deactivated.is_(False), Person.is_bot.is_(False))
        .group_by(Person.zone)
        .order_by(sa.func.count(Person.id).desc(), Person.zone)
        .limit(MOST_ZONES)
    )
    zones = [zone for zone in await session.scalars(rows) if _is_zone(zone)]
    return tuple(dict.fromkeys([*zones, chosen] if chosen else zones))


async def people_of(session: AsyncSession, slack_ids: Sequence[str]) -> dict[str, int]:
    """Return the ids of those of the people who can be asked, by Slack id in the order given."""
    rows = sa.select(Person.slack_id, Person.id).where(
        Person.slack_id.in_(slack_ids), Person.deactivated.is_(False), Person.is_bot.is_(False)
    )
    known = {slack_id: person for slack_id, person in await session.execute(rows)}  # noqa: C416 (rows are not pairs)
    return {slack_id: known[slack_id] for slack_id in slack_ids if slack_id in known}


async def check_name(session: AsyncSession, name: str, ritual: Ritual | None) -> dict[str, str]:
    """Return the sentence for a name that another sync has."""
    wanted = " ".join(name.split()).casefold()
    rows = sa.select(Ritual.name).where(Ritual.state != "deleted", Ritual.id != (ritual.id if ritual else 0))
    taken = set(await session.scalars(rows))
    if wanted in {other.casefold() for other in taken}:
        free = free_name(" ".join(name.split()), taken)
        return {"name": f"There is a sync with this name already. “{free}” is free."}
    return {}


async def check_audience(
    session: AsyncSession, rights: Rights, choices: SyncChoices, people: Mapping[str, int]
) -> dict[str, str]:
    """Return the sentences for a channel, teams, people or an owner that cannot be chosen."""
    errors: dict[str, str] = {}
    channel = await session.scalar(sa.select(Channel).where(Channel.slack_id == choices.channel_id))
    if channel is not None and channel.is_archived:
        errors["channel"] = f"#{channel.name} is archived, so nothing can be posted there. Please choose another one."
    known = set(
        await session.scalars(sa.select(Team.id).where(Team.id.in_(choices.team_ids), Team.archived_at.is_(None)))
    )
    if set(choices.team_ids) - known:
        errors["teams"] = "One of these teams is not there any more. Please choose again."
    if not rights.all_teams and not set(choices.team_ids) <= rights.team_ids:
        errors["teams"] = "As a lead you set up syncs for your own team. Please leave the other teams to the PMO."
    missing = len(set(choices.people)) - len(people) if choices.voice is Voice.EVERYONE else 0
    if missing:
        errors["people"] = "An app or a deactivated account is among these people. Please take it out."
    elif not rights.all_teams and people:
        own = sa.select(Membership.person_id).where(Membership.team_id.in_(rights.team_ids))
        if not set(people.values()) <= set(await session.scalars(own)):
            errors["people"] = "As a lead you add people of your own team. Please leave the others to the PMO."
    errors |= await _check_follows(session, rights, choices)
    owner = await session.scalar(sa.select(Person).where(Person.slack_id == choices.owner))
    if owner is None or owner.deactivated or owner.is_bot or owner.is_guest:
        errors["owner"] = "The owner is told when something goes wrong. Please choose somebody who works here."
    return errors


async def _check_follows(session: AsyncSession, rights: Rights, choices: SyncChoices) -> dict[str, str]:
    if rights.all_teams or choices.voice is Voice.TEAM:
        return {}
    errors: dict[str, str] = {}
    own = sa.select(Team.channel_id).where(Team.id.in_(rights.team_ids))
    if choices.follows_channel and choices.follows_channel not in set(await session.scalars(own)):
        errors["follows_channel"] = "As a lead you follow the channel of your own team. Please leave others to the PMO."
    if choices.follows_group:
        errors["follows_group"] = "User groups go beyond a team. Please leave them to the PMO."
    return errors


async def country_of(session: AsyncSession, slack_id: str) -> str:
    """Return the country of a person, "" where none is known."""
    return await session.scalar(sa.select(Person.country).where(Person.slack_id == slack_id)) or ""


async def changed_fields(session: AsyncSession, ritual: Ritual, choices: SyncChoices) -> list[str]:
    """Return the names of the fields in which `choices` differ from what is stored."""
    before = await stored_choices(session, ritual)
    return [one.name for one in fields(SyncChoices) if getattr(before, one.name) != getattr(choices, one.name)]


def write_plan(ritual: Ritual, plan: SyncPlan) -> None:
    """Store what a sync is, in place of what it was."""
    ritual.name, ritual.rrule, ritual.starts_on = plan.name, plan.rrule, plan.starts_on
    ritual.local_time, ritual.zone, ritual.voice = plan.local_time, plan.zone, str(plan.voice)
    ritual.answering_minutes, ritual.reminds = plan.answering_minutes, plan.reminds
    ritual.channel_id, ritual.questions = plan.channel_id, to_json(plan.questions)
    ritual.rollup_style, ritual.rollup_place = str(plan.rollup_style), str(plan.rollup_place)
    ritual.holidays, ritual.home_country = str(plan.holidays), plan.home_country
    ritual.follows_channel, ritual.follows_group, ritual.follow_trouble = plan.follows_channel, plan.follows_group, ""


async def write_audience(session: AsyncSession, ritual: Ritual, plan: SyncPlan) -> None:
    """Store who takes part, in place of who did."""
    live = sa.select(Team.id).where(Team.archived_at.is_(None))
    # An archived team cannot be chosen, so it is not in the form; it comes back with its place.
    await session.execute(sa.delete(RitualTeam).where(RitualTeam.ritual_id == ritual.id, RitualTeam.team_id.in_(live)))
    session.add_all(RitualTeam(ritual_id=ritual.id, team_id=team) for team in dict.fromkeys(plan.team_ids))
    await write_participants(session, ritual, named=set(plan.person_ids), followed=set(plan.follower_ids))


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
