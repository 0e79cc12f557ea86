"""How those who run the re-organisation of a simulated quarter press and fill in, and what was refused to them."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from bot.playground.persona import Persona
from bot.playground.records import Message
from bot.playground.seen import words_of
from bot.playground.view_state import Placed, placed, plain
from models import Announcement
from tests.journeys.conftest import World
from tests.sim.change_script import Said


class Desk:
    """Acts in a world, and keeps what was refused."""

    def __init__(self, world: World) -> None:
        """Act in `world`."""
        self.world = world
        self.refused: list[str] = []

    async def press_of(self, persona: Persona, said: Said, where: Message, label: str) -> bool:
        """Press what is called so and is about an announcement, in a message of somebody; tell whether it is there."""
        async with self.world.bot.parts.database.reading(self.world.workspace_id) as session:
            number = await session.scalar(sa.select(Announcement.id).where(Announcement.title == said.title))
        for one in placed(where.blocks):
            if plain(one.element.get("text")) == label and one.element.get("value") == str(number):
                await persona.client.press(where, self.world.slack.state.direct(persona.id), one, None)
                await self.world.slack.settled()
                return True
        return False

    async def open(self, owner: Persona, said: Said) -> None:
        """Open an announcement from the list."""
        [page] = await owner.command("/pmo announce list")
        message = self.world.slack.state.direct(owner.id).messages[page.ts]
        for block, one in ((each.block, each) for each in placed(message.blocks)):
            if said.title in words_of([block]) and plain(one.element.get("text")) == "Open it":
                await owner.client.press(message, self.world.slack.state.direct(owner.id), one, None)
                await self.world.slack.settled()
                return
        self.refused.append(f"{said.title} is not in the list")

    async def press_in(self, persona: Persona, words: str, called: tuple[str, ...]) -> None:
        """Press what is called so in the part of the open form that has these words."""
        form = persona.modal
        found: list[Placed] = []
        if form is not None:
            found = [one for one in placed(form.blocks) if plain(one.element.get("text")) in called]
        one = next((each for each in found if words in words_of([each.block])), None)
        if form is None or one is None:
            self.refused.append(f"nothing to press for {words}")
            return
        await persona.client.press(form, None, one, None)
        await self.world.slack.settled()

    async def submit(self, persona: Persona, typed: Mapping[str, Any]) -> None:
        """Send the form that is open, filled in so."""
        if persona.modal is None:
            self.refused.append(f"no form is open for {dict(typed)}")
            return
        self.refused += (await persona.submit(typed)).values()

    @staticmethod
    async def close(persona: Persona) -> None:
        """Close whatever is open."""
        if persona.modal is not None:
            await persona.client.close(persona.modal, clear=True)
