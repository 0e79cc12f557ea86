"""An announcement on its way: each reader gets it once, at a decent time, and whoever signed it sees how far it is."""

from datetime import date, time, timedelta

import pytest
import sqlalchemy as sa

from bot.errors import NotAllowed, NotFound, UserError
from bot.playground.seen import SeenMessage
from models import AnnouncementReader, Change, Delivery, Membership, Team
from tests.factories.announced import announced, drafted, go, person_of
from tests.journeys.conftest import World
from tests.journeys.test_sync_races import stored

TITLE = "Sales joins the product teams"
TUESDAY = date(2026, 3, 3)
MORNING = {"timing": "morning", "send_on": TUESDAY, "send_at": time(9, 30)}


def got(world: World, who: str) -> list[SeenMessage]:
    """What somebody got of it, replies in its thread left out."""
    return [one for one in world.persona(who).messages() if one.words.startswith(TITLE)]


async def test_now_it_comes_to_everybody_once_with_what_it_means_for_them(company: World) -> None:
    """Whoever is in two groups reads both parts in one message; whoever signs it is told how far it is."""
    made = await drafted(
        company,
        {"Payments": ["Payments"], "Berlin office": ["jonas", "aylin", "mara"]},
        parts={"Payments": "You get a *sales* colleague.", "Berlin office": "Two more desks."},
    )
    payments = {one.person_id for one in await members(company, "Payments")}
    await company.at("2026-03-02 09:00")
    count = await go(company, made)
    assert count == len(payments | {(await person_of(company, who)).id for who in ("jonas", "aylin")})
    [ana] = got(company, "ana")
    assert "What this means for Payments" in ana.words
    assert "You get a sales colleague." in ana.words
    assert "Two more desks." not in ana.words
    assert "— Mara Lindqvist · about “The shift to product teams”" in ana.words
    assert got(company, "mara") == []
    await company.advance(timedelta(minutes=2))
    assert (await announced(company, made)).state == "sent"
    [progress] = [one for one in company.persona("mara").messages() if "have it" in one.words]
    # Not a must-read: who sleeps has it in the morning.
    assert f"{count - 1} of {count} people have it." in progress.words
    assert "1 person gets it later, being off work now" in progress.words
    await company.at("2026-03-03 18:00")
    async with company.bot.parts.database.reading(company.workspace_id) as session:
        states = list(await session.scalars(sa.select(Delivery.state).where(Delivery.kind == "announcement")))
    assert states == ["sent"] * count
    assert "[Stop sending]" in progress.words
    [progress] = [one for one in company.persona("mara").messages() if one.ts == progress.ts]
    assert "[Stop sending]" not in progress.words


async def test_who_is_in_its_channel_as_it_goes_gets_it(company: World) -> None:
    """Slack is asked then: whoever joined since the group was made is told, too, and whoever left is not."""
    made = await drafted(company, {"Growth": ["#growth"]}, must_read=True)
    growth, wei, ben = company.slack.channel("growth"), company.persona("wei"), company.persona("ben")
    assert ben.id in growth.members
    assert wei.id not in growth.members
    growth.members.append(wei.id)
    growth.members.remove(ben.id)
    await go(company, made)
    await company.advance(timedelta(minutes=2))
    assert (len(got(company, "wei")), got(company, "ben")) == (1, [])


async def members(world: World, team: str) -> list[Membership]:
    """Those who belong to a team."""
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        rows = sa.select(Membership).join(Team, Team.id == Membership.team_id).where(Team.name == team)
        return list(await session.scalars(rows))


async def test_each_gets_it_in_their_own_morning(company: World) -> None:
    """Singapore wakes first; Slack's pace and the author's progress follow the sun."""
    made = await drafted(company, {"All": ["wei", "ana", "ben", "jonas"]}, must_read=True, **MORNING)
    await go(company, made)
    mara = company.persona("mara")
    [planned] = [one for one in mara.messages() if TITLE in one.words]
    assert "Goes to 4 people in their own morning: from Tue 02:30 to Tue 18:30 your time." in planned.words
    await company.at("2026-03-03 01:29")
    assert got(company, "wei") == []
    await company.at("2026-03-03 01:31")
    assert len(got(company, "wei")) == 1
    assert got(company, "jonas") == []
    await company.at("2026-03-03 08:31")
    assert len(got(company, "jonas")) == 1
    assert got(company, "ana") == []
    [planned] = [one for one in mara.messages() if TITLE in one.words]
    assert "2 of 4 people have it. Done at about Tue 18:30." in planned.words
    await company.at("2026-03-03 17:35")
    assert (len(got(company, "ana")), len(got(company, "ben"))) == (1, 1)
    row = await announced(company, made)
    assert (row.state, row.sent_at is not None) == ("sent", True)
    [told] = [one for one in mara.thread("dm", planned.ts) if "is out" in one.words]
    assert "all 4 people have it" in told.words


