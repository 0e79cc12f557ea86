"""All actions of a workspace as CSV: what was promised, by whom, and what became of it."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.csv_file import BOM, csv_row
from bot.domain.list_file import Listing, header
from bot.services.list_rows_retro import WITH_STREAM, cells_of
from models import Action


async def exported(session: AsyncSession, since: date | None = None) -> Sequence[str]:
    """Return the lines of the file, its heading first; `since`: only what was promised from that date on, in UTC."""
    rows = WITH_STREAM.order_by(Action.id)
    if since is not None:
        rows = rows.where(Action.created_at >= datetime.combine(since, time(0), UTC))
    heading = BOM + csv_row(header(Listing.RETRO_ACTIONS, "UTC"))
    return [heading, *(csv_row(cells_of(row, UTC)) for row in await session.execute(rows))]
