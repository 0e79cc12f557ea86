"""A tap on a pulse, and a few words, leave a trace in the box of answers and nowhere else."""

import pytest

from bot.playground.view_state import placed, plain
from models import ChangePulseAnswer
from tests.journeys.conftest import World
from tests.journeys.test_change_pulse import PEOPLE, affected, asked, begun
from tests.journeys.test_retro_box import everything
from tests.journeys.test_sync_races import stored

pytestmark = pytest.mark.begins("Tue 10:00")

BOX = {"change_pulse_answer"}
WORDS = "My team has had no time, says <!channel>"


async def choose(world: World, who: str, place: int, choice: str) -> None:
    """Let somebody tap what they say to the statement at `place`."""
    message, client = asked(world, who), world.persona(who).client
    button = [one for one in placed(message.blocks) if plain(one.element.get("text")) == choice][place]
    channel = world.slack.state.channels[message.channel]
    await client.press(channel.messages[message.ts], channel, button, None)
    await world.slack.settled()
    await world.idle()


async def test_taps_and_words_stand_in_the_box_alone(company: World, logged) -> None:
    """Whatever other table is looked at, before and after: nothing tells who answered, when or what."""
    await affected(company, {"Sales": PEOPLE})
    await begun(company)
    ana = company.persona("ana")
    before = await everything(company, but=BOX)
    logged.truncate(0)
    await choose(company, "ana", 0, "Mostly")
    await ana.click("Add a few words", on=asked(company, "ana"))
    assert "Sales" not in str(ana.modal.private_metadata)
    assert await ana.submit({"What helps, or what is in the way?": WORDS}) == {}
    await ana.close()
    await company.idle()
    assert await everything(company, but=BOX) == before
    assert "“I know why” · *Mostly*" in asked(company, "ana").words, "one tap, and it says so"
    [row] = await stored(company, ChangePulseAnswer)
    assert (row.scores, row.words) == ([4, None, None, None, None], WORDS)
    log = logged.getvalue()
    for never in (WORDS, "no time", row.voter, row.id):
        assert never not in log
