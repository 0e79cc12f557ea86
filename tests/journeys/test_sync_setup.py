"""A PMO sets up a sync: three clicks with good defaults, the rest under *More options*."""

import re
from pathlib import Path

import pytest
import sqlalchemy as sa

from models import AuditEntry, Draft, Ritual

COMPANY = Path(__file__).parents[2] / "bot" / "playground" / "company.yaml"


@pytest.fixture
async def staffed(lumen):
    """People and teams of the company, and no sync yet."""
    await lumen.apply(COMPANY.read_text().split("\nsyncs:", maxsplit=1)[0])
    return lumen


async def rows(world, table):
    """Everything in a table of the workspace."""
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        return list(await session.scalars(sa.select(table).order_by(table.id)))


async def test_a_sync_is_set_up_in_three_clicks(staffed):
    """*New sync*, *See next rounds*, *Save sync*: the defaults are good enough to save as they are."""
    mara = staffed.persona("mara")
    menu = (await mara.command("/pmo"))[-1]
    before = mara.clicks
    await mara.click("New sync", on=menu)
    assert await mara.submit() == {}
    preview = mara.read_words(mara.modal)
    await mara.submit()
    assert mara.clicks - before == 3
    assert "Tue 10:00 in Singapore (02:00 UTC, 03:00 for you): Platform (Wei Tan)" in preview
    assert preview.count("your time") == 4
    assert "*Weekly sync* is set up: every Tuesday at 10:00, in each person's own time." in mara.read_words(mara.modal)
    await mara.close()
    assert mara.modal is None
    (sync,) = await rows(staffed, Ritual)
    assert (sync.rrule, f"{sync.local_time:%H:%M}", sync.voice) == ("FREQ=WEEKLY;BYDAY=TU", "10:00", "team")
    assert await rows(staffed, Draft) == []
    assert [entry.action for entry in await rows(staffed, AuditEntry)][-1] == "sync_created"


async def test_the_preview_lets_a_squad_take_turns(staffed):
    """Payments has a squad of three: each of them is named for one round before the first comes again."""
    mara = staffed.persona("mara")
    await mara.command("/pmo sync new")
    await mara.submit({"Teams": ["Payments"]})
    preview = mara.read_words(mara.modal)
    assert re.findall(r"Payments \((\w+)", preview) == ["Ana", "Tiago", "Rui", "Ana"]


async def test_the_preview_says_who_is_asked_when_the_first_is_silent(staffed):
    """Where a squad has another one; and the try stands before the list of rounds, where it is seen."""
    mara = staffed.persona("mara")
    await mara.command("/pmo sync new")
    await mara.submit({"Teams": ["Payments"]})
    preview = mara.read_words(mara.modal)
    assert "without an answer after 2 hours of working time, the next of the squad is asked" in preview
    places = [block["block_id"] for block in mara.modal.blocks]
    with_try = next(block for block in mara.modal.blocks if "Try it on me" in str(block))
    assert places.index(with_try["block_id"]) < places.index("round0")


async def test_the_preview_counts_the_other_syncs_of_the_same_people(company):
    """A second sync on the same day, or one that makes it too many in a week, is warned of before it is saved."""
    mara = company.persona("mara")
    await mara.command("/pmo sync new")
    await mara.submit({"Teams": ["Platform"]})
    shown = mara.read_words(mara.modal)
    assert "*Same day:* Weekly sync may ask 4 of these people, too. Another day would spread it." in shown
    await mara.close()
    await mara.submit({"Teams": ["Sales"], "Days": ["Wednesday"]})
    shown = mara.read_words(mara.modal)
    assert "*Same day:*" not in shown
    assert "*Often:*" not in shown


async def test_what_was_set_up_asks_people(staffed):
    """A saved sync opens its first round by itself: Singapore is asked at its ten o'clock."""
    mara, wei = staffed.persona("mara"), staffed.persona("wei")
    await mara.command("/pmo sync new")
    await mara.submit()
    await mara.submit()
    await staffed.at("Tue 02:30")
    assert "Weekly sync" in wei.messages()[-1].words


async def test_closing_the_form_loses_nothing(staffed):
    """What was typed waits as a draft; *Start anew* empties the form."""
    mara = staffed.persona("mara")
    await mara.command("/pmo sync new")
    mara.fill({"Name": "Monday round", "Days": ["Monday", "Thursday"]})
    await mara.close()
    await mara.command("/pmo sync new")
    assert "You go on with your draft" in mara.read_words(mara.modal)
    await mara.click("Start anew")
    assert "You go on with your draft" not in mara.read_words(mara.modal)
    await mara.submit()
    assert "*Weekly sync*: every Tuesday" in mara.read_words(mara.modal)


