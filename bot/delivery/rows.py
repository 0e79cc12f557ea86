"""The ledger's rows as the sender takes and leaves them; each change is one conditional UPDATE, safe to repeat."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery import reasons
from bot.delivery.item import Item
from bot.delivery.patience import LONGEST, SKEW
from bot.engine.upsert import table
from bot.slack.gateway import Posted
from models import Delivery
from models.delivery import HELD, JOINED, QUEUED

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
_OWN_MESSAGE = sa.or_(_row.c.joined_key == "", _row.c.joined_key == _row.c.key, _row.c.ts != "")
"""Not waiting for the first of those that share a message with it: that one is posted for all of them."""
_LEFT = (_row.c.workspace_id == sa.bindparam("workspace"), _QUEUED, _DELIVERABLE, _OWN_MESSAGE)

_TOO_FAR = sa.bindparam("real_now", type_=sa.Float()) + (LONGEST + SKEW)
_HELD_UNTIL = sa.case((_row.c.held_until > _TOO_FAR, 0.0), else_=_row.c.held_until)
"""As noted, save what was noted before the clock was set back."""


_UPDATES_FROM = sa.bindparam("updates_from", type_=sa.Float())
_FREE_AT = sa.case((sa.and_(_row.c.ts != "", _HELD_UNTIL < _UPDATES_FROM), _UPDATES_FROM), else_=_HELD_UNTIL)
"""When a row can be taken: what is posted already, no sooner than Slack takes updates again."""

_COLUMNS = (
    *(_row.c[name] for name in Item.__dataclass_fields__ if not name.startswith(("parent_", "held_"))),
    _HELD_UNTIL.label("held_until"),
    _parent.c.state.label("parent_state"),
    sa.func.coalesce(_parent.c.ts, "").label("parent_ts"),
    sa.func.coalesce(_parent.c.conversation, "").label("parent_conversation"),
)
# Put together once: both are read around every message, and putting them together takes longer than reading.
_READY = (
    sa.select(*_COLUMNS)
    .select_from(_WITH_PARENT)
    .where(*_LEFT, sa.bindparam("real_now") >= _FREE_AT)
    .order_by(_row.c.priority, _row.c.id)
    .limit(sa.bindparam("most"))
)
_TOGETHER = (
    sa.select(*_COLUMNS)
    .select_from(_WITH_PARENT)
    .where(
        _row.c.workspace_id == sa.bindparam("workspace"),
        sa.text(f"delivery.{JOINED}"),
        _row.c.joined_key == sa.bindparam("first"),
    )
    .order_by(_row.c.key != _row.c.joined_key, _row.c.id)
)
_HELD = (
    sa.select(*_COLUMNS)
    .select_from(_WITH_PARENT)
    .where(
        _row.c.workspace_id == sa.bindparam("workspace"),
        sa.text(f"delivery.{HELD}"),
        _row.c.target == sa.bindparam("target"),
    )
    .order_by(_row.c.id)
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

    None when it is no longer as it was: another worker has it, it should say something newer by now, or others have
    joined it.
    """
    same = (_row.c.wanted == item.wanted, _row.c.joined_key == item.joined_key)
    # `sent` is what Slack may have from now on; the state says that this is not certain.
    return await _take(session, item, until, *same, sent=item.wanted)


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


async def hold(session: AsyncSession, workspace_id: str, *conditions: sa.ColumnElement[bool] | sa.TextClause) -> None:
    """Lock several rows in the order of their ids, as all do who change more than one.

    In another order two would wait for each other for ever, and the database would break one of them off.
    """
    mine = sa.select(_row.c.id).where(_row.c.workspace_id == workspace_id, *conditions)
    await session.execute(mine.order_by(_row.c.id).with_for_update())


async def _hold_together(session: AsyncSession, item: Item) -> None:
    """Lock all that share the message of a row, where several do."""
    if item.joined_key:
        await hold(session, item.workspace_id, sa.text(f"delivery.{JOINED}"), _row.c.joined_key == item.joined_key)


async def sent(session: AsyncSession, item: Item, posted: Posted, now: datetime, among: Collection[int] = ()) -> bool:
    """Note that Slack has it; when it should say something newer by now it is planned again.

    Those that share its message get their place with its first post; what they show is noted by `shown`. What has
    joined it too late to be `among` those (ids) that were said, as far as that is known, comes by itself.
    """
    await _hold_together(session, item)
    noted = await _change(
        session,
        item,
        state=sa.case((_row.c.wanted > _row.c.sent, "planned"), else_="sent"),
        conversation=posted.conversation,
        ts=posted.ts,
        sent_at=now,
        attempt=0,
        held_until=0,
        reason="",
        # An edit brings nothing new: what came with another one would count twice.
        **({} if item.posted else {"posted_at": now}),
    )
    if noted and item.leads and not item.posted:
        if among:
            await _change_others(session, item, _row.c.id.not_in(among), joined_key="")
        await _change_others(session, item, conversation=posted.conversation, ts=posted.ts)
    return noted


