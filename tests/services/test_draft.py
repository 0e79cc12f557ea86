"""Drafts survive between the steps of a form; two fields that report at once make one draft."""

import asyncio

import sqlalchemy as sa

from bot.clock import ShiftedClock
from bot.db import Database
from bot.services.draft import Drafts
from models import Draft
from tests.factories.people import MONDAY, person, workspace


async def test_a_draft_is_kept_found_and_dropped(database: Database):
    """One a person and kind; keeping it again replaces what was in it."""
    drafts = Drafts(ShiftedClock(MONDAY))
    async with database.transaction("T1") as session:
        await workspace(session)
        ana, ben = await person(session), await person(session, "Ben Carter")
        await drafts.keep(session, ana.id, "sync", {"name": "One"})
        await drafts.keep(session, ana.id, "sync", {"name": "Two"})
        await drafts.keep(session, ana.id, "sync:7", {"name": "Seven"})
        await drafts.keep(session, ben.id, "sync:7", {"name": "Other"})
    async with database.transaction("T1") as session:
        kept = await drafts.find(session, ana.id, "sync")
        assert kept is not None
        assert (kept.values, kept.updated_at) == ({"name": "Two"}, MONDAY)
        await drafts.drop(session, ana.id, "sync")
        await drafts.drop_all(session, "sync:7")
    async with database.reading("T1") as session:
        assert list(await session.scalars(sa.select(Draft))) == []


async def test_two_first_drafts_at_once_make_one(database: Database):
    """Neither fails; the later one counts."""
    drafts = Drafts(ShiftedClock(MONDAY))
    async with database.transaction("T1") as session:
        await workspace(session)
        ana = await person(session)

    async def keep(name: str) -> None:
        async with database.transaction("T1") as session:
            await drafts.keep(session, ana.id, "sync", {"name": name})

    await asyncio.gather(keep("One"), keep("Two"))
    async with database.reading("T1") as session:
        (found,) = await session.scalars(sa.select(Draft))
    assert found.values["name"] in {"One", "Two"}
