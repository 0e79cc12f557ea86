"""A group takes part in a step: asked, answered, reminded, moved, who was there, and a third way for who was not."""

import asyncio

import pytest
import sqlalchemy as sa

from models import ChangeStepPerson
from tests.journeys.conftest import World
from tests.journeys.test_change_step import add, dm, planned, steps

pytestmark = pytest.mark.begins("Tue 10:00")

ABOUT, DAY, TIME, WHERE = "What is it about?", "On which day?", "At what time?", "Where?"
SECOND, SECOND_TIME, SEATS, MATERIAL = "Second date", "Its time", "Seats", "Slides, page or recording"
SESSION = {
    ABOUT: "Your new role",
    DAY: "2026-03-10",
    TIME: "15:00",
    WHERE: "Room Tejo",
    SECOND: "2026-03-12",
    SECOND_TIME: "9:00",
}


async def session_for(world: World, people: tuple[str, ...], **more: str) -> None:
    """Let Mara plan a session for a group of `people`, and ask them."""
    await planned(world, people=people)
    named = {"seats": SEATS, "material": MATERIAL}
    assert await add(world, "Session", SESSION | {named[name]: value for name, value in more.items()}) == {}
    await world.persona("mara").close()
    await ask(world)
    await in_their_time(world)


async def ask(world: World) -> None:
    """Press *Ask the group* on the plan."""
    mara = world.persona("mara")
    [plan] = await mara.command("/pmo change product teams plan")
    await mara.click("Ask the group" if "Ask the group" in plan.buttons else "Ask who is new", on=plan)
    await world.idle()


async def in_their_time(world: World) -> None:
    """Let time pass until everybody has what waited for room: on Tuesday they were asked about the sync already."""
    await world.at("Wed 18:00")


async def parts(world: World) -> list[tuple[str, bool]]:
    """Return what each said and whether they were there."""
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        rows = await session.scalars(sa.select(ChangeStepPerson).order_by(ChangeStepPerson.id))
        return [(one.answer, one.did) for one in rows]


def invitation(world: World, who: str):
    """Return the invitation that somebody got."""
    return next(one for one in world.persona(who).messages("dm") if "Your new role" in one.words)


async def test_a_group_is_asked_answers_and_is_reminded(company: World) -> None:
    """Each is asked once; who comes hears of it a working day and a quarter of an hour before, who can't does not."""
    await session_for(company, ("ana", "tiago", "ines"))
    await ask(company)
    for who in ("ana", "tiago", "ines"):
        assert len([one for one in dm(company, who) if "Can you come?" in one]) == 1
    await company.persona("ana").click("I'll come", on=invitation(company, "ana"))
    await company.persona("tiago").click("Can't", on=invitation(company, "tiago"))
    await company.persona("ines").click("Second date", on=invitation(company, "ines"))
    await company.idle()
    assert "You come" in invitation(company, "ana").words
    assert await parts(company) == [("first", False), ("cant", False), ("second", False)]
    await company.at("2026-03-10 14:50")
    assert len([one for one in dm(company, "ana") if "You come to this session" in one]) == 1
    assert len([one for one in dm(company, "ana") if "begins in a quarter of an hour" in one]) == 1
    for who in ("tiago", "ines"):
        assert not [one for one in dm(company, who) if "quarter of an hour, " in one]
    [plan] = await company.persona("mara").command("/pmo change product teams plan")
    assert "3 asked: 1 comes, 1 to the second date, 1 can't, 0 no word yet" in plan.words


async def test_seats_are_counted_and_two_do_not_get_the_last_one(company: World) -> None:
    """One seat, two press at once: one comes, the other reads that the date is full and takes the second one."""
    await session_for(company, ("ana", "tiago"), seats="1")
    ana, tiago = company.persona("ana"), company.persona("tiago")
    mine, his = invitation(company, "ana"), invitation(company, "tiago")
    await asyncio.gather(ana.click("I'll come", on=mine), tiago.click("I'll come", on=his))
    await company.idle()
    assert sorted(await parts(company)) == [("", False), ("first", False)]
    late, full = (tiago, his) if (await parts(company))[0][0] == "first" else (ana, mine)
    assert "This date is full by now" in late.messages("dm")[-1].words
    await late.click("Second date", on=full)
    assert sorted(await parts(company)) == [("first", False), ("second", False)]


async def test_who_comes_hears_of_another_time_and_is_asked_anew(company: World) -> None:
    """The first date moves: Ana reads it below her invitation and answers anew; Ines hears nothing."""
    await session_for(company, ("ana", "ines"))
    await company.persona("ana").click("I'll come", on=invitation(company, "ana"))
    await company.persona("ines").click("Second date", on=invitation(company, "ines"))
    mara = company.persona("mara")
    [plan] = await mara.command("/pmo change product teams plan")
    await mara.click("Edit", on=plan)
    assert await mara.submit({TIME: "16:00"}) == {}
    await company.idle()
    assert sorted(await parts(company)) == [("", False), ("second", False)]
    ana, ines = company.persona("ana"), company.persona("ines")
    [said] = ana.thread("dm", invitation(company, "ana").ts)[1:]
    assert "another time" in said.words
    assert ines.thread("dm", invitation(company, "ines").ts)[1:] == []


