"""What several rituals ask one person in the same minute is one message, though each of them is planned by itself."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa

from bot.playground.seen import SeenMessage
from models import Delivery, Ritual
from tests.factories.retro import set_up
from tests.journeys.conftest import COMPANY, World
from tests.journeys.test_restart import all_sent, standing, start_again, stop
from tests.journeys.test_together import press

__all__ = ["standing"]

RISKS = """
  - name: Risks
    days: [{day}]
    time: "{time}"
    zone: Europe/Lisbon
    channel: "#sync"
    voice: everyone
    teams: [Payments]
    answering: 4h
    reminder: true
    owner: mara@lumen.example
"""
TURN = RISKS.format(day="tue", time="12:00")
"""Tiago is the next to speak for Payments in the weekly sync at noon, when this one opens."""
RETRO = RISKS.format(day="thu", time="14:00")
"""Rui is asked at two in the retro of his team, which is open since it was two in Singapore; this one opens then."""
AT = "2026-03-05 14:00"


async def with_retro(world: World, syncs: str = RETRO) -> None:
    """Set `syncs` up, and the retro of Payments on Thursday."""
    await world.apply(COMPANY.read_text() + syncs)
    await set_up(world.persona("ana"), {"Week": "First of the month"})
    await world.at("2026-03-05 13:59")


async def new_messages(world: World, who: str, seen: Sequence[SeenMessage] = ()) -> list[SeenMessage]:
    """Return what came to somebody since."""
    return [one for one in world.persona(who).messages() if one.ts not in {old.ts for old in seen}]


async def test_a_sync_that_opens_and_a_turn_of_another_are_one_message(lumen: World) -> None:
    """Answering one leaves the other; both read their closing there."""
    await lumen.apply(COMPANY.read_text() + TURN)
    await lumen.at("Tue 11:59")
    tiago = lumen.persona("tiago")
    assert tiago.messages() == []
    await lumen.at("Tue 12:00")
    [asked] = tiago.messages()
    assert "*Weekly sync* for Payments: what moved" in asked.words
    assert "*Risks*: what moved" in asked.words
    assert asked.buttons.count("Answer") == 2
    await press(lumen, "tiago", asked, "All as planned", part=1)
    [now] = tiago.messages()
    assert (now.buttons.count("Answer"), now.buttons.count("Edit")) == (1, 1)


async def test_a_sync_and_a_retro_are_one_message(lumen: World) -> None:
    """A card is written and an update is sent from it, and each shows there; a day later it says what is still open."""
    await with_retro(lumen)
    rui = lumen.persona("rui")
    seen = rui.messages()
    await lumen.at(AT)
    [asked] = await new_messages(lumen, "rui", seen)
    assert "*Risks*: what moved" in asked.words
    assert "*Payments retro*" in asked.words
    await rui.click("Add a card", on=asked)
    assert await rui.submit({"What worked?": "Pairing on refunds"}) == {}
    await rui.close()
    await lumen.idle()
    [now] = await new_messages(lumen, "rui", seen)
    assert (now.ts, now.buttons.count("Answer")) == (asked.ts, 1)
    await rui.click("All as planned", on=now)
    await lumen.at("2026-03-06 10:00")
    [now] = await new_messages(lumen, "rui", seen)
    assert now.ts == asked.ts
    assert "Add a card" in now.buttons
    assert "Answer" not in now.buttons


async def test_three_at_once_are_one_message(lumen: World) -> None:
    """Two syncs that are planned together, and a retro that is not."""
    await with_retro(lumen, RETRO + RETRO.replace("Risks", "Costs"))
    seen = lumen.persona("rui").messages()
    await lumen.at(AT)
    [asked] = await new_messages(lumen, "rui", seen)
    assert all(name in asked.words for name in ("*Risks*", "*Costs*", "*Payments retro*"))


async def test_one_that_cannot_be_planned_takes_no_other_with_it(lumen: World) -> None:
    """The retro asks alone; once the sync is mended it asks by itself, and nothing comes twice."""
    await with_retro(lumen)
    seen = lumen.persona("rui").messages()
    risks = await breaks(lumen, "Risks")
    await lumen.at(AT)
    [asked] = await new_messages(lumen, "rui", seen)
    assert "*Payments retro*" in asked.words
    assert "Risks" not in asked.words
    await breaks(lumen, "Risks", rrule=risks)
    await lumen.advance(timedelta(minutes=1))
    first, second = await new_messages(lumen, "rui", seen)
    assert first.ts == asked.ts
    assert "*Risks*: what moved" in second.words
    await lumen.advance(timedelta(minutes=30))
    assert len(await new_messages(lumen, "rui", seen)) == 2


async def breaks(world: World, name: str, *, rrule: str = "FREQ=NEVER") -> str:
    """Give a sync a rhythm that nothing can be planned by, or another one; return what it had."""
    async with world.bot.parts.database.transaction(world.workspace_id) as session:
        had: str = (await session.execute(sa.select(Ritual.rrule).where(Ritual.name == name))).scalar_one()
        await session.execute(sa.update(Ritual).where(Ritual.name == name).values(rrule=rrule))
    return had


async def test_two_ticks_at_once_ask_in_one_message(lumen: World) -> None:
    """Whichever of them planned what: nothing is lost, and nothing comes twice."""
    await with_retro(lumen)
    seen = lumen.persona("rui").messages()
    lumen.clock.move_to(lumen.instant(AT))
    engine = lumen.bot.parts.engine
    await asyncio.gather(*(engine.tick(lumen.clock.now()) for _ in range(3)))
    await lumen.idle()
    [asked] = await new_messages(lumen, "rui", seen)
    assert "*Risks*" in asked.words
    assert "*Payments retro*" in asked.words


async def test_a_kill_between_planning_and_sending_leaves_one_message(standing: World) -> None:
    """What was planned is sent by the next process, together."""
    await with_retro(standing)
    seen = standing.persona("rui").messages()
    standing.clock.move_to(standing.instant(AT))
    standing.bot.parts.sender.stop()
    await standing.bot.parts.engine.tick(standing.clock.now())
    await stop(standing)
    assert await new_messages(standing, "rui", seen) == []
    await start_again(standing)
    await all_sent(standing)
    [asked] = await new_messages(standing, "rui", seen)
    assert "*Risks*" in asked.words
    assert "*Payments retro*" in asked.words
    async with standing.bot.parts.database.reading(standing.workspace_id) as session:
        rows = sa.select(Delivery.state).where(Delivery.target == standing.persona("rui").id)
        assert set(await session.scalars(rows)) <= {"sent", "skipped"}
