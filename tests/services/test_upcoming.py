"""What people notice next: the opening of a sync, who is asked, its closing; and nothing in between."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.services.upcoming import ComingUp, coming_up
from models import Prompt, Ritual, Round, Team
from tests.factories import people, retro, sync
from tests.factories.sync import CLOSES, TUESDAY
from tests.factories.team import team as make_team


@dataclass
class Asked:
    """A weekly sync whose round is open."""

    database: Database
    payments: Team
    weekly: Ritual
    current: Round

    async def next(self) -> ComingUp | None:
        async with self.database.reading("T1") as session:
            return await coming_up(session)

    async def prompt(self, session: AsyncSession) -> Prompt:
        return await sync.prompt(session, self.current, self.payments)


@pytest.fixture
async def asked(database: Database) -> Asked:
    """Ana was asked at ten."""
    async with database.system_session() as session:
        await people.workspace(session)
    async with database.transaction("T1") as session:
        payments = await make_team(session, "Payments", [await people.person(session)])
        weekly = await sync.ritual(session, [payments])
        current = await sync.round_of(session, weekly)
    return Asked(database, payments, weekly, current)


async def test_without_a_sync_nothing_comes(database: Database) -> None:
    """A workspace with people alone."""
    async with database.system_session() as session:
        await people.workspace(session)
    async with database.reading("T1") as session:
        assert await coming_up(session) is None


async def test_an_open_round_closes_before_the_next_one_opens(asked: Asked) -> None:
    """Nobody is left to be asked; whoever could still be reminded does not stop the clock."""
    async with asked.database.transaction("T1") as session:
        reminded = TUESDAY + timedelta(hours=2)
        await sync.turn(session, await asked.prompt(session), await people.person(session), nudge_at=reminded)
    assert await asked.next() == ComingUp(CLOSES, "Weekly sync closes")


async def test_who_is_asked_next_is_named(asked: Asked) -> None:
    """One by name, several by number, those of a later hour not yet."""
    later = TUESDAY + timedelta(hours=8)
    async with asked.database.transaction("T1") as session:
        prompt = await asked.prompt(session)
        ben = await people.person(session, "Ben Carter")
        await sync.turn(session, prompt, ben, ask_at=later, asked_at=None)
    assert await asked.next() == ComingUp(later, "Weekly sync asks Ben Carter")
    async with asked.database.transaction("T1") as session:
        cleo, dan = [await people.person(session, name) for name in ("Cleo Dias", "Dan Ode")]
        await sync.turn(session, prompt, cleo, ask_at=later, asked_at=None)
        await sync.turn(session, prompt, dan, ask_at=later + timedelta(hours=1), asked_at=None)
    assert await asked.next() == ComingUp(later, "Weekly sync asks 2 people")


async def test_of_closed_rounds_the_next_opening_counts(asked: Asked) -> None:
    """A paused sync opens nothing."""
    async with asked.database.transaction("T1") as session:
        (await session.get_one(Round, asked.current.id)).state = "closed"
    assert await asked.next() == ComingUp(TUESDAY + timedelta(days=7), "Weekly sync opens")
    async with asked.database.transaction("T1") as session:
        (await session.get_one(Ritual, asked.weekly.id)).state = "paused"
    assert await asked.next() is None


async def test_another_workspace_counts_for_nothing(asked: Asked) -> None:
    """What comes there is not seen here."""
    async with asked.database.system_session() as session:
        await people.workspace(session, "T2")
    async with asked.database.reading("T2") as session:
        assert await coming_up(session) is None


async def test_a_retro_opens_asks_and_goes_on(database: Database) -> None:
    """Whatever of it comes first; a phase that waits for its facilitator has nothing to come."""
    async with database.system_session() as session:
        await people.workspace(session)
    async with database.transaction("T1") as session:
        monthly = await retro.retro(session, next_on=TUESDAY.date(), next_opens_at=TUESDAY)
        assert await coming_up(session) == ComingUp(TUESDAY, "Monthly retro opens")
        monthly.next_opens_at = None
        current = await retro.round_of(session, monthly)
        asked = await retro.part(session, current, await people.person(session), ask_at=TUESDAY, asked_at=None)
        assert await coming_up(session) == ComingUp(TUESDAY, "Monthly retro asks")
        asked.asked_at = TUESDAY
        shown = []
        for state in ("collecting", "grouping", "voting", "acting"):
            current.state = state
            coming = await coming_up(session)
            shown.append(coming.label if coming else "")
        said = [f"Monthly retro: {one}" for one in ("the cards are shown", "the vote begins", "the vote ends")]
        assert shown == [*said, ""]