async def test_who_was_there_is_noted_and_who_missed_both_gets_the_material(company: World) -> None:
    """Mara ticks Ana after both dates; Ines said so herself; Tiago gets the recording, once."""
    await session_for(company, ("ana", "tiago", "ines"), material="https://example.com/recording")
    await company.persona("ines").click("I'll come", on=invitation(company, "ines"))
    await company.at("2026-03-10 16:30")
    ines, mara, tiago = (company.persona(who) for who in ("ines", "mara", "tiago"))
    await ines.open_home()
    await ines.click("I was there", on="home")
    await company.at("2026-03-12 12:00")
    asked = next(one for one in mara.messages("dm") if "Who was there?" in one.words)
    await mara.click("Note who came", on=asked)
    shown = mara.read_words(mara.modal)
    assert "Who was there?" in shown
    await mara.submit({"Who was there?": ["Ana Sousa", "Inês Duarte"]})
    assert "1 person is not noted as having been there" in mara.read_words(mara.modal)
    await mara.click("Send the material")
    await mara.close()
    await company.at("2026-03-13 18:00")
    got = [one for one in tiago.messages("dm") if "has been held. Since you could not be there" in one.words]
    assert len(got) == 1
    assert "https://example.com/recording" in got[0].words
    assert not [one for one in dm(company, "ana") if "Since you could not be there" in one]
    await tiago.click("I have seen it", on=got[0])
    assert [did for _, did in await parts(company)] == [True, True, True]


async def test_nobody_is_asked_where_that_makes_no_sense(company: World) -> None:
    """An empty group, a draft, no date: a sentence says why and what to do, and nobody hears anything."""
    await planned(company, people=())
    await add(company, "Session", SESSION)
    mara = company.persona("mara")
    await mara.close()
    await ask(company)
    assert "Nobody belongs to this group yet" in mara.messages("dm")[-1].words


async def test_a_draft_s_session_asks_nobody(company: World) -> None:
    """Its people do not know of the change: announce it first."""
    await planned(company, "draft")
    await add(company, "Session", SESSION)
    mara = company.persona("mara")
    await mara.close()
    await ask(company)
    assert "is a draft, so its people do not know of it yet" in mara.messages("dm")[-1].words
    assert not [one for one in dm(company, "ana") if "Your new role" in one]


async def test_dates_that_cannot_be_are_said_beside_their_field(company: World) -> None:
    """A past date, a second date before the first, a time that is none, half a seat: nothing is stored."""
    await planned(company)
    bad = SESSION | {DAY: "2026-03-02", SECOND_TIME: "9 am", SEATS: "a few"}
    errors = await add(company, "Session", bad)
    assert "This is past" in errors["day"]
    assert "is not a time" in errors["second_time"]
    assert "number of seats" in errors["seats"]
    mara = company.persona("mara")
    errors = await mara.submit({DAY: "2026-03-13", SECOND_TIME: "9:00", SEATS: "20"})
    assert "before the first" in errors["second_day"]
    assert await steps(company) == []


async def test_a_session_is_called_off_with_its_change(company: World) -> None:
    """The form that stops the change says what becomes of the session; who wanted to come reads it."""
    await session_for(company, ("ana", "tiago"))
    await company.persona("ana").click("I'll come", on=invitation(company, "ana"))
    mara = company.persona("mara")
    [page] = await mara.command("/pmo change product teams")
    await mara.click("Stop change", on=page)
    assert "1 session is called off" in mara.read_words(mara.modal)
    await mara.submit({"Why?": "The pilot failed."})
    await company.idle()
    ana, tiago = company.persona("ana"), company.persona("tiago")
    [said] = ana.thread("dm", invitation(company, "ana").ts)[1:]
    assert "does not take place" in said.words
    assert tiago.thread("dm", invitation(company, "tiago").ts)[1:] == []


async def test_practice_is_done_with_one_tap_and_taken_back(company: World) -> None:
    """Each says *Done*; the plan counts, and names nobody."""
    await planned(company, people=("ana", "tiago"))
    await add(company, "Practice", {"What do they try?": "Your new role in one real deal", "By when?": "2026-03-12"})
    await company.persona("mara").close()
    await ask(company)
    await in_their_time(company)
    ana = company.persona("ana")
    await ana.click("Done", on=invitation(company, "ana"))
    await company.idle()
    [plan] = await company.persona("mara").command("/pmo change product teams plan")
    assert "1 of 2 have done it" in plan.words
    assert "Ana Sousa" not in plan.words
    await ana.click("Not yet, after all", on=invitation(company, "ana"))
    assert [did for _, did in await parts(company)] == [False, False]
