"""What the buttons of changes say when they are pressed."""

import sqlalchemy as sa

from bot.ids import new_id
from bot.views import (
    announcement_check,
    announcement_correction,
    announcement_desk,
    announcement_figures,
    announcement_list,
    announcement_progress,
    announcement_reply,
    announcement_sign,
    change_form,
    change_hand,
    change_heartbeat,
    change_impact,
    change_list,
    change_load,
    stakeholder_list,
)
from models import AnnouncementCorrection, ChangeLoadAsk, Person
from tests.factories import change
from tests.factories.change_pulse_buttons import CHANGE_PULSE, pulses_of
from tests.factories.change_question_buttons import CHANGE_QUESTION, questions_of
from tests.factories.change_retro_buttons import CHANGE_RETRO, retros_of
from tests.factories.change_step_buttons import CHANGE_STEP, IN_A_FORM, steps_of
from tests.journeys.conftest import World

WRITTEN = (
    announcement_desk.OPEN,
    announcement_desk.EDIT_CORE,
    announcement_desk.EDIT_LEADS,
    announcement_desk.EDIT_WAY,
    announcement_desk.EDIT_WHO,
    announcement_desk.EDIT_SIGNERS,
    announcement_desk.EDIT_PART,
    announcement_desk.PREVIEW,
    announcement_check.AS,
    announcement_sign.READ,
    announcement_sign.ASK_CHANGE,
    announcement_desk.TAKE_BACK,
    announcement_desk.TAKE_EDIT_BACK,
    announcement_desk.DROP,
)
LISTED = (announcement_list.LIST, announcement_list.NEW_PLAIN)
OF_NEWS = (change_heartbeat.NOTHING_NEW, change_heartbeat.PAUSE, change_heartbeat.RESUME, change_hand.NOT_MINE)
OF_A_CHANGE = (*OF_NEWS, change_list.SHOW, change_form.EDIT, change_form.STOP, change_form.GO_ON, change_form.DELETE)
IN_THE_LIST = (
    stakeholder_list.NEW,
    stakeholder_list.MORE,
    stakeholder_list.PAGE,
    stakeholder_list.FIRST,
    stakeholder_list.SUGGESTED,
    stakeholder_list.FORGOTTEN,
    stakeholder_list.BEGIN,
    stakeholder_list.USUAL,
    stakeholder_list.PASTE,
)
"""They stand in the form that `stakeholder_list.OPEN` opens."""
IN_AN_IMPACT = (change_impact.ASPECTS, change_impact.COPY)
"""They stand in the form of a group."""
IN_CHANGES = (*IN_AN_IMPACT, *IN_THE_LIST, *IN_A_FORM)
OF_A_LOAD = (change_load.ALLOW, change_load.WAIT)
OF_AN_ANNOUNCEMENT = (announcement_progress.STOP, announcement_progress.GO_ON, announcement_progress.POST_AGAIN)
CORRECTED = (announcement_correction.DECLINE, announcement_correction.ACCEPT)
FIGURES = (announcement_figures.SHOW, announcement_figures.NAMES, announcement_figures.REMIND)
AMONG_NAMES = (announcement_figures.NEXT, announcement_figures.GROUP)
READ = (
    announcement_reply.GOT,
    announcement_reply.QUESTION,
    announcement_reply.SUGGEST,
    announcement_reply.HELP,
    announcement_reply.TOLD_TEAM,
    announcement_reply.NEED_HELP,
    announcement_reply.NOT_TOLD,
    announcement_reply.NOT_AFFECTED,
    announcement_reply.WHO,
    announcement_reply.CHANGE,
)
CHANGE = (
    change_list.LIST,
    change_form.NEW,
    *CHANGE_QUESTION,
    *CHANGE_PULSE,
    *CHANGE_RETRO,
    *OF_A_LOAD,
    announcement_list.NEW,
    *LISTED,
    *WRITTEN,
    stakeholder_list.STANDING,
    stakeholder_list.OPEN,
    *CORRECTED,
    *FIGURES,
    *AMONG_NAMES,
    *READ,
    *OF_AN_ANNOUNCEMENT,
    *CHANGE_STEP,
    *IN_AN_IMPACT,
    *IN_THE_LIST,
    *OF_A_CHANGE,
)
"""In the order in which they are pressed."""


async def changes_of(company: World) -> dict[str, str]:
    """Let Mara run a change, of which she and Ana have read; return what each of the buttons says."""
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        people = {one.slack_id: one for one in await session.scalars(sa.select(Person))}
        mara, ana = (people[company.persona(who).id] for who in ("mara", "ana"))
        made = await change.change(session, mara, state="announced")
        group = await change.stakeholder_group(session, made)
        usual = await change.stakeholder_group(session, None, "HR", standing=True)
        planned = await steps_of(session, company, made, group, mara)
        said = await change.announcement(session, mara, made, state="sending", planned_at=company.clock.now())
        asked = ChangeLoadAsk(
            id=new_id(), announcement_id=said.id, person_id=mara.id, asked_by_id=mara.id, what="Sales has a lot"
        )
        session.add(asked)
        mine = await change.reader(session, said, group, mara, lead=True)
        others = await change.reader(session, said, group, ana, answer="not_affected")
        number = new_id()
        session.add(AnnouncementCorrection(id=number, reader_id=others.id, batch=number))
        draft = await change.announcement(session, mara, made)
    return {
        announcement_list.NEW: str(made.id),
        **dict.fromkeys(LISTED, "10"),
        **dict.fromkeys(WRITTEN, str(draft.id)),
        **await pulses_of(company),
        **await retros_of(company),
        **dict.fromkeys(OF_A_LOAD, str(asked.id)),
        **dict.fromkeys(OF_A_CHANGE, str(made.id)),
        **dict.fromkeys(OF_AN_ANNOUNCEMENT, str(said.id)),
        **dict.fromkeys(CORRECTED, str(number)),
        **dict.fromkeys(READ, str(mine.id)),
        **dict.fromkeys(FIGURES, str(said.id)),
        **dict.fromkeys(AMONG_NAMES, f"{said.id}:{group.id}:0"),
        **planned,
        change_list.LIST: "10",
        **await questions_of(company, made.id),
        stakeholder_list.OPEN: str(made.id),
        stakeholder_list.NEW: str(made.id),
        stakeholder_list.MORE: f"{stakeholder_list.WHO}:{group.id}",
        stakeholder_list.PAGE: "20",
        stakeholder_list.FIRST: "0",
        stakeholder_list.SUGGESTED: str(usual.id),
        stakeholder_list.FORGOTTEN: "area:design",
        stakeholder_list.BEGIN: "product_teams",
        stakeholder_list.PASTE: str(made.id),
    }
