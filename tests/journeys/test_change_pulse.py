"""How ready people are: five taps without a name, figures of five or more, and what helps next."""

import asyncio
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.domain.stakeholder import Source, SourceKind
from bot.errors import NotFound
from bot.playground.seen import SeenMessage
from bot.views.change_pulse import planned_in
from models import (
    AuditEntry,
    Change,
    ChangePulse,
    ChangePulseAnswer,
    ChangePulseAsked,
    ChangePulseResult,
    ChangeStep,
    Person,
)
from tests.factories import change as factory
from tests.journeys.conftest import World
from tests.journeys.test_forget import erase
from tests.journeys.test_sync_races import stored

pytestmark = pytest.mark.begins("Tue 10:00")

PEOPLE = ("ana", "wei", "jonas", "aylin", "ines", "ben")
NAME = "Product teams"
GROUPS = "Which groups?"


async def affected(world: World, groups: dict[str, tuple[str, ...]], **fields: object) -> int:
    """Let Mara run a change that affects these people; return its id."""
    async with world.bot.parts.database.transaction(world.workspace_id) as session:
        people = {one.slack_id: one for one in await session.scalars(sa.select(Person))}
        mara = people[world.persona("mara").id]
        change = await factory.change(session, mara, NAME, **({"state": "in_progress"} | fields))
        for place, (name, members) in enumerate(groups.items()):
            sources = [Source(SourceKind.PERSON, str(people[world.persona(one).id].id)) for one in members]
            await factory.stakeholder_group(session, change, name, sources, place=place)
        return change.id


async def begun(world: World) -> None:
    """Let Mara ask all groups."""
    mara = world.persona("mara")
    [page] = await mara.command(f"/pmo change {NAME}")
    await mara.click("Ask how ready", on=page)
    assert await mara.submit() == {}
    assert mara.modal is not None
    assert "asked, each in their own working time" in mara.read_words(mara.modal)
    await mara.close()
    # Who had a message that day gets it on the next one with room.
    await world.advance(timedelta(days=3))


def asked(world: World, who: str) -> SeenMessage:
    """Return the pulse that somebody has."""
    [found] = [one for one in world.persona(who).messages() if "I know why" in one.words or "pulse of" in one.words]
    return found


async def taps(world: World, who: str, *choices: str) -> None:
    """Let somebody say these to the statements in their order."""
    for place, choice in enumerate(choices):
        message = asked(world, who)
        [block] = [one for one in message.blocks if one.get("block_id", "").endswith(f"choice:{place}")]
        value = next(one["value"] for one in block["elements"] if one["text"]["text"] == choice)
        asked_id, letter, score = (int(one) for one in value.split(":"))
        await world.bot.parts.change.pulse_answers.score(
            world.workspace_id, world.persona(who).id, asked_id, letter, score
        )


async def test_six_people_answer_and_the_first_weak_statement_says_what_helps(company: World) -> None:
    """They tap, change what they said, and write a word; after a week whoever asked reads means, and no row is left."""
    await affected(company, {"Sales": PEOPLE})
    await begun(company)
    ana = company.persona("ana")
    message = asked(company, "ana")
    assert "How is *Product teams* going for you?" in message.words or "How is Product teams going" in message.words
    assert "Mara Lindqvist asked, of Sales" in message.words
    for who in PEOPLE:
        await taps(company, who, "Mostly", "Fully", "A little", "Not yet", "Not yet")
    await taps(company, "ana", "Fully")
    await ana.click("Add a few words", on=asked(company, "ana"))
    assert await ana.submit({"What helps, or what is in the way?": "No time <!channel> to practise."}) == {}
    [page] = await company.persona("mara").command(f"/pmo change {NAME}")
    assert "6 people are asked, 6 answered so far" in page.words
    assert "Ask how ready" not in page.buttons
    assert len(await stored(company, ChangePulseAnswer)) == 6
    await company.advance(timedelta(days=8))
    assert await stored(company, ChangePulseAnswer) == []
    [whole, sales] = await stored(company, ChangePulseResult)
    assert (whole.part, sales.part, whole.answers) == ("all", "group", 6)
    assert whole.means == [4.17, 5.0, 2.0, 1.0, 1.0]
    [told] = [one for one in company.persona("mara").messages() if "How ready people are" in one.text]
    assert "Sales: “I know how” comes first." in told.words
    assert "All of them" not in told.words, "they are Sales, and stand there once"
    assert "No time &lt;!channel&gt; to practise." in told.words
    assert "This pulse of" in asked(company, "ana").words
    mara = company.persona("mara")
    [page] = await mara.command(f"/pmo change {NAME}")
    await mara.click("Plan it", on=told)
    assert await mara.submit() == {}
    await mara.close()
    await mara.click("Plan it", on=page)
    assert "This is planned already: *Write a page" in mara.messages()[-1].words
    [step] = await stored(company, ChangeStep)
    assert (step.kind, step.text) == ("page", "Write a page that says how it is done, and show it where the work is")
    with pytest.raises(NotFound, match="not known any more"):
        planned_in("1:9")


