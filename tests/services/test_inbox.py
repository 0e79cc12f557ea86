"""Each event once, on both databases."""

import asyncio

import pytest

from bot.clock import ShiftedClock
from bot.db import Database
from bot.services.inbox import Inbox
from tests.factories.people import MONDAY, workspace


@pytest.fixture
def clock() -> ShiftedClock:
    return ShiftedClock(MONDAY)


@pytest.fixture
async def inbox(database: Database, clock: ShiftedClock) -> Inbox:
    """The inbox of two workspaces."""
    async with database.system_session() as session:
        await workspace(session, "T1")
        await workspace(session, "T2")
    return Inbox(database, clock)


async def test_an_event_is_taken_once_a_workspace(inbox: Inbox) -> None:
    """The same id a second time is not new; in another workspace it is another event."""
    assert [await inbox.first_time(*one) for one in (("T1", "Ev1"), ("T1", "Ev1"), ("T2", "Ev1"), ("T1", "Ev2"))] == [
        True,
        False,
        True,
        True,
    ]


async def test_of_two_at_the_same_time_one_is_taken(inbox: Inbox) -> None:
    """Slack may deliver an event over two connections at once."""
    taken = await asyncio.gather(*(inbox.first_time("T1", "Ev1") for _ in range(5)))
    assert sorted(taken) == [False] * 4 + [True]


async def test_an_unknown_workspace_has_no_inbox(inbox: Inbox) -> None:
    """Nothing of a workspace that never installed Drumbeat is written down."""
    assert not await inbox.first_time("T9", "Ev1")
