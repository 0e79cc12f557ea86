"""Those of a group who take part in a step, for whatever changes or shows it."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger import Ledger
from bot.domain.change_step import Answer, StepKind
from bot.services import change_step_message as messages
from models import ChangeStep, ChangeStepPerson, Delivery, Person

_TO_PEOPLE = (messages.INVITE, messages.TOMORROW, messages.SOON)


async def to_tell(
    session: AsyncSession, step: ChangeStep, before: tuple[datetime | None, datetime | None]
) -> Sequence[Person]:
    """Return who has to hear that a session has other dates than `before`, and ask them anew to which they come.

    That is whoever comes to a date that has moved, and whoever could come to none; the others see it in place.
    """
    moved = [
        answer
        for answer, was, now_is in (
            (Answer.FIRST, before[0], step.starts_at),
            (Answer.SECOND, before[1], step.second_at),
        )
        if was != now_is
    ]
    if step.invited_at is None or not moved:
        return []
    theirs = (
        ChangeStepPerson.step_id == step.id,
        ChangeStepPerson.answer.in_([*moved, Answer.CANT]),
        ChangeStepPerson.did.is_(False),
    )
    found = await _people(session, *theirs)
    await session.execute(
        sa.update(ChangeStepPerson)
        .where(ChangeStepPerson.workspace_id == step.workspace_id, *theirs)
        .values(answer=Answer.NONE)
    )
    return found


async def coming(session: AsyncSession, step: ChangeStep, now: datetime) -> Sequence[Person]:
    """Return who comes to a date of a session that has not begun."""
    ahead = [
        answer
        for answer, at in ((Answer.FIRST, step.starts_at), (Answer.SECOND, step.second_at))
        if at is not None and at > now
    ]
    if step.kind != StepKind.SESSION or step.invited_at is None or not ahead:
        return []
    return await _people(session, ChangeStepPerson.step_id == step.id, ChangeStepPerson.answer.in_(ahead))


async def refresh_invitations(session: AsyncSession, ledger: Ledger, step: ChangeStep) -> None:
    """Let all invitations and reminders of a step show it as it is now."""
    if step.invited_at is None:
        return
    theirs = [Delivery.key.like(f"{kind}:{step.id}:%") for kind in _TO_PEOPLE]
    rows = sa.select(Delivery.key).where(Delivery.kind.in_(_TO_PEOPLE), sa.or_(*theirs)).order_by(Delivery.id)
    await ledger.refresh(session, step.workspace_id, list(await session.scalars(rows)))


async def _people(session: AsyncSession, *conditions: sa.ColumnExpressionArgument[bool]) -> Sequence[Person]:
    rows = (
        sa.select(Person)
        .join(ChangeStepPerson, ChangeStepPerson.person_id == Person.id)
        .where(*conditions, Person.deactivated.is_(False))
        .order_by(Person.id)
    )
    return list(await session.scalars(rows))
