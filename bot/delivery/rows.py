"""The ledger's rows as the sender takes and leaves them; each change is one conditional UPDATE, safe to repeat."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery import reasons
from bot.delivery.patience import LONGEST, SKEW
from bot.engine.upsert import table
from bot.slack.gateway import Posted
from models import Delivery
from models.delivery import QUEUED

_row = table(Delivery)
_parent = _row.alias("parent")
_WITH_PARENT = _row.outerjoin(
    _parent,
    sa.and_(
        _row.c.thread_key != "",
        _parent.c.workspace_id == _row.c.workspace_id,
        _parent.c.key == _row.c.thread_key,
    ),
)
_QUEUED = sa.text(f"delivery.{QUEUED}")
_DELIVERABLE = sa.or_(_parent.c.id.is_(None), _parent.c.ts != "", _parent.c.state == "skipped")
"""Not waiting for the message that it answers."""
_LEFT = (_row.c.workspace_id == sa.bindparam("workspace"), _QUEUED, _DELIVERABLE)

_TOO_FAR = sa.bindparam("real_now", type_=sa.Float()) + (LONGEST + SKEW)
_HELD_UNTIL = sa.case((_row.c.held_until > _TOO_FAR, 0.0), else_=_row.c.held_until)
"""As noted, save what was noted before the clock was set back."""


@dataclass(frozen=True, slots=True)
class Item:
    """A row as it was when it was taken, and what its parent in the thread is."""

    id: int
    workspace_id: str
    key: str
    kind: str
    subject: dict[str, Any]
    target: str
    thread_key: str
    state: str
    wanted: int
    attempt: int
    held_until: float
    created_at: datetime
    conversation: str
    ts: str
    parent_state: str | None
    parent_ts: str
    parent_conversation: str

    @property
    def posted(self) -> bool:
        """Whether Slack has it already, so that it is to be updated."""
        return self.ts != ""

    @property
    def in_doubt(self) -> bool:
        """Whether a call was begun of which nobody knows the end."""
        return self.state == "sending" and not self.posted

    @property
    def personal(self) -> bool:
        """Whether it goes to one person."""
        return self.target.startswith(("U", "W"))


_UPDATES_FROM = sa.bindparam("updates_from", type_=sa.Float())
_FREE_AT = sa.case((sa.and_(_row.c.ts != "", _HELD_UNTIL < _UPDATES_FROM), _UPDATES_FROM), else_=_HELD_UNTIL)
"""When a row can be taken: what is posted already, no sooner than Slack takes updates again."""

# Put together once: both are read around every message, and putting them together takes longer than reading.
_READY = (
    sa.select(
        *(_row.c[name] for name in Item.__dataclass_fields__ if not name.startswith(("parent_", "held_"))),
        _HELD_UNTIL.label("held_until"),
        _parent.c.state.label("parent_state"),
        sa.func.coalesce(_parent.c.ts, "").label("parent_ts"),
        sa.func.coalesce(_parent.c.conversation, "").label("parent_conversation"),
    )
    .select_from(_WITH_PARENT)
    .where(*_LEFT, sa.bindparam("real_now") >= _FREE_AT)
    .order_by(_row.c.priority, _row.c.id)
    .limit(sa.bindparam("most"))
)
_NEXT_FREE = sa.select(sa.func.min(_FREE_AT)).select_from(_WITH_PARENT).where(*_LEFT)


async def ready(
    session: AsyncSession, workspace_id: str, real_now: float, limit: int, *, updates_from: float = 0.0
) -> list[Item]:
    """Return the next rows to send, the most urgent first; children of a thread only after their parent.

    Updates of what is posted are left out before the real instant `updates_from`.
    """
    at = {"workspace": workspace_id, "real_now": real_now, "updates_from": updates_from}
    found = await session.execute(_READY, {**at, "most": limit})
    return [Item(**row) for row in found.mappings()]


async def next_free(
    session: AsyncSession, workspace_id: str, real_now: float, *, updates_from: float = 0.0
) -> float | None:
    """Return the real instant at which the next row can be taken (perhaps past); None when nothing is left to send."""
    at = {"workspace": workspace_id, "real_now": real_now, "updates_from": updates_from}
    free: float | None = await session.scalar(_NEXT_FREE, at)
    return free


async def claim(session: AsyncSession, item: Item, until: float) -> Item | None:
    """Take a row for one call, until the real instant `until`.

    None when it is no longer as it was: another worker has it, or it should say something newer by now.
    """
    # `sent` is what Slack may have from now on; the state says that this is not certain.
    return await _take(session, item, until, _row.c.wanted == item.wanted, sent=item.wanted)


async def claim_doubtful(session: AsyncSession, item: Item, until: float) -> Item | None:
    """Take a row in doubt to look for its message; None when another worker has it."""
    return await _take(session, item, until)


async def known_conversation(session: AsyncSession, item: Item) -> str:
    """Return the conversation in which the row's message lies or would lie, as far as earlier messages tell, or ""."""
    if item.conversation or item.parent_conversation or not item.personal:
        return item.conversation or item.parent_conversation or item.target
    query = (
        sa.select(_row.c.conversation)
        .where(_row.c.workspace_id == item.workspace_id, _row.c.target == item.target, _row.c.conversation != "")
        .limit(1)
    )
    return str(await session.scalar(query) or "")


