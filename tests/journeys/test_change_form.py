"""A change is registered, edited by two at once, stopped, taken up again; a draft is deleted."""

import asyncio
from datetime import date

import pytest
import sqlalchemy as sa

from models import AuditEntry, Change, Person
from tests.factories import change as factory
from tests.journeys.conftest import World
from tests.journeys.test_change_list import given, said

pytestmark = pytest.mark.begins("Tue 10:00")

NAME, WHY, SPONSOR = "What changes?", "Why?", "Who stands for it?"
STATE = "How far is it?"


async def stored(world: World) -> list[Change]:
    """Return all changes, the oldest first."""
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        return list(await session.scalars(sa.select(Change).order_by(Change.id)))


async def audited(world: World) -> list[str]:
    """Return what was done to changes, as the audit has it."""
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        actions = sa.select(AuditEntry.action).where(AuditEntry.action.like("change_%")).order_by(AuditEntry.id)
        return list(await session.scalars(actions))


async def test_a_change_is_registered(company: World) -> None:
    """What, why, sponsor, dates and state: it stands in the list, and its page says why."""
    mara = company.persona("mara")
    await mara.command("/pmo change new")
    typed = {NAME: "Product  teams", WHY: "Customers wait.", SPONSOR: "ben", STATE: "Announced"}
    assert await mara.submit(typed | {"From when?": "2026-03-16"}) == {}
    assert mara.modal is not None
    assert "Product teams" in mara.read_words(mara.modal)
    [change] = await stored(company)
    assert (change.name, change.state, change.heartbeat_weeks) == ("Product teams", "announced", 2)
    assert "Ben Carter stands for it · Mara Lindqvist answers for its news" in await said(
        company, "ines", "/pmo change product teams"
    )
    assert await audited(company) == ["change_registered", "change_handed_over"]


async def test_what_cannot_be_stored_is_said_beside_its_field(company: World) -> None:
    """No name, one that is taken, an end before the beginning: nothing is stored, and what was typed stays."""
    await given(company, "One chat tool")
    mara = company.persona("mara")
    await mara.command("/pmo change new")
    errors = await mara.submit({NAME: "one CHAT tool", "From when?": "2026-03-16", "Settled by when?": "2026-03-01"})
    assert "already" in errors["name"]
    assert "before it begins" in errors["ends"]
    assert "at most 60" in (await mara.submit({NAME: "x" * 61, "Settled by when?": None}))["name"]
    assert len(await stored(company)) == 1


async def test_a_form_that_is_sent_twice_makes_one_change(company: World) -> None:
    """Two of the same at once: one is stored, and both say so."""
    mara = company.persona("mara")
    await mara.command("/pmo change new")
    mara.fill({NAME: "Product teams"})
    await asyncio.gather(mara.submit(), mara.submit())
    assert len(await stored(company)) == 1


async def test_members_and_leads_register_nothing(company: World) -> None:
    """The sentence names who can; no form is opened, and the page of somebody else's change has no button."""
    ines = company.persona("ines")
    assert "Registering a change is for the PMO. Mara Lindqvist can do it for you." in await said(
        company, "ines", "/pmo change new"
    )
    assert ines.modal is None
    await given(company, "Product teams", state="announced")
    [page] = await ines.command("/pmo change product teams")
    assert {"Edit change", "Stop change", "Edit groups"}.isdisjoint(page.buttons)


async def test_two_people_edit_one_change(company: World) -> None:
    """What each changed is kept; what both changed is asked about, with the other's above, and nothing is lost."""
    change_id = await given(company, "Product teams", state="announced")
    mara, ana = company.persona("mara"), company.persona("ana")
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        await session.execute(sa.text("UPDATE person SET role = 'pmo' WHERE slack_id = :one"), {"one": ana.id})
    for who in (mara, ana):
        [page] = await who.command("/pmo change product teams")
        await who.click("Edit change", on=page)
    assert await mara.submit({WHY: "Customers wait for weeks."}) == {}
    assert await ana.submit({STATE: "In progress"}) == {}
    [change] = await stored(company)
    assert (change.why, change.state) == ("Customers wait for weeks.", "in_progress")
    for who in (mara, ana):
        await who.close()
        [page] = await who.command("/pmo change product teams")
        await who.click("Edit change", on=page)
    await mara.submit({WHY: "Teams own a journey.", "Settled by when?": "2026-06-30"})
    await ana.submit({WHY: "Fewer hand-overs.", NAME: "Journey teams"})
    assert ana.modal is not None
    shown = ana.read_words(ana.modal)
    assert "Mara Lindqvist saved meanwhile" in shown
    assert "why: Teams own a journey." in shown
    assert (await stored(company))[0].why == "Teams own a journey."
    await ana.submit()
    [change] = await stored(company)
    assert (change.id, change.name, change.why) == (change_id, "Journey teams", "Fewer hand-overs.")
    assert change.ends_on == date(2026, 6, 30)


