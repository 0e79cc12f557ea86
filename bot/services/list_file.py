"""A list as a file for whoever asks: the same rows that they may see, all pages of it."""

from collections.abc import AsyncIterator
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.db import Database
from bot.domain.csv_file import BOM, csv_row
from bot.domain.list_file import Wanted, header
from bot.domain.sync_file import SyncFile
from bot.errors import UserError
from bot.services.list_rows import PAGE, PAGES, Asked, Row
from bot.services.list_rows_announcement import PAGES as READER_PAGES
from bot.services.list_rows_change import PAGES as CHANGE_PAGES
from bot.services.list_rows_retro import PAGES as RETRO_PAGES
from bot.services.role import acting
from bot.services.written_file import written

_PAGES = {**PAGES, **RETRO_PAGES, **CHANGE_PAGES, **READER_PAGES}


class ListFiles:
    """Writes lists as CSV."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """Read `database`."""
        self._database, self._clock = database, clock

    async def file(self, workspace_id: str, slack_id: str, wanted: Wanted) -> SyncFile:
        """Return a list as `slack_id` may see it. Raises UserError for an empty one, NotAllowed, NotFound."""
        rows = self._rows(workspace_id, slack_id, wanted)
        first = await anext(rows, None)
        if first is None:
            raise UserError("There is nothing in this list, so no file was made.")
        async with self._database.reading(workspace_id) as session:
            zone = (await acting(session, slack_id)).zone
        today = self._clock.now().astimezone(ZoneInfo(zone)).date()

        async def lines() -> AsyncIterator[str]:
            yield BOM + csv_row(header(wanted.listing, zone))
            yield csv_row(first[1])
            async for _, cells in rows:
                yield csv_row(cells)

        name = f"{wanted.listing}-{today.isoformat()}.csv"
        title = f"{wanted.listing.replace('_', ' ').capitalize()} as of {today.isoformat()}"
        return SyncFile("", name, title, await written(lines()))

    async def _rows(self, workspace_id: str, slack_id: str, wanted: Wanted) -> AsyncIterator[Row]:
        after = 0
        while True:
            async with self._database.reading(workspace_id) as session:
                asked = Asked(await acting(session, slack_id), wanted, after, self._clock.now())
                page = await _PAGES[wanted.listing](session, asked)
            for one in page:
                yield one
            if len(page) < PAGE:
                return
            after = page[-1][0]
