"""Every button there is: pressed twice at the same instant, and pressed after its sync was deleted."""

import asyncio
import json

import pytest

from bot.playground.records import Json
from bot.views import sync_form, words
from models import Addition, Answer, AuditEntry, Prompt, Ritual, Round
from tests.factories.button_nouns import IN_FORMS, NOUNS, OF_A_SYNC
from tests.factories.buttons import Buttons, buttons_of, who_presses
from tests.factories.listening import Listening, Sending
from tests.journeys.conftest import World
from tests.journeys.test_sync_races import in_front_of, stored

pytestmark = pytest.mark.begins("Tue 10:00")


@pytest.fixture
async def buttons(company: World) -> Buttons:
    """Tuesday at ten: one prompt is open, one is answered, one message could not be delivered."""
    return await buttons_of(company)


async def test_every_button_is_pressed_here(lumen: World) -> None:
    """What Drumbeat listens to stands in one of the lists, once."""
    pressed = [action_id for noun in NOUNS.values() for action_id in noun]
    assert sorted(pressed) == sorted(Listening.of(lumen).actions), "a new one goes to tests/factories/button_nouns.py"


@pytest.mark.parametrize("noun", NOUNS)
async def test_of_two_presses_at_once_one_has_an_effect(buttons: Buttons, noun: str) -> None:
    """Whatever is pressed twice at once: one entry in the audit at most, one answer, one round, one summary."""
    world = buttons.world
    for action_id in NOUNS[noun]:
        who = who_presses(action_id)
        await buttons.open_form(action_id)
        entries = len(await stored(world, AuditEntry))
        twice = [buttons.press(action_id, who) for _ in range(2)]
        for response in await asyncio.gather(*(world.deliver(one) for one in twice)):
            assert response.status == 200, action_id
        await world.idle()
        assert "Something broke" not in in_front_of(world.persona(who)), action_id
        assert len(await stored(world, AuditEntry)) - entries <= 1, action_id
        await buttons.close_forms()
    answers = {"answer": 2}  # Lena's, and Ana's after she had skipped
    assert len(await stored(world, Answer)) == answers.get(noun, 1)
    assert await stored(world, Addition) == []
    assert len(await stored(world, Round)) == 1
    states = {"sync": "deleted"}
    assert [one.state for one in await stored(world, Ritual)] == [states.get(noun, "active")]
    summaries = {"sync": 1}  # by *Close now*
    assert len(world.persona("mara").messages("sync")) == summaries.get(noun, 0)


@pytest.mark.parametrize("noun", OF_A_SYNC)
async def test_every_button_of_a_deleted_sync_says_so(buttons: Buttons, noun: str) -> None:
    """On an old message, an old form or an old list: a sentence that says what happened; nothing is changed."""
    world, mara = buttons.world, buttons.world.persona("mara")
    forms: dict[str, Json] = {}
    for action_id in OF_A_SYNC[noun]:
        if action_id in IN_FORMS:
            await buttons.open_form(action_id)
            forms[action_id] = buttons.press(action_id, who_presses(action_id))
            await buttons.close_forms()
    await mara.command("/pmo sync delete Weekly sync")
    await mara.click("Delete")
    await world.idle()
    states = [one.state for one in await stored(world, Prompt)]
    for action_id in OF_A_SYNC[noun]:
        who = who_presses(action_id)
        before = world.slack.traffic.rows()[-1].n
        body = forms.get(action_id) or buttons.press(action_id, who)
        body["trigger_id"] = world.slack.lent.trigger(world.persona(who).id)
        assert (await world.deliver(body)).status == 200, action_id
        await world.idle()
        said = "".join(str(row.request) for row in world.slack.traffic.rows(before) if row.ok)
        assert "deleted" in said or action_id == words.SEARCH, action_id
        form = world.persona(who).modal
        assert form is None or form.submit is None, f"{action_id} opened a form that could not be taken"
        await buttons.close_forms()
    assert [one.state for one in await stored(world, Prompt)] == states
    assert [one.state for one in await stored(world, Ritual)] == ["deleted"]
    assert len(await stored(world, Answer)) == 1


async def test_every_form_of_a_deleted_sync_says_so(buttons: Buttons) -> None:
    """A form that was open when the sync was deleted: what was typed stays below a sentence that says what happened."""
    world = buttons.world
    await world.persona("mara").command("/pmo sync delete Weekly sync")
    await world.persona("mara").click("Delete")
    await world.idle()
    for form, subject, who in (
        (sync_form.ANSWER_FORM, buttons.asked, "ana"),
        (sync_form.ADD_FORM, buttons.prompt, "lena"),
    ):
        typed = {one: {"value": {"type": "plain_text_input", "value": "Ours."}} for one in ("q:moved", "text")}
        body = Sending(world, who).form(form, json.dumps({"subject": subject}), state={"values": typed})
        response = await world.deliver(body)
        assert '"response_action": "push"' in response.body, "what was typed stays below"
        assert "was deleted by Mara Lindqvist" in response.body
    assert len(await stored(world, Answer)) == 1
