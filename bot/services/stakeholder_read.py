"""Stakeholder groups as people read them: what they are made of, who belongs to them, what changes for them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.change import Aspect
from bot.domain.stakeholder import SourceKind
from bot.domain.stakeholder_list import GroupRow, SourceShown, Uncovered
from bot.services.stakeholder import members_of
from models import ChangeImpact, Membership, Person, StakeholderGroup, StakeholderSource, Team, UserGroup

_ORDER = (StakeholderGroup.place, StakeholderGroup.id)
_PRESENT = (Person.deactivated.is_(False), Person.is_bot.is_(False))


async def groups_of(session: AsyncSession, change_id: int) -> list[StakeholderGroup]:
    """Return the groups of a change in their order; those of the standing list for 0."""
    of = StakeholderGroup.change_id == change_id if change_id else StakeholderGroup.standing.is_(True)
    return list(await session.scalars(sa.select(StakeholderGroup).where(of).order_by(*_ORDER)))


async def scores_of(session: AsyncSession, group_ids: Sequence[int]) -> Mapping[int, dict[Aspect, int]]:
    """Return what is rated of each group."""
    found: dict[int, dict[Aspect, int]] = {one: {} for one in group_ids}
    rows = sa.select(ChangeImpact.group_id, ChangeImpact.aspect, ChangeImpact.score)
    for group_id, aspect, score in await session.execute(rows.where(ChangeImpact.group_id.in_(group_ids))):
        found[group_id][Aspect(aspect)] = score
    return found


async def sources_of(session: AsyncSession, group_ids: Sequence[int]) -> Mapping[int, list[SourceShown]]:
    """Return what each group is made of, as people read it."""
    rows = (
        sa.select(StakeholderSource, Team.name, Person.name, UserGroup.handle)
        .outerjoin(Team, Team.id == StakeholderSource.team_id)
        .outerjoin(Person, Person.id == StakeholderSource.person_id)
        .outerjoin(
            UserGroup, sa.and_(StakeholderSource.kind == "user_group", UserGroup.slack_id == StakeholderSource.value)
        )
        .where(StakeholderSource.group_id.in_(group_ids))
        .order_by(StakeholderSource.id)
    )
    found: dict[int, list[SourceShown]] = defaultdict(list)
    for source, team, person, handle in await session.execute(rows):
        found[source.group_id].append(_shown(source, team, person, handle))
    return found


async def rows_for(session: AsyncSession, groups: Sequence[StakeholderGroup]) -> list[GroupRow]:
    """Return the groups as they are listed."""
    ids = [one.id for one in groups]
    scores, sources, members = (
        await scores_of(session, ids),
        await sources_of(session, ids),
        await members_of(session, ids),
    )
    contacts = await _contacts(session, [one.contact_id for one in groups if one.contact_id])
    return [
        GroupRow(
            one.id,
            one.name,
            tuple(sources[one.id]),
            len(members[one.id]),
            scores[one.id],
            one.yesterday,
            one.tomorrow,
            one.worries,
            contacts.get(one.contact_id or 0, ("", False))[0],
            one.source_trouble,
            contacts.get(one.contact_id or 0, ("", False))[1],
        )
        for one in groups
    ]


async def uncovered_by(session: AsyncSession, covered: set[int]) -> list[Uncovered]:
    """Return the teams and areas of which most are not among the `covered` (ids of people), most of them first.

    That its lead is in a group of leads does not mean that anybody thought of a team.
    """
    people = sa.select(Person.id, Person.area).where(Person.is_guest.is_(False), *_PRESENT)
    areas: dict[str, list[int]] = defaultdict(list)
    labels: dict[str, str] = {}
    for person_id, area in await session.execute(people.order_by(Person.id)):
        if area:
            areas[area.casefold()].append(person_id)
            labels.setdefault(area.casefold(), area)
    members = (
        sa.select(Team.id, Team.name, Membership.person_id)
        .join(Membership, Membership.team_id == Team.id)
        .join(Person, Person.id == Membership.person_id)
        .where(Team.archived_at.is_(None), *_PRESENT)
    )
    teams: dict[tuple[int, str], list[int]] = defaultdict(list)
    for team_id, name, person_id in await session.execute(members):
        teams[team_id, name].append(person_id)
    found = [
        Uncovered(SourceKind.AREA, labels[key], labels[key], len(ids), len(set(ids) - covered))
        for key, ids in areas.items()
    ]
    found += [
        Uncovered(SourceKind.TEAM, str(team_id), name, len(ids), len(set(ids) - covered))
        for (team_id, name), ids in teams.items()
    ]
    mostly = [one for one in found if 2 * one.missing > one.people]
    return sorted(mostly, key=lambda one: (-one.missing, one.label.casefold()))


async def _contacts(session: AsyncSession, ids: Sequence[int]) -> dict[int, tuple[str, bool]]:
    """Return people by their ids: the name, and whether they have left."""
    rows = sa.select(Person.id, Person.name, Person.deactivated).where(Person.id.in_(ids))
    return {one: (name, left) for one, name, left in await session.execute(rows)}


def _shown(source: StakeholderSource, team: str | None, person: str | None, handle: str | None) -> SourceShown:
    kind = SourceKind(source.kind)
    labels = {
        SourceKind.TEAM: team or "",
        SourceKind.PERSON: person or "",
        SourceKind.USER_GROUP: f"@{handle}" if handle else "a user group",
        SourceKind.AREA: source.value,
        SourceKind.EVERYONE: "everyone",
    }
    return SourceShown(kind, labels.get(kind, ""), source.value if kind is SourceKind.CHANNEL else "")
