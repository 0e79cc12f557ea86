"""Which pauses there are and were, for whatever shows them or heeds them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.pause import Pause
from models import Pause as PauseRow
from models import Person, Round
from models.pause import RUNNING

SHOWN_FOR = timedelta(days=8)
"""How long a round that did not take place is named, unless another one does."""

_BY = sa.func.coalesce(Person.name, "the PMO")
_PAUSES = sa.select(PauseRow.workspace_id, PauseRow.began_at, PauseRow.until_at, PauseRow.ended_at, _BY).outerjoin(
    Person, sa.and_(Person.workspace_id == PauseRow.workspace_id, Person.slack_id == PauseRow.actor)
)


async def running(session: AsyncSession, now: datetime) -> Pause | None:
    """Return the pause that holds at `now` in the session's workspace."""
    rows = _PAUSES.where(sa.text(f"pause.{RUNNING}"), sa.or_(PauseRow.until_at.is_(None), PauseRow.until_at > now))
    row = (await session.execute(rows)).one_or_none()
    return None if row is None else Pause(row[4], row.began_at, row.until_at)


async def pauses_since(
    session: AsyncSession, workspace_ids: Collection[str], since: datetime
) -> Mapping[str, Sequence[Pause]]:
    """Return the pauses of workspaces that did not end before `since`, by workspace id."""
    lasting = sa.or_(PauseRow.ended_at.is_(None), PauseRow.ended_at >= since)
    found: dict[str, list[Pause]] = defaultdict(list)
    for workspace_id, began_at, until_at, ended_at, by in await session.execute(
        _PAUSES.where(PauseRow.workspace_id.in_(workspace_ids), lasting)
    ):
        ends = [one for one in (until_at, ended_at) if one is not None]
        found[workspace_id].append(Pause(by, began_at, min(ends, default=None)))
    return found


async def left_out(session: AsyncSession, rituals: Collection[int], now: datetime) -> Mapping[int, tuple[date, str]]:
    """Return, by sync, the date of its last round and who had paused everything, where it did not take place so."""
    last = (
        sa.select(Round.ritual_id, sa.func.max(Round.local_date).label("day"))
        .where(Round.ritual_id.in_(rituals), Round.local_date > (now - SHOWN_FOR).date())
        .group_by(Round.ritual_id)
        .subquery()
    )
    rows = (
        sa.select(Round.ritual_id, Round.local_date, _BY)
        .join(last, sa.and_(last.c.ritual_id == Round.ritual_id, last.c.day == Round.local_date))
        .join(
            PauseRow,
            sa.and_(
                PauseRow.workspace_id == Round.workspace_id,
                PauseRow.began_at <= Round.opens_at,
                sa.or_(PauseRow.until_at.is_(None), PauseRow.until_at > Round.opens_at),
                sa.or_(PauseRow.ended_at.is_(None), PauseRow.ended_at > Round.opens_at),
            ),
        )
        .outerjoin(Person, sa.and_(Person.workspace_id == PauseRow.workspace_id, Person.slack_id == PauseRow.actor))
        .where(Round.state == "missed")
    )
    return {ritual_id: (day, by) for ritual_id, day, by in await session.execute(rows)}
