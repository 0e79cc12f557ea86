"""kill -9 while an announcement is planned and sent, and stopped in between: everybody has it once in the end."""

from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.app import build
from bot.domain.stakeholder import Source, SourceKind
from bot.engine.elsewhere import ElsewhereEngine
from bot.running import Bot
from bot.services.announcement_send import AnnouncementSending
from bot.settings import load
from models import Person
from tests.chaos.answering import Answering
from tests.chaos.conftest import Chaos
from tests.chaos.kills import SENDING, Reaper
from tests.chaos.stage import Stage, key_of, stage
from tests.chaos.waiting import until
from tests.factories import change as factory

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(900)]

HOWS = ("before", "accepted", "answered")
KEY = "announcement:"


@pytest.fixture
async def it(database_url: str, tmp_path: Path, chaos: Chaos) -> AsyncIterator[Stage]:
    """A company, at an hour at which nothing else is due."""
    async with stage(database_url, tmp_path, size=chaos.people, seed=chaos.seed) as found:
        yield found


@asynccontextmanager
async def beside(it: Stage) -> AsyncIterator[tuple[Bot, str]]:
    """Act on the same database as another process does; what is to be sent the running bot sends."""
    bot = build(load(dict(it.environ)), clock=it.clock, engine_for=ElsewhereEngine)
    try:
        yield bot, (await bot.slack.identity()).workspace_id
    finally:
        await bot.close()


async def act(it: Stage, what: Callable[[Any, str, str, int], Awaitable[Any]], announcement_id: int) -> None:
    """Let whoever signs the announcement send it, stop it, or go on with it."""
    signs = it.value("SELECT p.slack_id FROM person p JOIN announcement a ON a.author_id = p.id")
    async with beside(it) as (bot, workspace_id):
        await what(bot.parts.change.sending, workspace_id, signs, announcement_id)


async def written(it: Stage) -> int:
    """Write an announcement to everybody, signed by the first of them."""
    async with beside(it) as (bot, workspace_id), bot.parts.database.transaction(workspace_id) as session:
        signs = await session.get_one(Person, it.value("SELECT min(id) FROM person WHERE NOT is_bot"))
        change = await factory.change(session, signs)
        everyone = await factory.stakeholder_group(session, change, "All", [Source(SourceKind.EVERYONE)])
        row = await factory.announcement(session, signs, change, [everyone], must_read=True)
        return row.id


def told(it: Stage) -> Counter[str]:
    """How often each message of the announcement stands in somebody's conversation."""
    return Counter(key for one in it.posts() if (key := key_of(one)).startswith(KEY))


async def test_everybody_has_it_once_however_often_the_bot_dies(it: Stage, chaos: Chaos) -> None:
    """Around drawn posts, and stopped by whoever signs it while one of them was in flight."""
    bot = it.process()
    await bot.start()
    await it.connected()
    made = await written(it)
    await act(it, AnnouncementSending.go, made)
    reaper = Reaper(it, bot, Answering(it))
    deaths = 0
    for how in HOWS:
        deaths += await reaper.at_call(SENDING, it.draw.randint(1, 3), how)
    await act(it, AnnouncementSending.stop, made)
    await it.quiet()
    before = told(it)
    await it.quiet()
    assert told(it) == before, "nothing is sent of what was stopped"
    await act(it, AnnouncementSending.go_on, made)
    deaths += await reaper.at_call(SENDING, 1, it.draw.choice(HOWS))
    await until(lambda: not it.left(), within=120, what="all messages to be sent")
    people = it.value("SELECT count(*) FROM announcement_reader")
    assert people >= chaos.people - 2
    assert sorted(told(it).values()) == [1] * people
    assert it.value("SELECT count(*) FROM announcement_reader WHERE state <> 'told'") == 0
    assert deaths >= len(HOWS)
