"""Requests through the real Bolt app: facts in the context, each event once, and nothing left running."""

import asyncio
from typing import Any

import pytest

from bot.slack.app import build_app
from tests.factories.bolt import ON_HOME, ON_MESSAGE, World, click, command, event


async def test_the_context_says_who_and_where(world: World) -> None:
    """Workspace, person and a short reference are there; the identity is asked for once."""
    seen: list[dict[str, Any]] = []

    @world.app.action("answer")
    async def listener(ack: Any, context: Any) -> None:
        await ack()
        seen.append(dict(context))

    await world.send(click(**ON_MESSAGE))
    await world.send(click(**ON_HOME))
    assert {(one["workspace_id"], one["slack_id"]) for one in seen} == {("T1", "U1")}
    assert all(len(one["ref"]) == 4 and int(one["ref"], 16) >= 0 for one in seen)
    assert world.slack.identities == 1


async def test_an_event_that_slack_sends_again_has_no_effect(world: World) -> None:
    """The second one is acknowledged, and no listener hears of it."""
    heard: list[str] = []

    @world.app.event("user_change")
    async def listener(event: dict[str, Any]) -> None:
        heard.append(event["user"]["id"])

    assert [(await world.send(event())).status for _ in range(2)] == [200, 200]
    await world.send(event(event_id="Ev2"))
    assert heard == ["U1", "U1"]
    assert world.taken == {("T1", "Ev1"), ("T1", "Ev2")}


@pytest.mark.parametrize("subtype", ["message_changed", "message_deleted"])
async def test_echoes_of_edits_are_not_even_written_down(world: World, subtype: str) -> None:
    """Each of our own updates comes back as an event; two thousand of them cost nothing."""
    response = await world.send(event("message", subtype=subtype, channel_type="im"))
    assert (response.status, world.taken) == (200, set())


async def test_our_own_messages_are_not_heard(world: World) -> None:
    """What the bot says is no event for it."""
    heard: list[str] = []

    @world.app.event("message")
    async def listener(event: dict[str, Any]) -> None:
        heard.append(event["user"])

    assert (await world.send(event("message", user="U0"))).status == 200
    assert heard == []


async def test_events_that_nobody_listens_to_are_acknowledged(world: World) -> None:
    """Otherwise Slack would send each of them three times more."""
    response = await world.send(event("channel_created"))
    assert (response.status, world.slack.said) == (200, [])


async def test_a_request_of_another_workspace_is_not_served(world: World) -> None:
    """A token serves one workspace."""
    called: list[str] = []

    @world.app.command("/pmo")
    async def listener(ack: Any) -> None:
        called.append("called")
        await ack()

    await world.send({**command(), "team_id": "T2"})
    assert called == []


async def test_a_stop_can_wait_for_listeners(world: World) -> None:
    """An acknowledged click goes on working; `running` knows of it until it is done."""
    go = asyncio.Event()

    @world.app.action("answer")
    async def listener(ack: Any) -> None:
        await ack()
        await go.wait()

    await world.app.receive(click(**ON_MESSAGE), {})
    assert len(world.app.running) == 1
    assert not await world.app.running.idle(0.01)
    go.set()
    assert await world.app.running.idle(5)
    assert len(world.app.running) == 0


def test_making_an_app_needs_neither_token_nor_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is checked at construction, and a token in the environment brings no advice."""
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-something")

    async def never(*_: Any) -> Any:
        raise AssertionError

    assert build_app(never, never).name == "drumbeat"
