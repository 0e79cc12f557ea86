"""A change in the playground's company that people ask about, and what they and those who answer do."""

import re
from typing import Any

import sqlalchemy as sa

from bot.domain.stakeholder import Source, SourceKind
from models import Change, Delivery, Person
from tests.factories import change

MOVE = "The move to product teams"
REVIEW = "Who writes my review in June?"
CODE = re.compile(r"(?:[A-Z2-9]{4}-){3}[A-Z2-9]{4}")


async def moved(world: Any, owner: str = "ana", *, state: str = "announced", group: str = "") -> int:
    """Register the change, of which `owner` answers, with a group of everybody that `group` is the contact of."""
    async with world.bot.parts.database.transaction(world.workspace_id) as session:
        people = {
            one: await session.scalar(sa.select(Person).where(Person.slack_id == world.persona(one).id))
            for one in {owner, group} - {""}
        }
        made = await change.change(session, people[owner], MOVE, state=state)
        contact = people[group].id if group else None
        sources = [Source(SourceKind.EVERYONE)]
        await change.stakeholder_group(session, made, "Everybody", sources, contact_id=contact)
        return made.id


async def ended(world: Any, change_id: int) -> None:
    """Delete the change."""
    async with world.bot.parts.database.transaction(world.workspace_id) as session:
        await session.execute(sa.delete(Change).where(Change.id == change_id))


async def told(world: Any, who: str) -> list[str]:
    """Return which messages about questions somebody got, without what all of them begin with."""
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        rows = sa.select(Delivery.kind).where(
            Delivery.target == world.persona(who).id,
            Delivery.kind.startswith("change_question"),
            Delivery.state == "sent",
        )
        return [one.removeprefix("change_question_") for one in await session.scalars(rows.order_by(Delivery.id))]


async def ask(
    world: Any, who: str, words: str = REVIEW, *, about: str = MOVE, anonymous: bool = False, idea: bool = False
) -> str:
    """Ask by the command; return the code of what has no name, else what the receipt says."""
    persona = world.persona(who)
    assert await persona.command(f"/pmo {'suggest' if idea else 'ask'} {words}") == []
    fields = {"How do you send it?": "Without my name" if anonymous else "With my name"}
    if about:
        fields["What is it about?"] = about
    assert await persona.submit(fields) == {}
    said = persona.read_words(persona.modal)
    await persona.close()
    await world.idle()
    return CODE.search(said)[0] if anonymous else said


async def read_by_code(world: Any, who: str, code: str) -> str:
    """Return what a code opens."""
    persona = world.persona(who)
    assert await persona.command("/pmo ask code") == []
    assert await persona.submit({"Code": code}) == {}
    return persona.read_words(persona.modal)
