"""While a change goes on there is news every so many weeks; its owner is asked in time, and the PMO hears otherwise."""

from datetime import date

import sqlalchemy as sa

from bot.playground.seen import SeenMessage
from models import Announcement, AuditEntry, Change, Person
from tests.factories import change
from tests.factories.announced import drafted, go
from tests.journeys.conftest import World
from tests.journeys.test_sync_races import stored

FRIDAY = date(2026, 3, 6)


async def given(world: World, **fields: object) -> int:
    """Let Ana own a change that Mara sponsors and that has been in progress since Monday; return its id."""
    async with world.bot.parts.database.transaction(world.workspace_id) as session:
        people = {one.slack_id: one for one in await session.scalars(sa.select(Person))}
        ana, mara = (people[world.persona(who).id] for who in ("ana", "mara"))
        usual = {"sponsor_id": mara.id, "state": "in_progress", "heartbeat_weeks": 1}
        made = await change.change(session, ana, "Product teams", **(usual | fields))
        return made.id


def said(world: World, who: str, words: str) -> list[SeenMessage]:
    """What somebody was told that has these words."""
    return [one for one in world.persona(who).messages() if words in one.words]


async def test_the_owner_is_asked_in_time_and_the_pmo_hears_where_there_was_no_news(company: World) -> None:
    """Three working days before the day, in the owner's morning; the day after it the PMO hears; each once."""
    await given(company, heartbeat_from=date(2026, 2, 27))
    await company.at("2026-03-03 08:30")
    assert said(company, "ana", "Is there news of") == []
    await company.at("2026-03-03 09:30")
    [asked] = said(company, "ana", "Is there news of")
    assert "the next by Fri 6 Mar" in asked.words
    assert said(company, "mara", "without the news") == []
    await company.at("2026-03-09 18:00")
    [told] = said(company, "mara", "without the news that was promised by Fri 6 Mar")
    assert "Ana Sousa answers for it" in told.words
    assert len(said(company, "ana", "Is there news of")) == 1


async def test_from_its_day_on_it_is_in_progress(company: World) -> None:
    """Nobody has to say so, for there to be news of it every so many weeks; before that day none is promised."""
    made = await given(company, state="announced", starts_on=date(2026, 3, 4))
    await company.at("2026-03-03 18:00")
    ana = company.persona("ana")
    [page] = await ana.command("/pmo change product teams")
    assert "Product teams* · announced" in page.words
    assert "[Pause news]" not in page.words
    await company.at("2026-03-04 08:00")
    [page] = await ana.command("/pmo change product teams")
    assert "Product teams* · in progress" in page.words
    async with company.bot.parts.database.reading(company.workspace_id) as session:
        assert (await session.get_one(Change, made)).heartbeat_from == date(2026, 3, 4)
    await company.at("2026-03-06 09:30")
    [asked] = said(company, "ana", "Is there news of")
    assert "Wed 11 Mar" in asked.words


async def test_taken_up_again_it_is_as_far_as_it_was_and_news_is_counted_anew(company: World) -> None:
    """It was in progress, and is; nobody is late for news of the weeks in which it was stopped."""
    await given(company, heartbeat_from=date(2026, 2, 27))
    mara = company.persona("mara")
    [page] = await mara.command("/pmo change product teams")
    await mara.click("Stop change", on=page)
    assert await mara.submit({"Why?": "The pilot failed."}) == {}
    await mara.close()
    await company.at("2026-03-23 12:00")
    [page] = await mara.command("/pmo change product teams")
    await mara.click("Take it up again", on=page)
    [page] = await mara.command("/pmo change product teams")
    assert "Product teams* · in progress" in page.words
    assert "the next by Mon 30 Mar" in page.words
    await company.at("2026-03-24 18:00")
    assert said(company, "mara", "without the news") == []
    assert said(company, "ana", "Is there news of") == []


async def test_nobody_is_asked_for_news_while_all_is_paused(company: World) -> None:
    """Ana is asked in her first morning after that."""
    await given(company, heartbeat_from=date(2026, 2, 27))
    mara = company.persona("mara")
    await mara.command("/pmo pause")
    await mara.submit({})
    await company.at("2026-03-04 18:00")
    assert said(company, "ana", "Is there news of") == []
    await mara.command("/pmo resume")
    await company.at("2026-03-05 18:00")
    assert len(said(company, "ana", "Is there news of")) == 1


async def test_the_day_that_an_announcement_names_is_held(company: World) -> None:
    """The next word by Friday, of a change that is only announced: Ana is asked on Tuesday."""
    made = await drafted(company, {"All": ["wei"]}, author="ana", not_known="Who reviews?", next_word_on=FRIDAY)
    await go(company, made, by="ana")
    await company.at("2026-03-03 08:30")
    assert said(company, "ana", "Is there news of") == []
    [page] = await company.persona("ana").command("/pmo change the shift to product teams")
    assert "the next by Fri 6 Mar, as people were told" in page.words
    assert "[Pause news]" not in page.words
    await company.at("2026-03-03 09:30")
    [asked] = said(company, "ana", "Is there news of")
    assert "It promised the next word by Fri 6 Mar, even if it is “still no news”." in asked.words


