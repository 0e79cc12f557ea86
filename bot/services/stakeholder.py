"""Who belongs to stakeholder groups, at the moment of asking."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import IDS, rows_of
from bot.domain.stakeholder import GroupRank, SourceKind, Told, told_once
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
_HERE = Person.workspace_id == sa.bindparam("workspace")
_AREA = sa.func.lower(Person.area)

ALL = "all"
"""What a group of everyone is made of, in place of the id of a team or person and of the name of an area."""

# Put together once. What groups are made of is read first, then the people of each team and area once: the groups of a
# hundred changes are nearly all made of the same few, and joined with their people are two hundred thousand rows.
_SOURCES = sa.select(
    StakeholderSource.workspace_id,
    StakeholderSource.group_id,
    StakeholderSource.kind,
    StakeholderSource.team_id,
    StakeholderSource.person_id,
    sa.func.lower(StakeholderSource.value).label("area"),
).where(StakeholderSource.group_id.in_(IDS))
_OF_TEAMS = (
    sa.select(Membership.team_id, Person.id)
    .join(Team, Team.id == Membership.team_id)
    .join(Person, Person.id == Membership.person_id)
    .where(_HERE, Membership.team_id.in_(IDS), Team.archived_at.is_(None), *_PRESENT)
)
_OF_AREAS = sa.select(_AREA, Person.id).where(_HERE, _AREA.in_(IDS), Person.is_guest.is_(False), *_PRESENT)
_NAMED = sa.select(Person.id.label("named"), Person.id).where(_HERE, Person.id.in_(IDS), *_PRESENT)
_EVERYONE = sa.select(sa.literal(ALL), Person.id).where(
    _HERE, sa.literal(ALL).in_(IDS), Person.is_guest.is_(False), *_PRESENT
)
_PEOPLE = {
    SourceKind.TEAM: _OF_TEAMS,
    SourceKind.AREA: _OF_AREAS,
    SourceKind.PERSON: _NAMED,
    SourceKind.EVERYONE: _EVERYONE,
}
# A row a group, not a row a person: their ids with commas between them.
_FOLLOWED = (
    sa.select(
        StakeholderFollowed.group_id,
        sa.func.aggregate_strings(sa.cast(StakeholderFollowed.person_id, sa.Text), ","),
    )
    .join(
        Person,
        sa.and_(Person.workspace_id == StakeholderFollowed.workspace_id, Person.id == StakeholderFollowed.person_id),
    )
    .where(StakeholderFollowed.group_id.in_(IDS), *_PRESENT)
    .group_by(StakeholderFollowed.group_id)
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
    """Return the ids of the people of each group, in a statement a kind of source however many there are.

    Bots and deactivated people belong to none, and whoever was taken out of a group not to that one. A guest belongs to
    one as part of a team, of a channel or user group, or by name, never as one of an area or of everyone. Members of
    channels and user groups are those whom Slack named when it was last asked (services/stakeholder_follow.py).
    """
    found: dict[int, set[int]] = {one: set() for one in group_ids}
    made: dict[tuple[str, SourceKind], dict[Any, list[int]]] = defaultdict(lambda: defaultdict(list))
    for one in await rows_of(session, _SOURCES, group_ids):
        made[one.workspace_id, SourceKind(one.kind)][_named(one)].append(one.group_id)
    for (workspace, kind), groups in made.items():
        if kind not in _PEOPLE:
            continue
        people: dict[Any, set[int]] = defaultdict(set)
        for named, person_id in await rows_of(session, _PEOPLE[kind], groups, workspace=workspace):
            people[named].add(person_id)
        for named, group_ids_of in groups.items():
            for group_id in group_ids_of:
                found[group_id] |= people[named]
    for group_id, ids in await rows_of(session, _FOLLOWED, group_ids):
        found[group_id].update(map(int, ids.split(",")))
    for group_id, person_id in await rows_of(session, _LEFT_OUT, group_ids):
        found[group_id].discard(person_id)
    return found


def _named(source: sa.Row[Any]) -> Any:
    """Return what a source is, as the statement of its kind names it."""
    of_kind = {
        SourceKind.TEAM: source.team_id,
        SourceKind.PERSON: source.person_id,
        SourceKind.AREA: source.area,
    }
    return of_kind.get(source.kind, ALL)


async def ranks_of(session: AsyncSession, group_ids: Collection[int]) -> Sequence[GroupRank]:
    """Return how the groups compete for people who are in several."""
    return [GroupRank(one, impact, place) for one, impact, place in await rows_of(session, _RANKS, group_ids)]


async def told_by_person(session: AsyncSession, group_ids: Collection[int]) -> dict[int, Told]:
    """Return everybody who is in any of the groups, once, with the groups whose parts they read."""
    return told_once(await ranks_of(session, group_ids), await members_of(session, group_ids))