async def sent(session: AsyncSession, item: Item, posted: Posted, now: datetime) -> bool:
    """Note that Slack has it; when it should say something newer by now it is planned again."""
    return await _change(
        session,
        item,
        state=sa.case((_row.c.wanted > _row.c.sent, "planned"), else_="sent"),
        conversation=posted.conversation,
        ts=posted.ts,
        sent_at=now,
        attempt=0,
        held_until=0,
        reason="",
    )


async def released(session: AsyncSession, item: Item, held_until: float, *, tries: int = 0) -> bool:
    """Give a row back, to be sent after the real instant `held_until`; `tries` are added to its attempts."""
    return await _change(session, item, state="planned", held_until=held_until, attempt=item.attempt + tries, reason="")


async def doubted(session: AsyncSession, item: Item, held_until: float) -> bool:
    """Leave a row in doubt, to be looked for after the real instant `held_until`."""
    return await _change(session, item, held_until=held_until)


async def unanswered(session: AsyncSession, item: Item, held_until: float) -> Item | None:
    """Leave a row in doubt until the real instant `held_until`, before which Slack may still take it.

    Return it as it is then; None when it is no longer as it was.
    """
    held = await _change(session, item, held_until=held_until, reason=reasons.NO_ANSWER)
    return replace(item, held_until=held_until) if held else None


async def needless(session: AsyncSession, item: Item, reason: str) -> bool:
    """End a row that need not be said (any more): *skipped*, or *sent* where Slack has an earlier wording.

    Nothing changes when it should say something newer by now.
    """
    ending = {"state": "sent", "sent": item.wanted} if item.posted else {"state": "skipped", "reason": reason}
    return await _change(session, item, _row.c.wanted == item.wanted, attempt=0, held_until=0, **ending)


async def ended(session: AsyncSession, item: Item, state: str, reason: str) -> bool:
    """End a row as *skipped*, *failed* or *unknown*, for a reason in words."""
    return await _change(session, item, state=state, reason=reason, attempt=0, held_until=0)


async def _take(
    session: AsyncSession, item: Item, until: float, *conditions: sa.ColumnElement[bool], **values: Any
) -> Item | None:
    # State and attempt are the token: of two workers that saw the same row, one finds another attempt.
    mine: dict[str, Any] = {"state": "sending", "attempt": item.attempt + 1, "held_until": until}
    return replace(item, **mine) if await _change(session, item, *conditions, **mine, **values) else None


async def _change(session: AsyncSession, item: Item, *conditions: sa.ColumnElement[bool], **values: Any) -> bool:
    result = await session.execute(
        sa.update(_row)
        .where(
            _row.c.id == item.id,
            _row.c.workspace_id == item.workspace_id,
            _row.c.state == item.state,
            _row.c.attempt == item.attempt,
            *conditions,
        )
        .values(**values)
    )
    return isinstance(result, sa.CursorResult) and result.rowcount == 1
