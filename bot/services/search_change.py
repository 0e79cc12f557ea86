"""Finds changes, as far as somebody may know of them."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.change import STATE_WORDS, ChangeState
from bot.domain.matching import Candidate, rank
from bot.domain.search import FoundChange
from bot.services.change_sight import visible_to
from models import Change, Person

MOST = 1000
"""Changes that are ranked, the newest."""


async def changes_for(session: AsyncSession, reader: Person, words: str) -> list[FoundChange]:
    """Return the changes that words are about, by their names and why they are made, the best first."""
    rows = (
        sa.select(Change.id, Change.name, Change.why, Change.state, Person.name.label("sponsor"))
        .join(Person, Person.id == Change.sponsor_id)
        .where(visible_to(reader))
        .order_by(Change.created_at.desc(), Change.id.desc())
        .limit(MOST)
    )
    known = {str(one.id): one for one in await session.execute(rows)}
    candidates = [Candidate(key, one.name, ("change", one.why[:500])) for key, one in known.items()]
    found = [known[one.key] for one in rank(words, candidates)]
    return [FoundChange(one.id, one.name, STATE_WORDS[ChangeState(one.state)], one.sponsor) for one in found]
