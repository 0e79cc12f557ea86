"""Messages that belong to no row any more, after a restore or after their time: none passes for a new one."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot import backup
from bot.db import async_url
from bot.domain.retention import Keeping
from bot.errors import SlackUnavailable
from bot.playground.persona import Persona
from bot.slack.web import WebSlack
from models import Delivery, Prompt, Ritual, Round
from tests.journeys.conftest import World
from tests.journeys.test_restart import all_sent, standing, start_again, stop  # noqa: F401 (a fixture)
from tests.journeys.test_sync_races import stored

FORTNIGHT = Keeping(answers=14, messages=90, drafts=90, audit=730, work=7)


@pytest.fixture
async def copy_url(database_url: str, tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[str]:
    """The URL of a backup of the database as it is when the test begins."""
    url = async_url(database_url)
    if url.get_backend_name() == "sqlite":
        copy = tmp_path / "monday.db"
        backup.backup(url, copy)
        yield f"sqlite:///{copy}"
    else:
        server = request.getfixturevalue("postgres")
        name = server.create_database(url.database)
        yield server.url(name)
        server.drop_database(name)


async def ask_in_vain(world: World, monkeypatch: pytest.MonkeyPatch, who: Persona, moment: str) -> None:
    """Let time pass; the first post to somebody ends in doubt, and Slack never had it."""
    post = WebSlack.post
    lost: list[str] = []

    async def lose_the_first(slack: WebSlack, target: str, *given: Any, **named: Any) -> Any:
        if target == who.id and not lost:
            lost.append(target)
            raise SlackUnavailable("chat.postMessage: no answer", accepted_unknown=True)
        return await post(slack, target, *given, **named)

    monkeypatch.setattr(WebSlack, "post", lose_the_first)
    await world.at(moment)
    await all_sent(world)
    assert lost == [who.id]


async def press_in_vain(world: World, who: Persona) -> None:
    """Press the first button of the first message, whose row is gone: a sentence, and nothing else."""
    old = who.messages()[0]
    before = [(one.id, one.state) for one in await stored(world, Prompt)]
    await who.click(old.buttons[0], on=old)
    await world.idle()
    assert who.modal is None
    assert "Drumbeat does not have this update any more" in who.messages()[-1].words
    assert [(one.id, one.state) for one in await stored(world, Prompt)] == before


async def test_after_a_restore_a_message_from_before_is_not_taken_for_the_new_one(
    copy_url: str,
    standing: World,  # noqa: F811 (the fixture)
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Monday's backup knows nothing of Tuesday's round; the next one is asked for all the same."""
    ana = standing.persona("ana")
    await standing.at("Tue 18:00")
    [old] = ana.messages()
    await stop(standing)
    standing.clock.move_to(standing.instant("Thu 10:00"))
    await start_again(standing, database_url=copy_url)
    await standing.idle()
    await ask_in_vain(standing, monkeypatch, ana, "2026-03-10 10:00")
    asked = await stored(standing, Delivery, Delivery.kind == "sync_prompt", Delivery.target == ana.id)
    assert [(one.state, one.ts != old.ts) for one in asked] == [("sent", True)]
    assert [one.ts for one in ana.messages()] == [old.ts, asked[0].ts]
    await press_in_vain(standing, ana)


async def test_after_its_time_a_message_is_not_taken_for_the_new_one(
    company: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All rounds are deleted before the next one comes, and with them every id that a database might give again."""
    company.bot.retention._keeping = FORTNIGHT
    ana = company.persona("ana")
    await company.at("Tue 18:00")
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        await session.execute(sa.update(Ritual).values(rrule="FREQ=WEEKLY;INTERVAL=4;BYDAY=TU"))
        for ritual in await session.scalars(sa.select(Ritual)):
            await company.bot.parts.rounds.schedule(session, ritual)
    await company.at("2026-03-29 10:00")
    assert await stored(company, Round) == []
    await ask_in_vain(company, monkeypatch, ana, "2026-03-31 10:00")
    assert len(ana.messages()) == 2
    await press_in_vain(company, ana)