async def test_a_change_is_stopped_with_a_reason_and_taken_up_again(company: World) -> None:
    """Everybody reads why; without a reason it is not stopped; whoever stopped it can take it back."""
    await given(company, "Product teams", state="in_progress")
    mara = company.persona("mara")
    [page] = await mara.command("/pmo change product teams")
    await mara.click("Stop change", on=page)
    assert "Please say why" in (await mara.submit({WHY: "  "}))["reason"]
    assert await mara.submit({WHY: "The pilot <!everyone> failed."}) == {}
    await mara.close()
    seen = await said(company, "ines", "/pmo change product teams")
    assert "stopped" in seen
    assert "The pilot &lt;!everyone&gt; failed." in seen
    await mara.click("Edit change", on=page)
    assert "has ended, so nothing was changed" in mara.messages("dm")[-1].words
    [page] = await mara.command("/pmo change product teams")
    await mara.click("Take it up again", on=page)
    assert "The pilot" not in await said(company, "ines", "/pmo change product teams")
    assert await audited(company) == ["change_stopped", "change_taken_up"]


async def test_a_draft_is_deleted_and_nothing_else(company: World) -> None:
    """A draft goes after a question; what was announced meanwhile can only be stopped."""
    await given(company, "Draft one")
    await given(company, "Draft two")
    mara = company.persona("mara")
    [one] = await mara.command("/pmo change draft one")
    [two] = await mara.command("/pmo change draft two")
    assert "Ask a question" not in one.buttons, "nobody can ask about a draft yet"
    await mara.click("Delete draft", on=one)
    assert [change.name for change in await stored(company)] == ["Draft two"]
    await mara.click("Edit change", on=two)
    await mara.submit({STATE: "Announced"})
    await mara.close()
    await mara.click("Delete draft", on=two)
    assert "is no draft any more" in mara.messages("dm")[-1].words
    assert len(await stored(company)) == 1


async def test_a_draft_is_stopped_by_no_button_of_an_earlier_backup(company: World) -> None:
    """Stopped it would be shown to everybody, who never heard of it."""
    change_id = await given(company, "Product teams", state="announced")
    mara = company.persona("mara")
    [page] = await mara.command("/pmo change product teams")
    await mara.click("Stop change", on=page)
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        (await session.get_one(Change, change_id)).state = "draft"
    await mara.submit({WHY: "The pilot failed."})
    await mara.close()
    await mara.click("Stop change", on=page)
    assert "nothing to stop. *Delete draft* takes it away" in mara.messages("dm")[-1].words
    assert [one.state for one in await stored(company)] == ["draft"]


async def test_what_is_planned_of_a_draft_goes_with_it_and_its_question_says_so(company: World) -> None:
    """Whoever deletes it reads of how many announcements nobody hears then."""
    change_id = await given(company, "Product teams")
    mara = company.persona("mara")
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        made = await session.get_one(Change, change_id)
        for state in ("planned", "draft"):
            author = await session.get_one(Person, made.owner_id)
            await factory.announcement(session, author, made, state=state)
    [page] = await mara.command("/pmo change product teams")
    assert "all that is drafted for it, 1 planned announcement included: nobody gets it." in str(page.blocks)
    await mara.click("Delete draft", on=page)
    assert await stored(company) == []


async def test_the_sponsor_runs_the_change_too(company: World) -> None:
    """Ben stands for it: he edits it, and sees it as a draft; nobody else but the PMO does."""
    async with company.bot.parts.database.reading(company.workspace_id) as session:
        ben = await session.scalar(sa.text("SELECT id FROM person WHERE name = 'Ben Carter'"))
    await given(company, "Product teams", sponsor_id=ben)
    persona = company.persona("ben")
    [page] = await persona.command("/pmo change product teams")
    await persona.click("Edit change", on=page)
    assert await persona.submit({WHY: "One team a customer journey."}) == {}
    await persona.close()
    assert "No change is called" in await said(company, "ines", "/pmo change product teams")
