"""Somebody leaves who took a blocker, or on whom one waits: it is not lost, and who waits hears why."""

import pytest
import sqlalchemy as sa

from models import Blocker, Team
from tests.journeys.conftest import World
from tests.journeys.test_blocker import KEYS, replies, tells, told
from tests.journeys.test_people_deactivated import leave
from tests.journeys.test_sync_races import stored

pytestmark = pytest.mark.begins("Tue 10:00")


async def test_what_somebody_took_who_leaves_is_open_again(company: World) -> None:
    """Their team reads it once more, who waits hears why; the nightly comparison says nothing twice."""
    ana, wei, priya = (company.persona(name) for name in ("ana", "wei", "priya"))
    await tells(ana)
    await company.at("Tue 10:05")
    await wei.click("Take it", on=told(priya)[0])
    assert await wei.submit() == {}
    await company.at("Tue 11:00")
    await leave(company, "wei")
    [message] = told(priya)
    assert message.buttons == ["Take it", "Pass on", "Done"]
    assert "not taken yet" in message.words
    [again] = priya.thread("platform", message.ts)[1:]
    assert again.text == "Ana Sousa waits on Platform: Staging keys · by Thursday"
    assert replies(ana)[1].startswith("Wei Tan has left, so this is open again. *Platform* know by now")
    [blocker] = await stored(company, Blocker)
    assert (blocker.state, blocker.owner_id, blocker.due_on) == ("open", None, None)
    await company.at("Wed 05:00")
    assert len(replies(ana)) == 2
    await priya.click("Take it", on=told(priya)[0])
    assert await priya.submit() == {}
    await company.idle()
    assert "Priya Nair took it" in ana.messages()[0].words


async def test_what_waits_on_somebody_who_leaves_goes_to_their_team(company: World) -> None:
    """Passed on to Wei alone, it waits on Platform once he has left, unless that is who waits."""
    ana, wei, priya = (company.persona(name) for name in ("ana", "wei", "priya"))
    await tells(ana)
    await company.at("Tue 10:05")
    await priya.click("Pass on", on=told(priya)[0])
    assert await priya.submit({"Or to whom?": "wei", "Why?": "Wei has them."}) == {}
    await company.idle()
    assert any("Ana Sousa waits on you" in one.text for one in wei.messages())
    await company.at("Tue 11:00")
    await leave(company, "wei")
    assert replies(ana)[-1].startswith("Wei Tan has left, so this waits on *Platform* from now on")
    [message] = told(priya)
    assert "Take it" in message.buttons
    assert priya.thread("platform", message.ts)[1:] != []


async def test_where_their_team_is_who_waits_the_pmo_gets_it(company: World) -> None:
    """Nobody can wait on themselves; Mara gets it with the same buttons."""
    ana, wei, mara = (company.persona(name) for name in ("ana", "wei", "mara"))
    await tells(ana)
    await company.at("Tue 10:05")
    await wei.click("Pass on", on=told(wei)[0])
    assert await wei.submit({"Or to whom?": "tiago", "Why?": "Tiago has them."}) == {}
    await company.idle()
    await leave(company, "tiago")
    [message] = [one for one in mara.messages() if "waits on you" in one.text]
    assert message.buttons == ["Take it", "Pass on", "Done"]
    assert "has left, so this waits on *Mara Lindqvist*" in replies(ana)[-1]
    assert KEYS["What do you need from them?"].splitlines()[0] in message.words


async def test_where_their_team_was_archived_the_pmo_gets_it(company: World) -> None:
    """Nobody reads what waits on an archived team."""
    ana, priya = company.persona("ana"), company.persona("priya")
    await tells(ana)
    await company.at("Tue 10:05")
    await priya.click("Pass on", on=told(priya)[0])
    assert await priya.submit({"Or to whom?": "wei", "Why?": "Wei has them."}) == {}
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        await session.execute(
            sa.update(Team).where(Team.name == "Platform").values(archived_at=company.bot.parts.clock.now())
        )
    await leave(company, "wei")
    assert replies(ana)[-1].startswith("Wei Tan has left, so this waits on *Mara Lindqvist* from now on")
