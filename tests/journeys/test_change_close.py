"""A change becomes part of how people work; what was learnt becomes a page."""

from datetime import timedelta

import pytest

from bot.domain.change_step import StepKind
from bot.domain.change_step_form import StepWritten
from bot.errors import UserError
from models import Announcement, AuditEntry, Change
from tests.factories import change as factory
from tests.journeys.conftest import World
from tests.journeys.test_announcement_compose import given as given_groups
from tests.journeys.test_change_list import given, said
from tests.journeys.test_sync_races import stored

pytestmark = pytest.mark.begins("Tue 10:00")

OUTCOME, WHY = "What did it come to, and what was learnt?", "Why close it all the same?"


async def test_it_is_closed_for_a_reason_and_what_was_learnt_becomes_a_page(company: World) -> None:
    """What is missing is said; everybody reads what it came to, and the reason stays with the PMO."""
    await given(company, "Product teams", state="in_progress")
    mara = company.persona("mara")
    [page] = await mara.command("/pmo change product teams")
    await mara.click("Close change", on=page)
    assert mara.modal is not None
    assert "no pulse with five answers" in mara.read_words(mara.modal)
    errors = await mara.submit({OUTCOME: " ", WHY: " "})
    assert "what it came to" in errors["outcome"]
    assert "although this is missing" in errors["reason"]
    assert await mara.submit({OUTCOME: "Two teams <!here> own a journey.", WHY: "A small change."}) == {}
    await mara.close()
    [change] = await stored(company, Change)
    assert (change.state, change.ended_because) == ("embedded", "Two teams <!here> own a journey.")
    seen = await said(company, "ines", "/pmo change product teams")
    assert "Two teams &lt;!here&gt; own a journey." in seen
    assert "A small change." not in seen
    [entry] = [one for one in await stored(company, AuditEntry) if one.action == "change_embedded"]
    assert entry.details["why"] == "A small change."
    [page] = await mara.command("/pmo change product teams")
    await mara.click("Make it a playbook", on=page)
    assert mara.modal is not None
    assert "How we changed: Product teams" in str(mara.modal)
    assert await mara.submit() == {}
    await mara.close()
    [page] = await mara.command("/pmo change product teams")
    assert "Make it a playbook" not in page.buttons
    await mara.click("Read page", on=page)


async def test_a_thank_you_begins_with_what_it_came_to(company: World) -> None:
    """It is begun from what is said once the change is closed, or later from its page, and goes although it is over."""
    await given_groups(company, state="in_progress")
    mara = company.persona("mara")
    [page] = await mara.command("/pmo change product teams")
    await mara.click("Close change", on=page)
    assert await mara.submit({OUTCOME: "Answers come in <!here> days.", WHY: "A small change."}) == {}
    assert mara.modal is not None
    assert "would be glad to hear" in mara.read_words(mara.modal)
    assert await mara.submit() == {}
    assert "Answers come in <!here> days." in str(mara.modal.blocks)
    text = "You moved desks twice. Answers come in days. Thank you."
    assert await mara.submit({"Title": "Thank you all", "What everybody reads": text}) == {}
    assert await mara.submit() == {}
    assert await mara.submit() == {}
    await company.idle()
    [got] = [one for one in company.persona("jonas").messages() if "Thank you all" in one.text]
    assert text in got.words
    [page] = await mara.command("/pmo change product teams")
    assert "Say thank you" in page.buttons


async def test_that_it_was_stopped_is_announced_with_why(company: World) -> None:
    """What was begun before stays unsent; what begins with the reason goes."""
    await given_groups(company, state="in_progress")
    mara = company.persona("mara")
    await mara.command("/pmo announce product teams")
    await mara.submit({"What do you have to say?": "Update"})
    await mara.submit({"Title": "We go on", "What everybody reads": "Berlin is next."})
    await mara.close()
    # A second later, as it is for people.
    await company.advance(timedelta(seconds=1))
    [page] = await mara.command("/pmo change product teams")
    await mara.click("Stop change", on=page)
    assert await mara.submit({"Why?": "The contract fell through."}) == {}
    assert await mara.submit() == {}
    begun = str(mara.modal.blocks)
    assert "We stop this: Product teams." in begun
    assert "The contract fell through." in begun
    text = "We stop it, because the contract fell through. Your desk stays where it is."
    assert await mara.submit({"Title": "It ends", "What everybody reads": text}) == {}
    assert await mara.submit() == {}
    assert await mara.submit() == {}
    await company.idle()
    jonas = company.persona("jonas")
    assert len([one for one in jonas.messages() if "It ends" in one.text]) == 1
    [old] = [one for one in await stored(company, Announcement) if one.title == "We go on"]
    with pytest.raises(UserError, match="was stopped"):
        await company.bot.parts.change.sending.go(company.workspace_id, mara.id, old.id)
    assert [one for one in jonas.messages() if "We go on" in one.text] == []


async def test_the_plan_of_one_that_is_closed_asks_nobody_any_more(company: World) -> None:
    """The form says so; the day on which a step was due passes without a word."""
    change_id = await given(company, "Product teams", state="in_progress")
    parts = company.bot.parts
    async with parts.database.transaction(company.workspace_id) as session:
        change = await session.get_one(Change, change_id)
        group = (await factory.stakeholder_group(session, change, "All", [])).id
    due = company.clock.now().date() + timedelta(days=3)
    ben = company.persona("ben")
    written = StepWritten(StepKind.PAGE, "How it is done", owner=ben.id, due_on=due)
    await parts.change.steps.add(company.workspace_id, company.persona("mara").id, group, written)
    await company.idle()
    mara = company.persona("mara")
    [page] = await mara.command("/pmo change product teams")
    await mara.click("Close change", on=page)
    assert "1 step of the plan is not done. Nobody is asked" in mara.read_words(mara.modal)
    assert await mara.submit({OUTCOME: "Done.", WHY: "A small change."}) == {}
    await company.idle()
    before = len(ben.messages())
    await company.advance(timedelta(days=7))
    assert [one.text for one in ben.messages()[before:] if "How it is done" in one.text] == []


async def test_only_those_who_run_it_close_it_and_no_draft_is_closed(company: World) -> None:
    """A member has no button and is refused; a draft is deleted instead."""
    await given(company, "Product teams", state="announced")
    await given(company, "New reviews")
    [page] = await company.persona("ines").command("/pmo change product teams")
    assert "Close change" not in page.buttons
    assert "is for the PMO" in await said(company, "ines", "/pmo change product teams close")
    assert "is a draft" in await said(company, "mara", "/pmo change new reviews close")


async def test_closed_twice_it_is_closed_once(company: World) -> None:
    """The second of two who close it at once reads that it is."""
    change_id = await given(company, "Product teams", state="announced")
    closing, mara = company.bot.parts.change.closing, company.persona("mara").id
    for outcome in ("First.", "Second."):
        await closing.close(company.workspace_id, mara, change_id, outcome, "It is small.")
    [change] = await stored(company, Change)
    assert change.ended_because == "First."
