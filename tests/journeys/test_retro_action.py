"""From the vote of a retro to its actions, and from those to the next time."""

from datetime import timedelta

import sqlalchemy as sa

from bot.ids import new_id
from bot.views import retro_action
from models import RetroCard, RetroTheme
from tests.factories.listening import Sending
from tests.factories.retro import cards, newest, set_up, staffed
from tests.journeys.test_action import kinds, stored
from tests.journeys.test_retro_round import FIRST, OPENS, board

CHOSEN = {
    "text:0": "Write one page on who decides prices",
    "owner:0": "rui",
    "due:0": "2026-03-20",
    "signal:0": "Nobody asks in #sales",
    "text:x": "No meetings on Wednesday mornings",
    "signal:x": "Two hours more",
}


async def voted(lumen, *names):
    """Payments' retro after its vote, with these themes: as many votes as letters."""
    team = await staffed(lumen)
    await set_up(team.persona("ana"), FIRST)
    await team.at(OPENS)
    await cards(team, "a", "b", "c")
    await team.at("2026-03-12 14:00")
    async with team.bot.parts.database.transaction(team.workspace_id) as session:
        current = await newest(team)
        await session.execute(sa.update(RetroCard).values(theme_id=None))
        await session.execute(sa.delete(RetroTheme).where(RetroTheme.round_id == current.id))
        for place, name in enumerate(names):
            theme = {"id": new_id(), "round_id": current.id, "name": name, "place": place, "votes": len(name)}
            session.add(RetroTheme(**theme))
    return team


async def choose(team, answers=None):
    """Let Ana, who runs it, choose; return the errors."""
    ana = team.persona("ana")
    await ana.click("Choose actions", on=ana.messages()[-1])
    errors = await ana.submit(CHOSEN | (answers or {}))
    await team.idle()
    return errors


async def test_themes_become_actions_and_the_next_time_begins_with_them(lumen):
    """Owners are asked, the board shows it all, the retro is over; a month later its people read what became of it."""
    team = await voted(lumen, "Prices", "Meetings")
    ana, rui, ines = (team.persona(one) for one in ("ana", "rui", "ines"))
    assert await choose(team) == {}
    assert "What will be done" in board(team).words
    assert "Write one page on who decides prices · Rui Matos, by Fri 20 Mar · Meetings" in board(team).words
    assert "We all try: No meetings on Wednesday mornings · Ana Sousa" in board(team).words
    assert (await newest(team)).state == "closed"
    experiment, action = sorted(await stored(team), key=lambda one: one.kind, reverse=True)
    assert (action.state, action.theme, experiment.state) == ("proposed", "Meetings", "open")
    assert experiment.team_id == action.team_id is not None
    asked = [one for one in rui.messages() if "Accept" in one.buttons][-1]
    assert "By Fri 20 Mar · from *Payments retro* · Meetings" in asked.words
    await rui.click("Accept", on=asked)
    await team.at("2026-04-02 14:00")
    assert {one.carried for one in await stored(team)} == {1}
    assert "*From last time*" in board(team).words
    assert "Write one page on who decides prices · Rui Matos, by Fri 20 Mar" in board(team).words
    assert "open at" not in board(team).words
    mine = [one for one in rui.messages() if "What became of last time?" in one.words][-1]
    assert "Yours, by Fri 20 Mar · open since the last retro" in mine.words
    assert "What will tell that it worked: Nobody asks in #sales" in mine.words
    theirs = [one for one in ines.messages() if "What became of last time?" in one.words][-1]
    assert "open at" not in theirs.words
    assert "Not yet" not in theirs.buttons
    await rui.click("Not yet", on=mine)
    assert "It goes on." in [one for one in rui.messages() if one.ephemeral][-1].words
    mine = [one for one in rui.messages() if "What became of last time?" in one.words][-1]
    await rui.double_click("Done", on=mine)
    await team.idle()
    mine = [one for one in rui.messages() if "What became of last time?" in one.words][-1]
    assert "Done: Write one page on who decides prices" in mine.words
    assert "Not yet" not in mine.buttons
    assert "Done: Write one page on who decides prices" in board(team).words
    mine = [one for one in ana.messages() if "Our experiment; you look after it" in one.words][-1]
    await ana.click("Done…", on=mine)
    assert await ana.submit({"Did it work?": "It worked", "What was the effect?": "Two hours"}) == {}
    await team.idle()
    assert "Done, it worked: No meetings on Wednesday mornings → Two hours" in board(team).words


async def test_choosing_is_checked_part_by_part_and_done_once(lumen):
    """Each error beside its field; only whoever runs the retro may; two who send at once make them once."""
    team = await voted(lumen, "Prices")
    ana, rui = team.persona("ana"), team.persona("rui")
    await rui.click("Choose actions", on=board(team))
    assert "Ana Sousa runs this retro." in [one for one in rui.messages("payments") if one.ephemeral][-1].words
    assert await choose(team, dict.fromkeys(("text:0", "text:x"), "")) == {
        "text:0": "Please write one action or the experiment, or close the retro on its board."
    }
    errors = await ana.submit({"text:1": "Ask three teams", "text:0": "One page", "due:0": "2026-03-01"})
    assert errors == {"due:0": "Sun 1 Mar is past. Please choose a day to come."}
    errors = await ana.submit({"due:0": "2026-03-20", "owner:1": None})
    assert errors == {"owner:1": "Please choose who does it."}
    assert await stored(team) == []
    assert await ana.submit({"text:1": "", "text:x": ""}) == {}
    await team.idle()
    assert [one.text for one in await stored(team)] == ["One page"]
    assert await kinds(team, "rui") == ["action_asked"]


