"""Blockers that were made one, parted again: whoever still waits is never lost, and no promise is."""

import asyncio

import pytest
import sqlalchemy as sa

from bot.playground.persona import Persona
from models import AuditEntry, Blocker
from tests.factories.listening import Sending
from tests.journeys.conftest import World
from tests.journeys.test_blocker import KEYS, replies, tells, told
from tests.journeys.test_sync_races import stored

pytestmark = pytest.mark.begins("Tue 10:00")

LENAS = KEYS | {"What do you need from them?": "The keys to staging"}


async def both(company: World) -> tuple[Persona, Persona, Persona]:
    """Ana (first) and Lena wait on Platform, which has heard of both; with them Platform's lead."""
    ana, lena, wei = (company.persona(name) for name in ("ana", "lena", "wei"))
    await tells(ana)
    await tells(lena, LENAS)
    await company.at("Tue 10:05")
    return ana, lena, wei


async def made_one(company: World, wei: Persona, which: int, into: int) -> None:
    """Platform's lead says that one of the two (0, 1) is the same as the other."""
    rows = await stored(company, Blocker)
    await company.bot.parts.blocker_merging.merge(company.workspace_id, wei.id, rows[which].id, rows[into].id)
    await company.idle()


async def test_who_still_waits_is_not_lost_where_the_first_does_not_wait_any_more(company: World) -> None:
    """Ana's stood for Lena's; she takes it back, and Lena's stands for itself, with whoever took it."""
    ana, lena, wei = await both(company)
    await made_one(company, wei, which=1, into=0)
    await wei.click("Take it", on=told(wei)[0])
    await wei.submit()
    await company.idle()
    await tells(ana, {"Waiting on anyone?": []}, "Edit")
    await company.idle()
    [message] = told(wei)
    assert message.text == "Lena Fischer waits on Platform: The keys to staging"
    assert message.buttons == ["Change date", "Pass on", "Done"]
    listed = (await wei.command("/pmo blockers"))[-1].words
    assert "*1 open blocker*" in listed
    assert "Wei Tan took it" in listed
    await company.advance(company.instant("Mon 12:00"))
    assert [one.text for one in wei.messages() if "hoped for this" in one.text] == [
        "Mobile hoped for this by Fri 6 Mar: The keys to staging"
    ]
    await wei.click("Done", on=told(wei)[0])
    await company.idle()
    assert replies(lena)[-1].startswith("Wei Tan says it's done.")


async def test_one_that_was_passed_on_with_another_knows_where_it_went(company: World) -> None:
    """Lena takes hers back: the message of the team that passed both on can still be worded."""
    _, lena, wei = await both(company)
    await made_one(company, wei, which=1, into=0)
    await wei.click("Pass on", on=told(wei)[0])
    assert await wei.submit({"To which team?": "Growth", "Why?": "Growth has them."}) == {}
    await company.idle()
    await tells(lena, {"Waiting on anyone?": []}, "Edit")
    await company.idle()
    assert told(wei)[0].words.count("Wei Tan passed it on to Growth: Growth has them.") == 2
    assert "not needed any more" in told(company.persona("ben"), "growth")[0].words


async def test_what_was_promised_to_one_is_promised_to_both(company: World) -> None:
    """Wei took Lena's; made one with Ana's, which nobody took, his date holds, and he is reminded of it once."""
    ana, _, wei = await both(company)
    lenas = (await stored(company, Blocker))[1]
    await company.deliver(Sending(company, "wei").on_message("blocker_take", str(lenas.id)))
    await wei.submit()
    await company.idle()
    await made_one(company, wei, which=1, into=0)
    assert [one.state for one in await stored(company, Blocker)] == ["taken", "taken"]
    assert "Wei Tan took it, by Fri" in told(wei)[0].words
    assert "Wei Tan took it, by Fri" in ana.messages()[0].words
    assert [one.action for one in await stored(company, AuditEntry)][-1] == "blocker_merged"
    await company.advance(company.instant("Mon 12:00"))
    assert len([one for one in wei.messages() if "hoped for this" in one.text]) == 1


async def test_what_is_made_one_while_somebody_closes_it_is_closed_for_both(company: World) -> None:
    """Whoever pressed *Done* waits for the two to be made one, and then closes the one that stands for both."""
    _, _, wei = await both(company)
    first, second = [one.id for one in await stored(company, Blocker)]
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        await session.execute(sa.update(Blocker).where(Blocker.id == second).values(merged_into_id=first))
        closing = asyncio.create_task(company.bot.parts.blockers.done(company.workspace_id, wei.id, second))
        while not (closing.done() or await waits(company)):
            await asyncio.wait({closing}, timeout=0.01)
    await closing
    assert [one.state for one in await stored(company, Blocker)] == ["done", "done"]


async def waits(company: World) -> bool:
    """Whether somebody waits for a lock; on SQLite whoever writes second waits at the beginning."""
    database = company.bot.parts.database
    if database.is_sqlite:
        return True
    rows = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    async with database.engine.connect() as connection:
        return bool(await connection.scalar(sa.text(rows)))
