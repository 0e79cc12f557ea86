"""Away dates that are sent twice at the same moment, by a double click or through two processes: noted once."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from bot.domain.away import Source
from bot.errors import UserError
from bot.ids import new_id
from bot.services.away_status import AwayStatuses
from bot.slack.gateway import SlackPerson
from models import Away
from tests.journeys.conftest import World

pytestmark = pytest.mark.begins("Tue 10:00")

TUESDAY, THURSDAY = date(2026, 3, 3), date(2026, 3, 5)


async def noted(company: World) -> list[tuple[date, date | None]]:
    """All away dates of the company."""
    async with company.bot.parts.database.reading(company.workspace_id) as session:
        rows = await session.scalars(sa.select(Away).order_by(Away.first, Away.id))
        return [(one.first, one.last) for one in rows]


async def on_leave(company: World) -> list[SlackPerson]:
    """Everybody, with a status that says that they are on leave."""
    slack = await company.bot.parts.slack_for(company.workspace_id)
    return [replace(one, status="On leave", status_until=0) async for one in slack.people() if not one.is_bot]


def statuses(company: World) -> AwayStatuses:
    """What keeps away dates in step with statuses."""
    bot = company.bot.parts
    return AwayStatuses(bot.database, company.clock, bot.rounds)


async def test_the_same_dates_sent_twice_are_noted_once(company: World) -> None:
    """The second is told so, as where it comes a minute later."""
    aways, ana = company.bot.parts.aways, company.persona("ana")
    sent = (aways.add(company.workspace_id, ana.id, TUESDAY, THURSDAY) for _ in range(3))
    done = await asyncio.gather(*sent, return_exceptions=True)
    assert sorted(isinstance(one, UserError) for one in done) == [False, True, True]
    assert await noted(company) == [(TUESDAY, THURSDAY)]


async def test_coming_back_twice_leaves_the_days_before_once(company: World) -> None:
    """Ana was away since Sunday, and is back on Tuesday: what was remains, once."""
    aways, ana = company.bot.parts.aways, company.persona("ana")
    await aways.add(company.workspace_id, ana.id, date(2026, 3, 1), THURSDAY)
    done = await asyncio.gather(*(aways.back(company.workspace_id, ana.id) for _ in range(3)), return_exceptions=True)
    assert sorted(isinstance(one, UserError) for one in done) == [False, True, True]
    assert await noted(company) == [(date(2026, 3, 1), date(2026, 3, 2))]


async def test_two_processes_that_hear_of_the_same_statuses_note_them_once(company: World) -> None:
    """In whatever order they hear of people, neither fails."""
    everybody = await on_leave(company)
    one = statuses(company)
    told: list[Sequence[SlackPerson]] = [everybody, everybody[::-1], everybody[:1]]
    await asyncio.gather(*(one.told(company.workspace_id, people) for people in told))
    assert await noted(company) == [(TUESDAY, None)] * len(everybody)


async def test_a_status_noted_twice_ends_as_one(company: World) -> None:
    """Where there was no sync, nothing made the second process wait: a cleared status ends both."""
    first = (await on_leave(company))[:1]
    await statuses(company).told(company.workspace_id, first)
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        [row] = await session.scalars(sa.select(Away))
        session.add(Away(id=new_id(), person_id=row.person_id, first=TUESDAY, source=Source.STATUS))
    await statuses(company).told(company.workspace_id, [replace(first[0], status="")])
    assert await noted(company) == []
