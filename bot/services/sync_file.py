"""The files of a sync that somebody asks for in Slack: its calendar, and its answers for those who may read them."""

from collections.abc import AsyncIterator
from datetime import timedelta
from io import BytesIO

import sqlalchemy as sa

from bot.clock import Clock
from bot.db import Database
from bot.domain.answer_export import Wanted, as_csv
from bot.domain.sync_calendar import calendar_file, file_name
from bot.domain.sync_file import SyncFile
from bot.domain.words import plural
from bot.errors import NotFound, UserError
from bot.services.answer_export import exported
from bot.services.audit import Audit
from bot.services.role import acting, refusal, rights_of
from bot.services.sync_calendar import calendar_of
from bot.services.written_file import written
from models import Ritual, RitualTeam

DAYS_BACK = timedelta(days=365)
"""How far back the answers in a file go; `drumbeat export answers` goes back to the first."""


class SyncFiles:
    """Makes the files of syncs for whoever asks."""

    def __init__(self, database: Database, clock: Clock, audit: Audit) -> None:
        """Keep what it works with."""
        self._database, self._clock, self._audit = database, clock, audit

    async def calendar(self, workspace_id: str, slack_id: str, ritual_id: int) -> SyncFile:
        """Return the coming rounds of a sync at this person's own hours. Raises as `calendar_of` does."""
        facts = await calendar_of(self._database, self._clock, workspace_id, ritual_id, slack_id=slack_id)
        title = f"{facts.sync}: {plural(len(facts.rounds), 'round')} to come"
        return SyncFile(facts.sync, file_name(facts.sync, "ics"), title, BytesIO(calendar_file(facts).encode()))

    async def answers(self, workspace_id: str, slack_id: str, ritual_id: int) -> SyncFile:
        """Return the answers of the last year as CSV: all for the PMO and its owner, for leads those of their teams.

        It is noted in the audit who took them. Raises NotFound for a sync that was deleted, NotAllowed for anybody
        else, UserError where there is none.
        """
        since = self._clock.now().date() - DAYS_BACK
        async with self._database.reading(workspace_id) as session:
            rights = await rights_of(session, await acting(session, slack_id))
            found = sa.select(Ritual).where(Ritual.id == ritual_id, Ritual.state != "deleted")
            ritual = await session.scalar(found)
            if ritual is None:
                raise NotFound("This sync was deleted, so its answers are not listed here any more.")
            teams = set(await session.scalars(sa.select(RitualTeam.team_id).where(RitualTeam.ritual_id == ritual.id)))
            all_of_it = rights.all_teams or ritual.owner_id == rights.person.id
            if not all_of_it and not teams & rights.team_ids:
                raise await refusal(session, f"Downloading answers of {ritual.name} is")
            name = ritual.name
        own = None if all_of_it else rights.team_ids
        answers = exported(self._database, workspace_id, Wanted(since, ritual_id=ritual_id), teams=own)
        pieces = as_csv(answers)
        header, first = await anext(pieces), await anext(pieces, None)
        if first is None:
            raise UserError(f"There are no answers to {name} yet. The file can be had after its first round.")
        async with self._database.transaction(workspace_id) as session:
            self._audit.record(session, slack_id, "answers_downloaded", f"sync:{ritual_id}", name=name)

        async def lines() -> AsyncIterator[str]:
            yield header + first
            async for piece in pieces:
                yield piece

        return SyncFile(name, file_name(name, "csv"), f"{name}: answers since {since}", await written(lines()))
