"""Announcements on their way: from "it may go" until all have it, stopped in the middle or edited or not.

What happens to one goes by its locked row; who has it is a row a reader and one in the ledger, so that nobody gets it
twice, whatever breaks off in between.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.delivery.ledger import Ledger
from bot.domain.announcement import ReaderState, State, Timing
from bot.domain.change import ChangeState
from bot.domain.recurrence import instant
from bot.engine.port import DueTimer
from bot.engine.timers import cancel_timer, set_timer
from bot.errors import UserError
from bot.services import announcement_carry as carry
from bot.services import announcement_message as messages
from bot.services.announcement_edit import refresh_all
from bot.services.announcement_facts import channel_pages
from bot.services.announcement_hand import hand_over, take_back
from bot.services.announcement_joiner import JOINERS, look, tomorrow
from bot.services.announcement_message import to_channel
from bot.services.announcement_plan import plan_readers
from bot.services.announcement_progress import LOOKS, follow, settle
from bot.services.announcement_row import (
    channels_of,
    found,
    found_to_send,
    is_on_its_way,
    locked,
    must_be_signed,
    must_send,
    on_its_way,
)
from bot.services.announcement_standing import must_be_timely
from bot.services.audit import Audit
from bot.services.change_hooks import ChangeHooks
from bot.services.change_load import Overloaded, must_bear
from bot.services.change_load_ask import ChangeLoadAsks
from bot.services.role import acting
from bot.services.stakeholder_follow import StakeholderFollows
from models import Announcement, AnnouncementPart, AnnouncementReader, Change, Person

SENDS, POSTS = "announcement.send", "announcement.post"
"""Kinds of timers: readers are due, channels are. Their subject is the announcement's id."""

NOBODY = (
    "Nobody would get this yet: its groups are empty, and no channel is chosen. It is kept as it is. "
    "Add people to a group, or choose a channel."
)
OUT = "“{title}” is on its way already. Nothing was changed."
CHANGED = "It was changed while you looked at it. Nothing was sent; here is what it says now."
NOT_OUT = "“{title}” is not being sent, so there is nothing to stop."
AGAIN = "“{title}” is posted once more. Its own message says within a minute whether it stands there."
POSTED = "“{title}” stands in each of its channels, or is on its way there. Nothing was changed."
STOPPED = "“{title}” is stopped. Whoever has it keeps it; the rest gets nothing until you choose *Go on*."
WENT_ON = "“{title}” goes on to those who don't have it yet."
NOT_STOPPED = "“{title}” was not stopped, so there is nothing to go on with."

_GOING = (State.PLANNED, State.SENDING, State.SENT)
A_MINUTE = timedelta(minutes=1)


