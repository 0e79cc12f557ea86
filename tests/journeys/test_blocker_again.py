"""A blocker that waits on the same people once more: an edit notifies nobody, so that a reply says so."""

import pytest

from bot.playground.persona import Persona
from tests.journeys.conftest import World
from tests.journeys.test_blocker import tells, told

pytestmark = pytest.mark.begins("Tue 10:00")

AGAIN = "*Payments* is waiting for this again:"


async def test_they_hear_where_who_waits_opens_it_again_and_nothing_where_they_do_themselves(company: World) -> None:
    """Wei takes his own *Done* back unheard; Ana's *Reopen* comes as a reply in Platform's channel."""
    ana, wei = company.persona("ana"), company.persona("wei")
    await tells(ana)
    await company.at("Tue 10:05")
    await company.at("Tue 12:00")
    for who, heard in ((wei, 0), (ana, 1), (ana, 2)):
        await wei.click("Done", on=told(wei)[0])
        await company.idle()
        await who.click("Reopen", on=told(who)[0])
        await company.idle()
        assert [one.startswith(AGAIN) for one in below(wei, "platform")] == [True] * heard


async def test_a_team_that_it_is_passed_back_to_hears_of_it_each_time(company: World) -> None:
    """Twice to Growth and twice back; the first time in a message of its own."""
    ana, ben, wei = (company.persona(name) for name in ("ana", "ben", "wei"))
    await tells(ana)
    await company.at("Tue 10:05")
    for hour in (11, 13):
        for minute, who, channel, to in ((0, wei, "platform", "Growth"), (30, ben, "growth", "Platform")):
            await company.at(f"Tue {hour}:{minute:02}")
            await who.click("Pass on", on=told(who, channel)[0])
            assert await who.submit({"To which team?": to, "Why?": "They have them."}) == {}
            await company.idle()
    assert [one.startswith(AGAIN) for one in below(wei, "platform")] == [True, True]
    assert [one.startswith(AGAIN) for one in below(ben, "growth")] == [True]


def below(who: Persona, channel: str) -> list[str]:
    """What stands below the message of the round in a channel."""
    return [one.words for one in who.thread(channel, told(who, channel)[0].ts)[1:]]
