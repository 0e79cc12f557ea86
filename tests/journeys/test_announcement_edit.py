"""An announcement that is edited after some have it: all end equal, and are asked again where its meaning changed."""

from datetime import date, time, timedelta

import sqlalchemy as sa

from bot.playground.persona import Persona
from models import Announcement, AnnouncementReader
from tests.factories.announced import announced, drafted, go
from tests.journeys.conftest import World
from tests.journeys.test_announcement_send import TITLE, got
from tests.journeys.test_sync_races import stored

MORNING = {"timing": "morning", "send_on": date(2026, 3, 3), "send_at": time(9, 30), "must_read": True}


async def edit(world: World, announcement_id: int, *, means_more: bool = False, **fields: object) -> None:
    """Let its author change what it says."""
    sending, now = world.bot.parts.change.sending, world.clock.now()
    async with world.bot.parts.database.transaction(world.workspace_id) as session:
        row = (
            await session.scalars(sa.select(Announcement).where(Announcement.id == announcement_id).with_for_update())
        ).one()
        for name, value in fields.items():
            setattr(row, name, value)
        row.revision, row.edited_at = row.revision + 1, now
        if means_more:
            row.meaning = row.revision
        await session.flush()
        await sending.edited(session, row)
    await world.idle()


def thread(persona: Persona) -> list[str]:
    """What stands below the announcement that somebody has."""
    [message] = [one for one in persona.messages() if one.words.startswith(TITLE)]
    return [one.words for one in persona.thread("dm", message.ts) if one.ts != message.ts]


async def test_whoever_has_the_first_version_gets_the_second_and_all_end_equal(company: World) -> None:
    """In the middle of the sending, with a mark and without a word in the thread."""
    made = await drafted(company, {"All": ["wei", "jonas"]}, **MORNING)
    await go(company, made)
    await company.at("2026-03-03 02:00")
    wei, jonas = company.persona("wei"), company.persona("jonas")
    assert "From 4 May you work in them." in got(company, "wei")[0].words
    unread = wei.unread()
    await edit(company, made, text="From 11 May you work in them.")
    await company.at("2026-03-03 09:00")
    for who in (wei, jonas):
        [message] = [one for one in who.messages() if one.words.startswith(TITLE)]
        assert "From 11 May you work in them." in message.words
        assert "edited Tue 3 Mar" in message.words
        assert thread(who) == []
    assert wei.unread() == unread, "an edit notifies nobody"


async def test_where_its_meaning_changed_replies_are_emptied_and_all_are_asked_again(company: World) -> None:
    """By a short reply below it, once; whoever had not got it yet reads the new words only."""
    made = await drafted(company, {"All": ["wei", "jonas"]}, **MORNING)
    await go(company, made)
    await company.at("2026-03-03 02:00")
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        answered = sa.update(AnnouncementReader).where(AnnouncementReader.state == "told")
        await session.execute(answered.values(answer="got"))
    await edit(company, made, means_more=True, text="It is called off.")
    assert [one.answer for one in await stored(company, AnnouncementReader)] == ["", ""]
    [again] = thread(company.persona("wei"))
    assert "Mara Lindqvist has changed what “Sales joins the product teams” means." in again
    assert "[Got it]" in again
    await edit(company, made, title="Sales joins the product teams, after all")
    assert len(thread(company.persona("wei"))) == 1, "a slip that is mended is no news"
    await company.at("2026-03-03 09:00")
    assert thread(company.persona("jonas")) == []
    assert "It is called off." in got(company, "jonas")[0].words


async def test_a_text_that_grows_or_shrinks_grows_or_shrinks_in_the_thread(company: World) -> None:
    """What was taken out says so: a message in a thread cannot be taken back."""
    long = "\n\n".join(f"Sentence {number} of a long story." for number in range(200))
    made = await drafted(company, {"All": ["wei"]}, text="Short.")
    await go(company, made)
    await edit(company, made, text=long)
    wei = company.persona("wei")
    assert "Sentence 199 of a long story." in "\n".join(thread(wei))
    assert "In the thread: the rest of this text." in got(company, "wei")[0].words
    await edit(company, made, text="Short again.")
    assert thread(wei) == ["What stood here was taken out by an edit."]
    await company.advance(timedelta(minutes=2))
    assert (await announced(company, made)).state == "sent"


async def test_a_channel_shows_the_edit_too(company: World) -> None:
    """In place, with the mark."""
    channel = company.slack.channel("growth").id
    made = await drafted(company, {}, channels=[channel])
    await company.persona("mara").invite_bot("growth")
    await go(company, made)
    await edit(company, made, text="On the third floor.")
    [message] = [one for one in company.persona("ben").messages("growth") if one.words.startswith(TITLE)]
    assert "On the third floor." in message.words
    assert "edited Mon 2 Mar" in message.words
    assert "[Got it]" not in message.words
    await company.persona("ben").click("Ask a question", on=message)
    assert "Ask a question" in str(company.persona("ben").modal)