async def test_starting_anew_leaves_nothing_of_the_old_form(staffed):
    """Slack keeps what was typed, and what was said beside it, by the ids of the fields: all of them are other ones."""
    mara = staffed.persona("mara")
    await mara.command("/pmo sync new")
    mara.fill({"Days": ["Monday"]})
    await mara.close()
    await mara.command("/pmo sync new")
    assert set(await mara.submit({"People are asked at": "ten"})) == {"time"}
    before = {block["block_id"] for block in mara.modal.blocks if block["type"] == "input"}
    await mara.click("Start anew")
    after = {block["block_id"] for block in mara.modal.blocks if block["type"] == "input"}
    assert before & after == set()
    assert len(after) == len(before)
    [time] = [one for one in after if one.startswith("time")]
    assert set(await mara.submit({"People are asked at": "eleven"})) == {time}
    assert await mara.submit({"People are asked at": "11", "Days": ["Friday"]}) == {}
    assert "*Weekly sync*: every Friday at 11:00" in mara.read_words(mara.modal)


async def test_the_draft_is_gone_on_with(staffed):
    """The form opens again with what was typed, and goes on to the preview."""
    mara = staffed.persona("mara")
    await mara.command("/pmo sync new")
    mara.fill({"Name": "Monday round", "Days": ["Monday", "Thursday"]})
    await mara.close()
    await mara.command("/pmo sync new")
    await mara.submit()
    assert "*Monday round*: every Monday and Thursday at 10:00" in mara.read_words(mara.modal)


async def test_more_options_keep_what_was_typed(staffed):
    """The form grows in place, and everything chosen in it counts."""
    mara = staffed.persona("mara")
    await mara.command("/pmo sync new")
    mara.fill({"Name": "Product month", "Days": ["Wednesday"], "People are asked at": "9.30"})
    await mara.click("More options")
    await mara.click("Everyone answers")
    errors = await mara.submit(
        {
            "Repeats": "Once a month",
            "Week of the month": "Last",
            "Time zone": "Berlin time for all",
            "People by name": ["mara"],
            "Time to answer": "8 hours",
            "Reminder": [],
        }
    )
    assert errors == {}
    assert "*Product month*: on the last Wednesday of every month at 09:30, Berlin time" in mara.read_words(mara.modal)
    await mara.submit()
    (sync,) = await rows(staffed, Ritual)
    assert (sync.rrule, sync.zone, sync.voice) == ("FREQ=MONTHLY;BYDAY=-1WE", "Europe/Berlin", "everyone")
    assert (sync.answering_minutes, sync.reminds) == (480, False)


async def test_each_mistake_is_said_beside_its_field(staffed):
    """Bad time, empty audience, a name that is too long: a sentence each, and what was typed stays."""
    mara = staffed.persona("mara")
    await mara.command("/pmo sync new")
    assert set(await mara.submit({"Teams": []})) == {"teams"}
    errors = await mara.submit({"Name": "x" * 61, "People are asked at": "ten", "Teams": ["Payments"]})
    assert errors["name"].startswith("A name has at most 60 characters")
    assert errors["time"] == "“ten” is not a time. Please write it like 10:00 or 16:30."
    assert await mara.submit({"Name": "Short", "People are asked at": "10", "Teams": ["Payments"]}) == {}


async def test_teams_are_needed_until_everyone_answers(staffed):
    """With one voice per team the field is not optional; people by name can do without, as soon as that is chosen."""
    mara = staffed.persona("mara")
    await mara.command("/pmo sync new")
    await mara.click("More options")
    teams = next(block for block in mara.modal.blocks if block["block_id"] == "teams")
    assert not teams.get("optional")
    mara.fill({"Name": "Office hour"})
    await mara.click("Everyone answers")
    assert await mara.submit({"Teams": []}) == {
        "teams": "Nobody would be asked. Please choose a team, or people under “More options”."
    }
    assert await mara.submit({"Teams": [], "People by name": ["mara"]}) == {}
    assert "*Office hour*: every Tuesday at 10:00" in mara.read_words(mara.modal)


async def test_a_name_that_is_taken_is_refused_with_a_free_one(company):
    """The new sync proposes a free name by itself; typing a taken one gets a sentence."""
    mara = company.persona("mara")
    await mara.command("/pmo sync new")
    errors = await mara.submit({"Name": "weekly SYNC"})
    assert errors == {"name": "There is a sync with this name already. “weekly SYNC 2” is free."}


