"""What was planned for the groups of a change since its last pulse, and the message that says so."""

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger import Ledger
from bot.domain.change_pulse import Planned, PulseShown
from bot.domain.change_step import StepState
from bot.domain.change_step_offer import HELPS
from bot.services.change_pulse_message import closed_key
from models import ChangePulse, ChangeStep, Person


async def planned_since(session: AsyncSession, change_id: int, last: PulseShown) -> Mapping[int, Planned]:
    """Return what was planned since a pulse closed that helps a group with its first weak statement, by group.

    That is a step of the same kind, however it is worded; of those before, the one that is worded as it is proposed.
    """
    helps = {one.group_id: HELPS[one.first_weak] for one in last.parts if one.first_weak is not None and one.group_id}
    rows = (
        sa.select(ChangeStep, Person.name)
        .join(Person, Person.id == ChangeStep.owner_id)
        .where(ChangeStep.change_id == change_id, ChangeStep.state != StepState.DROPPED)
        .where(ChangeStep.group_id.in_(sorted(helps)))
        .order_by(ChangeStep.id)
    )
    found: dict[int, Planned] = {}
    for step, owner in await session.execute(rows):
        offer, done = helps[step.group_id], step.state == StepState.DONE
        proposed = step.text == offer.text and not done
        if step.kind == offer.kind and (proposed or step.created_at >= last.closed_at):
            found[step.group_id] = Planned(step.text, owner, step.due_on, done=done)
    return found


async def show_planned(session: AsyncSession, ledger: Ledger, workspace_id: str, change_id: int) -> None:
    """Let the message that says what the last pulse came to show what is planned by now."""
    await ledger.refresh(session, workspace_id, await last_keys(session, change_id))


async def last_keys(session: AsyncSession, change_id: int) -> list[str]:
    """Return the key of the message that says what the last pulse of a change came to; none where none is over."""
    over = sa.select(ChangePulse.id).where(ChangePulse.change_id == change_id, ChangePulse.state == "closed")
    newest = over.order_by(ChangePulse.opened_at.desc(), ChangePulse.id.desc()).limit(1)
    return [closed_key(one) for one in await session.scalars(newest)]
