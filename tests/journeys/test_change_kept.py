"""What becomes of changes in time: found by search, passed on, forgotten with a person, gone once they are over."""

import secrets
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.domain.change_question import About, Kind
from bot.domain.stakeholder import Source
from bot.errors import NotFound
from models import Change, ChangeQuestion, Person, StakeholderFollowed, StakeholderGroup, StakeholderSource
from tests.factories import change
from tests.factories.announced import drafted, go
from tests.journeys.conftest import World
from tests.journeys.test_change_list import given, said
from tests.journeys.test_forget import erase

pytestmark = pytest.mark.begins("Tue 10:00")


async def person(world: World, who: str) -> Person:
    """Return somebody's row."""
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        return (await session.scalars(sa.select(Person).where(Person.slack_id == world.persona(who).id))).one()


async def rows(world: World, model: type[Any]) -> list:
    """Return all rows of a table."""
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        return list(await session.scalars(sa.select(model).order_by(model.id)))


async def test_search_finds_changes(company: World) -> None:
    """By their name and why, with a button that shows the page; a draft is found by the PMO alone."""
    await given(company, "Journey teams", state="announced", why="Customers wait for hand-overs.")
    await given(company, "Journey bonus")
    seen = await said(company, "ines", "/pmo journey")
    assert "Journey teams · announced · Mara Lindqvist stands for it" in seen
    assert "Journey bonus" not in seen
    await company.persona("ines").click("Show change")
    assert "What it means for you" in company.persona("ines").messages()[-1].words
    assert "Journey bonus" in await said(company, "mara", "/pmo journey")


async def test_guests_know_of_what_affects_them(company: World) -> None:
    """A change that names the guest is theirs to read; another one is not, neither in the list nor by its name."""
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        await session.execute(sa.update(Person).where(Person.name == "Chloe Lim").values(is_guest=True))
    mine = await given(company, "Price list", state="announced")
    other = await given(company, "New bonus", state="announced")
    chloe = await person(company, "chloe")
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        made = await session.get_one(Change, mine)
        await change.stakeholder_group(session, made, sources=[Source("person", str(chloe.id))])
    seen = await said(company, "chloe", "/pmo change")
    assert "Price list" in seen
    assert "New bonus" not in seen
    assert "No change is called" in await said(company, "chloe", "/pmo change new bonus")
    plans = company.bot.parts.change.plans
    assert (await plans.plan(company.workspace_id, company.persona("chloe").id, mine)).change == "Price list"
    with pytest.raises(NotFound):
        await plans.plan(company.workspace_id, company.persona("chloe").id, other)


async def test_guests_ask_about_what_affects_them(company: World) -> None:
    """The form offers no other change, answers about others are not shown, nor those about nothing in particular."""
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        await session.execute(sa.update(Person).where(Person.name == "Chloe Lim").values(is_guest=True))
    mine = await given(company, "Price list", state="announced")
    other = await given(company, "New bonus", state="announced")
    chloe, mara = await person(company, "chloe"), await person(company, "mara")
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        made = await session.get_one(Change, mine)
        await change.stakeholder_group(session, made, sources=[Source("person", str(chloe.id))])
        told = {"kind": "question", "owner_id": mara.id, "answered_by_id": mara.id, "due_on": date(2026, 3, 4)}
        for change_id in (other, None):
            values = {"change_id": change_id, "text": "Who gets the new bonus?", "answer": "Nobody in sales."}
            row = ChangeQuestion(id=secrets.token_hex(16), state="answered", **told, **values)
            row.asked_at = row.settled_at = company.clock.now()
            session.add(row)
    one = company.persona("chloe")
    await one.command("/pmo ask Who gets the new bonus?")
    form = str(one.modal.blocks)
    assert "Price list" in form
    assert "New bonus" not in form
    assert await one.submit({"How do you send it?": "With my name"}) == {}
    assert "Nobody in sales." not in one.read_words(one.modal)
    await one.close()
    assert "You are a guest" in await said(company, "chloe", "/pmo ask faq")
    asking = company.bot.parts.change.asking
    with pytest.raises(NotFound):
        await asking.form(company.workspace_id, one.id, Kind.QUESTION, About(other))
    await company.persona("ines").command("/pmo ask Who gets the new bonus?")
    assert "New bonus" in str(company.persona("ines").modal.blocks)


async def test_changes_of_somebody_who_left_are_passed_on(company: World) -> None:
    """Ben sponsored one that Mara owns, and owned one alone: Mara has both; what is over stays as it was."""
    ben = await person(company, "ben")
    await given(company, "One", sponsor_id=ben.id, state="announced")
    await given(company, "Two", sponsor_id=ben.id, owner_id=ben.id)
    await given(company, "Three", sponsor_id=ben.id, state="stopped", ended_at=company.clock.now())
    await company.slack.members.set_deleted(company.slack.person("ben"), deleted=True)
    await company.idle()
    mara = await person(company, "mara")
    one, two, three = await rows(company, Change)
    assert {one.sponsor_id, two.sponsor_id, two.owner_id} == {mara.id}
    assert three.sponsor_id == ben.id


async def test_whoever_is_erased_is_in_no_group(company: World) -> None:
    """Neither by name nor through a channel, nor as whom to ask; the group stays."""
    made = await given(company, "Product teams", state="announced")
    nadia = await person(company, "nadia")
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        of = await session.get_one(Change, made)
        sources = [Source("person", str(nadia.id)), Source("area", "sales")]
        group = await change.stakeholder_group(session, of, sources=sources, contact_id=nadia.id)
        session.add(StakeholderFollowed(group_id=group.id, person_id=nadia.id))
    await company.slack.members.set_deleted(company.slack.person("nadia"), deleted=True)
    await company.idle()
    await erase(company.bot, company.workspace_id, company.persona("nadia").id)
    assert [one.kind for one in await rows(company, StakeholderSource)] == ["area"]
    assert await rows(company, StakeholderFollowed) == []
    assert [one.contact_id for one in await rows(company, StakeholderGroup)] == [None]


async def test_changes_that_are_long_over_go(company: World) -> None:
    """Those that ended before the time for which answers are kept; one that goes on stays, however old."""
    long_ago = company.clock.now() - timedelta(days=2000)
    await given(company, "Old", state="stopped", ended_at=long_ago, created_at=long_ago)
    await given(company, "Going on", state="in_progress", created_at=long_ago)
    await company.bot.retention.delete_old(company.workspace_id)
    assert [one.name for one in await rows(company, Change)] == ["Going on"]


async def test_a_guest_names_no_team_but_their_own(company: World) -> None:
    """*Doesn't affect me* offers a guest the teams that they are in, others all teams."""
    made = await drafted(company, {"Everybody": ["tiago", "rui"]})
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        await session.execute(sa.update(Person).where(Person.name == "Tiago Ferreira").values(is_guest=True))
    await go(company, made)
    offered = {}
    for who in ("tiago", "rui"):
        one = company.persona(who)
        await one.click("Doesn't affect me", on=[seen for seen in one.messages() if "[Got it]" in seen.words][-1])
        offered[who] = str(one.modal.blocks)
    assert "Payments" in offered["tiago"]
    assert "Growth" not in offered["tiago"]
    assert "Growth" in offered["rui"]
