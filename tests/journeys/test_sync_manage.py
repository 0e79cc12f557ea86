"""Syncs are listed, edited, paused, resumed, run, closed and deleted from one message."""

import pytest
import sqlalchemy as sa

from models import AuditEntry, Ritual, Round


async def listed(person, line="/pmo sync"):
    """The list of syncs."""
    return (await person.command(line))[-1]


async def one(world, table):
    """The newest row of a table."""
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        return await session.scalar(sa.select(table).order_by(table.id.desc()).limit(1))


async def test_the_list_says_what_runs_and_when(company):
    """State, next round in the reader's zone, who takes part, where the summary goes."""
    shown = await listed(company.persona("mara"))
    assert "*Weekly sync*: every Tuesday at 10:00, in each person's own time" in shown.words
    assert "Next: Tue 3 Mar, from 03:00 to 19:00 your time." in shown.words
    assert "Growth, Mobile, Payments, Platform and Sales, one answer a team · summary to #sync" in shown.words
    own = ["Edit", "Pause", "Run now", "See next rounds", "See map", "See rhythm", "Delete"]
    own += ["Add to calendar", "Download CSV", "Download rounds", "New sync", "Download list"]
    assert shown.buttons == own


@pytest.mark.parametrize("who", ["wei", "rui", "ben"])
async def test_who_takes_part_reads_when_they_are_asked(company, who):
    """At their own ten o'clock, wherever they live: Singapore, Lisbon, Los Angeles."""
    assert "Next: Tue 3 Mar, 10:00 your time." in (await listed(company.persona(who))).words


async def test_a_sync_at_one_time_for_all_is_told_as_one_time(company):
    """To those who do not take part as well."""
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        await session.execute(sa.update(Ritual).values(zone="Europe/Lisbon"))
        ritual = (await session.scalars(sa.select(Ritual))).one()
        await company.bot.parts.rounds.schedule(session, ritual)
    assert "Next: Tue 3 Mar, 11:00 your time." in (await listed(company.persona("mara"))).words


async def test_a_member_sees_the_list_without_its_levers(company):
    """Everybody may know what runs."""
    assert (await listed(company.persona("rui"))).buttons == [
        "See next rounds",
        "See map",
        "Add to calendar",
        "Download rounds",
        "Download list",
    ]


async def test_a_paused_sync_asks_nobody_until_it_is_resumed(company):
    """Pause and resume are one press each; nothing is caught up."""
    mara, wei = company.persona("mara"), company.persona("wei")
    await mara.click("Pause", on=await listed(mara))
    assert "*Weekly sync* is paused: nobody is asked until it is resumed." in mara.messages()[-1].words
    await company.at("Wed 12:00")
    assert wei.messages() == []
    await mara.click("Resume", on=await listed(mara))
    assert "*Weekly sync* goes on. It asks again from" in mara.messages()[-1].words
    assert "What was left out is not caught up." in mara.messages()[-1].words
    await company.at("Tue 10:30")
    assert "Weekly sync" in wei.messages()[-1].words


async def test_running_now_asks_once_however_often_it_is_pressed(company):
    """A double click opens one round; the second press says that it runs."""
    mara = company.persona("mara")
    shown = await listed(mara)
    await mara.double_click("Run now", on=shown)
    said = [message.words for message in mara.messages()]
    assert any("*Weekly sync* runs now and closes" in words for words in said)
    assert any("is open already, so nobody was asked again" in words for words in said)
    current = await one(company, Round)
    assert current.state == "open"


@pytest.mark.begins("Tue 10:00")
async def test_closing_now_posts_the_summary(company):
    """Afterwards there is nothing to close, and the command says so."""
    mara = company.persona("mara")
    await company.at("Tue 12:00")
    shown = await listed(mara)
    assert "Close now" in shown.buttons
    await mara.click("Close now", on=shown)
    assert "*Weekly sync* is closed, and its summary is on its way." in mara.messages()[-1].words
    assert "Weekly sync" in mara.messages("sync")[-1].words
    assert "is not open now" in (await listed(mara, "/pmo sync close weekly")).words


