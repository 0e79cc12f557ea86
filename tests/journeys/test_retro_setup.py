"""A lead or the PMO sets up a retro: three clicks with good defaults, the rest under *More options*."""

import asyncio

import sqlalchemy as sa

from models import AuditEntry, Draft, Retro, RetroTeam


async def rows(world, table):
    """Everything in a table of the workspace."""
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        return list(await session.scalars(sa.select(table).order_by(table.id)))


async def set_up(person, answers=None):
    """Set a retro up as the form proposes it, but for `answers`."""
    await person.command("/pmo retro new")
    assert await person.submit(answers) == {}
    await person.submit()
    await person.close()


async def test_a_retro_is_set_up_in_three_clicks(company):
    """*New retro*, *See next dates*, *Save retro*: a lead's own team, once a month, without names."""
    ana = company.persona("ana")
    listed = (await ana.command("/pmo retro"))[-1]
    assert "No retro is set up yet. *New retro* sets one up in three clicks" in listed.words
    before = ana.clicks
    await ana.click("New retro", on=listed)
    assert await ana.submit() == {}
    preview = ana.read_words(ana.modal)
    await ana.submit()
    assert ana.clicks - before == 3
    assert "*Payments retro*: on the last Thursday of every month at 14:00, in each person's own time." in preview
    assert "5 people take part, without names. The board goes to #payments" in preview
    assert "What worked? · What didn't? · What shall we try?" in preview
    assert "Thu 14:00 in Singapore (06:00 UTC and for you): Hui Min Lee" in preview
    assert "Thu 14:00 in Lisbon (UTC): Ana Sousa, Inês Duarte, Rui Matos and Tiago Ferreira" in preview
    assert "cards until Tue 31 Mar 14:00, votes from Wed 1 Apr 14:00 until Thu 2 Apr 14:00 your time" in preview
    assert preview.count("your time") == 4
    assert "*Payments retro* is set up: on the last Thursday of every month" in ana.read_words(ana.modal)
    (retro,) = await rows(company, Retro)
    assert (retro.rrule, f"{retro.local_time:%H:%M}", retro.anonymous) == ("FREQ=MONTHLY;BYDAY=-1TH", "14:00", True)
    assert [one["key"] for one in retro.columns] == ["worked", "didnt", "try"]
    assert await rows(company, Draft) == []
    assert [entry.action for entry in await rows(company, AuditEntry)][-1] == "retro_created"


async def test_a_quarterly_retro_of_all_teams_has_what_more_options_give(company):
    """The PMO takes several teams, every quarter, with columns of its own, names, days, votes and one zone for all."""
    mara = company.persona("mara")
    await mara.command("/pmo retro new")
    await mara.click("More options")
    mara.fill({"Name": "Way of working", "Repeats": "Every quarter", "Week": "First of the month", "Day": "Wednesday"})
    mara.fill({"Columns": "Own columns", "Names": [], "Time to write": "5 working days", "Votes each": "5 votes"})
    await mara.close()
    await mara.command("/pmo retro new")
    assert "You go on with your draft" in mara.read_words(mara.modal)
    errors = await mara.submit({"Own columns": "Keep\nChange: Fewer status meetings\nKeep"})
    assert errors == {"columns": "Two columns have the same title. Please name them apart."}
    assert await mara.submit({"Own columns": "Keep\nChange: Fewer status meetings"}) == {}
    preview = mara.read_words(mara.modal)
    assert "on the first Wednesday of every third month" in preview
    assert "with names" in preview
    assert "Columns: Keep · Change" in preview
    assert "5 working days to write, 1 to sort the cards, 1 to vote with 5 votes each" in preview
    await mara.submit()
    (retro,) = await rows(company, Retro)
    assert (retro.rrule, retro.anonymous, retro.votes) == ("FREQ=MONTHLY;INTERVAL=3;BYDAY=1WE", False, 5)
    assert retro.columns[1] == {"key": "own2", "title": "Change", "hint": "Fewer status meetings"}
    assert len(await rows(company, RetroTeam)) == 5


async def test_who_may_not_set_one_up_hears_who_can(company):
    """A member, and a lead for other teams."""
    rui, ana = company.persona("rui"), company.persona("ana")
    await rui.command("/pmo retro new")
    assert (
        "Setting up retros is for the PMO, and for leads in their own team. Mara Lindqvist" in rui.messages()[-1].words
    )
    assert rui.modal is None
    assert (await rui.command("/pmo retro"))[-1].buttons == []
    await set_up(company.persona("mara"), {"Name": "Everybody's", "Teams": ["Growth"]})
    await ana.command("/pmo retro delete Everybody's")
    assert "Deleting Everybody's is for the PMO, and for leads in their own team." in ana.messages()[-1].words


async def test_what_cannot_be_is_said_beside_its_field(company):
    """Nothing is saved, and what was typed stays."""
    mara = company.persona("mara")
    await set_up(mara, {"Name": "Ours"})
    await mara.command("/pmo retro new")
    await mara.click("More options")
    errors = await mara.submit({"Name": "ours", "People are asked at": "noonish"})
    assert errors["name"] == "There is a retro with this name already. “ours 2” is free."
    assert errors["time"]
    long = {"Name": "Long", "People are asked at": "14:00", "Time to write": "15 working days"}
    errors = await mara.submit(long | {"Time to sort the cards": "10 working days"})
    assert "would not be over when the next one begins" in errors["write_days"]
    assert len(await rows(company, Retro)) == 1


async def test_of_two_who_edit_at_once_the_second_is_told(company):
    """Their draft is kept."""
    mara, ana = company.persona("mara"), company.persona("ana")
    await set_up(ana)
    await ana.command("/pmo retro edit Payments")
    await mara.command("/pmo retro edit Payments")
    await mara.submit({"Name": "Payments monthly"})
    await mara.submit()
    assert "*Payments monthly* is changed" in mara.read_words(mara.modal)
    await ana.submit({"People are asked at": "15:00"})
    assert "Mara Lindqvist changed Payments monthly while you were editing it" in ana.read_words(ana.modal)
    (retro,) = await rows(company, Retro)
    assert f"{retro.local_time:%H:%M}" == "14:00"


async def test_saving_twice_saves_once(company):
    """Two presses on *Save retro* at the same instant."""
    ana = company.persona("ana")
    await ana.command("/pmo retro new")
    await ana.submit()
    await asyncio.gather(ana.submit(), ana.submit())
    assert len(await rows(company, Retro)) == 1
    assert [one.action for one in await rows(company, AuditEntry)].count("retro_created") == 1


async def test_the_board_of_several_teams_goes_where_they_have_their_sync(company):
    """Not to the channel of one of them; without a sync to one that is for all."""
    mara = company.persona("mara")
    await mara.command("/pmo retro new")
    await mara.submit()
    assert "The board goes to #sync" in mara.read_words(mara.modal)
    await mara.close()
    await mara.close()
    await mara.command("/pmo sync delete Weekly sync")
    await mara.click("Delete")
    await company.slack.members.archive(company.slack.channel("sync"), by=mara.id)
    await mara.command("/pmo retro new")
    await mara.click("Start anew")
    await mara.submit()
    assert "The board goes to #general" in mara.read_words(mara.modal)
