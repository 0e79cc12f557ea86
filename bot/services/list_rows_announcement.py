"""The readers of an announcement by name, as a file: for whoever may see who said what."""

from collections.abc import Mapping, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.announcement_figures import standing
from bot.domain.list_file import Listing
from bot.errors import NotAllowed
from bot.services.announcement_figures import NAMES, named_rows, reader_row, sight_of
from bot.services.list_rows import PAGE, Asked, Page, Row
from models import AnnouncementReader

TOLD = {"told": "yes", "help": "needs help"}


async def _readers(session: AsyncSession, asked: Asked) -> Sequence[Row]:
    """Return a page of readers. Raises NotFound, NotAllowed."""
    sight = await sight_of(session, asked.reader, asked.about)
    if not sight.names:
        raise NotAllowed(NAMES)
    page = named_rows(sight).where(AnnouncementReader.id > asked.after).order_by(AnnouncementReader.id).limit(PAGE)
    rows: list[Row] = []
    for one in await session.execute(page):
        row, reader = reader_row(one), one[0]
        told = TOLD.get(reader.told_team, "no word yet") if reader.lead else ""
        rows.append((row.id, (row.name, row.group, standing(row), str(row.reminders or ""), told)))
    return rows


PAGES: Mapping[Listing, Page] = {Listing.READERS: _readers}
