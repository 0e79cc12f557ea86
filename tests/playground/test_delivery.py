"""Envelopes, acknowledgements, retries."""

import asyncio

import pytest

from bot.playground.delivery import Delivery, NotAnswered
from bot.playground.faults import Faults
from bot.playground.records import Ack, Envelope
from bot.playground.traffic import Traffic
from bot.playground.workspace import Workspace

EVENT = Envelope("events_api", {"event": {"type": "message", "text": "hello"}, "event_id": "Ev1"})
CLICK = Envelope("interactive", {"type": "block_actions", "actions": [{"action_id": "answer"}]})


def a_delivery(**changes) -> Delivery:
    traffic = Traffic(lambda: "2026-11-24T09:00:00+00:00", lambda: None)
    return Delivery(traffic, Faults(), noticed=lambda: None, **({"retry_after": (0, 0, 0)} | changes))


async def test_an_envelope_goes_to_any_one_connection() -> None:
    """Slack: up to 10 connections, a payload goes to any one."""
    delivery, first, second = a_delivery(), [], []

    def into(kept: list):
        async def deliver(envelope: Envelope) -> Ack:
            kept.append(envelope)
            return Ack()

        return deliver

    delivery.connect(into(first))
    delivery.connect(into(second))
    for _ in range(4):
        await delivery.tell(EVENT)
    assert len(first) + len(second) == 4
    assert first
    assert second


async def test_a_late_acknowledgement_is_no_acknowledgement() -> None:
    """Slack: acknowledge within 3 s; the person reads that the app did not answer in time. The bot goes on working."""
    delivery, worked, late = a_delivery(within=0.01), asyncio.Event(), asyncio.Event()

    async def deliver(_: Envelope) -> Ack:
        await late.wait()
        worked.set()
        return Ack()

    delivery.connect(deliver)
    with pytest.raises(NotAnswered) as refused:
        await delivery.ask(CLICK)
    assert refused.value.code == "operation_timeout"
    assert refused.value.sentence == "Drumbeat did not answer in time. Try again."
    late.set()
    await worked.wait()


async def test_a_click_without_a_bot_says_so() -> None:
    """Nobody connected: dispatch_failed, and a sentence that says what is safe."""
    with pytest.raises(NotAnswered) as refused:
        await a_delivery().ask(CLICK)
    assert refused.value.code == "dispatch_failed"
    assert "Nothing was sent" in refused.value.sentence


async def test_an_event_is_retried_three_times() -> None:
    """Slack: events are retried at once, after 1 min and after 5 min, with the number and the reason."""
    delivery, seen, done = a_delivery(), [], asyncio.Event()

    async def deliver(envelope: Envelope) -> Ack:
        seen.append((envelope.retry_num, envelope.retry_reason))
        if len(seen) == 4:
            done.set()
        raise ConnectionError("gone")

    delivery.connect(deliver)
    await delivery.tell(EVENT)
    await done.wait()
    await delivery.close()
    assert seen == [(0, ""), (1, "connection_failed"), (2, "connection_failed"), (3, "connection_failed")]


async def test_an_acknowledged_retry_is_the_last() -> None:
    """A retry that is acknowledged ends the series; the event keeps its event_id."""
    delivery, seen, done = a_delivery(), [], asyncio.Event()

    async def deliver(envelope: Envelope) -> Ack:
        seen.append(envelope.payload["event_id"])
        if len(seen) == 1:
            raise ConnectionError("gone")
        done.set()
        return Ack()

    delivery.connect(deliver)
    await delivery.tell(EVENT)
    await done.wait()
    await delivery.quiet()
    assert seen == ["Ev1", "Ev1"]


async def test_the_fault_events_twice_delivers_the_same_event_again(workspace: Workspace, bot) -> None:
    """Slack may deliver an event again even though it was acknowledged."""
    workspace.faults.switch("events_twice", on=True)
    await workspace.persona("ana").say("hello")
    ids = [payload["event_id"] for payload in bot.payloads]
    assert len(ids) == 2
    assert len(set(ids)) == 1
    assert [envelope.retry_num for envelope in bot.envelopes] == [0, 1]


async def test_the_fault_events_out_of_order_swaps_neighbours(workspace: Workspace, bot) -> None:
    """Slack promises no order of events."""
    workspace.faults.switch("events_out_of_order", on=True)
    ana = workspace.persona("ana")
    await ana.client.say(workspace.channel("dm", user=ana.id), "first")
    await ana.client.say(workspace.channel("dm", user=ana.id), "second")
    assert [event["text"] for event in bot.events] == ["second", "first"]


async def test_what_was_delivered_stands_in_the_traffic(workspace: Workspace, bot) -> None:
    """The inspector shows the envelope, the acknowledgement and how long it took."""
    bot.answer = lambda _: {"text": "Hi"}
    await workspace.persona("ana").command("/pmo sync")
    row = workspace.traffic.rows()[-1]
    assert (row.direction, row.kind, row.ok, row.summary) == ("slack→bot", "slash_commands", True, "/pmo sync")
    assert (row.request["command"], row.response) == ("/pmo", {"text": "Hi"})
