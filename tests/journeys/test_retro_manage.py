"""The list of retros, and what follows `/pmo retro`: who sees what is private, and what a slip is taken for."""

import sqlalchemy as sa

from bot.views.retro_setup import FIELD
from bot.views.ritual_setup import Ticket
from models import Channel, Draft, Retro, Team
from tests.factories.listening import Sending
from tests.journeys.test_retro_setup import rows, set_up


async def test_a_slip_after_retro_is_guessed(company):
    """As one after `/pmo sync` is; nothing happens before it is pressed."""
    ana = company.persona("ana")
    await set_up(ana)
    question = (await ana.command("/pmo retro paus Payments"))[-1]
    assert "Did you mean `/pmo retro pause Payments`?" in question.words
    assert [one.state for one in await rows(company, Retro)] == ["active"]
    await ana.click("Use this", on=question)
    assert [one.state for one in await rows(company, Retro)] == ["paused"]


async def test_a_retro_in_private_is_not_seen_through_an_archived_team(company):
    """Its people see it while their team is there, and again when it is back."""
    await set_up(company.persona("ana"))
    rui = company.persona("rui")
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        await session.execute(sa.update(Channel).where(Channel.name == "payments").values(is_private=True))
    assert "*Payments retro*" in (await rui.command("/pmo retro"))[-1].words
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        away = sa.update(Team).where(Team.name == "Payments").values(archived_at=company.clock.now())
        await session.execute(away)
    assert "Payments retro" not in (await rui.command("/pmo retro"))[-1].words
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        await session.execute(sa.update(Team).where(Team.name == "Payments").values(archived_at=None))
    assert "*Payments retro*" in (await rui.command("/pmo retro"))[-1].words


async def test_what_is_chosen_in_the_form_is_kept_at_once(company):
    """So that nothing is lost where the form is lost before it is closed."""
    ana = company.persona("ana")
    await ana.command("/pmo retro new")
    assert await rows(company, Draft) == []
    told = {block["block_id"] for block in ana.modal.blocks if block.get("dispatch_action")}
    assert {"teams", "repeats", "week", "day", "channel", "format", "anonymous"} <= told
    chosen = {"week": {"value": {"type": "static_select", "selected_option": {"value": "1"}}}}
    pressed = Sending(company, "ana").on_view(FIELD, private_metadata=Ticket().dump(), state={"values": chosen})
    await company.deliver(pressed)
    (draft,) = await rows(company, Draft)
    assert draft.values["choices"]["week"] == 1
