"""A tick with a planner that notes what it planned."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.engine.port import DueTimer
from bot.engine.tick import Planning
from bot.engine.timers import set_timer, set_timers
from models import Timer, Workspace

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


class Planner:
    """Notes what it planned; raises where a subject starts with "faulty", after having written something."""

    def __init__(self) -> None:
        self.planned: list[tuple[str, str]] = []
        self.asked: list[int] = []

    async def __call__(self, session: AsyncSession, timers: Sequence[DueTimer], now: datetime) -> None:
        self.asked.append(len(timers))
        if any(timer.subject.startswith("faulty") for timer in timers):
            await set_timer(session, timers[0].workspace_id, "plan", "left by a fault", NOW)
            raise ValueError("cannot")
        self.planned += [(timer.workspace_id, timer.subject) for timer in timers]


@pytest.fixture
def planner() -> Planner:
    return Planner()


@pytest.fixture
async def planning(database: Database, planner: Planner) -> Planning:
    async with database.system_session() as session:
        session.add_all([Workspace(id="T1", created_at=NOW), Workspace(id="T2", created_at=NOW)])
    planning = Planning(database)
    planning.register("plan", planner)
    return planning


async def put(database: Database, due: dict[str, datetime], *, workspace_id: str = "T1", kind: str = "plan") -> None:
    async with database.transaction(workspace_id) as session:
        await set_timers(session, kind, {(workspace_id, subject): at for subject, at in due.items()})


async def timer(database: Database, subject: str) -> Timer:
    async with database.system_session() as session:
        return (await session.execute(sa.select(Timer).where(Timer.subject == subject))).scalar_one()
