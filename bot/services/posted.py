"""Whether Slack has a message: what was never said needs no word that it is over."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from models import Delivery


async def is_posted(session: AsyncSession, key: str) -> bool:
    """Tell whether the message with `key` in the session's workspace was posted."""
    rows = sa.select(Delivery.id).where(Delivery.key == key, Delivery.ts != "")
    return await session.scalar(rows) is not None
