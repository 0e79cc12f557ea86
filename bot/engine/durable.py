"""The engine that survives: work is a DBOS workflow in our own database, enqueued by the transaction that wants it.

DBOS Transact (docs.dbos.dev, 3.4) is embedded on SQLite and shared by processes on PostgreSQL with the same code. It
only does work; what is due, and when, stands in our timers.
"""

import asyncio
import logging
import uuid
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
import structlog
from dbos import DBOS, DBOSClient, DBOSConfig, DBOSPortableJSONSerializer, EnqueueOptions
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock, monotonic, real_time
from bot.db import Database
from bot.engine import ended
from bot.engine.executors import BEAT, Executors
from bot.engine.orphans import Orphans
from bot.engine.port import FailedTimer, FailedWork, Hold, Planner, Work, Worker
from bot.engine.system_database import system_engine
from bot.engine.tick import Planning
from bot.engine.unknown import again
from bot.engine.waiting import Waiting
from bot.engine.work import Workers
from bot.engine.work_table import QUEUE, SCHEMA, WORKFLOW, table_name
from bot.errors import BotError
from bot.metrics import UNCOUNTED, Metrics

NAME = "drumbeat"
SOLO = "solo"
"""Executor of the one process that runs on a SQLite file (see flock.py): a restart resumes what it left."""

VERSION = "1"
"""DBOS's application version; constant, since work of another version is never picked up. Raise it only when the
shape of `Work` changes."""

KEPT = timedelta(days=7)
SWEEP_EVERY = 3600.0

FINISHING = 5.0
"""Seconds that work in hand has to finish from `wind_down` on; what takes longer is done again by another process."""

AT_LEAST = 1.0
"""Seconds that it has when the engine stops, whatever took so long before."""

POLLING = 0.5
"""Seconds between looks at the queue: seven tenths of what an idle process takes at twice this pace."""

log = structlog.get_logger(__name__)


