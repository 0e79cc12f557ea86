"""A channel that wants it has pages offered to whoever writes what they are called: alone, and once a week."""

import pytest
import sqlalchemy as sa

from bot.playground.seen import SeenMessage
from models import Channel, Playbook, PlaybookOffer
from tests.factories.statements import statements
from tests.journeys.conftest import World
from tests.journeys.test_playbook import write
from tests.journeys.test_playbook_found import change
from tests.journeys.test_sync_races import stored

ON = "/pmo playbook offer here"


def offered(world: World, who: str, channel: str = "payments") -> list[SeenMessage]:
    """Return the pages that somebody was offered in a channel."""
    return [one for one in world.persona(who).messages(channel) if "There is a page on this" in one.words]


async def test_a_page_is_offered_to_whoever_writes_its_title_alone_and_once_a_week(company: World) -> None:
    """From when its lead wants it until they do not; nobody else sees it, and no text is kept."""
    await write(company, "ana", "Time off", "A week before.", Tags="public holiday, leave")
    ana, rui = company.persona("ana"), company.persona("rui")
    await rui.say("How does time off work here?", channel="payments")
    assert offered(company, "rui") == []
    [on] = await ana.command(ON, channel="payments")
    assert "In #payments whoever writes what a page is called" in on.words
    await rui.say("How does *time off* work here?", channel="payments")
    [shown] = offered(company, "rui")
    assert shown.ephemeral
    assert "*Time off*" in shown.words
    assert "Ana Sousa keeps it" in shown.words
    assert offered(company, "tiago") == []
    await rui.click("Read page", on=shown)
    assert "A week before." in rui.read_words(rui.modal)
    await rui.close()
    await rui.say("And time off at Easter, being a public holiday?", channel="payments")
    assert len(offered(company, "rui")) == 1, "once a week"
    await company.at("2026-03-09 12:00")
    await rui.say("A public holiday tomorrow?", channel="payments")
    assert len(offered(company, "rui")) == 2, "a tag of two words names it, too"
    await ana.command("/pmo playbook offer off", channel="payments")
    await company.persona("tiago").say("time off?", channel="payments")
    assert offered(company, "tiago") == []
    [row] = await stored(company, PlaybookOffer)
    assert {column.key for column in sa.inspect(PlaybookOffer).columns} == {
        "id",
        "workspace_id",
        "playbook_id",
        "person_id",
        "offered_on",
    }
    assert row.offered_on.isoformat() == "2026-03-09"


async def test_what_is_not_vouched_for_not_for_them_or_said_to_drumbeat_is_not_offered(company: World) -> None:
    """Nor one's own page, nor below what Drumbeat said, nor one word of a title."""
    await write(company, "ana", "Time off", "A week before.")
    ana, rui, mara = (company.persona(who) for who in ("ana", "rui", "mara"))
    await ana.command(ON, channel="payments")
    await ana.say("time off", channel="payments")
    await rui.say("off time", channel="payments")
    await rui.say("@Drumbeat time off", channel="payments")
    [asked] = await rui.command("/pmo playbook bank test account", channel="payments")
    await rui.click("Ask in #payments", on=asked)
    assert await rui.submit({}) == {}
    await rui.close()
    await company.idle()
    [question] = [one for one in rui.messages("payments") if "asks:" in one.words]
    await rui.say("time off", channel="payments", thread=question.ts)
    [page] = await stored(company, Playbook)
    await change(company, Playbook, Playbook.id == page.id, verified_until=None)
    await rui.say("time off", channel="payments")
    assert [offered(company, who) for who in ("ana", "rui")] == [[], []]
    assert await stored(company, PlaybookOffer) == []
    await company.bot.parts.playbook.pages.vouch(company.workspace_id, mara.id, page.id)
    await rui.say("time off", channel="payments")
    assert len(offered(company, "rui")) == 1


async def test_who_may_turn_it_on_and_where(company: World) -> None:
    """The lead of the channel's team and the PMO; in public channels that Drumbeat is in and may hear."""
    rui, mara = company.persona("rui"), company.persona("mara")
    [refused] = await rui.command(ON, channel="payments")
    assert "Whether pages are offered in #payments is for the PMO" in refused.words
    [direct] = await mara.command(ON)
    assert "Pages are offered in public channels alone" in direct.words
    company.slack.scopes -= {"channels:history"}
    [deaf] = await mara.command(ON, channel="payments")
    assert "the scope `channels:history` is missing" in deaf.words
    company.slack.scopes |= {"channels:history"}
    [state] = await mara.command("/pmo playbook offer", channel="payments")
    assert "No page is offered in #payments." in state.words
    await mara.command(ON, channel="payments")
    [channel] = [one for one in await stored(company, Channel) if one.offers_pages]
    assert channel.name == "payments"


@pytest.mark.parametrize("text", ["Time off at Easter", "Nothing at all"])
async def test_a_channel_that_does_not_want_it_costs_nothing(company: World, text: str) -> None:
    """Not one statement, once it is known which channels want it."""
    await company.persona("rui").say("The first words", channel="payments")
    with statements(company.bot.parts.database) as said:
        await company.persona("rui").say(text, channel="payments")
        await company.bot.bolt.running.idle()
    assert said == []
