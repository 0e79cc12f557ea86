"""An installation goes on from elsewhere in the middle of a round: from a backup, or on PostgreSQL."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from bot.cli import main
from bot.errors import SlackUnavailable
from bot.playground.others import let_others_answer
from models import Delivery, Round
from tests.databases import PostgresServer
from tests.journeys.conftest import World
from tests.journeys.test_restart import GOOD, all_sent, durable, start_again, stop
from tests.journeys.test_sync_races import stored

pytestmark = [
    pytest.mark.begins("Tue 10:00"),
    # Both ways begin with a file: PostgreSQL has tools of its own to move it.
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]


@pytest.fixture
async def sending(company: World, monkeypatch: pytest.MonkeyPatch, database_url: str) -> AsyncIterator[World]:
    """All have answered: Slack has the summary and Drumbeat does not know it yet, the details wait behind it."""

    async def away(*_: object, **__: object) -> None:
        raise SlackUnavailable("conversations.history: away")

    ben = company.persona("ben")
    await company.at("Tue 18:00")
    await let_others_answer(company.slack, but=ben.id)
    await company.idle()
    await stop(company)
    await start_again(company, durable)
    monkeypatch.setattr(company.bot.sending, "find_posted", away)
    company.slack.faults.switch("timeout_after_accepting", on=True)
    await ben.click("Answer")
    assert await ben.submit(GOOD) == {}
    monkeypatch.setenv("DATABASE_URL", database_url)
    yield company
    await company.bot.stop()


def posted(world: World) -> Counter[str]:
    """How often Slack has each message of the ledger, by its key."""
    messages = [one for channel in world.slack.state.channels.values() for one in channel.messages.values()]
    return Counter(one.metadata["event_payload"]["key"] for one in messages if one.metadata)


async def by_backup(world: World, tmp_path: Path, _postgres: PostgresServer) -> str:
    """Back up while Drumbeat runs, and lose the machine."""
    assert await asyncio.to_thread(main, ["backup", str(tmp_path / "kept.db")]) == 0
    await stop(world)
    return f"sqlite:///{tmp_path / 'kept.db'}"


async def by_copy(world: World, _tmp_path: Path, postgres: PostgresServer) -> str:
    """Stop Drumbeat and copy everything to a server."""
    await stop(world)
    address = postgres.url(postgres.create_database("template1"))
    assert await asyncio.to_thread(main, ["copy-to", address]) == 0
    return address


@pytest.mark.parametrize("move", [by_backup, by_copy])
async def test_a_round_in_progress_goes_on(
    sending: World,
    tmp_path: Path,
    postgres: PostgresServer,
    move: Callable[[World, Path, PostgresServer], Awaitable[str]],
) -> None:
    """What was on its way is found in Slack, what waits comes once, and the round stays open until its end."""
    mara, ben = sending.persona("mara"), sending.persona("ben")
    [summary] = mara.messages("sync")
    before = posted(sending)
    waiting = await stored(sending, Delivery, Delivery.state.in_(["planned", "sending"]))
    assert [one.kind for one in waiting if one.state == "sending"] == ["sync_rollup"]
    details = [one.key for one in waiting if one.thread_key]
    assert len(details) > 0
    assert not set(details) & set(before)
    address = await move(sending, tmp_path, postgres)
    sending.slack.faults.switch("timeout_after_accepting", on=False)
    await start_again(sending, durable, database_url=address)
    await all_sent(sending)
    sent = {one.key for one in await stored(sending, Delivery, Delivery.state == "sent")}
    assert posted(sending) == Counter(sent)
    assert set(before) < sent <= set(before) | set(details)
    await ben.click("Edit")
    assert await ben.submit({"One line for the summary": "Sign-ups tripled"}) == {}
    await sending.at("Wed 12:00")
    await all_sent(sending)
    [after] = mara.messages("sync")
    assert after.ts == summary.ts
    assert "Sign-ups tripled" in after.words
    assert "Card payments are live." in "".join(one.words for one in mara.thread("sync", after.ts))
    assert set(posted(sending).values()) == {1}
    assert [one.state for one in await stored(sending, Round)] == ["closed"]