class DurableEngine:
    """Does enqueued work once each, one at a time for a workspace's lane, and again after a crash.

    On PostgreSQL any number of processes share the work, and do that of one which has fallen silent. Only one engine
    can run in a process, since DBOS is one per process.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        *,
        executor_id: str = "",
        polling: float = POLLING,
        attempts: int = 5,
        backoff: float = 1.0,
        kept: timedelta | None = KEPT,
        sweep_every: float = SWEEP_EVERY,
        beat_every: float = BEAT,
    ) -> None:
        """Work in `database`.

        `executor_id` names this process among those that share a PostgreSQL (a new name by default); `polling`:
        seconds between looks at the queue; a worker that raises is tried `attempts` times, `backoff` seconds apart and
        doubling, those not counted at which the database is away; finished work is remembered for `kept` (real time;
        None: for ever), which is looked after every `sweep_every` seconds; `beat_every`: seconds between signs of life,
        and between looks for work that nobody does.
        """
        self.clock = clock
        self._database = database
        self._executor_id = SOLO if database.is_sqlite else executor_id or uuid.uuid4().hex
        self._executors = None if database.is_sqlite else Executors(database, self._executor_id)
        self._beat_every = beat_every
        self._polling = polling
        self._kept = kept
        self._sweep_every = sweep_every
        self._planning = Planning(database)
        self._workers = Workers(attempts=attempts, backoff=backoff, otherwise=self._leave)
        self._metrics: Metrics = UNCOUNTED
        self._engine: sa.Engine | None = None
        self._client: DBOSClient | None = None
        self._caring: list[asyncio.Task[None]] = []
        self._finish_by: float | None = None
        self._table = table_name("sqlite" if database.is_sqlite else "postgresql")
        self._waiting = Waiting(self._table, version=VERSION, shared=not database.is_sqlite)
        self._orphans = Orphans(
            database,
            self._table,
            QUEUE,
            self._executor_id,
            executors=self._executors,
            in_hand=lambda: self._workers.in_hand,
        )

    def register(self, kind: str, planner: Planner, *, hold: Hold | None = None) -> None:
        """Let `planner` plan the timers of `kind`."""
        self._planning.register(kind, planner, hold=hold)

    def register_worker(self, kind: str, worker: Worker, *, lane: str = "") -> None:
        """Let `worker` do the work of `kind`, one piece at a time of a workspace and `lane`."""
        self._workers.register(kind, worker, lane)

    def on_failed_timer(self, told: FailedTimer) -> None:
        """Name who is told of timers that failed three times in a row."""
        self._planning.on_failed_timer(told)

    def count_by(self, metrics: Metrics) -> None:
        """Let `metrics` count work that is taken over from other processes."""
        self._metrics = metrics

    async def enqueue(self, session: AsyncSession, work: Work) -> None:
        """Enqueue `work` in the transaction of `session`; only while the engine is started."""
        await self._put(session, work, work.id, self._workers.partition(work))

    async def wake(self, session: AsyncSession, works: Sequence[Work]) -> None:
        """Enqueue those of `works` of which none waits behind other work; only while the engine is started."""
        wanted = {(work.kind, self._workers.partition(work)): work for work in works}
        waiting = await self._waiting.among(session, wanted)
        for work in [work for key, work in wanted.items() if key not in waiting]:
            await self.enqueue(session, work)

    async def _put(self, session: AsyncSession, work: Work, name: str, partition: str, *, delay: float = 0) -> None:
        client = self._started()
        options: EnqueueOptions = {
            "workflow_name": WORKFLOW,
            "queue_name": QUEUE,
            "queue_partition_key": partition,
            "workflow_id": name,
            "priority": max(1, work.priority),
            "app_version": VERSION,
        }
        if delay:
            options["delay_seconds"] = delay
        arguments = (work.workspace_id, work.kind, work.key, dict(work.payload), work.priority)
        await session.run_sync(lambda held: client.enqueue_in_transaction(held, options, *arguments))

    async def tick(self, now: datetime) -> int:
        """Plan what is due at `now`, a bounded number of timers; return how many were taken."""
        return await self._planning.tick(now)

    async def start(self) -> None:
        """Begin to do work, what an earlier process of this name left included. Takes about a second."""
        if self._engine is not None:
            return
        if self._executors is not None:
            # Before any work is taken: whoever has work and gives no sign of life is taken for dead.
            await self._executors.beat()
        self._workers.start()
        self._engine = system_engine(self._database)
        # With a handler of its own DBOS would print beside our log.
        logging.getLogger("dbos").addHandler(logging.NullHandler())
        DBOS(config=self._config(self._engine))
        DBOS.workflow(name=WORKFLOW)(self._workflow())
        # Inside the running loop, so that workers run in it too.
        DBOS.launch()
        self._client = await asyncio.to_thread(self._new_client, self._engine)
        if self._kept is not None:
            self._caring.append(asyncio.create_task(self._sweep_now_and_then(self._kept)))
        self._caring.append(asyncio.create_task(self._look_after_work()))

    async def idle(self) -> None:
        """Return when all enqueued work is done, that of other processes included."""
        waiting = sa.text(
            f"SELECT 1 FROM {self._table} WHERE queue_name = :queue AND status IN ('ENQUEUED', 'PENDING') LIMIT 1"
        )
        wait = 0.005
        while True:
            async with self._database.reads.connect() as connection:
                if await connection.scalar(waiting, {"queue": QUEUE}) is None:
                    return
            await asyncio.sleep(wait)
            wait = min(0.05, wait * 2)

    def wind_down(self) -> None:
        """Let the time run that work in hand has to finish, before `stop` does; a second time changes nothing."""
        if self._finish_by is None:
            self._finish_by = monotonic() + FINISHING

    async def stop(self) -> None:
        """Finish the work in hand and stop, also after a start that failed; the rest waits for the next start."""
        if self._engine is None:
            return
        finish_by = self._finish_by or monotonic() + FINISHING
        self._finish_by = None
        for task in self._caring:
            task.cancel()
        self._workers.stop()
        seconds = round(max(AT_LEAST, finish_by - monotonic()))
        # In a thread, since the work in hand goes on in this loop, and may enqueue what is left of it.
        await asyncio.to_thread(DBOS.destroy, destroy_registry=True, workflow_completion_timeout_sec=seconds)
        await asyncio.gather(*self._caring, return_exceptions=True)
        self._caring.clear()
        await self._workers.abandon()
        if self._client is not None:
            await asyncio.to_thread(self._client.destroy)
            self._client = None
        self._engine.dispose()
        self._engine = None
        if self._executors is not None:
            await self._executors.leave()

    async def seat(self) -> int:
        """Return how many living processes on this database are older than this one; on SQLite there is no other."""
        return 0 if self._executors is None else await self._executors.seat()

    async def failures(self) -> list[FailedWork]:
        """Return the work that was given up, the oldest first; it is remembered as long as finished work."""
        return await ended.failures(self._started())

    async def forget_finished(self, before: datetime) -> int:
        """Delete work that ended before `before` (aware, real time), at most 500; return how much it was."""
        return await ended.forget(self._started(), before)

    def _started(self) -> DBOSClient:
        if self._client is None:
            raise BotError("the engine is not started")
        return self._client

    def _workflow(self) -> Callable[[str, str, str, dict[str, Any], int], Awaitable[None]]:
        async def do(workspace_id: str, kind: str, key: str, payload: dict[str, Any], priority: int) -> None:
            await self._workers.do(Work(workspace_id, kind, key, payload, priority))

        return do

    async def _leave(self, work: Work) -> None:
        """Give work of an unknown kind back, for a process that knows it; raises UnknownWorkError after a day."""
        name, delay = again(work, str(DBOS.workflow_id))
        log.warning("work_left_to_another_version", kind=work.kind, work=name, seconds=delay)
        # In its own lane: which one that is only the other version knows.
        of_this = sa.text(f"SELECT queue_partition_key FROM {self._table} WHERE workflow_uuid = :id")
        async with self._database.transaction(work.workspace_id) as session:
            partition = await session.scalar(of_this, {"id": DBOS.workflow_id})
            await self._put(session, work, name, partition or work.workspace_id, delay=delay)

    async def _sweep_now_and_then(self, kept: timedelta) -> None:
        while True:
            before = datetime.fromtimestamp(real_time(), UTC) - kept
            try:
                while await self.forget_finished(before) == ended.AT_ONCE:
                    log.debug("finished_work_forgotten", count=ended.AT_ONCE)
            except sa.exc.SQLAlchemyError:
                # The database was away: nothing is lost by forgetting later.
                log.exception("finished_work_kept")
            await asyncio.sleep(self._sweep_every)

    async def _look_after_work(self) -> None:
        """Give signs of life, and put back into the queue what nobody does."""
        while True:
            try:
                if self._executors is not None:
                    await self._executors.beat()
                if taken := await self._orphans.take_over():
                    self._metrics.taken_over(taken)
                await self._orphans.put_back()
            except sa.exc.SQLAlchemyError:
                # The database is away: the others see it no better, and nothing is put back meanwhile.
                log.exception("no_sign_of_life")
            await asyncio.sleep(self._beat_every)

    def _new_client(self, engine: sa.Engine) -> DBOSClient:
        client = DBOSClient(
            system_database_engine=engine,
            dbos_system_schema=SCHEMA,
            serializer=DBOSPortableJSONSerializer(),
            application_name=NAME,
        )
        client.register_queue(QUEUE, partition_concurrency=1, polling_interval_sec=self._polling)
        return client

    def _config(self, engine: sa.Engine) -> DBOSConfig:
        return {
            "name": NAME,
            "system_database_engine": engine,
            "dbos_system_schema": SCHEMA,
            "serializer": DBOSPortableJSONSerializer(),
            "application_version": VERSION,
            "executor_id": self._executor_id,
            # None of DBOS's messages between workflows is used: nothing to listen for.
            "use_listen_notify": False,
            "notification_listener_polling_interval_sec": 0.5,
            "enable_otlp": False,
            "log_level": "WARNING",
        }
