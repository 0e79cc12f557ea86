"""Erasing what a person asked, suggested and answered about changes; answers stay, as those of nobody."""

import sqlalchemy as sa

from bot.db import Database
from bot.delivery.ledger import Ledger
from bot.domain.forget import WORDS
from bot.services import change_question_message as messages
from models import ChangeQuestion, ChangeQuestionWord


async def erase_change_questions(database: Database, ledger: Ledger, workspace_id: str, person_id: int) -> int:
    """Erase the words of a person with their name; return how many messages change. Safe to repeat.

    What they asked without a name nobody can find; the code of its receipt alone takes it back.
    """
    async with database.transaction(workspace_id) as session:
        asked, answered = ChangeQuestion.asked_by_id == person_id, ChangeQuestion.answered_by_id == person_id
        rows = sa.select(ChangeQuestion).where(sa.or_(asked, answered)).order_by(ChangeQuestion.id)
        changed = list(await session.scalars(rows.with_for_update()))
        for question in changed:
            if question.asked_by_id == person_id:
                question.text, question.wording = WORDS, ""
            if question.answered_by_id == person_id:
                question.answer = WORDS
        words = sa.update(ChangeQuestionWord).where(ChangeQuestionWord.written_by_id == person_id)
        await session.execute(words.values(text=WORDS))
        await session.flush()
        keys = [key for question in changed for key in messages.all_keys(question)]
        keys += [key for question in changed for key in await messages.posted_keys(session, question)]
        return await ledger.refresh(session, workspace_id, keys)
