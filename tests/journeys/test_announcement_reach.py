"""Leads get an announcement before their people, joiners what is still open; whoever cannot be reached is counted."""

from datetime import date, time, timedelta

import pytest
import sqlalchemy as sa

from bot.domain.stakeholder import Source, SourceKind
from bot.errors import UserError
from bot.playground.records import BOT_USER_ID
from models import AnnouncementReader, Membership, Person, Team
from tests.factories import change as factory
from tests.factories.announced import announced, drafted, go
from tests.journeys.conftest import World
from tests.journeys.test_announcement_send import MORNING, TITLE, got
from tests.journeys.test_people_deactivated import leave
from tests.journeys.test_sync_races import stored


async def test_leads_get_theirs_hours_before_with_what_they_can_say(company: World) -> None:
    """Their people do not see the talking points."""
    made = await drafted(
        company,
        {"Sales": ["Sales"]},
        lead_hours=3,
        talking_points="• Nobody's pay changes.",
        likely_questions="Who reviews me?",
        **(MORNING | {"send_at": time(14)}),
    )
    await go(company, made)
    await company.at("2026-03-03 00:01")
    assert got(company, "chloe") == []
    marcus = [one for one in company.persona("marcus").messages() if one.words.startswith(TITLE)]
    assert len(marcus) == 1, "an hour before his Monday ends, since Chloe in Singapore has it while he sleeps"
    assert "You get this before 2 people whom you lead. The first of them reads it" in marcus[0].words
    assert "What you can tell your team" in marcus[0].words
    assert "[Told my team]" in marcus[0].words
    await company.at("2026-03-03 06:01")
    [chloe] = got(company, "chloe")
    assert "What you can tell your team" not in chloe.words
    assert "[Told my team]" not in chloe.words


async def test_whoever_cannot_be_reached_is_counted_with_the_reason(company: World) -> None:
    """The others get it; whoever signed it sees why somebody did not."""
    made = await drafted(company, {"All": ["wei", "ben", "grace"]}, must_read=True, **MORNING)
    await go(company, made)
    await leave(company, "ben")
    await company.at("2026-03-03 16:00")
    # Without a word of Slack's: it refuses the message.
    company.slack.person("grace").deleted = True
    await company.at("2026-03-03 18:00")
    assert len(got(company, "wei")) == 1
    gone = [one for one in await stored(company, AnnouncementReader) if one.state == "unreached"]
    assert [one.why for one in gone] == ["This person's account is deactivated."] * 2
    [progress] = [one for one in company.persona("mara").messages() if TITLE in one.words]
    assert "1 of 3 people has it." in progress.words
    assert "2 people could not be reached: This person's account is deactivated." in progress.words
    assert (await announced(company, made)).state == "sent"


async def test_whoever_is_reached_after_all_counts_as_told_by_the_next_morning(company: World) -> None:
    """Their message was sent again from the home tab of the PMO."""
    made = await drafted(company, {"All": ["wei", "grace"]}, must_read=True)
    company.slack.person("grace").deleted = True
    await go(company, made)
    await company.advance(timedelta(minutes=2))
    assert [one.state for one in await stored(company, AnnouncementReader)].count("unreached") == 1
    company.slack.person("grace").deleted = False
    mara = company.persona("mara")
    await mara.open_home()
    await mara.click("Send again", on="home")
    await company.idle()
    assert len(got(company, "grace")) == 1
    await company.at("2026-03-03 06:00")
    assert {one.state for one in await stored(company, AnnouncementReader)} == {"told"}


async def test_whoever_joins_a_group_gets_what_is_still_open_one_a_morning(company: World) -> None:
    """The must-read and the newest word, not the whole past; whoever signs it and those who have it get nothing."""
    first = await drafted(company, {"Payments": ["Payments"]}, kind="kickoff", must_read=True)
    await go(company, first)
    for title in ("A small step", "The newest word"):
        async with company.bot.parts.database.transaction(company.workspace_id) as session:
            mara = (await session.scalars(sa.select(Person).where(Person.name == "Mara Lindqvist"))).one()
            row = await session.get_one(factory.Announcement, first)
            change = await session.get_one(factory.Change, row.change_id)
            group = (await session.scalars(sa.select(factory.StakeholderGroup))).first()
            one = await factory.announcement(session, mara, change, [group], title=title, kind="update", must_read=True)
            one.must_read = False
        await company.advance(timedelta(hours=1))
        await go(company, one.id)
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        payments = (await session.scalars(sa.select(Team).where(Team.name == "Payments"))).one()
        jonas = (await session.scalars(sa.select(Person).where(Person.name == "Jonas Weber"))).one()
        session.add(Membership(team_id=payments.id, person_id=jonas.id, is_home=False))
    ana = len(company.persona("ana").messages())
    await company.at("2026-03-03 08:31")
    assert titles(company, "jonas") == [TITLE]
    await company.at("2026-03-04 08:31")
    assert titles(company, "jonas") == [TITLE, "The newest word"]
    await company.at("2026-03-06 18:00")
    assert titles(company, "jonas") == [TITLE, "The newest word"]
    assert ana >= 1
    assert titles(company, "ana").count(TITLE) == 1


