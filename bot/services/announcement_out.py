"""What was announced of a change: to each reader what they have, to whoever runs it all of it, and how far it is."""

from collections.abc import Collection
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.domain.announcement import ReaderState
from bot.domain.announcement_out import OutFacts, OutRow
from bot.domain.change import ChangeState
from bot.services.announcement_progress import progress_of
from bot.services.announcement_row import went_on
from bot.services.change_standing import ChangeStanding, standing_of
from models import Announcement, AnnouncementReader, Person

MOST, MOST_GOING = 3, 2
"""Announcements that a change's page names, and those of them whose progress it shows."""

_OUT = ("sending", "sent", "stopped")
_GOING = ("planned", "sending", "stopped")


class AnnouncementsOut:
    """Reads what was announced."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """Read from `database`; days are those of the reader by `clock`."""
        self._database, self._clock = database, clock

    async def of_change(self, workspace_id: str, slack_id: str, change_id: int) -> OutFacts:
        """Return what was announced of a change. Raises NotFound, NotAllowed."""
        now = self._clock.now()
        async with self._database.reading(workspace_id) as session:
            standing = await standing_of(session, slack_id, change_id)
            zone = ZoneInfo(standing.person.zone)
            going = await _going(session, standing) if standing.runs_it else []
            rows, more = await _rows(session, standing, zone, [one.id for one in going])
            progress = [await progress_of(session, one, now, zone=standing.person.zone) for one in going]
            return OutFacts(now.astimezone(zone).date(), rows, more, progress)


async def _rows(
    session: AsyncSession, standing: ChangeStanding, zone: ZoneInfo, shown_below: Collection[int]
) -> tuple[list[OutRow], int]:
    since = Announcement.planned_at
    out = [Announcement.change_id == standing.change.id, Announcement.state.in_(_OUT), since.is_not(None)]
    if shown_below:
        out.append(Announcement.id.not_in(shown_below))
    if not standing.runs_it:
        mine = sa.select(AnnouncementReader.announcement_id).where(
            AnnouncementReader.person_id == standing.person.id, AnnouncementReader.state == ReaderState.TOLD
        )
        out.append(Announcement.id.in_(mine))
    rows = (
        sa.select(Announcement, Person.name, sa.func.count().over())
        .join(Person, Person.id == Announcement.author_id)
        .where(*out)
        .order_by(since.desc(), Announcement.id.desc())
        .limit(MOST)
    )
    found = (await session.execute(rows)).all()
    shown = [OutRow(row.title, on, author) for row, author, _ in found if (on := went_on(row, zone)) is not None]
    return shown, (found[0][2] - len(found)) if found else 0


async def _going(session: AsyncSession, standing: ChangeStanding) -> list[Announcement]:
    change = standing.change
    of_it = [Announcement.change_id == change.id, Announcement.state.in_(_GOING)]
    if standing.state is ChangeState.STOPPED and change.ended_at is not None:
        # What stopped with it goes nowhere any more; that it was stopped, and why, does.
        of_it.append(Announcement.created_at >= change.ended_at)
    rows = sa.select(Announcement).where(*of_it).order_by(Announcement.planned_at.desc(), Announcement.id.desc())
    return list(await session.scalars(rows.limit(MOST_GOING)))
