"""What somebody was asked about an announcement says what happened once it is not to be answered any more."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.playground.seen import SeenMessage
from models import Change, ChangeLoadAsk
from tests.journeys.conftest import World
from tests.journeys.test_announcement_sign import asked, asking
from tests.journeys.test_change_load import overloaded, refused
from tests.journeys.test_sync_races import stored

pytestmark = pytest.mark.begins("Tue 10:00")

TITLE = "Sales joins the product teams"


def of_it(world: World, who: str, what: str = TITLE) -> SeenMessage:
    """Return the one message to somebody that asks, or asked, about it; None of its words are buttons then."""
    [found] = [one for one in world.persona(who).messages("dm") if what in one.words]
    return found


async def test_a_dropped_one_is_not_signed(company: World) -> None:
    """Whoever was asked reads that it goes to nobody."""
    await asked(company)
    mara = company.persona("mara")
    [page] = await mara.command("/pmo announce list")
    await mara.click("Go on", on=page)
    await mara.click("Drop it")
    await company.idle()
    seen = of_it(company, "ben")
    assert "by Mara Lindqvist was dropped: it goes to nobody" in seen.words
    assert seen.buttons == []


async def test_one_of_a_stopped_change_is_not_signed(company: World) -> None:
    """It names the change; taken up again it waits, and asked again they hear it in a reply."""
    await asked(company)
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        await session.execute(sa.update(Change).values(state="announced"))
    await company.advance(timedelta(minutes=1))
    mara, ben = company.persona("mara"), company.persona("ben")
    [page] = await mara.command("/pmo change product teams")
    await mara.click("Stop change", on=page)
    assert await mara.submit({"Why?": "The pilot failed."}) == {}
    await mara.close()
    await company.idle()
    seen = of_it(company, "ben")
    assert "“Product teams” was stopped, so that" in seen.words
    assert seen.buttons == []
    [page] = await mara.command("/pmo change product teams")
    await mara.click("Take it up again", on=page)
    await company.idle()
    assert "You are asked again before it goes." in of_it(company, "ben").words
    [page] = await mara.command("/pmo announce list")
    await mara.click("Go on", on=page)
    await mara.submit()
    assert await mara.submit() == {}
    await company.idle()
    [reply] = ben.thread("dm", seen.ts)[1:]
    assert f"asks you again to sign “{TITLE}”" in reply.words
    assert reply.buttons == ["Read and sign", "Ask for a change"]
    await ben.click("Read and sign", on=reply)
    assert await ben.submit() == {}
    await company.idle()
    assert all("You have signed" in one.words for one in ben.thread("dm", seen.ts))


async def test_whoever_is_asked_still_is_not_told_so_again(company: World) -> None:
    """The author presses once more while they wait."""
    await asked(company)
    mara, ben = company.persona("mara"), company.persona("ben")
    [page] = await mara.command("/pmo announce list")
    await mara.click("Go on", on=page)
    await mara.submit()
    await mara.submit()
    await company.idle()
    [message] = asking(company, "ben")
    assert len(ben.thread("dm", message.ts)) == 1


async def test_whoever_was_taken_off_and_is_asked_again_hears_it(company: World) -> None:
    """The question loses its buttons meanwhile; whoever has signed already keeps that."""
    await asked(company, ["ben", "wei"])
    mara, ben, wei = (company.persona(who) for who in ("mara", "ben", "wei"))
    await wei.click("Read and sign", on=asking(company, "wei")[0])
    assert await wei.submit() == {}
    [page] = await mara.command("/pmo announce list")
    await mara.click("Go on", on=page)
    await mara.click("Choose co-signers")
    assert await mara.submit({"Who signs before it goes?": ["wei"]}) == {}
    await company.idle()
    seen = of_it(company, "ben")
    assert "does not wait for your signature any more" in seen.words
    assert seen.buttons == []
    assert "You have signed" in of_it(company, "wei").words
    await mara.click("Choose co-signers")
    assert await mara.submit({"Who signs before it goes?": ["ben", "wei"]}) == {}
    await mara.submit()
    assert await mara.submit() == {}
    await company.idle()
    assert len(ben.thread("dm", seen.ts)) == 2
    assert len(wei.thread("dm", of_it(company, "wei").ts)) == 1


async def test_what_goes_with_a_deleted_draft_is_not_signed(company: World) -> None:
    """Nothing is left of its title to name."""
    await asked(company)
    mara = company.persona("mara")
    was = of_it(company, "ben")
    [page] = await mara.command("/pmo change product teams")
    await mara.click("Delete draft", on=page)
    await company.idle()
    seen = of_it(company, "ben", "The draft that you were asked to sign was deleted")
    assert (seen.ts, seen.buttons) == (was.ts, [])


@pytest.mark.parametrize("how", ["Drop it", "Stop change", "Delete draft"])
async def test_nobody_decides_whether_what_goes_nowhere_may_go(company: World, how: str) -> None:
    """The question to whoever stands for it loses its buttons, and says why."""
    made = await overloaded(company)
    await refused(company, made)
    await company.advance(timedelta(minutes=1))
    mara = company.persona("mara")
    [was] = [one for one in company.persona("ben").messages() if "[Let it go]" in one.words]
    if how == "Delete draft":
        async with company.bot.parts.database.transaction(company.workspace_id) as session:
            await session.execute(sa.update(Change).values(state="draft"))
    if how == "Drop it":
        await company.bot.parts.change.states.drop(company.workspace_id, mara.id, made)
    else:
        [page] = await mara.command("/pmo change shift")
        await mara.click(how, on=page)
    if how == "Stop change":
        assert await mara.submit({"Why?": "The pilot failed."}) == {}
    await company.idle()
    said = {
        "Drop it": "was dropped: it goes to nobody",
        "Stop change": "“The shift to product teams” was stopped, so that",
        "Delete draft": "The draft that waited for your word was deleted",
    }
    [seen] = [one for one in company.persona("ben").messages() if one.ts == was.ts]
    assert said[how] in seen.words
    assert seen.buttons == []
    left = [] if how == "Delete draft" else ["declined"]
    assert [one.state for one in await stored(company, ChangeLoadAsk)] == left
