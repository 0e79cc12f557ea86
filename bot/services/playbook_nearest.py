"""Whom to ask what no page says: whoever keeps the page that is nearest, else the PMO."""

import sqlalchemy as sa
from rapidfuzz import fuzz, process
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.matching import folded
from bot.services.playbook_sight import may_read
from bot.services.role import pmos
from models import Person, Playbook

_ALIKE = 50
"""How alike, of 100, the words of a title are to those that were looked for, so that its owner may know."""

_MOST = 2000
"""Titles that are looked through, the newest."""


async def nearest_owner(session: AsyncSession, reader: Person, words: str) -> Person | None:
    """Return who keeps the page whose title is nearest to `words`, else the first of the PMO; never `reader`."""
    rows = (
        sa.select(Playbook.title, Playbook.owner_id)
        .join(Person, Person.id == Playbook.owner_id)
        .where(Playbook.state == "published", may_read(reader), Playbook.owner_id != reader.id)
        .where(Person.deactivated.is_(False))
        .order_by(Playbook.updated_at.desc())
        .limit(_MOST)
    )
    known = [(folded(title), owner_id) for title, owner_id in await session.execute(rows)]
    best = process.extractOne(
        folded(words), [title for title, _ in known], scorer=fuzz.token_set_ratio, score_cutoff=_ALIKE
    )
    if best:
        return await session.get(Person, known[best[2]][1])
    return next((one for one in await pmos(session) if one.id != reader.id), None)
