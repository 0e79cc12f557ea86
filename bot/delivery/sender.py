"""The sender: says what the ledger wants said, each message once, at a pace that Slack bears.

A row is claimed in a transaction of its own before Slack is called, and what came of it is noted after. Whatever is
interrupted in between is *in doubt*: it is looked for in Slack and adopted, or posted again where it is not there.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock, real_time
from bot.db import Database
from bot.delivery import reasons, rows
from bot.delivery.attempt import Attempts, OnFailed
from bot.delivery.budget import ROOM, Budget
from bot.delivery.chunk import Chunk
from bot.delivery.item import Item
from bot.delivery.joining import Joining
from bot.delivery.ledger import SEND, Ledger
from bot.delivery.pace import Pace
from bot.delivery.patience import Patience, TooSoon
from bot.delivery.quiet import ENDS, HeldUntil, Quiet
from bot.delivery.reader import WorkingTimes
from bot.delivery.together import compose
from bot.delivery.wording import Renderer, Wording
from bot.domain.budget import Standing
from bot.engine.port import DueTimer, Engine, Work
from bot.engine.timers import RESUME, resume_at
from bot.errors import NotInstalled, SlackUnavailable, TokenRefused
from bot.metrics import UNCOUNTED, Metrics
from bot.slack.gateway import Message, Slack

AFTER_A_FAULT = 60.0
"""Real seconds after which a workspace is looked at again when its worker broke down."""


WITHOUT_TOKEN = 300.0
"""Real seconds after which Slack is asked again whether it takes the token; a start with another one does not wait."""

TO_MEND = (
    "Slack does not take SLACK_BOT_TOKEN any more. Install the app again, give Drumbeat the new token and start it "
    "again; `drumbeat doctor` looks closer. What was to be sent waits."
)


log = structlog.get_logger(__name__)


class Sender:
    """Works through the rows of a workspace, chunk by chunk."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        slack_for: Callable[[str], Awaitable[Slack]],
        ledger: Ledger,
        pace: Pace,
        *,
        patience: Patience | None = None,
        metrics: Metrics = UNCOUNTED,
    ) -> None:
        """Send through the Slack that `slack_for` gives for a workspace, and count what becomes of each message."""
        self._database = database
        self._clock = clock
        self._slack_for = slack_for
        self._ledger = ledger
        self._patience = patience or Patience()
        self._attempts = Attempts(database, clock, pace, self._patience, metrics)
        self._budget = Budget(clock, ledger)
        self._joining = Joining(database)
        self._quiet = Quiet(database, clock, pace, ledger)
        self._wording = Wording(database, clock, self._patience, self._attempts)
        self._failed: dict[str, int] = {}

    def register(self, kind: str, renderer: Renderer) -> None:
        """Let `renderer` word the messages of `kind`."""
        self._wording.register(kind, renderer)

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of messages that can be worded."""
        return self._wording.kinds

    def keep_budget(self, standings: Mapping[str, Standing], working: WorkingTimes) -> None:
        """Keep the interruption budget, to which kinds of messages stand as told; without this none is kept.

        What waits comes on a day on which its reader works, as `working` says. What rituals ask one person at the same
        time is one message.
        """
        self._joining.kinds = frozenset(kind for kind, standing in standings.items() if standing is Standing.RITUAL)
        self._budget.keep(standings, working)

    def heed_quiet(self, kind: str, until: HeldUntil) -> None:
        """Hold messages of `kind` back from people who do not want to be disturbed, until when `until` says."""
        self._quiet.heed(kind, until)

    async def held(self, workspace_id: str, slack_id: str) -> list[Message]:
        """Return what the budget holds back from a person, in the order in which it was wanted.

        What cannot be worded is left out, and given up after some tries as what is sent is.
        """
        async with self._database.reading(workspace_id) as session:
            waiting = await rows.held(session, workspace_id, slack_id)
        return await self._wording.those([one for one in waiting if self._budget.holds(one)])

    def on_failed(self, told: OnFailed) -> None:
        """Name who is told of messages that failed, or of which nobody knows whether they arrived."""
        self._attempts.told = told

    def stop(self) -> None:
        """Finish the message in hand and begin no other: what is left is left to the next process, by a timer."""
        self._attempts.stop()

    def attach(self, engine: Engine) -> None:
        """Register the worker and the planner that send; before the engine starts."""
        engine.register_worker(SEND, self.work)
        engine.register(RESUME, self.resume_planner)
        engine.register(ROOM, self._budget.release)
        engine.register(ENDS, self._quiet.release)

    async def resume_planner(self, session: AsyncSession, timers: Sequence[DueTimer], _now: datetime) -> None:
        """Wake the senders of the timers' workspaces."""
        for timer in timers:
            await self._ledger.wake(session, timer.workspace_id)

    async def work(self, work: Work) -> None:
        """Send one chunk; what is left is woken up at once, or by a timer when Slack asks for patience."""
        workspace_id = work.workspace_id
        try:
            await self._chunk(workspace_id)
        except NotInstalled:
            # Its rows wait for a process with its token, which takes them up when it starts.
            log.warning("workspace_not_installed", workspace=workspace_id)
        except TokenRefused as refused:
            # Each further call would be refused too, so that nothing more is tried now.
            log.error("token_refused", workspace=workspace_id, code=refused.code, mend=TO_MEND)  # noqa: TRY400
            await self._later(workspace_id, WITHOUT_TOKEN)
        except Exception:
            await self._later(workspace_id, AFTER_A_FAULT)
            raise

    async def _chunk(self, workspace_id: str) -> None:
        """Send up to a chunk of rows, until Slack wants to be left alone; see to it that what is left is sent."""
        chunk = Chunk()
        free: float | None = 0.0
        while free is not None and free <= real_time() and chunk.left > 0 and not self._attempts.stopping:
            updates_from = chunk.updates_from
            async with self._database.reading(workspace_id) as session:
                items = await rows.ready(session, workspace_id, real_time(), chunk.left, updates_from=updates_from)
            # First of all: a message that several share waits no longer than that of them which can wait least.
            items = await self._joining.join(workspace_id, items)
            items = await self._quiet.hold(partial(self._slack_for, workspace_id), workspace_id, items)
            async with self._database.reading(workspace_id) as session:
                found = await self._budget.sort(session, workspace_id, items)
            if found.changes:
                async with self._database.transaction(workspace_id) as session:
                    await self._budget.apply(session, workspace_id, found)
            await self._send(found.now, chunk)
            updates_from = chunk.updates_from
            async with self._database.reading(workspace_id) as session:
                free = await rows.next_free(session, workspace_id, real_time(), updates_from=updates_from)
        if free is not None:
            await self._leave(workspace_id, max(chunk.pause, free - real_time()))

    async def _send(self, items: Sequence[Item], chunk: Chunk) -> None:
        """Send rows until one is given back, or Slack wants to be left alone, or this process stops."""
        for item in items:
            if self._attempts.stopping:
                return
            chunk.left -= 1
            try:
                await self._deliver(await self._slack_for(item.workspace_id), item)
                chunk.strikes = 0
                self._failed.pop(item.workspace_id, None)
            except TooSoon as soon:
                if soon.updates:
                    chunk.updates_from = real_time() + soon.seconds
                else:
                    chunk.end(soon.seconds)
                return
            except SlackUnavailable as unavailable:
                chunk.strikes += 1
                if chunk.strikes >= self._patience.strikes:
                    chunk.end(max(unavailable.retry_after, self._strike(item.workspace_id)))
                # Then from the top: the row that was given back keeps its place.
                return

    def _strike(self, workspace_id: str) -> float:
        """Return the seconds to leave Slack alone after a chunk of failures: longer after each one in a row."""
        failed = self._failed[workspace_id] = self._failed.get(workspace_id, 0) + 1
        return self._patience.backoff(self._patience.strikes + failed - 1)

    async def _deliver(self, slack: Slack, item: Item) -> None:
        if item.thread_key and item.parent_state is None:
            await self._attempts.end(item, "failed", reasons.NO_PARENT)
        elif item.thread_key and not item.parent_ts:
            await self._attempts.end(item, "skipped", reasons.PARENT_SKIPPED)
        elif item.in_doubt:
            await self._attempts.look(slack, item)
        else:
            together = await self._together(item) if item.joined_key else [item]
            shown = await self._wording.word(item, together)
            if shown:
                said = [one.message for one in shown if one.message is not None]
                await self._attempts.say(slack, item, compose(said), shown)

    async def _together(self, item: Item) -> list[Item]:
        async with self._database.reading(item.workspace_id) as session:
            return await rows.together(session, item)

    async def _leave(self, workspace_id: str, pause: float) -> None:
        """See to it that what is left is sent: now, or in `pause` real seconds; when this process stops, by a timer."""
        if pause > self._patience.wait or self._attempts.stopping:
            await self._later(workspace_id, pause)
            return
        if pause > 0:
            await self._attempts.pause(pause)
        async with self._database.transaction(workspace_id) as session:
            await self._ledger.wake(session, workspace_id)

    async def _later(self, workspace_id: str, seconds: float) -> None:
        now = self._clock.now()
        async with self._database.transaction(workspace_id) as session:
            await resume_at(session, workspace_id, now, now + timedelta(seconds=seconds))
