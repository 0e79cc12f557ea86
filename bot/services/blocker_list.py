"""Open blockers, as far as somebody may see them: everyone in the ritual, both teams, whom they wait on, the PMO."""

from collections.abc import Collection, Mapping

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.domain.blocker_list import BlockerList, Listed
from bot.domain.blocker_shown import Blocker as Shown
from bot.domain.matching import did_you_mean
from bot.domain.words import short
from bot.errors import NotFound
from bot.services.blocker_read import IS_LIVE, SHOWN, shown, shown_row
from bot.services.role import acting
from models import Blocker, Membership, Person, Ritual, RitualPerson, RitualTeam, Team

PAGE = 15
"""Blockers of a message: two blocks each, of the fifty that Slack takes."""


class BlockerLists:
    """Lists open blockers."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """Read `database`."""
        self._database, self._clock = database, clock

    async def find_team(self, workspace_id: str, name: str) -> int:
        """Return the id of the team with this name. Raises NotFound with the nearest name."""
        wanted = " ".join(name.split()).casefold()
        async with self._database.reading(workspace_id) as session:
            teams = [(team, of) for team, of in await session.execute(sa.select(Team.id, Team.name))]
        for team_id, of in teams:
            if of.casefold() == wanted:
                return team_id
        guess = did_you_mean(name, [of for _, of in teams])
        hint = f" Did you mean *{guess}*?" if guess else " Without a name all open blockers are listed."
        raise NotFound(f"There is no team called “{short(name)}”.{hint}")

    async def facts(self, workspace_id: str, slack_id: str, *, team_id: int = 0, first: int = 0) -> BlockerList:
        """Return a page of the open blockers that `slack_id` may see, of those on one team or of all.

        Raises NotFound for a team that is gone, NotAllowed.
        """
        async with self._database.reading(workspace_id) as session:
            reader = await acting(session, slack_id)
            team = await session.get(Team, team_id) if team_id else None
            if team_id and team is None:
                raise NotFound("This team is not there any more.")
            teams = await teams_of(session, reader)
            where = [IS_LIVE, Blocker.merged_into_id.is_(None), visible(reader, teams)]
            if team is not None:
                where.append(Blocker.team_id == team.id)
            total = await session.scalar(sa.select(sa.func.count()).select_from(Blocker).where(*where)) or 0
            rows = await session.execute(SHOWN.where(*where).offset(first).limit(PAGE))
            return BlockerList(
                rows=tuple(listed(reader, teams, row) for row in rows),
                first=first,
                total=total,
                now=self._clock.now(),
                team_id=team_id,
                team=team.name if team else "",
            )


async def open_blockers(session: AsyncSession, reader: Person) -> list[Shown]:
    """Return all open blockers that somebody may see, the oldest first."""
    teams = await teams_of(session, reader)
    return await shown(session, IS_LIVE, Blocker.merged_into_id.is_(None), visible(reader, teams))


async def teams_of(session: AsyncSession, reader: Person) -> dict[int, bool]:
    """Return the teams that somebody belongs to, and whether they lead each."""
    rows = sa.select(Membership.team_id, Membership.is_lead).where(Membership.person_id == reader.id)
    return {team: leads for team, leads in await session.execute(rows)}  # noqa: C416 (rows are not pairs to mypy)


def visible(reader: Person, teams: Collection[int]) -> sa.ColumnElement[bool]:
    """Return the condition that somebody may see a blocker; one that is not told yet is its raiser's alone."""
    by_team = sa.select(RitualTeam.ritual_id).where(RitualTeam.team_id.in_(teams))
    by_name = sa.select(RitualPerson.ritual_id).where(RitualPerson.person_id == reader.id)
    owned = sa.select(Ritual.id).where(Ritual.owner_id == reader.id)
    theirs = sa.or_(
        Blocker.ritual_id.in_(by_team),
        Blocker.ritual_id.in_(by_name),
        Blocker.ritual_id.in_(owned),
        Blocker.team_id.in_(teams),
        Blocker.party_team_id.in_(teams),
        Blocker.person_id == reader.id,
        Blocker.owner_id == reader.id,
    )
    told = Blocker.told_at.is_not(None)
    return sa.or_(Blocker.raiser_id == reader.id, told if reader.acts_as_pmo else sa.and_(told, theirs))


def listed(reader: Person, teams: Mapping[int, bool], row: sa.Row[*tuple[object, ...]]) -> Listed:
    """Return a row of `SHOWN` with what its reader may do about it."""
    one: Blocker = row.Blocker
    mine = one.team_id in teams or reader.id in {one.person_id, one.owner_id}
    return Listed(
        shown_row(row),
        acts=mine or reader.acts_as_pmo,
        closes=one.raiser_id == reader.id,
        merges=reader.acts_as_pmo or one.person_id == reader.id or teams.get(one.team_id or 0, False),
    )
