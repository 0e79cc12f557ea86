"""What whoever signed an announcement sees of it stays true after it was sent, at the cost of few updates."""

import pytest

from bot.errors import UserError
from bot.services.announcement_message import progress_key
from models import Delivery
from tests.factories.announced import announced, drafted, go
from tests.journeys.conftest import World
from tests.journeys.test_announcement_send import TITLE, got
from tests.journeys.test_sync_races import stored


async def shown(world: World, made: int) -> tuple[str, int]:
    """Return what stands in Mara's message about an announcement, and how often that was to change."""
    key = progress_key(made)
    [row] = await stored(world, Delivery, Delivery.key == key)
    [message] = [one for one in world.persona("mara").messages() if one.ts == row.ts]
    return message.words, row.wanted


async def test_who_gets_it_with_another_message_counts_once_they_have_it(company: World) -> None:
    """Jonas was told something today and gets it tomorrow: the figures follow, and nothing is updated in between."""
    await company.at("Mon 10:00")
    first = await drafted(company, {"All": ["jonas"]}, must_read=True, title="First of all")
    await go(company, first)
    made = await drafted(company, {"Others": ["jonas", "ana"]}, of="Another change")
    await go(company, made)
    await company.at("Mon 12:00")
    assert (await announced(company, made)).state == "sent"
    assert (len(got(company, "ana")), len(got(company, "jonas"))) == (1, 0)
    words, before = await shown(company, made)
    assert TITLE in words
    assert "1 of 2 people has it" in words
    await company.at("Tue 08:30")
    words, after = await shown(company, made)
    assert "1 of 2 people has it" in words
    assert after == before, "nobody has got it since"
    await company.at("Tue 18:00")
    assert len(got(company, "jonas")) == 1
    words, after = await shown(company, made)
    assert "has it" not in words
    assert after == before + 1
    await company.at("Fri 12:00")
    assert (await shown(company, made))[1] == after, "nobody is left"


async def test_what_some_are_yet_to_get_is_stopped_although_all_others_have_it(company: World) -> None:
    """Jonas has had his message of the day, Wei is away: Mara stops it, and they get it once it goes on, once each."""
    await company.at("Mon 10:00")
    await company.persona("wei").command("/pmo away today")
    first = await drafted(company, {"All": ["jonas"]}, must_read=True, title="First of all")
    await go(company, first)
    made = await drafted(company, {"Others": ["jonas", "ana", "wei"]}, of="Another change")
    await go(company, made)
    await company.at("Mon 12:00")
    assert (await announced(company, made)).state == "sent"
    mara = company.persona("mara")
    [progress] = [one for one in mara.messages() if TITLE in one.words]
    assert "1 of 3 people has it" in progress.words
    await mara.click("Stop sending", on=progress)
    await company.idle()
    await company.at("Wed 18:00")
    assert [len(got(company, who)) for who in ("ana", "jonas", "wei")] == [1, 0, 0]
    [progress] = [one for one in mara.messages() if one.ts == progress.ts]
    assert "Stopped. 1 of 3 people has it, and keeps it." in progress.words
    assert "away" not in progress.words, "nobody gets it on their next working day now"
    await mara.click("Open it", on=progress)
    assert TITLE in mara.read_words(mara.modal)
    await mara.click("Go on", on=progress)
    await company.idle()
    await company.at("Fri 18:00")
    assert [len(got(company, who)) for who in ("ana", "jonas", "wei")] == [1, 1, 1]
    assert "has it" not in (await shown(company, made))[0]
    with pytest.raises(UserError, match="nothing to stop"):
        await company.bot.parts.change.sending.stop(company.workspace_id, mara.id, made)