async def test_a_deleted_sync_is_gone_and_its_prompts_say_so(company):
    """Whoever was asked sees that nothing is left to do; no summary is posted."""
    mara, wei = company.persona("mara"), company.persona("wei")
    await company.at("Tue 03:00")
    assert wei.messages()[-1].buttons
    await mara.click("Delete", on=await listed(mara))
    assert "*Weekly sync* is deleted: nobody is asked again." in mara.messages()[-1].words
    assert "is not held any more" in wei.messages()[-1].words
    assert wei.messages()[-1].buttons == []
    await company.at("Tue 23:30")
    assert not [message for message in mara.messages("sync") if "Weekly sync" in message.text]
    assert (await one(company, Ritual)).state == "deleted"
    assert (await one(company, AuditEntry)).action == "sync_deleted"
    assert "No sync is set up yet." in (await listed(mara)).words


async def test_who_has_answered_a_deleted_sync_reads_that_no_summary_comes(company):
    """Their words stay before them, without a promise that is not kept; last week's summary is there all the same."""
    mara, ana = company.persona("mara"), company.persona("ana")
    await company.at("Tue 10:00")
    await ana.click("Answer")
    await ana.submit({"What moved?": "Card payments are live.", "What's next?": "Refunds"})
    await company.at("2026-03-10 10:00")
    last_week = next(one for one in ana.messages() if "Card payments are live." in one.words)
    squad = [one for one in map(company.persona, ("tiago", "rui", "ana")) if one.messages()]
    second = next(one for one in squad if "Answer" in one.messages()[-1].buttons)
    await second.click("Answer", on=second.messages()[-1])
    await second.submit({"What moved?": "Refunds are live.", "What's next?": "Audit"})
    await mara.click("Delete", on=await listed(mara))
    now = second.messages()[-1]
    assert "*Weekly sync* is not held any more, so no summary comes. What you wrote is kept." in now.words
    assert "Refunds are live." in now.words
    assert now.buttons == []
    [then] = [one for one in ana.messages() if one.ts == last_week.ts]
    assert "answered; the summary is in #sync." in then.words


async def test_a_list_of_yesterday_answers_with_a_sentence(company):
    """A button of a sync that was deleted meanwhile says who did it, and changes nothing."""
    mara = company.persona("mara")
    first = await listed(mara)
    second = await listed(mara)
    await mara.click("Delete", on=first)
    await mara.click("Pause", on=second)
    assert "This sync was deleted by Mara Lindqvist. Nothing was changed." in mara.messages()[-1].words


async def test_an_edit_changes_the_coming_rounds(company):
    """The same form, filled; the preview says from when it counts."""
    mara = company.persona("mara")
    await mara.click("Edit", on=await listed(mara))
    assert await mara.submit({"Days": ["Thursday"], "People are asked at": "9:30"}) == {}
    assert "every Thursday at 09:30" in mara.read_words(mara.modal)
    await mara.submit()
    assert "*Weekly sync* is changed: every Thursday at 09:30" in mara.read_words(mara.modal)
    await mara.close()
    assert "Next: Thu 5 Mar, from 02:30 to 18:30 your time." in (await listed(mara)).words
    assert (await one(company, AuditEntry)).details["fields"] == ["days", "time"]


async def test_of_two_who_edit_at_once_the_second_is_told(company):
    """Nothing is lost: the draft waits, and going on from it says whose change it replaces."""
    mara, ana = company.persona("mara"), company.persona("ana")
    await mara.command("/pmo role @ana pmo")
    await mara.click("Edit", on=await listed(mara))
    await ana.click("Edit", on=await listed(ana))
    await mara.submit({"People are asked at": "11:00"})
    await mara.submit()
    await ana.submit({"People are asked at": "9:00"})
    assert "Mara Lindqvist changed Weekly sync while you were editing it." in ana.read_words(ana.modal)
    await ana.close()
    await ana.close()
    await ana.command("/pmo sync edit weekly")
    assert "Mara Lindqvist changed this sync after you began." in ana.read_words(ana.modal)
    await ana.submit()
    await ana.submit()
    assert f"{(await one(company, Ritual)).local_time:%H:%M}" == "09:00"


