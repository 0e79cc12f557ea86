"""Which updates somebody can give now or late, and when they are asked next."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.home import OpenPrompt
from bot.domain.recurrence import instant
from models import Answer, Channel, Person, Prompt, Ritual, Round, Turn

LATE_FOR = timedelta(days=8)
"""How long after the closing words typed to the bot are offered as a late update; the message itself takes one ever."""

OPEN_ROUNDS = sa.select(Round.id).where(Round.state == "open")
"""Named first, so that nobody's past is looked through for what is open now."""


async def open_prompts(session: AsyncSession, person: Person, now: datetime) -> list[OpenPrompt]:
    """Return what `person` was asked and can still answer in time, by the instant at which it closes."""
    statement = (
        _asked(person)
        .outerjoin(Answer, Answer.prompt_id == Prompt.id)
        .where(
            Prompt.state.in_(("pending", "skipped")),
            Answer.id.is_(None),
            Turn.round_id.in_(OPEN_ROUNDS),
            Round.closes_at > now,
        )
        .order_by(Round.closes_at, Turn.id)
    )
    return [_open_prompt(row) for row in await session.execute(statement)]


async def other_prompts(session: AsyncSession, person: Person, now: datetime) -> list[OpenPrompt]:
    """Return where words of `person` could still go besides the open ones: each sync's last round that asked them.

    That is one which closed without an answer, or one which they answered themselves and can still change.
    """
    statement = (
        _asked(person)
        .add_columns(Round.ritual_id, Round.state, Answer.person_id)
        .outerjoin(Answer, Answer.prompt_id == Prompt.id)
        .where(Round.closes_at > now - LATE_FOR)
        .order_by(Round.local_date.desc(), Turn.id)
    )
    last: dict[int, OpenPrompt | None] = {}
    for *row, ritual_id, state, author in await session.execute(statement):
        one = _open_prompt(row)
        closed = state != "open" or one.closes_at <= now
        fits = author is None if closed else author == person.id
        last.setdefault(ritual_id, replace(one, closed=closed) if fits else None)
    return [one for one in last.values() if one]


def _asked(person: Person) -> sa.Select[int, Prompt, datetime, str, str]:
    return (
        sa.select(Turn.id, Prompt, Round.closes_at, Ritual.name, Channel.name)
        .join(Prompt, Prompt.id == Turn.prompt_id)
        .join(Round, Round.id == Turn.round_id)
        .join(Ritual, Ritual.id == Round.ritual_id)
        .outerjoin(Channel, sa.and_(Channel.workspace_id == Turn.workspace_id, Channel.slack_id == Ritual.channel_id))
        .where(Turn.person_id == person.id, Turn.asked_at.is_not(None), Ritual.state != "deleted")
    )


def _open_prompt(row: Sequence[Any]) -> OpenPrompt:
    turn_id, prompt, closes_at, sync, channel = row
    return OpenPrompt(
        turn_id=turn_id,
        sync=sync,
        party=prompt.name,
        for_team=prompt.team_id is not None,
        channel=f"#{channel}" if channel else "its channel",
        closes_at=closes_at,
        planned=len(prompt.plan),
        state=prompt.state,
    )


def next_here(ritual: Ritual, person: Person) -> datetime | None:
    """Return when the next round comes for `person`: in their own zone, unless the sync has one zone for all."""
    if ritual.next_on is None:
        return None
    return instant(ritual.next_on, ritual.local_time, ZoneInfo(ritual.zone or person.zone))
