"""What the form of a step begins with, and from when on people can have heard of its change."""

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.change import ChangeState
from bot.domain.change_step import Step, StepKind
from bot.domain.change_step_form import StepForm, first_due
from bot.services.change_standing import ChangeStanding
from bot.services.change_step_standing import StepStanding
from bot.services.playbook_sight import may_read
from bot.services.stakeholder import members_of
from models import Announcement, ChangeStep, Person, Playbook, StakeholderGroup

MOST_CHOICES = 99
"""Announcements or pages that a menu offers, beside "none yet"; Slack takes a hundred."""


async def group_of(session: AsyncSession, group_id: int) -> StakeholderGroup | None:
    """Return a group; None where it is not in the workspace."""
    return await session.scalar(sa.select(StakeholderGroup).where(StakeholderGroup.id == group_id))


async def announced_on(session: AsyncSession, standing: ChangeStanding) -> date | None:
    """Return the day on which a change that is a draft yet is to be announced; None where people know of it already."""
    if standing.state is not ChangeState.DRAFT:
        return None
    of_it = (Announcement.change_id == standing.change.id, Announcement.state.in_(("signing", "signed", "planned")))
    return await session.scalar(sa.select(sa.func.min(Announcement.send_on)).where(*of_it))


async def new_facts(
    session: AsyncSession, standing: ChangeStanding, group: StakeholderGroup, kind: StepKind, now: datetime
) -> StepForm:
    """Return what the form of a new step begins with."""
    today = now.astimezone(ZoneInfo(standing.person.zone)).date()
    return StepForm(
        kind=kind,
        change_id=standing.change.id,
        change=standing.change.name,
        group_id=group.id,
        group=group.name,
        people=len((await members_of(session, [group.id]))[group.id]),
        owner_slack=standing.person.slack_id,
        due_on=first_due(standing.change.starts_on, today),
        today=today,
        zone=standing.person.zone,
        draft=standing.state is ChangeState.DRAFT,
        choices=await _choices(session, kind, standing.change.id, 0, standing.person),
    )


async def edit_facts(session: AsyncSession, standing: StepStanding, shown: Step, now: datetime) -> StepForm:
    """Return the form of a step as it is stored."""
    step: ChangeStep = standing.step
    chosen = (step.announcement_id if shown.kind is StepKind.INFORM else step.playbook_id) or 0
    return StepForm(
        kind=shown.kind,
        change_id=step.change_id,
        change=shown.change,
        group_id=step.group_id,
        group=shown.group,
        people=len((await members_of(session, [step.group_id]))[step.group_id]),
        owner_slack="" if standing.owner.deactivated else shown.owner_slack,
        due_on=step.due_on,
        today=now.astimezone(ZoneInfo(standing.person.zone)).date(),
        zone=standing.person.zone,
        draft=not standing.heard_of,
        step=shown,
        choices=await _choices(session, shown.kind, step.change_id, chosen, standing.person),
        chosen=chosen,
    )


async def _choices(
    session: AsyncSession, kind: StepKind, change_id: int, chosen: int, reader: Person
) -> Mapping[int, str] | None:
    """Return the announcements of a change, or the pages that `reader` may read, by which a step can be done.

    None where it needs none.
    """
    if kind is StepKind.INFORM:
        mine = (Announcement.change_id == change_id, Announcement.state != "dropped")
        rows = sa.select(Announcement.id, Announcement.title).where(*mine).order_by(Announcement.id.desc())
    elif kind is StepKind.PAGE:
        readable = sa.and_(Playbook.state == "published", may_read(reader))
        shown = sa.or_(readable, Playbook.id == chosen)
        # The one that is chosen first, so that it is never among those for which the menu has no room.
        newest = (Playbook.id != chosen, Playbook.updated_at.desc(), Playbook.id)
        rows = sa.select(Playbook.id, Playbook.title).where(shown).order_by(*newest)
    else:
        return None
    return {row[0]: row[1] for row in await session.execute(rows.limit(MOST_CHOICES))}
