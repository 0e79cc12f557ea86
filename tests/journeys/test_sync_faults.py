"""The weekly sync while Slack has a bad day: nothing is lost, nothing is doubled."""

import asyncio
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.delivery.ledger import Intent
from bot.playground.others import let_others_answer
from bot.services.trouble import FAILED
from models import Answer, Delivery, PaceSlot
from tests.journeys.conftest import World


async def count(world: World, row: type[Answer] | type[Delivery], *conditions: sa.ColumnElement[bool]) -> int:
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        return await session.scalar(sa.select(sa.func.count()).select_from(row).where(*conditions)) or 0


async def all_sent(world: World) -> None:
    """Let time pass until every message is where it should be."""
    async with asyncio.timeout(20):
        while await count(world, Delivery, Delivery.state.in_(["planned", "sending"])):
            await world.advance(timedelta(seconds=1))


@pytest.mark.begins("Tue 10:00")
async def test_slack_takes_the_roll_up_and_the_connection_drops_there_is_one_roll_up(company: World) -> None:
    """The message is looked for and adopted instead of posted again, thread included."""
    await company.at("Tue 18:00")
    await let_others_answer(company.slack, but="")
    company.slack.faults.switch("timeout_after_accepting", on=True)
    await company.at("Tue 22:00")
    company.slack.faults.switch("timeout_after_accepting", on=False)
    await all_sent(company)
    [summary] = company.persona("mara").messages("sync")
    thread = company.persona("mara").thread("sync", summary.ts)
    texts = [one.text for one in thread]
    assert len(texts) == len(set(texts))


@pytest.mark.begins("Tue 10:00")
async def test_every_event_delivered_twice_has_one_effect(company: World) -> None:
    """Words typed once are answered once, and one answer is stored."""
    ana = company.persona("ana")
    company.slack.faults.switch("events_twice", on=True)
    await ana.say("Refunds are live")
    replies = [one for one in ana.messages() if "Refunds are live" in one.words and one.user != ana.id]
    assert len(replies) == 1
    await ana.click("Use as update")
    assert await ana.submit({"What's next?": "Audit"}) == {}
    assert await count(company, Answer) == 1


async def test_a_limit_that_a_reply_runs_into_holds_the_sender_back_too(company: World) -> None:
    """Slack counts both together; nothing was sent yet, so that the slot is the reply's."""
    company.slack.faults.switch("rate_limit", on=True)
    for _ in range(3):
        await company.persona("ana").say("payments")
    async with company.bot.parts.database.system_session() as session:
        slots = list(await session.scalars(sa.select(PaceSlot.key)))
    assert slots == [f"{company.workspace_id} chat.postMessage"]


async def test_prompts_that_slack_does_not_take_come_as_soon_as_it_does(company: World) -> None:
    """Everybody has exactly one prompt in the end, whatever Slack refused in between."""
    company.slack.faults.switch("server_error", on=True)
    await company.at("Tue 10:30")
    assert company.persona("ana").messages() == []
    company.slack.faults.switch("server_error", on=False)
    await all_sent(company)
    assert len(company.persona("ana").messages()) == 1
    assert len(company.persona("wei").messages()) == 1


async def test_nobody_is_asked_late_for_what_is_over(company: World) -> None:
    """Slack took no message until the round had closed: the summary comes, and no prompt that asks for what is past."""
    company.slack.faults.switch("server_error", on=True)
    await company.at("Tue 22:30")
    company.slack.faults.switch("server_error", on=False)
    await all_sent(company)
    assert len(company.persona("mara").messages("sync")) == 1
    assert [company.persona(name).messages() for name in ("wei", "ana", "ben")] == [[], [], []]


async def test_nobody_is_asked_late_for_a_deleted_sync(company: World) -> None:
    """Deleted while Slack was away: the prompts that waited are not sent."""
    mara, wei = company.persona("mara"), company.persona("wei")
    listed = (await mara.command("/pmo sync"))[-1]
    company.slack.faults.switch("server_error", on=True)
    await company.at("Tue 03:00")
    await mara.click("Delete", on=listed)
    company.slack.faults.switch("server_error", on=False)
    await all_sent(company)
    assert wei.messages() == []


