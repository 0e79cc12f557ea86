"""Those who take part in a step as they are shown: one to themselves, all to whoever leads it."""

from datetime import datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.change_step import Answer
from bot.domain.change_step_part import Attendance, Attendant, Part
from bot.errors import NotFound
from bot.services.change_step_read import step_shown
from bot.services.change_step_standing import GONE, StepStanding
from models import Change, ChangeStepPerson, Person

PAGE = 90
"""People on a page of the attendance form: nine groups of ten boxes."""


async def part_of(session: AsyncSession, step_id: int, slack_id: str, now: datetime) -> Part | None:
    """Return what somebody was asked about a step; None where that is not kept any more."""
    mine = (
        sa.select(ChangeStepPerson)
        .join(Person, Person.id == ChangeStepPerson.person_id)
        .where(ChangeStepPerson.step_id == step_id, Person.slack_id == slack_id)
    )
    part = await session.scalar(mine)
    return None if part is None else await part_shown(session, part, now)


async def part_shown(session: AsyncSession, part: ChangeStepPerson, now: datetime) -> Part:
    """Return somebody's part as they see it. Raises NotFound where its step is gone."""
    step = await step_shown(session, part.step_id)
    if step is None:
        raise NotFound(GONE)
    person = await session.get_one(Person, part.person_id)
    change = await session.get_one(Change, step.change_id)
    full = set()
    if step.seats:
        taken = {Answer.FIRST: step.taking.first, Answer.SECOND: step.taking.second}
        full = {answer for answer, number in taken.items() if number >= step.seats}
    return Part(
        part_id=part.id,
        step=step,
        answer=Answer(part.answer),
        did=part.did,
        now=now,
        zone=person.zone,
        full=frozenset(full),
        over=change.ended_at is not None,
    )


def missed_by(step_id: int) -> tuple[sa.ColumnExpressionArgument[bool], ...]:
    """Return the conditions for who took no part in a step, and was not sent the material."""
    return (
        ChangeStepPerson.step_id == step_id,
        ChangeStepPerson.did.is_(False),
        ChangeStepPerson.material_sent.is_(False),
        Person.deactivated.is_(False),
    )


async def attendance_of(session: AsyncSession, standing: StepStanding, now: datetime, first: int) -> Attendance:
    """Return a page of those who were asked, whoever comes first. Raises NotFound."""
    step = await step_shown(session, standing.step.id)
    if step is None:
        raise NotFound(GONE)
    of_it = (ChangeStepPerson.step_id == step.id, Person.deactivated.is_(False))
    rows = sa.select(ChangeStepPerson, Person.name).join(Person, Person.id == ChangeStepPerson.person_id).where(*of_it)
    # Whoever comes stands first, those who cannot last.
    order = sa.case({"first": 0, "second": 1, "": 2}, value=ChangeStepPerson.answer, else_=3)
    found = await session.execute(rows.order_by(order, Person.name, Person.id).offset(first).limit(PAGE))
    number = (
        sa.select(sa.func.count()).select_from(ChangeStepPerson).join(Person, Person.id == ChangeStepPerson.person_id)
    )
    missed = await session.scalar(number.where(*missed_by(step.id))) if step.is_over(now) else 0
    return Attendance(
        step=step,
        rows=tuple(Attendant(part.id, name, Answer(part.answer), part.did, part.material_sent) for part, name in found),
        total=step.taking.asked,
        first=first,
        now=now,
        today=now.astimezone(ZoneInfo(standing.person.zone)).date(),
        missed=missed or 0,
    )
