"""Payloads that no client of Slack would send: each ends in a sentence, nothing is changed, and Drumbeat goes on."""

from collections.abc import AsyncIterator
from copy import deepcopy
from io import StringIO
from itertools import product
from typing import Any

import pytest

from bot.playground.records import Json
from models import Answer, Prompt, Ritual
from tests.factories.listening import Listening, Sending
from tests.journeys.conftest import World
from tests.journeys.test_sync_races import stored

HUGE = "Z" * 100_000
BAD_VALUES = (None, "", "x", "-1", "1.5", "9" * 30, "١٢", "sync_why:", ":", HUGE, 7, ["1"], {"a": 1})
BAD_METADATA = ("", "not json", "[]", "7", "null", '{"subject": "x"}', '{"subject": null, "seen": 1}', '{"more": []}')
SECRET = "Card payments are live."
OF_NO_KIND: tuple[Json, ...] = (
    {},
    {"type": "block_actions"},
    {"type": "something_new", "team": {"id": "T0LM000001"}},
    {"type": "event_callback", "team_id": "T0LM000001", "event_id": "Ev1"},
    {"type": "event_callback", "team_id": "T0LM000001", "event_id": "Ev2", "event": {"type": "message"}},
    {"type": "event_callback", "team_id": "T0LM000001", "event_id": "Ev3", "event": {"type": "user_change"}},
    {"type": "event_callback", "team_id": "T0LM000001", "event_id": "Ev4", "event": {"type": "channel_rename"}},
    {
        "type": "event_callback",
        "team_id": "T0LM000001",
        "event_id": "Ev5",
        "event": {"type": "message", "channel_type": "im", "user": "U0NOBODY01", "text": None, "ts": "1.0"},
    },
    {"type": "block_actions", "team": {"id": "T0THEIRS01"}, "user": {"id": "U1"}, "actions": [{}]},
    {"command": "/pmo", "team_id": "T0THEIRS01", "user_id": "U1", "text": "sync"},
    {"command": "/unknown", "team_id": "T0LM000001", "user_id": "U1", "text": "sync"},
    {"type": "view_submission", "team": {"id": "T0LM000001"}, "user": {"id": "U1"}, "view": None},
)


pytestmark = pytest.mark.begins("Tue 10:00")


@pytest.fixture
async def answered(company: World, logged: StringIO) -> AsyncIterator[World]:
    """The round is open and Ana has answered for Payments; what she said never reaches a log."""
    ana = company.persona("ana")
    await ana.click("Answer")
    await ana.submit({"What moved?": SECRET, "What's next?": "Refunds"})
    yield company
    assert SECRET not in logged.getvalue()
    assert HUGE not in logged.getvalue()


async def send(world: World, body: Json) -> list[Any]:
    """Hand a payload to Drumbeat; return what it said about it, to whom ever."""
    before = world.slack.traffic.rows()[-1].n
    response = await world.deliver(body)
    assert response.status == 200
    said: list[Any] = [row.request for row in world.slack.traffic.rows(before) if row.ok]
    return [*said, response.body] if response.body else said


async def unchanged(world: World) -> list[Any]:
    """What must stay as it is."""
    rituals = [(one.state, one.revision) for one in await stored(world, Ritual)]
    prompts = [(one.id, one.state) for one in await stored(world, Prompt)]
    return [rituals, prompts, [one.values for one in await stored(world, Answer)]]


async def test_a_press_without_a_meaning_gets_a_sentence(answered: World) -> None:
    """Every button, with no value, an empty one, a wrong one, one of the wrong type, and one without an end."""
    sending, before = Sending(answered, "wei"), await unchanged(answered)
    for number, action_id in enumerate(sorted(Listening.of(answered).actions)):
        for value in (BAD_VALUES[number % len(BAD_VALUES)], BAD_VALUES[-1 - number % len(BAD_VALUES)]):
            for body in (sending.on_message(action_id, value), sending.on_view(action_id, value, type="home")):
                said = await send(answered, body)
                assert SECRET not in str(said)
    assert await unchanged(answered) == before


async def test_a_form_without_a_meaning_gets_a_sentence(answered: World) -> None:
    """Every form, with nothing in it, with metadata that is none, and with a state that is none."""
    sending, before = Sending(answered, "wei"), await unchanged(answered)
    states: tuple[Any, ...] = ({"values": {}}, {}, None, {"values": {"q:moved": {}}}, {"values": {"text": None}})
    for callback_id in Listening.of(answered).views:
        for number, metadata in enumerate(BAD_METADATA):
            said = await send(answered, sending.form(callback_id, metadata, state=states[number % len(states)]))
            assert said, f"{callback_id} with {metadata!r} left its sender alone"
            assert SECRET not in str(said)
    assert await unchanged(answered) == before


async def test_a_payload_without_a_part_does_no_harm(answered: World) -> None:
    """A button or form that lacks what Slack always sends is answered, and the next one works.

    Where nobody is named there is nobody to tell: it is left unacknowledged, so that Slack's client says so.
    """
    sending, before = Sending(answered, "wei"), await unchanged(answered)
    seen = answered.slack.traffic.rows()[-1].n
    for missing in ("team", "user", "actions", "trigger_id", "type", "view"):
        for body in (
            sending.on_message("sync_answer", "1"),
            sending.on_view("sync_as_planned", "1", type="home"),
            sending.form("sync_answer_form", '{"subject": 1}'),
        ):
            body.pop(missing, None)
            response = await answered.deliver(body)
            assert response.status == (400 if missing == "user" else 200)
    assert SECRET not in str([row.request for row in answered.slack.traffic.rows(seen)])
    assert await unchanged(answered) == before
    await answered.persona("wei").command("/pmo sync")
    assert "Weekly sync" in answered.persona("wei").messages()[-1].words


async def test_a_payload_of_no_kind_does_no_harm(company: World) -> None:
    """Whatever arrives over the socket, the next click works."""
    for body in OF_NO_KIND:
        await company.bot.bolt.receive(deepcopy(body), {})
    await company.idle()
    await company.persona("wei").command("/pmo sync")
    assert "Weekly sync" in company.persona("wei").messages()[-1].words


async def test_a_form_of_an_earlier_version_keeps_what_was_typed(company: World) -> None:
    """It was open while Drumbeat was brought up to date: a notice comes on top of it, and says what to do."""
    sending = Sending(company, "wei")
    forms = ("sync_answer_form", "sync_add_form", "sync_setup_form", "sync_preview_form")
    for callback_id, metadata in product(forms, BAD_METADATA):
        answer = (await send(company, sending.form(callback_id, metadata)))[-1]
        assert '"response_action": "push"' in answer
        assert "earlier version" in answer or metadata.startswith("{")


async def test_an_unknown_button_and_form_say_that_they_are_gone(company: World) -> None:
    """Left over from an earlier version, or of another app's making."""
    sending = Sending(company, "wei")
    for body in (sending.on_message("retro_vote", "1"), sending.form("retro_form")):
        assert "no longer here" in str(await send(company, body))


async def test_a_command_without_an_end_is_answered(company: World) -> None:
    """Words by the hundred thousand, in each place where words are read."""
    wei = company.persona("wei")
    for line in (
        HUGE,
        f"sync {HUGE}",
        f"role {HUGE} lead",
        f"sync run {HUGE}",
        f"role @ana {HUGE}",
        "role  ",
        "sync \x00",
    ):
        assert await wei.command(f"/pmo {line}"), f"no answer to {line[:20]}"
