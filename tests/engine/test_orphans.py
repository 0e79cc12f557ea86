"""Work that this process took and does not do: one piece would hold up all behind it for ever."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.clock import SystemClock
from bot.db import Database
from bot.engine.durable import DurableEngine
from bot.engine.port import Work
from models import Workspace

REFUSE_TO_NOTE_THE_END = {
    "sqlite": [
        """
        CREATE TRIGGER refuse BEFORE UPDATE ON workflow_status WHEN NEW.status IN ('SUCCESS', 'ERROR')
        BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END
        """
    ],
    "postgresql": [
        """
        CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'cannot execute UPDATE in a read-only transaction' USING ERRCODE = '25006'; END $$
        """,
        """
        CREATE TRIGGER refuse BEFORE UPDATE ON dbos.workflow_status
        FOR EACH ROW WHEN (NEW.status IN ('SUCCESS', 'ERROR')) EXECUTE FUNCTION refuse()
        """,
    ],
}
NOTE_IT_AGAIN = {"sqlite": "DROP TRIGGER refuse", "postgresql": "DROP TRIGGER refuse ON dbos.workflow_status"}


@dataclass
class Desk:
    """A durable engine, and a worker that notes what it began and waits where it is told to."""

    database: Database
    engine: DurableEngine
    begun: Counter[str] = field(default_factory=Counter)
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    gates: dict[str, asyncio.Event] = field(default_factory=lambda: defaultdict(asyncio.Event))

    async def work(self, work: Work) -> None:
        async with self.changed:
            self.begun[work.key] += 1
            self.changed.notify_all()
        if work.payload.get("gate"):
            await self.gates[work.key].wait()

    async def began(self, key: str, times: int) -> None:
        async with self.changed:
            await self.changed.wait_for(lambda: self.begun[key] >= times)

    async def enqueue(self, key: str, **payload: object) -> None:
        async with self.database.transaction("T1") as session:
            await self.engine.enqueue(session, Work("T1", "note", key, payload))

    async def enqueue_as(self, key: str, changed: str) -> None:
        """Enqueue work and change its row in the same transaction: this engine looks at the queue all the time."""
        table = "workflow_status" if self.database.is_sqlite else "dbos.workflow_status"
        async with self.database.transaction("T1") as session:
            await self.engine.enqueue(session, Work("T1", "note", key))
            await session.execute(sa.text(f"UPDATE {table} SET {changed} WHERE workflow_uuid = 'T1:note:{key}'"))

    async def run(self, *statements: str) -> None:
        async with self.database.engine.begin() as connection:
            for statement in statements:
                await connection.exec_driver_sql(statement)


@pytest.fixture
async def desk(database: Database) -> AsyncIterator[Desk]:
    """An engine that looks after its work all the time."""
    async with database.system_session() as session:
        session.add(Workspace(id="T1", created_at=SystemClock().now()))
    engine = DurableEngine(database, SystemClock(), executor_id="me", polling=0.02, beat_every=0.05)
    desk = Desk(database, engine)
    engine.register_worker("note", desk.work)
    await engine.start()
    yield desk
    await engine.stop()


async def test_work_whose_end_could_not_be_noted_holds_up_nothing(desk: Desk) -> None:
    """A full disk, a server that only reads: it is done again, and what waits behind it follows."""
    kind = desk.database.engine.dialect.name
    await desk.run(*REFUSE_TO_NOTE_THE_END[kind])
    await desk.enqueue("first")
    await desk.enqueue("second")
    async with asyncio.timeout(20):
        await desk.began("first", 2)
        await desk.run(NOTE_IT_AGAIN[kind])
        await desk.engine.idle()
    assert desk.begun["first"] >= 2
    assert desk.begun["second"] == 1


async def test_work_that_was_taken_without_our_hearing_of_it_is_done(desk: Desk) -> None:
    """The database had committed the taking when the connection broke."""
    me = "solo" if desk.database.is_sqlite else "me"
    await desk.enqueue_as("first", f"status = 'PENDING', executor_id = '{me}', owner_xid = 'a try'")
    await desk.enqueue("second")
    async with asyncio.timeout(20):
        await desk.engine.idle()
    assert desk.begun == {"first": 1, "second": 1}


async def test_work_in_hand_is_left_however_long_it_takes(desk: Desk) -> None:
    """However often it is looked at: a slow Slack is no reason to say everything twice."""
    await desk.enqueue("slow", gate=True)
    async with asyncio.timeout(20):
        await desk.began("slow", 1)
        assert [await desk.engine._orphans.put_back() for _ in range(4)] == [0, 0, 0, 0]
        desk.gates["slow"].set()
        await desk.engine.idle()
    assert desk.begun == {"slow": 1}


async def test_work_that_is_taken_up_for_ever_is_given_up_seen_and_forgotten(desk: Desk) -> None:
    """A hundred times are enough; what waits behind it goes on."""
    await desk.enqueue_as("hopeless", "recovery_attempts = 101")
    await desk.enqueue("next")
    async with asyncio.timeout(20):
        await desk.engine.idle()
    assert desk.begun == {"next": 1}
    (failure,) = await desk.engine.failures()
    assert (failure.key, failure.reason) == ("hopeless", "taken up again and again, and never ended")
    assert await desk.engine.forget_finished(SystemClock().now() + timedelta(minutes=1)) == 2
    assert await desk.engine.failures() == []


async def test_work_that_hangs_when_all_stops_is_left_to_the_next_start(desk: Desk) -> None:
    """It is broken off after its seconds, of which other parts took some before; the next start does it again."""
    await desk.enqueue("hangs", gate=True)
    async with asyncio.timeout(20):
        await desk.began("hangs", 1)
        desk.engine.wind_down()
        await desk.engine.stop()
        desk.gates["hangs"].set()
        await desk.engine.start()
        await desk.engine.idle()
    assert desk.begun == {"hangs": 2}
