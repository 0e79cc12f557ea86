"""Who leaves a group before it comes does not get an announcement, nor does anybody once its change is stopped."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.services.announcement_message import DECLINED
from models import Delivery, StakeholderGroup, StakeholderSource
from tests.factories.announced import announced, drafted, go, person_of
from tests.journeys.conftest import World
from tests.journeys.test_announcement_reply import asked, out
from tests.journeys.test_announcement_send import got
from tests.journeys.test_sync_races import stored

pytestmark = pytest.mark.begins("Tue 10:00")

GROUPS = {"Payments": ["ana"], "Berlin office": ["ana"]}
PARTS = {"Payments": "You own the journey.", "Berlin office": "You sit upstairs."}


async def leaves(world: World, who: str, *groups: str) -> None:
    """Take somebody out of groups, as a correction does."""
    one = await person_of(world, who)
    async with world.bot.parts.database.transaction(world.workspace_id) as session:
        ids = sa.select(StakeholderGroup.id).where(StakeholderGroup.name.in_(groups))
        out = sa.delete(StakeholderSource).where(StakeholderSource.group_id.in_(ids))
        await session.execute(out.where(StakeholderSource.person_id == one.id))


async def test_whoever_leaves_a_group_while_they_are_away_reads_only_the_part_of_the_other(company: World) -> None:
    """It was sent long ago to all who were there."""
    await company.persona("ana").command("/pmo away 2 mar - 6 mar")
    await go(company, await drafted(company, GROUPS, parts=PARTS, must_read=True))
    await company.at("2026-03-04 12:00")
    await leaves(company, "ana", "Payments")
    await company.at("2026-03-09 12:00")
    [message] = got(company, "ana")
    assert "You sit upstairs." in message.words
    assert "You own the journey." not in message.words


async def test_whoever_leaves_all_groups_while_they_are_away_does_not_get_it(company: World) -> None:
    """Though it goes at once to those who are there."""
    await company.persona("ana").command("/pmo away 2 mar - 6 mar")
    await go(company, await drafted(company, GROUPS | {"Others": ["jonas"]}, parts=PARTS, must_read=True))
    await company.at("2026-03-04 12:00")
    await leaves(company, "ana", *GROUPS)
    await company.at("2026-03-09 12:00")
    assert got(company, "ana") == []
    assert len(got(company, "jonas")) == 1


async def test_whoever_leaves_the_groups_before_it_comes_with_another_message_does_not_get_it(company: World) -> None:
    """Of two that have had enough messages the one who stays gets it."""
    both = {"All": ["ana", "jonas"]}
    await go(company, await drafted(company, both, must_read=True))
    groups = {"Payments": ["ana", "jonas"]}
    may = await drafted(company, groups, of="Office move", title="Two desks more", must_read=False)
    await go(company, may)
    await leaves(company, "ana", "Payments")
    await company.at("2026-03-05 18:00")
    for who, many in (("ana", 0), ("jonas", 1)):
        assert sum("Two desks more" in one.words for one in company.persona(who).messages()) == many


async def test_whoever_has_left_the_company_hears_no_more_why_it_affects_them(company: World) -> None:
    """It is decided all the same."""
    await out(company)
    ana, mara = company.persona("ana"), company.persona("mara")
    await ana.click("Doesn't affect me", on=got(company, "ana")[0])
    await ana.close()
    await company.slack.members.set_deleted(ana.person, deleted=True)
    await company.idle()
    await mara.click("It does affect them", on=asked(company)[0])
    assert await mara.submit({"Why does it affect them?": "You get two calls more."}) == {}
    await company.idle()
    assert "[It does affect them]" not in asked(company)[0].words
    assert DECLINED not in {one.kind for one in await stored(company, Delivery)}


@pytest.mark.parametrize("must_read", [True, False])
async def test_whoever_has_yet_to_get_it_when_its_change_is_stopped_does_not(company: World, must_read: bool) -> None:
    """It was sent to all who were there; once the change is taken up again, *Go on* sends the rest."""
    mara, ana = company.persona("mara"), company.persona("ana")
    if must_read:
        await ana.command("/pmo away 2 mar - 6 mar")
    else:
        await go(company, await drafted(company, {"All": ["ana"]}, of="Office move", title="We move"))
    made = await drafted(company, {"All": ["ana", "ines"]}, must_read=must_read)
    await go(company, made)
    await company.advance(timedelta(minutes=2))
    assert (await announced(company, made)).state == "sent"
    [page] = await mara.command("/pmo change the shift to product teams")
    await mara.click("Stop change", on=page)
    assert "1 announcement on the way is stopped." in mara.read_words(mara.modal)
    assert await mara.submit({"Why?": "The budget is gone."}) == {}
    await mara.close()
    await company.at("2026-03-10 18:00")
    assert (got(company, "ana"), len(got(company, "ines"))) == ([], 1)
    [page] = await mara.command("/pmo change the shift to product teams")
    await mara.click("Take it up again", on=page)
    [page] = await mara.command("/pmo change the shift to product teams")
    await mara.click("Go on", on=page)
    await company.at("2026-03-11 18:00")
    assert (len(got(company, "ana")), len(got(company, "ines"))) == (1, 1)
