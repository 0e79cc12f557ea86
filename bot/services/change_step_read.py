"""Steps of a change's plan as they are shown, read with the names of everybody in them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.db import IDS, rows_of
from bot.domain.change_step import LIVE, Answer, Step, StepKind, StepState, Taking
from models import Announcement, Change, ChangeStep, ChangeStepPerson, Person, Playbook, StakeholderGroup

_OWNER, _GIVER, _SETTLER = (aliased(Person) for _ in range(3))

IS_LIVE = ChangeStep.state.in_(sorted(LIVE))
GOES_ON = Change.state.in_(("announced", "in_progress"))
"""Of changes that were announced and are not over: those whose steps anybody is asked about."""

SHOWN = (
    sa.select(
        ChangeStep,
        Change.name.label("change"),
        StakeholderGroup.name.label("group"),
        _OWNER.name.label("owner"),
        _OWNER.slack_id.label("owner_slack"),
        _OWNER.deactivated.label("owner_left"),
        _GIVER.name.label("giver"),
        _SETTLER.name.label("settler"),
        Announcement.title.label("through"),
        Playbook.title.label("page"),
    )
    .join(Change, Change.id == ChangeStep.change_id)
    .join(StakeholderGroup, StakeholderGroup.id == ChangeStep.group_id)
    .join(_OWNER, _OWNER.id == ChangeStep.owner_id)
    .join(_GIVER, _GIVER.id == ChangeStep.given_by_id)
    .outerjoin(_SETTLER, _SETTLER.id == ChangeStep.settled_by_id)
    .outerjoin(Announcement, Announcement.id == ChangeStep.announcement_id)
    .outerjoin(Playbook, sa.and_(Playbook.id == ChangeStep.playbook_id, Playbook.state != "archived"))
)
"""Rows of steps for `shown`, in no order."""

_ONE = SHOWN.where(ChangeStep.id == sa.bindparam("step_id"))


def _number(condition: sa.ColumnExpressionArgument[bool]) -> sa.ColumnElement[int]:
    return sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)


_WAITS = ChangeStepPerson.did.is_(False)
_TAKING = (
    sa.select(
        ChangeStepPerson.step_id,
        sa.func.count().label("asked"),
        _number(ChangeStepPerson.answer == Answer.FIRST).label("first"),
        _number(ChangeStepPerson.answer == Answer.SECOND).label("second"),
        _number(ChangeStepPerson.answer == Answer.CANT).label("cant"),
        _number(~_WAITS).label("did"),
    )
    .join(Person, Person.id == ChangeStepPerson.person_id)
    .where(ChangeStepPerson.step_id.in_(IDS), Person.deactivated.is_(False))
    .group_by(ChangeStepPerson.step_id)
)


def shown(row: Any) -> Step:
    """Return a row of `SHOWN` as it is shown, without how many take part."""
    one: ChangeStep = row.ChangeStep
    return Step(
        id=one.id,
        kind=StepKind(one.kind),
        text=one.text,
        change_id=one.change_id,
        change=row.change,
        group_id=one.group_id,
        group=row.group,
        owner=row.owner,
        owner_slack=row.owner_slack,
        giver=row.giver,
        due_on=one.due_on,
        state=StepState(one.state),
        through=row.through or "",
        page=row.page or "",
        page_id=one.playbook_id or 0,
        starts_at=one.starts_at,
        second_at=one.second_at,
        minutes=one.minutes,
        place=one.place,
        seats=one.seats,
        material=one.material,
        invited=one.invited_at is not None,
        settler=row.settler or "",
        reason=one.reason,
        revision=one.revision,
        owner_left=row.owner_left,
    )


async def taking_of(session: AsyncSession, step_ids: Collection[int]) -> Mapping[int, Taking]:
    """Return how many take part in each of some steps; of those whom nobody was asked about there is nothing."""
    rows = await rows_of(session, _TAKING, step_ids)
    return {one: Taking(asked, first, second, cant, did) for one, asked, first, second, cant, did in rows}


async def with_taking(session: AsyncSession, steps: Sequence[Step]) -> list[Step]:
    """Return the steps with how many take part."""
    found = await taking_of(session, [one.id for one in steps if one.invited])
    return [replace(one, taking=found[one.id]) if one.id in found else one for one in steps]


async def step_shown(session: AsyncSession, step_id: int) -> Step | None:
    """Return a step; None where it is not in the workspace."""
    row = (await session.execute(_ONE, {"step_id": step_id})).one_or_none()
    return None if row is None else (await with_taking(session, [shown(row)]))[0]


async def today_of(session: AsyncSession, slack_id: str, now: datetime) -> date:
    """Return the date of whoever reads a message."""
    zone = await session.scalar(sa.select(Person.zone).where(Person.slack_id == slack_id))
    return now.astimezone(ZoneInfo(zone or "UTC")).date()
