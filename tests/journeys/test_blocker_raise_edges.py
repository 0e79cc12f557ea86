"""What may go wrong where a blocker is raised: bad input, private and lost messages, two at once; and what is kept."""

import asyncio

import pytest
import sqlalchemy as sa

from bot.domain.forget import WORDS
from bot.slack import shortcuts
from models import Blocker, BlockerStep, Team
from tests.journeys.conftest import World
from tests.journeys.test_blocker import told
from tests.journeys.test_blocker_raise import NEEDS, ON_PLATFORM, PERSON, TEAM, kept, raises
from tests.journeys.test_people_deactivated import leave
from tests.journeys.test_sync_races import stored

pytestmark = pytest.mark.begins("Tue 10:00")

WHO, OWNER = "Or on somebody outside?", "Who looks after it here?"


async def test_what_cannot_be_raised_is_said_and_nothing_is_lost(company: World) -> None:
    """Nobody chosen, oneself, too long, outside without an owner, somebody who has left."""
    ben = company.persona("ben")
    await ben.command("/pmo blocker")

    async def refused(answers: dict[str, object]) -> str:
        [sentence] = (await ben.submit(answers)).values()
        return sentence

    assert (await refused({NEEDS: "Keys"})).startswith("Please choose whom you wait on")
    assert (await refused({PERSON: ["ben"]})).startswith("You cannot wait on yourself.")
    await leave(company, "chloe")
    assert (await refused({PERSON: ["chloe"]})).startswith("Chloe Lim has left")
    await ben.click("Somebody outside…", on="modal")
    assert "Keys" in str(ben.modal.blocks)
    assert (await refused({PERSON: [], WHO: "Acme"})).startswith("Please choose who looks after")
    assert (await refused({OWNER: "wei", NEEDS: "x" * 3001})).startswith("Must be at most 3000")
    assert await ben.submit({NEEDS: "x" * 3000}) == {}
    [one] = await stored(company, Blocker)
    assert (one.outside, len(one.needs)) == ("Acme", 3000)
    await company.at("Tue 10:05")
    assert "*Acme* is outside; you look after it here." in company.persona("wei").messages()[-1].words


async def test_a_long_message_of_a_private_place_comes_as_far_as_it_fits_and_keeps_its_link(company: World) -> None:
    """Its beginning stands in the form, which says so; others do not see the link."""
    ben, wei = company.persona("ben"), company.persona("wei")
    said = await ben.say("Keys " * 700)
    await ben.shortcut("Raise a blocker", said)
    form = ben.read_words(ben.modal)
    assert "only its beginning stands below; the link leads to all of it" in form
    assert "shown to you alone" in form
    assert await ben.submit({PERSON: ["wei"]}) == {}
    await ben.close()
    await company.at("Tue 10:05")
    assert "The message it came from" not in wei.messages()[-1].words
    assert "The message it came from" in kept(ben).words


async def test_messages_of_apps_and_such_as_are_gone_are_as_good(company: World) -> None:
    """Drumbeat's own question; one that was deleted while its menu was open, in a channel that Drumbeat is not in."""
    ana, ben = company.persona("ana"), company.persona("ben")
    await ana.shortcut("Raise a blocker", ana.messages()[0])
    assert await ana.submit(ON_PLATFORM) == {}
    said, general = await ben.say("Nobody answers here", "general"), company.slack.channel("general")
    gone = general.messages.pop(said.ts)
    await ben.client.shortcut(shortcuts.BLOCKER.callback_id, general, gone)
    await company.idle()
    assert await ben.submit({TEAM: ["Platform"]}) == {}
    assert [one.needs for one in await stored(company, Blocker)] == ["Staging keys", "Nobody answers here"]


async def test_a_form_sent_twice_and_two_people_at_once(company: World) -> None:
    """One blocker of one person, one each of two."""
    ben, aylin, wei = (company.persona(name) for name in ("ben", "aylin", "wei"))
    for who in (ben, aylin):
        await who.command("/pmo blocker")
        who.fill(ON_PLATFORM)
    await asyncio.gather(ben.submit(), ben.submit(), aylin.submit())
    await company.idle()
    assert len(await stored(company, Blocker)) == 2
    assert len(await stored(company, BlockerStep)) == 2
    await company.at("Tue 10:05")
    assert len(told(wei)) == 2
    await ben.close()
    await ben.command("/pmo blocker")
    refused = await ben.submit(ON_PLATFORM)
    assert list(refused.values()) == [
        "You wait on Platform for this already, since Tue 3 Mar, and it is open. Other words make it another one."
    ]


async def test_a_team_without_a_channel_is_told_through_its_lead(company: World) -> None:
    """Both who raised it and the lead read why."""
    ben, wei = company.persona("ben"), company.persona("wei")
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        await session.execute(sa.update(Team).where(Team.name == "Platform").values(channel_id=""))
    await raises(ben)
    assert "Wei Tan hears of this Tue 02:05, since Platform has no channel" in kept(ben).words
    await company.at("Tue 10:05")
    assert "You get this because Platform has no channel" in wei.messages()[-1].words


async def test_ones_data_has_it_and_erasing_takes_words_and_link_away(company: World) -> None:
    """Everywhere: in the database, in the team's message, in what Ben keeps."""
    ben, ana, wei = (company.persona(name) for name in ("ben", "ana", "wei"))
    said = await ana.say("The vault is sealed", "general")
    await ben.shortcut("Raise a blocker", said)
    assert await ben.submit({TEAM: ["Platform"]}) == {}
    await ben.close()
    await company.at("Tue 10:05")
    [shown] = await ben.command("/pmo my data")
    assert "blocker" in shown.words
    await ben.click("Erase my data", on=shown)
    assert await ben.submit({"typed": "erase"}) == {}
    await company.idle()
    [one] = await stored(company, Blocker)
    assert (one.needs, one.link) == (WORDS, "")
    assert all("vault" not in message.words for message in [*told(wei), *ben.messages()[1:]])
