"""What the buttons of pages and questions say when they are pressed."""

import sqlalchemy as sa

from bot.domain.playbook import Written
from bot.views import playbook, playbook_codify, playbook_found, playbook_list, playbook_question
from models import Playbook, PlaybookQuestion
from tests.journeys.conftest import World

OF_A_PAGE = (
    playbook.READ,
    playbook.SHARE,
    playbook.HELPFUL,
    playbook.OUTDATED,
    playbook.HISTORY,
    playbook.EDIT,
    playbook.HAND,
    playbook.VOUCH,
    playbook.ARCHIVE,
    playbook.BACK,
)
OF_A_QUESTION = (playbook_question.ANSWER, playbook_question.PASS, playbook_question.DROP, playbook_question.MAKE)
PLAYBOOK = (
    *OF_A_PAGE,
    playbook.PIECE,
    playbook.TOP,
    playbook.VERSION,
    playbook.RESTORE,
    playbook_list.LIST,
    playbook_list.STARTERS,
    playbook_found.NEW,
    playbook_found.ASK_ONE,
    playbook_found.ASK_HERE,
    *OF_A_QUESTION,
    playbook_codify.THEME,
    playbook_codify.ACTION,
)
"""In the order in which they are pressed."""


async def pages_of(company: World) -> dict[str, str]:
    """Let Mara keep a page, and Ana ask her something; return what each of the buttons says."""
    parts, workspace_id = company.bot.parts, company.workspace_id
    written = Written("How we ship", "On Tuesdays.", ())
    await parts.playbook.pages.create(workspace_id, company.persona("mara").id, written)
    await parts.playbook.questions.ask(
        workspace_id, company.persona("ana").id, "Who has the keys?", to=company.persona("mara").id
    )
    await company.idle()
    async with parts.database.reading(workspace_id) as session:
        page, question = (
            str(await session.scalar(sa.select(Playbook.id))),
            await session.scalar(sa.select(PlaybookQuestion.id)),
        )
    return {
        **dict.fromkeys(OF_A_PAGE, page),
        **dict.fromkeys(OF_A_QUESTION, str(question)),
        playbook.PIECE: f"{page}:1",
        playbook.TOP: f"{page}:0",
        playbook.VERSION: f"{page}:1",
        playbook.RESTORE: f"{page}:1:1",
        playbook_list.LIST: "8 newest",
        playbook_found.ASK_ONE: f"{company.persona('ana').id} keys",
        playbook_found.ASK_HERE: "keys",
        playbook_codify.THEME: "7",
        playbook_codify.ACTION: "7",
    }
