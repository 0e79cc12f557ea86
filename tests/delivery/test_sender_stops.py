"""A process that stops, stands still or finds its clock set back: nothing is said twice, and nothing stays unsaid."""

import asyncio

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery import rows
from bot.delivery.attempt import Attempts
from bot.delivery.item import Item
from bot.delivery.patience import Patience
from bot.slack.gateway import Message
from tests.delivery.conftest import Office, RealTime, intent


async def test_who_stood_still_with_a_message_in_hand_leaves_it_to_others(
    office: Office, real: RealTime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped between taking the row and calling Slack, it must not post what another process has posted meanwhile."""
    claim = rows.claim

    async def claim_and_sleep(session: AsyncSession, item: Item, until: float) -> Item | None:
        taken = await claim(session, item, until)
        real.seconds = until - Patience().call + 0.1
        return taken

    monkeypatch.setattr(rows, "claim", claim_and_sleep)
    await office.send(intent("a"))
    assert (office.slack.said, (await office.row("a")).state) == ([], "sending")
    monkeypatch.setattr(rows, "claim", claim)
    real.seconds += Patience().lease
    await office.later()
    assert [said.key for said in office.slack.said] == ["a"]
    assert (await office.row("a")).state == "sent"


async def test_a_stop_ends_the_wait_for_a_slot(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The row was not taken, so that the next process says it at once."""
    waits = asyncio.Event()

    async def reserve(*_: object, **__: object) -> float:
        waits.set()
        return 0.4

    monkeypatch.setattr(office.pace, "reserve", reserve)
    monkeypatch.setattr(Attempts, "pause", lambda attempts, _seconds: attempts._stopping.wait())
    await office.plan(intent("a"), intent("b"))
    await waits.wait()
    office.sender.stop()
    await office.engine.stop()
    assert office.slack.said == []
    assert await office.states() == {"a": "planned", "b": "planned"}


async def test_a_stop_finishes_the_message_in_hand_and_begins_no_other(office: Office) -> None:
    """The rest waits in the ledger."""
    office.words["b"] = Message("b")
    render = office.render

    async def stop_at_b(*given: object) -> object:
        message = await render(*given)
        if message == Message("b"):
            office.sender.stop()
        return message

    office.sender._wording._renderers["note"] = stop_at_b
    office.slack.said.clear()
    await office.plan(intent("a"), intent("b"), intent("c"))
    await office.engine.stop()
    assert [said.key for said in office.slack.said] == ["a", "b"]
    assert (await office.row("c")).state == "planned"


@pytest.mark.parametrize("state", ["planned", "sending"])
@pytest.mark.parametrize("back", [600, 4 * 3600])
async def test_a_clock_set_back_holds_nothing_up(office: Office, real: RealTime, state: str, back: float) -> None:
    """What was held for some seconds by the old time is not held for as long as the clock was set back."""
    await office.send(intent("first"))
    await office.engine.stop()
    await office.plan(intent("a"))
    await office.change("a", held_until=real.seconds + 5, state=state)
    async with office.database.transaction("T1") as session:
        await office.pace.penalise(session, "T1", "chat.postMessage", 5)
    real.seconds -= back
    await office.engine.start()
    await office.settle()
    # Slack asked for five seconds: those are waited for, by the new time.
    real.seconds += 5.1
    await office.later(0.1)
    assert [said.key for said in office.slack.said] == ["first", "a"]
