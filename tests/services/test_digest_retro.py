"""What a digest says of retros: counts of four weeks and experiments, of the retros that its readers may see."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.clock import ShiftedClock
from bot.db import Database
from bot.domain.action import Action as Shown
from bot.domain.digest import Part, RetroMonth
from bot.services.digest import Digests
from bot.services.digest_retro import retros_in
from tests.factories import people, retro
from tests.factories.action import action

NOW = datetime(2026, 3, 27, 10, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=40)


@pytest.fixture
async def company(database: Database) -> Database:
    """Payments' retro was held and chose three things; Platform's is private, and so is what it chose."""
    async with database.system_session() as session:
        await people.workspace(session)
    async with database.transaction("T1") as session:
        ours, theirs = await retro.open_and_private(session)
        ana, wei = await people.person(session, "Ana Sousa"), await people.person(session, "Wei Tan")
        for of, closed in ((ours, NOW), (ours, LONG_AGO), (theirs, NOW)):
            number = 1 if closed is NOW else 2
            await retro.round_of(
                session, of, closed - timedelta(days=1), state="closed", closed_at=closed, number=number
            )
        settled = {"state": "done", "settled_by_id": ana.id}
        mine = {"retro_id": ours.id, "created_at": NOW - timedelta(days=2)}
        await action(session, ana, **mine, due_on=date(2026, 4, 2))
        await action(session, ana, **mine, **settled, settled_at=NOW)
        await action(session, ana, retro_id=ours.id, created_at=LONG_AGO, due_on=date(2026, 3, 1))
        await action(session, ana, retro_id=ours.id, created_at=LONG_AGO, **settled, settled_at=LONG_AGO)
        await action(session, ana, **mine, kind="experiment", text="No meetings on Wednesdays", due_on=None)
        await action(session, wei, retro_id=theirs.id, created_at=NOW, text="Pay the night shift")
    return database


async def test_the_digest_counts_what_the_reader_may_see(company: Database) -> None:
    """Held, chosen, done and late within four weeks; the experiment by its words."""
    facts = await Digests(company, ShiftedClock(NOW)).facts("T1", "UANA")
    [section] = [one for one in facts.sections if one.part is Part.RETROS]
    month, tried = section.rows
    assert month == RetroMonth(held=1, chosen=2, done=1, late=1)
    assert isinstance(tried, Shown)
    assert tried.text == "No meetings on Wednesdays"
    theirs = await Digests(company, ShiftedClock(NOW)).facts("T1", "UWEI")
    [section] = [one for one in theirs.sections if one.part is Part.RETROS]
    assert section.rows[0] == RetroMonth(held=2, chosen=3, done=1, late=2)


async def test_in_a_channel_it_is_of_what_all_who_read_there_may_see(company: Database) -> None:
    """The private retro counts in its own channel alone."""
    async with company.reading("T1") as session:
        assert len(await retros_in(session, "CSALES")) == 1
        assert len(await retros_in(session, "CPLATFORM-LEADS")) == 2