async def test_what_is_planned_is_offered_no_more(company: World) -> None:
    """The message and the page say what is planned, however it is worded; once it is dropped it is offered again."""
    await affected(company, {"Sales": PEOPLE})
    await begun(company)
    for who in PEOPLE:
        await taps(company, who, "Mostly", "Fully", "A little", "Not yet", "Not yet")
    await company.advance(timedelta(days=8))
    mara = company.persona("mara")

    async def shown() -> list[SeenMessage]:
        await company.idle()
        [told] = [one for one in mara.messages() if "How ready people are" in one.text]
        return [told, (await mara.command(f"/pmo change {NAME}"))[0]]

    told, page = await shown()
    assert "Plan it" in told.buttons
    assert "Plan it" in page.buttons
    await mara.click("Plan it", on=told)
    assert await mara.submit({"What do they find there?": "A page on how quotes are written"}) == {}
    await mara.close()
    for seen in await shown():
        assert "Planned for Sales: *A page on how quotes are written*, Mara Lindqvist by" in seen.words
        assert "Plan it" not in seen.buttons
    [step] = await stored(company, ChangeStep)
    steps, tiago = company.bot.parts.change.steps, company.persona("tiago")
    await steps.hand_over(company.workspace_id, mara.id, step.id, tiago.id)
    assert "Tiago Ferreira by" in (await shown())[0].words
    await erase(company.bot, company.workspace_id, tiago.id)
    assert "Tiago" not in (await shown())[0].words
    await steps.drop(company.workspace_id, mara.id, step.id, "Not now.")
    for seen in await shown():
        assert "Planned for" not in seen.words
        assert "Plan it" in seen.buttons
    await company.bot.parts.change.changes.stop(company.workspace_id, mara.id, step.change_id, "The pilot failed.")
    assert "Plan it" not in (await shown())[0].buttons


async def test_answers_of_fewer_than_five_are_shown_to_nobody(company: World) -> None:
    """Four answer: there is no figure, and nothing of what they said is kept."""
    await affected(company, {"Sales": PEOPLE})
    await begun(company)
    for who in PEOPLE[:4]:
        await taps(company, who, "Not yet")
    await company.advance(timedelta(days=8))
    assert await stored(company, ChangePulseResult) == []
    assert await stored(company, ChangePulseAnswer) == []
    [told] = [one for one in company.persona("mara").messages() if "How ready people are" in one.text]
    assert "there is no figure" in told.words


async def test_answers_of_small_groups_lie_together(company: World) -> None:
    """Two of Sales, one of HR, three of Finance: no row says from which it is; what they said is one figure."""
    groups = {"Sales": PEOPLE[:2], "HR": PEOPLE[2:3], "Finance": PEOPLE[3:]}
    await affected(company, groups)
    mara = company.persona("mara")
    [page] = await mara.command(f"/pmo change {NAME}")
    await mara.click("Ask how ready", on=page)
    assert "Groups of fewer than five are summed up together" in mara.read_words(mara.modal)
    await mara.close()
    await begun(company)
    for who in PEOPLE:
        await taps(company, who, "Fully")
    assert len({one.group_id for one in await stored(company, ChangePulseAnswer)}) == 1
    await company.advance(timedelta(days=8))
    results = [(one.part, one.group_id, one.answers) for one in await stored(company, ChangePulseResult)]
    assert results == [("all", None, 6), ("rest", None, 6)]


async def test_nobody_is_asked_whose_answer_could_be_in_no_figure(company: World) -> None:
    """One of HR beside five of Sales: whoever read the database would know whose answer it is, and no figure has it."""
    await affected(company, {"Sales": PEOPLE[:5], "HR": PEOPLE[5:]})
    await begun(company)
    asked_ones = {one.person_id for one in await stored(company, ChangePulseAsked)}
    people = {one.slack_id: one.id for one in await stored(company, Person)}
    assert asked_ones == {people[company.persona(one).id] for one in PEOPLE[:5]}