async def test_it_is_stopped_in_the_middle_and_goes_on_without_telling_anybody_twice(company: World) -> None:
    """Whoever had it keeps it; the others get it once it goes on, and only then."""
    made = await drafted(company, {"All": ["wei", "jonas", "ana"]}, must_read=True, **MORNING)
    await go(company, made)
    mara = company.persona("mara")
    await company.at("2026-03-03 02:00")
    [progress] = [one for one in mara.messages() if TITLE in one.words]
    await mara.click("Stop sending", on=progress)
    await company.idle()
    await company.at("2026-03-03 12:00")
    assert [len(got(company, who)) for who in ("wei", "jonas", "ana")] == [1, 0, 0]
    [progress] = [one for one in mara.messages() if one.ts == progress.ts]
    assert "Stopped. 1 of 3 people has it, and keeps it." in progress.words
    await mara.click("Go on", on=progress)
    await company.idle()
    assert [len(got(company, who)) for who in ("wei", "jonas", "ana")] == [1, 1, 1]
    await company.advance(timedelta(minutes=2))
    assert (await announced(company, made)).state == "sent"


async def test_what_is_stopped_while_it_waits_for_slack_is_not_sent(company: World) -> None:
    """Rows that the ledger has already are given back, and sent by going on."""
    made = await drafted(company, {"All": ["wei", "jonas", "ana"]}, must_read=True)
    sending, mara = company.bot.parts.change.sending, company.persona("mara").id
    await sending.go(company.workspace_id, mara, made)
    await sending.stop(company.workspace_id, mara, made)
    await company.idle()
    assert [got(company, who) for who in ("wei", "jonas", "ana")] == [[], [], []]
    states = {one.state for one in await stored(company, Delivery, Delivery.kind == "announcement_must_now")}
    assert states == {"skipped"}
    await sending.go_on(company.workspace_id, mara, made)
    await company.idle()
    assert [len(got(company, who)) for who in ("wei", "jonas", "ana")] == [1, 1, 1]


async def test_it_goes_once_and_only_by_who_may(company: World) -> None:
    """A member cannot send or stop it, and nobody sends it twice."""
    made = await drafted(company, {"All": ["wei"]})
    with pytest.raises(NotAllowed, match="Sending this is for the PMO"):
        await go(company, made, by="ben")
    await go(company, made)
    with pytest.raises(UserError, match="on its way already"):
        await go(company, made)
    with pytest.raises(NotAllowed):
        await company.bot.parts.change.sending.stop(company.workspace_id, company.persona("ben").id, made)
    assert len(got(company, "wei")) == 1


async def test_whose_change_it_is_no_more_sends_nothing_of_it(company: World) -> None:
    """Wei wrote it, then the change became Mara's: Wei cannot open, send or stop it, and their home tab forgets it."""
    made, wei = await drafted(company, {"All": ["ana"]}, author="wei"), company.persona("wei")
    mara, parts = await person_of(company, "mara"), company.bot.parts
    assert TITLE in wei.read_words(await wei.open_home())
    async with parts.database.transaction(company.workspace_id) as session:
        await session.execute(sa.update(Change).values(owner_id=mara.id, sponsor_id=mara.id))
    with pytest.raises(NotAllowed, match="Sending this is for the PMO"):
        await go(company, made, by="wei")
    with pytest.raises(NotAllowed):
        await parts.change.desk.facts(company.workspace_id, wei.id, made)
    assert TITLE not in wei.read_words(await wei.open_home())
    await go(company, made)
    for act in (parts.change.sending.stop, parts.change.figures.facts):
        with pytest.raises((NotAllowed, NotFound)):
            await act(company.workspace_id, wei.id, made)


async def test_one_without_readers_or_channels_does_not_go(company: World) -> None:
    """It is kept, and says what is missing."""
    made = await drafted(company, {"Nobody": [], "Only me": ["mara"]})
    with pytest.raises(UserError, match="its groups are empty"):
        await go(company, made)
    assert (await announced(company, made)).state == "draft"
    assert await stored(company, AnnouncementReader) == []