async def test_the_form_is_short_at_first_and_begins_with_what_is_likely(lumen):
    """Two actions, on the themes with votes, whoever chooses as owner, and the next retro's day; a third on demand."""
    team = await voted(lumen, "Prices", "Meetings", "Onboarding")
    ana = team.persona("ana")
    await ana.click("Choose actions", on=ana.messages()[-1])
    assert "text:2" not in {one["block_id"] for one in ana.modal.blocks}
    ana.fill({"text:0": "Write one page"})
    await ana.click("One more action")
    assert await ana.submit({"text:2": "Give newcomers a mentor", "owner:2": "rui"}) == {}
    await team.idle()
    page, mentor = sorted(await stored(team), key=lambda one: one.text, reverse=True)
    assert (page.theme, page.state, page.due_on.isoformat()) == ("Onboarding", "open", "2026-04-02")
    assert (mentor.theme, mentor.state) == ("Prices", "proposed")


async def test_a_form_that_is_sent_late_names_the_retro_that_is_over(lumen):
    """Two forms are open; the first closes the retro, and the second hears where to look."""
    team = await voted(lumen, "Prices")
    ana = team.persona("ana")
    await ana.click("Choose actions", on=ana.messages()[-1])
    ticket = ana.modal.private_metadata
    await ana.close()
    assert await choose(team) == {}
    typed = {
        "text:0": {"value": {"type": "plain_text_input", "value": "Too late"}},
        "owner:0": {"value": {"type": "users_select", "selected_user": ana.id}},
        "due:0": {"value": {"type": "datepicker", "selected_date": "2026-03-20"}},
        "signal:0": {"value": {"type": "plain_text_input", "value": None}},
    }
    response = await team.deliver(Sending(team).form(retro_action.FORM, ticket, state={"values": typed}))
    assert "Payments retro* is over. Its board shows what will be done." in str(response.body)
    assert len(await stored(team)) == 2


async def test_after_the_third_time_its_owner_is_asked_what_becomes_of_it(lumen):
    """Smaller, somebody else's, or dropped, as their day begins: it is 14:00 in Singapore before that."""
    team = await voted(lumen, "Prices")
    rui = team.persona("rui")
    assert await choose(team, {"due:0": "2026-12-18", "text:x": ""}) == {}
    for month, times in (("04-02", 1), ("05-07", 2), ("06-04", 3)):
        await team.at(f"2026-{month} 07:59")
        assert "action_carried" not in await kinds(team, "rui")
        await team.at(f"2026-{month} 15:00")
        assert [one.carried for one in await stored(team)] == [times]
        # The third time he has a holiday, and is asked a day later.
        await team.advance(timedelta(days=1))
        since = [one for one in rui.messages() if "What became of last time?" in one.words][-1]
        apart = "open for 3 retros; you are asked about it in a message of its own" in since.words
        assert (apart, "Not yet" in since.buttons) == (times == 3, times < 3)
        await team.advance(timedelta(days=8))
    assert (await kinds(team, "rui")).count("action_carried") == 1
    asked = [one for one in rui.messages() if "open at 3 retros in a row" in one.words][-1]
    assert asked.buttons == ["Make it smaller…", "Other owner…", "Drop…", "Done…"]
    await rui.click("Make it smaller…", on=asked)
    assert await rui.submit({"What is left to be done?": "Ask one team", "By when?": "2026-06-30"}) == {}
    await team.idle()
    [one] = await stored(team)
    assert (one.text, one.due_on.isoformat(), one.state) == ("Ask one team", "2026-06-30", "open")
    [asked] = [one for one in rui.messages() if one.ts == asked.ts]
    assert "This goes on." in asked.words
    assert asked.buttons[:3] == ["Done…", "Need help…", "New date"]


async def test_what_is_settled_or_handed_over_after_the_third_time_is_asked_about_no_more(lumen):
    """Whoever made it smaller, gave it away or was given it reads so in the retro, which asks none of them again."""
    team = await voted(lumen, "Prices")
    rui, tiago = team.persona("rui"), team.persona("tiago")
    assert await choose(team, {"text:x": ""}) == {}
    for month in ("04-02", "05-07", "06-05"):
        await team.at(f"2026-{month} 15:00")

    def line(who):
        [since] = [one for one in who.messages() if "What became of last time?" in one.words][-1:]
        return next(line for line in since.words.splitlines() if "open for 3 retros" in line)

    def question(who):
        return [one for one in who.messages() if "open at 3 retros in a row" in one.words][-1]

    assert line(rui).endswith("you are asked about it in a message of its own")
    await rui.click("Make it smaller…", on=question(rui))
    assert await rui.submit({"What is left to be done?": "Ask one team", "By when?": "2026-06-30"}) == {}
    await team.idle()
    assert "Ask one team" in line(rui)
    assert line(rui).endswith("open for 3 retros")
    [listed] = await rui.command("/pmo actions mine")
    await rui.click("Hand over…", on=listed)
    assert await rui.submit({"Who does it?": "tiago"}) == {}
    await team.idle()
    for one in (rui, tiago):
        assert "Tiago Ferreira" in line(one)
        assert line(one).endswith("open for 3 retros")
