"""A team's channel is archived: what waits on the team is not lost with it."""

import pytest

from bot.playground.persona import Persona
from tests.journeys.conftest import World
from tests.journeys.test_blocker import KEYS, replies, tells, told
from tests.journeys.test_blocker_raise import kept, raises
from tests.journeys.test_team import edit

pytestmark = pytest.mark.begins("Tue 10:00")


async def archive(world: World, channel: str = "platform") -> None:
    """Somebody archives a channel in Slack."""
    await world.slack.members.archive(world.slack.channel(channel), by=world.persona("mara").id)
    await world.idle()


async def moves(world: World, channel: str = "growth") -> Persona:
    """The PMO gives Platform another channel."""
    mara = await edit(world, "mara", "Platform")
    assert await mara.submit({"Channel": channel}) == {}
    await world.idle()
    return mara


async def test_what_waits_on_a_team_is_told_anew_in_its_next_channel(company: World) -> None:
    """Once, with its buttons; it is taken there, and who waits hears of it."""
    ana, wei = company.persona("ana"), company.persona("wei")
    await tells(ana)
    await company.at("Tue 10:05")
    await archive(company)
    await company.at("Tue 11:00")
    await moves(company)
    [message] = told(ana, "growth")
    assert "*Payments* waits on *Platform*" in message.words
    assert message.buttons == ["Take it", "Pass on", "Done"]
    await wei.click("Take it", on=message)
    assert await wei.submit() == {}
    await company.idle()
    [message] = told(ana, "growth")
    assert "Wei Tan took it" in message.words
    assert "Wei Tan" in replies(ana)[-1]
    await moves(company, "mobile")
    assert told(company.persona("mara"), "mobile") == []


async def test_who_waits_since_reaches_whoever_stands_in(company: World) -> None:
    """What grew in the lost channel is told to the team's lead, with what waited before."""
    ana, ben, wei = (company.persona(name) for name in ("ana", "ben", "wei"))
    await tells(ana)
    await company.at("Tue 10:05")
    await archive(company)
    await company.at("Tue 18:00")
    await tells(ben, KEYS | {"What do you need from them?": "A quota"})
    await company.at("Tue 18:05")
    [message] = [one for one in wei.messages() if "waits on" in one.text or "wait on" in one.text]
    assert "Staging keys" in message.words
    assert "A quota" in message.words
    assert "You get this because Platform has no channel" in message.words


async def test_who_raised_it_reads_that_nobody_reads_it_there(company: World) -> None:
    """Until the channel is back, or the team has another one."""
    ben = company.persona("ben")
    await raises(ben)
    await company.at("Tue 10:05")
    await archive(company)
    assert "it was told in #platform, where it cannot be read any more" in kept(ben).words
    await moves(company)
    assert "cannot be read" not in kept(ben).words
    [message] = told(ben, "growth")
    assert "Staging keys" in message.words


async def test_who_said_it_in_an_update_reads_that_too(company: World) -> None:
    """In the message with the update, by an edit: until it is taken, the channel is back, or there is another one."""
    ana, mara, wei = (company.persona(one) for one in ("ana", "mara", "wei"))
    await tells(ana)
    await company.at("Tue 10:05")
    before = ana.messages()
    await archive(company)
    [now] = [one for one in ana.messages() if "Waiting on" in one.words]
    assert "not taken yet; it was told in #platform, where it cannot be read any more" in now.words
    assert "Once Platform has another channel it is told there" in now.words
    assert [one.ts for one in ana.messages()] == [one.ts for one in before]
    await company.slack.members.unarchive(company.slack.channel("platform"), by=mara.id)
    await company.idle()
    assert not any("cannot be read" in one.words for one in ana.messages())
    await archive(company)
    await moves(company)
    assert not any("cannot be read" in one.words for one in ana.messages())
    await wei.click("Take it", on=told(ana, "growth")[-1])
    assert await wei.submit() == {}
    await archive(company, "growth")
    assert not any("cannot be read" in one.words for one in ana.messages())


async def test_a_channel_that_comes_back_is_read_again(company: World) -> None:
    """Nothing is told twice."""
    ben, mara = company.persona("ben"), company.persona("mara")
    await raises(ben)
    await company.at("Tue 10:05")
    await archive(company)
    await company.slack.members.unarchive(company.slack.channel("platform"), by=mara.id)
    await company.idle()
    assert "cannot be read" not in kept(ben).words
    await moves(company)
    assert told(ben, "growth") == []
