"""Open questions on a home tab: those that the reader is asked, and those that they asked."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.playbook_question import HomeQuestions
from bot.services.playbook_question_read import QUESTIONS, shown
from models import Person, PlaybookQuestion

MOST = 30
"""Questions that are read for a part of a home tab, which shows a few of them and counts the others."""

_OPEN = (
    QUESTIONS.where(PlaybookQuestion.state == "open").order_by(PlaybookQuestion.due_on, PlaybookQuestion.id).limit(MOST)
)
_OF_ME = _OPEN.where(PlaybookQuestion.owner_id == sa.bindparam("person_id"))
_MINE = _OPEN.where(
    PlaybookQuestion.asked_by_id == sa.bindparam("person_id"), PlaybookQuestion.owner_id != sa.bindparam("person_id")
)


async def home_questions(session: AsyncSession, person: Person) -> HomeQuestions:
    """Return the open questions that somebody sees on their home tab, those due first first."""
    of_me, mine = [
        tuple(shown(row) for row in await session.execute(rows, {"person_id": person.id})) for rows in (_OF_ME, _MINE)
    ]
    return HomeQuestions(of_me, mine)