async def test_a_word_before_the_day_keeps_what_was_promised(company: World) -> None:
    """Whatever goes out next is the word: nobody is asked for another."""
    made = await drafted(company, {"All": ["wei"]}, author="ana", not_known="Who reviews?", next_word_on=FRIDAY)
    await go(company, made, by="ana")
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        row = await session.get_one(Announcement, made)
        signs = await session.get_one(Person, row.author_id)
        of = await session.get_one(Change, row.change_id)
        word = (await change.announcement(session, signs, of, (), title="Still no news")).id
        await change.post_in(session, await session.get_one(Announcement, word), [company.slack.channel("sync").id])
    await company.at("2026-03-02 12:00")
    await go(company, word, by="ana")
    await company.at("2026-03-03 12:00")
    assert said(company, "ana", "Is there news of") == []


async def test_nothing_new_makes_a_draft_that_is_shown_before_it_goes(company: World) -> None:
    """One tap, and once however often it is tapped; whoever does not run the change cannot."""
    await given(company, heartbeat_from=date(2026, 2, 27))
    ana = company.persona("ana")
    [page] = await ana.command("/pmo change product teams")
    assert "News · the next by Fri 6 Mar, at least every week" in page.words.replace("*", "")
    for _ in range(2):
        await ana.click("Nothing new", on=page)
        assert ana.modal is not None
        await ana.close()
    [draft] = await stored(company, Announcement)
    assert (draft.kind, draft.state) == ("no_news", "draft")
    assert "nothing for you to do" in draft.text
    [page] = await company.persona("jonas").command("/pmo change product teams")
    assert "[Nothing new]" not in page.words


async def test_news_can_be_paused_and_promised_again(company: World) -> None:
    """Nobody is asked meanwhile; a day that is past is refused beside its field."""
    await given(company, heartbeat_from=date(2026, 2, 27))
    ana = company.persona("ana")
    [page] = await ana.command("/pmo change product teams")
    await ana.click("Pause news", on=page)
    assert "still to come" in (await ana.submit({"Until when?": "2026-03-02"}))["until"]
    assert await ana.submit({"Until when?": "2026-03-20"}) == {}
    await company.at("2026-03-06 18:00")
    assert said(company, "ana", "Is there news of") == []
    [page] = await ana.command("/pmo change product teams")
    assert "none is promised before Fri 20 Mar" in page.words
    await ana.click("Promise news again", on=page)
    [row] = await stored(company, Change)
    assert (row.heartbeat_paused_until, row.heartbeat_from) == (None, date(2026, 3, 6))
    actions = [one.action for one in await stored(company, AuditEntry)]
    assert [one for one in actions if one.startswith("change_news")] == ["change_news_paused", "change_news_resumed"]


async def test_the_pmo_gives_the_word_where_the_owner_is_away_until_the_day(company: World) -> None:
    """They hear of it before the day; the owner is asked when they are back, unless there was news."""
    await given(company, heartbeat_from=date(2026, 2, 27))
    await company.persona("ana").command("/pmo away 2-8 Mar")
    await company.at("2026-03-04 12:00")
    [told] = said(company, "mara", "Ana Sousa, who answers for it, is away until then")
    assert "“Product teams” promised word by Fri 6 Mar" in told.words
    assert told.buttons == ["Write an update", "Nothing new"]
    assert said(company, "ana", "Is there news of") == []
    await company.at("2026-03-10 12:00")
    assert len(said(company, "ana", "Is there news of")) == 1
    assert len(said(company, "mara", "Product teams")) == 1


async def test_a_day_at_a_weekend_is_asked_about_before_it(company: World) -> None:
    """On Wednesday for Sunday; the PMO hears on Monday."""
    await given(company, heartbeat_from=date(2026, 3, 1))
    await company.at("2026-03-04 08:30")
    assert said(company, "ana", "Is there news of") == []
    await company.at("2026-03-04 09:30")
    assert "the next by Sun 8 Mar" in said(company, "ana", "Is there news of")[0].words
    await company.at("2026-03-08 23:00")
    assert said(company, "mara", "without the news") == []
    await company.at("2026-03-09 18:00")
    assert len(said(company, "mara", "without the news that was promised by Sun 8 Mar")) == 1


async def test_who_is_asked_after_the_day_has_a_day_for_it_before_the_pmo_hears(company: World) -> None:
    """A word by Sunday, promised on Friday evening: asked on Monday, late on Tuesday."""
    await company.at("2026-03-06 20:00")
    made = await drafted(
        company, {"All": ["wei"]}, author="ana", not_known="Who reviews?", next_word_on=date(2026, 3, 8)
    )
    await go(company, made, by="ana")
    await company.at("2026-03-09 18:00")
    assert len(said(company, "ana", "Is there news of")) == 1
    assert said(company, "mara", "without the news") == []
    await company.at("2026-03-10 18:00")
    [told] = said(company, "mara", "without the news that was promised by Sun 8 Mar")
    assert "Ana Sousa answers for it, and was asked" in told.words
