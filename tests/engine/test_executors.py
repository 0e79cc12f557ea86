"""Processes that share a PostgreSQL; a SQLite file has one process (test_flock.py)."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.clock import SystemClock
from bot.db import Database
from bot.engine.durable import DurableEngine
from bot.engine.executors import SILENT, Executors, processes
from bot.engine.port import Work
from bot.prometheus import PrometheusMetrics
from models import Executor, Workspace
from tests.databases import COMPILED, PostgresServer
from tests.factories.figures import Shown


@pytest.fixture
async def shared(postgres: PostgresServer) -> AsyncIterator[Database]:
    """A fresh database that several processes may share."""
    name = postgres.create_database()
    database = Database(postgres.url(name), compiled=COMPILED)
    yield database
    await database.close()
    postgres.drop_database(name)


async def silent_for(database: Database, who: str, seconds: timedelta) -> None:
    """Let the last sign of life of a process lie so far back."""
    before = SystemClock().now() - seconds
    async with database.system_session() as session:
        await session.execute(sa.update(Executor).where(Executor.id == who).values(beat_at=before))


async def test_the_eldest_comes_first_and_the_silent_are_not_among_the_living(shared: Database) -> None:
    """Whoever gives a sign of life again keeps its place; after a day it is forgotten."""
    first, second, third = (Executors(shared, name) for name in ("c", "b", "a"))
    for one in (first, second, third):
        await one.beat()
    assert await first.living() == ["c", "b", "a"]
    assert [await one.seat() for one in (first, second, third)] == [0, 1, 2]
    await silent_for(shared, "c", SILENT)
    assert await first.living() == ["b", "a"]
    assert [await one.seat() for one in (first, second, third)] == [2, 0, 1]
    await first.beat()
    assert [await one.seat() for one in (first, second, third)] == [0, 1, 2]
    await silent_for(shared, "a", timedelta(days=1))
    await first.beat()
    async with shared.system_session() as session:
        assert sorted(await session.scalars(sa.select(Executor.id))) == ["b", "c"]


async def test_who_leaves_is_gone_at_once(shared: Database) -> None:
    """Nobody waits half a minute for a process that said goodbye."""
    first, second = Executors(shared, "first"), Executors(shared, "second")
    await first.beat()
    await second.beat()
    await first.leave()
    assert await second.living() == ["second"]
    assert await second.seat() == 0


async def test_work_of_the_dead_is_done_and_that_of_the_living_is_left(shared: Database) -> None:
    """Of one that fell silent and of one that nobody ever heard of; the living one is only slow."""
    done: list[str] = []
    metrics = PrometheusMetrics()

    async def note(work: Work) -> None:
        done.append(work.workspace_id)

    def engine() -> DurableEngine:
        made = DurableEngine(shared, SystemClock(), polling=0.02, beat_every=0.05)
        made.register_worker("note", note)
        made.count_by(metrics)
        return made

    async with shared.system_session() as session:
        session.add_all(Workspace(id=of, created_at=SystemClock().now()) for of in ("silent", "unheard", "slow"))
    before = engine()
    await before.start()
    # Taken by the transaction that enqueues it: this engine looks at the queue all the time.
    async with shared.system_session() as session:
        for of in ("silent", "unheard", "slow"):
            await before.enqueue(session, Work(of, "note", "work"))
            await session.execute(
                sa.text(
                    "UPDATE dbos.workflow_status SET status = 'PENDING', executor_id = :of WHERE workflow_uuid = :id"
                ),
                {"of": of, "id": f"{of}:note:work"},
            )
        session.add(Executor(id="slow", started_at=SystemClock().now(), beat_at=SystemClock().now()))
        session.add(
            Executor(id="silent", started_at=SystemClock().now(), beat_at=SystemClock().now() - timedelta(minutes=1))
        )
    pending = sa.text("SELECT workflow_uuid FROM dbos.workflow_status WHERE status IN ('ENQUEUED', 'PENDING')")
    left = {"not yet"}
    async with asyncio.timeout(20), shared.engine.connect() as connection:
        while left != {"slow:note:work"}:
            left = set(await connection.scalars(pending))
            await connection.rollback()
    assert sorted(done) == ["silent", "unheard"]
    assert Shown(metrics.exposition("")[0].decode()).of("drumbeat_takeovers_total") == 2
    await before.stop()
    async with shared.system_session() as session:
        assert sorted(await session.scalars(sa.select(Executor.id))) == ["silent", "slow"]


async def test_others_see_who_lives_and_who_fell_silent(shared: Database) -> None:
    """Without writing anything: the eldest first, with how long nothing was heard of it."""
    for name in ("b", "a"):
        await Executors(shared, name).beat()
    await silent_for(shared, "b", timedelta(minutes=2))
    async with shared.engine.connect() as connection:
        elder, younger = await processes(connection)
    assert (elder.name, elder.living, younger.name, younger.living) == ("b", False, "a", True)
    assert timedelta(minutes=2) <= elder.silent < timedelta(minutes=3)
    assert timedelta() <= younger.silent < SILENT
