"""What the menus and buttons of readiness pulses say when they are pressed."""

from datetime import timedelta

import sqlalchemy as sa

from bot.ids import new_id
from bot.views import change_close, change_pulse
from models import ChangePulse, ChangePulseAsked, Person
from tests.factories import change
from tests.journeys.conftest import World

CHANGE_PULSE = (
    change_close.CLOSE,
    change_close.PAGE,
    change_pulse.ASK,
    change_pulse.PLAN,
    *change_pulse.CHOOSE,
    change_pulse.SAY,
)


async def pulses_of(company: World) -> dict[str, str]:
    """Let Mara be asked in a pulse of a change, and run another one that has none."""
    now = company.clock.now()
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        mara = (await session.scalars(sa.select(Person).where(Person.slack_id == company.persona("mara").id))).one()
        asks = await change.change(session, mara, "Asks how ready", state="announced")
        quiet = await change.change(session, mara, "Asks nobody yet", state="announced")
        over = await change.change(
            session, mara, "Is over", state="embedded", ended_at=now, ended_because="Two teams own a journey."
        )
        group = await change.stakeholder_group(session, asks)
        pulse = ChangePulse(
            id=new_id(), change_id=asks.id, asked_by_id=mara.id, opened_at=now, closes_at=now + timedelta(days=7)
        )
        session.add(pulse)
        await session.flush()
        asked = ChangePulseAsked(
            id=new_id(),
            workspace_id=company.workspace_id,
            pulse_id=pulse.id,
            group_id=group.id,
            person_id=mara.id,
            due_at=now,
        )
        session.add(asked)
    return {
        change_close.CLOSE: str(quiet.id),
        change_close.PAGE: str(over.id),
        change_pulse.ASK: str(quiet.id),
        change_pulse.SAY: str(asked.id),
        change_pulse.PLAN: f"{group.id}:2",
        **{action_id: f"{asked.id}:0:{score}" for score, action_id in enumerate(change_pulse.CHOOSE, 1)},
    }
