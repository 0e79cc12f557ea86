"""Every button there is: pressed twice at the same instant, and pressed after its sync was deleted."""

import asyncio
import json
from dataclasses import dataclass
from datetime import date

import pytest
import sqlalchemy as sa

from bot.playground.records import Json
from bot.views import (
    away,
    blocker,
    blocker_list,
    decision,
    decision_log,
    decision_review,
    home,
    menu,
    person_import,
    rhythm,
    role,
    sync_form,
    sync_list,
    sync_preview,
    sync_prompt,
    sync_questions,
    sync_rollup,
    sync_setup,
    team,
    team_setup,
    words,
)
from bot.views.sync_field import CHOOSE
from models import (
    Addition,
    Answer,
    AuditEntry,
    Away,
    Blocker,
    Decision,
    Delivery,
    Draft,
    Prompt,
    Ritual,
    Round,
    Team,
    Turn,
)
from tests.factories.listening import Listening, Sending
from tests.journeys.conftest import World
from tests.journeys.test_sync_races import in_front_of, stored

GOOD = {
    "What moved?": "Card payments are live.",
    "What's next?": "Refunds",
    "Does anything need a decision?": "Refunds before the audit?",
}
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

    def value(self, action_id: str) -> str:
        """What a button with this id says; "" for those that say nothing."""
        turns = dict.fromkeys(
            (sync_prompt.AS_PLANNED, sync_prompt.ANSWER, sync_prompt.SKIP, rhythm.CONFIRM), str(self.asked)
        )
        whys = dict.fromkeys((sync_prompt.MORE, sync_prompt.WHY), f"{sync_prompt.WHY}:{self.asked}")
        uses = dict.fromkeys((words.USE, words.CHOOSE), f"{self.asked}:{TYPED_AT}")
        levers = dict.fromkeys((*LEVERS, sync_list.SEE, sync_setup.EDIT), str(self.ritual))
        others = {
            sync_list.FILES: f"{sync_list.CALENDAR}:{self.ritual}",
            sync_prompt.EDIT: str(self.answered),
            sync_prompt.ADD: str(self.prompt),
            words.SEARCH: TYPED_AT,
            home.RETRY: self.failed,
            decision.DECIDE: str(self.decision),
            decision_log.CHANGE: str(self.decision),
            decision_review.HOLDS: str(self.decision),
            decision_review.LATER: str(self.decision),
            decision_log.PAGE: "8 open",
            sync_rollup.READ: str(self.round),
            decision.MORE: f"{decision.DROP}:{self.decision}",
            menu.TRY: "sync list",
            menu.SEARCH: "payments",
            sync_list.PAGE: "15",
            away.REMOVE: str(self.away),
            **dict.fromkeys(OF_BLOCKERS, str(self.blocker)),
            blocker_list.NEXT: "15:0",
            blocker_list.MORE: f"{blocker_list.SAME}:{self.blocker}",
            sync_questions.CHANGE: "up:next",
            team.LIST: "40",
            team.EDIT: str(self.team),
            team.DELETE: str(self.team),
        }
        return (turns | whys | uses | levers | others).get(action_id, "")

    def press(self, action_id: str, who: str) -> Json:
        """One press, on a message or in the form that is open; each has a trigger of its own."""
        sending, form = Sending(self.world, who), self.world.persona(who).modal
        if action_id in (*IN_FORMS, *IN_TEAM_FORMS, team.DELETE):
            assert form is not None
            shown = {"private_metadata": form.private_metadata, "callback_id": form.callback_id, "id": form.id}
            return sending.on_view(action_id, self.value(action_id), **shown)
        return sending.on_message(action_id, self.value(action_id))

    async def open_form(self, action_id: str) -> None:
        """Let the form be open in which a button stands."""
        if action_id == CHOOSE:
            await self.world.persona("ana").click("Answer")
        elif action_id in IN_FORMS:
            word = "preview" if action_id == sync_preview.TRY else "edit"
            await self.world.persona("mara").command(f"/pmo sync {word} Weekly sync")
        if action_id in IN_TEAM_FORMS:
            mara = self.world.persona("mara")
            await mara.open_home()
            await mara.click("Choose channels", on="home")
        if action_id == team.DELETE:
            await self.world.persona("mara").command("/pmo teams Sales")

    async def close_forms(self) -> None:
        """Close whatever is open."""
        for name in ("ana", "lena", "mara"):
            person = self.world.persona(name)
            if person.modal is not None:
                await person.client.close(person.modal, clear=True)
        await self.world.idle()


