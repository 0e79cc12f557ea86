"""The ledger: what is to be said is written down before it is said, and where it stands afterwards.

The rows are the queue. A transaction that plans or changes messages wakes the workspace's sender by a piece of work,
unless one waits already; the sender takes chunks of rows by priority and wakes itself until none is left. So planning
costs the same few statements for one message and for fifty thousand, a wake-up too many finds nothing to do, and the
key of a wake-up need only be new: what happens once is the row's own business, by its unique key and its state.
"""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.delivery import reasons
from bot.engine.port import Engine, Work
from bot.engine.upsert import insert_rows, table
from bot.slack.gateway import Posted
from bot.tenancy import WORKSPACE
from models import Delivery
from models.delivery import QUEUED, THREADED

SEND = "send"
"""The kind of work that wakes a workspace's sender."""

KEYS_A_STATEMENT = 1000

ROWS_A_STATEMENT = 5000
"""On SQLite whoever else has something to do waits for a statement: so many rows take about 0.2 s."""

Part = TypeVar("Part")

WORTH_SENDING = timedelta(days=14)
"""A message that failed longer ago than this is not worth sending again; nobody is told of it any more."""

# Put together once: every answer refreshes what shows it.
_delivery = table(Delivery)
_POSTED = _delivery.c.ts != ""
_AGAIN = sa.or_(sa.and_(_POSTED, _delivery.c.state != "sending"), _delivery.c.state == "skipped")
_changing = _delivery.alias("changing")
_REFRESH = (
    sa.update(_delivery)
    .where(
        _delivery.c.workspace_id == sa.bindparam("of_workspace"),
        # In the order of all who lock several rows (`hold` in rows.py).
        _delivery.c.id.in_(
            sa.select(_changing.c.id)
            .where(
                _changing.c.workspace_id == sa.bindparam("of_workspace"),
                _changing.c.key.in_(sa.bindparam("keys", expanding=True)),
                sa.or_(_changing.c.ts != "", _changing.c.state.in_(["planned", "sending", "unknown", "skipped"])),
            )
            .order_by(_changing.c.id)
            .with_for_update()
        ),
    )
    .values(
        wanted=_delivery.c.wanted + 1,
        state=sa.case((_AGAIN, "planned"), else_=_delivery.c.state),
        reason=sa.case((_AGAIN, ""), else_=_delivery.c.reason),
    )
)


@dataclass(frozen=True, slots=True)
class Intent:
    """A message that is wanted.

    `key` names it for ever within its workspace; `kind` chooses the renderer, which finds the facts again by `subject`
    (JSON). `target` is a user id (U…) or channel id (C…); `thread_key` the key of the message that it answers in a
    thread, which is sent first. `priority`: 0 a channel's hello, 1 replies and roll-ups, 5 prompts, 9 announcements.
    """

    key: str
    kind: str
    subject: Mapping[str, Any]
    target: str
    thread_key: str = ""
    priority: int = 5


