"""The head of a change's page, as its reader may see it."""

from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.domain.announcement import State
from bot.domain.change import ChangeState
from bot.domain.change_page import ChangeHead
from bot.errors import NotFound
from bot.services.audit import last_actor
from bot.services.change_sight import visible_to
from bot.services.change_standing import GONE, standing_of
from models import Announcement, Change

ENDED = ("change_stopped", "change_embedded")
"""What whoever ended a change did, as the audit has it."""


class ChangePages:
    """Reads the page."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """Read `database`."""
        self._database, self._clock = database, clock

    async def head(self, workspace_id: str, slack_id: str, change_id: int) -> ChangeHead:
        """Return what stands above the rest. Raises NotFound, also for a draft that is not the reader's to see."""
        async with self._database.reading(workspace_id) as session:
            standing = await standing_of(session, slack_id, change_id)
            seen = sa.select(Change.id).where(Change.id == change_id, visible_to(standing.person))
            if await session.scalar(seen) is None:
                raise NotFound(GONE)
            change, subject = standing.change, f"change:{change_id}"
            planned = await _planned(session, change) if standing.state is ChangeState.DRAFT else 0
            ended_by = await last_actor(session, subject, *ENDED) if standing.state.over else ""
        zone = ZoneInfo(standing.person.zone)
        return ChangeHead(
            id=change.id,
            name=change.name,
            why=change.why,
            state=standing.state,
            owner=standing.owner.name,
            sponsor=standing.sponsor.name,
            starts_on=change.starts_on,
            ends_on=change.ends_on,
            today=self._clock.now().astimezone(zone).date(),
            runs_it=standing.runs_it,
            ended_because=change.ended_because,
            ended_on=change.ended_at.astimezone(zone).date() if change.ended_at else None,
            ended_by=ended_by,
            planned=planned,
        )


async def _planned(session: AsyncSession, change: Change) -> int:
    of_it = (Announcement.change_id == change.id, Announcement.state == State.PLANNED)
    return await session.scalar(sa.select(sa.func.count()).select_from(Announcement).where(*of_it)) or 0
