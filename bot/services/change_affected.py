"""Whom a change affects: the table for whoever runs it, and for everybody else what it means for them."""

from collections import defaultdict
from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.domain.change import ChangeState
from bot.domain.change_affected import Affected, MeantFor, TeamPart
from bot.domain.stakeholder import told_once
from bot.services.change_standing import ChangeStanding, standing_of
from bot.services.stakeholder import members_of, ranks_of
from bot.services.stakeholder_read import groups_of, rows_for
from models import Membership, Person, StakeholderGroup, Team


class ChangeAffected:
    """Reads who is affected and how."""

    def __init__(self, database: Database) -> None:
        """Read `database`."""
        self._database = database

    async def facts(self, workspace_id: str, slack_id: str, change_id: int) -> Affected:
        """Return whom a change affects, as far as its reader may see it. Raises NotFound, NotAllowed."""
        async with self._database.reading(workspace_id) as session:
            standing = await standing_of(session, slack_id, change_id)
            groups = await groups_of(session, change_id)
            members = await members_of(session, [one.id for one in groups])
            runs_it = standing.runs_it
            return Affected(
                change_id=change_id,
                runs_it=runs_it,
                goes_on=not standing.state.over,
                stopped=standing.state is ChangeState.STOPPED,
                rows=tuple(await rows_for(session, groups)) if runs_it else (),
                people=len(set().union(*members.values())) if runs_it and members else 0,
                mine=await _mine(session, standing, groups, members),
                teams=() if runs_it else await _teams(session, standing.person, groups, members),
            )


async def _mine(
    session: AsyncSession,
    standing: ChangeStanding,
    groups: list[StakeholderGroup],
    members: Mapping[int, set[int]],
) -> tuple[MeantFor, ...]:
    """Return the reader's groups, the one that changes most first."""
    me = standing.person.id
    told = told_once(await ranks_of(session, list(members)), members).get(me)
    if told is None:
        return ()
    known = {one.id: one for one in groups}
    own = [known[one] for one in (told.group_id, *told.other_ids)]
    contacts = [one.contact_id for one in own if one.contact_id]
    # Whoever has left answers nothing: the owner of the change does then.
    rows = sa.select(Person.id, Person.name).where(Person.id.in_(contacts), Person.deactivated.is_(False))
    names = {one: name for one, name in await session.execute(rows)}  # noqa: C416 (rows are no pairs to mypy)
    return tuple(MeantFor(one.name, one.yesterday, one.tomorrow, _asked(one, names, standing)) for one in own)


def _asked(group: StakeholderGroup, names: Mapping[int, str], standing: ChangeStanding) -> str:
    """Return whom the people of a group ask; "" where that is the reader."""
    asked = group.contact_id if group.contact_id in names else standing.owner.id
    return "" if asked == standing.person.id else names.get(asked or 0, standing.owner.name)


async def _teams(
    session: AsyncSession, reader: Person, groups: list[StakeholderGroup], members: Mapping[int, set[int]]
) -> tuple[TeamPart, ...]:
    """Return how many of the teams that the reader leads belong to which group."""
    led = sa.select(Membership.team_id).where(Membership.person_id == reader.id, Membership.is_lead)
    rows = (
        sa.select(Team.name, Membership.person_id)
        .join(Membership, Membership.team_id == Team.id)
        .where(Team.id.in_(led), Team.archived_at.is_(None))
        .order_by(Team.name)
    )
    teams: dict[str, set[int]] = defaultdict(set)
    for name, person_id in await session.execute(rows):
        teams[name].add(person_id)
    return tuple(
        TeamPart(name, one.name, count)
        for name, people in teams.items()
        for one in groups
        if (count := len(people & members[one.id]))
    )
