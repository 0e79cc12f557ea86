"""Drumbeat is stopped and started again at the worst moments: everything goes on, nothing is doubled."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.app import EngineFor, build
from bot.db import Database
from bot.delivery.pace import PaceLimits
from bot.delivery.patience import Patience
from bot.engine.durable import DurableEngine
from bot.engine.inline import InlineEngine
from bot.errors import SlackUnavailable
from bot.services.sync_schedule import OPENS
from models import Delivery, Timer
from tests.databases import COMPILED
from tests.journeys.conftest import World, deliver_to
from tests.journeys.test_sync_races import stored

GOOD = {"What moved?": "Card payments are live.", "What's next?": "Refunds"}


async def start_again(world: World, engine_for: EngineFor = InlineEngine, *, database_url: str = "") -> None:
    """Put a new Drumbeat in place of the one that was stopped, as a new process would; on another database if given."""
    settings = world.bot.parts.settings
    if database_url:
        settings = settings.model_copy(update={"database_url": database_url})
    world.bot = build(
        settings,
        clock=world.clock,
        engine_for=engine_for,
        database=Database(settings.database_url, compiled=COMPILED),
        limits=PaceLimits.generous(),
        patience=Patience(wait=0.1, doubt=0.0, step=0.01, longest=0.02),
    )
    world.slack.connect(deliver_to(world.bot))
    world.slack.settles_by(world.bot.idle)
    await world.bot.start()


async def stop(world: World) -> None:
    """Stop Drumbeat; Slack hears nothing of it."""
    world.slack.delivery._connections.clear()
    await world.bot.stop()


@pytest.fixture
async def standing(company: World) -> AsyncIterator[World]:
    """The company, with whichever Drumbeat runs at the end stopped."""
    yield company
    await company.bot.stop()


async def all_sent(world: World) -> None:
    """Let time pass until every message is where it should be."""
    async with asyncio.timeout(20):
        while await stored(world, Delivery, Delivery.state.in_(["planned", "sending"])):
            await world.advance(timedelta(seconds=1))


def durable(database: Database, clock: object) -> DurableEngine:
    """The engine of production, looking at its queue more often."""
    return DurableEngine(database, clock, polling=0.05)  # type: ignore[arg-type]


@pytest.mark.begins("Tue 10:00")
async def test_what_was_on_its_way_at_a_stop_arrives_once(standing: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine of production: Slack has the summary, Drumbeat does not know, and the details wait behind it."""

    async def away(*_: object, **__: object) -> None:
        raise SlackUnavailable("conversations.history: away")

    mara, ana = standing.persona("mara"), standing.persona("ana")
    await standing.at("Tue 21:00")
    await stop(standing)
    await start_again(standing, durable)
    monkeypatch.setattr(standing.bot.sending, "find_posted", away)
    standing.slack.faults.switch("timeout_after_accepting", on=True)
    await standing.at("Tue 22:00")
    await stop(standing)
    assert len(mara.messages("sync")) == 1
    assert [one.kind for one in await stored(standing, Delivery, Delivery.state == "sending")] == ["sync_rollup"]
    standing.slack.faults.switch("timeout_after_accepting", on=False)
    await start_again(standing, durable)
    await all_sent(standing)
    [summary] = mara.messages("sync")
    thread = [one.text for one in mara.thread("sync", summary.ts)]
    assert len(thread) == len(set(thread))
    await ana.click("Answer late")
    assert await ana.submit(GOOD) == {}
    await standing.idle()
    assert "Card payments are live." in "".join(one.words for one in mara.thread("sync", summary.ts))


async def test_what_was_planned_before_a_stop_is_sent_after_it(standing: World) -> None:
    """Prompts that Slack did not take come after the start, once."""
    wei = standing.persona("wei")
    standing.slack.faults.switch("server_error", on=True)
    await standing.at("Tue 02:30")
    await stop(standing)
    assert wei.messages() == []
    standing.slack.faults.switch("server_error", on=False)
    await start_again(standing)
    await all_sent(standing)
    assert len(wei.messages()) == 1


@pytest.mark.begins("Tue 10:00")
async def test_a_form_that_was_open_over_a_stop_is_taken(standing: World) -> None:
    """What somebody typed meanwhile is not lost, and the draft of a set-up waits too."""
    ana, mara = standing.persona("ana"), standing.persona("mara")
    await ana.click("Answer")
    await mara.command("/pmo sync new")
    await mara.submit({"Name": "Design sync"})
    await stop(standing)
    await start_again(standing)
    assert await ana.submit(GOOD) == {}
    assert "Card payments are live." in ana.messages()[-1].words
    assert await mara.submit() == {}
    assert mara.modal is not None
    assert "Design sync" in mara.read_words(mara.modal)


async def test_what_was_due_while_it_was_stopped_follows_the_one_rule(standing: World) -> None:
    """Stopped on Monday, started on Tuesday at eleven: late but in time; what closed meanwhile is summed up."""
    await stop(standing)
    standing.clock.move_to(standing.instant("Tue 11:00"))
    await start_again(standing)
    await standing.idle()
    assert len(standing.persona("ana").messages()) == 1
    await standing.persona("ana").click("All as planned")
    await stop(standing)
    standing.clock.move_to(standing.instant("Wed 09:00"))
    await start_again(standing)
    await standing.idle()
    [summary] = standing.persona("mara").messages("sync")
    assert "Payments" in summary.words
    async with standing.bot.parts.database.reading(standing.workspace_id) as session:
        keys = list(await session.scalars(sa.select(Delivery.key)))
    assert len(keys) == len(set(keys))


async def test_what_was_given_up_is_taken_up_by_a_start(standing: World) -> None:
    """A timer that an older version did not know opens its round under the newer one."""
    async with standing.bot.parts.database.system_session() as session:
        await session.execute(sa.update(Timer).where(Timer.kind == OPENS).values(state="failed", attempt=3))
    await standing.at("Tue 02:30")
    assert standing.persona("wei").messages() == []
    await stop(standing)
    await start_again(standing)
    await standing.idle()
    assert len(standing.persona("wei").messages()) == 1
    [opened] = await stored(standing, Timer, Timer.kind == OPENS)
    assert (opened.state, opened.attempt) == ("pending", 0)
