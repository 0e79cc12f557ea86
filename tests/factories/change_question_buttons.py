"""What the buttons of questions and ideas about changes say when they are pressed."""

import sqlalchemy as sa

from bot.domain.change_question import About, Asked, Kind
from bot.views import change_question, change_question_answer, change_question_faq
from models import ChangeQuestion
from tests.journeys.conftest import World

OF_A_QUESTION = (
    change_question_answer.ANSWER,
    change_question_answer.UNKNOWN,
    change_question_answer.DECIDE,
    change_question_answer.WRITE,
    change_question_faq.READ,
    change_question_answer.WITHDRAW,
)
ABOUT_CHANGES = (change_question.ASK, change_question.SUGGEST)
LISTS = (
    change_question_faq.SHOW,
    change_question_faq.IDEAS,
    change_question_faq.NEWER,
    change_question_faq.OLDER,
)
BY_CODE = change_question.TAKE_BACK
CHANGE_QUESTION = (
    *ABOUT_CHANGES,
    *LISTS,
    change_question_answer.MORE,
    *OF_A_QUESTION,
    change_question.CODE,
    BY_CODE,
)
"""In the order in which they are pressed."""


async def questions_of(company: World, change_id: int) -> dict[str, str]:
    """Let Ana ask about a change; return what each of the buttons says."""
    asked = Asked(Kind.QUESTION, About(change_id), "Who writes my review in June?")
    await company.bot.parts.change.asking.ask(company.workspace_id, company.persona("ana").id, asked)
    await company.idle()
    async with company.bot.parts.database.reading(company.workspace_id) as session:
        question = str(await session.scalar(sa.select(ChangeQuestion.id)))
    return {
        **dict.fromkeys(OF_A_QUESTION, question),
        **dict.fromkeys(ABOUT_CHANGES, str(change_id)),
        **dict.fromkeys(LISTS, f"question:{change_id}:0"),
        change_question_answer.MORE: f"{change_question_answer.HAND}:{question}",
    }
