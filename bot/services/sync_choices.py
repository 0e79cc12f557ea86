"""The choices of a sync's form against what is stored: defaults, what can be chosen, and what is refused."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.name import LONGEST_NAME, free_name
from bot.domain.question import to_json
from bot.domain.speaker import Voice
from bot.domain.sync import SyncPlan
from bot.domain.sync_setup import SyncChoices, choices_of
from bot.services.ritual_choices import names_taken
from bot.services.ritual_kind import SYNC
from bot.services.role import Rights
from bot.services.sync_audience import sync_plan
from models import Channel, Membership, Person, Ritual, Team

FIRST_NAME = "Weekly sync"
FIRST_CHANNEL = "sync"


async def default_choices(
    session: AsyncSession, person: Person, teams: Mapping[int, tuple[str, int]], channel_id: str
) -> SyncChoices:
    """Return what a new sync starts with: a free name, Tuesday at ten, #sync or the channel at hand, all teams.

    Inside a single team everybody answers, and the summary goes to the team's own channel.
    """
    taken = await names_taken(session, SYNC)
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


async def people_of(session: AsyncSession, slack_ids: Sequence[str]) -> dict[str, int]:
    """Return the ids of those of the people who can be asked, by Slack id in the order given."""
    rows = sa.select(Person.slack_id, Person.id).where(
        Person.slack_id.in_(slack_ids), Person.deactivated.is_(False), Person.is_bot.is_(False)
    )
    known = {slack_id: person for slack_id, person in await session.execute(rows)}  # noqa: C416 (rows are not pairs)
    return {slack_id: known[slack_id] for slack_id in slack_ids if slack_id in known}


async def check_audience(
    session: AsyncSession, rights: Rights, choices: SyncChoices, people: Mapping[str, int]
) -> dict[str, str]:
    """Return the sentences for people, or for what is followed, that cannot be chosen."""
    errors: dict[str, str] = {}
    missing = len(set(choices.people)) - len(people) if choices.voice is Voice.EVERYONE else 0
    if missing:
        errors["people"] = "An app or a deactivated account is among these people. Please take it out."
    elif not rights.all_teams and people:
        own = sa.select(Membership.person_id).where(Membership.team_id.in_(rights.team_ids))
        if not set(people.values()) <= set(await session.scalars(own)):
            errors["people"] = "As a lead you add people of your own team. Please leave the others to the PMO."
    return errors | await _check_follows(session, rights, choices)


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


def write_plan(ritual: Ritual, plan: SyncPlan) -> None:
    """Store what only a sync has, in place of what it was."""
    ritual.kind, ritual.voice = "sync", str(plan.voice)
    ritual.answering_minutes, ritual.reminds = plan.answering_minutes, plan.reminds
    ritual.questions = to_json(plan.questions)
    ritual.rollup_style, ritual.rollup_place = str(plan.rollup_style), str(plan.rollup_place)
    ritual.follows_channel, ritual.follows_group, ritual.follow_trouble = plan.follows_channel, plan.follows_group, ""
