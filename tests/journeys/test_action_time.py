"""Actions by time: one reminder, one question after the day, help, and owners who leave."""

import pytest

from models import Person
from tests.journeys.conftest import World
from tests.journeys.test_action import PAGE, WHEN, WHO, kinds, last, promise, stored
from tests.journeys.test_people_deactivated import leave

pytestmark = pytest.mark.begins("Tue 10:00")


async def test_the_owner_is_reminded_once_before_and_asked_once_after_the_day(company: World) -> None:
    """Two working days before as their day begins, then on the working day after; a new date begins anew."""
    diego = company.persona("diego")  # San Francisco, from eight o'clock on
    assert await promise(company, "diego", PAGE) == {}
    await company.at("2026-03-10 14:59")  # The clocks there have changed on the eighth.
    assert await kinds(company, "diego") == []
    await company.at("2026-03-10 15:01")
    assert await kinds(company, "diego") == ["action_due"]
    reminder = last(company, "diego")
    assert "This is planned for Thu 12 Mar." in reminder.words
    assert reminder.buttons == ["Done…", "Need help…", "New date", "Hand over…", "Make it smaller…", "Drop…"]
    await company.at("2026-03-13 14:59")
    assert await kinds(company, "diego") == ["action_due"]
    await company.at("2026-03-13 15:01")
    assert await kinds(company, "diego") == ["action_due", "action_late"]
    asked = last(company, "diego")
    assert asked.text == "What became of this? Write one page on who decides prices"
    await diego.click("New date", on=asked)
    assert await diego.submit({WHEN: "2026-03-12"}) == {"due": "Thu 12 Mar is past. Please choose a day to come."}
    assert await diego.submit({WHEN: "2026-03-20"}) == {}
    await company.idle()
    asked = last(company, "diego")
    assert "This has another date now." in asked.words
    assert asked.buttons == []
    await company.at("2026-03-24 18:00")
    assert await kinds(company, "diego") == ["action_due", "action_late", "action_due", "action_late"]


async def test_nobody_is_reminded_on_leave_or_while_everything_is_paused(company: World) -> None:
    """The reminder waits for the owner to be back, as long as that is in time; the question for the pause to end."""
    grace, mara = company.persona("grace"), company.persona("mara")
    assert await promise(company, "grace", PAGE) == {}
    await grace.command("/pmo away 10-11 Mar")
    await company.at("2026-03-12 15:00")
    assert await kinds(company, "grace") == []
    await company.at("2026-03-12 18:00")
    assert await kinds(company, "grace") == ["action_due"]
    await mara.command("/pmo pause")
    await mara.submit({"First day on which Drumbeat asks again": "2026-03-17"})
    await company.at("2026-03-16 23:00")
    assert await kinds(company, "grace") == ["action_due"]
    await company.at("2026-03-18 23:00")
    assert await kinds(company, "grace") == ["action_due", "action_late"]


async def test_help_is_asked_of_the_lead_and_the_owner_hears_who_helps(company: World) -> None:
    """The form says who will be told, before and after; *I help* is told to the owner, and shown on the call."""
    tiago, ana = company.persona("tiago"), company.persona("ana")
    assert await promise(company, "tiago", PAGE) == {}
    [shown] = await tiago.command("/pmo actions mine")
    await tiago.click("Need help…", on=shown)
    assert tiago.modal is not None
    assert "Ana Sousa is told at once and sees what you write." in tiago.read_words(tiago.modal)
    assert await tiago.submit({"What would help?": "Somebody from <!channel> Legal"}) == {}
    await company.idle()
    assert tiago.modal is not None
    assert "Ana Sousa has been told." in tiago.read_words(tiago.modal)
    call = last(company, "ana")
    assert call.text == "Tiago Ferreira needs help: Write one page on who decides prices"
    assert "&lt;!channel&gt;" in str(call.words) or "<!channel>" not in str(call)
    [shown] = await ana.command("/pmo actions")
    assert "help wanted" in shown.words
    await ana.double_click("I help", on=call)
    await company.at("Thu 18:00")
    assert "*Ana Sousa* helps Tiago Ferreira with this." in last(company, "ana").words
    told = [one for one in tiago.messages() if "*Ana Sousa* helps you with this." in one.words]
    assert len(told) == 1
    assert [one.state for one in await stored(company)] == ["open"]


async def test_whoever_needs_help_hears_at_once_who_helps_and_reads_it_wherever_they_look(company: World) -> None:
    """Though they have had the reminder on that day; what may wait for a day is not what they wait for."""
    tiago, ana = company.persona("tiago"), company.persona("ana")
    assert await promise(company, "tiago", PAGE) == {}
    await company.at("2026-03-10 11:00")
    reminder = next(one for one in tiago.messages() if "This is planned for Thu 12 Mar." in one.words)
    await tiago.click("Need help…", on=reminder)
    assert await tiago.submit({"What would help?": "Somebody from Legal"}) == {}
    await company.idle()
    reminder = next(one for one in tiago.messages() if one.ts == reminder.ts)
    assert "This is planned for Thu 12 Mar. Ana Sousa knows that you need help." in reminder.words
    await ana.click("I help", on=next(one for one in ana.messages() if "needs help" in one.words))
    await company.idle()
    assert "*Ana Sousa* helps you with this." in last(company, "tiago").words
    reminder = next(one for one in tiago.messages() if one.ts == reminder.ts)
    assert "This is planned for Thu 12 Mar. Ana Sousa helps you." in reminder.words


async def test_who_gets_an_action_after_its_day_is_promised_no_reminder_but_asked_for_a_new_day(company: World) -> None:
    """Both as they are asked and once they have taken it; with a new day they are reminded."""
    tiago, rui = company.persona("tiago"), company.persona("rui")
    assert await promise(company, "tiago", PAGE) == {}
    await company.at("2026-03-16 11:00")
    await tiago.click("Hand over…", on=next(one for one in tiago.messages() if "What became of this?" in one.words))
    assert await tiago.submit({WHO: "rui"}) == {}
    await company.idle()
    asked = next(one for one in rui.messages() if "asks whether you take this action" in one.words)
    assert "Its day is past; whoever takes it chooses a new one." in asked.words
    await rui.click("Accept", on=asked)
    await company.idle()
    asked = next(one for one in rui.messages() if one.ts == asked.ts)
    assert "This is yours. Its day is past: please choose a new one with *New date*." in asked.words
    await rui.click("New date", on=asked)
    assert await rui.submit({WHEN: "2026-03-27"}) == {}
    await company.idle()
    asked = next(one for one in rui.messages() if one.ts == asked.ts)
    assert "This is yours. You hear of it once more before its day." in asked.words


async def test_an_action_of_somebody_who_left_is_never_without_an_owner(company: World) -> None:
    """The lead of the team is asked; of a lead, the PMO, who raised it: and says who has left."""
    assert await promise(company, "mara", PAGE | {WHO: "tiago"}) == {}
    for who, day in (("tiago", "Wed 18:00"), ("ana", "Thu 18:00")):
        await leave(company, who)
        await company.at(day)
    asked = last(company, "mara")
    assert "Ana Sousa has left, and this action needs somebody. Will you take it?" in asked.words
    await company.persona("mara").click("Accept", on=asked)
    await company.idle()
    [one] = await stored(company)
    assert one.state == "open"
    async with company.bot.parts.database.reading(company.workspace_id) as session:
        owner = await session.get_one(Person, one.owner_id)
    assert owner.name == "Mara Lindqvist"