def titles(world: World, who: str) -> list[str]:
    """The titles of the announcements that somebody got."""
    known = (TITLE, "A small step", "The newest word")
    return [title for one in world.persona(who).messages() for title in known if one.words.startswith(f"{title}\n")]


async def test_whoever_leaves_the_group_before_it_comes_does_not_get_it(company: World) -> None:
    """And whoever joins before it comes gets it with the others."""
    made = await drafted(company, {"Platform": ["Platform"]}, **(MORNING | {"send_on": date(2026, 3, 5)}))
    await go(company, made)
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        priya = (await session.scalars(sa.select(Person).where(Person.name == "Priya Nair"))).one()
        await session.execute(sa.delete(Membership).where(Membership.person_id == priya.id))
        group = (await session.scalars(sa.select(factory.StakeholderGroup))).one()
        chloe = (await session.scalars(sa.select(Person).where(Person.name == "Chloe Lim"))).one()
        source = Source(SourceKind.PERSON, str(chloe.id))
        session.add(
            factory.StakeholderSource(group_id=group.id, kind=source.kind, value=source.value, person_id=chloe.id)
        )
    await company.at("2026-03-05 08:00")
    assert got(company, "priya") == []
    assert len(got(company, "chloe")) == 1
    assert len(got(company, "wei")) == 1


async def test_a_channel_that_cannot_be_posted_in_is_named_with_the_reason(company: World) -> None:
    """Whoever signed it reads what to do; people get it all the same."""
    channel = company.slack.channel("growth").id
    made = await drafted(company, {"All": ["wei"]}, channels=[channel])
    company.slack.channel("growth").members.remove(BOT_USER_ID)
    await go(company, made)
    await company.advance(timedelta(minutes=2))
    assert len(got(company, "wei")) == 1
    [progress] = [one for one in company.persona("mara").messages() if TITLE in one.words]
    assert "It could not be posted in #growth. Drumbeat is not in this channel." in progress.words
    assert (await announced(company, made)).state == "sent"
    mara, ben = company.persona("mara"), company.persona("ben")
    await ben.invite_bot("growth")
    await company.idle()
    await company.advance(timedelta(minutes=2))
    assert [TITLE in one.words for one in ben.messages("growth") if one.words.startswith(TITLE)] == [True]
    [progress] = [one for one in mara.messages() if one.ts == progress.ts]
    assert "It stands in #growth." in progress.words
    assert "[Post again]" not in progress.words


async def test_one_that_may_wait_comes_with_the_next_message_where_its_reader_has_had_enough(company: World) -> None:
    """Whoever signs it reads so, and it counts as sent: nothing of it waits for Slack."""
    must = await drafted(company, {"All": ["ana"]}, must_read=True)
    await go(company, must)
    may = await drafted(
        company,
        {"All": ["ana"]},
        of="Office move",
        title="Two desks more",
        must_read=False,
        parts={"All": "Fetch one."},
    )
    await go(company, may)
    await company.advance(timedelta(minutes=2))
    ana, mara = company.persona("ana"), company.persona("mara")
    assert not any("Two desks more" in one.words for one in ana.messages())
    home = ana.read_words(await ana.open_home()).split("\n")
    assert "Two desks more · Mara Lindqvist" in home, "its title and who signs it, neither less nor all of it"
    assert "*Two desks more* · Mara Lindqvist" not in home, "what is yet to come is not asked about"
    assert (await announced(company, may)).state == "sent"
    [progress] = [one for one in mara.messages() if "Two desks more" in one.words]
    assert "1 person gets it later, being off work now or having had enough messages for today." in progress.words
    await company.at("2026-03-03 18:00")
    [message] = [one for one in ana.messages() if "Two desks more" in one.words]
    assert "[Got it]" in message.words
    await company.advance(timedelta(days=1))
    [progress] = [one for one in mara.messages() if "Two desks more" in one.words]
    assert "The one person who gets it has it" in progress.words
    assert "having had enough" not in progress.words


async def test_whoever_signed_it_posts_it_again_where_a_channel_takes_it_by_now(company: World) -> None:
    """Without a word of Slack's that something changed there: an admin let apps post in it, say."""
    growth = company.slack.channel("growth")
    made = await drafted(company, {}, channels=[growth.id])
    growth.members.remove(BOT_USER_ID)
    await go(company, made)
    await company.advance(timedelta(minutes=2))
    growth.members.append(BOT_USER_ID)
    mara = company.persona("mara")
    [progress] = [one for one in mara.messages() if TITLE in one.words]
    await mara.click("Post again", on=progress)
    await company.idle()
    await company.advance(timedelta(minutes=2))
    assert [one.words.startswith(TITLE) for one in company.persona("ben").messages("growth")][-1:] == [True]
    [progress] = [one for one in mara.messages() if one.ts == progress.ts]
    assert "It stands in #growth." in progress.words
    assert "[Post again]" not in progress.words
    with pytest.raises(UserError, match="stands in each of its channels"):
        await company.bot.parts.change.sending.post_again(company.workspace_id, mara.id, made)
