"""What somebody may see of what came of an announcement: all of it whoever runs it, a lead their own team."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.domain.announcement import State
from bot.errors import NotFound
from bot.services.announcement_row import may_send
from bot.services.role import refusal
from models import Announcement, AnnouncementReader, Membership, Person, Team

GONE = "Drumbeat does not have this announcement any more."

OF_IT = AnnouncementReader.announcement_id == sa.bindparam("announcement")
_Leading, _Theirs = aliased(Membership), aliased(Membership)
OWN_TEAM = (
    sa.select(_Theirs.person_id)
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
    .where(OF_IT, AnnouncementReader.person_id.in_(OWN_TEAM))
    .group_by(AnnouncementReader.state, AnnouncementReader.answer, AnnouncementReader.why)
)


@dataclass(frozen=True, slots=True)
class Sight:
    """Somebody before the figures of an announcement; who does not run it sees their own team, if they lead one."""

    person: Person
    announcement: Announcement
    runs_it: bool

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
    runs_it = await may_send(session, person, row)
    if not runs_it and await session.scalar(OWN_TEAM.limit(1), {"lead": person.id}) is None:
        raise await refusal(session, "Seeing what came of an announcement is")
    if not runs_it and not await _reached(session, person, row):
        # Nor do they learn its title, whatever number they name.
        raise NotFound(GONE)
    return Sight(person, row, runs_it)


async def _reached(session: AsyncSession, lead: Person, row: Announcement) -> bool:
    team = {"announcement": row.id, "lead": lead.id}
    return State(row.state).out and await session.scalar(OF_TEAM.limit(1), team) is not None
