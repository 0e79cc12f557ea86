"""The facts of the messages about blockers."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.blocker import On, State, Step
from bot.domain.blocker_shown import Blocker as Shown
from bot.domain.blocker_shown import HereFacts, NewsFacts
from bot.errors import NotFound
from bot.services.blocker_place import name_of, target_of
from bot.services.blocker_read import SHOWN, on_of, shown, shown_row
from models import Blocker, BlockerStep, Person, Ritual, Round

_MOVES = (Step.RAISED, Step.PASSED)
_LEFT = (Step.PASSED, Step.REOPENED)
"""Steps that name an owner only where that owner has left (services/blocker_owner.py)."""


async def here_facts(session: AsyncSession, subject: Mapping[str, Any], now: datetime) -> HereFacts:
    """Return who waits, or waited, on a team or a person in a round. Raises NotFound for a round that is gone."""
    on = On(subject["team"], subject["person"])
    rows = list(await session.execute(SHOWN.where(*_ever_on(on, subject["round"]))))
    blockers = [shown_row(row) if on_of(row.Blocker) == on else await _passed(session, row, on) for row in rows]
    current = await session.get(Round, subject["round"])
    if current is None:
        raise NotFound("The sync in which this was said is not stored any more.")
    ritual = await session.get_one(Ritual, current.ritual_id)
    _, stands_in = await target_of(session, on, ritual.id)
    whom = await name_of(session, on)
    ordered = sorted(blockers, key=lambda one: not one.live or bool(one.passed_to))
    return HereFacts(ritual.name, whom, on.person is not None, tuple(ordered), now, stands_in)


async def one_facts(session: AsyncSession, blocker_id: int) -> Shown:
    """Return one blocker. Raises NotFound where it is gone."""
    found = await shown(session, Blocker.id == blocker_id)
    if not found:
        raise NotFound("This is not stored any more.")
    return found[0]


async def news_facts(session: AsyncSession, subject: Mapping[str, Any], now: datetime) -> NewsFacts:
    """Return what who raised a blocker hears of a step. Raises NotFound where it is gone."""
    step = await session.get(BlockerStep, subject["step"])
    if step is None:
        raise NotFound("This step is not stored any more.")
    actor = await session.get_one(Person, step.person_id)
    owner = await session.get_one(Person, step.owner_id) if step.owner_id is not None else None
    before = (
        sa.select(BlockerStep)
        .where(BlockerStep.blocker_id == step.blocker_id, BlockerStep.kind.in_(_MOVES), BlockerStep.id < step.id)
        .order_by(BlockerStep.id.desc())
        .limit(1)
    )
    last = await session.scalar(before)
    return NewsFacts(
        step=step.kind,
        actor=actor.name,
        on=await name_of(session, On(last.on_team_id, last.on_person_id)) if last else "",
        blocker=await one_facts(session, subject["blocker"]),
        now=now,
        reason=step.reason,
        due_on=step.due_on,
        owner=owner.name if owner else "",
        to=await name_of(session, On(step.on_team_id, step.on_person_id)),
        left=actor.name if step.kind in _LEFT and step.owner_id == actor.id else "",
    )


def _ever_on(on: On, round_id: int) -> tuple[sa.ColumnElement[bool], ...]:
    """Return the conditions for blockers of a round that were told to `on`; of merged ones the first stands for all."""
    moved = BlockerStep.on_team_id == on.team if on.team is not None else BlockerStep.on_person_id == on.person
    ever = sa.select(BlockerStep.blocker_id).where(BlockerStep.kind.in_(_MOVES), moved)
    return (
        Blocker.round_id == round_id,
        Blocker.told_at.is_not(None),
        Blocker.merged_into_id.is_(None),
        Blocker.id.in_(ever),
    )


async def _passed(session: AsyncSession, row: Any, on: On) -> Shown:
    """Return a blocker as those see it who passed it on: to whom, by whom, and why."""
    moves = sa.select(BlockerStep, Person.name).join(Person, Person.id == BlockerStep.person_id)
    steps = [
        (step, actor)
        for step, actor in await session.execute(
            moves.where(BlockerStep.blocker_id == row.Blocker.id, BlockerStep.kind.in_(_MOVES)).order_by(BlockerStep.id)
        )
    ]
    last = max(n for n, (step, _) in enumerate(steps) if On(step.on_team_id, step.on_person_id) == on)
    if last + 1 == len(steps):
        # Somebody else looks after it by now who took it: it was not passed on.
        return shown_row(row)
    step, actor = steps[last + 1]
    to = await name_of(session, On(step.on_team_id, step.on_person_id))
    return replace(shown_row(row), state=State.OPEN, passed_to=to, passed_by=actor, reason=step.reason)