async def test_whoever_is_away_gets_it_when_they_are_back(company: World) -> None:
    """Nobody waits for them: it is sent, and says who is away."""
    ana, mara = company.persona("ana"), company.persona("mara")
    await ana.command("/pmo away 2 mar - 13 mar")
    made = await drafted(company, {"All": ["ana", "wei"]}, must_read=True)
    await go(company, made)
    await company.advance(timedelta(minutes=2))
    assert (got(company, "ana"), len(got(company, "wei"))) == ([], 1)
    assert (await announced(company, made)).state == "sent"
    [progress] = [one for one in mara.messages() if TITLE in one.words]
    assert "1 person is away or new here, and gets it on the next working day." in progress.words
    await company.at("2026-03-16 09:31")
    assert len(got(company, "ana")) == 1
    await company.advance(timedelta(minutes=2))
    [progress] = [one for one in mara.messages() if one.ts == progress.ts]
    assert "Both people have it." in progress.words


async def test_ten_thousand_characters_go_on_in_the_thread(company: World) -> None:
    """Nothing is cut, and what it means for the reader stays in the message itself."""
    text = "\n\n".join(f"Sentence {number} of a long story that somebody has to tell." for number in range(160))
    made = await drafted(company, {"All": ["wei"]}, parts={"All": "Your part."}, text=text)
    await go(company, made)
    wei = company.persona("wei")
    [message] = got(company, "wei")
    assert "Your part." in message.words
    assert "In the thread: the rest of this text." in message.words
    said = "\n".join([message.words, *(one.words for one in wei.thread("dm", message.ts))])
    assert all(f"Sentence {number} of" in said for number in range(160))


async def test_whoever_is_in_all_groups_gets_it_once_with_every_part(company: World) -> None:
    """Twelve long parts do not fit in one message: they go on in its thread, and nothing of them is cut."""
    names = [f"Group {number:02}" for number in range(12)]
    parts = {one: f"{one} begins. " + "You keep your desk. " * 30 + f"{one} ends." for one in names}
    made = await drafted(company, {one: ["wei"] for one in names}, parts=parts, must_read=True)
    assert await go(company, made) == 1
    await company.at("2026-03-03 08:00")
    [message] = got(company, "wei")
    said = "\n".join(one.words for one in company.persona("wei").thread("dm", message.ts))
    for one in names:
        assert (said.count(f"{one} begins."), said.count(f"{one} ends.")) == (1, 1)


async def test_what_people_write_pings_nobody(company: World) -> None:
    """Broadcasts and mentions stay words."""
    made = await drafted(company, {"All": ["wei"]}, parts={"All": "<!everyone> <@U1>"}, text="Hear, <!channel>!")
    await go(company, made)
    [message] = got(company, "wei")
    assert "Hear, <!channel>!" in message.words
    assert "<!everyone> <@U1>" in message.words


async def test_a_change_that_is_stopped_stops_what_is_on_its_way(company: World) -> None:
    """Whoever is about to stop it reads so first."""
    made = await drafted(company, {"All": ["wei", "ben"]}, must_read=True, **MORNING)
    await go(company, made)
    await company.at("2026-03-03 02:00")
    mara = company.persona("mara")
    [page] = await mara.command("/pmo change the shift to product teams")
    await mara.click("Stop change", on=page)
    assert "1 announcement on the way is stopped." in mara.read_words(mara.modal)
    assert await mara.submit({"Why?": "The budget is gone."}) == {}
    await company.at("2026-03-03 20:00")
    assert (len(got(company, "wei")), got(company, "ben")) == (1, [])
    assert (await announced(company, made)).state == "stopped"
    with pytest.raises(UserError, match="was stopped, so nothing more of it is sent"):
        await company.bot.parts.change.sending.go_on(company.workspace_id, mara.id, made)


async def test_the_page_of_the_change_shows_what_is_on_its_way_to_whoever_runs_it(company: World) -> None:
    """And stops it there; others read what they have themselves."""
    made = await drafted(company, {"All": ["wei", "ben"]}, must_read=True, **MORNING)
    await go(company, made)
    await company.at("2026-03-03 02:00")
    mara, wei, ben = (company.persona(who) for who in ("mara", "wei", "ben"))
    [page] = await mara.command("/pmo change the shift to product teams")
    assert "What was announced" in page.words
    assert "1 of 2 people has it." in page.words
    assert page.words.count(TITLE) == 2, "what is on its way is named once, with how far it is, and above its replies"
    assert "Being written" not in page.words
    await mara.click("Open it", on=page)
    assert "being sent" in mara.read_words(mara.modal)
    await mara.close()
    await mara.click("Stop sending", on=page)
    await company.idle()
    assert (await announced(company, made)).state == "stopped"
    [page] = await wei.command("/pmo change the shift to product teams")
    assert f"{TITLE} · Tue 3 Mar · Mara Lindqvist" in page.words
    assert "have it" not in page.words
    [page] = await ben.command("/pmo change the shift to product teams")
    assert TITLE not in page.words