LEVERS = (sync_list.PAUSE, sync_list.RESUME, sync_list.RUN, sync_list.CLOSE, sync_list.DELETE)
IN_FORMS = (
    sync_setup.MORE,
    sync_setup.ANEW,
    sync_setup.QUESTIONS,
    sync_setup.FIELD,
    sync_questions.CHANGE,
    sync_questions.ADD,
    sync_questions.DEFAULT,
    sync_preview.TRY,
    CHOOSE,
)
IN_TEAM_FORMS = (team_setup.FIELD, team_setup.AGAIN)
OF_PROMPTS = (
    sync_prompt.AS_PLANNED,
    sync_prompt.ANSWER,
    sync_prompt.SKIP,
    sync_prompt.EDIT,
    sync_prompt.ADD,
    sync_prompt.MORE,
    sync_prompt.WHY,
    words.USE,
    words.CHOOSE,
    words.SEARCH,
)
OF_BLOCKERS = (blocker.TAKE, blocker.MOVE, blocker.PASS, blocker.REOPEN, blocker.DONE)
OF_A_SYNC = (*OF_PROMPTS, *LEVERS, *IN_FORMS, sync_list.SEE, sync_list.FILES, sync_setup.EDIT)
OF_NONE = (
    sync_list.LIST, sync_list.PAGE, sync_setup.NEW, menu.HELP, menu.TRY, menu.SEARCH, role.SHOW, role.GIVE, home.RETRY,
    away.SHOW, away.ADD, away.REMOVE, rhythm.SHOW, rhythm.CONFIRM,
    team.LIST, team.EDIT, team.DELETE, team_setup.OPEN, person_import.OPEN, *IN_TEAM_FORMS,
    blocker_list.MORE, *OF_BLOCKERS, blocker_list.NEXT,
    decision.DECIDE, decision.MORE, sync_rollup.READ, decision_log.PAGE, decision_log.NEW, decision_log.CHANGE,
    decision_review.HOLDS, decision_review.LATER,
)  # fmt: skip


pytestmark = pytest.mark.begins("Tue 10:00")


@pytest.fixture
async def buttons(company: World) -> Buttons:
    """Tuesday at ten: one prompt is open, one is answered, one message could not be delivered."""
    lena = company.persona("lena")
    await lena.click("Answer", on=lena.messages()[-1])
    await lena.submit(GOOD | {"Waiting on anyone?": ["Payments"]})
    await company.idle()
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        turns = {}
        for name in ("ana", "lena"):
            person = await company.bot.parts.people.ensure_person(company.workspace_id, company.persona(name).id)
            turns[name] = (await session.scalars(sa.select(Turn).where(Turn.person_id == person.id))).one()
            session.add(
                Draft(
                    person_id=person.id,
                    kind=f"words:{TYPED_AT}",
                    values={"text": "Refunds"},
                    updated_at=company.clock.now(),
                )
            )
        failed = f"sync_prompt:{turns['ana'].id}"
        await session.execute(sa.update(Delivery).where(Delivery.key == failed).values(state="failed"))
        [ritual] = await session.scalars(sa.select(Ritual.id))
        leave = Away(person_id=person.id, first=date(2026, 8, 3), last=date(2026, 8, 14), source="own")
        session.add(leave)
        [waiting] = await session.scalars(sa.select(Blocker.id))
        [needed] = await session.scalars(sa.select(Decision.id))
        sales = (await session.scalars(sa.select(Team.id).where(Team.name == "Sales"))).one()
    ana, lena = turns["ana"], turns["lena"]
    return Buttons(
        company, ritual, ana.id, lena.id, lena.prompt_id, failed, leave.id, needed, sales, waiting, ana.round_id
    )