async def test_a_member_who_tries_gets_a_sentence(company):
    """The same for every lever, by command."""
    rui = company.persona("rui")
    levers = {"pause": "Pausing", "run": "Running", "close": "Closing", "delete": "Deleting", "edit": "Setting up"}
    for word, doing in levers.items():
        words = (await listed(rui, f"/pmo sync {word} weekly")).words
        assert words.startswith(doing), words
        assert "Mara Lindqvist can do it for you." in words


async def test_a_sync_is_found_by_a_part_of_its_name_and_a_wrong_one_is_guessed(company):
    """A name need not be whole; of an unknown one the nearest is asked."""
    mara = company.persona("mara")
    assert "*Weekly sync*" in (await listed(mara, "/pmo sync weekly")).words
    assert "Did you mean Weekly sync?" in (await listed(mara, "/pmo sync pause Wekly sync")).words
    await mara.command("/pmo sync preview weekly")
    assert "Platform (Wei Tan)" in mara.read_words(mara.modal)


async def test_every_lever_works_as_a_command_too(company):
    """Pause and resume do it; what cannot be taken back asks first, in the words of its button."""
    mara = company.persona("mara")
    assert "is paused" in (await listed(mara, "/pmo sync pause weekly")).words
    assert "goes on" in (await listed(mara, "/pmo sync resume weekly")).words
    shown = await listed(mara, "/pmo sync delete weekly")
    assert "*Delete Weekly sync?* Nobody is asked again." in shown.words
    assert shown.buttons == ["Delete", "Show syncs"]
    assert (await one(company, Ritual)).state == "active"


async def test_a_typed_run_or_close_asks_before_it_acts(company):
    """A slip of the fingers asks nobody and closes nothing; one press on the answer does."""
    mara = company.persona("mara")
    shown = await listed(mara, "/pmo sync run")
    assert "*Run Weekly sync?* Everybody who takes part and is at work is asked right away" in shown.words
    assert "Nothing has happened yet." in shown.words
    assert await one(company, Round) is None
    await mara.click("Run now", on=shown)
    assert "*Weekly sync* runs now and closes" in mara.messages()[-1].words
    shown = await listed(mara, "/pmo sync close weekly")
    assert "*Close Weekly sync?* The summary is posted now" in shown.words
    assert (await one(company, Round)).state == "open"
    await mara.click("Close now", on=shown)
    assert (await one(company, Round)).state == "closed"


async def test_who_thinks_better_of_it_is_led_back_to_the_list(company):
    """*Show syncs* takes the place of the question, with *Pause* beside *Delete*."""
    mara = company.persona("mara")
    await mara.click("Show syncs", on=await listed(mara, "/pmo sync delete weekly"))
    assert "Pause" in mara.messages()[-1].buttons
    assert "*Delete Weekly sync?*" not in "".join(message.words for message in mara.messages())


async def test_the_menu_leads_to_the_list_and_the_next_rounds(company):
    """*Show syncs*, then *See next rounds*; both for everybody."""
    rui = company.persona("rui")
    await rui.click("Show syncs", on=await listed(rui, "/pmo"))
    await rui.click("See next rounds", on=rui.messages()[-1])
    assert "Platform (Wei Tan)" in rui.read_words(rui.modal)
    assert rui.modal.submit is None


@pytest.mark.begins("Tue 10:00")
async def test_a_typed_run_of_what_took_place_says_so_at_once(company):
    """Nothing is promised that the button then refuses."""
    mara = company.persona("mara")
    assert "is open already, so nobody was asked again" in (await listed(mara, "/pmo sync run weekly")).words
    await company.at("Tue 22:30")
    assert "took place today already" in (await listed(mara, "/pmo sync run weekly")).words


@pytest.mark.begins("Tue 10:00")
async def test_closing_promises_no_summary_where_drumbeat_cannot_post(company):
    """Drumbeat was removed from #sync: the answers are kept, and nothing is said to be on its way."""
    mara = company.persona("mara")
    await mara.command("/remove @Drumbeat", "sync")
    await mara.click("Close now", on=await listed(mara))
    said = "\n".join(message.words for message in mara.messages())
    assert "*Weekly sync* is closed, and all answers are saved; its summary waits until it can be posted." in said
    assert "on its way" not in said
    assert "*Invite me to" in said