async def test_a_channel_without_the_bot_is_saved_and_the_way_in_is_said(staffed):
    """Preview and result both say how to invite Drumbeat; the archived channel is refused."""
    mara = staffed.persona("mara")
    await mara.command("/pmo sync new")
    await mara.submit({"The summary goes to": "leadership"})
    assert "`/invite @Drumbeat`" in mara.read_words(mara.modal)
    await mara.submit()
    assert "`/invite @Drumbeat`" in mara.read_words(mara.modal)
    (sync,) = await rows(staffed, Ritual)
    assert sync.state == "active"


async def test_saving_twice_makes_one_sync(staffed):
    """The second press of *Save sync* answers with what the first one saved."""
    mara = staffed.persona("mara")
    await mara.command("/pmo sync new")
    await mara.submit()
    setup, draft = staffed.bot.parts.setup, (await rows(staffed, Draft))[0]
    assert draft.kind == "sync"
    await mara.submit()
    again = await setup.save(staffed.workspace_id, mara.id, seen="")
    assert (again.again, again.name) == (True, "Weekly sync")
    assert len(await rows(staffed, Ritual)) == 1


async def test_saving_twice_for_another_owner_answers_with_theirs(staffed):
    """Not with what whoever pressed has of their own."""
    mara = staffed.persona("mara")
    for more in ({}, {"Owner": "tiago"}):
        await mara.command("/pmo sync new")
        await mara.click("More options", on="modal")
        await mara.submit(more)
        await mara.submit()
    again = await staffed.bot.parts.setup.save(staffed.workspace_id, mara.id, seen="")
    assert (again.again, again.name) == (True, "Weekly sync 2")


async def test_a_member_reads_who_can_set_up_syncs(company):
    """No blame, a name to turn to."""
    rui = company.persona("rui")
    answers = await rui.command("/pmo sync new")
    assert rui.modal is None
    assert answers[-1].words == (
        "Setting up syncs is for the PMO, and for leads in their own team. Mara Lindqvist can do it for you."
    )


async def test_a_lead_sets_up_syncs_for_their_own_team(company):
    """The form offers the lead's team only."""
    ana = company.persona("ana")
    await ana.command("/pmo sync new", channel="payments")
    assert await ana.submit({"Name": "Payments daily"}) == {}
    assert "5 people, one answer each" in ana.read_words(ana.modal)
    await ana.submit()
    assert [sync.name for sync in await rows(company, Ritual)] == ["Weekly sync", "Payments daily"]


async def test_the_preview_says_who_loses_time_and_proposes_another(staffed):
    """Friday at 16:00 leaves one working hour of four; an earlier hour is named. The same for a rhythm too dense."""
    mara = staffed.persona("mara")
    await mara.command("/pmo sync new")
    await mara.submit({"Days": ["Friday"], "People are asked at": "16:00"})
    words = mara.read_words(mara.modal)
    assert "would have 1 hour of the 4 hours to answer. At 12:00 everybody has enough." in words
    await mara.close()
    await mara.click("More options")
    every_day = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
    await mara.submit({"Days": every_day, "People are asked at": "10:00", "Who answers": "Everyone answers"})
    assert "and 16 more may be asked 5 times a week." in mara.read_words(mara.modal)


async def test_new_sync_on_the_home_tab_opens_the_same_form(staffed):
    """The button works on any surface, and the home tab shows the new sync afterwards."""
    mara = staffed.persona("mara")
    await mara.open_home()
    await mara.click("New sync", on="home")
    await mara.submit()
    await mara.submit()
    assert "Weekly sync" in mara.read_words(mara.home)


async def test_hostile_words_in_a_name_ping_nobody(staffed):
    """Angle brackets, emoji and right-to-left text are shown as they were typed."""
    mara = staffed.persona("mara")
    name = "<!channel> <@U1> 🎉 שלום &amp;"
    await mara.command("/pmo sync new")
    assert await mara.submit({"Name": name}) == {}
    assert "*&lt;!channel&gt; &lt;@U1&gt; 🎉 שלום &amp;amp;*" in mara.read_words(mara.modal)
    await mara.submit()
    assert [sync.name for sync in await rows(staffed, Ritual)] == [name]
    assert "&lt;!channel&gt;" in (await mara.command("/pmo sync"))[-1].words


async def test_the_preview_says_who_is_asked_outside_their_working_hours(staffed):
    """Eight in the evening is nobody's working hour; ten in the morning is everybody's."""
    mara = staffed.persona("mara")
    await mara.command("/pmo sync new")
    await mara.submit({"People are asked at": "20:00"})
    evening = mara.read_words(mara.modal)
    assert "Not at work then" in evening
    assert "Ana Sousa" in evening.split("would be asked outside", 1)[0]
    await mara.close()
    await mara.submit({"People are asked at": "10:00"})
    assert "Not at work then" not in mara.read_words(mara.modal)
