"""Every button there is, by what it is about: what it says when it is pressed, by whom, and in which form it stands."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from bot.domain.list_file import Listing
from bot.playground.records import Json
from bot.views import (
    away,
    blocker,
    blocker_list,
    blocker_new,
    confidence,
    decision,
    decision_log,
    decision_review,
    digest,
    digest_plan,
    home,
    list_file,
    menu,
    my_data,
    opt_out,
    participation,
    pause,
    person_import,
    rhythm,
    role,
    sync_list,
    sync_map,
    sync_outside,
    sync_preview,
    sync_prompt,
    sync_questions,
    sync_rollup,
    sync_setup,
    sync_trend,
    team,
    team_setup,
    words,
)
from bot.views.sync_field import CHOOSE
from models import Away, Blocker, Decision, Delivery, Draft, OptOut, Ritual, Team, Turn
from tests.factories.listening import Sending
from tests.journeys.conftest import World

TYPED_AT = "1772442000.000100"

ANSWERING = (
    words.SEARCH,
    words.CHOOSE,
    words.USE,
    sync_prompt.WHY,
    sync_prompt.MORE,
    sync_prompt.ADD,
    sync_prompt.EDIT,
    sync_prompt.SKIP,
    sync_prompt.ANSWER,
    sync_prompt.AS_PLANNED,
)
"""*Skip* comes before what is an answer: one may answer after it."""
IN_AN_ANSWER = (CHOOSE, sync_outside.NAME, confidence.CHANGE, confidence.MARK)
SETTING_UP = (
    sync_setup.MORE,
    sync_setup.ANEW,
    sync_setup.QUESTIONS,
    sync_setup.FIELD,
    sync_questions.CHANGE,
    sync_questions.ADD,
    sync_questions.DEFAULT,
    sync_preview.TRY,
)
LEVERS = (sync_list.PAUSE, sync_list.RESUME, sync_list.RUN, sync_list.CLOSE, sync_list.DELETE)
MAPS = (sync_map.SHOW, sync_map.CHOOSE, sync_map.NEXT)
TRENDS = (sync_trend.SHOW, sync_trend.CHOOSE)
OF_A_LISTED_SYNC = (sync_list.SEE, sync_list.FILES, *MAPS, *TRENDS, sync_setup.EDIT, *LEVERS)
TEAM_FORM = (team_setup.FIELD, team_setup.AGAIN)
TEAMS = (participation.ALL, participation.NEXT, participation.BACK)
DOWNLOADS = tuple(list_file.DOWNLOAD.values())
HANDED_ON = (blocker.TAKE, blocker.MOVE, blocker.PASS, blocker.REOPEN, blocker.DONE)

RAISED_BACK = blocker_new.TAKE_BACK
OPT_OUT = (opt_out.ASK, opt_out.SHOW, opt_out.KEEP, opt_out.LEAVE, opt_out.AGAIN, opt_out.BACK)

NOUNS = {
    "answer": (*IN_AN_ANSWER, *ANSWERING),
    "setup": (sync_setup.NEW, *SETTING_UP),
    "sync": (sync_list.LIST, sync_list.PAGE, *OF_A_LISTED_SYNC),
    "list": DOWNLOADS,
    "menu": (menu.HELP, menu.TRY, menu.SEARCH, home.RETRY, *TEAMS),
    "person": (role.SHOW, role.GIVE, person_import.OPEN, away.SHOW, away.ADD, away.REMOVE, rhythm.SHOW, rhythm.CONFIRM),
    "pause": (pause.SHOW, pause.RESUME),
    "team": (team.LIST, team.EDIT, team_setup.OPEN, *TEAM_FORM, team.ARCHIVE, team.ARCHIVED, team.RESTORE),
    "opt_out": OPT_OUT,
    "data": (my_data.SHOW, my_data.SEE, my_data.NEWER, my_data.FILE, my_data.ERASE),
    "blocker": (blocker_list.MORE, *HANDED_ON, blocker_list.NEXT, blocker_new.NEW, blocker_new.OUTSIDE, RAISED_BACK),
    "decision": (
        decision.DECIDE,
        decision.MORE,
        sync_rollup.READ,
        decision_log.PAGE,
        decision_log.NEW,
        decision_log.CHANGE,
        decision_review.HOLDS,
        decision_review.LATER,
        digest.MORE,
        digest_plan.OPEN,
        digest_plan.STOP,
    ),
}
"""What Drumbeat listens to, in the order in which it is pressed. A new button belongs to one of them."""

OF_A_SYNC = {
    "answer": (*IN_AN_ANSWER, *ANSWERING),
    "setup": SETTING_UP,
    "sync": OF_A_LISTED_SYNC,
}
"""Those that say something else once their sync is deleted."""
IN_FORMS = (*IN_AN_ANSWER, *SETTING_UP)


@dataclass
class Buttons:
    """The values that the buttons carry on one Tuesday at ten: Ana and Wei are asked, Lena has answered."""

    world: World
    ritual: int
    asked: int
    answered: int
    prompt: int
    failed: str
    away: int
    decision: int
    team: int
    blocker: int
    round: int
    opt_out: int

    def value(self, action_id: str) -> str:
        """What a button with this id says; "" for those that say nothing."""
        turns = dict.fromkeys(
            (sync_prompt.AS_PLANNED, sync_prompt.ANSWER, sync_prompt.SKIP, rhythm.CONFIRM), str(self.asked)
        )
        whys = dict.fromkeys((sync_prompt.MORE, sync_prompt.WHY), f"{sync_prompt.WHY}:{self.asked}")
        uses = dict.fromkeys((words.USE, words.CHOOSE), f"{self.asked}:{TYPED_AT}")
        levers = dict.fromkeys(
            (*LEVERS, sync_list.SEE, sync_map.SHOW, sync_map.CHOOSE, *TRENDS, sync_setup.EDIT), str(self.ritual)
        )
        decisions = (decision.DECIDE, decision_log.CHANGE, decision_review.HOLDS, decision_review.LATER)
        others = {
            **{action: f"{listing}:0" for listing, action in list_file.DOWNLOAD.items()},
            list_file.DOWNLOAD[Listing.ROUNDS]: f"{Listing.ROUNDS}:{self.ritual}",
            list_file.DOWNLOAD[Listing.MAP]: f"{Listing.MAP}:{self.ritual}",
            sync_list.FILES: f"{sync_list.CALENDAR}:{self.ritual}",
            sync_map.NEXT: f"{self.ritual}:20",
            sync_prompt.EDIT: str(self.answered),
            sync_prompt.ADD: str(self.prompt),
            words.SEARCH: TYPED_AT,
            home.RETRY: self.failed,
            **dict.fromkeys(decisions, str(self.decision)),
            decision_log.PAGE: "8 open",
            digest.MORE: "1",
            sync_rollup.READ: str(self.round),
            decision.MORE: f"{decision.DROP}:{self.decision}",
            menu.TRY: "sync list",
            menu.SEARCH: "payments",
            sync_list.PAGE: "15",
            opt_out.ASK: f"{opt_out.ASK}:{self.asked}",
            opt_out.SHOW: str(self.ritual),
            **dict.fromkeys((opt_out.KEEP, opt_out.LEAVE, opt_out.BACK, opt_out.AGAIN), str(self.opt_out)),
            away.REMOVE: str(self.away),
            **dict.fromkeys((*HANDED_ON, RAISED_BACK), str(self.blocker)),
            blocker_list.NEXT: "15:0",
            blocker_list.MORE: f"{blocker_list.SAME}:{self.blocker}",
            sync_questions.CHANGE: "up:next",
            team.LIST: "40",
            team.EDIT: str(self.team),
            team.ARCHIVE: str(self.team),
            team.RESTORE: str(self.team),
            team.ARCHIVED: "0",
        }
        return (turns | whys | uses | levers | others).get(action_id, "")

    def press(self, action_id: str, who: str) -> Json:
        """One press, on a message or in the form that is open; each has a trigger of its own."""
        sending, form = Sending(self.world, who), self.world.persona(who).modal
        if action_id in (*IN_FORMS, *TEAM_FORM, team.ARCHIVE, opt_out.BACK, blocker_new.OUTSIDE):
            assert form is not None
            shown = {"private_metadata": form.private_metadata, "callback_id": form.callback_id, "id": form.id}
            return sending.on_view(action_id, self.value(action_id), **shown)
        return sending.on_message(action_id, self.value(action_id))

    async def open_form(self, action_id: str) -> None:
        """Let the form be open in which a button stands."""
        mara = self.world.persona("mara")
        if action_id in IN_AN_ANSWER:
            await self.world.persona("ana").click("Answer")
        if action_id in SETTING_UP:
            word = "preview" if action_id == sync_preview.TRY else "edit"
            await mara.command(f"/pmo sync {word} Weekly sync")
        if action_id in TEAM_FORM:
            await mara.open_home()
            await mara.click("Choose channels", on="home")
        if action_id == blocker_new.OUTSIDE:
            await mara.command("/pmo blocker")
        if action_id == opt_out.BACK:
            await mara.command("/pmo sync list")
            await mara.click("See left out")
        if action_id == team.ARCHIVE:
            await mara.command("/pmo teams Sales")

    async def close_forms(self) -> None:
        """Close whatever is open."""
        for name in ("ana", "lena", "mara"):
            person = self.world.persona(name)
            if person.modal is not None:
                await person.client.close(person.modal, clear=True)
        await self.world.idle()


def who_presses(action_id: str) -> str:
    """Whose button it is."""
    if action_id in (sync_prompt.EDIT, sync_prompt.ADD):
        return "lena"
    return "ana" if action_id in (*ANSWERING, *IN_AN_ANSWER, opt_out.ASK) else "mara"


async def buttons_of(company: World) -> Buttons:
    """Let Lena answer, with a blocker and a decision; one message could not be delivered, somebody is on leave."""
    lena = company.persona("lena")
    await lena.click("Answer", on=lena.messages()[-1])
    await lena.submit(
        {
            "What moved?": "Card payments are live.",
            "What's next?": "Refunds",
            "Does anything need a decision?": "Refunds before the audit?",
            "Waiting on anyone?": ["Payments"],
        }
    )
    await company.idle()
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        turns = {}
        for name in ("ana", "lena"):
            person = await company.bot.parts.people.ensure_person(company.workspace_id, company.persona(name).id)
            turns[name] = (await session.scalars(sa.select(Turn).where(Turn.person_id == person.id))).one()
            typed = {"kind": f"words:{TYPED_AT}", "values": {"text": "Refunds"}, "updated_at": company.clock.now()}
            session.add(Draft(person_id=person.id, **typed))
        failed = f"sync_prompt:{turns['ana'].id}"
        await session.execute(sa.update(Delivery).where(Delivery.key == failed).values(state="failed"))
        [ritual] = await session.scalars(sa.select(Ritual.id))
        leave = Away(person_id=person.id, first=date(2026, 8, 3), last=date(2026, 8, 14), source="own")
        session.add(leave)
        wish = OptOut(ritual_id=ritual, person_id=turns["lena"].person_id, asked_at=company.clock.now())
        session.add(wish)
        await session.flush()
        [waiting] = await session.scalars(sa.select(Blocker.id))
        [needed] = await session.scalars(sa.select(Decision.id))
        sales = (await session.scalars(sa.select(Team.id).where(Team.name == "Sales"))).one()
    ana, lenas = turns["ana"], turns["lena"]
    return Buttons(
        company,
        ritual,
        ana.id,
        lenas.id,
        lenas.prompt_id,
        failed,
        leave.id,
        needed,
        sales,
        waiting,
        ana.round_id,
        wish.id,
    )