async def test_a_tap_is_counted_once_however_often_it_is_made(company: World) -> None:
    """Two devices at once, the same and another statement: one row, with both."""
    await affected(company, {"Sales": PEOPLE})
    await begun(company)
    [one] = [row for row in await stored(company, ChangePulseAsked) if row.person_id == await id_of(company, "ana")]
    ana, answers = company.persona("ana").id, company.bot.parts.change.pulse_answers
    given = [(0, 4), (0, 4), (1, 2), (4, 5)]
    await asyncio.gather(*(answers.score(company.workspace_id, ana, one.id, letter, score) for letter, score in given))
    [row] = await stored(company, ChangePulseAnswer)
    assert row.scores == [4, 2, None, None, 5]


async def id_of(world: World, who: str) -> int:
    """Return the number of somebody."""
    rows = await stored(world, Person, Person.slack_id == world.persona(who).id)
    return rows[0].id


async def test_no_row_says_who_answered_what(company: World) -> None:
    """The stored answer has no person, no time and no number; what else is stored does not change by an answer."""
    await affected(company, {"Sales": PEOPLE})
    await begun(company)
    await taps(company, "ana", "Not yet")
    [row] = await stored(company, ChangePulseAnswer)
    assert {one.key for one in sa.inspect(ChangePulseAnswer).columns} == {
        "id",
        "workspace_id",
        "pulse_id",
        "group_id",
        "voter",
        "scores",
        "words",
    }
    ana = await id_of(company, "ana")
    assert str(ana) not in row.voter or len(str(ana)) < 4
    assert company.persona("ana").id not in row.voter
    assert all("pulse_answer" not in one.action for one in await stored(company, AuditEntry))


async def test_nobody_is_asked_twice_within_three_weeks_whatever_the_change(company: World) -> None:
    """Another change that affects the same people asks nobody, and says why."""
    await affected(company, {"Sales": PEOPLE})
    await begun(company)
    mara = company.persona("mara")
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        people = {one.slack_id: one for one in await session.scalars(sa.select(Person))}
        other = await factory.change(session, people[mara.id], "One chat tool", state="announced")
        sources = [Source(SourceKind.PERSON, str(people[company.persona(one).id].id)) for one in PEOPLE]
        await factory.stakeholder_group(session, other, "All", sources)
    await mara.command("/pmo change one chat tool pulse")
    assert mara.modal is not None
    assert "6 people were asked within the last three weeks" in mara.read_words(mara.modal)
    assert "Only 0 people could be asked now" in (await mara.submit({GROUPS: ["All"]}))["groups"]
    await mara.close()
    assert len(await stored(company, ChangePulse)) == 1


async def test_a_draft_asks_nobody_and_members_ask_nobody(company: World) -> None:
    """People do not know of a draft; asking is for those who run the change."""
    change_id = await affected(company, {"Sales": PEOPLE}, state="draft")
    [said] = await company.persona("mara").command(f"/pmo change {NAME} pulse")
    assert "is a draft" in said.words
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        await session.execute(sa.update(Change).where(Change.id == change_id).values(state="announced"))
    [said] = await company.persona("ines").command(f"/pmo change {NAME} pulse")
    assert "is for the PMO" in said.words
    [page] = await company.persona("ines").command(f"/pmo change {NAME}")
    assert "How ready" not in page.words


async def test_a_change_that_is_stopped_ends_its_pulse(company: World) -> None:
    """What was said goes, the message says that it is over, and a late tap stores nothing."""
    await affected(company, {"Sales": PEOPLE})
    await begun(company)
    await taps(company, "ana", "Not yet")
    mara = company.persona("mara")
    [page] = await mara.command(f"/pmo change {NAME}")
    await mara.click("Stop change", on=page)
    assert mara.modal is not None
    assert "ends without figures" in mara.read_words(mara.modal)
    assert await mara.submit({"Why?": "The pilot failed."}) == {}
    await company.idle()
    assert await stored(company, ChangePulseAnswer) == []
    assert "is over" in asked(company, "ana").words
    assert [one.state for one in await stored(company, ChangePulse)] == ["dropped"]


async def test_what_it_came_to_is_heard_although_who_began_it_has_left(company: World) -> None:
    """Whoever answers for the change by then reads it in their place."""
    await affected(company, {"Sales": PEOPLE})
    await begun(company)
    for who in PEOPLE:
        await taps(company, who, "Fully")
    ben = await id_of(company, "ben")
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        await session.execute(sa.update(Person).where(Person.id == ben).values(role="pmo"))
        await session.execute(sa.update(Change).values(owner_id=ben, sponsor_id=ben))
    await company.slack.members.set_deleted(company.slack.person("mara"), deleted=True)
    await company.idle()
    await company.advance(timedelta(days=10))
    [told] = [one for one in company.persona("ben").messages() if "How ready people are for" in one.text]
    assert "said by" in told.words
