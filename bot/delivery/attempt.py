"""One row, one try: a slot and the row in one transaction, Slack called outside any, then what came of it is noted."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Literal

import sqlalchemy as sa
import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock, real_time
from bot.db import Database
from bot.delivery import reasons, rows
from bot.delivery.item import Item
from bot.delivery.pace import Pace
from bot.delivery.patience import Patience, TooSoon
from bot.delivery.together import Shown
from bot.errors import SlackRefused, SlackUnavailable, TokenRefused
from bot.metrics import Metrics
from bot.slack.gateway import Message, Posted, Slack
from models import Delivery

POST, UPDATE, LOOK = "chat.postMessage", "chat.update", "conversations.history"

OnFailed = Callable[[AsyncSession, str, Delivery], Awaitable[None]]
"""Told of a delivery that failed or of which nobody knows, in the transaction that notes it."""

NOTING = 1.0
"""Real seconds in which a call that is broken off at a stop is noted."""

Claim = Callable[[AsyncSession, Item, float], Awaitable[Item | None]]
"""Takes a row until a real instant; None when somebody else has it."""

log = structlog.get_logger(__name__)


class Overslept(Exception):
    """This process stood still until its hold on a row ran out: another one may be saying it."""


class BlocksRefused(Exception):
    """Slack does not take the blocks of a message that several are to share: each is to be said by itself."""


class Attempts:
    """Says a worded row, or finds out whether it was said."""

    def __init__(self, database: Database, clock: Clock, pace: Pace, patience: Patience, metrics: Metrics) -> None:
        """Note results in `database`, dated by `clock`, and count them."""
        self._database = database
        self._clock = clock
        self._pace = pace
        self._patience = patience
        self._stopping = asyncio.Event()
        self._metrics = metrics
        self.told: OnFailed | None = None

    @property
    def stopping(self) -> bool:
        """Whether nothing more is to be begun."""
        return self._stopping.is_set()

    def stop(self) -> None:
        """Begin nothing more: who waits for a slot stops waiting."""
        self._stopping.set()

    async def pause(self, seconds: float) -> None:
        """Wait so many real seconds, or until `stop`."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._stopping.wait()

    async def say(self, slack: Slack, item: Item, message: Message, together: Sequence[Shown] = ()) -> None:
        """Post the row, or update what was posted; `together` are all that share the message, where several do.

        Raises TooSoon when the next slot is far away or nothing more is to be begun, SlackUnavailable and TokenRefused
        after noting that the row is to be tried again. Another refusal ends this row alone.
        """
        method = UPDATE if item.posted else POST
        claimed = await self._claim_in_turn(item, method, rows.claim)
        if claimed is None:
            return
        try:
            posted = await self._with_blocks_or_without(slack, claimed, message, shared=len(together) > 1)
        except asyncio.CancelledError:
            await self._broken_off(claimed)
            raise
        except Overslept:
            log.warning("delivery_overslept", key=item.key, workspace=item.workspace_id)
            return
        except SlackUnavailable as unavailable:
            unanswered = await self._again(claimed, method, unavailable)
            if unanswered is None or self.stopping or not await self.look(slack, unanswered):
                raise
            return
        except TokenRefused:
            async with self._database.transaction(item.workspace_id) as session:
                await rows.released(session, claimed, 0)
            raise
        except BlocksRefused:
            async with self._database.transaction(item.workspace_id) as session:
                await rows.released(session, claimed, 0)
                await rows.parted(session, claimed)
            return
        except SlackRefused as refused:
            await self._refused(claimed, refused)
            return
        await self._note_posted(claimed, posted, together)

    async def look(self, slack: Slack, item: Item) -> bool:
        """Find out whether the message of a row in doubt arrived: adopt it, or let the row be posted again.

        Return whether it was found. While the row is still held, Slack may take the message yet: it stays in doubt.
        Where Drumbeat may not look, a message to one person is posted again (a second question does no harm) and one
        to a channel waits for a person. Raises TooSoon, SlackUnavailable and TokenRefused like `say`.
        """
        claimed = await self._claim_in_turn(item, LOOK, rows.claim_doubtful)
        if claimed is None:
            return False
        async with self._database.reading(item.workspace_id) as session:
            conversation = await rows.known_conversation(session, item)
        try:
            posted = await slack.find_posted(item.target, item.key, conversation=conversation, thread_ts=item.parent_ts)
        except SlackUnavailable as unavailable:
            async with self._database.transaction(item.workspace_id) as session:
                await self._pace.penalise(session, item.workspace_id, LOOK, unavailable.retry_after)
                later = self._patience.backoff(claimed.attempt) if unavailable.reached else 0.0
                await rows.doubted(session, claimed, max(item.held_until, real_time() + later))
            raise
        except TokenRefused:
            async with self._database.transaction(item.workspace_id) as session:
                await rows.doubted(session, claimed, item.held_until)
            raise
        except SlackRefused as refused:
            log.warning("cannot_look", key=item.key, workspace=item.workspace_id, code=refused.code)
            if not item.personal:
                await self.end(claimed, "unknown", reasons.MAYBE_POSTED)
                return False
            posted = None
        if posted is not None:
            await self._note_posted(claimed, posted)
            return True
        async with self._database.transaction(item.workspace_id) as session:
            if real_time() < item.held_until:
                await rows.doubted(session, claimed, item.held_until)
            else:
                await rows.released(session, claimed, 0)
        return False

    async def end(self, item: Item, state: Literal["skipped", "failed", "unknown"], reason: str) -> None:
        """End a row as *skipped*, *failed* or *unknown*; of the last two `told` hears."""
        async with self._database.transaction(item.workspace_id) as session:
            if not await rows.ended(session, item, state, reason):
                return
            if state != "skipped" and self.told is not None:
                delivery = (await session.execute(sa.select(Delivery).where(Delivery.id == item.id))).scalar_one()
                await self.told(session, item.workspace_id, delivery)
        self._metrics.message(state)

    async def needless(self, item: Item, reason: str) -> None:
        """End a row that need not be said (any more), unless it should say something newer by now."""
        async with self._database.transaction(item.workspace_id) as session:
            ended = await rows.needless(session, item, reason)
        if ended and not item.posted:
            self._metrics.message("skipped")

    async def hand_on(self, together: Sequence[Shown]) -> None:
        """Skip the first of those that share a message, which has nothing to say, and let the next that has lead."""
        first, *others = together
        heir = next(one.item for one in others if one.message is not None)
        async with self._database.transaction(first.item.workspace_id) as session:
            skipped = await rows.handed_on(session, first.item, heir, first.reason)
        if skipped:
            self._metrics.message("skipped")

    async def _note_posted(self, item: Item, posted: Posted, together: Sequence[Shown] = ()) -> None:
        now = self._clock.now()
        async with self._database.transaction(item.workspace_id) as session:
            noted = await rows.sent(session, item, posted, now, [one.item.id for one in together])
            for one in together:
                if noted and one.item.id != item.id:
                    if one.message is None:
                        await rows.left_out(session, one.item, one.reason)
                    else:
                        await rows.shown(session, one.item, now)
        if not noted:
            log.error("delivery_overtaken", key=item.key, workspace=item.workspace_id, ts=posted.ts)
        self._metrics.message("updated" if item.posted else "sent")

    async def _claim_in_turn(self, item: Item, method: str, claim: Claim) -> Item | None:
        """Claim a row when Slack may be called: at once where that is now, else after the wait. Raises TooSoon.

        Nothing waits for an update's slot here: Slack takes far fewer updates than posts, which would wait with it.
        """
        patience = 0.0 if method == UPDATE else self._patience.wait
        async with self._database.transaction(item.workspace_id) as session:
            seconds = await self._pace.reserve(session, item.workspace_id, method, item.target, patience=patience)
            if seconds <= 0:
                return await claim(session, item, max(item.held_until, real_time() + self._patience.lease))
        if seconds > patience:
            if seconds > self._patience.wait:
                self._metrics.deferred()
            raise TooSoon(seconds, updates=method == UPDATE)
        await self.pause(seconds)
        if self.stopping:
            raise TooSoon(0)
        self._metrics.paced(seconds)
        # Claimed only now: what changed while it waited is worded anew first.
        async with self._database.transaction(item.workspace_id) as session:
            return await claim(session, item, max(item.held_until, real_time() + self._patience.lease))

    async def _with_blocks_or_without(self, slack: Slack, item: Item, message: Message, *, shared: bool) -> Posted:
        """Say it, where Slack does not take its blocks in words alone; raise BlocksRefused where others lose theirs."""
        try:
            return await self._call(slack, item, message)
        except SlackRefused as refused:
            if refused.code not in reasons.BLOCKS or not message.blocks:
                raise
            log.warning(
                "blocks_refused", key=item.key, workspace=item.workspace_id, kind=item.kind, detail=refused.detail
            )
            if shared and not item.posted:
                raise BlocksRefused from refused
            return await self._call(slack, item, Message(message.text))

    async def _again(self, item: Item, method: str, unavailable: SlackUnavailable) -> Item | None:
        """Note that a row is to be tried again; return it when it is to be looked for at once."""
        log.warning("slack_unavailable", key=item.key, method=method, reason=unavailable.reason, attempt=item.attempt)
        async with self._database.transaction(item.workspace_id) as session:
            await self._pace.penalise(session, item.workspace_id, method, unavailable.retry_after)
            if unavailable.unanswered and not item.posted:
                # Not seen yet may be taken yet: posting again too early is what would double it.
                return await rows.unanswered(session, item, real_time() + self._patience.late)
            if unavailable.accepted_unknown and not item.posted:
                # Every second attempt was a look at what came of the one before.
                later = min(self._patience.longest, self._patience.doubt * 2 ** ((item.attempt - 1) // 2))
                await rows.doubted(session, item, real_time() + later)
            else:
                # One that fails again and again lets the others go first, unless they would not fare better.
                others_too = unavailable.limited or not unavailable.reached
                sick = item.attempt >= self._patience.strikes and not others_too
                await rows.released(session, item, real_time() + self._patience.backoff(item.attempt) if sick else 0)
        return None

    async def _broken_off(self, item: Item) -> None:
        """Note that Slack may take yet what this process, told to stop, waits for no longer."""
        if not item.posted:
            async with asyncio.timeout(NOTING), self._database.transaction(item.workspace_id) as session:
                await rows.unanswered(session, item, real_time() + self._patience.late)

    async def _refused(self, item: Item, refused: SlackRefused) -> None:
        if item.posted and refused.code in reasons.GONE:
            await self.end(item, "skipped", reasons.DELETED)
            return
        log.warning("delivery_refused", key=item.key, workspace=item.workspace_id, code=refused.code)
        await self.end(item, "failed", reasons.reason_of(refused, personal=item.personal))

    async def _call(self, slack: Slack, item: Item, message: Message) -> Posted:
        if real_time() + self._patience.call > item.held_until:
            raise Overslept
        if item.posted:
            await slack.update(item.conversation, item.ts, message, key=item.message_key)
            return Posted(item.conversation, item.ts)
        target = item.parent_conversation or item.target
        return await slack.post(target, message, key=item.key, thread_ts=item.parent_ts)
