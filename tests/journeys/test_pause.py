"""The PMO pauses everything: nobody is asked, everybody sees it, one press lets it go on."""

import pytest
import sqlalchemy as sa

from models import AuditEntry, Round
from tests.journeys.conftest import World


async def states(world: World) -> list[str]:
    """How the rounds stand, in their order."""
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        return list(await session.scalars(sa.select(Round.state).order_by(Round.local_date)))


def said(world: World, who: str) -> str:
    """What somebody was told last."""
    return world.persona(who).messages()[-1].words


async def test_everything_is_paused_from_the_home_tab_and_resumed_with_one_press(company: World) -> None:
    """Asks first, says what it does; the round of Tuesday does not take place and is shown as such."""
    mara, ana = company.persona("mara"), company.persona("ana")
    await mara.open_home()
    await mara.click("Pause everything", on="home")
    assert mara.modal is not None
    assert "Rounds that fall into the pause do not take place" in mara.read_words(mara.modal)
    assert await mara.submit({}) == {}
    assert "*Everything is paused*, by Mara Lindqvist" in mara.read_words(mara.modal)
    await mara.close()
    await company.at("Tue 20:00")
    assert ana.messages() == []
    assert await states(company) == ["missed"]
    home = await ana.open_home()
    assert home is not None
    assert "*Everything is paused by Mara Lindqvist*" in ana.read_words(home)
    [listed] = await ana.command("/pmo sync")
    assert "Tue 3 Mar did not take place: paused by Mara Lindqvist." in listed.words
    assert "Next: Tue 10 Mar does not take place: paused by Mara Lindqvist." in listed.words
    await ana.command("/pmo sync preview Weekly sync")
    assert ana.modal is not None
    assert "*Tue 10 Mar* does not take place" in ana.read_words(ana.modal)
    await mara.command("/pmo sync run Weekly sync")
    assert "Mara Lindqvist paused everything, so nobody was asked." in said(company, "mara")
    await mara.open_home()
    await mara.click("Resume everything", on="home")
    assert "paused" not in mara.read_words(await mara.open_home() or mara.home)
    await company.at("2026-03-10 10:30")
    assert len(ana.messages()) == 1 + 1  # what she asked for herself, and the question
    async with company.bot.parts.database.reading(company.workspace_id) as session:
        noted = await session.scalars(sa.select(AuditEntry.action).where(AuditEntry.subject == "workspace"))
        assert list(noted) == ["everything_paused", "everything_resumed"]


@pytest.mark.begins("Tue 10:00")
async def test_what_is_open_goes_on_and_a_pause_ends_by_itself(company: World) -> None:
    """Ben is asked eight hours later all the same, since his round is open; the next week takes place again."""
    mara, ben = company.persona("mara"), company.persona("ben")
    await mara.command("/pmo pause")
    assert "This day is not ahead." in (await mara.submit({"until": "2026-03-03"}))["until"]
    assert await mara.submit({"until": "2026-03-09"}) == {}
    assert mara.modal is not None
    assert "until Mon 00:00 your time: nobody is asked." in mara.read_words(mara.modal)
    await company.at("Tue 22:00")
    assert len(ben.messages()) == 1
    assert await states(company) == ["closed"]
    await company.at("2026-03-10 10:30")
    assert await states(company) == ["closed", "open"]
    [told] = await mara.command("/pmo resume")
    assert told.words.startswith("Nothing is paused")


async def test_only_the_pmo_pauses_and_two_at_once_pause_once(company: World) -> None:
    """Who may not is told who can; the second hears who did it."""
    mara, ana = company.persona("mara"), company.persona("ana")
    await ana.command("/pmo pause")
    assert "Pausing everything is for the PMO." in said(company, "ana")
    await mara.command("/pmo role @ana pmo")
    await company.idle()
    await ana.command("/pmo pause")
    await mara.command("/pmo pause")
    await mara.submit({})
    await ana.submit({})
    assert ana.modal is not None
    assert "Everything is paused already, by Mara Lindqvist" in ana.read_words(ana.modal)
    await ana.click("Resume everything", on="modal")
    assert "*Everything goes on.*" in ana.read_words(ana.modal)
