"""The plan of a change, read for its list, for the page of the change and for home tabs."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.domain.change import Aspect, ChangeState
from bot.domain.change_step import Step, StepKind, StepState
from bot.domain.change_step_offer import Offer, offers
from bot.domain.change_step_part import Part
from bot.domain.change_step_plan import HomeSteps, Plan, PlanGroup, PlanSummary
from bot.errors import NotFound
from bot.services.change_sight import visible_to
from bot.services.change_standing import GONE, ChangeStanding, must_go_on, must_run, standing_of
from bot.services.change_step_part import part_shown
from bot.services.change_step_read import GOES_ON, IS_LIVE, SHOWN, shown, with_taking
from models import Change, ChangeImpact, ChangeStep, ChangeStepPerson, Person, StakeholderGroup

PAGE = 10
"""Steps on a page of the plan."""

FEW = 3
"""Steps that the page of a change names."""

MOST_HOME = 30
"""Steps that are read for a home tab, which shows a few of them and counts the others."""

SHOWN_FOR = timedelta(days=7)
"""For so long a session that somebody missed, or that is to be said to have been visited, stays on their home tab."""

_IN_ORDER = (StakeholderGroup.place, StakeholderGroup.id, ChangeStep.due_on, ChangeStep.id)


class ChangePlans:
    """Reads plans."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """Read `database`."""
        self._database, self._clock = database, clock

    async def plan(self, workspace_id: str, slack_id: str, change_id: int, *, first: int = 0, note: str = "") -> Plan:
        """Return a page of the plan. Raises NotFound, also for a draft that is not the reader's to see."""
        now = self._clock.now()
        async with self._database.reading(workspace_id) as session:
            standing = await seen_change(session, slack_id, change_id)
            person, runs_it = standing.person, standing.runs_it
            rows = SHOWN.where(ChangeStep.change_id == change_id)
            if not runs_it:
                rows = rows.where(ChangeStep.owner_id == person.id)
            steps = [shown(row) for row in await session.execute(rows.order_by(*_IN_ORDER))]
            first = first if first < len(steps) else 0
            some = await with_taking(session, steps[first : first + PAGE])
            today = _today(person, now)
            goes_on = not standing.state.over
            groups = await _groups(session, change_id, steps, some, offered=runs_it and goes_on and not first)
            return Plan(
                change_id=change_id,
                change=standing.change.name,
                groups=tuple(groups if runs_it else [one for one in groups if one.steps]),
                today=today,
                now=now,
                zone=person.zone,
                reader_slack=slack_id,
                runs_it=runs_it,
                goes_on=goes_on,
                total=len(steps),
                done=sum(one.state is StepState.DONE for one in steps),
                late=sum(one.is_late(today) for one in steps),
                first=first,
                more=max(len(steps) - first - PAGE, 0),
                parts=tuple(await _parts(session, person, now, change_id)),
                note=note,
            )

    async def group(self, workspace_id: str, slack_id: str, group_id: int) -> tuple[int, str, PlanGroup]:
        """Return the change of a group, its name, and what could be added. Raises NotFound, NotAllowed."""
        async with self._database.reading(workspace_id) as session:
            change_id = await session.scalar(
                sa.select(StakeholderGroup.change_id).where(StakeholderGroup.id == group_id)
            )
            if change_id is None:
                raise NotFound(GONE)
            standing = await standing_of(session, slack_id, change_id)
            await must_run(session, standing, "Planning this is")
            must_go_on(standing)
            rows = SHOWN.where(ChangeStep.change_id == change_id, ChangeStep.group_id == group_id)
            steps = [shown(row) for row in await session.execute(rows)]
            groups = await _groups(session, change_id, steps, steps, offered=True, only=group_id)
            return change_id, standing.change.name, groups[0]

    async def summary(self, workspace_id: str, slack_id: str, change_id: int) -> PlanSummary:
        """Return what the page of a change says of its plan. Raises NotFound."""
        now = self._clock.now()
        async with self._database.reading(workspace_id) as session:
            standing = await seen_change(session, slack_id, change_id)
            person, today = standing.person, _today(standing.person, now)
            parts = tuple(await _parts(session, person, now, change_id))
            mine = (ChangeStep.change_id == change_id, ChangeStep.owner_id == person.id, IS_LIVE)
            own = await session.scalar(sa.select(sa.func.count()).select_from(ChangeStep).where(*mine)) or 0
            goes_on = not standing.state.over
            if not standing.runs_it:
                return PlanSummary(change_id, parts=parts, own=own if goes_on else 0, goes_on=goes_on)
            rows = SHOWN.where(ChangeStep.change_id == change_id)
            steps = [shown(row) for row in await session.execute(rows.order_by(ChangeStep.due_on, ChangeStep.id))]
            late = [one for one in steps if goes_on and one.is_late(today)]
            coming = [one for one in steps if goes_on and one.live and not one.is_late(today)]
            planned = {one.group_id for one in steps}
            named = sa.select(StakeholderGroup.id, StakeholderGroup.name).where(StakeholderGroup.change_id == change_id)
            groups = await session.execute(named.order_by(StakeholderGroup.place, StakeholderGroup.id))
            return PlanSummary(
                change_id=change_id,
                total=len(steps),
                done=sum(one.state is StepState.DONE for one in steps),
                dropped=sum(one.state is StepState.DROPPED for one in steps),
                unaccepted=sum(goes_on and one.state is StepState.PROPOSED for one in steps),
                groups_without=tuple(name for group_id, name in groups if goes_on and group_id not in planned),
                late=tuple(late[:FEW]),
                late_total=len(late),
                coming=tuple(await with_taking(session, coming[:FEW])),
                parts=parts,
                own=own,
                runs_it=True,
                goes_on=goes_on,
            )


