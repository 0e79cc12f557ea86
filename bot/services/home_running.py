"""What those see on the home tab who run syncs: how each stands, and what could not be said."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger import WORTH_SENDING
from bot.domain.home import Closed, RunningSync, Undelivered
from bot.services.sync_open import OPEN_ROUNDS, next_here
from models import Channel, Delivery, Person, Prompt, Ritual, Round
from models.delivery import TROUBLED

MOST = 20


async def running_syncs(session: AsyncSession, reader: Person) -> list[RunningSync]:
    """Return all syncs that were not deleted, by name, with their next round in the time of `reader`."""
    rituals = list(
        await session.scalars(
            sa.select(Ritual).where(Ritual.state != "deleted").order_by(sa.func.lower(Ritual.name), Ritual.id)
        )
    )
    rows = (
        sa.select(Round.ritual_id, Round.closes_at, Prompt.state, sa.func.count())
        .join(Prompt, Prompt.round_id == Round.id)
        .where(Prompt.round_id.in_(OPEN_ROUNDS), Round.ritual_id.in_([ritual.id for ritual in rituals]))
        .group_by(Round.ritual_id, Round.closes_at, Prompt.state)
    )
    states: dict[int, Counter[str]] = defaultdict(Counter)
    closes: dict[int, datetime] = {}
    for ritual_id, closes_at, state, number in await session.execute(rows):
        states[ritual_id][state] += number
        closes[ritual_id] = closes_at
    return [
        RunningSync(
            ritual_id=ritual.id,
            name=ritual.name,
            state=ritual.state,
            next_at=next_here(ritual, reader),
            asked=states[ritual.id].total() - states[ritual.id]["absent"],
            answered=states[ritual.id]["answered"] + states[ritual.id]["skipped"],
            closes_at=closes.get(ritual.id),
        )
        for ritual in rituals
    ]


async def undelivered(session: AsyncSession, now: datetime) -> list[Undelivered]:
    """Return recent messages that failed, or of which nobody knows; the newest first.

    What belongs under one of them, in its thread, goes again with it.
    """
    statement = (
        sa.select(Delivery, Person.name, Channel.name)
        .outerjoin(Person, sa.and_(Person.workspace_id == Delivery.workspace_id, Person.slack_id == Delivery.target))
        .outerjoin(Channel, sa.and_(Channel.workspace_id == Delivery.workspace_id, Channel.slack_id == Delivery.target))
        .where(sa.text(f"delivery.{TROUBLED}"), Delivery.created_at > now - WORTH_SENDING)
        .order_by(Delivery.id.desc())
        .limit(MOST)
    )
    found = (await session.execute(statement)).all()
    syncs = await _syncs_of(session, [row for row, _, _ in found])
    heads = {row.key for row, _, _ in found}
    return [
        Undelivered(
            key=row.key,
            kind=row.kind,
            target=person or (f"#{channel}" if channel else "somebody"),
            reason=row.reason,
            unknown=row.state == "unknown",
            sync=syncs.get(row.subject.get("round"), ""),
        )
        for row, person, channel in found
        if row.thread_key not in heads
    ]


async def _syncs_of(session: AsyncSession, rows: Sequence[Delivery]) -> dict[int | None, str]:
    """Return the names of the syncs whose summaries these are, by round."""
    rounds = {row.subject["round"] for row in rows if "round" in row.subject}
    if not rounds:
        return {}  # SQLite goes through all rounds that ever were to find none of them
    named = sa.select(Round.id, Ritual.name).join(Ritual, Ritual.id == Round.ritual_id).where(Round.id.in_(rounds))
    return {round_id: name for round_id, name in await session.execute(named)}  # noqa: C416 (rows are not pairs)


async def closed_channels(session: AsyncSession) -> list[Closed]:
    """Return the channels in which an active sync cannot post, with one line a sync."""
    statement = (
        sa.select(Ritual.id, Ritual.name, Channel.name, Channel.is_archived)
        .join(Channel, sa.and_(Channel.workspace_id == Ritual.workspace_id, Channel.slack_id == Ritual.channel_id))
        .where(Ritual.state == "active", sa.or_(Channel.is_member.is_(False), Channel.is_archived))
        .order_by(Channel.name, Ritual.name)
    )
    return [
        Closed(ritual_id, f"#{channel}", sync, archived)
        for ritual_id, sync, channel, archived in await session.execute(statement)
    ]


async def owner_of(session: AsyncSession, delivery: Delivery) -> int | None:
    """Return the id of the person who owns the sync whose summary this is; None for other messages."""
    rows = sa.select(Ritual.owner_id).join(Round, Round.ritual_id == Ritual.id)
    owner: int | None = await session.scalar(rows.where(Round.id == delivery.subject.get("round")))
    return owner
