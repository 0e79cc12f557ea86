"""What the buttons of short retros say when they are pressed."""

from datetime import timedelta

import sqlalchemy as sa

from bot.ids import new_id
from bot.views import change_retro, change_retro_card
from models import ChangeRetro, ChangeRetroAsked, Person
from tests.factories import change
from tests.journeys.conftest import World

CHANGE_RETRO = (change_retro.BEGIN, change_retro.READ, change_retro_card.WRITE)


async def retros_of(company: World) -> dict[str, str]:
    """Let Mara look back on a change, and run another one on which nobody does."""
    now = company.clock.now()
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        mara = (await session.scalars(sa.select(Person).where(Person.slack_id == company.persona("mara").id))).one()
        asks = await change.change(session, mara, "Is looked back on", state="announced")
        quiet = await change.change(session, mara, "Nobody looks back on", state="announced")
        retro = ChangeRetro(
            id=new_id(), change_id=asks.id, asked_by_id=mara.id, opened_at=now, closes_at=now + timedelta(days=7)
        )
        session.add(retro)
        await session.flush()
        asked = ChangeRetroAsked(
            id=new_id(), workspace_id=company.workspace_id, retro_id=retro.id, person_id=mara.id, due_at=now
        )
        session.add(asked)
    return {
        change_retro.BEGIN: str(quiet.id),
        change_retro.READ: f"{asks.id}:0",
        change_retro_card.WRITE: str(asked.id),
    }