class Ledger:
    """Writes down what is wanted, in the transaction that decides on it."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        """Wake senders through `engine`; rows are dated by `clock`."""
        self._engine = engine
        self._clock = clock

    async def plan(self, session: AsyncSession, workspace_id: str, intents: Iterable[Intent]) -> int:
        """Plan messages; those whose key is known are left as they are. Return how many are new."""
        return await self.plan_all(session, {workspace_id: list(intents)})

    async def plan_all(self, session: AsyncSession, intents: Mapping[str, Sequence[Intent]]) -> int:
        """Plan messages of several workspaces (by workspace id), as `plan` does.

        One INSERT for thousands of them, and one wake-up a workspace.
        """
        at = self._clock.now()
        rows = [
            {
                "workspace_id": workspace_id,
                "key": intent.key,
                "kind": intent.kind,
                "subject": intent.subject,
                "target": intent.target,
                "thread_key": intent.thread_key,
                "priority": intent.priority,
                "created_at": at,
            }
            for workspace_id, wanted in intents.items()
            for intent in wanted
        ]
        if not rows:
            return 0
        planned = 0
        for part in _parts(rows, ROWS_A_STATEMENT):
            insert = insert_rows(session, Delivery, part).on_conflict_do_nothing(index_elements=["workspace_id", "key"])
            planned += _count(await session.execute(insert, execution_options={"preserve_rowcount": True}))
        if planned:
            await self._wake(
                session, {to: min(one.priority for one in wanted) for to, wanted in intents.items() if wanted}
            )
        return planned

    async def refresh(self, session: AsyncSession, workspace_id: str, keys: Sequence[str]) -> int:
        """Say that these messages should read otherwise now; return how many that concerns.

        What was posted is updated in place, what waits is worded when it is sent, and what was not needed is asked for
        again: it may have something to say by now. Failed messages that were never posted, and unknown keys, are left
        alone.
        """
        changed = 0
        for part in _parts(keys, KEYS_A_STATEMENT):
            changed += _count(await session.execute(_REFRESH, {"of_workspace": workspace_id, "keys": part}))
        if changed:
            await self.wake(session, workspace_id, 1)
        return changed

    async def version(self, session: AsyncSession, key: str) -> int:
        """Return which version of itself the message with `key` in the session's workspace is to show; 0 for none."""
        wanted = sa.select(_delivery.c.wanted).where(
            _delivery.c.workspace_id == _workspace(session), _delivery.c.key == key
        )
        return await session.scalar(wanted) or 0

    async def shown(self, session: AsyncSession, key: str, version: int, ts: str) -> None:
        """Note that Slack shows this version in its message `ts` already, so that it need not be sent.

        Nothing changes where the message with `key` is another one, and where the sender has it in hand. Where it is to
        show a newer version by now it is sent once more: Slack may have had that one before, and shows the older now.
        """
        is_it = (_delivery.c.workspace_id == _workspace(session), _delivery.c.key == key, _delivery.c.wanted == version)
        waits = sa.update(_delivery).where(*is_it, _POSTED, _delivery.c.ts == ts, _delivery.c.state == "planned")
        noted = await session.execute(waits.values(state="sent", sent=version, reason="", attempt=0, held_until=0))
        if not _count(noted):
            newer = sa.select(_delivery.c.key).where(
                _delivery.c.workspace_id == _workspace(session),
                _delivery.c.key == key,
                _delivery.c.ts == ts,
                _delivery.c.wanted > version,
            )
            await self.refresh(session, _workspace(session), list(await session.scalars(newer)))

    async def where(self, session: AsyncSession, key: str) -> Posted | None:
        """Return where Slack has the message with `key` in the session's workspace; None when it was not posted."""
        delivery = table(Delivery)
        row = (
            await session.execute(
                sa.select(delivery.c.conversation, delivery.c.ts).where(
                    delivery.c.workspace_id == _workspace(session), delivery.c.key == key, delivery.c.ts != ""
                )
            )
        ).one_or_none()
        return None if row is None else Posted(row.conversation, row.ts)

    async def planned_at(self, session: AsyncSession, key: str) -> datetime | None:
        """Return when the message with `key` in the session's workspace was first wanted; None where it never was."""
        return (await self.planned_since(session, [key])).get(key)

    async def planned_since(self, session: AsyncSession, keys: Sequence[str]) -> dict[str, datetime]:
        """Return when those of the messages with these `keys` were first wanted that ever were."""
        found: dict[str, datetime] = {}
        for part in _parts(keys, KEYS_A_STATEMENT):
            mine = (_delivery.c.workspace_id == _workspace(session), _delivery.c.key.in_(part))
            rows = await session.execute(sa.select(_delivery.c.key, _delivery.c.created_at).where(*mine))
            found |= {row.key: row.created_at for row in rows}
        return found

    async def posted_at(self, session: AsyncSession, key: str) -> datetime | None:
        """Return when the message that says what `key` names first came to its readers; None where it did not yet."""
        mine = _delivery.alias("mine")
        first = sa.case((mine.c.joined_key == "", mine.c.key), else_=mine.c.joined_key)
        at: datetime | None = await session.scalar(
            sa.select(_delivery.c.posted_at)
            .join(mine, sa.and_(mine.c.workspace_id == _delivery.c.workspace_id, first == _delivery.c.key))
            .where(mine.c.workspace_id == _workspace(session), mine.c.key == key, mine.c.ts != "")
        )
        return at

    async def below(self, session: AsyncSession, key: str) -> list[str]:
        """Return the keys of what is to stand in the thread of the message with `key`, in the order of planning."""
        delivery = table(Delivery)
        rows = (
            sa.select(delivery.c.key)
            .where(
                delivery.c.workspace_id == _workspace(session),
                delivery.c.thread_key == key,
                sa.text(f"delivery.{THREADED}"),
            )
            .order_by(delivery.c.id)
        )
        return list(await session.scalars(rows))

    async def retry(self, session: AsyncSession, keys: Sequence[str]) -> int:
        """Send failed messages of the session's workspace again, and those of which nobody knows; return how many.

        What shares a message in Slack with one of them goes again with it.
        """
        workspace_id = _workspace(session)
        delivery = table(Delivery)
        others = delivery.alias("others")
        changed = 0
        for part in _parts(keys, KEYS_A_STATEMENT):
            result = await session.execute(
                sa.update(delivery)
                .where(
                    delivery.c.workspace_id == workspace_id,
                    sa.or_(
                        delivery.c.key.in_(part),
                        delivery.c.joined_key.in_(
                            sa.select(others.c.joined_key).where(
                                others.c.workspace_id == workspace_id,
                                others.c.key.in_(part),
                                others.c.joined_key != "",
                            )
                        ),
                    ),
                    delivery.c.state.in_(["failed", "unknown"]),
                )
                .values(state="planned", reason="", attempt=0, held_until=0)
            )
            changed += _count(result)
        if changed:
            await self.wake(session, workspace_id, 1)
        return changed

    async def resume(self, session: AsyncSession, *, alone: bool = False) -> int:
        """Wake the sender of every workspace with rows left to send, at the start; return how many workspaces.

        Needs a system session. `alone`: this is the only process, so that what a worker holds was left by a crash and
        is looked at now; otherwise such rows wait until their lease has run out. What Slack may still take waits.
        """
        delivery = table(Delivery)
        if alone:
            await session.execute(
                sa.update(delivery)
                .where(sa.text(QUEUED), delivery.c.state == "sending", delivery.c.reason != reasons.NO_ANSWER)
                .values(held_until=0)
            )
        waiting = await session.scalars(sa.select(delivery.c.workspace_id).where(sa.text(QUEUED)).distinct())
        workspaces = waiting.all()
        await self._wake(session, dict.fromkeys(workspaces, 5))
        return len(workspaces)

    async def wake(self, session: AsyncSession, workspace_id: str, priority: int = 5) -> None:
        """Wake the sender of a workspace after the commit, unless it is about to begin anyway."""
        await self._wake(session, {workspace_id: priority})

    async def _wake(self, session: AsyncSession, priorities: Mapping[str, int]) -> None:
        works = [Work(to, SEND, uuid.uuid4().hex, priority=priority) for to, priority in priorities.items()]
        await self._engine.wake(session, works)


def _workspace(session: AsyncSession) -> str:
    workspace_id = session.info.get(WORKSPACE)
    if not isinstance(workspace_id, str):
        raise TypeError("keys are unique within a workspace: this needs a session of one workspace")
    return workspace_id


def _parts(whole: Sequence[Part], most: int) -> Iterator[Sequence[Part]]:
    for first in range(0, len(whole), most):
        yield whole[first : first + most]


def _count(result: sa.Result[Any]) -> int:
    assert isinstance(result, sa.CursorResult)  # noqa: S101 - what an UPDATE returns
    return result.rowcount