def who_presses(action_id: str) -> str:
    """Whose button it is."""
    if action_id in (sync_prompt.EDIT, sync_prompt.ADD):
        return "lena"
    return "ana" if action_id in (*OF_PROMPTS, CHOOSE) else "mara"


async def test_of_two_presses_at_once_one_has_an_effect(buttons: Buttons) -> None:
    """Every button that Drumbeat listens to, *Delete* last: one answer, one round, one entry in the audit at most."""
    world = buttons.world
    pressed = [*OF_NONE, *IN_FORMS, sync_list.SEE, sync_list.FILES, sync_setup.EDIT, *reversed(OF_PROMPTS), *LEVERS]
    assert set(pressed) == set(Listening.of(world).actions), "a new button belongs into one of the lists above"
    for action_id in pressed:
        who = who_presses(action_id)
        await buttons.open_form(action_id)
        entries = len(await stored(world, AuditEntry))
        twice = [buttons.press(action_id, who) for _ in range(2)]
        for response in await asyncio.gather(*(world.deliver(one) for one in twice)):
            assert response.status == 200
        await world.idle()
        assert "Something broke" not in in_front_of(world.persona(who)), action_id
        assert len(await stored(world, AuditEntry)) - entries <= 1, action_id
        await buttons.close_forms()
    assert len(await stored(world, Answer)) == 2, "Lena's, and Ana's after she had skipped"
    assert await stored(world, Addition) == []
    assert len(await stored(world, Round)) == 1
    assert [one.state for one in await stored(world, Ritual)] == ["deleted"]
    posted = [one.words for one in world.persona("mara").messages("sync")]
    assert len(posted) == 1, "*Close now* posts one summary"


async def test_every_button_of_a_deleted_sync_says_so(buttons: Buttons) -> None:
    """On an old message, an old form or an old list: a sentence that says what happened; nothing is changed."""
    world, mara = buttons.world, buttons.world.persona("mara")
    forms: dict[str, Json] = {}
    for action_id in IN_FORMS:
        await buttons.open_form(action_id)
        forms[action_id] = buttons.press(action_id, who_presses(action_id))
        await buttons.close_forms()
    await mara.command("/pmo sync delete Weekly sync")
    await mara.click("Delete")
    await world.idle()
    states = [one.state for one in await stored(world, Prompt)]
    for action_id in OF_A_SYNC:
        who = who_presses(action_id)
        before = world.slack.traffic.rows()[-1].n
        body = forms.get(action_id) or buttons.press(action_id, who)
        body["trigger_id"] = world.slack.lent.trigger(world.persona(who).id)
        assert (await world.deliver(body)).status == 200
        await world.idle()
        said = "".join(str(row.request) for row in world.slack.traffic.rows(before) if row.ok)
        assert "deleted" in said or action_id == words.SEARCH, action_id
        form = world.persona(who).modal
        assert form is None or form.submit is None, f"{action_id} opened a form that could not be taken"
        await buttons.close_forms()
    assert [one.state for one in await stored(world, Prompt)] == states
    assert [one.state for one in await stored(world, Ritual)] == ["deleted"]
    assert len(await stored(world, Answer)) == 1
    for form, subject, who in (
        (sync_form.ANSWER_FORM, buttons.asked, "ana"),
        (sync_form.ADD_FORM, buttons.prompt, "lena"),
    ):
        typed = {one: {"value": {"type": "plain_text_input", "value": "Ours."}} for one in ("q:moved", "text")}
        body = Sending(world, who).form(form, json.dumps({"subject": subject}), state={"values": typed})
        response = await world.deliver(body)
        assert '"response_action": "push"' in response.body, "what was typed stays below"
        assert "was deleted by Mara Lindqvist" in response.body
