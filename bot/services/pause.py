"""The PMO pauses everything, and lets it go on."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.domain.pause import PauseFacts
from bot.domain.recurrence import instant
from bot.engine.upsert import insert_into
from bot.errors import UserError
from bot.services.audit import Audit
from bot.services.pause_read import running
from bot.services.role import acting, pmo_refusal
from models import Pause, Person
from models.pause import RUNNING

UNTIL = "until"
"""The field that is wrong, for the form."""
SUBJECT = "workspace"
WHAT = "Pausing everything is"


class Pauses:
    """Begins and ends the pause of a workspace; of two who do it at once the second hears that it is so already."""

    def __init__(self, database: Database, clock: Clock, audit: Audit) -> None:
        """Work on `database`; both are audited."""
        self._database, self._clock, self._audit = database, clock, audit

    async def facts(self, workspace_id: str, slack_id: str) -> PauseFacts:
        """Return how it stands, for whoever may change it. Raises NotAllowed."""
        async with self._database.reading(workspace_id) as session:
            person = await _pmo(session, slack_id)
            now = self._clock.now()
            return PauseFacts(await running(session, now), person.zone, now)

    async def pause(self, workspace_id: str, slack_id: str, until: date | None) -> PauseFacts:
        """Let no round open until `until` (a date of this person's), or until somebody says so.

        What is open goes on. Raises NotAllowed, and UserError for a day that is not ahead.
        """
        now = self._clock.now()
        async with self._database.transaction(workspace_id) as session:
            person = await _pmo(session, slack_id)
            values = {"actor": slack_id, "began_at": now, "until_at": _until(person, until, now)}
            over = sa.update(Pause).where(sa.text(RUNNING), Pause.until_at <= now).values(ended_at=Pause.until_at)
            await session.execute(over, execution_options={"synchronize_session": False})
            insert = insert_into(session, Pause).values(workspace_id=workspace_id, **values)
            begun = await session.execute(
                insert.on_conflict_do_nothing(index_elements=["workspace_id"], index_where=sa.text(RUNNING)).returning(
                    Pause.id
                )
            )
            new = begun.one_or_none() is not None
            if new:
                days = {"until": until.isoformat()} if until else {}
                self._audit.record(session, slack_id, "everything_paused", SUBJECT, **days)
            return PauseFacts(await running(session, now), person.zone, now, again=not new)

    async def resume(self, workspace_id: str, slack_id: str) -> PauseFacts:
        """Let rounds open again; what did not take place is not caught up. Raises NotAllowed."""
        now = self._clock.now()
        async with self._database.transaction(workspace_id) as session:
            person = await _pmo(session, slack_id)
            holds = sa.or_(Pause.until_at.is_(None), Pause.until_at > now)
            ended = sa.update(Pause).where(sa.text(RUNNING), holds).values(ended_at=now).returning(Pause.id)
            done = list(await session.scalars(ended, execution_options={"synchronize_session": False}))
            if done:
                self._audit.record(session, slack_id, "everything_resumed", SUBJECT)
            return PauseFacts(None, person.zone, now, again=not done)


async def _pmo(session: AsyncSession, slack_id: str) -> Person:
    person = await acting(session, slack_id)
    if not person.acts_as_pmo:
        raise await pmo_refusal(session, WHAT)
    return person


def _until(person: Person, until: date | None, now: datetime) -> datetime | None:
    """Return the first instant of a day of this person's. Raises UserError for one that is not ahead."""
    if until is None:
        return None
    zone = ZoneInfo(person.zone)
    if until <= now.astimezone(zone).date():
        raise UserError("This day is not ahead. Choose a later one, or none. Nothing was changed.", field=UNTIL)
    return instant(until, time(0), zone)
