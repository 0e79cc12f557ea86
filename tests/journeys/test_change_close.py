"""A change becomes part of how people work; what was learnt becomes a page."""

import pytest

from models import AuditEntry, Change
from tests.journeys.conftest import World
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
