"""Erasing what a person said about blockers: those stay, since others work on them, without the person's words."""

import sqlalchemy as sa

from bot.db import Database
from bot.delivery.ledger import Ledger
from bot.domain.forget import WORDS
from bot.services import blocker_message
from models import Blocker, BlockerStep

AT_ONCE = 100
"""Blockers of one transaction."""


async def erase_blocker_words(database: Database, ledger: Ledger, workspace_id: str, person_id: int) -> int:
    """Erase what the person needed of others, and why they passed something on; return how many messages change.

    Each step is one short transaction; repeated it finds the rest.
    """
    said = sa.or_(Blocker.needs.not_in(("", WORDS)), Blocker.outside.not_in(("", WORDS)), Blocker.link != "")
    theirs = sa.select(Blocker.id).where(Blocker.raiser_id == person_id, said)
    reasons = sa.select(BlockerStep.blocker_id).where(BlockerStep.person_id == person_id, BlockerStep.reason != "")
    refreshed = 0
    while True:
        async with database.transaction(workspace_id) as session:
            found = sa.select(Blocker).where(sa.or_(Blocker.id.in_(theirs), Blocker.id.in_(reasons)))
            rows = list(await session.scalars(found.order_by(Blocker.id).limit(AT_ONCE).with_for_update()))
            if not rows:
                return refreshed
            for row in rows:
                if row.raiser_id == person_id:
                    row.needs, row.outside, row.link = row.needs and WORDS, row.outside and WORDS, ""
            ids = [row.id for row in rows]
            mine = (BlockerStep.person_id == person_id, BlockerStep.blocker_id.in_(ids))
            await session.execute(sa.update(BlockerStep).where(*mine).values(reason=""))
            await session.flush()
            refreshed += await blocker_message.refresh(session, ledger, rows)
            steps = sa.select(BlockerStep.id, BlockerStep.blocker_id).where(BlockerStep.blocker_id.in_(ids))
            same = sa.select(BlockerStep.id, Blocker.id).join(Blocker, Blocker.merged_into_id == BlockerStep.blocker_id)
            told = [*await session.execute(steps), *await session.execute(same.where(Blocker.id.in_(ids)))]
            told += await session.execute(same.where(BlockerStep.blocker_id.in_(ids)))
            keys = {blocker_message.news_key(step_id, blocker_id) for step_id, blocker_id in told}
            refreshed += await ledger.refresh(session, workspace_id, sorted(keys))
