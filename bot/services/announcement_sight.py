"""What somebody may see of what came of an announcement: all of it whoever runs it, a lead their own team."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.db import IDS
from bot.domain.announcement import State
from bot.errors import NotFound
from bot.services.announcement_row import may_send
from bot.services.role import refusal
from models import Announcement, AnnouncementReader, Membership, Person, Team

GONE = "Drumbeat does not have this announcement any more."

OF_IT = AnnouncementReader.announcement_id == sa.bindparam("announcement")
_Leading, _Theirs = aliased(Membership), aliased(Membership)
# Read before the readers: as a part of their statement, PostgreSQL may look at the team again for each of thousands.
_OWN_TEAM = (
    sa.select(_Theirs.person_id)
    .distinct()
    .join(_Leading, sa.and_(_Leading.workspace_id == _Theirs.workspace_id, _Leading.team_id == _Theirs.team_id))
    .join(Team, sa.and_(Team.workspace_id == _Theirs.workspace_id, Team.id == _Theirs.team_id))
    .where(
        _Leading.person_id == sa.bindparam("lead"),
        _Leading.is_lead.is_(True),
        _Theirs.is_home.is_(True),
        _Theirs.person_id != sa.bindparam("lead"),
        Team.archived_at.is_(None),
    )
)
OF_TEAM = (
    sa.select(AnnouncementReader.state, AnnouncementReader.answer, AnnouncementReader.why, sa.func.count())
    .where(OF_IT, AnnouncementReader.person_id.in_(IDS))
    .group_by(AnnouncementReader.state, AnnouncementReader.answer, AnnouncementReader.why)
)


@dataclass(frozen=True, slots=True)
class Sight:
    """Somebody before the figures of an announcement; who does not run it sees their own team, if they lead one."""

    person: Person
    announcement: Announcement
    runs_it: bool
    team: tuple[int, ...] = ()
    """Of whoever does not run it: the people (by id) whom they lead."""

    @property
    def of_team(self) -> Mapping[str, Any]:
        """The parameters of what is read of their own team alone."""
        return {"announcement": self.announcement.id, "ids": self.team}

    @property
    def names(self) -> bool:
        """Whether they may see who said what."""
        return not self.runs_it or (self.person.acts_as_pmo and self.announcement.must_read)


async def sight_of(session: AsyncSession, person: Person, announcement_id: int) -> Sight:
    """Return what somebody may see of an announcement. Raises NotFound, NotAllowed for whoever leads nobody.

    Leads see of it what has gone to their own team.
    """
    row = await session.get(Announcement, announcement_id)
    if row is None:
        raise NotFound(GONE)
    if await may_send(session, person, row):
        return Sight(person, row, runs_it=True)
    sight = Sight(person, row, runs_it=False, team=tuple(await session.scalars(_OWN_TEAM, {"lead": person.id})))
    if not sight.team:
        raise await refusal(session, "Seeing what came of an announcement is")
    if not State(row.state).out or await session.scalar(OF_TEAM.limit(1), sight.of_team) is None:
        # Nor do they learn its title, whatever number they name.
        raise NotFound(GONE)
    return sight
