"""What becomes of a plan when its change is announced, ended or taken up again, and when somebody leaves."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.delivery.ledger import Ledger
from bot.domain.change_step import StepKind, StepState
from bot.domain.words import plural
from bot.services import change_step_message as messages
from bot.services.change_pulse_planned import show_planned
from bot.services.change_step_people import coming, refresh_invitations
from bot.services.change_step_read import GOES_ON, IS_LIVE
from bot.services.change_step_timer import schedule
from bot.services.role import pmos
from models import Change, ChangeStep, Person


class StepsOfChange:
    """Does the plan's part of what is done to a change, in its transaction."""

    def __init__(self, clock: Clock, ledger: Ledger) -> None:
        """Take messages to `ledger`."""
        self._clock, self._ledger = clock, ledger

    async def would_stop(self, session: AsyncSession, change: Change) -> Sequence[str]:
        """Say what would become of the plan."""
        steps = await _live(session, change)
        now = self._clock.now()
        ahead = [one for one in steps if one.kind == StepKind.SESSION and (one.second_at or one.starts_at or now) > now]
        said = []
        if asked := [one for one in ahead if one.invited_at is not None]:
            many = "is" if len(asked) == 1 else "are"
            said.append(f"{plural(len(asked), 'session')} {many} called off; whoever wanted to come hears of it.")
        if left := len(steps) - len(asked):
            said.append(f"Nobody is asked any more about {plural(left, 'step')} of the plan.")
        return said

    async def ended(self, session: AsyncSession, change: Change) -> None:
        """Call off sessions to come, and let all messages about the plan say how it stands."""
        now = self._clock.now()
        for step in await _live(session, change):
            step.revision += 1
            comers = await coming(session, step, now)
            await self._ledger.plan(session, step.workspace_id, [messages.moved(step, one) for one in comers])
            await self._refresh(session, step)

    async def goes_on(self, session: AsyncSession, change: Change) -> None:
        """Ask whoever is to see to a step, now that people know of the change, and set the timers anew."""
        now = self._clock.now()
        for step in await _live(session, change):
            step.revision += 1
            await schedule(session, step, now)
            owner = await session.get_one(Person, step.owner_id)
            if step.state == StepState.PROPOSED and not owner.deactivated:
                await self._ledger.plan(session, step.workspace_id, [messages.asked(step, owner)])
            await self._refresh(session, step)

    async def _refresh(self, session: AsyncSession, step: ChangeStep) -> None:
        await self._ledger.refresh(session, step.workspace_id, await messages.shown_in(session, [step.id]))
        await refresh_invitations(session, self._ledger, step)


async def pass_steps_on(session: AsyncSession, ledger: Ledger, workspace_id: str, now: datetime) -> None:
    """Give every step of somebody who left to whoever answers for its change, who is asked whether they see to it.

    Where that is nobody who is here, the sponsor gets it, else the PMO; where nobody can, it stays as it is.
    """
    left = (
        sa.select(ChangeStep)
        .join(Person, Person.id == ChangeStep.owner_id)
        .join(Change, Change.id == ChangeStep.change_id)
        .where(Person.deactivated.is_(True), IS_LIVE, sa.or_(GOES_ON, Change.state == "draft"))
        .order_by(ChangeStep.id)
        .with_for_update(of=ChangeStep)
    )
    for step in list(await session.scalars(left)):
        change = await session.get_one(Change, step.change_id)
        named = [await session.get_one(Person, one) for one in (change.owner_id, change.sponsor_id)]
        heir = next((one for one in [*named, *await pmos(session)] if not one.deactivated), None)
        if heir is None:
            continue
        step.owner_id, step.state, step.revision = heir.id, str(StepState.PROPOSED), step.revision + 1
        await schedule(session, step, now)
        await ledger.refresh(session, workspace_id, await messages.shown_in(session, [step.id]))
        await show_planned(session, ledger, workspace_id, change.id)
        await refresh_invitations(session, ledger, step)
        if change.state != "draft":
            await ledger.plan(session, workspace_id, [messages.asked(step, heir)])


async def _live(session: AsyncSession, change: Change) -> list[ChangeStep]:
    rows = sa.select(ChangeStep).where(ChangeStep.change_id == change.id, IS_LIVE).order_by(ChangeStep.id)
    return list(await session.scalars(rows.with_for_update()))
