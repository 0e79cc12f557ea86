"""The choices of a retro's form against what is stored: defaults, what is refused, and writing them down."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import pairwise

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.name import LONGEST_NAME, free_name
from bot.domain.retro import RetroPlan, working_days_after
from bot.domain.retro_format import to_json
from bot.domain.retro_setup import RetroChoices, choices_of
from bot.services.retro_plan import retro_plan
from bot.services.ritual_choices import names_taken
from bot.services.ritual_kind import RETRO
from bot.services.role import Rights
from models import Channel, Membership, Person, Retro, Ritual, RitualTeam, Team

FIRST_NAME = "Monthly retro"
FOR_ALL = ("retro", "retros", "sync", "general")
"""Names of channels that are likely to be for everybody, the likeliest first."""
DATES_CHECKED = 12
"""Dates that must lie far enough apart: a year of a monthly one."""


async def default_choices(
    session: AsyncSession, rights: Rights, teams: Mapping[int, tuple[str, int]], channel_id: str
) -> RetroChoices:
    """Return what a new retro starts with: a free name, the teams of whoever sets it up, and a channel of theirs.

    Who is of no team begins with all that have members. `channel_id`: where they are.
    """
    taken = await names_taken(session, RETRO)
    staffed = [team for team, (_, members) in teams.items() if members]
    own = set(await session.scalars(sa.select(Membership.team_id).where(Membership.person_id == rights.person.id)))
    chosen = [team for team in staffed if team in own] or staffed
    name = f"{teams[chosen[0]][0]} retro"[:LONGEST_NAME].strip() if len(chosen) == 1 else FIRST_NAME
    return RetroChoices(
        name=free_name(name, taken),
        owner=rights.person.slack_id,
        channel_id=await _channel(session, chosen, channel_id),
        team_ids=tuple(sorted(chosen)),
    )


async def _channel(session: AsyncSession, team_ids: Sequence[int], here: str) -> str:
    """Return a channel in which those of the teams are: of one team its own; of several where they have a sync.

    Else one that is for all, or where the person is (`here`); "" where none is known.
    """
    in_sight = sa.select(Channel.slack_id).where(Channel.is_archived.is_(False))
    if len(team_ids) == 1:
        near = in_sight.join(Team, Team.channel_id == Channel.slack_id).where(Team.id == team_ids[0])
    else:
        in_a_sync = sa.func.count(sa.distinct(RitualTeam.team_id))
        near = (
            in_sight.join(Ritual, Ritual.channel_id == Channel.slack_id)
            .join(RitualTeam, RitualTeam.ritual_id == Ritual.id)
            .where(Ritual.state != "deleted", RitualTeam.team_id.in_(team_ids))
            .group_by(Channel.slack_id)
            .having(in_a_sync * 2 > len(team_ids))
            .order_by(in_a_sync.desc(), Channel.slack_id)
        )
    place = sa.case({name: place for place, name in enumerate(FOR_ALL)}, value=Channel.name)
    for_all = in_sight.where(Channel.name.in_(FOR_ALL)).order_by(place)
    for wanted in (near, for_all, in_sight.where(Channel.slack_id == here)):
        found = await session.scalar(wanted.limit(1))
        if found is not None:
            return found
    return ""


async def stored_choices(session: AsyncSession, retro: Retro) -> RetroChoices:
    """Return a stored retro as its form shows it."""
    owner = await session.get_one(Person, retro.owner_id)
    return choices_of(await retro_plan(session, retro), owner.slack_id)


def check_apart(plan: RetroPlan) -> dict[str, str]:
    """Return the sentence for a retro that would not be over when the next one begins."""
    dates = plan.dates.dates(plan.starts_on - timedelta(days=1), DATES_CHECKED)
    days = plan.write_days + plan.group_days + plan.vote_days
    if any(working_days_after(day, days, plan.home) >= later for day, later in pairwise(dates)):
        return {
            "write_days": "Writing, sorting and voting would not be over when the next one begins. "
            "Please take fewer days, or let it come less often."
        }
    return {}


def write_plan(retro: Retro, plan: RetroPlan) -> None:
    """Store what only a retro has, in place of what it was."""
    retro.format, retro.columns, retro.anonymous = plan.format, to_json(plan.columns), plan.anonymous
    retro.write_days, retro.group_days, retro.vote_days = plan.write_days, plan.group_days, plan.vote_days
    retro.votes = plan.votes