async def together(session: AsyncSession, item: Item) -> list[Item]:
    """Return all that share the message of a row, itself included, the first of them first."""
    at = {"workspace": item.workspace_id, "first": item.joined_key, "real_now": 0.0}
    return [Item(**row) for row in (await session.execute(_TOGETHER, at)).mappings()]


async def held(session: AsyncSession, workspace_id: str, target: str) -> list[Item]:
    """Return what is held back from a person, the oldest first."""
    at = {"workspace": workspace_id, "target": target, "real_now": 0.0}
    return [Item(**row) for row in (await session.execute(_HELD, at)).mappings()]


async def shown(session: AsyncSession, member: Item, now: datetime) -> bool:
    """Note that the message that a row shares shows it as it was read."""
    same = (_row.c.wanted == member.wanted, _row.c.state == "planned")
    return await _change_any(session, member, *same, state="sent", sent=member.wanted, sent_at=now, reason="")


async def left_out(session: AsyncSession, member: Item, reason: str) -> bool:
    """Note that a row had nothing to say in the message that it was to share; what it says later is its own."""
    alone = {"joined_key": "", "conversation": "", "ts": ""}
    same = (_row.c.wanted == member.wanted, _row.c.state == "planned")
    return await _change_any(session, member, *same, state="skipped", reason=reason, **alone)


async def handed_on(session: AsyncSession, item: Item, to: Item, reason: str) -> bool:
    """Let `to` lead those that were to share the message of a row that has nothing to say, and skip that one.

    What it says later is its own. Nothing changes when it should say something by now.
    """
    await _hold_together(session, item)
    alone = {"joined_key": "", "attempt": 0, "held_until": 0}
    done = await _change(session, item, _row.c.wanted == item.wanted, state="skipped", reason=reason, **alone)
    if done:
        await _change_others(session, item, joined_key=to.key)
    return done


async def parted(session: AsyncSession, item: Item) -> None:
    """Let those that were to share the message of a row come by themselves: they cannot be worded together.

    Each has had a try by that, and so joins nothing any more (joining.py).
    """
    await session.execute(
        sa.update(_row)
        .where(_row.c.workspace_id == item.workspace_id, _row.c.joined_key == item.key, _row.c.ts == "")
        .values(joined_key="", attempt=1)
    )


async def released(session: AsyncSession, item: Item, held_until: float, *, tries: int = 0) -> bool:
    """Give a row back, to be sent after the real instant `held_until`; `tries` are added to its attempts."""
    return await _change(session, item, state="planned", held_until=held_until, attempt=item.attempt + tries, reason="")


async def tried(session: AsyncSession, item: Item) -> bool:
    """Count a try more of a row, and leave it where it is."""
    return await _change(session, item, attempt=item.attempt + 1)


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
    await _hold_together(session, item)
    ended = await _change(session, item, _row.c.wanted == item.wanted, attempt=0, held_until=0, **ending)
    if ended and item.leads and not item.posted:
        await _change_others(session, item, state="skipped", reason=reason, joined_key="")
    return ended


async def ended(session: AsyncSession, item: Item, state: str, reason: str) -> bool:
    """End a row as *skipped*, *failed* or *unknown*, for a reason in words; what was to share its message, too."""
    await _hold_together(session, item)
    ended = await _change(session, item, state=state, reason=reason, attempt=0, held_until=0)
    if ended and item.leads and not item.posted:
        await _change_others(session, item, state=state, reason=reason)
    return ended


async def _take(
    session: AsyncSession, item: Item, until: float, *conditions: sa.ColumnElement[bool], **values: Any
) -> Item | None:
    # State and attempt are the token: of two workers that saw the same row, one finds another attempt.
    mine: dict[str, Any] = {"state": "sending", "attempt": item.attempt + 1, "held_until": until}
    return replace(item, **mine) if await _change(session, item, *conditions, **mine, **values) else None


async def _change(session: AsyncSession, item: Item, *conditions: sa.ColumnElement[bool], **values: Any) -> bool:
    as_it_was = (_row.c.state == item.state, _row.c.attempt == item.attempt)
    return await _change_any(session, item, *as_it_was, *conditions, **values)


async def _change_any(session: AsyncSession, item: Item, *conditions: sa.ColumnElement[bool], **values: Any) -> bool:
    mine = (_row.c.id == item.id, _row.c.workspace_id == item.workspace_id)
    result = await session.execute(sa.update(_row).where(*mine, *conditions).values(**values))
    return isinstance(result, sa.CursorResult) and result.rowcount == 1


async def _change_others(
    session: AsyncSession, first: Item, *conditions: sa.ColumnElement[bool], **values: Any
) -> None:
    """Change those that were to share the message of `first`, and are not posted."""
    others = (*conditions, _row.c.joined_key == first.key, _row.c.key != first.key, _row.c.ts == "")
    await session.execute(sa.update(_row).where(_row.c.workspace_id == first.workspace_id, *others).values(**values))
