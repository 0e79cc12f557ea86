"""What is stored costs nothing: home tabs, lists and searches take SQLite the same steps with ten times the past."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.app import build
from bot.clock import ShiftedClock
from bot.db import Database
from bot.engine.inline import InlineEngine
from bot.engine.upsert import insert_rows
from bot.running import Bot
from bot.settings import load
from handlers.menu import answer
from handlers.place import Place
from models import Action, Blocker, Decision, Ritual, Round
from tests.factories import people, sync
from tests.factories.steps import steps
from tests.factories.team import team

YEAR, TEN_YEARS = 52, 520
A_WEEK = 10
"""Decisions, blockers and actions of a week."""
LONGER = 1.2
FIRST_ID = 1_000_000
"""Ids grow with time, as `new_id` makes them: those of the past are lower."""

Look = Callable[[Bot], Awaitable[object]]


def typed(words: str) -> Look:
    """Return what looks at the answer to words that Mara types."""

    async def look(bot: Bot) -> object:
        place = Place(workspace_id="T1", slack_id="UMARA", channel="C0", trigger="", url="")
        return await answer(bot.parts, place, words)

    return look


async def home(bot: Bot) -> object:
    """Look at Mara's home tab, with all that the PMO sees."""
    return await bot.parts.home.facts("T1", "UMARA")


LOOKS: dict[str, Look] = {"home": home} | {
    words: typed(words)
    for words in (
        "blockers",
        "decisions",
        "decisions open",
        "decisions move 515",
        "sync",
        "Ana",
        "release 515 moves",
        "released",
        "keys 515",
        "which keys",
        "pages 515",
    )
}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_ten_years_take_no_more_steps_than_one(database: Database, database_url: str) -> None:
    """Rounds, decisions, blockers and actions that are over are not gone through."""
    settings = {"SLACK_BOT_TOKEN": "xoxb-none", "SLACK_APP_TOKEN": "xapp-none", "DATABASE_URL": database_url}
    bot = build(load(settings), clock=ShiftedClock(sync.TUESDAY), engine_for=InlineEngine)
    took: dict[str, list[int]] = {what: [] for what in LOOKS}
    async with database.system_session() as session:
        await people.workspace(session)
    for first, last in ((1, YEAR), (YEAR + 1, TEN_YEARS)):
        await live_through(database, first, last)
        for what, look in LOOKS.items():
            with steps(bot.parts.database) as counted:
                assert await look(bot) is not None
            took[what].append(counted.count)
    await bot.close()
    assert {what: ten / one for what, (one, ten) in took.items() if ten > LONGER * one} == {}


async def live_through(database: Database, first: int, last: int) -> None:
    """Write the rounds, decisions, blockers and actions of the weeks `first` to `last` ago; all of them are over."""
    async with database.transaction("T1") as session:
        ana = await people.person(session, "Ana Sousa")
        payments = await team(session, "Payments", [ana] if first == 1 else [])
        weekly = await session.scalar(sa.select(Ritual)) or await sync.ritual(session, [payments])
        rounds, decisions, blockers, actions = [], [], [], []
        for ago in range(first, last + 1):
            at, here = sync.TUESDAY - timedelta(weeks=ago), {"workspace_id": "T1", "ritual_id": weekly.id}
            rounds.append(
                here
                | {"id": FIRST_ID - ago, "local_date": at.date(), "state": "closed", "questions": [], "created_at": at}
                | {"opens_at": at, "closes_at": at + timedelta(hours=12)}
            )
            numbers = range(ago * A_WEEK, (ago + 1) * A_WEEK)
            decisions += [decided(here, ana.id, number, at) for number in numbers]
            over: dict[str, Any] = {"state": "done", "since": at, "told_at": at, "closed_at": at}
            on = {"team_id": payments.id, "raiser_id": ana.id}
            blockers += [here | {"id": FIRST_ID - one, "needs": f"Keys {one}"} | on | over for one in numbers]
            actions += [promised(ana.id, number, at) for number in numbers]
        for model, rows in ((Round, rounds), (Decision, decisions), (Blocker, blockers), (Action, actions)):
            await session.execute(insert_rows(session, model, rows))


def decided(here: dict[str, Any], person_id: int, number: int, at: Any) -> dict[str, Any]:
    """Return the row of something that was decided."""
    by = {"raised_by_id": person_id, "owner_id": person_id, "settled_by_id": person_id}
    words = {"question": f"Do we move release {number}?", "outcome": f"Release {number} moves by a week."}
    return here | by | words | {"id": FIRST_ID - number, "state": "decided", "raised_at": at, "settled_at": at}


def promised(person_id: int, number: int, at: Any) -> dict[str, Any]:
    """Return the row of something that was promised and done."""
    by = {"owner_id": person_id, "given_by_id": person_id, "raised_by_id": person_id, "settled_by_id": person_id}
    done = {"state": "done", "effect": "Nobody asks.", "created_at": at, "settled_at": at}
    return {"workspace_id": "T1", "id": FIRST_ID - number, "text": f"Write page {number}"} | by | done
