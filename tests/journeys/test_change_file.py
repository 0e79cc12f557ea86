"""*Download CSV* around changes: the list, a plan, questions and answers, and the figures of an announcement."""

import pytest

from bot.domain.list_file import Listing, Wanted
from bot.errors import NotAllowed, NotFound
from models import Change
from tests.factories import change as factory
from tests.factories.announced import person_of
from tests.factories.change_question import MOVE, ask, moved
from tests.factories.change_step import change_step
from tests.journeys.conftest import World
from tests.journeys.test_announcement_reply import got, out
from tests.journeys.test_change_list import given
from tests.journeys.test_list_file import downloaded

pytestmark = pytest.mark.begins("Tue 10:00")


async def test_the_list_of_changes_as_its_reader_sees_it(company: World) -> None:
    """A draft is for those who run it; a formula stays text."""
    await given(company, "=1+1", state="announced", why="Customers wait.")
    await given(company, "New bonus")
    rows = await downloaded(company, "mara", "/pmo change")
    assert [one[:3] for one in rows[1:]] == [
        ["'=1+1", "announced", "Customers wait."],
        ["New bonus", "draft", rows[2][2]],
    ]
    assert [one[0] for one in (await downloaded(company, "wei", "/pmo change"))[1:]] == ["'=1+1"]


async def test_a_plan_is_for_those_who_run_it_and_others_have_their_own_steps(company: World) -> None:
    """What is late is marked."""
    change_id = await moved(company, "ana")
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        made = await session.get_one(Change, change_id)
        group = await factory.stakeholder_group(session, made, "Sales")
        due = company.clock.now().date().replace(day=1)
        await change_step(session, made, group, await person_of(company, "wei"), due_on=due, text="Try the new form")
        await change_step(session, made, group, await person_of(company, "ana"))
    line = f"/pmo change {MOVE} plan"
    head, first, second = await downloaded(company, "ana", line)
    assert head[:4] == ["group", "what", "step", "who"]
    assert (first[2], first[3], first[4], first[6]) == ("Try the new form", "Wei Tan", "2026-03-01", "yes")
    assert second[6] == ""
    assert [one[3] for one in (await downloaded(company, "wei", line))[1:]] == ["Wei Tan"]


async def test_questions_and_answers_without_the_names_of_those_who_asked(company: World) -> None:
    """What all may read, whoever asks for it; what waits is not in it."""
    await moved(company, "ana")
    ana = company.persona("ana")
    await ask(company, "wei")
    await ana.click("Answer", on=ana.messages()[-1])
    assert await ana.submit({"What is the answer?": "Your new lead."}) == {}
    await ana.close()
    await ask(company, "ben", "Where will my desk be?")
    rows = await downloaded(company, "tiago", f"/pmo change {MOVE} faq")
    assert [one[1:3] for one in rows[1:]] == [["answered", "Your new lead."]]
    assert "Wei" not in str(rows)


async def test_figures_by_group_are_for_those_who_run_it_and_names_for_must_reads(company: World) -> None:
    """A member is refused; of a lead's own team it is one group."""
    made = await out(company, {"Payments": ["Payments"], "Berlin office": ["jonas"]})
    [message] = got(company, "ana")
    await company.persona("ana").click("Got it", on=message)
    await company.idle()
    files = company.bot.parts.list_files

    async def lines(who: str, listing: Listing) -> list[str]:
        file = await files.file(company.workspace_id, company.persona(who).id, Wanted(listing, made))
        with file.content as written:
            return written.read().decode().splitlines()

    head, payments, berlin = await lines("mara", Listing.FIGURES)
    assert head.endswith("group,people,reached,got it,asked,not affected,no reply yet")
    assert payments.startswith("Payments,")
    assert payments.split(",")[3] == "1"
    assert berlin == "Berlin office,1,1,0,0,0,1"
    assert len(await lines("ana", Listing.FIGURES)) == 2
    with pytest.raises((NotAllowed, NotFound)):
        await lines("tiago", Listing.FIGURES)
    names = await lines("ana", Listing.READERS)
    assert "Inês Duarte" in str(names)
    assert "Jonas Weber" not in str(names)
