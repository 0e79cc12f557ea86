"""What a digest says of retros: what was chosen, done and is late within four weeks, and what is tried out."""

from collections.abc import Collection
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.action import ActionKind, ActionState
from bot.domain.digest import RetroMonth, month_before, seen_in
from bot.domain.recurrence import instant
from bot.domain.retro import RetroState
from bot.services.action_read import IS_LIVE, SHOWN, shown
from bot.services.ritual_kind import RETRO
from models import Action, Channel, Person, Retro, RetroRound

MOST = 200
"""Experiments that are read."""


async def retros_of(session: AsyncSession, reader: Person) -> list[int]:
    """Return the retros that somebody may see."""
    return list(await session.scalars(sa.select(Retro.id).where(Retro.state != "deleted", RETRO.may_see(reader))))


async def retros_in(session: AsyncSession, channel: str) -> list[int]:
    """Return the retros that all who read `channel` (Slack's id) may see."""
    here = sa.and_(Channel.workspace_id == Retro.workspace_id, Channel.slack_id == Retro.channel_id)
    rows = sa.select(Retro.id, Retro.channel_id, Channel.is_private).outerjoin(Channel, here)
    return [
        retro_id
        for retro_id, posts_to, private in await session.execute(rows.where(Retro.state != "deleted"))
        if seen_in(posts_to, public=private is False, channel=channel)
    ]


async def retro_rows(session: AsyncSession, retros: Collection[int], today: date, zone: str) -> tuple[object, ...]:
    """Return the counts of the four weeks to `today` in `zone`, and the experiments; nothing where there is neither."""
    since = instant(month_before(today), time(0), ZoneInfo(zone))
    month = await _month(session, retros, today, since)
    tried = sa.or_(IS_LIVE, sa.and_(Action.state == ActionState.DONE, Action.settled_at >= since))
    rows = SHOWN.where(Action.kind == ActionKind.EXPERIMENT, Action.retro_id.in_(retros), tried)
    found = await session.execute(rows.order_by(Action.created_at.desc(), Action.id).limit(MOST))
    experiments = tuple(shown(row) for row in found)
    return (month, *experiments) if month.anything or experiments else ()


async def _month(session: AsyncSession, retros: Collection[int], today: date, since: datetime) -> RetroMonth:
    held = sa.select(sa.func.count(RetroRound.id)).where(
        RetroRound.retro_id.in_(retros), RetroRound.state == RetroState.CLOSED, RetroRound.closed_at >= since
    )
    ours = Action.retro_id.in_(retros), Action.kind == ActionKind.ACTION
    counted = sa.select(
        _count(Action.created_at >= since),
        _count(sa.and_(Action.state == ActionState.DONE, Action.settled_at >= since)),
        _count(sa.and_(IS_LIVE, Action.due_on < today)),
    )
    chosen, done, late = (await session.execute(counted.where(*ours))).one()
    return RetroMonth(await session.scalar(held) or 0, chosen, done, late)


def _count(condition: sa.ColumnElement[bool]) -> sa.Function[int]:
    return sa.func.count(sa.case((condition, 1)))
