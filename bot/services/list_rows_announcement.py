"""The replies to an announcement as files: by group, and by name for whoever may see who said what."""

from collections.abc import Mapping, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.announcement_figures import standing
from bot.domain.list_file import Listing
from bot.errors import NotAllowed
from bot.services.announcement_figures import NAMES, figures_for
from bot.services.announcement_names import named_rows, rows_shown
from bot.services.announcement_sight import sight_of
from bot.services.list_rows import PAGE, Asked, Page, Row
from models import AnnouncementReader

TOLD = {"told": "yes", "help": "needs help"}


async def _readers(session: AsyncSession, asked: Asked) -> Sequence[Row]:
    """Return a page of readers. Raises NotFound, NotAllowed."""
    sight = await sight_of(session, asked.reader, asked.about)
    if not sight.names:
        raise NotAllowed(NAMES)
    page = named_rows(sight).where(AnnouncementReader.id > asked.after).order_by(AnnouncementReader.id).limit(PAGE)
    found = (await session.execute(page)).all()
    rows: list[Row] = []
    for row, one in zip(await rows_shown(session, found, asked.now), found, strict=True):
        reader: AnnouncementReader = one[0]
        told = TOLD.get(reader.told_team, "no word yet") if reader.lead else ""
        rows.append((row.id, (row.name, row.group, standing(row), str(row.reminders or ""), told)))
    return rows


async def _figures(session: AsyncSession, asked: Asked) -> Sequence[Row]:
    """Return the figures by group; of a lead's own team as one. Raises NotFound, NotAllowed."""
    facts = await figures_for(session, asked.reader, asked.about, asked.now)
    rows = list(enumerate(facts.groups, 1))[asked.after : asked.after + PAGE]
    return [
        (
            place,
            (one.group, *(str(n) for n in (one.people, one.reached, one.got, one.asked, one.not_affected, one.none))),
        )
        for place, one in rows
    ]


PAGES: Mapping[Listing, Page] = {Listing.READERS: _readers, Listing.FIGURES: _figures}
