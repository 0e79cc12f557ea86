"""A step of a change's plan as a row: what of a form is stored, and whether that is there already."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.change_step import StepKind
from bot.domain.change_step_form import StepFit, StepWritten
from models import ChangeStep, Person, StakeholderGroup


def columns_of(written: StepWritten, fit: StepFit, owner: Person) -> dict[str, object]:
    """Return the columns of a step as somebody wrote it and as it was checked."""
    return {
        "text": fit.text,
        "owner_id": owner.id,
        "due_on": fit.due_on,
        "announcement_id": written.announcement or None,
        "playbook_id": written.page or None,
        "starts_at": fit.starts_at,
        "second_at": fit.second_at,
        "minutes": written.minutes,
        "place": fit.place,
        "seats": fit.seats,
        "material": fit.material,
    }


async def same_step(
    session: AsyncSession, group: StakeholderGroup, kind: StepKind, fit: StepFit, owner: Person
) -> ChangeStep | None:
    """Return the step that a form sent twice has stored already."""
    mine = (ChangeStep.group_id == group.id, ChangeStep.kind == kind, ChangeStep.text == fit.text)
    dates = (ChangeStep.due_on == fit.due_on, ChangeStep.owner_id == owner.id)
    begins = ChangeStep.starts_at.is_not_distinct_from(fit.starts_at)
    return await session.scalar(sa.select(ChangeStep).where(*mine, *dates, begins).limit(1))
