"""What the tests of answers and of rounds share: a round that is open with a team in it, and syncs that run."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import ShiftedClock
from bot.db import Database
from bot.delivery.ledger import Ledger
from bot.engine.inline import InlineEngine
from bot.services.sync_answer import SyncAnswers
from models import Addition, Answer, Prompt
from tests.factories import people, sync
from tests.factories.office import Office
from tests.factories.office import office as make_office
from tests.factories.rounds import Runs, running
from tests.factories.team import team as make_team

GOOD = {"moved": "Card payments are live.", "next": "Refunds\nUser tests"}


@dataclass
class RecordedRounds:
    """Notes which prompts were settled, and that their transaction saw the change."""

    settled: list[tuple[int, str]] = field(default_factory=list)

    async def settle(self, session: AsyncSession, prompt: Prompt) -> None:
        self.settled.append((prompt.id, prompt.state))


@dataclass
class Scene:
    """Payments is asked in the weekly sync; Ana has the first turn, Ben the second, Cleo is of the team, Dan is not."""

    database: Database
    clock: ShiftedClock
    rounds: RecordedRounds
    answers: SyncAnswers
    prompt: int
    ana: int
    ben: int

    async def stored(self) -> list[Answer]:
        async with self.database.reading("T1") as session:
            return list(await session.scalars(sa.select(Answer)))

    async def added(self) -> list[tuple[int, str]]:
        async with self.database.reading("T1") as session:
            rows = await session.scalars(sa.select(Addition).order_by(Addition.id))
            return [(row.person_id, row.text) for row in rows]

    async def state(self) -> str:
        async with self.database.reading("T1") as session:
            return (await session.get_one(Prompt, self.prompt)).state

    async def change(self, model: type[Any], **fields: Any) -> None:
        async with self.database.transaction("T1") as session:
            await session.execute(sa.update(model).values(**fields))


@pytest.fixture
async def scene(database: Database) -> Scene:
    """The round is open, ten minutes old."""
    async with database.system_session() as session:
        await people.workspace(session)
    async with database.transaction("T1") as session:
        ana, ben, cleo, _ = [
            await people.person(session, name) for name in ("Ana Sousa", "Ben Carter", "Cleo Dias", "Dan Ode")
        ]
        payments = await make_team(session, "Payments", [ana, ben, cleo])
        await make_team(session, "Platform")
        weekly = await sync.ritual(session, [payments])
        current = await sync.round_of(session, weekly)
        asked = await sync.prompt(session, current, payments, ["Card payments", ("Refunds", 2)])
        turns = [await sync.turn(session, asked, who) for who in (ana, ben)]
    clock = ShiftedClock(sync.TUESDAY + timedelta(minutes=10))
    rounds, ledger = RecordedRounds(), Ledger(InlineEngine(database, clock), clock)
    answers = SyncAnswers(database, clock, rounds, ledger)
    return Scene(database, clock, rounds, answers, asked.id, turns[0].id, turns[1].id)


@pytest.fixture
async def runs(database: Database) -> AsyncIterator[Runs]:
    """A workspace whose syncs run by their timers, empty, on a Monday at nine."""
    runs = await running(database)
    yield runs
    await runs.engine.stop()


@pytest.fixture
async def office(database: Database) -> Office:
    """The office of a PMO who sets up syncs."""
    return await make_office(database)
