"""What the buttons of changes say when they are pressed."""

import sqlalchemy as sa

from bot.ids import new_id
from bot.views import announcement_progress, change_form, change_impact, change_list, change_load, stakeholder_list
from models import ChangeLoadAsk, Person
from tests.factories import change
from tests.factories.change_question_buttons import CHANGE_QUESTION, questions_of
from tests.journeys.conftest import World

OF_A_CHANGE = (change_list.SHOW, change_form.EDIT, change_form.STOP, change_form.GO_ON, change_form.DELETE)
IN_THE_LIST = (
    stakeholder_list.NEW,
    stakeholder_list.MORE,
    stakeholder_list.PAGE,
    stakeholder_list.FIRST,
    stakeholder_list.SUGGESTED,
    stakeholder_list.FORGOTTEN,
)
"""They stand in the form that `stakeholder_list.OPEN` opens."""
IN_AN_IMPACT = (change_impact.ASPECTS, change_impact.COPY)
"""They stand in the form of a group."""
IN_CHANGES = (*IN_AN_IMPACT, *IN_THE_LIST)
OF_A_LOAD = (change_load.ALLOW, change_load.WAIT)
OF_AN_ANNOUNCEMENT = (announcement_progress.STOP, announcement_progress.GO_ON)
CHANGE = (
    change_list.LIST,
    change_form.NEW,
    *CHANGE_QUESTION,
    *OF_A_LOAD,
    *OF_AN_ANNOUNCEMENT,
    stakeholder_list.STANDING,
    stakeholder_list.OPEN,
    *IN_CHANGES,
    *OF_A_CHANGE,
)
"""In the order in which they are pressed."""


async def changes_of(company: World) -> dict[str, str]:
    """Let Mara run a change; return what each of the buttons says."""
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        mara = (await session.scalars(sa.select(Person).where(Person.slack_id == company.persona("mara").id))).one()
        made = await change.change(session, mara, state="announced")
        group = await change.stakeholder_group(session, made)
        usual = await change.stakeholder_group(session, None, "HR", standing=True)
        said = await change.announcement(session, mara, made, state="sending", planned_at=company.clock.now())
        asked = ChangeLoadAsk(
            id=new_id(), announcement_id=said.id, person_id=mara.id, asked_by_id=mara.id, what="Sales has a lot"
        )
        session.add(asked)
    return {
        **dict.fromkeys(OF_A_LOAD, str(asked.id)),
        **dict.fromkeys(OF_A_CHANGE, str(made.id)),
        **dict.fromkeys(OF_AN_ANNOUNCEMENT, str(said.id)),
        change_list.LIST: "10",
        **await questions_of(company, made.id),
        stakeholder_list.OPEN: str(made.id),
        stakeholder_list.NEW: str(made.id),
        stakeholder_list.MORE: f"{stakeholder_list.WHO}:{group.id}",
        stakeholder_list.PAGE: "20",
        stakeholder_list.FIRST: "0",
        stakeholder_list.SUGGESTED: str(usual.id),
        stakeholder_list.FORGOTTEN: "area:design",
    }
