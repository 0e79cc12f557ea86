"""Who belongs to stakeholder groups, at the moment of asking."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import IDS, rows_of
from bot.domain.stakeholder import GroupRank, Told, told_once
from models import (
    ChangeImpact,
    Membership,
    Person,
    StakeholderFollowed,
    StakeholderGroup,
    StakeholderLeftOut,
    StakeholderSource,
    Team,
)

_PRESENT = (Person.deactivated.is_(False), Person.is_bot.is_(False))
_OF_SOURCE = StakeholderSource.group_id.in_(IDS)
_HERE = Person.workspace_id == StakeholderSource.workspace_id

# Put together once: an announcement to thousands reads each of these once, whatever its groups are made of.
_MEMBERS = (
    sa.select(StakeholderSource.group_id, Person.id)
    .join(Membership, Membership.team_id == StakeholderSource.team_id)
    .join(Team, Team.id == Membership.team_id)
    .join(Person, sa.and_(_HERE, Person.id == Membership.person_id))
    .where(_OF_SOURCE, StakeholderSource.kind == "team", Team.archived_at.is_(None), *_PRESENT),
    sa.select(StakeholderSource.group_id, Person.id)
    .join(Person, sa.and_(_HERE, sa.func.lower(Person.area) == sa.func.lower(StakeholderSource.value)))
    .where(_OF_SOURCE, StakeholderSource.kind == "area", Person.is_guest.is_(False), *_PRESENT),
    sa.select(StakeholderSource.group_id, Person.id)
    .join(Person, sa.and_(_HERE, Person.id == StakeholderSource.person_id))
    .where(_OF_SOURCE, StakeholderSource.kind == "person", *_PRESENT),
    sa.select(StakeholderSource.group_id, Person.id)
    .join(Person, _HERE)
    .where(_OF_SOURCE, StakeholderSource.kind == "everyone", Person.is_guest.is_(False), *_PRESENT),
    sa.select(StakeholderFollowed.group_id, Person.id)
    .join(
        Person,
        sa.and_(Person.workspace_id == StakeholderFollowed.workspace_id, Person.id == StakeholderFollowed.person_id),
    )
    .where(StakeholderFollowed.group_id.in_(IDS), *_PRESENT),
)
_LEFT_OUT = sa.select(StakeholderLeftOut.group_id, StakeholderLeftOut.person_id).where(
    StakeholderLeftOut.group_id.in_(IDS)
)
_RANKS = (
    sa.select(StakeholderGroup.id, sa.func.coalesce(sa.func.sum(ChangeImpact.score), 0), StakeholderGroup.place)
    .outerjoin(ChangeImpact, ChangeImpact.group_id == StakeholderGroup.id)
    .where(StakeholderGroup.id.in_(IDS))
    .group_by(StakeholderGroup.id, StakeholderGroup.place)
)


async def members_of(session: AsyncSession, group_ids: Collection[int]) -> Mapping[int, set[int]]:
    """Return the ids of the people of each group, in six statements however many there are.

    Bots and deactivated people belong to none, and whoever was taken out of a group not to that one. A guest belongs to
    one as part of a team, of a channel or user group, or by name, never as one of an area or of everyone. Members of
    channels and user groups are those whom Slack named when it was last asked (services/stakeholder_follow.py).
    """
    found: dict[int, set[int]] = defaultdict(set)
    for statement in _MEMBERS:
        for group_id, person_id in await rows_of(session, statement, group_ids):
            found[group_id].add(person_id)
    for group_id, person_id in await rows_of(session, _LEFT_OUT, group_ids):
        found[group_id].discard(person_id)
    return {one: found[one] for one in group_ids}


async def ranks_of(session: AsyncSession, group_ids: Collection[int]) -> Sequence[GroupRank]:
    """Return how the groups compete for people who are in several."""
    return [GroupRank(one, impact, place) for one, impact, place in await rows_of(session, _RANKS, group_ids)]


async def told_by_person(session: AsyncSession, group_ids: Collection[int]) -> dict[int, Told]:
    """Return everybody who is in any of the groups, once, with the groups whose parts they read."""
    return told_once(await ranks_of(session, group_ids), await members_of(session, group_ids))
