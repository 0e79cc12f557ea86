"""Erasing what a person said about pages: pages stay, since others work by them, and lose the person's name alone."""

import sqlalchemy as sa

from bot.db import Database
from bot.delivery.ledger import Ledger
from bot.domain.forget import WORDS
from bot.services.playbook_message import ANSWERED, ASKED, DUE, IN_CHANNEL, LATE, OUTDATED, question_key, review_key
from models import Playbook, PlaybookNote, PlaybookOffer, PlaybookQuestion


async def erase_playbook_words(database: Database, ledger: Ledger, workspace_id: str, person_id: int) -> int:
    """Erase what the person asked, answered and found out of date; return how many messages change. Safe to repeat."""
    async with database.transaction(workspace_id) as session:
        asked, answered = PlaybookQuestion.asked_by_id == person_id, PlaybookQuestion.answered_by_id == person_id
        rows = sa.select(PlaybookQuestion).where(sa.or_(asked, answered)).order_by(PlaybookQuestion.id)
        keys: list[str] = []
        for question in await session.scalars(rows.with_for_update()):
            if question.asked_by_id == person_id:
                question.text = WORDS
            if question.answered_by_id == person_id:
                question.answer = WORDS
            keys += [question_key(kind, question) for kind in (ASKED, IN_CHANNEL, DUE, ANSWERED, LATE)]
        told = (
            sa.select(Playbook.owner_id, PlaybookNote.told_on)
            .join(Playbook, Playbook.id == PlaybookNote.playbook_id)
            .where(PlaybookNote.person_id == person_id, PlaybookNote.told_on.is_not(None))
        )
        keys += [review_key(OUTDATED, owner_id, on) for owner_id, on in await session.execute(told) if on]
        await session.execute(sa.delete(PlaybookOffer).where(PlaybookOffer.person_id == person_id))
        await session.execute(sa.delete(PlaybookNote).where(PlaybookNote.person_id == person_id))
        thanked = sa.update(Playbook).where(Playbook.credited_person_id == person_id)
        await session.execute(thanked.values(credited_person_id=None))
        await session.flush()
        return await ledger.refresh(session, workspace_id, list(dict.fromkeys(keys)))
