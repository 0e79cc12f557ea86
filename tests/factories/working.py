"""An engine at work, whichever it is, and what its worker did."""

import asyncio
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.engine.port import NIGHT, DueTimer, Engine, Work, one_by_one
from models import Workspace

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


@dataclass
class World:
    """An engine with a worker that does as the work's payload says, and notes what it did."""

    database: Database
    engine: Engine
    workspace: str = "T1"
    done: list[str] = field(default_factory=list)
    tries: Counter[str] = field(default_factory=Counter)
    running: Counter[str] = field(default_factory=Counter)
    most: Counter[str] = field(default_factory=Counter)
    begun: dict[str, asyncio.Event] = field(default_factory=lambda: defaultdict(asyncio.Event))
    gates: dict[str, asyncio.Event] = field(default_factory=lambda: defaultdict(asyncio.Event))

    def register(self, engine: Engine) -> None:
        self.engine = engine
        engine.register_worker("note", self.note)
        engine.register_worker("nightly", self.note, lane=NIGHT)
        engine.register("plan", one_by_one(self.plan))

    async def note(self, work: Work) -> None:
        self.running[work.workspace_id] += 1
        self.most[work.workspace_id] = max(self.most[work.workspace_id], self.running[work.workspace_id])
        try:
            self.tries[work.key] += 1
            self.begun[work.key].set()
            if work.payload.get("gate"):
                await self.gates[work.key].wait()
            if self.tries[work.key] <= work.payload.get("fails", 0):
                raise ConnectionError("not yet")
            if then := work.payload.get("then"):
                async with self.database.transaction(work.workspace_id) as session:
                    await self.engine.enqueue(session, Work(work.workspace_id, "note", then))
            self.done.append(work.key)
        finally:
            self.running[work.workspace_id] -= 1

    async def plan(self, session: AsyncSession, timer: DueTimer, now: datetime) -> None:
        await self.engine.enqueue(session, Work(timer.workspace_id, "note", f"planned {timer.subject}"))
        if timer.subject == "faulty":
            raise ValueError("this planner cannot")

    async def enqueue(self, key: str, *, priority: int = 5, **payload: object) -> None:
        async with self.database.transaction(self.workspace) as session:
            await self.engine.enqueue(session, self.work(key, priority=priority, **payload))

    def work(self, key: str, *, priority: int = 5, **payload: object) -> Work:
        return Work(self.workspace, "note", key, payload, priority)

    async def begin(self, workspace: str) -> None:
        """Begin anew, in a workspace of its own."""
        self.workspace = workspace
        for noted in (self.done, self.tries, self.running, self.most, self.begun, self.gates):
            noted.clear()
        async with self.database.system_session() as session:
            session.add(Workspace(id=workspace, created_at=NOW))
