"""What the buttons of changes say when they are pressed."""

import sqlalchemy as sa

from bot.views import announcement_progress, change_form, change_list
from models import Person
from tests.factories import change
from tests.factories.change_question_buttons import CHANGE_QUESTION, questions_of
from tests.journeys.conftest import World

OF_A_CHANGE = (change_list.SHOW, change_form.EDIT, change_form.STOP, change_form.GO_ON, change_form.DELETE)
OF_AN_ANNOUNCEMENT = (announcement_progress.STOP, announcement_progress.GO_ON)
CHANGE = (change_list.LIST, change_form.NEW, *CHANGE_QUESTION, *OF_AN_ANNOUNCEMENT, *OF_A_CHANGE)
"""In the order in which they are pressed."""


async def changes_of(company: World) -> dict[str, str]:
    """Let Mara run a change; return what each of the buttons says."""
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        mara = (await session.scalars(sa.select(Person).where(Person.slack_id == company.persona("mara").id))).one()
        made = await change.change(session, mara, state="announced")
        said = await change.announcement(session, mara, made, state="sending", planned_at=company.clock.now())
    return {
        **dict.fromkeys(OF_A_CHANGE, str(made.id)),
        **dict.fromkeys(OF_AN_ANNOUNCEMENT, str(said.id)),
        change_list.LIST: "10",
        **await questions_of(company, made.id),
    }
