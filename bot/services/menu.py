"""What the menu shows: the updates that its reader can give now, and what their role allows."""

import sqlalchemy as sa

from bot.clock import Clock
from bot.db import Database
from bot.domain.menu import MenuFacts, MenuPrompt
from bot.services.role import acting, rights_of
from models import Prompt, Ritual, Round, Turn

# Put together once: this is read for every look at the menu, and putting it together takes longer than reading.
_OPEN_PROMPTS = (
    sa.select(Turn.id, Ritual.name, Prompt.name, Prompt.team_id, Round.closes_at)
    .join(Prompt, Prompt.id == Turn.prompt_id)
    .join(Round, Round.id == Turn.round_id)
    .join(Ritual, Ritual.id == Round.ritual_id)
    .where(Turn.person_id == sa.bindparam("person_id"), Turn.asked_at.is_not(None), Prompt.state == "pending")
    .where(Round.state == "open", Ritual.state != "deleted")
    .order_by(Round.closes_at, Turn.id)
)
_STATES = sa.select(Ritual.state, sa.func.count()).where(Ritual.state != "deleted").group_by(Ritual.state)


class Menu:
    """Reads what the menu shows."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """Read `database`."""
        self._database, self._clock = database, clock

    async def facts(self, workspace_id: str, slack_id: str) -> MenuFacts:
        """Return the menu of one person. Raises NotFound, NotAllowed."""
        async with self._database.reading(workspace_id) as session:
            person = await acting(session, slack_id)
            prompts = await session.execute(_OPEN_PROMPTS, {"person_id": person.id})
            counts = {state: number for state, number in await session.execute(_STATES)}  # noqa: C416 (rows)
            rights = await rights_of(session, person)
            return MenuFacts(
                name=person.name,
                zone=person.zone,
                now=self._clock.now(),
                prompts=tuple(
                    MenuPrompt(turn, sync, party, team is not None, closes_at)
                    for turn, sync, party, team, closes_at in prompts
                ),
                can_set_up=rights.any,
                is_pmo=person.acts_as_pmo,
                active=counts.get("active", 0),
                paused=counts.get("paused", 0),
            )
