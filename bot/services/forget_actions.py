"""Erasing what a person wrote about actions: those stay, since others work on them, without the person's words."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.delivery.ledger import Ledger
from bot.domain.forget import WORDS
from bot.services import action_message
from models import Action

AT_ONCE = 100
"""Actions of one transaction."""


async def erase_action_words(database: Database, ledger: Ledger, workspace_id: str, person_id: int) -> int:
    """Erase what the person promised by themselves, what help they needed and what they said came of it.

    What a retro agreed on stays as the words of all. Return how many messages change; repeated it finds the rest.
    """
    raised = sa.and_(Action.raised_by_id == person_id, Action.retro_id.is_(None), Action.text != WORDS)
    needed = sa.and_(Action.owner_id == person_id, Action.needs.not_in(("", WORDS)))
    settled = sa.and_(
        Action.settled_by_id == person_id,
        sa.or_(Action.effect.not_in(("", WORDS)), Action.reason.not_in(("", WORDS))),
    )
    found = sa.select(Action).where(sa.or_(raised, needed, settled)).order_by(Action.id).limit(AT_ONCE)
    refreshed = 0
    while True:
        async with database.transaction(workspace_id) as session:
            rows = list(await session.scalars(found.with_for_update()))
            if not rows:
                return refreshed
            for row in rows:
                if row.raised_by_id == person_id and row.retro_id is None:
                    row.text, row.signal = WORDS, row.signal and WORDS
                if row.owner_id == person_id:
                    row.needs = row.needs and WORDS
                if row.settled_by_id == person_id:
                    row.effect, row.reason = row.effect and WORDS, row.reason and WORDS
            await session.flush()
            keys = await action_message.shown_in(session, [row.id for row in rows], news=True)
            refreshed += await ledger.refresh(session, workspace_id, keys)


async def shown_with(session: AsyncSession, person_id: int) -> list[str]:
    """Return the keys of the messages about actions that name a person: who gave, has, helped with or ended them."""
    people = (Action.raised_by_id, Action.given_by_id, Action.owner_id, Action.helped_by_id, Action.settled_by_id)
    ids = list(await session.scalars(sa.select(Action.id).where(sa.or_(*(one == person_id for one in people)))))
    return await action_message.shown_in(session, ids, news=True) if ids else []
