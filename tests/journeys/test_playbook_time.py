"""Pages stay true: their owner is asked once, readers see when nobody has looked, and nobody's pages are nobody's."""

from datetime import UTC, datetime

import sqlalchemy as sa

from models import Playbook
from tests.journeys.conftest import World
from tests.journeys.test_people_deactivated import leave
from tests.journeys.test_playbook import press, write
from tests.journeys.test_playbook_found import change, kinds
from tests.journeys.test_sync_races import stored


async def test_before_its_mark_lapses_the_owner_is_asked_once(lumen: World) -> None:
    """All pages of a day in one message; *Still true* gives it as much time again, silence lets the mark lapse."""
    for title in ("How we ship", "How we hire"):
        await write(lumen, "ana", title, f"{title}: with two people.", **{"Look at it again after": "30"})
    ana, ben = lumen.persona("ana"), lumen.persona("ben")
    await lumen.at("2026-03-24 12:00")
    assert await kinds(lumen, "ana") == []
    await lumen.at("2026-03-25 12:00")
    assert await kinds(lumen, "ana") == ["playbook_review"]
    asked = ana.messages()[-1]
    assert "2 pages that you keep count as looked at for one more week." in asked.words
    assert asked.buttons.count("Read page") == 2, "nobody vouches for what they cannot read again"
    pages = {one.title: one for one in await stored(lumen, Playbook)}
    await press(ana, asked, str(pages["How we hire"].id), "playbook_vouch")
    await lumen.idle()
    await lumen.at("2026-04-03 12:00")
    assert await kinds(lumen, "ana") == ["playbook_review"]
    [found] = await ben.command("/pmo playbook two people")
    assert "Verified until Fri 24 Apr" in found.words
    assert "*Not looked at since Mon 2 Mar*" in found.words
    [asked] = [one for one in ana.messages() if one.ts == asked.ts]
    assert "Looked at, handed over or archived: How we hire" in asked.words
    await lumen.at("2026-04-20 12:00")
    assert await kinds(lumen, "ana") == ["playbook_review", "playbook_review"], "the other page, before its new end"


async def test_whoever_gets_a_page_whose_mark_has_ended_reads_so(lumen: World) -> None:
    """It does not count as looked at for one more week, as others do of which an owner is asked."""
    await write(lumen, "ana", "How we ship", "In twos.", **{"Look at it again after": "30"})
    ana, rui = lumen.persona("ana"), lumen.persona("rui")
    await lumen.at("2026-04-08 12:00")
    [page] = await stored(lumen, Playbook)
    await lumen.bot.parts.playbook.pages.hand_over(lumen.workspace_id, ana.id, page.id, rui.id)
    await lumen.at("2026-04-10 12:00")
    assert "playbook_review" in await kinds(lumen, "rui")
    asked = next(one for one in rui.messages() if "Still true" in one.buttons)
    assert "1 page that you keep is to be looked at now. Still true?" in asked.words


async def test_pages_of_somebody_who_left_get_a_new_owner(company: World) -> None:
    """Their team's lead, else the PMO; each is told once."""
    await company.at("2026-03-02 09:00")
    await write(company, "tiago", "Refund limits", **{"Whose is it?": "Payments"})
    await write(company, "tiago", "How we ship")
    await leave(company, "tiago")
    pages = {one.title: one.owner_id for one in await stored(company, Playbook)}
    assert len(set(pages.values())) == 2
    assert await kinds(company, "ana") == ["playbook_given"]
    assert await kinds(company, "mara") == ["playbook_given"]
    heard = company.persona("ana").messages()[-1]
    assert "Tiago Ferreira has left, and 1 page of theirs is yours to keep true now." in heard.words


async def test_a_page_that_is_handed_over_and_asked_about_stands_there_once(lumen: World) -> None:
    """The budget holds the first message until the other comes: the review has the page, the first who gave it."""
    ana, rui = lumen.persona("ana"), lumen.persona("rui")
    for title in ("How we hire", "How we ship"):
        await write(lumen, "ana", title, "In twos.", **{"Look at it again after": "30"})
    await lumen.at("2026-03-24 12:00")
    for page in sorted(await stored(lumen, Playbook), key=lambda one: one.title):
        await lumen.bot.parts.playbook.pages.hand_over(lumen.workspace_id, ana.id, page.id, rui.id)
        await lumen.idle()
    assert await kinds(lumen, "rui") == ["playbook_given"], "the second one waits"
    await lumen.at("2026-03-25 12:00")
    [both] = [one for one in rui.messages() if "Still true" in one.buttons]
    assert "*Ana Sousa* hands you 1 page to keep true." in both.words
    assert "You are asked already whether this is still true: *How we ship*." in both.words
    assert both.buttons.count("Read page") == 2, "of either page once"


async def test_what_nobody_reads_or_vouches_for_is_proposed_for_the_archive(lumen: World) -> None:
    """To its owner, all in one message; what was opened lately is not."""
    for title in ("Old one", "Older one", "Read one"):
        await write(lumen, "ana", title, f"{title} says this.")
    ana, ben = lumen.persona("ana"), lumen.persona("ben")
    pages = {one.title: one.id for one in await stored(lumen, Playbook)}
    # As if they had been imported in December, and nobody had said that they are true.
    await change(lumen, Playbook, sa.true(), verified_until=None, created_at=datetime(2025, 12, 8, tzinfo=UTC))
    [found] = await ben.command("/pmo playbook read one")
    await press(ben, found, str(pages["Read one"]), "playbook_read")
    await lumen.bot.parts.playbook.pages.hand_over(lumen.workspace_id, ana.id, pages["Old one"], ben.id)
    await lumen.bot.parts.playbook.pages.hand_over(
        lumen.workspace_id, lumen.persona("mara").id, pages["Old one"], ana.id
    )
    await lumen.at("2026-03-06 12:00")
    assert "playbook_unused" not in await kinds(lumen, "ana")
    await lumen.at("2026-03-10 12:00")
    assert (await kinds(lumen, "ana")).count("playbook_unused") == 1
    proposed = ana.messages()[-1]
    assert "Nobody has opened these 2 for three months" in proposed.words
    assert "Read one" not in proposed.words
    await press(ana, proposed, str(pages["Old one"]), "playbook_archive")
    await lumen.idle()
    assert {one.title: one.state for one in await stored(lumen, Playbook)} == {
        "Old one": "archived",
        "Older one": "published",
        "Read one": "published",
    }
    [proposed] = [one for one in ana.messages() if one.ts == proposed.ts]
    assert "Looked at, handed over or archived: Old one" in proposed.words
    await lumen.at("2026-03-20 12:00")
    assert (await kinds(lumen, "ana")).count("playbook_unused") == 1
