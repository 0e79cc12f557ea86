"""The facts of the messages about blockers."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.domain.blocker import On, State, Step
from bot.domain.blocker_shown import Blocker as Shown
from bot.domain.blocker_shown import HereFacts, NewsFacts, RaisedFacts
from bot.errors import NotFound
from bot.services.blocker_moved import unread_in
from bot.services.blocker_place import name_of, target_of
from bot.services.blocker_read import SHOWN, on_of, shown, shown_row
from bot.services.channel_invite import channel_facts
from models import Blocker, BlockerStep, Person, Ritual, Round

_ITSELF = aliased(Blocker)
# Put together once: every answered prompt that tells any reads it.
_OF_PROMPT = SHOWN.where(Blocker.prompt_id == sa.bindparam("prompt_id"), Blocker.state != State.WITHDRAWN)
_MOVES = (Step.RAISED, Step.PASSED)
_LEFT = (Step.PASSED, Step.REOPENED)
"""Steps that name an owner only where that owner has left (services/blocker_owner.py)."""


async def here_facts(session: AsyncSession, subject: Mapping[str, Any], now: datetime) -> HereFacts:
    """Return who waits, or waited, on a team or a person: in a round, or for what was raised by itself.

    Raises NotFound where the round, or the blocker, is gone.
    """
    on = On(subject["team"], subject["person"])
    current = await session.get(Round, subject["round"]) if subject["round"] is not None else None
    where = _by_itself(subject["blocker"]) if subject["round"] is None else _of_round(subject["round"])
    rows = list(await session.execute(SHOWN.where(where, *_ever_on(on))))
    if current is None and (subject["round"] is not None or not rows):
        raise NotFound("The sync in which this was said is not stored any more.")
    blockers = [shown_row(row) if on_of(row.Blocker) == on else await _passed(session, row, on) for row in rows]
    ritual = None if current is None else await session.get_one(Ritual, current.ritual_id)
    stands_in = bool(rows) and (await target_of(session, on, rows[0].Blocker))[1]
    whom = await name_of(session, on)
    ordered = sorted(blockers, key=lambda one: not one.live or bool(one.passed_to))
    sync = "" if ritual is None else ritual.name
    return HereFacts(sync, whom, on.person is not None, tuple(ordered), now, stands_in)


async def of_prompt(session: AsyncSession, prompt_id: int) -> list[Shown]:
    """Return the blockers that the answer to a prompt tells, without those that were taken back."""
    return await _as_raised(session, (await session.execute(_OF_PROMPT, {"prompt_id": prompt_id})).all())


async def _as_raised(session: AsyncSession, rows: Sequence[Any]) -> list[Shown]:
    """Return rows of `SHOWN` as those see them who raised them."""
    unread = await unread_in(session, [row.Blocker for row in rows])
    return [replace(shown_row(row), unread=unread.get(row.Blocker.id, "")) for row in rows]


async def raised_facts(session: AsyncSession, blocker_id: int, now: datetime) -> RaisedFacts:
    """Return what who raised a blocker by itself keeps of it. Raises NotFound where it is gone."""
    found = await session.get(Blocker, blocker_id)
    if found is None:
        raise NotFound("This is not stored any more.")
    raiser, on = await session.get_one(Person, found.raiser_id), on_of(found)
    where, stands_in = "", False
    if on.person != raiser.id:
        target, stands_in = await target_of(session, on, found)
        where = await _place_name(session, target)
    [one] = await _as_raised(session, (await session.execute(SHOWN.where(Blocker.id == found.id))).all())
    return RaisedFacts(one, where, raiser.zone, now, stands_in, found.link)


async def _place_name(session: AsyncSession, target: str) -> str:
    """Return the name of a channel, or of somebody, by their Slack id."""
    person: str | None = await session.scalar(sa.select(Person.name).where(Person.slack_id == target))
    return person or (await channel_facts(session, target)).label


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


def _of_round(round_id: int) -> sa.ColumnElement[bool]:
    return sa.and_(Blocker.round_id == round_id, Blocker.merged_into_id.is_(None))


def _by_itself(blocker_id: int) -> sa.ColumnElement[bool]:
    """Return the condition for a blocker or, once it was found to be the same as another, for that one."""
    first = sa.select(sa.func.coalesce(_ITSELF.merged_into_id, _ITSELF.id)).where(_ITSELF.id == blocker_id)
    return Blocker.id == first.scalar_subquery()


def _ever_on(on: On) -> tuple[sa.ColumnElement[bool], ...]:
    """Return the conditions for blockers that were told to `on`."""
    moved = BlockerStep.on_team_id == on.team if on.team is not None else BlockerStep.on_person_id == on.person
    ever = sa.select(BlockerStep.blocker_id).where(BlockerStep.kind.in_(_MOVES), moved)
    return Blocker.told_at.is_not(None), Blocker.id.in_(ever)


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
