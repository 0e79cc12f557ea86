"""What is over its time of plans: the steps of changes that have ended, with who took part in them."""

from datetime import datetime

import sqlalchemy as sa

from bot.services.retention_part import Part
from models import Change, ChangeStep, ChangeStepPerson


def of_change_steps(before: datetime) -> list[Part]:
    """Return the steps of changes that ended before an instant; who took part goes first, since those may be many."""
    ended = sa.select(ChangeStep.id).join(
        Change, sa.and_(Change.workspace_id == ChangeStep.workspace_id, Change.id == ChangeStep.change_id)
    )
    over = ended.where(Change.ended_at < before)
    people = (ChangeStepPerson.step_id.in_(over),)
    steps = (ChangeStep.id.in_(over), ~sa.exists().where(ChangeStepPerson.step_id == ChangeStep.id))
    return [
        Part("who took part in steps", ChangeStepPerson, people, still=people),
        Part("steps", ChangeStep, steps, still=steps),
    ]