async def test_whose_first_prompt_was_never_sent_is_introduced_by_the_next(company: World) -> None:
    """The hello goes with the first prompt that really arrives."""
    wei = company.persona("wei")
    company.slack.faults.switch("server_error", on=True)
    await company.at("Tue 22:30")
    company.slack.faults.switch("server_error", on=False)
    await all_sent(company)
    assert wei.messages() == []
    await company.at("Tue 02:30")
    assert "I am Drumbeat" in wei.messages()[-1].words


@pytest.mark.parametrize("button", ["Skip", "All as planned"])
async def test_nobody_is_asked_late_for_what_a_team_mate_settled(company: World, button: str) -> None:
    """Tiago's turn had come while Slack was away; Ana was quicker."""
    ana, tiago = company.persona("ana"), company.persona("tiago")
    await company.at("Tue 11:55")
    company.slack.faults.switch("server_error", on=True)
    await company.at("Tue 12:01")
    await ana.click(button, on=ana.messages()[-1])
    company.slack.faults.switch("server_error", on=False)
    await all_sent(company)
    assert tiago.messages() == []


@pytest.mark.begins("Tue 10:00")
async def test_a_double_click_on_each_button_of_a_prompt_has_one_effect(company: World) -> None:
    """Two taps are one answer; the second is no error."""
    ana, wei, lena = (company.persona(name) for name in ("ana", "wei", "lena"))
    await ana.double_click("All as planned")
    await wei.double_click("Skip")
    await lena.double_click("Answer")
    assert await lena.submit({"What moved?": "New icons", "What's next?": "Dark mode"}) == {}
    assert await count(company, Answer) == 2
    assert "answered" in ana.messages()[0].words
    assert "nothing this week" in wei.messages()[0].words


async def test_a_summary_that_an_archived_channel_refused_comes_with_the_next_channel(company: World) -> None:
    """The owner is told once, chooses another channel, and the summary with its thread is posted there."""
    mara, place = company.persona("mara"), company.slack.state.channel_named("sync")
    await mara.invite_bot("leadership")
    assert place is not None
    await company.slack.members.archive(place, by=mara.id)
    await company.at("Tue 18:00")
    await let_others_answer(company.slack, but="")
    await company.at("Tue 23:00")
    (told,) = [one for one in mara.messages() if "is archived" in one.words]
    assert "it is posted then" in told.words
    await mara.open_home()
    assert "A summary of Weekly sync for #sync" in mara.read_words(mara.home)
    assert "Details of a summary" not in mara.read_words(mara.home)
    await mara.click("Choose a channel", on=told)
    await mara.submit({"The summary goes to": "leadership"})
    await mara.submit()
    await company.idle()
    (summary,) = [one for one in mara.messages("leadership") if "*Weekly sync*, Tue 3 Mar" in one.words]
    assert company.persona("mara").thread("leadership", summary.ts)
    assert await count(company, Delivery, Delivery.state == "failed") == 0


async def test_the_owner_posts_a_summary_again_and_reads_what_comes_of_it(company: World) -> None:
    """Ana owns a sync of her team; *Post again* in the message says that it is on its way, and it arrives."""
    ana = company.persona("ana")
    await ana.command("/pmo sync new")
    await ana.submit({"Days": ["Wednesday"]})
    await ana.submit()
    await ana.close()
    await company.at("Wed 10:30")
    await let_others_answer(company.slack, but="")
    await company.idle()
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        summary = await session.scalar(
            sa.select(Delivery).where(Delivery.kind == "sync_rollup").order_by(Delivery.id.desc()).limit(1)
        )
        summary.state, summary.ts, summary.reason = "failed", "", "Only some people may post here."
        told = Intent("told", FAILED, {"key": summary.key}, ana.id)
        await company.bot.parts.ledger.plan(session, company.workspace_id, [told])
    await company.idle()
    await ana.click("Post again", on=ana.messages()[-1])
    await company.idle()
    assert "It is on its way." in ana.messages()[-1].words
    assert await count(company, Delivery, Delivery.state == "failed") == 0
