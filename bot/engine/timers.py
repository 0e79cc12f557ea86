"""Business time as rows: set a timer, cancel it, ask which is next."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.engine.upsert import insert_rows, table
from models import Timer

PENDING = "timer.state = 'pending'"
"""Written out, since SQLite uses the index of pending timers only for these very words."""

RESUME = "delivery.resume"
"""The one kind of timer that follows Slack's patience and so real time: moving the clock never stops at it."""

RESUMING = "timer.state = 'pending' AND timer.kind = 'delivery.resume'"
"""Written out for the same reason: these few have an index of their own."""

RESUMED_WITHIN = timedelta(minutes=5)
"""Business time that a timer of `RESUME` lies ahead at most."""

EVER = datetime.min.replace(tzinfo=UTC)
"""Before every instant."""

_timer = table(Timer)
_NEXT_DUE = (
    sa.select(_timer.c.due_at)
    .where(
        sa.text(PENDING), _timer.c.kind != RESUME, _timer.c.due_at > sa.bindparam("after", type_=_timer.c.due_at.type)
    )
    .order_by(_timer.c.due_at)
    .limit(1)
)


async def set_timer(session: AsyncSession, workspace_id: str, kind: str, subject: str, due_at: datetime) -> None:
    """Let the planner of `kind` run for `subject` at `due_at` (aware); an existing timer is moved."""
    await set_timers(session, kind, {(workspace_id, subject): due_at})


async def set_timers(session: AsyncSession, kind: str, due: Mapping[tuple[str, str], datetime]) -> None:
    """Set the timers of many subjects (`due`: workspace and subject → aware instant) in one statement."""
    if not due:
        return
    rows = [
        {"workspace_id": workspace_id, "kind": kind, "subject": subject, "due_at": due_at, "state": "pending"}
        for (workspace_id, subject), due_at in due.items()
    ]
    insert = insert_rows(session, Timer, rows)
    moved = {"due_at": insert.excluded.due_at, "state": "pending", "attempt": 0, "error": "", "fired_at": None}
    await session.execute(insert.on_conflict_do_update(index_elements=["workspace_id", "kind", "subject"], set_=moved))


async def resume_at(session: AsyncSession, workspace_id: str, now: datetime, due_at: datetime) -> None:
    """Wake the workspace's sender at `due_at`, or `RESUMED_WITHIN` after `now`: it looks then how long it has to wait.

    So a timer further ahead tells by itself that the clock has been set back since, and the tick takes it at once.
    """
    await set_timer(session, workspace_id, RESUME, "", min(due_at, now + RESUMED_WITHIN))


async def cancel_timer(session: AsyncSession, workspace_id: str, kind: str, subject: str) -> None:
    """Forget a timer; one that does not exist is no error."""
    await cancel_timers(session, workspace_id, kind, [subject])


async def cancel_timers(session: AsyncSession, workspace_id: str, kind: str, subjects: Sequence[str]) -> None:
    """Forget the timers of many subjects in one statement."""
    if subjects:
        mine = (_timer.c.workspace_id == workspace_id, _timer.c.kind == kind, _timer.c.subject.in_(subjects))
        await session.execute(sa.delete(_timer).where(*mine))


async def cancel_idle_timers(session: AsyncSession, workspace_id: str, kind: str, subjects: Sequence[str]) -> None:
    """Forget the timers of subjects but those that a tick of another process has in hand.

    For whoever holds what that tick waits for: its planner then finds that nothing is left to do.
    """
    if subjects:
        mine = (_timer.c.workspace_id == workspace_id, _timer.c.kind == kind, _timer.c.subject.in_(subjects))
        idle = sa.select(_timer.c.id).where(*mine).with_for_update(skip_locked=True)
        await session.execute(sa.delete(_timer).where(_timer.c.id.in_(idle)))


async def next_due(session: AsyncSession, after: datetime = EVER) -> datetime | None:
    """Return the earliest instant after `after` (aware) at which a timer of any workspace is due, or None.

    Timers that wait for Slack (`RESUME`) are left out: they follow real time.
    """
    due_at: datetime | None = await session.scalar(_NEXT_DUE, {"after": after})
    return due_at


async def take_up_failed(session: AsyncSession) -> int:
    """Let timers that were given up be planned again, and return how many: this version may know what to do.

    Needs a system session.
    """
    result = await session.execute(
        sa.update(_timer).where(_timer.c.state == "failed").values(state="pending", attempt=0)
    )
    return result.rowcount if isinstance(result, sa.CursorResult) else 0
