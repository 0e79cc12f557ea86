"""Whoever says that a page is out of date hears once what came of it, where they may still read the page."""

from datetime import timedelta

import pytest

from bot.playground.persona import Persona
from bot.playground.seen import SeenMessage
from models import Channel, Playbook
from tests.journeys.conftest import World
from tests.journeys.test_people_deactivated import leave
from tests.journeys.test_playbook import SHIPPING, press, write
from tests.journeys.test_playbook_found import change, kinds
from tests.journeys.test_playbook_import import bring_in
from tests.journeys.test_sync_races import stored

MENDED = "playbook_mended"


async def complain(world: World, who: str, words: str = "Tuesdays are gone.") -> None:
    """Let a reader of the one page say what is out of date."""
    persona = world.persona(who)
    [page] = await stored(world, Playbook)
    [found] = await persona.command("/pmo playbook tuesdays")
    await press(persona, found, str(page.id), "playbook_outdated")
    assert "You hear what comes of it." in persona.read_words(persona.modal)
    assert await persona.submit({"What is out of date?": words}) == {}
    await persona.close()
    await world.advance(timedelta(minutes=1))


async def edit(world: World, who: str, body: str) -> None:
    """Let somebody write the one page anew."""
    persona = world.persona(who)
    [found] = await persona.command("/pmo playbook ship")
    await persona.click("Read page", on=found)
    await persona.click("Edit page")
    assert await persona.submit({"What does it say?": body}) == {}
    await persona.close()
    await world.idle()


def told(persona: Persona) -> list[SeenMessage]:
    """Return what a reader heard of what they had found out of date."""
    return [one for one in persona.messages() if "found" in one.words and "out of date" in one.words]


async def test_an_edit_tells_whoever_found_the_page_out_of_date(company: World) -> None:
    """Once, with their words and the page a press away, not who edits; the next edit says nothing more."""
    await company.at("Mon 09:30")
    await write(company, "ana", "How we ship")
    for who, words in (("rui", "Tuesdays are gone."), ("ines", ""), ("mara", "It is Monday.")):
        await complain(company, who, words)
    await edit(company, "mara", SHIPPING.replace("Tuesdays", "Mondays"))
    rui, ines, mara = (company.persona(one) for one in ("rui", "ines", "mara"))
    [heard] = told(rui)
    assert "*Mara Lindqvist* has changed *How we ship*." in heard.words
    assert "You had found it out of date:\n> Tuesdays are gone." in heard.words.replace("&gt;", ">")
    await rui.click("Read page", on=heard)
    assert "On Mondays" in rui.read_words(rui.modal)
    [heard] = told(ines)
    assert "You had found it out of date." in heard.words
    assert told(mara) == []
    await edit(company, "ana", SHIPPING.replace("Tuesdays", "Wednesdays"))
    await company.at("Tue 12:00")
    assert [len(told(one)) for one in (rui, ines, mara)] == [1, 1, 0]


async def test_still_true_tells_it_too(company: World) -> None:
    """So does bringing an earlier version back; who says it once more hears once more."""
    await company.at("Mon 09:30")
    await write(company, "ana", "How we ship")
    await complain(company, "rui")
    [page] = await stored(company, Playbook)
    parts, ana, rui = company.bot.parts, company.persona("ana"), company.persona("rui")
    await parts.playbook.pages.vouch(company.workspace_id, ana.id, page.id)
    await company.idle()
    [heard] = told(rui)
    assert "*Ana Sousa* has looked at *How we ship*, and says that it is still true." in heard.words
    await edit(company, "ana", SHIPPING + "\nAnd on Sundays.\n")
    await complain(company, "rui", "Nobody works on Sundays.")
    page = (await stored(company, Playbook))[0]
    await parts.playbook.pages.restore(company.workspace_id, ana.id, page.id, 1, page.revision)
    await company.at("Fri 12:00")
    assert (await kinds(company, "rui")).count(MENDED) == 2
    assert "Nobody works on Sundays." in told(rui)[-1].words


async def test_it_may_wait_and_is_said_once_and_as_it_is_then(company: World) -> None:
    """While the budget holds it, the page is found out of date again and mended again."""
    await company.at("Mon 09:30")
    await write(company, "ana", "How we ship")
    await complain(company, "rui")
    await edit(company, "ana", "On Tuesdays, it is.")
    await complain(company, "rui", "Nor then: not on Tuesdays.")
    await edit(company, "ana", "Not on Tuesdays.")
    await complain(company, "rui", "Nor so, Tuesdays.")
    rui = company.persona("rui")
    assert len(told(rui)) == 1
    await edit(company, "ana", "Never.")
    assert len(told(rui)) == 1
    await company.at("Thu 18:00")
    assert [("Nor so" in one.words, "Nor then" in one.words) for one in told(rui)] == [(False, False), (True, False)]


async def test_whoever_may_not_read_the_page_any_more_hears_nothing(company: World) -> None:
    """Its team's channel became private meanwhile; of the page nothing is told."""
    await company.at("Mon 09:30")
    await write(company, "ana", "How we ship", **{"Whose is it?": "Payments"})
    await complain(company, "ben")
    await change(company, Channel, Channel.name == "payments", is_private=True)
    await edit(company, "ana", "Never.")
    await company.at("Thu 12:00")
    assert told(company.persona("ben")) == []


@pytest.mark.parametrize("gone", [False, True])
async def test_a_new_version_of_a_file_tells_it_too(company: World, *, gone: bool) -> None:
    """Not to somebody who has left."""
    await company.at("Mon 09:30")
    await bring_in(company, {"ship.md": b"# How we ship\n\nOn Tuesdays."})
    await complain(company, "rui")
    if gone:
        await leave(company, "rui")
    await bring_in(company, {"ship.md": b"# How we ship\n\nOn Mondays."})
    await company.idle()
    heard = told(company.persona("rui"))
    assert ["*How we ship* has a new version, from its file." in one.words for one in heard] == ([] if gone else [True])
