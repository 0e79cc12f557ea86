"""A post office: ledger, pace and sender over the inline engine and a Slack that records."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import ShiftedClock
from bot.db import Database
from bot.delivery import attempt, pace, sender, wording
from bot.delivery.ledger import Intent, Ledger
from bot.delivery.pace import Pace, PaceLimits
from bot.delivery.patience import Patience
from bot.delivery.sender import Sender
from bot.delivery.wording import Skip
from bot.domain.budget import Standing
from bot.domain.working_time import WorkingTime
from bot.engine.advance import settle
from bot.engine.inline import InlineEngine
from bot.prometheus import PrometheusMetrics
from bot.services.working import working_times
from bot.slack.gateway import Message
from models import Delivery, Person, Workspace
from tests.factories.slack_fake import FakeSlack

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


@dataclass
class Office:
    """What a test needs to plan messages and to see what became of them; the renderer says `words` of the subject."""

    database: Database
    clock: ShiftedClock
    engine: InlineEngine
    ledger: Ledger
    pace: Pace
    slack: FakeSlack
    sender: Sender
    words: dict[str, Message | Skip | Exception] = field(default_factory=dict)
    rendered: list[str] = field(default_factory=list)
    failed: list[tuple[str, str, str]] = field(default_factory=list)
    metrics: PrometheusMetrics = field(default_factory=PrometheusMetrics)

    async def render(self, database: Database, workspace_id: str, subject: dict[str, Any]) -> Message | Skip:
        name = subject["name"]
        self.rendered.append(name)
        said = self.words.get(name, Message(f"about {name}"))
        if isinstance(said, Exception):
            raise said
        return said

    async def note_failed(self, session: AsyncSession, workspace_id: str, delivery: Delivery) -> None:
        self.failed.append((delivery.key, delivery.state, delivery.reason))

    async def plan(self, *intents: Intent, workspace_id: str = "T1") -> int:
        async with self.database.transaction(workspace_id) as session:
            return await self.ledger.plan(session, workspace_id, intents)

    async def send(self, *intents: Intent) -> None:
        await self.plan(*intents)
        await self.settle()

    async def refresh(self, *keys: str) -> int:
        async with self.database.transaction("T1") as session:
            changed = await self.ledger.refresh(session, "T1", keys)
        await self.settle()
        return changed

    async def settle(self) -> None:
        await settle(self.engine, self.clock)

    async def later(self, minutes: float = 10) -> None:
        self.clock.move_to(self.clock.now() + timedelta(minutes=minutes))
        await self.settle()

    async def row(self, key: str) -> Delivery:
        async with self.database.reading("T1") as session:
            return (await session.execute(sa.select(Delivery).where(Delivery.key == key))).scalar_one()

    async def states(self) -> dict[str, str]:
        async with self.database.reading("T1") as session:
            rows = await session.execute(sa.select(Delivery.key, Delivery.state))
            return dict(rows.all())

    async def change(self, key: str, **values: Any) -> None:
        async with self.database.transaction("T1") as session:
            await session.execute(sa.update(Delivery).where(Delivery.key == key).values(**values))


def intent(key: str, target: str = "C1", **more: Any) -> Intent:
    """A message named by its key."""
    return Intent(key, "note", {"name": key}, target, **more)


def news(key: str, target: str = "U1") -> Intent:
    """A message that may wait."""
    return Intent(key, "news", {"name": key}, target)


async def keep_budget(office: Office, **standings: Standing) -> None:
    """Let the office keep the budget of two people: notes are of a ritual, news may wait, others as they are given."""
    async with office.database.transaction("T1") as session:
        session.add_all([Person(workspace_id="T1", slack_id=one, name=one, zone="UTC") for one in ("U1", "U2")])
    for kind in ("news", *standings):
        office.sender.register(kind, office.render)
    known = {"note": Standing.RITUAL, "news": Standing.MAY_WAIT}
    office.sender.keep_budget(known | standings, working_times)


def open_office(database: Database, *, slack: FakeSlack | None = None, **patience: float) -> Office:
    """Put the parts together, not started; by default nothing is waited for."""
    clock = ShiftedClock(NOW)
    engine = InlineEngine(database, clock, attempts=2, backoff=0)
    ledger, pace, slack = Ledger(engine, clock), Pace(PaceLimits.generous()), slack or FakeSlack()

    async def slack_for(workspace_id: str) -> FakeSlack:
        return slack

    patient = Patience(**({"wait": 0.5, "doubt": 0.0} | patience))
    metrics = PrometheusMetrics()
    sender = Sender(database, clock, slack_for, ledger, pace, patience=patient, metrics=metrics)
    office = Office(database, clock, engine, ledger, pace, slack, sender, metrics=metrics)
    sender.attach(engine)
    sender.register("note", office.render)
    sender.on_failed(office.note_failed)
    return office


@pytest.fixture
async def office(database: Database) -> AsyncIterator[Office]:
    """A post office of workspace T1, open for business."""
    async with database.system_session() as session:
        session.add_all([Workspace(id="T1", created_at=NOW), Workspace(id="T2", created_at=NOW)])
    office = open_office(database)
    await office.engine.start()
    yield office
    await office.engine.stop()


@pytest.fixture
async def ritual(office: Office) -> Office:
    """The post office, in which notes are what rituals ask."""

    async def working(_session: AsyncSession, _people: Sequence[Any]) -> Mapping[int, WorkingTime]:
        return {}

    office.sender.keep_budget({"note": Standing.RITUAL}, working)
    return office


class RealTime:
    """The machine's seconds, moved by hand."""

    def __init__(self) -> None:
        self.seconds = 1_000_000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def real(monkeypatch: pytest.MonkeyPatch) -> RealTime:
    """Real time for pace, leases and backoff, standing still until moved."""
    real = RealTime()
    for module in (pace, attempt, sender, wording):
        monkeypatch.setattr(module, "real_time", real)
    return real
