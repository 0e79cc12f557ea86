"""Links between files become ways between their pages, whatever these are called by now."""

import pytest

from models import Channel, Playbook
from tests.journeys.conftest import World
from tests.journeys.test_playbook import press
from tests.journeys.test_playbook_found import change
from tests.journeys.test_playbook_import import bring_in
from tests.journeys.test_sync_races import stored

FILES = {
    "ops/start.md": (
        b"# Where to start\n\nRead [how we ship](shipping.md#when), [how we hire](../people/how%20we%20hire.md), "
        b"[limits](/limits.md), [the same](./shipping.md), [tariffs](tariffs.md) and [the plan](gone.md); "
        b"[the board](https://example.com/board.md).\n"
    ),
    "ops/shipping.md": b"# How we ship\n\nOn Tuesdays. Begin [here](start.md).\n",
    "people/how we hire.md": b"# How we hire\n\nIn twos.\n",
    "limits.md": b"---\nteam: Payments\n---\n# Refund limits\n\nTen.\n",
    "ops/tariffs.md": b"# Tariffs\n\nTwo.\n",
}


@pytest.fixture
async def start(company: World) -> int:
    """The company, with pages that lead to each other; the id of the one that leads to all."""
    planned = await bring_in(company, FILES)
    assert planned.notes == (
        "ops/start.md: its link to gone.md leads nowhere, since ops/gone.md is no page here; it stays text",
    )
    return next(one.id for one in await stored(company, Playbook) if one.title == "Where to start")


async def read(world: World, who: str, page_id: int) -> str:
    """Let somebody open a page; return what they read."""
    persona = world.persona(who)
    [found] = await persona.command("/pmo playbook where to start")
    await press(persona, found, str(page_id), "playbook_read")
    return persona.read_words(persona.modal)


async def test_a_link_to_a_file_leads_to_its_page(company: World, start: int) -> None:
    """Each page once, three with a button; the linked one takes the place of the open one, and leads back."""
    shown = await read(company, "ben", start)
    assert shown.count("→ *") == 3
    assert "→ *How we ship*" in shown
    assert "→ *How we hire*" in shown
    assert "→ *Refund limits*" in shown
    assert "It leads to these pages, too: Tariffs" in shown
    ben = company.persona("ben")
    pages = {one.title: one.id for one in await stored(company, Playbook)}
    await press(ben, ben.modal, str(pages["How we ship"]), "playbook_read")
    shown = ben.read_words(ben.modal)
    assert "On Tuesdays." in shown
    await press(ben, ben.modal, str(start), "playbook_read")
    assert "→ *How we ship*" in ben.read_words(ben.modal)


async def test_links_hold_after_a_page_is_renamed_and_the_files_come_again(company: World, start: int) -> None:
    """They go by the file, not by the title."""
    ben, mara = company.persona("ben"), company.persona("mara")
    [found] = await mara.command("/pmo playbook how we ship tuesdays")
    pages = {one.title: one.id for one in await stored(company, Playbook)}
    await press(mara, found, str(pages["How we ship"]), "playbook_read")
    await mara.click("Edit page")
    assert await mara.submit({"What is it called?": "Shipping"}) == {}
    assert "→ *Shipping*" in await read(company, "ben", start)
    await ben.close()
    again = FILES | {"ops/start.md": FILES["ops/start.md"].replace(b"Read ", b"Please read ")}
    assert [one.source for one in (await bring_in(company, again)).pages] == ["file:ops/start.md"]
    shown = await read(company, "ben", start)
    assert "Please read" in shown
    assert "→ *Shipping*" in shown


async def test_nobody_is_led_to_what_they_may_not_read(company: World, start: int) -> None:
    """Neither in the page, nor in a channel by somebody who may; archived pages are left out, too."""
    await change(company, Channel, Channel.name == "payments", is_private=True)
    pages = {one.title: one.id for one in await stored(company, Playbook)}
    await company.bot.parts.playbook.pages.archive(
        company.workspace_id, company.persona("mara").id, pages["How we hire"]
    )
    shown = await read(company, "ben", start)
    assert "Refund limits" not in shown
    assert "How we hire" not in shown
    assert "→ *Tariffs*" in shown
    ana = company.persona("ana")
    [found] = await ana.command("/pmo playbook where to start", channel="sync")
    await press(ana, found, str(start), "playbook_share")
    shared = company.persona("ben").messages("sync")[-1]
    assert "→ *How we ship*" in shared.words
    assert "Refund limits" not in shared.words
