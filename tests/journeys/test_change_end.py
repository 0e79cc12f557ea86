"""The page of a change that has ended: how, when, by whom, and nothing that cannot be done any more."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.domain.change_step import StepKind
from bot.domain.change_step_form import StepWritten
from models import Announcement, Change, Person, StakeholderGroup
from tests.factories import change as factory
from tests.journeys.conftest import World
from tests.journeys.test_change_close import OUTCOME, WHY
from tests.journeys.test_change_list import given
from tests.journeys.test_change_pulse import affected

pytestmark = pytest.mark.begins("Tue 10:00")

NAME = "Product teams"


async def closed(world: World) -> None:
    """Let Mara close it."""
    mara = world.persona("mara")
    await mara.command(f"/pmo change {NAME} close")
    assert await mara.submit({OUTCOME: "Two teams own a journey.", WHY: "It is small."}) == {}
    await mara.close()


async def stopped(world: World) -> None:
    """Let Mara stop it."""
    mara = world.persona("mara")
    [page] = await mara.command(f"/pmo change {NAME}")
    await mara.click("Stop change", on=page)
    assert await mara.submit({"Why?": "The pilot failed."}) == {}
    await mara.close()


async def test_a_closed_one_says_who_closed_it_when_and_leads_to_its_page(company: World) -> None:
    """Whom it affected and how far the plan came stay; nothing is late, to come, or to be chosen."""
    await affected(company, {"Sales": ("ana", "wei"), "HR": ()}, state="in_progress")
    parts = company.bot.parts
    async with parts.database.reading(company.workspace_id) as session:
        named = sa.select(StakeholderGroup.id).where(StakeholderGroup.name == "HR")
        group = (await session.scalars(named)).one()
    due = company.clock.now().date() + timedelta(days=2)
    mara = company.persona("mara")
    written = StepWritten(StepKind.PAGE, "How it is done", owner=mara.id, due_on=due)
    await parts.change.steps.add(company.workspace_id, mara.id, group, written)
    await closed(company)
    await company.advance(timedelta(days=7))
    [page] = await mara.command(f"/pmo change {NAME}")
    assert "part of how we work since Tue 3 Mar" in page.words
    assert "What it came to, says Mara Lindqvist" in page.words
    assert "Plan* · 0 of 1 done · 1 step was left open" in page.words
    for gone in ("late", "No step yet", "Nobody belongs to", "not said yet", "How it is done"):
        assert gone not in page.words
    assert page.buttons == [
        "Download CSV",
        "Show plan",
        "Say thank you",
        "Ask a question",
        "Suggest something",
        "Make it a playbook",
        "Hold a short retro",
    ]
    await mara.click("Make it a playbook", on=page)
    assert await mara.submit() == {}
    await mara.close()
    [seen] = await company.persona("ines").command(f"/pmo change {NAME}")
    assert "What was learnt* · How we changed: Product teams" in seen.words
    assert sorted(seen.buttons) == ["Ask a question", "Read page", "Suggest something"]
    assert "What it means for you" not in seen.words
    [seen] = await company.persona("ana").command(f"/pmo change {NAME}")
    assert "What it means for you" in seen.words


async def test_a_stopped_one_means_nothing_any_more(company: World) -> None:
    """It says who stopped it, when and why; what was on its way goes nowhere, and can be taken up with the change."""
    change_id = await affected(company, {"Sales": ("ana",)}, state="in_progress")
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        mara_row = (await session.scalars(sa.select(Person).where(Person.slack_id == company.persona("mara").id))).one()
        change = await session.get_one(Change, change_id)
        await factory.announcement(session, mara_row, change, state="stopped", title="We go on")
    await stopped(company)
    mara = company.persona("mara")
    [page] = await mara.command(f"/pmo change {NAME}")
    assert "Product teams* · stopped Tue 3 Mar" in page.words
    assert "Stopped by Mara Lindqvist, because:" in page.words
    assert "Go on" not in page.buttons
    assert "Plan" not in page.words
    assert page.buttons[-1] == "Take it up again"
    assert "Announce why" in page.buttons
    [seen] = await company.persona("ana").command(f"/pmo change {NAME}")
    assert "What it means for you" not in seen.words
    assert "because:" in seen.words
    await mara.click("Take it up again", on=page)
    [page] = await mara.command(f"/pmo change {NAME}")
    assert "Go on" in page.buttons
    assert "because:" not in page.words
    async with company.bot.parts.database.reading(company.workspace_id) as session:
        assert await session.scalar(sa.select(sa.func.count()).select_from(Announcement)) == 1


async def test_what_a_stopped_one_taught_becomes_a_page_too(company: World) -> None:
    """The draft begins with why it was stopped; one that goes on makes none."""
    await given(company, NAME, state="announced")
    await stopped(company)
    mara = company.persona("mara")
    [page] = await mara.command(f"/pmo change {NAME}")
    await mara.click("Make it a playbook", on=page)
    assert "The pilot failed." in str(mara.modal.blocks)


async def test_closing_says_that_people_can_look_back(company: World) -> None:
    """Before there is a retro the form names it; while people write it says until when."""
    await affected(company, {"Sales": ("ana", "wei", "jonas")}, state="in_progress")
    mara = company.persona("mara")
    await mara.command(f"/pmo change {NAME} close")
    assert "Hold a short retro" in mara.read_words(mara.modal)
    await mara.close()
    [page] = await mara.command(f"/pmo change {NAME}")
    await mara.click("Hold a short retro", on=page)
    assert await mara.submit() == {}
    await mara.close()
    await mara.command(f"/pmo change {NAME} close")
    assert "People look back on it until" in mara.read_words(mara.modal)
