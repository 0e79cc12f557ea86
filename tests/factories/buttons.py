"""Every button there is, by what it is about: what it says when it is pressed, by whom, and in which form it stands."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from bot.domain.list_file import Listing
from bot.playground.records import Json
from bot.views import (
    away,
    blocker_list,
    blocker_new,
    change_step,
    decision,
    decision_log,
    decision_review,
    digest,
    digest_plan,
    home,
    list_file,
    menu,
    opt_out,
    retro_action,
    retro_card,
    retro_list,
    retro_prompt,
    retro_theme,
    retro_thread,
    retro_vote,
    retro_why,
    rhythm,
    stakeholder_list,
    sync_list,
    sync_map,
    sync_preview,
    sync_prompt,
    sync_questions,
    sync_rollup,
    sync_setup,
    team,
    words,
)
from models import Away, Blocker, Decision, Delivery, Draft, OptOut, Person, Ritual, Team, Turn
from tests.factories import action, retro
from tests.factories.button_nouns import (
    ANSWERING,
    HANDED_ON,
    IN_A_THEME,
    IN_A_VOTE,
    IN_AN_ANSWER,
    IN_FORMS,
    IN_THEMES,
    LEVERS,
    NAMED,
    OF_A_RETRO,
    ON_A_BOARD,
    RAISED_BACK,
    RETRO_FORM,
    SETTING_UP,
    TEAM_FORM,
    TRENDS,
)
from tests.factories.change_buttons import IN_AN_IMPACT, IN_CHANGES, changes_of
from tests.factories.change_question_buttons import BY_CODE
from tests.factories.change_step_buttons import IN_A_FORM
from tests.factories.listening import Sending
from tests.factories.playbook_buttons import pages_of
from tests.factories.retro_theme import theme_of
from tests.journeys.conftest import World

TYPED_AT = "1772442000.000100"


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
    retro: int
    retro_round: int
    retro_part: int
    action: int
    voted_on: int
    acted_on: int
    theme: int
    pages: dict[str, str]

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
            **{action_id: f"{listing}:0" for listing, action_id in list_file.DOWNLOAD.items()},
            **action.values(self.action),
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
            digest_plan.STOP: "1",
            sync_rollup.READ: str(self.round),
            decision.MORE: f"{decision.DROP}:{self.decision}",
            menu.TRY: "sync list",
            menu.SEARCH: "payments",
            sync_list.PAGE: "15",
            opt_out.ASK: f"{opt_out.ASK}:{self.asked}",
            opt_out.SHOW: str(self.ritual),
            **dict.fromkeys((opt_out.KEEP, opt_out.LEAVE, opt_out.BACK, opt_out.AGAIN), str(self.opt_out)),
            away.REMOVE: str(self.away),
            retro_list.PAGE: "20",
            retro_prompt.SKIP: str(self.retro_part),
            retro_why.MORE: f"{retro_why.WHY}:{self.retro_part}",
            **dict.fromkeys(OF_A_RETRO, str(self.retro)),
            **dict.fromkeys(ON_A_BOARD, str(self.retro_round)),
            retro_action.CHOOSE: str(self.acted_on),
            **dict.fromkeys(NAMED, str(self.retro_part)),
            retro_card.BOX: str(self.retro),
            retro_thread.MORE: f"{retro_thread.HIDE}:{self.retro_round}:0",
            **dict.fromkeys((retro_theme.SORT, retro_vote.VOTE), str(self.voted_on)),
            **dict.fromkeys((retro_theme.NEXT, retro_theme.BACK), f"{self.voted_on}:0"),
            **dict.fromkeys((*IN_A_THEME, *IN_A_VOTE), "0"),
            retro_theme.OPEN: str(self.theme),
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
        return (turns | whys | uses | levers | others | self.pages).get(action_id, "")

    def press(self, action_id: str, who: str) -> Json:
        """One press, on a message or in the form that is open; each has a trigger of its own."""
        sending, form = Sending(self.world, who), self.world.persona(who).modal
        in_retros = (*RETRO_FORM, *IN_THEMES, *IN_A_THEME, *IN_A_VOTE, retro_action.ONE_MORE)
        if action_id in (
            *IN_FORMS,
            *TEAM_FORM,
            *in_retros,
            team.ARCHIVE,
            opt_out.BACK,
            blocker_new.OUTSIDE,
            *IN_CHANGES,
            BY_CODE,
        ):
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
        await self._open_retro(action_id)
        if action_id in IN_CHANGES:
            opener = change_step.ADD if action_id in IN_A_FORM else stakeholder_list.OPEN
            await self.world.deliver(self.press(opener, "mara"))
        if action_id in IN_AN_IMPACT:
            await mara.click("What changes for them", on=mara.modal)
        if action_id in TEAM_FORM:
            await mara.open_home()
            await mara.click("Choose channels", on="home")
        if action_id == blocker_new.OUTSIDE:
            await mara.command("/pmo blocker")
        if action_id == BY_CODE:
            await mara.command("/pmo ask code")
        if action_id == opt_out.BACK:
            await mara.command("/pmo sync list")
            await mara.click("See left out")
        if action_id == team.ARCHIVE:
            await mara.command("/pmo teams Sales")

    async def _open_retro(self, action_id: str) -> None:
        if action_id in RETRO_FORM:
            await self.world.persona("mara").command("/pmo retro new")
        if action_id in (*IN_THEMES, *IN_A_THEME):
            await self.world.deliver(self.press(retro_theme.SORT, "mara"))
        if action_id in IN_A_THEME:
            await self.world.deliver(self.press(retro_theme.OPEN, "mara"))
        if action_id in IN_A_VOTE:
            await self.world.deliver(self.press(retro_vote.VOTE, "ana"))
        if action_id == retro_action.ONE_MORE:
            await self.world.deliver(self.press(retro_action.CHOOSE, "mara"))

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
    anas = (*ANSWERING, *IN_AN_ANSWER, opt_out.ASK, retro_prompt.SKIP, retro_why.MORE, retro_vote.VOTE, *IN_A_VOTE)
    return "ana" if action_id in anas else "mara"


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
        going = await retro.round_of(session, looked_back := await retro.retro(session))
        asked = await retro.part(session, going, await session.get_one(Person, turns["ana"].person_id))
        mara = (await session.scalars(sa.select(Person).where(Person.slack_id == company.persona("mara").id))).one()
        promised = await action.action(session, mara, given_by_id=person.id, raised_by_id=person.id)
        payments = (await session.scalars(sa.select(Team).where(Team.name == "Payments"))).one()
        shown = await retro.retro(session, [payments], name="Team retro", owner=mara)
        voted_on = await retro.round_of(session, shown, state="voting")
        over = await retro.retro(session, [payments], name="Quarterly retro", owner=mara)
        acted_on = await retro.round_of(session, over, state="acting")
        theme = await theme_of(session, voted_on, "staging is down")
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
        looked_back.id,
        going.id,
        asked.id,
        promised.id,
        voted_on.id,
        acted_on.id,
        theme.id,
        await pages_of(company) | await changes_of(company),
    )