class AnnouncementSending:
    """Sends announcements."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        ledger: Ledger,
        audit: Audit,
        follows: StakeholderFollows,
        hooks: ChangeHooks,
    ) -> None:
        """Work on `database`; messages go through `ledger`, and what people did is audited.

        Who is in the channels and user groups that it goes to is asked through `follows`; `hooks` are what begins once
        people hear of a change for the first time.
        """
        self._database, self._clock, self.ledger, self._audit = database, clock, ledger, audit
        self._follows, self._hooks = follows, hooks
        self._load_asks = ChangeLoadAsks(database, clock, ledger, audit)

    async def go(self, workspace_id: str, slack_id: str, announcement_id: int, revision: int | None = None) -> int:
        """Let an announcement go, as it was seen at `revision`; return how many people get it.

        Raises NotFound, NotAllowed, and UserError where it is out already, waits for a signature or has no reader; and
        where it is more than a group can take in, once whoever stands for it has been asked.
        """
        await self._follows.bring_or_keep(workspace_id, await self._groups(workspace_id, announcement_id))
        try:
            return await self._go(workspace_id, slack_id, announcement_id, revision)
        except Overloaded as over:
            asked = await self._load_asks.ask(workspace_id, slack_id, announcement_id, over.loads)
            raise UserError(asked) from None

    async def _go(self, workspace_id: str, slack_id: str, announcement_id: int, revision: int | None) -> int:
        now = self._clock.now()
        async with self._database.transaction(workspace_id) as session:
            person = await acting(session, slack_id)
            row = await locked(session, announcement_id, to_send=True)
            await must_send(session, person, row)
            if not State(row.state).editable_freely:
                raise UserError(OUT.format(title=row.title))
            if revision not in {None, row.revision}:
                raise UserError(CHANGED)
            return await self.go_within(session, row, slack_id, now)

    async def go_within(self, session: AsyncSession, row: Announcement, slack_id: str, now: datetime) -> int:
        """Let a locked draft go in the name of somebody, as `go` does."""
        await must_be_timely(session, row)
        await must_be_signed(session, row)
        await must_bear(session, row, now)
        count = await self.sent_off(session, row, now)
        await carry.done(session, row.workspace_id, row.id, row.revision)
        details = {"people": count, "revision": row.revision}
        self._audit.record(session, slack_id, "announcement_sent", f"announcement:{row.id}", **details)
        return count

    async def _groups(self, workspace_id: str, announcement_id: int) -> list[int]:
        async with self._database.reading(workspace_id) as session:
            rows = sa.select(AnnouncementPart.group_id).where(AnnouncementPart.announcement_id == announcement_id)
            return list(await session.scalars(rows))

    async def sent_off(self, session: AsyncSession, row: Announcement, now: datetime) -> int:
        """Plan the readers and channels of a locked announcement that may go. Raises UserError where it has none."""
        count = await plan_readers(session, row, now)
        channels = await channels_of(session, row.id)
        if not count and not channels:
            raise UserError(NOBODY)
        row.state, row.planned_at = State.PLANNED, now
        await session.flush()
        if channels:
            await set_timer(session, row.workspace_id, POSTS, str(row.id), await self._channels_at(session, row, now))
        await set_timer(session, row.workspace_id, JOINERS, "", tomorrow(row.workspace_id, now))
        author = await session.get_one(Person, row.author_id)
        told = messages.progress(row.id, author.slack_id)
        if not await self.ledger.plan(session, row.workspace_id, [told]):
            # It was planned before, and taken back.
            await self.ledger.refresh(session, row.workspace_id, [told.key])
        await self._next(session, row, now)
        return count

    async def stop(self, workspace_id: str, slack_id: str, announcement_id: int) -> str:
        """Send no more of an announcement, and say so; whoever has it keeps it.

        Raises NotFound, NotAllowed, UserError.
        """
        async with self._database.transaction(workspace_id) as session:
            person = await acting(session, slack_id)
            row = await locked(session, announcement_id)
            await must_send(session, person, row)
            if not await is_on_its_way(session, row):
                raise UserError(NOT_OUT.format(title=row.title))
            await self._stopped(session, row)
            self._audit.record(session, slack_id, "announcement_stopped", f"announcement:{row.id}")
            return STOPPED.format(title=row.title)

    async def go_on(self, workspace_id: str, slack_id: str, announcement_id: int) -> str:
        """Send the rest of a stopped announcement, and say so; nobody gets it twice.

        Raises NotFound, NotAllowed, UserError.
        """
        now = self._clock.now()
        async with self._database.transaction(workspace_id) as session:
            person = await acting(session, slack_id)
            row = await locked(session, announcement_id)
            await must_send(session, person, row)
            if row.state != State.STOPPED:
                raise UserError(NOT_STOPPED.format(title=row.title))
            await must_be_timely(session, row)
            row.state = State.SENDING
            await take_back(session, row)
            if await channels_of(session, row.id):
                at = await self._channels_at(session, row, now)
                await set_timer(session, workspace_id, POSTS, str(row.id), at)
            self._audit.record(session, slack_id, "announcement_went_on", f"announcement:{row.id}")
            await self._next(session, row, now)
            await set_timer(session, workspace_id, LOOKS, str(row.id), now + A_MINUTE)
            await self.ledger.refresh(session, workspace_id, [messages.progress_key(row.id)])
            return WENT_ON.format(title=row.title)

    async def post_again(self, workspace_id: str, slack_id: str, announcement_id: int) -> str:
        """Post an announcement once more where a channel did not take it, and say so.

        Raises NotFound, NotAllowed, and UserError where every channel has it.
        """
        now = self._clock.now()
        async with self._database.transaction(workspace_id) as session:
            person = await acting(session, slack_id)
            row = await locked(session, announcement_id)
            await must_send(session, person, row)
            keys = [messages.channel_key(row.id, one) for one in await channels_of(session, row.id)]
            below = [key for parent in keys for key in await self.ledger.below(session, parent)]
            if row.state not in _GOING or not await self.ledger.retry(session, [*keys, *below]):
                raise UserError(POSTED.format(title=row.title))
            await set_timer(session, workspace_id, LOOKS, str(row.id), now + A_MINUTE)
            self._audit.record(session, slack_id, "announcement_posted_again", f"announcement:{row.id}")
            return AGAIN.format(title=row.title)

    async def would_stop(self, session: AsyncSession, change: Change) -> Sequence[str]:
        """Return what of a change's announcements would be stopped with it."""
        many = len(await on_its_way(session, change))
        if not many:
            return ()
        return (f"{many} announcement{'' if many == 1 else 's'} on the way {'is' if many == 1 else 'are'} stopped.",)

    async def stop_with(self, session: AsyncSession, change: Change) -> None:
        """Stop the announcements of a change that was stopped; whoever has one keeps it."""
        for row in await on_its_way(session, change):
            await self._stopped(session, row)

    async def edited(self, session: AsyncSession, row: Announcement) -> None:
        """Show what a locked announcement says now to all who have it, within the transaction that has edited it.

        Where its meaning changed with this edit (`meaning` is its `revision`), what they said counts no more, and they
        are asked again.
        """
        if State(row.state).out:
            await refresh_all(session, self.ledger, row)

    async def send_due(self, session: AsyncSession, timer: DueTimer, now: datetime) -> None:
        """Hand over what is due of an announcement, and look again when the next reader is."""
        row = await found_to_send(session, int(timer.subject))
        if row is not None and row.state in _GOING:
            await self._next(session, row, now)

    async def post_due(self, session: AsyncSession, timer: DueTimer, now: datetime) -> None:
        """Post an announcement in its channels."""
        row = await found_to_send(session, int(timer.subject))
        if row is None or row.state not in _GOING:
            return
        pages = channel_pages(row)
        wanted = [one for channel in await channels_of(session, row.id) for one in to_channel(row.id, channel, pages)]
        if await self.ledger.plan(session, row.workspace_id, wanted) < len(wanted):
            # Planned before somebody stopped it: what was not needed then is wanted again.
            await self.ledger.refresh(session, row.workspace_id, [one.key for one in wanted])
        await self._begun(session, row, now)

    async def look(self, session: AsyncSession, timer: DueTimer, now: datetime) -> None:
        """Show whoever signed an announcement how far it is; it is sent once all have it who are not away."""
        row = await found(session, int(timer.subject))
        if row is not None and row.state == State.SENDING:
            await settle(session, self.ledger, row, now)
        elif row is not None and row.state == State.SENT:
            # Somebody is back by now, or had room.
            await follow(session, self.ledger, row, now)

    async def joined(self, session: AsyncSession, timer: DueTimer, now: datetime) -> None:
        """Look who has joined the groups of a workspace's announcements; tomorrow again."""
        await set_timer(session, timer.workspace_id, JOINERS, "", tomorrow(timer.workspace_id, now))
        for announcement_id in await look(session, now):
            await self._wait(session, timer.workspace_id, announcement_id)

    async def _stopped(self, session: AsyncSession, row: Announcement) -> None:
        row.state = State.STOPPED
        for kind in (SENDS, POSTS, LOOKS):
            await cancel_timer(session, row.workspace_id, kind, str(row.id))
        await take_back(session, row)
        await self.ledger.refresh(session, row.workspace_id, [messages.progress_key(row.id)])

    async def _next(self, session: AsyncSession, row: Announcement, now: datetime) -> None:
        if await hand_over(session, self.ledger, row, now):
            await self._begun(session, row, now)
        await self._wait(session, row.workspace_id, row.id)

    async def _wait(self, session: AsyncSession, workspace_id: str, announcement_id: int) -> None:
        """Look at an announcement again when the next of its readers is due."""
        of_it = AnnouncementReader.announcement_id == announcement_id
        waiting = sa.select(sa.func.min(AnnouncementReader.due_at)).where(
            of_it, AnnouncementReader.state == ReaderState.WAITING
        )
        due: datetime | None = await session.scalar(waiting)
        if due is not None:
            await set_timer(session, workspace_id, SENDS, str(announcement_id), due)

    async def _begun(self, session: AsyncSession, row: Announcement, now: datetime) -> None:
        if row.state == State.PLANNED:
            row.state = State.SENDING
            change = await session.get(Change, row.change_id) if row.change_id else None
            if change is not None and change.state == ChangeState.DRAFT:
                change.state, change.revision = ChangeState.ANNOUNCED, change.revision + 1
                await self._hooks.call(session, change, self._hooks.goes_on)
        await set_timer(session, row.workspace_id, LOOKS, str(row.id), now + A_MINUTE)

    async def _channels_at(self, session: AsyncSession, row: Announcement, now: datetime) -> datetime:
        """Return when channels get it: now, or in the morning of whoever signs it."""
        if row.timing == Timing.NOW or row.send_on is None:
            return now
        author = await session.get_one(Person, row.author_id)
        return max(now, instant(row.send_on, row.send_at, ZoneInfo(author.zone)))