async def home_steps(session: AsyncSession, person: Person, now: datetime, today: date) -> HomeSteps:
    """Return what somebody sees of plans on their home tab; of drafts, which nobody was asked about, nothing."""
    live = SHOWN.where(IS_LIVE, GOES_ON).order_by(ChangeStep.due_on, ChangeStep.id).limit(MOST_HOME)
    mine = [shown(row) for row in await session.execute(live.where(ChangeStep.owner_id == person.id))]
    late: list[Step] = []
    # A day is given to owners elsewhere, who are asked on the day itself.
    past = live.where(ChangeStep.due_on < today, ChangeStep.owner_id != person.id)
    if not person.acts_as_pmo:
        past = past.where(sa.or_(Change.owner_id == person.id, Change.sponsor_id == person.id))
    late = [shown(row) for row in await session.execute(past)]
    parts = await _parts(session, person, now)
    return HomeSteps(tuple(await with_taking(session, mine)), tuple(parts), tuple(late))


async def seen_change(session: AsyncSession, slack_id: str, change_id: int) -> ChangeStanding:
    """Return where somebody stands with a change they may read of, or have a step of. Raises NotFound."""
    standing = await standing_of(session, slack_id, change_id)
    theirs = sa.and_(
        Change.state != ChangeState.DRAFT,
        sa.exists().where(ChangeStep.change_id == Change.id, ChangeStep.owner_id == standing.person.id),
    )
    seen = sa.select(Change.id).where(Change.id == change_id, sa.or_(visible_to(standing.person), theirs))
    if await session.scalar(seen) is None:
        raise NotFound(GONE)
    return standing


async def _groups(
    session: AsyncSession, change_id: int, steps: Sequence[Step], some: Sequence[Step], *, offered: bool, only: int = 0
) -> list[PlanGroup]:
    """Return the groups of a change with the steps of a page; those without any only with `offered`."""
    rows = sa.select(StakeholderGroup.id, StakeholderGroup.name).where(StakeholderGroup.change_id == change_id)
    if only:
        rows = rows.where(StakeholderGroup.id == only)
    named = (await session.execute(rows.order_by(StakeholderGroup.place, StakeholderGroup.id))).all()
    impact = (
        sa.select(ChangeImpact.group_id, ChangeImpact.aspect, ChangeImpact.score)
        .join(StakeholderGroup, StakeholderGroup.id == ChangeImpact.group_id)
        .where(StakeholderGroup.change_id == change_id)
    )
    scores: dict[int, dict[Aspect, int]] = defaultdict(dict)
    if offered:
        for group_id, aspect, score in await session.execute(impact):
            scores[group_id][Aspect(aspect)] = score
    found: list[PlanGroup] = []
    for group_id, name in named:
        planned: set[tuple[StepKind, str]] = {(one.kind, one.text) for one in steps if one.group_id == group_id}
        its: list[Offer] = offers(scores[group_id], planned) if offered else []
        here = tuple(one for one in some if one.group_id == group_id)
        if here or offered:
            further = sum(one.group_id == group_id for one in steps) - len(here)
            found.append(PlanGroup(group_id, name, here, tuple(its), further))
    return found


async def _parts(session: AsyncSession, person: Person, now: datetime, change_id: int | None = None) -> list[Part]:
    """Return what somebody takes part in, and can say something to: what they have done is left out."""
    last = sa.func.coalesce(ChangeStep.second_at, ChangeStep.starts_at)
    shown_yet = sa.or_(last.is_(None), last > now - SHOWN_FOR)
    rows = (
        sa.select(ChangeStepPerson)
        .join(ChangeStep, ChangeStep.id == ChangeStepPerson.step_id)
        .join(Change, Change.id == ChangeStep.change_id)
        .where(ChangeStepPerson.person_id == person.id, ChangeStepPerson.did.is_(False), IS_LIVE, GOES_ON, shown_yet)
        .order_by(sa.func.coalesce(ChangeStep.starts_at, now), ChangeStep.due_on, ChangeStep.id)
        .limit(MOST_HOME)
    )
    if change_id is not None:
        rows = rows.where(ChangeStep.change_id == change_id)
    return [await part_shown(session, one, now) for one in await session.scalars(rows)]


def _today(person: Person, now: datetime) -> date:
    return now.astimezone(ZoneInfo(person.zone)).date()
